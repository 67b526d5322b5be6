"""Calendars: what is shipped, what is stored, what a file may say and may not."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.almanac import (
    CalendarBroken,
    HolidayCalendar,
    SittingCalendar,
    checked,
    content_of,
    from_file,
    known,
    parsed,
    shipped,
    shipped_names,
)
from definitions.canonical import canonical
from definitions.files import FileUnreadable
from definitions.findings import DefinitionBroken
from definitions.loader import hash_of
from definitions.reader import read
from definitions.values import with_numbers
from tests.definitions.files import Write, unmarked

OFF = """\
calendar: DE-BE
title: {de: Feiertage, en: Holidays}
begins: 2020-01-01
ends: 2030-12-31
days_off:
  - {de: Brückentag, en: bridge day, on: 2026-05-15}
  - {de: geschlossen, en: closed, on: [2026-12-24, 2026-12-31]}
working_days: [2028-06-17]
"""
SITS = """\
sittings: town-council
de: Sitzungen des Rates
en: sittings of the council
begins: 2024-01-01
ends: 2027-12-31
rule: {every: month, on: thursday, week: 3}
recess:
  - {de: Sommerpause, en: summer recess, first: 2026-07-09, last: 2026-08-22}
years:
  "2027": [2027-01-21, 2027-02-18]
added: [2026-08-05]
moved:
  2026-05-21: 2026-05-28
