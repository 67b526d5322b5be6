"""When a body sits: Tuesdays, moved Thursdays, recess, and what is on record."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.yearbooks import Recess, SittingCalendar, SittingRule
from workflow.timetable import Timetable, said_of

TUESDAYS = SittingRule(every="week", on="tuesday")
THIRD_THURSDAY = SittingRule(every="month", on="thursday", week=3)
LAST_THURSDAY = SittingRule(every="month", on="thursday", week="last")
SUMMER = Recess(
    de="Sommerpause",
    en="summer recess",
    first=date(2021, 7, 12),
    last=date(2021, 7, 31),
)
HALF_YEAR = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def senate(**changes: object) -> SittingCalendar:
    """Every Tuesday of 2019 to 2027."""
    said = {
        "de": "Senat",
        "en": "Senate",
        "sittings": "senate",
        "begins": date(2019, 1, 1),
        "ends": date(2027, 12, 31),
        "rule": TUESDAYS,
    }
    return SittingCalendar.model_validate(said | changes)


def sitting(recorded: Mapping[date, str] | None = None, **changes: object) -> Timetable:
    return Timetable(senate(**changes), recorded or {})


def test_the_senate_sits_every_tuesday() -> None:
    table = sitting()
    assert table.between(date(2019, 11, 18), date(2019, 12, 4)) == [
        date(2019, 11, 19),
        date(2019, 11, 26),
        date(2019, 12, 3),
    ]
    assert table.next(date(2019, 11, 26)) == date(2019, 12, 3)
    assert table.next(date(2019, 11, 26), or_on=True) == date(2019, 11, 26)
    assert table.last(date(2019, 11, 26)) == date(2019, 11, 19)
    assert table.last(date(2019, 11, 26), or_on=True) == date(2019, 11, 26)
    assert not table.sits(date(2019, 11, 21))
    assert str(table.why(date(2019, 11, 26))) == "by the rule: every Tuesday"
    assert str(table.why(date(2019, 11, 21))) == "the rule is: every Tuesday"


def test_a_sitting_is_found_across_the_turn_of_the_year() -> None:
    table = sitting()
    assert table.next(date(2019, 12, 31)) == date(2020, 1, 7)
    assert table.last(date(2020, 1, 7)) == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("rule", "days", "said"),
    [
        (THIRD_THURSDAY, [21, 19], "the third Thursday of the month"),
        (LAST_THURSDAY, [28, 26], "the last Thursday of the month"),
    ],
)
def test_the_council_sits_once_a_month(
    rule: SittingRule, days: list[int], said: str
) -> None:
    found = sitting(rule=rule).between(date(2019, 11, 1), date(2019, 12, 31))
    assert found == [date(2019, 11, days[0]), date(2019, 12, days[1])]
    assert str(said_of(rule)) == said


def test_nobody_sits_in_a_recess_but_in_a_special_sitting() -> None:
    special = date(2021, 7, 20)
    table = sitting(recess=[SUMMER])
    assert table.between(date(2021, 7, 6), date(2021, 8, 3)) == [
        date(2021, 7, 6),
        date(2021, 8, 3),
    ]
    assert str(table.why(special)) == (
        "no sittings from Monday, 12 July 2021 to Saturday, 31 July 2021: summer recess"
    )
    table = sitting(recess=[SUMMER], added=[special])
    assert table.next(date(2021, 7, 6)) == special
    assert str(table.why(special)) == "an additional sitting"


def test_an_entered_year_stands_in_the_place_of_the_rule() -> None:
    wednesday = date(2020, 1, 15)
    table = sitting(years={2020: [wednesday, date(2020, 2, 4)]})
    assert table.between(date(2019, 12, 24), date(2020, 12, 31)) == [
        date(2019, 12, 24),
        date(2019, 12, 31),
        wednesday,
        date(2020, 2, 4),
    ]
    assert table.next(date(2020, 2, 4)) == date(2021, 1, 5)
    assert str(table.why(wednesday)) == "entered in the calendar of 2020"
    assert "entered for 2020" in str(table.why(date(2020, 1, 7)))


def test_a_moved_sitting_is_found_where_it_takes_place() -> None:
    """The Council's sitting of 19 April 2018 was moved to 5 April (Easter holidays)."""
    meant, held = date(2018, 4, 19), date(2018, 4, 5)
    table = sitting(begins=date(2018, 1, 1), rule=THIRD_THURSDAY, moved={meant: held})
    assert not table.sits(meant)
    assert table.sits(held)
    assert table.resolve(meant) == held
    assert table.next(date(2018, 4, 1)) == held
    assert table.next(held) == date(2018, 5, 17)
    assert str(table.why(meant)).endswith("moved to Thursday, 5 April 2018")
    assert str(table.why(held)) == "moved here from Thursday, 19 April 2018"


def test_a_sitting_that_is_moved_twice_is_found_where_it_came_to_rest() -> None:
    first, then, at_last = date(2021, 3, 2), date(2021, 3, 4), date(2021, 3, 5)
    table = sitting(moved={first: then, then: at_last})
    assert table.resolve(first) == table.resolve(then) == at_last
    assert not table.sits(then)
    assert table.between(first, date(2021, 3, 8)) == [at_last]


