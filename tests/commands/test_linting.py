"""Templates at the desk: tried, and what is wrong said with its place."""

import os
from pathlib import Path

import pytest

from notifications import lint as looking
from notifications.samples import samples
from tests.commands.terminal import Terminal, configured

HEADLINE = "german/notice.headline.jinja"


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "KINDS", ("notice",))
    monkeypatch.setattr(looking, "samples", lambda kind: samples(kind)[::20])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office's own headline, with a fault in its second line."""
    file = tmp_path / "own" / HEADLINE
    file.parent.mkdir(parents=True)
    file.write_text("Hinweis\n{{ headlin }}", encoding="utf-8")
    return tmp_path / "own"


def test_findings_are_said_with_file_and_line_and_end_with_exit_5(
    terminal: Terminal, folder: Path
) -> None:
    said = terminal("announce", "lint", str(folder), "--language", "de")
    assert said.code == 5
    assert f"{folder / HEADLINE}:2: there is no fact “headlin”" in said.out


def test_as_json_they_have_fields(terminal: Terminal, folder: Path) -> None:
    words = ("announce", "lint", str(folder), "--language", "de", "--json")
    (found,) = (
        each for each in terminal(*words).answer if each["file"] == place(folder)
    )
    assert found == {
        "file": place(folder),
        "line": 2,
        "what": "there is no fact “headlin”",
    }


def place(folder: Path) -> str:
    return os.fspath(folder / HEADLINE)


def test_the_folder_of_the_configuration_is_meant_if_none_is_named(
    terminal: Terminal, folder: Path
) -> None:
    configured(terminal.folder, f'[press]\ntemplates = "{folder}"\n')
    assert place(folder) in terminal("announce", "lint", "--language", "de").out


def test_a_folder_that_is_not_there_is_a_matter_of_the_configuration(
    terminal: Terminal,
) -> None:
    said = terminal("announce", "lint", str(terminal.folder / "nothing"))
    assert said.code == 78
    assert "no folder" in said.err
