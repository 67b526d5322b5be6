"""What commands about releases share: the release, the folders, what people type."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import completion, files, printing
from commands.desk import Desk
from commands.frame import argument, option
from commands.language import said
from commands.options import FILE, WHOLE, repeatable
from definitions.sentences import Problem, Sentence, sentence
from workflow.errors import Refused

if TYPE_CHECKING:
    from notifications.digests import Posting
    from notifications.formats import Office
    from notifications.typed import Typed
    from workflow.publicity import Life
    from workflow.store import Transaction

Function = Callable[..., Any]

release_argument = argument(
    "release",
    metavar="RELEASE",
    help="The number of a release, such as PM-2021-0001.",
    shell_complete=completion.releases,
)
version_option = option(
    "--version",
    "number",
    metavar="N",
    type=WHOLE,
    help="A version; the newest if none.",
)
typed_option = option(
    "--file",
    "file",
    metavar="FILE",
    type=FILE,
    help="A YAML file of what people type: paragraphs, quotes, links, contact.",
)
without_next_option = option(
    "--without-next",
    is_flag=True,
    help="Leave out who acts next: for a text that waits for that event.",
)
expect_option = option(
    "--expect",
    metavar="N",
    type=WHOLE,
    help="Refuse if the newest version of the release is another one.",
)


def written(function: Function) -> Function:
    """`--command-id` and `--expect`: for commands that write on what was shown."""
    return expect_option(repeatable(function))


def folders(desk: Desk) -> tuple[Path, ...]:
    """The folders of an office's own templates, as the configuration names them."""
    found = _press(desk).get("templates")
    return () if found is None else (Path(str(found)),)


def office(desk: Desk, record: str, version: int = 1) -> "Office":
    """What the office sets around its releases; `record`: what its log calls itself."""
    from commands.ways import settings
    from notifications.formats import Office

    press = _press(desk)
    return Office(
        feed=press.get("feed"),
        record=record,
        addresses=settings(desk, None).addresses,
        letterhead=lambda: _letterhead(press),
        folders=folders(desk),
        version=version,
    )


def _letterhead(press: Mapping[str, Any]) -> Any:
    from notifications.formats import PDF, extra

    return extra(PDF).letterhead_of(
        press.get("logo"), str(press.get("logo_alt", "")), press.get("fonts")
    )


def issuer(desk: Desk) -> str | None:
    """Who issues the releases, as the configuration names them."""
    named = _press(desk).get("issuer")
    return None if named is None else str(named)


def posting(desk: Desk) -> "Posting":
    """How messages to the press are sent."""
    from commands.ways import settings

    return settings(desk, None).posting


def _press(desk: Desk) -> Mapping[str, Any]:
    found = desk.settings.press
    if found is None:
        return {}
    beside = Path(found.file).absolute().parent
    named = dict(found.value)
    for name in ("templates", "logo", "fonts"):
        if name in named:
            named[name] = beside / Path(str(named[name])).expanduser()
    return named


def typed_file(file: str) -> "Typed":
    """What people type, from a YAML file.

    Raises OSError, DefinitionBroken (it is no plain YAML), Refused (it does not fit).
    """
    with open(file, "rb") as opened:
        return _typed(opened.read(files.LARGEST), file)


@contextmanager
def edited(now: Mapping[str, Any], release: str) -> "Iterator[Typed | None]":
    """What people type, changed in an editor at a terminal; None if nothing was.

    What is refused afterwards stays in its file, and the refusal names it. Raises
    Refused where there is no terminal.
    """
    import click

    if not sys.stdin.isatty():
        raise Refused(
            sentence(
                "There is no terminal for an editor: give what is typed with --file"
                " FILE. Nothing was recorded."
            )
        )
    from notifications import typed

    number, file = tempfile.mkstemp(".yaml", f"{release.lower()}-")
    with os.fdopen(number, "w", encoding="utf-8") as opened:
        opened.write(_as_yaml(now))
    try:
        click.edit(filename=file)
        written = typed_file(file)
        yield None if typed.plain(written) == now else written
    except Problem as problem:
        kept = sentence(
            "What was typed is kept: laufzettel announce edit {release} --file {file}",
            release=release,
            file=file,
        )
        problem.sentences = (*problem.sentences, kept)
        raise
    os.unlink(file)


def _typed(data: bytes, name: str) -> "Typed":
    from definitions.findings import DefinitionBroken
    from definitions.reader import read
    from notifications import typed

    found = read(data, name)
    if found.findings:
        raise DefinitionBroken(found.findings)
    return typed.read(found.value)


_EMPTY: Mapping[str, Sentence] = {
    "paragraphs": sentence("paragraphs that follow the generated text"),
    "quotes": sentence("office (key), text, speaker (if it is not its holder)"),
    "links": sentence("text, url"),
    "contact": sentence("lines: function or name, telephone, e-mail"),
    "plain_language": sentence("text, url of the commissioned text in Leichte Sprache"),
}


def _as_yaml(now: Mapping[str, Any]) -> str:
    """What is typed so far, to be changed; what is not there yet as a comment."""
    import json

    lines = []
    for name, value in now.items():
        lines.append(f"{name}: {json.dumps(value, ensure_ascii=False, indent=2)}")
    for name, told in _EMPTY.items():
        if name not in now:
            lines.append(f"# {name}:  # {said(told)}")
    return "\n".join(lines) + "\n"


def found(tx: "Transaction", named: str) -> "Life":
    """A release by its number, or the newest one of an item by its reference."""
    from workflow import lives
    from workflow.unit import find_item

    if named.upper().startswith("PM-"):
        return lives.life_of(tx, named.upper())
    item = find_item(tx, named)
    rows = tx.all("releases_of_item", item=item["id"])
    if not rows:
        raise Refused(
            sentence(
                "{reference} has no release yet. `laufzettel announce draft"
                " {reference}` writes one.",
                reference=named,
            )
        )
    newest = max(rows, key=lambda row: row["seq"])
    return lives.life_of(tx, newest["id"])


def say_done(answer: Mapping[str, Any], as_json: bool, *told: Sentence) -> None:
    """Say what was recorded of a release, and what a person would do next."""
    if as_json:
        names = ("release", "version", "verb", "entry", "recorded_at", "hash")
        printing.say_json({name: answer[name] for name in names})
        return
    printing.say(*told)


def write_bytes(folder: str, name: str, content: bytes) -> str:
    """Write a new file into a folder; as `files.write_new`."""
    return files.write_new_bytes(folder, name, content)


def base_name(life: "Life", version: int) -> str:
    """What the files of a release are called."""
    return os.path.join(files.slug(life.id, str(version), life.kind, life.language))
