"""What is done with a release: each act is one unit of work and leaves one entry.

The record knows who has written, released, published and withdrawn which text, by its
hash; what the text says is kept as a text of the entry. What happens to a release is
an entry of no item: a clerk's `--expect` must not fail because the press office has
worked on a release of that item meanwhile.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from definitions.sentences import sentence
from workflow import lives, wording
from workflow.access import known_person
from workflow.clearance import open_to
from workflow.docket import slip
from workflow.entries import instant_text
from workflow.errors import ItemMoved, Refused
from workflow.history import Entry
from workflow.lives import Subject, Text
from workflow.publicity import PRESS, QUOTE, RELEASE, WRITERS, Life
from workflow.store import Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, unit


def draft(store: Store, act: Act, release: str, subject: Subject, text: Text) -> Answer:
    """Begin a release under the number that `lives.next_number` has told.

    ItemMoved if somebody was quicker to take the number, or has corrected the item.
    """
    asked = {
        "kind": subject.kind,
        "language": subject.language,
        "reference": subject.reference,
        "announced": subject.announced,
        "about": subject.about,
        **_as_typed(text),
    }
    try:
        with unit(store, act, "announce draft", asked) as work:
            person = work.require(WRITERS)
            _check_number(work, release, text)
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
    store: Store, act: Act, release: str, text: Text, reason: str | None = None
) -> Answer:
    """A new version: `edit` of what is not public yet, `correct` of what is.

    A correction has its reason. Approvals and embargo are void.
    """
    words = wording.clean_words({"reason": reason})
    asked = {"release": release, "words": words, **_as_typed(text)}
    try:
        with unit(store, act, "announce edit", asked) as work:
            person = work.require(WRITERS)
            life = lives.within(work, release)
            _check_changed(life, text)
            if life.item is not None:
                _check_bearing(work, _reference(work.tx, life), text)
            verb = "correct" if reason is not None else "edit"
            facts = {**_verb(life, verb), "version": life.version + 1, **_said(text)}
            words |= {"content": text.content}
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def submit(
    store: Store,
    act: Act,
    release: str,
    accounts: Sequence[str],
    spokespersons: Callable[[Transaction, str], Collection[str]],
    note: str | None = None,
    *,
    also: Callable[[Unit, Life], None],
) -> Answer:
    """Submit the text to named persons; quotations to those who speak for their office.

    `spokespersons` tells for a quoted office the ids of those persons; `also` is done
    in the same unit, with the release as it is then.
    """
    words = wording.clean_words({"note": note})
    asked = {"release": release, "to": list(accounts), "words": words}
    try:
        with unit(store, act, "announce submit", asked) as work:
            person = work.require(WRITERS)
            life = lives.within(work, release)
            named = [known_person(work.tx, each)["id"] for each in accounts]
            speakers = {each: spokespersons(work.tx, each) for each in life.quoted}
            _check_reviewers(life, named, speakers)
            reviewers = {
                RELEASE: sorted(set(named)),
                **{QUOTE + each: sorted(found) for each, found in speakers.items()},
            }
            facts = {**_verb(life, "submit"), "reviewers": reviewers}
            entry = lives.write(work, life, facts, words, person)
            also(work, lives.life_of(work.tx, release))
            return answer(None, entry)
    except Answered as done:
        return done.answer


def approve(
    store: Store,
    act: Act,
    release: str,
    parts: Sequence[str] | None = None,
    note: str | None = None,
) -> Answer:
    """Release parts of the text, bound to its hash; all that are one's own if none.

    The whole takes the role press, a quotation the person named for its office.
    """
    words = wording.clean_words({"note": note})
    asked = {"release": release, "parts": parts, "words": words}
    try:
        with unit(store, act, "announce approve", asked) as work:
            life = lives.within(work, release)
            person = work.held.person or ""
            mine = tuple(parts) if parts else open_to(life, person)
            if RELEASE in mine or not person:
                person = work.require(PRESS)
            facts = {**_verb(life, "approve"), "parts": list(mine)}
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def send_back(store: Store, act: Act, release: str, note: str) -> Answer:
    """Give a text back to whoever writes it, with what is to be changed."""
    words = wording.clean_words({"note": note})
    try:
        with unit(
            store, act, "announce return", {"release": release, "words": words}
        ) as work:
            life = lives.within(work, release)
            person = _reviewer_or_press(work, life)
            facts = _verb(life, "return")
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def locate(store: Store, act: Act, release: str, url: str) -> Answer:
    """Say under which address a published release stands."""
    words = wording.clean_words({"url": url})
    try:
        with unit(
            store, act, "announce locate", {"release": release, "words": words}
        ) as work:
            person = work.require(PRESS)
            life = lives.within(work, release)
            facts = _verb(life, "locate")
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def schedule_in(
    work: Unit, life: Life, *, at: datetime | None = None, event: str | None = None
) -> Entry:
    """Set an embargo inside a unit: an instant (aware), or an event of the path."""
    person = work.require(PRESS)
    until = {"at": instant_text(at)} if at is not None else {"event": event}
    return lives.write(work, life, {**_verb(life, "schedule"), **until}, {}, person)


def publish_in(
    work: Unit, life: Life, person: str, facts: Mapping[str, Any], url: str | None
) -> Entry:
    """Record inside a unit that a release is public now; `person` may be the clock."""
    words = wording.clean_words({"url": url})
    return lives.write(work, life, {**_verb(life, "publish"), **facts}, words, person)


def withdraw_in(work: Unit, life: Life, reason: str) -> Entry:
    """Withdraw a release inside a unit, whatever state it is in."""
    person = work.require(PRESS)
    words = wording.clean_words({"reason": reason})
    return lives.write(work, life, _verb(life, "withdraw"), words, person)


def _verb(life: Life, verb: str) -> dict[str, Any]:
    return {
        "release": life.id,
        "verb": verb,
        "version": life.version,
        "content": life.content,
    }


def _as_typed(text: Text) -> dict[str, str]:
    """What of a text a repeated command has in common with the first one."""
    return {"day": text.day.isoformat(), "typed": text.typed}


def _said(text: Text) -> dict[str, Any]:
    return {
        "content": text.hash,
        "day": text.day.isoformat(),
        "bearing": list(text.bearing),
        "quoted": list(text.quoted),
    }


def _check_number(work: Unit, release: str, text: Text) -> None:
    if lives.next_number(work.tx, text.day) != release:
        raise ItemMoved(
            sentence(
                "The number {release} was taken meanwhile. Nothing was recorded; repeat"
                " the command.",
                release=release,
            )
        )


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


def _check_reviewers(
    life: Life, named: Sequence[str], speakers: Mapping[str, Collection[str]]
) -> None:
    """Somebody can release the whole, and somebody each quotation."""
    found = []
    if not set(named) - life.authors:
        found.append(
            sentence(
                "Name somebody who has not written the text: nobody releases their own"
                " (four eyes)."
            )
        )
    found += [
        sentence(
            "Nobody may release the words of the office {office}. Name them:"
            " laufzettel office set {office} --spokesperson ACCOUNT",
            office=each,
        )
        for each in life.quoted
        if not speakers.get(each)
    ]
    if found:
        raise Refused(*found, sentence("Nothing was recorded."))


def _reviewer_or_press(work: Unit, life: Life) -> str:
    named = {each for persons in life.reviewers.values() for each in persons}
    if work.held.person in named:
        return str(work.held.person)
    return work.require(PRESS)


def _reference(tx: Transaction, life: Life) -> str:
    row = tx.one("item_by_id", item=life.item)
    return str(row["reference"]) if row else ""


def is_recorded(tx: Transaction, reference: str, event: str) -> bool:
    """Whether an event of an item stands on record, corrections considered."""
    return any(each.event == event for each in slip(tx, reference).steps)
