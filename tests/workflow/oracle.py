"""Periods counted as with a wall calendar and a pencil: one day after the other.

Written from the text of BGB §§ 187 to 193 and from nothing else, to be held against
`workflow.periods`. No month is ever added to a date here: each day is looked at by its
number, its weekday and whether it is a day off, and is counted or crossed off.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tests.workflow.wall_calendar import ONE_DAY, Berlin

HALF_A_MONTH = 15  # days, BGB § 189 (1)

Crossed = tuple[date, str]  # and why, in English


class NotOnTheCalendar(Exception):
    """The count needs a day that the calendar does not hold, or counts nothing."""


@dataclass(frozen=True)
class Asked:
    """What is to be counted. `longer`: extensions, by so much or until a day."""

    start: date
    amount: int
    unit: str
    counting: str = "event_day"
    shift: bool = False
    longer: tuple[tuple[int, str] | date, ...] = ()
    stops: tuple[tuple[date, date | None], ...] = ()  # first day, first running day


@dataclass
class Sheet:
    """A calendar that is being written on, and what was found in the end.

    A term that stands still has no end; of it nothing is told but where it stopped.
    """

    calendar: Berlin
    raw: date | None = None
    end: date | None = None
    # Days off in the order in which they were crossed off: those that do not count
    # among working days, and those over which an end was moved.
    off: list[Crossed] = field(default_factory=list)
    # The last of a month in the place of a day that this month has not: which, and its
    # number.
    in_place: list[tuple[date, int]] = field(default_factory=list)
    stopped: list[date] = field(default_factory=list)
    stands_since: date | None = None
    old_ends: list[date] = field(default_factory=list)  # extended, or kept
    permitted: date | None = None  # the day after, where all days have to pass whole
    plan_for: date | None = None  # backwards: the working day before an end that is off

    def look(self, day: date) -> date:
        """A day that the calendar holds; NotOnTheCalendar otherwise."""
        if not self.calendar.begins <= day <= self.calendar.ends:
            raise NotOnTheCalendar(day)
        return day

    def after(self, day: date) -> date:
        return self.look(day + ONE_DAY)

    def before(self, day: date) -> date:
        return self.look(day - ONE_DAY)

    def why(self, day: date) -> str | None:
        """Why a day is off, in English."""
        reason = self.calendar.reason(self.look(day))
        return reason.en if reason else None


def forwards(asked: Asked, calendar: Berlin) -> Sheet:
    """Count a period from an event, or from the beginning of a day.

    NotOnTheCalendar is raised for a period of nothing and for one that leaves the
    calendar.
    """
    sheet = Sheet(calendar)
    included = asked.counting == "begin_of_day"
    _run(asked, sheet, sheet.look(asked.start), (asked.amount, asked.unit), included)
    for longer in asked.longer:
        if sheet.end is None:
            break
        until = longer if isinstance(longer, date) else None
        if not until or until <= sheet.end:
            sheet.old_ends.append(sheet.end)
        if not until or until > sheet.end:  # an extension never shortens
            _run(asked, sheet, sheet.end, longer, included=False)
    _move(asked, sheet)
    if sheet.end and _clear(asked):
        sheet.permitted = sheet.end + ONE_DAY
    return sheet


def _clear(asked: Asked) -> bool:
    return "clear" in asked.unit + asked.counting


def _run(
    asked: Asked,
    sheet: Sheet,
    start: date,
    term: tuple[int, str] | date,
    included: bool,
) -> None:
    """Let one term run off."""
    unit = "days" if isinstance(term, date) else term[1]
    budget = _days_until(start, term, sheet, included)
    first = start if included else sheet.after(start)
    sheet.raw = sheet.end = _used_up(asked, sheet, first, budget, unit)


def _move(asked: Asked, sheet: Sheet) -> None:
    """§ 193: a Saturday, a Sunday, a holiday give way to the next working day."""
    if sheet.end and asked.shift:
        sheet.end = next_working_day(sheet, sheet.end)


def _days_until(
    start: date, term: tuple[int, str] | date, sheet: Sheet, included: bool
) -> int:
    """How many days a term holds when nothing stops it."""
    if isinstance(term, date):
        return _counted(start, sheet, included, lambda day: day == term)
    amount, unit = term
    if amount < 1:
        raise NotOnTheCalendar(amount)
    match unit:
        case "weeks":
            return _counted(start, sheet, included, _weeks(start, amount, included))
        case "years":
            return _days_until(start, (12 * amount, "months"), sheet, included)
        case "months":
            last = _months(start, amount, included, sheet)
            return _counted(start, sheet, included, last)
        case "half months":  # § 189: whole months first, the fifteen days last
            months, rest = amount // 2, HALF_A_MONTH * (amount % 2)
            if not months:
                return rest
            return rest + _days_until(start, (months, "months"), sheet, included)
    return amount  # § 188 (1), and working days: only they are taken from the budget


def _counted(
    start: date, sheet: Sheet, included: bool, last: Callable[[date], bool]
) -> int:
    """The days up to the last; § 187: the first is the start itself, or the next."""
    day = start if included else sheet.after(start)
    count = 1
    while not last(day):
        day = sheet.after(day)
        count += 1
    return count


def _weeks(start: date, amount: int, included: bool) -> Callable[[date], bool]:
    """§ 188 (2): the weekday of the event; counted from a beginning, the one before."""
    met = 0

    def last(day: date) -> bool:
        nonlocal met
        named = day + ONE_DAY if included else day
        met += named.weekday() == start.weekday()
        return met == amount

    return last


def _months(
    start: date, amount: int, included: bool, sheet: Sheet
) -> Callable[[date], bool]:
    """§ 188 (2), (3): the number of the event's day, or the last day of that month."""
    turned = 0  # pages of the calendar
    number = start.day - included

    def last(day: date) -> bool:
        nonlocal turned
        turned += day.day == 1 and day != start
        tomorrow = day + ONE_DAY
        page_ends = tomorrow.day == 1
        if turned == amount and page_ends:
            if day.day < number:
                sheet.in_place.append((day, number))
            return True
        if included:
            return turned + page_ends == amount and tomorrow.day == start.day
        return turned == amount and day.day == start.day

    return last


