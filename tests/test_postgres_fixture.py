"""The PostgreSQL that the other tests stand on."""

import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path

import psycopg
import pytest

from tests.postgres import APP, CLERK, NOBODY, OWNER, Postgres, binaries, postgresql

ROOT = Path(__file__).parent.parent
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
own_server = pytest.mark.skipif(
    "LAUFZETTEL_TEST_POSTGRES" in os.environ, reason="a server was given"
)

# Everything is loaded before the rights are dropped: a person's Python may lie in a
# folder that nobody else can enter.
AS_ANOTHER = """
import os, sys
from pathlib import Path
import tests.postgres as subject
account, programs = int(sys.argv[1]), Path(sys.argv[2])
if account != os.geteuid():
    os.setgroups([])
    os.setgid(account)
    os.setuid(account)
subject.binaries = lambda: programs
with subject.postgresql() as postgres:
    print(postgres.superuser, postgres.create_database(), flush=True)
    if "wait" in sys.argv:
        sys.stdin.read()
"""


def _as(account: int, programs: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", AS_ANOTHER, str(account), str(programs), *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        found = connection.execute(question.encode()).fetchone()
    return found and found[0]


def _folder(url: str) -> Path:
    return Path(url.partition("host=")[2])


def test_a_clerk_logs_in_as_a_member_of_the_group_and_nothing_more(
    postgres: Postgres,
) -> None:
    url = postgres.url(postgres.create_database(), CLERK)
    assert _ask(url, "select current_user") == CLERK
    assert _ask(url, f"select pg_has_role('{APP}', 'member')") is True
    assert _ask(url, f"select pg_has_role('{OWNER}', 'member')") is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _ask(url, "create table wish (word text)")


def test_no_role_of_the_program_has_rights_over_the_server(postgres: Postgres) -> None:
    rights = (
        "rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication"
    )
    mighty = f"""
        select count(*) from pg_roles
        where rolname in ('{OWNER}', '{APP}', '{CLERK}') and ({rights})
    """
    assert _ask(postgres.superuser, mighty) == 0
    group = f"select rolcanlogin from pg_roles where rolname = '{APP}'"
    assert _ask(postgres.superuser, group) is False


def test_the_owner_makes_tables_and_grants_them_to_the_group(
    postgres: Postgres,
) -> None:
    name = postgres.create_database()
    with psycopg.connect(postgres.url(name, OWNER)) as connection:
        connection.execute("create table word (word text)")
        connection.execute("insert into word values ('Grüße')")
        connection.execute(f"grant select on word to {APP}")
    assert _ask(postgres.url(name), "select word from word") == "Grüße"


def test_a_database_is_copied_from_a_template(postgres: Postgres) -> None:
    template = postgres.create_database()
    with psycopg.connect(postgres.url(template, OWNER)) as connection:
        connection.execute("create table word (word text)")
        connection.execute(f"grant select on word to {APP}")
    copy = postgres.create_database(template)
    assert copy != template
    assert _ask(postgres.url(copy), "select count(*) from word") == 0
    postgres.drop_database(copy)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        _ask(postgres.url(copy), "select 1")


@own_server
def test_a_server_that_is_given_is_used_and_left_tidy(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUFZETTEL_TEST_POSTGRES", postgres.superuser)
    with postgresql() as given:
        assert given.superuser == postgres.superuser
        name = given.create_database()
        assert given.url(name).startswith(f"postgresql://{CLERK}:")
        assert _ask(given.url(name), "select current_user") == CLERK
    left = f"select count(*) from pg_database where datname = '{name}'"
    assert _ask(postgres.superuser, left) == 0


@own_server
def test_the_workers_of_one_run_do_not_lock_each_other_out(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUFZETTEL_TEST_POSTGRES", postgres.superuser)
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "one run")
    with postgresql() as one, postgresql() as other:
        assert one.passwords == other.passwords
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "the next")
    with postgresql() as later:
        assert not set(later.passwords.values()) & set(one.passwords.values())


@own_server
def test_the_server_listens_on_its_socket_only(postgres: Postgres) -> None:
    assert _ask(postgres.superuser, "show listen_addresses") == ""
    folder = _folder(postgres.superuser)
    assert folder.stat().st_mode & 0o077 == 0
    assert len(str(folder)) < 80


@own_server
@as_root
def test_as_root_the_server_runs_as_nobody_from_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    programs = _copy(closed)
    closed.chmod(0o700)
    said, _ = _as(0, programs).communicate(timeout=60)
    assert "laufzettel_test_" in said
    assert not _folder(said.split()[0]).exists()


@own_server
@as_root
def test_a_normal_user_runs_the_server_as_oneself(tmp_path: Path) -> None:
    programs = _copy(tmp_path / "open")
    for folder in takewhile(_closed, (tmp_path, *tmp_path.parents)):  # pytest's own
        folder.chmod(0o711)
    process = _as(NOBODY, programs, "wait")
    assert process.stdout is not None
    url = process.stdout.readline().split()[0]
    assert _folder(url).stat().st_uid == NOBODY
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert not _folder(url).exists()


@own_server
def test_nothing_is_left_when_the_tests_are_killed() -> None:
    process = _as(os.geteuid(), binaries(), "wait")
    assert process.stdout is not None
    url = process.stdout.readline().split()[0]
    assert _ask(url, "select 1") == 1
    process.send_signal(signal.SIGKILL)
    process.communicate()
    for _ in range(200):
        if not _folder(url).exists():
            break
        time.sleep(0.05)
    assert not _folder(url).exists()
    with pytest.raises(psycopg.OperationalError):
        _ask(url, "select 1")


def _closed(folder: Path) -> bool:
    return not folder.stat().st_mode & 0o001


def _copy(place: Path) -> Path:
    """The programs and their libraries, as they lie in site-packages."""
    package = binaries().parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, place / part.name)
    return place / package.name / "pginstall" / "bin"
