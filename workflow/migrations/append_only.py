"""Triggers that keep a table append-only, for both databases.

A revision that rebuilds such a table (SQLite batch mode) drops its triggers: it must
call `protect` again.
"""

from collections.abc import Sequence

from alembic import op

APP_ROLE = "laufzettel_app"

_FUNCTION = """
CREATE OR REPLACE FUNCTION laufzettel_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""


def protect(table: str, keys: Sequence[Sequence[str]]) -> None:
    """Refuse UPDATE, DELETE, TRUNCATE and replacing INSERT on `table`.

    `keys` are its unique keys: on SQLite, INSERT OR REPLACE deletes without a DELETE
    trigger unless the connection asks for one, so an insert that meets an existing key
    is refused. The hidden rowid is a key as well.
    """
    if op.get_bind().dialect.name == "sqlite":
        _protect_sqlite(table, keys)
    else:
        _protect_postgresql(table)


def _protect_sqlite(table: str, keys: Sequence[Sequence[str]]) -> None:
    refuse = f"SELECT RAISE(ABORT, 'the record is append-only ({table})')"
    taken = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")"
        for key in (*keys, ("rowid",))
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN {refuse}; END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) BEGIN {refuse}; END"
    )


def _protect_postgresql(table: str) -> None:
    op.execute(_FUNCTION)
    call = "EXECUTE FUNCTION laufzettel_append_only()"
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {call}"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT {call}"
    )


def allow(privileges: str, tables: Sequence[str]) -> None:
    """Grant the app role what it needs on PostgreSQL; a file has no such roles."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT {privileges} ON {', '.join(tables)} TO {APP_ROLE}")
