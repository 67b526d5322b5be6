"""A round: what a scheduler does each time, and what `scheduler tick` does once.

It may run in any number of processes at once, be killed at any point and be repeated:
what is due, who is telling it and what was told are rows of the database.
"""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from time import monotonic

from definitions.sentences import Problem, Sentence, sentence
from notifications import (
    channels,
    heartbeat,
    mending,
    mishaps,
    mornings,
    outbox,
    reminders,
)
from notifications.channels import Ways
from notifications.clockwork import Sense
from notifications.delivery import (
    FOLDER,
    Channel,
    Claimed,
    Fenced,
    NotAccepted,
    Uncertain,
    Unusable,
)
from notifications.digests import Posting, Translate, untranslated
from notifications.mail import Addresses
from notifications.reminders import Swept
from notifications.smtp import SmtpSettings
from notifications.webhook import WebhookSettings
from workflow import expiry
from workflow.errors import WrongUsage
from workflow.store import Store

EVERY = 60  # seconds between two rounds
LONGEST_ROUND = 1000  # messages delivered in one round; the others wait for the next
LONGEST = 60.0  # seconds of a round for one channel; then the pulse, then the others
SLOW = 15.0  # seconds for one message: a channel that takes longer waits for the next

Stop = Callable[[], bool]
Opened = Callable[[str, datetime], AbstractContextManager[Channel]]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where messages go and how, from when in the morning; when a pulse is too old.

    `every`: the seconds between two rounds. Raises WrongUsage if there is less than a
    second between two rounds.
    """

    folder: Path
    addresses: Addresses = field(default_factory=Addresses)
    every: int = EVERY
    name: str = field(default_factory=socket.gethostname)
    channels: tuple[str, ...] = (FOLDER,)
    smtp: SmtpSettings | None = None
    webhook: WebhookSettings | None = None
    morning: time = mornings.MORNING
    limit: timedelta = heartbeat.LATE
    translate: Translate = untranslated  # sentences in the calendars of letters

    def __post_init__(self) -> None:
        if self.every < 1:
            raise WrongUsage(
                sentence(
                    "Between two rounds of the scheduler lies at least 1 second, not "
                    "{every}.",
                    every=self.every,
                )
            )

    @property
    def posting(self) -> Posting:
        """What letters need to know."""
        return Posting(self.addresses, self.channels, self.translate)

    def opened(self, channel: str, now: datetime) -> AbstractContextManager[Channel]:
        """The way out of that name, for a round that began at `now`."""
        ways = Ways(self.folder, self.smtp, self.webhook)
        return channels.opened(channel, ways, now)


@dataclass(slots=True)
class RoundReport:
    """What one round did.

    `problems` stopped single messages; `blocked` kept all messages of a channel in the
    outbox. `more`: there is work left that need not wait for the next round.
    """

    expired: int = 0
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


def _never() -> bool:
    return False


def round(
    store: Store,
    now: datetime,
    settings: Settings,
    stop: Stop = _never,
    *,
    opened: Opened | None = None,
    sense: Sense | None = None,
) -> RoundReport:
    """One round: clock events, reminders, letters, deliveries, the pulse.

    Raises what `store` raises (Busy, InputOutput); repeating it is always safe. All
    else that goes wrong stands in the report. `stop` is asked between messages. `sense`
    knows whether the clock can be trusted; `opened` opens the ways out.
    """
    report = RoundReport()
    doubt = (sense or Sense(settings.name)).check(store, now)
    report.problems += doubt.problems
    if not doubt.clock_events_held:
        ended = expiry.expire(store, now)
        report.expired = len(ended.recorded)
        report.problems += ended.problems
    swept = _remind(store, now, settings, report)
    delivery = _Delivery(store, now, report, stop, press=not doubt.press_held)
    delivery.release_abandoned()
    ways = dict.fromkeys([*settings.channels, FOLDER])
    for channel in ways:
        delivery.by(channel, opened or settings.opened)
    with store.writing() as tx:
        report.waiting = outbox.waiting(tx)
        others = [each for each in channels.NAMES if each not in ways]
        stranded = [each for each in others if outbox.waiting(tx, each)]
        report.problems += map(mishaps.stranded, stranded)
        beat = settings.name, report.problems, swept.seen, swept.quarter
        heartbeat.beat(tx, now, *beat)
    return report


def _remind(
    store: Store, now: datetime, settings: Settings, report: RoundReport
) -> Swept:
    """Find reminders, set right what waits, write letters: into the outbox."""
    posting = settings.posting
    scope = reminders.scope(store, now)
    mended = mending.mend(store, now, posting, directory_changed=scope.touched is None)
    swept = reminders.sweep(store, now, posting, scope)
    written = mornings.write(store, now, posting, settings.morning)
    report.queued, report.letters, report.more = (
        swept.due,
        written.letters,
        written.more,
    )
    report.superseded = swept.superseded + mended.superseded + written.superseded
    report.problems += [*swept.problems, *mended.problems, *written.problems]
    return swept


class _Delivery:
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
            asked = monotonic()
            self._one(claimed, channel)
            if monotonic() - asked > SLOW:
                raise mishaps.slow(name)
        with self._store.reading() as tx:
            self._report.more |= outbox.waiting(tx, name, self.now) > 0

    def _one(self, claimed: Claimed, channel: Channel) -> None:
        def passing() -> None:
            with self._store.writing() as tx:
                outbox.passed(tx, claimed, self.now)

        try:
            channel.deliver(claimed, passing)
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
