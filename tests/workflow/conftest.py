"""What the tests of the record share: a file of one's own, and a hand that forges."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from tests.postgres import Postgres
from tests.workflow.forging import Forger, forger
from tests.workflow.office import Hall, work
from tests.worlds import PACKAGES, World
from workflow.store import is_server, open_store


@pytest.fixture
def record(sqlite_template: Path, tmp_path: Path) -> str:
    """The path of a founded record in a file, for what only SQLite can do."""
    path = tmp_path / "of-one-kind.db"
    copy(sqlite_template, path)
    return str(path)


@pytest.fixture
def file_world(record: str) -> Iterator[World]:
    """An open record in a file."""
    with open_store(record, PACKAGES) as store:
        yield World(store, record)


@pytest.fixture
def server_world(postgres: Postgres, postgres_template: str) -> Iterator[World]:
    """An open record on a server, for what only PostgreSQL can do."""
    name = postgres.create_database(postgres_template)
    with open_store(postgres.url(name), PACKAGES) as store:
        yield World(store, postgres.url(name))
    postgres.drop_database(name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def untouched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A record for all the refusals of a module: none of them may change it."""
    if request.param == "sqlite":
        database = str(tmp_path_factory.mktemp("untouched") / "record.db")
        copy(request.getfixturevalue("sqlite_template"), database)
    else:
        server: Postgres = request.getfixturevalue("postgres")
        name = server.create_database(request.getfixturevalue("postgres_template"))
        database = server.url(name)
    with open_store(database, PACKAGES) as store:
        yield World(store, database)


@pytest.fixture
def forge(world: World, request: pytest.FixtureRequest) -> Iterator[Forger]:
    """Somebody who may write what they like into the database of `world`."""
    server: Postgres | None = None
    if is_server(world.database):
        server = request.getfixturevalue("postgres")
    with forger(world.database, server) as found:
        yield found


@pytest.fixture
def forge_file(file_world: World) -> Iterator[Forger]:
    """The same for `file_world`."""
    with forger(file_world.database, None) as found:
        yield found


@pytest.fixture(scope="session")
def busy_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which something of every kind has happened, to be copied."""
    path = tmp_path_factory.mktemp("busy") / "record.db"
    copy(sqlite_template, path)
    work(str(path))
    return path


@pytest.fixture(scope="session")
def busy_server(postgres: Postgres, postgres_template: str) -> Iterator[Hall]:
    """The same on a server, with a forger in it."""
    database = postgres.url(postgres.create_database(postgres_template))
    work(database)
    with open_store(database, PACKAGES) as store, forger(database, postgres) as forge:
        forge.keep()
        yield Hall(World(store, database), forge)


@pytest.fixture
def busy_copy(busy_file: Path, tmp_path: Path) -> Iterator[Hall]:
    """A busy record in a file, with a forger in it."""
    database = str(tmp_path / "busy.db")
    copy(busy_file, database)
    with open_store(database, PACKAGES) as store, forger(database, None) as forge:
        forge.run("PRAGMA synchronous=OFF")
        yield Hall(World(store, database), forge)


@pytest.fixture(params=["sqlite", "postgresql"])
def busy(request: pytest.FixtureRequest) -> Iterator[Hall]:
    """A busy record with a forger in it; what is forged is undone afterwards."""
    if request.param == "sqlite":
        yield request.getfixturevalue("busy_copy")
        return
    hall: Hall = request.getfixturevalue("busy_server")
    yield Hall(World(hall.world.store, hall.world.database), hall.forge)
    hall.forge.restore()
