"""iCalendar files: what is written can be read anywhere, what is read is checked."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from notifications import ical
from notifications.contentlines import LARGEST, MOST_EVENTS, components
from notifications.occasions import Occasion
from notifications.recurrences import MOST_DAYS, MOST_RULES, Sittings
from workflow.errors import Refused

BEGINS, ENDS = date(2005, 1, 1), date(2035, 12, 31)
TUESDAY = date(2026, 3, 10)
ALL_DAY = "DTSTART;VALUE=DATE:20260310"
WEEKLY = (ALL_DAY, "RRULE:FREQ=WEEKLY;COUNT=4", "SUMMARY:Senatssitzung")
STAMP = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


def event(*lines: str, uid: str | None = "1", stamp: bool = True) -> str:
    """The lines of an event, ended as the standard wants it."""
    head = ["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else [])]
    head += ["DTSTAMP:20260101T000000Z"] if stamp else []
    return "".join(f"{line}\r\n" for line in (*head, *lines, "END:VEVENT"))


def file(*events: str) -> bytes:
    """A file of these events; the first of them begins in line 4."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//Test//DE\r\n"
    return (head + "".join(events) + "END:VCALENDAR\r\n").encode()


def read(data: bytes) -> Sittings:
    return ical.sittings(data, "f.ics", BEGINS, ENDS)


def faults(data: bytes) -> list[str]:
    """What is wrong with a file, without its name."""
    with pytest.raises(Refused) as caught:
        read(data)
    *told, last = map(str, caught.value.sentences)
    assert last == "Nothing was recorded."
    assert all(each.startswith("f.ics:") for each in told)
    return [each.removeprefix("f.ics:") for each in told]


def days(*lines: str) -> list[str]:
    return [day.isoformat() for day in read(file(event(*lines))).days]


# --- sittings are read


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART;VALUE=DATE:20260310", "2026-03-10"),
        ("DTSTART:20260310T100000", "2026-03-10"),
        ("DTSTART;TZID=Europe/Berlin:20260310T235959", "2026-03-10"),
        ("DTSTART;TZID=W. Europe Standard Time:20260310T100000", "2026-03-10"),
        # after midnight in Berlin
        ("DTSTART:20260310T233000Z", "2026-03-11"),
        ("DTSTART;TZID=America/New_York:20260310T200000", "2026-03-11"),
        # one hour less to midnight since the summer time has begun
        ("DTSTART:20260329T223000Z", "2026-03-30"),
        ("DTSTART:20260328T223000Z", "2026-03-28"),
    ],
)
def test_a_sitting_is_on_its_day_in_berlin(start: str, day: str) -> None:
    assert days(start) == [day]


def test_a_series_is_reckoned_up_to_its_end() -> None:
    march = ["2026-03-10", "2026-03-17", "2026-03-24"]
    assert days(ALL_DAY, "RRULE:FREQ=WEEKLY;COUNT=3") == march
    assert days(ALL_DAY, "RRULE:FREQ=WEEKLY;UNTIL=20260324") == march
    assert days(ALL_DAY, "RRULE:FREQ=WEEKLY;UNTIL=20260324T000000") == march
    at_ten = "DTSTART;TZID=Europe/Berlin:20260310T100000"
    assert days(at_ten, "RRULE:FREQ=WEEKLY;UNTIL=20260324T090000Z") == march
    assert days(at_ten, "RRULE:FREQ=WEEKLY;UNTIL=20260324T085959Z") == march[:2]


def test_the_third_thursday_of_the_month() -> None:
    rule = "RRULE:FREQ=MONTHLY;BYDAY=3TH;COUNT=3"
    assert days("DTSTART;VALUE=DATE:20260115", rule) == [
        "2026-01-15",
        "2026-02-19",
        "2026-03-19",
    ]


def test_a_series_goes_by_the_clock_it_is_written_in() -> None:
    # Monday 23:30 in Greenwich is Tuesday in Berlin
    rule = "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"
    assert days("DTSTART:20260309T233000Z", rule) == ["2026-03-10", "2026-03-17"]


def test_a_series_beyond_the_calendar_is_read_as_far_as_this_goes() -> None:
    found = days(ALL_DAY, "RRULE:FREQ=YEARLY;UNTIL=20990310")
    assert (found[0], found[-1], len(found)) == ("2026-03-10", "2035-03-10", 10)


