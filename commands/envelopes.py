"""A message of the outbox as people see it: its text, what became of it, what to do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.answers import instant_said
from commands.printing import Text
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.store import Row

DIGITS = 12  # of a key that people see and type

_MEANING = {
    "new": sentence("it waits to be delivered"),
    "sending": sentence("it is being delivered at this moment"),
    "sent": sentence("it was taken by the next station"),
    "unknown": sentence("it was handed over, and nobody knows whether it has arrived"),
    "dead": sentence("it was given up: it has surely not arrived"),
    "held": sentence("it is held back until it is released"),
    "superseded": sentence("it was withdrawn and is sent no more"),
}


def facts(row: "Row") -> Iterator[Text]:
    """What is known of a message, and what a person can do about it."""
    yield sentence(
        "Message {key} ({kind}) by {channel} to {recipient}: {state}",
        key=row["key"][:DIGITS],
        **{name: row[name] for name in ("kind", "channel", "recipient", "state")},
    )
    yield sentence("  {what}", what=_meaning(row))
    yield sentence("  subject: {subject}", subject=row["subject"])
    if row["reference"]:
        yield sentence("  item: {reference}", reference=row["reference"])
    yield sentence("  Message-ID: {id}", id=row["message_id"])
    yield sentence("  key: {key}", key=row["key"])
    yield sentence("  written: {instant}", instant=instant_said(row["created_at"]))
    yield sentence("  attempts: {number}", number=row["attempts"])
    if row["repeats"]:
        yield sentence(
            "  sent anew after nobody knew whether it had arrived: {number} times",
            number=row["repeats"],
        )
    yield from _times(row)
    if row["last_error"]:
        yield sentence("  last error: {error}", error=error(row))
    yield from _advice(row)


def _meaning(row: "Row") -> Sentence:
    if row["state"] == "dead" and row["repeats"]:
        return sentence("it was given up; whether it arrived before, nobody knows")
    return _MEANING[row["state"]]


def _times(row: "Row") -> Iterator[Sentence]:
    if row["state"] == "new":
        at = instant_said(row["not_before"])
        yield sentence("  next attempt: from {instant}", instant=at)
    elif row["state"] == "sending":
        at = instant_said(row["lease_until"])
        yield sentence("  what becomes of it is known by: {instant}", instant=at)
    elif row["sent_at"]:
        yield sentence("  sent: {instant}", instant=instant_said(row["sent_at"]))


def error(row: "Row") -> Text:
    """What stopped a message last; the outbox's own words in the language in use."""
    from notifications import outbox, postbook

    known = (outbox.ABANDONED, postbook.DROPPED, postbook.DROPPED_UNKNOWN)
    own: dict[str, Sentence] = {str(each): each for each in known}
    said: str = row["last_error"] or ""
    return own.get(said, said)


def _advice(row: "Row") -> Iterator[Sentence]:
    """What a person can do about it."""
    key = row["key"][:DIGITS]
    if row["state"] == "unknown":
        yield sentence(
            "Ask whether it has arrived. If so: `laufzettel outbox drop {key} --reason "
            "TEXT`. If not: `laufzettel outbox retry {key} --again --reason TEXT`.",
            key=key,
        )
    elif row["state"] == "dead":
        yield sentence(
            "Once the cause is gone: `laufzettel outbox retry {key}`. If it is not to "
            "be sent: `laufzettel outbox drop {key} --reason TEXT`.",
            key=key,
        )
    elif row["state"] == "held":
        yield sentence("`laufzettel outbox release {key}` lets it go.", key=key)


def text(row: "Row") -> str:
    """The text of a message as its reader sees it; of JSON all of it."""
    from email import message_from_string
    from email.policy import default

    content: str = row["content"]
    if row["channel"] == "webhook":
        return content
    body = message_from_string(content, policy=default).get_body(("plain", "html"))
    try:
        said = content if body is None else str(body.get_content())
    except LookupError:  # of a kind or in an encoding that nobody knows
        said = content
    return said.replace("\r\n", "\n")
