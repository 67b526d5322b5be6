"""Planning: the latest days of an item's steps, or the earliest; and plans on record.

What is usual on the path is planned. Where no day is left for a step, the other lawful
ways are looked for: in another order, for urgency, or by the next sitting.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from definitions.findings import choose
from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from definitions.values import OPENING
from workflow.alternatives import Way, others
from workflow.docket import Slip, slip
from workflow.earliest import Forecast, earliest
from workflow.errors import Refused
from workflow.itinerary import Office
from workflow.latest import Plan, latest
from workflow.machine import judge
from workflow.outlook import office_of
from workflow.routes import Route, routes
from workflow.store import Transaction
from workflow.unit import today_in
from workflow.walk import why_not

MOST = 80  # ways that are looked at
PUBLICATION, PUBLISH = "publication", "publish"


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of an item: the usual way, dated back from the day that is wanted.

    With an obstacle there are other `ways`, perhaps, and `soonest`: the usual way if
    every body acts at once. `left_out` are stations that a longer way would pass.
    """

    of: Slip
    target: str
    plan: Plan
    left_out: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    soonest: Forecast | None = None

    @property
    def usual_target(self) -> str:
        """The event that a plan leads to if none is named."""
        return target_of(self.of.definition, None)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The forecast of an item, and of another order of its steps that is faster."""

    of: Slip
    target: str
    forecast: Forecast
    left_out: tuple[str, ...] = ()
    faster: Forecast | None = None


def plan(
    tx: Transaction,
    reference: str,
    by: date,
    now: datetime,
    *,
    to: str | None = None,
    via: Collection[str] = (),
) -> Planned:
    """The latest day of each step up to `to` (the publication if None) on `by`.

    `via`: events that the way passes. Refused for a day that is over, and where no way
    leads to the event.
    """
    of, office = opened(tx, reference, now)
    if by < office.today:
        raise Refused(
            sentence(
                "{day} is over: today is {today}. Name a day to come.",
                day=by,
                today=office.today,
            )
        )
    target, found = _ways_to(of, office, to, via)
    usual = latest(office, found[0], by)
    left_out = _left_out(of.definition, found)
    if usual.obstacle is None:
        return Planned(of, target, usual, left_out)
    ways = others(of.definition, office, found, by, via)
    soonest = earliest(replace(office, planned={}), found[0])  # plans can be changed
    return Planned(of, target, usual, left_out, ways, soonest)


def forecast(
    tx: Transaction,
    reference: str,
    now: datetime,
    *,
    to: str | None = None,
    via: Collection[str] = (),
) -> Foreseen:
    """The earliest day of each step, if every body uses its next sitting.

    Refused where no way leads to the event.
    """
    of, office = opened(tx, reference, now)
    target, found = _ways_to(of, office, to, via)
    usual = earliest(office, found[0])
    regular = (each for each in found[1:] if not each.urgent and not each.late)
    others = [earliest(office, each) for each in regular]
    ends = [each for each in others if each.end is not None]
    best = min(ends, key=lambda each: each.end or date.max, default=None)
    if best is None or (usual.end is not None and (best.end or date.max) >= usual.end):
        best = None
    return Foreseen(of, target, usual, _left_out(of.definition, found), best)


def opened(tx: Transaction, reference: str, now: datetime) -> tuple[Slip, Office]:
    """The slip of an item, and what is known today. Refused if it is unknown."""
    of = slip(tx, reference)
    return of, office_of(tx, of, today_in(of.definition, now))


def target_of(path: Definition, to: str | None) -> str:
    """The event that a plan leads to: the publication, unless another one is named."""
    if to is not None:
        if to not in path.events:
            raise Refused(
                sentence(
                    "The path {path} has no event {event}: {hint}",
                    path=path.definition,
                    event=to,
                    hint=choose(to, path.events),
                )
            )
        return to
    told = [
        event for event in path.announcements if PUBLICATION in path.announced(event)
    ]
    last = [each for each in path.stations if each != OPENING]
    published = [each for each in (PUBLISH,) if each in path.events]
    return (told or published or last[-1:] or list(path.events))[0]


def _ways_to(
    of: Slip, office: Office, to: str | None, via: Collection[str]
) -> tuple[str, list[Route]]:
    path = of.definition
    for each in via:
        target_of(path, each)
    target = target_of(path, to)
    found = list(islice(routes(path, of.walk, target, office.today, via), MOST))
    if found:
        return target, found
    reason = over(of, target)
    raise Refused(
        sentence(
            "{reference}: no lawful way leads from here to {event}{via}: {reason}.",
            reference=of.reference,
            event=target,
            via=sentence(" by way of {events}", events=tuple(via)) if via else "",
            reason=reason or sentence("`laufzettel next` tells what is missing"),
        )
    )


def _left_out(path: Definition, found: Sequence[Route]) -> tuple[str, ...]:
    """The stations that the usual way leaves out, and another one would pass."""
    passed = {scene.event for scene in found[0].scenes}
    others_pass = {
        scene.event
        for each in found[1:]
        if not each.urgent and not each.late
        for scene in each.scenes
    }
    return tuple(each for each in path.stations if each in others_pass - passed)


def over(of: Slip, event: str) -> Sentence | None:
    """Why an event cannot come any more, if it cannot."""
    verdict = judge(of.definition, of.state, event, known=of.walk.known())
    return why_not(of.steps, event, verdict) if verdict.gone else None
