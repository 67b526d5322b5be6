"""Changing a calendar: what a clerk may enter, and what is refused in plain words."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.almanac import content_of, parsed, shipped
from definitions.yearbooks import (
    Holiday,
    HolidayCalendar,
    SittingCalendar,
    SittingRule,
)
from workflow import denials, editing
from workflow.errors import Refused
from workflow.timetable import Timetable

HEILIGABEND, SILVESTER = date(2026, 12, 24), date(2026, 12, 31)
TUESDAY, WEDNESDAY = date(2026, 3, 10), date(2026, 3, 11)
NEXT = date(2026, 3, 17)
CLOSED = ("Dienststelle geschlossen", "office closed")
SUMMER = (date(2026, 7, 14), date(2026, 8, 11), "Sommerpause", "summer recess")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def berlin() -> HolidayCalendar:
    """The days off that matter here."""
    christmas = Holiday(de="Weihnachten", en="Christmas", on=(date(2026, 12, 25),))
    return HolidayCalendar(
        calendar="DE-BE",
        begins=date(2020, 1, 1),
        ends=date(2027, 12, 31),
        off=(christmas,),
    )


def senate(**said: object) -> SittingCalendar:
    """Every Tuesday."""
    usual = {
        "sittings": "senate",
        "de": "Senat",
        "en": "Senate",
        "begins": date(2020, 1, 1),
        "ends": date(2027, 12, 31),
        "rule": SittingRule(every="week", on="tuesday"),
    }
    return SittingCalendar.model_validate(usual | said)


def no_tuesday(day: date) -> bool:
    return day.weekday() != 1


def sittings(calendar: SittingCalendar, year: int = 2026) -> list[date]:
    return Timetable(calendar).between(date(year, 1, 1), date(year, 12, 31))


def refusal(act: Callable[..., object], *said: object) -> str:
    """Why it is refused; every refusal says that nothing was recorded."""
    with pytest.raises(Refused) as caught:
        act(*said)
    *why, last = map(str, caught.value.sentences)
    assert last == "Nothing was recorded."
    return " ".join(why)


# --- days off


def test_the_office_closes_between_the_years() -> None:
    closed = editing.with_day_off(berlin(), HEILIGABEND, *CLOSED, SILVESTER)
    new, gone = editing.differences(berlin(), closed)
    # Friday is Christmas, then comes a weekend: they stay what they are
    assert [day.day for day in new] == [24, 28, 29, 30, 31]
    assert gone == ()
    assert [each.en for each in closed.off] == ["Christmas", "office closed"]


def test_a_second_closure_of_the_same_name_joins_the_first() -> None:
    once = editing.with_day_off(berlin(), SILVESTER, *CLOSED)
    twice = editing.with_day_off(once, HEILIGABEND, *CLOSED)
    assert twice.off[-1].on == (HEILIGABEND, SILVESTER)
    assert len(twice.off) == 2


def test_a_single_day_of_a_weekend_can_bear_a_name() -> None:
    named = editing.with_day_off(berlin(), date(2026, 6, 20), *CLOSED)
    assert named.off[-1].on == (date(2026, 6, 20),)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2026, 12, 25), None, "is a day off already: Christmas."),
        (date(2026, 12, 25), date(2026, 12, 27), "every day is off already"),
        (SILVESTER, HEILIGABEND, "is before the first, 2026-12-31."),
        (date(2019, 12, 24), None, "goes from 2020-01-01 to 2027-12-31."),
        (HEILIGABEND, date(2028, 1, 2), "2028-01-02 lies outside the calendar DE-BE"),
        (date(2020, 1, 1), date(2027, 1, 1), "are more than 366 days"),
    ],
)
def test_a_day_off_that_cannot_be(first: date, last: date | None, why: str) -> None:
    assert why in refusal(editing.with_day_off, berlin(), first, *CLOSED, last)


def test_a_day_off_is_taken_out_and_its_name_with_the_last_of_its_days() -> None:
    open_ = editing.with_working_day(berlin(), date(2026, 12, 25))
    assert open_.off == ()
    two = editing.with_day_off(berlin(), HEILIGABEND, "Weihnachten", "Christmas")
    assert editing.with_working_day(two, HEILIGABEND) == berlin()


def test_who_takes_out_what_is_no_day_off_is_told_which_are() -> None:
    assert refusal(editing.with_working_day, berlin(), HEILIGABEND) == (
        "Thursday, 24 December 2026 is a working day already. The nearest days off:"
        " 2026-12-25."
    )


def test_a_sunday_is_no_working_day_whatever_the_office_wants() -> None:
    assert "Saturdays and Sundays are never working days" in refusal(
        editing.with_working_day, berlin(), date(2026, 12, 27)
    )


@given(DAYS)
def test_what_was_entered_can_be_taken_out_again(day: date) -> None:
    if day == date(2026, 12, 25):
        return
    off = editing.with_day_off(berlin(), day, *CLOSED)
    assert editing.with_working_day(off, day) == berlin()


# --- sittings


def test_an_additional_sitting_is_entered_once() -> None:
    more = editing.with_sitting(senate(), WEDNESDAY)
    assert editing.differences(senate(), more) == ((WEDNESDAY,), ())
    assert refusal(editing.with_sitting, more, WEDNESDAY) == (
        "There is a sitting on Wednesday, 11 March 2026 already (an additional"
        " sitting)."
    )


def test_a_cancelled_sitting_takes_place_after_all() -> None:
    off = editing.with_cancelled(senate(), TUESDAY)
    assert TUESDAY not in sittings(off)
    assert editing.with_sitting(off, TUESDAY) == senate()


def test_a_moved_sitting_keeps_the_day_that_was_meant() -> None:
    moved = editing.with_moved(senate(), TUESDAY, WEDNESDAY)
    assert editing.differences(senate(), moved) == ((WEDNESDAY,), (TUESDAY,))
    assert Timetable(moved).resolve(TUESDAY) == WEDNESDAY
    on = editing.with_moved(moved, WEDNESDAY, WEDNESDAY + timedelta(days=1))
    assert Timetable(on).resolve(TUESDAY) == date(2026, 3, 12)


@given(st.lists(DAYS.filter(no_tuesday), min_size=1, max_size=5, unique=True))
def test_a_sitting_that_comes_back_was_never_moved(days: list[date]) -> None:
    at, calendar = TUESDAY, senate()
    for day in days:
        calendar, at = editing.with_moved(calendar, at, day), day
    assert Timetable(calendar).resolve(TUESDAY) == at
    assert editing.with_moved(calendar, at, TUESDAY) == senate()


def test_who_moves_a_sitting_that_does_not_exist_is_told_the_nearest() -> None:
    assert refusal(editing.with_moved, senate(), WEDNESDAY, NEXT) == (
        "There is no sitting on Wednesday, 11 March 2026 (the rule is: every Tuesday)."
        " The sittings before and after it: Tuesday, 10 March 2026, Tuesday, 17 March"
        " 2026."
    )


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (TUESDAY, "There is a sitting on Tuesday, 10 March 2026 already"),
        (NEXT, "There is a sitting on Tuesday, 17 March 2026 already"),
        (date(2028, 1, 1), "lies outside the calendar senate"),
        (date(2026, 3, 24), "To let it take place after all: `laufzettel calendar add"),
        (date(2026, 3, 31), "first move it back, with `laufzettel sitting move senate"),
    ],
)
def test_two_sittings_never_fall_on_one_day(to: date, why: str) -> None:
    calendar = editing.with_cancelled(senate(), date(2026, 3, 24))
    calendar = editing.with_moved(calendar, date(2026, 3, 31), date(2026, 4, 1))
    assert why in refusal(editing.with_moved, calendar, TUESDAY, to)


def test_what_waits_for_a_cancelled_sitting_goes_to_the_next() -> None:
    off = editing.with_cancelled(senate(), TUESDAY)
    assert Timetable(off).resolve(TUESDAY) == NEXT
    assert "the sitting of this day is cancelled" in refusal(
        editing.with_cancelled, off, TUESDAY
    )


@pytest.mark.parametrize("how", ["added", "moved"])
def test_a_sitting_that_was_entered_by_itself_fails_by_the_record(how: str) -> None:
    calendar = (
        editing.with_sitting(senate(), WEDNESDAY)
        if how == "added"
        else editing.with_moved(senate(), TUESDAY, WEDNESDAY)
    )
    why = refusal(editing.with_cancelled, calendar, WEDNESDAY)
    assert "`laufzettel sitting record senate 2026-03-11 --cancelled`" in why


# --- recess and whole years


def test_a_recess_takes_out_what_the_rule_names() -> None:
    resting = editing.with_recess(senate(), *SUMMER)
    _, gone = editing.differences(senate(), resting)
    assert [day.isoformat()[5:] for day in gone] == [
        "07-14",
        "07-21",
        "07-28",
        "08-04",
        "08-11",
    ]


def test_a_sitting_that_was_cancelled_is_not_missed_in_a_recess() -> None:
    off = editing.with_cancelled(senate(), date(2026, 7, 21))
    resting = editing.with_recess(off, *SUMMER)
    assert resting == editing.with_recess(senate(), *SUMMER)


def test_a_recess_that_cannot_be() -> None:
    resting = editing.with_recess(senate(), *SUMMER)
    words = ("Pause", "recess")
    late = date(2026, 8, 11)
    assert "there is a recess already: summer recess" in refusal(
        editing.with_recess, resting, late, late, *words
    )
    assert "is before the first" in refusal(
        editing.with_recess, senate(), late, TUESDAY, *words
    )
    entered = senate(rule=None, added=(late,))
    assert "has no rule" in refusal(editing.with_recess, entered, late, late, *words)
    moved = editing.with_moved(senate(), late, late + timedelta(days=1))
    assert "there is no sitting on 2026-08-11" in refusal(
        editing.with_recess, moved, *SUMMER
    )


def test_a_published_year_replaces_what_was_said_of_it() -> None:
    said = editing.with_cancelled(senate(), TUESDAY)
    said = editing.with_sitting(said, WEDNESDAY)
    said = editing.with_moved(said, date(2026, 3, 24), date(2026, 3, 25))
    published = [date(2026, 1, 6), NEXT, date(2026, 3, 25)]
    year = editing.with_year(said, 2026, published)
    assert sittings(year) == published
    # what was planned for the 24th still finds its sitting
    assert Timetable(year).resolve(date(2026, 3, 24)) == date(2026, 3, 25)
    assert sittings(year, 2027) == sittings(senate(), 2027)


def test_a_published_year_knows_better_than_a_recess() -> None:
    resting = editing.with_recess(senate(), *SUMMER)
    year = editing.with_year(resting, 2026, [TUESDAY, date(2026, 7, 21)])
    assert sittings(year) == [TUESDAY, date(2026, 7, 21)]
    assert year.recess == ()
    assert editing.with_year(resting, 2027, [date(2027, 7, 20)]).recess


def test_a_published_year_tells_what_is_cancelled_and_moved() -> None:
    year = editing.with_year(
        senate(), 2026, [TUESDAY, NEXT], cancelled=[NEXT], moved={TUESDAY: WEDNESDAY}
    )
    table = Timetable(year)
    assert sittings(year) == [WEDNESDAY]
    assert table.resolve(TUESDAY) == WEDNESDAY
    assert table.resolve(NEXT) == date(2027, 1, 5)


def test_a_sitting_that_comes_into_the_year_is_not_counted_twice() -> None:
    late = editing.with_moved(senate(), date(2026, 12, 29), date(2027, 1, 4))
    year = editing.with_year(late, 2027, [date(2027, 1, 4), date(2027, 1, 12)])
    assert sittings(year, 2027) == [date(2027, 1, 4), date(2027, 1, 12)]
    assert Timetable(year).resolve(date(2026, 12, 29)) == date(2027, 1, 4)


def test_a_year_without_days_or_with_those_of_another() -> None:
    assert "No sitting of 2026 is named." in refusal(
        editing.with_year, senate(), 2026, []
    )
    assert "2025-01-06 is no day of 2026" in refusal(
        editing.with_year, senate(), 2026, [date(2025, 1, 6)]
    )


# --- of every change


def test_days_off_and_sittings_are_not_confused() -> None:
    for act in (editing.with_sitting, editing.with_cancelled):
        assert "it has no sittings" in refusal(act, berlin(), TUESDAY)
    assert "it has no days off" in refusal(
        editing.with_day_off, senate(), TUESDAY, *CLOSED
    )


def test_what_is_shipped_can_be_changed_and_kept() -> None:
    for name in ("DE-BE", "senate"):
        calendar = shipped(name)
        assert calendar is not None
        changed = (
            editing.with_moved(calendar, TUESDAY, WEDNESDAY)
            if isinstance(calendar, SittingCalendar)
            else editing.with_day_off(calendar, HEILIGABEND, *CLOSED)
        )
        kept = parsed(content_of(changed))
        assert content_of(kept) == content_of(changed) != content_of(calendar)


@given(st.lists(st.tuples(st.sampled_from("amcs"), DAYS, DAYS), max_size=12))
def test_no_row_of_changes_leaves_a_contradiction(
    changes: list[tuple[str, date, date]],
) -> None:
    calendar = senate()
    for how, day, other in changes:
        before = sittings(calendar)
        try:
            match how:
                case "a":
                    calendar = editing.with_sitting(calendar, day)
                    assert set(sittings(calendar)) == {*before, day}
                case "c":
                    calendar = editing.with_cancelled(calendar, day)
                    assert {*sittings(calendar), day} == set(before)
                case "m":
                    calendar = editing.with_moved(calendar, day, other)
                    assert set(sittings(calendar)) == {*before, other} - {day}
                case _:
                    calendar = editing.with_recess(calendar, day, other, "P", "r")
        except Refused:
            assert sittings(calendar) == before
    assert content_of(parsed(content_of(calendar))) == content_of(calendar)


def test_a_sitting_on_record_is_not_moved() -> None:
    held = {TUESDAY: "held", NEXT: "cancelled"}
    for old, new in ((TUESDAY, WEDNESDAY), (WEDNESDAY, TUESDAY), (WEDNESDAY, NEXT)):
        why = refusal(denials.check_unrecorded, held, "senate", old, new)
        assert "`laufzettel sitting list senate`" in why
    denials.check_unrecorded(held, "senate", NEXT, WEDNESDAY)
