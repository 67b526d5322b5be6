"""One page, many formats: each states every word, none adds a way to do harm."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document
from hypothesis import given, settings

from notifications import atom, docx, formats, jsonld, newsmail, pdf
from notifications.filling import Filling
from notifications.formats import FORMATS, Office, rendered
from notifications.kiln import Fired
from notifications.mail import Addresses, composed
from notifications.moulds import moulds
from notifications.page import Link, Page, Quote
from notifications.setting import WORDS, Sheet, sheet
from tests.load import rounds
from tests.notifications.pdftext import pages
from tests.notifications.releases import (
    DRAFT,
    HOSTILE_PAGES,
    KINDS,
    OUT,
    draft,
    release,
)
from tests.notifications.wire import strictly
from workflow.errors import Misconfigured, Refused

OFFICE = Office(feed="https://berlin.invalid/feed", record="7f3a")
FRAMES = {name: mould.text for name, mould in moulds().items()}


def framed(page: Page) -> tuple[str, str]:
    """Text and HTML, set without a process of their own."""
    return Filling(FRAMES, page.language).framed(page)


def words(found: Sheet) -> Iterator[str]:
    """Everything that a format has to state."""
    yield from (found.headline, found.dateline, found.kicker, found.identity)
    yield from (*found.marks, *found.note, *found.paragraphs, *found.contact)
    yield from (*found.imprint, found.issuer)
    links = [*found.links, *filter(None, [found.plain_language])]
    yield from (each.text for each in links)
    for each in found.quotes:
        yield from (each.speaker, each.said)


def closed(text: str) -> str:
    """Without blanks and invisible places to break a line, in one form of Unicode."""
    return unicodedata.normalize("NFC", re.sub(r"[\s\u200b]", "", text))


def missing(page: Page, shown: str) -> list[str]:
    seen = closed(shown)
    return [each for each in words(sheet(page)) if closed(each) not in seen]


class Seen(HTMLParser):
    """What a browser shows, which elements there are, and where links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._silent = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs
        self._silent = tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def in_word(data: bytes) -> str:
    """The text of a DOCX file: body with its links, and the heads of its pages."""
    document = Document(BytesIO(data))
    parts = [document.element.body, document.sections[0].header._element]
    return "".join(
        each.text or "" for part in parts for each in part.iter() if _is_text(each.tag)
    )


def _is_text(tag: object) -> bool:
    return str(tag).endswith("}t")


ELEMENTS = {
    *("html", "head", "meta", "title", "link", "style", "script", "body", "main"),
    *("article", "header", "h1", "h2", "p", "time", "div", "figure", "figcaption"),
    *("blockquote", "ul", "li", "a", "address", "br", "footer"),
}


@settings(max_examples=rounds(12, 400))
@given(HOSTILE_PAGES)
def test_every_format_states_every_word_of_a_hostile_page(page: Page) -> None:
    text, html = framed(page)
    letter = strictly(
        composed(newsmail.draft(page, text, html, 1), Addresses(), OUT).encode()
    )
    in_mail = [part.text for part in letter.leaves]
    for shown in (
        text,
        Seen(html).text,
        in_word(docx.written(page)),
        "".join(pages(pdf.written(page))),
        in_mail[0],
        Seen(in_mail[1]).text,
    ):
        assert missing(page, shown) == []


@settings(max_examples=rounds(12, 400))
@given(HOSTILE_PAGES)
def test_no_word_becomes_markup_or_a_way_to_run_something(page: Page) -> None:
    _, html = framed(page)
    seen, known = Seen(html), release(kind="correction")
    assert set(seen.names) <= ELEMENTS
    assert seen.names.count("script") == 1
    for name, value in seen.attributes:
        assert not name.startswith("on")
        if name == "href":
            assert re.match(r"(https?://|mailto:)[!-~]+$", value or "")
    assert {name for name, _ in seen.attributes} <= {
        *(name for name, _ in Seen(framed(known)[1]).attributes),
        *("rel", "href"),
    }


@settings(max_examples=rounds(12, 400))
@given(HOSTILE_PAGES)
def test_the_text_fits_a_mail_and_holds_nothing_invisible(page: Page) -> None:
    text, _ = framed(page)
    for line in text.splitlines():
        whole = line.strip(" ")
        assert len(line) <= 72 or " " not in whole
    assert all(each.isprintable() or each in "\n\u00a0" for each in text)


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_not_public_is_marked_first_and_last(language: str) -> None:
    page = draft(language)
    text, html = framed(page)
    lines = [line.replace("\u00a0", " ") for line in text.splitlines() if line]
    assert lines[:2] == lines[-2:] == [f"*** {mark} ***" for mark in page.marks]
    assert closed(Seen(html).text).count(closed(page.marks[1])) == 2
    assert '<meta name="robots" content="noindex">' in html
    assert f"<title>{DRAFT}: " in html.replace("\u00a0", " ")
    assert "datePublished" not in html
    assert '"creativeWorkStatus":"Draft"' in html


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_text_that_forgot_its_marks_gets_one_all_the_same(language: str) -> None:
    forgot = replace(release(language=language), published_at=None)
    mark = WORDS[language].draft
    text, html = framed(forgot)
    shown = ("".join(pages(pdf.written(forgot))), in_word(docx.written(forgot)))
    assert all(closed(mark) in closed(each) for each in (text, html, *shown))


