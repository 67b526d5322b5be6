"""Opens connections and transactions, and runs the compiled statements on the driver.

No ORM at run time: the statements were built from the tables and compiled beforehand
(`workflow.compiler`), so a command answers before a person notices.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from definitions.sentences import Problem, sentence
from workflow.drivers import Driver, Postgresql, Sqlite
from workflow.errors import InputOutput, Misconfigured, RecordDamaged
from workflow.outages import no_revision, not_founded, other_revision

Row = dict[str, Any]
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")  # migrations, oldest first
INSTANT = "%Y-%m-%d %H:%M:%S.%f"  # how SQLite keeps an instant, in UTC


class Statement:
    """One compiled statement: its SQL, its values in order, its columns."""

    __slots__ = ("binds", "columns", "dated", "plain", "sql")

    def __init__(self, made: Mapping[str, Any], *, translate: bool) -> None:
        self.sql: str = made["sql"]
        self.binds = [
            (name, (_TO_TEXT if translate else _AS_IT_IS)[kind], fixed)
            for name, kind, fixed in made["binds"]
        ]
        self.columns = [name for name, _ in made["columns"]]
        self.dated = [
            (place, _FROM_TEXT[kind])
            for place, (_, kind) in enumerate(made["columns"])
            if translate and kind in _FROM_TEXT
        ]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the SQL; a missing name is a KeyError."""
        return [
            fixed if name is None else turn(given[name])
            for name, turn, fixed in self.binds
        ]

    def row(self, found: Sequence[Any], *, damaged: bool = False) -> Row:
        """A row of the driver as names and values.

        Raises RecordDamaged for what is no day or instant; `damaged` lets it stand.
        """
        if not self.dated:
            return dict(zip(self.columns, found, strict=True))
        values = list(found)
        for place, turn in self.dated:
            try:
                values[place] = turn(values[place])
            except (ValueError, TypeError):
                if not damaged:
                    raise _damaged(self.columns[place]) from None
        return dict(zip(self.columns, values, strict=True))