def _used_up(
    asked: Asked, sheet: Sheet, day: date, budget: int, unit: str
) -> date | None:
    """The day that takes the last of the budget; None: the term stands still."""
    off: list[Crossed] = []
    while True:
        stops = [stop for stop in asked.stops if _within(day, stop)]
        if any(until is None for _, until in stops):
            sheet.stands_since = _stands_since(sheet, day)
            return None
        why = sheet.why(day) if unit == "working days" else None
        if stops:
            sheet.stopped.append(day)
        elif why:
            off.append((day, why))
        else:
            budget -= 1
        if not budget:
            sheet.off += off
            return day
        day = sheet.after(day)


def _stands_since(sheet: Sheet, day: date) -> date:
    """The first day of the standstill, where one suspension followed on another."""
    while sheet.stopped and sheet.stopped[-1] + ONE_DAY == day:
        day = sheet.stopped.pop()
    return day


def _within(day: date, stop: tuple[date, date | None]) -> bool:
    first, until = stop
    return first <= day and (until is None or day < until)


def next_working_day(sheet: Sheet, day: date) -> date:
    """The day itself, or the next that is not off; those between are crossed off."""
    while why := sheet.why(day):
        sheet.off.append((day, why))
        day = sheet.after(day)
    return day


def backwards(asked: Asked, calendar: Berlin) -> Sheet:
    """The last day before a sitting (`start`) on which notice is still in time.

    The sitting's day is not counted (§ 187 (1) by analogy); with clear days neither is
    the day of the notice. The end is never moved towards the sitting.
    """
    sheet = Sheet(calendar)
    day = _back(sheet, sheet.look(asked.start), asked.amount, asked.unit)
    if _clear(asked):
        day = _back(sheet, day, 1, _day_like(asked.unit))
    sheet.raw = sheet.end = day
    while sheet.why(day):
        sheet.plan_for = day = sheet.before(day)
    return sheet


def working_days_back(sheet: Sheet, day: date, amount: int) -> date:
    """So many working days before a day, itself not counted."""
    return _back(sheet, day, amount, "working days")


def _day_like(unit: str) -> str:
    return unit if unit == "working days" else "days"


def _back(sheet: Sheet, start: date, amount: int, unit: str) -> date:
    if amount < 1:
        raise NotOnTheCalendar(amount)
    match unit:
        case "years":
            return _back(sheet, start, 12 * amount, "months")
        case "half months":
            day = start
            if amount > 1:
                day = _back(sheet, start, amount // 2, "months")
            return _back(sheet, day, HALF_A_MONTH, "days") if amount % 2 else day
    day, met, turned = start, 0, 0
    while met < amount:
        turned += day.day == 1
        day = sheet.before(day)
        met = turned if unit == "months" else met + _meets(sheet, start, day, unit)
    if unit == "months" and day.day < start.day:
        sheet.in_place.append((day, start.day))
    while unit == "months" and day.day > start.day:
        day = sheet.before(day)
    return day


def _meets(sheet: Sheet, start: date, day: date, unit: str) -> bool:
    """Whether a day is one of those that are counted back."""
    if unit == "weeks":
        return day.weekday() == start.weekday()
    if unit == "working days" and (why := sheet.why(day)):
        sheet.off.append((day, why))
        return False
    return True
