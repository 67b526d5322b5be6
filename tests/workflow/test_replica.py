"""A replica holds what the record holds, and what is done to it never happened."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from notifications.copies import TABLES
from tests.worlds import PACKAGES, World
from workflow.errors import InputOutput, RecordDamaged
from workflow.replica import replica
from workflow.store import Store, open_store


def of(store: Store) -> Store:
    return replica(store, PACKAGES, "notifications")


@pytest.fixture
def lived_in(world: World) -> World:
    """A record with a whole case in it."""
    world.smart_city()
    return world


def rows(store: Store, name: str) -> list[str]:
    """The rows of a table as anybody would see them."""
    (columns,) = ([each.name for each in one.c] for one in TABLES if one.name == name)
    made = f"SELECT {', '.join(columns)} FROM {name}"
    with store.reading():
        return sorted(map(repr, store.driver.execute(made, ()).fetchall()))


def test_a_replica_proves_itself_as_the_record_does(lived_in: World) -> None:
    with of(lived_in.store) as copy:
        assert World(copy, "").verify() == lived_in.verify()
        with copy.reading() as tx:
            assert tx.faults() == []


def test_a_replica_holds_every_row(lived_in: World) -> None:
    with of(lived_in.store) as copy, of(copy) as again:
        for each in TABLES:
            with lived_in.store.reading():
                text = str(select(each))
                count = len(lived_in.store.driver.execute(text, ()).fetchall())
            assert rows(copy, each.name) == rows(again, each.name)
            assert len(rows(copy, each.name)) == count


def test_what_is_done_to_a_replica_never_happened(lived_in: World) -> None:
    before = lived_in.verify()
    with of(lived_in.store) as copy:
        there = World(copy, "", now=lived_in.now)
        reference = there.open("Nur zum Ansehen")
        assert there.verify().sound
    assert lived_in.verify() == before
    assert reference not in {row["reference"] for row in _items(lived_in)}


def _items(world: World) -> Iterator[dict[str, object]]:
    with world.store.reading() as tx:
        yield from tx.all("items")


def test_a_replica_holds_nobody_up(lived_in: World) -> None:
    with of(lived_in.store) as copy:
        reference = lived_in.open("Inzwischen")
        lived_in.advance(reference, "approve", "2021-07-06", outcome="approved")
        with copy.reading() as tx:
            known = {row["reference"] for row in tx.all("items")}
    assert reference not in known


def test_a_replica_keeps_the_rules_of_the_tables(lived_in: World) -> None:
    with of(lived_in.store) as copy:
        for text in (
            "UPDATE entry SET seq = 1 WHERE seq = 2",
            "UPDATE head SET id = 2",
            "UPDATE item SET definition_hash = 'none'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                copy.driver.execute(text, ())


def test_a_damaged_record_is_named_and_not_copied(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "record.db"
    path.write_bytes(sqlite_template.read_bytes())
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE head SET id = 2")
    raw.close()
    with (
        open_store(str(path), PACKAGES) as store,
        pytest.raises(RecordDamaged, match="head"),
    ):
        of(store)


def test_a_replica_is_no_file(lived_in: World, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    with of(lived_in.store) as copy:
        (temporary,) = copy.driver.execute("PRAGMA temp_store", ()).fetchone()
        (_, _, file), *_ = copy.driver.execute("PRAGMA database_list", ()).fetchall()
        assert (temporary, file) == (2, "")
        assert sorted(tmp_path.rglob("*")) == before


def test_no_record_is_opened_in_memory_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputOutput, match="no database"):
        open_store(":memory:", PACKAGES)
