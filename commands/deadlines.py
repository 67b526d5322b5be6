"""Commands about what is due: deadline add, list, done; due."""

from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import instant_said, say_entry
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import (
    DAY,
    WHOLE,
    as_json,
    note_option,
    reference_argument,
    written,
)
from commands.slips import term_data
from definitions.sentences import sentence

if TYPE_CHECKING:
    from notifications.heartbeat import Status
    from workflow.docket import Term


@command
@reference_argument
@option("--due", metavar="DATE", type=DAY, required=True, help="The day it is due.")
@option("--reason", metavar="TEXT", required=True, help="What is to be done.")
@option(
    "--for", "role", metavar="ROLE", required=True, help="The role that is reminded."
)
@option(
    "--remind",
    "remind_before",
    metavar="DAYS",
    type=WHOLE,
    multiple=True,
    default=(7,),
    show_default=True,
    help="Remind so many days before; can be repeated.",
)
@option("--name", metavar="NAME", help="A short name; term-1, term-2 ... if none.")
@note_option
@written
@as_json
def add(
    desk: Desk,
    reference: str,
    due: date,
    reason: str,
    role: str,
    remind_before: tuple[int, ...],
    name: str | None,
    note: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from workflow import terms

    with desk.store() as store:
        answer = terms.add_term(
            store,
            desk.act(store, command_id, expect),
            reference,
            due=due,
            reason=reason,
            role=role,
            remind_before=remind_before,
            name=name,
            note=note,
        )
    if as_json:
        say_entry(answer)
    else:
        printing.say(
            sentence(
                "{reference}: {name} is due on {due}; {role} will be reminded. "
                "Done with it: `laufzettel deadline done {reference} {name}`.",
                reference=reference,
                name=answer["name"],
                due=due,
                role=role,
            )
        )


@command
@reference_argument
@as_json
def list_terms(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        terms = docket.slip(tx, reference).terms
    if as_json:
        printing.say_json([term_data(term) for term in terms])
    elif not terms:
        printing.say(sentence("{reference} has no deadlines.", reference=reference))
    else:
        printing.say_table(
            [
                sentence("due"),
                sentence("name"),
                sentence("status"),
                sentence("role"),
                sentence("reason"),
            ],
            [
                (
                    str(term.due),
                    term.name,
                    _STATUS[term.status],
                    term.role,
                    printing.short(term.reason),
                )
                for term in terms
            ],
        )


@command
@reference_argument
@argument(
    "name",
    metavar="NAME",
    help="The name of the office term.",
    shell_complete=completion.terms,
)
@note_option
@written
@as_json
def done(
    desk: Desk,
    reference: str,
    name: str,
    note: str | None,
    command_id: str | None,
    expect: int | None,
    as_json: bool,
) -> None:
    from workflow import terms

    with desk.store() as store:
        act = desk.act(store, command_id, expect)
        answer = terms.finish_term(store, act, reference, name, note=note)
    if as_json:
        say_entry(answer)
    else:
        printing.say(
            sentence(
                "{reference}: {name} is done; nobody will be reminded of it.",
                reference=reference,
                name=name,
            )
        )


@command
@as_json
def due(desk: Desk, as_json: bool) -> None:
    from notifications import heartbeat
    from workflow import docket

    with desk.store("notifications") as store:
        with store.reading() as tx:
            terms = docket.due(tx)
        pulse = heartbeat.status(store, desk.now)
    _warn(pulse)
    if as_json:
        printing.say_json([_due_data(term, desk.today) for term in terms])
    elif not terms:
        printing.say(sentence("Nothing is due."))
    else:
        headings = [
            sentence("due"),
            sentence("days left"),
            sentence("reference"),
            sentence("waiting for"),
            sentence("reason"),
        ]
        printing.say_table(headings, [_due_row(term, desk.today) for term in terms])


def _due_data(term: "Term", today: date) -> dict[str, Any]:
    return {
        "reference": term.reference,
        **term_data(term),
        "days_left": term.days_left(today),
        "waiting_for": term.role,
    }


def _due_row(term: "Term", today: date) -> list[str]:
    left = str(term.days_left(today))
    reason = printing.short(term.reason)
    return [str(term.due), left, term.reference, term.role, reason]


def _warn(pulse: "Status") -> None:
    """Say on standard error that nobody is being reminded, where that is so."""
    if pulse.last_round_at is None:
        printing.complain(sentence("No scheduler has run yet: nobody is reminded."))
    elif pulse.stale:
        printing.complain(
            sentence(
                "The scheduler last ran on {instant}: nobody is being reminded.",
                instant=instant_said(pulse.last_round_at),
            )
        )


_STATUS = {"open": sentence("open"), "done": sentence("done")}
