"""The single moves of a count: so many days, weeks, months or working days onwards.

Sources: BGB §§ 187-189; each function names its own. Nothing here knows extensions,
holidays rules of a definition, or the clock: see `workflow.periods`.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Protocol

from definitions.sentences import Labelled, Sentence, sentence, shortened

DAYS, WORKING_DAYS, CLEAR_DAYS = "days", "working days", "clear days"
WEEKS, HALF_MONTHS, MONTHS, YEARS = "weeks", "half months", "months", "years"
_SAID = {
    DAYS: (sentence("1 day"), sentence("{number} days")),
    WORKING_DAYS: (sentence("1 working day"), sentence("{number} working days")),
    CLEAR_DAYS: (sentence("1 clear day"), sentence("{number} clear days")),
    WEEKS: (sentence("1 week"), sentence("{number} weeks")),
    HALF_MONTHS: (sentence("1 half month"), sentence("{number} half months")),
    MONTHS: (sentence("1 month"), sentence("{number} months")),
    YEARS: (sentence("1 year"), sentence("{number} years")),
}
UNITS = tuple(_SAID)
LONGEST = 9_999  # of any unit; what lies beyond is a slip of the pen
_HALF_MONTH = 15  # days, BGB § 189 (1)
_ONE = timedelta(days=1)
_PERIOD = re.compile(r"(\d{1,20}) ([a-z]+(?: [a-z]+)?)", re.ASCII)


class Uncountable(Exception):
    """No day comes out of this count; `what` says why and what to do, for people."""

    def __init__(self, what: Sentence) -> None:
        self.what = what
        super().__init__(what)


class Days(Protocol):
    """A calendar of days off. It knows nothing before `begins` and after `ends`."""

    @property
    def name(self) -> str: ...
    @property
    def begins(self) -> date: ...
    @property
    def ends(self) -> date: ...
    def reason(self, day: date) -> Labelled | Sentence | None:
        """Why this day is off, in a name or in words; None for a working day."""


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the rule words it; the unit stands in the plural.

    Raises Uncountable for an amount of less than 1 or more than `LONGEST`, and for a
    unit that does not exist.
    """

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in _SAID:
            raise _no_period(f"{self.amount} {self.unit}")
        if not 1 <= self.amount <= LONGEST:
            raise Uncountable(
                sentence(
                    "A period of {period} cannot be counted: give a number from 1 to"
                    " {longest}.",
                    period=self.said,
                    longest=LONGEST,
                )
            )

    @classmethod
    def parse(cls, text: str) -> "Period":
        """`2 weeks`, `1 month`, `1 months`; raises Uncountable for anything else."""
        found = _PERIOD.fullmatch(" ".join(text.split()))
        if found is None:
            raise _no_period(text)
        unit = found[2] if found[2].endswith("s") else f"{found[2]}s"
        if unit not in _SAID:
            raise _no_period(text)
        return cls(int(found[1]), unit)

    @property
    def said(self) -> Sentence:
        """The period in the language in use: `2 weeks`."""
        one, many = _SAID[self.unit]
        return one if self.amount == 1 else Sentence(many.text, {"number": self.amount})

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


