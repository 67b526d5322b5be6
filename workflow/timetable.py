"""When a body sits: its calendar, and what is on record of its sittings.

Pure. What is on record overrides the calendar; in the calendar a sitting that was
moved, added or cancelled overrides what was meant, and an entered year the rule.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from definitions.sentences import FullDay, Labelled, Sentence, sentence
from definitions.yearbooks import LAST, WEEKDAYS, SittingCalendar, SittingRule

HELD, NOT_QUORATE, CANCELLED = "held", "not_quorate", "cancelled"

_WEEK = timedelta(days=7)
_DAYS = (
    sentence("Monday"),
    sentence("Tuesday"),
    sentence("Wednesday"),
    sentence("Thursday"),
    sentence("Friday"),
    sentence("Saturday"),
    sentence("Sunday"),
)
_WHICH: Mapping[int | str, Sentence] = {
    1: sentence("first"),
    2: sentence("second"),
    3: sentence("third"),
    4: sentence("fourth"),
    LAST: sentence("last"),
}


@dataclass(frozen=True, slots=True)
class Timetable:
    """The sittings of a series: those of its calendar, and those on record by day."""

    calendar: SittingCalendar | None
    recorded: Mapping[date, str] = field(default_factory=dict)

    def sits(self, day: date) -> bool:
        """Whether a sitting takes place on this day, or took place with a quorum."""
        if day in self.recorded:
            return self.recorded[day] == HELD
        if self.calendar is None or day in self.calendar.cancelled:
            return False
        if day in self.calendar.moved:
            return False
        return self._comes_from(day) is not None or self.calendar.regular(day)

    def next(self, after: date, *, or_on: bool = False) -> date | None:
        """The first sitting after a day (`or_on`: or on it); None if none is known."""
        for year in (each for each in self._years() if each >= after.year):
            for day in self._in(year):
                if day > after or (or_on and day == after):
                    return day
        return None

    def last(self, before: date, *, or_on: bool = False) -> date | None:
        """The last sitting before a day (`or_on`: or on it); None if none is known."""
        for year in (each for each in self._years()[::-1] if each <= before.year):
            for day in reversed(self._in(year)):
                if day < before or (or_on and day == before):
                    return day
        return None

    def between(self, first: date, last: date) -> list[date]:
        """The sittings from `first` to `last`, both included, in order."""
        return [
            day
            for year in self._years()
            if first.year <= year <= last.year
            for day in self._in(year)
            if first <= day <= last
        ]

    def resolve(self, day: date) -> date | None:
        """Where the sitting that was meant for `day` takes place now.

        It may have been moved, more than once; one that failed or was cancelled gives
        way to the next. None: no sitting was meant for that day, or none is left.
        """
        at, seen = day, {day}
        while not self.sits(at):
            moved = self.calendar.moved.get(at) if self.calendar is not None else None
            if moved is None or moved in seen:
                return self.next(at) if self._was_meant(at) else None
            at = moved
            seen.add(at)
        return at

    def why(self, day: date) -> Sentence:
        """Why there is a sitting on this day, or why there is none."""
        status = self.recorded.get(day)
        if status is not None:
            return _ON_RECORD[status]
        if self.calendar is None:
            return sentence("nobody has entered a calendar of these sittings")
        return self._by_calendar(self.calendar, day)

    def _by_calendar(self, calendar: SittingCalendar, day: date) -> Sentence:
        source = self._comes_from(day)
        if day in calendar.cancelled:
            return sentence("the sitting of this day is cancelled")
        if day in calendar.moved:
            to = FullDay(calendar.moved[day])
            return sentence("the sitting of this day has been moved to {day}", day=to)
        if source is not None:
            return sentence("moved here from {day}", day=FullDay(source))
        if day in calendar.added:
            return sentence("an additional sitting")
        if not calendar.begins <= day <= calendar.ends:
            return sentence(
                "the calendar of these sittings goes from {begin} to {end}",
                begin=FullDay(calendar.begins),
                end=FullDay(calendar.ends),
            )
        return _as_meant(calendar, day)

    def _was_meant(self, day: date) -> bool:
        """Whether a sitting was meant for the day, or moved to it."""
        if day in self.recorded:
            return True
        if self.calendar is None:
            return False
        if self.calendar.regular(day) or self._comes_from(day) is not None:
            return True
        rule = self.calendar.rule  # it would sit, but for a recess or an entered year
        inside = self.calendar.begins <= day <= self.calendar.ends
        return rule is not None and inside and rule.falls_on(day)

    def _comes_from(self, day: date) -> date | None:
        """The day from which a sitting has been moved here."""
        moved = self.calendar.moved if self.calendar is not None else {}
        return next((old for old, new in moved.items() if new == day), None)

    def _named(self) -> Iterator[date]:
        """The days that are named one by one, wherever they lie."""
        yield from self.recorded
        if self.calendar is not None:
            yield from self.calendar.added
            yield from self.calendar.moved.values()
            for days in self.calendar.years.values():
                yield from days

    def _years(self) -> range:
        """The years in which there can be a sitting: a rule never goes on for ever."""
        years = {day.year for day in self._named()}
        if self.calendar is not None:
            years |= {self.calendar.begins.year, self.calendar.ends.year}
        return range(min(years), max(years) + 1) if years else range(0)

    def _in(self, year: int) -> list[date]:
        """The sittings of a year, in order."""
        met = {day for day in self._named() if day.year == year}
        if self.calendar is not None and self.calendar.rule is not None:
            met.update(_weekdays_of(year, self.calendar.rule))
        return sorted(day for day in met if self.sits(day))


_ON_RECORD = {
    HELD: sentence("the record holds this sitting"),
    NOT_QUORATE: sentence("the sitting of this day had no quorum, as recorded"),
    CANCELLED: sentence("the sitting of this day did not take place, as recorded"),
}


def _as_meant(calendar: SittingCalendar, day: date) -> Sentence:
    """What an entered year or the rule says of a day that nothing has changed."""
    if day.year in calendar.years:
        if calendar.regular(day):
            return sentence("entered in the calendar of {year}", year=day.year)
        return sentence(
            "the calendar entered for {year} has no sitting on this day", year=day.year
        )
    if calendar.rule is None:
        return sentence("no sitting has been entered for this day")
    said = said_of(calendar.rule)
    if not calendar.rule.falls_on(day):
        return sentence("the rule is: {rule}", rule=said)
    for recess in calendar.recess:
        if recess.first <= day <= recess.last:
            return _in_recess(recess, recess.first, recess.last)
    return sentence("by the rule: {rule}", rule=said)


def _in_recess(name: Labelled, first: date, last: date) -> Sentence:
    return sentence(
        "no sittings from {first} to {last}: {recess}",
        first=FullDay(first),
        last=FullDay(last),
        recess=name,
    )


def said_of(rule: SittingRule) -> Sentence:
    """The rule in words: every Tuesday, the third Thursday of the month."""
    weekday = _DAYS[WEEKDAYS.index(rule.on)]
    if rule.every == "week":
        return sentence("every {weekday}", weekday=weekday)
    if rule.week is None:
        return sentence("one {weekday} of the month", weekday=weekday)
    return sentence(
        "the {which} {weekday} of the month", which=_WHICH[rule.week], weekday=weekday
    )


def _weekdays_of(year: int, rule: SittingRule) -> Iterable[date]:
    """The days of a year on which the rule can fall."""
    ordinal = date(year, 1, 1).toordinal()
    first = ordinal + (WEEKDAYS.index(rule.on) - (ordinal - 1)) % 7
    last = date(year, 12, 31).toordinal()
    return (date.fromordinal(each) for each in range(first, last + 1, 7))
