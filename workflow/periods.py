"""Periods by the law: which day is the last, and the sentences that say why.

Forwards by BGB §§ 187-193, backwards from a sitting by analogy. Pure: days come in as
arguments, days off from the calendar that is handed in; no clock, no time zone.
Every function raises Uncountable where the count leaves its calendar.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from definitions.sentences import Sentence, sentence
from workflow import reasons
from workflow.counting import (
    UNITS,
    WORKING_DAYS,
    Days,
    Period,
    Rule,
    Skipped,
    Uncountable,
    inside,
    known,
    landing,
    plus,
    working_days,
)
from workflow.standstill import Gap, Part, Stop, end_after, gap, merged, not_held

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

    Extensions and stops take effect in the order of `seq`, stops first where it is the
    same. ValueError unless one of `by` and `until` is given.
    """

    by: Period | None = None
    until: date | None = None
    seq: int = 0

    def __post_init__(self) -> None:
        if (self.by is None) == (self.until is None):
            raise ValueError("an extension is either by a period or until a day")


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
    earlier. Days of a stop that would have counted are given back at the end; a period
    that is still suspended has none. With BGB § 193 the working day takes the place of
    the last day: an extension by a period begins after it (BGB § 190; BGH of 14
    December 2005, IX ZB 198/04), and a stop that meets it holds the period up.

    Raises Uncountable: the start or the end lies outside the calendar, the calendar
    is missing where days off matter, or the counting does not go forwards.
    """
    _fit(rule, _FORWARDS)
    run = _Run(rule, days)
    run.begin(inside(start, days))
    changes: list[Stop | Extension] = [*stops, *extensions]
    for each in sorted(changes, key=_in_order):
        if isinstance(each, Stop):
            run.waiting.append(each)
        else:
            run.stand_still()
            run.extend(each)
    run.stand_still()
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


def _in_order(change: Stop | Extension) -> tuple[int, bool]:
    return change.seq, isinstance(change, Extension)


@dataclass(slots=True)
class _Run:
    """A period on its way forwards: where it ends so far, and what was told of it."""

    rule: Rule
    days: Days | None
    notes: list[Sentence] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    waiting: list[Stop] = field(default_factory=list)  # recorded, and not reached yet
    held: list[Stop] = field(default_factory=list)  # their days are taken out
    raw: date | None = None  # None: suspended
    looked_at: date | None = None  # the `raw` of which BGB § 193 is told
    unit: str = ""  # of the count that led to `raw`

    def begin(self, start: date) -> None:
        """Count the period itself."""
        counted = int(self.rule.counting == "begin_of_day")
        period = self.rule.period
        self.notes += reasons.rests_on(self.rule.basis)
        self.notes += [reasons.started(start, counted), reasons.lasts(period)]
        self._count(start, period, counted)

    def extend(self, extension: Extension) -> None:
        """Go on from the day on which it really ended, unless it is suspended."""
        if self.raw is None:
            return
        old = self._last_day(self.raw)
        if extension.until is not None:
            self.notes.append(reasons.extended_until(extension.until, old))
            if extension.until > old:
                self.parts.append(Part(plus(old, 1), working=False))
                self.raw, self.unit = inside(extension.until, self.days), ""
        elif extension.by is not None:
            self.notes.append(reasons.extended(extension.by, old))
            self._count(old, extension.by, 0)

    def stand_still(self) -> None:
        """Let the stops take effect that the period has reached."""
        stops, self.waiting = merged(self.waiting), []
        for stop in stops:
            if self.raw is None or stop.first > self._moved(self.raw)[0]:
                self.waiting.append(stop)
            else:
                self.raw = self._held_up(self.raw, stop)
                self.held.append(stop)

    def told(self) -> Count:
        """The result: BGB § 193 where the rule has it, and the last day."""
        if self.raw is None:
            return Count(None, None, tuple(self.notes), suspended=True)
        end = self._last_day(self.raw, stays=True)
        self.notes.append(reasons.over(end))
        if self.rule.clear:
            self.notes.append(reasons.permitted(plus(end, 1)))
        return Count(self.raw, end, tuple(self.notes))

    def _count(self, start: date, period: Period, counted: int) -> None:
        first, self.unit = plus(start, 1 - counted), period.unit
        self.parts.append(Part(first, period.unit == WORKING_DAYS))
        if period.unit == WORKING_DAYS:
            days = known(self.days, period)
            self.raw, skipped = working_days(first, period.amount, days)
            self.notes += reasons.worked(self.raw, period.amount, days, skipped)
            return
        found = landing(start, period, 1, counted)
        self.raw = inside(found.day, self.days)
        self.notes += reasons.landed(found, period, counted)

    def _held_up(self, raw: date, stop: Stop) -> date | None:
        """The end after a stop that begins on the last day at the latest."""
        first = not_held(max(stop.first, self.parts[0].first), self.held)
        if first > raw:
            end = self._moved(raw)[0]
            if stop.until is not None and stop.until <= end:
                return raw  # over before the working day that is the last
            raw, first = self._last_day(raw), first if stop.until is None else end
        if stop.until is None:
            self.notes.append(reasons.stands_still(first))
            return None
        missing = gap(Stop(first, stop.until), self.parts, raw, self.held, self.days)
        if missing is None:
            return raw
        self.notes += reasons.stood_still(missing.since, missing.last, missing.number)
        if missing.number:
            raw = self._given_back(raw, missing)
            self.notes.append(reasons.now_ends(raw))
        return raw

    def _given_back(self, raw: date, missing: Gap) -> date:
        """As many days at the end as were taken out, of the kind of its last part."""
        if self.parts[-1].working:
            days = known(self.days, self.rule.period)
            raw, skipped = working_days(plus(raw, 1), missing.number, days)
            self.notes += reasons.passed_over(skipped)
            return raw
        return inside(end_after(raw, missing), self.days)

    def _moved(self, raw: date) -> tuple[date, list[Skipped]]:
        """The last day, which BGB § 193 moves where the rule has it."""
        if not self.rule.shift:
            return raw, []
        return working_days(raw, 1, known(self.days, self.rule.period))

    def _last_day(self, raw: date, *, stays: bool = False) -> date:
        """The last day, told once; with `stays` also that it is not moved."""
        end, skipped = self._moved(raw)
        if self.days is None or not self.rule.shift:
            self.notes += reasons.left_there(raw, self.days) if stays else ()
        elif self.looked_at != raw and (
            skipped or (stays and self.unit != WORKING_DAYS)
        ):
            self.notes += reasons.moved(raw, end, self.days, skipped)
            self.looked_at = raw
        return end
