"""The feed of published releases: Atom 1.0 (RFC 4287).

An entry keeps its id and the instant at which it was first published; a correction, and
a withdrawal, move `updated`. What is not published is refused, not left out: a feed is
public at once, and whoever hands a draft to it has made a mistake that should be heard.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace
from xml.etree.ElementTree import tostring as as_bytes

from definitions.sentences import Sentence, sentence, shortened
from notifications import setting
from notifications.jsonld import instant
from notifications.page import ISSUER, Link, Page
from notifications.setting import Sheet, announced, sheet
from notifications.typography import harmless
from workflow.errors import Misconfigured, Refused

_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_HOME = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?(/[!-~]*)?")


def feed(
    entries: Sequence[Page], now: datetime, base: str | None, record: str
) -> bytes:
    """The feed at the address `base`, the newest first, as UTF-8.

    `record` is what the log of the record calls itself: the ids are made of it. Of the
    versions of one release the latest stands, published when the first was.
    Raises Refused, naming all of them, for pages that are not published by `now` (aware
    UTC); Misconfigured for an address that is none of the web, or for none at all.
    """
    if base is None:
        raise Misconfigured(
            sentence(
                "Nobody has said at which address the feed stands: set `feed` below"
                " [press] in the configuration. Nothing was written."
            )
        )
    if not _HOME.fullmatch(base):
        raise Misconfigured(
            sentence(
                "{address} cannot be the address of the feed: it begins with https://"
                " and a host. Nothing was written.",
                address=shortened(harmless(base)),
            )
        )
    if refusals := [*_refusals(entries, now)]:
        raise Refused(*refusals)
    latest = sorted(_latest(entries), key=_order, reverse=True)
    return _written(latest, now, base, record)


def _written(found: Sequence[Page], now: datetime, base: str, record: str) -> bytes:
    register_namespace("", _ATOM)
    register_namespace("xhtml", _XHTML)
    issuer = harmless(found[0].issuer if found else ISSUER)
    root = Element(_name("feed"))
    if len(languages := {each.language for each in found}) == 1:
        root.set(_LANGUAGE, languages.pop())
    _tell(root, "id", _id(record))
    _tell(root, "title", issuer)
    _tell(root, "updated", instant(max(map(_updated, found), default=now)))
    SubElement(root, _name("link"), rel="self", type="application/atom+xml", href=base)
    _tell(SubElement(root, _name("author")), "name", issuer)
    for page in found:
        _entry(root, page, record)
    made: bytes = as_bytes(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def identifier(page: Page, record: str) -> str:
    """The id of a release, for good: a name of RFC 4122, version 5.

    Made of the record that it is in, its number and its language, and of no address: a
    feed may move, and nobody gets a release again (RFC 4287, section 4.2.6).
    """
    return _id(record, page.identity, page.language)


def _id(*names: str) -> str:
    # a lone surrogate is no text that could be hashed
    told = "\n".join(names).encode(errors="backslashreplace").decode()
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'laufzettel:releases:{told}')}"


def _refusals(entries: Iterable[Page], now: datetime) -> Iterable[Sentence]:
    for page in entries:
        if not setting.published(page) or _published(page) > now:
            yield sentence(
                "The release {identity} is not published, so it does not get into the"
                " feed. Nothing was written.",
                identity=harmless(page.identity),
            )


def _latest(entries: Iterable[Page]) -> Iterable[Page]:
    versions: dict[tuple[str, str], list[Page]] = {}
    for page in entries:
        versions.setdefault((page.identity, page.language), []).append(page)
    for each in versions.values():
        first = min(map(_published, each))
        yield replace(max(each, key=_updated), published_at=first)


def _entry(root: Element, page: Page, record: str) -> None:
    entry, found = SubElement(root, _name("entry")), sheet(page)
    entry.set(_LANGUAGE, found.language)
    _tell(entry, "id", identifier(page, record))
    _tell(entry, "title", announced(page))
    _tell(entry, "published", instant(_published(page)))
    _tell(entry, "updated", instant(_updated(page)))
    if found.url:
        SubElement(entry, _name("link"), rel="alternate", href=found.url)
    SubElement(entry, _name("category"), term=page.kind)
    if found.paragraphs:
        _tell(entry, "summary", found.paragraphs[0])
    content = SubElement(entry, _name("content"), type="xhtml")
    _content(SubElement(content, f"{{{_XHTML}}}div"), found)


def _content(root: Element, found: Sheet) -> None:
    lines = (found.dateline, *found.note, found.kicker, *found.paragraphs)
    for line in filter(None, lines):
        _set(root, "p", line)
    for each in found.quotes:
        _set(root, "p", f"{each.speaker}:")
        _set(_set(root, "blockquote"), "p", each.said)
    for link in found.links:
        _reached(_set(root, "p"), link)
    if found.plain_language:
        words = _set(root, "p", f"{found.words.plain_language}: ")
        _reached(words, found.plain_language)
    for line in (*found.contact, *found.imprint):
        _set(root, "p", line)
    _set(root, "p", f"{found.issuer} · {found.identity}")


def _reached(root: Element, link: Link) -> None:
    if link.url:
        _set(root, "a", link.text).set("href", link.url)
    else:
        _set(root, "span", link.text)


def _set(root: Element, name: str, text: str | None = None) -> Element:
    made = SubElement(root, f"{{{_XHTML}}}{name}")
    made.text = text
    return made


def _tell(root: Element, name: str, text: str) -> None:
    SubElement(root, _name(name)).text = text


def _name(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _published(page: Page) -> datetime:
    assert page.published_at is not None  # the others were refused
    return page.published_at


def _updated(page: Page) -> datetime:
    return max(_published(page), page.modified_at or _published(page))


def _order(page: Page) -> tuple[datetime, str, str]:
    return _published(page), page.identity, page.language
