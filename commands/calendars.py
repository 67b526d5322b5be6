"""Commands about calendars: calendar show, add."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from commands import completion, printing
from commands.confirming import confirmed, previewed
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import (
    DAY,
    WholeNumber,
    as_json,
    calendar_argument,
    repeatable,
    why_option,
)
from commands.yearpages import names, one, overview, page, say_changed, say_overview
from definitions.sentences import sentence
from workflow.errors import WrongUsage

if TYPE_CHECKING:
    from workflow.almanacs import Calendar

Edit = Callable[["Calendar"], "Calendar"]


@command
@argument(
    "name",
    metavar="NAME",
    required=False,
    help="A calendar: DE-BE, or the name of sittings.",
    shell_complete=completion.calendars,
)
@option(
    "--year",
    metavar="Y",
    type=WholeNumber(1),
    help="The year that is shown; this one if none.",
)
@as_json
def show(desk: Desk, name: str | None, year: int | None, as_json: bool) -> None:
    with desk.store() as store, store.reading() as tx:
        if name is None:
            found: Any = [overview(tx, each) for each in names(tx)]
        else:
            found = one(tx, name, year or desk.today.year)
    if as_json:
        printing.say_json(found)
    elif name is None:
        say_overview(found)
    else:
        printing.say(*page(found))


@command
@calendar_argument
@argument("day", metavar="DATE", type=DAY, help="The day that is meant, or the first.")
@option(
    "--off",
    metavar="LABEL",
    help="A day off of this name; among sittings a recess.",
)
@option("--english", metavar="LABEL", help="The name in English, if it has another.")
@option("--until", metavar="DATE", type=DAY, help="The last day, where it is several.")
@option("--working", is_flag=True, help="It is a working day after all.")
@option("--sitting", is_flag=True, help="A sitting takes place.")
@option("--cancelled", is_flag=True, help="The sitting does not take place.")
@why_option
@repeatable
@previewed
@as_json
def add(
    desk: Desk,
    name: str,
    day: date,
    reason: str,
    command_id: str | None,
    yes: bool,
    preview: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    from workflow import almanacs

    edit, said = _edit(day, **asked)
    with desk.store() as store:
        act = desk.act(store, command_id)
        confirmed(
            store,
            lambda on: almanacs.change(on, act, name, edit, reason=reason, asked=said),
            lambda answer: say_changed(name, answer, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


def _edit(
    day: date,
    *,
    off: str | None,
    english: str | None,
    until: date | None,
    working: bool,
    sitting: bool,
    cancelled: bool,
) -> tuple[Edit, dict[str, Any]]:
    """The change that the options ask for, and its words for the command id."""
    from workflow import editing

    if [off is not None, working, sitting, cancelled].count(True) != 1:
        raise WrongUsage(
            sentence("Give one of --off LABEL, --working, --sitting and --cancelled.")
        )
    if off is None and (until or english):
        raise WrongUsage(sentence("--until and --english go with --off."))
    said = {"day": day.isoformat(), "until": until.isoformat() if until else None}
    if off is not None:
        names = (off, english or off)
        return (lambda on: _off(on, day, until, *names)), {**said, "off": list(names)}
    if working:
        return (lambda on: editing.with_working_day(on, day)), {**said, "as": "working"}
    if sitting:
        return (lambda on: editing.with_sitting(on, day)), {**said, "as": "sitting"}
    return (lambda on: editing.with_cancelled(on, day)), {**said, "as": "cancelled"}


def _off(
    calendar: "Calendar", day: date, until: date | None, de: str, en: str
) -> "Calendar":
    """A day off where days off are counted; a recess where sittings are."""
    from definitions.yearbooks import SittingCalendar
    from workflow import editing

    if isinstance(calendar, SittingCalendar):
        return editing.with_recess(calendar, day, until or day, de, en)
    return editing.with_day_off(calendar, day, de, en, until)
