"""Of what somebody is reminded and what became of it, in words and as JSON."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from commands import printing
from commands.answers import label, local_said
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from notifications.reminded import Posted, Reason, Reminded

STATES = {
    "due": sentence("waits for its letter"),
    "superseded": sentence("not sent: superseded"),
    "new": sentence("waits in the outbox"),
    "sending": sentence("is being sent"),
    "sent": sentence("sent"),
    "unknown": sentence("unknown whether it arrived"),
    "dead": sentence("given up"),
    "held": sentence("held back"),
    "queued": sentence("stands in a letter"),
}
_STAGES: dict[str, tuple[Sentence, Callable[[int], Sentence]]] = {
    "before": (
        sentence("1 working day before"),
        lambda number: sentence("{number} working days before", number=number),
    ),
    "calendar": (
        sentence("1 day before"),
        lambda number: sentence("{number} days before", number=number),
    ),
    "after": (
        sentence("overdue, 1 working day after"),
        lambda number: sentence("overdue, {number} working days after", number=number),
    ),
    "escalation": (
        sentence("escalation, 1 working day after"),
        lambda number: sentence(
            "escalation, {number} working days after", number=number
        ),
    ),
}


def reason_said(reason: "Reason") -> Sentence:
    """Why somebody is told, in one line."""
    said = sentence(
        "{reference}: {about}, last day {due}: {stage}",
        reference=reason.reference,
        about=_about(reason),
        due=reason.due,
        stage=_stage(reason),
    )
    if reason.late_days < 1:
        return said
    return sentence(
        "{reason}; late, meant for {day}", reason=said, day=reason.occurrence
    )


def _about(reason: "Reason") -> printing.Text:
    called = reason.about if isinstance(reason.about, str) else label(reason.about)
    if reason.kind == "office_term":
        return printing.short(called)
    if reason.body is None:
        return called
    return f"{called}, {label(reason.body)}"


def _stage(reason: "Reason") -> Sentence:
    """Which reminder it is, by the days between it and the last day."""
    if reason.stage == "day":
        return sentence("on the last day")
    by_hand = reason.kind == "office_term" and reason.stage == "before"
    kind = "calendar" if by_hand else reason.stage
    one, many = _STAGES[kind]
    return one if reason.apart == 1 else many(reason.apart)


def reason_data(reason: "Reason") -> dict[str, Any]:
    return {
        "reference": reason.reference,
        "kind": reason.kind,
        "name": reason.name,
        "reason": reason.about
        if isinstance(reason.about, str)
        else label(reason.about),
        "due": reason.due,
        "stage": reason.stage,
        "meant_for": reason.occurrence,
        "days_apart": reason.apart,
        "late_days": reason.late_days,
        "principal": reason.principal,
        "recipient": reason.recipient,
    }


def reminded_row(each: "Reminded") -> Sequence[printing.Text | None]:
    reason = each.reason
    what = sentence(
        "{about}, last day {due}: {stage}",
        about=_about(reason),
        due=reason.due,
        stage=_stage(reason),
    )
    day = sentence("{day}", day=reason.occurrence)
    return day, each.recipient, what, _became(each)


def _became(each: "Reminded") -> Sentence:
    """What became of a reminder, on each channel."""
    if not each.posted:
        return STATES[each.state]
    said = [
        sentence(
            "{state} ({channel}: {recipient}, {time})",
            state=_state(posted),
            channel=posted.channel,
            recipient=posted.address,
            time=local_said(posted.at),
        )
        for posted in each.posted
    ]
    return said[0] if len(said) == 1 else sentence("{all}", all=tuple(said))


def _state(posted: "Posted") -> Sentence:
    """What became of it on one channel, and who says so."""
    if posted.statement is not None:
        return posted.statement.said
    if not posted.perhaps or posted.state == "unknown":
        return STATES[posted.state]
    if posted.state == "superseded":
        return sentence("sent no more, may have arrived")
    return sentence("{state}, may have arrived", state=STATES[posted.state])


def reminded_data(each: "Reminded") -> dict[str, Any]:
    return {
        **reason_data(each.reason),
        "state": each.state,
        "name_of_recipient": each.recipient,
        "messages": [
            {
                "key": posted.message,
                "channel": posted.channel,
                "kind": posted.kind,
                "recipient": posted.address,
                "state": posted.state,
                "at": posted.at,
                "may_have_arrived": posted.perhaps,
                "statement": posted.statement and posted.statement.data,
            }
            for posted in each.posted
        ],
    }
