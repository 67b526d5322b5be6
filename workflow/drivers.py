"""The two databases behind one small face: connect, begin, execute, explain errors.

SQLite: the driver's own transactions are off, writers BEGIN IMMEDIATE, the journal is
DELETE with synchronous=EXTRA (the combination that loses no acknowledged commit in a
power cut). PostgreSQL: READ COMMITTED for writers, one snapshot for readers.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Protocol

from definitions.sentences import Problem, sentence
from workflow.errors import InputOutput, Misconfigured
from workflow.outages import (
    check_changed,
    explain_postgresql,
    explain_sqlite,
    unknown_end,
    unreadable,
)

WAIT_MS = 10_000  # how long a writer waits for another before it gives up
WAL_SAFE = (3, 51, 3)  # older SQLite can lose commits in WAL mode (WAL-reset bug)

_PRAGMAS = (
    f"PRAGMA busy_timeout={WAIT_MS}",  # first: the others may have to wait already
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON",
)


_IN_MEMORY = ":memory:"

# PGTZ in the environment would win over an option of the connection.
_FIRST = "SELECT session_user, set_config('timezone', 'UTC', false)"


class Driver(Protocol):
    """What `store` asks of a database."""

    dialect: str
    session_user: str | None  # whom the database itself has identified

    def begin(self, *, write: bool) -> None: ...
    def execute(self, sql: str, values: Sequence[Any]) -> Any: ...
    def change(self, sql: str, values: Sequence[Any]) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...
    def faults(self) -> list[str]: ...
    def errors(self) -> tuple[type[Exception], ...]: ...
    def problem(self, error: Exception) -> Problem | None: ...


class Sqlite:
    """One SQLite file, opened as it stands; it is never created by opening it."""

    dialect = "sqlite"
    session_user: str | None = None

    def __init__(self, path: Path) -> None:
        self.path = path
        if not _there(path):
            raise InputOutput(
                sentence(
                    "There is no database at {path}. `laufzettel init` founds one.",
                    path=path,
                )
            )
        self._connect(str(path))

    def _connect(self, place: str) -> None:
        try:
            self._connection = sqlite3.connect(place, isolation_level=None)
        except sqlite3.Error as error:
            raise self.problem(error) or error from None
        try:
            self._prepare()
        except BaseException as error:
            self.close()
            if isinstance(error, self.errors()):
                raise self.problem(error) or error from None
            raise

    def _prepare(self) -> None:
        for pragma in _PRAGMAS:
            self._connection.execute(pragma)
        (mode,) = self._connection.execute("PRAGMA journal_mode").fetchone()
        if mode == "wal" and sqlite3.sqlite_version_info < WAL_SAFE:
            raise Misconfigured(
                sentence(
                    "{path} is in WAL mode, in which SQLite {version} can lose entries."
                    " Set `PRAGMA journal_mode=DELETE` on it.",
                    path=self.path,
                    version=sqlite3.sqlite_version,
                )
            )
        self._connection.text_factory = _text
        self.execute = self._connection.execute

    def begin(self, *, write: bool) -> None:
        self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN DEFERRED")

    def change(self, sql: str, values: Sequence[Any]) -> None:
        """Run a statement that must change exactly one row; else ItemMoved."""
        check_changed(self._connection.execute(sql, values).rowcount)

    def commit(self) -> None:
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()

    def faults(self) -> list[str]:
        """What SQLite's own check of pages, indexes and foreign keys finds."""
        found = [str(row[0]) for row in self.execute("PRAGMA integrity_check")]
        keys = self.execute("PRAGMA foreign_key_check").fetchall()
        return [each for each in found if each != "ok"] + [
            f"foreign key of {row[0]}" for row in keys
        ]

    def errors(self) -> tuple[type[Exception], ...]:
        return sqlite3.Error, UnicodeDecodeError  # the latter from a damaged schema

    def problem(self, error: Exception) -> Problem | None:
        return explain_sqlite(self.path, error)


