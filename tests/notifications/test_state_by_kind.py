"""Every state of every shipped path, every kind: nothing runs ahead of the record."""

import random
import re
from collections.abc import Iterator
from datetime import date

import pytest

from definitions.loader import find, shipped
from definitions.model import Definition
from notifications.bodies import BODIES
from notifications.fitting import kinds_of
from notifications.grammar import STEP_KINDS
from notifications.phrases import phrase
from notifications.press import gathered
from notifications.typography import MONTHS
from tests.load import rounds
from tests.notifications.drafting import Drafted, draft
from tests.notifications.paths import Step, after, moves_from, recorded, ways
from tests.notifications.slips import HEAD, said
from workflow.course import Step as Taken
from workflow.docket import Slip
from workflow.errors import Refused

BY_MONTH = "|".join(MONTHS)
# What a release of an event could not say without the particulars of the item: the law
# that a bill has become, the persons who are appointed.
NEEDS_FORMS = {"How the law is called", "do not say who is appointed"}


_PUT_OFF = {"adjourned", "objection"}


def drafted(of: Slip, day: date, kind: str | None = None) -> Drafted:
    return draft(of, release_day=day, head=HEAD, head_seq=9, kind=kind)


def states() -> Iterator[tuple[str, str]]:
    for name in shipped():
        for state in ways(find(name).definition):
            yield name, state


def declaring(path: Definition, kind: str) -> set[str]:
    return {event for event in path.announcements if kind in path.announced(event)}


@pytest.mark.parametrize(("name", "state"), list(states()))
def test_no_kind_can_be_drafted_before_its_step_is_recorded(
    name: str, state: str
) -> None:
    path = find(name).definition
    way = ways(path)[state]
    of, day = recorded(path, way), after(way)
    done = {event for event, _ in way}
    for kind in STEP_KINDS:
        missing = declaring(path, kind)
        if missing & done:
            continue
        with pytest.raises(Refused) as refused:
            gathered(of, release_day=day, head=HEAD, kind=kind)
        told = str(refused.value)
        if not missing:
            assert "no release of the kind" in told or "ended with" in told
        elif "ended with" not in told:
            assert "Not recorded yet" in told
            assert all(path.events[event].en in told for event in missing)


@pytest.mark.parametrize(("name", "state"), list(states()))
def test_what_is_announced_is_a_step_of_the_record_that_declares_the_kind(
    name: str, state: str
) -> None:
    path = find(name).definition
    way = ways(path)[state]
    of, day = recorded(path, way), after(way)
    for step in of.steps[1:]:
        for kind in kinds_of(of, step):
            try:
                found = gathered(
                    of,
                    release_day=day,
                    head=HEAD,
                    kind=kind,
                    entry_seq=step.entry.item_seq,
                )
            except Refused as refused:
                told = str(refused)
                assert any(
                    each in told for each in (*NEEDS_FORMS, "ended with", "undone by")
                ) or (
                    kind == "council_to" and "brings the item before no other" in told
                )
                continue
            assert kind in path.announced(step.event)
            assert found.seq == step.entry.item_seq
            assert set(step.hashes) <= set(found.entry_hashes)
            assert set(found.entry_hashes) <= {each.hash for each in of.entries}


def outcomes() -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Every announced event with every outcome, from one state that it leaves."""
    for name in shipped():
        path = find(name).definition
        found: dict[Step, tuple[Step, ...]] = {}
        for state, way in ways(path).items():
            for event, outcome, end in moves_from(path, state):
                if path.announced(event) and end != state:
                    found.setdefault((event, outcome), (*way, (event, outcome)))
        yield from ((name, way) for way in found.values())


def called(value: object) -> str:
    if isinstance(value, tuple):
        return "/".join(f"{event}={outcome}" for event, outcome in value[-1:])
    return str(value)


@pytest.mark.parametrize(("name", "way"), list(outcomes()), ids=called)
def test_every_outcome_of_a_shipped_path_is_said_in_stored_words(
    name: str, way: tuple[Step, ...]
) -> None:
    """Or there is no release of it at all, as of an item that was given up."""
    path = find(name).definition
    of = recorded(path, way)
    step = of.steps[-1]
    if not kinds_of(of, step):
        assert path.states[of.state].final or step.outcome in _PUT_OFF
        return
    if step.outcome is None:
        return
    label = path.outcomes[step.outcome].de
    assert phrase(label).result is None, f"no words are stored for “{label}”"
    for kind in kinds_of(of, step):
        if kind == "appointment":
            continue
        release = drafted(of, after(way), kind)
        assert label in said(" ".join(release.paragraphs)) or (
            "beim Abgeordnetenhaus von Berlin einzubringen" in said(release.text)
        )
        body = path.bodies[step.body or ""].de
        assert BODIES[body].start in release.paragraphs[0]
        assert days_of(release) <= {german(each) for each in days(of)}


def days(of: Slip) -> Iterator[date]:
    for each in of.steps[1:]:
        assert each.day.day is not None
        yield each.day.day


def german(day: date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def days_of(release: Drafted) -> set[str]:
    words = said(" ".join((release.headline, *release.paragraphs)))
    return set(re.findall(rf"\d{{1,2}}\. (?:{BY_MONTH}) \d{{4}}", words))


# --- random walks: a release knows nothing of what came after its day


def strolls(count: int) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Random ways along the shipped paths, of up to fifteen steps."""
    for number in range(count):
        chance = random.Random(number)
        name = chance.choice(shipped())
        path = find(name).definition
        way: list[Step] = []
        state = path.initial_state
        while len(way) < 15 and (moves := list(moves_from(path, state))):
            onward = [each for each in moves if not path.states[each[2]].final]
            event, outcome, state = chance.choice(onward or moves)
            way.append((event, outcome))
        yield name, tuple(way)


@pytest.mark.heavy
def test_written_later_for_its_own_day_a_release_states_the_same() -> None:
    compared = 0
    for name, way in strolls(rounds(40, 800)):
        path = find(name).definition
        whole = recorded(path, way)
        for number, step in enumerate(whole.steps[1:], 1):
            day, then = step.day.latest, recorded(path, way[:number])
            for kind in kinds_of(then, then.steps[-1]):
                early, late = (facts_of(of, step, kind, day) for of in (then, whole))
                if late is not None and "ended with" not in str(late):
                    assert early == late, (name, way, number, kind)
                    compared += 1
    assert compared > 30


def facts_of(of: Slip, step: Taken, kind: str, day: date) -> object:
    """The facts and what bears them, or the sentences of the refusal."""
    seq = step.entry.item_seq
    try:
        found = gathered(of, kind=kind, entry_seq=seq, release_day=day, head=HEAD)
    except Refused as refused:
        return str(refused)
    return found.facts, found.entry_hashes
