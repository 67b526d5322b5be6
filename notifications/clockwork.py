"""The clock sense: whether this machine's clock can be believed.

A clock that is wrong sends a release before its time, and nothing calls it back; so
releases wait while the clock is in doubt. Reminders go on: one that comes too early
does little harm, one that never comes does. What the clock itself brings about at the
end of a term is held back only if the clock was seen to jump: a week without a
scheduler is ordinary.

A jump is seen by comparing the time of day with a clock that nobody can set. Where no
process was there to compare, a second witness is asked: the clock of the database
server, or the kernel, which knows whether its clock is disciplined by a time service.

A doubt stays open until an administrator confirms the clock, also if the clock falls
back into line: a clock that has jumped once may jump again, and meanwhile others may
have recorded what it said. Nothing is lost by waiting: an act of a clerk brings about
first what the end of a term brings about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from definitions.sentences import Sentence, sentence
from notifications import witnesses
from notifications.pulse import lasting
from workflow.access import ADMIN
from workflow.dispatching import written
from workflow.errors import Refused
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, Answered, answer, unit
from workflow.wording import clean_words

JUMP = timedelta(minutes=10)  # what a time service may set at once, and far more
LONG = timedelta(hours=24)  # without a sign of life: a second witness is asked

_MOST = 2**31 - 1  # seconds that the database can keep
UNVOUCHED = 0  # as seconds of a doubt: nothing jumped, but nobody vouches
_BY_HAND = "-"  # as scheduler of what a person has confirmed

Passed = Callable[[], float]
Vouches = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a round must hold back, and why; false if the clock is believed."""

    press_held: bool = False
    clock_events_held: bool = False
    problems: tuple[Sentence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.press_held or self.clock_events_held or self.problems)


NO_DOUBT = Doubt()


class Sense:
    """The clock sense of one scheduler process; to be kept between its rounds.

    `passed` answers the seconds of a clock that nobody can set and that goes on while
    the machine sleeps. Without it (a single round) nothing is compared: only the record
    and a second witness are asked; `vouches` is one in place of the usual one.
    """

    def __init__(
        self,
        scheduler: str,
        passed: Passed | None = None,
        vouches: Vouches | None = None,
    ) -> None:
        self._scheduler, self._passed, self._vouches = scheduler, passed, vouches
        self._last: tuple[datetime, float] | None = None  # of the check before

    def check(self, store: Store, now: datetime) -> Doubt:
        """What is to be thought of the clock that says `now`, before a round.

        A doubt that arises is kept in the database, for every scheduler. Raises what
        `store` raises; the next check then compares with the one before.
        """
        passed = self._passed() if self._passed else 0.0
        expected = self._expected(passed)
        with store.reading() as tx:
            known = _Known.of(tx)
            ahead = self._ahead(store, tx, known, now, expected)
        behind = known.behind(now, expected)
        new = [] if ahead is None or known.holds(ahead) else [ahead]
        if behind > JUMP and not known.complains(now + behind):
            new.append(-_seconds(behind))
        opened = (*known.opened, *self._noted(store, now, new))
        self._last = now, passed
        return _doubt(opened, now, releases=known.releases)

    def _expected(self, passed: float) -> datetime | None:
        """What the clock should say, by the check before and by what has passed."""
        if self._passed is None or self._last is None:
            return None
        before, since = self._last
        return before + timedelta(seconds=passed - since)

    def _ahead(
        self,
        store: Store,
        tx: Transaction,
        known: "_Known",
        now: datetime,
        expected: datetime | None,
    ) -> int | None:
        """By how many seconds the clock has jumped ahead, or UNVOUCHED; None: fine."""
        if expected is not None:
            return _seconds(now - expected) if now - expected > JUMP else None
        if self._last is not None or known.silence(now) <= LONG:
            return None
        if self._vouches:
            return None if self._vouches() else UNVOUCHED
        return None if witnesses.agree(store, tx, now) else UNVOUCHED

    def _noted(self, store: Store, now: datetime, new: Sequence[int]) -> list[Row]:
        rows = [
            {"noticed_at": now, "scheduler": self._scheduler, "seconds": each}
            for each in new
        ]
        if rows:
            with store.writing() as tx:
                for row in rows:
                    tx.run("add_clock_doubt", settled_seq=None, **row)
        return rows


def confirm(store: Store, act: Act, reason: str | None = None) -> Answer:
    """Record that the clock is right as it stands, which settles every doubt.

    It takes the role admin. What lies ahead of the clock (entries, rounds) counts from
    here on as left by a clock that was wrong: it is no longer complained of. Refused
    if there is nothing to confirm.
    """
    words = {"reason": reason}
    try:
        with unit(store, act, "confirm clock", {"words": clean_words(words)}) as work:
            person = work.require((ADMIN,))
            known = _Known.of(work.tx)
            behind = known.behind(act.now)
            if not known.opened and behind <= JUMP:
                raise Refused(
                    sentence("There is no doubt about the clock. Nothing was recorded.")
                )
            facts = {"doubts": [row["seconds"] for row in known.opened]}
            entry = written(work, person, "clock", facts, words)
            if behind > JUMP:  # a row says up to where that is accepted
                row = {"noticed_at": act.now, "scheduler": _BY_HAND}
                work.tx.run(
                    "add_clock_doubt",
                    settled_seq=None,
                    seconds=-_seconds(behind),
                    **row,
                )
            work.tx.run("settle_clock_doubts", entry=entry.seq)
            return answer(None, entry)
    except Answered as done:
        return done.answer


