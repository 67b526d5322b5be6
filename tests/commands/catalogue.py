"""Which texts need a German translation, and the catalogue that holds them.

`python -m tests.commands.catalogue` brings `messages.po` up to the sources and compiles
it (`make messages`). Message ids are read from the sources of the project, from the
table of commands and their options, and from the installed click.
"""

import ast
import io
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cli import ABOUT, program
from commands.frame import Argument, Command, Listed, Option

ROOT = Path(__file__).parents[2]
PACKAGES = ("definitions", "workflow", "notifications", "commands")
PO = ROOT / "commands/locale/de/LC_MESSAGES/messages.po"
EPOCH = datetime(2021, 7, 6, tzinfo=UTC)
MO = PO.with_suffix(".mo")
# The first argument of these calls is a message id; of `ngettext` the second as well.
OURS = {"sentence": 1, "Sentence": 1, "_Unfit": 1, "clean": 1}
CLICKS = {"_": 1, "gettext": 1, "ngettext": 2}
# said by click, but not as a literal
UNSEEN = ("[OPTIONS]", "COMMAND [ARGS]...", "required")

Id = str | tuple[str, str]


def needed() -> list[Id]:
    """Every message id, in the order of the sources; plural forms as pairs."""
    found: dict[Id, None] = dict.fromkeys(UNSEEN)
    for path in sources():
        found |= dict.fromkeys(_said(path, OURS))
    found |= dict.fromkeys(_of_commands(program()))
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        found |= dict.fromkeys(_said(path, CLICKS))
    return list(found)


def sources() -> list[Path]:
    """The modules of the project, tests apart."""
    found = [path for each in PACKAGES for path in sorted((ROOT / each).rglob("*.py"))]
    return [*found, ROOT / "cli.py"]


def _said(path: Path, calls: dict[str, int]) -> Iterator[Id]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [
            each for each in map(_literal, node.args[: calls.get(name, 0)]) if each
        ]
        if len(texts) == 1:
            yield texts[0]
        elif texts:
            yield texts[0], texts[1]


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _of_commands(command: click.Command) -> Iterator[str]:
    """Help and placeholders of a command and of all below it."""
    yield ABOUT
    loaded = command.load() if isinstance(command, Listed) else command
    if isinstance(loaded, Command | click.Group) and loaded._help:  # type: ignore[union-attr]
        yield loaded._help  # type: ignore[union-attr]
    for each in loaded.params:
        if isinstance(each, Option | Argument):
            yield from filter(None, (each._help, each.metavar))
    if isinstance(loaded, click.Group):
        for below in loaded.commands.values():
            yield from _of_commands(below)


def brought_up(catalogue: Catalog, ids: list[Id]) -> Catalog:
    """A catalogue with these ids in their order and the translations known so far."""
    fresh = Catalog(locale="de")
    for each in ids:
        key = each if isinstance(each, str) else each[0]
        known = catalogue.get(key)
        fresh.add(each, known.string if known else None)
    return fresh


def read() -> Catalog:
    """The catalogue as it stands."""
    catalogue = Catalog(locale="de")
    if PO.exists():
        catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="de")
    # the same sources give the same bytes on every day
    catalogue.creation_date = catalogue.revision_date = EPOCH
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The compiled form of a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> int:
    """Write both files; answers 1 if a translation is missing."""
    fresh = brought_up(read(), needed())
    out = io.BytesIO()
    write_po(out, fresh, width=88, omit_header=True)
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += b'"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(header + out.getvalue())
    MO.write_bytes(compiled(read()))
    missing = [each.id for each in read() if each.id and not all_said(each.string)]
    for each in missing:
        sys.stderr.write(f"no German for: {each!r}\n")
    return 1 if missing else 0


def all_said(string: str | Sequence[str] | None) -> bool:
    """Whether a translation, or each of its plural forms, is there."""
    return string is not None and len(string) > 0 and all(string)


if __name__ == "__main__":
    sys.exit(main())
