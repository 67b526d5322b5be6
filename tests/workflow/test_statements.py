"""What the store writes and reads is what SQLAlchemy itself writes and reads."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, insert, select

from tests.worlds import World
from workflow.store import is_server, open_store
from workflow.tables import Definition, Entry, Item, OfficeTerm

SUMMER = timezone(timedelta(hours=2))
INSTANT = datetime(2021, 7, 6, 12, 30, 15, 123456, SUMMER)
ENTRY: dict[str, Any] = {
    "seq": 900,
    "hash": "a" * 64,
    "prev": "b" * 64,
    "content": '{"ü":"€ \U0001f3db"}',
    "kind": "moved",
    "item_id": None,
    "item_seq": None,
    "event": None,
    "from_state": "draft",
    "to_state": "Robert'); DROP TABLE entry; --",
    "day": date(2021, 7, 6),
    "day_precision": "exact",
    "body": "%s ? :named %(named)s {braces}",
    "outcome": None,
    "corrects": 2**40,
    "actor": "p-1",
    "recorded_at": INSTANT,
    "command_id": None,
}
UNDATED = ENTRY | {"seq": 901, "hash": "c" * 64, "prev": "d" * 64, "day": None}
ROUND = ENTRY | {
    "seq": 902,
    "hash": "e" * 64,
    "prev": "f" * 64,
    "recorded_at": datetime(2021, 1, 1, tzinfo=UTC),  # no microseconds to be dropped
    "day": date(1, 1, 1),
}
ENTRIES = [ENTRY, UNDATED, ROUND]

entry: Any = Entry.__table__  # type: ignore[attr-defined]


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    url = database if is_server(database) else f"sqlite:///{database}"
    made = create_engine(url, poolclass=NullPool)
    yield made
    made.dispose()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"corrects": 7} if row["corrects"] else row


@pytest.mark.parametrize("row", ENTRIES, ids=["dated", "undated", "round"])
def test_sqlalchemy_reads_what_the_store_writes(
    world: World, engine: Engine, row: dict[str, Any]
) -> None:
    with world.store.writing() as tx:
        assert tx.run("add_entry", **_plain(row)) == 1
    with engine.connect() as connection:
        asked = select(entry).where(entry.c.seq == row["seq"])
        found = connection.execute(asked).mappings().one()
    assert dict(found) == _plain(row)
    assert found["recorded_at"].utcoffset() == timedelta(0)


@pytest.mark.parametrize("row", ENTRIES, ids=["dated", "undated", "round"])
def test_the_store_reads_what_sqlalchemy_writes(
    world: World, engine: Engine, row: dict[str, Any]
) -> None:
    with engine.begin() as connection:
        connection.execute(insert(entry), [_plain(row)])
    with world.store.reading() as tx:
        (found,) = [each for each in tx.all("entries") if each["seq"] == row["seq"]]
    assert found == _plain(row)
    assert found["recorded_at"].utcoffset() == timedelta(0)


@pytest.mark.parametrize("at", [INSTANT.replace(tzinfo=None), datetime(2021, 7, 6)])  # noqa: DTZ001
def test_an_instant_without_offset_is_refused(world: World, at: datetime) -> None:
    with pytest.raises(ValueError, match="offset"), world.store.writing() as tx:
        tx.run("add_entry", **_plain(ENTRY) | {"recorded_at": at})
    with world.store.reading() as tx:
        assert all(row["seq"] != ENTRY["seq"] for row in tx.all("entries"))


def test_the_instants_of_a_session_elsewhere_are_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the zone of the machine nor that of the server session may matter."""
    with world.store.writing() as tx:
        tx.run("add_entry", **_plain(ENTRY))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("PGTZ", "Pacific/Kiritimati")
    with open_store(world.database) as store, store.reading() as tx:
        found = tx.all("entries")[-1]["recorded_at"]
    assert (found, found.utcoffset()) == (INSTANT, timedelta(0))


def test_every_kind_of_row_is_read_as_sqlalchemy_reads_it(
    world: World, engine: Engine
) -> None:
    world.smart_city()
    from_store = {
        "items": Item,
        "definitions": Definition,
        "entries": Entry,
        "terms": OfficeTerm,
    }
    with world.store.reading() as tx, engine.connect() as connection:
        for name, model in from_store.items():
            table: Any = model.__table__  # type: ignore[attr-defined]
            theirs = [dict(row) for row in connection.execute(select(table)).mappings()]
            ours = [list(map(str, row.values())) for row in tx.all(name)]
            assert sorted(ours) == sorted(
                list(map(str, row.values())) for row in theirs
            )