def test_days_left_out_and_days_besides() -> None:
    at_ten = "DTSTART;TZID=Europe/Berlin:20260310T100000"
    assert days(
        at_ten,
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE;TZID=Europe/Berlin:20260317T100000,20260324T100000",
        "RDATE;VALUE=DATE:20260401",
    ) == ["2026-03-10", "2026-04-01"]


def test_a_sitting_of_a_series_is_moved_another_cancelled() -> None:
    found = read(
        file(
            event(*WEEKLY),
            event("RECURRENCE-ID;VALUE=DATE:20260317", "DTSTART;VALUE=DATE:20260318"),
            event(
                "RECURRENCE-ID;VALUE=DATE:20260324",
                "DTSTART;VALUE=DATE:20260324",
                "STATUS:CANCELLED",
            ),
        )
    )
    assert [day.day for day in found.days] == [10, 17, 24, 31]
    assert found.moved == {date(2026, 3, 17): date(2026, 3, 18)}
    assert found.cancelled == (date(2026, 3, 24),)


def test_a_cancelled_event_was_meant_unless_another_takes_its_place() -> None:
    gone = event(ALL_DAY, "STATUS:CANCELLED")
    assert read(file(gone)).cancelled == (TUESDAY,)
    instead = event(ALL_DAY, uid="2")
    assert read(file(gone, instead)) == Sittings((TUESDAY,))


def test_other_things_of_a_file_are_left_alone() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0200\r\n"
        "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    todo = "BEGIN:VTODO\r\nSUMMARY:Vorlage\r\nEND:VTODO\r\n"
    start = "DTSTART;TZID=Berlin:20260310T100000"
    assert read(file(zone, todo, event(start))).days == (TUESDAY,)


def test_lines_are_joined_and_end_as_they_like() -> None:
    folded = event('SUMMARY;X="a:b;c":Sen', "\tat", " ssitzung", *WEEKLY[:2])
    assert len(read(file(folded)).days) == 4
    assert len(read(file(folded).replace(b"\r\n", b"\n")).days) == 4
    assert len(read(b"\xef\xbb\xbf" + file(folded)).days) == 4


# --- broken files


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"hello", "1: this is no line of an iCalendar file (NAME:VALUE)"),
        (b"", "1: the file has no event (VEVENT)"),
        (file(), "1: the file has no event (VEVENT)"),
        (b"BEGIN:VCALENDAR\r\nX:\xff\r\n", "2: the file is not written in UTF-8"),
        (file(event("X:\0")), "7: there is a character without meaning (NUL)"),
        (b"END:VEVENT\r\n", "1: END:VEVENT has no BEGIN:VEVENT"),
        (file("END:VEVENT\r\n"), "4: END:VEVENT has no BEGIN:VEVENT"),
        (file("BEGIN:VEVENT\r\n"), "4: BEGIN:VEVENT has no END:VEVENT"),
        (b"X:1\r\n" + file(event(ALL_DAY)), "1: X stands outside of a calendar"),
        (file(event(ALL_DAY, event(ALL_DAY))), "8: BEGIN:VEVENT cannot stand here"),
        (b"x" * (LARGEST + 1), "1: the file is larger than 5 MiB"),
    ],
)
def test_a_file_that_is_no_calendar(data: bytes, fault: str) -> None:
    assert fault in faults(data)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        # the library lets all of these through
        (["DTSTART:2026"], "7: DTSTART of “1” cannot be read: 2026"),
        ([ALL_DAY, "EXDATE:never"], "8: EXDATE of “1” cannot be read: never"),
        ([ALL_DAY, "DTSTART:20260311"], "8: “1” has DTSTART twice"),
        ([ALL_DAY, "UID:2"], "8: “1” has UID twice"),
        (
            [ALL_DAY, "RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"],
            "9: “1” has RRULE twice",
        ),
        (
            ["DTSTART;TZID=Mars/Olympus:20260310T100000"],
            "7: DTSTART of “1”: nobody knows the time zone Mars/Olympus",
        ),
        (
            ["DTSTART:00010101T000000Z"],
            "7: DTSTART of “1”: the year 1 is a slip of the pen",
        ),
        (
            ["DTSTART;VALUE=PERIOD:20260310T100000Z/PT1H"],
            "7: DTSTART of “1”: this is neither a day nor a time of a day",
        ),
        (
            [ALL_DAY, "RDATE;VALUE=PERIOD:20260310T100000Z/PT1H"],
            "8: RDATE of “1”: this is neither a day nor a time of a day",
        ),
        ([ALL_DAY, "DTEND;VALUE=DATE:20260309"], "4: “1” ends before it begins"),
        (
            [ALL_DAY, "DTEND;VALUE=DATE:20260312"],
            "4: “1” goes on for several days: enter each day of sitting by itself",
        ),
        (
            [ALL_DAY, "DURATION:P2D"],
            "4: “1” goes on for several days: enter each day of sitting by itself",
        ),
        (
            ["DTSTART;VALUE=DATE:20400310"],
            "1: no event lies inside the calendar, which goes from 2005-01-01 to"
            " 2035-12-31",
        ),
        (
            [ALL_DAY, "EXRULE:FREQ=WEEKLY"],
            "8: “1”: EXRULE is not read here; write EXDATE instead",
        ),
    ],
)
def test_an_event_that_cannot_be_a_sitting(lines: Sequence[str], fault: str) -> None:
    assert faults(file(event(*lines))) == [fault]


