"""Units of work: all of it or nothing, one writer at a time, never a false success."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.postgres import Postgres
from tests.workflow.forging import Forger
from tests.worlds import World
from workflow.errors import Busy, InputOutput, ItemMoved, RecordDamaged
from workflow.store import Transaction, is_server

PERSON = {"id": "p-new", "account": "uid:77", "name": "new", "seq": 99}

HOLDER = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute(sys.argv[2])
file.execute("SELECT count(*) FROM entry").fetchall()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def _held(path: str, begin: str) -> Iterator[None]:
    """Another process has begun a transaction and does not end it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, path, begin],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.communicate()


def _impatient(world: World) -> None:
    """Wait a tenth of a second for another writer, not ten seconds."""
    wait = "PRAGMA busy_timeout=100"
    if is_server(world.database):
        wait = "SET lock_timeout = '100ms'"
    world.store.driver.execute(wait, ())


def _work(world: World, *parts: Callable[[Transaction], object]) -> None:
    """A unit of work."""
    with world.store.writing() as tx:
        for part in parts:
            part(tx)


def _add(tx: Transaction) -> None:
    tx.run("add_person", **PERSON)


def _people(world: World) -> int:
    with world.store.reading() as tx:
        return len(tx.all("people"))


def _can_write(path: str) -> bool:
    """Whether a stranger could begin to write at this moment."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as file:
        try:
            file.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def test_a_writer_locks_the_file_before_it_reads(file_world: World) -> None:
    with file_world.store.writing():
        assert not _can_write(file_world.database)
    assert _can_write(file_world.database)


def test_a_reader_locks_nobody_out(file_world: World) -> None:
    with file_world.store.reading() as tx:
        tx.all("entries")
        assert _can_write(file_world.database)


def test_a_writer_on_a_server_holds_the_head_alone(server_world: World) -> None:
    with (
        psycopg.connect(server_world.database) as other,
        server_world.store.writing() as tx,
    ):
        assert tx.one("lock_head")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("SELECT * FROM head FOR UPDATE NOWAIT")


def test_readers_see_one_snapshot_and_cannot_write(server_world: World) -> None:
    with psycopg.connect(server_world.database, autocommit=True) as other:
        with server_world.store.reading() as tx:
            before = tx.all("people")
            other.execute("INSERT INTO person VALUES ('p-x', 'uid:1', 'x', 9)")
            assert tx.all("people") == before
        with pytest.raises(InputOutput), server_world.store.reading() as tx:
            tx.run("add_person", **PERSON)


def test_a_unit_of_work_is_there_for_everybody_afterwards(world: World) -> None:
    with world.store.writing() as tx:
        assert tx.run("add_person", **PERSON) == 1
    assert _people(world) == 2


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_rolls_everything_back(
    world: World, error: type[BaseException]
) -> None:
    def stop(_: Transaction) -> None:
        raise error

    with pytest.raises(error):
        _work(world, _add, stop)
    assert _people(world) == 1
    _work(world, _add)
    assert _people(world) == 2


def test_a_change_that_changes_nothing_ends_the_unit_of_work(world: World) -> None:
    def nothing(tx: Transaction) -> None:
        tx.change("close_term", item="none", named="term-1", seq=1)

    with pytest.raises(ItemMoved) as refusal:
        _work(world, _add, nothing)
    assert refusal.value.exit_code == 4
    assert _people(world) == 1


def test_a_change_that_the_database_refuses_is_never_a_success(world: World) -> None:
    def change(tx: Transaction) -> None:
        tx.change("add_person", **PERSON)

    # the guard of SQLite stops the row before its unique key does
    with pytest.raises((RecordDamaged, ItemMoved)):
        _work(world, change, change)
    assert _people(world) == 1


def test_an_error_that_was_overlooked_is_not_committed(server_world: World) -> None:
    def overlook(tx: Transaction) -> None:
        with suppress(psycopg.errors.UniqueViolation):
            _add(tx)

    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        _work(server_world, _add, overlook)
    assert _people(server_world) == 1


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_writer_waits_for_another_and_then_gives_up(
    file_world: World, begin: str
) -> None:
    _impatient(file_world)
    with _held(file_world.database, begin), pytest.raises(Busy) as refusal:
        file_world.open()
    assert refusal.value.exit_code == 75
    assert "Nothing was recorded" in str(refusal.value)
    reference = file_world.open()
    assert len(file_world.slip(reference).entries) == 1


def test_a_reader_that_stays_keeps_a_commit_from_succeeding(file_world: World) -> None:
    _impatient(file_world)
    with _held(file_world.database, "BEGIN"), pytest.raises(Busy):
        file_world.open()
    assert _can_write(file_world.database)
    with file_world.store.reading() as tx:
        assert tx.all("items") == []
    file_world.open()


def test_a_writer_on_a_server_gives_up_as_well(server_world: World) -> None:
    _impatient(server_world)
    with psycopg.connect(server_world.database) as other:
        other.execute("SELECT * FROM head FOR UPDATE")
        with pytest.raises(Busy):
            server_world.open()
    assert server_world.open() == "S-2021-0001"


def test_a_full_disk_is_told_and_nothing_is_recorded(file_world: World) -> None:
    run = file_world.store.driver.execute
    pages = run("PRAGMA page_count", ()).fetchone()[0]
    run(f"PRAGMA max_page_count={pages + 4}", ())
    opened: list[str] = []

    def fill() -> None:
        while True:
            opened.append(file_world.open(note="Anmerkung " * 1000))

    with pytest.raises(InputOutput) as refusal:
        fill()
    assert refusal.value.exit_code == 74
    assert "full" in str(refusal.value)
    assert _can_write(file_world.database)
    report = file_world.verify()
    assert (report.sound, report.items) == (True, len(opened))


def test_a_commit_that_fails_is_no_success(file_world: World) -> None:
    def point_nowhere(tx: Transaction) -> None:
        file_world.store.driver.execute("PRAGMA defer_foreign_keys=ON", ())
        grant = {"granted_seq": 99, "person_id": "p-none", "role": "x"}
        tx.run("add_grant", revoked_seq=None, **grant)

    with pytest.raises(RecordDamaged):
        _work(file_world, point_nowhere)
    assert _can_write(file_world.database)
    assert file_world.verify().sound


def test_a_session_that_is_lost_is_no_success(
    server_world: World, postgres: Postgres
) -> None:
    def lose(_: Transaction) -> None:
        name = psycopg.sql.Literal(urlsplit(server_world.database).path[1:])
        end = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
        )
        postgres.run(psycopg.sql.SQL(end).format(name))

    with pytest.raises(InputOutput):
        _work(server_world, _add, lose)
    with pytest.raises(InputOutput):
        server_world.open()
    with psycopg.connect(server_world.database) as other:
        assert other.execute("SELECT count(*) FROM person").fetchone() == (1,)


def test_a_value_that_was_forgotten_is_a_fault_of_the_program(world: World) -> None:
    with pytest.raises(KeyError):
        _work(world, lambda tx: tx.run("add_person", id="p-new"))
    with pytest.raises(KeyError):
        _work(world, lambda tx: tx.all("no_such_statement"))
    world.open()


@pytest.mark.parametrize("value", ["yesterday", "", b"\xff\xfe", 7])
def test_a_day_that_is_none_is_damage_and_only_the_verifier_reads_on(
    file_world: World, forge_file: Forger, value: object
) -> None:
    reference = file_world.open()
    forge_file.run("UPDATE entry SET day = ?, recorded_at = ?", value, value)
    with pytest.raises(RecordDamaged) as refusal:
        file_world.slip(reference)
    assert refusal.value.exit_code == 3
    with file_world.store.reading() as tx:
        assert [row["day"] for row in tx.found("entries")] == [value] * 5


def test_a_text_that_is_none_can_be_read_so_that_it_can_be_named(
    file_world: World, forge_file: Forger
) -> None:
    forge_file.run("UPDATE person SET name = CAST(x'61ff62' AS TEXT)")
    with file_world.store.reading() as tx:
        assert [row["name"] for row in tx.all("people")] == ["a\udcffb"]


def test_texts_are_never_sql(world: World) -> None:
    texts = ["'; DROP TABLE entry; --", "%s %(x)s ?", ":named {x}", '"', "\\", "$1"]

    def read(tx: Transaction) -> list[str]:
        return [row["text"] for row in tx.all("words") if row["field"] == "title"]

    for text in texts:
        world.open(text)
    with world.store.reading() as tx:
        assert read(tx) == texts
