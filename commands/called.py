"""What entries, their facts and their texts are called for people."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from commands.printing import Text
from definitions.sentences import Labelled, sentence

if TYPE_CHECKING:
    from definitions.model import Definition

KINDS = {  # of entries that are no event of the path
    "opened": sentence("opening"),
    "corrected": sentence("correction"),
    "term": sentence("office term set"),
    "term_done": sentence("office term closed"),
    "consulted": sentence("body asked for its statement"),
    "answered": sentence("answer to a consultation"),
    "document": sentence("document attached"),
    "gap": sentence("gap in the sources"),
    "migrated": sentence("moved to another version of its path"),
    "extended": sentence("deadline extended"),
    "suspended": sentence("deadline suspended"),
    "resumed": sentence("deadline runs again"),
    "rescheduled": sentence("deadlines moved"),
}
# facts that name something of the path, and where its label stands
LABELS: Mapping[str, Callable[["Definition"], Mapping[str, Labelled]]] = {
    "role": lambda path: path.roles,
    "consultation": lambda path: path.consultations,
    "document": lambda path: path.documents,
    "deadline": lambda path: path.deadlines,
}
CALLED = {  # facts and texts of entries
    "title": sentence("title"),
    "lead": sentence("lead department"),
    "note": sentence("note"),
    "reason": sentence("reason"),
    "outcome_text": sentence("in the words of the resolution"),
    "name": sentence("name"),
    "due": sentence("due"),
    "role": sentence("role"),
    "remind_before": sentence("reminders, days before"),
    "payload": sentence("hash of the text"),
    "consultation": sentence("consultation"),
    "asked": sentence("answers entry"),
    "document": sentence("kind of document"),
    "file": sentence("file"),
    "sha256": sentence("SHA-256"),
    "size": sentence("bytes"),
    "number": sentence("number of the supplement"),
    "sitting": sentence("sitting: entry of the record"),
    "definition": sentence("definition (hash)"),
    "from": sentence("definition before (hash)"),
    "items": sentence("items that moved together"),
    "urgency": sentence("reason of urgency"),
    "approved_by": sentence("approved by"),
    "evidence": sentence("evidence"),
    "deadline": sentence("deadline"),
    "started": sentence("runs from entry"),
    "body": sentence("body"),
    "by": sentence("extended by"),
    "until": sentence("extended until"),
    "was": sentence("last day before"),
    "calendar": sentence("calendar (hash)"),
    "basis": sentence("legal basis"),
    "reverses": sentence("reverses entry"),
    "expired": sentence("recorded by expiry just before: entries"),
    "later": sentence("steps recorded in between: entries"),
    "because": sentence("because of: entry of the record"),
    "deadlines": sentence("deadlines"),
}


def named(labels: Mapping[str, Labelled], name: str) -> Text:
    """A label, and in brackets the name that one types."""
    if name not in labels:
        return name
    return sentence("{label} ({name})", label=labels[name], name=name)
