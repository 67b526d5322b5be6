"""What the tests of commands share: a terminal in a folder of its own."""

from pathlib import Path

import pytest

from tests.commands.terminal import Terminal, surroundings


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    surroundings(monkeypatch, tmp_path)
    return Terminal(capsys, tmp_path)
