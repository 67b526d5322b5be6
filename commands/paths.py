"""Commands about approval paths: list, show, check."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands import printing
from commands.answers import label
from commands.desk import Desk
from commands.frame import argument, command
from commands.options import as_json
from definitions.sentences import sentence

if TYPE_CHECKING:
    from definitions.findings import Finding
    from definitions.model import Definition, Loaded

path_argument = argument(
    "path",
    metavar="PATH",
    help="The name of an approval path, or a .yaml file.",
)


@command
@as_json
def list_paths(desk: Desk, as_json: bool) -> None:
    from definitions import loader

    paths = [loader.find(name).definition for name in loader.shipped()]
    if as_json:
        printing.say_json([_summary(path) for path in paths])
        return
    headings = [sentence("approval path"), sentence("version"), sentence("title")]
    rows = [(path.name, path.version, label(path.title)) for path in paths]
    printing.say_table(headings, rows)


@command
@path_argument
@as_json
def show(desk: Desk, path: str, as_json: bool) -> None:
    from definitions import loader

    loaded = loader.find(path)
    if as_json:
        printing.say_json({**json.loads(loaded.content), "hash": loaded.hash})
        return
    printing.say(*_described(loaded))


@command
@argument(
    "paths",
    metavar="PATH",
    nargs=-1,
    help="Names of approval paths, or .yaml files; all that are shipped if none.",
)
@as_json
def check(desk: Desk, paths: tuple[str, ...], as_json: bool) -> int:
    from definitions import loader

    names = paths or loader.shipped()
    found = [finding for name in names for finding in _findings(name)]
    if as_json:
        printing.say_json([_as_data(each) for each in found])
    else:
        printing.say(*(each.sentence for each in found))
        broken = any(each.severity == "error" for each in found)
        if not broken:
            printing.say(sentence("Sound: {names}.", names=names))
    return 5 if any(each.severity == "error" for each in found) else 0


def _findings(name: str) -> tuple["Finding", ...]:
    from definitions import loader
    from definitions.check import check as checked
    from definitions.findings import DefinitionBroken
    from notifications.grammar import KINDS

    try:
        return checked(loader.find(name), release_kinds=frozenset(KINDS))
    except DefinitionBroken as broken:
        return broken.findings


def _as_data(finding: "Finding") -> dict[str, object]:
    names = ("file", "line", "column", "where", "what", "hint", "severity")
    return {name: getattr(finding, name) for name in names}


def _summary(path: "Definition") -> dict[str, object]:
    return {
        "name": path.name,
        "version": path.version,
        "title": {"de": path.title.de, "en": path.title.en},
        "valid_from": path.valid_from,
        "valid_to": path.valid_to,
    }


def _described(loaded: "Loaded") -> Iterator[printing.Text]:
    from commands.picture import picture

    path = loaded.definition
    yield label(path.title)
    yield sentence(
        "{name}, version {version}, valid from {day}",
        name=path.name,
        version=path.version,
        day=path.valid_from,
    )
    yield ""
    yield from picture(path, "", (), label)
    for name in path.events_along_the_path():
        yield ""
        yield from _event(path, name)
    yield ""
    yield sentence("Sources:")
    for source in path.sources.values():
        yield f"  {source.text}"


def _event(path: "Definition", name: str) -> Iterator[printing.Text]:
    event = path.events[name]
    yield f"{name}: {label(event)}"
    if event.body is not None:
        yield sentence("  by the body: {body}", body=path.bodies[event.body])
    roles = tuple(path.roles[role] for role in event.by)
    yield sentence("  recorded by: {roles}", roles=roles)
    if event.outcomes:
        outcomes = tuple(
            sentence("{name} ({label})", name=each, label=path.outcomes[each])
            for each in event.outcomes
        )
        yield sentence("  outcomes: {outcomes}", outcomes=outcomes)
    if event.basis:
        basis = tuple(path.sources[key].text for key in event.basis)
        yield sentence("  legal basis: {basis}", basis=basis)
