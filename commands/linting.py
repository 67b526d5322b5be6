"""The command that tries templates before a release needs them: announce lint."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands import printing
from commands.desk import Desk
from commands.frame import argument, command, option
from commands.language import said
from commands.options import FOLDER, as_json
from commands.pressdesk import folders
from definitions.sentences import Sentence, sentence

if TYPE_CHECKING:
    from notifications.lint import Finding


@command
@argument(
    "folder",
    metavar="DIR",
    type=FOLDER,
    required=False,
    help="A folder of templates; that of the configuration if none.",
)
@option(
    "--language",
    type=click.Choice(["de", "en"]),
    help="Only the templates of this language.",
)
@as_json
def lint(desk: Desk, folder: str | None, language: str | None, as_json: bool) -> int:
    from notifications.lint import lint

    chosen = (Path(folder),) if folder else folders(desk)
    found = lint(chosen, language)
    if as_json:
        printing.say_json([_as_data(each) for each in found])
    elif found:
        printing.say(*map(_told, found))
    else:
        printing.say(sentence("Sound: every template says what it should."))
    return 5 if found else 0


def _told(finding: "Finding") -> Sentence:
    if finding.line is None:
        return sentence("{file}: {what}", file=finding.file, what=finding.what)
    return sentence(
        "{file}:{line}: {what}",
        file=finding.file,
        line=finding.line,
        what=finding.what,
    )


def _as_data(finding: "Finding") -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "what": said(finding.what),
    }
