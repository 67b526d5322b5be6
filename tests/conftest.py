"""What all tests share: the real PostgreSQL, and how hard properties are tried."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from definitions import loader, reader
from definitions.tree import Reading
from notifications import witnesses
from tests.load import full
from tests.postgres import OWNER, Postgres, postgresql
from tests.reused import Reused
from tests.worlds import PACKAGES, World, found_record
from workflow.store import open_store

ROOM = 2**30  # bytes

# A sample is the same in every run, so that a red test is red again; in full, chance
# looks for new cases. Deadlines would blame the test for a busy machine.
settings.register_profile(
    "sample", max_examples=50, deadline=None, derandomize=True, database=None
)
settings.register_profile("full", max_examples=500, deadline=None, print_blob=True)
settings.load_profile("full" if full() else "sample")


def pytest_configure() -> None:
    """Work in memory where there is room: no test here has to outlive a power cut."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


@pytest.fixture(scope="session", autouse=True)
def believed() -> Iterator[None]:
    """The clock of a test is as good as any: no other has to vouch for it.

    Tests of the clock itself say who vouches.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(witnesses, "agree", lambda *_: True)
        yield


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it for garbage takes its time."""
    gc.collect()
    gc.freeze()


def _read_once() -> None:
    """A path that comes with the program is parsed once, whoever asks for it.

    Each command that asks would take longer for that than for all the rest of its work.
    What is read is never written to; other files are read each time.
    """
    read, known = reader.read, dict[tuple[bytes, str], Reading]()
    folder = Path(loader.__file__).parent / "paths"

    def remembered(data: bytes, file: str, *limits: Any, **how: Any) -> Reading:
        if limits or how or Path(file).parent != folder:
            return read(data, file, *limits, **how)
        if (data, file) not in known:
            known[data, file] = read(data, file)
        return known[data, file]

    reader.read = remembered


_read_once()  # tests ask for paths already while they are collected


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started by the first test that asks for it."""
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded record in a file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "record.db"
    found_record(str(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """A founded record in a database, to be copied."""
    name = postgres.create_database()
    found_record(postgres.url(name), owner=postgres.url(name, OWNER))
    return name


@pytest.fixture(scope="session")
def reused_server(postgres: Postgres, postgres_template: str) -> Iterator[Reused]:
    """A founded database that is put back after each test: faster than a new one."""
    with Reused(postgres, postgres_template) as reused:
        yield reused


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A founded record of one's own: a path, or a URL of the app role."""
    if request.param == "sqlite":
        copied = tmp_path / "record.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), copied)
        yield str(copied)
        return
    reused: Reused = request.getfixturevalue("reused_server")
    yield reused.url
    reused.put_back()


@pytest.fixture
def world(database: str) -> Iterator[World]:
    """An open record with a person who holds every role."""
    with open_store(database, PACKAGES) as store:
        yield World(store, database)
