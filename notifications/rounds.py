"""A round: what a scheduler does each time, and what `scheduler tick` does once.

It may run in any number of processes at once, be killed at any point and be repeated:
what is due, who is telling it and what was told are rows of the database.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from definitions.sentences import Problem, Sentence, sentence
from notifications import heartbeat, mail, outbox, reminders
from notifications.delivery import Claimed
from notifications.mail import Addresses, Folder
from workflow import expiry
from workflow.errors import InputOutput, WrongUsage
from workflow.store import Store

EVERY = 60  # seconds between two rounds
LONGEST_ROUND = 1000  # messages delivered in one round; the others wait for the next

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where messages go, with which addresses; the seconds between two rounds.

    Raises WrongUsage if there is less than a second between two rounds.
    """

    folder: Path
    addresses: Addresses = field(default_factory=Addresses)
    every: int = EVERY
    name: str = field(default_factory=socket.gethostname)

    def __post_init__(self) -> None:
        if self.every < 1:
            raise WrongUsage(
                sentence(
                    "Between two rounds of the scheduler lies at least 1 second, not "
                    "{every}.",
                    every=self.every,
                )
            )


@dataclass(slots=True)
class RoundReport:
    """What one round did.

    `problems` stopped single messages; `blocked` kept all of them in the outbox.
    """

    expired: int = 0
    queued: int = 0
    superseded: int = 0
    sent: int = 0
    late: int = 0
    failed: int = 0
    dead: int = 0
    unknown: int = 0
    waiting: int = 0
    problems: list[Sentence] = field(default_factory=list)
    blocked: Problem | None = None

    def counts(self) -> dict[str, int]:
        """The numbers by name."""
        numbers = {name: getattr(self, name) for name in self.__slots__}
        return {name: each for name, each in numbers.items() if isinstance(each, int)}


def _never() -> bool:
    return False


def round(
    store: Store, now: datetime, settings: Settings, stop: Stop = _never
) -> RoundReport:
    """One round: queue the reminders due, deliver the outbox, leave a heartbeat.

    Raises what `store` raises (Busy, InputOutput); repeating it is always safe. All
    else that goes wrong stands in the report. `stop` is asked between messages.
    """
    ended = expiry.expire(store, now)
    told = reminders.tell(store, now, settings.addresses)
    report = RoundReport(
        expired=len(ended.recorded),
        queued=told.queued,
        superseded=told.superseded,
        problems=[*ended.problems, *told.problems],
    )
    with store.writing() as tx:
        for state in outbox.release_abandoned(tx, now):
            report.unknown += state == outbox.UNKNOWN
            report.dead += state == outbox.DEAD
    try:
        with mail.opened(settings.folder) as folder:
            _deliver(store, now, folder, report, stop)
    except InputOutput as problem:
        report.blocked = problem
        report.problems.extend(problem.sentences)
    with store.writing() as tx:
        report.waiting = outbox.waiting(tx)
        heartbeat.beat(tx, now, settings.name, report.problems, told.seen)
    return report


def _deliver(
    store: Store, now: datetime, folder: Folder, report: RoundReport, stop: Stop
) -> None:
    for _ in range(LONGEST_ROUND):
        if stop():
            return
        with store.writing() as tx:
            claimed = outbox.claim(tx, now)
        if claimed is None:
            return
        _deliver_one(store, now, folder, claimed, report)


def _deliver_one(
    store: Store, now: datetime, folder: Folder, claimed: Claimed, report: RoundReport
) -> None:
    try:
        name = mail.file_name(claimed.key, claimed.kind, claimed.reference)
        folder.put(name, claimed.content, claimed.fence)
    except Exception as error:  # whatever is wrong with this one, the others are sent
        with store.writing() as tx:
            state = outbox.fail(tx, claimed, now, _reason(error))
        report.failed += 1
        report.dead += state == outbox.DEAD
        report.problems.append(_failure(claimed, state, error))
    else:
        with store.writing() as tx:
            sent = outbox.complete(tx, claimed, now)
        report.sent += sent
        report.late += sent and claimed.late_days > 0


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error) or type(error).__name__


def _failure(claimed: Claimed, state: str, error: Exception) -> Sentence:
    named = {"key": claimed.key[:16], "reference": claimed.reference or "-"}
    if state == outbox.DEAD:
        return sentence(
            "Message {key} about {reference} was given up after {attempts} attempts: "
            "{reason}",
            **named,
            attempts=claimed.attempts,
            reason=_reason(error),
        )
    return sentence(
        "Message {key} about {reference} was not delivered; it is tried again: "
        "{reason}",
        **named,
        reason=_reason(error),
    )