def test_a_ring_of_moves_does_not_hang() -> None:
    one, other = date(2021, 3, 2), date(2021, 3, 9)
    table = sitting(moved={one: other, other: one})
    assert table.resolve(one) == date(2021, 3, 16)


def test_a_cancelled_sitting_gives_way_to_the_next() -> None:
    gone = date(2019, 11, 26)
    table = sitting(cancelled=[gone])
    assert not table.sits(gone)
    assert table.resolve(gone) == date(2019, 12, 3)
    assert str(table.why(gone)) == "the sitting of this day is cancelled"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("not_quorate", "the sitting of this day had no quorum, as recorded"),
        ("cancelled", "the sitting of this day did not take place, as recorded"),
    ],
)
def test_a_sitting_that_failed_gives_way_to_the_next(status: str, said: str) -> None:
    failed = date(2019, 11, 26)
    table = sitting({failed: status})
    assert not table.sits(failed)
    assert table.resolve(failed) == table.next(failed) == date(2019, 12, 3)
    assert str(table.why(failed)) == said


def test_the_record_overrides_the_calendar() -> None:
    """Planned for Tuesday, cancelled, and held all the same; and one on a Sunday."""
    tuesday, sunday = date(2021, 7, 20), date(2021, 7, 25)
    table = sitting(
        {tuesday: "held", sunday: "held"}, recess=[SUMMER], cancelled=[tuesday]
    )
    assert table.between(date(2021, 7, 12), date(2021, 7, 31)) == [tuesday, sunday]
    assert str(table.why(sunday)) == "the record holds this sitting"


def test_a_moved_sitting_that_failed_where_it_was_moved_to() -> None:
    meant, moved = date(2021, 3, 2), date(2021, 3, 4)
    table = sitting({moved: "not_quorate"}, moved={meant: moved})
    assert table.resolve(meant) == date(2021, 3, 9)


def test_a_sitting_that_does_not_exist() -> None:
    wednesday = date(2019, 11, 27)
    table = sitting()
    assert table.resolve(wednesday) is None
    assert table.resolve(date(2031, 1, 7)) is None
    assert "to Friday, 31 December 2027" in str(table.why(date(2031, 1, 7)))


def test_a_rule_ends_with_its_calendar() -> None:
    table = sitting()
    assert table.next(date(2027, 12, 28)) is None
    assert table.last(date(2019, 1, 1)) is None
    assert table.next(date.min) == date(2019, 1, 1)
    assert table.last(date.max) == date(2027, 12, 28)
    assert table.resolve(date(2027, 12, 28)) == date(2027, 12, 28)
    ended = sitting({date(2027, 12, 28): "cancelled"})
    assert ended.resolve(date(2027, 12, 28)) is None


def test_without_a_calendar_only_the_record_is_known() -> None:
    held, failed = date(2019, 11, 19), date(2019, 11, 26)
    table = Timetable(None, {held: "held", failed: "not_quorate"})
    assert table.next(date(2019, 1, 1)) == table.last(date(2020, 1, 1)) == held
    assert table.next(held) is None
    assert table.resolve(failed) is None
    assert "nobody has entered" in str(table.why(date(2019, 12, 3)))
    empty = Timetable(None)
    assert empty.between(date.min, date.max) == []
    assert empty.next(date.min) is None
    assert empty.last(date.max) is None


def test_a_body_without_a_rule_sits_on_the_days_that_were_entered() -> None:
    special = date(2024, 8, 20)
    table = sitting(rule=None, added=[special])
    assert table.between(date(2019, 1, 1), date(2027, 12, 31)) == [special]
    assert "no sitting has been entered" in str(table.why(date(2024, 8, 27)))


@given(HALF_YEAR, HALF_YEAR)
def test_tuesdays_stay_tuesdays_when_the_clocks_change(one: date, other: date) -> None:
    """29 March and 25 October 2026, 28 March and 31 October 2027 lie between."""
    first, last = sorted([one, other])
    days = (first + timedelta(each) for each in range((last - first).days + 1))
    expected = [day for day in days if day.isoweekday() == 2]
    assert sitting().between(first, last) == expected


@given(
    HALF_YEAR,
    st.lists(HALF_YEAR, max_size=4),
    st.lists(HALF_YEAR, max_size=4),
    st.dictionaries(
        HALF_YEAR, st.sampled_from(["held", "not_quorate", "cancelled"]), max_size=4
    ),
)
def test_next_last_between_and_sits_agree(
    day: date, added: list[date], cancelled: list[date], recorded: dict[date, str]
) -> None:
    table = sitting(
        recorded, added=sorted(set(added)), cancelled=sorted(set(cancelled))
    )
    year = [date(2026, 1, 1) + timedelta(each) for each in range(730)]
    expected = [each for each in year if table.sits(each)]
    assert table.between(year[0], year[-1]) == expected
    assert table.next(day) == next((each for each in expected if each > day), None)
    at = table.last(day, or_on=True)
    assert at is None or (at <= day and table.sits(at))
    found = table.resolve(day)
    assert found is None or (table.sits(found) and found >= day)