def _no_period(text: str) -> Uncountable:
    return Uncountable(
        sentence(
            "{text} is no period: write a number and one of these units: {units}.",
            text=shortened(repr(text)),
            units=UNITS,
        )
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """How a period is counted.

    `counting`, forwards: `event_day` (BGB § 187 (1)), `begin_of_day` (§ 187 (2)),
    `clear_days`; backwards: `calendar_days`, `clear_days`. `event_day` and
    `calendar_days` are one reading: the first day does not count. `shift`: whether
    BGB § 193 holds, which it does for declarations and performances alone.
    """

    period: Period
    counting: str
    shift: bool
    basis: tuple[Labelled | str, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether only whole days count: by the counting, the unit, or both."""
        return "clear_days" in (self.counting, self.period.unit.replace(" ", "_"))


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a count arrives, and what has to be said of the way.

    `missing`: the number of the day that the last month does not have. `whole`: where
    the whole months of a period in half months end, the 15 days being counted last.
    """

    day: date
    missing: int | None = None
    whole: date | None = None


def landing(start: date, period: Period, step: int = 1, counted: int = 0) -> Landing:
    """The day on which a period other than one in working days arrives (BGB § 188).

    `step` is 1 forwards and -1 backwards; `counted` is 1 where the first day counts
    (BGB § 187 (2)). Raises Uncountable beyond the years 1 and 9999.
    """
    amount = period.amount * step
    match period.unit:
        case "weeks":
            return Landing(plus(start, 7 * amount - counted))
        case "months":
            return _after_months(start, amount, counted)
        case "years":
            return _after_months(start, 12 * amount, counted)
        case "half months":
            return _after_half_months(start, period.amount, step, counted)
    return Landing(plus(start, amount - counted))


def _after_half_months(start: date, amount: int, step: int, counted: int) -> Landing:
    """BGB § 189: two half months are a month; an odd one is 15 days, counted last."""
    months, odd = divmod(amount, 2)
    if not months:
        return Landing(plus(start, _HALF_MONTH * step - counted))
    whole = _after_months(start, months * step, counted)
    if not odd:
        return whole
    end = plus(whole.day, _HALF_MONTH * step)
    return Landing(end, whole.missing, whole.day)


def _after_months(start: date, months: int, counted: int) -> Landing:
    """The day of the same number, or the one before it where the first day counts.

    Where the month has no day of that number: its last day (BGB § 188 (3)). A period
    that begins with 31 January ends on 28 February: the day before "31 February" is
    missing as well. One that begins with 29 January ends there too, and no other day
    is the one before "29 February".
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise _off_the_calendar()
    number = start.day - counted
    if not number:
        return Landing(plus(date(year, month + 1, 1), -1))
    last = monthrange(year, month + 1)[1]
    end = date(year, month + 1, min(number, last))
    missing = next((each for each in (number, start.day) if each > last), None)
    return Landing(end, missing)


def plus(day: date, number: int) -> date:
    """So many days later, or earlier; Uncountable beyond the years 1 and 9999."""
    try:
        return day + timedelta(days=number)
    except OverflowError:
        raise _off_the_calendar() from None


def _off_the_calendar() -> Uncountable:
    return Uncountable(
        sentence(
            "The count leaves the years 1 to 9999. Check the day it starts from and"
            " the period."
        )
    )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that was passed over, and why."""

    day: date
    reason: Labelled | Sentence


def working_days(
    first: date, number: int, days: Days, step: int = 1
) -> tuple[date, list[Skipped]]:
    """The last of so many working days, `first` being the first that can count.

    Days off are passed over and handed back with their reason. Raises Uncountable where
    the calendar ends.
    """
    skipped: list[Skipped] = []
    for day in _walk(first, days, step):
        if reason := days.reason(day):
            skipped.append(Skipped(day, reason))
            continue
        number -= 1
        if not number:
            return day, skipped
    raise beyond(days, step)


def working_day_after(day: date, days: Days, on: int) -> date:
    """So many working days after this day, at least one. Raises Uncountable."""
    return working_days(plus(inside(day, days), 1), on, days)[0]


def _walk(first: date, days: Days, step: int) -> Iterator[date]:
    day = first
    while days.begins <= day <= days.ends:
        yield day
        if day == (days.ends if step > 0 else days.begins):
            return
        day += step * _ONE


def inside(day: date, days: Days | None) -> date:
    """This day, if the calendar knows it; else Uncountable."""
    if days is not None and not days.begins <= day <= days.ends:
        raise beyond(days, 1 if day > days.ends else -1)
    return day


def known(days: Days | None, period: Period) -> Days:
    """The calendar, where days off matter; Uncountable if there is none."""
    if days is None:
        raise Uncountable(
            sentence(
                "Which days are off is not known, so the period of {period} cannot be"
                " counted: name a calendar in the definition.",
                period=period.said,
            )
        )
    return days


def beyond(days: Days, step: int) -> Uncountable:
    """What to say where a count runs out of its calendar."""
    if step > 0:
        return Uncountable(
            sentence(
                "The calendar {calendar} ends on {last}: no day after that can be"
                " counted. Bring a calendar that reaches further, or check the period.",
                calendar=days.name,
                last=days.ends,
            )
        )
    return Uncountable(
        sentence(
            "The calendar {calendar} begins on {first}: no day before that can be"
            " counted. Bring a calendar that reaches further, or check the day the"
            " period starts from.",
            calendar=days.name,
            first=days.begins,
        )
    )
