"""The history of an item: entries as recorded, and how they stand after corrections.

Pure: nothing here reads a clock, a file or a database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from workflow.bounds import NO_DAY, Day

EXPIRY = "expiry"  # who acts where a term has ended and nobody did
BY_EXPIRY = frozenset(
    {"moved", "answered", "planned", "calendar", "rescheduled", "release"}
)
DISPATCHED = frozenset(  # decisions
    {"retry", "hold", "release", "drop", "settle", "clock"}
)
END = 2**62  # after every entry
STEPS = frozenset({"opened", "moved"})  # kinds of entries that are stations of the path
TERM_CHANGES = frozenset({"extended", "suspended", "resumed"})
BESIDE = TERM_CHANGES | {"consulted", "answered", "document", "planned", "gap"}
CORRECTABLE = STEPS | BESIDE | {"corrected"}


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


def not_yet(
    kind: str,
    facts: Mapping[str, Any],
    *,
    item_seq: int = 0,
    corrects: int | None = None,
    words: Mapping[str, str] | None = None,
) -> Entry:
    """An entry as if it were recorded: to see beforehand what it would make of all."""
    return Entry(
        seq=0,
        item_seq=item_seq,
        hash="",
        kind=kind,
        event=kind,
        from_state=None,
        to_state=None,
        day=NO_DAY,
        recorded_at=datetime.min.replace(tzinfo=UTC),
        actor="",
        body=None,
        outcome=None,
        corrects=corrects,
        command_id=None,
        content={"facts": facts},
        words=words or {},
    )


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
    sitting: int | None = None  # the entry of the record that tells of the sitting

    def over(self, older: "Facts") -> "Facts":
        """These facts laid over older ones."""
        moved = self.event is not None and self.event != older.event
        return Facts(
            event=self.event or older.event,
            day=self.day or older.day,
            outcome=self.outcome or (None if moved else older.outcome),
            void=older.void,
            words={**older.words, **self.words},
            sitting=self.sitting if self.day or moved else older.sitting,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands today: its facts after corrections, or undone by one."""

    facts: Facts
    undone: bool
    hashes: tuple[str, ...]


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
        sitting = entry.content.get("facts", {}).get("sitting")
        return Facts(
            entry.event, entry.day, entry.outcome, words=entry.words, sitting=sitting
        )
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
        changes.get("sitting"),
    )


def root_of(entries: Sequence[Entry], entry: Entry) -> Entry:
    """The step behind a correction, or behind a correction of a correction."""
    while entry.corrects is not None:
        entry = entries[entry.corrects - 1]
    return entry
