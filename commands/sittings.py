"""Commands about sittings: sitting record, list."""

from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import label, say_entry
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import DAY, as_json, note_option, repeatable
from definitions.sentences import sentence
from workflow.errors import WrongUsage

if TYPE_CHECKING:
    from workflow.sittings import Sat

_STATUS = {
    "held": sentence("held"),
    "not_quorate": sentence("no quorum"),
    "cancelled": sentence("cancelled"),
}


@command
@argument(
    "series",
    metavar="SERIES",
    help="The name of the sittings, as a body of the path bears it.",
    shell_complete=completion.series,
)
@argument("day", metavar="DATE", type=DAY, help="The day of the sitting.")
@option("--not-quorate", is_flag=True, help="It had no quorum.")
@option("--cancelled", is_flag=True, help="It did not take place.")
@note_option
@repeatable
@as_json
def record(
    desk: Desk,
    series: str,
    day: date,
    not_quorate: bool,
    cancelled: bool,
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from workflow import sittings

    status = _status(not_quorate, cancelled)
    with desk.store() as store:
        act = desk.act(store, command_id)
        answer = sittings.record_sitting(
            store, act, series, day, status=status, note=note
        )
    if as_json:
        say_entry(answer)
        return
    printing.say(
        sentence(
            "{series}: recorded the sitting of {day} ({status}) as entry {entry} of the"
            " record.",
            series=series,
            day=day,
            status=_STATUS[status],
            entry=answer["entry"],
        )
    )


@command
@argument(
    "series",
    metavar="SERIES",
    required=False,
    help="Only the sittings of this name.",
    shell_complete=completion.series,
)
@as_json
def list_sittings(desk: Desk, series: str | None, as_json: bool) -> None:
    from workflow import sittings

    with desk.store() as store, store.reading() as tx:
        found = sittings.sittings(tx, series)
    if as_json:
        printing.say_json([_data(each) for each in found])
    elif not found:
        printing.say(
            sentence(
                "No sittings. `laufzettel sitting record SERIES DATE` tells of one."
            )
        )
    else:
        headings = [
            sentence("day"),
            sentence("sittings"),
            sentence("status"),
            sentence("body"),
        ]
        printing.say_table(
            headings,
            [
                (str(each.day), each.series, _STATUS[each.status], _bodies(each))
                for each in found
            ],
        )


def _status(not_quorate: bool, cancelled: bool) -> str:
    if not_quorate and cancelled:
        raise WrongUsage(
            sentence("--not-quorate and --cancelled exclude each other: give one.")
        )
    if cancelled:
        return "cancelled"
    return "not_quorate" if not_quorate else "held"


def _data(found: "Sat") -> dict[str, Any]:
    return {
        "sittings": found.series,
        "on": found.day,
        "status": found.status,
        "bodies": [label(each) for each in found.bodies],
        "entry": found.seq,
    }


def _bodies(found: "Sat") -> str:
    return ", ".join(label(each) for each in found.bodies)
