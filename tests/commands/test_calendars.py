"""Calendars at the desk: shown, changed, taken over, handed on; and what moves then."""

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

import definitions
import notifications
from tests.commands.terminal import Terminal

REF = "S-2026-0001"
BILL = Path(definitions.__path__[0]) / "paths" / "berlin-bill.yaml"
EXTENDS = "    extension:\n"  # the first is that of the co-signature
WHY = ("--reason", "Empfang im Roten Rathaus")
TOWN = """\
sittings: town-council
de: Ratssitzungen
en: council sittings
begins: 2026-01-01
ends: 2027-12-31
years: {"2026": [2026-12-03]}
"""


@pytest.fixture
def bill(terminal: Terminal) -> Terminal:
    """A bill that justice has been asked about, planned for the sitting of 15 December.

    Its registration ends seven days before that.
    """
    terminal.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    terminal.does("init")
    opened = ("--lead", "SenWi", "--definition", "berlin-bill", "--on", "2026-11-02")
    terminal.does("new", "Solargesetz", *opened)
    asked = ("cosignature", "--body", "justice", "--on", "2026-11-16")
    terminal.does("consultation", "open", REF, *asked)
    plan(terminal, "2026-12-15")
    return terminal


def plan(terminal: Terminal, day: str) -> None:
    terminal.does("plan", REF, "--event", "first_passage", "--on", day)


def due(terminal: Terminal) -> dict[str, str]:
    """The last day of each deadline of the bill."""
    found = terminal.does("deadline", "list", REF)
    return {each["name"]: each["due"] for each in found}


def shown(terminal: Terminal, name: str, year: str = "2026") -> dict[str, Any]:
    """The days of a calendar, by day."""
    found = terminal.does("calendar", "show", name, "--year", year)
    return {each["on"]: each for each in found["days"]}


def refused(terminal: Terminal, *words: str) -> str:
    """Why a command is refused; it records nothing."""
    before = terminal.does("verify")["entries"]
    said = terminal(*words)
    assert said.code == 1, said
    assert "Nothing was recorded" in said.err
    assert terminal.does("verify")["entries"] == before
    return said.err


def proved(terminal: Terminal) -> None:
    """The record is sound, and every derived row is what it would be if made again."""
    assert terminal.does("verify")["sound"]
    assert terminal("rebuild", "--check").code == 0


# --- shown


def test_all_calendars_are_listed_whether_stored_or_not(terminal: Terminal) -> None:
    terminal.does("init")
    found = {each["name"]: each for each in terminal.does("calendar", "show")}
    assert found.keys() == {"DE-BE", "council", "senate"}
    assert found["DE-BE"]["kind"] == "days_off"
    assert found["senate"]["kind"] == "sittings"
    assert found["senate"]["versions"] == []
    assert "as shipped; not yet in the record" in terminal("calendar", "show").out


def test_a_calendar_is_shown_with_its_reasons(bill: Terminal) -> None:
    days = shown(bill, "DE-BE")
    assert days["2026-12-25"]["why"] == "Christmas Day"
    assert days["2026-03-08"]["weekday"] == "Sunday"
    assert "2026-12-24" not in days
    sittings = shown(bill, "senate", "2024")
    assert sittings["2024-04-09"]["sits"]
    assert not sittings["2024-04-02"]["sits"]
    assert sittings["2024-04-02"]["why"] == "the sitting of this day is cancelled"
    german = bill("--lang", "de", "calendar", "show", "DE-BE").out
    assert "2026-12-25  Freitag" in german


def test_a_calendar_that_nobody_knows_or_a_year_it_has_not(bill: Terminal) -> None:
    said = bill("calendar", "show", "parliament")
    assert said.code == 1
    assert "there are: DE-BE, council, senate" in said.err
    said = bill("calendar", "show", "senate", "--year", "2036")
    assert said.code == 1
    assert "it says nothing of 2036" in said.err


def test_it_is_said_when_other_holidays_are_installed(bill: Terminal) -> None:
    assert "is installed here" not in bill("calendar", "show", "DE-BE").out
    closed = ("2026-12-24", "--off", "geschlossen", "--until", "2026-12-31")
    bill.does("calendar", "add", "DE-BE", *closed, "--reason", "Rundschreiben")
    page = bill("calendar", "show", "DE-BE").out
    assert "only in the record: 2026-12-24, 2026-12-28" in page
    assert "`laufzettel calendar import DE-BE --shipped --reason TEXT`" in page
    bill.does("calendar", "import", "DE-BE", "--shipped", "--reason", "doch nicht")
    assert "2026-12-24" not in shown(bill, "DE-BE")


