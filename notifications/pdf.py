"""PDF: the only door to Typst (the extra `pdf`).

What is written is PDF/UA-1 (ISO 14289-1): tagged, titled, in a language, its pictures
described. Typst refuses to write a file that is not, instead of writing a worse one.
The words travel as data, never as Typst source. The same page makes the same bytes with
the same release of Typst; the time inside is the release day.
"""

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from definitions.sentences import Sentence, sentence
from notifications.page import Page
from notifications.setting import sheet
from notifications.typography import harmless
from workflow.errors import Misconfigured, Refused

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "release.typ"
LARGEST_LOGO = 256 * 1024  # bytes
_REGIONS = {"de": "DE", "en": "GB"}
_NO_GLYPH = re.compile(r"the text `\"(.*?)\"` could not be displayed", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How an office sets its releases: a logo (PNG, JPEG, GIF, WebP or SVG) with the
    words that say what it shows, and a folder of fonts beside those of Typst.
    """

    logo: bytes | None = None
    logo_alt: str = ""
    fonts: Path | None = None


PLAIN = Letterhead()


def letterhead_of(logo: Path | None, logo_alt: str, fonts: Path | None) -> Letterhead:
    """The letterhead that a configuration names; nothing is read beyond its limits.

    Raises Misconfigured for a folder of fonts or a logo that is not there, and for a
    logo that is no regular file.
    """
    if fonts is not None and not fonts.is_dir():
        raise Misconfigured(
            sentence(
                "There is no folder {folder} with fonts. Name another below [press] in"
                " the configuration (`fonts`), or none. Nothing was written.",
                folder=str(fonts),
            )
        )
    return Letterhead(None if logo is None else _picture(logo), logo_alt, fonts)


def _picture(logo: Path) -> bytes:
    try:
        descriptor = os.open(logo, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _no_logo(logo, sentence("it is no file"))
            return file.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise _no_logo(logo, error.strerror or "unreadable") from error


def _no_logo(logo: Path, reason: Sentence | str) -> Misconfigured:
    return Misconfigured(
        sentence(
            "The logo {file} cannot be used: {reason}. Name another below [press] in"
            " the configuration (`logo`), or none. Nothing was written.",
            file=str(logo),
            reason=reason,
        )
    )


def written(page: Page, letterhead: Letterhead = PLAIN) -> bytes:
    """The page as a PDF file.

    Raises Refused for a page without a headline and for characters that no font has,
    Misconfigured for a logo that is too large, unreadable, or not described in words.
    """
    if not page.headline.strip():
        raise Refused(
            sentence(
                "The release {identity} has no headline, so the PDF would have no"
                " title (PDF/UA-1, ISO 14289-1). Give it a headline. Nothing was"
                " written.",
                identity=harmless(page.identity),
            )
        )
    _check(letterhead)
    return _compiled(_data(page, letterhead), page, letterhead)


def _check(letterhead: Letterhead) -> None:
    if letterhead.logo is None:
        return
    if not letterhead.logo_alt.strip():
        raise Misconfigured(
            sentence(
                "The logo has no words that say what it shows, and a PDF for everybody"
                " needs them (PDF/UA-1, ISO 14289-1). Set `logo_alt` beside `logo`."
                " Nothing was written."
            )
        )
    if len(letterhead.logo) > LARGEST_LOGO:
        raise Misconfigured(
            sentence(
                "The logo is larger than {limit} bytes. Set a smaller one as `logo`."
                " Nothing was written.",
                limit=LARGEST_LOGO,
            )
        )


def _data(page: Page, letterhead: Letterhead) -> dict[str, Any]:
    found, day = sheet(page), page.release_day
    return asdict(found) | {
        "region": _REGIONS[found.language],
        "date": [day.year, day.month, day.day],
        "description": "".join(found.paragraphs[:1]),
        "logo": letterhead.logo and list(letterhead.logo),
        "logo_alt": harmless(letterhead.logo_alt),
    }


def _compiled(data: Mapping[str, Any], page: Page, letterhead: Letterhead) -> bytes:
    noon = datetime.combine(page.release_day, time(12), UTC)
    try:
        made = typst.compile(
            TEMPLATE,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=int(noon.timestamp()),
            ignore_system_fonts=True,
            font_paths=[letterhead.fonts] if letterhead.fonts else [],
        )
    except typst.TypstError as error:
        raise _refusal(error.message, page) from error
    assert isinstance(made, bytes)
    return made


def _refusal(message: str, page: Page) -> Refused | Misconfigured:
    if found := _NO_GLYPH.search(message):
        return Refused(
            sentence(
                "The PDF of {identity} cannot be written: no font here has {text}."
                " Name a folder with a font that has it below [press] in the"
                " configuration (`fonts`), or change the text. Nothing was written.",
                identity=harmless(page.identity),
                text=found[1],
            )
        )
    return Misconfigured(
        sentence(
            "The PDF of {identity} cannot be written ({reason}). Nothing was written.",
            identity=harmless(page.identity),
            reason=harmless(message),
        )
    )
