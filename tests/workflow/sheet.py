"""The sheet of paper on which `tests.workflow.oracle` counts, and what is asked."""

from dataclasses import dataclass, field
from datetime import date

from tests.workflow.wall_calendar import ONE_DAY, Berlin

Crossed = tuple[date, str]  # and why, in English
Suspended = tuple[date, date | None]  # the first day, and the first running day


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
    stops: tuple[Suspended, ...] = ()
    midway: tuple[Suspended, ...] = ()  # recorded after the first extension


@dataclass
class Sheet:
    """A calendar that is being written on, and what was found in the end.

    A term that stands still has no end.
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
    # The days of the term, each with the unit it is counted in, and what holds it up.
    days: dict[date, str] = field(default_factory=dict)
    suspended: list[Suspended] = field(default_factory=list)
    done: list[Suspended] = field(default_factory=list)
    seen: set[date] = field(default_factory=set)  # suspended days that are done with
    stopped: list[date] = field(default_factory=list)  # those that were left out
    stands_since: date | None = None
    moved: date | None = None  # the end from which the days off were crossed off last
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


def clear(asked: Asked) -> bool:
    return "clear" in asked.unit + asked.counting
