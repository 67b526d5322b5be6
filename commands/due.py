"""The list of everything that has to be done by a day: due."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from commands import completion, printing
from commands.desk import Desk
from commands.duties import HEADINGS, duty_data, duty_row
from commands.frame import command, option
from commands.options import WHOLE, WholeNumber, as_json
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from workflow.duties import Duty
    from workflow.store import Store, Transaction

_FROM_ONE = WholeNumber(1)


@command
@option(
    "--body",
    metavar="BODY",
    help="Only what waits for this body.",
    shell_complete=completion.all_bodies,
)
@option("--person", metavar="PERSON", help="Only what concerns this person.")
@option("--mine", is_flag=True, help="Only what concerns you.")
@option("--days", metavar="N", type=WHOLE, help="Only what is due within so many days.")
@option(
    "--sort",
    type=click.Choice(["due", "reference", "body"]),
    default="due",
    show_default=True,
    help="What the list is sorted by.",
)
@option("--limit", metavar="N", type=_FROM_ONE, help="So many entries on a page.")
@option("--page", metavar="P", type=_FROM_ONE, help="Which page, 1 being the first.")
@as_json
def due(
    desk: Desk,
    limit: int | None,
    page: int | None,
    as_json: bool,
    **asked: Any,
) -> None:
    from workflow import duties, morning

    with desk.store() as store, store.reading() as tx:
        every = _asked_for(desk, store, tx, **asked)
        found, length = every, limit or duties.PAGE
        if limit is not None or page is not None:
            found = duties.page_of(every, page or 1, length)
        stuck = [morning.hindered(tx, each, desk.today) for each in found]
    if as_json:
        data = (duty_data(each, desk.today) for each in found)
        both = zip(data, stuck, strict=True)
        printing.say_json([each | {"stuck": why} for each, why in both])
    elif not found:
        printing.say(sentence("Nothing is due."))
    else:
        printing.say_table(HEADINGS, [duty_row(each, desk.today) for each in found])
        printing.say(*_stuck_lines(found, stuck))
        if len(found) < len(every):
            printing.say(
                sentence(
                    "Page {page} of {pages}, {count} entries in all.",
                    page=page or 1,
                    pages=-(-len(every) // length),
                    count=len(every),
                )
            )


def _stuck_lines(
    found: Sequence["Duty"], stuck: Sequence[Sentence | None]
) -> Iterator[Sentence]:
    """What the clock has to leave to a person, below the table."""
    for duty, why in zip(found, stuck, strict=True):
        if why is not None:
            yield sentence(
                "{reference} {name}: {why}.",
                reference=duty.reference,
                name=duty.name,
                why=why,
            )


def _asked_for(
    desk: Desk,
    store: "Store",
    tx: "Transaction",
    *,
    body: str | None,
    person: str | None,
    mine: bool,
    days: int | None,
    sort: str,
) -> Sequence["Duty"]:
    """The duties that the options leave, in the order that they ask for."""
    from workflow import access, duties
    from workflow.errors import WrongUsage

    found = duties.duties(tx)
    if person is not None and mine:
        raise WrongUsage(sentence("--person and --mine exclude each other: give one."))
    if body is not None:
        found = duties.of_body(tx, found, body)
    if person is not None:
        found = duties.of_person(tx, found, person)
    if mine:
        held = access.standing(tx, desk.act(store).identity)
        found = [each for each in found if each.concerns(held)]
    if days is not None:
        left = ((each, each.days_left(desk.today)) for each in found)
        found = [each for each, number in left if number is not None and number <= days]
    return duties.ordered(found, sort)
