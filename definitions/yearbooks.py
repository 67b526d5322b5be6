"""What a calendar says, as frozen values: the days off, and the days of sittings.

What has a meaning and contradicts itself all the same is found by `contradictions`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from definitions.canonical import parsed as from_canonical
from definitions.values import Calendar, Day, DayOrDays, Kebab, Number, frozen, nothing
from definitions.vocabulary import Label, Plain

LAST = "last"
WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_WEEK = timedelta(days=7)


def _nth(value: object) -> object:
    """Which of the weekdays of a month: `2`, or `last`."""
    if isinstance(value, Number) and value.text in {"1", "2", "3", "4"}:
        return int(value.text)
    if type(value) is int and 1 <= value <= 4:
        return value
    if value == LAST:
        return value
    raise PydanticCustomError("week_form", "not a week of the month")


def _year(value: object) -> object:
    if type(value) is int and 1 <= value <= 9999:
        return value
    if isinstance(value, str) and len(value) == 4 and value.isdecimal():
        return int(value)
    raise PydanticCustomError("year_form", "not a year")


def listed(value: object) -> object:
    """A list of a file as a tuple."""
    return tuple(value) if type(value) is list else value


Year = Annotated[int, BeforeValidator(_year, json_schema_input_type=str)]
Week = Annotated[
    int | Literal["last"],
    BeforeValidator(_nth, json_schema_input_type=Literal[1, 2, 3, 4, "last"]),
]


class Holiday(Label):
    """One name and the days that bear it: a holiday, or a day on which all is shut."""

    on: DayOrDays


class HolidayCalendar(Plain):
    """The days off of a place beside Saturdays and Sundays, from `begins` to `ends`.

    Both days are included; of other days the calendar says nothing.
    """

    calendar: Calendar
    begins: Day
    ends: Day
    off: Annotated[tuple[Holiday, ...], BeforeValidator(listed)] = ()

    @property
    def name(self) -> str:
        """What the calendar is called, e.g. DE-BE."""
        return self.calendar


class SittingRule(Plain):
    """A body sits on this weekday of every week, or of one week of every month."""

    every: Literal["week", "month"]
    on: Literal[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    week: Week | None = None

    def falls_on(self, day: date) -> bool:
        """Whether the rule names this day."""
        if WEEKDAYS[day.weekday()] != self.on:
            return False
        if self.every == "week":
            return True
        if self.week == LAST:
            return (day + _WEEK).month != day.month
        return (day.day - 1) // 7 + 1 == self.week


class Recess(Label):
    """From `first` to `last`, both included, no sitting takes place by the rule."""

    first: Day
    last: Day


class SittingCalendar(Label):
    """When the bodies of one series of sittings meet, from `begins` to `ends`.

    `years` are calendars that were entered: of these years neither `rule` nor `recess`
    says anything. `added` are sittings besides, `moved` leads from the day that was
    meant to the day on which the sitting takes place, `cancelled` are days without one.
    """

    sittings: Kebab
    begins: Day
    ends: Day
    rule: SittingRule | None = None
    recess: Annotated[tuple[Recess, ...], BeforeValidator(listed)] = ()
    years: Annotated[Mapping[Year, DayOrDays], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )
    added: DayOrDays = ()
    moved: Annotated[Mapping[Day, Day], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )
    cancelled: DayOrDays = ()

    @property
    def name(self) -> str:
        """What the calendar is called, e.g. senate."""
        return self.sittings

    def regular(self, day: date) -> bool:
        """Whether a sitting was meant for this day.

        By the rule outside a recess, or as entered or added; before anything is moved
        or cancelled.
        """
        if not self.begins <= day <= self.ends:
            return False
        if day in self.added:
            return True
        if day.year in self.years:
            return day in self.years[day.year]
        if self.rule is None or not self.rule.falls_on(day):
            return False
        return not any(each.first <= day <= each.last for each in self.recess)


AnyCalendar = HolidayCalendar | SittingCalendar


@lru_cache(maxsize=64)
def from_stored(content: str) -> AnyCalendar:
    """The calendar in a text that was checked before it was stored.

    Raises ValueError for what is no calendar.
    """
    value = from_canonical(content)
    if isinstance(value, dict) and "sittings" in value:
        return SittingCalendar.model_validate(value)
    return HolidayCalendar.model_validate(value)
