"""What is said of a count stands as it is in a file note, and tells each day off."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from definitions.sentences import FullDay, Sentence
from tests.workflow.berlin_days import (
    BERLIN,
    CLOSED,
    EASTER_MONDAY,
    GOOD_FRIDAY,
    BerlinDays,
    off,
)
from tests.workflow.worked import CASES, UNITS, counted, counted_back, day, lines
from workflow.periods import Count, Extension, Period, Rule, forwards

ONE = timedelta(1)
MONTH = Extension(by=Period.parse("1 month"))
WEEK = Extension(by=Period.parse("1 week"))


def days_of(count: Count, place: str) -> list[date]:
    found = [each.values[place] for each in count.notes if place in each.values]
    assert all(isinstance(each, FullDay) for each in found)
    return [each.day for each in found if isinstance(each, FullDay)]


def test_two_weeks_that_end_on_good_friday() -> None:
    """Each day of the Easter block stands there with its reason."""
    assert lines(counted("2024-03-15", "2 weeks")) == [
        "The event is of Friday, 15 March 2024; that day is not counted"
        " (BGB § 187 (1)).",
        "The period is 2 weeks.",
        "It ends on the same weekday, Friday, 29 March 2024 (BGB § 188 (2)).",
        "Friday, 29 March 2024 is a day off: Good Friday.",
        "Saturday, 30 March 2024 is a day off: Saturday.",
        "Sunday, 31 March 2024 is a day off: Sunday.",
        "Monday, 1 April 2024 is a day off: Easter Monday.",
        "By the calendar DE-BE, the period ends on the next working day instead,"
        " Tuesday, 2 April 2024 (BGB § 193).",
        "The last day is Tuesday, 2 April 2024.",
    ]


def test_the_names_of_holidays_come_in_both_languages() -> None:
    notes = counted("2024-03-15", "2 weeks").notes
    reasons = [each.values["reason"] for each in notes if "off" in each.values]
    assert reasons[0] == GOOD_FRIDAY
    assert reasons[-1] == EASTER_MONDAY
    german = [each.said(language="de") for each in notes]
    assert any("Freitag, 29. März 2024" in each for each in german)
    assert any("Karfreitag" in each for each in german)


def test_a_month_that_lacks_the_day() -> None:
    assert lines(counted("2023-01-31", "1 month"))[1:] == [
        "The period is 1 month.",
        "Its last month has no day of the number 31: the last day of that month takes"
        " its place, Tuesday, 28 February 2023 (BGB § 188 (3)).",
        "Tuesday, 28 February 2023 is a working day by the calendar DE-BE: the end is"
        " not moved (BGB § 193).",
        "The last day is Tuesday, 28 February 2023.",
    ]


def test_a_month_that_begins_with_its_first_day() -> None:
    assert lines(counted("2024-10-01", "1 month", "begins fixed")) == [
        "The period begins with Tuesday, 1 October 2024; that day is counted"
        " (BGB § 187 (2)).",
        "The period is 1 month.",
        "It ends on the day before the one of the same number, Thursday, 31 October"
        " 2024 (BGB § 188 (2)).",
        "The last day is Thursday, 31 October 2024.",
    ]


@pytest.mark.parametrize("number", [29, 30, 31])
def test_a_month_without_the_number_of_its_first_day(number: int) -> None:
    """February 2023 has no 29th, so no day of it is the one before the 29th."""
    said = lines(counted(f"2023-01-{number}", "1 month", "begins fixed"))
    assert said[2] == (
        f"Its last month has no day of the number {max(29, number - 1)}: the last day"
        " of that month takes its place, Tuesday, 28 February 2023 (BGB § 188 (3))."
    )


def test_a_week_that_begins_with_its_first_day() -> None:
    assert lines(counted("2024-10-01", "1 week", "begins fixed"))[2] == (
        "It ends on the day before the same weekday, Monday, 7 October 2024"
        " (BGB § 188 (2))."
    )


def test_half_months_say_what_is_counted_last() -> None:
    assert lines(counted("2026-01-30", "3 half months", "event fixed"))[1:-1] == [
        "The period is 3 half months.",
        "Two half months count as a month (BGB § 189 (2) by analogy).",
        "Its last month has no day of the number 30: the last day of that month takes"
        " its place, Saturday, 28 February 2026 (BGB § 188 (3)).",
        "The whole months are counted first and lead to Saturday, 28 February 2026"
        " (BGB § 189 (2)).",
        "The half month is 15 days (BGB § 189 (1)).",
        "It ends with Sunday, 15 March 2026.",
        "Sunday, 15 March 2026 is a day off (Sunday), but BGB § 193 does not apply to"
        " this period: its end is not moved.",
    ]


def test_an_even_number_of_half_months_speaks_of_no_15_days() -> None:
    for count in (
        counted("2026-02-25", "2 half months"),
        counted_back("2026-08-31", "4 half months"),
    ):
        assert "15 days" not in " ".join(lines(count))
        assert "Two half months count as a month" in lines(count)[2]
    assert lines(counted("2026-02-10", "1 half month"))[2:4] == [
        "The half month is 15 days (BGB § 189 (1)).",
        "It ends with Wednesday, 25 February 2026.",
    ]


def test_working_days_over_christmas() -> None:
    days = BerlinDays(frozenset({day("2024-12-24"), day("2024-12-31")}))
    assert lines(counted("2024-12-23", "3 working days", days=days)) == [
        "The event is of Monday, 23 December 2024; that day is not counted"
        " (BGB § 187 (1)).",
        "The period is 3 working days.",
        "Days off by the calendar DE-BE are not counted.",
        "Tuesday, 24 December 2024 is a day off: office closed.",
        "Wednesday, 25 December 2024 is a day off: Christmas Day.",
        "Thursday, 26 December 2024 is a day off: second day of Christmas.",
        "Saturday, 28 December 2024 is a day off: Saturday.",
        "Sunday, 29 December 2024 is a day off: Sunday.",
        "Tuesday, 31 December 2024 is a day off: office closed.",
        "Wednesday, 1 January 2025 is a day off: New Year's Day.",
        "Working day 3 is Thursday, 2 January 2025.",
        "The last day is Thursday, 2 January 2025.",
    ]
    assert CLOSED.de == "Dienststelle geschlossen"


def test_of_many_days_off_the_first_ten_are_told() -> None:
    exactly = counted("2026-01-30", "25 working days")
    assert len(days_of(exactly, "off")) == 10
    assert "Further" not in " ".join(lines(exactly))
    count = counted("2026-01-30", "28 working days")
    assert days_of(count, "off") == days_of(exactly, "off")
    assert lines(count)[13:15] == [
        "Further days off, the last of them Sunday, 8 March 2026: 2.",
        "Working day 28 is Wednesday, 11 March 2026.",
    ]


def test_of_many_days_off_backwards_the_nearest_ten_are_told() -> None:
    count = counted_back("2026-02-25", "28 working days")
    assert days_of(count, "off")[0] == day("2026-02-22")
    assert "the last of them Saturday, 17 January 2026: 2." in " ".join(lines(count))


def test_clear_days_say_from_when_the_act_is_permitted() -> None:
    for period, how in (("7 clear days", "event fixed"), ("7 days", "clear fixed")):
        assert lines(counted("2026-06-01", period, how))[-2:] == [
            "The last day is Monday, 8 June 2026.",
            "These days have to pass whole: what waits for them is permitted from"
            " Tuesday, 9 June 2026 on.",
        ]


def test_the_cut_off_before_a_sitting() -> None:
    assert lines(counted_back("2025-05-15", "7 days")) == [
        "The sitting is on Thursday, 15 May 2025; that day is not counted"
        " (BGB § 187 (1) by analogy).",
        "The period is 7 days.",
        "Counted backwards, it leads to Thursday, 8 May 2025 (BGB §§ 188, 189 by"
        " analogy).",
        "It is in time up to Thursday, 8 May 2025, that day included.",
        "Thursday, 8 May 2025 is a day off (liberation day). It is not moved towards"
        " the sitting, which would shorten the notice: plan for Wednesday, 7 May 2025.",
    ]


def test_the_strict_reading_of_the_cut_off() -> None:
    said = lines(counted_back("2021-08-03", "7 days", "clear_days"))
    assert said[-2:] == [
        "The days between have to be whole days: the day of the notice is not counted"
        " either, so it is Monday, 26 July 2021 at the latest.",
        "It is in time up to Monday, 26 July 2021, that day included.",
    ]


def test_working_days_before_a_sitting() -> None:
    assert lines(counted_back("2024-05-28", "6 working days"))[3:] == [
        "Sunday, 26 May 2024 is a day off: Sunday.",
        "Saturday, 25 May 2024 is a day off: Saturday.",
        "Monday, 20 May 2024 is a day off: Whit Monday.",
        "Sunday, 19 May 2024 is a day off: Sunday.",
        "Saturday, 18 May 2024 is a day off: Saturday.",
        "Working day 6 before the sitting is Friday, 17 May 2024.",
        "It is in time up to Friday, 17 May 2024, that day included.",
    ]


def test_the_legal_basis_stands_first() -> None:
    rule = Rule(Period(1, "weeks"), "event_day", True, ("GGO II § 16 (4)", GOOD_FRIDAY))
    said = forwards(day("2024-05-16"), rule, BERLIN).notes[0]
    assert str(said) == "Legal basis: GGO II § 16 (4), Good Friday."
    assert said.said(language="de").endswith("GGO II § 16 (4), Karfreitag.")


@pytest.mark.parametrize("period", ["1 day", "3 clear days", "1 half month", "2 years"])
def test_a_period_is_told_as_it_is_worded(period: str) -> None:
    assert lines(counted("2026-06-01", period))[1] == f"The period is {period}."


@given(
    some.dates(date(1992, 1, 1), date(2055, 12, 31)),
    some.integers(1, 12),
    some.sampled_from(UNITS),
    some.booleans(),
    some.lists(some.sampled_from([WEEK, MONTH, None]), max_size=2),
)
def test_who_recounts_by_the_note_finds_the_same_day(
    start: date, amount: int, unit: str, shift: bool, longer: list[Extension | None]
) -> None:
    """None stands for an extension until the third day: it hardly ever is one."""
    rule = Rule(Period(amount, unit), "event_day", shift)
    extensions = [each or Extension(until=start + 3 * ONE) for each in longer]
    count = forwards(start, rule, BERLIN, extensions=extensions)
    assert days_of(count, "end") == [count.end]
    skipped = days_of(count, "off")
    assert all(off(each) for each in skipped)
    assert len(set(skipped)) == len(skipped)
    assert all(a < b for a, b in pairwise(skipped))
    if unit != "working days" and not extensions:
        between = (count.end or start) - (count.raw or start)
        assert skipped == [(count.raw or start) + ONE * n for n in range(between.days)]
    stays = days_of(count, "day")
    assert stays == ([count.end] if count.end and off(count.end) else [])


@pytest.mark.parametrize(("start", "period", "how"), [row[:3] for row in CASES])
def test_a_note_is_made_of_whole_sentences(start: str, period: str, how: str) -> None:
    for note in counted(start, period, how).notes:
        assert isinstance(note, Sentence)
        assert str(note)[0].isupper()
        assert str(note).endswith(".")
        assert "{" not in str(note)
