"""The last moment: what is recorded before a message is handed over holds it back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from definitions.sentences import Problem, sentence
from notifications import composing, embargoes, kiln, newsroom, outbox, releasing, typed
from notifications.composing import Wanted
from notifications.delivery import FOLDER, RELEASE, Channel, Claimed, Passing
from notifications.rounds import Settings, round
from tests.notifications.embargo_crowd import approved_item
from tests.notifications.mailbox import in_processes, mails, term
from tests.notifications.newsdesk import JULY_6, Desk
from tests.notifications.ovens import hearths, warm
from tests.worlds import PACKAGES, World
from workflow import announcing, approving, procedure
from workflow.bounds import Day
from workflow.docket import Slip, slip
from workflow.errors import RecordDamaged, Refused
from workflow.store import Transaction, open_store

__all__ = ["hearths", "warm"]
pytestmark = pytest.mark.usefixtures("warm")
NOON = datetime(2021, 7, 6, 10, 0, tzinfo=UTC)
MORE = {"paragraphs": ["Noch ein Satz."]}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(world: World) -> Desk:
    """An item after its first passage, the press office, and its list."""
    world.now = NOON - timedelta(hours=4)
    made = Desk(world, approved_item(world), now=NOON - timedelta(hours=2))
    made.staff()
    made.listed("dpa", "rbb")
    return made


def withdraw(desk: Desk, release: str) -> None:
    releasing.withdraw(desk.world.store, desk.by("cem"), release, "Nein.")


def correct(desk: Desk, release: str) -> None:
    """Let a correction take the place of what is public."""
    said = JULY_6, typed.read(MORE), ()
    store = desk.world.store
    newsroom.correct(store, desk.by("anna"), release, "Ein Satz fehlte.", *said)
    desk.submit(release, "cem")
    desk.approve(release, "cem")
    desk.publish(release, "cem")


def make_stale(desk: Desk, _: str) -> None:
    desk.world.now = max(desk.world.now, desk.now)
    desk.world.correct(desk.reference, 2, outcome="noted")


def edit(desk: Desk, release: str) -> None:
    desk.edit(release, typed=typed.read(MORE))


def give_back(desk: Desk, release: str) -> None:
    approving.send_back(desk.world.store, desk.by("cem"), release, "Noch nicht.")


@dataclass
class Interrupted:
    """A way out in which somebody acts while a message is on its way through it."""

    act: Callable[[], object]
    late: bool = False  # not before it is handed over
    taken: list[str] = field(default_factory=list)

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        """Let them act, and take the message if it is handed over."""
        if not self.late:
            self._once()
        passing()
        self._once()
        self.taken.append(claimed.letter)

    def _once(self) -> None:
        act, self.act = self.act, lambda: None
        act()

    @contextmanager
    def opened(self, _: str, __: datetime) -> Iterator[Channel]:
        """The way out, open."""
        yield self


@pytest.mark.parametrize("act", [withdraw, correct, make_stale])
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_what_is_recorded_before_it_is_handed_over_holds_a_message_back(
    desk: Desk, tmp_path: Path, act: Callable[[Desk, str], None], late: bool
) -> None:
    release = desk.approved()
    desk.publish(release)
    with open_store(desk.world.database, PACKAGES) as other:
        elsewhere = Desk(World(other, desk.world.database), desk.reference)
        elsewhere.now = elsewhere.world.now = desk.now + MINUTE
        way = Interrupted(lambda: act(elsewhere, release), late)
        settings = Settings(tmp_path)
        report = round(desk.world.store, NOON, settings, opened=way.opened)
    first = f"{release}/1"
    assert way.taken.count(first) == late, "one was on its way, the other is held"
    rows = [each for each in desk.messages() if each["letter"] == first]
    states = sorted(str(each["state"]) for each in rows)
    held = "superseded" if act is withdraw else "held"
    assert states == sorted(["sent" if late else "held", held])
    assert bool(report.problems) is ("held" in states)
    assert desk.world.verify().sound


@pytest.mark.parametrize("act", [withdraw, edit, make_stale, give_back])
def test_what_is_recorded_before_the_instant_keeps_a_release_inside(
    desk: Desk, tmp_path: Path, act: Callable[[Desk, str], None]
) -> None:
    release = desk.approved()
    embargoes.until(desk.world.store, desk.by("ben"), release, NOON)
    desk.now = NOON - timedelta(seconds=2)
    act(desk, release)
    report = round(desk.world.store, NOON, Settings(tmp_path))
    assert (report.published, report.sent) == (0, 0)
    assert not desk.messages()
    assert bool(report.problems) is (act is make_stale), "only that is nobody's wish"


def test_an_edit_that_somebody_has_overtaken_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one sets another day, the other types a sentence."""
    release, composed = desk.draft(), composing.composed

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(composing, "composed", composed)
        edit(desk, release)
        return composed(*given)

    monkeypatch.setattr(composing, "composed", meanwhile)
    desk.edit(release, by="cem", day=date(2021, 7, 7))
    life, content = desk.life(release), desk.content(release)
    assert (life.version, life.day) == (3, date(2021, 7, 7))
    assert MORE["paragraphs"][0] in content.page.paragraphs


