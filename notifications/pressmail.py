"""The messages of a release: to the press when it is public, to reviewers before.

Unreleased text goes to named reviewers alone, and bears its marks.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_string, policy
from typing import TYPE_CHECKING

from notifications import mail, newsmail, outbox, webhook
from notifications.contents import Content
from notifications.delivery import RELEASE, WEBHOOK, Outgoing
from notifications.kiln import Fired
from notifications.typography import harmless
from workflow.contacts import PRESS_LIST
from workflow.localtime import local
from workflow.publicity import Life
from workflow.store import Row, Transaction

if TYPE_CHECKING:
    from notifications.digests import Posting

REVIEW = "review"  # a message to whoever is to release a text


def letter_of(release: str, version: int) -> str:
    """What all messages of a version have in common."""
    return f"{release}/{version}"


def review_of(release: str) -> str:
    """What the letters to the reviewers of a release have in common."""
    return f"{release}/review"


def listed(tx: Transaction) -> dict[str, Row]:
    """The press list by address, each once however often it was entered."""
    found: dict[str, Row] = {}
    for row in tx.all("contacts"):
        if row["subject"].startswith(PRESS_LIST):
            found.setdefault(row["address"], row)
    return found


def public(
    tx: Transaction,
    life: Life,
    content: Content,
    posting: "Posting",
    now: datetime,
    url: str | None,
) -> Iterator[Outgoing]:
    """A mail to everybody on the press list; one event where a webhook is asked for.

    What was approved goes out, to the byte.
    """
    for channel in posting.channels:
        if channel == WEBHOOK:
            yield _event(life, content, now, url)
            continue
        for row in listed(tx).values():
            draft = newsmail.draft(
                content.page,
                content.text,
                content.html,
                life.version,
                mail.tame(harmless(row["name"] or "")),
                row["address"],
            )
            yield _mail(life, RELEASE, draft, channel, row, posting, now)


def says(message: str, content: Content) -> bool:
    """Whether a message that waits holds the released text and HTML, and no other."""
    try:
        if message.startswith("{"):
            data = json.loads(message)["data"]
            return (data["text"], data["html"]) == (content.text, content.html)
        draft = newsmail.draft(content.page, content.text, content.html, 1)
        mail = message_from_string(message, policy=policy.default)
        parts = [each for each in mail.walk() if not each.is_multipart()]
        found = [_plain(each.get_content()) for each in parts]
        return found == [_plain(draft.text), _plain(draft.html or "")]
    except (ValueError, KeyError, LookupError):
        return False


def _plain(text: object) -> str:
    return str(text).replace("\r\n", "\n").rstrip("\n")


def to_reviewers(
    life: Life,
    fired: Fired,
    rows: Iterable[Row],
    posting: "Posting",
    now: datetime,
) -> Iterator[Outgoing]:
    """The unreleased text, marked, to those who are to release it."""
    for channel in posting.channels:
        if channel == WEBHOOK:
            continue
        for row in rows:
            name = mail.tame(harmless(row["name"] or row["called"] or ""))
            to = name, row["address"]
            text = newsmail.draft(fired.page, fired.text, fired.html, life.version, *to)
            yield _mail(life, REVIEW, text, channel, row, posting, now)


def _mail(
    life: Life,
    kind: str,
    draft: mail.Draft,
    channel: str,
    row: Row,
    posting: "Posting",
    now: datetime,
) -> Outgoing:
    occasion = (life.id, life.version, life.content, life.seq if kind == REVIEW else 0)
    key = outbox.key_of(channel, kind, occasion, row["subject"])
    draft = replace(draft, key=key)  # each recipient's is another message
    written = mail.composed(draft, posting.addresses, local(now))
    return Outgoing(
        key=key,
        message_id=mail.message_id(key, posting.addresses.domain),
        letter=(
            letter_of(life.id, life.version) if kind == RELEASE else review_of(life.id)
        ),
        channel=channel,
        kind=kind,
        reference=life.id,
        recipient=row["address"],
        subject=draft.subject,
        content=written,
    )


def _event(life: Life, content: Content, now: datetime, url: str | None) -> Outgoing:
    key = outbox.key_of(WEBHOOK, RELEASE, (life.id, life.version, life.content), "")
    page = content.page
    data = {
        "release": life.id,
        "version": life.version,
        "kind": life.kind,
        "language": life.language,
        "headline": page.headline,
        "day": page.release_day.isoformat(),
        "url": url,
        "text": content.text,
        "html": content.html,
        "sha256": life.content,
    }
    return Outgoing(
        key=key,
        message_id=f"<{key[:32]}@event>",
        letter=letter_of(life.id, life.version),
        channel=WEBHOOK,
        kind=RELEASE,
        reference=life.id,
        recipient=WEBHOOK,
        subject=mail.tame(page.headline),
        content=webhook.event(key, RELEASE, life.id, now, data),
    )
