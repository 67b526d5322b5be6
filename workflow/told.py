"""What entries have brought, read again for an answer that was given before."""

import json
from collections.abc import Mapping
from typing import Any

from workflow.store import Row, Transaction

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


def brought(tx: Transaction, after: int, items: int, count: int) -> list[list[Row]]:
    """The entries of the items that an import opened, item by item.

    Definitions, sittings, calendars and what these move stand between them.
    """
    found: dict[str, list[Row]] = {}
    first = after + 1
    while rows := tx.all("entries_between", first=first, last=first + count):
        first += len(rows)
        for row in rows:
            if row["kind"] == "opened" and len(found) < items:
                found[row["item_id"]] = []
            if row["item_id"] in found and row["kind"] != "rescheduled":
                found[row["item_id"]].append(row)
        if sum(map(len, found.values())) >= count:
            break
    return list(found.values())
