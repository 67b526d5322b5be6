"""A path is drawn on the terminal and into files, for itself and for an item."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands.terminal import REF, Terminal
from tests.commands.test_paths import opened_on, own_path

DRAW = ("definition", "diagram")


def test_a_drawing_is_printed_or_written_with_the_same_text(terminal: Terminal) -> None:
    for form, file in (("mermaid", "path.mmd"), ("svg", "path.svg")):
        printed = terminal(*DRAW, "berlin-senate", "--format", form)
        answer = terminal.does(*DRAW, "berlin-senate", "--output", file)
        assert (answer["format"], answer["file"]) == (form, file)
        assert Path(file).read_bytes().decode() == answer["text"] == printed.out
        assert (answer["name"], answer["item"], answer["state"]) == (
            *("berlin-senate", None),
            None,
        )
    ElementTree.parse("path.svg")


def test_a_file_that_is_there_is_not_overwritten(terminal: Terminal) -> None:
    Path("path.svg").write_text("mine", encoding="utf-8")
    Path("link.svg").symlink_to("nowhere.svg")
    for file in ("path.svg", "link.svg"):
        said = terminal(*DRAW, "berlin-senate", "--output", file)
        assert (said.code, said.out) == (1, "")
        assert "not overwritten" in said.err
    assert Path("path.svg").read_text("utf-8") == "mine"
    assert not Path("nowhere.svg").exists()


@pytest.mark.parametrize("form", ["mermaid", "svg"])
def test_the_language_is_that_of_the_answer(terminal: Terminal, form: str) -> None:
    german = terminal("--lang", "de", *DRAW, "berlin-senate", "--format", form).out
    assert "zurückgezogen" in german
    assert "withdrawn<" not in german
    assert "withdrawn" in terminal(*DRAW, "berlin-senate", "--format", form).out


@pytest.mark.parametrize("form", ["mermaid", "svg"])
def test_an_item_is_marked_where_it_stands(terminal: Terminal, form: str) -> None:
    terminal.opened()
    terminal.does("advance", REF, "approve", "--on", "2021-07-06")
    words = (*DRAW, "berlin-senate", "--item", REF, "--format", form)
    answer = terminal.does(*words)
    assert (answer["item"], answer["state"]) == (REF, "first_approval")
    assert "● first approval" in answer["text"]
    assert "✓ draft" in answer["text"]
    assert (f"{REF} · Strategischer Rahmen" in answer["text"]) is (form == "svg")


def test_an_item_is_drawn_on_its_own_version(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "berlin-senate", "2025-07"))
    answer = terminal.does(*DRAW, "berlin-senate", "--item", "S-2021-0002")
    assert answer["version"] == "2025-07"
    opened_on(terminal, own_path(terminal, "harbour"))
    said = terminal(*DRAW, "berlin-senate", "--item", "S-2021-0003")
    assert (said.code, said.out) == (1, "")
    assert "is on the path harbour 2026-01" in said.err
    said = terminal(*DRAW, "berlin-senate", "--item", "S-2021-0009")
    assert (said.code, "There is no item" in said.err) == (1, True)
