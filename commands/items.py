"""Commands about items: new, list, show, next."""

from typing import TYPE_CHECKING

from commands import completion, files, printing
from commands.answers import label, say_recorded
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.galley import of_item, releases_said
from commands.options import (
    as_json,
    dated,
    note_option,
    particulars_option,
    reference_argument,
    repeatable,
)
from commands.slips import choice_data, choice_lines, slip_data, slip_lines
from definitions.sentences import sentence

if TYPE_CHECKING:
    from workflow.bounds import Day


@command
@argument("title", metavar="TITLE", help="The title of the item.")
@option("--lead", metavar="NAME", required=True, help="The lead department.")
@option(
    "--definition",
    metavar="PATH",
    default="berlin-senate",
    show_default=True,
    help="The approval path: a name, or a .yaml file.",
    shell_complete=completion.paths,
)
@option("--reference", metavar="REF", help="The reference; the next free one if none.")
@particulars_option
@dated
@note_option
@repeatable
@as_json
def new(
    desk: Desk,
    title: str,
    lead: str,
    definition: str,
    reference: str | None,
    particulars: str | None,
    day: "Day | None",
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from definitions import check, loader
    from notifications.grammar import STEP_KINDS
    from workflow import procedure

    path = check.sound(loader.find(definition), release_kinds=frozenset(STEP_KINDS))
    facts = files.particulars(particulars) if particulars else None
    with desk.store() as store:
        answer = procedure.open_item(
            store,
            desk.act(store, command_id),
            title=title,
            lead=lead,
            definition=path,
            day=day,
            reference=reference,
            note=note,
            particulars=facts,
        )
    say_recorded(answer, as_json)


@command
@option("--state", metavar="STATE", help="Only items in this state.")
@as_json
def list_items(desk: Desk, state: str | None, as_json: bool) -> None:
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        lines = docket.items(tx, state)
    if as_json:
        printing.say_json(
            [
                {
                    "reference": line.reference,
                    "title": line.title,
                    "lead": line.lead,
                    "state": line.state,
                    "definition": {
                        "name": line.definition.name,
                        "version": line.definition.version,
                    },
                }
                for line in lines
            ]
        )
    elif not lines and state is not None:
        printing.say(sentence("No items in the state {state}.", state=state))
    elif not lines:
        printing.say(sentence("No items. `laufzettel new` opens one."))
    else:
        printing.say_table(
            [sentence("reference"), sentence("state"), sentence("title")],
            [
                (line.reference, label(line.definition.states[line.state]), line.title)
                for line in lines
            ],
        )


@command
@reference_argument
@as_json
def show(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import access, docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
        held = access.standing(tx, desk.act(store).identity)
        choices = docket.choices(slip, held, desk.today)
        releases = tx.all("releases_of_item", item=slip.item_id)
    if as_json:
        told = {"releases": [of_item(row) for row in releases]}
        printing.say_json({**slip_data(slip, choices, desk.today), **told})
    else:
        printing.say(*slip_lines(slip, choices, desk.today), *releases_said(releases))


@command
@reference_argument
@as_json
def next_events(desk: Desk, reference: str, as_json: bool) -> None:
    from workflow import access, docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, reference)
        held = access.standing(tx, desk.act(store).identity)
        choices = docket.choices(slip, held, desk.today)
    if as_json:
        printing.say_json([choice_data(each) for each in choices])
    else:
        for choice in choices:
            printing.say(*choice_lines(slip, choice))
