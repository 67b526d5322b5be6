"""The command that draws a path, with the present state of an item if one is given."""

from typing import TYPE_CHECKING

import click

from commands import completion, files, printing, shelf
from commands.answers import label
from commands.desk import Desk
from commands.frame import command, option
from commands.language import said, spoken
from commands.options import FILE, as_json
from commands.shelf import path_argument
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from definitions.model import Loaded
    from definitions.sketch import Marks
    from workflow.docket import Slip


@command
@path_argument
@option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "svg"]),
    help="The form of the drawing; that of the file name, or mermaid, if not given.",
)
@option(
    "--item",
    metavar="REF",
    help="Mark where this item stands, on the version of the path that it is on.",
    shell_complete=completion.references,
)
@option(
    "--output", metavar="FILE", type=FILE, help="Write a new file instead of printing."
)
@as_json
def diagram(
    desk: Desk,
    path: str,
    form: str | None,
    item: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    loaded, marks = _chosen(desk, path, item)
    form = form or _form_of(output or "")
    text = _drawn(loaded, marks, form)
    file = files.write_file(output, text) if output is not None else None
    if as_json:
        printing.say_json(
            {
                "name": loaded.definition.name,
                "version": loaded.definition.version,
                "hash": loaded.hash,
                "item": item,
                "state": marks.state or None,
                "format": form,
                "text": text,
                "file": file,
            }
        )
    elif file is not None:
        printing.say(sentence("Written: {file}", file=file))
    else:
        printing.say_text(text)


def _form_of(file: str) -> str:
    return "svg" if file.lower().endswith(".svg") else "mermaid"


def _drawn(loaded: "Loaded", marks: "Marks", form: str) -> str:
    if form == "svg":
        from definitions.svg import svg

        return svg(loaded.definition, _say, marks, spoken())
    from definitions.mermaid import mermaid

    return mermaid(loaded.definition, _say, marks.state, marks.taken)


def _say(value: object) -> str:
    """A sentence or a label in the language in use."""
    if isinstance(value, Sentence):
        return said(value)
    return label(value)  # type: ignore[arg-type]


def _chosen(desk: Desk, path: str, item: str | None) -> "tuple[Loaded, Marks]":
    """The path to draw and its marks; with an item the version that it is on."""
    from definitions.sketch import Marks

    if item is None:
        return shelf.sound(desk, path), Marks()
    from workflow import docket

    with desk.store() as store, store.reading() as tx:
        slip = docket.slip(tx, item)
    loaded = shelf.chosen(desk, slip.definition_hash)
    _check_path(desk, path, slip)
    caption = f"{slip.reference} · {slip.title}"
    taken = frozenset(step.to_state for step in slip.steps)
    return loaded, Marks(slip.state, taken - {slip.state}, (caption,))


def _check_path(desk: Desk, path: str, slip: "Slip") -> None:
    """Refused unless the item is on the path that was named."""
    from workflow.errors import Refused

    own = slip.definition
    if path == own.name or shelf.chosen(desk, path).hash == slip.definition_hash:
        return
    raise Refused(
        sentence(
            "{reference} is on the path {path} {version}: name that one.",
            reference=slip.reference,
            path=own.name,
            version=own.version,
        )
    )
