"""The ways an item can take: which states and events can come before which event."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from definitions.findings import Path
from definitions.graph import Onward, onward, reach
from definitions.model import Definition
from definitions.remarks import ANY
from definitions.values import EVERY_OPEN_STATE, OTHERWISE

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


@dataclass(frozen=True, slots=True)
class Walks:
    """All ways between declared states; none leads out of a final one.

    `counted`: how many ways lead from one state to another, by whichever event.
    """

    of: Mapping[str, tuple[Way, ...]]
    initial: frozenset[str]
    moves: Onward
    counted: Mapping[tuple[str, str], int]


def walks(path: Definition) -> Walks:
    """The walks of a path; without an initial state they begin nowhere."""
    found = {event: tuple(_ways(path, event)) for event in path.events}
    every = [way for ways in found.values() for way in ways]
    counted = Counter((way.start, way.end) for way in every)
    return Walks(
        found,
        frozenset(beginnings(path)),
        onward((way.start, way.end) for way in every),
        counted,
    )


def _ways(path: Definition, event: str) -> Iterator[Way]:
    for start, move in _moves(path, event):
        for end, outcomes in move.items():
            if end in path.states:
                yield Way(event, start, end, outcomes)


def beginnings(path: Definition) -> tuple[str, ...]:
    """The initial state; none or several where the file is wrong."""
    return tuple(name for name, state in path.states.items() if state.initial)


@dataclass(frozen=True, slots=True)
class Before:
    """What can come before an event first happens with one of some outcomes.

    `without` are the ways that it would take itself, `met` the states on the others,
    `starts` the states from which it happens. `lasting` leads on without coming back to
    the initial state: an item that comes back there begins anew, with no event on
    record.
    """

    walks: Walks
    without: frozenset[Way]
    moves: Onward
    lasting: Onward
    met: frozenset[str]
    starts: frozenset[str]

    def may_have_happened(self, event: str) -> bool:
        """Whether some walk to it passes that other event."""
        ends = {
            way.end
            for way in self.walks.of[event]
            if way.start in self.met and way not in self.without
        }
        return not self.starts.isdisjoint(reach(ends, self.lasting))

    def may_have_stood(self, states: Collection[str]) -> bool:
        """Whether some walk to it passes one of the states."""
        met = self.met.intersection(states)
        return not self.starts.isdisjoint(reach(met, self.moves))


def before(
    all_of_them: Walks, event: str, asked: frozenset[str | None], *, again: bool = False
) -> Before:
    """The walks to the event with one of the outcomes asked for.

    `again`: it may have happened itself before, on an earlier round.
    """
    own = all_of_them.of[event]
    without = frozenset(way for way in own if not again and way.outcomes <= asked)
    moves = _less(all_of_them, without)
    return Before(
        all_of_them,
        without,
        moves,
        {start: ends - all_of_them.initial for start, ends in moves.items()},
        frozenset(reach(all_of_them.initial, moves)),
        frozenset(way.start for way in own if way.outcomes & asked),
    )


def _less(all_of_them: Walks, without: Iterable[Way]) -> Onward:
    """Where each state leads if these ways are not taken."""
    moves = {start: set(ends) for start, ends in all_of_them.moves.items()}
    taken = Counter((way.start, way.end) for way in without)
    for (start, end), times in taken.items():
        if all_of_them.counted[start, end] == times:
            moves[start].discard(end)
    return moves


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


def astray(path: Definition) -> bool:
    """Whether a move names a state that is not declared."""
    known = path.states.keys()
    return any(
        start not in known or not known >= set(ends)
        for event in path.events
        for start, ends in path.targets_of(event).items()
    )
