"""What the errors of a database mean, in sentences for the person at the keyboard."""

from collections.abc import Sequence
from pathlib import Path

from definitions.sentences import Problem, sentence, shortened
from workflow.errors import (
    Busy,
    InputOutput,
    ItemMoved,
    Misconfigured,
    NotPermitted,
    RecordDamaged,
)

PAGE = 512  # SQLite files are whole pages of at least so many bytes


def explain_sqlite(path: Path, error: Exception) -> Problem | None:
    """An error of SQLite in a sentence, or None for what is a fault of the program."""
    name = getattr(error, "sqlite_errorname", "")
    for start, make in _SQLITE.items():
        if name.startswith(start):
            return make(path, error)
    if "no such table: alembic_version" in str(error):
        return not_founded(path)
    if isinstance(error, UnicodeDecodeError) or _half_a_schema(error):
        return _damaged(path, error)
    if type(error).__name__ == "OperationalError":  # a schema that is damaged
        return unreadable(path, error)
    return None


def _half_a_schema(error: Exception) -> bool:
    """A table is missing, or is there although the record was never founded."""
    said = str(error)
    return "no such table" in said or "already exists" in said


def explain_postgresql(error: Exception) -> Problem | None:
    """An error of psycopg in a sentence, or None for what is a fault of the program."""
    if type(error).__name__ == "UndefinedTable" and "alembic_version" not in str(error):
        return _damaged("PostgreSQL", error)
    for kind in type(error).__mro__:
        if kind.__name__ in _POSTGRESQL:
            return _POSTGRESQL[kind.__name__]("PostgreSQL", error)
    return None


def _not_permitted(where: object, error: Exception) -> Problem:
    return NotPermitted(
        sentence(
            "The database refuses this to its user: {error}", error=first_line(error)
        )
    )


def check_changed(rows: int) -> None:
    """Raise ItemMoved unless exactly one row changed."""
    if rows != 1:
        raise moved("", None)


def moved(where: object, error: Exception | None) -> Problem:
    """Somebody else was faster: a row had changed, or was there already."""
    return ItemMoved(
        sentence(
            "The record moved while this was being written. Nothing was recorded;"
            " look again and repeat the command."
        )
    )


def first_line(error: Exception) -> str:
    """What an error says in its first line."""
    return (str(error).splitlines() or [""])[0]


def busy(where: object, error: Exception) -> Problem:
    """Another process holds the database."""
    return Busy(
        sentence(
            "Another process is writing to {where}. Nothing was recorded; try again.",
            where=where,
        )
    )


def read_only(where: object, error: Exception) -> Problem:
    """This account may not write."""
    return InputOutput(
        sentence(
            "{where} can only be read by this account. Nothing was recorded.",
            where=where,
        )
    )


def disk(where: object, error: Exception) -> Problem:
    """The disk is full or failing."""
    return InputOutput(
        sentence(
            "Writing to {where} failed ({error}). Look for free space and a healthy"
            " disk; `laufzettel history` shows what was recorded.",
            where=where,
            error=first_line(error),
        )
    )


def unreadable(where: object, error: Exception) -> Problem:
    """The database is not there, or cannot be opened or understood."""
    return InputOutput(
        sentence(
            "The database {where} cannot be read: {error}",
            where=shortened(str(where)),
            error=shortened(first_line(error)),
        )
    )


def unreachable(where: object, error: Exception) -> Problem:
    """PostgreSQL does not answer, or has stopped to."""
    return InputOutput(
        sentence(
            "PostgreSQL does not answer: {error}. Nothing was recorded.",
            error=shortened(first_line(error)),
        )
    )


def unknown_end(error: Exception) -> Problem:
    """The connection broke while the work was being made durable."""
    return InputOutput(
        sentence(
            "The connection to PostgreSQL broke at the last moment ({error}). It is not"
            " known whether this was recorded: `laufzettel history` tells, and to"
            " repeat the command with the same --command-id is safe.",
            error=first_line(error),
        )
    )


