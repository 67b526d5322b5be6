"""What the tests of the whole program share: the program, and records to run it on."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.faults.newsroom import write_releases
from tests.faults.program import Warm
from tests.faults.records import (
    Copies,
    founded_database,
    founded_file,
    prepare,
    schedule,
)
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """The program, loaded once."""
    program = Warm(tmp_path_factory.mktemp("warm"))
    yield program
    program.close()


@pytest.fixture(scope="session")
def founded_template(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Path:
    """A record in a file, as `init` leaves it."""
    path = tmp_path_factory.mktemp("founded") / "record.db"
    founded_file(warm, path)
    return path


@pytest.fixture(scope="session")
def founded_server_template(postgres: Postgres, warm: Warm) -> str:
    """A record on the server, as `init` leaves it."""
    name = postgres.create_database()
    founded_database(warm, postgres, name)
    return name


@pytest.fixture(scope="session")
def prepared_template(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Path:
    """A record in a file with an item."""
    path = tmp_path_factory.mktemp("prepared") / "record.db"
    founded_file(warm, path)
    prepare(warm, str(path))
    return path


@pytest.fixture(scope="session")
def prepared_server_template(
    postgres: Postgres, warm: Warm, founded_server_template: str
) -> str:
    """A record on the server with an item."""
    name = postgres.create_database(founded_server_template)
    prepare(warm, postgres.url(name))
    return name


@pytest.fixture(scope="session")
def scheduled_template(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Path:
    """A record in a file with items that are planned for a sitting."""
    path = tmp_path_factory.mktemp("scheduled") / "record.db"
    founded_file(warm, path)
    schedule(warm, str(path))
    return path


@pytest.fixture(scope="session")
def scheduled_server_template(
    postgres: Postgres, warm: Warm, founded_server_template: str
) -> str:
    """A record on the server with items that are planned for a sitting."""
    name = postgres.create_database(founded_server_template)
    schedule(warm, postgres.url(name))
    return name


@pytest.fixture(scope="session")
def pressed_template(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Path:
    """A record in a file with releases."""
    path = tmp_path_factory.mktemp("pressed") / "record.db"
    founded_file(warm, path)
    write_releases(str(path))
    return path


@pytest.fixture(scope="session")
def pressed_server_template(
    postgres: Postgres, warm: Warm, founded_server_template: str
) -> str:
    """A record on the server with releases."""
    name = postgres.create_database(founded_server_template)
    write_releases(postgres.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def founded(
    request: pytest.FixtureRequest, warm: Warm, tmp_path: Path
) -> Iterator[Copies]:
    """Copies of an empty record, on both databases."""
    yield from _copies(request, "founded", warm, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def prepared(
    request: pytest.FixtureRequest, warm: Warm, tmp_path: Path
) -> Iterator[Copies]:
    """Copies of a record with an item, on both databases."""
    yield from _copies(request, "prepared", warm, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def scheduled(
    request: pytest.FixtureRequest, warm: Warm, tmp_path: Path
) -> Iterator[Copies]:
    """Copies of a record with a planned sitting, on both databases."""
    yield from _copies(request, "scheduled", warm, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def pressed(
    request: pytest.FixtureRequest, warm: Warm, tmp_path: Path
) -> Iterator[Copies]:
    """Copies of a record with releases in every state, on both databases."""
    yield from _copies(request, "pressed", warm, tmp_path)


def _copies(
    request: pytest.FixtureRequest, name: str, warm: Warm, folder: Path
) -> Iterator[Copies]:
    if request.param == "sqlite":
        template = request.getfixturevalue(f"{name}_template")
        numbers = count()
        yield Copies(lambda: _copied(template, folder / f"copy-{next(numbers)}"), warm)
        return
    server: Postgres = request.getfixturevalue("postgres")
    template = request.getfixturevalue(f"{name}_server_template")
    made: list[str] = []

    def copy() -> str:
        made.append(server.create_database(template))
        return server.url(made[-1])

    yield Copies(copy, warm)
    for each in made:
        server.drop_database(each)


def _copied(template: Path, folder: Path) -> str:
    folder.mkdir(mode=0o700)
    return str(shutil.copy(template, folder / "record.db"))


@pytest.fixture
def record(prepared_template: Path, tmp_path: Path) -> Path:
    """A file with an item, in a folder of its own."""
    folder = tmp_path / "record"
    folder.mkdir(mode=0o700)
    return Path(shutil.copy(prepared_template, folder / "record.db"))


@pytest.fixture
def desk(warm: Warm) -> Copies:
    """The program; there is nothing to copy."""
    return Copies(str, warm)
