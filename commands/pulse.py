"""Whether reminders run: one line on standard error, after what a command answers."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from commands import printing
from definitions.sentences import FullDay, Sentence, sentence

if TYPE_CHECKING:
    from notifications.pulse import Pulse
    from workflow.store import Store


def felt(store: "Store", now: datetime, limit: timedelta) -> "Pulse | None":
    """The pulse; None if it cannot be felt, which is no reason to fail a command."""
    from notifications.pulse import felt

    with suppress(Exception):
        return felt(store, now, limit)
    return None


def warn(found: "Pulse | None", now: datetime) -> None:
    """Say that nobody is being reminded, or that the clock is in doubt, if so."""
    if found is None or not (found.missed or found.doubt):
        return
    with suppress(OSError):  # the answer has been given: nothing else can fail
        printing.complain(_said(found, now))


def _said(found: "Pulse", now: datetime) -> Sentence:
    if not found.missed:
        return sentence(
            "The clock is in doubt, and releases are held back."
            " `laufzettel scheduler status` tells more."
        )
    if found.last_round_at is None:
        return sentence(
            "Reminders have never run. `laufzettel scheduler status` tells more."
        )
    from notifications.pulse import lasting
    from workflow.localtime import local

    passed = now - found.last_round_at
    if passed < timedelta():
        return sentence(
            "The last round of reminders lies {span} ahead: the clock was wrong then,"
            " or is wrong now. `laufzettel scheduler status` tells more.",
            span=lasting(-passed),
        )
    there = local(found.last_round_at)
    return sentence(
        "Reminders have not run since {day}, {time} ({span})."
        " `laufzettel scheduler status` tells more.",
        day=FullDay(there.date()),
        time=f"{there:%H:%M}",
        span=lasting(passed),
    )
