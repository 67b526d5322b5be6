"""The command that takes over items with their history: import."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from commands import printing
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.options import FILE, as_json, repeatable
from definitions.sentences import Problem, sentence

if TYPE_CHECKING:
    from definitions.model import Loaded
    from workflow.intake import Definitions
    from workflow.manifest import Manifest

LONG = 200  # items from which on a person at a terminal is shown how far it is


@command
@argument(
    "file",
    metavar="FILE",
    type=FILE,
    help="A YAML file, or a JSON file (.json), of items with their steps.",
)
@option("--dry-run", is_flag=True, help="Record nothing; say what would be recorded.")
@repeatable
@as_json
def import_items(
    desk: Desk, file: str, dry_run: bool, command_id: str | None, as_json: bool
) -> None:
    from workflow import intake

    given = _read(file)
    paths = _paths(given, os.path.dirname(file))
    with desk.store() as store, _shown(len(given.items)) as progress:
        answer = intake.take_in(
            store,
            desk.act(store, command_id),
            given,
            paths,
            dry_run=dry_run,
            progress=progress,
        )
    if as_json:
        printing.say_json(answer)
    else:
        _say(answer)


def _read(file: str) -> "Manifest":
    """Raises OSError."""
    import hashlib

    from definitions.findings import shown
    from definitions.reader import read
    from workflow.manifest import LIMITS, manifest

    with open(file, "rb") as stream:
        data = stream.read(LIMITS.size + 1)
    name = shown(file, limit=300)
    reading = read(data, name, LIMITS, json=file.lower().endswith(".json"))
    return manifest(reading, name, hashlib.sha256(data).hexdigest())


def _paths(given: "Manifest", folder: str) -> "Definitions":
    """Each path that the file names, read once; or why it cannot be used.

    A .yaml file is looked for beside the import file.
    """
    names = dict.fromkeys(item.definition for item in given.items)
    return {name: _path(folder, name) for name in names}


def _path(folder: str, name: str) -> "Loaded | Problem":
    from definitions import check, loader
    from notifications.grammar import STEP_KINDS

    beside = os.path.join(folder, name) if name.endswith((".yaml", ".yml")) else name
    try:
        return check.sound(loader.find(beside), release_kinds=frozenset(STEP_KINDS))
    except Problem as problem:
        return problem


@contextmanager
def _shown(length: int) -> Iterator[Callable[[], None]]:
    """How far it is, on a terminal, where it takes a while."""
    if length <= LONG or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def _say(answer: dict[str, Any]) -> None:
    printing.say_table(
        [sentence("reference"), sentence("state"), sentence("title")],
        [(each["reference"], each["state"], each["title"]) for each in answer["items"]],
    )
    count = len(answer["items"])
    if answer["dry_run"]:
        printing.say(
            sentence(
                "Nothing was recorded. Items that the import would open: {count}.",
                count=count,
            )
        )
        return
    printing.say(
        sentence(
            "Items taken in: {count} (entry {entry} of the record).",
            count=count,
            entry=answer["entry"],
        )
    )