class Memory(Sqlite):
    """An empty SQLite database of this process alone, gone when it is closed.

    Nothing of it reaches a disk: what SQLite sorts and keeps aside stays in memory too.
    """

    def __init__(self) -> None:
        self.path = Path(_IN_MEMORY)
        self._connect(_IN_MEMORY)
        self._connection.execute("PRAGMA temp_store=MEMORY")

    def add(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows with one statement; ValueError for one that does not fit."""
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise ValueError(str(error)) from None


class Postgresql:
    """One PostgreSQL session; the database itself says who is at the other end.

    Round trips are what a command waits for: BEGIN travels with the first statement,
    and changes are sent without waiting until something is read or committed.
    """

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        import psycopg

        self._psycopg = psycopg
        self._committing = False
        try:
            self._connection = psycopg.connect(
                url,
                autocommit=True,
                prepare_threshold=0,
                options=_options(os.environ.get("PGOPTIONS", "")),
            )
            self._cursor = self._connection.cursor()
            found = self._cursor.execute(_FIRST).fetchone()
        except (psycopg.Error, UnicodeError) as error:
            raise self.problem(error) or error from None
        self._opening = ""
        self._pipeline = ExitStack()
        self._sent: list[Any] = []
        self.session_user: str | None = found[0] if found else None

    def begin(self, *, write: bool) -> None:
        reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self._opening = "BEGIN" if write else reading

    def execute(self, sql: str, values: Sequence[Any]) -> Any:
        self._settle()
        opening, self._opening = self._opening, ""
        if opening and not values:
            self._cursor.execute(f"{opening}; {sql}", prepare=False)
            self._cursor.nextset()
            return self._cursor
        if opening:
            self._cursor.execute(opening)
        return self._cursor.execute(sql, values)

    def change(self, sql: str, values: Sequence[Any]) -> None:
        """Send a statement that must change exactly one row; checked before COMMIT."""
        if self._opening:
            self.execute("SELECT 1", ())
        if not self._sent:
            self._pipeline.enter_context(self._connection.pipeline())
        cursor = self._connection.cursor()
        self._sent.append(cursor)
        cursor.execute(sql, values)

    def _settle(self) -> None:
        """Wait for the changes that were sent; ItemMoved if one changed nothing."""
        if self._sent:
            sent, self._sent = self._sent, []
            self._pipeline.close()
            for cursor in sent:
                check_changed(cursor.rowcount)

    def commit(self) -> None:
        self._settle()
        if not self._opening:
            self._committing = True
            self._cursor.execute("COMMIT")
            self._committing = False
            if self._cursor.statusmessage != "COMMIT":  # something failed before
                raise self._psycopg.errors.InFailedSqlTransaction("not committed")
        self._opening = ""

    def rollback(self) -> None:
        self._opening, self._sent = "", []
        with suppress(self._psycopg.Error):  # what failed there is on its way up
            self._pipeline.close()
        if not self._connection.closed:
            self._connection.rollback()

    def close(self) -> None:
        self._connection.close()

    def faults(self) -> list[str]:
        """Nothing: PostgreSQL checks its pages when it reads them."""
        return []

    def errors(self) -> tuple[type[Exception], ...]:
        return (self._psycopg.Error,)

    def problem(self, error: Exception) -> Problem | None:
        lost = isinstance(error, self._psycopg.OperationalError)
        return (
            unknown_end(error)
            if lost and self._committing
            else explain_postgresql(error)
        )


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def _text(found: bytes) -> str:
    """A text, also a damaged one: whoever verifies must be able to name its entry."""
    return found.decode("utf-8", "surrogateescape")


def _options(given: str) -> str:
    ours = {
        "lock_timeout": f"{WAIT_MS}ms",
        "idle_in_transaction_session_timeout": "30s",
        "synchronous_commit": "on",
    }
    return " ".join([given, *(f"-c {name}={value}" for name, value in ours.items())])
