"""The days off of Berlin, worked out here: nothing of it comes from the program.

Holidays by the law of Berlin; Easter by the rule of the Gregorian calendar (Gauss, in
the form of Butcher). Closures can be added, as an overlay of an office does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from definitions.sentences import Labelled, Sentence


@dataclass(frozen=True)
class Name:
    """A holiday in German and in English."""

    de: str
    en: str


NEW_YEAR = Name("Neujahr", "New Year's Day")
WOMENS_DAY = Name("Internationaler Frauentag", "International Women's Day")
GOOD_FRIDAY = Name("Karfreitag", "Good Friday")
EASTER_MONDAY = Name("Ostermontag", "Easter Monday")
LABOUR_DAY = Name("Erster Mai", "Labour Day")
LIBERATION = Name("Tag der Befreiung", "liberation day")
ASCENSION = Name("Christi Himmelfahrt", "Ascension Day")
WHIT_MONDAY = Name("Pfingstmontag", "Whit Monday")
UNITY = Name("Tag der Deutschen Einheit", "German Unity Day")
REFORMATION = Name("Reformationstag", "Reformation Day")
UPRISING = Name("Aufstand vom 17. Juni", "uprising of 17 June")
CHRISTMAS = Name("Erster Weihnachtstag", "Christmas Day")
BOXING_DAY = Name("Zweiter Weihnachtstag", "second day of Christmas")
CLOSED = Name("Dienststelle geschlossen", "office closed")

ONCE = {
    date(2017, 10, 31): REFORMATION,
    date(2020, 5, 8): LIBERATION,
    date(2025, 5, 8): LIBERATION,
    date(2028, 6, 17): UPRISING,
}


def easter(year: int) -> date:
    """Easter Sunday."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> dict[date, Name]:
    """The holidays of Berlin in a year from 1991 on."""
    sunday = easter(year)
    found = {
        date(year, 1, 1): NEW_YEAR,
        sunday - timedelta(2): GOOD_FRIDAY,
        sunday + timedelta(1): EASTER_MONDAY,
        date(year, 5, 1): LABOUR_DAY,
        sunday + timedelta(39): ASCENSION,
        sunday + timedelta(50): WHIT_MONDAY,
        date(year, 10, 3): UNITY,
        date(year, 12, 25): CHRISTMAS,
        date(year, 12, 26): BOXING_DAY,
    }
    if year >= 2019:
        found[date(year, 3, 8)] = WOMENS_DAY
    return found | {day: name for day, name in ONCE.items() if day.year == year}


_WEEKEND: Mapping[int, Sentence] = {
    5: Sentence("Saturday", {}),
    6: Sentence("Sunday", {}),
}
_BY_YEAR = {year: holidays(year) for year in range(1991, 2101)}


@dataclass(frozen=True)
class BerlinDays:
    """The calendar of Berlin, with closures where an office has any."""

    closed: frozenset[date] = field(default_factory=frozenset)
    begins: date = date(1991, 1, 1)
    ends: date = date(2100, 12, 31)
    name: str = "DE-BE"

    def reason(self, day: date) -> Labelled | Sentence | None:
        """Why nobody works on that day, if so."""
        assert self.begins <= day <= self.ends, f"asked about {day}"
        if day in self.closed:
            return CLOSED
        return _BY_YEAR[day.year].get(day) or _WEEKEND.get(day.weekday())


BERLIN = BerlinDays()


def off(day: date) -> bool:
    """Whether Berlin does not work on that day."""
    return BERLIN.reason(day) is not None
