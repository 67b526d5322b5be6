"""The history of an item: entries as recorded, and the steps they add up to.

Pure: nothing here reads a clock, a file or a database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow.errors import RecordDamaged
from workflow.machine import Verdict, judge

EXACT, AT_LATEST, UNKNOWN = "exact", "at_latest", "unknown"
CORRECTABLE = frozenset({"opened", "moved", "corrected"})  # kinds of entries


@dataclass(frozen=True, slots=True)
class Day:
    """The legal day of a step: exact, at the latest that day, or unknown."""

    day: date | None
    precision: str = EXACT

    @classmethod
    def of(cls, day: str | None, precision: str | None) -> "Day":
        """The day that an entry names: ISO 8601 text and its precision."""
        return cls(date.fromisoformat(day) if day else None, precision or UNKNOWN)

    @property
    def earliest(self) -> date:
        """The first day on which the step can have taken effect."""
        if self.precision == EXACT and self.day is not None:
            return self.day
        return date.min

    @property
    def latest(self) -> date:
        """The last day on which the step can have taken effect."""
        return self.day or date.max

    def __str__(self) -> str:
        if self.day is None:
            return "unknown"
        return f"≤ {self.day}" if self.precision == AT_LATEST else str(self.day)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of an item's history as it was recorded; nothing later changes it.

    `seq` counts over the whole record, `item_seq` over the item. `words` are the free
    texts that stand outside the chain (title, lead, note, reason, outcome_text,
    particulars, `field:<name>`).
    """

    seq: int
    item_seq: int
    hash: str
    kind: str
    event: str
    from_state: str | None
    to_state: str | None
    day: Day
    recorded_at: datetime
    actor: str
    body: str | None
    outcome: str | None
    corrects: int | None
    command_id: str | None
    content: Mapping[str, Any]
    words: Mapping[str, str]


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
class Facts:
    """What can be corrected in an entry.

    None and missing words mean: as before.
    """

    event: str | None = None
    day: Day | None = None
    outcome: str | None = None
    void: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    def over(self, older: "Facts") -> "Facts":
        """These facts laid over older ones."""
        moved = self.event is not None and self.event != older.event
        return Facts(
            event=self.event or older.event,
            day=self.day or older.day,
            outcome=self.outcome or (None if moved else older.outcome),
            void=older.void,
            words={**older.words, **self.words},
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands today: its facts after corrections, or undone by one."""

    facts: Facts
    undone: bool
    hashes: tuple[str, ...]


class Impossible(RecordDamaged):
    """A history that the path does not allow: the step that fails, and why.

    Nobody can record one; where it is met in the record, the record is damaged.
    """

    def __init__(self, step: Step, reason: Sentence) -> None:
        self.step, self.reason = step, reason
        super().__init__(
            sentence(
                "The record is damaged: entry {seq} ({event}) is not possible on its"
                " path: {reason}. `laufzettel verify` names the first bad entry.",
                seq=step.entry.item_seq,
                event=step.event,
                reason=reason,
            )
        )


def standings(entries: Sequence[Entry]) -> dict[int, Standing]:
    """How each entry stands today, by `item_seq`.

    Corrections point backwards only, so going from the newest to the oldest entry
    settles every correction, and the corrections of corrections, before the entry they
    correct.
    """
    found: dict[int, Standing] = {}
    pointing: dict[int, list[int]] = {}
    for entry in reversed(entries):
        if entry.corrects is not None:
            pointing.setdefault(entry.corrects, []).append(entry.item_seq)
        corrections = [found[seq] for seq in sorted(pointing.get(entry.item_seq, ()))]
        found[entry.item_seq] = _standing(entry, corrections)
    return found


def _standing(entry: Entry, corrections: Iterable[Standing]) -> Standing:
    facts, undone = stated(entry), False
    hashes: tuple[str, ...] = (entry.hash,)
    for each in corrections:
        hashes += each.hashes
        if each.undone:
            continue
        undone = undone or each.facts.void
        facts = each.facts.over(facts)
    return Standing(facts, undone, hashes)


def stated(entry: Entry) -> Facts:
    """What an entry itself says, before any correction of it."""
    if entry.kind != "corrected":
        return Facts(entry.event, entry.day, entry.outcome, words=entry.words)
    changes = entry.content.get("facts", {})
    day = None
    if "on_precision" in changes:
        day = Day.of(changes.get("on"), changes["on_precision"])
    words = {name: text for name, text in entry.words.items() if name != "reason"}
    return Facts(
        changes.get("event"),
        day,
        changes.get("outcome"),
        bool(changes.get("void")),
        words,
    )


def steps(definition: Definition, entries: Sequence[Entry]) -> tuple[Step, ...]:
    """The steps that stand, replayed in the order in which they were recorded.

    Raises Impossible with the first step that the path does not allow.
    """
    standing = standings(entries)
    found: list[Step] = []
    for entry in entries:
        stand = standing[entry.item_seq]
        if entry.kind in {"opened", "moved"} and not stand.undone:
            found.append(_step(definition, entry, stand, found))
    return tuple(found)


def _step(
    definition: Definition, entry: Entry, stand: Standing, before: Sequence[Step]
) -> Step:
    facts = stand.facts
    assert facts.event is not None
    assert facts.day is not None
    state = before[-1].to_state if before else None
    verdict = Verdict(to=definition.initial_state)
    if state is not None:
        verdict = judge(definition, state, facts.event, facts.outcome)
    rule = definition.events.get(facts.event)
    step = Step(
        entry=entry,
        event=facts.event,
        day=facts.day,
        from_state=state,
        to_state=verdict.to or "",
        body=rule.body if rule else None,
        outcome=verdict.outcome,
        words=facts.words,
        hashes=stand.hashes,
    )
    if verdict.reason is not None:
        raise Impossible(step, verdict.reason)
    return step


def why_not(taken: Sequence[Step], event: str, verdict: Verdict) -> Sentence | None:
    """Why an event may not fire now; for one that has happened, when it did."""
    done = [step for step in taken if step.event == event]
    if not verdict.gone or not done:
        return verdict.reason
    return sentence(
        "{event} was recorded already ({day}, entry {seq})",
        event=event,
        day=str(done[-1].day),
        seq=done[-1].entry.item_seq,
    )


def root_of(entries: Sequence[Entry], entry: Entry) -> Entry:
    """The step behind a correction, or behind a correction of a correction."""
    while entry.corrects is not None:
        entry = entries[entry.corrects - 1]
    return entry


def floor(taken: Iterable[Step]) -> date | None:
    """The earliest day that the next step can have: the latest exact day so far."""
    exact = [step.day.earliest for step in taken if step.day.precision == EXACT]
    return max(exact, default=None)


def check_days(taken: Sequence[Step]) -> None:
    """Raise Impossible if no choice of days inside the recorded bounds fits the order.

    Going along the path, each step can be no earlier than the latest exact day before
    it; bounds that are open below never stand in the way.
    """
    bound = None
    for step in taken:
        if bound is not None and step.day.latest < bound.day.earliest:
            raise Impossible(step, out_of_order(step.day, bound))
        if bound is None or step.day.earliest > bound.day.earliest:
            bound = step


def out_of_order(day: Day, before: Step) -> Sentence:
    """Why a day cannot stand: an earlier step took effect later."""
    return sentence(
        "the day {day} lies before {before}, the day of the earlier step {event} (entry"
        " {seq})",
        day=str(day),
        before=before.day.day,
        event=before.event,
        seq=before.entry.item_seq,
    )
