"""Periods drawn by lot, with a liking for the days on which counting goes wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from types import MappingProxyType

from tests.workflow.oracle import forwards
from tests.workflow.sheet import Asked
from tests.workflow.wall_calendar import ONE_DAY, Berlin, Named, easter

_CLOSED = Named("Betriebsruhe", "office closed")
CLOSING = Berlin(  # between the years, and the day after Ascension
    closed=MappingProxyType(
        {
            day: _CLOSED
            for year in range(1995, 2100)
            for day in (
                *(date(year, 12, number) for number in range(24, 32)),
                easter(year) + timedelta(days=40),
            )
        }
    )
)
CALENDARS = (Berlin(), CLOSING)
_AMOUNTS = {
    "days": 70,
    "clear days": 40,
    "weeks": 15,
    "months": 26,
    "half months": 13,
    "years": 3,
    "working days": 45,
}
UNITS = tuple(_AMOUNTS)
KINDS = (
    *("plain", "plain", "plain", "working", "extended", "extended until"),
    *("stopped", "stopped and extended", "stopped for good", "back", "back"),
    *("stopped midway, extended", "stopped when it was moved", "off the calendar"),
)
_ON = ("event_day", "event_day", "begin_of_day", "begin_of_day", "clear_days")
_BACK = ("calendar_days", "clear_days")
Case = tuple[str, Asked, Berlin]


def cases(seed: int, count: int) -> Iterator[Case]:
    """So many cases of one seed, each kind in turn: the kind, what, which calendar."""
    chance = Random(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        asked, calendar = _asked(chance, kind), chance.choice(CALENDARS)
        if kind == "extended until":
            until = _later(chance, asked, calendar)
            asked = replace(
                asked, longer=(until, _longer(chance))[: chance.choice((1, 2))]
            )
        if kind == "stopped when it was moved":
            asked = _held_up(chance, asked, calendar)
        if kind == "off the calendar":
            calendar = _torn(chance, asked, calendar)
        yield kind, asked, calendar


def _asked(chance: Random, kind: str) -> Asked:
    unit = "working days" if kind == "working" else chance.choice(UNITS)
    amount = chance.choice((1, 2, chance.randint(1, _AMOUNTS[unit])))
    back = kind == "back"
    readings = _BACK if back else _ON
    reading = "clear_days" if unit == "clear days" else chance.choice(readings)
    longer: tuple[tuple[int, str], ...] = ()
    if kind.endswith("extended"):
        longer = tuple(_longer(chance) for _ in range(chance.choice((1, 1, 2))))
    shift = not back and chance.random() < 0.7
    asked = Asked(_start(chance), amount, unit, reading, shift, longer)
    if kind.startswith("stopped"):
        stops = _stops(chance, asked, for_good=kind.endswith("for good"))
        asked = replace(asked, stops=stops)
    if "midway" in kind:
        stops = _stops(chance, asked, for_good=chance.random() < 0.1)
        asked = replace(asked, stops=asked.stops[:1], midway=stops)
    return asked


def _start(chance: Random) -> date:
    """Any day, a month's end, or a day around a feast."""
    year = chance.randint(2015, 2040)
    any_day = date(year, 1, 1) + timedelta(days=chance.randint(0, 364))
    end_of_month = date(year, chance.randint(2, 12), 1) - chance.randint(1, 3) * ONE_DAY
    feast = chance.choice((easter(year), date(year, 12, 25), date(year, 5, 1)))
    at_feast = feast + timedelta(days=chance.randint(-50, 50))
    return chance.choice((any_day, end_of_month, end_of_month, at_feast))


def _longer(chance: Random) -> tuple[int, str]:
    unit = chance.choice(UNITS)
    return chance.randint(1, 6), unit


def _later(chance: Random, asked: Asked, calendar: Berlin) -> date:
    """A day after the old end, or hardly before it."""
    old = forwards(asked, calendar).end
    assert old
    return old + timedelta(days=chance.randint(-5, 60))


def _stops(
    chance: Random, asked: Asked, *, for_good: bool
) -> tuple[tuple[date, date | None], ...]:
    """Suspensions, some into one another, some before the term or after it.

    Many begin about the day on which the term, or the first part of it, would end.
    """
    stops: list[tuple[date, date | None]] = []
    ends = forwards(replace(asked, longer=asked.longer[:-1]), Berlin()).raw
    assert ends
    any_day = asked.start + timedelta(days=chance.randint(-9, 40))
    day = chance.choice((any_day, ends + timedelta(days=chance.randint(-1, 2))))
    for _ in range(chance.randint(0 if for_good else 1, 3)):
        until = day + timedelta(days=chance.randint(1, 30))
        stops.append((day, until))
        day = until + timedelta(days=chance.randint(-5, 40))
    if for_good:
        stops.append((day, None))
    return tuple(stops)


def _held_up(chance: Random, asked: Asked, calendar: Berlin) -> Asked:
    """A suspension between the end that was counted and the day it was moved to.

    The term begins later and later until its end is off.
    """
    units = ("days", "weeks", "months", "half months")
    asked = replace(asked, unit=chance.choice(units), shift=True, stops=())
    asked = replace(asked, counting="event_day", amount=chance.randint(1, 20))
    sheet = forwards(asked, calendar)
    while sheet.raw == sheet.end:
        asked = replace(asked, start=asked.start + ONE_DAY)
        sheet = forwards(asked, calendar)
    assert sheet.raw
    assert sheet.end
    off = (sheet.end - sheet.raw).days
    first = sheet.raw + timedelta(days=chance.randint(1, off))
    until = first + timedelta(days=chance.randint(1, 12))
    stops: tuple[tuple[date, date | None], ...] = ((first, until),)
    if chance.random() < 0.4:
        again = until + timedelta(days=chance.randint(0, 5))
        stops += ((again, chance.choice((None, again + 2 * ONE_DAY))),)
    longer = ((chance.randint(1, 9), chance.choice(UNITS)),)
    if chance.random() < 0.5:
        return replace(asked, stops=stops[:1], midway=stops[1:], longer=longer)
    return replace(asked, stops=stops, longer=chance.choice(((), longer)))


def _torn(chance: Random, asked: Asked, calendar: Berlin) -> Berlin:
    """A calendar of which pages are missing, near the days that are counted."""
    begins = asked.start + timedelta(days=chance.randint(-3, 2))
    ends = begins + timedelta(days=chance.randint(3, 60))
    return Berlin(begins, ends, calendar.closed)
