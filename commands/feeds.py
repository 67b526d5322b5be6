"""Calendars from files and into files: calendar import, export."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commands import completion, printing
from commands.confirming import confirmed, previewed
from commands.desk import Desk
from commands.files import write_file
from commands.frame import argument, command, option
from commands.options import (
    FILE,
    WholeNumber,
    as_json,
    calendar_argument,
    repeatable,
    why_option,
)
from commands.yearpages import say_changed
from definitions.sentences import Sentence, sentence
from workflow.errors import Misconfigured, Refused, WrongUsage

if TYPE_CHECKING:
    from types import ModuleType

    from notifications.recurrences import Sittings
    from workflow.almanacs import Calendar
    from workflow.store import Transaction


@command
@calendar_argument
@argument(
    "file",
    metavar="FILE",
    type=FILE,
    required=False,
    help="A calendar (.yaml), or the sittings of whole years (.ics).",
)
@option("--shipped", is_flag=True, help="Take over the one that is installed here.")
@option(
    "--year",
    "years",
    metavar="Y",
    type=WholeNumber(1),
    multiple=True,
    help="Of an .ics file only this year; can be repeated.",
)
@why_option
@repeatable
@previewed
@as_json
def import_calendar(
    desk: Desk,
    name: str,
    file: str | None,
    shipped: bool,
    years: tuple[int, ...],
    reason: str,
    command_id: str | None,
    yes: bool,
    preview: bool,
    as_json: bool,
) -> None:
    from workflow import almanacs

    if (file is None) != shipped:
        raise WrongUsage(sentence("Give either a FILE or --shipped."))
    ics = file is not None and file.lower().endswith(".ics")
    if years and not ics:
        raise WrongUsage(sentence("--year goes with an .ics file."))
    with desk.store() as store:
        act = desk.act(store, command_id)
        with store.reading() as tx:
            before = almanacs.editable(tx, name)
            taken = _taken(name, file, before, years)
            if ics and file is not None:
                _check_series(tx, name, file)
        confirmed(
            store,
            lambda on: almanacs.change(on, act, name, reason=reason, **taken),
            lambda answer: say_changed(name, answer, as_json),
            yes=yes,
            preview=preview,
            as_json=as_json,
        )


def _taken(
    name: str, file: str | None, before: "Calendar | None", years: tuple[int, ...]
) -> dict[str, Any]:
    """The change that a file stands for, as `almanacs.change` wants it."""
    from definitions import almanac
    from workflow import denials

    if file is not None and file.lower().endswith(".ics"):
        return _entered(file, before, years)
    found = almanac.shipped(name) if file is None else almanac.from_file(file)
    new = denials.fitting(name, found)
    asked = {"import": almanac.content_of(new)}
    return {"edit": lambda before: _same_or(before, new), "asked": asked, "start": new}


def _same_or(before: "Calendar", new: "Calendar") -> "Calendar":
    """The new calendar; the old one if both say the same, in whichever order."""
    from definitions.almanac import content_of

    return before if content_of(before) == content_of(new) else new


def _entered(
    file: str, before: "Calendar | None", years: tuple[int, ...]
) -> dict[str, Any]:
    """The sittings of whole years from an iCalendar file."""
    from workflow import denials, editing

    if before is None:
        raise Refused(
            sentence(
                "There is no calendar that these sittings could be entered in. Nothing"
                " was recorded; first import a .yaml file that names the sittings."
            )
        )
    calendar = denials.sittings_of(before)
    found = _read(file, calendar.begins, calendar.ends)
    chosen = _years(found, years)

    def edit(before: "Calendar") -> "Calendar":
        after = before
        for year in chosen:
            after = editing.with_year(after, year, **found.of(year))
        return _same_or(before, after)

    return {"edit": edit, "asked": {"import": found.data(), "years": list(chosen)}}


def _check_series(tx: "Transaction", name: str, file: str) -> None:
    """Refused if the file names another series, or bears the UIDs of its export."""
    from notifications.contentlines import LARGEST, marks
    from notifications.occasions import Gathering
    from workflow import almanacs, denials

    with open(file, "rb") as stream:
        found = marks(stream.read(LARGEST + 1))
    title, gathering, ical = found.name.casefold(), Gathering(tx), _door()
    years = found.years.intersection(ical.YEARS)
    if title in map(str.casefold, almanacs.called(tx, name)):
        return
    for other in (each for each in almanacs.series(tx) if each != name):
        keys = gathering.keys_of(other, years)
        if title in map(
            str.casefold, almanacs.called(tx, other)
        ) or not found.uids.isdisjoint(map(ical.uid, keys)):
            raise denials.of_another_series(name, other, found.name)


def _read(file: str, begins: date, ends: date) -> "Sittings":
    """Raises OSError, Refused for what is wrong with the file, Misconfigured."""
    from definitions.findings import shown
    from notifications.contentlines import LARGEST

    ical = _door()
    with open(file, "rb") as stream:
        data = stream.read(LARGEST + 1)
    found: Sittings = ical.sittings(data, shown(file, limit=300), begins, ends)
    return found


def _door() -> "ModuleType":
    """The room that reads and writes iCalendar; Misconfigured without the extra."""
    try:
        from notifications import ical
    except ModuleNotFoundError as missing:
        if missing.name != "icalendar":
            raise
        raise Misconfigured(
            sentence(
                "iCalendar files (.ics) need the extra `calendar`: `pip install"
                " 'laufzettel[calendar]'` installs it. Calendars in .yaml files work"
                " without it."
            )
        ) from None
    return ical


def _years(found: "Sittings", asked: tuple[int, ...]) -> tuple[int, ...]:
    """The years that are taken over: those asked for, or the only one there is."""
    there = tuple(map(str, found.years))
    if missing := [str(year) for year in asked if year not in found.years]:
        raise Refused(
            sentence(
                "The file has no sitting of {missing}; it has some of {there}. Nothing"
                " was recorded.",
                missing=tuple(missing),
                there=there,
            )
        )
    if not asked and len(there) > 1:
        raise Refused(
            sentence(
                "The file has sittings of {there}. What is imported replaces a whole"
                " year: say with --year which is complete. Nothing was recorded.",
                there=there,
            )
        )
    return tuple(dict.fromkeys(asked)) or found.years


@command
@argument(
    "name",
    metavar="SERIES",
    required=False,
    help="The sittings that are exported.",
    shell_complete=completion.calendars,
)
@option(
    "--item",
    metavar="REF",
    help="The deadlines and plans of an item.",
    shell_complete=completion.references,
)
@option("--due", is_flag=True, help="Everything that is open, over all items.")
@option(
    "--year",
    metavar="Y",
    type=WholeNumber(1),
    help="The year of the sittings; this one if none.",
)
@option(
    "--output",
    metavar="FILE",
    type=FILE,
    help="A new file; otherwise it is printed.",
)
@as_json
def export(
    desk: Desk,
    name: str | None,
    item: str | None,
    due: bool,
    year: int | None,
    output: str | None,
    as_json: bool,
) -> None:
    from notifications.occasions import Gathering

    if [name is not None, item is not None, due].count(True) != 1:
        raise WrongUsage(sentence("Give one of SERIES, --item REF and --due."))
    if year is not None and name is None:
        raise WrongUsage(sentence("--year goes with SERIES."))
    ical = _door()
    with desk.store() as store, store.reading() as tx:
        found = Gathering(tx)
        if name is not None:
            occasions = found.of_series(name, year or desk.today.year)
        else:
            occasions = found.of_all() if item is None else found.of_item(item)
    if not occasions:
        raise Refused(_nothing(name, item, year or desk.today.year))
    title = name or item or sentence("Deadlines")
    text = ical.written(occasions, title, printing.shown)
    if output is not None:
        write_file(output, text)
    if as_json:
        data = {"events": len(occasions), "file": output}
        printing.say_json({**data, "text": None if output else text})
    elif output is None:
        click.echo(text, nl=False)
    else:
        printing.say(
            sentence("{file}: {count} entries.", file=output, count=len(occasions))
        )


def _nothing(name: str | None, item: str | None, year: int) -> Sentence:
    """A calendar file without an entry is none (RFC 5545, section 3.6)."""
    if name is not None:
        return sentence(
            "No sitting of {name} is known in {year}; nothing was written. `laufzettel"
            " calendar show {name} --year {year}` shows what is.",
            name=name,
            year=str(year),
        )
    return sentence(
        "{whose}: there is no deadline and no plan that a calendar could hold; nothing"
        " was written.",
        whose=item or sentence("all items"),
    )
