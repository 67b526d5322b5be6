"""Plans on record: the computed days of an item, or one planned step."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from definitions.model import Definition
from definitions.sentences import FullDay, Sentence, sentence
from workflow import wording
from workflow.bounds import Day
from workflow.deadlines import Legal
from workflow.docket import Slip, slip
from workflow.errors import Refused
from workflow.history import EXPIRY, Entry
from workflow.itinerary import STEP, Line, Office
from workflow.papers import plan_in
from workflow.planning import Planned, opened, over, plan, target_of
from workflow.rules import on_its_day, sits_for
from workflow.store import Store, Transaction
from workflow.timetable import Timetable
from workflow.unit import Act, Answer, Answered, today_in, unit

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
            before = slip(work.tx, reference)
            found = plan(work.tx, reference, by, act.now, to=to, via=via)
            if found.plan.obstacle is not None:
                raise Refused(*_against(found))
            answers = [
                plan_in(work, reference, line.name, Day(line.day), words)
                for line in _unplanned(before.definition, found.plan.lines)
            ]
            if not answers:
                raise Refused(_planned_already(reference))
            return _whole(work.tx, act, before, answers) | {
                "planned": [{"event": one["event"], "on": one["on"]} for one in answers]
            }
    except Answered as done:
        kept = _kept_with(store, done.answer)
        planned = [{"event": each.event, "on": str(each.day)} for each in kept]
        runs = _begun_by(store, act, done.answer, {each.item_seq for each in kept})
        return done.answer | {"planned": planned, "runs": runs}


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
            made = plan_in(work, reference, event, Day(day), words)
            return _whole(work.tx, act, of, [made])
    except Answered as done:
        runs = _begun_by(store, act, done.answer, {done.answer["seq"]})
        return done.answer | {"runs": runs}


def _whole(
    tx: Transaction, act: Act, before: Slip, answers: Sequence[Answer]
) -> Answer:
    """The answer to several plans in one: which terms moved, and which begin to run.

    A plan that takes the place of another one moves the term of that.
    """
    of, seqs = slip(tx, before.reference), {each["seq"] for each in answers}
    moved = [each for one in answers for each in one.get("moved", ())]
    runs = _runs(of, act, seqs)
    was = {_planned_key(before, each): each for each in before.deadlines}
    for each in of.deadlines:
        old = was.get(_planned_key(of, each))
        fresh = each.running and each.started in seqs
        if fresh and old is not None and old.running and old.due != each.due:
            due = old.due.isoformat() if old.due else None
            moved.append({**_data(of, each), "was": due, "due": _due(each)})
    return answers[0] | {"runs": runs} | ({"moved": moved} if moved else {})


def _begun_by(
    store: Store, act: Act, first: Answer, seqs: Collection[int]
) -> list[dict[str, Any]]:
    with store.reading() as tx:
        return _runs(slip(tx, first["reference"]), act, seqs)


def _runs(of: Slip, act: Act, seqs: Collection[int]) -> list[dict[str, Any]]:
    """The terms that run from these entries, and whether they are over already."""
    today = today_in(of.definition, act.now)
    return [
        _data(of, each)
        | {"due": _due(each), "over": each.due is not None and each.due < today}
        for each in of.deadlines
        if each.running and each.started in seqs
    ]


def _data(of: Slip, each: Legal) -> dict[str, Any]:
    return {
        "reference": of.reference,
        "name": each.name,
        "started": each.started,
        "body": each.body,
    }


def _due(each: Legal) -> str | None:
    return each.due.isoformat() if each.due else None


def _planned_key(of: Slip, each: Legal) -> tuple[str, str | None, str]:
    """What a term before a sitting keeps when its event is planned anew."""
    return each.name, each.body, of.entries[each.started - 1].event


def _unplanned(path: Definition, lines: Iterable[Line]) -> list[Line]:
    """The steps that are not planned for their day yet; of several the next one.

    A day that is reckoned sets none on which something begins: its plan would stand
    instead of the law.
    """
    steps: dict[str, Line] = {}
    for line in lines:
        if line.kind == STEP:
            steps.setdefault(line.name, line)
    return [
        line
        for line in steps.values()
        if line.planned != line.day and not on_its_day(path, line.name)
    ]


def _planned_already(reference: str) -> Sentence:
    return sentence(
        "{reference}: these days are planned already. Nothing was recorded.",
        reference=reference,
    )


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
    gone = None if _by_the_clock(of, event) else over(of, event)
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


def _by_the_clock(of: Slip, event: str) -> bool:
    """Whether the clock has recorded an event on a day that is to be set anew.

    The right day is planned first, then the entry is struck: so the clock cannot record
    the wrong one again in between.
    """
    last = next((each for each in reversed(of.steps) if each.event == event), None)
    told = last is not None and last.entry.actor == EXPIRY
    return told and on_its_day(of.definition, event)


def _nearest(table: Timetable, day: date, today: date) -> tuple[date, ...]:
    before, after = table.last(day), table.next(day)
    return tuple(each for each in (before, after) if each is not None and each >= today)


def _kept_with(store: Store, first: Answer) -> list[Entry]:
    """The plans that were recorded in one unit of work, by the first of them.

    Its entries follow each other by a microsecond: nobody else writes meanwhile.
    """
    with store.reading() as tx:
        entries = slip(tx, first["reference"]).entries[first["seq"] - 1 :]
    begun = entries[0]
    return [
        each
        for each in entries
        if each.kind == "planned"
        and each.recorded_at - begun.recorded_at == (each.seq - begun.seq) * _TICK
    ]
