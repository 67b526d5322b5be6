"""Reminders: once, on their day, late if need be, and never to whoever has acted."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import outbox, reminders
from notifications.letters import SUBJECT
from notifications.mail import Addresses
from notifications.rounds import Settings, round
from tests.notifications.mailbox import at, days, finish, mails, term, texts, tick
from tests.worlds import World
from workflow.docket import Slip, slip
from workflow.errors import RecordDamaged
from workflow.store import Row, Transaction

DUE = date(2021, 8, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


def reminded(world: World) -> list[Row]:
    """Every reminder on record whose term is open."""
    with world.store.reading() as tx:
        return tx.all("reminded")


@pytest.mark.parametrize(
    ("before", "set_on", "expected"),
    [
        ((7,), date(2021, 8, 1), [date(2021, 8, 24)]),
        ((0,), date(2021, 8, 1), [DUE]),
        ((14, 7, 7, 0), date(2021, 8, 1), [date(2021, 8, 17), date(2021, 8, 24), DUE]),
        ((14, 7, 0), date(2021, 8, 24), [date(2021, 8, 24), DUE]),
        ((14, 7, 0), date(2021, 8, 25), [date(2021, 8, 24), DUE]),
        ((14, 7, 0), date(2022, 8, 25), [DUE]),
    ],
)
def test_a_term_reminds_so_many_days_before_its_day(
    before: tuple[int, ...], set_on: date, expected: list[date]
) -> None:
    assert reminders.occurrences(DUE, before, set_on) == expected


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=8),
    st.dates(date(2020, 1, 1), date(2023, 1, 1)),
)
def test_of_the_dates_before_the_setting_only_the_last_counts(
    before: list[int], set_on: date
) -> None:
    found = reminders.occurrences(DUE, before, set_on)
    every = sorted({DUE - timedelta(days=each) for each in before})
    assert found == sorted(set(found))
    ahead = [each for each in every if each > set_on]
    assert [each for each in found if each > set_on] == ahead
    assert found[: len(found) - len(ahead)] == every[: len(every) - len(ahead)][-1:]


def test_a_reminder_comes_on_its_day_and_not_before(world: World, folder: Path) -> None:
    term(world, world.open(), "2021-08-31")
    assert tick(world, folder, "2021-08-23").sent == 0
    assert tick(world, folder, "2021-08-24").sent == 1
    assert tick(world, folder, "2021-08-24", 8).sent == 0
    assert tick(world, folder, "2021-09-30").sent == 0
    assert len(mails(folder)) == 1


def test_its_day_begins_at_midnight_in_the_zone_of_the_path(
    world: World, folder: Path
) -> None:
    term(world, world.open(), "2021-08-31", remind_before=(0,))
    assert tick(world, folder, "2021-08-30", 21).sent == 0  # 23:00 in Berlin
    assert tick(world, folder, "2021-08-30", 22).sent == 1  # 00:00 in Berlin


def test_the_letter_says_what_whose_when_and_how(world: World, folder: Path) -> None:
    reference = world.open("Strategie „Smart City“")
    name = term(world, reference, "2021-08-31", role="lead", reason="Entwurf vorlegen")
    tick(world, folder, "2021-08-24")
    (mail,) = mails(folder)
    assert mail["Subject"] == (
        f"Erinnerung {reference}: Wiedervorlage am 31.08.2021 – „Entwurf vorlegen“"
    )
    assert str(mail["To"]) == (
        "federführende Senatsverwaltung <lead@laufzettel.invalid>"
    )
    (text,) = texts(folder)
    with world.store.reading() as tx:
        head = tx.all("head")[0]
    for said in (
        "Anlass: „Entwurf vorlegen“",
        "Fällig: Dienstag, 31.08.2021 (in 7 Tagen)",
        "Zuständig: federführende Senatsverwaltung",
        "Titel: „Strategie ‚Smart City‘“",
        "Stand: Entwurf",
        f"laufzettel show {reference}\n",
        f"laufzettel deadline done {reference} {name}\n",
        "keine gesetzliche Frist",
        f"Stand der Akte: Eintrag {head['seq']} · "
        f"{head['hash'][:4]} {head['hash'][4:8]}",
    ):
        assert said in text
    assert "verspätet" not in text


def test_a_long_reason_is_cut_in_the_subject_and_whole_in_the_text(
    world: World, folder: Path
) -> None:
    reason = " ".join(f"Anlass{number}" for number in range(500))
    reference = world.open()
    term(world, reference, "2021-08-31", reason=reason)
    tick(world, folder, "2021-08-24")
    (mail,) = mails(folder)
    start = f"Erinnerung {reference}: Wiedervorlage am 31.08.2021 – „"
    told = mail["Subject"].removeprefix(start).removesuffix("“")
    assert len(told) <= SUBJECT
    assert told.endswith(" …")
    assert reason.startswith(told.removesuffix("…"))
    (text,) = texts(folder)
    assert reason in " ".join(text.split())


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2021-08-25", "(morgen)"),
        ("2021-08-24", "(heute)"),
        ("2021-08-23", "(seit gestern überschritten)"),
        ("2021-08-20", "(seit 4 Tagen überschritten)"),
    ],
)
def test_the_letter_says_how_the_day_lies(
    world: World, folder: Path, due: str, said: str
) -> None:
    term(world, world.open(), due)
    tick(world, folder, "2021-08-24")
    assert said in texts(folder)[0]


def test_the_letter_goes_to_the_address_of_the_role(world: World, folder: Path) -> None:
    term(world, world.open(), "2021-08-31", role="press")
    known = Addresses("senat.example", {"press": "presse@senat.example"})
    round(world.store, at("2021-08-24"), Settings(folder, known))
    (mail,) = mails(folder)
    assert mail["To"].addresses[0].addr_spec == "presse@senat.example"
    assert mail["From"].addresses[0].addr_spec == "laufzettel@senat.example"
    assert mail["Message-ID"].endswith("@senat.example>")


def test_what_came_due_while_nothing_ran_is_sent_once_each_and_says_how_late(
    world: World, folder: Path
) -> None:
    reference = world.open()
    term(world, reference, "2021-08-31", remind_before=(14, 7, 1))
    report = tick(world, folder, "2021-09-02")
    assert (report.sent, report.late) == (3, 3)
    assert tick(world, folder, "2021-09-02", 8).sent == 0
    found = "\n".join(texts(folder))
    for said in (
        "kommt 16 Tage verspätet (vorgesehen: 17.08.2021)",
        "kommt 9 Tage verspätet (vorgesehen: 24.08.2021)",
        "kommt 3 Tage verspätet (vorgesehen: 30.08.2021)",
    ):
        assert said in found
    assert "erst am" not in found
    assert all(
        each["Subject"].startswith("Verspätete Erinnerung") for each in mails(folder)
    )


def test_a_term_set_after_its_reminders_reminds_once_and_says_why_late(
    world: World, folder: Path
) -> None:
    term(world, world.open(), "2021-08-12", remind_before=(14, 7))  # set on 10 August
    assert tick(world, folder, "2021-08-10", 11).sent == 1
    (text,) = texts(folder)
    assert "kommt 5 Tage verspätet (vorgesehen: 05.08.2021)" in text
    assert "Die Wiedervorlage wurde erst am 10.08.2021 eingetragen." in text


def test_whoever_has_acted_before_the_day_is_left_alone(
    world: World, folder: Path
) -> None:
    reference = world.open()
    name = term(world, reference, "2021-08-31")
    finish(world, reference, name, "2021-08-20")
    report = tick(world, folder, "2021-08-24")
    assert (report.queued, report.superseded, report.sent) == (0, 0, 0)
    assert mails(folder) == []


def test_a_term_closed_before_its_reminder_was_written_is_recorded_as_superseded(
    world: World, folder: Path
) -> None:
    reference = world.open()
    name = term(world, reference, "2021-08-31", remind_before=(14, 7, 0))
    finish(world, reference, name, "2021-08-25")
    report = tick(world, folder, "2021-09-30")
    assert (report.queued, report.superseded, report.sent) == (0, 2, 0)
    assert tick(world, folder, "2021-10-01").superseded == 0
    assert mails(folder) == []


def test_a_term_closed_while_its_message_waited_withdraws_the_message(
    world: World, folder: Path
) -> None:
    reference = world.open()
    name = term(world, reference, "2021-08-31")
    folder.touch()  # a file stands where the folder should be
    blocked = tick(world, folder, "2021-08-24")
    assert (blocked.queued, blocked.sent, blocked.waiting) == (1, 0, 1)
    finish(world, reference, name, "2021-08-25")
    folder.unlink()
    report = tick(world, folder, "2021-08-26")
    assert (report.superseded, report.sent, report.waiting) == (1, 0, 0)
    with world.store.reading() as tx:
        (message,) = outbox.listed(tx)
    assert message["state"] == "superseded"
    assert mails(folder) == []


def test_a_broken_item_stops_no_other(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, *others = (world.open(f"Vorlage {number}") for number in range(3))
    for reference in (broken, *others):
        term(world, reference, "2021-08-31")
    whole = slip

    def damaged(tx: Transaction, reference: str) -> Slip:
        if reference == broken:
            raise RecordDamaged
        return whole(tx, reference)

    monkeypatch.setattr(reminders, "slip", damaged)
    report = tick(world, folder, "2021-08-24")
    assert report.sent == 2
    assert [str(each) for each in report.problems if broken in str(each)]
    monkeypatch.undo()
    assert tick(world, folder, "2021-08-24", 8).sent == 1


def test_a_clock_put_back_repeats_nothing(world: World, folder: Path) -> None:
    term(world, world.open(), "2021-08-31", remind_before=(14, 7, 0))
    sent = [
        tick(world, folder, day).sent
        for day in ("2021-08-17", "2021-08-16", "2021-08-24", "2021-08-17")
    ]
    assert sent == [1, 0, 1, 0]
    assert tick(world, folder, "2021-08-31").sent == 1
    assert len(mails(folder)) == 3


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_in_the_nights_of_the_clock_change_each_day_reminds_once(
    world: World, folder: Path, night: str
) -> None:
    sunday = date.fromisoformat(night)
    term(
        world,
        world.open(),
        str(sunday + days(1)),
        remind_before=(2, 1, 0),
    )
    start = datetime(sunday.year, sunday.month, sunday.day, 12, tzinfo=UTC) - days(2)
    sent = {}
    for halves in range(4 * 48):
        instant = start + timedelta(minutes=30 * halves)
        if round(world.store, instant, Settings(folder)).sent:
            sent[instant] = mails(folder)
    offsets = {"2026-03-29": (23, 23, 22), "2026-10-25": (22, 22, 23)}[night]
    assert [each.hour for each in sent] == list(offsets)  # midnight in Berlin
    assert len(mails(folder)) == 3


def test_every_reminder_is_on_record_with_its_recipient(
    world: World, folder: Path
) -> None:
    reference = world.open()
    name = term(world, reference, "2021-08-31", role="lead")
    tick(world, folder, "2021-08-24")
    (row,) = reminded(world)
    assert (row["deadline"], row["recipient"]) == (name, "lead")
    assert row["occurrence"] == date(2021, 8, 24)
    assert row["item_id"] == world.slip(reference).item_id
