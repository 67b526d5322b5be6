"""Shown before it is confirmed: somebody at a real terminal, somebody in between."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import termed
from tests.commands.terminal import REF, Terminal

ROOT = Path(__file__).parents[2]
ANSWERED_BY = 20.0  # seconds that a terminal waits for an answer
PRESSES = 10  # of a key that somebody insists on
# the program at a terminal that is its own, so that Ctrl-C reaches it
PROGRAM = "import os, sys, cli; os.login_tty(0); sys.exit(cli.main())"
LATER = ("correct", REF, "2", "--on", "2021-12-14", "--reason", "Eingang tags darauf")


class Person:
    """Somebody at a terminal of their own, where the program runs."""

    def __init__(self, *words: str) -> None:
        self._end, far = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words],
            stdin=far,
            stdout=far,
            stderr=far,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            close_fds=True,
        )
        os.close(far)

    def reads(self, until: str = "", insists_on: str = "") -> str:
        """What stands on the screen up to a text, or to the end.

        A key that somebody `insists_on` is pressed again while nothing happens: one
        that comes just before the program waits for a line is noticed with the next.
        """
        seen, wait = b"", ANSWERED_BY / PRESSES if insists_on else ANSWERED_BY
        left = PRESSES if insists_on else 0
        while not (until and until.encode() in seen):
            if not select.select([self._end], [], [], wait)[0]:
                if not left:
                    raise AssertionError(f"nothing came after {seen!r}")
                self.presses(insists_on)
                left -= 1
                continue
            try:
                more = os.read(self._end, 4096)
            except OSError:  # the program has left the terminal
                break
            if not more:
                break
            seen += more
        return seen.decode()

    def types(self, text: str) -> None:
        """What is typed, and the return key."""
        self.presses(f"{text}\n")

    def presses(self, key: str) -> None:
        """Keys as they are pressed; the terminal makes Ctrl-C an interruption."""
        os.write(self._end, key.encode())

    def ends(self) -> int:
        """The exit code."""
        code = self._process.wait(ANSWERED_BY)
        os.close(self._end)
        return code


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
