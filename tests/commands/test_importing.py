"""`import`: from a file to the record, as a person at a terminal meets it."""

import json
from pathlib import Path

import pytest

from definitions import loader
from tests.commands.terminal import Terminal

ONE = """items:
  - title: Solargesetz
    lead: Senatskanzlei
    opened: {on: 2021-07-05}
    steps:
      - event: approve
        on: 2021-07-06
"""


@pytest.fixture
def file(terminal: Terminal) -> str:
    terminal.does("init")
    Path("alt.yaml").write_text(ONE)
    return "alt.yaml"


def test_an_import_says_each_item(terminal: Terminal, file: str) -> None:
    said = terminal("import", file)
    assert said.code == 0
    assert "S-2021-0001  first_approval  Solargesetz" in said.out
    assert "Items taken in: 1 (entry 4 of the record)." in said.out
    assert terminal.does("verify")["sound"]


def test_a_dry_run_leaves_the_file_as_it_was(terminal: Terminal, file: str) -> None:
    database = terminal.folder / "record.sqlite3"
    before = database.read_bytes()
    said = terminal("import", file, "--dry-run")
    assert said.code == 0
    assert "Nothing was recorded. Items that the import would open: 1." in said.out
    assert terminal.does("import", file, "--dry-run")["entry"] is None
    assert database.read_bytes() == before


def test_json_repeats_under_its_command_id(terminal: Terminal, file: str) -> None:
    first = terminal.does("import", file, "--command-id", "a")
    assert list(first) == ["dry_run", "entry", "recorded_at", "hash", "sha256", "items"]
    assert first["items"] == [
        {
            "reference": "S-2021-0001",
            "title": "Solargesetz",
            "lead": "Senatskanzlei",
            "state": "first_approval",
            "version": 2,
            "definition": {"name": "berlin-senate", "version": "2026-01"},
        }
    ]
    assert terminal.does("import", file, "--command-id", "a") == first
    assert len(terminal.does("list")) == 1


def test_a_definition_lies_beside_the_import_file(terminal: Terminal) -> None:
    terminal.does("init")
    folder = terminal.folder / "alt"
    folder.mkdir()
    own = loader.find("berlin-senate").source.replace(
        "definition: berlin-senate", "definition: our-own"
    )
    (folder / "own.yaml").write_text(own)
    (folder / "alt.yaml").write_text(
        ONE.replace("    lead", "    definition: own.yaml\n    lead", 1)
    )
    done = terminal.does("import", "alt/alt.yaml")
    assert done["items"][0]["definition"]["name"] == "our-own"
    (folder / "own.yaml").write_text(own.replace("draft: first_approval", "draft: no"))
    said = terminal("import", "alt/alt.yaml")
    assert said.code == 1
    assert "alt/alt.yaml:3:5: items[0].definition: the path own.yaml cannot" in said.err
    assert "alt/own.yaml:" in said.err


def test_a_json_file_is_told_by_its_name(terminal: Terminal) -> None:
    terminal.does("init")
    item = {"title": "A", "lead": "B", "opened": {"on": "2021-07-05"}}
    Path("alt.json").write_text(json.dumps({"items": [item]}))
    assert terminal.does("import", "alt.json")["items"][0]["state"] == "draft"


@pytest.mark.parametrize(("name", "code"), [("none.yaml", 74), (".", 74)])
def test_what_cannot_be_read_is_an_error_of_input(
    terminal: Terminal, name: str, code: int
) -> None:
    terminal.does("init")
    said = terminal("import", name)
    assert (said.code, said.out) == (code, "")
    assert "Traceback" not in said.err