def test_in_the_night_in_which_an_hour_comes_twice_the_later_one_is_meant(
    desk: Desk, tmp_path: Path
) -> None:
    release = desk.approved(day=date(2026, 10, 25))
    ends = embargoes.instant("2026-10-25T02:30")
    embargoes.until(desk.world.store, desk.by("ben"), release, ends)
    midnight = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    went = [
        number
        for number in range(0, 300, 10)
        if round(
            desk.world.store, midnight + number * MINUTE, Settings(tmp_path / "out")
        ).published
    ]
    assert went == [210]  # minutes of that night: at 2.30 o'clock of winter time
    assert len(mails(tmp_path / "out")) == 2


def test_a_release_whose_day_has_passed_stays_inside_until_somebody_looks(
    desk: Desk, tmp_path: Path
) -> None:
    """No scheduler ran at its instant, and the day it bears is over."""
    release = desk.approved()
    embargoes.until(desk.world.store, desk.by("ben"), release, NOON)
    for hours in (20, 44):
        late = NOON + timedelta(hours=hours)
        report = round(desk.world.store, late, Settings(tmp_path))
        assert report.published == 0
        assert release in " ".join(map(str, report.problems))
    assert desk.life(release).state == "embargoed"


@pytest.mark.parametrize("day", [JULY_6, JULY_6 + timedelta(days=1)])
def test_a_clock_that_ran_a_day_ahead_lets_nothing_out_on_a_wrong_day(
    desk: Desk, day: date
) -> None:
    """An entry is dated tomorrow: neither the clock nor the record may contradict."""
    release = desk.approved(day=day)
    desk.world.now = NOON + timedelta(days=1)
    desk.world.open()
    with pytest.raises(Refused, match=r"clock that ran ahead|goes out on no other"):
        desk.publish(release)
    assert not desk.messages()
    assert desk.world.verify().sound


def test_no_template_is_filled_when_an_embargo_ends(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes out was set when it was written: at night no template can fail."""
    release = desk.approved()
    embargoes.until(desk.world.store, desk.by("ben"), release, NOON)

    def broken(*_: object) -> None:
        raise AssertionError("a template is filled")

    monkeypatch.setattr(kiln, "Oven", broken)
    report = round(desk.world.store, NOON, Settings(tmp_path))
    assert (report.published, report.sent, report.problems) == (1, 2, [])


BOMBS = {
    "broken": "{% if %}",
    "endless": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_template_that_cannot_be_filled_stops_nobody_else(
    desk: Desk, tmp_path: Path, bomb: str
) -> None:
    own = tmp_path / "templates" / "german"
    own.mkdir(parents=True)
    (own / "first_approval.jinja").write_text(BOMBS[bomb], encoding="utf-8")
    other = desk.approved()
    embargoes.until(desk.world.store, desk.by("ben"), other, NOON)
    desk.world.now = desk.now
    term(desk.world, desk.reference, "2021-07-13")
    wanted = Wanted("de", JULY_6, desk.reference)
    with pytest.raises(Problem, match="Nothing was written"):
        newsroom.draft(
            desk.world.store, desk.by("anna"), wanted, typed.Typed(), [own.parent]
        )
    settings = Settings(tmp_path / "outbox")
    report = round(desk.world.store, NOON, settings)
    assert (report.published, report.letters, report.sent) == (1, 1, 3)
    with desk.world.store.reading() as tx:
        assert [row["id"] for row in tx.all("releases")] == [other]


def test_a_release_that_cannot_go_out_stops_no_other_and_no_reminder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One waits for an event of an item that nobody can read any more."""
    damaged = approved_item(desk.world)
    procedure.advance(
        desk.world.store, desk.world.act(), damaged, "consent", day=Day(JULY_6)
    )
    silent = typed.Typed(next_step=False)
    kind = {"kind": "council_position", "typed": silent}
    waiting = desk.approved(reference=damaged, **kind)
    embargoes.until_recorded(desk.world.store, desk.by("ben"), waiting, "decide")
    other = desk.approved()
    embargoes.until(desk.world.store, desk.by("ben"), other, NOON)

    def read(tx: Transaction, reference: str) -> Slip:
        if reference == damaged:
            raise RecordDamaged(sentence("{reference} is damaged", reference=damaged))
        return slip(tx, reference)

    monkeypatch.setattr(announcing, "slip", read)
    report = round(desk.world.store, NOON, Settings(tmp_path))
    assert report.published == 1
    assert sum(each["kind"] == RELEASE for each in desk.messages()) == 2
    assert desk.life(other).state == "published"
    assert damaged in " ".join(map(str, report.problems))
    assert desk.life(waiting).state == "embargoed"


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=1)])
def test_a_wrong_clock_does_not_put_off_what_a_killed_process_left(
    desk: Desk, tmp_path: Path, ahead: timedelta
) -> None:
    """What was not handed over keeps its time: for a release no other one counts."""
    desk.publish(desk.approved())
    store, settings = desk.world.store, Settings(tmp_path)
    (code,) = in_processes(lambda: _claim(desk.world.database))
    assert code == 0
    with store.writing() as tx:
        assert outbox.release_abandoned(tx, NOON + ahead) == ["new"]
    assert round(store, NOON + MINUTE, settings).sent == 2


def _claim(database: str) -> None:
    """Claim a message, and end."""
    with open_store(database, PACKAGES) as store, store.writing() as tx:
        assert outbox.claim(tx, NOON, FOLDER) is not None
