"""A guard that can never hold, and one that can never matter."""

from collections.abc import Iterator
from functools import cache

from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks
from definitions.sentences import Sentence, sentence
from definitions.values import CLOCK, OPENING
from definitions.vocabulary import Requirement
from definitions.waiting import waiting
from definitions.walks import MOVES, Before, Walks, before, outcomes_of, walks

_OUT = sentence("mend the moves, or take the requirement out")
_BY_HAND = ("field", "urgency", "second_person")  # what nobody gives where nobody acts


def requirements(path: Definition) -> Remarks:
    """Every rule about what events require of the walk before them."""
    all_of_them = walks(path)
    hopeless: set[Path] = set()
    for event in path.events:
        for remark in _of_the_walk(path, all_of_them, event):
            hopeless.add(remark.path[:4])
            yield remark
        yield from _of_the_clock(path, event)
        yield from _of_bodies_that_sit(path, event)
    yield from waiting(path, all_of_them, hopeless)


def _of_the_walk(path: Definition, all_of_them: Walks, event: str) -> Remarks:
    @cache
    def known_before(asked: frozenset[str | None], again: bool) -> Before:
        return before(all_of_them, event, asked, again=again)

    for at, each in enumerate(path.events[event].requires):
        asked = outcomes_of(path, event)
        if each.only_for:
            asked &= frozenset(each.only_for)
        idle = each.kind in {"none_open", "second_person", "deadline"}
        known = known_before(asked, idle)
        if not known.may_have_stood(path.open_states):
            continue  # that the event itself has no way is said of its states
        what = _never(path, each, known)
        if what is not None:
            place = ("events", event, "requires", at, each.kind)
            yield Remark(place, what, _OUT, relies=(*MOVES, *_opening(each)))


def _opening(each: Requirement) -> Iterator[Path]:
    """What says when a consultation is opened, or when a term begins to run."""
    name = ANY if each.kind == "deadline" else each.name
    yield ("consultations", name, "during", ANY)
    if each.kind == "deadline":
        yield ("deadlines", each.name, "after")


def _never(path: Definition, each: Requirement, known: Before) -> Sentence | None:
    """Why the requirement cannot be met, or why it could never refuse anything."""
    name = each.name
    match each.kind:
        case "event" if name in path.events and not known.may_have_happened(name):
            return sentence("{name} can never come before this event", name=name)
        case "second_person" if _never_happened(path, name, known):
            return sentence("{name} can never come before this event", name=name)
        case "consultation" | "none_open" if _never_open(path, name, known):
            return sentence("{name} can never be opened before this event", name=name)
        case "deadline" if _never_runs(path, name, known):
            return sentence("{name} can never run before this event", name=name)
    return None


def _never_happened(path: Definition, name: str, known: Before) -> bool:
    if name == OPENING or name not in path.events:
        return False
    return not known.may_have_happened(name)


def _never_runs(path: Definition, name: str, known: Before) -> bool:
    """A term before a sitting runs whenever the sitting is planned."""
    after = path.deadlines[name].after if name in path.deadlines else None
    if after is None:
        return False
    return _never_happened(path, after, known) or _never_open(path, after, known)


def _never_open(path: Definition, name: str, known: Before) -> bool:
    if name not in path.consultations:
        return False
    during = path.consultations[name].during
    if not during or any(state not in path.states for state in during):
        return False  # an unknown state is remarked upon already
    return not known.may_have_stood([each for each in during if _open(path, each)])


def _open(path: Definition, state: str) -> bool:
    return not path.states[state].final


def _of_the_clock(path: Definition, event: str) -> Remarks:
    """Nobody acts where only the clock does: nobody fills a field or gives a reason."""
    if path.events[event].by != (CLOCK,):
        return
    for at, each in enumerate(path.events[event].requires):
        if each.kind in _BY_HAND:
            place = ("events", event, "requires", at, each.kind)
            what = sentence("the clock alone brings this event about, and no person")
            hint = sentence("name a role in `by`, or take the requirement out")
            yield Remark(place, what, hint)


def _of_bodies_that_sit(path: Definition, event: str) -> Remarks:
    for at, body in _sitting(path, event):
        if path.bodies[body].sittings is None:
            place = ("events", event, "requires", at, "sitting")
            what = sentence("no sittings are named for {name}", name=body)
            hint = sentence("add `sittings` to the body")
            yield Remark(place, what, hint, relies=(("bodies", body, "sittings"),))


def _sitting(path: Definition, event: str) -> Iterator[tuple[int, str]]:
    for at, each in enumerate(path.events[event].requires):
        if each.sitting in path.bodies:
            yield at, each.name
