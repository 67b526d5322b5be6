"""Commands about what is due: deadline add, list, done; due."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import instant_said, label, say_entry
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
    from workflow.docket import Term, Waiting


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
            terms, asked = docket.due(tx), docket.waiting(tx)
        pulse = heartbeat.status(store, desk.now)
    _warn(pulse)
    found = [_of_term(term, desk.today) for term in terms]
    found += [_of_waiting(each, each.due, desk.today) for each in asked if each.due]
    found.sort(key=lambda each: (each["due"], each["reference"]))  # stable
    if as_json:
        printing.say_json(found)
    elif not found:
        printing.say(sentence("Nothing is due."))
    else:
        headings = [
            sentence("due"),
            sentence("days left"),
            sentence("reference"),
            sentence("waiting for"),
            sentence("reason"),
        ]
        printing.say_table(headings, map(_due_row, found))


def _of_term(term: "Term", today: date) -> dict[str, Any]:
    """An office term: the role waits for itself."""
    left = term.days_left(today)
    return {
        "kind": "office_term",
        "reference": term.reference,
        **term_data(term),
        "body": None,
        "days_left": left,
        "overdue": left < 0,
        "waiting_for": term.role,
    }


def _of_waiting(each: "Waiting", due: date, today: date) -> dict[str, Any]:
    """A consultation whose term runs; its roles record the answer of the body."""
    rule, body = each.definition.consultations[each.name], each.definition.bodies
    return {
        "kind": "consultation",
        "reference": each.reference,
        "name": each.name,
        "due": due,
        "status": "open",
        "reason": label(rule),
        "role": ", ".join(rule.by),
        "remind_before": [],
        "body": each.body,
        "days_left": (due - today).days,
        "overdue": due < today,
        "waiting_for": label(body[each.body]),
    }


def _due_row(found: Mapping[str, Any]) -> list[printing.Text]:
    left: printing.Text = str(found["days_left"])
    if found["overdue"]:
        left = sentence("{days} (overdue)", days=found["days_left"])
    reason = printing.short(found["reason"])
    waits = found["waiting_for"]
    return [str(found["due"]), left, found["reference"], waits, reason]


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
