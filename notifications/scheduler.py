"""The scheduler: a metronome that asks the database, again and again, what is due.

The only door to APScheduler, which holds no work: one job without payload, in memory,
on a UTC interval. All that must not be forgotten stands in the database, so a killed
scheduler costs a delay and nothing else.
"""

import json
import logging
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import FrameType

from apscheduler.job import Job
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from definitions.sentences import Problem
from notifications import rounds
from notifications.rounds import Settings, Stop
from workflow.store import Store

INTERRUPTED = 130

_TIME = "%Y-%m-%dT%H:%M:%S"
_LOG = logging.getLogger("laufzettel.scheduler")

Clock = Callable[[], datetime]


def run(open_store: Callable[[], Store], settings: Settings, clock: Clock) -> int:
    """Rounds until SIGTERM or SIGHUP (answers 0) or SIGINT (answers 130), one at once.

    For the main thread of a process. One line per round goes to the standard error.
    """
    metronome = BlockingScheduler(timezone=UTC)
    stopping = _Stopping()

    def tick() -> None:
        _tick(open_store, settings, clock, stopping.event.is_set)

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
    return INTERRUPTED if stopping.signal == "SIGINT" else 0


def _tick(
    open_store: Callable[[], Store], settings: Settings, clock: Clock, stop: Stop
) -> None:
    """A round that survives whatever goes wrong: the next one comes in any case."""
    try:
        with open_store() as store:
            report = rounds.round(store, clock(), settings, stop)
    except Problem as problem:
        _log("problem", logging.ERROR, text=str(problem))
    except Exception:
        _log("fault", logging.ERROR, trace=traceback.format_exc())
    else:
        for each in report.problems:
            _log("problem", logging.WARNING, text=str(each))
        _log("round", **report.counts())


class _Stopping:
    """Whether we were asked to stop, and by which signal."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.signal: str | None = None

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Listen meanwhile: SIGTERM, SIGINT, SIGHUP if `nohup` does not ignore it."""
        asking = [signal.SIGTERM, signal.SIGINT]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            asking.append(signal.SIGHUP)
        before = {each: signal.signal(each, self._asked) for each in asking}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _asked(self, number: int, _: FrameType | None) -> None:
        if self.signal is None:  # a second signal may interrupt the first one's handler
            self.signal = signal.Signals(number).name
            self.event.set()


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
