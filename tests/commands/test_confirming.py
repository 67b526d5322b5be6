"""Shown before it is confirmed: somebody at a real terminal, somebody in between."""

import pytest

from tests.commands import termed
from tests.commands.keyboard import Person
from tests.commands.terminal import REF, Terminal

LATER = ("correct", REF, "2", "--on", "2021-12-14", "--reason", "Eingang tags darauf")


@pytest.fixture
def desk(terminal: Terminal) -> Terminal:
    """An item whose co-signature by finance runs until a day."""
    termed.opened(terminal)
    termed.asked(terminal, termed.FINANCE, "--on", "2021-12-13")
    termed.at(terminal, "2021-12-15 09:00")
    return terminal


def entries(desk: Terminal) -> int:
    """How many entries the record has."""
    found: int = desk.does("verify")["entries"]
    return found


@pytest.mark.parametrize("typed", ["n", "", "nein", "vielleicht"])
def test_without_a_yes_nothing_is_recorded(desk: Terminal, typed: str) -> None:
    before = entries(desk)
    person = Person(*LATER)
    assert termed.COSIGNATURE in person.reads(until="[y/N]")
    person.types(typed)
    assert "Nothing was recorded." in person.reads()
    assert person.ends() == 1
    assert entries(desk) == before


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_who_breaks_off_at_the_question_is_told_so(desk: Terminal, key: str) -> None:
    before = entries(desk)
    person = Person(*LATER)
    person.reads(until="[y/N]")
    person.presses(key)
    said = person.reads(insists_on=key)
    assert "Interrupted." in said
    assert "Traceback" not in said
    assert person.ends() == 130
    assert entries(desk) == before


@pytest.mark.parametrize(("language", "typed"), [("en", "y"), ("de", "ja")])
def test_with_a_yes_it_is(desk: Terminal, language: str, typed: str) -> None:
    before = entries(desk)
    person = Person("--lang", language, *LATER)
    person.reads(until="N]")
    person.types(typed)
    person.reads()
    assert person.ends() == 0
    assert entries(desk) == before + 2  # the correction, and what it moved


def test_what_was_shown_is_not_recorded_on_something_else(desk: Terminal) -> None:
    person = Person(*LATER)
    person.reads(until="[y/N]")
    termed.asked(desk, termed.JUSTICE, "--on", "2021-12-13")
    before = entries(desk)
    person.types("y")
    assert "Something was recorded since this was shown" in person.reads()
    assert person.ends() == 4
    assert entries(desk) == before


def test_who_says_yes_beforehand_is_not_asked(desk: Terminal) -> None:
    person = Person(*LATER, "--yes")
    said = person.reads()
    assert person.ends() == 0
    assert "[y/N]" not in said
    assert "Deadlines that moved" in said


def test_a_preview_records_nothing_and_says_what_would_move(desk: Terminal) -> None:
    before = entries(desk)
    said = desk.does(*LATER, "--preview")
    ((moved),) = said["moved"]
    assert (said["recorded"], moved["name"]) == (False, termed.COSIGNATURE)
    assert entries(desk) == before


def test_a_script_is_not_asked(desk: Terminal) -> None:
    assert desk.does(*LATER)["moved"]
