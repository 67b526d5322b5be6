"""Periods that are extended (BGB § 190) or stand still for a while."""

from datetime import date

import pytest

from tests.workflow.worked import counted, day, lines
from workflow.periods import Extension, Period, Stop


def weeks(amount: int) -> Extension:
    return Extension(by=Period(amount, "weeks"))


class TestExtension:
    """BGB § 190: from the old end, in the order in which they were granted."""

    def test_goes_on_from_the_old_end(self) -> None:
        once = counted("2021-07-06", "2 weeks")
        assert (once.end, once.suspended) == (day("2021-07-20"), False)
        longer = counted("2021-07-06", "2 weeks", extensions=(weeks(1),))
        assert longer.end == day("2021-07-27")

    def test_goes_on_from_the_end_that_was_counted_not_from_where_it_was_moved(
        self,
    ) -> None:
        """Good Friday gave way to the Tuesday after Easter; the week begins before."""
        count = counted("2024-03-15", "2 weeks", extensions=(weeks(1),))
        assert (count.raw, count.end) == (day("2024-04-05"), day("2024-04-05"))

    def test_a_month_from_the_end_of_february_is_the_28th_of_march(self) -> None:
        month = Extension(by=Period.parse("1 month"))
        count = counted("2026-01-31", "1 month", "event fixed", extensions=(month,))
        assert count.end == day("2026-03-28")

    def test_is_counted_the_same_way_however_the_period_began(self) -> None:
        count = counted("2024-10-01", "1 week", "begins fixed", extensions=(weeks(1),))
        assert count.end == day("2024-10-14")

    def test_only_the_last_end_is_moved_by_weekends(self) -> None:
        longer = counted("2021-07-06", "3 days", extensions=(weeks(1),))
        assert (longer.raw, longer.end) == (day("2021-07-16"), day("2021-07-16"))
        until = Extension(until=day("2021-07-31"))
        count = counted("2021-07-06", "2 weeks", extensions=(until,))
        assert (count.raw, count.end) == (day("2021-07-31"), day("2021-08-02"))

    def test_never_shortens(self) -> None:
        early = Extension(until=day("2021-07-09"))
        count = counted("2021-07-06", "2 weeks", extensions=(early,))
        assert count.end == day("2021-07-20")

    def test_takes_effect_in_the_order_of_the_record(self) -> None:
        first = Extension(until=day("2021-07-22"), seq=1)
        second = Extension(by=Period.parse("1 week"), seq=2)
        count = counted("2021-07-06", "2 weeks", extensions=(second, first))
        assert count.end == day("2021-07-29")

    def test_in_working_days_leaves_out_the_days_off(self) -> None:
        more = Extension(by=Period.parse("3 working days"))
        count = counted("2026-03-18", "2 weeks", extensions=(more,))
        assert count.end == day("2026-04-08")  # 2, 7 and 8 April

    @pytest.mark.parametrize("both", [{}, {"by": Period(1, "days"), "until": date.max}])
    def test_is_either_by_a_period_or_until_a_day(
        self, both: dict[str, object]
    ) -> None:
        with pytest.raises(ValueError, match="either by a period or until a day"):
            Extension(**both)  # type: ignore[arg-type]


class TestStops:
    """A suspended period stands still: those days are given back at its end."""

    TEN_DAYS = ("2026-06-01", "10 days", "event fixed")  # until 11 June

    def end(self, *stops: tuple[str, str | None]) -> date | None:
        found = tuple(Stop(day(a), day(b) if b else None) for a, b in stops)
        return counted(*self.TEN_DAYS, stops=found).end

    def test_over_a_weekend_gives_back_four_days(self) -> None:
        assert self.end(("2026-06-05", "2026-06-09")) == day("2026-06-15")

    def test_outside_the_period_change_nothing(self) -> None:
        assert self.end(("2026-05-01", "2026-06-02")) == day("2026-06-11")
        assert self.end(("2026-05-01", "2026-05-10")) == day("2026-06-11")
        assert self.end(("2026-06-05", "2026-06-01")) == day("2026-06-11")
        assert self.end(("2026-06-12", "2026-06-30")) == day("2026-06-11")
        assert self.end(("2026-06-12", None)) == day("2026-06-11")
        assert self.end(("2026-06-05", "2026-06-05")) == day("2026-06-11")

    def test_on_the_last_day_give_back_that_day(self) -> None:
        assert self.end(("2026-06-11", "2026-06-12")) == day("2026-06-12")

    def test_count_only_the_days_of_the_period(self) -> None:
        assert self.end(("2026-05-20", "2026-06-04")) == day("2026-06-13")

    def test_never_count_a_day_twice(self) -> None:
        twice = (("2026-06-03", "2026-06-06"), ("2026-06-04", "2026-06-07"))
        assert self.end(*twice) == self.end(("2026-06-03", "2026-06-07"))
        assert self.end(*reversed(twice)) == day("2026-06-15")
        inside = (("2026-06-03", "2026-06-08"), ("2026-06-04", "2026-06-05"))
        assert self.end(*inside) == day("2026-06-16")

    def test_one_can_bring_the_period_into_the_next(self) -> None:
        later = ("2026-06-13", "2026-06-15")
        assert self.end(later) == day("2026-06-11")
        assert self.end(("2026-06-08", "2026-06-10"), later) == day("2026-06-15")

    def test_that_goes_on_leaves_no_end(self) -> None:
        assert self.end(("2026-06-08", None)) is None
        assert self.end(("2026-06-03", "2026-06-05"), ("2026-06-13", None)) is None
        assert self.end(("2026-06-03", None), ("2026-06-05", "2026-06-06")) is None

    def test_in_working_days_are_not_counted(self) -> None:
        stop = Stop(day("2026-06-09"), day("2026-06-11"))
        count = counted("2026-06-05", "5 working days", stops=(stop,))
        assert count.end == day("2026-06-16")  # 8, 11, 12, 15 and 16 June

    def test_in_working_days_that_go_on_leave_no_end(self) -> None:
        ahead = Stop(day("2026-06-15"), None)
        assert counted("2026-06-05", "5 working days", stops=(ahead,)).end is not None
        before = Stop(day("2026-06-05"), day("2026-06-09"))
        count = counted("2026-06-05", "5 working days", stops=(before, ahead))
        assert (count.raw, count.end, count.suspended) == (None, None, True)

    def test_come_before_the_weekend_is_looked_at(self) -> None:
        stop = Stop(day("2026-06-02"), day("2026-06-04"))
        count = counted("2026-06-01", "10 days", stops=(stop,))
        assert (count.raw, count.end) == (day("2026-06-13"), day("2026-06-15"))

    def test_in_the_part_that_was_added_move_the_new_end(self) -> None:
        first = Stop(day("2026-06-02"), day("2026-06-03"))  # ends 12 June
        second = Stop(day("2026-06-17"), day("2026-06-18"))
        found = counted(*self.TEN_DAYS, extensions=(weeks(1),), stops=(first, second))
        assert found.end == day("2026-06-20")
        until = Extension(until=day("2026-06-19"))
        found = counted(*self.TEN_DAYS, extensions=(until,), stops=(first, second))
        assert found.end == day("2026-06-20")

    def test_in_the_part_that_was_added_can_go_on(self) -> None:
        going_on = Stop(day("2026-06-17"), None)
        found = counted(*self.TEN_DAYS, extensions=(weeks(1),) * 2, stops=(going_on,))
        assert found.end is None


