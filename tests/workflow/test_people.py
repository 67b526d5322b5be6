"""Founding a record, and giving and taking roles; each act leaves an entry."""

from pathlib import Path

import pytest

from tests.workflow.office import (
    ADA,
    CARL,
    STAFF,
    STRANGER,
    employ,
    everything,
    sitting,
)
from tests.worlds import FOUNDER, PACKAGES, World
from workflow import people
from workflow.access import ADMIN, EVERY_ROLE
from workflow.errors import Misconfigured, NotPermitted, Refused
from workflow.people import found, grant, grants, revoke
from workflow.schema import upgrade
from workflow.store import open_store
from workflow.unit import Answer


def _grant(world: World, role: str) -> Answer:
    return grant(world.store, world.act(), CARL, role, [world.path.definition])


def _revoke(world: World, role: str) -> Answer:
    return revoke(world.store, world.act(), CARL, role)


def _roles(world: World) -> list[tuple[str, str]]:
    with world.store.reading() as tx:
        return [(row["account"], row["role"]) for row in grants(tx)]


def test_a_record_begins_with_its_administrator(world: World) -> None:
    kinds = [row["kind"] for row in everything(world)["entries"]]
    assert kinds == ["person", "role_granted", "role_granted"]
    assert _roles(world) == [("database:clerk", EVERY_ROLE), ("database:clerk", ADMIN)]
    assert world.verify().sound


def test_a_record_is_founded_once(world: World) -> None:
    before = everything(world)
    with pytest.raises(Refused, match="whoami"):
        found(world.store, world.act(), administrator=STRANGER, every_role=True)
    assert everything(world) == before


def test_on_a_server_the_administrator_holds_no_other_role(tmp_path: Path) -> None:
    database = str(tmp_path / "record.db")
    upgrade(database)
    with open_store(database, PACKAGES) as store:
        world = World(store, database, person=ADA)
        found(store, world.act(), administrator=ADA, every_role=False)
        with pytest.raises(NotPermitted):
            world.open()
        grant(store, world.act(), ADA, "clerk", [world.path.definition])
        world.open()
        assert world.verify().sound


def test_without_a_record_nothing_is_done(tmp_path: Path) -> None:
    database = str(tmp_path / "record.db")
    upgrade(database)
    with open_store(database, PACKAGES) as store:
        world = World(store, database)
        with pytest.raises(Misconfigured, match="laufzettel init"):
            world.open()
        with pytest.raises(Misconfigured):
            _grant(world, "clerk")


def test_a_person_is_registered_at_the_first_grant_under_an_opaque_id(
    world: World,
) -> None:
    answer = _grant(world, "clerk")
    _grant(world, "press")
    rows = [row for row in everything(world)["people"] if row["name"] == "carl"]
    assert [row["account"] for row in rows] == ["uid:1002"]
    assert answer["person"] == rows[0]["id"]
    assert rows[0]["id"].startswith("p-")
    assert "carl" not in rows[0]["id"]
    assert "1002" not in rows[0]["id"]
    assert world.verify().sound


def test_roles_are_given_and_taken_any_number_of_times(world: World) -> None:
    for _ in range(3):
        _grant(world, "clerk")
        assert ("uid:1002", "clerk") in _roles(world)
        _revoke(world, "clerk")
        assert ("uid:1002", "clerk") not in _roles(world)
    assert world.verify().sound


@pytest.mark.parametrize("role", ["clark", "", EVERY_ROLE, "CLERK", "\udcff"])
def test_an_unknown_role_is_refused_and_the_known_ones_are_named(
    world: World, role: str
) -> None:
    before = everything(world)
    with pytest.raises(Refused) as refusal:
        _grant(world, role)
    for known in ("admin", "clerk", "lead", "press"):
        assert known in str(refusal.value)
    with pytest.raises(Refused):
        _revoke(world, role)
    assert everything(world) == before


def test_a_role_is_not_given_twice_nor_taken_from_who_has_it_not(world: World) -> None:
    _grant(world, "clerk")
    before = everything(world)
    with pytest.raises(Refused, match="already"):
        _grant(world, "clerk")
    with pytest.raises(Refused, match="role list"):
        _revoke(world, "press")
    with pytest.raises(Refused):
        revoke(world.store, world.act(), STRANGER, "clerk")
    assert everything(world) == before


def test_the_last_administrator_stays(world: World) -> None:
    with pytest.raises(Refused, match="last administrator"):
        revoke(world.store, world.act(), FOUNDER, ADMIN)
    grant(world.store, world.act(), ADA, ADMIN, [])
    revoke(world.store, world.act(), FOUNDER, ADMIN)
    with sitting(world, ADA), pytest.raises(Refused, match="last administrator"):
        revoke(world.store, world.act(), ADA, ADMIN)
    assert world.verify().sound


@pytest.mark.parametrize("role", ["lead", "clerk", "press"])
def test_only_an_administrator_gives_roles(world: World, role: str) -> None:
    employ(world)
    before = everything(world)
    for person in (STAFF[role], STRANGER):
        with sitting(world, person):
            with pytest.raises(NotPermitted):
                people.grant(
                    world.store, world.act(), STRANGER, role, [world.path.definition]
                )
            with pytest.raises(NotPermitted):
                people.revoke(world.store, world.act(), ADA, ADMIN)
    assert everything(world) == before
    with sitting(world, ADA):
        grant(world.store, world.act(), STRANGER, role, [world.path.definition])
    assert ("uid:1005", role) in _roles(world)


def test_a_grant_and_its_end_can_say_why(world: World) -> None:
    paths = [world.path.definition]
    note = "Vertretung bis 30. September, Verfügung 12/2021"
    grant(world.store, world.act(), CARL, "clerk", paths, note=note)
    revoke(world.store, world.act(), CARL, "clerk", note="Vertretung beendet")
    with world.store.reading() as tx:
        texts = [row["text"] for row in tx.all("words") if row["field"] == "note"]
    assert texts == [note, "Vertretung beendet"]
    assert world.verify().sound
