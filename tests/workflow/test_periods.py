"""Which day is the last: worked examples, and what holds for every period there is."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from tests.workflow.berlin_days import BERLIN, BerlinDays, easter, off
from tests.workflow.worked import (
    BACKWARDS,
    CASES,
    UNITS,
    counted,
    counted_back,
    day,
    everything,
)
from workflow.periods import (
    Extension,
    Period,
    Rule,
    Stop,
    backwards,
    forwards,
    next_working_day,
    working_day_before,
)

CLOSED = BerlinDays(frozenset({date(2024, 12, 24), date(2024, 12, 31)}))
WEEK = timedelta(7)
ONE = timedelta(1)

sittings = some.dates(date(2034, 1, 1), date(2055, 12, 31))
starts = some.dates(date(1992, 1, 1), date(2055, 12, 31))
units = some.sampled_from(UNITS)
amounts = some.integers(1, 40)
countings = some.sampled_from(("event_day", "begin_of_day", "clear_days"))
readings = some.sampled_from(("calendar_days", "clear_days"))
rules = some.builds(
    Rule, some.builds(Period, amounts, units), countings, some.booleans()
)


stops = some.tuples(some.integers(0, 90), some.integers(0, 60))
WEEK_MORE = Extension(by=Period(1, "weeks"))


def last_day(start: date, rule: Rule, *added: Extension | Stop) -> date:
    extensions = [each for each in added if isinstance(each, Extension)]
    stops = [each for each in added if isinstance(each, Stop)]
    count = forwards(start, rule, BERLIN, extensions=extensions, stops=stops)
    assert count.end is not None
    return count.end


def notice(sitting: date, rule: Rule) -> date:
    count = backwards(sitting, rule, BERLIN)
    assert count.end is not None
    return count.end


@pytest.mark.parametrize(("start", "period", "how", "raw", "end"), CASES)
def test_worked_examples(start: str, period: str, how: str, raw: str, end: str) -> None:
    count = counted(start, period, how)
    assert (str(count.raw), str(count.end)) == (raw, end)


@pytest.mark.parametrize(("sitting", "period", "reading", "end", "plan"), BACKWARDS)
def test_worked_examples_before_a_sitting(
    sitting: str, period: str, reading: str, end: str, plan: str
) -> None:
    count = counted_back(sitting, period, reading)
    assert (str(count.raw), str(count.end)) == (end, end)
    assert working_day_before(day(end), BERLIN) == day(plan)


def test_the_calendar_of_these_tests_knows_easter() -> None:
    sundays = {easter(year) for year in (1995, 2008, 2011, 2019, 2024, 2038)}
    assert sundays == {
        date(1995, 4, 16),
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2038, 4, 25),
    }


def test_christmas_closures_take_working_days_away() -> None:
    assert counted("2024-12-20", "5 working days").end == day("2024-12-31")
    closed = counted("2024-12-20", "5 working days", days=CLOSED)
    assert closed.end == day("2025-01-03")


def test_a_closure_moves_the_last_day_as_well() -> None:
    assert counted("2024-12-17", "1 week").end == day("2024-12-24")
    assert counted("2024-12-17", "1 week", days=CLOSED).end == day("2024-12-27")


@pytest.mark.parametrize(
    ("of", "back", "found"),
    [
        ("2024-05-21", 0, "2024-05-21"),
        ("2024-05-21", 1, "2024-05-17"),
        ("2025-05-08", 0, "2025-05-07"),
        ("2025-05-08", 1, "2025-05-07"),
        ("2025-05-08", 2, "2025-05-06"),
        ("2026-04-06", 0, "2026-04-02"),
        ("2027-01-04", 3, "2026-12-29"),
    ],
)
def test_working_days_before_a_day(of: str, back: int, found: str) -> None:
    assert working_day_before(day(of), BERLIN, back) == day(found)


@pytest.mark.parametrize(
    ("of", "found"),
    [("2024-03-29", "2024-04-02"), ("2024-05-30", "2024-05-30")],
)
def test_the_next_working_day(of: str, found: str) -> None:
    assert next_working_day(day(of), BERLIN) == day(found)


@given(starts, amounts, countings, some.booleans())
def test_working_days_never_end_on_a_day_off(
    start: date, amount: int, counting: str, shift: bool
) -> None:
    end = last_day(start, Rule(Period(amount, "working days"), counting, shift))
    assert not off(end)
    passed = [start + ONE * n for n in range((end - start).days + 1)]
    counts = passed if counting == "begin_of_day" else passed[1:]
    assert sum(not off(each) for each in counts) == amount


@given(starts, rules)
def test_a_longer_period_never_ends_earlier(start: date, rule: Rule) -> None:
    more = Period(rule.period.amount + 1, rule.period.unit)
    longer = last_day(start, replace(rule, period=more))
    extended = last_day(start, rule, WEEK_MORE)
    assert start <= last_day(start, rule) <= min(longer, extended - ONE)


@given(starts, some.integers(1, 5), rules)
def test_a_later_start_never_ends_earlier(start: date, more: int, rule: Rule) -> None:
    extensions = Extension(by=Period(1, "months")), Extension(until=start + WEEK)
    later = start + ONE * more
    assert last_day(start, rule) <= last_day(later, rule)
    assert last_day(start, rule, *extensions) <= last_day(later, rule, *extensions)


@given(starts, some.integers(1, 5), rules, stops)
def test_nor_does_it_where_the_period_stood_still(
    start: date, more: int, rule: Rule, stop: tuple[int, int]
) -> None:
    assume(rule.period.unit not in ("half months", "months", "years"))
    later, first = start + ONE * more, start + ONE * stop[0]
    stood = Stop(first, first + ONE * stop[1])
    assert last_day(start, rule, stood) <= last_day(later, rule, stood)


@given(starts, rules, stops)
def test_a_stop_gives_back_its_days_and_no_more(
    start: date, rule: Rule, stop: tuple[int, int]
) -> None:
    fixed = replace(rule, shift=False)
    first = start + ONE * stop[0]
    until = first + ONE * stop[1]
    end, moved = last_day(start, fixed), last_day(start, fixed, Stop(first, until))
    if first > end or first == until:
        assert moved == end
    elif rule.period.unit == "working days":
        assert moved >= end
        assert not first <= moved < until
    else:
        counts_from = start if rule.counting == "begin_of_day" else start + ONE
        assert moved - end == max(until - max(first, counts_from), ONE * 0)


@given(starts, rules, some.lists(stops, min_size=1, max_size=3))
def test_no_period_ends_on_a_suspended_day(
    start: date, rule: Rule, drawn: list[tuple[int, int]]
) -> None:
    stood = [
        Stop(start + ONE * first, start + ONE * (first + length))
        for first, length in drawn
    ]
    end = last_day(start, rule, *stood)
    assert last_day(start, rule) <= end
    assert not any(each.first <= end < (each.until or end) for each in stood)
    assert rule.shift is False or not off(end)


@given(starts, rules, some.integers(1, 9), some.sampled_from(UNITS), stops)
def test_what_stood_still_after_an_extension_makes_it_no_shorter(
    start: date, rule: Rule, amount: int, unit: str, stop: tuple[int, int]
) -> None:
    first = start + ONE * stop[0]
    stood = Stop(first, first + ONE * stop[1], seq=2)
    longer = Extension(by=Period(amount, unit), seq=1)
    assert last_day(start, rule) < last_day(start, rule, longer)
    assert last_day(start, rule, longer) <= last_day(start, rule, longer, stood)


@given(sittings, rules, readings)
def test_backwards_never_comes_nearer_to_the_sitting(
    sitting: date, rule: Rule, reading: str
) -> None:
    rule = replace(rule, counting=reading)
    end = notice(sitting, rule)
    assert end < sitting
    assert end == notice(sitting, replace(rule, shift=not rule.shift))
    more = Period(rule.period.amount + 1, rule.period.unit)
    assert notice(sitting, replace(rule, period=more)) <= end
    assert end <= notice(sitting + ONE, rule)
    assert rule.period.unit != "working days" or not off(end)


@given(sittings, amounts, units)
def test_clear_days_are_one_more_backwards(
    sitting: date, amount: int, unit: str
) -> None:
    period = Period(amount, unit)
    end = notice(sitting, Rule(period, "calendar_days", shift=False))
    clear = notice(sitting, Rule(period, "clear_days", shift=False))
    if unit == "clear days":
        assert end == clear == sitting - ONE * (amount + 1)
    elif unit == "working days":
        assert clear == working_day_before(end, BERLIN, 1)
    else:
        assert clear == end - ONE


@given(starts, rules)
def test_the_end_moves_only_if_the_rule_says_so(start: date, rule: Rule) -> None:
    raw = forwards(start, rule, BERLIN).raw
    end = last_day(start, rule)
    assert raw == last_day(start, replace(rule, shift=False))
    if rule.shift:
        assert not off(end)
        assert all(off(raw + ONE * n) for n in range((end - raw).days))
    else:
        assert end == raw


@given(starts, amounts, some.sampled_from(("days", "clear days", "weeks")))
def test_days_and_weeks_are_plain_arithmetic(
    start: date, amount: int, unit: str
) -> None:
    rule = Rule(Period(amount, unit), "event_day", shift=False)
    length = ONE * amount * (7 if unit == "weeks" else 1)
    assert forwards(start, rule, None).end == start + length


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_no_time_zone_and_no_change_of_clocks_matters(zone: str) -> None:
    program = [sys.executable, "-m", "tests.workflow.worked"]
    there = subprocess.run(
        program,
        env=os.environ | {"TZ": zone, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert there.stdout.splitlines() == "\n".join(everything()).splitlines()
    assert len(there.stdout) > 10_000
