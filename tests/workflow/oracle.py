"""Periods counted as with a wall calendar and a pencil: one day after the other.

Written from the text of BGB §§ 187 to 193 and from nothing else, to be held against
`workflow.periods`. No month is ever added to a date here: each day is looked at by its
number, its weekday and whether it is a day off, and is counted or crossed off.
"""

from collections.abc import Callable
from datetime import date

from tests.workflow.sheet import Asked, NotOnTheCalendar, Sheet, clear
from tests.workflow.wall_calendar import ONE_DAY, Berlin

HALF_A_MONTH = 15  # days, BGB § 189 (1)


def forwards(asked: Asked, calendar: Berlin) -> Sheet:
    """Count a period from an event, or from the beginning of a day.

    NotOnTheCalendar is raised for a period of nothing and for one that leaves the
    calendar.
    """
    sheet = Sheet(calendar, suspended=[*asked.stops])
    included = asked.counting == "begin_of_day"
    _run(sheet, sheet.look(asked.start), (asked.amount, asked.unit), included)
    for longer in asked.longer[:1]:
        _extend(asked, sheet, longer)
    sheet.suspended += asked.midway
    for longer in asked.longer[1:]:
        _extend(asked, sheet, longer)
    _expire(asked, sheet)
    if sheet.end and clear(asked):
        sheet.permitted = sheet.end + ONE_DAY
    return sheet


def _extend(asked: Asked, sheet: Sheet, longer: tuple[int, str] | date) -> None:
    """BGH IX ZB 198/04: the added part begins when the old one has really ended."""
    _expire(asked, sheet)
    if sheet.end is None:
        return
    sheet.done += [each for each in sheet.suspended if each[0] <= sheet.end]
    until = longer if isinstance(longer, date) else None
    if not until or until <= sheet.end:
        sheet.old_ends.append(sheet.end)
    if not until or until > sheet.end:  # an extension never shortens
        _run(sheet, sheet.end, longer, included=False)


def _run(
    sheet: Sheet, start: date, term: tuple[int, str] | date, included: bool
) -> None:
    """Write one term down, a day after the other, as if nothing stopped it."""
    unit = "days" if isinstance(term, date) else term[1]
    budget = _days_until(start, term, sheet, included)
    sheet.end = start - ONE_DAY if included else start
    for _ in range(budget):
        _one_more(sheet, unit)
    sheet.raw = sheet.end


def _one_more(sheet: Sheet, unit: str) -> None:
    """One more day at the end; a day off is none among working days."""
    assert sheet.end
    while True:
        sheet.end = sheet.after(sheet.end)
        sheet.days[sheet.end] = unit
        why = sheet.why(sheet.end) if unit == "working days" else None
        if not why:
            return
        sheet.off.append((sheet.end, why))


def _expire(asked: Asked, sheet: Sheet) -> None:
    """When the term is really over: not on a suspended day, nor, by § 193, a day off.

    A day off gives way to the next working day, and this is the last day now: if the
    term stands still on it, it has one more day, as for any other of its days.
    """
    sheet.end = sheet.raw
    while True:
        _leave_out(sheet)
        sheet.raw = old = sheet.end
        if old is None or not asked.shift:
            return
        crossed = len(sheet.off)
        day = next_working_day(sheet, old)
        if sheet.moved == old:
            del sheet.off[crossed:]
        sheet.moved = old
        if day == old:
            return
        _take_the_place(sheet, old, day)
        if sheet.stands_since or not _stops(sheet, day):
            return


def _take_the_place(sheet: Sheet, old: date, day: date) -> None:
    """The working day is the last day; those passed over can stop nothing any more."""
    sheet.end, stops = day, _stops(sheet, day)
    since = day
    while stops and since - ONE_DAY > old and _stops(sheet, since - ONE_DAY):
        since -= ONE_DAY
    if stops and _for_good(sheet, day):
        sheet.stands_since = since
        sheet.raw = sheet.end = None
    passed = old + ONE_DAY
    while passed <= day:
        sheet.days[passed] = sheet.days[old]
        if passed < day and _stops(sheet, passed):
            sheet.seen.add(passed)
        passed += ONE_DAY


def _leave_out(sheet: Sheet) -> None:
    """For each day that is suspended and would have counted, one more at the end."""
    day = min(sheet.days)
    while sheet.end and day <= sheet.end:
        if _stops(sheet, day):
            if _for_good(sheet, day):
                sheet.stands_since = day
                sheet.end = None
                return
            sheet.seen.add(day)
            if sheet.days[day] != "working days" or not sheet.why(day):
                sheet.stopped.append(day)
                _one_more(sheet, sheet.days[sheet.end])
        day += ONE_DAY


def _stops(sheet: Sheet, day: date) -> bool:
    """Whether the term stands still on a day of which it was not known before."""
    return day not in sheet.seen and any(_within(day, stop) for stop in sheet.suspended)


def _for_good(sheet: Sheet, day: date) -> bool:
    """Whether it stands still from this day on without an end."""
    stops = [each for each in sheet.suspended if each not in sheet.done]
    while held_by := [until for first, until in stops if _within(day, (first, until))]:
        if None in held_by:
            return True
        day += ONE_DAY
    return False


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
            missing = [each for each in (number, start.day) if each > day.day]
            sheet.in_place += [(day, each) for each in missing[:1]]
            return True
        if included:
            return turned + page_ends == amount and tomorrow.day == start.day
        return turned == amount and day.day == start.day

    return last


def _within(day: date, stop: tuple[date, date | None]) -> bool:
    first, until = stop
    return first <= day and (until is None or day < until)


def next_working_day(sheet: Sheet, day: date) -> date:
    """The day itself, or the next that is not off; those between are crossed off."""
    while why := sheet.why(day):
        sheet.off.append((day, why))
        day = sheet.after(day)
    return day