def test_what_is_public_bears_no_mark_and_may_be_found() -> None:
    text, html = framed(release())
    assert "***" not in text
    assert "noindex" not in html
    assert 'class="mark"' not in html
    assert '<html lang="de">' in html
    assert '<link rel="canonical" href="https://www.berlin.de/presse/1">' in html


def test_an_address_that_a_browser_would_run_is_set_as_words() -> None:
    bad = Link("Klick", "javascript:alert(1)")
    _, html = framed(replace(release(), links=(bad,)))
    assert "<li>Klick (javascript:alert(1))</li>" in html


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "„Wir sagen „ja“ dazu“"), ("en", "“Wir sagen „ja“ dazu”")],
)
def test_a_quotation_is_set_word_for_word(language: str, said: str) -> None:
    quote = Quote("Die Senatorin", "Wir sagen „ja“ dazu")
    text, _ = framed(replace(release(language=language), quotes=(quote,)))
    assert f"Die Senatorin: {said}" in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_page_makes_the_same_bytes(kind: str) -> None:
    names = {"pdf": pdf.written, "docx": docx.written}
    for written in names.values():
        assert written(release(kind)) == written(release(kind))
    assert framed(release(kind)) == framed(release(kind))


def test_all_formats_of_a_release_are_to_be_had_at_once() -> None:
    found = formats.formats(release(), OFFICE)
    assert tuple(found) == FORMATS
    assert found == {name: rendered(release(), name, OFFICE) for name in FORMATS}
    others = ("txt", "html", "pdf", "docx", "eml")
    assert tuple(formats.formats(draft(), OFFICE)) == others
    assert tuple(formats.formats(release())) == others, "nobody said where the feed is"


def test_what_was_released_is_taken_to_the_byte() -> None:
    released = Fired(release(), "Anders gesetzt.\n", "<p>Anders gesetzt.</p>\n")
    found = {name: rendered(release(), name, OFFICE, released) for name in FORMATS}
    assert found["txt"] == released.text.encode()
    assert found["html"] == released.html.encode()
    parts = strictly(found["eml"]).leaves
    assert [each.text.replace("\r", "") for each in parts] == [
        released.text,
        released.html,
    ]


def test_a_draft_never_gets_into_a_feed() -> None:
    with pytest.raises(Refused, match="PM-2021-0001 is not published"):
        rendered(draft(), "atom", OFFICE)


def test_an_unknown_format_is_refused_and_the_others_named() -> None:
    with pytest.raises(Refused, match="no format odt; there are txt, html, pdf"):
        rendered(release(), "odt")


@pytest.mark.parametrize(("name", "library"), [("pdf", "typst"), ("docx", "docx")])
def test_a_missing_extra_is_named(
    name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, f"notifications.{name}")
    with pytest.raises(Misconfigured, match=rf"laufzettel\[{name}\]"):
        rendered(release(), name)
    assert rendered(release(), "atom", OFFICE)


@pytest.mark.parametrize(
    ("language", "gone", "replaced"),
    [("de", "ZURÜCKGEZOGEN", "ERSETZT"), ("en", "WITHDRAWN", "REPLACED")],
)
def test_what_was_public_is_never_called_a_draft(
    language: str, gone: str, replaced: str
) -> None:
    words, page = WORDS[language], release(language=language)
    for mark, prefix, status in (
        (words.gone, gone, "Withdrawn"),
        (words.replaced, replaced, "Obsolete"),
    ):
        shown = replace(page, marks=(mark,), published_at=None)
        text, html = framed(shown)
        subject = newsmail.draft(shown, text, html, 1).subject
        assert subject == f"{prefix}: {page.headline}"
        assert f'"creativeWorkStatus":"{status}"' in html
        assert "noindex" in html
        assert words.draft not in text


# --- what machines read


def linked(page: Page) -> dict[str, object]:
    return jsonld.article(page)


def test_a_published_release_tells_machines_what_it_is() -> None:
    found = linked(release("correction"))
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == release().headline
    assert found["datePublished"] == found["dateModified"] == "2021-07-06"
    assert found["inLanguage"] == "de"
    assert found["correction"] == {
        "@type": "CorrectionComment",
        "text": release("correction").note[0],
        "datePublished": "2021-07-06",
    }
    assert linked(release("withdrawal"))["creativeWorkStatus"] == "Withdrawn"


@settings(max_examples=rounds(12, 400))
@given(HOSTILE_PAGES)
def test_the_script_ends_where_it_should(page: Page) -> None:
    assert not re.search("[<>&\u2028\u2029]", jsonld.script(page))
    _, html = framed(page)
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)
    assert closed(script) == closed(jsonld.script(page))


@settings(max_examples=rounds(12, 400))
@given(HOSTILE_PAGES)
def test_a_hostile_page_is_well_formed_in_the_feed(page: Page) -> None:
    public = replace(page, published_at=OUT, marks=())
    data = atom.feed([public], OUT, OFFICE.feed, OFFICE.record)
    root = ElementTree.fromstring(data)
    assert missing(public, "".join(root.itertext())) == []
    for each in root.iter():
        assert re.match(r"(https?:|mailto:)", each.get("href", "https:"))
