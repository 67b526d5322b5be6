"""The books a deadline is counted with: days off and sittings, as of an entry.

A calendar is part of the record: every version was stored by an entry, and the last one
of its name is in force. So what is counted never depends on what is installed here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from definitions.canonical import parsed as json_of
from definitions.model import Definition
from definitions.sentences import Labelled, Sentence, sentence
from definitions.yearbooks import HolidayCalendar, SittingCalendar, from_stored
from workflow.history import END
from workflow.store import Transaction
from workflow.timetable import Timetable

Calendar = HolidayCalendar | SittingCalendar
SATURDAY, SUNDAY = 5, 6

_WEEKEND = {SATURDAY: sentence("Saturday"), SUNDAY: sentence("Sunday")}


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of a calendar as the record holds it; `seq` is the entry of it."""

    seq: int
    hash: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days off of a calendar: its holidays, and every Saturday and Sunday."""

    name: str
    begins: date
    ends: date
    named: Mapping[date, Labelled]
    hash: str = ""

    @classmethod
    def of(cls, calendar: HolidayCalendar, version: str = "") -> "DaysOff":
        """The days off of a holiday calendar; `version` is the hash of its content."""
        named = {day: each for each in calendar.off for day in each.on}
        return cls(calendar.calendar, calendar.begins, calendar.ends, named, version)

    def reason(self, day: date) -> Labelled | Sentence | None:
        """Why the day is off, or None for a working day."""
        return self.named.get(day) or _WEEKEND.get(day.weekday())


Look = Callable[[str, int], Stored | None]
Sat = tuple[int, str, date, str]  # entry, series, day, status


@dataclass(slots=True)
class Books:
    """Calendars and sittings of a record, in force as of any of its entries.

    Of the time before a calendar was stored its first version tells.
    """

    look: Look
    sat: Callable[[], Sequence[Sat]]
    _days: dict[str, DaysOff] = field(default_factory=dict)

    @classmethod
    def of(cls, tx: Transaction) -> "Books":
        """The books of a record, read as they are needed."""
        found: dict[str, list[Sat]] = {}

        def sat() -> Sequence[Sat]:
            if "all" not in found:
                rows = tx.all("sitting_entries")
                found["all"] = [_sat(row["seq"], row["content"]) for row in rows]
            return found["all"]

        kept: dict[tuple[str, int], Stored | None] = {}

        def look(name: str, seq: int) -> Stored | None:
            if (name, seq) not in kept:
                row = tx.one("calendar_at", named=name, seq=seq)
                row = row or tx.one("first_calendar", named=name)
                kept[name, seq] = stored(**row) if row else None
            return kept[name, seq]

        return cls(look, sat)

    def days_off(self, name: str, seq: int = END) -> DaysOff | None:
        """The days off in force as of an entry; None if none are in the record."""
        found = self.look(name, seq)
        if found is None or not isinstance(found.calendar, HolidayCalendar):
            return None
        if found.hash not in self._days:
            self._days[found.hash] = DaysOff.of(found.calendar, found.hash)
        return self._days[found.hash]

    def timetable(self, series: str, seq: int = END) -> Timetable:
        """When a body sits, as known as of an entry."""
        found = self.look(series, seq)
        calendar = found.calendar if found else None
        recorded = {
            day: status
            for entry, name, day, status in self.sat()
            if name == series and entry <= seq
        }
        return Timetable(
            calendar if isinstance(calendar, SittingCalendar) else None, recorded
        )

    def version(self, name: str, seq: int = END) -> str | None:
        """The hash of the calendar in force as of an entry."""
        found = self.look(name, seq)
        return found.hash if found else None


def stored(seq: int, name: str, hash: str, content: str) -> Stored:
    """A version of a calendar from its row."""
    return Stored(seq, hash, from_stored(content))


def needed(path: Definition) -> tuple[str, ...]:
    """The calendars that the deadlines of a path are counted with."""
    found: dict[str, None] = {}
    for rule in path.deadlines.values():
        if rule.calendar is not None:
            found[rule.calendar] = None
        series = path.bodies[rule.before].sittings if rule.before else None
        if series is not None:
            found[series] = None
    return tuple(found)


def _sat(seq: int, content: str) -> Sat:
    said = json_of(content)
    facts = said["facts"]
    return seq, facts["sittings"], date.fromisoformat(said["on"]), facts["status"]
