"""Which running deadlines an entry has moved, as answers tell it."""

import json
from collections.abc import Mapping
from typing import Any

from workflow.store import Transaction

Moved = dict[str, Any]  # reference, name, started, body, was, due


def moved_by(tx: Transaction, seq: int) -> list[Moved]:
    """The deadlines that an entry has moved, from the entries that tell of it."""
    found: list[Moved] = []
    for row in tx.all("rescheduled_after", seq=seq):
        facts = json.loads(row["content"])["facts"]
        if facts["because"] == seq:
            item = tx.one("item_by_id", item=row["item_id"])
            reference = item["reference"] if item else None
            found += [_told(reference, each) for each in facts["deadlines"]]
    return found


def moved_too(said: Mapping[str, Any], moved: list[Moved]) -> dict[str, Any]:
    """An answer that tells which running deadlines have another day now."""
    return {**said, "moved": moved} if moved else {**said}


def _told(reference: str | None, each: Mapping[str, Any]) -> Moved:
    names = ("name", "started", "body", "was", "due")
    return {"reference": reference, **{name: each.get(name) for name in names}}
