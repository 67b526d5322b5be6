"""Other lawful ways to the same day, where the usual way of a path has none left."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from definitions.model import Definition
from workflow.itinerary import Office
from workflow.latest import Plan, latest
from workflow.machine import judge
from workflow.routes import Route, routes
from workflow.rules import is_urgent
from workflow.staging import Scene

AHEAD, LATE, URGENT = "ahead", "late", "urgent"
FEW = 20  # ways by way of one step that are looked at


@dataclass(frozen=True, slots=True)
class Way:
    """Another lawful way that keeps the day: `ahead` of the usual order, `late` for a
    term that the path does not insist on there, or `urgent`.

    `event` is the step by which it differs; `first` are the steps up to it,
    unless it can be recorded as the item stands now.
    """

    kind: str
    event: str
    plan: Plan
    first: tuple[Scene, ...] = ()

    @property
    def scene(self) -> Scene:
        """The step by which it differs."""
        scenes = self.plan.route.scenes
        return next(each for each in scenes if each.event == self.event)


def others(
    path: Definition,
    office: Office,
    found: Sequence[Route],
    by: date,
    via: Collection[str] = (),
) -> tuple[Way, ...]:
    """The ways that keep the day, the mildest kind first.

    Of each kind the first one, and for urgency one for each step that asks for it:
    nobody plans for the objection that such a step may meet with. Those that are
    permitted now are looked for one by one, by way of the events `via` as well.
    """
    ways: dict[str, list[Way]] = {AHEAD: [], LATE: [], URGENT: []}
    for route in found[1:]:
        kind = URGENT if route.urgent else LATE if route.late else AHEAD
        event = _differs(path, found[0], route, urgent=route.urgent)
        ways[kind] += _kept(path, office, route, by, kind, event)
    targets = {scene.target for scene in found[0].scenes}
    # What stands in for a usual step comes before what goes around it.
    ways[URGENT].sort(key=lambda way: not _stands_in(way, targets))
    urgent: dict[str, Way] = {}
    for way in (way for way in ways[URGENT] if _as_meant(path, way)):
        urgent.setdefault(way.event, way)
    target = found[0].scenes[-1].event
    for event in _urgent_now(path, office):
        if event not in urgent:
            further = routes(path, office.found, target, office.today, {*via, event})
            urgent |= _by_way_of(path, office, further, by, event)
    mild = (each[0] for kind, each in ways.items() if each and kind != URGENT)
    return (*mild, *(urgent.values() or ways[URGENT][:1]))


def _kept(
    path: Definition, office: Office, route: Route, by: date, kind: str, event: str
) -> list[Way]:
    """The route as another way, if it keeps the day."""
    dated = latest(office, route, by)
    if dated.obstacle is not None:
        return []
    return [Way(kind, event, dated, _first(path, office, route, event))]


def _by_way_of(
    path: Definition, office: Office, found: Iterator[Route], by: date, event: str
) -> dict[str, Way]:
    """The first of some routes that keeps the day and is urgent by this step."""
    for route in islice(found, FEW):
        if _differs(path, route, route, urgent=True) == event:
            for way in _kept(path, office, route, by, URGENT, event):
                if _as_meant(path, way):
                    return {event: way}
    return {}


def _urgent_now(path: Definition, office: Office) -> list[str]:
    """The steps for urgency that are permitted as the item stands."""
    return [
        event
        for event in path.events
        if is_urgent(path, event) and _permitted(path, office, event, None)
    ]


def _as_meant(path: Definition, way: Way) -> bool:
    """Whether the step by which a way differs has the outcome that is meant."""
    return way.scene.outcome in (None, *path.events[way.event].outcomes[:1])


def _permitted(
    path: Definition, office: Office, event: str, outcome: str | None
) -> bool:
    """Whether an event is permitted now.

    What is said with it, and the sitting that it takes, belong to the event itself.
    """
    known = office.found.known(today=office.today)
    return judge(path, office.found.state, event, outcome, known).to is not None


def _first(
    path: Definition, office: Office, route: Route, event: str
) -> tuple[Scene, ...]:
    """The steps up to an event of a route, unless it is permitted now."""
    at = next(n for n, each in enumerate(route.scenes) if each.event == event)
    if _permitted(path, office, event, route.scenes[at].outcome):
        return ()
    return route.scenes[: at + 1]


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
