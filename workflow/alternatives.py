"""Other lawful ways to the same day, where the usual way of a path has none left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from definitions.model import Definition
from workflow.itinerary import Office
from workflow.latest import Plan, latest
from workflow.routes import Route
from workflow.rules import is_urgent

AHEAD, LATE, URGENT = "ahead", "late", "urgent"


@dataclass(frozen=True, slots=True)
class Way:
    """Another lawful way that keeps the day: `ahead` of the usual order, `late` for a
    term that the path does not insist on there, or `urgent`.

    `event` is the step by which it differs.
    """

    kind: str
    event: str
    plan: Plan


def others(
    path: Definition, office: Office, found: Sequence[Route], by: date
) -> tuple[Way, ...]:
    """One way of each kind that keeps the day, the mildest kind first."""
    ways: dict[str, list[Way]] = {AHEAD: [], LATE: [], URGENT: []}
    for route in found[1:]:
        kind = URGENT if route.urgent else LATE if route.late else AHEAD
        dated = latest(office, route, by)
        if dated.obstacle is None:
            event = _differs(path, found[0], route, urgent=route.urgent)
            ways[kind].append(Way(kind, event, dated))
    targets = {scene.target for scene in found[0].scenes}
    # What stands in for a usual step comes before what goes around it.
    ways[URGENT].sort(key=lambda way: not _stands_in(way, targets))
    return tuple(each[0] for each in ways.values() if each)


def _stands_in(way: Way, targets: Collection[str]) -> bool:
    return any(
        scene.event == way.event and scene.target in targets
        for scene in way.plan.route.scenes[:-2]
    )


def _differs(path: Definition, usual: Route, other: Route, *, urgent: bool) -> str:
    """The step by which a way differs: the urgent one, or the first other one."""
    if urgent:
        return next(
            scene.event for scene in other.scenes if is_urgent(path, scene.event)
        )
    pairs = zip(other.scenes, usual.scenes, strict=False)
    return next(
        (one.event for one, two in pairs if one.event != two.event),
        other.scenes[-1].event,
    )
