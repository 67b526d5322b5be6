"""A way along a shipped path to each of its states, for the tests of releases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from definitions.loader import find, shipped
from definitions.model import Definition
from tests.notifications.slips import Act, opened, slip
from workflow.bounds import Day
from workflow.docket import Slip

FIRST_DAY = date(2021, 7, 6)  # a Tuesday, and a day after the opening
Step = tuple[str, str | None]  # event, outcome


def unguarded(path: Definition) -> Definition:
    """The path without what its events require: every move of it can be recorded."""
    events = {
        name: event.model_copy(update={"requires": ()})
        for name, event in path.events.items()
    }
    return path.model_copy(update={"events": events})


def recorded(path: Definition, way: tuple[Step, ...], *more: Act) -> Slip:
    """The slip of an item that went this way, whatever the path requires."""
    return replace(slip(*acts(path, way), *more, path=unguarded(path)), definition=path)


def paths() -> dict[str, Definition]:
    """The shipped paths by name."""
    return {name: find(name).definition for name in shipped()}


def ways(path: Definition) -> dict[str, tuple[Step, ...]]:
    """For every state a shortest way to it, by what the path moves; guards apart."""
    found: dict[str, tuple[Step, ...]] = {path.initial_state: ()}
    queue = [path.initial_state]
    for state in queue:
        for event, outcome, end in moves_from(path, state):
            if end not in found:
                found[end] = (*found[state], (event, outcome))
                queue.append(end)
    return found


def moves_from(path: Definition, state: str) -> Iterator[tuple[str, str | None, str]]:
    """Every event with every outcome from a state, and where it leads."""
    for event in path.events_along_the_path():
        for outcome, end in path.moves_of(event).get(state, {}).items():
            yield event, outcome, end


def acts(path: Definition, way: tuple[Step, ...]) -> tuple[Act, ...]:
    """A way as recorded, a week between the steps; all fields of events are filled."""
    taken = []
    for number, (event, outcome) in enumerate(way, 1):
        fields = {f"field:{name}": f"Feld {name}" for name in path.events[event].fields}
        day = Day(FIRST_DAY + timedelta(weeks=number))
        taken.append(Act(event, day, outcome, fields))
    return (opened("Plan"), *taken)


def after(way: tuple[Step, ...]) -> date:
    """A day on which all of a way has happened."""
    return FIRST_DAY + timedelta(weeks=len(way) + 1)
