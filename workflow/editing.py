"""Changing a calendar: a day off, a working day, a sitting, a recess, a whole year.

Pure: each function answers another calendar and leaves the given one as it is. What
cannot be so is Refused, in sentences that say what to do instead.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from definitions.almanac import FIRST, LAST, CalendarBroken, checked
from definitions.sentences import Labelled, sentence
from definitions.yearbooks import Holiday, HolidayCalendar, Recess, SittingCalendar
from workflow.denials import (
    check_inside,
    check_not_moved,
    days_off_of,
    fails_by_record,
    from_to,
    nearest,
    no_day_off,
    no_label,
    no_sitting,
    off_already,
    refused,
    rests_already,
    sits_already,
    sittings_of,
    was_cancelled,
    weekend,
)
from workflow.timetable import Timetable

Calendar = HolidayCalendar | SittingCalendar
_Changed = TypeVar("_Changed", HolidayCalendar, SittingCalendar)
_Made = TypeVar("_Made", Holiday, Recess)


def blank(series: str, bodies: Iterable[Labelled]) -> SittingCalendar:
    """A calendar of a series without a sitting, named after the bodies that sit."""
    known = tuple(bodies)
    return SittingCalendar(
        sittings=series,
        de="Sitzungen: " + ", ".join(each.de for each in known),
        en="sittings: " + ", ".join(each.en for each in known),
        begins=FIRST,
        ends=LAST,
    )


def with_day_off(
    calendar: Calendar, day: date, de: str, en: str, until: date | None = None
) -> HolidayCalendar:
    """The calendar with one more day off, or with all from `day` to `until`.

    In a longer time the days that are off anyway stay as they are. Refused if no day is
    left, outside the calendar, and for a calendar of sittings.
    """
    days_off = days_off_of(calendar)
    taken = {each: holiday for holiday in days_off.off for each in holiday.on}
    days = from_to(days_off, day, until)
    if len(days) > 1:
        days = [each for each in days if not weekend(each)]
    new = [each for each in days if each not in taken]
    if not new:
        raise refused(off_already(day, until, taken))
    known = next(
        (each for each in days_off.off if (each.de, each.en) == (de, en)), None
    )
    rest = tuple(each for each in days_off.off if each is not known)
    on = sorted([*new, *(known.on if known else ())])
    holiday = _labelled(Holiday, de=de, en=en, on=tuple(on))
    return _changed(days_off, off=(*rest, holiday))


def with_working_day(calendar: Calendar, day: date) -> HolidayCalendar:
    """The calendar without the day off on `day`.

    Refused if no day off bears a name there: Saturdays and Sundays stay what they are.
    """
    days_off = days_off_of(calendar)
    check_inside(days_off, day)
    named = sorted(each for holiday in days_off.off for each in holiday.on)
    if day not in named:
        raise refused(no_day_off(day, named))
    rest = (
        each.model_copy(update={"on": tuple(at for at in each.on if at != day)})
        for each in days_off.off
    )
    return _changed(days_off, off=tuple(each for each in rest if each.on))


def with_sitting(calendar: Calendar, day: date) -> SittingCalendar:
    """The calendar with a sitting on `day`; one that was cancelled takes place again.

    Refused if there is one, or if that of the day has been moved.
    """
    sittings = sittings_of(calendar)
    check_inside(sittings, day)
    if Timetable(sittings).sits(day):
        raise refused(sits_already(sittings, day))
    if day in sittings.cancelled:
        kept = tuple(each for each in sittings.cancelled if each != day)
        return _changed(sittings, cancelled=kept)
    check_not_moved(sittings, day)
    return _changed(sittings, added=(*sittings.added, day))


def with_moved(calendar: Calendar, day: date, to: date) -> SittingCalendar:
    """The calendar with the sitting of `day` on another day.

    One that is moved back to the day it was meant for has never been moved. Refused if
    there is no sitting to move, or if the other day is taken.
    """
    sittings = sittings_of(calendar)
    check_inside(sittings, day)
    check_inside(sittings, to)
    table = Timetable(sittings)
    if not table.sits(day):
        raise refused(no_sitting(table, day), *nearest(table, day))
    if to in _origins(sittings, day):
        return _changed(sittings, moved=_without(sittings.moved, to))
    if table.sits(to):
        raise refused(sits_already(sittings, to))
    if to in sittings.cancelled:
        raise refused(was_cancelled(sittings, to))
    check_not_moved(sittings, to)
    return _changed(sittings, moved={**sittings.moved, day: to})


def with_cancelled(calendar: Calendar, day: date) -> SittingCalendar:
    """The calendar without the sitting of `day`: what waits for it goes to the next.

    Refused if there is none, and for one that was added or moved there: such a sitting
    fails by its own entry of the record.
    """
    sittings = sittings_of(calendar)
    check_inside(sittings, day)
    table = Timetable(sittings)
    if not table.sits(day):
        raise refused(no_sitting(table, day), *nearest(table, day))
    if day in sittings.added or day in sittings.moved.values():
        raise refused(fails_by_record(sittings, day))
    return _changed(sittings, cancelled=(*sittings.cancelled, day))


def with_year(
    calendar: Calendar,
    year: int,
    days: Iterable[date],
    *,
    cancelled: Iterable[date] = (),
    moved: Mapping[date, date] | None = None,
) -> SittingCalendar:
    """The calendar with the sittings of a year as the office has published them.

    `days` are those that were meant; of these some are `cancelled` or `moved`. Whatever
    was said of the sittings of that year before is replaced, but a move to one of the
    days stays: what waits for the day that was meant still finds its sitting.
    """
    sittings = sittings_of(calendar)
    named, failed = set(days), set(cancelled)
    kept = {
        old: new
        for old, new in sittings.moved.items()
        if old.year != year or (new in named - failed and old not in named)
    }
    meant = named - set(kept.values()) | {old for old in kept if old.year == year}
    if not meant:
        raise refused(sentence("No sitting of {year} is named.", year=str(year)))
    return _changed(
        sittings,
        years={**sittings.years, year: tuple(sorted(meant))},
        added=_other_years(sittings.added, year),
        cancelled=(*_other_years(sittings.cancelled, year), *sorted(failed)),
        moved={**kept, **(moved or {})},
        recess=tuple(
            each
            for each in sittings.recess
            if (each.first.year, each.last.year) != (year, year)
        ),
    )


def with_recess(
    calendar: Calendar, first: date, last: date, de: str, en: str
) -> SittingCalendar:
    """The calendar with a time, both days included, in which the rule names no sitting.

    Refused for a calendar without a rule: there a recess would change nothing.
    """
    sittings = sittings_of(calendar)
    from_to(sittings, first, last)
    if sittings.rule is None:
        raise refused(
            sentence(
                "The calendar {name} has no rule, only days that are entered: a recess"
                " would take none of them out. Cancel single sittings instead.",
                name=sittings.name,
            )
        )
    for each in sittings.recess:
        if each.first <= last and first <= each.last:
            raise refused(rests_already(each))
    recess = _labelled(Recess, de=de, en=en, first=first, last=last)
    # in a recess no sitting is meant, so that none of them can be cancelled
    quiet = sittings.model_copy(update={"recess": (*sittings.recess, recess)})
    kept = tuple(each for each in sittings.cancelled if quiet.regular(each))
    return _changed(quiet, cancelled=kept)


def differences(
    old: Calendar, new: Calendar
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The days that only the new, and that only the old calendar has.

    Days off, or days of sittings; of two calendars of different kinds all.
    """
    before, after = _days_of(old), _days_of(new)
    return tuple(sorted(after - before)), tuple(sorted(before - after))


