"""Completion offers what fits, and never disturbs the line that is being typed."""

import time

import pytest

from tests.commands.terminal import REF, Terminal


def offered(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, line: str
) -> list[str]:
    """What bash is offered for the last word of a line."""
    monkeypatch.setenv("_LAUFZETTEL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    said = terminal()
    monkeypatch.delenv("_LAUFZETTEL_COMPLETE")
    assert said.err == ""
    return [each.partition(",")[2] for each in said.out.splitlines() if each]


def test_the_shell_gets_its_script(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_LAUFZETTEL_COMPLETE", "bash_source")
    assert "complete -o nosort -F _laufzettel_completion laufzettel" in terminal().out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("laufzettel dea", ["deadline"]),
        ("laufzettel deadline a", ["add"]),
        ("laufzettel show s-2021", [REF]),
        (f"laufzettel advance {REF} ", ["approve", "consent", "withdraw"]),
        (f"laufzettel advance {REF} con", ["consent"]),
        (
            f"laufzettel advance {REF} consent --outcome ",
            ["consented", "consented_with_remarks"],
        ),
        (f"laufzettel deadline done {REF} ", ["term-1"]),
        (f"laufzettel explain {REF} ", ["term-1"]),
        (f"laufzettel extend {REF} ", []),  # no deadline by law is running
        ("laufzettel due --body ", ["council", "senate"]),
        ("laufzettel new x --definition berlin-s", ["berlin-senate"]),
        (f"laufzettel advance {REF} approve --on-", ["--on-or-before"]),
    ],
)
def test_what_fits_is_offered(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, line: str, words: list[str]
) -> None:
    terminal.opened()
    term = ("--due", "2021-08-12", "--reason", "x", "--for", "lead")
    terminal.does("deadline", "add", REF, *term)
    assert offered(terminal, monkeypatch, line) == words


@pytest.mark.parametrize(
    "line",
    [
        "laufzettel show ",
        "laufzettel advance S-1 ",
        "laufzettel --config none.toml show ",
        "laufzettel advance S-1 x --outcome ",
        'laufzettel show "unclosed',
    ],
)
def test_where_something_is_wrong_nothing_is_offered(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    assert offered(terminal, monkeypatch, line) == []


def test_completion_is_quick(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.opened()
    begun = time.perf_counter()
    assert offered(terminal, monkeypatch, "laufzettel show ") == [REF]
    assert time.perf_counter() - begun < 1