def test_a_suspension_and_an_extension() -> None:
    stop = Stop(day("2021-07-12"), day("2021-07-15"))
    how = "event fixed"
    count = counted("2021-07-06", "2 weeks", how, extensions=(weeks(1),), stops=(stop,))
    assert lines(count)[3:] == [
        "It was suspended from Monday, 12 July 2021 to Wednesday, 14 July 2021; days"
        " not counted: 3 (BGB § 209 by analogy).",
        "It now ends with Friday, 23 July 2021.",
        "It was extended by 1 week, counted from its old end, Friday, 23 July 2021"
        " (BGB § 190).",
        "It ends on the same weekday, Friday, 30 July 2021 (BGB § 188 (2)).",
        "The last day is Friday, 30 July 2021.",
    ]


def test_working_days_among_which_some_were_suspended() -> None:
    stop = Stop(day("2026-06-06"), day("2026-06-10"))
    assert lines(counted("2026-06-04", "3 working days", stops=(stop,)))[2:] == [
        "It was suspended from Saturday, 6 June 2026 to Tuesday, 9 June 2026; days not"
        " counted: 4 (BGB § 209 by analogy).",
        "Days off by the calendar DE-BE are not counted.",
        "Working day 3 is Thursday, 11 June 2026.",
        "The last day is Thursday, 11 June 2026.",
    ]


def test_an_extension_until_a_day() -> None:
    later = Extension(until=day("2021-07-30"))
    earlier = Extension(until=day("2021-07-09"))
    said = lines(counted("2021-07-06", "2 weeks", extensions=(later,)))
    assert "It was extended until Friday, 30 July 2021." in said
    said = lines(counted("2021-07-06", "2 weeks", extensions=(earlier,)))
    assert (
        "It was extended until Friday, 9 July 2021; that is not later than its end,"
        " Tuesday, 20 July 2021, which stays."
    ) in said


def test_working_days_that_are_extended_until_a_day_are_looked_at_once_more() -> None:
    later = Extension(until=day("2021-07-31"))
    said = lines(counted("2021-07-06", "3 working days", extensions=(later,)))
    assert "Saturday, 31 July 2021 is a day off: Saturday." in said
    friday = Extension(until=day("2021-07-30"))
    said = lines(counted("2021-07-06", "3 working days", extensions=(friday,)))
    assert any(each.startswith("Friday, 30 July 2021 is a working") for each in said)


def test_suspensions_that_touch_are_told_as_one() -> None:
    stops = (
        Stop(day("2021-07-12"), day("2021-07-14")),
        Stop(day("2021-07-14"), day("2021-07-16")),
        Stop(day("2021-05-01"), day("2021-05-10")),  # before it all
    )
    count = counted("2021-07-06", "2 weeks", "event fixed", stops=stops)
    assert lines(count)[3:] == [
        "It was suspended from Monday, 12 July 2021 to Thursday, 15 July 2021; days"
        " not counted: 4 (BGB § 209 by analogy).",
        "It now ends with Saturday, 24 July 2021.",
        "Saturday, 24 July 2021 is a day off (Saturday), but BGB § 193 does not apply"
        " to this period: its end is not moved.",
        "The last day is Saturday, 24 July 2021.",
    ]


def test_a_suspension_that_goes_on() -> None:
    stop = Stop(day("2021-07-12"), None)
    for period in ("2 weeks", "10 working days"):
        assert lines(counted("2021-07-06", period, stops=(stop,)))[-1] == (
            "It has been suspended since Monday, 12 July 2021 (BGB § 209 by analogy):"
            " it has no end until it is resumed."
        )