# --- changed


def test_moving_a_sitting_moves_what_waits_for_it(bill: Terminal) -> None:
    assert due(bill)["registration"] == "2026-12-08"
    answer = bill.does("sitting", "move", "senate", "2026-12-15", "2026-12-16", *WHY)
    assert answer["moved"] == [
        {
            "reference": REF,
            "name": "registration",
            "started": 3,
            "body": "senate",
            "was": "2026-12-08",
            "due": "2026-12-09",
        }
    ]
    assert due(bill)["registration"] == "2026-12-09"
    assert "moved here from Tuesday, 15 December 2026" in str(
        shown(bill, "senate")["2026-12-16"]["why"]
    )
    assert WHY[1] in bill("calendar", "show", "senate").out
    proved(bill)


def test_a_preview_shows_what_would_move_and_records_nothing(bill: Terminal) -> None:
    words = ("sitting", "move", "senate", "2026-12-15", "2026-12-16", *WHY, "--preview")
    entries = bill.does("verify")["entries"]
    said = bill(*words)
    assert said.code == 0
    assert "2026-12-08  2026-12-09" in said.out
    assert "Nothing was recorded (--preview)." in said.out
    assert bill.does(*words)["recorded"] is False
    assert due(bill)["registration"] == "2026-12-08"
    assert bill.does("verify")["entries"] == entries


def test_a_repeated_command_is_done_once(bill: Terminal) -> None:
    words = ("sitting", "move", "senate", "2026-12-15", "2026-12-16", *WHY)
    first = bill.does(*words, "--command-id", "m1")
    again = bill.does(*words, "--command-id", "m1")
    assert (again["entry"], again["moved"]) == (first["entry"], first["moved"])
    other = ("sitting", "move", "senate", "2026-12-08", "2026-12-09", *WHY)
    assert "stands for another command" in refused(bill, *other, "--command-id", "m1")


def test_a_sitting_that_does_not_exist_is_not_moved(bill: Terminal) -> None:
    words = ("sitting", "move", "senate", "2026-12-16", "2026-12-17", *WHY)
    assert "Tuesday, 15 December 2026, Tuesday, 22 December 2026" in refused(
        bill, *words
    )
    bill.does("sitting", "record", "senate", "2026-11-17")
    held = ("sitting", "move", "senate", "2026-11-17", "2026-11-18", *WHY)
    assert "the record holds this sitting" in refused(bill, *held)


def test_a_sitting_to_come_does_not_move_into_the_past(bill: Terminal) -> None:
    move = ("sitting", "move", "senate")
    told = refused(bill, *move, "2026-12-15", "2026-11-22", *WHY)
    assert "Sunday, 22 November 2026 is over: today is 2026-11-23" in told
    assert "laufzettel sitting record senate 2026-11-22" in told
    # what was put off weeks ago, and entered only now, lies in the past as a whole
    bill.does(*move, "2026-11-10", "2026-11-11", *WHY)
    done = (*move, "2026-12-15", "2026-11-23", *WHY, "--command-id", "m1")
    first = bill.does(*done)
    bill.now = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert bill.does(*done)["entry"] == first["entry"]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-12-25", "Friday, 25 December 2026 is a day off (Christmas Day)"),
        ("2026-12-19", "Saturday, 19 December 2026 is a day off (Saturday)"),
    ],
)
def test_a_sitting_on_a_day_off_is_lawful_and_said(
    bill: Terminal, day: str, why: str
) -> None:
    words = ("sitting", "move", "senate", "2026-12-15", day, *WHY)
    assert why in bill(*words, "--preview").out
    assert bill.does(*words)["day_off"] in why
    plain = bill.does("sitting", "move", "senate", day, "2026-12-17", *WHY)
    assert plain["day_off"] is None


def test_the_way_back_of_a_moved_sitting_can_be_typed(bill: Terminal) -> None:
    bill.does("sitting", "move", "senate", "2026-12-15", "2026-12-16", *WHY)
    told = refused(bill, "calendar", "add", "senate", "2026-12-15", "--sitting", *WHY)
    back = "`laufzettel sitting move senate 2026-12-16 2026-12-15 --reason TEXT`"
    assert back in told
    bill.does(*back.strip("`").split()[1:])


