"""A message of the outbox as people see it: its text, what became of it, what to do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands import printing
from commands.answers import local_said
from commands.printing import Text
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notifications.outcomes import Statement
    from workflow.store import Row

DIGITS = 12  # of a key that people see and type
WIDTH = 40  # columns of a subject and of an error in the list

_CALLED = {
    "new": sentence("new"),
    "sending": sentence("sending"),
    "sent": sentence("sent"),
    "unknown": sentence("unknown"),
    "dead": sentence("dead"),
    "held": sentence("held back"),
    "superseded": sentence("superseded"),
}
_MEANING = {
    "new": sentence("it waits to be delivered"),
    "sending": sentence("it is being delivered at this moment"),
    "sent": sentence("it was taken by the next station"),
    "unknown": sentence("it was handed over, and nobody knows whether it has arrived"),
    "dead": sentence("it was given up: it has surely not arrived"),
    "held": sentence("it is held back until it is released"),
    "superseded": sentence("it was withdrawn and is sent no more"),
}


_PERHAPS = {
    "new": sentence("it may have arrived, and is sent once more"),
    "dead": sentence("it was given up; whether it arrived before, nobody knows"),
    "held": sentence("it is held back until it is released; it may have arrived"),
    "superseded": sentence("it was withdrawn and is sent no more; it may have arrived"),
}


def called(state: str) -> Sentence:
    """A state in one word; `--state` and JSON keep the English one."""
    return _CALLED[state]


def say_table(rows: "Iterable[Row]") -> None:
    """The messages, one in a line."""
    headings = (
        sentence("message"),
        sentence("state"),
        sentence("recipient"),
        sentence("subject"),
        sentence("attempts"),
        sentence("next attempt, or end"),
        sentence("last error"),
    )
    printing.say_table(headings, map(_line, rows))


def _line(row: "Row") -> tuple[Text, ...]:
    return (
        row["key"][:DIGITS],
        called(row["state"]),
        row["recipient"],
        printing.short(row["subject"], WIDTH),
        str(row["attempts"]),
        local_said(row["sent_at"] or row["not_before"]),
        printing.short(printing.shown(error(row)), WIDTH),
    )


def facts(row: "Row", statement: "Statement | None") -> Iterator[Text]:
    """What is known of a message, and what a person can do about it."""
    yield sentence(
        "Message {key} ({kind}) by {channel} to {recipient}: {state}",
        key=row["key"][:DIGITS],
        state=called(row["state"]),
        **{name: row[name] for name in ("kind", "channel", "recipient")},
    )
    yield sentence("  {what}", what=_meaning(row, statement))
    yield sentence("  subject: {subject}", subject=row["subject"])
    if row["reference"]:
        yield sentence("  item: {reference}", reference=row["reference"])
    yield sentence("  Message-ID: {id}", id=row["message_id"])
    yield sentence("  key: {key}", key=row["key"])
    yield sentence("  written: {instant}", instant=local_said(row["created_at"]))
    yield sentence("  attempts: {number}", number=row["attempts"])
    yield from _repeats(row["repeats"])
    yield from _times(row)
    if row["last_error"] and statement is None:
        yield sentence("  last error: {error}", error=error(row))
    yield from _advice(row)


def _meaning(row: "Row", statement: "Statement | None") -> Sentence:
    from notifications import outcomes

    if statement is not None:
        return statement.said
    known = _PERHAPS if outcomes.may_have_arrived(row) else _MEANING
    return known.get(row["state"], _MEANING[row["state"]])


def _repeats(number: int) -> Iterator[Sentence]:
    if number == 1:
        yield sentence("  sent anew after nobody knew whether it had arrived: once")
    elif number:
        yield sentence(
            "  sent anew after nobody knew whether it had arrived: {number} times",
            number=number,
        )


def _times(row: "Row") -> Iterator[Sentence]:
    if row["state"] == "new":
        at = local_said(row["not_before"])
        yield sentence("  next attempt: from {instant}", instant=at)
    elif row["state"] == "sending":
        at = local_said(row["lease_until"])
        yield sentence("  what becomes of it is known by: {instant}", instant=at)
    elif row["sent_at"]:
        yield sentence("  sent: {instant}", instant=local_said(row["sent_at"]))


def error(row: "Row") -> Text:
    """What stopped a message last; the outbox's own words in the language in use."""
    from notifications import outbox, outcomes

    known = (
        outbox.ABANDONED,
        outcomes.DROPPED,
        outcomes.DROPPED_UNKNOWN,
        outcomes.ARRIVED,
        outcomes.NOT_ARRIVED,
    )
    own: dict[str, Sentence] = {str(each): each for each in known}
    said: str = row["last_error"] or ""
    return own.get(said, said)


def _advice(row: "Row") -> Iterator[Sentence]:
    """What a person can do about it."""
    from notifications import outcomes

    key, perhaps = row["key"][:DIGITS], outcomes.may_have_arrived(row)
    if row["state"] == "unknown":
        yield sentence(
            "Ask whether it has arrived. If so: `laufzettel outbox settle {key} "
            "--delivered --reason TEXT`. If not: `laufzettel outbox retry {key} --again"
            " --reason TEXT`.",
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
    if perhaps and row["state"] != "unknown":
        yield sentence(
            "If you learn that it has arrived: `laufzettel outbox settle {key} "
            "--delivered --reason TEXT`.",
            key=key,
        )


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
