"""Rows that are derived from an item's entries: the consultations as they stand."""

from workflow.entries import entries_of
from workflow.store import Row
from workflow.unit import Unit
from workflow.walk import standing_of, walk


def set_rows(work: Unit, item: Row) -> None:
    """Set the item's rows to what its entries now say."""
    path = work.path_of(item)
    entries = entries_of(work.tx, item["id"])
    found = walk(path, entries)
    rows = {row["seq"]: row for row in work.tx.all("consultations_of", item=item["id"])}
    for entry in entries:
        if entry.kind == "consulted":
            status, outcome = standing_of(found, entry.item_seq)
            row = rows[entry.seq]
            if (row["status"], row["outcome"]) != (status, outcome):
                work.tx.change(
                    "set_consultation",
                    opened=entry.seq,
                    status=status,
                    outcome=outcome,
                )
