"""Random lives of releases: five people, an item that is corrected, a clock that ticks.

Whatever they do, nobody releases a text of their own, and what goes out was released in
all its parts, to the letter, on its day, while the record said what it states.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from definitions.sentences import Problem
from notifications import archive, embargoes, newsroom, releasing, typed
from notifications.typed import Typed
from tests.load import rounds
from tests.notifications.embargo_crowd import approved_item
from tests.notifications.newsdesk import MAYOR, Desk
from tests.notifications.ovens import hearths, warm
from tests.worlds import World
from workflow import approving, lives, offices
from workflow.officefile import Given
from workflow.publicity import Life

__all__ = ["hearths", "warm"]
FIRST = date(2021, 7, 7)
PRESS = {"anna", "ben", "cem"}
PEOPLE = ("anna", "ben", "ben", "cem", "dana", "stranger")
REVIEWERS = (["ben", "cem"], ["cem", "anna"], ["anna", "ben", "cem"], ["ben"], ["dana"])
QUOTE = f"quote:{MAYOR.key}"
LIVES, STEPS = rounds(8, 100), 30

# How likely it is that something is tried, by the state: mostly what leads on.
ALWAYS = {
    **dict.fromkeys(("edit", "submit", "approve", "embargo", "publish"), 1),
    **dict.fromkeys(("correct", "give_back", "tick", "correct_the_item"), 1),
    "withdraw": 0.3,
}
LIKELY: Mapping[str, Mapping[str, float]] = {
    "draft": {"submit": 20, "write_anew": 2, "edit": 2},
    "in_review": {"approve": 30, "edit": 2},
    "approved": {"embargo": 20, "publish": 5},
    "embargoed": {"tick": 30, "publish": 2},
    "published": {"correct": 10},
    "corrected": {"correct": 10},
    "withdrawn": {},
}
LED_ON = ("submit", "approve", "embargo", "tick", "publish", "correct")


class Lived:
    """One release, and what must be true of it."""

    def __init__(self, world: World, lot: Random, day: date) -> None:
        self.world, self.lot, self.day = world, lot, day
        self.done: Counter[str] = Counter()
        self.authors: set[str] = set()  # of this text, since it was last public
        self.released: set[str] = set()  # the parts of this very text
        self.stale = False
        self.ends: datetime | None = None
        self.public: dict[str, Any] = {}  # what went out last
        self.outcome = "approved_with_remarks"
        world.now = datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)
        self.desk = Desk(world, approved_item(world), now=world.now)
        by = lot.choice(("anna", "ben", "dana"))
        self.release = self.desk.draft(by, day=day, typed=self.text())
        self.rewritten(by)

    @property
    def life(self) -> Life:
        """The release, as its entries tell it."""
        return self.desk.life(self.release)

    def step(self) -> None:
        """Somebody tries something, and all is still true."""
        likely = {**ALWAYS, **LIKELY[self.life.state]}
        (what,) = self.lot.choices(list(likely), list(likely.values()))
        self.done[what] += bool(getattr(self, what)(self.lot.choice(PEOPLE)))
        self.check_letter()
        self.check_public()
        self.check_messages()

    # --- what people try

    def text(self) -> Typed:
        """What somebody types: hardly ever the same."""
        sentence = f"Das ist Satz {self.lot.randrange(10**6)}."
        written: dict[str, Any] = {"paragraphs": [sentence]}
        if self.lot.random() < 0.3:
            written["quotes"] = [{"office": MAYOR.key, "text": "Alle wirken mit."}]
        return typed.read(written)

    def tried(self, act: Callable[[], object]) -> bool:
        """Whether an act was done; if it was refused, nothing has changed."""
        before = self.life
        try:
            act()
        except Problem:
            assert self.life == before
            return False
        return True

    def edit(self, by: str) -> bool:
        text = self.text()
        return self.tried(
            lambda: self.desk.edit(self.release, by, typed=text)
        ) and self.rewritten(by)

    def write_anew(self, by: str) -> bool:
        """From the record as it stands, without a word of one's own."""
        return self.tried(lambda: self.desk.edit(self.release, by)) and self.rewritten(
            by
        )

    def correct(self, by: str) -> bool:
        about = self.release, "Es war falsch.", self.day, self.text(), ()
        store, act = self.world.store, self.desk.by(by)
        if not self.tried(lambda: newsroom.correct(store, act, *about)):
            return False
        assert self.public
        return self.rewritten(by)

    def rewritten(self, by: str) -> bool:
        self.authors.add(by)
        self.released, self.stale, self.ends = set(), False, None
        return True

    def submit(self, by: str) -> bool:
        to = self.lot.choice(REVIEWERS)
        return self.tried(lambda: self.desk.submit(self.release, *to, by=by))

    def approve(self, by: str) -> bool:
        before, parts = self.life, self.lot.choice(((), (), ("release",), (QUOTE,)))
        if not self.tried(lambda: self.desk.approve(self.release, by, *parts)):
            return False
        given = [each.part for each in self.life.approvals if each.seq == self.life.seq]
        assert given
        assert self.life.content == before.content
        assert "release" not in given or by in PRESS - self.authors
        assert QUOTE not in given or by == "dana"
        self.released |= set(given)
        return True

    def give_back(self, by: str) -> bool:
        store, act, before = self.world.store, self.desk.by(by), self.life
        if not self.tried(lambda: approving.send_back(store, act, self.release, "Oh.")):
            return False
        if before.state == "draft":  # a correction is given up, and its words with it
            assert self.public
            self.authors = set()
        self.released, self.ends = set(), None
        return True

    def embargo(self, by: str) -> bool:
        ends = self.desk.now + timedelta(minutes=self.lot.randint(-2, 20))
        store, act = self.world.store, self.desk.by(by)
        if not self.tried(lambda: embargoes.until(store, act, self.release, ends)):
            return False
        assert ends > act.now
        self.ends = ends
        return True

    def publish(self, by: str) -> bool:
        life, elsewhere = self.life, self.lot.random() < 0.1
        if not self.tried(
            lambda: self.desk.publish(self.release, by, elsewhere=elsewhere)
        ):
            return False
        assert by in PRESS
        return self.went_out(life, elsewhere=elsewhere)

    def tick(self, _: str) -> bool:
        self.desk.now += timedelta(minutes=self.lot.randint(0, 10))
        life, due = self.life, self.ends is not None and self.ends <= self.desk.now
        lifted = releasing.lift(self.world.store, self.desk.now, self.desk.posting)
        assert [each["release"] for each in lifted.published] == (
            [self.release] if due and not self.stale else []
        )
        said = " ".join(map(str, lifted.problems))  # also of those who lived before
        assert (self.release in said) is (due and self.stale)
        return bool(lifted.published) and self.went_out(life)

    def went_out(self, life: Life, *, elsewhere: bool = False) -> bool:
        parts = {"release", *([QUOTE] if life.quoted else [])}
        assert not self.stale
        assert elsewhere or self.released == parts
        self.public = {
            "told": (life.version, life.content),
            "mailed": not elsewhere,
            "cleared": self.released == parts and not elsewhere,
        }
        self.authors, self.ends = set(), None
        return True

    def withdraw(self, by: str) -> bool:
        store, act = self.world.store, self.desk.by(by)
        if not self.tried(lambda: releasing.withdraw(store, act, self.release, "Oh.")):
            return False
        self.released, self.ends = set(), None
        return True

    def correct_the_item(self, _: str) -> bool:
        (self.outcome,) = {"noted", "approved_with_remarks"} - {self.outcome}
        self.world.now = max(self.world.now, self.desk.now)
        self.world.correct(self.desk.reference, 2, outcome=self.outcome)
        self.desk.now, self.stale = self.world.now, True
        return True

    # --- what is always true

    def check_letter(self) -> None:
        """The text is the one that was approved, and all of that is known."""
        life = self.life
        with self.world.store.reading() as tx:
            content = lives.content_at(tx, life.content_seq)
        assert hashlib.sha256(content.encode()).hexdigest() == life.content
        if life.state not in {"published", "corrected"}:
            assert {each.part for each in life.approvals} == self.released

    def check_public(self) -> None:
        """Nothing is public that was not let go."""
        life = self.life
        told = life.public_version, life.public_content
        assert told == self.public.get("told", (None, None))
        with self.world.store.reading() as tx:
            shown = {page.identity for page in archive.published(tx)}
        cleared = life.state != "withdrawn" and self.public.get("cleared", False)
        assert (self.release in shown) is cleared

    def check_messages(self) -> None:
        """Each version goes to each once, and none before it is public."""
        rows = [each for each in self.desk.messages() if each["kind"] == "release"]
        mine = [each for each in rows if each["reference"] == self.release]
        each_of = Counter((each["letter"], each["recipient"]) for each in mine)
        assert set(each_of.values()) <= {1}
        assert bool(mine) or not self.public.get("mailed")
        assert self.public or not mine


@pytest.mark.heavy
@pytest.mark.usefixtures("warm")
def test_no_life_of_a_release_lets_a_text_go_that_was_not_released(
    world: World,
) -> None:
    desk, done = Desk(world), Counter[str]()
    world.now = desk.now - timedelta(hours=1)
    desk.staff()
    desk.listed("dpa")
    mayor = replace(MAYOR, until=None)
    offices.set_offices(world.store, world.act(), [Given(mayor, ("database:dana",))])
    for number in range(LIVES):
        life = Lived(world, Random(number), FIRST + timedelta(days=number))
        for _ in range(STEPS):
            life.step()
        done += life.done
    assert world.verify().sound
    assert min(done[each] for each in LED_ON) > 0, done
