"""Embargoes (Sperrfristen): until an instant, or until an event is recorded.

On the night when the clock is put back an hour comes twice: the later one is meant,
for too late does less harm than too early. An hour that is skipped in spring is none.
"""

import re
from datetime import UTC, datetime

from definitions.sentences import sentence, shortened
from notifications import contents
from notifications.composing import AHEAD
from workflow import announcing, lives
from workflow.errors import Refused
from workflow.judging import WITHDRAWAL
from workflow.localtime import OFFICE, local_day
from workflow.publicity import Life
from workflow.store import Store
from workflow.unit import Act, Answer, Answered, Unit, answer, definition_of, unit

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2})[:.](\d{2})")


def instant(typed: str) -> datetime:
    """The instant that a typed hour in Berlin means.

    Raises Refused for what is no hour, and for one that the clock skips.
    """
    found = _TIME.fullmatch(typed.strip())
    try:
        if found is None:
            raise ValueError(typed)
        day, hour, minute = found.groups()
        said = datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}")
        said.replace(tzinfo=OFFICE).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(
            sentence(
                "{typed} is no hour. Hours are written 2021-08-03T12:00, as clocks in"
                " Berlin show them. Nothing was recorded.",
                typed=shortened(repr(typed)),
            )
        ) from None
    later = said.replace(tzinfo=OFFICE, fold=1)
    there = later.astimezone(UTC).astimezone(OFFICE)
    if there.replace(tzinfo=None, fold=0) != said:
        raise Refused(
            sentence(
                "{typed} does not exist: the clock is put forward then. Name an hour"
                " before or after. Nothing was recorded.",
                typed=typed.strip(),
            )
        )
    return later


def until(store: Store, act: Act, release: str, at: datetime) -> Answer:
    """Let a released text go at an instant; on the day it bears.

    Raises Refused for an instant that is over, or on another day.
    """
    asked = {"release": release, "at": at.isoformat()}
    try:
        with unit(store, act, "announce schedule", asked) as work:
            life = lives.within(work, release)
            _check_instant(life, at, act.now)
            return answer(None, announcing.schedule_in(work, life, at=at))
    except Answered as done:
        return done.answer


def until_recorded(store: Store, act: Act, release: str, event: str) -> Answer:
    """Let a released text go when an event of the item's path is recorded.

    Raises Refused for an event that the path does not have, or has seen.
    """
    try:
        asked = {"release": release, "event": event}
        with unit(store, act, "announce schedule", asked) as work:
            life = lives.within(work, release)
            _check_event(work, life, event)
            _check_silent(work, life, event)
            entry = announcing.schedule_in(work, life, event=event)
            return {"day": life.day.isoformat()} | answer(None, entry)
    except Answered as done:
        with store.reading() as tx:
            day = lives.life_of(tx, release).day.isoformat()
        return {"day": day} | done.answer


def _check_silent(work: Unit, life: Life, event: str) -> None:
    """A text that says who acts next is no longer true once that has happened."""
    facts = contents.restored(lives.content_at(work.tx, life.content_seq)).facts
    if any(facts["fields"].get(name) is not None for name in AHEAD):
        raise Refused(
            sentence(
                "{release} says who acts next, which is over once {event} is recorded."
                " `laufzettel announce edit {release} --without-next` leaves it out,"
                " and it is approved again. Nothing was recorded.",
                release=life.id,
                event=event,
            )
        )


def _check_instant(life: Life, at: datetime, now: datetime) -> None:
    found = []
    if at <= now:
        found.append(
            sentence(
                "The embargo would be over already. To let it go now: laufzettel"
                " announce publish {release}",
                release=life.id,
            )
        )
    if local_day(at) != life.day:
        found.append(
            sentence(
                "{release} bears the day {day} and goes out on no other, not on"
                " {other}. `laufzettel announce edit {release} --on {other}` writes it"
                " anew, and it is approved again.",
                release=life.id,
                day=life.day,
                other=local_day(at),
            )
        )
    if found:
        raise Refused(*found, sentence("Nothing was recorded."))


def _check_event(work: Unit, life: Life, event: str) -> None:
    row = work.tx.one("item_by_id", item=life.item) if life.item else None
    if row is None:
        raise Refused(
            sentence(
                "{release} tells of no item, so no event of a path can end its embargo."
                " Nothing was recorded.",
                release=life.id,
            )
        )
    path = definition_of(work.tx, row["definition_hash"])
    if event not in path.events:
        raise Refused(
            sentence(
                "The path {path} has no event {event}; there are {events}. Nothing was"
                " recorded.",
                path=path.name,
                event=shortened(repr(event)),
                events=tuple(path.events),
            )
        )
    if event == WITHDRAWAL:
        raise Refused(
            sentence(
                "No release goes out of an item that was withdrawn. Nothing was"
                " recorded."
            )
        )
    if announcing.is_recorded(work.tx, str(row["reference"]), event):
        raise Refused(
            sentence(
                "{event} is recorded already: the embargo would be over. To let it go"
                " now: laufzettel announce publish {release}",
                event=event,
                release=life.id,
            )
        )
