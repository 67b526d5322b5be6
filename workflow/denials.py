"""Why a calendar cannot be changed as asked, and what to do instead."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from definitions.sentences import FullDay, Labelled, Sentence, sentence
from definitions.yearbooks import HolidayCalendar, Recess, SittingCalendar
from workflow.errors import Refused
from workflow.timetable import HELD, Timetable

Calendar = HolidayCalendar | SittingCalendar
SATURDAY = 5
LONGEST = 366  # days that may be closed at once

_ONE = timedelta(days=1)
_NOTHING = sentence("Nothing was recorded.")


def days_off_of(calendar: Calendar) -> HolidayCalendar:
    if isinstance(calendar, HolidayCalendar):
        return calendar
    raise refused(
        sentence(
            "The calendar {name} tells when a body sits; it has no days off. Days off"
            " stand in a calendar such as DE-BE.",
            name=calendar.name,
        )
    )


def sittings_of(calendar: Calendar) -> SittingCalendar:
    if isinstance(calendar, SittingCalendar):
        return calendar
    raise refused(
        sentence(
            "The calendar {name} tells of days off; it has no sittings. `laufzettel"
            " calendar show` lists the calendars.",
            name=calendar.name,
        )
    )


def from_to(calendar: Calendar, first: date, last: date | None) -> list[date]:
    """The days of a time inside the calendar. Refused if it is none."""
    end = first if last is None else last
    if end < first:
        raise refused(
            sentence(
                "The last day, {last}, is before the first, {first}.",
                first=first,
                last=end,
            )
        )
    check_inside(calendar, first)
    check_inside(calendar, end)
    if (end - first).days >= LONGEST:
        raise refused(
            sentence(
                "From {first} to {last} are more than {days} days: nobody closes for so"
                " long. Mend the year.",
                first=first,
                last=end,
                days=LONGEST,
            )
        )
    return [first + number * _ONE for number in range((end - first).days + 1)]


def check_inside(calendar: Calendar, day: date) -> None:
    if not calendar.begins <= day <= calendar.ends:
        raise refused(
            sentence(
                "{day} lies outside the calendar {name}, which goes from {first} to"
                " {last}.",
                day=day,
                name=calendar.name,
                first=calendar.begins,
                last=calendar.ends,
            )
        )


def check_not_moved(calendar: SittingCalendar, day: date) -> None:
    if day in calendar.moved:
        raise refused(
            sentence(
                "The sitting of {day} has been moved to {to}: first move it back, with"
                " `laufzettel sitting move {name} {to} {day} --reason TEXT`, or take"
                " another day.",
                day=day,
                to=calendar.moved[day],
                name=calendar.name,
            )
        )


def check_unrecorded(
    recorded: Mapping[date, str], series: str, old: date, new: date
) -> None:
    """Refused if the record has the sitting as held, or tells of one on the new day.

    One that failed by the record can be made up for on another day.
    """
    told = [day for day in (old, new) if day in recorded]
    if old in told and recorded[old] != HELD:
        told.remove(old)
    if told:
        raise refused(
            sentence(
                "The record tells of the sitting of {day} already ({why}):"
                " `laufzettel sitting list {name}`.",
                day=FullDay(told[0]),
                why=Timetable(None, recorded).why(told[0]),
                name=series,
            )
        )


def check_ahead(series: str, old: date, new: date, today: date) -> None:
    """Refused for a sitting to come that is moved to a day that is over."""
    if new < today <= old:
        raise refused(
            sentence(
                "{day} is over: today is {today}. A sitting that is still to come does"
                " not move into the past. One that was held then is recorded with"
                " `laufzettel sitting record {name} {iso}`.",
                day=FullDay(new),
                today=today,
                name=series,
                iso=new,
            )
        )


def fitting(name: str, calendar: Calendar | None) -> Calendar:
    """The calendar that is to be in force; Refused unless it bears the name."""
    if calendar is None:
        raise Refused(
            sentence(
                "No calendar {name} is shipped. Nothing was recorded; write one, and"
                " import the file.",
                name=name,
            )
        )
    if calendar.name != name:
        raise Refused(
            sentence(
                "The file is the calendar {other}, not {name}. Nothing was recorded;"
                " `laufzettel calendar import {other} FILE --reason TEXT` takes it"
                " over.",
                name=name,
                other=calendar.name,
            )
        )
    return calendar


def of_another_series(name: str, other: str, called: str) -> Refused:
    """The sittings of a file are those of another series than the one to be changed."""
    return refused(
        sentence(
            "The file is the calendar of the sittings {other}, not of {name} (its name"
            " is “{called}”). `laufzettel calendar import {other} FILE --reason TEXT`"
            " takes it over. If it does hold those of {name}, write X-WR-CALNAME:{name}"
            " into it.",
            other=other,
            name=name,
            called=called,
        )
    )


def weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def refused(*why: Sentence) -> Refused:
    return Refused(*why, _NOTHING)


def off_already(
    day: date, until: date | None, taken: Mapping[date, Labelled]
) -> Sentence:
    if day in taken and until in (None, day):
        return sentence(
            "{day} is a day off already: {name}.", day=FullDay(day), name=taken[day]
        )
    return sentence(
        "From {day} to {until} every day is off already.", day=day, until=until or day
    )


def no_day_off(day: date, named: Iterable[date]) -> Sentence:
    if weekend(day):
        return sentence(
            "{day} is off because of its weekday and not by this calendar: Saturdays"
            " and Sundays are never working days.",
            day=FullDay(day),
        )
    near = sorted(named, key=lambda each: abs(each - day))[:3]
    return sentence(
        "{day} is a working day already. The nearest days off: {days}.",
        day=FullDay(day),
        days=tuple(sorted(near)) or sentence("none"),
    )


def sits_already(calendar: SittingCalendar, day: date) -> Sentence:
    return sentence(
        "There is a sitting on {day} already ({why}).",
        day=FullDay(day),
        why=Timetable(calendar).why(day),
    )


def no_sitting(table: Timetable, day: date) -> Sentence:
    return sentence(
        "There is no sitting on {day} ({why}).", day=FullDay(day), why=table.why(day)
    )


def nearest(table: Timetable, day: date) -> list[Sentence]:
    near = tuple(FullDay(each) for each in (table.last(day), table.next(day)) if each)
    said = near or sentence("none")
    return [sentence("The sittings before and after it: {days}.", days=said)]


def was_cancelled(calendar: SittingCalendar, day: date) -> Sentence:
    return sentence(
        "The sitting of {day} is cancelled. To let it take place after all:"
        " `laufzettel calendar add {name} {iso} --sitting --reason TEXT`.",
        day=FullDay(day),
        iso=day,
        name=calendar.name,
    )


def fails_by_record(calendar: SittingCalendar, day: date) -> Sentence:
    return sentence(
        "The sitting of {day} was entered by itself ({why}). That it does not take"
        " place goes on the record: `laufzettel sitting record {name} {iso}"
        " --cancelled`.",
        day=FullDay(day),
        why=Timetable(calendar).why(day),
        name=calendar.name,
        iso=day,
    )


def rests_already(recess: Recess) -> Sentence:
    return sentence(
        "From {first} to {last} there is a recess already: {name}.",
        first=FullDay(recess.first),
        last=FullDay(recess.last),
        name=recess,
    )


def no_label() -> Sentence:
    """The name of a day off or of a recess cannot be printed."""
    return sentence(
        "A name is one line of 1 to 300 characters, without control characters and"
        " without spaces around it."
    )
