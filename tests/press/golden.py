"""The golden files of the releases, and the hand that writes them anew."""

from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docx import Document

from notifications import docx, pdf
from notifications.grammar import KINDS
from notifications.kiln import Fired
from notifications.page import Page
from tests.notifications import pdftext
from tests.press import differences
from tests.press.matrix import combinations, stated
from tests.press.smart_city import told
from tests.press.telling import job, set_in
from tests.worlds import PACKAGES, World, found_record
from workflow.store import open_store

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("de", "en")


@cache
def every(language: str) -> Mapping[tuple[str, str], tuple[Any, Fired]]:
    """Every combination: its facts, and what was set of them."""
    found = [
        (kind, name, facts)
        for kind in KINDS
        for name, facts in combinations(kind, language)
    ]
    fired = set_in(job(kind, facts, language) for kind, _, facts in found)
    return {
        (kind, name): (facts, one)
        for (kind, name, facts), one in zip(found, fired, strict=True)
    }


def leads(language: str) -> Mapping[str, str]:
    """By kind: headline, kicker and lead of every combination."""
    found: dict[str, list[tuple[str, Fired]]] = {kind: [] for kind in KINDS}
    for (kind, name), (_, fired) in every(language).items():
        found[kind].append((name, fired))
    return {kind: _grouped(named) for kind, named in found.items()}


def _grouped(fired: Iterable[tuple[str, Fired]]) -> str:
    """Each text once, with the names of all combinations that it is the same for."""
    names: dict[str, list[str]] = {}
    for name, each in fired:
        page = each.page
        told = (page.headline, page.kicker or "–", page.paragraphs[0], "")
        names.setdefault("\n".join(told), []).append(name)
    return "\n".join(f"[{'; '.join(each)}]\n{text}" for text, each in names.items())


@cache
def whole(language: str) -> Mapping[str, Fired]:
    """By kind: one release in all its words, as text and as HTML."""
    fired = set_in(job(kind, stated(kind), language) for kind in KINDS)
    return dict(zip(KINDS, fired, strict=True))


def set_as_docx(page: Page) -> str:
    """The paragraphs of the DOCX file with their styles."""
    document = Document(BytesIO(docx.written(page)))
    styled = [(each.style, each.text) for each in document.paragraphs]
    return "".join(f"{style.name if style else ''}: {text}\n" for style, text in styled)


def set_as_pdf(page: Page) -> str:
    """The text of each page of the PDF file, without line ends."""
    return "".join(f"{each}\n" for each in pdftext.pages(pdf.written(page)))


def sheets(form: str, language: str, kinds: Iterable[str]) -> str:
    """The releases of some kinds, as they stand in another format."""
    write = {"docx": set_as_docx, "pdf": set_as_pdf}[form]
    found = whole(language)
    return "\n".join(f"[{kind}]\n{write(found[kind].page)}" for kind in kinds)


@cache
def files() -> Mapping[str, str]:
    """All golden files of the matrix, by name."""
    found = {}
    for language in LANGUAGES:
        for kind, text in leads(language).items():
            found[f"{kind}.{language}.leads"] = text
        for kind, fired in whole(language).items():
            found[f"{kind}.{language}.txt"] = fired.text
            found[f"{kind}.{language}.html"] = fired.html
    return found


def story(folder: str) -> Mapping[str, str]:
    """The golden files of the Smart City releases, told on a record in a folder."""
    database = f"{folder}/record.db"
    found_record(database)
    with open_store(database, PACKAGES) as store:
        fired = told(World(store, database))
    return {
        f"smart-city.{day}.{language}.txt": each.text
        for (day, language), each in fired.items()
    }


def write(folder: str) -> None:
    """Write everything anew; `folder` is for a record that nobody keeps."""
    kept = {**files(), **story(folder)}
    for form, language in product(("docx", "pdf"), LANGUAGES):
        kept[f"all.{language}.{form}"] = sheets(form, language, KINDS)
    for name, text in kept.items():
        (GOLDEN / name).write_text(text, "utf-8")
    differences.write()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        write(folder)
