"""Commands about absences: absence add, end, list."""

from datetime import date
from typing import Any

from commands import completion, printing
from commands.answers import say_entry
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import DAY, as_json, note_option, repeatable
from definitions.sentences import sentence

who_argument = argument(
    "person",
    metavar="PERSON",
    help="A login or account of the record.",
    shell_complete=completion.people,
)


@command
@who_argument
@option(
    "--from", "first", metavar="DATE", type=DAY, required=True, help="The first day."
)
@option(
    "--until", "last", metavar="DATE", type=DAY, help="The last day, if it is known."
)
@option(
    "--deputy",
    metavar="PERSON",
    help="Who is written to instead.",
    shell_complete=completion.people,
)
@note_option
@repeatable
@as_json
def add(
    desk: Desk,
    person: str,
    first: date,
    last: date | None,
    deputy: str | None,
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from workflow import absences

    with desk.store() as store:
        answer = absences.add_absence(
            store,
            desk.act(store, command_id),
            person,
            first=first,
            last=last,
            deputy=deputy,
            today=desk.today,
            note=note,
        )
        with store.reading() as tx:
            remarks = absences.remarks(tx, person, deputy) if deputy else ()
    if as_json:
        say_entry(answer, who=person)
        return
    days = absences.days_said(first, last)
    printing.say(sentence("{name} is away {days}.", name=person, days=days))
    if deputy:
        printing.say(sentence("{deputy} is written to instead.", deputy=deputy))
    else:
        printing.say(
            sentence(
                "Nobody stands in: letters go to {name} all the same.", name=person
            )
        )
    printing.say(*remarks)


@command
@who_argument
@option(
    "--from",
    "first",
    metavar="DATE",
    type=DAY,
    help="The first day of the absence that is meant, where there are several.",
)
@note_option
@repeatable
@as_json
def end(
    desk: Desk,
    person: str,
    first: date | None,
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from workflow import absences

    with desk.store() as store:
        act = desk.act(store, command_id)
        answer = absences.end_absence(
            store, act, person, today=desk.today, first=first, note=note
        )
    if as_json:
        say_entry(answer, who=person)
    else:
        printing.say(sentence("The absence of {name} is ended as of now.", name=person))


@command
@option("--all", "every", is_flag=True, help="Also those that are over or were ended.")
@as_json
def list_absences(desk: Desk, every: bool, as_json: bool) -> None:
    from workflow import absences

    with desk.store() as store, store.reading() as tx:
        rows = absences.absences(tx, None if every else desk.today)
    if as_json:
        printing.say_json([_data(row) for row in rows])
    elif not rows:
        printing.say(sentence("Nobody is away."))
    else:
        headings = [
            sentence("person"),
            sentence("first day"),
            sentence("last day"),
            sentence("deputy"),
            sentence("status"),
        ]
        printing.say_table(headings, [_line(row, desk.today) for row in rows])


def _line(row: dict[str, Any], today: date) -> tuple[printing.Text | None, ...]:
    last = row["last"].isoformat() if row["last"] else None
    return row["name"], row["first"].isoformat(), last, row["deputy"], _said(row, today)


def _said(row: dict[str, Any], today: date) -> printing.Text:
    if row["ended_seq"] is not None:
        return sentence("ended")
    if row["last"] is not None and row["last"] < today:
        return sentence("over")
    return sentence("to come") if row["first"] > today else sentence("away")


def _data(row: dict[str, Any]) -> dict[str, Any]:
    """An absence as JSON tells it."""
    names = ("name", "account", "first", "last", "deputy")
    ended = row["ended_seq"]
    return {**{each: row[each] for each in names}, "entry": row["seq"], "ended": ended}
