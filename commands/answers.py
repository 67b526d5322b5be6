"""How commands say what they did, and how days and instants are written."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from commands import printing
from commands.language import spoken
from definitions.sentences import Labelled, Sentence, sentence

if TYPE_CHECKING:
    from workflow.bounds import Day


def label(value: Labelled) -> str:
    """A label in the language in use."""
    return value.de if spoken() == "de" else value.en


def say_entry(answer: Mapping[str, Any], **more: object) -> None:
    """Say as JSON what was recorded; an entry that has no day says so."""
    precision = answer["on_precision"] or "unknown"
    printing.say_json({**more, **answer, "on_precision": precision})


def say_recorded(answer: Mapping[str, Any], as_json: bool) -> None:
    """Say what was recorded, and where the item stands now."""
    if as_json:
        say_entry(answer)
        return
    printing.say(
        sentence(
            "{reference}: recorded {event} ({day}) as entry {seq}.",
            reference=answer["reference"],
            event=answer["event"],
            day=day_of(answer["on"], answer["on_precision"]),
            seq=answer["seq"],
        ),
        sentence(
            "It now stands at {state}. What may come next: "
            "`laufzettel next {reference}`.",
            reference=answer["reference"],
            state=answer["state"],
        ),
        *_reversed(answer),
    )


def _reversed(answer: Mapping[str, Any]) -> list[Sentence]:
    """What the ends of terms brought about before an act, and what it undoes."""
    told = [expired(answer)] if answer.get("expired") else []
    return [*told, reversal(answer)] if "reverses" in answer else told


def expired(answer: Mapping[str, Any]) -> Sentence:
    """What to say of ended terms whose effect an act has brought on record first."""
    return sentence(
        "Terms had ended before: what follows from that was recorded first, by expiry"
        " (entries {seqs}). `laufzettel history {reference}` shows it.",
        seqs=tuple(answer["expired"]),
        reference=answer["reference"],
    )


def reversal(answer: Mapping[str, Any]) -> Sentence:
    """What to say of an act that came inside a term, but was recorded after it."""
    if answer.get("later"):
        return sentence(
            "It took effect inside the term: what was recorded by expiry (entry {seq})"
            " is reversed. Steps were recorded since: entries {later}; if they cannot"
            " stand: `laufzettel correct {reference} SEQ --void --reason TEXT`, the"
            " last one first.",
            seq=answer["reverses"],
            later=tuple(answer["later"]),
            reference=answer["reference"],
        )
    return sentence(
        "It took effect inside the term: what was recorded by expiry (entry {seq}) is"
        " reversed.",
        seq=answer["reverses"],
    )


def day_of(on: str | None, precision: str | None) -> Sentence:
    """A day as the slip says it."""
    if on is None:
        return sentence("day unknown")
    if precision == "at_latest":
        return sentence("at the latest {day}", day=on)
    return sentence("{day}", day=on)


def day_said(day: "Day") -> Sentence:
    """A day of the history as the slip says it."""
    return day_of(day.day.isoformat() if day.day else None, day.precision)


def instant_said(instant: datetime) -> str:
    """An instant for a reader: UTC, to the minute."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def local_said(instant: datetime) -> str:
    """An instant as clocks in the office show it, to the minute."""
    from workflow.localtime import local

    return f"{local(instant):%Y-%m-%d %H:%M} Berlin"
