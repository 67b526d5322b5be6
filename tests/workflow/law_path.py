"""A path whose law enters into force by the clock, and an item that is on it."""

from datetime import date

from definitions.model import Loaded
from tests.definitions.everything import loaded
from tests.workflow.terms_path import at
from tests.worlds import World, on
from workflow import legal, papers, plans
from workflow.deadlines import Legal
from workflow.expiry import Expired, expire
from workflow.unit import Answer

TEXT = """\
definition: law
version: 2026-01
title: {de: Gesetz, en: Law}
valid_from: 2015-01-01
zone: Europe/Berlin
opened_by: clerk
sources: {vvb-60: VvB Art. 60 Abs. 3}
roles:
  clerk: {de: Büro, en: clerk}
states:
  draft: {de: Entwurf, en: draft, initial: true}
  promulgated: {de: verkündet, en: promulgated}
  in_force: {de: in Kraft, en: in force}
  concluded: {de: abgeschlossen, en: concluded, final: true}
events:
  promulgate:
    de: Verkündung
    en: promulgation
    by: clerk
    moves: {draft: promulgated}
  enter_into_force:
    de: Inkrafttreten
    en: entry into force
    by: [clock, clerk]
    moves: {promulgated: in_force}
    basis: vvb-60
  remark:
    de: Bemerkung
    en: remark
    by: clerk
    moves: {promulgated: promulgated}
  recall:
    de: Aufhebung
    en: recall
    by: clerk
    moves: {promulgated: draft}
  conclude:
    de: Abschluss
    en: conclusion
    by: clerk
    moves: {in_force: concluded}
deadlines:
  entry_into_force:
    de: Tag des Inkrafttretens
    en: day of entry into force
    after: promulgate
    period: 14 days
    calendar: DE-BE
    begins: enter_into_force
    remind: clerk
    suspension: {by: clerk}
    basis: vvb-60
stations: [open, promulgate, enter_into_force]
"""
NO_PERIOD = ("    period: 14 days\n", "")


def law_path(*changes: tuple[str, str]) -> Loaded:
    """The path, with parts of its text replaced."""
    return loaded(TEXT, *changes)


class Law:
    """A law on that path, opened in January 2024."""

    def __init__(self, world: World, *changes: tuple[str, str]) -> None:
        world.path, world.now = law_path(*changes), at("2024-01-08")
        self.world = world
        self.item = world.open(day=on("2024-01-08"))

    def promulgated(self, day: str = "2024-03-01") -> "Law":
        """It stands in the law gazette of that day."""
        self.world.now = at(day)
        self.record("promulgate", day)
        return self

    def record(self, event: str, day: str) -> Answer:
        """The clerk records an event."""
        return self.world.advance(self.item, event, day)

    def names(self, day: str) -> Answer:
        """The law names its day; the clerk plans it, as the command does."""
        act, when = self.world.act(), date.fromisoformat(day)
        event = "enter_into_force"
        return plans.plan_step(self.world.store, act, self.item, event, when)

    def told(self, day: str) -> Answer:
        """A source tells what was planned, for any day."""
        act, event = self.world.act(), "enter_into_force"
        return papers.plan_event(self.world.store, act, self.item, event, on(day))

    def suspend(self, day: str) -> Answer:
        """Its day hangs on something that nobody knows yet."""
        return legal.suspend(
            self.world.store,
            self.world.act(),
            self.item,
            "entry_into_force",
            day=on(day),
            reason="tritt mit dem Vertrag in Kraft",
        )

    def tick(self, day: str, hour: int = 10) -> Expired:
        """The clock looks on that day (hours in UTC)."""
        self.world.now = at(day, hour)
        return expire(self.world.store, self.world.now)

    @property
    def term(self) -> Legal:
        """The term that ends with its entry into force, the last one of them."""
        return self.world.slip(self.item).deadlines[-1]

    @property
    def standing(self) -> str:
        """The day of the term and what became of it."""
        return f"{self.term.due} {self.term.status}"

    @property
    def in_force(self) -> list[tuple[str, str]]:
        """On which days it is said to have entered into force, and by whom."""
        steps = self.world.slip(self.item).steps
        by_clock = {each.entry.actor for each in steps} & {"expiry"}
        return [
            (str(each.day), "clock" if each.entry.actor in by_clock else "clerk")
            for each in steps
            if each.event == "enter_into_force"
        ]
