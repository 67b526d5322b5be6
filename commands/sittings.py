"""Commands about sittings: sitting record, move, list."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.answers import label, say_entry
from commands.confirming import confirmed, previewed
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import DAY, as_json, note_option, repeatable, why_option
from definitions.sentences import FullDay, Labelled, Sentence, sentence
from workflow.errors import WrongUsage

if TYPE_CHECKING:
    from workflow.almanacs import Calendar
    from workflow.sittings import Sat
    from workflow.store import Store

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
@previewed
@as_json
def record(
    desk: Desk,
    series: str,
    day: date,
    not_quorate: bool,
    cancelled: bool,
    note: str | None,
    command_id: str | None,
    yes: bool,
    preview: bool,
    as_json: bool,
) -> None:
    from workflow import sittings

    status = _status(not_quorate, cancelled)
    with desk.store() as store:
        act = desk.act(store, command_id)
        confirmed(
            store,
            lambda on: sittings.record_sitting(
                on, act, series, day, status=status, note=note
            ),
            lambda answer: _say_recorded(series, day, status, answer, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


def _say_recorded(
    series: str, day: date, status: str, answer: dict[str, Any], as_json: bool
) -> None:
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
    help="The name of the sittings, as a body of the path bears it.",
    shell_complete=completion.series,
)
@argument("old", metavar="OLD", type=DAY, help="The day of the sitting so far.")
@argument("new", metavar="NEW", type=DAY, help="The day on which it takes place now.")
@why_option
@repeatable
@previewed
@as_json
def move(
    desk: Desk,
    series: str,
    old: date,
    new: date,
    reason: str,
    command_id: str | None,
    yes: bool,
    preview: bool,
    as_json: bool,
) -> None:
    from workflow import almanacs, denials, editing
    from workflow.books import Books

    said = {"day": old.isoformat(), "to": new.isoformat()}
    with desk.store() as store:
        act = desk.act(store, command_id)
        with store.reading() as tx:
            recorded = Books.of(tx).timetable(series).recorded
            warning = _Warning(new, almanacs.day_off(tx, series, new), as_json)

        def edit(calendar: "Calendar") -> "Calendar":
            denials.check_ahead(series, old, new, desk.today)
            denials.check_unrecorded(recorded, series, old, new)
            return editing.with_moved(calendar, old, new)

        def perform(on: "Store") -> dict[str, Any]:
            done = almanacs.change(on, act, series, edit, reason=reason, asked=said)
            warning.say_once()
            return {**done, "day_off": _reason(warning.off)}

        confirmed(
            store,
            perform,
            lambda answer: _say_moved(series, old, new, answer, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


@dataclass(slots=True)
class _Warning:
    """That a sitting falls on a day off: lawful, and perhaps a slip of the pen."""

    day: date
    off: Labelled | Sentence | None
    silent: bool

    def say_once(self) -> None:
        """Before anything is asked, and once the change itself is possible."""
        if self.off is not None and not self.silent:
            printing.say(
                sentence(
                    "Note: {day} is a day off ({reason}).",
                    day=FullDay(self.day),
                    reason=self.off,
                )
            )
        self.silent = True


def _say_moved(
    series: str, old: date, new: date, answer: dict[str, Any], as_json: bool
) -> None:
    if as_json:
        say_entry(answer)
        return
    printing.say(
        sentence(
            "{series}: the sitting of {old} takes place on {new}; recorded as entry"
            " {entry} of the record.",
            series=series,
            old=old,
            new=new,
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


def _reason(off: Labelled | Sentence | None) -> str | None:
    return off if off is None else printing.shown(sentence("{why}", why=off))


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
