"""Crowds: many reminders, many schedulers, kills, faults; nothing lost or hidden.

The figures of a full run stand in docs/reliability.md.
"""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from notifications import outbox
from notifications.delivery import RELEASE, SMTP, Outgoing
from notifications.rounds import Settings, round
from tests.load import full, rounds
from tests.notifications import crowd
from tests.notifications.crowd import Crew, counted, messages
from tests.notifications.deliveries import unbound
from tests.notifications.mailbox import at, finish, mails, term, tick
from tests.notifications.postoffice import Chaos, PostOffice
from tests.worlds import World

__all__ = ["unbound"]

pytestmark = pytest.mark.heavy

MANY = rounds(60, 1000)  # reminders due at one moment
TOLD = ("sent", "unknown")


def crew_of(world: World) -> int:
    """How many schedulers are at work: more on a server than on a file."""
    return 4 if world.store.session_user else 2


def test_many_schedulers_tell_each_of_many_once(world: World) -> None:
    crowd.fill(world, MANY)
    with PostOffice() as post:
        Crew(world.database, crowd.by_mail(post, MANY)).run(crew_of(world))
        found = counted(post.received)
    assert len(found) == MANY
    assert set(found.values()) == {1}
    assert {row["state"] for row in messages(world)} == {"sent"}
    recipients = {each.recipients for each in post.received}
    assert recipients == {(crowd.mailbox(number),) for number in range(MANY)}


def test_killed_schedulers_lose_nothing_and_double_only_what_they_say(
    world: World,
) -> None:
    crowd.fill(world, MANY)
    with PostOffice() as post:
        crew = Crew(world.database, crowd.by_mail(post, MANY), pace=60)
        crew.run(crew_of(world), kills=10)
        assert crew.killed == (10 if full() else crew.killed) > 0
        crew.run(1)
        found = counted(post.received)
    rows = {row["message_id"]: row for row in messages(world)}
    assert len(rows) == MANY
    assert set(found) <= set(rows)
    missing = [rows[each] for each in set(rows) - set(found)]
    assert all(row["state"] == "unknown" for row in missing), missing
    assert not missing  # one that was not handed over is sent anew, whatever happens
    assert max(found.values()) <= 2
    doubled = [rows[each] for each, times in found.items() if times == 2]
    assert all(row["repeats"] == 1 for row in doubled)
    assert {row["state"] for row in rows.values()} <= set(TOLD)


def test_after_a_week_without_a_scheduler_each_has_one_letter_with_all_of_it(
    world: World, tmp_path: Path
) -> None:
    """200 items, 20 recipients; terms that came due, and were done, in that week."""
    items, recipients = rounds(40, 200), rounds(8, 20)
    world.path = crowd.offices(recipients)
    lot, open_ = random.Random(5), {}
    for number in range(items):
        reference = world.open(f"Vorlage {number:03}")
        due = crowd.DAY + timedelta(days=lot.randrange(-3, 7))
        role = crowd.office(number % recipients)
        name = term(world, reference, str(due), role=role, remind_before=(7, 3))
        open_[reference] = (name, due, role)
    known = crowd.addressed(recipients)
    before = tick(world, tmp_path / "before", "2021-08-22", addresses=known)
    assert before.sent <= recipients
    for reference in lot.sample(sorted(open_), items // 5):
        finish(world, reference, open_.pop(reference)[0], "2021-08-25")
    report = tick(world, tmp_path / "after", "2021-08-30", addresses=known)
    assert report.sent <= recipients
    letters = mails(tmp_path / "after")
    to = [str(each["To"]) for each in letters]
    assert len(set(to)) == len(to)
    said = {each["To"].addresses[0].addr_spec: str(each) for each in letters}
    for reference, (_, due, role) in open_.items():
        if str(due) < "2021-08-30":
            assert reference in said[known.of(role)], reference
    done = {f"S-2021-{number:04}" for number in range(1, items + 1)} - set(open_)
    assert not [each for each in done if any(each in text for text in said.values())]
    for number in range(10):
        again = round(
            world.store,
            at("2021-08-30", 8) + timedelta(minutes=20 * number),
            Settings(tmp_path / "after", addresses=known),
        )
        assert (again.sent, again.letters) == (0, 0)


@pytest.mark.usefixtures("unbound")
def test_faults_at_every_stage_and_kills_hide_nothing(world: World) -> None:
    """Press at most once, reminders once or twice, what is not sure is listed."""
    half = rounds(40, 400)
    _enqueue(world, half)
    with PostOffice(chaos=Chaos(seed=7), pace=0.005) as post:
        settings = crowd.by_mail(post, half, (0.3, 1.0))
        crew = Crew(world.database, settings, pace=600)
        crew.run(8 if full() else 4, kills=rounds(4, 20))
        assert crew.killed == (20 if full() else crew.killed) > 0
        crew.began += timedelta(days=3)
        post.script()
        crew.run(1)
        found = counted(post.received)
    rows = messages(world)
    assert len(rows) == 2 * half
    assert {row["state"] for row in rows} <= {"sent", "unknown", "dead"}
    for row in rows:
        times = found[row["message_id"]]
        most = 1 if row["kind"] == RELEASE else 2
        assert times <= most, (row, times)
        if row["state"] == "sent":
            assert times >= 1, row
        if times > 1:
            assert row["repeats"] == 1, row
    assert set(found) <= {row["message_id"] for row in rows}
    with world.store.reading() as tx:
        troubles = outbox.troubles(tx)
    listed = sum(row["state"] != "sent" for row in rows)
    assert troubles.unknown + troubles.dead == listed


def _enqueue(world: World, half: int) -> None:
    with world.store.writing() as tx:
        for number in range(2 * half):
            kind = RELEASE if number % 2 else "digest"
            outbox.enqueue(tx, _message(number, kind), crowd.MOMENT)


def _message(number: int, kind: str) -> Outgoing:
    message_id = f"<{number}@senat.example>"
    return Outgoing(
        key=outbox.key_of(SMTP, kind, (number,), crowd.mailbox(number)),
        message_id=message_id,
        letter=f"{number:064x}",
        channel=SMTP,
        kind=kind,
        reference=None,
        recipient=crowd.mailbox(number),
        subject=f"Nachricht {number}",
        content=f"Message-ID: {message_id}\r\nSubject: {number}\r\n\r\nText\r\n",
    )


def test_memory_does_not_grow_with_the_number_of_reminders(
    world: World, tmp_path: Path
) -> None:
    """Items with ten terms each, every one of them for another office."""
    if world.store.session_user and not full():
        pytest.skip("a file does for the sample")
    few, many = (200, 2000) if full() else (5, 25)
    peaks, all_sent = [], 0
    for items, first in ((few, 0), (many - few, few * 10)):
        crowd.fill(world, items, terms=10, first=first)
        folder = tmp_path / str(items)
        sent, peak, _ = crowd.dispatched(world.database, folder, many * 10)
        peaks.append(peak)
        all_sent += sent
    assert all_sent == many * 10
    assert peaks[1] < peaks[0] * 1.2, peaks
