"""The pen: writes entries at the end of the record, chained by hashes.

What an entry is, stands in `workflow.entries`.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from definitions.sentences import sentence
from workflow.bounds import Day
from workflow.entries import (
    ALGORITHM,
    GENESIS,
    VERSION,
    commitment,
    entry_of,
    instant_text,
    row_of,
)
from workflow.errors import RecordDamaged
from workflow.history import Entry
from workflow.store import Row, Transaction

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be recorded; the ledger adds place, time and hashes.

    `item` is the item's row, or None for entries about people and definitions. `facts`
    are what else the entry says; `words` stay outside it.
    """

    kind: str
    actor: str
    identified: str
    item: Mapping[str, Any] | None = None
    event: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    day: Day | None = None
    body: str | None = None
    outcome: str | None = None
    corrects: int | None = None
    command_id: str | None = None
    asked: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


class Pen:
    """Writes entries at the end of the record, inside one transaction.

    Taking the pen locks the head row, so there is one writer at a time. `recorded_at`
    never runs backwards: it is the given instant, or a microsecond after the last entry
    if the clock of this machine stands behind (then the entry says so).
    """

    def __init__(self, tx: Transaction, now: datetime) -> None:
        head = tx.one("lock_head")
        if head is None:
            raise LookupError("the record has no head")
        if not isinstance(head["seq"], int) or len(str(head["hash"])) != len(GENESIS):
            raise RecordDamaged(
                sentence(
                    "The record is damaged: its head is unreadable. Nothing was"
                    " recorded; `laufzettel verify` tells more."
                )
            )
        self._tx, self._now, self._head = tx, now, head
        self._clock_behind = now < head["recorded_at"]

    def write(self, draft: Draft) -> Entry:
        """Append an entry, its words and the new head."""
        head = self._head
        recorded_at = max(self._now, head["recorded_at"] + _TICK)
        salted = {name: secrets.token_hex(16) for name in draft.words}
        content = _content(draft, head, recorded_at, salted, self._clock_behind)
        row = row_of(content)
        self._tx.change("add_entry", **row)
        for name, salt, text in _joined(salted, draft.words):
            said = {"field": name, "salt": salt, "text": text}
            self._tx.change("add_words", seq=row["seq"], **said)
        moved = {name: row[name] for name in ("seq", "hash", "recorded_at")}
        self._tx.change("move_head", before=head["seq"], **moved)
        self._head = {**head, **moved}
        return entry_of(row, draft.words, content)


def _joined(
    salted: Mapping[str, str], words: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    return [(name, salt, words[name]) for name, salt in salted.items()]


def _content(
    draft: Draft,
    head: Row,
    recorded_at: datetime,
    salted: Mapping[str, str],
    clock_behind: bool,
) -> dict[str, Any]:
    """The entry as data. What is not known is left out, never null."""
    said: dict[str, Any] = {
        "v": VERSION,
        "alg": ALGORITHM,
        "log": head["log"],
        "seq": head["seq"] + 1,
        "prev": head["hash"],
        "recorded_at": instant_text(recorded_at),
        "clock_behind": True if clock_behind else None,
        **_said(draft),
        "words": {
            name: commitment(salt, text)
            for name, salt, text in _joined(salted, draft.words)
        }
        or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _said(draft: Draft) -> dict[str, Any]:
    item, day = draft.item, draft.day
    return {
        "item": item["id"] if item else None,
        "item_seq": item["version"] + 1 if item else None,
        "item_prev": item["head"] if item else None,
        "kind": draft.kind,
        "event": draft.event,
        "from": draft.from_state,
        "to": draft.to_state,
        "on": day.day.isoformat() if day and day.day else None,
        "on_precision": day.precision if day else None,
        "body": draft.body,
        "outcome": draft.outcome,
        "corrects": draft.corrects,
        "actor": draft.actor,
        "identified": draft.identified,
        "command": draft.command_id,
        "asked": draft.asked,
        "facts": dict(draft.facts) or None,
    }
