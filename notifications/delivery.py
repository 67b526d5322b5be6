"""What a channel is, and the three ways in which handing a message over can end.

Accepted (nothing is raised), surely not accepted, or nobody knows: a server may have
taken a message whose answer was lost (RFC 1047). What follows from each is the policy
of the outbox.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

FOLDER, SMTP, WEBHOOK = "folder", "smtp", "webhook"
RELEASE = "release"  # a message to the press: at most once, then a human decides


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to one recipient, ready to go out.

    `content`: RFC 5322, or JSON; `letter`: the same for the same on several channels.
    """

    key: str
    message_id: str
    letter: str
    channel: str
    kind: str
    reference: str | None
    recipient: str
    subject: str
    content: str
    late_days: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process, and no other, is to hand over now."""

    key: str
    message_id: str
    letter: str
    channel: str
    kind: str
    reference: str | None
    recipient: str
    content: str
    late_days: int
    repeats: int
    fence: int
    attempts: int


Passing = Callable[[], None]  # raises Fenced


class NotAccepted(Exception):
    """The message was surely not taken. `permanent`: trying again would change nothing.

    `reason` is for a person to read and holds neither content nor credentials.
    """

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.permanent = reason, permanent


class Uncertain(Exception):
    """The message was handed over and no answer came: it may have been taken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unusable(Exception):
    """The channel itself cannot be used (any more); this message was surely not taken.

    No attempt is counted: the messages wait until the channel is back.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Fenced(Exception):
    """The claim is no longer ours: its lease ran out, and somebody else has it."""


class Channel(Protocol):
    """An open way out. One message is handed over at a time."""

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        """Hand a message over.

        `passing` is called once, immediately before the step after which the message
        may have been taken (the final dot, the request, the rename). It commits that
        fact, and raises Fenced if somebody else holds the message by now. Raises
        NotAccepted, Uncertain, Unusable, Fenced.
        """
