"""The ways an item can take: which states and events can come before which event."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import ANY
from definitions.values import EVERY_OPEN_STATE, OTHERWISE

Onward = Mapping[str, set[str]]  # state -> the states one event away from it

# What a remark about ways relies on: each move that could not be read may be the one.
MOVES: tuple[Path, ...] = (
    ("states", ANY, "initial"),
    ("states", ANY, "final"),
    ("events", ANY, "outcomes", ANY),
    ("events", ANY, "moves", ANY, ANY),
)


@dataclass(frozen=True, slots=True)
class Way:
    """An event that leads from one declared state to another, with these outcomes."""

    event: str
    start: str
    end: str
    outcomes: frozenset[str | None]


def ways(path: Definition) -> tuple[Way, ...]:
    """All ways between declared states; none leads out of a final one."""
    return tuple(
        Way(event, start, end, outcomes)
        for event in path.events
        for start, move in _moves(path, event)
        for end, outcomes in move.items()
        if end in path.states
    )


def beginnings(path: Definition) -> tuple[str, ...]:
    """The initial state; none or several where the file is wrong."""
    return tuple(name for name, state in path.states.items() if state.initial)


def onward(some: Iterable[Way]) -> dict[str, set[str]]:
    """Where each state leads by these ways."""
    found: dict[str, set[str]] = {}
    for way in some:
        found.setdefault(way.start, set()).add(way.end)
    return found


def reach(starts: Iterable[str], moves: Onward) -> set[str]:
    """These states, and all that some way leads to from them."""
    met = set(starts)
    queue = list(met)
    while queue:
        fresh = moves.get(queue.pop(), set()) - met
        met |= fresh
        queue.extend(fresh)
    return met


@dataclass(frozen=True, slots=True)
class Before:
    """What can come before an event first happens with one of some outcomes.

    `ways` are those that remain without it, `met` the states on them, `starts` the
    states from which it happens.
    """

    ways: tuple[Way, ...]
    moves: Onward
    met: frozenset[str]
    starts: frozenset[str]

    def may_have_happened(self, event: str) -> bool:
        """Whether some walk to it passes that other event."""
        ends = {
            way.end for way in self.ways if way.event == event and way.start in self.met
        }
        return not self.starts.isdisjoint(reach(ends, self.moves))

    def may_have_stood(self, states: Collection[str]) -> bool:
        """Whether some walk to it passes one of the states."""
        met = self.met.intersection(states)
        return not self.starts.isdisjoint(reach(met, self.moves))


def before(
    path: Definition,
    all_ways: tuple[Way, ...],
    event: str,
    asked: frozenset[str | None],
    *,
    again: bool = False,
) -> Before:
    """The walks to the event with one of the outcomes asked for.

    `again`: it may have happened itself before, on an earlier round.
    """

    def itself(way: Way) -> bool:
        return way.event == event and way.outcomes <= asked

    remaining = tuple(way for way in all_ways if again or not itself(way))
    moves = onward(remaining)
    own = (way for way in all_ways if way.event == event and way.outcomes & asked)
    return Before(
        remaining,
        moves,
        frozenset(reach(beginnings(path), moves)),
        frozenset(way.start for way in own),
    )


def outcomes_of(path: Definition, event: str) -> frozenset[str | None]:
    """The outcomes of an event; None where it has none."""
    return frozenset(path.events[event].outcomes or (None,))


def _moves(
    path: Definition, event: str
) -> Iterable[tuple[str, Mapping[str, frozenset[str | None]]]]:
    rule = path.events[event]
    outcomes = outcomes_of(path, event)
    led = {start: _by_end(move, outcomes) for start, move in rule.moves.items()}
    everywhere = led.get(EVERY_OPEN_STATE)
    for state in path.open_states:
        move = led.get(state, everywhere)
        if move is not None:
            yield state, move


def _by_end(
    move: str | Mapping[str, str], outcomes: frozenset[str | None]
) -> Mapping[str, frozenset[str | None]]:
    if isinstance(move, str):
        return {move: outcomes}
    found: dict[str, frozenset[str | None]] = {}
    for outcome in outcomes:
        end = move.get(outcome or OTHERWISE, move.get(OTHERWISE))
        if end is not None:
            found[end] = found.get(end, frozenset()) | {outcome}
    return found
