"""One PostgreSQL database for many tests: every row is put back after each of them.

A new database takes twenty times as long, and to truncate the tables as long as that:
few rows are removed faster one by one. A test that changes the schema itself is found
out: then the database is made anew.
"""

from types import TracebackType
from urllib.parse import urlsplit

import psycopg

from tests.postgres import Postgres

_SCHEMA = """
SELECT (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'),
       (SELECT string_agg(relname || relacl::text, ',' ORDER BY relname)
          FROM pg_class WHERE relnamespace = 'public'::regnamespace)
"""
_THROW_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Reused:
    """A copy of a template, with its rows kept in a schema beside it."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server, self._template = server, template

    def __enter__(self) -> "Reused":
        self._name = self._server.create_database(self._template)
        self.url = self._server.url(self._name)
        place = urlsplit(self._server.superuser)._replace(path=f"/{self._name}")
        self._as_superuser = psycopg.connect(place.geturl(), autocommit=True)
        run = self._as_superuser.execute
        run("SET session_replication_role = replica")
        found = run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        self._tables = [name for (name,) in found.fetchall()]
        run("CREATE SCHEMA kept")
        for table in self._tables:
            run(f"CREATE TABLE kept.{table} AS SELECT * FROM public.{table}")
        self._schema = run(_SCHEMA).fetchone()
        return self

    def put_back(self) -> None:
        """Every row as it was; nobody stays connected."""
        run = self._as_superuser.execute
        run(_THROW_OUT)
        if run(_SCHEMA).fetchone() != self._schema:
            self.__exit__(None, None, None)
            self.__enter__()
            return
        again = "; ".join(
            f"DELETE FROM public.{table};"
            f" INSERT INTO public.{table} SELECT * FROM kept.{table}"
            for table in self._tables
        )
        run(f"BEGIN; {again}; COMMIT")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._as_superuser.close()
        self._server.drop_database(self._name)
