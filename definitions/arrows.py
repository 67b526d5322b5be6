"""The moves of a path as arrows between states, as drawings and tables show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from definitions.model import Definition
from definitions.values import EVERY_OPEN_STATE, OTHERWISE

MANY = 4  # from so many states on, arrows of one event to one state are drawn as one


@dataclass(frozen=True, slots=True)
class Arrow:
    """An event that leads from a state to another.

    `outcomes` are those that choose this target; none if the event always leads here.
    """

    event: str
    source: str
    target: str
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheaf:
    """One event that leads from many states to one; `sources` are empty for every
    open state.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    outcomes: tuple[str, ...] = ()


def arrows(path: Definition) -> Iterator[Arrow]:
    """All moves as written, in the order in which an item meets their events."""
    for event in path.events_along_the_path():
        rule = path.events[event]
        for source, move in rule.moves.items():
            for target, outcomes in by_target(move, rule.outcomes).items():
                yield Arrow(event, source, target, outcomes)


def by_target(
    move: str | Mapping[str, str], outcomes: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """target -> the outcomes that choose it; none where all of them lead there."""
    if isinstance(move, str):
        return {move: ()}
    found: dict[str, tuple[str, ...]] = {}
    for outcome in outcomes:
        target = move.get(outcome) or move.get(OTHERWISE)
        if target is not None:
            found[target] = (*found.get(target, ()), outcome)
    return {
        target: () if len(chosen) == len(outcomes) else chosen
        for target, chosen in found.items()
    }


def sheaves(all_of_them: Sequence[Arrow]) -> tuple[list[Arrow], list[Sheaf]]:
    """The arrows to draw one by one, and those to draw as one.

    An item is withdrawn, noted or recalled from nearly everywhere: so many lines would
    hide the path.
    """
    together: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for each in all_of_them:
        if each.source != each.target:
            key = (each.event, each.target, each.outcomes)
            together.setdefault(key, []).append(each.source)
    found = [
        Sheaf(event, _named(sources), target, outcomes)
        for (event, target, outcomes), sources in together.items()
        if len(sources) >= MANY or EVERY_OPEN_STATE in sources
    ]
    drawn = {(each.event, each.target, each.outcomes) for each in found}
    single = [
        each
        for each in all_of_them
        if each.source == each.target
        or (each.event, each.target, each.outcomes) not in drawn
    ]
    return single, found


def _named(sources: Sequence[str]) -> tuple[str, ...]:
    return () if EVERY_OPEN_STATE in sources else tuple(sources)
