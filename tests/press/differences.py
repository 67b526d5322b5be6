"""The section “Real cases” of docs/press.md, made from the cases."""

from collections.abc import Iterator
from pathlib import Path

from tests.press.telling import CASES, Case, case

PAGE = Path(__file__).parents[2] / "docs" / "press.md"
HEADING = "## Real cases"
TYPES = {
    "official": "official release",
    "reprint": "reprint of a release",
    "report": "report, for the wording of the stage",
}
_OPENING = """\
Releases of the Berlin Senate from 2004 to 2024 were transcribed as cases, in our own
words and form (`tests/press/cases/`): the item with its title and proposers, the steps
with their days and outcomes, the day of the release. Tests enter each of them as an
item and draft it again: what a release states and the grammar it states it in agree
with the original, but for the differences below. The test knows the list and fails on
one that is missing, and on one that is not there any more. “–” means: the original as
it was seen states nothing, or ours does not. Cases with “erdacht” in their name are
invented: other offices, genders, plural documents, a Friday, a refusal, an adjournment.
Originals of which no text but a report was seen stand here for what they call a stage.
"""


def section() -> str:
    """The section, with its heading."""
    real = [path.stem for path in CASES if "original" in case(path.stem)]
    return "\n".join((HEADING, "", _OPENING, *(_told(name) for name in real)))


def _told(name: str) -> str:
    of = case(name)
    source = of["source"]
    head = f"### {name}\n\n{of['kind']}, {TYPES[source['type']]}: {source['address']}\n"
    lines = list(_differences(of)) or ["- No difference.\n"]
    return head + "\n" + "".join(lines)


def _differences(of: Case) -> Iterator[str]:
    for each in of["differs"]:
        part = each["in"]
        original, ours = of["original"].get(part), of["expected"].get(part)
        why = _sentence(each["why"])
        yield f"- *{part}*: {_quoted(original)} → {_quoted(ours)}. {why}\n"


def _quoted(said: object) -> str:
    return "–" if said is None else f"`{said}`"


def _sentence(why: str) -> str:
    return f"{why[0].upper()}{why[1:].rstrip('.')}."


def written() -> str | None:
    """The section as it stands in the page, or None."""
    page = PAGE.read_text("utf-8") if PAGE.exists() else ""
    _, found, after = page.partition(f"{HEADING}\n")
    if not found:
        return None
    return found + after.partition("\n## ")[0].rstrip("\n") + "\n"


def write() -> None:
    """Put the section into the page, in place of the one that stands there."""
    page = PAGE.read_text("utf-8")
    old = written()
    new = section().rstrip("\n") + "\n"
    whole = page.replace(old, new) if old else f"{page.rstrip()}\n\n{new}"
    PAGE.write_text(whole, "utf-8")
