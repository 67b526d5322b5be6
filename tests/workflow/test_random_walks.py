"""Random lawful walks on random paths: the history alone tells where an item stands.

The walker keeps its own account, read from the moves of the path as they are written;
it is compared with the replayed history after every act. Most walks are made of entries
alone, a part goes through the real acts and a real record.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Protocol

import pytest

from definitions.model import Definition
from tests.load import rounds
from tests.workflow.office import LENA, sitting
from tests.workflow.random_paths import BODIES, random_path
from tests.worlds import FOUNDER, World
from workflow import consultations, papers, people, procedure, sittings
from workflow.asking import may_answer, may_ask
from workflow.bounds import AT_LATEST, Day
from workflow.course import Walk
from workflow.guards import Consulted, asks_for
from workflow.history import Entry
from workflow.machine import judge
from workflow.order import check_days
from workflow.walk import walk

START = date(2021, 1, 4)
ACTS = 40  # at most, of one walk
ACTORS = (FOUNDER.name, LENA.name)
_SAID = {"urgency": "eilt", "approved_by": "Chefin"}


class Record(Protocol):
    """Where a walk is recorded."""

    def entries(self) -> tuple[Entry, ...]: ...
    def person(self, actor: str) -> str: ...
    def step(self, said: "Said", to: str) -> None: ...
    def ask(self, actor: str, asked: Consulted) -> None: ...
    def reply(self, actor: str, asked: Consulted, outcome: str, day: Day) -> None: ...
    def attach(self, actor: str, kind: str, day: Day) -> None: ...


@dataclass(frozen=True)
class Said:
    """An event as it is recorded."""

    event: str
    outcome: str | None
    actor: str
    day: Day
    words: dict[str, str]
    sits: bool


@dataclass
class Walker:
    """Somebody who does at random what is lawful; `state` is their own account."""

    path: Definition
    chance: Random
    record: Record
    state: str = ""
    day: date = START
    done: int = 0

    def go(self) -> None:
        """Walk to an end, or so far."""
        self.state = self.path.initial_state
        for _ in range(ACTS):
            self._check()
            if self.path.states[self.state].final:
                return
            self.day += timedelta(days=self.chance.choice([0, 0, 1, 6]))
            act = self.chance.choice([self._step] * 3 + [self._consult, self._attach])
            self.done += act(self._now())
        self._check()

    def _check(self) -> None:
        """The history says what the account says."""
        found = self._now()
        check_days(found.steps)
        assert found.state == self.state
        assert self.state in self.path.states

    def _now(self) -> Walk:
        return walk(self.path, self.record.entries())

    def _someday(self) -> Day:
        return Day(self.day, *self.chance.choice([(), (), (AT_LATEST,)]))

    def _step(self, found: Walk) -> bool:
        event = self.chance.choice([*self.path.events])
        if event == "withdraw" and self.chance.random() < 0.8:
            return False
        rule = self.path.events[event]
        outcome = self.chance.choice([*rule.outcomes] or [None])
        words = {f"field:{name}": "1" for name in rule.fields}
        words |= _SAID if asks_for(self.path, event, "urgency") else {}
        words = words if self.chance.random() < 0.8 else {}
        actor, day = self.chance.choice(ACTORS), self._someday()
        sits = bool(asks_for(self.path, event, "sitting")) and day.precision == "exact"
        person = self.record.person(actor)
        known = found.known(day, person, frozenset(words), sitting=sits)
        verdict = judge(self.path, self.state, event, outcome, known)
        written = self.path.moves_of(event).get(self.state)
        if verdict.to is None:
            assert written is None or rule.requires, "nothing stands against it"
            return False
        assert written is not None
        assert verdict.to == written[outcome]
        self.record.step(Said(event, outcome, actor, day, words, sits), verdict.to)
        self.state = written[outcome]
        return True

    def _consult(self, found: Walk) -> bool:
        actor, day = self.chance.choice(ACTORS), Day(self.day)
        open_ones = [each for each in found.known().consulted if not each.closed]
        if open_ones and self.chance.random() < 0.6:
            asked = self.chance.choice(open_ones)
            outcome = self.chance.choice(self.path.consultations[asked.name].outcomes)
            assert may_answer(self.path, asked, outcome, day, evidence=False) is None
            self.record.reply(actor, asked, outcome, day)
            return True
        if not self.path.consultations:
            return False
        name = self.chance.choice([*self.path.consultations])
        number = len(self.record.entries()) + 1
        asked = Consulted(name, self.chance.choice(BODIES), day, number)
        if may_ask(self.path, self.state, found.known(), asked) is not None:
            return False
        self.record.ask(actor, asked)
        return True

    def _attach(self, _: Walk) -> bool:
        if not self.path.documents:
            return False
        self.record.attach(self.chance.choice(ACTORS), "paper", Day(self.day))
        return True


@dataclass
class OnPaper:
    """Entries alone, without a database."""

    path: Definition
    found: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        state = self.path.initial_state
        self._write("opened", "open", "clerk", Day(START), to_state=state)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self.found)

    def person(self, actor: str) -> str:
        return actor

    def step(self, said: Said, to: str) -> None:
        facts = {"sitting": 1} if said.sits else {}
        rest = {"outcome": said.outcome, "words": said.words, "to_state": to}
        self._write("moved", said.event, said.actor, said.day, facts, **rest)

    def ask(self, actor: str, asked: Consulted) -> None:
        facts = {"consultation": asked.name}
        self._write("consulted", "consult", actor, asked.opened, facts, body=asked.body)

    def reply(self, actor: str, asked: Consulted, outcome: str, day: Day) -> None:
        facts = {"consultation": asked.name, "asked": asked.seq}
        rest = {"body": asked.body, "outcome": outcome}
        self._write("answered", "answer", actor, day, facts, **rest)

    def attach(self, actor: str, kind: str, day: Day) -> None:
        self._write("document", "attach", actor, day, {"document": kind})

    def _write(
        self,
        kind: str,
        event: str,
        actor: str,
        day: Day,
        facts: dict[str, Any] | None = None,
        **rest: Any,
    ) -> None:
        number = len(self.found) + 1
        said: dict[str, Any] = {"to_state": None, "body": None, "outcome": None}
        said |= {"words": {}, **rest}
        self.found.append(
            Entry(
                seq=number,
                item_seq=number,
                hash=f"{number:064}",
                kind=kind,
                event=event,
                from_state=None,
                day=day,
                recorded_at=datetime(2021, 8, 1, tzinfo=UTC),
                actor=actor,
                corrects=None,
                command_id=None,
                content={"facts": facts or {}, "words": said["words"]},
                **said,
            )
        )


@dataclass
class OnRecord:
    """The same through the acts of the procedure."""

    world: World
    reference: str

    def entries(self) -> tuple[Entry, ...]:
        return self.world.slip(self.reference).entries

    def person(self, actor: str) -> str:
        with self.world.store.reading() as tx:
            return {row["name"]: str(row["id"]) for row in tx.all("people")}[actor]

    def step(self, said: Said, to: str) -> None:
        if said.sits:
            self._do("clerk", sittings.record_sitting, "sittings", said.day.day)
        fields = {
            name.removeprefix("field:"): text
            for name, text in said.words.items()
            if name.startswith("field:")
        }
        words = {name: said.words[name] for name in _SAID if name in said.words}
        answer = self._do(
            said.actor,
            *(procedure.advance, self.reference, said.event),
            day=said.day,
            outcome=said.outcome,
            fields=fields,
            **words,
        )
        assert answer["state"] == to

    def ask(self, actor: str, asked: Consulted) -> None:
        where = {"body": asked.body, "day": asked.opened}
        self._do(actor, consultations.consult, self.reference, asked.name, **where)

    def reply(self, actor: str, asked: Consulted, outcome: str, day: Day) -> None:
        said = {"body": asked.body, "outcome": outcome, "day": day}
        self._do(actor, consultations.reply, self.reference, asked.name, **said)

    def attach(self, actor: str, kind: str, day: Day) -> None:
        said: dict[str, Any] = {"file": "a.pdf", "sha256": "a" * 64, "size": 1}
        self._do(actor, papers.attach, self.reference, kind, day=day, **said)

    def _do(self, actor: str, act: Any, *said: Any, **more: Any) -> Any:
        with sitting(self.world, FOUNDER if actor == "clerk" else LENA):
            return act(self.world.store, self.world.act(), *said, **more)


@pytest.mark.heavy
def test_the_history_alone_tells_where_an_item_stands() -> None:
    """On entries alone; the walks meet loops, ends and everything that is asked for."""
    done, ends, again = 0, 0, 0
    kinds: set[str] = set()
    for seed in range(rounds(60, 1000)):
        path = random_path(seed).definition
        record = OnPaper(path)
        walker = Walker(path, Random(seed), record)
        walker.go()
        done += walker.done
        ends += path.states[walker.state].final
        to = [each.to_state for each in record.found if each.kind == "moved"]
        again += len(set(to)) < len(to)
        kinds |= {each.kind for each in record.found}
    assert kinds == {"opened", "moved", "consulted", "answered", "document"}
    count = rounds(60, 1000)
    assert done > 3 * count
    assert count // 4 < ends < count
    assert again > count // 8


@pytest.mark.heavy
def test_the_record_says_the_same(file_world: World) -> None:
    """The item's row, the slip and the proof of the whole record."""
    world, numbers = file_world, rounds(12, 200)
    for seed in range(numbers):
        world.path = random_path(seed)
        reference = world.open(day=Day(START))
        for role in ("lead", "clerk"):
            _employ(world, role)
        walker = Walker(world.path.definition, Random(seed), OnRecord(world, reference))
        walker.go()
        with world.store.reading() as tx:
            row = tx.one("item", reference=reference)
        assert row is not None
        slip = world.slip(reference)
        assert row["state"] == slip.state == slip.walk.state == walker.state
    assert world.verify().findings == ()


def _employ(world: World, role: str) -> None:
    with world.store.reading() as tx:
        held = {(row["name"], row["role"]) for row in tx.all("grants")}
    if (LENA.name, role) not in held:
        people.grant(world.store, world.act(), LENA, role, [world.path.definition])
