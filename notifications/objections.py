"""Why a decision about a message is refused: its state, and what is possible in it.

Nothing was changed then; every sentence says so.
"""

from collections.abc import Sequence

from definitions.sentences import Sentence, sentence, shortened
from notifications.delivery import RELEASE
from notifications.outbox import DEAD, HELD, NEW, SENDING, SENT, SUPERSEDED, UNKNOWN
from workflow.store import Row

DIGITS = 12  # of a key that people see and type


def digits(row: Row) -> str:
    """The key of a message as people see and type it."""
    return str(row["key"])[:DIGITS]


def perhaps_there(row: Row) -> Sentence:
    """That it may have arrived, and what sends it all the same."""
    if row["kind"] == RELEASE:
        return sentence(
            "Message {key} is a release that the press may have received: it was handed"
            " over, and no answer came. Nothing was changed. Ask {to} first; `--again"
            " --reason TEXT` sends it once more, and the press may then receive it"
            " twice.",
            key=digits(row),
            to=row["recipient"],
        )
    return sentence(
        "Message {key} may have arrived: it was handed over, and no answer came. "
        "Nothing was changed. `--again --reason TEXT` sends it once more, and it may "
        "then arrive twice.",
        key=digits(row),
    )


def unknown(key: str) -> Sentence:
    """That no message has this key."""
    return sentence(
        "There is no message {key}. `laufzettel outbox list` shows the messages.",
        key=shortened(key),
    )


def several(key: str, found: Sequence[str]) -> Sentence:
    """That several messages begin so."""
    return sentence(
        "Several messages begin with {key}: {found}. More digits tell them apart.",
        key=key,
        found=tuple(each[: max(DIGITS, len(key) + 4)] for each in found),
    )


def stands(row: Row) -> Sentence:
    """Why a decision is not for a message in this state."""
    key, until = digits(row), row["lease_until"]
    return {
        NEW: sentence(
            "Message {key} waits to be delivered and is not held. Nothing was changed.",
            key=key,
        ),
        SENDING: sentence(
            "Message {key} is being delivered at this moment and cannot be called back."
            " Nothing was changed; what became of it is known by {until} UTC.",
            key=key,
            until=f"{until:%H:%M}" if until else "?",
        ),
        SENT: sentence("Message {key} was sent already. Nothing was changed.", key=key),
        HELD: sentence(
            "Message {key} is held: `laufzettel outbox release {key}` lets it go its "
            "way. Nothing was changed.",
            key=key,
        ),
        DEAD: sentence(
            "Message {key} was given up: `laufzettel outbox retry {key}` has it tried "
            "again. Nothing was changed.",
            key=key,
        ),
        UNKNOWN: sentence(
            "Message {key} was handed over already, and may have arrived: `laufzettel "
            "outbox show {key}` tells more. Nothing was changed.",
            key=key,
        ),
        SUPERSEDED: sentence(
            "Message {key} was withdrawn and is sent no more. Nothing was changed.",
            key=key,
        ),
    }[row["state"]]
