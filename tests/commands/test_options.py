"""Days, numbers and fields as people type them."""

from datetime import date

import pytest

from commands.options import DAY, WHOLE
from tests.commands.terminal import REF, Terminal
from workflow.errors import Refused


@pytest.mark.parametrize("text", ["2021-07-06", "6.7.2021", "06.07.2021"])
def test_a_day_is_written_in_two_ways(text: str) -> None:
    assert DAY.convert(text, None, None) == date(2021, 7, 6)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2021-7-6", "20210706", "2021-W27-2", "7/6/2021", "6.7.21", "today"),
        *("2021-02-29", "31.4.2021", "0000-01-01", "\u0662021-07-06", "2021-07-06\n"),
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a day"):
        DAY.convert(text, None, None)


@pytest.mark.parametrize("text", ["0", "7", "999999999"])
def test_numbers_are_whole_and_fit(text: str) -> None:
    assert WHOLE.convert(text, None, None) == int(text)


@pytest.mark.parametrize(
    ("words", "on", "precision"),
    [
        ([], "2021-08-10", "exact"),
        (["--on", "2021-07-06"], "2021-07-06", "exact"),
        (["--on-or-before", "2021-07-06"], "2021-07-06", "at_latest"),
        (["--day-unknown"], None, "unknown"),
    ],
)
def test_a_day_is_exact_at_the_latest_or_unknown(
    terminal: Terminal, words: list[str], on: str | None, precision: str
) -> None:
    terminal.opened()
    answer = terminal.does("advance", REF, "approve", *words)
    assert (answer["on"], answer["on_precision"]) == (on, precision)


def test_an_entry_without_a_day_says_so(terminal: Terminal) -> None:
    terminal.opened()
    words = ("--due", "2021-09-01", "--reason", "Bericht", "--for", "lead")
    answer = terminal.does("deadline", "add", REF, *words)
    (*_, entry) = terminal.does("history", REF)
    assert (answer["on"], answer["on_precision"]) == (None, "unknown")
    assert (entry["on"], entry["on_precision"]) == (None, "unknown")
    assert terminal.does("role", "grant", "uid:1", "clerk")["on_precision"] == "unknown"


def test_a_repeated_command_is_done_once(terminal: Terminal) -> None:
    terminal.opened()
    words = ("advance", REF, "approve", "--command-id", "a-1")
    assert terminal.does(*words) == terminal.does(*words)
    assert len(terminal.does("history", REF)) == 2
    said = terminal(*words, "--note", "other")
    assert said.code == 1
    assert "another command" in said.err


def test_fields_and_words_are_recorded(terminal: Terminal) -> None:
    terminal.published()
    entry = terminal.does("history", REF)[-1]
    assert entry["fields"] == {"medium": "Amtsblatt"}
    words = ("--title", "Neuer Titel", "--lead", "Senatsverwaltung", "--note", "Anruf")
    terminal.does("correct", REF, "1", "--reason", "Tippfehler", *words)
    slip = terminal.does("show", REF)
    assert (slip["title"], slip["lead"]) == ("Neuer Titel", "Senatsverwaltung")
    last = terminal.does("history", REF)[-1]
    assert (last["corrects"], last["reason"], last["note"]) == (
        1,
        "Tippfehler",
        "Anruf",
    )
    assert "corrects entry 1" in terminal("history", REF).out
