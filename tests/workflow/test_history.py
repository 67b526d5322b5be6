"""The history as it stands after corrections, and the order of its days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.loader import find, load
from workflow.bounds import AT_LATEST, UNKNOWN, Day
from workflow.course import Step
from workflow.history import Entry, standings
from workflow.machine import judge
from workflow.order import check_days, floor
from workflow.walk import Impossible, steps, walk

PATH = find("berlin-senate").definition
FIRST = date(2021, 7, 1)
SPAN = 4  # days that a brute force can try out

Said = dict[str, object]


def _entry(seq: int, kind: str, event: str, day: Day, **more: object) -> Entry:
    made = Entry(
        seq=seq,
        item_seq=seq,
        hash=f"hash-{seq}",
        kind=kind,
        event=event,
        from_state=None,
        to_state=None,
        day=day,
        recorded_at=datetime(2021, 8, 10, tzinfo=UTC),
        actor="p-1",
        body=None,
        outcome=None,
        corrects=None,
        command_id=None,
        content={},
        words={},
    )
    return replace(made, **more)  # type: ignore[arg-type]


def _walk(*events: str) -> list[Entry]:
    """Entries of an item, one a day."""
    found = [_entry(1, "opened", "open", Day(FIRST), words={"title": "T", "lead": "L"})]
    for seq, event in enumerate(events, 2):
        found.append(_entry(seq, "moved", event, Day(FIRST + timedelta(seq - 1))))
    return found


def _corrected(entries: list[Entry], corrects: int, **facts: object) -> list[Entry]:
    """The same with a correction at the end."""
    words = facts.pop("words", {})
    entry = _entry(
        len(entries) + 1,
        "corrected",
        "correct",
        Day(None, UNKNOWN),
        corrects=corrects,
        content={"facts": facts},
        words={"reason": "Tippfehler", **words},  # type: ignore[dict-item]
    )
    return [*entries, entry]


def _days(entries: list[Entry]) -> list[str]:
    return [str(step.day) for step in steps(PATH, entries)]


def _on(day: int) -> Said:
    return {"on": f"2021-07-{day:02}", "on_precision": "exact"}


# --- days


@pytest.mark.parametrize(
    ("day", "said", "earliest", "latest"),
    [
        (Day(FIRST), "2021-07-01", FIRST, FIRST),
        (Day(FIRST, AT_LATEST), "≤ 2021-07-01", date.min, FIRST),
        (Day(None, UNKNOWN), "unknown", date.min, date.max),
    ],
)
def test_a_day_has_bounds(day: Day, said: str, earliest: date, latest: date) -> None:
    assert (str(day), day.earliest, day.latest) == (said, earliest, latest)


days = st.one_of(
    st.builds(lambda n: Day(FIRST + timedelta(n)), st.integers(0, SPAN - 1)),
    st.builds(lambda n: Day(FIRST + timedelta(n), AT_LATEST), st.integers(0, SPAN - 1)),
    st.just(Day(None, UNKNOWN)),
)


def _steps(bounds: list[Day]) -> list[Step]:
    return [
        Step(
            entry=_entry(seq, "moved", "approve", day),
            event="approve",
            day=day,
            from_state=None,
            to_state="",
            body=None,
            outcome=None,
            words={},
            hashes=(),
        )
        for seq, day in enumerate(bounds, 1)
    ]


def _fits(bounds: list[Day]) -> bool:
    """Whether some choice of days is in order: try every one."""
    choices = [
        [
            day
            for day in (FIRST + timedelta(n) for n in range(SPAN))
            if each.earliest <= day <= each.latest
        ]
        for each in bounds
    ]
    return any(list(days) == sorted(days) for days in product(*choices))


@given(st.lists(days, max_size=5))
def test_days_are_refused_only_if_no_choice_of_days_is_in_order(
    bounds: list[Day],
) -> None:
    try:
        check_days(_steps(bounds))
        fits = True
    except Impossible:
        fits = False
    assert fits == _fits(bounds)


@given(st.lists(days, max_size=5), days)
def test_the_floor_says_for_the_next_day_what_the_whole_order_says(
    bounds: list[Day], following: Day
) -> None:
    if not _fits(bounds):
        return
    lowest = floor(_steps(bounds))
    allowed = lowest is None or following.latest >= lowest
    assert allowed == _fits([*bounds, following])


def test_a_refused_order_names_both_steps() -> None:
    bounds = [Day(FIRST + timedelta(2)), Day(FIRST, AT_LATEST)]
    with pytest.raises(Impossible) as broken:
        check_days(_steps(bounds))
    assert broken.value.entry.item_seq == 2
    assert "2021-07-03" in str(broken.value.reason)
    assert "2021-07-01" in str(broken.value.reason)


# --- corrections


def test_without_corrections_the_history_is_what_was_recorded() -> None:
    entries = _walk("approve", "consent", "decide", "publish")
    found = steps(PATH, entries)
    assert [step.event for step in found] == [entry.event for entry in entries]
    assert [step.hashes for step in found] == [(entry.hash,) for entry in entries]
    assert found[-1].to_state == "publication"


@pytest.mark.parametrize("seq", [2, 3, 4, 5])
def test_one_step_is_corrected_and_the_others_stay(seq: int) -> None:
    entries = _walk("approve", "consent", "decide", "publish")
    before = _days(entries)
    after = _days(_corrected(entries, seq, **_on(20)))
    assert after == [*before[: seq - 1], "2021-07-20", *before[seq:]]


def test_the_later_of_two_corrections_of_one_step_holds() -> None:
    entries = _corrected(_corrected(_walk("approve"), 2, **_on(5)), 2, **_on(6))
    assert _days(entries) == ["2021-07-01", "2021-07-06"]


def test_two_corrections_of_one_step_add_up() -> None:
    entries = _corrected(_walk("approve"), 2, outcome="noted")
    entries = _corrected(entries, 2, words={"note": "N"})
    step = steps(PATH, entries)[1]
    assert (step.outcome, step.words, str(step.day)) == (
        "noted",
        {"note": "N"},
        "2021-07-02",
    )
    assert step.hashes == ("hash-2", "hash-3", "hash-4")


def test_a_correction_of_a_correction_changes_the_step() -> None:
    entries = _corrected(_walk("approve"), 2, **_on(5))
    entries = _corrected(entries, 3, **_on(6))
    assert _days(entries) == ["2021-07-01", "2021-07-06"]
    assert steps(PATH, entries)[1].hashes == ("hash-2", "hash-3", "hash-4")


def test_a_step_that_never_happened_is_gone() -> None:
    entries = _corrected(_walk("approve", "consent"), 3, void=True)
    assert [step.event for step in steps(PATH, entries)] == ["open", "approve"]
    assert standings(entries)[3].undone


def test_striking_the_strike_brings_the_step_back() -> None:
    entries = _corrected(_walk("approve", "consent"), 3, void=True)
    entries = _corrected(entries, 4, void=True)
    assert steps(PATH, entries)[-1].event == "consent"
    entries = _corrected(entries, 5, void=True)
    assert steps(PATH, entries)[-1].event == "approve"


def test_a_correction_that_was_struck_counts_no_more() -> None:
    entries = _corrected(_walk("approve"), 2, **_on(5))
    assert _days(_corrected(entries, 3, void=True)) == ["2021-07-01", "2021-07-02"]


def test_another_event_takes_its_own_plain_outcome() -> None:
    first = replace(_walk("approve")[1], outcome="noted")
    entries = [_walk()[0], first]
    step = steps(PATH, _corrected(entries, 2, event="consent"))[1]
    assert (step.event, step.outcome, step.body) == ("consent", "consented", "council")


def test_texts_are_corrected_and_the_reason_stays_with_the_correction() -> None:
    entries = _corrected(_walk(), 1, words={"title": "Neu"})
    assert steps(PATH, entries)[0].words == {"title": "Neu", "lead": "L"}


def test_a_history_that_the_path_forbids_names_the_step_that_fails() -> None:
    entries = _corrected(_walk("approve", "consent", "decide"), 2, void=True)
    with pytest.raises(Impossible) as broken:
        steps(PATH, entries)
    assert (broken.value.event, broken.value.entry.item_seq) == ("decide", 4)


def _possible(wished: list[str]) -> tuple[str, list[str]]:
    """Those of the events that can happen one after the other, and where they lead."""
    state, taken = PATH.initial_state, list[str]()
    for event in wished:
        if state in (moves := PATH.moves_of(event)):
            [state] = dict.fromkeys(moves[state].values())
            taken.append(event)
    return state, taken


orders = st.lists(st.sampled_from(sorted(PATH.events)), max_size=6)


@given(orders)
def test_replaying_a_history_gives_the_state_that_each_event_led_to(
    wished: list[str],
) -> None:
    state, taken = _possible(wished)
    found = steps(PATH, _walk(*taken))
    assert found[-1].to_state == state
    assert [step.event for step in found[1:]] == taken
    for step, following in pairwise(found):
        assert step.to_state == following.from_state


@given(orders, st.integers(0, 5))
def test_a_strike_and_its_strike_leave_the_history_as_it_was(
    wished: list[str], place: int
) -> None:
    _, taken = _possible(wished)
    if not taken:
        return
    entries = _walk(*taken)
    before = [replace(step, hashes=()) for step in steps(PATH, entries)]
    entries = _corrected(entries, 2 + place % len(taken), void=True)
    entries = _corrected(entries, len(entries), void=True)
    assert [replace(step, hashes=()) for step in steps(PATH, entries)] == before


RECALL = """
definition: recall
version: "1"
title: {de: Rückruf, en: recall}
valid_from: 2020-01-01
zone: Europe/Berlin
opened_by: clerk
roles: {clerk: {de: Büro, en: office}}
states:
  draft: {de: Entwurf, en: draft, initial: true}
  heard: {de: angehört, en: heard}
  done: {de: beschlossen, en: decided, final: true}
events:
  hear: {de: Anhörung, en: hearing, by: clerk, moves: {draft: heard}}
  skip: {de: Vorgriff, en: short cut, by: clerk, moves: {draft: heard}}
  recall: {de: Rückruf, en: recall, by: clerk, moves: {heard: draft}}
  decide:
    de: Beschluss
    en: decision
    by: clerk
    moves: {heard: done}
    requires: [{event: hear}]
stations: [open, decide]
"""


def test_a_recalled_item_begins_anew(tmp_path: Path) -> None:
    """The hearing on the first draft opens no gate for the second."""
    file = tmp_path / "recall.yaml"
    file.write_text(RECALL, encoding="utf-8")
    path = load(file).definition
    once = _walk("hear")
    assert judge(path, "heard", "decide", None, walk(path, once).known()).to == "done"
    again = _walk("hear", "recall", "skip")
    found = walk(path, again)
    assert found.state == "heard"
    refused = judge(path, "heard", "decide", None, found.known())
    assert str(refused.reason) == "hearing (hear) is not on record yet"
