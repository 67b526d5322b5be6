"""Periods by the law: which day is the last, and the sentences that say why.

Forwards by BGB §§ 187-193, backwards from a sitting by analogy. Pure: days come in as
arguments, days off from the calendar that is handed in; no clock, no time zone.
Every function raises Uncountable where the count leaves its calendar.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from definitions.sentences import Labelled, Sentence, sentence
from workflow import reasons
from workflow.counting import (
    UNITS,
    WORKING_DAYS,
    Days,
    Period,
    Stop,
    Uncountable,
    inside,
    known,
    landing,
    merged,
    plus,
    working_days,
)

__all__ = [
    "UNITS",
    "Count",
    "Days",
    "Extension",
    "Period",
    "Rule",
    "Stop",
    "Uncountable",
    "backwards",
    "forwards",
    "next_working_day",
    "working_day_before",
]

_FORWARDS = ("event_day", "begin_of_day", "clear_days", "calendar_days")
_BACKWARDS = ("calendar_days", "clear_days", "event_day")


@dataclass(frozen=True, slots=True)
class Extension:
    """A prolongation: by a period from the old end (BGB § 190), or up to a day.

    They take effect in the order of `seq`. ValueError unless one of the two is given.
    """

    by: Period | None = None
    until: date | None = None
    seq: int = 0

    def __post_init__(self) -> None:
        if (self.by is None) == (self.until is None):
            raise ValueError("an extension is either by a period or until a day")


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
class Count:
    """The last day of a period, and how it was found.

    `raw`: the last day before BGB § 193 moved it. `end`: the last day; both are None
    while the period is suspended. `notes`: the explanation, a line each, in order. In
    them a day that was passed over is the value `off`.
    """

    raw: date | None
    end: date | None
    notes: tuple[Sentence, ...]
    suspended: bool = False


def forwards(
    start: date,
    rule: Rule,
    days: Days | None,
    *,
    extensions: Sequence[Extension] = (),
    stops: Sequence[Stop] = (),
) -> Count:
    """The last day of a period that runs from `start` (BGB §§ 187-193).

    Without stops, a later start or a longer period of the same unit never ends
    earlier. A stop lengthens the period by the days that lie within it; a period that
    is still suspended has no end.

    Raises Uncountable: the start or the end lies outside the calendar, the calendar
    is missing where days off matter, or the counting does not go forwards.
    """
    _fit(rule, _FORWARDS)
    run = _Run(rule, days, merged(stops))
    run.begin(inside(start, days))
    for each in sorted(extensions, key=lambda extension: extension.seq):
        run.extend(each)
    return run.told()


def backwards(sitting: date, rule: Rule, days: Days | None) -> Count:
    """The last day on which notice before a sitting is still in time.

    It is never moved: towards the sitting the notice would become too short, and away
    from it the rule asks for no more. Where it is a day off, a note names the working
    day to plan for.

    Raises Uncountable: the sitting or the end lies outside the calendar, the calendar
    is missing where working days are counted, or the counting does not go backwards.
    """
    _fit(rule, _BACKWARDS)
    notes = [*reasons.rests_on(rule.basis)]
    notes += [reasons.before_the_sitting(sitting), reasons.lasts(rule.period)]
    back = _working_days_back if rule.period.unit == WORKING_DAYS else _days_back
    end = inside(back(inside(sitting, days), rule, days, notes), days)
    notes.append(reasons.in_time(end))
    notes += reasons.plan_for(end, days)
    return Count(end, end, tuple(notes))


def working_day_before(day: date, days: Days, back: int = 0) -> date:
    """So many working days before this day.

    With `back` 0 the day itself if it is a working day, else the nearest one before.
    """
    first = plus(inside(day, days), -1 if back else 0)
    return working_days(first, back or 1, days, step=-1)[0]


def next_working_day(day: date, days: Days) -> date:
    """The day itself if it is a working day, else the nearest one after it."""
    return working_days(inside(day, days), 1, days)[0]


def _fit(rule: Rule, countings: tuple[str, ...]) -> None:
    if rule.counting not in countings:
        raise Uncountable(
            sentence(
                "A period cannot be counted this way in this direction: {counting}."
                " Possible are: {countings}.",
                counting=rule.counting,
                countings=countings,
            )
        )


def _working_days_back(
    sitting: date, rule: Rule, days: Days | None, notes: list[Sentence]
) -> date:
    """So many working days before; where they have to be clear, the one before them."""
    period, days = rule.period, known(days, rule.period)
    number = period.amount + rule.clear
    end, skipped = working_days(plus(sitting, -1), number, days, step=-1)
    notes += reasons.worked_back(end, period.amount, days, skipped, rule.clear)
    return end


def _days_back(
    sitting: date, rule: Rule, _: Days | None, notes: list[Sentence]
) -> date:
    found = landing(sitting, rule.period, step=-1)
    notes += reasons.landed_back(found, rule.period)
    if not rule.clear:
        return found.day
    end = plus(found.day, -1)
    notes.append(reasons.left_clear(end))
    return end


@dataclass(slots=True)
class _Run:
    """A period on its way forwards: where it ends so far, and what was told of it."""

    rule: Rule
    days: Days | None
    stops: list[Stop]  # merged
    notes: list[Sentence] = field(default_factory=list)
    raw: date | None = None  # None: suspended
    end: date | None = None  # None: not looked for yet
    unit: str = ""  # of the count that led to `raw`

    def begin(self, start: date) -> None:
        """Count the period itself."""
        counted = int(self.rule.counting == "begin_of_day")
        period = self.rule.period
        self.notes += reasons.rests_on(self.rule.basis)
        self.notes += [reasons.started(start, counted), reasons.lasts(period)]
        self._count(start, period, counted)

    def extend(self, extension: Extension) -> None:
        """Go on from the end that was reached, unless the period is suspended."""
        if self.raw is None:
            return
        # BGB § 190: old and new period are one, and § 193 looks at its last day alone.
        old = self.raw
        if extension.until is not None:
            self.notes.append(reasons.extended_until(extension.until, old))
            if extension.until > old:
                self.raw, self.end = inside(extension.until, self.days), None
                self.unit = ""
                self._stand_still(plus(old, 1))
        elif extension.by is not None:
            self.notes.append(reasons.extended(extension.by, old))
            self.end = None
            self._count(old, extension.by, 0)

    def told(self) -> Count:
        """The result: BGB § 193 where the rule has it, and the last day."""
        if self.raw is None:
            return Count(None, None, tuple(self.notes), suspended=True)
        end = self._expiry(self.raw)
        self.notes.append(reasons.over(end))
        if self.rule.clear:
            self.notes.append(reasons.permitted(plus(end, 1)))
        return Count(self.raw, end, tuple(self.notes))

    def _count(self, start: date, period: Period, counted: int) -> None:
        first, self.unit = plus(start, 1 - counted), period.unit
        if period.unit == WORKING_DAYS:
            self._count_working_days(first, period)
            return
        found = landing(start, period, 1, counted)
        self.raw = inside(found.day, self.days)
        self.notes += reasons.landed(found, period, counted)
        self._stand_still(first)

    def _stand_still(self, first: date) -> None:
        """Move the end on by the stopped days of a period that began on `first`."""
        for stop in self.stops:
            if self.raw is None or stop.first > self.raw:
                return
            number = self._told_of(stop, first)
            if number is None:
                self.raw = None
            elif number > 0:
                self.raw = inside(plus(self.raw, number), self.days)
                self.notes.append(reasons.now_ends(self.raw))

    def _count_working_days(self, first: date, period: Period) -> None:
        days = known(self.days, period)
        closed = [each for each in self.stops if each.until is not None]
        end, skipped = working_days(first, period.amount, days, 1, closed)
        reached = [each for each in self.stops if each.first <= end]
        numbers = [self._told_of(each, first) for each in reached]
        self.raw = None if None in numbers else end
        if self.raw is not None:
            self.notes += reasons.worked(end, period.amount, days, skipped)

    def _told_of(self, stop: Stop, first: date) -> int | None:
        """How many days of a stop fall into the period; None if it has not ended."""
        if stop.until is None:
            self.notes.append(reasons.stands_still(max(stop.first, first)))
            return None
        since = max(stop.first, first)
        number = (stop.until - since).days
        if number > 0:
            self.notes.append(reasons.stood_still(since, plus(stop.until, -1), number))
        return number

    def _expiry(self, raw: date) -> date:
        """The last day, which BGB § 193 moves where the rule has it; told once."""
        if self.end is None and self.rule.shift:
            days = known(self.days, self.rule.period)
            self.end, skipped = working_days(raw, 1, days)
            if skipped or self.unit != WORKING_DAYS:
                self.notes += reasons.moved(raw, self.end, days, skipped)
        elif self.end is None:
            self.end = raw
            self.notes += reasons.left_there(raw, self.days)
        return self.end
