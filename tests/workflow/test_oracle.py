"""The pencil that is held against the program has to prove itself first.

It counts what courts, textbooks and a calendar on the wall tell.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.easter import easter as easter_by_formula

from tests.workflow.oracle import forwards
from tests.workflow.oracle_back import backwards
from tests.workflow.sheet import Asked, NotOnTheCalendar
from tests.workflow.wall_calendar import Berlin, easter, holiday

FROM_BEGINNING = "begin_of_day"


def _counted(asked: Asked) -> tuple[str, str]:
    sheet = forwards(asked, Berlin())
    return str(sheet.raw), str(sheet.end)


def _asked(start: str, period: str, counting: str = "event_day") -> Asked:
    amount, unit = period.split(" ", 1)
    return Asked(date.fromisoformat(start), int(amount), unit, counting, shift=True)


@pytest.mark.parametrize(
    ("start", "period", "raw", "end"),
    [
        # BGH AnwZ (Brfg) 5/16: served on 30 December 2015, two months.
        ("2015-12-30", "2 months", "2016-02-29", "2016-02-29"),
        ("2014-12-30", "2 months", "2015-02-28", "2015-03-02"),
        # BGH NJW 1984, 1358: from the last of February to the 28th, not to the 31st.
        ("2001-02-28", "1 months", "2001-03-28", "2001-03-28"),
        # BGH of 2016: a part that begins to run after 7 September ends on 7 October.
        ("2015-09-07", "1 months", "2015-10-07", "2015-10-07"),
        # The textbook's month and a half: the fifteen days last; and in a leap year.
        ("2005-01-17", "3 half months", "2005-03-04", "2005-03-04"),
        ("2028-01-17", "3 half months", "2028-03-03", "2028-03-03"),
        ("2024-02-16", "1 half months", "2024-03-02", "2024-03-04"),
        ("2024-02-29", "1 years", "2025-02-28", "2025-02-28"),
        ("2023-02-28", "1 years", "2024-02-28", "2024-02-28"),
        ("2026-12-24", "8 days", "2027-01-01", "2027-01-04"),
        ("2026-03-20", "2 weeks", "2026-04-03", "2026-04-07"),
        ("2026-12-23", "3 working days", "2026-12-29", "2026-12-29"),
        ("2026-04-02", "1 working days", "2026-04-07", "2026-04-07"),
    ],
)
def test_the_pencil_counts_from_an_event(
    start: str, period: str, raw: str, end: str
) -> None:
    assert _counted(_asked(start, period)) == (raw, end)


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2027-01-01", "1 months", "2027-02-01"),  # 31 January is a Sunday
        ("2025-01-31", "1 months", "2025-02-28"),  # no 30 February
        ("2024-01-30", "1 months", "2024-02-29"),
        ("2023-01-30", "1 months", "2023-02-28"),
        ("2026-03-31", "1 months", "2026-04-30"),
        ("2024-02-29", "1 years", "2025-02-28"),
        ("2026-09-01", "1 weeks", "2026-09-07"),
        ("2026-09-01", "1 days", "2026-09-01"),
        ("2026-09-01", "3 half months", "2026-10-15"),
        ("2026-09-01", "1 working days", "2026-09-01"),
        ("2026-09-05", "1 working days", "2026-09-07"),  # a Saturday does not count
    ],
)
def test_the_pencil_counts_from_the_beginning_of_a_day(
    start: str, period: str, end: str
) -> None:
    assert _counted(_asked(start, period, FROM_BEGINNING))[1] == end


@pytest.mark.parametrize(
    ("sitting", "period", "counting", "end", "plan_for"),
    [
        ("2019-11-26", "7 days", "calendar_days", "2019-11-19", None),
        ("2019-11-26", "7 days", "clear_days", "2019-11-18", None),
        ("2019-11-26", "7 clear days", "clear_days", "2019-11-18", None),
        ("2019-11-26", "1 weeks", "clear_days", "2019-11-18", None),
        ("2026-04-10", "1 weeks", "calendar_days", "2026-04-03", "2026-04-02"),
        ("2026-03-31", "1 months", "calendar_days", "2026-02-28", "2026-02-27"),
        ("2026-05-29", "4 working days", "calendar_days", "2026-05-22", None),
        ("2026-05-29", "4 working days", "clear_days", "2026-05-21", None),
        ("2026-03-20", "1 half months", "calendar_days", "2026-03-05", None),
    ],
)
def test_the_pencil_counts_back_from_a_sitting(
    sitting: str, period: str, counting: str, end: str, plan_for: str | None
) -> None:
    sheet = backwards(_asked(sitting, period, counting), Berlin())
    assert str(sheet.end) == end
    assert sheet.plan_for == (plan_for and date.fromisoformat(plan_for))


def test_the_wall_calendar_has_easter_where_the_formula_has_it() -> None:
    years = range(1900, 2200)
    assert [easter(year) for year in years] == [easter_by_formula(y) for y in years]


def test_the_wall_calendar_shows_the_holidays_of_berlin() -> None:
    day, found = date(2025, 1, 1), []
    while day.year == 2025:
        if holiday(day):
            found.append(day.strftime("%d.%m."))
        day += timedelta(days=1)
    assert found == [
        *("01.01.", "08.03.", "18.04.", "21.04.", "01.05.", "08.05."),
        *("29.05.", "09.06.", "03.10.", "25.12.", "26.12."),
    ]


def test_the_pencil_leaves_out_suspended_days() -> None:
    """Ten days, six of them used when the term is stopped over a weekend."""
    stops = ((date(2026, 9, 11), date(2026, 9, 15)),)
    sheet = forwards(Asked(date(2026, 9, 4), 10, "days", stops=stops), Berlin())
    assert sheet.raw == date(2026, 9, 18)
    assert sheet.stopped == [date(2026, 9, number) for number in range(11, 15)]


@pytest.mark.parametrize(
    ("start", "longer", "end"),
    [
        ("2015-08-07", (1, "months"), "2015-10-07"),  # BGH of 2016 as above
        ("2019-01-28", (1, "months"), "2019-03-28"),  # from 28 February: not the 31st
        ("2026-05-11", (7, "days"), "2026-06-18"),
        ("2026-05-11", (2, "working days"), "2026-06-15"),
        # BGH IX ZB 198/04: the old month ends on Monday, 2 March, not on the Saturday.
        ("2026-01-28", (1, "months"), "2026-04-02"),
        ("2026-01-14", (3, "days"), "2026-02-19"),
        ("2026-05-11", date(2026, 6, 30), "2026-06-30"),
        ("2026-05-11", date(2026, 6, 28), "2026-06-29"),  # a Sunday
        ("2026-05-11", date(2026, 6, 1), "2026-06-11"),  # nothing is longer then
    ],
)
def test_the_pencil_goes_on_from_the_old_end(
    start: str, longer: tuple[int, str] | date, end: str
) -> None:
    """A month that was extended once, before it ended."""
    asked = replace(_asked(start, "1 months"), longer=(longer,))
    assert _counted(asked)[1] == end


def test_the_pencil_waits_while_a_term_is_suspended() -> None:
    stops = ((date(2026, 9, 11), None),)
    asked = Asked(date(2026, 9, 4), 10, "days", stops=stops)
    assert forwards(asked, Berlin()).end is None
    in_time = Asked(date(2026, 8, 1), 10, "days", stops=stops)
    assert forwards(in_time, Berlin()).end == date(2026, 8, 11)


@pytest.mark.parametrize(
    ("first", "until", "end"),
    [
        (23, 26, "2026-11-26"),  # on the Monday that took the place of the Saturday
        (22, 26, "2026-11-26"),
        (22, 23, "2026-11-23"),  # the Sunday is no day of the term
        (23, 28, "2026-11-30"),  # it runs again on a Saturday
        (24, 26, "2026-11-23"),  # too late
        (23, None, "None"),
        (22, None, "None"),
    ],
)
def test_the_pencil_holds_a_term_up_on_the_day_to_which_it_was_moved(
    first: int, until: int | None, end: str
) -> None:
    """Two weeks from Saturday, 7 November 2026, which end on a Saturday."""
    stop = date(2026, 11, first), date(2026, 11, until) if until else None
    asked = replace(_asked("2026-11-07", "2 weeks"), stops=(stop,))
    assert _counted(asked)[1] == end


def test_the_pencil_gives_back_at_the_end_what_was_suspended_after_an_extension() -> (
    None
):
    """Told until Thursday, 26 November; two days of the first week were taken out."""
    stop = date(2026, 11, 16), date(2026, 11, 18)
    asked = replace(_asked("2026-11-07", "2 weeks"), longer=((3, "days"),))
    assert _counted(asked)[1] == "2026-11-26"
    assert _counted(replace(asked, midway=(stop,))) == ("2026-11-28", "2026-11-30")
    assert _counted(replace(asked, stops=(stop,)))[1] == "2026-11-26"


def test_the_pencil_needs_the_pages_it_counts_on() -> None:
    page = Berlin(date(2026, 9, 1), date(2026, 9, 30))
    assert forwards(Asked(date(2026, 9, 1), 29, "days"), page).end == page.ends
    for start, amount in ((1, 30), (1, 0), (30, 1)):
        with pytest.raises(NotOnTheCalendar):
            forwards(Asked(date(2026, 9, start), amount, "days"), page)
    with pytest.raises(NotOnTheCalendar):
        backwards(Asked(date(2026, 9, 5), 5, "days"), page)
