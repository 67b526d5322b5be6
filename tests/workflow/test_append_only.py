"""Nothing in the record is ever overwritten: the database itself refuses it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.postgres import OWNER, Postgres
from tests.worlds import World
from workflow.store import is_server

GUARDED = ("entry", "words", "definition", "person")
Row = dict[str, Any]
REFUSED = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)


@pytest.fixture
def client(
    world: World, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Any]]:
    """Another program at work on the record: plain sqlite3, or the owner's session."""
    world.smart_city()
    if not is_server(world.database):
        with closing(sqlite3.connect(world.database, isolation_level=None)) as file:
            yield file.execute
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.url(urlsplit(world.database).path[1:], OWNER)
    with psycopg.connect(url, autocommit=True) as session:
        yield lambda sql, values=(): session.execute(sql.replace("?", "%s"), values)


def _rows(client: Callable[..., Any], table: str) -> list[tuple[Any, ...]]:
    return sorted(client(f"SELECT * FROM {table}").fetchall(), key=str)


def _columns(client: Callable[..., Any], table: str) -> list[str]:
    cursor = client(f"SELECT * FROM {table}")
    return [each[0] for each in cursor.description]


@pytest.mark.parametrize("table", GUARDED)
def test_nothing_is_changed_or_removed(
    world: World, client: Callable[..., Any], table: str
) -> None:
    before = _rows(client, table)
    assert before
    column = _columns(client, table)[0]
    attempts = [
        f"UPDATE {table} SET {column} = {column}",
        f"UPDATE {table} SET {column} = NULL WHERE {column} IS NOT NULL",
        f"DELETE FROM {table}",
        f"DELETE FROM {table} WHERE {column} = (SELECT max({column}) FROM {table})",
    ]
    if is_server(world.database):
        attempts += [f"TRUNCATE {table} CASCADE"]
    else:
        attempts += [f"UPDATE OR REPLACE {table} SET {column} = {column}"]
        attempts += [f"UPDATE OR IGNORE {table} SET {column} = {column}"]
    for attempt in attempts:
        with pytest.raises(REFUSED, match="append-only"):
            client(attempt)
    assert _rows(client, table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_an_insert_that_meets_a_row_does_not_change_it(
    client: Callable[..., Any], table: str
) -> None:
    before, names = _rows(client, table), _columns(client, table)
    places = ", ".join("?" for _ in names)
    insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
    key = "seq, field" if table == "words" else names[0]
    again = (
        f"{insert} ON CONFLICT ({key}) DO UPDATE SET {names[-1]} = EXCLUDED.{names[-1]}"
    )
    with pytest.raises(REFUSED, match="append-only"):
        client(again, before[0])
    assert _rows(client, table) == before


def _keys(file: sqlite3.Connection, table: str) -> list[list[str]]:
    """Every key of a table by which a row can be replaced, the hidden one too."""
    found = [["rowid"]]
    for _, name, unique, *_ in file.execute(f"PRAGMA index_list({table})").fetchall():
        if unique:
            columns = file.execute(f"PRAGMA index_info({name})").fetchall()
            found.append([column for _, _, column in columns])
    return found


def _meeting(row: Row, key: list[str]) -> Row:
    """A row that meets `row` in this key and in no other."""
    other = {
        name: value + 1000 if isinstance(value, int) else f"{value}"[::-1]
        for name, value in row.items()
    }
    return other | {name: row[name] for name in key}


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
@pytest.mark.parametrize("table", GUARDED)
def test_no_key_of_a_file_lets_a_row_be_replaced(
    file_world: World, table: str, verb: str
) -> None:
    file_world.smart_city()
    with closing(sqlite3.connect(file_world.database, isolation_level=None)) as file:
        assert file.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        file.row_factory = sqlite3.Row
        question = f"SELECT rowid AS rowid, * FROM {table} ORDER BY rowid"
        row = dict(file.execute(question).fetchall()[-1])
        file.row_factory = None
        before = _rows(file.execute, table)
        keys = _keys(file, table)
        assert len(keys) > 1
        for key in keys:
            new = _meeting(row, key)
            sql = f"{verb} INTO {table} ({', '.join(new)})"
            values = ", ".join("?" for _ in new)
            if any(row[name] is None for name in key):
                continue
            with pytest.raises(REFUSED, match="append-only"):
                file.execute(f"{sql} VALUES ({values})", list(new.values()))
        assert _rows(file.execute, table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_the_role_of_the_clerks_has_no_right_to_try(
    table: str, server_world: World
) -> None:
    server_world.smart_city()
    with psycopg.connect(server_world.database, autocommit=True) as session:
        names = _columns(lambda sql: session.execute(sql.encode()), table)
        for attempt in (
            f"UPDATE {table} SET {names[0]} = {names[0]}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"DROP TABLE {table}",
            f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT DO NOTHING;"
            f"INSERT INTO {table} SELECT * FROM {table}"
            f" ON CONFLICT ({'seq, field' if table == 'words' else names[0]})"
            f" DO UPDATE SET {names[0]} = EXCLUDED.{names[0]}",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(attempt.encode())


@pytest.mark.parametrize(
    "table", ["item", "head", "role_grant", "office_term", "absence"]
)
def test_what_the_entries_add_up_to_cannot_be_deleted_by_a_clerk(
    table: str, server_world: World
) -> None:
    with psycopg.connect(server_world.database, autocommit=True) as session:
        for verb in ("DELETE FROM", "TRUNCATE"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(f"{verb} {table}".encode())