def test_a_sitting_is_cancelled_ahead_and_its_items_go_to_the_next(
    bill: Terminal,
) -> None:
    words = ("sitting", "record", "senate", "2026-12-15", "--note", "fällt aus")
    assert "lies in the future" in refused(bill, *words)
    assert "lies in the future" in refused(bill, *words, "--not-quorate")
    never = ("sitting", "record", "senate", "2026-12-16", "--cancelled")
    assert "There is no sitting on Wednesday" in refused(bill, *never)
    answer = bill.does(*words, "--cancelled")
    assert answer["moved"][0]["due"] == due(bill)["registration"] == "2026-12-15"
    assert not shown(bill, "senate")["2026-12-15"]["sits"]
    proved(bill)


def test_a_new_holiday_moves_the_end_of_a_term(bill: Terminal) -> None:
    assert due(bill)["cosignature_term"] == "2026-11-30"
    day = ("2026-11-30", "--off", "Staatstrauer", "--english", "mourning")
    answer = bill.does("calendar", "add", "DE-BE", *day, "--reason", "Erlass")
    assert [each["due"] for each in answer["moved"]] == ["2026-12-01"]
    assert shown(bill, "DE-BE")["2026-11-30"]["why"] == "mourning"
    bill.does("calendar", "add", "DE-BE", "2026-11-30", "--working", "--reason", "nein")
    assert due(bill)["cosignature_term"] == "2026-11-30"
    proved(bill)


def test_a_recess_an_additional_sitting_and_one_that_fails(bill: Terminal) -> None:
    def add(*words: str) -> Any:
        return bill.does("calendar", "add", "senate", *words, "--reason", "Beschluss")

    add("2027-07-14", "--off", "Sommerpause", "--until", "2027-08-11")
    add("2027-07-22", "--sitting")
    add("2027-09-07", "--cancelled")
    days = shown(bill, "senate", "2027")
    assert "Sommerpause" in days["2027-07-20"]["why"]
    assert days["2027-07-22"]["sits"]
    assert not days["2027-09-07"]["sits"]
    assert len(bill.does("calendar", "show", "senate")["versions"]) == 3 + _kept(bill)


def _kept(bill: Terminal) -> int:
    """Whether the first item of a path has stored the calendar as it is shipped."""
    first = bill.does("calendar", "show", "senate")["versions"][0]
    return int(first["reason"] is None)


