"""Clean random histories: verify raises no false alarm, and everything fits."""

from random import Random

import pytest

from definitions.loader import find, load
from definitions.model import Loaded
from tests.definitions.everything import everything
from tests.load import rounds
from tests.workflow.histories import Office
from tests.workflow.office import employ
from tests.workflow.office import everything as rows_of
from tests.worlds import World
from workflow.docket import items, slip

ACTS = 90


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Loaded, ...]:
    """The shipped path, an edition of it that has changed, and one of everything."""
    shipped = find("berlin-senate")
    file = tmp_path_factory.mktemp("paths") / "berlin-senate.yaml"
    other = shipped.source.replace("by: press", "by: [press, clerk]")
    file.write_text(other.replace("[decided]", "[decided, noted]"), encoding="utf-8")
    every = everything(
        *((f"2025-{day}", f"2020-{day}") for day in ("01-01", "02-01", "01-15"))
    )
    return shipped, load(file), every, every


@pytest.mark.heavy
def test_a_clean_history_raises_no_false_alarm(
    world: World, paths: tuple[Loaded, ...]
) -> None:
    employ(world)
    done = refused = 0
    for seed in range(rounds(20, 200)):
        office = Office(world, Random(seed), paths)
        office.live(ACTS)
        report = world.verify()
        assert report.findings == (), seed
        assert report.entries == len(rows_of(world)["entries"])
        _check_slips(world)
        done, refused = done + office.done, refused + office.refused
    tried = ACTS * rounds(20, 200)
    assert done + refused == tried
    assert tried // 5 < done < tried - tried // 5, done  # much of both
    kinds = {row["kind"] for row in rows_of(world)["entries"]}
    assert kinds >= {"opened", "moved", "corrected", "term", "term_done", "noted"}
    assert kinds >= {"consulted", "answered", "document", "planned", "gap", "sitting"}
    assert kinds >= {"role_granted", "role_revoked", "definition", "person"}


def _check_slips(world: World) -> None:
    """What is shown is what the rows and the replayed steps say."""
    rows = {row["reference"]: row for row in rows_of(world)["items"]}
    with world.store.reading() as tx:
        lines = {line.reference: line for line in items(tx)}
        for reference, row in list(rows.items())[-10:]:
            found = slip(tx, reference)
            assert found.state == row["state"] == found.walk.state
            assert found.version == row["version"] == len(found.entries)
            assert found.entries[-1].hash == row["head"]
            assert (found.title, found.lead) == (
                lines[reference].title,
                lines[reference].lead,
            )
