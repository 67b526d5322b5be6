"""Random lives of items with terms: the rows are always what the record says.

After every act the derived rows are compared with what the record makes of them, no
running deadline has moved without an entry that says so, and at the end the whole
record proves itself.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from definitions.sentences import Problem
from tests.load import rounds
from tests.workflow.terms_path import Case, at
from tests.worlds import World, on
from workflow import almanacs, sittings
from workflow.editing import with_cancelled, with_day_off, with_moved, with_working_day
from workflow.projection import differences

START = date(2023, 2, 20)
ACTS = 40
BODIES = ("interior", "culture")


class Life:
    """An item to which things happen by chance; what the path refuses, it refuses."""

    def __init__(self, world: World, chance: Random) -> None:
        self.case, self.chance, self.day = Case(world), chance, START
        self.acts: list[Callable[[], object]] = [
            self.ask,
            self.answer,
            self.extend,
            self.stop,
            self.go_on,
            self.step,
            self.plan,
            self.sitting,
            self.close,
            self.open,
            self.move,
            self.cancel,
            self.correct,
            self.wait,
        ]
        self.done = 0

    def live(self) -> None:
        """One thing happens, or is refused."""
        act = self.chance.choice(self.acts)
        before = self.running()
        with suppress(Problem):
            act()
            self.done += 1
        told = self.told()
        for key, due in self.running().items():
            moved = key in before and before[key] != due
            assert not moved or key in told, (act.__name__, key)

    def running(self) -> dict[tuple[str, int], date | None]:
        """The last day of every deadline that runs."""
        terms = self.case.terms
        return {each.key: each.due for each in terms if each.running}

    def told(self) -> set[tuple[str, int]]:
        """The deadlines whose days entries of the item tell of."""
        found = set()
        for entry in self.case.world.slip(self.case.item).entries:
            facts = entry.content.get("facts", {})
            if entry.kind in {"extended", "suspended", "resumed"}:
                found.add((facts["deadline"], facts["started"]))
            for each in facts.get("deadlines", ()):
                found.add((each["name"], each["started"]))
        return found

    def some_day(self, back: int = 12) -> str:
        """A day that is not over for long."""
        return str(self.day - timedelta(days=self.chance.randrange(back)))

    def soon(self) -> date:
        """A day to come."""
        return self.day + timedelta(days=self.chance.randrange(1, 30))

    def ask(self) -> object:
        return self.case.ask(self.chance.choice(BODIES), self.some_day(5))

    def answer(self) -> object:
        outcome = self.chance.choice(("given", "refused", "deemed"))
        body = self.chance.choice(BODIES)
        return self.case.answer(body, outcome, self.some_day())

    def extend(self) -> object:
        by = f"{self.chance.randrange(1, 9)} days"
        return self.case.extend("interior", by=by)

    def stop(self) -> object:
        return self.case.suspend(self.chance.choice(BODIES), self.some_day(3))

    def go_on(self) -> object:
        return self.case.resume(self.chance.choice(BODIES), self.some_day(3))

    def step(self) -> object:
        event = self.chance.choice(("register", "register_late", "pass", "statement"))
        words = {}
        if event == "register_late":
            words = {"urgency": "eilt", "approved_by": "Chefin"}
        return self.case.advance(event, self.some_day(), **words)

    def plan(self) -> object:
        tuesday = self.soon()
        tuesday += timedelta(days=(1 - tuesday.weekday()) % 7)
        return self.case.plan(self.chance.choice(("pass", "decide")), str(tuesday))

    def sitting(self) -> object:
        world = self.case.world
        day = self.day - timedelta(days=(self.day.weekday() - 1) % 7)
        status = self.chance.choice(sittings.STATUSES)
        return sittings.record_sitting(
            world.store, world.act(), "senate", day, status=status
        )

    def close(self) -> object:
        day = self.soon()
        return self.change(
            "DE-BE", lambda each: with_day_off(each, day, "Dienstschluss", "closed")
        )

    def open(self) -> object:
        return self.change(
            "DE-BE", lambda each: with_working_day(each, date(2023, 3, 8))
        )

    def move(self) -> object:
        old = self.soon()
        return self.change("senate", lambda each: with_moved(each, old, self.soon()))

    def cancel(self) -> object:
        day = self.soon()
        return self.change("senate", lambda each: with_cancelled(each, day))

    def change(self, name: str, edit: Callable[..., almanacs.Calendar]) -> object:
        world = self.case.world
        return almanacs.change(
            world.store, world.act(), name, edit, reason="Zufall", asked={}
        )

    def correct(self) -> object:
        slip = self.case.world.slip(self.case.item)
        seq = self.chance.randrange(1, len(slip.entries) + 1)
        if self.chance.random() < 0.3:
            return self.case.world.correct(self.case.item, seq, void=True)
        return self.case.world.correct(self.case.item, seq, day=on(self.some_day()))

    def wait(self) -> object:
        self.day += timedelta(days=self.chance.randrange(1, 12))
        self.case.world.now = max(self.case.world.now, at(str(self.day)))
        return self.case.expire(str(self.day))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(rounds(4, 100)))
def test_rows_and_record_agree_whatever_happens(world: World, seed: int) -> None:
    life = Life(world, Random(seed))
    for _ in range(ACTS):
        life.live()
        with world.store.reading() as tx:
            assert not list(differences(tx))
    assert life.done > 3
    report = world.verify()
    assert report.sound, report.findings
