"""The command that draws the days of an item: as text, or as an SVG file."""

import os
import shutil
from typing import TYPE_CHECKING, Any

from commands import files, printing
from commands.answers import label
from commands.desk import Desk
from commands.frame import command, option
from commands.language import said, spoken
from commands.options import FILE, as_json, reference_argument
from commands.picture import PAGE
from commands.ribbon import ribbon
from definitions.sentences import Labelled, Sentence, sentence
from workflow.errors import Refused

if TYPE_CHECKING:
    from workflow.timeline import Mark, Timeline

NARROW = 36  # columns of the narrowest terminal that is served


@command
@reference_argument
@option(
    "--output",
    metavar="FILE",
    type=FILE,
    help="Write a new file with a drawing (SVG) instead of printing.",
)
@as_json
def timeline(desk: Desk, reference: str, output: str | None, as_json: bool) -> None:
    if output is not None:
        _check_output(output)
    from workflow import docket, outlook
    from workflow import timeline as lines
    from workflow.unit import today_in

    with desk.store() as store, store.reading() as tx:
        of = docket.slip(tx, reference)
        today = today_in(of.definition, desk.now)
        tables = outlook.office_of(tx, of, today).timetables
    found = lines.timeline(of, today, tables)
    file = None
    if output is not None:
        from commands.chart import chart

        file = files.write_file(output, chart(found, _say, spoken()))
    if as_json:
        printing.say_json(_data(found, file))
    elif file is not None:
        printing.say(sentence("Written: {file}", file=file))
    else:
        printing.say(*ribbon(found, _columns()))


def _check_output(output: str) -> None:
    """Refused for a name that says it is no drawing, and for a folder that is none."""
    if not output.lower().endswith(".svg"):
        raise Refused(
            sentence(
                "{file}: a timeline is written as a drawing (SVG). Nothing was written;"
                " take a name that ends in .svg.",
                file=output,
            )
        )
    folder = os.path.dirname(output)
    if folder and not os.path.isdir(folder):
        raise Refused(
            sentence(
                "There is no folder {folder}. Nothing was written; make it first, or"
                " name another.",
                folder=folder,
            )
        )


def _columns() -> int:
    """The columns of the terminal, within the width of a page."""
    wide = shutil.get_terminal_size((PAGE + 1, 24)).columns
    return max(min(wide - 1, PAGE), NARROW)


def _say(value: Labelled | Sentence) -> str:
    """A sentence or a label in the language in use."""
    return said(value) if isinstance(value, Sentence) else label(value)


def _data(found: "Timeline", file: str | None) -> dict[str, Any]:
    return {
        "reference": found.of.reference,
        "first": found.first,
        "last": found.last,
        "today": found.today,
        "marks": [_mark_data(each) for each in found.marks],
        "file": file,
    }


def _mark_data(mark: "Mark") -> dict[str, Any]:
    return {
        "kind": mark.kind,
        "name": mark.name,
        "label": _say(mark.said),
        "first": mark.first,
        "last": mark.last,
        "at_latest": mark.at_latest,
        "late": mark.late,
        "status": said(mark.status) if mark.status else None,
    }
