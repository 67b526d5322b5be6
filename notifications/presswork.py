"""What waits for a person in the press office this morning, with the way on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from definitions.sentences import Sentence, sentence
from notifications.proofs import why_stale
from workflow import lives
from workflow.access import Standing
from workflow.clearance import open_to, why_not_approve
from workflow.localtime import local_day
from workflow.publicity import (
    APPROVED,
    DRAFT,
    EMBARGOED,
    IN_REVIEW,
    PRESS,
    PUBLIC,
    WITHDRAWN,
    Life,
)
from workflow.store import Row, Transaction

RECENT = timedelta(days=30)  # for so long a public release is held against the record


@dataclass(frozen=True, slots=True)
class Waiting:
    """A release, why it waits, and the words of the command."""

    life: Life
    why: Sentence
    words: tuple[str, ...]


def waiting(tx: Transaction, held: Standing, today: date) -> list[Waiting]:
    """The releases that this person can go on with, the oldest first."""
    rows = (row for row in tx.all("releases") if _matters(row, today))
    lives_now = (lives.life_of(tx, row["id"]) for row in rows)
    return [each for life in lives_now for each in _waits(tx, life, held, today)]


def _matters(row: Row, today: date) -> bool:
    if row["state"] in PUBLIC:
        return bool(local_day(row["published_at"]) >= today - RECENT)
    return bool(row["state"] != WITHDRAWN)


def _waits(
    tx: Transaction, life: Life, held: Standing, today: date
) -> Iterator[Waiting]:
    person = held.person or ""
    if life.state == IN_REVIEW:
        parts = open_to(life, person)
        if why_not_approve(life, person, parts) is None:
            why = sentence("waits for you to release it")
            yield Waiting(life, why, ("approve", life.id))
        return
    if not held.may(PRESS) and person not in life.authors:
        return
    found = _stale(tx, life) or _of_its_day(life, today)
    if found is not None:
        yield found
    elif life.state == DRAFT and person in life.authors:
        why = sentence("is a draft of yours")
        yield Waiting(life, why, ("submit", life.id, "--to", "ACCOUNT"))


def _stale(tx: Transaction, life: Life) -> Waiting | None:
    if why_stale(tx, life) is None:
        return None
    why = sentence("states what the record no longer says")
    return Waiting(life, why, ("check", life.id))


def _of_its_day(life: Life, today: date) -> Waiting | None:
    if life.state not in {DRAFT, APPROVED, EMBARGOED}:
        return None
    if life.day < today:
        why = sentence("bears {day}, which has passed", day=life.day)
        return Waiting(life, why, ("edit", life.id, "--on", today.isoformat()))
    if life.day == today and life.state == APPROVED:
        why = sentence("is released and bears today")
        return Waiting(life, why, ("publish", life.id))
    return None
