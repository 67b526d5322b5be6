"""What no day comes out of is refused, in a plain sentence."""

from collections.abc import Callable
from datetime import date

import pytest

from definitions.sentences import Sentence, sentence
from tests.workflow.berlin_days import BERLIN, BerlinDays
from tests.workflow.worked import counted, counted_back
from workflow.periods import (
    Days,
    Extension,
    Period,
    Rule,
    Stop,
    Uncountable,
    backwards,
    forwards,
    next_working_day,
    working_day_before,
)


class TestUncountable:
    """What no day comes out of is said in a plain sentence."""

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("0 days", "cannot be counted: give a number from 1"),
            ("10000 years", "from 1 to 9999"),
            ("99999999999999999999 days", "from 1 to 9999"),
            ("-3 days", "no period"),
            ("two weeks", "no period"),
            ("3 fortnights", "no period"),
            ("1", "no period"),
            ("", "no period"),
            ("\u0661 day", "no period"),
        ],
    )
    def test_periods(self, text: str, said: str) -> None:
        with pytest.raises(Uncountable, match=said) as found:
            Period.parse(text)
        assert str(found.value.what) == str(found.value)

    @pytest.mark.parametrize(
        "text", ["2 weeks", "1 month", "1 months", " 3  half months"]
    )
    def test_periods_that_are_fine(self, text: str) -> None:
        assert str(Period.parse(text)).split() in (text.split(), f"{text}s".split())

    @pytest.mark.parametrize(
        ("start", "period", "how", "said"),
        [
            ("1990-12-31", "1 week", "event", "begins on 1991-01-01"),
            ("2101-01-01", "1 week", "event", "ends on 2100-12-31"),
            ("2100-12-28", "1 week", "event fixed", "ends on 2100-12-31"),
            ("2100-12-28", "9 working days", "event", "ends on 2100-12-31"),
            ("2020-01-01", "9999 years", "event", "leaves the years 1 to 9999"),
            ("2020-01-01", "9999 weeks", "event", "ends on 2100-12-31"),
        ],
    )
    def test_days_no_calendar_reaches(
        self, start: str, period: str, how: str, said: str
    ) -> None:
        with pytest.raises(Uncountable, match=said):
            counted(start, period, how)

    def test_a_last_day_off_where_the_calendar_ends(self) -> None:
        short = BerlinDays(ends=date(2026, 5, 24))  # Whit Sunday
        with pytest.raises(Uncountable, match="ends on 2026-05-24"):
            counted("2026-05-10", "2 weeks", days=short)

    def test_an_extension_or_a_stop_beyond_the_calendar(self) -> None:
        for added in (
            Extension(by=Period(52, "weeks")),
            Extension(until=date(2101, 1, 1)),
        ):
            with pytest.raises(Uncountable, match="ends on 2100-12-31"):
                counted("2100-06-01", "1 month", "event fixed", extensions=(added,))
        stop = Stop(date(2100, 6, 2), date(2101, 1, 1))
        with pytest.raises(Uncountable, match="ends on 2100-12-31"):
            counted("2100-06-01", "1 month", "event fixed", stops=(stop,))

    @pytest.mark.parametrize(
        ("sitting", "period"),
        [("1991-01-03", "1 week"), ("1991-01-03", "3 working days")],
    )
    def test_a_sitting_too_near_the_beginning(self, sitting: str, period: str) -> None:
        with pytest.raises(Uncountable, match="begins on 1991-01-01"):
            counted_back(sitting, period)

    def test_a_sitting_after_the_end(self) -> None:
        with pytest.raises(Uncountable, match="ends on 2100-12-31"):
            counted_back("2101-01-03", "1 week")

    @pytest.mark.parametrize("find", [next_working_day, working_day_before])
    def test_a_working_day_near_a_day_no_calendar_reaches(
        self, find: Callable[[date, Days], date]
    ) -> None:
        for out, said in (
            (date(1990, 12, 31), "begins on 1991-01-01"),
            (date(2101, 1, 1), "ends on 2100-12-31"),
        ):
            with pytest.raises(Uncountable, match=said):
                find(out, BERLIN)

    def test_a_working_day_where_there_is_none(self) -> None:
        class Closed(BerlinDays):
            def reason(self, day: date) -> Sentence:
                return sentence("closed")

        for_ever = Closed(begins=date(9999, 1, 1), ends=date.max)
        with pytest.raises(Uncountable, match="ends on 9999-12-31"):
            next_working_day(date(9999, 12, 1), for_ever)
        always = Closed(begins=date.min, ends=date(1, 12, 31))
        with pytest.raises(Uncountable, match="begins on 0001-01-01"):
            working_day_before(date(1, 12, 31), always, 3)

    def test_the_first_day_of_a_calendar_is_none_of_them(self) -> None:
        assert counted("1991-01-01", "1 week").end == date(1991, 1, 8)

    def test_a_sitting_too_near_the_beginning_of_time(self) -> None:
        rule = Rule(Period(1, "years"), "calendar_days", shift=False)
        with pytest.raises(Uncountable, match="leaves the years"):
            backwards(date(1, 2, 1), rule, None)

    @pytest.mark.parametrize(
        ("unit", "shift"), [("working days", False), ("days", True)]
    )
    def test_days_off_that_nobody_knows(self, unit: str, shift: bool) -> None:
        rule = Rule(Period(3, unit), "event_day", shift)
        with pytest.raises(Uncountable, match="name a calendar"):
            forwards(date(2026, 6, 1), rule, None)

    def test_working_days_before_a_sitting_without_a_calendar(self) -> None:
        rule = Rule(Period(3, "working days"), "calendar_days", shift=False)
        with pytest.raises(Uncountable, match="name a calendar"):
            backwards(date(2026, 6, 1), rule, None)

    def test_a_counting_that_does_not_go_this_way(self) -> None:
        week = Period(1, "weeks")
        with pytest.raises(Uncountable, match="this way in this direction: moon"):
            forwards(date(2026, 6, 1), Rule(week, "moon", shift=False), None)
        with pytest.raises(Uncountable, match="in this direction: begin_of_day"):
            backwards(date(2026, 6, 1), Rule(week, "begin_of_day", shift=False), None)