def _days_of(calendar: Calendar) -> set[date]:
    if isinstance(calendar, HolidayCalendar):
        return {day for each in calendar.off for day in each.on}
    return set(Timetable(calendar).between(calendar.begins, calendar.ends))


def _labelled(kind: type[_Made], **values: Any) -> _Made:
    """A value with its names. Refused if these are no names that can be printed."""
    try:
        return kind(**values)
    except ValueError:
        raise refused(no_label()) from None


def _changed(calendar: _Changed, **values: Any) -> _Changed:
    """The calendar with other values; Refused if it contradicts itself then."""
    try:
        said = {name: getattr(calendar, name) for name in type(calendar).model_fields}
        return checked(type(calendar).model_validate({**said, **values}))
    except CalendarBroken as broken:
        raise refused(*broken.sentences) from broken


def _origins(calendar: SittingCalendar, day: date) -> list[date]:
    """The days from which the sitting of `day` has come, the last one first."""
    sources = {new: old for old, new in calendar.moved.items()}
    found: list[date] = []
    while day in sources and sources[day] not in found:
        day = sources[day]
        found.append(day)
    return found


def _without(moved: Mapping[date, date], start: date) -> dict[date, date]:
    """The moves without those by which a sitting has gone on from `start`."""
    left, day = dict(moved), start
    while day in left:
        day = left.pop(day)
    return left


def _other_years(days: Iterable[date], year: int) -> tuple[date, ...]:
    return tuple(day for day in days if day.year != year)
