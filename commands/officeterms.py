"""Commands of office terms (Wiedervorlagen): deadline add, done."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import say_entry
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
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.store import Store


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
        unreached = _unreached(desk, store, role)
    if as_json:
        say_entry(answer)
    else:
        printing.say(*_added(answer, due, role, unreached=unreached))


def _added(
    answer: Mapping[str, Any], due: date, role: str, *, unreached: bool
) -> Iterator[Sentence]:
    yield sentence(
        "{reference}: {name} is due on {due}; {role} will be reminded. "
        "Done with it: `laufzettel deadline done {reference} {name}`.",
        reference=answer["reference"],
        name=answer["name"],
        due=due,
        role=role,
    )
    if unreached:
        yield sentence(
            "Nobody can be reached as {role} yet: `laufzettel contact set "
            "role:{role} --mail ADDRESS` enters a mailbox.",
            role=role,
        )


def _unreached(desk: Desk, store: "Store", role: str) -> bool:
    """Whether reminders go out by mail and none would reach this role today."""
    from workflow.directory import Directory

    if "smtp" not in desk.settings.channels:
        return False
    with store.reading() as tx:
        directory = Directory.of(tx, desk.settings.addresses, since=desk.today)
    return not directory.reached(f"role:{role}", desk.today)


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
