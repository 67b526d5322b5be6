"""Embargoes that end while schedulers are killed, clocks jump and people think again.

The mail server tells when a message came, by a clock that nobody sets: that, and the
record, is what a test holds against the instants at which the embargoes end.
"""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from notifications import clockwork, embargoes, heartbeat, particulars, releasing, typed
from notifications.contents import Content
from notifications.delivery import RELEASE
from tests.notifications import crowd
from tests.notifications.crowd import messages
from tests.notifications.newsdesk import Desk
from tests.notifications.postoffice import PostOffice, Received
from tests.notifications.slips import smart_city
from tests.notifications.wrong_clocks import Schedulers, Time
from tests.worlds import World
from workflow.errors import Refused
from workflow.localtime import local_day
from workflow.store import Row
from workflow.unit import Act

PRESS_LIST = ("dpa", "rbb")
PATIENCE = 120.0  # seconds of ours until a run is given up
BEFORE = ("withdrawn", "edited", "stale")  # what happens in the last second
AFTER = ("withdrawn later", "stale later")  # when it is public


@dataclass
class Embargoed:
    """A release that waits: its text as released, and what is to happen to it."""

    release: str
    reference: str
    ends: datetime
    content: Content
    hash: str
    fate: str = ""
    gone: int | None = None  # so many of its messages may have gone, by our own word


