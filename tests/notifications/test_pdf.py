"""PDF: PDF/UA-1 or nothing, the same bytes each time, and data that stay data."""

import base64
import os
import re
import string
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as checker
import pytest
import typst
from hypothesis import given, settings

from notifications import pdf
from notifications.page import Link, Page, Quote
from notifications.pdf import LARGEST_LOGO, Letterhead, letterhead_of, written
from tests.load import rounds
from tests.notifications.pdftext import pages
from tests.notifications.pixels import inked
from tests.notifications.releases import (
    HOSTILE,
    HOSTILE_PAGES,
    KINDS,
    draft,
    release,
)
from workflow.errors import Misconfigured, Refused

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def faults(data: bytes) -> list[str]:
    """The rules of PDF/UA-1 that a file breaks."""
    report = checker.validate_pdf_bytes(data, profile="ua1")
    found = [str(each) for each in report.failures]
    assert report.is_compliant is not bool(found)
    return found


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_release_of_every_kind_is_pdf_ua(kind: str, language: str) -> None:
    data = written(release(kind, language))
    assert faults(data) == []
    assert f"/Lang({language}-{'DE' if language == 'de' else 'GB'})".encode() in data
    assert b"/Marked true" in data


@settings(max_examples=rounds(15, 400))
@given(HOSTILE_PAGES)
def test_so_is_a_hostile_one(page: Page) -> None:
    assert faults(written(page)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_headline_stays_data(text: str) -> None:
    data = written(replace(release(), headline=text))
    assert faults(data) == []
    assert b"/JavaScript" not in data


def test_the_checker_finds_what_is_missing() -> None:
    """Otherwise the tests above would prove nothing."""
    data = written(release(), Letterhead(PNG, "Das Wappen von Berlin"))
    assert faults(data) == []
    for good, bad in (
        (b"/Marked true", b"/Marked fals"),
        (b"/Lang(de-DE)", b"/Lung(de-DE)"),
        (b"/Alt(Das Wappen von Berlin)", b"/Alu(Das Wappen von Berlin)"),
    ):
        assert good in data
        assert faults(data.replace(good, bad)) != [], good


def test_the_same_release_makes_the_same_bytes_on_its_own_day() -> None:
    first, second = written(draft()), written(draft())
    assert first == second
    assert b"/CreationDate(D:20210706000000Z)" in first
    assert first != written(replace(draft(), paragraphs=("Anders.",)))


def test_the_marks_stand_on_every_page_and_each_page_has_a_number() -> None:
    long = replace(draft(), paragraphs=tuple(f"{n}. Absatz. " * 60 for n in range(9)))
    found = pages(written(long))
    assert len(found) > 1
    for number, text in enumerate(found, 1):
        assert all(mark in text for mark in long.marks), number
        assert f"Seite {number} von {len(found)}" in text
    assert not any("Sperrfrist" in each for each in pages(written(release())))


def test_the_title_is_that_of_the_release_and_the_headline_its_first_heading() -> None:
    data = written(replace(release(), headline="Senate decides", language="en"))
    assert b"/Title(Senate decides)" in data
    assert b"/DisplayDocTitle true" in data
    assert re.search(rb"/S/H1/", data)


# --- what is wider than a page, and what a reader copies

NBSP = "\u00a0"
GLUED = NBSP.join(["Wort"] * 40)  # pasted from a text processor
HASH = "9f3c21ab" * 8
LONG = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
WIDE = [
    GLUED,
    "W" * 300,
    LONG * 3,
    "1/2/" * 100,
    "Wort-" * 60,
    f"{NBSP}—".join("WM" * 50),
]


def drawn(page: Page, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The pages as pictures, set as the PDF is."""
    found: list[bytes] = []
    setting = typst.compile

    def compiled(*given: Any, **named: Any) -> bytes:
        for name in ("pdf_standards", "timestamp"):
            named.pop(name)
        made = setting(*given, **{**named, "format": "png", "ppi": 20})
        found.extend(made if isinstance(made, list) else [made])
        return b""

    monkeypatch.setattr(typst, "compile", compiled)
    written(page)
    return found


def filled(text: str) -> Page:
    """A page with a text in every place."""
    return replace(
        draft(),
        headline=text,
        kicker=text,
        paragraphs=(text, f"Vor {text} nach"),
        quotes=(Quote(text, text),),
        links=(Link(text, "https://www.berlin.de/" + "abcdef-/" * 20),),
        contact=(text,),
        imprint=(text,),
        note=(text,),
        marks=(text,),
    )


@pytest.mark.parametrize("text", WIDE, ids=range(len(WIDE)))
def test_no_word_runs_off_the_page(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for picture in drawn(filled(text), monkeypatch):
        first, last = inked(picture)
        assert first > 2 / 21, "the margin of 2.5 cm on a page of 21 cm"
        assert last < 19 / 21


@pytest.mark.parametrize("text", [HASH, LONG, "W" * 300, "1/2/" * 100])
def test_what_is_copied_is_what_was_said(text: str) -> None:
    """No character that breaks a word gets into it, nor into any other word."""
    said = replace(
        release(),
        paragraphs=(f"Am 1.{NBSP}September im Oktober beginnt {text} und gilt.",),
        imprint=(f"Stand der Akte: {HASH}",),
    )
    data = written(said)
    copied = "".join(pages(data))
    assert f"1.{NBSP}September im Oktober beginnt" in copied
    assert text in copied
    assert HASH in copied
    assert all(each.isprintable() or each == NBSP for each in copied)
    assert faults(data) == []


@pytest.mark.parametrize("logo", [PNG, SVG], ids=["png", "svg"])
def test_a_logo_is_described_in_words(logo: bytes) -> None:
    data = written(release(), Letterhead(logo, "Das Wappen"))
    assert faults(data) == []
    assert b"/Alt(Das Wappen)" in data


@pytest.mark.parametrize("alt", ["", " \n"])
def test_a_logo_without_words_stops_the_build(alt: str) -> None:
    with pytest.raises(Misconfigured, match="no words that say what it shows"):
        written(release(), Letterhead(PNG, alt))


@pytest.mark.parametrize(
    ("logo", "why"),
    [
        (b"no picture at all", r"cannot be written \(.*image"),
        (b"\x89PNG\r\n\x1a\n", "cannot be written"),
        (b"x" * (LARGEST_LOGO + 1), "larger than 262144 bytes"),
    ],
    ids=["text", "cut", "large"],
)
def test_a_broken_logo_is_a_plain_sentence(logo: bytes, why: str) -> None:
    with pytest.raises(Misconfigured, match=why):
        written(release(), Letterhead(logo, "Das Wappen"))


@pytest.mark.parametrize("headline", ["", "  "])
def test_a_release_without_a_headline_stops_the_build(headline: str) -> None:
    with pytest.raises(Refused, match="no headline, so the PDF would have no title"):
        written(replace(release(), headline=headline))


def test_and_so_does_a_file_without_a_title_if_we_forgot_to_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = pdf._data(release(), pdf.PLAIN)
    monkeypatch.setattr(pdf, "_data", lambda *_: data | {"title": ""})
    with pytest.raises(Misconfigured, match="missing document title"):
        written(release())


@pytest.mark.parametrize("text", ["漢字", "Ein 😀 im Titel", "ไทย"])
def test_characters_that_no_font_has_are_named(text: str) -> None:
    with pytest.raises(Refused, match="no font here has") as refused:
        written(replace(release(), headline=text))
    assert set(str(refused.value)) & set(text) - set(string.printable)


def test_a_folder_without_fonts_changes_nothing(tmp_path: Path) -> None:
    found = written(release(), letterhead_of(None, "", tmp_path))
    assert found == written(release())


def test_typst_is_given_the_folder_of_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def compiled(*_: Any, **named: Any) -> bytes:
        asked.update(named)
        return b""

    monkeypatch.setattr(typst, "compile", compiled)
    written(release(), letterhead_of(None, "", tmp_path))
    assert asked["font_paths"] == [tmp_path]


def test_a_letterhead_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")  # a command must not wait for it
    for logo, why in (
        (tmp_path / "nothing.png", "No such file"),
        (tmp_path / "pipe.png", "it is no file"),
        (Path("/dev/zero"), "it is no file"),
        (tmp_path, "it is no file|Is a directory"),
    ):
        with pytest.raises(Misconfigured, match=f"{logo} cannot be used: ({why})"):
            letterhead_of(logo, "Wappen", None)
    with pytest.raises(Misconfigured, match=r"no folder .*/nothing with fonts"):
        letterhead_of(None, "", tmp_path / "nothing")


def test_of_a_large_logo_no_more_is_read_than_may_be(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"x" * (LARGEST_LOGO * 3))
    found = letterhead_of(tmp_path / "logo.png", "Wappen", None)
    assert len(found.logo or b"") == LARGEST_LOGO + 1
    with pytest.raises(Misconfigured, match="larger than"):
        written(release(), found)
