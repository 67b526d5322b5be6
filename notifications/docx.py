"""DOCX: the only door to python-docx (the extra `docx`).

Set from a page paragraph by paragraph, not from a template with places: there is
nothing in it that a title could close or open. The same page makes the same bytes.
"""

from datetime import UTC, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Written
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph

from definitions.sentences import sentence
from notifications.page import Link, Page
from notifications.setting import Sheet, sheet
from notifications.typography import harmless
from workflow.errors import Refused

_LANGUAGES = {"de": "de-DE", "en": "en-GB"}
_MARK = RGBColor(0x8A, 0x00, 0x00)
_LINK = RGBColor(0x00, 0x3F, 0x8A)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can tell
_FOREIGN = ("/thumbnail", "/extended-properties")  # tell of the library's template
_PAPER = Mm(210), Mm(297)  # A4, ISO 216
_SIDE, _TOP, _FOOT = Mm(25), Mm(30), Mm(25)  # as in the PDF
_LONGEST = 255  # characters of a core property, as python-docx takes them


def written(page: Page) -> bytes:
    """The page as a file of Word (ISO/IEC 29500).

    Raises Refused for a page without a headline: the document would have no title.
    """
    if not page.headline.strip():
        raise Refused(
            sentence(
                "The release {identity} has no headline, so the document would have no"
                " title. Give it a headline. Nothing was written.",
                identity=harmless(page.identity),
            )
        )
    found, document = sheet(page), Document()
    _prepare(document, page, found)
    _margins(document, found)
    _body(document, found)
    _end(document, found)
    stream = BytesIO()
    document.save(stream)
    return _timeless(stream.getvalue())


def _prepare(document: Written, page: Page, found: Sheet) -> None:
    """Language, title and dates of the document; nothing of the library's template."""
    language = _LANGUAGES[found.language]
    for each in document.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), language)
    core, day = document.core_properties, datetime.combine(page.release_day, time(12))
    core.title, core.author = found.title[:_LONGEST], found.issuer[:_LONGEST]
    core.subject, core.identifier = found.dateline[:_LONGEST], found.identity[:_LONGEST]
    core.last_modified_by, core.comments, core.keywords = core.author, "", ""
    core.language, core.revision = language, 1
    core.created = core.modified = day.replace(tzinfo=UTC)
    package = document.part.package
    for key, each in [*package.rels.items()]:
        if each.reltype.endswith(_FOREIGN):
            del package.rels[key]


def _margins(document: Written, found: Sheet) -> None:
    """A4; marks at the head of every page, its number at the foot."""
    (section,) = document.sections
    section.page_width, section.page_height = _PAPER
    section.left_margin = section.right_margin = _SIDE
    section.top_margin, section.bottom_margin = _TOP, _FOOT
    top, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for number, mark in enumerate(found.marks):
        _marked(section.header.add_paragraph() if number else top, mark)
    before, _, rest = found.words.page.partition("{number}")
    between, _, after = rest.partition("{all}")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, None)):
        foot.add_run(words)
        if field:
            _field(foot, field)


def _body(document: Written, found: Sheet) -> None:
    for mark in found.marks:  # a screen reader passes over the head of a page
        _marked(document.add_paragraph(), mark)
    document.add_heading(found.headline, 1)
    document.add_paragraph(found.dateline)
    for line in found.note:
        document.add_paragraph(line, "Intense Quote")
    if found.kicker:
        document.add_paragraph(found.kicker)
    for text in found.paragraphs:
        document.add_paragraph(text)
    for each in found.quotes:
        document.add_paragraph(f"{each.speaker}: {each.said}", "Quote")


def _end(document: Written, found: Sheet) -> None:
    if found.links or found.plain_language:
        document.add_heading(found.words.links, 2)
    for link in found.links:
        _reached(document.add_paragraph(style="List Bullet"), link)
    if found.plain_language:
        words = f"{found.words.plain_language}: "
        _reached(document.add_paragraph(words, "List Bullet"), found.plain_language)
    if found.contact:
        document.add_heading(found.words.contact, 2)
    for line in found.contact:
        document.add_paragraph(line, "No Spacing")
    document.add_heading(found.words.imprint, 2)
    for line in (*found.imprint, f"{found.issuer} · {found.identity}"):
        document.add_paragraph(line, "No Spacing")


def _marked(paragraph: Paragraph, mark: str) -> None:
    run = paragraph.add_run(mark)
    run.bold, run.font.color.rgb = True, _MARK


def _reached(paragraph: Paragraph, link: Link) -> None:
    """A link as Word knows it: the address is a relationship of the part."""
    run = paragraph.add_run(link.text)
    if not link.url:
        return
    run.underline, run.font.color.rgb = True, _LINK
    leads = OxmlElement("w:hyperlink")
    key = paragraph.part.relate_to(link.url, RELATIONSHIP_TYPE.HYPERLINK, True)
    leads.set(qn("r:id"), key)
    leads.append(run._r)
    paragraph._p.append(leads)
    if link.text != link.url:
        paragraph.add_run(f" ({link.url})")


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word fills in (ISO/IEC 29500-1, 17.16.19)."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _timeless(data: bytes) -> bytes:
    """The same parts, in a ZIP file that does not tell when it was written."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for each in given.infolist():
            part = ZipInfo(each.filename, _FIRST_DAY)
            part.compress_type, part.create_system = ZIP_DEFLATED, 0
            made.writestr(part, given.read(each.filename))
    return stream.getvalue()
