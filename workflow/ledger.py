"""The record: entries chained by hashes, free texts behind salted commitments.

An entry is canonical JSON. `hash` is SHA-256 over a zero byte and that text; `prev`
names the hash before it in the whole record, `item_prev` the one before it in its item.
Titles, names and notes stand outside: the entry holds SHA-256(2, salt, text), so that
erasing a text leaves the chain valid. docs/security.md describes the format for those
who verify it without this program.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from definitions.canonical import canonical
from workflow.history import Day, Entry
from workflow.store import Row, Transaction

VERSION = 1
ALGORITHM = "sha256"
GENESIS = "0" * 64  # the `prev` of the first entry
_TICK = timedelta(microseconds=1)


def entry_hash(content: str) -> str:
    """The hash of an entry: SHA-256 (hex) over 0x00 and its canonical text."""
    return hashlib.sha256(b"\x00" + content.encode()).hexdigest()


def commitment(salt: str, text: str) -> str:
    """What an entry says of a text: SHA-256 (hex) over 0x02, 16 bytes of salt, it."""
    return hashlib.sha256(b"\x02" + bytes.fromhex(salt) + text.encode()).hexdigest()


def instant_text(instant: datetime) -> str:
    """An instant as entries hold it: UTC, microseconds, fixed width."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


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


def row_of(content: Mapping[str, Any], text: str | None = None) -> Row:
    """The row of an entry: its text, its hash, the columns that repeat it."""
    text = canonical(content) if text is None else text
    on = content.get("on")
    return {
        "seq": content["seq"],
        "hash": entry_hash(text),
        "prev": content["prev"],
        "content": text,
        "kind": content["kind"],
        "item_id": content.get("item"),
        "item_seq": content.get("item_seq"),
        "event": content.get("event"),
        "from_state": content.get("from"),
        "to_state": content.get("to"),
        "day": Day.of(on, content.get("on_precision")).day,
        "day_precision": content.get("on_precision"),
        "body": content.get("body"),
        "outcome": content.get("outcome"),
        "corrects": content.get("corrects"),
        "actor": content["actor"],
        "recorded_at": datetime.fromisoformat(content["recorded_at"]),
        "command_id": content.get("command"),
    }


def entry_of(
    row: Mapping[str, Any],
    words: Mapping[str, str],
    content: Mapping[str, Any] | None = None,
) -> Entry:
    """An entry as the history reads it, from its row and its words."""
    return Entry(
        seq=row["seq"],
        item_seq=row["item_seq"] or 0,
        hash=row["hash"],
        kind=row["kind"],
        event=row["event"] or row["kind"],
        from_state=row["from_state"],
        to_state=row["to_state"],
        day=Day(row["day"], row["day_precision"] or "unknown"),
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        body=row["body"],
        outcome=row["outcome"],
        corrects=row["corrects"],
        command_id=row["command_id"],
        content=json.loads(row["content"]) if content is None else content,
        words=words,
    )


def entries_of(tx: Transaction, item_id: str) -> tuple[Entry, ...]:
    """The entries of an item, oldest first."""
    words = words_by_entry(tx.all("words_of", item=item_id))
    return tuple(
        entry_of(row, words.get(row["seq"], {}))
        for row in tx.all("entries_of", item=item_id)
    )


def words_by_entry(rows: Sequence[Row]) -> dict[int, dict[str, str]]:
    """The free texts by entry and field."""
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row["seq"], {})[row["field"]] = row["text"]
    return found
