"""Commands about addresses: contact set, drop, list."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from commands import completion, printing
from commands.answers import label, say_entry
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.language import LANGUAGES
from commands.options import as_json, note_option, repeatable
from definitions.sentences import sentence

if TYPE_CHECKING:
    from workflow.store import Transaction

who_argument = argument(
    "who",
    metavar="WHO",
    help="A login or account of the record, role:NAME or body:NAME.",
    shell_complete=completion.correspondents,
)


@command
@who_argument
@option("--mail", "address", metavar="ADDRESS", required=True, help="The mail address.")
@option("--name", metavar="NAME", help="The name before the address; kept if none.")
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="The language of the letters; kept if none, German at first.",
)
@note_option
@repeatable
@as_json
def set_contact(
    desk: Desk, who: str, command_id: str | None, as_json: bool, **said: Any
) -> None:
    from workflow import contacts, people

    with desk.store() as store:
        act = desk.act(store, command_id)
        paths = people.known_paths(store)
        answer = contacts.set_contact(store, act, who, paths, **said)
    if as_json:
        say_entry(answer, who=who, address=said["address"])
        return
    printing.say(
        sentence("{who} is written to at {address}.", who=who, address=said["address"])
    )


@command
@who_argument
@note_option
@repeatable
@as_json
def drop(
    desk: Desk, who: str, note: str | None, command_id: str | None, as_json: bool
) -> None:
    from workflow import contacts

    with desk.store() as store:
        act = desk.act(store, command_id)
        answer = contacts.drop_contact(store, act, who, note=note)
    if as_json:
        say_entry(answer, who=who)
    else:
        printing.say(sentence("{who} is written to no more.", who=who))


@command
@as_json
def list_contacts(desk: Desk, as_json: bool) -> None:
    from workflow import contacts

    with desk.store() as store, store.reading() as tx:
        rows = contacts.contacts(tx)
        addresses = desk.settings.addresses
        silent = _unreached(tx, addresses, desk.today)
        unknown = sorted(addresses.keys() - _roles(tx).keys())
    if as_json:
        data = {"unreached": list(silent), "unknown_roles": unknown}
        printing.say_json({"contacts": [_data(row) for row in rows], **data})
        return
    _say(rows)
    if silent:
        printing.say(
            sentence(
                "Nobody is reached for: {roles}. `laufzettel contact set role:NAME"
                " --mail ADDRESS` enters a mailbox.",
                roles=tuple(
                    sentence("{role} ({label})", role=name, label=label(called))
                    for name, called in silent.items()
                ),
            )
        )
    if unknown:
        printing.say(
            sentence(
                "[addresses] of the configuration names roles that no path of this"
                " record has: {roles}.",
                roles=tuple(unknown),
            )
        )


def _say(rows: Iterable[Mapping[str, Any]]) -> None:
    found = [_data(row) for row in rows]
    if not found:
        printing.say(sentence("No address is on record."))
        return
    headings = [
        sentence("who"),
        sentence("name"),
        sentence("address"),
        sentence("language"),
    ]
    printing.say_table(
        headings,
        [
            (each["who"], each["name"], each["address"], each["language"])
            for each in found
        ],
    )


def _data(row: Mapping[str, Any]) -> dict[str, Any]:
    """A contact as JSON tells it."""
    names = ("who", "account", "name", "address", "language")
    return {each: row[each] for each in names}


def _unreached(
    tx: "Transaction", addresses: Mapping[str, str], today: date
) -> dict[str, Any]:
    """The roles of the record's paths for which nobody is reached, with their labels.

    A role that no person holds by itself, such as that of the clock, is none.
    """
    from definitions.values import RESERVED_ROLES
    from workflow.directory import ROLE, Directory

    found = Directory.of(tx, addresses, since=today)
    roles = _roles(tx)
    return {
        name: roles[name]
        for name in sorted(roles.keys() - RESERVED_ROLES)
        if not found.reached(f"{ROLE}:{name}", today)
    }


def _roles(tx: "Transaction") -> dict[str, Any]:
    """The roles of the record's paths by name."""
    from workflow.duties import paths

    return {name: each for path in paths(tx) for name, each in path.roles.items()}
