"""DOCX: headings, language and title set; the same bytes each time."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Written
from docx.shared import Mm

from notifications.docx import written
from tests.notifications.releases import HOSTILE, draft, release
from workflow.errors import Refused


def opened(data: bytes) -> Written:
    return Document(BytesIO(data))


def test_a_release_has_a_title_a_language_and_headings() -> None:
    found = opened(written(release()))
    core = found.core_properties
    assert (core.title, core.language) == (release().headline, "de-DE")
    assert core.author == release().issuer
    assert core.comments == ""
    headings = [
        (each.style.name, each.text)
        for each in found.paragraphs
        if each.style and (each.style.name or "").startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", release().headline),
        ("Heading 2", "Weitere Informationen"),
        ("Heading 2", "Rückfragen"),
        ("Heading 2", "Angaben zur Mitteilung"),
    ]
    assert 'w:lang w:val="de-DE"' in found.styles.element.xml
    english = opened(written(release(language="en")))
    assert 'w:lang w:val="en-GB"' in english.styles.element.xml


def test_the_marks_stand_in_the_head_of_every_page_and_in_the_text() -> None:
    found = opened(written(draft()))
    (section,) = found.sections
    marks = list(draft().marks)
    assert [each.text for each in section.header.paragraphs] == marks
    assert [each.text for each in found.paragraphs[:2]] == marks
    assert found.core_properties.title.startswith(marks[0])
    fields = section.footer._element.xml
    assert 'w:instr="PAGE"' in fields
    assert 'w:instr="NUMPAGES"' in fields
    published = opened(written(release())).sections[0]
    assert [each.text for each in published.header.paragraphs] == [""]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(text: str) -> None:
    page = replace(release(), headline=text, paragraphs=(text, text))
    found = [each.text for each in opened(written(page)).paragraphs]
    assert len(found) == len(opened(written(release())).paragraphs)
    assert found[0] == found[3] == found[4]
    visible = text.isprintable() and "  " not in text
    assert found[0] == text if visible else found[0].isprintable()


def test_links_lead_where_they_say() -> None:
    found = opened(written(release()))
    targets = [rel.target_ref for rel in found.part.rels.values() if rel.is_external]
    assert targets == [
        "https://www.berlin.de/rahmen?a=1&b=2",
        "https://www.berlin.de/leicht",
    ]


def test_nothing_in_the_file_tells_when_it_was_written() -> None:
    data = written(release())
    with ZipFile(BytesIO(data)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in each for each in parts.namelist())
    core = opened(data).core_properties
    day = datetime(2021, 7, 6, 12, tzinfo=UTC)
    assert core.created == core.modified == day


@pytest.mark.parametrize("headline", ["", "\n"])
def test_a_release_without_a_headline_is_refused(headline: str) -> None:
    with pytest.raises(Refused, match="no headline, so the document"):
        written(replace(release(), headline=headline))


def test_it_is_set_on_the_paper_of_the_country() -> None:
    (section,) = opened(written(release())).sections
    lengths = (section.page_width, section.page_height, section.left_margin)
    assert [round((each or 0) / Mm(1)) for each in lengths] == [210, 297, 25]  # A4


def test_nothing_tells_of_the_library_s_own_template() -> None:
    with ZipFile(BytesIO(written(release()))) as parts:
        assert "docProps/app.xml" not in parts.namelist()
        assert all(b"Macintosh" not in parts.read(each) for each in parts.namelist())
