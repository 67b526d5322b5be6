"""What goes wrong with a delivery, in words for whoever looks after the scheduler."""

from definitions.sentences import Problem, Sentence, sentence
from notifications import outbox
from notifications.delivery import Claimed, Unusable
from workflow.errors import InputOutput


def stranded(channel: str) -> Sentence:
    """That nothing leads out where messages wait."""
    return sentence(
        "Messages wait for the channel {channel}, which is not configured any more. "
        "`laufzettel outbox list --state new` shows them; `outbox drop` ends it.",
        channel=channel,
    )


def blocked(claimed: Claimed, gone: Unusable) -> Problem:
    """That a channel cannot be used; its messages wait."""
    return InputOutput(
        sentence(
            "The channel {channel} cannot be used: {reason}. The messages wait in the "
            "outbox.",
            channel=claimed.channel,
            reason=gone.reason,
        )
    )


def slow(channel: str) -> Problem:
    """That a channel takes too long to go on with it in this round."""
    return InputOutput(
        sentence(
            "The channel {channel} takes too long to answer. The other messages for it "
            "wait for the next round.",
            channel=channel,
        )
    )


def withheld(claimed: Claimed, reason: Sentence) -> Sentence:
    """That a release was held back at the last moment."""
    return sentence(
        "Message {key} was held back: {reason}. `laufzettel outbox show {key}` tells"
        " more.",
        key=claimed.key[:12],
        reason=reason,
    )


def reason(error: Exception) -> str:
    """What a fault says of itself, for the outbox."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error) or type(error).__name__


def failure(claimed: Claimed, state: str, reason: str, uncertain: bool) -> Sentence:
    """That a message was not delivered, or may not have been, and what follows."""
    said = {"key": claimed.key[:12], "kind": claimed.kind, "reason": reason}
    if state == outbox.DEAD:
        return sentence(
            "Message {key} ({kind}) was given up after attempt {attempts}: {reason}",
            **said,
            attempts=claimed.attempts,
        )
    if state == outbox.UNKNOWN:
        return sentence(
            "Nobody knows whether message {key} ({kind}) has arrived: {reason}. "
            "`laufzettel outbox show {key}` tells more.",
            **said,
        )
    if uncertain:
        return sentence(
            "Nobody knows whether message {key} ({kind}) has arrived: {reason}. It is "
            "sent once more, with the same Message-ID.",
            **said,
        )
    return sentence(
        "Message {key} ({kind}) was not delivered; it is tried again: {reason}",
        **said,
    )
