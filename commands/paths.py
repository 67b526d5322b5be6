"""Commands about approval paths: list, show, check, diff, schema.

Paths come with the program, and stand in the database as the items were opened under.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from commands import files, printing, shelf
from commands.answers import label
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import FILE, as_json
from commands.pages import folded, page
from commands.shelf import path_argument
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from definitions.changes import Change
    from definitions.findings import Finding
    from definitions.model import Loaded


@command
@as_json
def list_paths(desk: Desk, as_json: bool) -> None:
    known = shelf.shelved(desk)
    if as_json:
        printing.say_json([_summary(each) for each in known])
        return
    headings = [
        sentence("approval path"),
        sentence("version"),
        sentence("hash"),
        sentence("origin"),
        sentence("items"),
        sentence("title"),
    ]
    printing.say_table(headings, map(_row, known))


@command
@path_argument
@option("--version", metavar="VERSION", help="This version of it.")
@as_json
def show(desk: Desk, path: str, version: str | None, as_json: bool) -> None:
    loaded = shelf.sound(desk, path, version)
    if as_json:
        printing.say_json({**json.loads(loaded.content), "hash": loaded.hash})
        return
    printing.say(*page(loaded.definition, loaded.hash))


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


@command
@argument("old", metavar="OLD", help="The path to compare with, named like PATH.")
@argument("new", metavar="NEW", help="The path that is compared, named like PATH.")
@as_json
def diff(desk: Desk, old: str, new: str, as_json: bool) -> None:
    from definitions.comparison import compare

    ends = [shelf.chosen(desk, each) for each in (old, new)]
    changes = compare(*(each.definition for each in ends))
    if as_json:
        printing.say_json(_compared(ends, changes))
        return
    first, second = map(_named, ends)
    printing.say(sentence("{old} ─▶ {new}", old=first, new=second))
    if changes:
        printing.say(*_told(changes))
    elif ends[0].hash == ends[1].hash:
        printing.say(sentence("No difference."))
    else:
        printing.say(
            sentence(
                "No difference in what they say: only the way of writing differs, such"
                " as the order of a list."
            )
        )


@command
@option(
    "--output", metavar="FILE", type=FILE, help="Write a new file instead of printing."
)
@as_json
def schema(desk: Desk, output: str | None, as_json: bool) -> None:
    from definitions.model import schema as made

    text = json.dumps(made(), ensure_ascii=False, indent=2)
    if output is None:
        printing.say_text(text)
        return
    file = files.write_file(output, text + "\n")
    if as_json:
        printing.say_json({"file": file})
    else:
        printing.say(sentence("Written: {file}", file=file))


def _findings(name: str) -> tuple["Finding", ...]:
    from definitions import proof
    from notifications.grammar import STEP_KINDS

    return proof.findings(name, release_kinds=frozenset(STEP_KINDS))


def _as_data(finding: "Finding") -> dict[str, object]:
    names = ("file", "line", "column", "where", "what", "hint", "severity")
    return {name: getattr(finding, name) for name in names}


def _row(known: shelf.Shelved) -> list[printing.Text | None]:
    path = known.path
    origin = sentence("the program") if known.shipped else sentence("the record")
    items = None if known.items is None else str(known.items)
    return [path.name, path.version, known.hash[:8], origin, items, label(path.title)]


def _summary(known: shelf.Shelved) -> dict[str, object]:
    path = known.path
    return {
        "name": path.name,
        "version": path.version,
        "title": {"de": path.title.de, "en": path.title.en},
        "valid_from": path.valid_from,
        "valid_to": path.valid_to,
        "hash": known.hash,
        "shipped": known.shipped,
        "stored": known.stored,
        "items": known.items,
    }


def _named(loaded: "Loaded") -> Sentence:
    return sentence(
        "{name} {version} ({hash})",
        name=loaded.definition.name,
        version=loaded.definition.version,
        hash=loaded.hash[:8],
    )


def _compared(ends: list["Loaded"], changes: tuple["Change", ...]) -> dict[str, Any]:
    names = ("section", "name", "key", "kind", "old", "new", "what")
    old, new = (
        {
            "name": each.definition.name,
            "version": each.definition.version,
            "hash": each.hash,
        }
        for each in ends
    )
    told = [{name: getattr(each, name) for name in names} for each in changes]
    return {"old": old, "new": new, "same": not changes, "changes": told}


def _told(changes: tuple["Change", ...]) -> Iterator[printing.Text]:
    """The changes under their sections, each with a mark: added, gone or changed."""
    headings = _headings()
    for section, several in groupby(changes, key=lambda each: each.section):
        yield ""
        yield headings[section]
        for each in several:
            yield from folded(_line(each))


def _line(change: "Change") -> Sentence:
    whole = {"added": "+", "removed": "−"}  # noqa: RUF001 as wide as the plus sign
    mark = "~" if change.key and change.name else whole.get(change.kind, "~")
    if not change.name:
        return sentence("  {mark} {what}", mark=mark, what=change.what)
    return sentence(
        "  {mark} {name}: {what}", mark=mark, name=change.name, what=change.what
    )


def _headings() -> dict[str, Sentence]:
    return {
        "head": sentence("Head of the file"),
        "states": sentence("States"),
        "events": sentence("Events"),
        "consultations": sentence("Consultations"),
        "documents": sentence("Documents"),
        "deadlines": sentence("Deadlines"),
        "outcomes": sentence("Outcomes"),
        "bodies": sentence("Bodies"),
        "roles": sentence("Roles"),
        "sources": sentence("Sources"),
        "stations": sentence("Stations"),
        "announcements": sentence("Announcements"),
    }
