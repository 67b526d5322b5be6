"""What is done with a release: each act is one unit of work and leaves one entry.

The record knows who has written, released, published and withdrawn which text, by its
hash; what the text says is kept as a text of the entry. What happens to a release is
an entry of no item: a clerk's `--expect` must not fail because the press office has
worked on a release of that item meanwhile.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from definitions.sentences import sentence, shortened
from workflow import lives, wording
from workflow.docket import slip
from workflow.entries import instant_text
from workflow.errors import ItemMoved, Refused
from workflow.history import Entry
from workflow.lives import Subject, Text
from workflow.publicity import PRESS, WRITERS, Life
from workflow.store import Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, unit

_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]{3,1000}")


DRAFTING, REWRITING = "announce draft", "announce edit"  # verbs of repeated commands
Asked = Mapping[str, Any]


def repeated(store: Store, act: Act, verb: str, asked: Asked) -> Answer | None:
    """The answer that a command got before, if its id was used; else None.

    Asked before anything is read: what has happened since must not change the answer.
    """
    if act.command_id is None:
        return None
    try:
        with unit(store, act, verb, asked):
            return None
    except Answered as done:
        return done.answer


def draft(
    store: Store, act: Act, asked: Asked, release: str, subject: Subject, text: Text
) -> Answer:
    """Begin a release under the number that `lives.next_number` has told.

    `asked` is what a person has typed. ItemMoved if somebody was quicker to take the
    number, or has corrected the item.
    """
    try:
        with unit(store, act, DRAFTING, asked) as work:
            person = work.require(WRITERS)
            lives.check_number(work.tx, release, text.day)
            facts: dict[str, Any] = {
                "kind": subject.kind,
                "language": subject.language,
                **({"about": subject.about} if subject.about else {}),
            }
            if subject.reference is not None:
                item, _ = work.item(subject.reference)
                facts |= {"item": item["id"], "reference": subject.reference}
                _check_bearing(work, subject.reference, text)
            if subject.announced is not None:
                facts["announced"] = subject.announced
            facts |= {"release": release, "verb": "draft", "version": 1, **_said(text)}
            entry = lives.write(work, None, facts, {"content": text.content}, person)
            return answer(None, entry)
    except Answered as done:
        return done.answer


def rewrite(
    store: Store,
    act: Act,
    asked: Asked,
    release: str,
    text: Text,
    reason: str | None = None,
    *,
    check: Callable[[Life], None],
) -> Answer:
    """A new version: `edit` of what is not public yet, `correct` of what is.

    A correction has its reason. Approvals and embargo are void. `check` is asked in the
    same unit, with the release as it is before.
    """
    words = wording.clean_words({"reason": reason})
    try:
        with unit(store, act, REWRITING, asked) as work:
            person = work.require(WRITERS)
            life = lives.within(work, release)
            check(life)
            _check_changed(life, text)
            if life.item is not None:
                _check_bearing(work, _reference(work.tx, life), text)
            verb = "correct" if reason is not None else "edit"
            facts = {
                **lives.verb_of(life, verb),
                "version": life.last_version + 1,
                **_said(text),
            }
            words |= {"content": text.content}
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def check_url(url: str | None) -> None:
    """Raises Refused for an address that is none of the web."""
    if url is not None and not _URL.fullmatch(url):
        raise Refused(
            sentence(
                "{url} is no address of the web: it begins with https:// or http:// and"
                " holds no blanks. Nothing was recorded.",
                url=shortened(repr(url)),
            )
        )


def locate(store: Store, act: Act, release: str, url: str) -> Answer:
    """Say under which address a published release stands."""
    check_url(url)
    words = wording.clean_words({"url": url})
    try:
        with unit(
            store, act, "announce locate", {"release": release, "words": words}
        ) as work:
            person = work.require(PRESS)
            life = lives.within(work, release)
            facts = lives.verb_of(life, "locate")
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def schedule_in(
    work: Unit, life: Life, *, at: datetime | None = None, event: str | None = None
) -> Entry:
    """Set an embargo inside a unit: an instant (aware), or an event of the path."""
    person = work.require(PRESS)
    until = {"at": instant_text(at)} if at is not None else {"event": event}
    return lives.write(
        work, life, {**lives.verb_of(life, "schedule"), **until}, {}, person
    )


def publish_in(
    work: Unit, life: Life, person: str, facts: Mapping[str, Any], url: str | None
) -> Entry:
    """Record inside a unit that a release is public now; `person` may be the clock."""
    check_url(url)
    words = wording.clean_words({"url": url})
    return lives.write(
        work, life, {**lives.verb_of(life, "publish"), **facts}, words, person
    )


def withdraw_in(work: Unit, life: Life, reason: str) -> Entry:
    """Withdraw a release inside a unit, whatever state it is in."""
    person = work.require(PRESS)
    words = wording.clean_words({"reason": reason})
    return lives.write(work, life, lives.verb_of(life, "withdraw"), words, person)


def _said(text: Text) -> dict[str, Any]:
    return {
        "content": text.hash,
        "day": text.day.isoformat(),
        "bearing": list(text.bearing),
        "quoted": list(text.quoted),
    }


def _check_bearing(work: Unit, reference: str, text: Text) -> None:
    """Nothing may have been recorded between the reading and the writing."""
    if not lives.still_borne(slip(work.tx, reference).steps, text.bearing):
        raise ItemMoved(
            sentence(
                "{reference} has been corrected while the release was written. Nothing"
                " was recorded; repeat the command.",
                reference=reference,
            )
        )


def _check_changed(life: Life, text: Text) -> None:
    if text.hash == life.content:
        raise Refused(
            sentence(
                "Version {version} of {release} says the same already. Nothing was"
                " recorded.",
                version=life.version,
                release=life.id,
            )
        )


def _reference(tx: Transaction, life: Life) -> str:
    row = tx.one("item_by_id", item=life.item)
    return str(row["reference"]) if row else ""


def is_recorded(tx: Transaction, reference: str, event: str) -> bool:
    """Whether an event of an item stands on record, corrections considered."""
    return any(each.event == event for each in slip(tx, reference).steps)
