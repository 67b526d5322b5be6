"""Events that wait for each other: each requires what can only come after it."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from definitions.findings import Path
from definitions.graph import reach
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks
from definitions.sentences import sentence
from definitions.walks import MOVES, Walks, Way, outcomes_of

_RELIES: tuple[Path, ...] = (*MOVES, ("events", ANY, "requires", ANY, "event"))


def waiting(
    path: Definition, all_of_them: Walks, hopeless: Collection[Path]
) -> Remarks:
    """A remark on each requirement that is part of a ring.

    `hopeless` are the requirements that are remarked upon already; they count as met.
    """
    required = {event: tuple(_required(path, event, hopeless)) for event in path.events}
    if not any(required.values()):
        return
    blocked = _blocked(path, all_of_them, required)
    needs = {
        event: {name for _, name, _ in required[event] if name in blocked}
        for event in blocked
    }
    for event in path.events:
        for at, name, _ in required[event] if event in blocked else ():
            if name in blocked and event in reach([name], needs):
                place = ("events", event, "requires", at, "event")
                what = sentence(
                    "{event} and {name} wait for each other", event=event, name=name
                )
                hint = sentence("take one of the two requirements out")
                yield Remark(place, what, hint, relies=_RELIES)


_Required = tuple[int, str, frozenset[str | None]]  # its place, the event, outcomes


def _required(
    path: Definition, event: str, hopeless: Collection[Path]
) -> Iterator[_Required]:
    """The events that an event requires, and for which of its outcomes."""
    for at, each in enumerate(path.events[event].requires):
        known = each.event is not None and each.event in path.events
        if known and ("events", event, "requires", at) not in hopeless:
            asked = frozenset(each.only_for) or outcomes_of(path, event)
            yield at, each.name, asked


def _blocked(
    path: Definition,
    all_of_them: Walks,
    required: Mapping[str, tuple[_Required, ...]],
) -> set[str]:
    """The events that can never be recorded, though moves lead to them.

    Grown from the beginning: an event joins when what it requires has joined and one of
    its states is met. Too generous about orders, so that nothing sound is blamed.
    """
    joined: set[str] = set()
    allowed = dict.fromkeys(path.events, frozenset[str | None]())
    moves: dict[str, set[str]] = {}
    while True:
        for event, ways in all_of_them.of.items():
            fresh = _allowed(path, event, required[event], joined) - allowed[event]
            allowed[event] |= fresh
            for way in ways if fresh else ():
                if way.outcomes & fresh:
                    moves.setdefault(way.start, set()).add(way.end)
        met = reach(all_of_them.initial, moves)
        now = {
            event
            for event, ways in all_of_them.of.items()
            if allowed[event] and _happens(ways, met, allowed[event])
        }
        if now == joined:
            led_to = reach(all_of_them.initial, all_of_them.moves)
            return {
                event
                for event, ways in all_of_them.of.items()
                if event not in joined and any(way.start in led_to for way in ways)
            }
        joined = now


def _happens(
    ways: Iterable[Way], met: Collection[str], allowed: frozenset[str | None]
) -> bool:
    """Whether one of the ways leads on from a state that is met."""
    return any(way.start in met and way.outcomes & allowed for way in ways)


def _allowed(
    path: Definition,
    event: str,
    required: tuple[_Required, ...],
    joined: Collection[str],
) -> frozenset[str | None]:
    """The outcomes of an event for which nothing is missing."""
    found = outcomes_of(path, event)
    for _, name, asked in required:
        if name not in joined:
            found -= asked
    return found
