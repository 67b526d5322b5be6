"""A wall calendar of Berlin for tests: its holidays, from no library and no file.

From the Act on Sundays and holidays of Berlin and its one-off days; Easter is looked
up as the churches do, by the full moon of spring.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Named:
    """Why a day is off, in both languages."""

    de: str
    en: str


SATURDAY, SUNDAY = Named("Samstag", "Saturday"), Named("Sonntag", "Sunday")
_EVERY_YEAR = {
    (1, 1): Named("Neujahr", "New Year's Day"),
    (5, 1): Named("Tag der Arbeit", "Labour Day"),
    (10, 3): Named("Tag der Deutschen Einheit", "German Unity Day"),
    (12, 25): Named("Erster Weihnachtstag", "Christmas Day"),
    (12, 26): Named("Zweiter Weihnachtstag", "Second Day of Christmas"),
}
_ONCE = {
    date(2017, 10, 31): Named("Reformationstag", "Reformation Day"),
    date(2020, 5, 8): Named("75 Jahre Befreiung", "75 years of liberation"),
    date(2025, 5, 8): Named("80 Jahre Befreiung", "80 years of liberation"),
    date(2028, 6, 17): Named("75 Jahre Volksaufstand", "75 years of the uprising"),
}
_WOMENS_DAY, _WOMENS_DAY_SINCE = Named("Frauentag", "Women's Day"), 2019
_FROM_EASTER = {  # days after Easter Sunday
    -2: Named("Karfreitag", "Good Friday"),
    1: Named("Ostermontag", "Easter Monday"),
    39: Named("Christi Himmelfahrt", "Ascension Day"),
    50: Named("Pfingstmontag", "Whit Monday"),
}
# The full moon before Easter by the golden number of the year, from 1900 to 2199.
_FULL_MOONS = [
    *("04-14", "04-03", "03-23", "04-11", "03-31", "04-18", "04-08", "03-28", "04-16"),
    *("04-05", "03-25", "04-13", "04-02", "03-22", "04-10", "03-30", "04-17", "04-07"),
    "03-27",
]


@cache
def easter(year: int) -> date:
    """The Sunday after the full moon of spring, from 1900 to 2199."""
    day = date.fromisoformat(f"{year}-{_FULL_MOONS[year % 19]}") + ONE_DAY
    while day.weekday() != 6:
        day += ONE_DAY
    return day


@cache
def holiday(day: date) -> Named | None:
    """The public holiday of Berlin on a day, from 1995 on."""
    if day in _ONCE:
        return _ONCE[day]
    if (day.month, day.day) == (3, 8) and day.year >= _WOMENS_DAY_SINCE:
        return _WOMENS_DAY
    from_easter = _FROM_EASTER.get((day - easter(day.year)).days)
    return from_easter or _EVERY_YEAR.get((day.month, day.day))


@dataclass(frozen=True)
class Berlin:
    """The wall calendar: holidays, weekends, and days on which an office is closed."""

    begins: date = date(1995, 1, 1)
    ends: date = date(2099, 12, 31)
    closed: Mapping[date, Named] = field(default_factory=dict)
    name: str = "DE-BE"

    def reason(self, day: date) -> Named | None:
        """Why a day is off: a holiday before a weekend before a closure."""
        weekend = {5: SATURDAY, 6: SUNDAY}.get(day.weekday())
        return holiday(day) or weekend or self.closed.get(day)
