"""The scheduler: a metronome that asks the database, again and again, what is due.

The only door to APScheduler, which holds no work: one job without payload, in memory,
on a UTC interval. All that must not be forgotten stands in the database, so a killed
scheduler costs a delay and nothing else.
"""

import json
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from apscheduler.job import Job
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from definitions.sentences import Problem
from notifications import rounds
from notifications.clockwork import Passed, Sense
from notifications.deliveries import Stop
from notifications.rounds import Settings
from notifications.stopping import INTERRUPTED, Stopping
from workflow.store import Store

# a mail address, or the password in the URL of a database
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_TIME = "%Y-%m-%dT%H:%M:%S"
_LOG = logging.getLogger("laufzettel.scheduler")

Clock = Callable[[], datetime]


def boot_time() -> float:
    """Seconds since the machine started, its sleep included: nobody can set them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def run(
    open_store: Callable[[], Store],
    settings: Settings,
    clock: Clock,
    passed: Passed = boot_time,
) -> int:
    """Rounds until SIGTERM or SIGHUP (answers 0) or SIGINT (answers 130), one at once.

    Whoever asks it to stop waits for the message in hand, and for no other. For the
    main thread of a process. One line per round goes to the standard error.
    """
    metronome = BlockingScheduler(timezone=UTC)
    stopping = Stopping()
    ticking = _Ticking(open_store, settings, clock, Sense(settings.name, passed))

    def tick() -> None:
        ticking.tick(stopping.event.is_set)

    with _log_lines(), stopping.signals():
        job = metronome.add_job(
            tick,
            IntervalTrigger(seconds=settings.every, timezone=UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        watch = threading.Thread(
            target=_watch,
            args=(metronome, job, settings.every, stopping.event),
            daemon=True,
        )
        watch.start()
        _log("start", scheduler=settings.name, every=settings.every)
        metronome.start()
        watch.join()
        _log("stop", signal=stopping.signal)
    return INTERRUPTED if stopping.interrupted else 0


class _Ticking:
    """What happens at each tick, and what one tick has to know of the one before."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        settings: Settings,
        clock: Clock,
        sense: Sense,
    ) -> None:
        self._open_store, self._settings = open_store, settings
        self._clock, self._sense = clock, sense
        self._known: set[str] = set()  # problems of the round before

    def tick(self, stop: Stop) -> None:
        """Rounds as long as there is more to do that need not wait for the next tick.

        They survive whatever goes wrong: the next tick comes in any case.
        """
        more = True
        while more and not stop():
            try:
                more = self._round(stop)
            except Problem as problem:
                said = list(map(str, problem.sentences)) or [type(problem).__name__]
                self._complain(logging.ERROR, said)
                return
            except Exception as error:
                # the frames alone: what an error says may come from a letter
                frames = "".join(traceback.format_tb(error.__traceback__))
                _log("fault", logging.ERROR, kind=type(error).__name__, trace=frames)
                return

    def _round(self, stop: Stop) -> bool:
        began = time.monotonic()
        with self._open_store() as store:
            report = rounds.round(
                store, self._clock(), self._settings, stop, sense=self._sense
            )
        self._complain(logging.WARNING, list(map(str, report.problems)))
        taken = round(time.monotonic() - began, 3)
        problems = len(report.problems)
        _log("round", **report.counts(), problems=problems, seconds=taken)
        return report.more

    def _complain(self, level: int, problems: Sequence[str]) -> None:
        """Log what the round before did not complain of; the number stands anyway."""
        for each in problems:
            if each not in self._known:
                _log("problem", level, text=_ADDRESS.sub("(address)", each))
        self._known = set(problems)


def _watch(
    metronome: BlockingScheduler, job: Job, every: int, stop: threading.Event
) -> None:
    """Until asked to stop, mend what a clock put back does; then shut down."""
    while not stop.wait(every):
        _mend(job, datetime.now(UTC), every)
    while True:
        try:
            metronome.shutdown(wait=True)
            return
        except SchedulerNotRunningError:  # asked to stop before it had begun
            time.sleep(0.01)


def _mend(job: Job, now: datetime, every: int) -> None:
    """APScheduler waits for a time of day: an hour put back is an hour of silence."""
    if job.next_run_time > now + timedelta(seconds=2 * every):
        job.modify(next_run_time=now)


def _log(event: str, level: int = logging.INFO, **said: object) -> None:
    words = (f"{name}={json.dumps(value)}" for name, value in said.items())
    _LOG.log(level, " ".join([f"event={event}", *words]))


@contextmanager
def _log_lines() -> Iterator[None]:
    """Write our log lines, and the warnings of APScheduler, to the standard error."""
    handler = logging.StreamHandler(sys.stderr)
    form = logging.Formatter("time=%(asctime)sZ level=%(levelname)s %(message)s", _TIME)
    form.converter = time.gmtime
    handler.setFormatter(form)
    loggers = {_LOG: logging.INFO, logging.getLogger("apscheduler"): logging.WARNING}
    for logger, level in loggers.items():
        logger.setLevel(level)
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
