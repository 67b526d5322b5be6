"""A version of a release is composed: facts from the record, then words, then a page.

Read in one snapshot, set in another process, recorded afterwards: the act that records
it looks whether the entries still stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from definitions.sentences import sentence
from notifications import (
    amending,
    contents,
    kiln,
    particulars,
    plain,
    press,
    typed,
)
from notifications.amending import Amended
from notifications.colophon import imprint, issuer_of
from notifications.contents import Content
from notifications.facts import Earlier
from notifications.genderstyle import contrary
from notifications.grammar import KINDS
from notifications.kiln import Job
from notifications.page import Link, Page
from notifications.press import Gathered
from notifications.reading import possible_days
from notifications.typed import Typed
from notifications.typography import english_date, short_date
from workflow import lives
from workflow.docket import Slip, slip
from workflow.errors import Refused
from workflow.lives import Subject, Text
from workflow.localtime import beginning
from workflow.offices import offices_on, offices_throughout, style_of
from workflow.portfolios import PAIR
from workflow.publicity import WITHDRAWN, Life
from workflow.store import Row, Transaction
from workflow.unit import head_of

GERMAN = "de"
AHEAD = ("decides_later", "heard_later", "parliament_later")  # who acts next
NOTICE, WITHDRAWAL = "notice", "withdrawal"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written. `day`: the day it bears; `about`: an earlier release."""

    language: str
    day: date
    reference: str | None = None
    kind: str | None = None
    entry: int | None = None
    about: str | None = None
    reason: str | None = None  # of a withdrawal
    release: str | None = None  # which it is a version of
    stated: date | None = None  # the day as a person gave it, if one did
    issuer: str | None = None  # as the office names itself


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: the facts with the entries that bear them, and the page so far."""

    subject: Subject
    gathered: Gathered
    typed: Typed
    page: Page


def read(tx: Transaction, wanted: Wanted, written: Typed) -> Source:
    """Everything that the record and people say of a release, before any rendering.

    Raises Refused, with a sentence for every fact that is missing.
    """
    found = _item(tx, wanted)
    head = head_of(tx)
    _check_style(tx, wanted, found, written)
    gathered = _gathered(tx, wanted, found, written, head)
    if not written.next_step:
        gathered = _without_next(gathered)
    subject = Subject(
        kind=gathered.kind,
        language=wanted.language,
        reference=None if found is None else found.reference,
        announced=gathered.seq,
        about=wanted.about,
    )
    return Source(subject, gathered, written, _page(tx, wanted, written, found, head))


def _without_next(gathered: Gathered) -> Gathered:
    silent: dict[str, Any] = {
        name: None for name in AHEAD if hasattr(gathered.facts, name)
    }
    return replace(gathered, facts=replace(gathered.facts, **silent))


def _item(tx: Transaction, wanted: Wanted) -> Slip | None:
    if wanted.reference is not None:
        return slip(tx, wanted.reference)
    if wanted.about is not None:
        item = lives.life_of(tx, wanted.about).item
        row = tx.one("item_by_id", item=item) if item else None
        return slip(tx, str(row["reference"])) if row else None
    if wanted.kind == WITHDRAWAL:
        raise Refused(
            sentence(
                "Which release was withdrawn? Name it with --about RELEASE, and why"
                " with --reason TEXT."
            )
        )
    if wanted.kind != NOTICE:
        raise Refused(
            sentence(
                "A release tells of an item: give its reference. Without one only a"
                " notice is possible (--kind notice)."
            )
        )
    return None


def _check_style(
    tx: Transaction, wanted: Wanted, found: Slip | None, written: Typed
) -> None:
    """People write of women and men as the department does that submits the item.

    What somebody is quoted with is nobody's to change.
    """
    style = PAIR
    given = found.steps[0].words.get("particulars") if found else None
    for each in particulars.restored(given).proposers[:1] if given else ():
        if each.office is not None:
            style = style_of(tx, each.office, wanted.day)
    texts = [*filter(None, [written.headline, wanted.reason]), *written.paragraphs]
    faults = [fault for text in texts for fault in contrary(text, style)]
    if written.headline is not None and wanted.kind != NOTICE:
        faults.append(
            sentence(
                "A headline is typed for a notice alone; otherwise it is written from"
                " the record. Take `headline` out."
            )
        )
    if faults:
        raise Refused(*faults)


def _gathered(
    tx: Transaction, wanted: Wanted, found: Slip | None, written: Typed, head: Row
) -> Gathered:
    if wanted.kind == NOTICE:
        return press.noticed(
            found,
            headline=written.headline,
            paragraphs=written.paragraphs,
            release_day=wanted.day,
            head=head["hash"],
            head_seq=head["seq"],
        )
    if wanted.kind == WITHDRAWAL:
        return press.withdrawing(
            found,
            release=earlier_of(tx, lives.life_of(tx, wanted.about or "")),
            reason=wanted.reason or "",
            release_day=wanted.day,
            head=head["hash"],
            head_seq=head["seq"],
        )
    assert found is not None
    step, kind = press.chosen(
        found, kind=wanted.kind, entry_seq=wanted.entry, release_day=wanted.day
    )
    return press.gathered(
        found,
        kind=kind,
        entry_seq=wanted.entry or step.entry.item_seq,
        release_day=wanted.day,
        earlier=published_of(tx, found.item_id, wanted.language, wanted.release),
        offices=offices_throughout(tx, possible_days(found, step)),
        head=head["hash"],
        head_seq=head["seq"],
    )


def published_of(
    tx: Transaction, item: str, language: str, but: str | None = None
) -> tuple[Earlier, ...]:
    """The releases of an item that are public, the oldest first; `but` is left out.

    Those in the same language; an English one may name a German one that has no
    English counterpart.
    """
    rows = [row for row in tx.all("releases_of_item", item=item) if row["id"] != but]
    rows = [row for row in rows if row["public_version"] and row["state"] != WITHDRAWN]
    own = [row for row in rows if row["language"] == language]
    if language != GERMAN:
        told = {(row["kind"], row["announced"]) for row in own}
        own += [row for row in rows if (row["kind"], row["announced"]) not in told]
    own.sort(key=lambda row: (row["published_at"], row["id"]))
    return tuple(earlier_of(tx, lives.life_of(tx, row["id"])) for row in own)


def earlier_of(tx: Transaction, life: Life) -> Earlier:
    """A release as later ones name it. Refused if it was never public."""
    page = page_public(tx, life)
    kind = next(each for each in KINDS if each == life.kind)
    return Earlier(kind, life.announced, page.release_day, page.headline, life.url)


def page_public(tx: Transaction, life: Life) -> Page:
    """The page that is public of a release. Refused if it never was."""
    if life.public_seq is None:
        raise Refused(
            sentence(
                "{release} was never published: nothing is to be said of it in public.",
                release=life.id,
            )
        )
    return contents.restored(lives.content_at(tx, life.public_seq)).page


def _page(
    tx: Transaction, wanted: Wanted, written: Typed, found: Slip | None, head: Row
) -> Page:
    german = wanted.language == GERMAN
    day = wanted.day
    dateline = (
        f"Pressemitteilung vom {short_date(day)}"
        if german
        else f"Press release of {english_date(day)}"
    )
    offices = offices_on(tx, day) if written.quotes else {}
    leichte = written.plain_language
    return Page(
        identity="",
        kind=wanted.kind or "",
        language=wanted.language,
        headline="",
        dateline=dateline,
        kicker=None,
        paragraphs=() if wanted.kind == NOTICE else tuple(written.paragraphs),
        release_day=day,
        quotes=typed.quotes(written, offices, day),
        links=typed.links(written),
        contact=written.contact,
        imprint=imprint(found, head, german=german),
        published_at=beginning(day),
        issuer=_issuer(tx, wanted, found),
        plain_language=None if leichte is None else Link(leichte.text, leichte.url),
    )


def _issuer(tx: Transaction, wanted: Wanted, found: Slip | None) -> str:
    """A withdrawal is issued by whoever issued what it takes back."""
    if wanted.issuer is None and wanted.about is not None:
        return page_public(tx, lives.life_of(tx, wanted.about)).issuer
    path = None if found is None else found.definition
    return wanted.issuer or issuer_of(path, wanted.language)


def composed(
    source: Source,
    identity: str,
    folders: Sequence[Path] = (),
    amended: Amended | None = None,
) -> tuple[Content, Text]:
    """The version: its content, and what the record is to know of it.

    Raises Misconfigured if a template cannot be used.
    """
    page = replace(source.page, identity=identity, kind=source.gathered.kind)
    if amended is not None:
        note = amending.note(source.gathered.facts, page, amended, folders)
        page = replace(page, note=note, modified_at=beginning(amended.day))
    fired = kiln.fired(Job(page, source.gathered.facts, tuple(folders)))
    content = Content(
        facts=plain.packed(source.gathered.facts),
        typed=typed.plain(source.typed),
        page=fired.page,
        text=fired.text,
        html=fired.html,
        amended=None if amended is None else amending.plain(amended),
    )
    text = Text(
        content=contents.stored(content),
        day=amended.day if amended else page.release_day,
        bearing=source.gathered.entry_hashes,
        quoted=content.quoted,
    )
    return content, text
