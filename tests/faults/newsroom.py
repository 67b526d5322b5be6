"""A record with releases in every state, written by others than who runs the tests."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from notifications import embargoes, particulars
from notifications.oven import Oven
from tests.faults.records import NOW
from tests.notifications import ovens
from tests.notifications.newsdesk import Desk
from tests.notifications.slips import smart_city
from tests.worlds import PACKAGES, World
from workflow import contacts
from workflow.access import identify
from workflow.store import open_store

TODAY = date(2021, 8, 10)
LISTED = ("dpa", "rbb")  # the press list
ENDS = datetime.fromisoformat("2021-08-10T08:30:00+00:00")  # of the embargo
AFTER = "2021-08-10T09:00:00Z"
DRAFT, IN_REVIEW, APPROVED, READY, PUBLIC, WRONG, EMBARGOED = (
    f"PM-2021-{number:04}" for number in range(1, 8)
)
NEXT = "PM-2021-0008"  # the first number that is free


def write_releases(database: str) -> None:
    """One release for each of seven items: anna has written them, ben released them."""
    burning: dict[str, Oven] = {}
    with pytest.MonkeyPatch.context() as patch, open_store(database, PACKAGES) as store:
        ovens.keep(burning, patch)
        mine = identify(store.session_user)
        began = datetime.fromisoformat(NOW) - timedelta(hours=1)
        world = World(store, database, person=mine, now=began)
        desk = Desk(world, now=began + timedelta(minutes=10))
        desk.staff()
        desk.listed(*LISTED)
        path = [world.path.definition]
        there = {"address": "ben@example.org"}
        contacts.set_contact(store, world.act(), "database:ben", path, **there)
        for _ in range(7):
            item = world.open(particulars=particulars.stored(smart_city()))
            world.advance(item, "approve", str(TODAY), outcome="approved_with_remarks")
            desk.draft(day=TODAY, reference=item)
        desk.submit(IN_REVIEW, mine.account, "cem")
        for release in (APPROVED, READY, PUBLIC, WRONG, EMBARGOED):
            desk.submit(release)
            desk.approve(release)
        for release in (PUBLIC, WRONG):
            desk.publish(release)
        embargoes.until(store, desk.by("ben"), EMBARGOED, ENDS)
    ovens.put_out(burning)


def typed(folder: Path) -> Path:
    """A file of what people type."""
    path = folder / "typed.yaml"
    path.write_text("paragraphs:\n  - Noch ein Satz.\n", encoding="utf-8")
    return path
