"""Series of sittings: which bodies of which paths sit in them, and who records them."""

from collections.abc import Iterable

from definitions.model import Definition


def recorders(paths: Iterable[Definition], series: str) -> tuple[str, ...]:
    """The roles that may record a sitting: those that record what its body does."""
    found: dict[str, None] = {}
    for path in paths:
        for event in path.events.values():
            body = path.bodies.get(event.body or "")
            if body is not None and body.sittings == series:
                found |= dict.fromkeys(event.by)
    return tuple(found)


def series_of(path: Definition) -> set[str]:
    """The series that the bodies of a path sit in."""
    return {body.sittings for body in path.bodies.values() if body.sittings}
