"""What a person is told of a law that enters into force by the clock."""

from pathlib import Path

import pytest

from tests.commands.terminal import Terminal, surroundings
from tests.workflow.law_path import NO_PERIOD, TEXT
from tests.workflow.terms_path import at

LAW = "S-2024-0001"
PLAN = f"laufzettel plan {LAW} --event enter_into_force --on DATE"


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    surroundings(monkeypatch, tmp_path)
    return Terminal(capsys, tmp_path)


def promulgated(terminal: Terminal, *changes: tuple[str, str]) -> None:
    """A law of 1 March 2024, on a path with these changes."""
    text = TEXT
    for old, new in changes:
        text = text.replace(old, new)
    path = terminal.folder / "law.yaml"
    path.write_text(text, encoding="utf-8")
    terminal.now = at("2024-03-01")
    terminal.does("init")
    said = ("--lead", "Inneres", "--definition", str(path), "--on", "2024-01-10")
    terminal.does("new", "Gesetz", *said)
    terminal.does("advance", LAW, "promulgate", "--on", "2024-03-01")


def test_a_deadline_tells_what_happens_on_its_day(terminal: Terminal) -> None:
    promulgated(terminal)
    told = terminal.does("explain", LAW, "entry_into_force")
    assert (told["due"], told["rule"]["begins"]) == ("2024-03-15", "enter_into_force")
    at_its_end = " ".join(told["at_its_end"])
    assert "On that day takes place: entry into force" in at_its_end
    assert PLAN in at_its_end
    assert "Reminded by the scheduler: clerk: on the last day." in at_its_end
    page = " ".join(terminal("definition", "show", "law").out.split())
    assert "on its last day comes: entry into force (enter_into_force)" in page


def test_a_day_that_nobody_has_planned_is_asked_for_each_morning(
    terminal: Terminal,
) -> None:
    promulgated(terminal, NO_PERIOD)
    (asked,) = terminal.does("today")["undated"]
    assert (asked["name"], asked["due"]) == ("entry_into_force", None)
    assert asked["command"] == PLAN
    assert "Without a day, until it is planned:" in terminal("today").out
    terminal.does("plan", LAW, "--event", "enter_into_force", "--on", "2024-03-20")
    assert terminal.does("today")["undated"] == []
    notes = terminal.does("explain", LAW, "entry_into_force")["notes"]
    assert "20 March 2024" in notes[0]


def test_what_the_clock_cannot_record_says_why(terminal: Terminal) -> None:
    """It stands there until a person has acted, and every command still works."""
    promulgated(terminal)
    terminal.does("plan", LAW, "--event", "enter_into_force", "--on", "2024-03-04")
    terminal.now = at("2024-03-05")
    terminal.does("correct", LAW, "2", "--reason", "GVBl.", "--on", "2024-03-05")
    terminal.now = at("2024-03-06")
    why = "a later step is on record already (2024-03-05)"
    (stuck,) = terminal.does("due")
    assert why in stuck["stuck"]
    assert f"the clock cannot record what follows: {why}" in terminal("due").out
    (overdue,) = terminal.does("today")["overdue"]
    assert overdue["command"] is None
    assert why in overdue["barred"]
    terminal.does("plan", LAW, "--event", "enter_into_force", "--on", "2024-03-08")
    assert terminal.does("due")[0]["stuck"] is None
