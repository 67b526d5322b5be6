"""Periods counted back from a sitting with a pencil: see `tests.workflow.oracle`."""

from datetime import date

from tests.workflow.oracle import HALF_A_MONTH
from tests.workflow.sheet import Asked, NotOnTheCalendar, Sheet, clear
from tests.workflow.wall_calendar import Berlin


def backwards(asked: Asked, calendar: Berlin) -> Sheet:
    """The last day before a sitting (`start`) on which notice is still in time.

    The sitting's day is not counted (§ 187 (1) by analogy); with clear days neither is
    the day of the notice. The end is never moved towards the sitting.
    """
    sheet = Sheet(calendar)
    day = _back(sheet, sheet.look(asked.start), asked.amount, asked.unit)
    if clear(asked):
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
