"""PDF: PDF/UA-1 or nothing, the same bytes each time, and data that stay data."""

import base64
import re
import string
from dataclasses import replace
from pathlib import Path

import page as checker
import pytest
from hypothesis import given, settings

from notifications import pdf
from notifications.page import Page
from notifications.pdf import LARGEST_LOGO, Letterhead, written
from tests.load import rounds
from tests.notifications.pdftext import pages
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


def test_a_folder_of_fonts_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    found = written(release(), Letterhead(fonts=tmp_path))
    assert found == written(release())
