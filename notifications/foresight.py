"""Foresight: what the scheduler would send in the next days if nobody acted meanwhile.

It is the scheduler itself that tells: its rounds run on a replica of the record in
memory, with a clock that is moved, and hand their messages to a channel that keeps
them. Nothing is written or sent. What comes by the clock in these days comes there too.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from definitions.sentences import Sentence
from notifications import reminded, rounds
from notifications.clockwork import Sense
from notifications.deliveries import Opened
from notifications.delivery import Channel, Claimed, Passing
from notifications.reminded import Reason
from notifications.rounds import Settings
from workflow.access import known_person
from workflow.docket import Slip, slip
from workflow.duties import paths
from workflow.history import Entry
from workflow.localtime import OFFICE, local_day
from workflow.replica import replica
from workflow.store import Row, Store, Transaction

PACKAGES = ("workflow", "notifications")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sending:
    """A message that would be handed over at an instant, and what it reminds of."""

    at: datetime
    message: Claimed
    subject: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry that the clock would bring: nobody acts, and a term ends."""

    at: datetime
    slip: Slip
    entry: Entry


@dataclass(slots=True)
class Foresight:
    """What would go out from now until the end of a local day, in that order.

    `stuck` are messages that wait for a person (held, unknown, dead); they are left
    alone. `problems` are what the rounds reported, each once.
    """

    until: date
    sendings: list[Sending] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    stuck: list[Row] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)


class _Kept(Channel):
    """A channel that accepts everything and sends nothing."""

    def __init__(self) -> None:
        self.taken: list[Claimed] = []

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        passing()
        self.taken.append(claimed)


def foresee(store: Store, now: datetime, settings: Settings, days: int) -> Foresight:
    """What would be sent from `now` to the end of the local day `days` days later.

    Raises what reading the record raises; the record is not locked meanwhile.
    """
    found = Foresight(local_day(now) + timedelta(days=days))
    with replica(store, PACKAGES, "notifications") as copy:
        with copy.reading() as tx:
            newest, found.stuck = _newest(tx), tx.all("messages_stuck")
            zones = {OFFICE, *(ZoneInfo(path.zone) for path in paths(tx))}
        _live_through(copy, now, zones, settings, found)
        with copy.reading() as tx:
            found.happenings = list(_happenings(tx, newest))
    return found


def _live_through(
    copy: Store,
    now: datetime,
    zones: set[ZoneInfo],
    settings: Settings,
    found: Foresight,
) -> None:
    """Round after round: now, whenever something can come by itself, and for retries.

    The clock is believed, but for what is in doubt already.
    """
    end = first_instant(found.until + timedelta(days=1), time(), OFFICE)
    coming = {now, *_instants(now, found.until, settings.morning, zones)}
    left = sorted((each for each in coming if now <= each < end), reverse=True)
    sense = Sense(settings.name, vouches=lambda: True)
    while left:
        now = left.pop()
        _rounds(copy, now, settings, sense, found)
        with copy.writing() as tx:
            tx.run("sent_by_others")
            again = tx.one("next_attempt", now=now)
        retry = again["instant"] if again else None
        if retry is not None and retry < min([end, *left[-1:]]):
            left.append(retry)


def _instants(
    now: datetime, until: date, morning: time, zones: set[ZoneInfo]
) -> Iterator[datetime]:
    """When something can come by itself: as a day begins anywhere, and the mornings."""
    day, last = local_day(now), until + timedelta(days=1)
    while day <= last:  # east of here it begins while it is still the day before
        yield from (first_instant(day, time(), zone) for zone in zones)
        yield first_instant(day, morning, OFFICE)
        day += timedelta(days=1)


def first_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant of a day at which clocks there show this time, or a later one.

    In the night in which an hour is left out they may never show it.
    """
    wanted = datetime.combine(day, clock)
    found = wanted.replace(tzinfo=zone).astimezone(UTC)
    while _shown(found, zone) != wanted and _shown(found - _MINUTE, zone) > wanted:
        found -= _MINUTE
    return found


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _rounds(
    copy: Store, now: datetime, settings: Settings, sense: Sense, found: Foresight
) -> None:
    """What a scheduler does at this instant, until nothing is left."""
    more = True
    while more:
        kept = _Kept()
        opened = _instead(kept)
        report = rounds.round(copy, now, settings, opened=opened, sense=sense)
        found.problems += _unsaid(report.problems, found.problems)
        with copy.reading() as tx:
            found.sendings += (_sending(tx, now, each) for each in kept.taken)
        more = report.more


def _unsaid(
    problems: Sequence[Sentence], before: Sequence[Sentence]
) -> Iterator[Sentence]:
    """Problems that were not reported before; how long each has lasted is no news."""
    known = {_news(each) for each in before}
    yield from (each for each in problems if _news(each) not in known)


def _news(problem: Sentence) -> str:
    return problem.text if "span" in problem.values else str(problem)


def _instead(kept: _Kept) -> Opened:
    return lambda _, __: nullcontext(kept)


def _sending(tx: Transaction, now: datetime, claimed: Claimed) -> Sending:
    row = tx.one("message_in_hand", in_hand=claimed.key)
    assert row is not None  # it was claimed there
    reasons = reminded.reasons_of(tx, row["letter"])
    return Sending(now, claimed, row["subject"], reasons)


def _newest(tx: Transaction) -> int:
    row = tx.one("latest")
    seq: int = row["seq"] if row else 0
    return seq


def _happenings(tx: Transaction, newest: int) -> Iterator[Happening]:
    """Each entry of an item that the rounds have added."""
    slips: dict[str, Slip] = {}
    for row in tx.all("entries_between", first=newest + 1, last=_newest(tx)):
        item = tx.one("item_by_id", item=row["item_id"])
        if item is None:
            continue
        name = item["reference"]
        if name not in slips:
            slips[name] = slip(tx, name)
        entry = slips[name].entries[row["item_seq"] - 1]
        yield Happening(entry.recorded_at, slips[name], entry)


def whom(tx: Transaction, who: str) -> str:
    """Whom a mail address, a person, `role:NAME` or `body:NAME` means.

    Refused if the record knows no such person.
    """
    if "@" in who or who.startswith(("role:", "body:")):
        return who
    return f"person:{known_person(tx, who)['id']}"


def only(found: Foresight, who: str) -> Foresight:
    """What reaches an address, or one who is told by the path or in the end.

    Of what the clock brings only what concerns the same items.
    """
    sendings = [each for each in found.sendings if who in _reached(each)]
    about = {reason.reference for each in sendings for reason in each.reasons}
    return replace(
        found,
        sendings=sendings,
        happenings=[each for each in found.happenings if each.slip.reference in about],
        stuck=[row for row in found.stuck if row["recipient"] == who],
    )


def _reached(each: Sending) -> set[str]:
    told = {each.message.recipient}
    for reason in each.reasons:
        told |= {reason.principal, reason.recipient}
    return told