class Transaction:
    """A running transaction: named statements in, rows out."""

    def __init__(self, driver: Driver, statements: Mapping[str, Statement]) -> None:
        self._driver, self._statements = driver, statements

    def all(self, name: str, /, **given: Any) -> list[Row]:
        """Every row of a statement."""
        made = self._statements[name]
        cursor = self._driver.execute(made.sql, made.values(given))
        return [made.row(found) for found in cursor.fetchall()]

    def one(self, name: str, /, **given: Any) -> Row | None:
        """The first row of a statement, or None."""
        made = self._statements[name]
        found = self._driver.execute(made.sql, made.values(given)).fetchone()
        return None if found is None else made.row(found)

    def found(self, name: str, /) -> list[Row]:
        """Every row of a statement, damaged ones too: for whoever verifies."""
        made = self._statements[name]
        cursor = self._driver.execute(made.sql, made.values({}))
        return [made.row(found, damaged=True) for found in cursor.fetchall()]

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its file: pages, indexes, keys."""
        return self._driver.faults()

    def run(self, name: str, /, **given: Any) -> int:
        """Run a statement that changes rows; how many it changed."""
        made = self._statements[name]
        cursor = self._driver.execute(made.sql, made.values(given))
        return int(cursor.rowcount)

    def change(self, name: str, /, **given: Any) -> None:
        """Run a statement that must change exactly one row.

        Nobody waits for it: if it changes none, ItemMoved is raised at the latest when
        the transaction ends, and nothing of the transaction stays.
        """
        made = self._statements[name]
        self._driver.change(made.sql, made.values(given))


class Store:
    """An open database.

    Use as a context manager, or close it.
    """

    def __init__(self, driver: Driver, statements: Mapping[str, Statement]) -> None:
        self.driver, self.statements = driver, statements

    @property
    def session_user(self) -> str | None:
        """Whom the database itself has identified (PostgreSQL), or None (a file)."""
        return self.driver.session_user

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One snapshot to read from."""
        with self._transaction(write=False) as tx:
            yield tx

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A unit of work: committed at the end, rolled back by any exception.

        Raises Busy if another process keeps writing, InputOutput if the database cannot
        be written. When this returns, the work is durable.
        """
        with self._transaction(write=True) as tx:
            yield tx

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Transaction]:
        try:
            self.driver.begin(write=write)
            yield Transaction(self.driver, self.statements)
            self.end(write=write)
        except BaseException as error:
            self.undo()
            if isinstance(error, self.driver.errors()):
                raise self.driver.problem(error) or error from None
            raise

    def end(self, *, write: bool) -> None:
        """End the transaction; `write`: it was a unit of work."""
        self.driver.commit()

    def undo(self) -> None:
        """Roll back.

        If even that fails the connection is lost, and with it the work.
        """
        try:
            self.driver.rollback()
        except self.driver.errors():
            self.driver.close()

    def close(self) -> None:
        """Give the connection back."""
        self.driver.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_server(database: str) -> bool:
    """Whether `database` is a PostgreSQL URL rather than a path."""
    return database.startswith(("postgresql://", "postgres://"))


def open_store(database: str, packages: Sequence[str] = ("workflow",)) -> Store:
    """Open an existing database: a path of a SQLite file, or a PostgreSQL URL.

    `packages` are those whose `sql.json` may be used. Raises InputOutput if it cannot
    be read, Misconfigured if it holds no record or one of another version.
    """
    driver = connect(database)
    store = Store(driver, statements(driver.dialect, tuple(packages)))
    try:
        _check_revision(driver)
    except BaseException:
        store.close()
        raise
    return store


def connect(database: str) -> Driver:
    """The driver for a path or a PostgreSQL URL."""
    if is_server(database):
        return Postgresql(database)
    if "://" in database:
        raise Misconfigured(
            sentence(
                "A database is a path or a URL that begins with postgresql://, not"
                " {what}.",
                what=database.split("://")[0] + "://",
            )
        )
    return Sqlite(place_of(database))


def place_of(database: str) -> Path:
    """The path of a database file; `~` is the home folder."""
    try:
        return Path(database).expanduser()
    except RuntimeError:  # the home folder of a login that nobody has
        return Path(database)


def _check_revision(driver: Driver) -> None:
    try:
        found = driver.execute("SELECT version_num FROM alembic_version", ())
        revision = (found.fetchone() or ("",))[0]
    except driver.errors() as error:
        raise driver.problem(error) or InputOutput(sentence(str(error))) from None
    if revision == REVISIONS[-1]:
        return
    if not revision:
        raise _unmarked(driver)
    raise other_revision(revision or "?", REVISIONS)


def _unmarked(driver: Driver) -> Problem:
    """A table for the version without a version: damage, if there are entries."""
    try:
        driver.execute("SELECT 1 FROM entry", ())
    except driver.errors():
        return not_founded("The database")
    return no_revision()


@cache
def statements(dialect: str, packages: tuple[str, ...]) -> dict[str, Statement]:
    """What the `sql.json` of these packages holds for a database, by name."""
    found: dict[str, Statement] = {}
    for package in packages:
        made = json.loads(files(package).joinpath("sql.json").read_bytes())[dialect]
        for name, each in made.items():
            found[name] = Statement(each, translate=dialect == "sqlite")
    return found


def _same(value: Any) -> Any:
    return value


def _damaged(column: str) -> RecordDamaged:
    return RecordDamaged(
        sentence(
            "The database is damaged: what it holds as {column} is no day and no"
            " instant. `laufzettel verify` tells what else is wrong.",
            column=column,
        )
    )


def _aware(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError("an instant without its offset from UTC")
    return value


def _instant_text(value: datetime | None) -> str | None:
    aware = _aware(value)
    return None if aware is None else aware.astimezone(UTC).strftime(INSTANT)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _day_text(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_TO_TEXT = {"plain": _same, "date": _day_text, "datetime": _instant_text}
_AS_IT_IS = {"plain": _same, "date": _same, "datetime": _aware}
_FROM_TEXT = {"date": _day, "datetime": _instant}
