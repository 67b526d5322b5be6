"""A damaged record is said to be damaged: by every act, in a sentence, with code 3."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from definitions.sentences import Problem
from tests.worlds import FOUNDER, NOON, PACKAGES, World, found_record
from workflow import docket, people
from workflow.errors import Misconfigured, RecordDamaged
from workflow.store import connect, open_store
from workflow.unit import Act, head_of

EDITS = {
    "a state that no path has": "UPDATE item SET state = 'gaga'",
    "another state of the path": "UPDATE item SET state = 'formal_decision'",
    "the head deleted": "DELETE FROM head",
    "a head without a number": "UPDATE head SET seq = 'abc'",
    "a head without a hash": "UPDATE head SET hash = 'x'",
    "an entry that is no JSON": "UPDATE entry SET content = 'x' WHERE item_seq = 2",
    "a day edited": "UPDATE entry SET day = '2021-07-09' WHERE item_seq = 2",
    "a title deleted": "DELETE FROM words WHERE field = 'title'",
    "a title edited": "UPDATE words SET text = 'Gefälscht' WHERE field = 'title'",
    "all entries of the item deleted": "DELETE FROM entry WHERE item_id IS NOT NULL",
    "the texts dropped": "DROP TABLE words",
    "the version emptied": "DELETE FROM alembic_version",
}


def _edit(path: str, sql: str) -> None:
    """Change the file behind the program's back, its guards removed."""
    with closing(sqlite3.connect(path)) as file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute(sql)
        file.commit()


def _acts(world: World, reference: str) -> dict[str, Callable[[], Any]]:
    def read(look: Callable[[Any], Any]) -> Callable[[], Any]:
        def act() -> Any:
            with open_store(world.database, PACKAGES) as store, store.reading() as tx:
                return look(tx)

        return act

    def write(work: Callable[[World], Any]) -> Callable[[], Any]:
        def act() -> Any:
            with open_store(world.database, PACKAGES) as store:
                return work(World(store, world.database, now=world.now))

        return act

    return {
        "show": read(lambda tx: docket.slip(tx, reference)),
        "list": read(docket.items),
        "head": read(head_of),
        "advance": write(lambda w: w.advance(reference, "consent", "2021-07-20")),
        "correct": write(lambda w: w.correct(reference, 2, void=True)),
        "found": write(
            lambda w: people.found(
                w.store, Act(FOUNDER, NOON), administrator=FOUNDER, every_role=True
            )
        ),
    }


@pytest.mark.parametrize("edit", EDITS)
def test_no_act_stumbles_over_a_damaged_record(file_world: World, edit: str) -> None:
    reference = file_world.open()
    file_world.advance(reference, "approve", "2021-07-06")
    file_world.store.close()
    _edit(file_world.database, EDITS[edit])
    told = []
    for act in _acts(file_world, reference).values():
        try:
            act()
        except Problem as problem:
            told.append(type(problem))
    assert RecordDamaged in told
    assert Misconfigured not in told  # nobody is sent to found a second record


def test_a_bit_flipped_in_an_index_is_found(file_world: World) -> None:
    """An index that leads astray hides what was recorded; the file's check tells."""
    file_world.open()
    file_world.store.close()
    with closing(sqlite3.connect(file_world.database)) as file:
        (page,) = file.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_item_2'"
        ).fetchone()
        (size,) = file.execute("PRAGMA page_size").fetchone()
    with open(file_world.database, "r+b") as raw:
        content = bytearray(raw.read())
        place = content.index(b"S-2021-0001", (page - 1) * size, page * size)
        content[place + 2] ^= 1
        raw.seek(0)
        raw.write(content)
    with open_store(file_world.database) as store, store.reading() as tx:
        assert tx.faults()


def test_an_address_that_nobody_can_read_is_refused() -> None:
    with pytest.raises(Misconfigured):
        connect("postgresql://a b:%zz")


def test_founding_again_is_no_way_to_mend(file_world: World) -> None:
    file_world.store.close()
    _edit(file_world.database, "DELETE FROM head")
    with pytest.raises(RecordDamaged):
        found_record(file_world.database)
