"""`today`: one screen that says what is to be done, and the command that does it."""

import os

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
from tests.commands.terminal import REF, Terminal, configured

TERM = "term of the co-signature, Senate Department for"
ANSWER = f"laufzettel consultation answer {REF} cosignature --body"


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """A morning in December: finance is overdue, justice has until the 23rd."""
    opened(terminal, "2021-12-09 09:00")
    asked(terminal, FINANCE, "--on", "2021-11-25")
    asked(terminal, JUSTICE, "--on", "2021-12-09")
    at(terminal, "2021-12-13 08:00")
    return terminal


def term(desk: Terminal, due: str) -> None:
    words = ("--due", due, "--reason", "Bericht", "--for", "lead")
    desk.does("deadline", "add", REF, *words)


def test_a_morning_reads_from_the_top(desk: Terminal) -> None:
    term(desk, "2021-12-13")
    term(desk, "2021-12-16")
    said = desk("today")
    assert said.code == 0
    assert (
        said.out
        == f"""\
Monday, 13 December 2021

Overdue:
  {REF}: {TERM} Finance (2021-12-09, 4 days ago)
    → {ANSWER} finance --on DATE

Due today:
  {REF}: Bericht (2021-12-13)
    → laufzettel deadline done {REF} term-1

Due in the coming week:
  {REF}: Bericht (2021-12-16)
    → laufzettel deadline done {REF} term-2

Waiting for an answer:
  {REF}: {TERM} Justice (2021-12-23)
    → {ANSWER} justice

Changed since yesterday:
  {REF} Solargesetz Berlin: office term set (root)
    → laufzettel advance {REF} register

Sittings and cut-offs of the coming week:
  2021-12-14: sitting of Senate  → laufzettel calendar show senate
  2021-12-14: last day of term of registration, for the sitting of Senate on 2021-12-21
    → laufzettel calendar show senate
"""
    )


def test_every_command_that_is_named_is_permitted_and_works(desk: Terminal) -> None:
    term(desk, "2021-12-13")
    said = desk.does("today")
    for section in ("overdue", "due_today", "waiting"):
        (duty,) = said[section]
        assert duty["barred"] is None
        words = duty["command"].replace("DATE", "2021-12-09").split()
        assert words[0] == "laufzettel"
        assert desk(*words[1:]).code == 0
    assert desk.does("due") == []


def test_who_may_not_is_told_who_may(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    (duty,) = desk.does("today")["overdue"]
    assert duty["command"] is None
    assert duty["barred"] == "this takes the role of: Senate Chancellery"
    said = desk("today").out
    assert "    → this takes the role of: Senate Chancellery" in said
    assert ANSWER not in said


def test_a_suspended_term_is_told_with_the_way_to_resume_it(desk: Terminal) -> None:
    words = ("--body", JUSTICE, "--reason", "Akten fehlen")
    desk.does("suspend", REF, COSIGNATURE, *words)
    said = desk("today").out
    assert "Suspended:" in said
    resume = f"deadline resume {REF} cosignature_term --body justice --reason TEXT"
    assert f"    → laufzettel {resume}" in said
    at(desk, "2021-12-14 08:00")
    assert desk(*resume.split()).code == 0


def test_yesterdays_entries_are_news_and_older_ones_are_not(desk: Terminal) -> None:
    assert desk.does("today")["changed"] == []
    answered(desk, FINANCE, "--on", "2021-12-09")
    for morning in ("2021-12-13 12:00", "2021-12-14 08:00"):
        at(desk, morning)
        (changed,) = desk.does("today")["changed"]
        (entry,) = changed["entries"]
        assert (changed["reference"], changed["state"]) == (REF, "draft")
        assert (entry["seq"], entry["kind"], entry["outcome"]) == (
            4,
            "answered",
            "given",
        )
    at(desk, "2021-12-15 08:00")
    assert desk.does("today")["changed"] == []


def test_what_is_only_planned_is_not_told_as_done(desk: Terminal) -> None:
    desk.does("plan", REF, "--event", "decide", "--on", "2021-12-21")
    assert "planned, not happened: decision (root)" in desk("today").out


def test_a_long_morning_still_fits_a_screen(desk: Terminal) -> None:
    for _ in range(12):
        term(desk, "2021-12-10")
    said = desk("today").out
    assert len(said.splitlines()) < 40
    assert "  and 9 more: `laufzettel due`" in said
    assert len(desk.does("today")["overdue"]) == 13


def test_a_morning_with_everything_still_fits_a_screen(desk: Terminal) -> None:
    for day in (10, 13, 15):
        for _ in range(6):
            term(desk, f"2021-12-{day}")
    words = ("--body", JUSTICE, "--reason", "Akten fehlen")
    desk.does("suspend", REF, COSIGNATURE, *words)
    said = desk("today").out
    assert len(said.splitlines()) < 50
    assert said.count("more: `laufzettel due`") == 3


def test_a_day_without_work_says_so(terminal: Terminal) -> None:
    terminal.does("init")
    said = terminal("today")
    assert said.out.splitlines()[1:] == [
        "Nothing to do: nothing is due, and nothing has changed."
    ]


def test_it_says_when_nobody_is_being_reminded(desk: Terminal) -> None:
    configured(desk.folder, "")
    assert desk("today").err == (
        "Reminders have never run. `laufzettel scheduler status` tells more.\n"
    )
    assert desk.does("today")["scheduler"] == {"last_round_at": None, "stale": True}
    desk.does("scheduler", "tick")
    assert desk("today").err == ""


def test_the_clock_is_named_where_a_term_has_ended(desk: Terminal) -> None:
    desk.does("scheduler", "tick")
    said = desk("today").out
    assert "(expiry of a term)" in said
    assert desk.does("today")["overdue"] == []
    changed = desk.does("today")["changed"][0]
    assert changed["entries"][-1]["outcome"] == "deemed"


def test_a_consultation_without_a_term_waits_too(terminal: Terminal) -> None:
    opened(terminal)
    asked(terminal, FINANCE, "--day-unknown")
    (waiting,) = terminal.does("today")["waiting"]
    assert (waiting["due"], waiting["body"]) == (None, FINANCE)
