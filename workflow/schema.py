"""Bring a database to the schema of this program, in one transaction on both databases.

The only room that runs Alembic; no other command pays for importing it.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from definitions.sentences import sentence
from workflow.errors import InputOutput, Misconfigured, NotPermitted
from workflow.outages import explain_sqlite, newer, other_revision
from workflow.store import REVISIONS, connect, is_server, place_of


def prepare(database: str) -> None:
    """Make the schema for a new record.

    Raises Misconfigured if there is an older or a newer one: founding is no upgrade.
    """
    upgrade(database, check=_none_of_another_revision)


def bring_up_to_date(database: str) -> None:
    """Bring the schema of an existing record up to this program.

    Raises InputOutput if there is no database, Misconfigured if it holds no record.
    """
    connect(database).close()
    upgrade(database, check=_there)


def _none_of_another_revision(found: str | None) -> None:
    if found not in {None, REVISIONS[-1]}:
        raise other_revision(found or "", REVISIONS)


def _there(found: str | None) -> None:
    if found is None:
        raise Misconfigured(
            sentence("The database holds no record yet. `laufzettel init` founds one.")
        )


def upgrade(
    database: str,
    revision: str = "head",
    check: Callable[[str | None], None] = lambda _: None,
) -> None:
    """Create the schema, or bring an older one up to `revision`; all of it or nothing.

    A new SQLite file is made readable by its owner alone (0600, its folder 0700).
    Raises InputOutput if the file cannot be made, NotPermitted if the database user may
    not, Misconfigured if the database is of a newer version. `check` is given the
    revision that is there and may refuse.
    """
    if not is_server(database):
        _make_file(place_of(database))
    engine = _engine(database)
    try:
        with engine.begin() as connection:
            context = MigrationContext.configure(connection)
            check(context.get_current_revision())
            command.upgrade(_config(connection), revision)
    except DBAPIError as error:
        raise _problem(database, error) or error from None
    except CommandError as error:  # a revision that this program does not know
        raise newer(str(error), REVISIONS) from None
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "workflow:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise InputOutput(
            sentence(
                "The database {path} cannot be made: {error}.",
                path=path,
                error=error.strerror,
            )
        ) from None


def _engine(database: str) -> Engine:
    if is_server(database):
        url = database.replace("postgres://", "postgresql://", 1)
        return create_engine(url, poolclass=NullPool)
    file = URL.create("sqlite", database=str(place_of(database)))
    engine = create_engine(file, poolclass=NullPool)
    event.listen(engine, "connect", _own_transactions)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _own_transactions(connection: Any, _: Any) -> None:
    """Switch off the driver's own transactions: they leave half a schema behind."""
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA synchronous=EXTRA")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _problem(database: str, error: DBAPIError) -> Exception | None:
    cause = error.orig
    if not isinstance(cause, Exception):
        return None
    if is_server(database):
        if type(cause).__name__ == "InsufficientPrivilege":
            return NotPermitted(
                sentence(
                    "This database user may not make the schema: {error}. The owner of"
                    " the database runs `laufzettel init`, and the role laufzettel_app"
                    " must be there (`CREATE ROLE laufzettel_app NOLOGIN`).",
                    error=str(cause).splitlines()[0],
                )
            )
        return InputOutput(
            sentence(
                "PostgreSQL refuses: {error}",
                error=(str(cause).splitlines() or [""])[0],
            )
        )
    return explain_sqlite(place_of(database), cause)