def test_everything_that_is_missing_is_told_at_once() -> None:
    broken = file(
        event("SUMMARY:Senat\\, erste Lesung", uid="7", stamp=False),
        event(ALL_DAY, uid=None),
    )
    assert faults(broken) == [
        "4: “Senat, erste Lesung” (7) has no DTSTAMP",
        "4: “Senat, erste Lesung” (7) has no DTSTART",
        "8: the event of line 8 has no UID",
    ]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("FREQ=WEEKLY", "recurs without end (FREQ=WEEKLY); write UNTIL or COUNT"),
        ("FREQ=DAILY;COUNT=1001", f"the file has more than {MOST_DAYS} sittings"),
        ("FREQ=SECONDLY;COUNT=9999999", "is not read here"),
        ("FREQ=DAILY;BYDAY=MO;INTERVAL=7;COUNT=3", "is not read here"),
        ("FREQ=WEEKLY;COUNT=0", "is not read here"),
        ("FREQ=WEEKLY;INTERVAL=0;COUNT=3", "is not read here"),
        ("FREQ=YEARLY;BYHOUR=1,2,3;COUNT=3", "is not read here"),
        ("COUNT=3", "is not read here"),
        ("FREQ=NEVER;COUNT=3", "cannot be read: FREQ=NEVER;COUNT=3"),
        ("FREQ=MONTHLY;BYDAY=9TU;COUNT=3", "cannot be reckoned"),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", "that FREQ=MONTHLY;BYDAY=1MO;COUNT=3 does"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "no event lies inside"),
    ],
)
def test_a_recurrence_that_is_not_followed(rule: str, fault: str) -> None:
    (told,) = faults(file(event(ALL_DAY, f"RRULE:{rule}")))
    assert fault in told


def test_an_exception_belongs_to_an_event_of_its_series() -> None:
    other = event("RECURRENCE-ID;VALUE=DATE:20260318", "DTSTART;VALUE=DATE:20260319")
    lost = "puts off an event of Wednesday, 18 March 2026 that is not in this file"
    assert faults(file(event(*WEEKLY), other)) == [f"11: “1” {lost}"]
    assert faults(file(other)) == [f"4: “1” {lost}"]
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260317", ALL_DAY)
    assert "puts off all later events too" in faults(file(event(*WEEKLY), later))[0]
    right = event("RECURRENCE-ID;VALUE=DATE:20260317", "DTSTART;VALUE=DATE:20260318")
    assert "a second time" in faults(file(event(*WEEKLY), right, right))[0]


def test_what_stands_twice_is_not_guessed() -> None:
    same = faults(file(event(*WEEKLY), event(*WEEKLY)))
    assert same == [
        "11: the UID of “Senatssitzung” (1) stands in line 4 already: two events cannot"
        " share one"
    ]
    press = event("DTSTART;VALUE=DATE:20260317", "SUMMARY:Pressekonferenz", uid="2")
    assert faults(file(event(*WEEKLY), press)) == [
        "11: “Pressekonferenz” (2) falls on Tuesday, 17 March 2026, as “Senatssitzung”"
        " (1) (line 4) does: it is not clear which of the two is the sitting"
    ]


def _many(count: int, *lines: str) -> bytes:
    return file(*(event(ALL_DAY, *lines, uid=str(each)) for each in range(count)))


