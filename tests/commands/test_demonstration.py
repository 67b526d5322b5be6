"""The demonstration replays the whole path and leaves a folder to look into."""

import sqlite3
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.commands.terminal import REF, Terminal

YEARS_LATER = datetime(2026, 7, 6, 10, 0, tzinfo=UTC)  # the reminder is due


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_demonstration_tells_the_whole_story(
    terminal: Terminal, language: str
) -> None:
    terminal.now = YEARS_LATER
    said = terminal("--lang", language, "demo")
    assert (said.code, said.err) == (0, "")
    folder = Path("laufzettel-demo")
    for number, kind in ((1, "first-approval"), (3, "formal-decision")):
        for end in ("txt", "html"):
            path = folder / "releases" / f"pm-2021-000{number}-1-{kind}-de.{end}"
            assert path.read_text(encoding="utf-8")
    assert "bereits am 6.\u00a0Juli 2021 mit Anmerkungen" in said.out
    assert "pressemitteilung.1103451.php\n" in said.out  # the link to the first release
    (letter,) = (folder / "outbox").glob("*.eml")
    read = message_from_bytes(letter.read_bytes(), policy=policy.default)
    assert f"Subject: {read['Subject']}" in said.out
    assert f"export LAUFZETTEL_DATABASE={folder.resolve()}/laufzettel" in said.out
    assert (folder / "laufzettel.sqlite3").stat().st_mode & 0o777 == 0o600
    at = ("--database", str(folder / "laufzettel.sqlite3"))
    assert terminal.does(*at, "show", REF)["state"] == "publication"
    assert terminal.does(*at, "verify")["sound"] is True
    days = [each["on_precision"] for each in terminal.does(*at, "history", REF)]
    assert days[:5] == ["at_latest", "exact", "at_latest", "exact", "exact"]


def test_a_real_database_is_left_alone(terminal: Terminal) -> None:
    terminal.opened()
    before = terminal.does("verify")
    assert terminal("demo").code == 0
    assert terminal.does("verify") == before


def test_the_council_release_states_no_day_of_the_council(terminal: Terminal) -> None:
    terminal("demo")
    at = ("--database", "laufzettel-demo/laufzettel.sqlite3")
    found = terminal.does(*at, "announce", "show", "PM-2021-0002")
    lead = found["paragraphs"][0].replace("\u00a0", " ")
    assert "sitzung" not in lead.lower()
    assert "3. August" not in lead


def test_the_demonstration_can_be_repeated_and_touches_nothing(
    terminal: Terminal,
) -> None:
    assert terminal("demo").code == 0
    assert terminal("demo").code == 0
    assert Path("laufzettel-demo-2/laufzettel.sqlite3").exists()
    said = terminal("demo", "laufzettel-demo")
    assert (said.code, said.out) == (1, "")
    assert "exists already" in said.err
    assert not Path("record.sqlite3").exists()


def test_the_demonstration_leaves_a_damaged_record_to_be_found(
    terminal: Terminal,
) -> None:
    terminal("demo")
    database = sqlite3.connect("laufzettel-demo/laufzettel.sqlite3")
    with database:
        database.execute("UPDATE item SET state = 'draft'")
    database.close()
    said = terminal("--database", "laufzettel-demo/laufzettel.sqlite3", "verify")
    assert said.code == 3
