"""How the two databases are opened, and what is said when they cannot be."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.postgres import NOBODY, Postgres
from tests.worlds import PACKAGES, World
from workflow.errors import InputOutput, Misconfigured
from workflow.store import connect, open_store

SETTINGS = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "synchronous": 3,  # EXTRA
    "busy_timeout": 10_000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "journal_mode": "delete",
}
SERVER_SETTINGS = {
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
    "synchronous_commit": "on",
    "TimeZone": "UTC",
}


def test_a_file_is_opened_so_that_no_acknowledged_entry_is_lost(
    file_world: World,
) -> None:
    run = file_world.store.driver.execute
    found = {name: run(f"PRAGMA {name}", ()).fetchone()[0] for name in SETTINGS}
    assert found == SETTINGS


def test_a_server_session_has_the_same_care(server_world: World) -> None:
    run = server_world.store.driver.execute
    for name, value in SERVER_SETTINGS.items():
        assert run(f"SHOW {name}", ()).fetchone()[0] == value
    assert server_world.store.session_user == "clerk"


def test_options_of_the_environment_are_kept_and_ours_win(
    server_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = "-c application_name=office -c synchronous_commit=off"
    monkeypatch.setenv("PGOPTIONS", options)
    monkeypatch.setenv("PGTZ", "Asia/Tokyo")
    with open_store(server_world.database) as store:
        run = store.driver.execute
        assert run("SHOW application_name", ()).fetchone()[0] == "office"
        for name, value in SERVER_SETTINGS.items():
            assert run(f"SHOW {name}", ()).fetchone()[0] == value


def test_a_database_that_is_not_there_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(InputOutput) as refusal:
        open_store(str(tmp_path / "none.db"))
    assert refusal.value.exit_code == 74
    assert "laufzettel init" in str(refusal.value)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["", "a" * 5000, "with\0nul", "below/none.db"])
def test_a_name_that_no_file_can_have_is_an_input_output_error(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(InputOutput):
        open_store(f"{tmp_path}/{name}")


def test_a_file_of_another_kind_is_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Sehr geehrte Damen und Herren,\n" * 100)
    with pytest.raises(InputOutput) as refusal:
        open_store(str(path))
    assert refusal.value.exit_code == 74


@pytest.mark.parametrize(
    "made", ["CREATE TABLE wish (word)", "CREATE TABLE alembic_version (version_num)"]
)
def test_a_database_without_a_record_says_how_to_found_one(
    tmp_path: Path, made: str
) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(made)
    with pytest.raises(Misconfigured) as refusal:
        open_store(str(path))
    assert refusal.value.exit_code == 78


def test_a_server_database_without_a_record_says_how_to_found_one(
    postgres: Postgres,
) -> None:
    with pytest.raises(Misconfigured) as refusal:
        open_store(postgres.url(postgres.create_database()))
    assert "laufzettel init" in str(refusal.value)


@pytest.mark.parametrize("url", ["mysql://root:geheim@host/db", "http://x/geheim"])
def test_another_kind_of_database_is_refused_without_repeating_secrets(
    url: str,
) -> None:
    with pytest.raises(Misconfigured) as refusal:
        connect(url)
    assert refusal.value.exit_code == 78
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    ("version", "refused"),
    [((3, 7, 0), True), ((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_the_write_ahead_log_is_refused_where_it_can_lose_entries(
    record: str,
    version: tuple[int, int, int],
    refused: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(sqlite3.connect(record)) as file:
        assert file.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    if not refused:
        open_store(record, PACKAGES).close()
        return
    with pytest.raises(Misconfigured) as refusal:
        open_store(record, PACKAGES)
    assert refusal.value.exit_code == 78
    assert "journal_mode=DELETE" in str(refusal.value)


@contextmanager
def _public_folder() -> Iterator[Path]:
    """A folder that anybody can enter."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path
        path.chmod(0o755)


@contextmanager
def _without_rights() -> Iterator[None]:
    """Root becomes nobody for a while: no mode of a file would stop root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o644, 0o555)])
def test_a_file_that_may_only_be_read_can_still_be_read(
    record: str, file: int, folder: int
) -> None:
    with _public_folder() as place:
        path = place / "record.db"
        path.write_bytes(Path(record).read_bytes())
        path.chmod(file)
        place.chmod(folder)
        if os.geteuid() == 0 and file == 0o644:
            os.chown(path, NOBODY, NOBODY)
        with _without_rights(), open_store(str(path), PACKAGES) as store:
            world = World(store, str(path))
            with pytest.raises(InputOutput) as refusal:
                world.open()
            assert refusal.value.exit_code == 74
            assert world.verify().sound


def test_nobody_else_reads_a_file_of_its_owner(record: str) -> None:
    with _public_folder() as place:
        path = place / "record.db"
        path.write_bytes(Path(record).read_bytes())
        path.chmod(0o600 if os.geteuid() == 0 else 0o000)
        with _without_rights(), pytest.raises(InputOutput) as refusal:
            open_store(str(path))
        assert refusal.value.exit_code == 74


def test_nobody_else_enters_the_folder_of_its_owner(record: str) -> None:
    with _public_folder() as place:
        path = place / "record.db"
        path.write_bytes(Path(record).read_bytes())
        place.chmod(0o700 if os.geteuid() == 0 else 0o000)
        with _without_rights(), pytest.raises(InputOutput) as refusal:
            open_store(str(path))
        assert refusal.value.exit_code == 74
