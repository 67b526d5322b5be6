"""Paths are those that are shipped, and those that items of the record are on."""

from pathlib import Path

from definitions import loader
from tests.commands.terminal import Terminal

SHIPPED = loader.find("berlin-senate")


def own_path(terminal: Terminal, name: str, version: str = "2026-01") -> str:
    """A file with a path of another name or version."""
    text = SHIPPED.source.replace("berlin-senate", name)
    text = text.replace("version: 2026-01", f"version: {version}")
    file = terminal.folder / f"{name}-{version}.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def opened_on(terminal: Terminal, path: str) -> None:
    """An item on a path of one's own, whose file is gone afterwards."""
    words = ("--lead", "Senatskanzlei", "--on", "2021-07-05", "--definition", path)
    terminal.does("new", "Rahmen", *words)
    Path(path).unlink()


def test_without_a_database_the_shipped_paths_are_known(terminal: Terminal) -> None:
    (path,) = terminal.does("definition", "list")
    assert (path["name"], path["hash"]) == ("berlin-senate", SHIPPED.hash)
    assert (path["shipped"], path["stored"], path["items"]) == (True, False, None)
    said = terminal("definition", "show", "harbour")
    assert said.code == 1
    assert "There is no approval path harbour" in said.err


def test_paths_of_the_record_are_listed_with_their_items(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "harbour"))
    opened_on(terminal, own_path(terminal, "harbour"))
    shipped, own = terminal.does("definition", "list")
    assert (shipped["shipped"], shipped["stored"], shipped["items"]) == (True, True, 1)
    assert (own["name"], own["shipped"], own["items"]) == ("harbour", False, 2)
    said = terminal("definition", "list").out.splitlines()
    assert "the program  1" in said[2]
    assert f"{own['hash'][:8]}  the record   2" in said[3]


def test_a_path_of_the_record_is_shown_by_name_and_by_hash(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "harbour"))
    shown = terminal.does("definition", "show", "harbour")
    assert shown["definition"] == "harbour"
    assert terminal.does("definition", "show", shown["hash"]) == shown
    assert terminal.does("definition", "show", shown["hash"][:8]) == shown
    assert terminal("definition", "show", shown["hash"][:7]).code == 1
    assert "recorded by" in terminal("definition", "show", "harbour").out


def test_an_older_version_is_found_in_the_record(terminal: Terminal) -> None:
    terminal.opened()
    opened_on(terminal, own_path(terminal, "berlin-senate", "2025-07"))
    show = ("definition", "show", "berlin-senate")
    assert terminal.does(*show)["hash"] == SHIPPED.hash
    assert terminal.does(*show, "--version", "2025-07")["version"] == "2025-07"
    said = terminal(*show, "--version", "1999-01")
    assert said.code == 1
    assert "no version 1999-01" in said.err


def test_several_paths_of_one_name_are_told_apart(terminal: Terminal) -> None:
    terminal.opened()
    for version in ("2024-01", "2025-07"):
        opened_on(terminal, own_path(terminal, "harbour", version))
    said = terminal("definition", "show", "harbour")
    assert said.code == 1
    assert "several" in said.err
    assert "2024-01 (" in said.err
    one = terminal.does("definition", "show", "harbour", "--version", "2024-01")
    assert one["version"] == "2024-01"


def test_a_sound_path_is_said_in_one_line(terminal: Terminal) -> None:
    assert terminal("definition", "check").out == "Sound: berlin-senate.\n"
