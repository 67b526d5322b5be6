"""Periods that are extended (BGB § 190)."""

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

    @pytest.mark.parametrize(
        ("start", "period", "more", "end"),
        [
            ("2024-03-15", "2 weeks", "1 week", "2024-04-09"),  # from Tuesday, 2 April
            ("2026-01-28", "1 month", "1 month", "2026-04-02"),  # from Monday, 2 March
            ("2026-01-14", "1 month", "3 days", "2026-02-19"),  # from 16 February
            ("2026-01-14", "1 month", "1 day", "2026-02-17"),
            ("2026-12-11", "2 weeks", "3 working days", "2026-12-31"),  # from the 28th
        ],
    )
    def test_goes_on_from_the_day_on_which_the_old_period_really_ended(
        self, start: str, period: str, more: str, end: str
    ) -> None:
        """BGH IX ZB 198/04: from the working day that took the old end's place."""
        extension = Extension(by=Period.parse(more))
        assert counted(start, period, extensions=(extension,)).end == day(end)

    def test_goes_on_from_a_day_off_where_nothing_moved_the_end(self) -> None:
        fixed = counted("2024-03-15", "2 weeks", "event fixed", extensions=(weeks(1),))
        assert (fixed.raw, fixed.end) == (day("2024-04-05"), day("2024-04-05"))

    def test_a_month_from_the_end_of_february_is_the_28th_of_march(self) -> None:
        month = Extension(by=Period.parse("1 month"))
        count = counted("2026-01-31", "1 month", "event fixed", extensions=(month,))
        assert count.end == day("2026-03-28")

    def test_is_counted_the_same_way_however_the_period_began(self) -> None:
        count = counted("2024-10-01", "1 week", "begins fixed", extensions=(weeks(1),))
        assert count.end == day("2024-10-14")

    def test_until_a_day_is_moved_by_weekends_as_well(self) -> None:
        until = Extension(until=day("2021-07-31"))
        count = counted("2021-07-06", "2 weeks", extensions=(until,))
        assert (count.raw, count.end) == (day("2021-07-31"), day("2021-08-02"))

    def test_never_shortens(self) -> None:
        early = Extension(until=day("2021-07-09"))
        count = counted("2021-07-06", "2 weeks", extensions=(early,))
        assert count.end == day("2021-07-20")

    def test_until_the_day_to_which_the_end_was_moved_changes_nothing(self) -> None:
        for until in ("2024-03-31", "2024-04-02"):
            same = Extension(until=day(until))
            count = counted("2024-03-15", "2 weeks", extensions=(same,))
            assert (count.raw, count.end) == (day("2024-03-29"), day("2024-04-02"))
            moved = [each for each in lines(count) if "BGB § 193" in each]
            assert len(moved) == 1

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


def test_a_suspension_and_then_an_extension() -> None:
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


def test_an_extension_and_then_a_suspension() -> None:
    """Each line tells the end that was told on the day of which it speaks."""
    month = Extension(by=Period.parse("1 month"), seq=2)
    stop = Stop(day("2026-03-05"), day("2026-03-08"), seq=3)
    how = "event fixed"
    count = counted("2026-02-10", "1 month", how, extensions=(month,), stops=(stop,))
    assert lines(count)[2:] == [
        "It ends on the day of the same number, Tuesday, 10 March 2026"
        " (BGB § 188 (2)).",
        "It was extended by 1 month, counted from its old end, Tuesday, 10 March 2026"
        " (BGB § 190).",
        "It ends on the day of the same number, Friday, 10 April 2026 (BGB § 188 (2)).",
        "It was suspended from Thursday, 5 March 2026 to Saturday, 7 March 2026; days"
        " not counted: 3 (BGB § 209 by analogy).",
        "It now ends with Monday, 13 April 2026.",
        "The last day is Monday, 13 April 2026.",
    ]


def test_an_extension_does_not_swallow_a_suspension_that_came_after_it() -> None:
    """Without it: until Thursday, 26 November, as was told."""
    stop = Stop(day("2026-11-16"), day("2026-11-18"), seq=2)
    more = Extension(by=Period.parse("3 days"), seq=1)
    count = counted("2026-11-07", "2 weeks", extensions=(more,), stops=(stop,))
    assert (count.raw, count.end) == (day("2026-11-28"), day("2026-11-30"))


def test_an_extension_is_told_once_where_the_end_was_moved() -> None:
    said = lines(counted("2024-03-15", "2 weeks", extensions=(weeks(1),)))
    assert said[7:] == [
        "By the calendar DE-BE, the period ends on the next working day instead,"
        " Tuesday, 2 April 2024 (BGB § 193).",
        "It was extended by 1 week, counted from its old end, Tuesday, 2 April 2024"
        " (BGB § 190).",
        "It ends on the same weekday, Tuesday, 9 April 2024 (BGB § 188 (2)).",
        "Tuesday, 9 April 2024 is a working day by the calendar DE-BE: the end is not"
        " moved (BGB § 193).",
        "The last day is Tuesday, 9 April 2024.",
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
