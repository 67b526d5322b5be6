"""The shelf of approval paths: those of the program, those of the record, files.

A path is named by its name, by its name and version (`berlin-senate@2026-01`), by its
hash (8 digits or more), or by the .yaml file that holds it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commands.completion import paths
from commands.desk import Desk
from commands.frame import argument
from definitions.sentences import Problem, sentence

if TYPE_CHECKING:
    from definitions.findings import Finding
    from definitions.model import Definition, Loaded
    from workflow.store import Transaction

_HASH = re.compile(r"[0-9a-f]{8,64}")

path_argument = argument(
    "path",
    metavar="PATH",
    help="An approval path: its name, NAME@VERSION, its hash, or a .yaml file.",
    shell_complete=paths,
)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A path that the program or the record knows.

    `items` counts those that are on it; None without a database.
    """

    path: "Definition"
    hash: str
    shipped: bool
    stored: bool
    items: int | None


def shelved(desk: Desk) -> list[Shelved]:
    """The paths that are shipped, then those that only the record holds."""
    from definitions import loader

    shipped = [*map(loader.find, loader.shipped())]
    items: Counter[str] = Counter()
    stored: dict[str, Loaded] = {}
    with record(desk) as tx:
        if tx is not None:
            rows = tx.all("items_listed", state=None)
            items.update(row["definition_hash"] for row in rows)
            stored = {each.hash: each for each in _stored(tx)}
    ours = {each.hash for each in shipped}
    others = [each for each in stored.values() if each.hash not in ours]
    return [
        Shelved(
            each.definition,
            each.hash,
            each.hash in ours,
            each.hash in stored,
            None if tx is None else items[each.hash],
        )
        for each in (*shipped, *others)
    ]


def chosen(desk: Desk, path: str, version: str | None = None) -> "Loaded":
    """A shipped path or a file; else the one of the record that fits.

    Raises DefinitionUnknown, Refused, and what `loader.find` and `Desk.store` raise.
    """
    from definitions import loader
    from workflow.errors import Refused

    name = path
    if version is None and not _is_file(path):
        name, _, after = path.partition("@")
        version = after or None
    problem: Problem
    try:
        loaded = loader.find(name)
    except loader.DefinitionUnknown as unknown:
        problem = unknown
    else:
        if version in {None, loaded.definition.version}:
            return loaded
        problem = Refused(
            sentence(
                "There is no version {version} of the approval path {path};"
                " `laufzettel definition list` shows all.",
                path=name,
                version=version,
            )
        )
    fitting = [each for each in _all(desk) if _fits(each, name, version)]
    if not fitting:
        raise problem
    return _only(fitting, name)


def sound(desk: Desk, path: str, version: str | None = None) -> "Loaded":
    """As `chosen`, for what only a sound path has: DefinitionBroken if it is not."""
    from definitions.findings import DefinitionBroken

    loaded = chosen(desk, path, version)
    if _is_file(path):  # the others were checked before anybody could use them
        found = [each for each in checked(loaded) if each.severity == "error"]
        if found:
            raise DefinitionBroken(found)
    return loaded


def checked(loaded: "Loaded") -> tuple["Finding", ...]:
    """Everything that is wrong with a path whose file has a form."""
    from definitions.check import check
    from notifications.grammar import STEP_KINDS

    return check(loaded, release_kinds=frozenset(STEP_KINDS))


@contextmanager
def record(desk: Desk) -> Iterator["Transaction | None"]:
    """The record to read from; None where there is no database yet."""
    from workflow.store import is_server, place_of

    database = desk.settings.database
    if not is_server(database) and not place_of(database).exists():
        yield None
        return
    with desk.store() as store, store.reading() as tx:
        yield tx


def _is_file(path: str) -> bool:
    return "/" in path or path.endswith((".yaml", ".yml"))


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
            " NAME@VERSION or by its hash.",
            path=path,
            versions=versions,
        )
    )


def _all(desk: Desk) -> list["Loaded"]:
    """Every path that the program or the record holds, each once."""
    from definitions import loader

    found = {each.hash: each for each in map(loader.find, loader.shipped())}
    with record(desk) as tx:
        return [
            *found.values(),
            *(each for each in (_stored(tx) if tx else []) if each.hash not in found),
        ]


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
