"""Reminders: once, on their day, late if need be, and never to whoever has acted."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from notifications import agenda, outbox
from notifications.mail import Addresses
from notifications.rounds import Settings, round
from tests.notifications import reminding
from tests.notifications.mailbox import at, days, finish, mails, term, texts, tick
from tests.worlds import World
from workflow import legal
from workflow.docket import Slip, slip
from workflow.errors import RecordDamaged
from workflow.store import Row, Transaction

DUE = date(2021, 8, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


def reminders(world: World) -> list[Row]:
    """Every reminder on record, in the order of the days they were meant for."""
    with world.store.reading() as tx:
        rows = tx.all("reminders_of", after="", last="~")
    return sorted(rows, key=lambda row: (row["occurrence"], row["principal"]))


def told(world: World) -> list[tuple[str, str, str, str]]:
    """Day, stage, principal and state of each reminder."""
    return [
        (str(row["occurrence"]), row["stage"], row["principal"], row["state"])
        for row in reminders(world)
    ]


def daily(world: World, folder: Path, first: str, last: str) -> list[str]:
    """Tick on each of these days; on which of them something was sent."""
    day, found = date.fromisoformat(first), []
    while day <= date.fromisoformat(last):
        if tick(world, folder, str(day)).sent:
            found.append(str(day))
        day += days(1)
    return found


def test_a_deadline_by_law_reminds_as_its_path_says(world: World, folder: Path) -> None:
    """Asked on 30 April 2021: due on Friday, 14 May; the 13th is a holiday."""
    reminding.ask(world, "2021-04-30")
    assert daily(world, folder, "2021-05-01", "2021-05-31") == [
        "2021-05-06",
        "2021-05-12",
        "2021-05-14",
        "2021-05-17",
        "2021-05-18",
        "2021-05-19",
    ]
    assert len(mails(folder)) == 6
    to = [str(each["To"]) for each in mails(folder)]
    assert sorted(each.rpartition("<")[2] for each in to) == [
        "head@laufzettel.invalid>",
        *["lead@laufzettel.invalid>"] * 5,
    ]


def test_whoever_has_acted_is_left_alone(world: World, folder: Path) -> None:
    reference = reminding.ask(world, "2021-04-30")
    assert daily(world, folder, "2021-05-01", "2021-05-07") == ["2021-05-06"]
    reminding.answer(world, reference, "2021-05-10")
    assert daily(world, folder, "2021-05-11", "2021-05-31") == []


def test_who_acts_in_time_is_told_of_nothing(world: World, folder: Path) -> None:
    reference = world.open()
    name = term(world, reference, str(DUE))
    finish(world, reference, name, "2021-08-20")
    report = tick(world, folder, "2021-08-24")
    assert (report.queued, report.superseded, report.sent) == (0, 0, 0)
    assert mails(folder) == []


def test_an_extended_deadline_reminds_of_its_new_last_day(
    world: World, folder: Path
) -> None:
    reference = reminding.ask(world, "2021-04-30")
    daily(world, folder, "2021-05-01", "2021-05-11")
    world.now = at("2021-05-11", 9)
    legal.extend(
        world.store,
        world.act(),
        reference,
        "answer_term",
        until=date(2021, 5, 21),
        reason="viel zu tun",
    )
    assert daily(world, folder, "2021-05-12", "2021-05-22") == [
        "2021-05-14",  # the fifth working day before the new last day
        "2021-05-20",
        "2021-05-21",
    ]


def test_a_suspended_deadline_reminds_nobody(world: World, folder: Path) -> None:
    reference = reminding.ask(world, "2021-04-30")
    world.now = at("2021-05-03", 9)
    legal.suspend(
        world.store, world.act(), reference, "answer_term", reason="Akten fehlen"
    )
    assert daily(world, folder, "2021-05-03", "2021-06-15") == []


def test_an_office_term_comes_before_on_its_day_and_when_it_is_over(
    world: World, folder: Path
) -> None:
    term(world, world.open(), str(DUE))
    assert daily(world, folder, "2021-08-15", "2021-10-01") == [
        "2021-08-24",
        "2021-08-31",
        "2021-09-01",
    ]


def test_a_letter_comes_in_the_morning_and_not_at_midnight(
    world: World, folder: Path
) -> None:
    term(world, world.open(), str(DUE), remind_before=(0,))
    assert tick(world, folder, "2021-08-30", 23).sent == 0  # 01:00 in Berlin
    assert tick(world, folder, "2021-08-31", 3).sent == 0  # 05:00 in Berlin
    assert tick(world, folder, "2021-08-31", 4).sent == 1  # 06:00 in Berlin


def test_one_letter_names_all_that_is_due_the_most_urgent_first(
    world: World, folder: Path
) -> None:
    for number, due in enumerate(("2021-08-31", "2021-08-20", "2021-08-24")):
        term(world, world.open(f"Vorlage {number}"), due)
    report = tick(world, folder, "2021-08-24")
    assert (report.queued, report.letters, report.sent) == (3, 1, 1)
    (text,) = texts(folder)
    places = [text.index(f"Vorlage {number}") for number in (1, 2, 0)]
    assert places == sorted(places)


def test_what_was_told_and_is_still_overdue_is_named_again_with_the_next_letter(
    world: World, folder: Path
) -> None:
    term(world, world.open("Die alte Vorlage"), "2021-08-12")
    assert daily(world, folder, "2021-08-11", "2021-08-20")
    term(world, world.open("Die neue Vorlage"), "2021-08-31")
    assert tick(world, folder, "2021-08-21").sent == 0  # nothing new: no letter
    assert tick(world, folder, "2021-08-24").sent == 1
    last = max(mails(folder), key=lambda each: each["Date"].datetime)
    assert "Die alte Vorlage" in str(last)
    assert "Die neue Vorlage" in str(last)


def test_what_arises_after_the_letter_waits_for_the_next_morning(
    world: World, folder: Path
) -> None:
    term(world, world.open("Erste"), str(DUE))
    assert tick(world, folder, "2021-08-24", 5).sent == 1
    world.now = at("2021-08-24", 6)
    term(world, world.open("Zweite"), "2021-08-27")
    assert tick(world, folder, "2021-08-24", 7).sent == 0
    assert tick(world, folder, "2021-08-25", 5).sent == 1


def test_what_cannot_wait_is_told_at_once(world: World, folder: Path) -> None:
    term(world, world.open("Erste"), str(DUE))
    assert tick(world, folder, "2021-08-24", 5).sent == 1
    world.now = at("2021-08-24", 6)
    term(world, world.open("Zweite"), "2021-08-24")
    assert tick(world, folder, "2021-08-24", 7).sent == 1
    (urgent,) = [each for each in mails(folder) if "Dringend" in each["Subject"]]
    assert "Zweite" in str(urgent)
    assert tick(world, folder, "2021-08-24", 8).sent == 0


def test_urgent_letters_are_no_flood(world: World, folder: Path) -> None:
    term(world, world.open("Erste"), str(DUE))
    assert tick(world, folder, "2021-08-24", 5).sent == 1
    sent = []
    for hour in range(6, 18):
        world.now = at("2021-08-24", hour)
        term(world, world.open(f"Stunde {hour}"), "2021-08-24")
        sent.append(tick(world, folder, "2021-08-24", hour).sent)
    assert sum(sent) == 5
    assert tick(world, folder, "2021-08-25", 5).sent == 1
    last = max(mails(folder), key=lambda each: each["Date"].datetime)
    assert "Stunde 17" in str(last)


def test_the_letter_goes_to_the_address_of_the_role(world: World, folder: Path) -> None:
    term(world, world.open(), str(DUE), role="press")
    known = Addresses("senat.example", {"press": "presse@senat.example"})
    round(world.store, at("2021-08-24"), Settings(folder, known))
    (mail,) = mails(folder)
    assert mail["To"].addresses[0].addr_spec == "presse@senat.example"
    assert mail["From"].addresses[0].addr_spec == "laufzettel@senat.example"
    assert mail["Message-ID"].endswith("@senat.example>")


def test_of_what_was_missed_the_latest_is_told_and_says_how_late(
    world: World, folder: Path
) -> None:
    term(world, world.open(), str(DUE), remind_before=(14, 7, 1))
    report = tick(world, folder, "2021-09-02")
    assert (report.sent, report.late, report.superseded) == (1, 1, 4)
    assert "1 Tag verspätet" in " ".join(texts(folder)[0].split())
    assert [each[3] for each in told(world)] == [*["superseded"] * 4, "queued"]
    for hour in range(8, 18):
        assert tick(world, folder, "2021-09-02", hour).sent == 0


def test_a_term_set_after_its_reminders_reminds_once_and_says_why_late(
    world: World, folder: Path
) -> None:
    term(world, world.open(), "2021-08-12", remind_before=(14, 7))  # set on 10 August
    assert tick(world, folder, "2021-08-10", 11).sent == 1
    text = " ".join(texts(folder)[0].split())
    assert "5 Tage verspätet" in text
    assert "erst am 10.08.2021" in text


def test_a_term_closed_before_its_reminder_was_written_is_recorded_as_superseded(
    world: World, folder: Path
) -> None:
    reference = world.open()
    name = term(world, reference, str(DUE), remind_before=(14, 7, 0))
    finish(world, reference, name, "2021-08-25")
    report = tick(world, folder, "2021-09-30")
    assert (report.queued, report.superseded, report.sent) == (0, 2, 0)
    assert tick(world, folder, "2021-10-01").superseded == 0
    assert mails(folder) == []


def test_a_term_closed_while_its_letter_waited_withdraws_the_letter(
    world: World, folder: Path
) -> None:
    reference = world.open()
    name = term(world, reference, str(DUE))
    folder.touch()  # a file stands where the folder should be
    blocked = tick(world, folder, "2021-08-24")
    assert (blocked.queued, blocked.sent, blocked.waiting) == (1, 0, 1)
    finish(world, reference, name, "2021-08-25")
    folder.unlink()
    report = tick(world, folder, "2021-08-26")
    assert (report.superseded, report.sent, report.waiting) == (1, 0, 0)
    with world.store.reading() as tx:
        assert outbox.troubles(tx).waiting == 0
    assert mails(folder) == []


def test_a_letter_that_waits_is_written_anew_without_what_was_done(
    world: World, folder: Path
) -> None:
    done, open_ = world.open("Die erledigte"), world.open("Die offene")
    name = term(world, done, str(DUE))
    term(world, open_, str(DUE))
    folder.touch()
    tick(world, folder, "2021-08-24")
    finish(world, done, name, "2021-08-24")
    folder.unlink()
    report = tick(world, folder, "2021-08-24", 12)
    assert (report.superseded, report.sent) == (1, 1)
    (text,) = texts(folder)
    assert "Die offene" in text
    assert "Die erledigte" not in text


def test_a_duty_that_stands_again_reminds_again(world: World, folder: Path) -> None:
    """The answer was recorded by mistake; striking it lets the term run again."""
    reference = reminding.ask(world, "2021-04-30")
    folder.touch()
    tick(world, folder, "2021-05-06")
    reminding.answer(world, reference, "2021-05-06")
    tick(world, folder, "2021-05-06", 9)
    assert [each[3] for each in told(world)] == ["superseded"]
    world.correct(reference, 3, void=True)
    folder.unlink()
    assert tick(world, folder, "2021-05-07").sent == 1
    assert [each[3] for each in told(world)] == ["queued"]


def test_a_broken_item_stops_no_other(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, *others = (world.open(f"Vorlage {number}") for number in range(3))
    for reference in (broken, *others):
        term(world, reference, str(DUE))
    whole = slip

    def damaged(tx: Transaction, reference: str) -> Slip:
        if reference == broken:
            raise RecordDamaged
        return whole(tx, reference)

    monkeypatch.setattr(agenda, "slip", damaged)
    report = tick(world, folder, "2021-08-24")
    assert report.sent == 1
    assert [str(each) for each in report.problems if broken in str(each)]
    assert "Vorlage 1" in texts(folder)[0]
    monkeypatch.undo()
    assert tick(world, folder, "2021-08-25").sent == 1


def test_a_clock_put_back_repeats_nothing(world: World, folder: Path) -> None:
    term(world, world.open(), str(DUE), remind_before=(14, 7))
    sent = [
        tick(world, folder, day).sent
        for day in ("2021-08-17", "2021-08-16", "2021-08-24", "2021-08-17")
    ]
    assert sent == [1, 0, 1, 0]
    assert tick(world, folder, "2021-08-31").sent == 1
    assert len(mails(folder)) == 3


@pytest.fixture(params=["UTC", "Pacific/Kiritimati"])
def anywhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A machine that is set to the time of some place."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        ("2026-03-28", (5, 4, 4)),  # the last night of winter time
        ("2026-10-24", (4, 5, 5)),
        ("2028-02-28", (5, 5, 5)),
        ("2026-12-30", (5, 5, 5)),
    ],
    ids=["spring", "autumn", "leap day", "year change"],
)
@pytest.mark.usefixtures("anywhere")
def test_each_local_day_has_its_letter_once(
    world: World, folder: Path, first: str, hours: tuple[int, ...]
) -> None:
    """Whatever the machine takes for its zone: the office is in Berlin."""
    start = date.fromisoformat(first)
    for lead in range(3):
        due = start + days(lead + 1)
        term(world, world.open(f"Vorlage {lead}"), str(due), remind_before=(1,))
    at_night = datetime(start.year, start.month, start.day, tzinfo=UTC) - days(1)
    sent = [
        instant
        for hours_on in range(4 * 24)
        if round(
            world.store,
            instant := at_night + timedelta(hours=hours_on),
            Settings(folder),
        ).sent
    ]
    assert [each.date() for each in sent] == [start + days(n) for n in range(3)]
    assert tuple(each.hour for each in sent) == hours  # six in the morning in Berlin
    assert len({each["Message-ID"] for each in mails(folder)}) == len(sent)


def test_every_reminder_is_on_record_with_whom_it_reached(
    world: World, folder: Path
) -> None:
    reference = world.open()
    name = term(world, reference, str(DUE), role="lead")
    tick(world, folder, "2021-08-24")
    (row,) = reminders(world)
    assert (row["name"], row["principal"], row["recipient"]) == (
        name,
        "role:lead",
        "role:lead",
    )
    assert (row["occurrence"], row["due"]) == (date(2021, 8, 24), DUE)
    assert row["item_id"] == world.slip(reference).item_id


def test_after_an_outage_there_is_one_letter_and_not_one_for_each_morning(
    world: World, folder: Path
) -> None:
    for lead in range(7):
        due = DUE + days(lead)
        term(world, world.open(f"Vorlage {lead}"), str(due), remind_before=(7, 0))
    folder.touch()  # nothing can be delivered
    for number in range(7):
        report = tick(world, folder, str(date(2021, 8, 24) + days(number)))
        assert (report.sent, report.waiting) == (0, 1)
    folder.unlink()
    assert tick(world, folder, "2021-08-31").sent == 1
    (text,) = texts(folder)
    assert all(f"Vorlage {lead}" in text for lead in range(7))
    states = [(row["stage"], row["state"]) for row in reminders(world)]
    assert ("before", "superseded") in states  # of the one that is due today
    assert states.count(("before", "queued")) == 6
    assert states.count(("day", "queued")) == 1
    assert tick(world, folder, "2021-08-31", 12).sent == 0
