"""From the events of an iCalendar file to days: series, exceptions, moved sittings.

Pure. A day is the local day in Berlin, whatever zone an event is written in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr

from definitions.sentences import FullDay, Sentence, sentence
from notifications.contentlines import Fault
from workflow.localtime import OFFICE, local_day

MOST_DAYS = 1_000  # of a file, in the years that its calendar covers
MOST_RULES = 20
YEARS = range(1900, 2201)  # further away every date is a slip of the pen

_END_OF_DAY = timedelta(days=1, microseconds=-1)
_PARTS = {
    "DAILY": set[str](),
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
}
_ALWAYS = {"FREQ", "COUNT", "UNTIL", "INTERVAL", "WKST"}

Moment = date | datetime
Rule = Mapping[str, Sequence[object]]  # FREQ, COUNT ... in capitals, with their values


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a file, as it is written there.

    `instead` is the RECURRENCE-ID: the event of a series whose place it takes. `text`
    is the RRULE as written, `rule` its parts.
    """

    uid: str
    called: Sentence
    line: int
    start: Moment
    rule: Rule | None = None
    text: str = ""
    besides: tuple[Moment, ...] = ()
    without: tuple[Moment, ...] = ()
    instead: Moment | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Sittings:
    """The sittings of a file: those that were meant; some are cancelled or moved."""

    days: tuple[date, ...]
    cancelled: tuple[date, ...] = ()
    moved: Mapping[date, date] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which a sitting was meant."""
        return tuple(sorted({day.year for day in self.days}))

    def of(self, year: int) -> dict[str, Any]:
        """What is meant, cancelled and moved of the sittings of a year."""
        return {
            "days": [day for day in self.days if day.year == year],
            "cancelled": [day for day in self.cancelled if day.year == year],
            "moved": {day: to for day, to in self.moved.items() if day.year == year},
        }

    def data(self) -> dict[str, Any]:
        """All of it in plain values, to tell one file from another."""
        return {
            "days": [day.isoformat() for day in self.days],
            "cancelled": [day.isoformat() for day in self.cancelled],
            "moved": {str(day): str(to) for day, to in sorted(self.moved.items())},
        }


def day_of(moment: Moment) -> date:
    """The day in Berlin; a time without a zone is a time in Berlin."""
    if not isinstance(moment, datetime):
        return moment
    return local_day(moment) if moment.tzinfo else moment.date()


def expanded(
    events: Sequence[Event], begins: date, ends: date
) -> tuple[Sittings, list[Fault]]:
    """The sittings from `begins` to `ends`, and everything that is wrong."""
    heads = [each for each in events if each.instead is None]
    series = [each for each in heads if each.rule is not None]
    if len(series) > MOST_RULES:
        what = sentence("the file has more than {most} series", most=MOST_RULES)
        return Sittings(()), [Fault(series[MOST_RULES].line, what)]
    made = _Expansion(begins, ends)
    made.add_all(heads)
    for each in events:
        if each.instead is not None:
            made.put_instead(each)
    found = made.found()
    return found, sorted(made.faults, key=lambda each: each.line)


class _Expansion:
    """Sittings in the making."""

    def __init__(self, begins: date, ends: date) -> None:
        self.begins, self.ends = begins, ends
        self.faults: list[Fault] = []
        self.series: dict[str, tuple[Event, set[date]]] = {}
        self.instead: dict[tuple[str, date], Event] = {}
        self._room = 0

    def add_all(self, heads: Iterable[Event]) -> None:
        for each in heads:
            if each.uid in self.series:
                first = self.series[each.uid][0]
                what = sentence(
                    "the UID of {event} stands in line {line} already: two events"
                    " cannot share one",
                    event=each.called,
                    line=first.line,
                )
                self._wrong(each, what)
            else:
                self.series[each.uid] = each, set(self._days(each))

    def put_instead(self, each: Event) -> None:
        """One event of a series takes place on another day, or not at all."""
        assert each.instead is not None
        old = day_of(each.instead)
        _, days = self.series.get(each.uid, (None, set[date]()))
        if not self.begins <= old <= self.ends:
            return
        if old not in days:
            what = sentence(
                "{event} puts off an event of {day} that is not in this file",
                event=each.called,
                day=FullDay(old),
            )
            self._wrong(each, what)
        elif (each.uid, old) in self.instead:
            what = sentence(
                "{event} puts off the event of {day} a second time",
                event=each.called,
                day=FullDay(old),
            )
            self._wrong(each, what)
        else:
            self.instead[each.uid, old] = each

    def found(self) -> Sittings:
        """Every sitting, once all events are in."""
        meant: dict[date, Event] = {}
        moved: dict[date, date] = {}
        live: defaultdict[date, list[Event]] = defaultdict(list)
        for uid, (head, days) in self.series.items():
            for day in sorted(days):
                other = self.instead.get((uid, day), head)
                meant[day] = other
                if not (head.cancelled or other.cancelled):
                    new = day if other is head else day_of(other.start)
                    live[new].append(other)
                    if new != day:
                        moved[day] = new
        for day in sorted(live):
            for twice in live[day][1:]:
                self._twice(day, live[day][0], twice)
        gone = (day for day in meant if day not in live and day not in moved)
        return Sittings(tuple(sorted(meant)), tuple(sorted(gone)), moved)

    def _twice(self, day: date, first: Event, second: Event) -> None:
        what = sentence(
            "{event} falls on {day}, as {other} (line {line}) does: it is not clear"
            " which of the two is the sitting",
            event=second.called,
            day=FullDay(day),
            other=first.called,
            line=first.line,
        )
        self._wrong(second, what)

    def _days(self, event: Event) -> Iterator[date]:
        """The days of an event or of a series inside the calendar."""
        if event.rule is None:
            days = [day_of(event.start)]
        else:
            days = self._recurring(event, event.rule)
        days += map(day_of, event.besides)
        without = set(map(day_of, event.without))
        for day in dict.fromkeys(days):
            if day not in without and self.begins <= day <= self.ends:
                self._room += 1
                if self._room > MOST_DAYS:
                    what = sentence(
                        "the file has more than {most} sittings", most=MOST_DAYS
                    )
                    self._wrong(event, what)
                    return
                yield day

    def _recurring(self, event: Event, rule: Rule) -> list[date]:
        what = _unbounded(event, rule) or _unread(event, rule)
        if what is not None:
            self._wrong(event, what)
            return []
        try:
            days = list(self._occurrences(event, rule))
            if days and (first := day_of(event.start)) not in days:
                what = sentence(
                    "{event} begins on {day}, a day that {rule} does not name",
                    event=event.called,
                    day=FullDay(first),
                    rule=event.text,
                )
                self._wrong(event, what)
            return days
        except (ValueError, IndexError, TypeError, OverflowError):
            what = sentence(
                "{event}: the recurrence {rule} cannot be reckoned",
                event=event.called,
                rule=event.text,
            )
            self._wrong(event, what)
            return []

    def _occurrences(self, event: Event, rule: Rule) -> Iterator[date]:
        """The days of a series, reckoned on the clock that it is written in."""
        zone = event.start.tzinfo if isinstance(event.start, datetime) else None
        text = ";".join(
            part for part in event.text.upper().split(";") if part[:6] != "UNTIL="
        )
        until = [_last(each, event) for each in rule.get("UNTIL", ())]
        for moment in rrulestr(text, dtstart=_wall(event.start)):
            beyond = moment.year > self.ends.year + 1
            if beyond or any(moment > each for each in until):
                return
            yield day_of(moment.replace(tzinfo=zone))

    def _wrong(self, event: Event, what: Sentence) -> None:
        self.faults.append(Fault(event.line, what))


def _unbounded(event: Event, rule: Rule) -> Sentence | None:
    if "COUNT" in rule or "UNTIL" in rule:
        return None
    return sentence(
        "{event} recurs without end ({rule}); write UNTIL or COUNT",
        event=event.called,
        rule=event.text,
    )


def _unread(event: Event, rule: Rule) -> Sentence | None:
    """What a rule says that is not read here, or makes no sense."""
    often = str(next(iter(rule.get("FREQ", [""]))))
    known = _PARTS.get(often, set())
    odd = [name for name in rule if name not in known | _ALWAYS]
    if often in _PARTS and not odd and all(map(_positive, _numbers(rule))):
        return None
    return sentence(
        "{event}: the recurrence {rule} is not read here; write the days one by one",
        event=event.called,
        rule=event.text,
    )


def _numbers(rule: Rule) -> Iterator[object]:
    for name in ("INTERVAL", "COUNT"):
        yield from rule.get(name, ())


def _positive(number: object) -> bool:
    return isinstance(number, int) and number >= 1


def _wall(moment: Moment) -> datetime:
    """The clock on the wall at a moment, in the zone that it is written in."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _last(until: object, event: Event) -> datetime:
    """The last moment of a series on the clock that its beginning is written in."""
    if isinstance(until, datetime):
        zone = event.start.tzinfo if isinstance(event.start, datetime) else None
        if until.tzinfo is not None:
            until = until.astimezone(zone or OFFICE)
        return until.replace(tzinfo=None)
    if isinstance(until, date):
        return _wall(until) + _END_OF_DAY
    raise TypeError(until)
