"""What machines read of a page: a NewsArticle of schema.org, as JSON-LD.

A correction names itself (https://schema.org/correction). What is not published has no
day of publication, whatever it is planned for. Pure.
"""

import json
from datetime import UTC, datetime
from typing import Any

from notifications import setting
from notifications.page import Page
from notifications.setting import Sheet, sheet
from workflow.localtime import local_day

# A script ends at "</" and changes its state at "<!--", whatever stands in quotes; the
# two separators end a line of JavaScript (HTML Living Standard, 4.12.1.3).
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&'\u2028\u2029"}


def script(page: Page) -> str:
    """The JSON text for a script of type application/ld+json: safe inside HTML."""
    text = json.dumps(article(page), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPED)


def article(page: Page) -> dict[str, Any]:
    """The page as a NewsArticle (https://schema.org/NewsArticle)."""
    found = sheet(page)
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": found.headline,
        "identifier": found.identity,
        "inLanguage": found.language,
        "creativeWorkStatus": setting.status(page),
        "publisher": {"@type": "GovernmentOrganization", "name": found.issuer},
    }
    if found.paragraphs:
        told["description"] = found.paragraphs[0]
    if found.url:
        told |= {"url": found.url, "mainEntityOfPage": found.url}
    if page.published_at is not None and found.public:
        told["datePublished"] = day(page.published_at)
        told["dateModified"] = day(page.modified_at or page.published_at)
    if found.note and found.public:
        told["correction"] = _comment(page, found)
    return told


def day(moment: datetime) -> str:
    """The day of an instant where the office stands (ISO 8601).

    The text is finished, and released, before the instant at which it goes out.
    """
    return local_day(moment).isoformat()


def instant(moment: datetime) -> str:
    """An instant as RFC 3339 writes it, in UTC and to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _comment(page: Page, found: Sheet) -> dict[str, str]:
    told = {"@type": "CorrectionComment", "text": " ".join(found.note)}
    if page.modified_at is not None:
        told["datePublished"] = day(page.modified_at)
    return told
