"""What the rules of a path say of its events: sittings, urgency, terms before sittings.

Pure: the path alone, and for what is met already the steps on record.
"""

from collections.abc import Iterator, Mapping

from definitions.model import Definition
from definitions.values import CLOCK
from definitions.vocabulary import Body, Deadline
from workflow.course import Walk


def kept_now(path: Definition, found: Walk) -> Mapping[str, str]:
    """The terms before sittings that an event on record has met, and that event.

    One that was met before the body last dealt with the item counts no more.
    """
    kept: dict[str, str] = {}
    for step in found.steps:
        kept = kept_after(path, kept, step.event)
    return kept


def sits_for(path: Definition, event: str) -> Body | None:
    """The body in whose sitting the event takes place, if it needs a sitting.

    A body that decides for urgency without one (by circulation) needs none.
    """
    rule = path.events[event]
    for each in rule.requires:
        if each.kind == "sitting":
            return path.bodies[each.name]
    body = path.bodies[rule.body] if rule.body else None
    if body is None or body.sittings is None:
        return None
    return None if is_urgent(path, event) or by_clock(path, event) else body


def is_urgent(path: Definition, event: str) -> bool:
    """Whether the event asks for a reason of urgency."""
    return any(each.urgency for each in path.events[event].requires)


def on_its_day(path: Definition, event: str) -> bool:
    """Whether the event takes place as a day begins that a term, or a plan, names."""
    return any(event == each.begins for each in path.deadlines.values())


def by_clock(path: Definition, event: str) -> bool:
    """Whether the event comes by itself, at the end of a term."""
    return path.events[event].by == (CLOCK,)


def terms_before(path: Definition, event: str) -> Iterator[tuple[str, Deadline]]:
    """The terms that end before the sitting in which the event takes place."""
    body = sits_for(path, event)
    for name, rule in path.deadlines.items() if body is not None else ():
        if rule.before is not None and path.bodies[rule.before] == body:
            yield name, rule


def registers(path: Definition, name: str) -> frozenset[str]:
    """The events that a term before a sitting binds.

    They are those that ask for the term to be kept; other events that meet it may come
    late. Where none asks, all that meet it are bound but those for urgency.
    """
    meeting = path.deadlines[name].met_by
    asking = frozenset(
        event
        for event in meeting
        if any(each.deadline == name for each in path.events[event].requires)
    )
    if asking:
        return asking
    return frozenset(event for event in meeting if not is_urgent(path, event))


def comes_late(path: Definition, event: str) -> bool:
    """Whether the event meets a term before a sitting without being bound by it."""
    return any(
        event in rule.met_by and event not in registers(path, name)
        for name, rule in path.deadlines.items()
        if rule.before is not None
    )


def kept_after(path: Definition, kept: Mapping[str, str], event: str) -> dict[str, str]:
    """Which terms before sittings are met, once an event has taken place."""
    body = path.events[event].body if event in path.events else None
    now = {
        name: by
        for name, by in kept.items()
        if body is None or path.deadlines[name].before != body
    }
    for name, rule in path.deadlines.items():
        if rule.before is not None and event in rule.met_by:
            now[name] = event
    return now
