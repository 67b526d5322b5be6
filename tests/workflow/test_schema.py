"""Making a schema and bringing it up to date: all of it or nothing."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect
from sqlmodel import SQLModel

import notifications.tables  # noqa: F401  (the metadata of all tables)
from tests.load import rounds
from tests.postgres import CLERK, OWNER, Postgres
from tests.worlds import PACKAGES, World, found_record
from workflow.errors import InputOutput, Misconfigured, NotPermitted
from workflow.schema import upgrade
from workflow.store import REVISIONS, is_server, open_store

GUARDED = ("entry", "words", "definition", "person")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a schema can be made: no file yet, or an empty database of the owner."""
    if request.param == "sqlite":
        yield str(tmp_path / "empty.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create_database()
    yield server.url(name, OWNER)
    server.drop_database(name)


@contextmanager
def _connected(database: str) -> Iterator[Connection]:
    url = database if is_server(database) else f"sqlite:///{database}"
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _version(database: str) -> str | None:
    with _connected(database) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _shape(database: str) -> dict[str, Any]:
    """Everything that the database tells about its tables."""
    with _connected(database) as connection:
        found = inspect(connection)
        return {
            name: {
                "columns": sorted(map(_column, found.get_columns(name))),
                "key": found.get_pk_constraint(name)["constrained_columns"],
                "points": sorted(
                    str((each["constrained_columns"], each["referred_table"]))
                    for each in found.get_foreign_keys(name)
                ),
                "unique": _sorted(found.get_unique_constraints(name)),
                "indexes": _sorted(found.get_indexes(name)),
                "checks": _sorted(found.get_check_constraints(name)),
            }
            for name in found.get_table_names()
            if name != "alembic_version"
        }


def _column(found: Any) -> tuple[str, str, bool]:
    return found["name"], str(found["type"]), found["nullable"]


def _sorted(found: Any) -> list[str]:
    return sorted(
        str(sorted((k, str(v)) for k, v in each.items() if k != "comment"))
        for each in found
    )


def test_the_migrations_make_the_tables_that_the_program_knows(empty: str) -> None:
    upgrade(empty)
    with _connected(empty) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    migrated = _shape(empty)
    with _connected(empty) as connection:
        for table in (*migrated, "alembic_version"):
            cascade = " CASCADE" if is_server(empty) else ""
            connection.exec_driver_sql(f"DROP TABLE {table}{cascade}")
        SQLModel.metadata.create_all(connection)
        connection.commit()
    assert migrated == _shape(empty)


def test_the_program_knows_every_revision() -> None:
    folder = Path(__file__).parents[2] / "workflow" / "migrations"
    script = ScriptDirectory(str(folder))
    assert tuple(each.revision for each in script.walk_revisions())[::-1] == REVISIONS


def test_the_guards_are_there_after_every_revision(empty: str) -> None:
    for revision in REVISIONS:
        upgrade(empty, revision)
        guarded = {table for table, _ in _triggers(empty)}
        awaited = {*GUARDED, *({"calendar"} if revision >= "0004" else ())}
        assert guarded == awaited, revision
        each = 2 if is_server(empty) else 3
        assert len(_triggers(empty)) == each * len(awaited)


def _triggers(database: str) -> set[tuple[str, str]]:
    question = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    if is_server(database):
        question = (
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'O'"
        )
    with _connected(database) as connection:
        return {(row[0], row[1]) for row in connection.exec_driver_sql(question)}


class _Broken(Exception):
    """The machine stops here."""


@contextmanager
def _breaking_at(number: int) -> Iterator[list[str]]:
    """Break at the statement of this number; yields the statements that were begun."""
    begun: list[str] = []

    def count(_c: Any, _cursor: Any, sql: str, *_: Any) -> None:
        begun.append(sql)
        if len(begun) == number:
            raise _Broken

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield begun
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@pytest.mark.heavy
@pytest.mark.parametrize(("before", "after"), [(None, "0001"), ("0001", "0002")])
def test_a_migration_that_breaks_anywhere_leaves_the_old_version(
    empty: str, before: str | None, after: str
) -> None:
    if before is not None:
        upgrade(empty, before)
        shape = _shape(empty)
    for number in range(1, 1000, rounds(12, 1)):
        try:
            with _breaking_at(number) as begun:
                upgrade(empty, after)
            break
        except _Broken:
            assert _version(empty) == before, begun[-1]
            assert (_shape(empty) == shape) if before else not _shape(empty), begun[-1]
    assert len(begun) > 5
    assert _version(empty) == after


def test_a_second_upgrade_changes_nothing(empty: str) -> None:
    upgrade(empty)
    shape, triggers = _shape(empty), _triggers(empty)
    upgrade(empty)
    assert (_shape(empty), _triggers(empty)) == (shape, triggers)


def test_an_older_database_says_what_to_do_and_keeps_its_record(empty: str) -> None:
    upgrade(empty, "0001")
    with pytest.raises(Misconfigured) as refusal:
        open_store(empty)
    assert "laufzettel init --upgrade" in str(refusal.value)
    assert refusal.value.exit_code == 78
    upgrade(empty)
    open_store(empty, PACKAGES).close()


def test_a_newer_database_is_refused_by_every_door(empty: str) -> None:
    upgrade(empty)
    with _connected(empty) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    for door in (open_store, upgrade):
        with pytest.raises(Misconfigured) as refusal:
            door(empty)
        assert refusal.value.exit_code == 78
        assert "0999" in str(refusal.value)
        assert "newer" in str(refusal.value)
    assert _version(empty) == "0999"


_SINCE = (  # the tables that came after the first revision
    *("reminder", "message", "heartbeat"),
    *("consultation", "sitting", "supplement"),
    *("calendar", "deadline"),
    *("absence", "contact", "clock_doubt"),
    *("release_entry", "release", "office"),
)


def test_a_record_survives_the_upgrade(tmp_path: Path) -> None:
    database = str(tmp_path / "record.db")
    found_record(database)
    with open_store(database, PACKAGES) as store:
        World(store, database).smart_city()
    with closing(sqlite3.connect(database)) as file:  # as it was made at first
        file.execute("PRAGMA foreign_keys = OFF")
        for table in _SINCE:
            file.execute(f"DROP TABLE {table}")
        file.execute("UPDATE alembic_version SET version_num = '0001'")
        file.commit()
    upgrade(database)
    with open_store(database, PACKAGES) as store:
        assert World(store, database).verify().sound


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_new_file_is_its_owners_alone(tmp_path: Path, mask: int) -> None:
    path = tmp_path / "folder" / "record.db"
    before = os.umask(mask)
    try:
        upgrade(str(path))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["record.db"]


@pytest.mark.parametrize(
    "name",
    ["a?b.db", "a%20b.db", "a#b.db", "Ä ö.db", "a b'c.db", "~no-such-login", "-x"],
)
def test_a_file_may_have_any_name(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for database in (str(tmp_path / name), name):
        upgrade(database)
        open_store(database).close()
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("place", ["", "file/below.db"])
def test_a_file_that_cannot_be_made_is_an_input_output_error(
    tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputOutput) as refusal:
        upgrade(str(tmp_path / place))
    assert refusal.value.exit_code == 74


def test_no_schema_is_made_in_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Sehr geehrte Damen und Herren,\n" * 100)
    before = path.read_bytes()
    with pytest.raises(InputOutput) as refusal:
        upgrade(str(path))
    assert refusal.value.exit_code == 74
    assert path.read_bytes() == before


def test_a_clerk_may_not_make_a_schema(postgres: Postgres) -> None:
    name = postgres.create_database()
    with pytest.raises(NotPermitted) as refusal:
        upgrade(postgres.url(name, CLERK))
    assert refusal.value.exit_code == 77
    assert "CREATE ROLE laufzettel_app" in str(refusal.value)


def test_a_server_that_is_not_there_is_an_input_output_error(tmp_path: Path) -> None:
    for door in (upgrade, open_store):
        with pytest.raises(InputOutput) as refusal:
            door(f"postgresql://clerk@/record?host={tmp_path}")
        assert refusal.value.exit_code == 74
