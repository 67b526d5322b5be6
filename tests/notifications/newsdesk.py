"""A newsroom for tests: an item, the people of the press office, and their acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from notifications import archive, newsroom, releasing, typed
from notifications.composing import Wanted
from notifications.contents import Content
from notifications.digests import Posting
from notifications.page import Page
from notifications.typed import Typed
from tests.worlds import World
from workflow import approving, contacts, lives, offices, people
from workflow.access import Identity
from workflow.officefile import Given
from workflow.portfolios import Office
from workflow.publicity import Life
from workflow.unit import Act, Answer

JULY_6 = date(2021, 7, 6)
MORNING = datetime(2021, 7, 6, 7, 0, tzinfo=UTC)
MAYOR = Office(
    key="regierender-buergermeister",
    first=date(2014, 12, 11),
    until=date(2021, 12, 21),
    person="Michael Müller",
    nom="der Regierende Bürgermeister von Berlin",
    gen="des Regierenden Bürgermeisters von Berlin",
    dat="dem Regierenden Bürgermeister von Berlin",
    akk="den Regierenden Bürgermeister von Berlin",
)


def identity(name: str) -> Identity:
    """Who a name is on the record."""
    return Identity(f"database:{name}", name, "database")


@dataclass
class Desk:
    """The newsroom of a world: anna writes, ben and cem release, dana speaks."""

    world: World
    reference: str = ""
    now: datetime = MORNING
    posting: Posting = field(default_factory=Posting)

    def by(self, name: str, **options: Any) -> Act:
        """An act of somebody; the clock moves on by a second."""
        self.now += timedelta(seconds=1)
        return Act(identity(name), self.now, **options)

    def staff(self) -> None:
        """Grant what the people of the press office need."""
        roles = {"anna": "press", "ben": "press", "cem": "press", "dana": "lead"}
        for name, role in roles.items():
            people.grant(
                self.world.store,
                self.world.act(),
                identity(name),
                role,
                [self.world.path.definition],
            )

    def listed(self, *names: str) -> None:
        """Put addresses on the press list."""
        for name in names:
            contacts.set_contact(
                self.world.store,
                self.world.act(),
                f"press:{name}",
                [self.world.path.definition],
                address=f"{name}@example.org",
            )

    def draft(self, by: str = "anna", **wanted: Any) -> str:
        """A release of the item; its number."""
        text = wanted.pop("typed", Typed())
        options: dict[str, Any] = {"language": "de", "day": JULY_6}
        options["reference"] = self.reference
        answer = newsroom.draft(
            self.world.store, self.by(by), Wanted(**options | wanted), text, ()
        )
        return str(answer["release"])

    def submit(self, release: str, *to: str, by: str = "anna") -> Answer:
        """Submit a release to reviewers."""
        return newsroom.submit(
            self.world.store, self.by(by), release, to or ("ben",), self.posting, ()
        )

    def approve(self, release: str, by: str = "ben", *parts: str) -> Answer:
        """Release a text, or parts of it."""
        return approving.approve(self.world.store, self.by(by), release, parts)

    def approved(self, **wanted: Any) -> str:
        """A release that may go out."""
        release = self.draft(**wanted)
        self.submit(release)
        self.approve(release)
        return release

    def publish(self, release: str, by: str = "ben", **said: Any) -> Answer:
        """Make a release public."""
        return releasing.publish(
            self.world.store, self.by(by), release, self.posting, **said
        )

    def edit(self, release: str, by: str = "anna", **said: Any) -> Answer:
        """Write a release anew."""
        text = said.pop("typed", None)
        return newsroom.edit(self.world.store, self.by(by), release, text, (), **said)

    def life(self, release: str) -> Life:
        """A release as it stands."""
        with self.world.store.reading() as tx:
            return lives.life_of(tx, release)

    def content(self, release: str, version: int | None = None) -> Content:
        """A version of a release."""
        with self.world.store.reading() as tx:
            return archive.content_of(tx, lives.life_of(tx, release), version)

    def page(self, release: str) -> Page:
        """A release as it may be shown."""
        with self.world.store.reading() as tx:
            return archive.page_of(tx, lives.life_of(tx, release))

    def messages(self) -> list[dict[str, Any]]:
        """Everything in the outbox."""
        with self.world.store.reading() as tx:
            return [dict(row) for row in tx.all("messages", **_ALL)]

    def office(self, *speakers: str) -> None:
        """Enter the Governing Mayor, and who speaks for him."""
        given = Given(MAYOR, speakers or None)
        offices.set_offices(self.world.store, self.world.act(), [given])


_ALL = {"only_state": "", "most": 1000, "skipped": 0}
Newsroom = Callable[[], Desk]


def quoting(text: str, office: str = MAYOR.key) -> Typed:
    """What people type who quote an office."""
    return typed.read({"quotes": [{"office": office, "text": text}]})


def states(messages: Sequence[dict[str, Any]]) -> list[str]:
    """The states of messages."""
    return sorted(str(each["state"]) for each in messages)
