"""Releases go out: at the word of a person, or when their embargo ends.

A release is public by one entry, and its messages come into the outbox in the same
transaction: before that moment nothing of it lies there that could slip out. It goes
out on the day it bears and on no other, released to the letter, and only while the
entries that it states still stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from definitions.sentences import Problem, Sentence, sentence
from notifications import contents, outbox, pressmail, proofs
from notifications.delivery import WEBHOOK
from workflow import announcing, lives
from workflow.access import Identity
from workflow.clearance import not_in_this_state
from workflow.errors import Refused
from workflow.history import EXPIRY
from workflow.localtime import local_day
from workflow.publicity import ELSEWHERE, EMBARGOED, PRESS, UNRELEASED, WITHDRAWN, Life
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, Answered, answer, head_of, unit

if TYPE_CHECKING:
    from notifications.digests import Posting

CLOCKWORK = Identity(EXPIRY, EXPIRY, "clock")
_RECALLED = sentence("the release was withdrawn before it was sent")


@dataclass(slots=True)
class Lifted:
    """What the ends of embargoes have brought about, and what stood against it."""

    published: list[Answer] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)


def publish(
    store: Store,
    act: Act,
    release: str,
    posting: "Posting",
    *,
    url: str | None = None,
    elsewhere: bool = False,
    despite_embargo: bool = False,
) -> Answer:
    """Make a release public now, and send it to everybody on the press list.

    Under an embargo only if `despite_embargo` says so. `elsewhere`: it was published on
    its day without this program; nothing is sent.
    Raises Refused if it is not released, is stale, or bears another day.
    """
    asked = {"release": release, "url": url, "elsewhere": elsewhere}
    try:
        with unit(store, act, "announce publish", asked) as work:
            person = work.require(PRESS)
            life = lives.within(work, release)
            _check_state(life, free=despite_embargo or elsewhere)
            if elsewhere:
                _check_here(life)
            _check(work.tx, life, act.now, elsewhere=elsewhere)
            said = {ELSEWHERE: True} if elsewhere else {}
            entry = announcing.publish_in(work, life, person, said, url)
            if not elsewhere:
                _send(work.tx, life, posting, act.now, url)
            return answer(None, entry)
    except Answered as done:
        return done.answer


def lift(store: Store, now: datetime, posting: "Posting") -> Lifted:
    """Make public whatever waits for an instant or an event that has come.

    Repeating it is harmless, also by several at once. What is wrong with one release
    stops no other; it stays embargoed, and every round says why.
    """
    found = Lifted()
    with store.reading() as tx:
        waiting = tx.all("embargoes")
    for row in waiting:
        try:
            if not _over(store, row, now):
                continue
            with unit(store, Act(CLOCKWORK, now), "announce publish", {}) as work:
                life = lives.life_of(work.tx, row["id"])
                if life.state != EMBARGOED or not _ended(work.tx, life, now):
                    continue  # somebody was quicker, or has thought better of it
                _check(work.tx, life, now)
                entry = announcing.publish_in(work, life, EXPIRY, {}, None)
                _send(work.tx, life, posting, now, None)
                found.published.append(answer(None, entry))
        except Problem as problem:
            found.problems += problem.sentences
    return found


def withdraw(store: Store, act: Act, release: str, reason: str) -> tuple[Answer, int]:
    """Withdraw a release, and stop what of it has not gone out yet.

    The answer, and how many of its messages have gone or may have gone already.
    """
    asked = {"release": release, "reason": reason}
    try:
        with unit(store, act, "announce withdraw", asked) as work:
            life = lives.within(work, release)
            entry = announcing.withdraw_in(work, life, reason)
            return answer(None, entry), _recall(work.tx, life)
    except Answered as done:
        return done.answer, 0


def why_held(
    tx: Transaction, letter: str, message: str | None = None, to: str | None = None
) -> Sentence | None:
    """Why a message of a release must not go out, although it waits; None if it may.

    Asked at the last moment: it may have been withdrawn or corrected since it was put
    into the outbox.
    """
    release, _, version = letter.partition("/")
    try:
        life = lives.life_of(tx, release)
        held = _why_held(tx, life, version) or _why_altered(tx, life, message)
        return held or _why_not_listed(tx, to)
    except Problem as problem:  # nothing goes out of which the record knows nothing
        return problem.sentences[0]


def _why_altered(tx: Transaction, life: Life, message: str | None) -> Sentence | None:
    """The outbox is no part of the record: what waits there is read before it goes."""
    if message is None or life.public_seq is None:
        return None
    content = contents.restored(lives.content_at(tx, life.public_seq))
    if pressmail.says(message, content):
        return None
    return sentence("the message holds another text than the one that was released")


def _why_not_listed(tx: Transaction, to: str | None) -> Sentence | None:
    """Whoever was taken off the press list since is not written to any more."""
    if to is None or to == WEBHOOK or to in pressmail.listed(tx):
        return None
    return sentence("its recipient is not on the press list any more")


def _why_held(tx: Transaction, life: Life, version: str) -> Sentence | None:
    if life.state == WITHDRAWN:
        return _RECALLED
    if str(life.public_version) != version:
        return sentence("another version of {release} is public", release=life.id)
    if proofs.borne(tx, life, life.public_bearing):
        return None
    return sentence("{release} states what the record no longer says", release=life.id)


def _over(store: Store, row: Row, now: datetime) -> bool:
    """Whether it is worth a unit of work: nobody else writes while one is open."""
    if row["embargo_at"] is not None:
        return bool(row["embargo_at"] <= now)
    with store.reading() as tx:
        return _recorded(tx, row["item_id"], row["embargo_event"])


def _ended(tx: Transaction, life: Life, now: datetime) -> bool:
    if life.embargo_at is not None:
        return life.embargo_at <= now
    return _recorded(tx, life.item, life.embargo_event)


def _recorded(tx: Transaction, item: str | None, event: str | None) -> bool:
    row = tx.one("item_by_id", item=item)
    return row is not None and announcing.is_recorded(
        tx, str(row["reference"]), event or ""
    )


def _check_here(life: Life) -> None:
    """What was published here is corrected here: feed and pages would lose it."""
    if life.cleared:
        raise Refused(
            sentence(
                "{release} was published here, so its correction is released and"
                " published here as well. Nothing was published.",
                release=life.id,
            )
        )


def _check_state(life: Life, *, free: bool) -> None:
    """Not public yet, and under no embargo that would be broken."""
    if life.state not in UNRELEASED:
        reason = not_in_this_state(life)
        raise Refused(sentence("{reason}. Nothing was published.", reason=reason))
    if life.state == EMBARGOED and not free:
        raise Refused(
            sentence(
                "{release} is under an embargo. It ends by itself; to let it go"
                " now all the same: laufzettel announce publish {release}"
                " --despite-embargo. Nothing was published.",
                release=life.id,
            )
        )


def _check(
    tx: Transaction, life: Life, now: datetime, *, elsewhere: bool = False
) -> None:
    """Everything that stands against the publication, at once."""
    found = list(_why_not_today(tx, life, now, elsewhere=elsewhere))
    if (stale := proofs.why_stale(tx, life)) is not None:
        found.append(sentence("{reason}.", reason=stale))
    if (other := _twin(tx, life)) is not None:
        found.append(
            sentence(
                "{other} tells of the same step in the same language and is public:"
                " laufzettel announce correct {other} --reason TEXT",
                other=other,
            )
        )
    if found:
        raise Refused(*found, sentence("Nothing was published."))


def _why_not_today(
    tx: Transaction, life: Life, now: datetime, *, elsewhere: bool
) -> Iterator[Sentence]:
    """By the clock, and by the record, which never runs behind its last entry."""
    today = local_day(now)
    dated = max(today, local_day(head_of(tx)["recorded_at"]))
    said = {"release": life.id, "day": life.day}
    if elsewhere and today < life.day:
        yield sentence(
            "{release} bears the day {day}, which has not come: it cannot have been"
            " published.",
            **said,
        )
    elif not elsewhere and today != life.day:
        yield sentence(
            "{release} bears the day {day} and goes out on no other; today is"
            " {today}. `laufzettel announce edit {release} --on {today}` writes it"
            " anew, and it is approved again.",
            **said,
            today=today,
        )
    elif not elsewhere and dated != today:
        yield sentence(
            "The record stands at {dated}: an entry was dated by a clock that ran"
            " ahead. {release}, of {day}, can be published without this program:"
            " laufzettel announce publish {release} --elsewhere",
            **said,
            dated=dated,
        )


def _twin(tx: Transaction, life: Life) -> str | None:
    """A public release of the same step: a second one would replace it in silence."""
    if life.announced is None or life.public_version is not None:
        return None
    what = (life.kind, life.language, life.announced)
    for row in tx.all("releases_of_item", item=life.item):
        same = (row["kind"], row["language"], row["announced"]) == what
        public = row["public_version"] is not None and row["state"] != WITHDRAWN
        if same and public and row["id"] != life.id:
            return str(row["id"])
    return None


def _send(
    tx: Transaction, life: Life, posting: "Posting", now: datetime, url: str | None
) -> None:
    """A message for everybody on the press list; an event where a webhook is asked."""
    content = contents.restored(lives.content_at(tx, life.content_seq))
    for message in pressmail.public(tx, life, content, posting, now, url):
        outbox.enqueue(tx, message, now)


def _recall(tx: Transaction, life: Life) -> int:
    """Take back what waits of the public version; how many are gone already."""
    letter = pressmail.letter_of(life.id, life.public_version or 0)
    for each in (letter, pressmail.review_of(life.id)):
        tx.run("supersede_letter", in_letter=each, last_error=str(_RECALLED))
    gone = {"sent", "sending", "unknown"}
    return sum(
        row["state"] in gone for row in tx.all("states_of_letter", in_letter=letter)
    )
