"""What a release lacks is added with the command that its refusal names."""

import re
import shlex
from pathlib import Path

import pytest

from tests.commands.terminal import REF, Terminal, surroundings


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    surroundings(monkeypatch, tmp_path)
    return Terminal(capsys, tmp_path)


def test_the_named_commands_work_as_typed(terminal: Terminal) -> None:
    terminal.does("init")
    words = ("new", "Verordnung zum", "--lead", "Senatskanzlei")
    terminal.does(*words, "--on-or-before", "2021-07-05")
    for event in ("approve", "consent", "decide", "publish"):
        terminal.does("advance", REF, event, "--on", "2021-08-03")
    draft = ("announce", "draft", REF, "--on", "2021-08-03", "--preview")
    refused = terminal(*draft)
    assert refused.code == 1
    asked = " ".join((refused.out + refused.err).split())
    named = re.findall(r"laufzettel (correct .*? --reason TEXT --\w+ \S*TEXT)", asked)
    assert len(named) == 2
    for command in named:
        terminal.does(*shlex.split(command.replace("TEXT", "'Das Amtsblatt'")))
    told = terminal(*draft)
    assert told.code == 0
    assert "Medium der Veröffentlichung: Das Amtsblatt" in told.out
