"""Commands about offices and who holds them: office set, list, show."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commands import completion, printing
from commands.answers import say_entry
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import DAY, FILE, as_json, note_option, repeatable
from definitions.sentences import Sentence, sentence
from workflow.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from workflow.officefile import Given
    from workflow.portfolios import Office

STYLES = ("pair", "colon", "neutral")

key_argument = argument(
    "key", metavar="KEY", help="The key of the office, such as senator-finanzen."
)


@command
@argument(
    "key",
    metavar="KEY",
    required=False,
    help="The key of the office; with --file every office of the file if none.",
)
@option("--file", metavar="FILE", type=FILE, help="A YAML file of offices with forms.")
@option(
    "--from",
    "held_from",
    metavar="DATE",
    type=DAY,
    help="Which one: who has held it from this day on; the last one if none.",
)
@option("--begins", "first", metavar="DATE", type=DAY, help="The right first day.")
@option("--to", "until", metavar="DATE", type=DAY, help="The last day in office.")
@option(
    "--style",
    type=click.Choice(STYLES),
    help="How the office writes of women and men: as a pair, with a colon, neutrally.",
)
@option(
    "--spokesperson",
    "spoken",
    metavar="PERSON",
    multiple=True,
    help="Who may release what the office is quoted with; can be repeated.",
    shell_complete=completion.people,
)
@option("--no-spokesperson", "silent", is_flag=True, help="Nobody may release quotes.")
@note_option
@repeatable
@as_json
def set_office(
    desk: Desk,
    key: str | None,
    file: str | None,
    held_from: date | None,
    first: date | None,
    until: date | None,
    style: str | None,
    spoken: tuple[str, ...],
    silent: bool,
    note: str | None,
    command_id: str | None,
    as_json: bool,
) -> None:
    from workflow import offices

    named = spoken if spoken or silent else None
    said = (held_from, first, until, style, named)
    _check_usage(key, file, any(each is not None for each in said))
    _check_spokespersons(spoken, silent)
    given = _read(file, key) if file is not None else ()
    with desk.store() as store:
        act = desk.act(store, command_id)
        if file is not None:
            answer = offices.set_offices(store, act, given, note=note)
        else:
            changed = offices.Changed(first, until, style, named)
            answer = offices.change_office(
                store, act, key or "", changed, held_from=held_from, note=note
            )
    if as_json:
        say_entry(answer, keys=[each.office.key for each in given] or [key])
    else:
        _say_set(given, key or "", answer["entry"])


@command
@option("--on", "day", metavar="DATE", type=DAY, help="Only those held on this day.")
@as_json
def list_offices(desk: Desk, day: date | None, as_json: bool) -> None:
    from workflow import offices

    with desk.store() as store, store.reading() as tx:
        found = [
            each for each in offices.offices(tx) if day is None or each.covers(day)
        ]
        accounts = {row["id"]: row["account"] for row in tx.all("people")}
    if as_json:
        printing.say_json([_data(each, accounts) for each in found])
    elif found:
        _say_list(found)
    elif day is not None:
        printing.say(sentence("No office is held on {day}.", day=day))
    else:
        printing.say(
            sentence(
                "No office is on record. `laufzettel office set --file FILE` enters"
                " them."
            )
        )


@command
@key_argument
@as_json
def show(desk: Desk, key: str, as_json: bool) -> None:
    from workflow import offices

    with desk.store() as store, store.reading() as tx:
        found = [each for each in offices.offices(tx) if each.key == key]
        accounts = {row["id"]: row["account"] for row in tx.all("people")}
        if not found:
            raise Refused(offices.no_office(tx, key))
    if as_json:
        printing.say_json([_data(each, accounts) for each in found])
        return
    for each in found:
        printing.say(_set(each), *_forms(each, accounts))


def _check_usage(key: str | None, file: str | None, said: bool) -> None:
    if file is not None and said:
        raise WrongUsage(
            sentence(
                "The file says everything of its offices: leave --from, --begins, --to,"
                " --style and the spokespersons to it."
            )
        )
    if file is None and (key is None or not said):
        raise WrongUsage(
            sentence(
                "Give a file of offices (--file), or a key and what is new of the"
                " office: --to, --begins, --style, --spokesperson."
            )
        )


def _check_spokespersons(spoken: tuple[str, ...], silent: bool) -> None:
    if spoken and silent:
        raise WrongUsage(
            sentence("--spokesperson and --no-spokesperson exclude each other.")
        )


def _say_set(given: "Iterable[Given]", key: str, seq: int) -> None:
    entered = [_set(each.office) for each in given]
    anew = sentence(
        "The office {key} is on record anew (entry {seq}). `laufzettel office show"
        " {key}` shows it.",
        key=key,
        seq=seq,
    )
    printing.say(*(entered or [anew]))


def _read(file: str, key: str | None) -> "tuple[Given, ...]":
    """Raises OSError, DefinitionBroken, Refused where the file has no such office."""
    from definitions.findings import shown
    from definitions.reader import read
    from workflow.officefile import LIMITS, offices

    with open(file, "rb") as stream:
        data = stream.read(LIMITS.size + 1)
    name = shown(file, limit=300)
    found = offices(read(data, name, LIMITS), name, key)
    if not found:
        raise Refused(
            sentence(
                "{file} has no such office. Nothing was recorded; look at its keys.",
                file=name,
            )
        )
    return found


def _set(office: "Office") -> Sentence:
    if office.until is None:
        return sentence(
            "{key}: {person} from {first} on.",
            key=office.key,
            person=office.person,
            first=office.first,
        )
    return sentence(
        "{key}: {person} from {first} to {last}.",
        key=office.key,
        person=office.person,
        first=office.first,
        last=office.until,
    )


def _forms(office: "Office", accounts: Mapping[str, str]) -> list[Sentence]:
    data = _data(office, accounts)
    names = ("nom", "gen", "dat", "akk", "short", "en", "style")
    lines = [
        sentence("  {name}: {text}", name=name, text=data[name])
        for name in names
        if data[name] is not None
    ]
    spoken = tuple(data["spokespersons"])
    if spoken:
        lines.append(sentence("  quotes are released by: {names}", names=spoken))
    else:
        lines.append(
            sentence(
                "  nobody may release quotes: `laufzettel office set {key}"
                " --spokesperson PERSON`",
                key=office.key,
            )
        )
    return lines


def _say_list(found: "Iterable[Office]") -> None:
    headings = [
        sentence("office"),
        sentence("person"),
        sentence("first day"),
        sentence("last day"),
        sentence("name of the office"),
    ]
    rows = [
        (
            each.key,
            each.person,
            each.first.isoformat(),
            each.until.isoformat() if each.until else None,
            printing.short(each.nom),
        )
        for each in found
    ]
    printing.say_table(headings, rows)


def _data(office: "Office", accounts: Mapping[str, str]) -> dict[str, Any]:
    """An office as JSON tells it."""
    return {
        "key": office.key,
        "from": office.first,
        "to": office.until,
        "person": office.person,
        "nom": office.nom,
        "gen": office.gen,
        "dat": office.dat,
        "akk": office.akk,
        "short": office.short,
        "en": office.en,
        "style": office.style,
        "spokespersons": [accounts.get(each, each) for each in office.spokespersons],
    }
