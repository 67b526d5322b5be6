"""Random but lawful histories: what an office could do in a year, well or badly.

Every act is tried as if by a clerk who does not know the rules: many are refused. What
counts is that the record proves itself after all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from definitions.model import Loaded
from definitions.sentences import Problem
from tests.workflow.office import PAULA, STAFF, STRANGER, sitting
from tests.worlds import FOUNDER, World
from workflow import consultations, papers, people, procedure, sittings, terms
from workflow.bounds import AT_LATEST, EXACT, UNKNOWN, Day
from workflow.changes import Changes
from workflow.correction import correct
from workflow.unit import Answered, today_in, unit

TEXTS = ("Vorlage", "Änderung „A“", "東京 — 1\u202f600", "x" * 299, "§ 5\nAbs. 2", "")


@dataclass
class Office:
    """People who act at random on a few items; counts what was recorded and refused."""

    world: World
    chance: Random
    paths: tuple[Loaded, ...]
    items: list[str] = field(default_factory=list)
    rich: set[str] = field(default_factory=set)
    done: int = 0
    refused: int = 0

    def live(self, acts: int) -> None:
        """Try so many acts."""
        for _ in range(acts):
            act = self.chance.choices(*zip(*_ACTS.items(), strict=True))[0]
            if not self.items:
                act = Office.open
            somebody = self.chance.choice([*STAFF.values(), STRANGER])
            person = self.chance.choices([FOUNDER, somebody], [3, 1])[0]
            self._let_time_pass()
            try:
                with sitting(self.world, person):
                    act(self)
                self.done += 1
            except Problem:
                self.refused += 1

    def _let_time_pass(self) -> None:
        """Mostly on; now and then the clock is set back."""
        hours = self.chance.choice([0, 0, 1, 5, 30, 90, -1, -50])
        self.world.now += timedelta(hours=hours)

    def item(self) -> str:
        """One of the items, or one that is not there."""
        nobody = ["S-1999-0001"]
        return self.chance.choice(self.items[-4:] * 5 + nobody)

    def asking(self) -> str:
        """Mostly an item whose path asks bodies and wants documents."""
        rich = [each for each in self.items[-9:] if each in self.rich]
        return self.chance.choice(rich[-2:] * 5 + [self.item()])

    def day(self) -> Day | None:
        """A day near today, sometimes tomorrow, as precisely as it may be known."""
        today = today_in(self.world.path.definition, self.world.now)
        day = today - timedelta(days=self.chance.choice([-1, *[0] * 9, 1, 1, 3, 40]))
        kinds = [None, Day(day, EXACT), Day(day, AT_LATEST), Day(None, UNKNOWN)]
        return self.chance.choices(kinds, [2, 5, 2, 1])[0]

    def text(self) -> str | None:
        """A text or none."""
        text = self.chance.choices(TEXTS, [5, 5, 5, 5, 1, 1])[0]
        return self.chance.choice([None, None, text])

    def options(self) -> dict[str, Any]:
        """A command id that is sometimes used again, and an entry that was seen."""
        number = self.chance.randrange(1000)
        found: dict[str, Any] = {}
        if number < 300:
            number = self.chance.choice(
                [number % 5, number + self.world.now.microsecond]
            )
            found["command_id"] = f"{len(self.items)}-{number}"
        if number > 950:
            found["expect"] = self.chance.randrange(4)
        return found

    def open(self) -> None:
        before, self.world.path = self.world.path, self.chance.choice(self.paths)
        try:
            self.items.append(
                self.world.open(
                    self.text() or "Vorlage", day=self.day(), note=self.text()
                )
            )
            if self.world.path.definition.consultations:
                self.rich.add(self.items[-1])
        finally:
            self.world.path = before

    def advance(self) -> None:
        item = self.item()
        path = self.world.path.definition
        likely = [self.chance.choice([*path.events, "veto", "lapse"])]
        if item in self.items and self.chance.random() < 0.8:
            slip = self.world.slip(item)
            events = slip.definition.events_from(slip.state)
            likely = [each for each in events if each != "lapse"] or likely
        weights = [0.2 if each == "withdraw" else 1 for each in likely]
        event = self.chance.choices(likely, weights)[0]
        outcomes = [None, "noted", "consented_with_remarks", "decided", "rejected"]
        medium = self.chance.random() < 0.5 and event in {"publish", "veto"}
        fields = {"medium": "ABl."} if medium else {}
        if event == "register":
            fields = {"number": self.text() or "12"}
        urgent = event == "urgent" and self.chance.random() < 0.8
        procedure.advance(
            self.world.store,
            self.world.act(**self.options()),
            item,
            event,
            day=self.day(),
            outcome=self.chance.choices(outcomes, [20, 1, 1, 1, 1])[0],
            number=self.number() if event == "hear" else None,
            note=self.text(),
            urgency="Frist" if urgent else None,
            approved_by="Dr. X" if urgent else None,
            fields=fields,
        )

    def number(self) -> str | None:
        """The number of a supplement: none, or one that may be given already."""
        return self.chance.choice(
            [None, f"E-{self.chance.randrange(50)}", "S-2021-0001"]
        )

    def consult(self) -> None:
        item = self.asking()
        asks: list[tuple[str, str | None]]
        asks = [("cosignature", "justice"), ("cosignature", "finance")]
        if item in self.items and self.world.slip(item).state != "draft":
            asks = []
        asks += [("statement", "council"), ("statement", None)]
        name, body = self.chance.choice(
            [*asks * 2, ("statement", "justice"), ("x", "")]
        )
        due = date(2021, 8, 1) + timedelta(days=self.chance.randrange(30))
        consultations.consult(
            self.world.store,
            self.world.act(**self.options()),
            item,
            name,
            body=body,
            day=self.day(),
            due=self.chance.choice([None, due]),
            note=self.text(),
        )

    def reply(self) -> None:
        item = self.asking()
        asked: list[tuple[str, str | None]]
        asked = [("cosignature", "justice"), ("statement", None)]
        if item in self.items and self.chance.random() < 0.9:
            found = self.world.slip(item).walk.consulted.values()
            asked = [
                (each.name, each.body) for each in found if not each.closed
            ] or asked
        name, body = self.chance.choice(asked)
        outcomes = [None, "given", "refused", "adjourned", "deemed"]
        consultations.reply(
            self.world.store,
            self.world.act(**self.options()),
            item,
            name,
            body=body,
            day=self.day(),
            outcome=self.chance.choice(outcomes),
            evidence=self.chance.choice(["Az. 1", "Az. 1", "Az. 1", None]),
            outcome_text=self.text(),
        )

    def attach(self) -> None:
        papers.attach(
            self.world.store,
            self.world.act(**self.options()),
            self.asking(),
            self.chance.choice(["paper", "paper", "paper", "letter"]),
            file=self.text() or "vorlage.pdf",
            sha256="a" * 64,
            size=self.chance.randrange(9),
            day=self.day(),
        )

    def sit(self) -> None:
        today = today_in(self.world.path.definition, self.world.now)
        sittings.record_sitting(
            self.world.store,
            self.world.act(),
            self.chance.choice(["senate-sittings", "senate-sittings", "council"]),
            today - timedelta(days=self.chance.choice([-1, 0, 0, 0, 0, 1, 1, 2, 3])),
            status=self.chance.choice(["held", "held", "held", *sittings.STATUSES]),
        )

    def plan_or_gap(self) -> None:
        """What only an import brings: a plan, also for the future; a gap."""
        item, plan = self.item(), self.chance.random() < 0.7
        act = self.world.act(**self.options())
        asked = {"item": item, "plan": plan, "now": str(self.world.now)}
        try:
            with unit(self.world.store, act, "test", asked) as work:
                if plan:
                    event = self.chance.choice(["pass", "decide", "veto"])
                    day = Day(date(2021, 12, 1) + timedelta(self.chance.randrange(99)))
                    papers.plan_in(work, item, event, day, {"note": "geplant"})
                else:
                    state = self.chance.choice(["on_agenda", "registered", "decided"])
                    papers.gap_in(work, item, state, {"note": "nicht überliefert"})
        except Answered:
            pass

    def correct(self) -> None:
        item = self.item()
        last = self.world.slip(item).version if item in self.items else 8
        changes = Changes(
            event=self.chance.choices([None, "approve", "consent"], [6, 1, 1])[0],
            day=self.day() if self.chance.random() < 0.5 else None,
            outcome=self.chance.choices(
                [None, "noted", "decided", "refused"], [6, 1, 1, 1]
            )[0],
            void=self.chance.random() < 0.25,
            words=self.chance.choice(
                [{}, {}, {"note": "neu"}, {"title": "Neu"}, {"evidence": "Az. 2"}]
            ),
        )
        correct(
            self.world.store,
            self.world.act(**self.options()),
            item,
            self.chance.randrange(1, last + 2),
            reason=self.text() or "Tippfehler",
            changes=changes,
        )

    def add_term(self) -> None:
        terms.add_term(
            self.world.store,
            self.world.act(**self.options()),
            self.item(),
            due=date(2021, 1, 1) + timedelta(days=self.chance.randrange(1000)),
            reason=self.text() or "R",
            role=self.chance.choice(["lead", "clerk", "mayor"]),
            remind_before=self.chance.choice([(7,), (0, 30), ()]),
        )

    def finish_term(self) -> None:
        name = f"term-{self.chance.randrange(1, 4)}"
        act = self.world.act(**self.options())
        terms.finish_term(self.world.store, act, self.item(), name, note=self.text())

    def note(self) -> None:
        act = self.world.act(**self.options())
        procedure.record(self.world.store, act, "released", self.item(), "a" * 64)

    def grant(self) -> None:
        whom = self.chance.choice([*STAFF.values(), STRANGER])
        role = self.chance.choice(["lead", "clerk", "press", "admin", "mayor"])
        act = self.world.act(**self.options())
        people.grant(self.world.store, act, whom, role, [self.world.path.definition])

    def revoke(self) -> None:
        whom = self.chance.choice([PAULA, STRANGER, *STAFF.values()])
        role = self.chance.choice(["lead", "clerk", "press", "admin"])
        act = self.world.act(**self.options())
        people.revoke(self.world.store, act, whom, role)


_ACTS: dict[Callable[[Office], None], int] = {
    Office.open: 4,
    Office.advance: 16,
    Office.correct: 12,
    Office.consult: 6,
    Office.reply: 6,
    Office.attach: 3,
    Office.sit: 4,
    Office.plan_or_gap: 2,
    Office.add_term: 3,
    Office.finish_term: 2,
    Office.note: 1,
    Office.grant: 2,
    Office.revoke: 1,
}
