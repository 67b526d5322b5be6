"""The newsroom: releases are drafted, edited, corrected, checked, shown.

What goes out, and when, is for `releasing`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from definitions.sentences import Sentence, sentence
from notifications import archive, composing, contents, kiln, outbox, pressmail, typed
from notifications.amending import Amended, replaced
from notifications.composing import WITHDRAWAL, Source, Wanted
from notifications.contents import Content, Difference
from notifications.digests import Posting
from notifications.kiln import Job
from notifications.marks import marks
from notifications.page import Page
from notifications.plain import packed
from notifications.releasing import why_stale
from notifications.typed import Typed
from workflow import announcing, lives
from workflow.errors import ItemMoved, Refused
from workflow.offices import spokespersons
from workflow.publicity import Life
from workflow.store import Store, Transaction
from workflow.unit import Act, Answer, Unit

_TRIES = 3  # somebody may take the number, or correct the item, while it is written
Folders = Sequence[Path]


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the newest text of a release still says what the record says.

    `stale`: an entry that it states was corrected or struck; `differences` are the
    facts that changed with it, `gaps` why they cannot be stated any more.
    """

    life: Life
    stale: bool
    differences: tuple[Difference, ...]
    gaps: tuple[Sentence, ...] = ()


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
        return announcing.draft(store, act, identity, source.subject, text)

    return _again(once)


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
            source, amended = _anew(tx, life, old, written, day)
        _, text = composing.composed(source, life.id, folders, amended)
        return announcing.rewrite(store, act, release, text)

    return _again(once)


def correct(
    store: Store,
    act: Act,
    release: str,
    reason: str,
    day: date,
    written: Typed | None,
    folders: Folders,
) -> Answer:
    """Write the correction of a public release: its next version, with a dated note.

    `day` is the day of the correction; the release keeps its own.
    """

    def once() -> Answer:
        with store.reading() as tx:
            life = lives.life_of(tx, release)
            old = archive.content_of(tx, life)
            source = _source(tx, life, old, written, old.page.release_day)
            amended = _amended(tx, life, old, source, (day, reason))
        new, text = composing.composed(source, life.id, folders, amended)
        _check_corrects(life, old, new)
        return announcing.rewrite(store, act, release, text, reason)

    return _again(once)


def typed_of(tx: Transaction, life: Life) -> Mapping[str, Any]:
    """What people have typed of the newest version, as plain data."""
    return archive.content_of(tx, life).typed


def submit(
    store: Store,
    act: Act,
    release: str,
    accounts: Sequence[str],
    posting: Posting,
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

    def speak(tx: Transaction, office: str) -> Collection[str]:
        return spokespersons(tx, office, page.release_day)

    return announcing.submit(store, act, release, accounts, speak, note, also=also)


def withdrawal_of(life: Life, day: date, reason: str) -> Wanted:
    """The release that tells of a withdrawal."""
    return Wanted(life.language, day, kind=WITHDRAWAL, about=life.id, reason=reason)


def check(tx: Transaction, life: Life) -> Checked:
    """Hold the newest text of a release against the record."""
    stale = why_stale(tx, life) is not None
    old = archive.content_of(tx, life)
    try:
        source = _source(tx, life, old, None, old.page.release_day)
    except Refused as refusal:
        return Checked(life, stale, (), refusal.sentences)
    found = contents.differences(old.facts, packed(source.gathered.facts))
    return Checked(life, stale, found)


def _anew(
    tx: Transaction, life: Life, old: Content, written: Typed | None, day: date | None
) -> tuple[Source, Amended | None]:
    """What an edit is made of; a correction stays one."""
    if old.amended is None or life.public_version is None:
        new_day = day or (written and written.release_day) or old.page.release_day
        return _source(tx, life, old, written, new_day), None
    source = _source(tx, life, old, written, old.page.release_day)
    public = archive.content_of(tx, life, life.public_version)
    when = day or date.fromisoformat(old.amended["day"])
    said = when, old.amended["reason"]
    return source, _amended(tx, life, public, source, said)


def _source(
    tx: Transaction, life: Life, old: Content, written: Typed | None, day: date
) -> Source:
    row = tx.one("item_by_id", item=life.item) if life.item else None
    wanted = Wanted(
        language=life.language,
        day=day,
        reference=str(row["reference"]) if row and life.about is None else None,
        kind=life.kind,
        entry=life.announced,
        about=life.about,
        reason=_reason(old),
        release=life.id,
    )
    return composing.read(tx, wanted, written or typed.read(old.typed))


def _amended(
    tx: Transaction, life: Life, old: Content, source: Source, said: tuple[date, str]
) -> Amended:
    found = contents.differences(old.facts, packed(source.gathered.facts))
    new, _ = composing.composed(source, life.id)
    return Amended(
        *said,
        composing.earlier_of(tx, life),
        replaced(found, old.page, new.page, source.typed),
    )


def _check_corrects(life: Life, old: Content, new: Content) -> None:
    same = replace(new.page, note=(), modified_at=None, imprint=())
    if same == replace(old.page, note=(), modified_at=None, imprint=()):
        raise Refused(
            sentence(
                "{release} would say the same as before: the record has not changed,"
                " and nothing else was typed. `laufzettel correct` corrects the record,"
                " --file FILE what people have written. Nothing was recorded.",
                release=life.id,
            )
        )


def _reason(old: Content) -> str | None:
    """Why an earlier release was withdrawn, where this one tells of that."""
    told = old.facts.get("fields", {}).get("reason")
    return None if told is None else str(told)


def _again(once: Callable[[], Answer]) -> Answer:
    for _ in range(_TRIES - 1):
        try:
            return once()
        except ItemMoved:
            continue
    return once()
