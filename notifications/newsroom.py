"""The newsroom: releases are drafted, edited, corrected, checked, shown.

What goes out, and when, is for `releasing`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definitions.sentences import sentence
from notifications import (
    archive,
    composing,
    contents,
    kiln,
    outbox,
    pressmail,
    proofs,
)
from notifications.amending import Amended, replaced
from notifications.composing import WITHDRAWAL, Source, Wanted
from notifications.contents import Content
from notifications.kiln import Job
from notifications.marks import marks
from notifications.page import Page
from notifications.plain import packed
from notifications.typed import Typed, plain
from workflow import announcing, approving, lives
from workflow.errors import ItemMoved, Refused
from workflow.publicity import UNRELEASED, Life
from workflow.store import Store, Transaction
from workflow.unit import Act, Answer, Unit

if TYPE_CHECKING:
    from notifications.digests import Posting

_TRIES = 8  # others may take the number, or correct the item, while it is written
Folders = Sequence[Path]


def previewed(
    tx: Transaction, wanted: Wanted, written: Typed, folders: Folders
) -> Page:
    """The release as it would be drafted; nothing is recorded."""
    source = composing.read(tx, wanted, written)
    identity = lives.next_number(tx, wanted.day)
    content, _ = composing.composed(source, identity, folders)
    return replace(content.page, marks=marks(None, content.page), published_at=None)


def draft(
    store: Store, act: Act, wanted: Wanted, written: Typed, folders: Folders
) -> Answer:
    """Write a release and record it as a draft.

    Raises Refused for whatever stands against it: a step that is not recorded, a fact
    that is missing, an office that nobody holds.
    """

    def once() -> Answer:
        with store.reading() as tx:
            source = composing.read(tx, wanted, written)
            identity = lives.next_number(tx, wanted.day)
        _, text = composing.composed(source, identity, folders)
        return announcing.draft(store, act, asked, identity, source.subject, text)

    asked = {
        "language": wanted.language,
        "day": wanted.stated and wanted.stated.isoformat(),
        "reference": wanted.reference,
        "kind": wanted.kind,
        "entry": wanted.entry,
        "about": wanted.about,
        "reason": wanted.reason,
        "typed": contents.digest(plain(written)),
    }
    before = announcing.repeated(store, act, announcing.DRAFTING, asked)
    return before or _again(act, once)


def edit(
    store: Store,
    act: Act,
    release: str,
    written: Typed | None,
    folders: Folders,
    *,
    day: date | None = None,
) -> Answer:
    """Write a release anew that is not public yet, from the record as it stands now.

    What people have typed stays unless `written` says otherwise. Approvals are void.
    """

    def once() -> Answer:
        with store.reading() as tx:
            life = lives.life_of(tx, release)
            old = archive.content_of(tx, life)
            kept = _kept(old, written)
            source, amended = _anew(tx, life, old, kept, day)
        new, text = composing.composed(source, life.id, folders, amended)

        def check(now: Life) -> None:
            lives.check_unmoved(life, now)
            same = text.bearing == life.bearing and _same(old.page, new.page)
            if same and now.state in UNRELEASED:
                raise Refused(
                    sentence(
                        "Version {version} of {release} says the same already. Nothing"
                        " was recorded.",
                        version=life.version,
                        release=life.id,
                    )
                )

        return announcing.rewrite(store, act, asked, release, text, check=check)

    asked = _asked(release, written, day)
    before = announcing.repeated(store, act, announcing.REWRITING, asked)
    return before or _again(act, once)


def correct(
    store: Store,
    act: Act,
    release: str,
    reason: str,
    day: date,
    written: Typed | None,
    folders: Folders,
    *,
    stated: date | None = None,
) -> Answer:
    """Write the correction of a public release: its next version, with a dated note.

    `day` is the day of the correction (`stated` if a person gave it); the release keeps
    its own.
    """

    def once() -> Answer:
        with store.reading() as tx:
            life = lives.life_of(tx, release)
            old = archive.content_of(tx, life)
            source = proofs.source_of(tx, life, old, written, old.page.release_day)
            amended = _amended(tx, life, old, source, (day, reason))
        new, text = composing.composed(source, life.id, folders, amended)

        def check(now: Life) -> None:
            lives.check_unmoved(life, now)
            _check_corrects(life, old, new)

        return announcing.rewrite(store, act, asked, release, text, reason, check=check)

    asked = _asked(release, written, stated) | {"reason": reason}
    before = announcing.repeated(store, act, announcing.REWRITING, asked)
    return before or _again(act, once)


def typed_of(tx: Transaction, life: Life) -> Mapping[str, Any]:
    """What people have typed of the newest version, as plain data."""
    return archive.content_of(tx, life).typed


def submit(
    store: Store,
    act: Act,
    release: str,
    accounts: Sequence[str],
    posting: "Posting",
    folders: Folders,
    note: str | None = None,
) -> Answer:
    """Submit the text to named persons, and send it to them, marked.

    Quotations go to those who speak for the office that is quoted.
    """
    with store.reading() as tx:
        page = archive.page_of(tx, lives.life_of(tx, release))
    fired = kiln.fired(Job(page, folders=tuple(folders)))

    def also(work: Unit, life: Life) -> None:
        subjects = {
            f"person:{each}" for persons in life.reviewers.values() for each in persons
        }
        rows = [
            row for row in work.tx.all("contacts_called") if row["subject"] in subjects
        ]
        sent = pressmail.to_reviewers(life, fired, rows, posting, act.now)
        for message in sent:
            outbox.enqueue(work.tx, message, act.now)

    return approving.submit(store, act, release, accounts, note, also=also)


def withdrawal_of(life: Life, day: date, reason: str) -> Wanted:
    """The release that tells of a withdrawal."""
    return Wanted(life.language, day, kind=WITHDRAWAL, about=life.id, reason=reason)


def told_withdrawn(
    store: Store, act: Act, life: Life, day: date, reason: str, folders: Folders
) -> str:
    """The release that tells of a withdrawal: the one that is there, or a new draft.

    A step of its own: what is wrong with a template must not keep a release public.
    """
    with store.reading() as tx:
        rows = [row for row in tx.all("releases") if row["kind"] == WITHDRAWAL]
        there = [
            row["id"] for row in rows if lives.life_of(tx, row["id"]).about == life.id
        ]
    if there:
        return str(there[-1])
    wanted = withdrawal_of(life, day, reason)
    return str(draft(store, act, wanted, Typed(), folders)["release"])


def _asked(
    release: str, written: Typed | None, day: date | None
) -> dict[str, str | None]:
    """What a person has asked for, so that a repeated command is known as one."""
    return {
        "release": release,
        "day": None if day is None else day.isoformat(),
        "typed": None if written is None else contents.digest(plain(written)),
    }


def _anew(
    tx: Transaction, life: Life, old: Content, written: Typed | None, day: date | None
) -> tuple[Source, Amended | None]:
    """What an edit is made of; a correction stays one."""
    if old.amended is None or life.public_version is None:
        new_day = day or (written and written.release_day) or old.page.release_day
        return proofs.source_of(tx, life, old, written, new_day), None
    source = proofs.source_of(tx, life, old, written, old.page.release_day)
    public = archive.content_of(tx, life, life.public_version)
    when = day or date.fromisoformat(old.amended["day"])
    said = when, old.amended["reason"]
    return source, _amended(tx, life, public, source, said)


def _amended(
    tx: Transaction, life: Life, old: Content, source: Source, said: tuple[date, str]
) -> Amended:
    now = packed(source.gathered.facts)
    found = contents.differences(old.facts, now, public=True)
    new, _ = composing.composed(source, life.id)
    return Amended(
        *said,
        composing.earlier_of(tx, life),
        replaced(found, old.page, new.page, source.typed),
        old.page.note,
    )


def _kept(old: Content, written: Typed | None) -> Typed | None:
    """What was left out of a text stays out, unless the new one speaks of it."""
    if written is None or "next_step" in written.model_fields_set:
        return written
    return written.model_copy(update={"next_step": old.typed.get("next_step", True)})


def _same(old: Page, new: Page) -> bool:
    """Whether two pages say the same; the state of the record is another each time."""
    bare: dict[str, Any] = {"imprint": (), "note": (), "modified_at": None}
    return replace(old, **bare) == replace(new, **bare)


def _check_corrects(life: Life, old: Content, new: Content) -> None:
    if _same(old.page, new.page):
        raise Refused(
            sentence(
                "{release} would say the same as before: the record has not changed,"
                " and nothing else was typed. `laufzettel correct` corrects the record,"
                " --file FILE what people have written. Nothing was recorded.",
                release=life.id,
            )
        )


def _again(act: Act, once: Callable[[], Answer]) -> Answer:
    """Once more where somebody was quicker; not for who has said what they saw."""
    for _ in range(_TRIES - 1 if act.expect is None else 0):
        try:
            return once()
        except ItemMoved:
            continue
    return once()