def not_founded(where: object, error: Exception | None = None) -> Problem:
    """A database without a record."""
    return Misconfigured(
        sentence(
            "{where} holds no record of Laufzettel. `laufzettel init` founds one.",
            where=where,
        )
    )


def _refused(where: object, error: Exception) -> Problem:
    """The database's own guards stop what the rows make the program write."""
    return RecordDamaged(
        sentence(
            "The database {where} refuses what was to be written ({error}). Nothing was"
            " recorded; `laufzettel verify` tells whether the record is whole.",
            where=where,
            error=first_line(error),
        )
    )


def _no_url(where: object, error: Exception) -> Problem | None:
    """What psycopg says of an address that it cannot read; else a fault of ours."""
    if getattr(error, "sqlstate", None) is not None:
        return None
    return Misconfigured(
        sentence(
            "The address of the database cannot be read ({error}). It is a path, or"
            " postgresql://user@host/name.",
            error=shortened(first_line(error)),
        )
    )


def no_revision() -> Problem:
    """The mark of the version is gone from a database that has the table for it."""
    return RecordDamaged(
        sentence(
            "The database has lost the mark of its version. Nothing was recorded;"
            " restore a backup."
        )
    )


def _no_database(path: Path, error: Exception) -> Problem:
    """Whole pages without the mark of a database: a damaged one, no other file."""
    size = path.stat().st_size
    damaged = size > 0 and size % PAGE == 0
    return _damaged(path, error) if damaged else unreadable(path, error)


def _damaged(where: object, error: Exception) -> Problem:
    return RecordDamaged(
        sentence(
            "The database {where} is damaged ({error}). Nothing was recorded; restore a"
            " backup.",
            where=where,
            error=first_line(error),
        )
    )


def other_revision(found: str, known: Sequence[str]) -> Misconfigured:
    """What to say of a database that this program cannot work with as it is."""
    if found not in known:
        return newer(found, known)
    return Misconfigured(
        sentence(
            "The database is of the older version {found}; this program needs"
            " {needed}. Make a backup, then run `laufzettel init --upgrade`.",
            found=found,
            needed=known[-1],
        )
    )


def newer(found: str, known: Sequence[str]) -> Misconfigured:
    """What to say of a database of a version that this program does not know."""
    return Misconfigured(
        sentence(
            "The database is of version {found}, newer than this program, which knows"
            " {needed}. Nothing was recorded; install the newer program.",
            found=found,
            needed=known[-1],
        )
    )


_SQLITE = {
    "SQLITE_BUSY": busy,
    "SQLITE_LOCKED": busy,
    "SQLITE_READONLY": read_only,
    "SQLITE_FULL": disk,
    "SQLITE_IOERR": disk,
    "SQLITE_CANTOPEN": unreadable,
    "SQLITE_NOTADB": _no_database,
    "SQLITE_CORRUPT": _damaged,
    "SQLITE_CONSTRAINT_UNIQUE": moved,
    "SQLITE_CONSTRAINT_PRIMARYKEY": moved,
    "SQLITE_CONSTRAINT": _refused,
    "SQLITE_PERM": unreadable,
}
# The names of psycopg's errors, each before those it derives from.
_POSTGRESQL = {
    "LockNotAvailable": busy,
    "QueryCanceled": busy,
    "SerializationFailure": busy,
    "DeadlockDetected": busy,
    "UndefinedTable": not_founded,
    "InvalidSchemaName": not_founded,
    "UniqueViolation": moved,
    "IntegrityError": _refused,
    "InsufficientPrivilege": _not_permitted,
    "ReadOnlySqlTransaction": read_only,
    "DiskFull": disk,
    "OperationalError": unreachable,
    "ProgrammingError": _no_url,
    "UnicodeError": _no_url,  # the name of a machine that cannot be one
}
