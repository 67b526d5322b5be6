"""The strip of days beside a timeline: where a mark begins, ends, and what is open."""

from datetime import date

import pytest

from commands.ribbon import Strip
from definitions.sentences import sentence
from tests.commands.terminal import REF, Terminal
from workflow.timeline import Mark

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 21)
TODAY = date(2026, 3, 11)
STRIP = Strip(FIRST, LAST, 21)  # a column for each day


def mark(kind: str, first: date | None, last: date | None) -> Mark:
    return Mark(kind, "name", sentence("today"), first, last)


@pytest.mark.parametrize(
    ("kind", "first", "last", "drawn"),
    [
        ("step", FIRST, FIRST, "●         │"),
        ("planned", LAST, LAST, "          │         ○"),
        ("office_term", TODAY, TODAY, "          ■"),
        ("deadline", date(2026, 3, 6), date(2026, 3, 9), "     ├──┤ │"),
        ("deadline", date(2026, 3, 19), None, "          │       ├─┈"),
        ("deadline", None, date(2026, 3, 13), "          │ ┤"),
        ("deadline", FIRST, LAST, "├───────────────────┤"),
        ("step", None, None, "          │"),
    ],
)
def test_a_mark_stands_where_its_days_are(
    kind: str, first: date | None, last: date | None, drawn: str
) -> None:
    assert STRIP.drawn(mark(kind, first, last), TODAY) == drawn


def test_an_item_of_one_day_has_a_timeline(terminal: Terminal) -> None:
    terminal.does("init")
    terminal.does("new", "Heute", "--lead", "Senatskanzlei", "--on", "2021-08-10")
    told = terminal("timeline", REF)
    assert told.code == 0
    assert f"{REF}: 2021-08-10 to 2021-08-10, today 2021-08-10" in told.out
    assert terminal("timeline", REF, "--output", "one.svg").code == 0


def test_a_day_that_nobody_knows_comes_first(terminal: Terminal) -> None:
    terminal.does("init")
    terminal.does("new", "Alt", "--lead", "Senatskanzlei", "--day-unknown")
    lines = terminal("timeline", REF).out.splitlines()
    assert "           ● draft   │" in lines
    assert "             day unknown" in lines
    terminal.does("timeline", REF, "--output", "old.svg")


def test_a_long_title_and_a_long_name_are_cut(terminal: Terminal) -> None:
    terminal.does("init")
    title = "Eine Vorlage mit einem sehr langen Namen " * 5
    terminal.does("new", title.strip(), "--lead", "X", "--on", "2021-08-01")
    term = ("deadline", "add", REF, "--due", "2021-09-01", "--for", "lead")
    terminal.does(*term, "--reason", ("Strategie " * 20).strip())
    lines = terminal("timeline", REF).out.splitlines()
    assert lines[0].endswith("…")
    assert max(map(len, lines)) <= 79
