"""A busy office over two weeks: everything that can be told or come by the clock."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from definitions.model import Loaded
from notifications.delivery import FOLDER, Channel, Claimed, Passing
from notifications.mail import Addresses
from notifications.rounds import Settings, round
from tests.notifications import reminding
from tests.notifications.mailbox import term
from tests.workflow.terms_path import terms_path
from tests.worlds import World, on
from workflow import absences, consultations, contacts, people
from workflow.access import Identity

BERLIN = ZoneInfo("Europe/Berlin")
ANN, BEN = (Identity(f"database:{name}", name, "database") for name in ("ann", "ben"))
DOMAIN = "senat.example"


@dataclass
class Kept:
    """A channel that keeps what it is handed, by key."""

    told: dict[str, Claimed] = field(default_factory=dict)

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        passing()
        assert claimed.key not in self.told
        self.told[claimed.key] = claimed

    def opened(self, _: str, __: datetime) -> AbstractContextManager[Channel]:
        return nullcontext(self)


def busy_office(world: World, start: date) -> None:
    """As it stands on the morning of `start`: much of it falls due within two weeks."""

    def ahead(number: int) -> str:
        return str(start + timedelta(days=number))

    world.now = local(start - timedelta(days=30), time(9))
    everybody(world)
    for number in (2, 6, 10, 13):  # reminds before, on and after; escalates
        reminding.ask(world, ahead(number - 14), f"Bericht {number}")
    item = reminding.ask(world, ahead(-7), "Mitzeichnung")
    reminding.consult(world, item, "cosignature", "interior", ahead(-7))  # is deemed
    reminding.consult(world, item, "opinion", "culture", ahead(-7), ahead(9))
    for number in (1, 5, 9):
        said = {"remind_before": (7, 1), "reason": f"Vorlage {number} vorlegen"}
        term(world, item, ahead(number), **said)
    lapses(world, start, terms_path())
    world.now = local(start, time(5))
    absences.add_absence(
        world.store,
        world.act(),
        "ann",
        first=start + timedelta(days=3),
        last=start + timedelta(days=8),
        deputy="ben",
        today=start,
    )


def everybody(world: World) -> None:
    """Who holds the roles, and where they are written to."""
    paths = [reminding.path().definition, terms_path().definition]
    for person, roles in ((ANN, ("lead",)), (BEN, ("head",))):
        for role in roles:
            people.grant(world.store, world.act(), person, role, paths)
        address = f"{person.name}@{DOMAIN}"
        language = "en" if person is BEN else "de"
        said = {"address": address, "language": language}
        contacts.set_contact(world.store, world.act(), person.name, paths, **said)
    for mailbox in ("role:clerk", "body:culture"):
        said = {"address": f"{mailbox.partition(':')[2]}@{DOMAIN}"}
        contacts.set_contact(world.store, world.act(), mailbox, paths, **said)


def lapses(world: World, start: date, path: Loaded) -> None:
    """A consent that is deemed to be given, and silence that is deemed an answer."""
    world.path, begun = path, start - timedelta(days=26)
    world.now = max(world.now, local(begun, time(9)))
    item = world.open("Verordnung", day=on(str(begun)))
    world.advance(item, "register", str(begun))
    world.advance(item, "pass", str(begun))  # a month
    asked = start - timedelta(days=10)
    world.now = max(world.now, local(asked, time(9)))
    other = world.open("Satzung", day=on(str(asked)))
    for body in ("interior", "culture"):
        act = world.act()
        consultations.consult(
            world.store, act, other, "cosignature", body=body, day=on(str(asked))
        )


def local(day: date, clock: time) -> datetime:
    """An instant as clocks in Berlin show it."""
    return datetime.combine(day, clock, BERLIN).astimezone(UTC)


def settings(*channels: str) -> Settings:
    """Letters from that domain, on these channels; nothing goes to a real folder."""
    return Settings(Path("/nowhere"), Addresses(DOMAIN), channels=channels or (FOLDER,))


def each_hour(start: datetime, days: int) -> Iterator[datetime]:
    """Each hour, and each minute around the mornings, to the end of the last day."""
    instant, end = start, local(_day(start) + timedelta(days=days + 1), time())
    while instant < end:
        yield instant
        there = instant.astimezone(BERLIN)
        close = time(5, 57) <= there.time() < time(6, 3)
        step = 1 if close else min(60, *_to_morning(there))
        instant += timedelta(minutes=step)


def _to_morning(there: datetime) -> list[int]:
    left = (5 - there.hour) * 60 + 57 - there.minute
    return [left] if 0 < left < 60 else [60]


def each_morning(start: datetime, days: int) -> Iterator[datetime]:
    """Once a day, at six sharp, from the first six o'clock on."""
    for number in range(days + 1):
        instant = local(_day(start) + timedelta(days=number), time(6))
        if instant >= start:
            yield instant


def _day(instant: datetime) -> date:
    return instant.astimezone(BERLIN).date()


def lived(world: World, instants: Iterator[datetime], said: Settings) -> Kept:
    """What a scheduler that ticks at these instants hands over."""
    kept = Kept()
    for instant in instants:
        while round(world.store, instant, said, opened=kept.opened).more:
            pass
    return kept
