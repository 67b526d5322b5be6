"""What planning an item needs of the record: books, terms that run, plans."""

from datetime import date

from definitions.yearbooks import HolidayCalendar, SittingCalendar
from workflow.almanacs import calendar_for
from workflow.books import Books, DaysOff
from workflow.docket import Slip
from workflow.itinerary import Office, Running
from workflow.periods import Days
from workflow.rules import kept_now
from workflow.store import Transaction
from workflow.timetable import HELD, Timetable


def office_of(tx: Transaction, of: Slip, today: date) -> Office:
    """What is known today for planning an item: books, terms, plans."""
    path, books = of.definition, Books.of(tx)
    series = {body.sittings for body in path.bodies.values() if body.sittings}
    calendars = {rule.calendar for rule in path.deadlines.values() if rule.calendar}
    days = {name: _days_off(tx, books, name) for name in calendars}
    last = {step.event: step.day for step in of.steps}
    kept = kept_now(path, of.walk)
    return Office(
        found=of.walk,
        today=today,
        timetables={name: timetable(tx, books, name) for name in series},
        days={name: each for name, each in days.items() if each is not None},
        registered={name: (event, last[event]) for name, event in kept.items()},
        planned={
            each.entry.event: each.day.day
            for each in of.walk.plans
            if each.day.day is not None and each.day.day >= today
        },
        running=tuple(
            Running(each.name, each.rule, each.due)
            for each in of.deadlines
            if each.running and each.rule.after is not None
        ),
    )


def timetable(tx: Transaction, books: Books, series: str) -> Timetable:
    """The sittings of a series by the record, or by the calendar that is shipped."""
    found = books.timetable(series)
    if found.calendar is not None:
        return found
    calendar = calendar_for(tx, series)
    known = calendar if isinstance(calendar, SittingCalendar) else None
    return Timetable(known, found.recorded)


def _days_off(tx: Transaction, books: Books, name: str) -> Days | None:
    found = books.days_off(name)
    if found is not None:
        return found
    calendar = calendar_for(tx, name)
    return DaysOff.of(calendar) if isinstance(calendar, HolidayCalendar) else None


def told_in(table: Timetable, year: int) -> list[date]:
    """The sittings of a year, and those that were meant for it and fail."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = set(table.between(first, last))
    days |= {day for day, status in table.recorded.items() if status != HELD}
    if table.calendar is not None:
        days |= set(table.calendar.cancelled)
    return sorted(day for day in days if first <= day <= last)


def meant_for(table: Timetable, day: date) -> date:
    """The day for which a sitting was meant before it was moved."""
    moved = table.calendar.moved if table.calendar is not None else {}
    sources = {new: old for old, new in moved.items()}
    while day in sources:
        day = sources[day]
    return day


def standing(table: Timetable, meant: date) -> object:
    """What is told of the sitting that was meant for a day: where it is, and why."""
    moved = table.calendar.moved if table.calendar is not None else {}
    day, seen = meant, {meant}
    while day in moved and moved[day] not in seen:
        day = moved[day]
        seen.add(day)
    return day, table.sits(day), str(table.why(day))
