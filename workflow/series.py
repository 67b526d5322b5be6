"""Series of sittings: which bodies of which paths sit in them, and who records them."""

from collections.abc import Iterable

from definitions.model import Definition
from definitions.vocabulary import Body


def recorders(paths: Iterable[Definition], series: str) -> tuple[str, ...]:
    """The roles that may record a sitting.

    Those that record what its body does, or what waits for its sitting.
    """
    found: dict[str, None] = {}
    for path in paths:
        sits = {name for name, each in path.bodies.items() if each.sittings == series}
        for event in path.events.values():
            named = {event.body, *(each.sitting for each in event.requires)}
            if not sits.isdisjoint(named):
                found |= dict.fromkeys(event.by)
    return tuple(found)


def series_of(path: Definition) -> set[str]:
    """The series that the bodies of a path sit in."""
    return {body.sittings for body in path.bodies.values() if body.sittings}


def bodies_of(paths: Iterable[Definition], series: str) -> tuple[Body, ...]:
    """The bodies of all paths that sit in a series, each once."""
    found: dict[str, Body] = {}
    for path in paths:
        for body in path.bodies.values():
            if body.sittings == series:
                found.setdefault(body.de, body)
    return tuple(found.values())
