"""Who acts next on a path: only what the path makes certain. Pure.

An act is certain from a state if no way from there to an end of the path that the path
foresees leads around it, and if the same body does it on every such way. An end that
the path does not tell of (withdrawal, lapse) does not count: an item can always be
given up.
"""

from collections.abc import Collection, Iterable

from definitions.model import Definition
from notifications.bodies import PARLIAMENTS
from notifications.phrases import phrase, suits


def given_up(path: Definition, state: str) -> bool:
    """Whether an item in this state was given up, and there is nothing to announce."""
    return path.states[state].final and state not in _ends(path)


def sure(path: Definition, state: str, kind: str) -> str | None:
    """The event that surely follows from `state` and is announced by `kind`, or None.

    Where several can bring it about (in a sitting, by circulation), the one that the
    path announces.
    """
    told, ends = _telling(path, kind), _ends(path)
    reached = _reached_by(path, told, kind)
    if state in reached or not ends:
        return None
    met, entering = _around(path, state, reached)
    if met & ends or not entering:
        return None
    bodies = {path.events[event].body for event in entering}
    announced = [event for event in told if event in entering]
    return announced[0] if announced and len(bodies) == 1 else None


def demanded(path: Definition, decision: str, done: Collection[str]) -> str | None:
    """The hearing that a decision waits for and that is not on record yet, or None."""
    hearings = _telling(path, "council_position")
    for each in path.events[decision].requires:
        if each.event in hearings and each.event not in done:
            return each.event
    return None


def is_bill(path: Definition) -> bool:
    """Whether nothing is promulgated on the path without the vote of a parliament."""
    if sure(path, path.initial_state, "to_parliament"):
        return True
    promulgating = {
        event
        for event in _telling(path, "publication")
        if path.events[event].de.startswith("Verkündung")
    }
    met = [path.initial_state]
    for state in met:
        for event in path.events_from(state):
            if _of_parliament(path, event):
                continue
            met += [end for end in path.targets_of(event)[state] if end not in met]
    reached = {event for state in met for event in path.events_from(state)}
    return bool(promulgating) and not promulgating & reached


def _of_parliament(path: Definition, event: str) -> bool:
    body = path.events[event].body
    return body is not None and path.bodies[body].de in PARLIAMENTS


def _telling(path: Definition, kind: str) -> list[str]:
    return [event for event in path.announcements if kind in path.announced(event)]


def _reached_by(path: Definition, events: Iterable[str], kind: str) -> frozenset[str]:
    """The states that these events lead to, with an outcome that suits the kind."""
    return frozenset(
        end
        for event in events
        for start, moves in path.moves_of(event).items()
        for outcome, end in moves.items()
        if start != end
        and suits(kind, _code(path, outcome))
        and not given_up(path, end)
    )


def _code(path: Definition, outcome: str | None) -> str:
    return phrase(path.outcomes[outcome].de).code if outcome else ""


def _around(
    path: Definition, state: str, reached: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The states that can be met without reaching `reached`, and what leads into it."""
    met, entering, queue = {state}, set(), [state]
    for start in queue:
        for event in path.events_from(start):
            for end in path.targets_of(event)[start]:
                if end in reached:
                    entering.add(event)
                elif end not in met:
                    met.add(end)
                    queue.append(end)
    return frozenset(met), frozenset(entering)


def _ends(path: Definition) -> frozenset[str]:
    """The final states to which only steps of the printed slip, or told ones, lead.

    Or any step that comes after the last of the slip: it closes what is complete.
    """
    foreseen = frozenset((*path.stations, *path.announcements))
    moves = [each for each in path.moves() if each[1] != each[2]]
    complete = {end for event, _, end in moves if event == path.stations[-1]}
    return frozenset(
        state
        for state in path.final_states
        if all(
            event in foreseen or start in complete
            for event, start, end in moves
            if end == state
        )
    )
