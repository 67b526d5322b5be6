"""Commands about approval paths: list, show, check.

Paths come with the program, and stand in the database as the items were opened under.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commands import printing
from commands.answers import label
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import as_json
from definitions.sentences import sentence

if TYPE_CHECKING:
    from definitions.findings import Finding
    from definitions.model import Definition, Loaded
    from workflow.store import Transaction

path_argument = argument(
    "path",
    metavar="PATH",
    help="The name of an approval path, its hash, or a .yaml file.",
)
_HASH = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class _Known:
    """A path that the program or the record knows.

    `items` counts those that are on it; None without a database.
    """

    path: "Definition"
    hash: str
    shipped: bool
    stored: bool
    items: int | None


@command
@as_json
def list_paths(desk: Desk, as_json: bool) -> None:
    known = _known(desk)
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
    loaded = _chosen(desk, path, version)
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


def _known(desk: Desk) -> list[_Known]:
    """The paths that are shipped, then those that only the record holds."""
    from definitions import loader

    shipped = [loader.find(name) for name in loader.shipped()]
    items: Counter[str] = Counter()
    stored: dict[str, Loaded] = {}
    with _record(desk) as tx:
        if tx is not None:
            rows = tx.all("items_listed", state=None)
            items.update(row["definition_hash"] for row in rows)
            stored = {each.hash: each for each in _stored(tx)}
    ours = {each.hash for each in shipped}
    others = [each for each in stored.values() if each.hash not in ours]
    return [
        _Known(
            each.definition,
            each.hash,
            each.hash in ours,
            each.hash in stored,
            None if tx is None else items[each.hash],
        )
        for each in (*shipped, *others)
    ]


def _chosen(desk: Desk, path: str, version: str | None) -> "Loaded":
    """A shipped path or a file; else the one of the record that fits.

    Raises DefinitionUnknown, Refused, and what `loader.find` and `Desk.store` raise.
    """
    from definitions import loader
    from workflow.errors import Refused

    problem: Exception
    try:
        loaded = loader.find(path)
    except loader.DefinitionUnknown as unknown:
        problem = unknown
    else:
        if version in {None, loaded.definition.version}:
            return loaded
        problem = Refused(
            sentence(
                "There is no version {version} of the approval path {path};"
                " `laufzettel definition list` shows all.",
                path=path,
                version=version,
            )
        )
    with _record(desk) as tx:
        stored = _stored(tx) if tx else []
    fitting = [each for each in stored if _fits(each, path, version)]
    if not fitting:
        raise problem
    return _only(fitting, path)


def _fits(stored: "Loaded", path: str, version: str | None) -> bool:
    named = path == stored.definition.name
    named = named or (bool(_HASH.fullmatch(path)) and stored.hash.startswith(path))
    return named and version in {None, stored.definition.version}


def _only(fitting: list["Loaded"], path: str) -> "Loaded":
    from workflow.errors import Refused

    if len(fitting) == 1:
        return fitting[0]
    versions = tuple(
        sentence("{label} ({name})", label=each.definition.version, name=each.hash[:8])
        for each in fitting
    )
    raise Refused(
        sentence(
            "The record holds several approval paths {path}: {versions}. Name one by"
            " --version or by its hash.",
            path=path,
            versions=versions,
        )
    )


@contextmanager
def _record(desk: Desk) -> Iterator["Transaction | None"]:
    """The record to read from; None where there is no database yet."""
    from workflow.store import is_server, place_of

    database = desk.settings.database
    if not is_server(database) and not place_of(database).exists():
        yield None
        return
    with desk.store() as store, store.reading() as tx:
        yield tx


def _stored(tx: "Transaction") -> list["Loaded"]:
    """The paths of the record. Raises RecordDamaged for one that was changed."""
    from definitions.model import Loaded
    from workflow.unit import definition_of

    return [
        Loaded(
            definition_of(tx, row["hash"]), row["source"], row["content"], row["hash"]
        )
        for row in tx.all("definitions")
    ]


def _row(known: _Known) -> list[printing.Text | None]:
    path = known.path
    origin = sentence("the program") if known.shipped else sentence("the record")
    items = None if known.items is None else str(known.items)
    return [path.name, path.version, known.hash[:8], origin, items, label(path.title)]


def _summary(known: _Known) -> dict[str, object]:
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
