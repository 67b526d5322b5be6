"""Deadlines (Fristen) of an item: derived from its path, its entries and the books.

Pure. The same path, entries and calendars always make the same deadlines, so the rows
of the database can be made again at any time. A deadline that was met or ended keeps
the calendars of that entry; an open one is counted with those in force now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from definitions.model import Definition
from definitions.sentences import FullDay, Sentence, sentence
from definitions.vocabulary import Deadline
from definitions.vocabulary import Extension as Longer
from workflow.anchors import DROPPED, LAPSED, MET, End, Term, terms
from workflow.books import Books, DaysOff
from workflow.bounds import AT_LATEST, EXACT, NO_DAY, UNKNOWN, Day
from workflow.course import Changed, Walk
from workflow.history import END, EXPIRY, not_yet
from workflow.periods import (
    Count,
    Period,
    Rule,
    Uncountable,
    backwards,
    forwards,
)
from workflow.spans import law_of, ledger
from workflow.stopping import stopped_since
from workflow.store import Row

OPEN, SUSPENDED, MET_LATE = "open", "suspended", "met_late"
STATUSES = (OPEN, SUSPENDED, MET, MET_LATE, LAPSED, DROPPED)
RUNNING = frozenset({OPEN, SUSPENDED})


@dataclass(frozen=True, slots=True)
class Legal:
    """A deadline of an item.

    `started` is the item's entry that it runs from, `start` the day of that entry (of
    the sitting, for a term before one); `due` the last day, none while nobody can say
    it; `closed` the item's entry that met or ended it, on the day `met_on`. `calendar`
    is the content hash of the calendar it was counted with, `law` the rule of counting
    from the day `counted_from`,
    `notes` explain the count.
    """

    name: str
    started: int
    rule: Deadline
    body: str | None
    start: Day
    due: date | None
    precision: str
    status: str
    closed: int | None = None
    met_on: Day | None = None
    calendar: str | None = None
    notes: tuple[Sentence, ...] = ()
    changes: tuple[Changed, ...] = ()
    law: Rule | None = None
    counted_from: date | None = None

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from the other deadlines of its item."""
        return self.name, self.started

    @property
    def takes_effect(self) -> date | None:
        """The day of what its end brings about, by 0:00 of it.

        What lapses does so when the last day is over; what begins does as it begins.
        """
        if self.due is None or self.rule.begins is not None:
            return self.due
        return self.due + timedelta(days=1)

    @property
    def running(self) -> bool:
        """Whether somebody still has to act."""
        return self.status in RUNNING


def derive(path: Definition, found: Walk, books: Books) -> tuple[Legal, ...]:
    """Every deadline of an item, in the order in which they began to run."""
    made = [
        _counted(path, found, books, term, end)
        for name, rule in path.deadlines.items()
        for term, end in terms(path, found, name, rule)
    ]
    return tuple(sorted(made, key=lambda each: (each.started, each.name)))


def untold(term: Legal, found: Walk) -> bool:
    """Whether a body was asked without being told this last day.

    Its item has come to a path, or to a calendar, by which the term can be counted.
    """
    asked = found.consulted.get(term.started)
    return asked is not None and asked.due != term.due


def displaced(terms: Sequence[Legal], found: Walk) -> Legal | None:
    """A term whose effect the clock recorded on another day than that of its effect.

    What rests on that entry would no longer follow from the term.
    """
    for each in terms:
        entry = found.entry(each.closed) if each.closed else None
        if entry is None or entry.actor != EXPIRY:
            continue
        begun = each.rule.begins is not None and entry.event == each.rule.begins
        if not begun and each.status != LAPSED:
            continue
        if each.takes_effect is None or entry.day != Day(each.takes_effect):
            return each
    return None


def running(terms: Sequence[Legal]) -> dict[str, date]:
    """The last day of each deadline that runs, by name; the earliest of several."""
    found: dict[str, date] = {}
    for each in terms:
        if each.running and each.due is not None:
            found[each.name] = min(found.get(each.name, each.due), each.due)
    return found


def _counted(
    path: Definition,
    found: Walk,
    books: Books,
    term: Term,
    end: End | None,
) -> Legal:
    """The deadline with its last day, counted with the books of its end, or of now."""
    rule, as_of = path.deadlines[term.name], end.entry.seq if end else END
    changes = tuple(found.changed.get((term.name, term.started), ()))
    start, calendar = term.start, rule.calendar
    if term.planned and not term.sat:
        start, extra = _sitting(path, books, rule, term.start, as_of)
    else:
        extra = ()
    days = books.days_off(calendar, as_of) if calendar else None
    law, begin, count = _count(path, rule, term, start, days, changes)
    precision = EXACT if count.end is not None else UNKNOWN
    if precision == EXACT and start.precision == AT_LATEST and not term.set_due:
        precision = AT_LATEST
    return Legal(
        name=term.name,
        started=term.started,
        rule=rule,
        body=term.body,
        start=start,
        due=count.end,
        precision=precision,
        status=_status(count, changes, end),
        closed=end.entry.item_seq if end else None,
        met_on=end.day if end else None,
        calendar=days.hash if days else None,
        notes=(*extra, *count.notes),
        changes=changes,
        law=law,
        counted_from=begin,
    )