def doubts(tx: Transaction, now: datetime) -> tuple[Sentence, ...]:
    """What is in doubt about the clock, by what schedulers noticed."""
    known = _Known.of(tx)
    return _doubt(known.opened, now, releases=known.releases).problems


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database tells of the clock."""

    recorded_at: datetime | None  # the newest entry
    beats: Sequence[datetime]
    doubts: Sequence[Row]
    releases: bool  # whether there are any to hold back

    @classmethod
    def of(cls, tx: Transaction) -> "_Known":
        head = tx.one("head")
        beats = [row["last_round_at"] for row in tx.all("beats")]
        recorded_at = None if head is None else head["recorded_at"]
        releases = bool((tx.one("releases_waiting") or {}).get("some"))
        return cls(recorded_at, beats, tx.all("clock_doubts"), releases)

    @property
    def opened(self) -> tuple[Row, ...]:
        """The doubts that nobody has settled."""
        return tuple(row for row in self.doubts if row["settled_seq"] is None)

    def silence(self, now: datetime) -> timedelta:
        """How long no scheduler has run; if none ever did, how old the record's end is.

        Entries are no sign once there are beats: whoever records one believes the same
        clock that is in question.
        """
        signs = self.beats or ([self.recorded_at] if self.recorded_at else [])
        past = [each for each in signs if each <= now + JUMP]
        return now - max(past) if past else timedelta()

    def behind(self, now: datetime, expected: datetime | None = None) -> timedelta:
        """How far `now` lies before `expected` or the newest instant on record.

        An instant up to which that was confirmed once is not counted again.
        """
        accepted = max(
            (
                _until(row)
                for row in self.doubts
                if row["settled_seq"] is not None and row["seconds"] < 0
            ),
            default=None,
        )
        signs = [*self.beats, *([self.recorded_at] if self.recorded_at else [])]
        if accepted is not None:
            signs = [each for each in signs if each > accepted + JUMP]
        newest = max([now, *signs, *([expected] if expected else [])])
        return newest - now

    def holds(self, seconds: int) -> bool:
        """Whether an open doubt holds back all that this one would."""
        found = [row["seconds"] for row in self.opened if row["seconds"] >= 0]
        return any(each > 0 or seconds == UNVOUCHED for each in found)

    def complains(self, newest: datetime) -> bool:
        """Whether it is known that the clock stands behind this instant."""
        return any(
            row["seconds"] < 0 and newest <= _until(row) + JUMP for row in self.opened
        )


def _until(row: Row) -> datetime:
    """The instant to which a clock had come before it was put back."""
    instant: datetime = row["noticed_at"]
    return instant - timedelta(seconds=min(0, row["seconds"]))


def _seconds(span: timedelta) -> int:
    return min(int(span.total_seconds()), _MOST)


def _doubt(opened: Sequence[Row], now: datetime, *, releases: bool) -> Doubt:
    """What is held back, and what has to be said of it.

    That nobody vouches is said only where it holds something back: a week without a
    scheduler is ordinary, and so is a machine without a time service.
    """
    jumps = [row for row in opened if row["seconds"] > 0]
    unvouched = [row for row in opened if row["seconds"] == UNVOUCHED]
    until = max((_until(row) for row in opened if row["seconds"] < 0), default=now)
    told = jumps or (unvouched if releases else [])
    said = [_held(row) for row in told[-1:]]
    if until - now > JUMP:
        said.append(
            sentence(
                "The clock stands {span} behind the newest entry or round. Nothing is"
                " told twice, and nothing changes its order. If the clock is right now,"
                " say so with `laufzettel scheduler confirm --reason TEXT`.",
                span=lasting(until - now),
            )
        )
    return Doubt(bool(jumps or unvouched), bool(jumps), tuple(said))


def _held(row: Row) -> Sentence:
    if row["seconds"] > 0:
        return sentence(
            "The clock jumped ahead by {span} (noticed by {scheduler}): releases are"
            " held back, and the ends of terms are not recorded. Set the clock, or, if"
            " it is right, say so with `laufzettel scheduler confirm --reason TEXT`.",
            span=lasting(timedelta(seconds=row["seconds"])),
            scheduler=row["scheduler"],
        )
    return sentence(
        "No scheduler has run for long, and nothing vouches for the clock: releases are"
        " held back. If the clock is right, say so with"
        " `laufzettel scheduler confirm --reason TEXT`."
    )
