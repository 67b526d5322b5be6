"""A small office for the tests: who is who, what they may do, what the record holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.workflow.forging import Forger
from tests.worlds import PACKAGES, World, by, on
from workflow import people, procedure, terms
from workflow.access import Identity
from workflow.store import open_store

LENA = Identity("uid:1001", "lena", "system")
CARL = Identity("uid:1002", "carl", "system")
PAULA = Identity("uid:1003", "paula", "system")
ADA = Identity("uid:1004", "ada", "system")
STRANGER = Identity("uid:1005", "stranger", "system")
STAFF = {"lead": LENA, "clerk": CARL, "press": PAULA, "admin": ADA}

_TABLES = (
    *("entries", "words", "items", "definitions", "people", "all_grants", "terms"),
    *("contacts", "absences", "head"),
)


def employ(world: World) -> None:
    """Give everybody their role."""
    for role, person in STAFF.items():
        people.grant(world.store, world.act(), person, role, [world.path.definition])


@contextmanager
def sitting(world: World, person: Identity) -> Iterator[None]:
    """Another person at the keyboard."""
    before, world.person = world.person, person
    try:
        yield
    finally:
        world.person = before


def everything(world: World) -> dict[str, list[dict[str, Any]]]:
    """All that the database holds."""
    with world.store.reading() as tx:
        return {name: tx.all(name) for name in _TABLES}


def entry(world: World, seq: int = 0) -> dict[str, Any]:
    """The row of an entry of the record; the last one if no number is given."""
    with world.store.reading() as tx:
        return tx.all("entries")[seq - 1]


@dataclass
class Hall:
    """A busy record, and somebody who forges in it."""

    world: World
    forge: Forger


# The entries of a busy record, by their number.
ADA_KNOWN, ADA_ADMIN = 10, 11
DEFINED = 12
OPENED, APPROVED, CONSENTED, DECIDED, PUBLISHED = 13, 14, 15, 16, 17
OTHER_OPENED, OTHER_CONSENTED, CORRECTED = 18, 19, 20
TERM, TERM_DONE, SECOND_TERM, NOTED, REVOKED = 21, 22, 23, 24, 25


def work(database: str) -> None:
    """Let something of every kind happen in a founded record."""
    with open_store(database, PACKAGES) as store:
        world = World(store, database)
        employ(world)
        world.smart_city()
        other = world.open("Andere Vorlage", note="Notiz", day=by("2021-07-20"))
        world.advance(other, "consent", "2021-07-22", outcome_text="Wortlaut")
        world.correct(other, 2, day=on("2021-07-23"), words={"note": "neu"})
        said: dict[str, Any] = {"due": date(2022, 1, 1), "reason": "R", "role": "lead"}
        terms.add_term(store, world.act(), other, **said)
        terms.finish_term(store, world.act(), other, "term-1", note="erledigt")
        terms.add_term(store, world.act(command_id="id-1"), other, **said)
        procedure.record(store, world.act(), "released", other, "a" * 64)
        people.revoke(store, world.act(), PAULA, "press")
