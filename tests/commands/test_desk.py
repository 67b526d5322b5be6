"""Settings: options before environment before files; nothing unknown, nothing half."""

import os

import pytest

from commands import desk
from commands.desk import Desk
from definitions.sentences import Problem
from tests.commands.terminal import NOON, Terminal, configured


def test_without_settings_the_database_lies_in_the_data_folder(
    terminal: Terminal,
) -> None:
    found = desk.settings({})
    place = terminal.folder / "data" / "laufzettel"
    assert found.database == str(place / "laufzettel.sqlite3")
    assert found.outbox == str(place / "laufzettel-outbox")


def test_an_option_goes_before_the_file(terminal: Terminal) -> None:
    configured(terminal.folder, 'database = "a.db"\nmail_domain = "berlin.example"')
    assert desk.settings({}).database == "a.db"
    assert desk.settings({"database": "b.db"}).database == "b.db"
    assert desk.settings({}).mail_domain == "berlin.example"


def test_the_environment_goes_before_the_file(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(terminal.folder, 'database = "/nowhere/a.db"')
    assert terminal("init").code == 0
    monkeypatch.delenv("LAUFZETTEL_DATABASE")
    said = terminal("list")
    assert said.code == 74
    assert "/nowhere/a.db" in said.err


def test_an_empty_name_of_the_configuration_is_said_plainly(
    terminal: Terminal,
) -> None:
    said = terminal("--config", "", "list")
    assert (said.code, said.err) == (
        2,
        "The name of the configuration is empty: --config names a file.\n",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('databse = "a.db"', "the key databse is unknown"),
        ('lang = "fr"', "fr is no language here"),
        ("database = 3", "the value of database must be a text"),
        ('database = ""', "the value of database must be a text"),
        ("database = ", "is no TOML"),
        ('addresses = "x"', "[addresses] has a text for each role"),
        ("[addresses]\nlead = 3", "[addresses] has a text for each role"),
    ],
)
def test_a_wrong_configuration_is_refused(
    terminal: Terminal, text: str, said: str
) -> None:
    configured(terminal.folder, text)
    found = terminal("list")
    assert found.code == 78
    assert said in found.err


def test_the_language_of_the_file_is_spoken(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terminal("init").code == 0
    configured(terminal.folder, 'lang = "de"')
    assert terminal("list").out.startswith("No items.")  # the environment says English
    monkeypatch.delenv("LAUFZETTEL_LANG")
    assert terminal("list").out.startswith("Keine Vorlagen.")


def test_an_empty_variable_names_no_database(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUFZETTEL_DATABASE", "")
    said = terminal("init")
    assert said.code == 2
    assert "the database is empty" in said.err
    assert terminal("init", "--database", "named.db").code == 0
    assert not (terminal.folder / "data").exists()


def test_help_works_with_a_wrong_configuration(terminal: Terminal) -> None:
    configured(terminal.folder, "nonsense")
    assert terminal("show", "--help").code == 0


def test_a_configuration_that_was_asked_for_must_be_there(terminal: Terminal) -> None:
    said = terminal("--config", "nowhere.toml", "list")
    assert (said.code, said.err) == (74, "nowhere.toml does not exist.\n")


def test_a_service_account_counts_only_in_a_file_that_others_cannot_write(
    terminal: Terminal,
) -> None:
    path = configured(terminal.folder, 'service_account = "clerks"')
    path.chmod(0o664)
    with pytest.raises(Problem, match="only in a file that root owns"):
        desk.settings({})
    if os.geteuid() == 0:
        path.chmod(0o644)
        assert desk.settings({}).service_account == "clerks"


@pytest.mark.parametrize(
    ("database", "shown"),
    [
        ("postgresql://ann:secret@host/db", "postgresql://ann@host/db"),
        ("postgresql:///db", "postgresql:///db"),
        ("/home/ann/record.db", "/home/ann/record.db"),
    ],
)
def test_a_password_is_never_shown(database: str, shown: str) -> None:
    at = Desk(lambda: NOON)
    at.given["database"] = database
    assert at.database_shown == shown


def test_messages_lie_beside_a_file(terminal: Terminal) -> None:
    assert desk.settings({"database": "x/y.db"}).outbox == "x/y-outbox"
    server = desk.settings({"database": "postgresql:///db"}).outbox
    assert server == str(terminal.folder / "data" / "laufzettel" / "outbox")
