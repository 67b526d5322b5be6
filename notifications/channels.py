"""The ways out by name: a folder, a mail server, a webhook."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from definitions.sentences import sentence
from notifications import folder, smtp, webhook
from notifications.delivery import FOLDER, SMTP, WEBHOOK, Channel
from notifications.smtp import SmtpSettings
from notifications.webhook import WebhookSettings
from workflow.errors import Misconfigured

NAMES = (FOLDER, SMTP, WEBHOOK)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where each channel leads; None where nothing is set."""

    folder: Path
    smtp: SmtpSettings | None = None
    webhook: WebhookSettings | None = None


@contextmanager
def opened(name: str, ways: Ways, now: datetime) -> Iterator[Channel]:
    """A channel, open for the messages of one round that began at `now`.

    Raises InputOutput or Misconfigured if it cannot be used: its messages wait.
    """
    if name == FOLDER:
        with folder.opened(ways.folder) as way:
            yield way
    elif name == SMTP and ways.smtp is not None:
        with smtp.opened(ways.smtp) as mailer:
            yield mailer
    elif name == WEBHOOK and ways.webhook is not None:
        with webhook.opened(ways.webhook, now) as hook:
            yield hook
    else:
        raise _unknown(name)


def _unknown(name: str) -> Misconfigured:
    if name in NAMES:
        return Misconfigured(
            sentence(
                "The channel {name} has messages, but nothing says where it leads. "
                "Set it up; they wait in the outbox.",
                name=name,
            )
        )
    return Misconfigured(
        sentence(
            "There is no channel {name}; there are {names}.", name=name, names=NAMES
        )
    )
