"""The form of entries: their text, hash, columns and texts; and reading them proved.

An entry is canonical JSON. `hash` is SHA-256 over a zero byte and that text; `prev`
names the hash before it in the whole record, `item_prev` the one before it in its item.
Titles, names and notes stand outside: the entry holds SHA-256(2, salt, text), so that
erasing a text leaves the chain valid. docs/security.md describes the form for those who
verify it without this program.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from definitions.canonical import canonical, parsed
from definitions.sentences import Problem, Sentence, sentence
from workflow.bounds import Day
from workflow.errors import RecordDamaged
from workflow.history import Entry
from workflow.store import Row, Transaction

VERSION = 1
ALGORITHM = "sha256"
GENESIS = "0" * 64  # the `prev` of the first entry


def entry_hash(content: str) -> str:
    """The hash of an entry: SHA-256 (hex) over 0x00 and its canonical text."""
    return hashlib.sha256(b"\x00" + content.encode()).hexdigest()


def commitment(salt: str, text: str) -> str:
    """What an entry says of a text: SHA-256 (hex) over 0x02, 16 bytes of salt, it."""
    return hashlib.sha256(b"\x02" + bytes.fromhex(salt) + text.encode()).hexdigest()


def instant_text(instant: datetime) -> str:
    """An instant as entries hold it: UTC, microseconds, fixed width."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Wrong(Exception):
    """What is wrong with one entry."""

    def __init__(self, what: Sentence) -> None:
        self.what = what
        super().__init__(str(what))


def need(right: bool, what: Sentence) -> None:
    """Raise Wrong unless it is right."""
    if not right:
        raise Wrong(what)


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
    """The entries of an item, oldest first, each proved against its hash and texts.

    Raises RecordDamaged with the first entry that does not prove itself: nothing is
    shown, decided or announced on the strength of it.
    """
    texts: dict[int, list[Row]] = {}
    for row in tx.all("words_of", item=item_id):
        texts.setdefault(row["seq"], []).append(row)
    found: list[Entry] = []
    last = GENESIS
    for row in tx.all("entries_of", item=item_id):
        found.append(_proved(row, texts.get(row["seq"], []), len(found), last))
        last = row["hash"]
    return tuple(found)


def _proved(row: Row, texts: Sequence[Row], before: int, last: str) -> Entry:
    try:
        content = parsed(row["content"])
        check_columns(row, content)
        place = (row["item_seq"], content["item_prev"])
        need(
            place == (before + 1, last),
            sentence("it does not name the entry before it in its item"),
        )
        return entry_of(row, checked_words(content, texts), content)
    except Wrong as wrong:
        raise _damaged(row, wrong.what) from None
    except UNREADABLE as odd:
        raise _damaged(row, unreadable(odd)) from None


def _damaged(row: Row, what: Sentence) -> RecordDamaged:
    return RecordDamaged(
        sentence(
            "The record is damaged: entry {seq}: {what}. Nothing was recorded;"
            " `laufzettel verify` tells more.",
            seq=row["seq"],
            what=what,
        )
    )


def check_columns(row: Mapping[str, Any], content: Mapping[str, Any]) -> None:
    """Raise Wrong unless hash and columns of an entry are what its content says."""
    made = row_of(content, row["content"])
    need(made["hash"] == row["hash"], sentence("its hash does not fit its content"))
    differing = tuple(name for name, value in made.items() if row[name] != value)
    need(
        not differing,
        sentence("its columns {names} say something else than it", names=differing),
    )


def checked_words(content: Mapping[str, Any], texts: Sequence[Row]) -> dict[str, str]:
    """The free texts, each fitting its commitment; none missing, none too many."""
    found = {row["field"]: commitment(row["salt"], row["text"]) for row in texts}
    committed = content.get("words", {})
    wrong = tuple(
        name
        for name in sorted({*found, *committed})
        if found.get(name) != committed.get(name)
    )
    need(
        not wrong,
        sentence("its texts {names} are not those that were recorded", names=wrong),
    )
    return {row["field"]: row["text"] for row in texts}


def unreadable(odd: Exception) -> Sentence:
    """What to say of an entry that breaks the form itself."""
    if isinstance(odd, (KeyError, IndexError)):
        return sentence("it refers to something that is not there")
    if isinstance(odd, Problem):
        return odd.sentences[0]
    return sentence("its content is not in the form of an entry")


UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    Problem,
)
