"""The course of an item: its steps, and what stands beside them, as they add up.

Values only; `walk` makes them from the entries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from definitions.model import Definition
from workflow.bounds import Day
from workflow.guards import Consulted, Known
from workflow.history import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the path as it stands after all corrections.

    `hashes` are those of the entry and of every correction that shaped it: a text that
    states the step is bound to them.
    """

    entry: Entry
    event: str
    day: Day
    from_state: str | None
    to_state: str
    body: str | None
    outcome: str | None
    words: Mapping[str, str]
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the steps after corrections: an answer, a document, a plan.

    Its `entry.kind` says which.
    """

    entry: Entry
    day: Day
    outcome: str | None
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """An extension, suspension or resumption of a term: its entry, and its day."""

    entry: Entry
    day: Day


@dataclass(slots=True)
class Walk:
    """What the entries of an item add up to on its path.

    `changed`: what was done to the term of a name that runs from an entry.
    """

    path: Definition
    entries: Sequence[Entry] = ()
    state: str = ""
    steps: list[Step] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    consulted: dict[int, Consulted] = field(default_factory=dict)  # by item_seq
    recorded: dict[str, str] = field(default_factory=dict)
    attached: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    changed: dict[tuple[str, int], list[Changed]] = field(default_factory=dict)

    def entry(self, item_seq: int) -> Entry:
        """An entry of the item by its number."""
        return self.entries[item_seq - 1]

    def known(
        self,
        day: Day | None = None,
        actor: str | None = None,
        said: frozenset[str] | None = None,
        *,
        sitting: bool = False,
        terms: Mapping[str, date] | None = None,
        today: date | None = None,
    ) -> Known:
        """What is known now; `said` None: of an event that nobody has typed yet."""
        return Known(
            recorded=self.recorded,
            consulted=tuple(self.consulted.values()),
            attached=frozenset(self.attached),
            hidden=frozenset(self.hidden),
            **({} if day is None else {"day": day}),
            actor=actor,
            said=said,
            sitting=sitting,
            terms=terms,
            today=today,
        )

    @property
    def plans(self) -> list[Beside]:
        """What is planned and has not happened since; of an event its last plan."""
        happened = {step.event: step.entry.item_seq for step in self.steps}
        last = {
            each.entry.event: each
            for each in self.beside
            if each.entry.kind == "planned"
        }
        return [
            each
            for event, each in last.items()
            if happened.get(event, 0) < each.entry.item_seq
        ]