@pytest.mark.parametrize(
    ("hostile", "fault"),
    [
        (lambda: _many(MOST_EVENTS + 1), "more than 2000 events"),
        (
            lambda: _many(MOST_RULES + 1, "RRULE:FREQ=WEEKLY;COUNT=2"),
            "more than 20 series",
        ),
        (lambda: b"BEGIN:VCALENDAR\r\n" * 20_000, "components lie more than 4 deep"),
        (
            lambda: file(
                "BEGIN:VTIMEZONE\r\nTZID:Mars\r\nBEGIN:STANDARD\r\n"
                "DTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\n"
                "TZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
                event("DTSTART;TZID=Mars:20260310T100000"),
            ),
            "the clock of a time zone changes by the year only",
        ),
        (
            lambda: _many(
                MOST_RULES, "RRULE:FREQ=WEEKLY;BYDAY=MO;BYMONTH=2;COUNT=99999999"
            ),
            "it is not clear which of the two",
        ),
    ],
)
def test_a_hostile_file_does_not_keep_anybody_waiting(
    hostile: Callable[[], bytes], fault: str
) -> None:
    data = hostile()
    begun = time.process_time()
    told = faults(data)
    assert time.process_time() - begun < 5
    assert any(fault in each for each in told)
    assert len(told) <= ical.MOST_FAULTS + 1


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_be_refused(data: bytes) -> None:
    faults(data)


@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VEVENT",
                "END:VEVENT",
                "UID:1",
                "DTSTAMP:20260101T000000Z",
                ALL_DAY,
                "RRULE:FREQ=WEEKLY;COUNT=2",
                "RECURRENCE-ID:20260317",
                "EXDATE:2026",
                "BEGIN:VALARM",
                "END:VALARM",
                "STATUS:CANCELLED",
                " folded",
            ]
        ),
        max_size=16,
    )
)
def test_lines_in_any_order_are_read_or_refused(lines: list[str]) -> None:
    data = file("".join(f"{line}\r\n" for line in lines))
    with suppress(Refused):
        found = read(data)
        assert found.days
        assert len(components(data).of("VEVENT")) >= 1


# --- what is written


def parts(text: str, kind: str) -> list[Any]:
    """What another program finds in a file."""
    return list(Calendar.from_ical(text).walk(kind))


def occasion(**said: object) -> Occasion:
    usual: dict[str, object] = {
        "key": ("log", "S-2026-0001", "registration", "3"),
        "summary": "Anmeldung; Senat, „erste“ \\ Lesung " * 4,
        "day": TUESDAY,
        "stamp": STAMP,
    }
    return Occasion(**(usual | said))  # type: ignore[arg-type]


def test_what_is_written_is_what_the_standard_wants() -> None:
    text = ical.written([occasion(sequence=2, about=("a", "b"))], "Senat", str)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    (found,) = parts(text, "VEVENT")
    assert found["SUMMARY"] == "Anmeldung; Senat, „erste“ \\ Lesung " * 4
    assert found["DESCRIPTION"] == "a\nb"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (TUESDAY, date(2026, 3, 11))
    assert found["DTSTAMP"].dt == STAMP.replace(microsecond=0)
    assert (found["SEQUENCE"], found["STATUS"]) == (2, "CONFIRMED")


def test_the_same_occasions_give_the_same_bytes_in_any_order() -> None:
    some = [occasion(key=("log", str(each))) for each in range(5)]
    assert ical.written(some, "S", str) == ical.written(some[::-1], "S", str)


def test_a_uid_stays_when_the_day_moves_and_is_nobody_elses() -> None:
    assert ical.uid(("log", "a")) == ical.uid(("log", "a"))
    keys = [("log", "a"), ("log", "b"), ("other", "a"), ("log", "a", "")]
    assert len({ical.uid(key) for key in keys}) == 4
    moved = ical.written([occasion(day=date(2026, 3, 11), sequence=1)], "S", str)
    (found,) = parts(moved, "VEVENT")
    assert found["UID"] == ical.uid(occasion().key)


def test_alarms_ring_in_the_morning_of_the_days_of_reminding() -> None:
    days = (date(2026, 3, 5), TUESDAY, TUESDAY)
    text = ical.written([occasion(alarms=days)], "S", str)
    found = [each["TRIGGER"].dt for each in parts(text, "VALARM")]
    nine = timedelta(hours=9)
    assert found == [nine - timedelta(days=5), nine]


@given(
    st.lists(st.dates(BEGINS, ENDS), min_size=1, max_size=20, unique=True),
    st.text(max_size=100),
)
def test_what_is_written_can_be_read_again(days: list[date], title: str) -> None:
    some = [
        occasion(key=("log", str(day)), day=day, summary=title, cancelled=day.day > 20)
        for day in days
    ]
    found = read(ical.written(some, title, str).encode())
    assert list(found.days) == sorted(days)
    assert [day for day in found.days if day.day > 20] == list(found.cancelled)
