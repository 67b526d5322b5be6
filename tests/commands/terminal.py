"""The program in this process, as a person at a terminal meets it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import cli
from workflow import schema
from workflow.store import is_server, place_of

NOON = datetime(2021, 8, 10, 10, 0, tzinfo=UTC)
REF = "S-2021-0001"
QUIET = "reminders_limit = 0\n"

_prepare = schema.prepare
_empty: list[bytes] = []


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """What it said with --json."""
        return json.loads(self.out)


class Terminal:
    """A terminal with a database of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys, self.folder, self.now = capsys, folder, NOON

    def __call__(self, *words: str) -> Said:
        """Run a command; whatever it does, nothing may escape from it."""
        self._capsys.readouterr()
        code = cli.main(words, clock=lambda: self.now)
        return Said(code, *self._capsys.readouterr())

    def does(self, *words: str) -> Any:
        """Run a command that must succeed; its JSON."""
        said = self(*words, "--json")
        assert said.code == 0, said.err
        return said.answer

    def opened(self) -> str:
        """A record with one item; its reference."""
        self.does("init")
        words = ("new", "Strategischer Rahmen", "--lead", "Senatskanzlei")
        self.does(*words, "--on-or-before", "2021-07-05")
        return REF

    def published(self) -> str:
        """A record with one item that has gone the whole path; its reference."""
        self.opened()
        self.does("advance", REF, "approve", "--on", "2021-07-06")
        self.does("advance", REF, "consent", "--on-or-before", "2021-08-03")
        self.does("advance", REF, "decide", "--on", "2021-08-03")
        medium = ("--field", "medium=Amtsblatt")
        self.does("advance", REF, "publish", "--on", "2021-08-04", *medium)
        return REF


def configured(folder: Path, text: str = QUIET) -> Path:
    """Write the configuration of whoever sits there; its place.

    Unless a test asks, nobody is warned of a scheduler that does not run: none does.
    """
    path = folder / "config" / "laufzettel" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def prepared(database: str) -> None:
    """What `schema.prepare` does; a new file gets the tables that the first one got.

    The migrations take longer than all else that `init` does, and have their own tests.
    """
    place = place_of(database)
    if is_server(database) or place.exists():
        _prepare(database)
    elif _empty:
        schema._make_file(place)
        place.write_bytes(_empty[0])
    else:
        _prepare(database)
        _empty.append(place.read_bytes())


def surroundings(
    monkeypatch: pytest.MonkeyPatch, folder: Path, language: str = "en"
) -> None:
    """Nothing of the developer's own: home, language, configuration."""
    for name in ("LAUFZETTEL_CONFIG", "LAUFZETTEL_OUTBOX", "_LAUFZETTEL_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(configured(folder).parent.parent))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("LAUFZETTEL_DATABASE", str(folder / "record.sqlite3"))
    monkeypatch.setenv("LAUFZETTEL_LANG", language)
    monkeypatch.setenv("LANGUAGE", language)  # the program sets it
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(schema, "prepare", prepared)