cancelled: [2026-12-17]
"""


def sittings(text: str, write: Write) -> SittingCalendar:
    found = from_file(write(text))
    assert isinstance(found, SittingCalendar)
    return found


def council(name: str) -> SittingCalendar:
    found = shipped(name)
    assert isinstance(found, SittingCalendar)
    return found


# --- What is shipped --------------------------------------------------------------


def test_three_calendars_come_with_the_program() -> None:
    assert shipped_names() == ("DE-BE", "council", "senate")
    for name in shipped_names():
        calendar = shipped(name)
        assert calendar is not None
        assert calendar.name == name


def test_a_place_that_nobody_knows_has_no_calendar() -> None:
    places = ["DE-XX", "XX", "de-be", "DE-Augsburg", "../paths/berlin-bill", "", "DE-"]
    assert [shipped(name) for name in places] == [None] * len(places)
    assert not any(known(name) for name in places)
    assert known("DE-BE")
    assert known("DE-BY")


def test_the_senate_sits_on_tuesdays_but_not_after_easter_2024() -> None:
    senate = council("senate")
    assert senate.regular(date(2019, 11, 26))
    assert senate.regular(date(2021, 8, 3))  # no recess stands in the way
    assert not senate.regular(date(2019, 11, 25))
    assert date(2024, 4, 2) in senate.cancelled


def test_the_senate_is_not_taken_to_sit_on_a_holiday() -> None:
    berlin, senate = shipped("DE-BE"), council("senate")
    assert isinstance(berlin, HolidayCalendar)
    holidays = {day for each in berlin.off for day in each.on}
    assert not {day for day in holidays if senate.regular(day)} - {*senate.cancelled}


def test_no_sitting_of_the_council_is_made_up() -> None:
    """Its week of the month is not known: only days that were reported stand there."""
    calendar = council("council")
    assert calendar.rule is None
    days = (date(2026, 1, 1) + timedelta(days=each) for each in range(365))
    assert not any(calendar.regular(day) for day in days)
    assert calendar.regular(date(2019, 11, 21))
    assert calendar.moved[date(2018, 4, 19)] == date(2018, 4, 5)


def test_every_reported_sitting_has_the_weekday_of_its_body() -> None:
    assert {day.weekday() for day in council("council").added} == {3}
    assert {day.weekday() for day in council("senate").cancelled} == {1}


def test_the_names_are_told_without_the_library_of_holidays() -> None:
    program = (
        "import sys; from definitions import almanac\n"
        "almanac.shipped_names(); almanac.known('DE-BE'); almanac.shipped('senate')\n"
        "sys.exit('holidays' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)


# --- What is stored ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["DE-BE", "DE-BY", "AT-9", "senate", "council"])
def test_a_calendar_comes_back_from_its_text(name: str) -> None:
    calendar = shipped(name)
    assert calendar is not None
    content = content_of(calendar)
    again = parsed(content)
    assert content_of(again) == content
    if isinstance(calendar, SittingCalendar):
        assert isinstance(again, SittingCalendar)
        days = (date(2005, 1, 1) + timedelta(days=each) for each in range(9_000))
        assert all(again.regular(day) is calendar.regular(day) for day in days)
        assert (again.moved, {*again.cancelled}) == (
            calendar.moved,
            {*calendar.cancelled},
        )


def test_the_order_in_the_file_changes_nothing(write: Write) -> None:
    other = OFF.replace("[2026-12-24, 2026-12-31]", "[2026-12-31, 2026-12-24]")
    lines = other.split("\n")
    lines[5], lines[6] = lines[6], lines[5]
    first, second = (content_of(from_file(write(text))) for text in (OFF, other))
    assert hash_of(first) == hash_of(second)
    moved = SITS.replace("added: [2026-08-05]", "added: [2026-08-06, 2026-08-05]")
    turned = SITS.replace("added: [2026-08-05]", "added: [2026-08-05, 2026-08-06]")
    assert content_of(from_file(write(moved))) == content_of(from_file(write(turned)))


def test_what_is_stored_is_checked_when_it_is_read() -> None:
    """A program that stored a calendar against itself is found, all at once."""
    broken = council("senate").model_copy(
        update={"added": (date(2026, 3, 10),), "cancelled": (date(2026, 3, 10),) * 2}
    )
    with pytest.raises(CalendarBroken) as caught:
        parsed(content_of(broken))
    assert [str(each) for each in caught.value.sentences] == [
        "calendar senate: cancelled.1: 2026-03-10 stands twice; keep one of the two",
        "calendar senate: cancelled.0: the sitting of 2026-03-10 is added and"
        " cancelled; keep one of the two",
        "calendar senate: cancelled.1: the sitting of 2026-03-10 is added and"
        " cancelled; keep one of the two",
    ]
    with pytest.raises(CalendarBroken):
        checked(broken)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"calendar":"DE-BE"}', '{"sittings":"x"}', "null", '"senate"'],
)
def test_a_text_that_is_no_calendar_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parsed(content)
    assert not isinstance(caught.value, CalendarBroken)


def test_a_stored_calendar_knows_no_keys_besides() -> None:
    value = {"sittings": "x", "de": "a", "en": "b", "begins": "2024-01-01"}
    value |= {"ends": "2024-12-31", "script": "x"}
    with pytest.raises(ValueError, match="script"):
        parsed(canonical(value))


# --- What a file says -------------------------------------------------------------


def test_a_file_adds_days_off_and_takes_holidays_out(write: Write) -> None:
    calendar = from_file(write(OFF))
    assert isinstance(calendar, HolidayCalendar)
    names = {day: each.de for each in calendar.off for day in each.on}
    assert names[date(2026, 5, 15)] == "Brückentag"
    assert names[date(2026, 12, 31)] == "geschlossen"
    assert date(2028, 6, 17) not in names
    assert min(names) == date(2020, 1, 1)
    assert max(names) == date(2030, 12, 26)


@pytest.mark.parametrize(
    ("day", "sits"),
    [
        ("2026-01-15", True),  # the third Thursday
        ("2026-01-22", False),
        ("2026-01-14", False),
        ("2026-07-16", False),  # recess
        ("2026-08-05", True),  # added in the recess
        ("2027-01-21", True),  # entered
        ("2027-03-18", False),  # the rule says nothing of 2027
        ("2023-12-21", False),  # before the calendar begins
        ("2028-01-20", False),  # after it ends
    ],
)
def test_a_sitting_is_meant_by_rule_entry_or_addition(
    day: str, sits: bool, write: Write
) -> None:
    assert sittings(SITS, write).regular(date.fromisoformat(day)) is sits


def test_the_last_weekday_of_a_month(write: Write) -> None:
    calendar = sittings(SITS.replace("week: 3", "week: last").split("recess")[0], write)
    days = [date(2024, 1, 1) + timedelta(days=each) for each in range(366)]
    found = [day for day in days if calendar.regular(day)]
    assert len(found) == 12
    assert found[1] == date(2024, 2, 29)
    assert all((day + timedelta(days=7)).month != day.month for day in found)


@given(
    st.sampled_from(["monday", "wednesday", "sunday"]), st.sampled_from([1, 2, 3, 4])
)
def test_a_monthly_rule_names_one_day_of_every_month(on: str, week: int) -> None:
    calendar = SittingCalendar.model_validate(
        {
            "sittings": "x",
            "de": "a",
            "en": "b",
            "begins": "2024-01-01",
            "ends": "2027-12-31",
            "rule": {"every": "month", "on": on, "week": week},
        }
    )
    days = [date(2024, 1, 1) + timedelta(days=each) for each in range(4 * 366)]
    found = [day for day in days if calendar.regular(day)]
    assert [(day.year, day.month) for day in found] == [
        (year, month) for year in range(2024, 2028) for month in range(1, 13)
    ]
    assert all(7 * week - 7 < day.day <= 7 * week for day in found)


# --- What a file may not say ------------------------------------------------------

RECESS = "first: 2026-07-09, last: 2026-08-22"
# The file, what stood there, what is written instead (» marks the place), what is said.
REFUSED = {
    "unknown place": (
        OFF,
        "calendar: DE-BE",
        "calendar: »DE-XX",
        "calendar: no holidays are known for DE-XX; write a country, or a part of one,"
        " by its ISO code: DE-BE",
    ),
    "path for a place": (
        OFF,
        "calendar: DE-BE",
        "calendar: »../../etc",
        "calendar: ../../etc is not a calendar; write a country, or a part of one:"
        " DE-BE",
    ),
    "years before the statute": (
        OFF,
        "begins: 2020-01-01",
        "begins: »1989-01-01",
        "begins: holidays are known from 1991 to 2100 only; mend the day",
    ),
    "years in the far future": (
        OFF,
        "ends: 2030-12-31",
        "ends: »9999-12-31",
        "ends: holidays are known from 1991 to 2100 only; mend the day",
    ),
    "end before the beginning": (
        OFF,
        "ends: 2030-12-31",
        "ends: »2019-12-31",
        "ends: the last day is before the first, 2020-01-01; mend one of the two days",
    ),
    "off and working at once": (
        OFF,
        "working_days: [2028-06-17]",
        "working_days: [»2026-12-31]",
        "working_days.0: 2026-12-31 is a day off and a working day at once; keep one of"
        " the two",
    ),
    "working day that is one already": (
        OFF,
        "working_days: [2028-06-17]",
        "working_days: [»2027-06-17]",
        "working_days.0: 2027-06-17 is no holiday: nothing can be taken out; take it"
        " out",
    ),
    "Saturday that is worked": (
        OFF,
        "working_days: [2028-06-17]",
        "working_days: [»2026-05-16]",
        "working_days.0: 2026-05-16 is no holiday: nothing can be taken out; take it"
        " out",
    ),
    "working day twice": (
        OFF,
        "working_days: [2028-06-17]",
        "working_days: [2028-06-17, »2028-06-17]",
        "working_days.1: 2028-06-17 stands twice; keep one of the two",
    ),
    "holiday that is one already": (
        OFF,
        "on: 2026-05-15",
        "on: [2026-05-15, »2026-05-14]",
        "days_off.0.on.1: 2026-05-14 is a holiday already: Ascension Day; take it out",
    ),
    "day off twice": (
        OFF,
        "[2026-12-24, 2026-12-31]",
        "[2026-12-24, »2026-05-15]",
        "days_off.1.on.1: 2026-05-15 stands twice; keep one of the two",
    ),
    "day off outside": (
        OFF,
        "[2026-12-24, 2026-12-31]",
        "[2026-12-24, »2031-12-31]",
        "days_off.1.on.1: 2031-12-31 lies outside the calendar, which goes from"
        " 2020-01-01 to 2030-12-31; mend the day, or `begins` and `ends`",
    ),
    "closure without a day": (
        OFF,
        "on: 2026-05-15",
        "on: »[]",
        "days_off.0.on: no day stands here; name a day, or take the entry out",
    ),
    "closure without a name": (
        OFF,
        "{de: Brückentag, en: bridge day, on",
        "»{de: Brückentag, on",
        "days_off.0.en: the key en is missing; add it",
    ),
    "day that is none": (
        OFF,
        "on: 2026-05-15",
        "on: »2026-02-29",
        "days_off.0.on.0: the calendar has no such day; mend the day",
    ),
    "misspelled key": (
        OFF,
        "working_days:",
        "»workingdays:",
        "workingdays: the key workingdays is not known here; did you mean"
        " working_days?",
    ),
    "key twice": (
        OFF,
        "ends: 2030-12-31",
        "ends: 2030-12-31\n»ends: 2031-12-31",
        "ends: the key stands twice, first in line 4; keep one of the two",
    ),
    "alias": (
        OFF,
        "on: 2026-05-15",
        "on: »*easter",
        "days_off.0.on: the alias *easter is not allowed; write the value out where it"
        " is wanted",
    ),
    "weekday that is none": (
        SITS,
        "on: thursday",
        "on: »thurday",
        "rule.on: thurday cannot stand here; did you mean thursday?",
    ),
    "rhythm that is none": (
        SITS,
        "every: month",
        "every: »fortnight",
        "rule.every: fortnight cannot stand here; use one of: month, week",
    ),
    "fifth week": (
        SITS,
        "week: 3",
        "week: »5",
        "rule.week: this is no week of the month; write 1, 2, 3, 4 or last",
    ),
    "month without a week": (
        SITS,
        "rule: {every: month, on: thursday, week: 3}",
        "rule: »{every: month, on: thursday}",
        "rule: it is not said in which week of the month; add `week`: 1, 2, 3, 4 or"
        " last",
    ),
    "week of a weekly rule": (
        SITS,
        "rule: {every: month, on: thursday, week: 3}",
        "rule: {every: week, on: thursday, week: »3}",
        "rule.week: a weekly rule knows no week of the month; take it out",
    ),
    "recess that ends before it begins": (
        SITS,
        RECESS,
        "first: 2026-08-22, last: »2026-07-09",
        "recess.0.last: the last day is before the first, 2026-08-22; mend one of the"
        " two days",
    ),
    "recess outside": (
        SITS,
        RECESS,
        "first: »2023-07-09, last: 2026-08-22",
        "recess.0.first: 2023-07-09 lies outside the calendar, which goes from"
        " 2024-01-01 to 2027-12-31; mend the day, or `begins` and `ends`",
    ),
    "year without quotes": (
        SITS,
        '  "2027": [2027-01-21, 2027-02-18]',
        "  »2027: [2027-01-21, 2027-02-18]",
        "years: YAML reads the key 2027 as a number; write it in quotes"
        ' ("2027") or choose a name',
    ),
    "year that is none": (
        SITS,
        '"2027"',
        '»"next"',
        'years.next: this is no year; write it in quotes: "2026"',
    ),
    "day under another year": (
        SITS,
        "[2027-01-21, 2027-02-18]",
        "[2027-01-21, »2026-02-19]",
        "years.2027.1: 2026-02-19 is no day of 2027; write it under its own year",
    ),
    "entered day twice": (
        SITS,
        "[2027-01-21, 2027-02-18]",
        "[2027-01-21, »2027-01-21]",
        "years.2027.1: 2027-01-21 stands twice; keep one of the two",
    ),
    "entered day in a recess": (
        SITS,
        RECESS + "}",
        f"{RECESS}}}\n"
        "  - {de: Pause, en: recess, first: 2027-01-01, last: 2027-01-31}",
        "years.2027.0: 2027-01-21 lies in a recess: recess; keep one of the two",
    ),
    "added twice": (
        SITS,
        "added: [2026-08-05]",
        "added: [2026-08-05, »2026-08-05]",
        "added.1: 2026-08-05 stands twice; keep one of the two",
    ),
    "added and entered": (
        SITS,
        "added: [2026-08-05]",
        "added: [»2027-01-21]",
        "added.0: 2027-01-21 is entered in its year already; keep one of the two",
    ),
    "added and cancelled": (
        SITS,
        "cancelled: [2026-12-17]",
        "cancelled: [»2026-08-05]",
        "cancelled.0: the sitting of 2026-08-05 is added and cancelled; keep one of the"
        " two",
    ),
    "moved and cancelled": (
        SITS,
        "cancelled: [2026-12-17]",
        "cancelled: [»2026-05-21]",
        "cancelled.0: the sitting of 2026-05-21 is moved and cancelled; keep one of the"
        " two",
    ),
    "cancelled although nobody sits": (
        SITS,
        "cancelled: [2026-12-17]",
        "cancelled: [»2026-12-18]",
        "cancelled.0: there is no sitting on 2026-12-18; mend the day, or enter the"
        " sitting first",
    ),
    "cancelled in the recess": (
        SITS,
        "cancelled: [2026-12-17]",
        "cancelled: [»2026-07-16]",
        "cancelled.0: there is no sitting on 2026-07-16; mend the day, or enter the"
        " sitting first",
    ),
    "moved although nobody sits": (
        SITS,
        "2026-05-21: 2026-05-28",
        "2026-05-20: »2026-05-28",
        "moved.2026-05-20: there is no sitting on 2026-05-20; mend the day, or enter"
        " the sitting first",
    ),
    "moved onto itself": (
        SITS,
        "2026-05-21: 2026-05-28",
        "2026-05-21: »2026-05-21",
        "moved.2026-05-21: the sitting of 2026-05-21 comes back to its day; take it"
        " out",
    ),
    "moved onto a cancelled day": (
        SITS,
        "2026-05-21: 2026-05-28",
        "2026-05-21: »2026-12-17",
        "moved.2026-05-21: the sitting of 2026-12-17 is cancelled; cancel the sitting"
        " of 2026-05-21 instead",
    ),
    "moved onto a sitting": (
        SITS,
        "2026-05-21: 2026-05-28",
        "2026-05-21: »2026-06-18",
        "moved.2026-05-21: two sittings would fall on 2026-06-18; cancel one of the two"
        " instead of moving it",
    ),
    "moved out of the calendar": (
        SITS,
        "2026-05-21: 2026-05-28",
        "2026-05-21: »2028-05-25",
        "moved.2026-05-21: 2028-05-25 lies outside the calendar, which goes from"
        " 2024-01-01 to 2027-12-31; mend the day, or `begins` and `ends`",
    ),
    "moved to no day": (
        SITS,
        "2026-05-21: 2026-05-28",
        "2026-05-21: »never",
        "moved.2026-05-21: never is not a day; write year-month-day: 2026-01-31",
    ),
    "moved from no day": (
        SITS,
        "2026-05-21: 2026-05-28",
        "»soon: 2026-05-28",
        "moved.soon: soon is not a day; write year-month-day: 2026-01-31",
    ),
}
ALSO = {"entered day in a recess": ('"2027": [', '"2027": [»')}


@pytest.mark.parametrize("name", REFUSED)
def test_one_fault_of_a_calendar_is_one_finding_where_it_stands(
    name: str, write: Write
) -> None:
    whole, old, new, said = REFUSED[name]
    assert old in whole
    text = whole.replace(old, new, 1)
    if name in ALSO:
        text = text.replace(*ALSO[name], 1)
    text, place = unmarked(text)
    file = write(text)
    with pytest.raises(DefinitionBroken) as caught:
        from_file(file)
    assert [str(each) for each in caught.value.findings] == [f"{file}:{place}: {said}"]


def test_a_ring_of_moves_is_named_at_each_of_its_days(write: Write) -> None:
    ring = "  2026-05-21: 2026-06-18\n  2026-06-18: 2026-05-21\n"
    text = SITS.replace("  2026-05-21: 2026-05-28\n", ring)
    with pytest.raises(DefinitionBroken) as caught:
        from_file(write(text))
    assert [each.where for each in caught.value.findings] == [
        "moved.2026-05-21",
        "moved.2026-06-18",
    ]


def test_a_sitting_can_be_moved_twice(write: Write) -> None:
    """The day it was moved to is a sitting, which can be moved on."""
    chain = "  2026-05-21: 2026-05-28\n  2026-05-28: 2026-06-11\n"
    text = SITS.replace("  2026-05-21: 2026-05-28\n", chain)
    assert len(sittings(text, write).moved) == 2


def test_no_sitting_is_moved_to_the_day_of_one_that_was_moved_away(
    write: Write,
) -> None:
    """Moves are followed one after the other: both would end on the last day."""
    room = "  2026-05-21: 2026-06-18\n  2026-06-18: 2026-06-25\n"
    with pytest.raises(DefinitionBroken, match="two sittings would fall on 2026-06-18"):
        from_file(write(SITS.replace("  2026-05-21: 2026-05-28\n", room)))


def test_faults_of_yaml_and_of_the_form_are_named_in_one_run(write: Write) -> None:
    text = OFF.replace("begins: 2020-01-01", "begins: soon\nbegins: later")
    text = text.replace("2026-05-15", "*bridge").replace("de: geschlossen, ", "")
    with pytest.raises(DefinitionBroken) as caught:
        from_file(write(text))
    assert [each.where for each in caught.value.findings] == [
        "begins",
        "begins",
        "days_off.0.on",
        "days_off.1.de",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty; begin with `calendar: DE-BE` or with `sittings: "),
        ("# nothing\n", "the file is empty; begin with"),
        ("- 2026-12-24\n", "keys with values are wanted here; write one line per key"),
        ("calendar: [\n", "a value is missing here; look for a stray bracket"),
        ("title: {de: a, en: b}\n", "calendar: the key calendar is missing; add it"),
        ("calendar: DE-BE\n---\na: b\n", "a second document begins here; write one "),
        ("calendar: DE-BE\n" + "# x\n" * 90_000, "the file is larger than 256 KiB; a "),
        ("%YAML 1.1\n---\ncalendar: DE-BE\n", "a line that begins with % gives orders"),
        ("calendar: !!python/name:os.system DE-BE\n", "the tag tag:yaml.org,2002:"),
        (b"calendar: DE-BE\xff\n", "the text is not UTF-8; save the file as UTF-8"),
    ],
    ids=[
        *("empty", "comment", "list", "bracket", "neither", "two documents", "huge"),
        *("directive", "tag", "bytes"),
    ],
)
def test_what_is_no_calendar_is_refused(
    text: str | bytes, said: str, write: Write
) -> None:
    with pytest.raises(DefinitionBroken) as caught:
        from_file(write(text))
    assert said in str(caught.value)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="cannot be read: No such file"):
        from_file(tmp_path / "gone.yaml")


SCALARS = st.sampled_from(
    [
        *("2026-03-03", "2026-02-30", "9999-12-31", "DE-BE", "DE-XX", "CH", "tuesday"),
        *("week", "month", "last", "", "a\u0000b", "x" * 400, True, None, 3, -1, 1.5),
    ]
)
KEYS = [
    *("calendar", "title", "begins", "ends", "days_off", "working_days", "sittings"),
    *("de", "en", "on", "rule", "every", "week", "recess", "first", "last", "years"),
    *("added", "moved", "cancelled", "2026", "2026-03-03", "2026-03-10", "1"),
]
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=6,
)


@given(
    st.sampled_from([OFF, SITS]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=3),
    st.sets(st.sampled_from(KEYS), max_size=2),
)
def test_whatever_a_file_says_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory,
    whole: str,
    instead: dict[str, object],
    gone: set[str],
) -> None:
    """Any part of a sound calendar is replaced or missing; nothing else escapes."""
    value = with_numbers(read(whole.encode(), "sound").value)
    assert isinstance(value, dict)
    value = {key: each for key, each in (value | instead).items() if key not in gone}
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(json.dumps(value), encoding="utf-8")
    try:
        calendar = from_file(file)
    except DefinitionBroken:
        return
    assert content_of(parsed(content_of(calendar))) == content_of(calendar)


# --- Whatever passes can be used --------------------------------------------------

TUESDAYS = [date(2026, 1, 6) + timedelta(days=7 * each) for each in range(4)]
OTHERS = [day + timedelta(days=1) for day in TUESDAYS]
DAYS = st.sampled_from([*TUESDAYS, *OTHERS])


@given(
    added=st.lists(DAYS, max_size=2, unique=True),
    cancelled=st.lists(st.sampled_from(TUESDAYS), max_size=1),
    moved=st.dictionaries(DAYS, DAYS, max_size=3),
)
def test_what_passes_has_one_sitting_for_each_that_was_meant(
    added: list[date], cancelled: list[date], moved: dict[date, date]
) -> None:
    """No sitting is lost by moving, and none falls together with another."""
    calendar = SittingCalendar.model_validate(
        {
            "sittings": "x",
            "de": "a",
            "en": "b",
            "begins": "2026-01-01",
            "ends": "2026-03-31",
            "rule": {"every": "week", "on": "tuesday"},
            "added": added,
            "cancelled": cancelled,
            "moved": moved,
        }
    )
    try:
        checked(calendar)
    except CalendarBroken:
        return
    days = [date(2026, 1, 1) + timedelta(days=each) for each in range(90)]
    meant = [day for day in days if calendar.regular(day)]
    kept = [ended(day, moved) for day in meant if day not in cancelled]
    assert len(kept) == len(meant) - len(cancelled)
    assert len(set(kept)) == len(kept)
    assert content_of(parsed(content_of(calendar))) == content_of(calendar)


def ended(day: date, moved: dict[date, date]) -> date:
    """Where a sitting takes place in the end; the moves have no ring."""
    while day in moved:
        day = moved[day]
    return day
