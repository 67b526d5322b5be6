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
from workflow.timetable import Timetable


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
