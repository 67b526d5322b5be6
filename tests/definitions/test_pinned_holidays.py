"""The days off in Berlin that matter, held to the law as it was published."""

from datetime import date, timedelta

import pytest

from definitions.almanac import HolidayCalendar, from_file, shipped
from definitions.feasts import feasts
from tests.definitions.files import Write

YEARS = range(1991, 2061)


def days_off(name: str = "DE-BE") -> dict[date, str]:
    """The days off of a shipped calendar with their German names."""
    calendar = shipped(name)
    assert isinstance(calendar, HolidayCalendar)
    return {day: each.de for each in calendar.off for day in each.on}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by Gauss as Lichtenberg mended it."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    lunar = (19 * (year % 19) + moon) % 30
    limit = (lunar + (year % 19) // 11) // 29
    border = 21 + lunar - limit
    sunday = 7 - (year + year // 4 + sun) % 7
    march = border + (7 - (border - sunday) % 7)
    return date(year, 3, 1) + timedelta(days=march - 1)


def test_womens_day_is_a_holiday_from_2019_on() -> None:
    found = {day.year for day in days_off() if (day.month, day.day) == (3, 8)}
    assert found == set(range(2019, 2061))


def test_the_eighth_of_may_is_a_holiday_in_2020_and_2025_only() -> None:
    found = {
        day.year
        for day, name in days_off().items()
        if (day.month, day.day) == (5, 8) and "Himmelfahrt" not in name
    }
    assert found == {2020, 2025}


def test_the_day_of_the_reformation_is_a_holiday_in_2017_only() -> None:
    found = {day for day in days_off() if (day.month, day.day) == (10, 31)}
    assert found == {date(2017, 10, 31)}


def test_the_seventeenth_of_june_is_a_holiday_in_2028_only() -> None:
    found = [day for day in days_off() if (day.month, day.day) == (6, 17)]
    assert found == [date(2028, 6, 17)]


@pytest.mark.parametrize(
    "after_easter", [60, 0, 49], ids=["Corpus Christi", "Easter Sunday", "Whit Sunday"]
)
def test_no_other_feast_of_the_church_is_a_holiday(after_easter: int) -> None:
    """Corpus Christi, and the Sundays of Easter and Whitsun, which are Sundays."""
    feast = {easter(year) + timedelta(days=after_easter) for year in YEARS}
    others = {day for day in feast if (day.month, day.day) in FIXED}
    assert not feast & set(days_off()) - others


FIXED = {(1, 1), (3, 8), (5, 1), (10, 3), (12, 25), (12, 26)}


@pytest.mark.parametrize("day", [24, 31])
def test_the_last_days_of_the_year_are_working_days(day: int) -> None:
    assert not {date(year, 12, day) for year in YEARS} & set(days_off())


def test_every_year_has_the_nine_holidays_of_the_statute() -> None:
    for year in YEARS:
        moving = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension, Whit Monday
        expected = {easter(year) + timedelta(days=after) for after in moving}
        fixed = FIXED if year >= 2019 else FIXED - {(3, 8)}
        expected |= {date(year, month, day) for month, day in fixed}
        once = {date(2017, 10, 31), date(2020, 5, 8), date(2025, 5, 8)}
        once |= {date(2028, 6, 17)}
        penance = {d for d, name in days_off().items() if name == "Buß- und Bettag"}
        expected |= {day for day in once | penance if day.year == year}
        assert {day for day in days_off() if day.year == year} == expected


def test_the_day_of_repentance_went_in_1995() -> None:
    found = {day.year for day, name in days_off().items() if name == "Buß- und Bettag"}
    assert found == set(range(1991, 1995))


def test_of_two_holidays_on_one_day_both_names_stand() -> None:
    """In 2008 Ascension fell on the first of May."""
    calendar = shipped("DE-BE")
    assert isinstance(calendar, HolidayCalendar)
    (found,) = (each for each in calendar.off if date(2008, 5, 1) in each.on)
    assert (found.de, found.en) == (
        "Christi Himmelfahrt / Erster Mai",
        "Ascension Day / Labor Day",
    )


def test_an_office_can_close_on_the_last_days_of_the_year(write: Write) -> None:
    closed = from_file(
        write(
            "calendar: DE-BE\n"
            "days_off:\n"
            "  - {de: geschlossen, en: closed, on: [2026-12-24, 2026-12-31]}\n"
        )
    )
    assert isinstance(closed, HolidayCalendar)
    off = {day: each.de for each in closed.off for day in each.on}
    added = {date(2026, 12, day): "geschlossen" for day in (24, 31)}
    assert off == days_off() | added


def test_a_holiday_that_was_taken_back_is_a_working_day(write: Write) -> None:
    text = "calendar: DE-BE\nworking_days: 2028-06-17\n"
    opened = from_file(write(text))
    assert isinstance(opened, HolidayCalendar)
    gone = set(days_off()) - {day for each in opened.off for day in each.on}
    assert gone == {date(2028, 6, 17)}


@pytest.mark.parametrize(
    ("name", "day", "de", "en"),
    [
        ("DE-BY", date(2024, 5, 30), "Fronleichnam", "Corpus Christi"),
        ("DE", date(2024, 10, 3), "Tag der Deutschen Einheit", "German Unity Day"),
        ("AT-9", date(2024, 10, 26), "Nationalfeiertag", "National Day"),
        ("CH-ZH", date(2024, 8, 1), "Nationalfeiertag", "National Day"),
        ("FR", date(2024, 7, 14), "Fête nationale", "National Day"),
    ],
)
def test_other_places_have_their_holidays_in_both_languages(
    name: str, day: date, de: str, en: str
) -> None:
    """Where the library has no German, the name is that of the country."""
    calendar = shipped(name)
    assert isinstance(calendar, HolidayCalendar)
    (found,) = (each for each in calendar.off if day in each.on)
    assert (found.de, found.en) == (de, en)


@pytest.mark.parametrize("language", ["de_DE", "en_GB", "th", "C"])
def test_the_names_do_not_depend_on_the_environment(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {code: feasts(code, range(2024, 2025)) for code in ("DE-BE", "FR", "US")}
    for variable in ("LANG", "LANGUAGE", "LC_ALL"):
        monkeypatch.setenv(variable, language)
    for code, found in expected.items():
        assert feasts(code, range(2024, 2025)) == found