def _sitting(
    path: Definition, books: Books, rule: Deadline, planned: Day, as_of: int
) -> tuple[Day, tuple[Sentence, ...]]:
    """The day on which the planned sitting takes place, and why it is another one."""
    series = path.bodies[rule.before or ""].sittings
    day = planned.day
    assert day is not None
    if series is None:
        return planned, ()
    timetable = books.timetable(series, as_of)
    if timetable.calendar is None and day not in timetable.recorded:
        return planned, ()
    now = timetable.resolve(day)
    if now is None:
        note = sentence(
            "No sitting of {body} is known for {day} or after it.",
            body=path.bodies[rule.before or ""],
            day=FullDay(day),
        )
        return Day(None, UNKNOWN), (note,)
    if now == day:
        return planned, ()
    note = sentence(
        "It was planned for the sitting of {day}; that sitting is now that of {now}"
        " ({why}).",
        day=FullDay(day),
        now=FullDay(now),
        why=timetable.why(day),
    )
    return Day(now, planned.precision), (note,)


def _count(
    path: Definition,
    rule: Deadline,
    term: Term,
    start: Day,
    days: DaysOff | None,
    changes: Sequence[Changed],
) -> tuple[Rule | None, date | None, Count]:
    """The rule that the term is counted by, the day it is counted from, the count."""
    extensions, stops = ledger(changes)
    if term.set_due is None and start.day is None:
        unknown = sentence(
            "The day on which the term begins is not known: no last day can be counted."
        )
        return None, None, Count(None, None, (unknown,))
    try:
        if term.set_due is not None:
            return _as_set(rule, term, term.set_due, days, changes)
        assert start.day is not None
        law = law_of(path, rule, start.day)
        if term.planned:
            return law, start.day, backwards(start.day, law, days)
        count = forwards(start.day, law, days, extensions=extensions, stops=stops)
        return law, start.day, count
    except Uncountable as odd:
        return None, None, Count(None, None, (odd.what,))


def _as_set(
    rule: Deadline,
    term: Term,
    until: date,
    days: DaysOff | None,
    changes: Sequence[Changed],
) -> tuple[Rule, date, Count]:
    """A last day that was set for the case stands, whenever the term began.

    What was done to the term goes on from there, by its rule.
    """
    note = sentence(
        "The last day, {day}, was set for this case (entry {seq}).",
        day=FullDay(until),
        seq=term.set_by,
    )
    extensions, stops = ledger(changes)
    begins = [until, *(stop.first for stop in stops), term.start.day or until]
    begin, shift = min(begins) - timedelta(days=1), rule.shift is not None
    law = Rule(Period((until - begin).days, "days"), "event_day", shift=shift)
    if not changes:
        return law, begin, Count(until, until, (note,))
    count = forwards(begin, law, days, extensions=extensions, stops=stops)
    more = count.notes
    for each in forwards(begin, law, days).notes:  # nobody counted up to the set day
        more = more[1:] if more[:1] == (each,) else more
    return law, begin, replace(count, notes=(note, *more))


def _status(count: Count, changes: Sequence[Changed], end: End | None) -> str:
    if end is None:
        stands = count.end is None and stopped_since(changes) is not None
        return SUSPENDED if stands else OPEN
    late = count.end is not None and end.day.earliest > count.end
    return MET_LATE if late and end.how == MET else end.how


def counted_with(term: Legal, done: Sequence[Changed], days: DaysOff | None) -> Count:
    """A running term, counted with what was done to it, or might be."""
    assert term.counted_from is not None
    assert term.law is not None
    extensions, stops = ledger(done)
    return forwards(
        term.counted_from, term.law, days, extensions=extensions, stops=stops
    )


def furthest(
    term: Legal, done: Sequence[Changed], rule: Longer, days: DaysOff | None
) -> date | None:
    """The last day that one more extension can lead to."""
    most = not_yet("extended", {"by": rule.at_most})
    return counted_with(term, [*done, Changed(most, NO_DAY)], days).end


def row_of(item_id: str, each: Legal) -> Row:
    """The row of a deadline."""
    return {
        "item_id": item_id,
        "name": each.name,
        "started": each.started,
        "body": each.body,
        "due": each.due,
        "precision": each.precision,
        "status": each.status,
        "closed": each.closed,
        "calendar": each.calendar,
    }
