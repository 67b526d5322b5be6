"""Commands about reminders: what would be sent, what was sent about an item."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from commands import completion, envelopes, printing, ways
from commands.answers import local_said
from commands.desk import Desk
from commands.frame import command, option
from commands.options import WholeNumber, as_json, reference_argument
from commands.telling import event_of
from commands.told import (
    STATES,
    reason_data,
    reason_said,
    reminded_data,
    reminded_row,
)
from commands.ways import outbox_option
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from notifications.foresight import Foresight, Happening, Sending

_LONGEST = 400  # days: a year and what a path looks ahead


@command
@option(
    "--days",
    metavar="N",
    type=WholeNumber(),
    default=14,
    show_default=True,
    help="How many days to look ahead, after today.",
)
@option(
    "--to",
    "who",
    metavar="WHO",
    help="Only what reaches this address, person, role:NAME or body:NAME.",
    shell_complete=completion.correspondents,
)
@option("--full", is_flag=True, help="Print the text of each message as well.")
@outbox_option
@as_json
def preview(
    desk: Desk,
    days: int,
    who: str | None,
    full: bool,
    outbox: str | None,
    as_json: bool,
) -> int:
    from notifications import foresight

    _check_days(days)
    settings = ways.settings(desk, outbox)
    with desk.store("notifications") as store:
        found = foresight.foresee(store, desk.now, settings, days)
        if who is not None:
            with store.reading() as tx:
                found = foresight.only(found, foresight.whom(tx, who))
    if as_json:
        printing.say_json(_as_data(found, full))
    else:
        _say(found, full)
    printing.complain(*found.problems)
    return 5 if found.problems else 0


@command
@reference_argument
@as_json
def list_sent(desk: Desk, reference: str, as_json: bool) -> None:
    from notifications import reminded

    with desk.store("notifications") as store, store.reading() as tx:
        found = reminded.reminders_of(tx, reference)
    if as_json:
        printing.say_json([reminded_data(each) for each in found])
    elif not found:
        printing.say(
            sentence(
                "Nobody has been reminded of {reference} so far. `laufzettel reminders"
                " preview` tells what is to come.",
                reference=reference,
            )
        )
    else:
        headings = (
            sentence("meant for"),
            sentence("recipient"),
            sentence("reason"),
            sentence("what became of it"),
        )
        printing.say_table(headings, map(reminded_row, found))


def _check_days(days: int) -> None:
    if days > _LONGEST:
        from workflow.errors import WrongUsage

        raise WrongUsage(
            sentence(
                "A preview looks at most {most} days ahead, not {days}.",
                most=_LONGEST,
                days=days,
            )
        )


def _say(found: "Foresight", full: bool) -> None:
    if found.sendings or found.happenings:
        printing.say(
            sentence(
                "Until {day} this is sent if nobody acts meanwhile:", day=found.until
            )
        )
        headings = (
            sentence("time"),
            sentence("recipient"),
            sentence("channel"),
            sentence("subject and reasons"),
        )
        printing.say_table(headings, _rows(found))
    else:
        printing.say(sentence("Until {day} nothing is sent.", day=found.until))
    for row in found.stuck:
        printing.say(
            sentence(
                "Not sent by itself: message {key} to {recipient}, {state}."
                " `laufzettel outbox show {key}` tells more.",
                key=row["key"][:12],
                recipient=row["recipient"],
                state=STATES[row["state"]],
            )
        )
    for each in found.sendings if full else ():
        _say_message(each)


def _rows(found: "Foresight") -> Iterator[Sequence[printing.Text | None]]:
    """Messages and what the clock brings, by time."""
    events: list[Sending | Happening] = [*found.happenings, *found.sendings]
    for each in sorted(events, key=lambda each: each.at):
        yield from _rows_of(each)


def _rows_of(each: "Sending | Happening") -> Iterator[Sequence[printing.Text | None]]:
    from notifications.foresight import Sending

    if not isinstance(each, Sending):
        yield local_said(each.at), sentence("by expiry"), None, _happened(each)
        return
    message = each.message
    subject = printing.short(each.subject, 78)
    yield local_said(each.at), message.recipient, message.channel, subject
    for reason in each.reasons:
        yield " ", " ", " ", sentence("– {reason}", reason=reason_said(reason))


def _happened(each: "Happening") -> Sentence:
    """What comes by the clock, and for which body it counts."""
    said = sentence(
        "{reference}: {what}",
        reference=each.slip.reference,
        what=event_of(each.slip, each.entry),
    )
    body = each.slip.definition.bodies.get(each.entry.body or "")
    return said if body is None else sentence("{what}, {body}", what=said, body=body)


def _say_message(each: "Sending") -> None:
    printing.say(
        "",
        sentence(
            "── {time} to {recipient} ({channel}): {subject}",
            time=local_said(each.at),
            recipient=each.message.recipient,
            channel=each.message.channel,
            subject=each.subject,
        ),
        "",
    )
    message = {"channel": each.message.channel, "content": each.message.content}
    printing.say_text(envelopes.text(message))


def _as_data(found: "Foresight", full: bool) -> dict[str, Any]:
    return {
        "until": found.until,
        "messages": [_message_data(each, full) for each in found.sendings],
        "clock_events": [_happening_data(each) for each in found.happenings],
        "stuck": found.stuck,
        "problems": found.problems,
    }


def _message_data(each: "Sending", full: bool) -> dict[str, Any]:
    message = each.message
    text = {"content": message.content} if full else {}
    return {
        "at": each.at,
        "recipient": message.recipient,
        "channel": message.channel,
        "kind": message.kind,
        "subject": each.subject,
        "key": message.key,
        "message_id": message.message_id,
        "reasons": [reason_data(reason) for reason in each.reasons],
        **text,
    }


def _happening_data(each: "Happening") -> dict[str, Any]:
    entry = each.entry
    return {
        "at": each.at,
        "reference": each.slip.reference,
        "event": entry.event,
        "on": entry.day.day,
        "outcome": entry.outcome,
        "body": entry.body,
        "deadline": entry.content.get("facts", {}).get("deadline"),
    }
