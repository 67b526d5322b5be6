"""Plans on record: the computed days of an item, or one planned step."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from definitions.sentences import FullDay, Sentence, sentence
from workflow import wording
from workflow.bounds import Day
from workflow.docket import Slip, slip
from workflow.errors import Refused
from workflow.itinerary import STEP, Line, Office
from workflow.papers import plan_in
from workflow.planning import Planned, opened, over, plan, target_of
from workflow.rules import sits_for
from workflow.store import Store
from workflow.timetable import Timetable
from workflow.unit import Act, Answer, Answered, unit

_TICK = timedelta(microseconds=1)


def keep(
    store: Store,
    act: Act,
    reference: str,
    by: date,
    *,
    to: str | None = None,
    via: Collection[str] = (),
    note: str | None = None,
) -> Answer:
    """Record the computed days as plans, all of them in one unit of work.

    Refused if a step has no day, or if all of it is planned already.
    """
    words = wording.clean_words({"note": note})
    day, passing = by.isoformat(), sorted(via)
    asked = {"reference": reference, "by": day, "to": to, "via": passing}
    try:
        with unit(store, act, "plan", asked | {"words": words}) as work:
            found = plan(work.tx, reference, by, act.now, to=to, via=via)
            if found.plan.obstacle is not None:
                raise Refused(*_against(found))
            answers = [
                plan_in(work, reference, line.name, Day(line.day), words)
                for line in _unplanned(found.plan.lines)
            ]
            if not answers:
                raise Refused(
                    sentence(
                        "{reference}: these days are planned already. Nothing was"
                        " recorded.",
                        reference=reference,
                    )
                )
    except Answered as done:
        return done.answer | {"planned": _kept_with(store, done.answer)}
    moved = [each for one in answers for each in one.get("moved", ())]
    planned = [{"event": each["event"], "on": each["on"]} for each in answers]
    return answers[0] | {"planned": planned} | ({"moved": moved} if moved else {})


def plan_step(
    store: Store,
    act: Act,
    reference: str,
    event: str,
    day: date,
    *,
    note: str | None = None,
) -> Answer:
    """Record that an event is planned for a day, which is one of a sitting if it needs
    one and the sittings are known.

    Refused otherwise, for a day that is over, and for an event that cannot come.
    """
    words = wording.clean_words({"note": note})
    asked = {"reference": reference, "event": event, "on": str(day), "words": words}
    try:
        with unit(store, act, "plan", asked) as work:
            of, office = opened(work.tx, reference, act.now)
            reason = _not_then(of, office, event, day)
            if reason is not None:
                raise Refused(
                    sentence(
                        "{reference}: {reason}. Nothing was recorded.",
                        reference=reference,
                        reason=reason,
                    )
                )
            return plan_in(work, reference, event, Day(day), words)
    except Answered as done:
        return done.answer


def _unplanned(lines: Iterable[Line]) -> list[Line]:
    """The steps that are not planned for their day yet; of several the next one."""
    steps: dict[str, Line] = {}
    for line in lines:
        if line.kind == STEP:
            steps.setdefault(line.name, line)
    return [line for line in steps.values() if line.planned != line.day]


def _against(found: Planned) -> tuple[Sentence, ...]:
    obstacle = found.plan.obstacle
    assert obstacle is not None
    return (
        sentence(
            "{reference}: no day is left for {event}: {why}. Nothing was recorded;"
            " `laufzettel plan {reference} --publish-by {day}` shows the lawful ways.",
            reference=found.of.reference,
            event=obstacle.name,
            why=obstacle.why,
            day=found.plan.end,
        ),
    )


def _not_then(of: Slip, office: Office, event: str, day: date) -> Sentence | None:
    """Why an event cannot be planned for a day; None if it can."""
    path = of.definition
    target_of(path, event)
    if day < office.today:
        return sentence(
            "{day} is over; what has happened is recorded, not planned", day=day
        )
    gone = over(of, event)
    body = sits_for(path, event)
    if gone is not None or body is None:
        return gone
    table = office.table(body.sittings)
    if table.sits(day) or (table.calendar is None and not table.recorded):
        return None
    return sentence(
        "{body} does not sit on {day} ({why}); the nearest sittings are: {days}",
        body=body,
        day=FullDay(day),
        why=table.why(day),
        days=_nearest(table, day, office.today) or sentence("none"),
    )


def _nearest(table: Timetable, day: date, today: date) -> tuple[date, ...]:
    before, after = table.last(day), table.next(day)
    return tuple(each for each in (before, after) if each is not None and each >= today)


def _kept_with(store: Store, first: Answer) -> list[dict[str, Any]]:
    """The plans that were recorded in one unit of work, by the first of them.

    Its entries follow each other by a microsecond: nobody else writes meanwhile.
    """
    with store.reading() as tx:
        entries = slip(tx, first["reference"]).entries[first["seq"] - 1 :]
    begun = entries[0]
    return [
        {"event": each.event, "on": str(each.day)}
        for each in entries
        if each.kind == "planned"
        and each.recorded_at - begun.recorded_at == (each.seq - begun.seq) * _TICK
    ]
