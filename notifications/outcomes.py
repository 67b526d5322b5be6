"""What is known of where a message has got to when no channel could tell.

It may have arrived: a fact of its row, which nothing that is decided later takes away.
Or somebody has found out, and says so: who, stands on the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from definitions.sentences import Sentence, sentence
from notifications.outbox import GIVEN, SENDING, SENT, SUPERSEDED
from workflow.store import Transaction

DROPPED = sentence("dropped by hand")
DROPPED_UNKNOWN = sentence("dropped by hand; it may have arrived")
ARRIVED = sentence("it was delivered, as somebody has stated")
NOT_ARRIVED = sentence("it was not delivered, as somebody has stated")

_STATED = {(SENT, str(ARRIVED)), (SUPERSEDED, str(NOT_ARRIVED))}


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody stated about a message: `by` a name, in that entry of the record.

    Without an entry the record says nothing of it.
    """

    delivered: bool
    by: str | None = None
    entry: int | None = None

    @property
    def said(self) -> Sentence:
        """What was stated, by whom, and where that is on record."""
        if self.entry is None:
            delivered = sentence("delivered, as somebody has stated")
            lost = sentence("not delivered, as somebody has stated")
            return delivered if self.delivered else lost
        by = {"name": self.by or "?", "entry": self.entry}
        if self.delivered:
            return sentence("delivered, by statement of {name} (entry {entry})", **by)
        return sentence("not delivered, by statement of {name} (entry {entry})", **by)

    @property
    def data(self) -> dict[str, Any]:
        """The same for machines."""
        return {"delivered": self.delivered, "by": self.by, "entry": self.entry}


def stated(row: Mapping[str, Any]) -> bool:
    """Whether somebody has stated what became of the message."""
    return (row["state"], row["last_error"]) in _STATED


def may_have_arrived(row: Mapping[str, Any]) -> bool:
    """Whether it was handed over and nobody knows what came of that, now or before."""
    if row["state"] == SENT or stated(row):
        return False
    unanswered = row["stage"] == GIVEN and row["state"] != SENDING
    return bool(unanswered or row["repeats"] > 0)


def statement(tx: Transaction, row: Mapping[str, Any]) -> Statement | None:
    """The latest statement about the message of a row; None if there is none."""
    if not stated(row):
        return None
    delivered = row["state"] == SENT
    # the last decision about it: nothing but another statement follows one
    entry = tx.one("last_dispatch_naming", holding=f'%"{row["key"]}"%')
    if entry is None:
        return Statement(delivered)
    return Statement(delivered, entry["name"], entry["seq"])
