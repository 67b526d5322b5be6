"""A path that asks for everything, and a record in which it can be walked."""

from datetime import date
from functools import cache
from typing import Any

from definitions.model import Loaded
from tests.definitions.everything import everything
from tests.worlds import World, on
from workflow import absences, consultations, contacts, papers, sittings
from workflow.unit import Answer

SERIES = "senate-sittings"
FOUR = "[justice, finance, interior, culture]"


@cache
def four_departments() -> Loaded:
    """The path of everything; its cosignature asks four bodies and knows silence."""
    return everything(
        (
            "  finance: {de: Finanzen, en: Finance}\n",
            "  finance: {de: Finanzen, en: Finance}\n"
            "  interior: {de: Inneres, en: Interior}\n"
            "  culture: {de: Kultur, en: Culture}\n",
        ),
        ("asks: [justice, finance]", f"asks: {FOUR}"),
        (
            "outcomes: [given, refused]\n",
            "outcomes: [given, refused, deemed]\n    silence: deemed\n",
        ),
        ("bodies: [justice, finance]", f"bodies: {FOUR}"),
        ("outcomes: given\n        basis", "outcomes: [given, deemed]\n        basis"),
        ("valid_from: 2025-01-01", "valid_from: 2021-01-01"),
        ("valid_from: 2025-02-01", "valid_from: 2021-02-01"),
        ("valid_from: 2025-01-15", "valid_from: 2021-01-15"),
    )


class Busy:
    """An item on a path that asks for everything, opened on 1 July 2021."""

    def __init__(self, world: World, path: Loaded | None = None) -> None:
        world.path = path or four_departments()
        self.world = world
        self.item = world.open(day=on("2021-07-01"))

    def ask(
        self, body: str, day: str, due: str | None = None, name: str = ""
    ) -> Answer:
        """Ask a body; until a last day if one is given."""
        return consultations.consult(
            self.world.store,
            self.world.act(),
            self.item,
            name or "cosignature",
            body=body,
            day=on(day),
            due=date.fromisoformat(due) if due else None,
        )

    def answer(
        self, body: str, day: str, outcome: str | None = None, **said: Any
    ) -> Answer:
        """Record what a body answered; with evidence unless it is given as None."""
        said.setdefault("evidence", "Az. 1")
        return consultations.reply(
            self.world.store,
            self.world.act(),
            self.item,
            said.pop("name", "cosignature"),
            body=body,
            day=on(day),
            outcome=outcome,
            **said,
        )

    def advance(self, event: str, day: str, **said: Any) -> Answer:
        """Record an event."""
        return self.world.advance(self.item, event, day, **said)

    def attach(self) -> Answer:
        """Attach the paper."""
        return papers.attach(
            self.world.store,
            self.world.act(),
            self.item,
            "paper",
            file="vorlage.pdf",
            sha256="a" * 64,
            size=1,
            day=on("2021-07-01"),
        )

    def sat(self, day: str, status: str = "held") -> Answer:
        """Record a sitting of the Senate."""
        return sittings.record_sitting(
            self.world.store,
            self.world.act(),
            SERIES,
            date.fromisoformat(day),
            status=status,
        )

    def cosigned(self) -> None:
        """All four have agreed, and the paper is attached."""
        for body in FOUR.strip("[]").split(", "):
            self.ask(body, "2021-07-01")
            self.answer(body, "2021-07-02")
        self.attach()

    def on_agenda(self) -> None:
        """By the urgent way, on 5 July."""
        said = {"urgency": "Frist", "approved_by": "Dr. X"}
        self.advance("urgent", "2021-07-05", **said)

    def open_ones(self) -> list[str]:
        """The bodies whose answer is waited for."""
        found = self.world.slip(self.item).walk.consulted.values()
        return [each.body for each in found if not each.closed]


def stand_beside(world: World) -> None:
    """A row in each table that holds what stands beside the steps of items."""
    item = Busy(world)
    item.ask("justice", "2021-07-01", due="2021-07-15")
    item.answer("justice", "2021-07-02")
    item.attach()
    item.on_agenda()
    item.sat("2021-07-06")
    item.advance("pass", "2021-07-06")
    item.advance("hear", "2021-07-07", number="E-1")
    be_reached(world)


def be_reached(world: World) -> None:
    """A row in each table of the directory of people."""
    said: dict[str, Any] = {"address": "clerk@senat.example", "name": "Geschäftsstelle"}
    paths = [world.path.definition]
    contacts.set_contact(world.store, world.act(), "role:clerk", paths, **said)
    today = date(2021, 8, 10)
    said = {"first": today, "last": date(2021, 8, 20), "today": today}
    absences.add_absence(world.store, world.act(), "database:clerk", **said)
