"""Periods that stand still for a while (BGB § 209 by analogy)."""

from datetime import date

from tests.workflow.worked import counted, day, lines
from workflow.periods import Extension, Period, Stop

WEEK = Extension(by=Period(1, "weeks"))


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
        found = counted(*self.TEN_DAYS, extensions=(WEEK,), stops=(first, second))
        assert found.end == day("2026-06-20")
        until = Extension(until=day("2026-06-19"))
        found = counted(*self.TEN_DAYS, extensions=(until,), stops=(first, second))
        assert found.end == day("2026-06-20")

    def test_in_the_part_that_was_added_can_go_on(self) -> None:
        going_on = Stop(day("2026-06-17"), None)
        found = counted(*self.TEN_DAYS, extensions=(WEEK,) * 2, stops=(going_on,))
        assert found.end is None


class TestStopsWhereTheEndIsMoved:
    """Two weeks from 7 November 2026: until Saturday the 21st, so until Monday."""

    def end(self, first: int, until: int | None, *later: Stop) -> date | None:
        november = [each and date(2026, 11, each) for each in (first, until)]
        assert november[0]
        stop = Stop(november[0], november[1] or None)
        return counted("2026-11-07", "2 weeks", stops=(stop, *later)).end

    def test_on_that_working_day_give_back_that_day(self) -> None:
        assert self.end(23, 26) == day("2026-11-26")
        assert self.end(23, 24) == day("2026-11-24")

    def test_are_followed_by_the_next_working_day_again(self) -> None:
        assert self.end(23, 28) == day("2026-11-30")
        again = Stop(day("2026-11-30"), day("2026-12-02"))
        assert self.end(23, 28, again) == day("2026-12-02")
        assert self.end(23, 28, Stop(day("2026-11-29"), None)) is None

    def test_count_from_that_working_day_since_the_weekend_is_no_part_of_the_term(
        self,
    ) -> None:
        assert self.end(22, 23) == day("2026-11-23")
        assert self.end(22, 26) == day("2026-11-26")

    def test_that_go_on_leave_no_end(self) -> None:
        assert self.end(23, None) is None
        assert self.end(22, None) is None

    def test_after_it_come_too_late(self) -> None:
        assert self.end(24, 26) == day("2026-11-23")
        assert self.end(24, None) == day("2026-11-23")

    def test_do_not_reach_a_term_that_is_not_moved(self) -> None:
        stop = Stop(day("2026-11-23"), None)
        count = counted("2026-11-07", "2 weeks", "event fixed", stops=(stop,))
        assert count.end == day("2026-11-21")

    def test_are_told_after_the_move(self) -> None:
        stop = Stop(day("2026-11-23"), day("2026-11-26"))
        count = counted("2026-11-07", "2 weeks", stops=(stop,))
        assert lines(count)[3:] == [
            "Saturday, 21 November 2026 is a day off: Saturday.",
            "Sunday, 22 November 2026 is a day off: Sunday.",
            "By the calendar DE-BE, the period ends on the next working day instead,"
            " Monday, 23 November 2026 (BGB § 193).",
            "It was suspended from Monday, 23 November 2026 to Wednesday, 25 November"
            " 2026; days not counted: 3 (BGB § 209 by analogy).",
            "It now ends with Thursday, 26 November 2026.",
            "Thursday, 26 November 2026 is a working day by the calendar DE-BE: the"
            " end is not moved (BGB § 193).",
            "The last day is Thursday, 26 November 2026.",
        ]


def test_working_days_among_which_some_were_suspended() -> None:
    stop = Stop(day("2026-06-06"), day("2026-06-10"))
    assert lines(counted("2026-06-04", "3 working days", stops=(stop,)))[2:] == [
        "Days off by the calendar DE-BE are not counted.",
        "Saturday, 6 June 2026 is a day off: Saturday.",
        "Sunday, 7 June 2026 is a day off: Sunday.",
        "Working day 3 is Tuesday, 9 June 2026.",
        "It was suspended from Saturday, 6 June 2026 to Tuesday, 9 June 2026. Days"
        " among them that count for this period and are left out: 2 (BGB § 209 by"
        " analogy).",
        "It now ends with Thursday, 11 June 2026.",
        "The last day is Thursday, 11 June 2026.",
    ]


def test_working_days_that_were_suspended_on_a_weekend_alone() -> None:
    stop = Stop(day("2026-06-06"), day("2026-06-08"))
    said = lines(counted("2026-06-04", "3 working days", stops=(stop,)))
    assert "left out: 0 (BGB" in said[-2]
    assert said[-1] == "The last day is Tuesday, 9 June 2026."


def test_days_off_that_are_passed_over_when_working_days_are_given_back() -> None:
    stop = Stop(day("2026-06-09"), day("2026-06-11"))
    said = lines(counted("2026-06-05", "5 working days", stops=(stop,)))
    assert said[-5:-1] == [
        "It was suspended from Tuesday, 9 June 2026 to Wednesday, 10 June 2026; days"
        " not counted: 2 (BGB § 209 by analogy).",
        "Saturday, 13 June 2026 is a day off: Saturday.",
        "Sunday, 14 June 2026 is a day off: Sunday.",
        "It now ends with Tuesday, 16 June 2026.",
    ]


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
