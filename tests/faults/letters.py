"""The messages that a scheduler leaves in a folder."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.faults.records import DUE, Copies, state

LATE = [12, 15, 20]  # days since they were overdue, on the tenth of August


def files(outbox: Path) -> list[Path]:
    """The files of the messages."""
    return sorted(outbox.glob("*.eml"))


def letters(outbox: Path) -> list[EmailMessage]:
    """The messages."""
    return [
        email.message_from_bytes(path.read_bytes(), policy=default)
        for path in files(outbox)
    ]


def check_reminders(copies: Copies, database: str, outbox: Path) -> None:
    """Each of the three letters lies in the folder once, whole, marked late."""
    messages = letters(outbox)
    assert len(messages) == len(DUE)
    assert len({message["Message-ID"] for message in messages}) == len(DUE)
    assert sorted(map(days_late, messages)) == LATE
    assert len(list(outbox.iterdir())) == len(DUE), "no draft is left behind"
    rows = copies.said(database, "outbox", "list")
    assert [row["state"] for row in rows] == ["sent"] * len(DUE)
    assert sorted(row["late_days"] for row in rows) == LATE
    assert state(database).sound


def days_late(message: EmailMessage) -> int:
    """How late a letter says that it comes."""
    body = message.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    found = re.search(r"(\d+) Tage verspätet", text)
    assert found, text
    return int(found[1])
