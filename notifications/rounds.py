"""A round: what a scheduler does each time, and what `scheduler tick` does once.

It may run in any number of processes at once, be killed at any point and be repeated:
what is due, who is telling it and what was told are rows of the database.
"""

import socket
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from definitions.sentences import sentence
from notifications import (
    channels,
    heartbeat,
    mending,
    mishaps,
    mornings,
    outbox,
    releasing,
    reminders,
)
from notifications.channels import Ways
from notifications.clockwork import Sense
from notifications.deliveries import Delivery, Opened, RoundReport, Stop
from notifications.delivery import (
    FOLDER,
    Channel,
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
    """One round: clock events, embargoes, reminders, letters, deliveries, the pulse.

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
    if not doubt.press_held:
        lifted = releasing.lift(store, now, settings.posting)
        report.published = len(lifted.published)
        report.problems += lifted.problems
    swept = _remind(store, now, settings, report)
    delivery = Delivery(store, now, report, stop, press=not doubt.press_held)
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
    report.queued, report.letters = swept.due, written.letters
    report.more = written.more
    report.superseded = swept.superseded + mended.superseded + written.superseded
    report.problems += [*swept.problems, *mended.problems, *written.problems]
    return swept
