"""Many reminders for many recipients, and schedulers that are killed while they send.

Every recipient is an office with a role and a mailbox of its own.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from definitions.canonical import canonical, parsed
from definitions.loader import from_content, hash_of
from definitions.model import Loaded
from notifications import outbox
from notifications.delivery import SMTP
from notifications.mail import Addresses
from notifications.mailserver import SmtpSettings
from notifications.rounds import Settings, round
from tests.notifications import reminding
from tests.notifications.mailbox import term
from tests.notifications.postoffice import PostOffice, Received
from tests.worlds import PACKAGES, World
from workflow.store import Row, open_store

DAY = date(2021, 8, 24)  # on which the reminders of a crowd are due
DUE = DAY + timedelta(days=7)
MOMENT = datetime.fromisoformat("2021-08-24T07:00:00+00:00")
QUICK = 0.5, 2.0  # seconds for an answer and a message: a server of a test is quick


def offices(count: int, first: int = 0) -> Loaded:
    """A path with so many roles beside its own: more than a file may have."""
    small = reminding.path()
    content: dict[str, Any] = parsed(small.content)
    content["roles"] |= {
        office(number): {"de": f"Amt {number}", "en": f"Office {number}"}
        for number in range(first, first + count)
    }
    text = canonical(content)
    return Loaded(from_content(text), small.source, text, hash_of(text))


def office(number: int) -> str:
    """The role of an office."""
    return f"office_{number}"


def mailbox(number: int) -> str:
    """The address of an office."""
    return f"office-{number}@senat.example"


def addressed(count: int) -> Addresses:
    """The mailboxes of so many offices."""
    return Addresses(
        "senat.example", {office(number): mailbox(number) for number in range(count)}
    )


def fill(world: World, items: int, terms: int = 1, first: int = 0) -> None:
    """Items with office terms, each for an office of its own, all due on one day."""
    world.path = offices(items * terms, first)
    for number in range(items):
        reference = world.open(f"Vorlage {number}")
        for place in range(terms):
            role = office(first + number * terms + place)
            term(world, reference, str(DUE), role=role)


def by_mail(
    post: PostOffice, count: int, times: tuple[float, float] = QUICK
) -> Settings:
    """A scheduler that delivers by mail."""
    step, whole = times
    server = SmtpSettings(post.host, post.port, security="none", step=step, whole=whole)
    return Settings(
        Path("/nowhere"), addressed(count), channels=(SMTP,), smtp=server, name="test"
    )


@dataclass
class Crew:
    """Schedulers in processes of their own, some of which are killed."""

    database: str
    settings: Settings
    began: datetime = MOMENT
    pace: float = 1.0  # seconds of their clocks in a second
    killed: int = 0
    _children: dict[int, None] = field(default_factory=dict)

    def work(self) -> None:
        """Rounds until nothing waits any more."""
        start = time.monotonic()
        with open_store(self.database, PACKAGES) as store:
            while True:
                passed = (time.monotonic() - start) * self.pace
                now = self.began + timedelta(seconds=passed)
                report = round(store, now, self.settings)
                if not (report.more or report.waiting or self._on_its_way()):
                    return
                time.sleep(0.01)

    def _on_its_way(self) -> bool:
        with open_store(self.database, PACKAGES) as store, store.reading() as tx:
            return any(row["state"] == "sending" for row in tx.all("claimed_messages"))

    def run(self, count: int, kills: int = 0, seed: int = 1) -> None:
        """So many at once; as many killed, each replaced by a new one."""
        lot = random.Random(seed)
        for _ in range(count):
            self._start()
        for _ in range(kills):
            time.sleep(lot.uniform(0.02, 0.15))
            running = [each for each in self._children if not _ended(each)]
            if not running:
                break
            self._kill(lot.choice(running))
            self._start()
        for child in list(self._children):
            self._reap(child)

    def _start(self) -> None:
        child = os.fork()
        if child:
            self._children[child] = None
            return
        code = 1
        with suppress(BaseException):
            self.work()
            code = 0
        os._exit(code)

    def _kill(self, child: int) -> None:
        os.kill(child, signal.SIGKILL)
        self.killed += 1
        os.waitpid(child, 0)
        del self._children[child]

    def _reap(self, child: int) -> None:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        del self._children[child]
        assert code == 0, code


def _ended(child: int) -> bool:
    """Whether a process is through with its work (a zombie that waits for us)."""
    found = os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return found is not None


def messages(world: World) -> list[Row]:
    """Every message of the outbox."""
    with world.store.reading() as tx:
        return outbox.listed(tx, most=1_000_000)


def counted(received: list[Received]) -> Counter[str]:
    """How often each Message-ID was accepted."""
    return Counter(each.message_id for each in received)


def dispatch(database: str, folder: str, count: int) -> str:
    """Deliver all that is due; messages, MiB at the peak, messages a second."""
    settings, sent, more = Settings(Path(folder), addressed(count)), 0, True
    began = time.monotonic()
    with open_store(database, PACKAGES) as store:
        while more:
            report = round(store, MOMENT, settings)
            sent, more = sent + report.sent, report.more or report.waiting > 0
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{sent} {peak:.1f} {sent / seconds:.0f}"


def dispatched(database: str, folder: Path, count: int) -> tuple[int, float, int]:
    """What `dispatch` says in an interpreter of its own."""
    words = [sys.executable, "-m", __name__, database, str(folder), str(count)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    sent, peak, rate = done.stdout.split()
    return int(sent), float(peak), int(rate)


if __name__ == "__main__":
    sys.stdout.write(dispatch(sys.argv[1], sys.argv[2], int(sys.argv[3])))
