"""Databases of another version, and databases that somebody else is writing to."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults.acts import (
    BUSY,
    CONSENT,
    READING,
    WRITING,
    WRONG_VERSION,
    check_plain,
)
from tests.faults.records import Copies, state
from tests.load import full
from tests.postgres import OWNER, Postgres


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program at the same file."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


@pytest.mark.parametrize("command", ["list", "advance", "scheduler", "verify"])
def test_a_database_of_a_newer_version_is_left_alone(
    desk: Copies, record: Path, tmp_path: Path, command: str
) -> None:
    _set_version(record, "9999")
    before = record.read_bytes()
    ticked = ("scheduler", "tick", "--outbox", str(tmp_path / "outbox"))
    words = {"scheduler": ticked, **READING, **WRITING}[command]
    check_plain(desk.run(str(record), *words), WRONG_VERSION, "newer than this program")
    assert record.read_bytes() == before


def test_a_database_of_a_newer_version_is_not_upgraded(
    desk: Copies, record: Path
) -> None:
    _set_version(record, "9999")
    before = record.read_bytes()
    done = desk.run(str(record), "init", "--upgrade")
    check_plain(done, WRONG_VERSION, "newer than this program")
    assert record.read_bytes() == before


def test_a_server_of_a_newer_version_is_left_alone(
    desk: Copies, prepared_server_template: str, postgres: Postgres
) -> None:
    name = postgres.create_database(prepared_server_template)
    with psycopg.connect(postgres.url(name, OWNER)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    done = desk.run(postgres.url(name), *CONSENT)
    check_plain(done, WRONG_VERSION, "newer than this program")


def test_a_database_of_an_older_version_says_what_to_do(
    desk: Copies, record: Path
) -> None:
    _set_version(record, "0001")
    done = desk.run(str(record), *CONSENT)
    check_plain(done, WRONG_VERSION, "`laufzettel init --upgrade`")


def _set_version(path: Path, version: str) -> None:
    with connected(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])


def test_a_locked_file_is_busy_and_can_be_tried_again(
    desk: Copies, record: Path
) -> None:
    before = state(str(record))
    with connected(record) as other:
        other.execute("BEGIN IMMEDIATE")
        assert desk.run(str(record), *READING["show"]).code == 0
        done = desk.run(str(record), *CONSENT, wait_ms=200)
    check_plain(done, BUSY, "Another process is writing")
    assert "Nothing was recorded; try again." in done.err
    assert state(str(record)) == before
    assert desk.run(str(record), *CONSENT).code == 0


def test_a_file_that_is_being_rewritten_cannot_even_be_read(
    desk: Copies, record: Path
) -> None:
    with connected(record) as other:
        other.execute("BEGIN EXCLUSIVE")
        for words in (READING["list"], CONSENT, ("scheduler", "tick")):
            done = desk.run(str(record), *words, wait_ms=100)
            check_plain(done, BUSY, "try again")


def test_a_writer_waits_for_another_one(desk: Copies, record: Path) -> None:
    with connected(record) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.5, other.execute, ["COMMIT"])
        release.start()
        assert desk.run(str(record), *CONSENT).code == 0
        release.join()


@pytest.mark.skipif(not full(), reason="it takes ten seconds: in the full run only")
def test_a_writer_waits_ten_seconds_and_no_longer(desk: Copies, record: Path) -> None:
    with connected(record) as other:
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        check_plain(desk.run(str(record), *CONSENT), BUSY, "try again")
    assert 9.5 < time.monotonic() - start < 13


def test_a_locked_server_is_busy(
    desk: Copies, prepared_server_template: str, postgres: Postgres
) -> None:
    name = postgres.create_database(prepared_server_template)
    with psycopg.connect(postgres.url(name, OWNER)) as other:
        other.execute("SELECT * FROM head FOR UPDATE")
        assert desk.run(postgres.url(name), *READING["show"]).code == 0
        done = desk.run(postgres.url(name), *CONSENT, wait_ms=200)
    check_plain(done, BUSY, "Another process is writing to PostgreSQL")