@pytest.mark.parametrize(
    "words",
    [
        ("calendar", "add", "DE-BE", "2026-12-24", "--reason", "R"),
        ("calendar", "add", "senate", "2026-12-24", "--sitting", "--cancelled"),
        ("calendar", "add", "DE-BE", "2026-12-24", "--working", "--english", "x"),
        ("calendar", "add", "senate", "2026-12-24", "--sitting"),
        ("calendar", "import", "DE-BE", "--reason", "R"),
        ("calendar", "import", "DE-BE", "a.yaml", "--shipped", "--reason", "R"),
        ("calendar", "import", "DE-BE", "--shipped", "--year", "2026", "--reason", "R"),
        ("calendar", "export"),
        ("calendar", "export", "senate", "--due"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    assert terminal(*words).code == 2


# --- taken over


def test_a_new_calendar_comes_from_a_file_and_a_changed_one_replaces_it(
    bill: Terminal,
) -> None:
    file = bill.folder / "town.yaml"
    file.write_text(TOWN, encoding="utf-8")
    words = ("calendar", "import", "town-council", str(file), "--reason", "neu")
    bill.does(*words)
    assert shown(bill, "town-council").keys() == {"2026-12-03"}
    assert "nothing would change" in refused(bill, *words)
    file.write_text(TOWN.replace("12-03", "12-10"), encoding="utf-8")
    bill.does(*words)
    assert shown(bill, "town-council").keys() == {"2026-12-10"}
    proved(bill)


def test_sittings_that_nobody_has_entered_yet_can_be_entered_one_by_one(
    terminal: Terminal,
) -> None:
    terminal.does("init")
    swiss = ("--lead", "UVEK", "--definition", "swiss-federal-council")
    terminal.now = datetime(2022, 8, 1, 10, 0, tzinfo=UTC)
    terminal.does("new", "Botschaft", *swiss, "--on", "2022-07-01")
    # no calendar of this series is shipped, but a body of the path sits in it
    one = ("2022-08-17", "--sitting", "--reason", "Sitzungsplan")
    terminal.does("calendar", "add", "federal-council", *one)
    assert shown(terminal, "federal-council", "2022").keys() == {"2022-08-17"}
    file = _ics(terminal.folder, "20230111", "20230118")
    words = ("--reason", "Jahresplan")
    terminal.does("calendar", "import", "federal-council", file, *words)
    assert len(shown(terminal, "federal-council", "2023")) == 2
    told = refused(terminal, "calendar", "import", "town-council", file, *words)
    assert "There is no calendar that these sittings could be entered in." in told
    proved(terminal)


def test_a_file_of_another_calendar_or_with_faults_is_not_taken(bill: Terminal) -> None:
    file = bill.folder / "town.yaml"
    file.write_text(TOWN, encoding="utf-8")
    told = refused(bill, "calendar", "import", "senate", str(file), "--reason", "R")
    assert "The file is the calendar town-council, not senate." in told
    file.write_text(TOWN.replace("2027-12-31", "2025-12-31"), encoding="utf-8")
    said = bill("calendar", "import", "town-council", str(file), "--reason", "R")
    assert said.code == 1
    assert "town.yaml:5:7: ends: the last day is before the first" in said.err
    missing = ("calendar", "import", "senate", "none.ics", "--reason", "R")
    assert bill(*missing).code == 74


def _ics(folder: Path, *days: str, extra: str = "") -> str:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{day}\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;VALUE=DATE:{day}\r\n{extra}END:VEVENT\r\n"
        for day in days
    )
    file = folder / "year.ics"
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"
    file.write_bytes(text.encode())
    return str(file)


def test_the_sittings_of_a_year_replace_what_was_said_of_it(bill: Terminal) -> None:
    file = _ics(bill.folder, "20261208", "20261217")
    words = ("calendar", "import", "senate", file, "--reason", "Sitzungskalender")
    answer = bill.does(*words)
    # the sitting of the 15th is none any more: the next one counts
    assert answer["moved"][0]["due"] == due(bill)["registration"] == "2026-12-10"
    assert shown(bill, "senate").keys() >= {"2026-12-08", "2026-12-17"}
    assert sum(each["sits"] for each in shown(bill, "senate").values()) == 2
    assert "nothing would change" in refused(bill, *words)
    proved(bill)


def test_of_several_years_it_is_said_which_is_complete(bill: Terminal) -> None:
    file = _ics(bill.folder, "20261208", "20270112")
    words = ("calendar", "import", "senate", file, "--reason", "Sitzungskalender")
    assert "The file has sittings of 2026, 2027." in refused(bill, *words)
    assert "no sitting of 2028" in refused(bill, *words, "--year", "2028")
    bill.does(*words, "--year", "2027")
    assert shown(bill, "senate", "2027").keys() == {"2027-01-12"}
    assert "2026-12-01" in shown(bill, "senate")


def test_a_broken_file_is_refused_with_its_lines(bill: Terminal) -> None:
    file = _ics(bill.folder, "20261208", extra="RRULE:FREQ=WEEKLY\r\n")
    told = refused(bill, "calendar", "import", "senate", file, "--reason", "R")
    assert f"{file}:4: “20261208” recurs without end" in told
    file = _ics(bill.folder, "2026")
    told = refused(bill, "calendar", "import", "senate", file, "--reason", "R")
    assert f"{file}:7: DTSTART of “2026” cannot be read" in told
    told = refused(bill, "calendar", "import", "DE-BE", file, "--reason", "R")
    assert "it has no sittings" in told


def test_the_export_of_one_series_is_not_taken_for_another(bill: Terminal) -> None:
    """By its name, and by its UIDs where it has lost that."""
    bill.does("calendar", "add", "council", "2027-01-21", "--sitting", "--reason", "R")
    file = bill.folder / "council.ics"
    export = ("calendar", "export", "council", "--year", "2027", "--output", str(file))
    bill.does(*export)
    words = ("calendar", "import", "senate", str(file), "--reason", "R")
    told = refused(bill, *words)
    assert "the calendar of the sittings council, not of senate" in told
    assert "`laufzettel calendar import council FILE --reason TEXT`" in told
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("X-WR-CALNAME:council\n", ""), encoding="utf-8")
    assert "council, not of senate" in refused(bill, *words)
    own = text.replace("X-WR-CALNAME:council", "X-WR-CALNAME:senate")
    file.write_text(own, encoding="utf-8")
    bill.does(*words)
    assert shown(bill, "senate", "2027").keys() == {"2027-01-21"}


def test_a_file_with_a_name_that_nobody_knows_is_taken(bill: Terminal) -> None:
    file = Path(_ics(bill.folder, "20261208"))
    text = file.read_text(encoding="utf-8")
    named = text.replace("PRODID:x", "PRODID:x\nX-WR-CALNAME:Mein Kalender")
    file.write_text(named, encoding="utf-8")
    bill.does("calendar", "import", "senate", str(file), "--reason", "R")


def test_without_the_extra_only_calendar_files_are_missing(
    bill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.delitem(sys.modules, "notifications.ical", raising=False)
    monkeypatch.delattr(notifications, "ical", raising=False)
    file = _ics(bill.folder, "20261208")
    for words in (
        ("calendar", "import", "senate", file, "--reason", "R"),
        ("calendar", "export", "senate"),
    ):
        said = bill(*words)
        assert said.code == 78
        assert "`pip install 'laufzettel[calendar]'`" in said.err
    bill.does("calendar", "add", "senate", "2026-12-17", "--sitting", "--reason", "R")


# --- handed on


def exported(terminal: Terminal, *words: str) -> dict[str, Any]:
    """The events of an export by what they are called."""
    text = terminal("calendar", "export", *words).out
    return {
        str(each["SUMMARY"]): each for each in Calendar.from_ical(text).walk("VEVENT")
    }


def test_the_deadlines_and_plans_of_an_item_go_into_a_calendar(bill: Terminal) -> None:
    bill.does(
        *("deadline", "add", REF, "--due", "2026-12-01", "--for", "lead"),
        *("--reason", "Rücksprache", "--remind", "3"),
    )
    found = exported(bill, "--item", REF)
    term = found[f"{REF}: Rücksprache"]
    registration = found[f"{REF}: registration seven days before the sitting"]
    planned = found[f"{REF}: planned: first passage"]
    asked = found[f"{REF}: term of the co-signature, department of justice"]
    assert term["DTSTART"].dt == date(2026, 12, 1)
    assert registration["DTSTART"].dt == date(2026, 12, 8)
    assert planned["DTSTART"].dt == date(2026, 12, 15)
    # Monday, less two working days: Thursday at nine
    (alarm,) = asked.walk("VALARM")
    midnight = datetime.combine(asked["DTSTART"].dt, time())
    assert midnight + alarm["TRIGGER"].dt == datetime(2026, 11, 26, 9)  # noqa: DTZ001
    assert f"laufzettel explain {REF} registration" in registration["DESCRIPTION"]
    everything = exported(bill, "--due")
    assert everything.keys() == found.keys() - {f"{REF}: planned: first passage"}


def test_what_moves_keeps_its_uid_and_rises(bill: Terminal) -> None:
    before = exported(bill, "--item", REF)
    bill.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    bill.does("sitting", "move", "senate", "2026-12-15", "2026-12-16", *WHY)
    after = exported(bill, "--item", REF)
    for name in (
        "registration seven days before the sitting",
        "planned: first passage",
    ):
        old, new = before[f"{REF}: {name}"], after[f"{REF}: {name}"]
        assert old["UID"] == new["UID"]
        assert new["SEQUENCE"] > old["SEQUENCE"]
        assert (new["DTSTART"].dt - old["DTSTART"].dt).days == 1
        assert new["DTSTAMP"].dt == bill.now
    unmoved = f"{REF}: term of the co-signature, department of justice"
    assert before[unmoved].to_ical() == after[unmoved].to_ical()


def test_what_is_met_is_taken_out_of_the_calendar_again(bill: Terminal) -> None:
    name = f"{REF}: term of the co-signature, department of justice"
    before = exported(bill, "--item", REF)[name]
    bill.does(
        *("consultation", "answer", REF, "cosignature", "--body", "justice"),
        *("--on", "2026-11-20", "--evidence", "III A 1"),
    )
    after = exported(bill, "--item", REF)[name]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert name not in exported(bill, "--due")


def test_a_term_that_is_suspended_has_no_day_until_it_is_resumed(
    terminal: Terminal,
) -> None:
    terminal.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    text = BILL.read_text(encoding="utf-8")
    stops = "    suspension: {by: department, basis: ggo-co-signature}\n"
    file = terminal.folder / "bill.yaml"
    file.write_text(text.replace(EXTENDS, stops + EXTENDS, 1), encoding="utf-8")
    terminal.does("init")
    opened = ("--lead", "SenWi", "--definition", str(file), "--on", "2026-11-02")
    terminal.does("new", "Solargesetz", *opened)
    asked = ("cosignature", "--body", "justice", "--on", "2026-11-16")
    terminal.does("consultation", "open", REF, *asked)
    name = f"{REF}: term of the co-signature, department of justice"
    stop = (REF, "cosignature_term", "--reason", "Rückfrage")
    told = [exported(terminal, "--item", REF)[name]]
    terminal.does("suspend", *stop, "--on", "2026-11-18")
    told.append(exported(terminal, "--item", REF)[name])
    empty = terminal("calendar", "export", "--due")
    assert (empty.code, empty.out) == (1, "")
    assert "all items: there is no deadline and no plan" in empty.err
    terminal.does("resume", *stop, "--on", "2026-11-20")
    told.append(exported(terminal, "--item", REF)[name])
    days = [each["DTSTART"].dt.isoformat()[5:] for each in told]
    assert [each["STATUS"] for each in told] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert days == ["11-30", "11-18", "12-02"]
    rising = [each["SEQUENCE"] for each in told]
    assert rising == sorted(set(rising))
    assert len({each["UID"] for each in told}) == 1


def test_a_consultation_with_a_day_of_its_own_and_no_rule(terminal: Terminal) -> None:
    terminal.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    terminal.does("init")
    swiss = ("--definition", "swiss-federal-council", "--on", "2026-11-02")
    terminal.does("new", "Botschaft", "--lead", "UVEK", *swiss)
    asked = ("offices", "--body", "justice_office", "--due", "2026-12-04")
    terminal.does("consultation", "open", REF, *asked)
    (found,) = exported(terminal, "--due").values()
    assert found["DTSTART"].dt == date(2026, 12, 4)
    assert "office consultation" in found["SUMMARY"]


def sittings(terminal: Terminal) -> dict[str, Any]:
    """The sittings of the Senate in 2026 as they are exported, by UID."""
    text = terminal("calendar", "export", "senate", "--year", "2026").out
    return {str(each["UID"]): each for each in Calendar.from_ical(text).walk("VEVENT")}


def test_a_moved_or_cancelled_sitting_is_told_to_those_who_have_it(
    bill: Terminal,
) -> None:
    before = sittings(bill)
    bill.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    bill.does("sitting", "move", "senate", "2026-12-15", "2026-12-16", *WHY)
    bill.does("sitting", "record", "senate", "2026-12-22", "--cancelled")
    after = sittings(bill)
    assert before.keys() == after.keys()
    changed = {
        str(before[uid]["DTSTART"].dt): (str(each["DTSTART"].dt), str(each["STATUS"]))
        for uid, each in after.items()
        if (each["DTSTART"].dt, each["STATUS"])
        != (before[uid]["DTSTART"].dt, before[uid]["STATUS"])
    }
    assert changed == {
        "2026-12-15": ("2026-12-16", "CONFIRMED"),
        "2026-12-22": ("2026-12-22", "CANCELLED"),
    }
    anew = {uid for uid in after if after[uid].to_ical() != before[uid].to_ical()}
    assert {str(before[uid]["DTSTART"].dt) for uid in anew} == changed.keys()
    assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in anew)
    assert all(after[uid]["DTSTAMP"].dt == bill.now for uid in anew)


def test_a_sitting_that_comes_back_is_told_of_twice(bill: Terminal) -> None:
    there, back = ("2026-12-15", "2026-12-16"), ("2026-12-16", "2026-12-15")
    told = [sittings(bill)]
    for move in (there, back):
        bill.does("sitting", "move", "senate", *move, *WHY)
        told.append(sittings(bill))
    rising = [
        [each["SEQUENCE"] for uid, each in one.items() if uid in _moved(told)]
        for one in told
    ]
    assert rising == [[0], [1], [2]]


def _moved(told: list[dict[str, Any]]) -> set[str]:
    first, second = told[:2]
    return {uid for uid in first if first[uid]["DTSTART"] != second[uid]["DTSTART"]}


def test_a_plan_goes_on_rising_when_it_is_planned_anew(bill: Terminal) -> None:
    """Its sitting moves, and then the step is planned for another one."""
    name = f"{REF}: planned: first passage"
    told = [exported(bill, "--item", REF)[name]]
    bill.does("sitting", "move", "senate", "2026-12-15", "2026-12-16", *WHY)
    told.append(exported(bill, "--item", REF)[name])
    plan(bill, "2026-12-22")
    told.append(exported(bill, "--item", REF)[name])
    assert [each["SEQUENCE"] for each in told] == [0, 1, 2]


def test_the_same_record_gives_the_same_file(bill: Terminal) -> None:
    first = bill("calendar", "export", "senate", "--year", "2026").out
    bill.now = datetime(2027, 3, 1, tzinfo=UTC)
    assert bill("calendar", "export", "senate", "--year", "2026").out == first
    file = bill.folder / "senate.ics"
    answer = bill.does(
        *("calendar", "export", "senate", "--year", "2026", "--output", str(file))
    )
    assert file.read_bytes().decode() == first
    assert answer == {"events": 52, "file": str(file), "text": None}
    assert (
        "is not overwritten"
        in bill("calendar", "export", "--due", "--output", str(file)).err
    )


def test_exporting_what_does_not_exist(bill: Terminal) -> None:
    said = bill("calendar", "export", "parliament")
    assert said.code == 1
    assert "There is no calendar of sittings parliament" in said.err
    assert bill("calendar", "export", "--item", "S-1").code == 1


def test_a_calendar_without_an_entry_is_not_written(bill: Terminal) -> None:
    """RFC 5545 wants one at least."""
    file = bill.folder / "2100.ics"
    words = ("calendar", "export", "council", "--year", "2100", "--output", str(file))
    said = bill(*words)
    assert (said.code, said.out) == (1, "")
    assert "No sitting of council is known in 2100" in said.err
    assert not file.exists()


@pytest.mark.parametrize("what", [("--item", REF), ("--due",)])
def test_a_year_is_one_of_sittings(bill: Terminal, what: tuple[str, ...]) -> None:
    said = bill("calendar", "export", *what, "--year", "2027")
    assert (said.code, said.out) == (2, "")
    assert "--year goes with SERIES" in said.err


def test_the_command_in_an_entry_explains_that_very_deadline(bill: Terminal) -> None:
    asked = ("cosignature", "--body", "finance", "--on", "2026-11-17")
    bill.does("consultation", "open", REF, *asked)
    bill.does("plan", REF, "--event", "second_passage", "--on", "2027-01-12")
    commands = [
        str(each["DESCRIPTION"]).split("`")[1]
        for each in exported(bill, "--item", REF).values()
        if "`" in str(each.get("DESCRIPTION", ""))
    ]
    told = [bill.does(*command.split()[1:]) for command in commands]
    keys = {(each["name"], each["body"], each["due"]) for each in told}
    assert len(keys) == len(commands) >= 3


@pytest.mark.parametrize("label", ["", " ", "a\x1b[31m", "a\nb", "\u202e", "x" * 301])
@pytest.mark.parametrize("calendar", ["DE-BE", "senate"])
def test_a_name_that_cannot_be_printed_is_refused(
    bill: Terminal, calendar: str, label: str
) -> None:
    before = bill.does("verify")["entries"]
    said = bill("calendar", "add", calendar, "2027-03-09", "--off", label, *WHY)
    assert said.code == 1
    assert "A name is one line of 1 to 300 characters" in said.err
    assert bill.does("verify")["entries"] == before


def test_the_plan_of_a_withdrawn_item_is_cancelled(bill: Terminal) -> None:
    bill.does("withdraw", REF)
    told = exported(bill, "--item", REF)
    (plan,) = [each for each in told.values() if "planned" in str(each["SUMMARY"])]
    assert (plan["STATUS"], plan["SEQUENCE"]) == ("CANCELLED", 1)
    assert "planned" not in bill("timeline", REF).out.partition("●")[0]


def test_the_empty_reference_is_no_item(bill: Terminal) -> None:
    said = bill("calendar", "export", "--item", "")
    assert (said.code, said.out) == (1, "")
