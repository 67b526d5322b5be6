"""What has to be done by a day: as a row, in a few words, as data for JSON."""

import shlex
from typing import TYPE_CHECKING, Any

from commands import printing
from commands.answers import day_of, label
from definitions.sentences import Labelled, Sentence, sentence

if TYPE_CHECKING:
    from datetime import date

    from workflow.duties import Duty
    from workflow.morning import Way

HEADINGS = (
    sentence("due"),
    sentence("days left"),
    sentence("reference"),
    sentence("name"),
    sentence("waiting for"),
    sentence("reason"),
)


def duty_data(duty: "Duty", today: "date") -> dict[str, Any]:
    """A duty as JSON says it."""
    basis = duty.path.sources_of(duty.rule.basis, today) if duty.rule else ()
    return {
        "kind": duty.kind,
        "reference": duty.reference,
        "name": duty.name,
        "due": duty.due,
        "due_precision": duty.precision,
        "status": duty.status,
        "reason": about(duty),
        "role": ", ".join(duty.told),
        "remind_before": list(duty.remind_before),
        "body": duty.body,
        "days_left": duty.days_left(today),
        "overdue": duty.overdue(today),
        "waiting_for": waited_for(duty),
        "basis": [source.text for source in basis],
    }


def duty_row(duty: "Duty", today: "date") -> list[printing.Text | None]:
    """A duty as a row under HEADINGS."""
    left = duty.days_left(today)
    number: printing.Text | None = None if left is None else str(left)
    if duty.overdue(today):
        number = sentence("{days} (overdue)", days=left)
    return [
        _last_day(duty),
        number,
        duty.reference,
        duty.name,
        waited_for(duty),
        printing.short(about(duty)),
    ]


def _last_day(duty: "Duty") -> Sentence:
    if duty.status == "suspended":
        return sentence("suspended")
    if duty.due is None:
        return sentence("unknown")
    return day_of(duty.due.isoformat(), duty.precision)


def about(duty: "Duty") -> str:
    """What a duty is called, or the reason of an office term."""
    return _said(duty.about)


def waited_for(duty: "Duty") -> str:
    """Whom a duty waits for: a body, or roles."""
    return ", ".join(_said(each) for each in duty.waits_for)


def standing(duty: "Duty", today: "date") -> Sentence:
    """When a duty is due, in a few words."""
    left = duty.days_left(today)
    if left is None or left >= 0:
        return _last_day(duty)
    if left == -1:
        return sentence("{day}, yesterday", day=_last_day(duty))
    return sentence("{day}, {number} days ago", day=_last_day(duty), number=-left)


def way_said(way: "Way") -> printing.Text:
    """The command that is permitted, or who may."""
    if way.words:
        return command_of(way)
    return way.barred or sentence("nobody has to act")


def way_data(way: "Way") -> dict[str, Any]:
    """How to go on, as JSON says it."""
    return {"command": command_of(way) if way.words else None, "barred": way.barred}


def command_of(way: "Way") -> str:
    """The command as it is typed."""
    return shlex.join(("laufzettel", *way.words))


def _said(value: str | Labelled) -> str:
    return value if isinstance(value, str) else label(value)
