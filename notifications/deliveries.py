"""The deliveries of a round: what waits in the outbox is handed to the ways out.

A release is looked at once more when it is claimed, and again when it is handed over:
it may have been withdrawn or corrected since, and what is recorded first holds.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from definitions.sentences import Problem, Sentence
from notifications import mishaps, outbox, releasing
from notifications.delivery import (
    RELEASE,
    Channel,
    Claimed,
    Fenced,
    NotAccepted,
    Uncertain,
    Unusable,
)
from workflow.store import Store

LONGEST_ROUND = 1000  # messages delivered in one round; the others wait for the next
LONGEST = 60.0  # seconds of a round for one channel; then the pulse, then the others
SLOW = 15.0  # seconds for one message: a channel that takes longer waits for the next

Stop = Callable[[], bool]
Opened = Callable[[str, datetime], AbstractContextManager[Channel]]


@dataclass(slots=True)
class RoundReport:
    """What one round did.

    `problems` stopped single messages; `blocked` kept all messages of a channel in the
    outbox. `more`: there is work left that need not wait for the next round.
    """

    expired: int = 0
    published: int = 0
    queued: int = 0
    letters: int = 0
    superseded: int = 0
    sent: int = 0
    late: int = 0
    failed: int = 0
    dead: int = 0
    unknown: int = 0
    waiting: int = 0
    more: bool = False
    problems: list[Sentence] = field(default_factory=list)
    blocked: Problem | None = None

    def counts(self) -> dict[str, int]:
        """The numbers by name."""
        numbers = {name: getattr(self, name) for name in self.__slots__}
        return {name: each for name, each in numbers.items() if type(each) is int}


class _Withheld(Exception):
    """A release must not go out any more, as the record stands at this moment."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Delivery:
    """The deliveries of one round. Leases count from real time, not from its start."""

    def __init__(
        self,
        store: Store,
        now: datetime,
        report: RoundReport,
        stop: Stop,
        *,
        press: bool,
    ) -> None:
        self._store, self._now, self._report, self._stop = store, now, report, stop
        self._press, self._began, self._most = press, monotonic(), LONGEST_ROUND

    @property
    def now(self) -> datetime:
        """The instant of the round, and what has passed since it began."""
        return self._now + timedelta(seconds=monotonic() - self._began)

    def release_abandoned(self) -> None:
        """Settle what was left by processes that are gone."""
        with self._store.writing() as tx:
            for state in outbox.release_abandoned(tx, self.now):
                self._count(state)

    def by(self, name: str, opened: Opened) -> None:
        """Deliver what waits for one channel."""
        with self._store.reading() as tx:
            if not outbox.waiting(tx, name, self.now):
                return
        try:
            with opened(name, self.now) as channel:
                self._all(name, channel)
        except Problem as problem:
            self._report.blocked = problem
            self._report.problems.extend(problem.sentences)

    def _all(self, name: str, channel: Channel) -> None:
        began = monotonic()
        while self._most > 0 and monotonic() - began < LONGEST:
            if self._stop():
                return
            with self._store.writing() as tx:
                claimed = outbox.claim(tx, self.now, name, press=self._press)
            if claimed is None:
                return
            self._most -= 1
            if self._withheld(claimed):
                continue
            asked = monotonic()
            self._one(claimed, channel)
            if monotonic() - asked > SLOW:
                raise mishaps.slow(name)
        with self._store.reading() as tx:
            self._report.more |= outbox.waiting(tx, name, self.now) > 0

    def _withheld(self, claimed: Claimed) -> bool:
        """Hold a release back that was withdrawn or corrected since it was queued."""
        if claimed.kind != RELEASE:
            return False
        with self._store.reading() as tx:
            reason = releasing.why_held(
                tx, claimed.letter, claimed.content, claimed.recipient
            )
        if reason is not None:
            self._hold(claimed, reason)
        return reason is not None

    def _hold(self, claimed: Claimed, reason: Sentence) -> None:
        with self._store.writing() as tx:
            outbox.withhold(tx, claimed, self.now, str(reason))
        self._report.problems.append(mishaps.withheld(claimed, reason))

    def _pass(self, claimed: Claimed) -> None:
        """Say that a message is handed over; nobody records anything meanwhile."""
        with self._store.writing() as tx:
            if claimed.kind == RELEASE:
                tx.one("lock_head")
                if (reason := releasing.why_held(tx, claimed.letter)) is not None:
                    raise _Withheld(reason)
            outbox.passed(tx, claimed, self.now)

    def _one(self, claimed: Claimed, channel: Channel) -> None:
        try:
            channel.deliver(claimed, lambda: self._pass(claimed))
        except _Withheld as held:
            self._hold(claimed, held.reason)
        except Fenced:
            return  # somebody else has it
        except Unusable as gone:
            with self._store.writing() as tx:
                outbox.back(tx, claimed, self.now, gone.reason)
            raise mishaps.blocked(claimed, gone) from None
        except Uncertain as doubt:
            with self._store.writing() as tx:
                state = outbox.uncertain(tx, claimed, self.now, doubt.reason)
            self._failed(claimed, state, doubt.reason, uncertain=True)
        except NotAccepted as refusal:
            with self._store.writing() as tx:
                said = claimed, self.now, refusal.reason
                state = outbox.fail(tx, *said, permanent=refusal.permanent)
            self._failed(claimed, state, refusal.reason)
        except Exception as error:  # whatever is wrong with this one, others are sent
            self._broke(claimed, error)
        else:
            with self._store.writing() as tx:
                sent = outbox.complete(tx, claimed, self.now)
            self._report.sent += sent
            self._report.late += sent and claimed.late_days > 0

    def _broke(self, claimed: Claimed, error: Exception) -> None:
        """A fault nobody foresaw: what it means hangs on how far the message was."""
        if isinstance(error, (Problem, *self._store.driver.errors())):
            raise error  # of the database: the next round goes on from there
        reason = mishaps.reason(error)
        with self._store.writing() as tx:
            state = outbox.broke(tx, claimed, self.now, reason)
        self._failed(claimed, state, reason)

    def _failed(
        self, claimed: Claimed, state: str, reason: str, *, uncertain: bool = False
    ) -> None:
        if state == outbox.FENCED:
            return  # somebody else has it, and says how it went
        self._report.failed += 1
        self._count(state)
        self._report.problems.append(mishaps.failure(claimed, state, reason, uncertain))

    def _count(self, state: str) -> None:
        self._report.dead += state == outbox.DEAD
        self._report.unknown += state == outbox.UNKNOWN