@dataclass
class Night:
    """A run: releases under embargo, the people who think again, the mail that came."""

    world: World
    post: PostOffice
    time: Time
    folder: Path
    releases: list[Embargoed] = field(default_factory=list)
    alarms: set[str] = field(default_factory=set)
    killed: int = 0

    @property
    def desk(self) -> Desk:
        """The newsroom; an hour astray its people believe, a day they notice.

        What is dated tomorrow keeps everything of today inside: the record never runs
        behind its last entry.
        """
        believed = abs(self.time.by) < timedelta(days=1)
        return Desk(self.world, now=self.time.shown() if believed else self.time.true())

    def embargo(
        self, count: int, ends: Callable[[int], datetime], lot: random.Random
    ) -> None:
        """Releases, released and embargoed; what is to happen to each, by lot."""
        desk = Desk(self.world, now=self.time.first - timedelta(hours=2))
        self.world.now = desk.now
        desk.staff()
        desk.listed(*PRESS_LIST)
        for number in range(count):
            fate = _fate(number, count)
            reference = approved_item(self.world)  # of each step one release is public
            desk.now = self.world.now = max(desk.now, self.world.now)
            desk.reference = reference
            one = self._embargoed(desk, reference, ends(number))
            one.fate = fate
            self.releases.append(one)
        lot.shuffle(self.releases)

    def _embargoed(self, desk: Desk, reference: str, ends: datetime) -> Embargoed:
        release = desk.approved(day=local_day(ends))
        embargoes.until(self.world.store, desk.by("ben"), release, ends)
        life = desk.life(release)
        return Embargoed(release, reference, ends, desk.content(release), life.content)

    def pass_by(self, count: int, kills: int, lot: random.Random) -> None:
        """Let it happen: so many schedulers, so many of them killed on the way."""
        self.time = replace(self.time, began=time.monotonic(), folder=self.folder)
        settings = crowd.by_mail(self.post, 1, (20.0, 30.0))
        crew = Schedulers(self.world.database, settings, time=self.time)
        until = time.monotonic() + PATIENCE
        fatal = [lot.uniform(1, self.time.lead + self.time.span) for _ in range(kills)]
        with crew.at_work(count):
            while fatal or not self._all_over():
                assert time.monotonic() < until, "it does not come to an end"
                if fatal and min(fatal) <= self.time.passed() and self._may_restart():
                    fatal.remove(min(fatal))
                    crew.lose_one(lot)
                self._think_again()
                self._set_clocks(crew)
                time.sleep(0.01)
        self.killed = crew.killed

    def _may_restart(self) -> bool:
        """Not just after a jump: who begins then has nothing to compare with.

        A jump is seen by those that run, each by itself, and told to all by a row.
        """
        return not self.time.has("jumped") or bool(self.alarms)

    def _all_over(self) -> bool:
        """All embargoes are over, and all that may go out has gone."""
        if self.time.passed() < self.time.lead + self.time.span:
            return False
        if self.time.by and not self.time.has("mended"):
            return False
        waiting = [
            row for row in messages(self.world) if row["state"] in {"new", "sending"}
        ]
        open_ = [each for each in self.releases if not each.fate]
        lives = [self.desk.life(each.release).state for each in open_]
        return not waiting and set(lives) == {"published"} and not self._undecided()

    def _undecided(self) -> list[Embargoed]:
        return [
            each for each in self.releases if each.fate in AFTER and each.gone is None
        ]

    # --- people

    def _think_again(self) -> None:
        """What is to happen before or after the end of an embargo, when it is time."""
        soon = self.time.true() + timedelta(seconds=1)
        for one in self.releases:
            if one.gone is None and (
                (one.fate in BEFORE and soon >= one.ends)
                or (one.fate in AFTER and self._public(one))
            ):
                one.gone = self._done(one)

    def _public(self, one: Embargoed) -> bool:
        return self.desk.life(one.release).state == "published"

    def _done(self, one: Embargoed) -> int:
        """Somebody acts; so many messages may have gone by what they are told."""
        desk, most = self.desk, len(PRESS_LIST)
        what = one.fate.removesuffix(" later")
        with suppress(Refused):  # the clock was quicker
            if what == "withdrawn":
                return releasing.withdraw(
                    self.world.store, desk.by("cem"), one.release, "Nein."
                )[1]
            if what == "edited":
                said = typed.read({"paragraphs": ["Noch ein Satz."]})
                desk.edit(one.release, typed=said)
            else:
                self.world.now = max(self.world.now, desk.now)
                self.world.correct(one.reference, 2, outcome="noted")
        return most

    def _set_clocks(self, crew: Schedulers) -> None:
        """The clocks jump, and later they are set right and confirmed."""
        if not self.time.by or self.time.passed() < self.time.jumps:
            return
        if not self.time.has("jumped"):
            if crew.awake(self.world.store):
                self.time.mark("jumped")
            return
        said = heartbeat.status(self.world.store, self.time.shown()).error or ""
        self.alarms |= {each for each in said.splitlines() if "clock" in each}
        if self.time.passed() >= self.time.mended:
            self.time.mark("mended")
            with suppress(Refused):  # there is nothing to confirm (any more)
                act = Act(self.world.person, self.time.shown())
                clockwork.confirm(self.world.store, act, "Uhr gestellt")

    # --- what came of it

    def arrived(self, one: Embargoed) -> list[Received]:
        """The messages of a release that reached somebody."""
        ours = {
            row["message_id"]
            for row in messages(self.world)
            if row["reference"] == one.release and row["kind"] == RELEASE
        }
        return [each for each in self.post.received if each.message_id in ours]

    def rows(self, one: Embargoed) -> list[Row]:
        """The messages of a release, as the outbox has them."""
        return [
            row
            for row in messages(self.world)
            if row["reference"] == one.release and row["kind"] == RELEASE
        ]


def _fate(number: int, count: int) -> str:
    """Of the releases about half are left alone."""
    fates = (*BEFORE, *AFTER)
    return fates[number % len(fates)] if number < count * 2 // 5 else ""


def approved_item(world: World) -> str:
    """An item after its first passage."""
    reference = world.open(particulars=particulars.stored(smart_city()))
    world.advance(reference, "approve", "2021-07-06", outcome="approved_with_remarks")
    return reference


def plain_text(content: bytes) -> str:
    """The text of a message as whoever receives it reads it."""
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").rstrip("\n")
