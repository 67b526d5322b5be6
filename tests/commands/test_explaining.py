"""`explain` prints a file note that a clerk can hold against the statute."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.termed import (
    COSIGNATURE,
    FINANCE,
    JUSTICE,
    answered,
    asked,
    at,
    opened,
)
from tests.commands.terminal import REF, Terminal

GOLDEN = Path(__file__).with_name("golden")


def christmas(terminal: Terminal) -> None:
    """Finance was asked on a Saturday two weeks before Christmas Day."""
    opened(terminal)
    asked(terminal, FINANCE, "--on", "2021-12-11")


def explained(terminal: Terminal, *more: str) -> Any:
    return terminal.does("explain", REF, COSIGNATURE, *more)


def without_version(text: str) -> str:
    """A note without the hash of the calendar, which a new library changes."""
    return re.sub(r"\b[0-9a-f]{12}\b", "……", text)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_term_over_christmas_reads_as_a_file_note(
    terminal: Terminal, language: str
) -> None:
    christmas(terminal)
    said = terminal("--lang", language, "explain", REF, COSIGNATURE)
    golden = (GOLDEN / f"christmas.{language}.txt").read_text(encoding="utf-8")
    assert without_version(said.out) == golden


def test_json_says_the_same_and_names_every_number(terminal: Terminal) -> None:
    christmas(terminal)
    said = explained(terminal)
    assert (said["due"], said["due_precision"], said["status"]) == (
        "2021-12-27",
        "exact",
        "open",
    )
    assert (said["days_left"], said["overdue"], said["days_late"]) == (14, False, None)
    assert (said["started"], said["starts"]["on"]) == (2, "2021-12-11")
    assert said["rule"]["period"] == "2 weeks"
    assert said["rule"]["shift"] == "working_day"
    assert said["calendar"]["name"] == "DE-BE"
    assert len(said["calendar"]["version"]) == 64
    assert said["basis"] == ["Geschäftsordnung § 10, Mitzeichnung"]
    printed = " ".join(terminal("explain", REF, COSIGNATURE).out.split())
    for part in ("notes", "result", "at_its_end"):
        assert said[part]
        assert all(each in printed for each in said[part])


@pytest.mark.parametrize(
    ("day", "status", "late", "words"),
    [
        ("2021-12-20", "met", -7, "days early: 7"),
        ("2021-12-27", "met", 0, "on the last day"),
    ],
)
def test_it_says_how_early_or_late_a_term_was_met(
    terminal: Terminal, day: str, status: str, late: int, words: str
) -> None:
    christmas(terminal)
    terminal.now = terminal.now.replace(year=2022)
    answered(terminal, FINANCE, "--on", day)
    said = explained(terminal)
    assert (said["status"], said["days_late"], said["met_on"]) == (status, late, day)
    assert words in said["result"][1]
    assert said["days_left"] is None
    assert said["at_its_end"] == []


def test_it_says_how_late_a_sitting_was_registered_for(terminal: Terminal) -> None:
    opened(terminal)
    terminal.does("plan", REF, "--event", "decide", "--on", "2021-12-14")
    terminal.does("advance", REF, "register", "--on", "2021-12-13")
    said = terminal.does("explain", REF, "registration")
    assert (said["status"], said["due"], said["days_late"]) == (
        "met_late",
        "2021-12-07",
        6,
    )
    assert "days late: 6" in said["result"][1]


def test_an_answer_known_at_the_latest_is_not_told_by_days(terminal: Terminal) -> None:
    christmas(terminal)
    answered(terminal, FINANCE, "--on-or-before", "2021-12-13")
    said = explained(terminal)
    assert (said["status"], said["days_late"]) == ("met", None)
    assert "at the latest Monday, 13 December 2021." in said["result"][1]


def test_a_term_that_is_over_says_since_when(terminal: Terminal) -> None:
    opened(terminal)
    asked(terminal, JUSTICE, "--on", "2021-11-29")
    assert explained(terminal)["result"][1] == "It ends today."
    terminal.now = terminal.now.replace(day=14)
    said = explained(terminal)
    assert (said["result"][1], said["overdue"]) == (
        "It has been over for one day.",
        True,
    )


def test_a_start_known_at_the_latest_bounds_the_last_day(terminal: Terminal) -> None:
    opened(terminal)
    asked(terminal, FINANCE, "--on-or-before", "2021-12-10")
    said = explained(terminal)
    assert (said["due"], said["due_precision"]) == ("2021-12-24", "at_latest")
    assert (
        said["result"][0] == "The last day is Friday, 24 December 2021 at the latest."
    )
    assert "latest possible" in terminal("explain", REF, COSIGNATURE).out


def test_a_start_that_nobody_knows_makes_no_last_day(terminal: Terminal) -> None:
    opened(terminal)
    asked(terminal, FINANCE, "--day-unknown")
    said = explained(terminal)
    assert (said["due"], said["due_precision"]) == (None, "unknown")
    assert "not known" in said["notes"][0]
    assert said["result"] == ["No last day can be named."]


def test_a_corrected_start_is_told_with_both_days(terminal: Terminal) -> None:
    christmas(terminal)
    words = ("--reason", "Eingangsstempel", "--on", "2021-12-09")
    terminal.does("correct", REF, "2", *words)
    said = " ".join(terminal("explain", REF, COSIGNATURE).out.split())
    assert "Thursday, 9 December 2021. Recorded" in said
    assert "was corrected; at first it was: Saturday, 11 December 2021." in said
    assert "counted anew because of entry 3; last day Thursday, 23 December" in said
    assert explained(terminal)["due"] == "2021-12-23"
    (change,) = explained(terminal)["changes"]
    assert (change["kind"], change["reason"]) == ("rescheduled", "Eingangsstempel")
    assert (change["was"], change["due"]) == ("2021-12-27", "2021-12-23")


def test_a_term_before_a_sitting_is_told_backwards(terminal: Terminal) -> None:
    opened(terminal)
    terminal.does("plan", REF, "--event", "decide", "--on", "2021-12-21")
    said = " ".join(terminal("explain", REF, "registration").out.split())
    assert "backwards from the sitting of Tuesday, 21 December 2021" in said
    assert "for which entry 2 plans: decision." in said
    assert "leads to Tuesday, 14 December 2021" in said
    assert "Its end brings about nothing by itself" in said
    terminal.does("advance", REF, "register", "--on", "2021-12-13")
    met = terminal.does("explain", REF, "registration")
    assert (met["status"], met["days_late"]) == ("met", -1)


def test_the_end_of_a_term_may_bring_about_an_event(terminal: Terminal) -> None:
    opened(terminal, "2022-01-31 09:00")
    terminal.does("advance", REF, "register", "--on", "2021-11-30")
    terminal.does("advance", REF, "decide", "--on", "2021-12-14")
    said = terminal.does("explain", REF, "objection_term")
    assert said["due"] == "2022-01-14"
    assert (
        "Its end brings about: end of the term of objection." in said["at_its_end"][0]
    )
    terminal.does("scheduler", "tick")
    said = terminal.does("explain", REF, "objection_term")
    assert (said["status"], said["closed"]) == ("lapsed", 4)
    assert said["result"][1].startswith("It expired; entry 4 records")


def test_what_the_clock_recorded_and_an_objection_undid_is_told(
    terminal: Terminal,
) -> None:
    opened(terminal, "2022-01-31 09:00")
    terminal.does("advance", REF, "register", "--on", "2021-11-30")
    terminal.does("advance", REF, "decide", "--on", "2021-12-14")
    terminal.does("scheduler", "tick")
    terminal.does("advance", REF, "object", "--on", "2022-01-14")
    said = terminal.does("explain", REF, "objection_term")
    assert (said["status"], said["closed"]) == ("met", 6)
    (undone,) = said["changes"]
    assert (undone["kind"], undone["seq"], undone["reversed_by"]) == ("reversed", 4, 6)
    printed = " ".join(terminal("explain", REF, "objection_term").out.split())
    assert (
        "Entry 4: recorded by expiry: end of the term of objection, Saturday, 15"
        " January 2022." in printed
    )
    assert "It was reversed by entry 6." in printed


def test_an_answer_in_time_undoes_what_silence_had_meant(terminal: Terminal) -> None:
    opened(terminal)
    asked(terminal, FINANCE, "--on", "2021-11-25")
    terminal.does("scheduler", "tick")
    answered(terminal, FINANCE, "--on", "2021-12-09")
    (undone,) = explained(terminal)["changes"]
    assert (undone["kind"], undone["seq"], undone["reversed_by"]) == ("reversed", 3, 4)
    printed = " ".join(terminal("explain", REF, COSIGNATURE).out.split())
    assert "Entry 3: recorded by expiry: answer to a consultation" in printed


def test_the_calendar_that_fixed_the_sitting_is_named(terminal: Terminal) -> None:
    opened(terminal)
    terminal.does("plan", REF, "--event", "decide", "--on", "2021-12-21")
    days_off, sittings = terminal.does("explain", REF, "registration")["calendars"]
    assert (days_off["name"], sittings["name"]) == ("DE-BE", "senate")
    printed = terminal("explain", REF, "registration").out
    assert f"senate, version {sittings['version'][:12]}" in printed
    words = ("sitting", "move", "senate", "2021-12-21", "2021-12-22")
    terminal.does(*words, "--reason", "Feiertage")
    (_, moved) = terminal.does("explain", REF, "registration")["calendars"]
    assert moved["version"] != sittings["version"]
    terminal.does("advance", REF, "register", "--on", "2021-12-13")
    words = ("sitting", "move", "senate", "2021-12-28", "2021-12-29")
    terminal.does(*words, "--reason", "Feiertage")
    (_, kept) = terminal.does("explain", REF, "registration")["calendars"]
    assert kept == moved  # what a term ended with, it keeps


def test_of_two_terms_of_one_name_each_names_the_other(terminal: Terminal) -> None:
    at(terminal, "2026-11-02 09:00")
    terminal.does("init")
    words = ("Gesetz", "--lead", "Justiz", "--definition", "berlin-two-passages")
    ref = terminal.does("new", *words)["reference"]
    for event, day in (
        ("first_passage", "2026-11-24"),
        ("second_passage", "2026-12-15"),
    ):
        terminal.does("plan", ref, "--event", event, "--on", day)
    found = terminal.does("deadline", "list", ref)
    assert [each["name"] for each in found] == ["registration"] * 2
    listed = terminal("deadline", "list", ref).out
    for each, other in (found, found[::-1]):
        entry = str(each["started"])
        assert f"registration --entry {entry}" in listed
        said = terminal("explain", ref, "registration", "--entry", entry).out
        hint = f"explain {ref} registration --entry {other['started']}`"
        assert hint in " ".join(said.split())
    refused = terminal("explain", ref, "registration", "--entry", "99").err
    assert "registration --entry 2, registration --entry 3" in refused


def test_a_term_may_be_met_while_it_stands_still(terminal: Terminal) -> None:
    christmas(terminal)
    terminal.does("suspend", REF, COSIGNATURE, "--reason", "Akten fehlen")
    stopped = explained(terminal)
    assert stopped["at_its_end"][-1] == "It can be resumed; by: Senate Chancellery."
    assert stopped["result"] == ["The term is suspended and has no last day."]
    assert any("it has no end until it is resumed" in each for each in stopped["notes"])
    answered(terminal, FINANCE, "--on", "2021-12-13")
    said = explained(terminal)
    assert (said["status"], said["due"], said["days_late"]) == ("met", None, None)
    assert said["result"][0] == "The term was suspended and had no last day."


def test_the_term_of_a_body_has_to_be_named_where_several_run(
    terminal: Terminal,
) -> None:
    christmas(terminal)
    asked(terminal, JUSTICE, "--on", "2021-12-13")
    refused = terminal("explain", REF, COSIGNATURE)
    assert refused.code == 1
    assert "--body: finance, justice" in refused.err
    assert explained(terminal, "--body", JUSTICE)["started"] == 3


def test_of_two_rounds_the_running_one_is_meant(terminal: Terminal) -> None:
    christmas(terminal)
    answered(terminal, FINANCE, "--on", "2021-12-12")
    asked(terminal, FINANCE, "--on", "2021-12-13")
    assert explained(terminal)["started"] == 4
    assert explained(terminal, "--entry", "2")["status"] == "met"
    refused = terminal("explain", REF, COSIGNATURE, "--entry", "3")
    assert refused.code == 1
    assert "no deadline cosignature_term --entry 3" in refused.err


def test_a_deadline_that_has_not_begun_says_so(terminal: Terminal) -> None:
    opened(terminal)
    refused = terminal("explain", REF, "objection_term")
    assert refused.code == 1
    assert "term of objection (objection_term) has not begun to run" in refused.err


def test_an_unknown_name_is_refused_with_those_there_are(terminal: Terminal) -> None:
    christmas(terminal)
    words = ("--due", "2022-01-31", "--reason", "Bericht", "--for", "lead")
    terminal.does("deadline", "add", REF, *words)
    refused = terminal("explain", REF, "cosigning")
    assert refused.code == 1
    assert "it has cosignature_term --body finance, term-1" in refused.err


def test_an_office_term_is_said_to_be_none_by_law(terminal: Terminal) -> None:
    opened(terminal)
    words = ("--due", "2021-12-20", "--reason", "Bericht", "--for", "lead")
    terminal.does("deadline", "add", REF, *words, "--remind", "7", "--remind", "2")
    said = terminal("explain", REF, "term-1").out
    assert "not from law" in said
    assert "days before: 7, 2" in said
    assert "7 days are left." in said
    data = terminal.does("explain", REF, "term-1")
    asked(terminal, FINANCE)
    assert data.keys() == explained(terminal).keys()
    assert (data["kind"], data["due"], data["basis"]) == (
        "office_term",
        "2021-12-20",
        [],
    )


def test_a_closed_office_term_names_the_entry_that_closed_it(
    terminal: Terminal,
) -> None:
    opened(terminal)
    words = ("--due", "2021-12-01", "--reason", "Bericht", "--for", "lead")
    terminal.does("deadline", "add", REF, *words)
    assert terminal.does("explain", REF, "term-1")["overdue"]
    terminal.does("deadline", "done", REF, "term-1")
    data = terminal.does("explain", REF, "term-1")
    assert (data["status"], data["overdue"]) == ("done", False)
    assert data["result"][1] == "It was closed by entry 3."


def test_no_line_is_wider_than_a_file_note(terminal: Terminal) -> None:
    christmas(terminal)
    for language in ("de", "en"):
        said = terminal("--lang", language, "explain", REF, COSIGNATURE).out
        assert max(map(len, said.splitlines())) <= 72
