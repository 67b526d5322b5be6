"""Worked examples of periods, reckoned by hand from the statute and a wall calendar.

A row: the day of the event, the period, how it is counted, the last day before BGB
§ 193, the last day. Countings: `event` and `begins` (BGB § 187 (1), (2)), either with
§ 193 or, where the rule is no declaration, `fixed`.

Run as a program, it prints every count, so that runs can be compared.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tests.workflow.berlin_days import BERLIN, BerlinDays
from workflow.periods import (
    Count,
    Extension,
    Period,
    Rule,
    Stop,
    backwards,
    forwards,
    working_day_before,
)

PUBLISHED = """
2018-11-30  1 month    event         2018-12-30  2018-12-31
2018-11-30  2 months   event         2019-01-30  2019-01-30
2022-07-13  1 week     event         2022-07-20  2022-07-20
2021-03-31  1 month    event         2021-04-30  2021-04-30
2024-03-01  14 days    event         2024-03-15  2024-03-15
2023-05-15  1 month    event         2023-06-15  2023-06-15
2024-10-01  1 month    begins fixed  2024-10-31  2024-10-31
2024-10-01  1 week     begins fixed  2024-10-07  2024-10-07
"""
PINNED = """
2021-07-06  1 month    event         2021-08-06  2021-08-06
2021-07-06  10 days    event         2021-07-16  2021-07-16
2023-01-31  1 month    event         2023-02-28  2023-02-28
2023-01-30  1 month    event         2023-02-28  2023-02-28
2023-05-31  6 months   event         2023-11-30  2023-11-30
2023-06-30  2 weeks    event         2023-07-14  2023-07-14
2023-02-22  2 weeks    event         2023-03-08  2023-03-09
2018-02-22  2 weeks    event         2018-03-08  2018-03-08
2024-04-08  1 month    event         2024-05-08  2024-05-08
2018-10-17  2 weeks    event         2018-10-31  2018-10-31
2024-03-15  2 weeks    event         2024-03-29  2024-04-02
2021-05-17  1 week     event         2021-05-24  2021-05-25
2024-12-17  1 week     event         2024-12-24  2024-12-24
2023-12-01  1 month    event         2024-01-01  2024-01-02
2022-05-12  1 week     event         2022-05-19  2022-05-19
2024-05-16  2 weeks    event         2024-05-30  2024-05-30
2024-03-01  14 days    event fixed   2024-03-15  2024-03-15
"""
MONTH_ENDS = """
2024-02-29  1 year     event         2025-02-28  2025-02-28
2024-02-29  4 years    event         2028-02-29  2028-02-29
2023-02-28  1 year     event         2024-02-28  2024-02-28
2025-12-31  2 months   event         2026-02-28  2026-03-02
2024-08-31  6 months   event         2025-02-28  2025-02-28
2024-01-31  1 month    event         2024-02-29  2024-02-29
2026-01-31  1 month    begins fixed  2026-02-28  2026-02-28
2026-01-30  1 month    begins fixed  2026-02-28  2026-02-28
2026-01-29  1 month    begins fixed  2026-02-28  2026-02-28
2026-01-28  1 month    begins fixed  2026-02-27  2026-02-27
2024-01-31  1 month    begins fixed  2024-02-29  2024-02-29
2026-03-31  1 month    begins fixed  2026-04-30  2026-04-30
2026-03-01  1 month    begins fixed  2026-03-31  2026-03-31
2028-02-29  1 year     begins fixed  2029-02-28  2029-02-28
2026-01-01  1 year     begins fixed  2026-12-31  2026-12-31
"""
HOLIDAYS = """
2026-03-20  2 weeks    event         2026-04-03  2026-04-07
2027-02-26  1 month    event         2027-03-26  2027-03-30
2026-05-07  1 week     event         2026-05-14  2026-05-15
2026-05-11  2 weeks    event         2026-05-25  2026-05-26
2019-02-08  1 month    event         2019-03-08  2019-03-11
2017-09-30  31 days    event         2017-10-31  2017-11-01
2017-10-17  2 weeks    event         2017-10-31  2017-11-01
2020-04-24  2 weeks    event         2020-05-08  2020-05-11
2021-04-24  2 weeks    event         2021-05-08  2021-05-10
2025-05-01  1 week     event         2025-05-08  2025-05-09
2028-06-03  2 weeks    event         2028-06-17  2028-06-19
2026-12-18  2 weeks    event         2027-01-01  2027-01-04
2026-12-18  2 weeks    event fixed   2027-01-01  2027-01-01
2026-11-25  1 month    event         2026-12-25  2026-12-28
2026-12-17  2 weeks    event         2026-12-31  2026-12-31
2026-04-01  1 month    event         2026-05-01  2026-05-04
2026-09-03  1 month    event         2026-10-03  2026-10-05
2026-01-01  100 days   event         2026-04-11  2026-04-13
"""
HALF_MONTHS = """
2026-02-10  1 half month   event         2026-02-25  2026-02-25
2026-02-20  1 half month   event         2026-03-07  2026-03-09
2026-01-31  2 half months  event fixed   2026-02-28  2026-02-28
2026-01-30  3 half months  event         2026-03-15  2026-03-16
2024-01-30  3 half months  event         2024-03-15  2024-03-15
2026-06-01  1 half month   begins fixed  2026-06-15  2026-06-15
2026-01-01  3 half months  begins fixed  2026-02-15  2026-02-15
"""
WORKING_DAYS = """
2024-12-20  5 working days   event   2024-12-31  2024-12-31
2025-04-16  10 working days  event   2025-05-05  2025-05-05
2025-05-07  1 working day    event   2025-05-09  2025-05-09
2026-06-01  1 working day    begins  2026-06-01  2026-06-01
2026-06-06  1 working day    begins  2026-06-08  2026-06-08
2026-06-06  1 working day    event   2026-06-08  2026-06-08
2026-05-22  3 working days   begins  2026-05-27  2026-05-27
"""
_TABLES = PUBLISHED + PINNED + MONTH_ENDS + HOLIDAYS + HALF_MONTHS + WORKING_DAYS
CASES = [tuple(re.split(r"  +", row)) for row in _TABLES.split("\n") if row]

# the sitting, the period, the reading, the last day, the working day to plan for
BACKWARDS = [
    ("2021-08-03", "7 days", "calendar_days", "2021-07-27", "2021-07-27"),
    ("2021-08-03", "7 days", "clear_days", "2021-07-26", "2021-07-26"),
    ("2021-07-06", "7 days", "calendar_days", "2021-06-29", "2021-06-29"),
    ("2025-05-15", "7 days", "calendar_days", "2025-05-08", "2025-05-07"),
    ("2024-05-28", "7 days", "calendar_days", "2024-05-21", "2024-05-21"),
    ("2019-11-26", "7 days", "calendar_days", "2019-11-19", "2019-11-19"),
    ("2026-04-14", "1 week", "calendar_days", "2026-04-07", "2026-04-07"),
    ("2026-04-14", "1 week", "clear_days", "2026-04-06", "2026-04-02"),
    ("2026-06-11", "2 clear days", "calendar_days", "2026-06-08", "2026-06-08"),
    ("2026-06-11", "2 clear days", "clear_days", "2026-06-08", "2026-06-08"),
    ("2026-03-31", "1 month", "calendar_days", "2026-02-28", "2026-02-27"),
    ("2024-03-31", "1 month", "calendar_days", "2024-02-29", "2024-02-29"),
    ("2026-07-31", "3 half months", "calendar_days", "2026-06-15", "2026-06-15"),
    ("2028-02-29", "1 year", "calendar_days", "2027-02-28", "2027-02-26"),
    ("2027-01-05", "2 weeks", "calendar_days", "2026-12-22", "2026-12-22"),
    ("2026-04-07", "3 working days", "calendar_days", "2026-03-31", "2026-03-31"),
    ("2026-04-07", "3 working days", "clear_days", "2026-03-30", "2026-03-30"),
    ("2024-05-21", "1 working day", "calendar_days", "2024-05-17", "2024-05-17"),
]
UNITS = (
    "days",
    "clear days",
    "working days",
    "weeks",
    "half months",
    "months",
    "years",
)
CLOCK_CHANGES = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2027, 3, 28),
    date(2027, 10, 31),
)
LONGER = (Extension(by=Period(3, "days"), seq=1),)
STOOD = tuple(Stop(each, each + timedelta(2), seq=2) for each in CLOCK_CHANGES)


def day(text: str) -> date:
    """A day as the tables write it."""
    return date.fromisoformat(text)


def counted(
    start: str,
    period: str,
    how: str = "event",
    days: BerlinDays = BERLIN,
    extensions: tuple[Extension, ...] = (),
    stops: tuple[Stop, ...] = (),
) -> Count:
    """A count forwards, in the words of the tables."""
    words = how.split()
    counting = {"event": "event_day", "begins": "begin_of_day", "clear": "clear_days"}
    rule = Rule(Period.parse(period), counting[words[0]], "fixed" not in words)
    return forwards(day(start), rule, days, extensions=extensions, stops=stops)


def counted_back(sitting: str, period: str, reading: str = "calendar_days") -> Count:
    """A count backwards from a sitting."""
    rule = Rule(Period.parse(period), reading, shift=False)
    return backwards(day(sitting), rule, BERLIN)


def lines(count: Count) -> list[str]:
    """What is said of a count, in English."""
    return [str(each) for each in count.notes]


def told(count: Count) -> str:
    """A count with all that is said of it."""
    return "\n".join([f"{count.raw} {count.end}", *lines(count)])


def everything() -> Iterator[str]:
    """Every example, and counts that begin, end or stop where the clocks change."""
    for start, period, how, *_ in CASES:
        yield told(counted(start, period, how))
    for sitting, period, reading, *_ in BACKWARDS:
        yield told(counted_back(sitting, period, reading))
    for change in CLOCK_CHANGES:
        for distance in range(-3, 4):
            near = str(change + timedelta(distance))
            yield str(working_day_before(day(near), BERLIN, 1))
            for unit in UNITS:
                yield told(counted(near, f"1 {unit}"))
                yield told(counted(near, f"2 {unit}", "begins"))
                yield told(counted_back(near, f"1 {unit}"))
                yield told(counted(near, f"1 {unit}", stops=STOOD, extensions=LONGER))


if __name__ == "__main__":
    print("\n".join(everything()))  # noqa: T201
