"""What waits is set right: by acts, absences, lost addresses, servers that were down.

Nobody is told of what is closed, and nobody is forgotten who is still to be told.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from definitions.model import Loaded
from notifications import (
    agenda,
    deliveries,
    digests,
    mending,
    mornings,
    outbox,
    sheets,
)
from notifications.deliveries import RoundReport
from notifications.delivery import (
    FOLDER,
    SMTP,
    WEBHOOK,
    Claimed,
    Passing,
    Uncertain,
    Unusable,
)
from notifications.mail import Addresses
from notifications.rounds import Settings, round
from notifications.sheets import Writing
from tests.definitions.everything import loaded
from tests.notifications import reminding
from tests.notifications.mailbox import at, finish, read, term, text_of, tick
from tests.worlds import PACKAGES, World, found_record, on
from workflow import absences, almanacs, contacts, legal, people, procedure
from workflow.access import Identity
from workflow.docket import Slip, slip
from workflow.editing import with_day_off
from workflow.errors import RecordDamaged
from workflow.store import Row, Transaction, open_store

PATH = reminding.path().definition
DUE = date(2021, 8, 31)


class Post:
    """Ways out that keep what they are handed; those in `down` cannot be used."""

    def __init__(self, *down: str) -> None:
        self.down, self.sent = set(down), list[Claimed]()
        self.pace: dict[str, float] = {}  # seconds for a message
        self.lost = set[str]()  # whose answers do not come

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        time.sleep(self.pace.get(claimed.channel, 0))
        if claimed.channel in self.down:
            raise Unusable("it is down")
        passing()
        self.sent.append(claimed)
        if claimed.channel in self.lost:
            raise Uncertain("no answer")

    @contextmanager
    def opened(self, _: str, __: datetime) -> Iterator["Post"]:
        yield self

    def texts(self, channel: str) -> list[str]:
        """What one channel has taken since this was last asked."""
        found = [each.content for each in self.sent if each.channel == channel]
        self.sent = [each for each in self.sent if each.channel != channel]
        if channel == WEBHOOK:
            return found
        return [text_of(read(each.encode())) for each in found]


MAIL = {"lead": "lead@senat.example", "clerk": "clerk@senat.example"}


def tour(
    world: World,
    post: Post,
    day: str,
    hour: int = 7,
    channels: tuple[str, ...] = (SMTP,),
    addresses: dict[str, str] | None = None,
) -> RoundReport:
    """A round by these channels."""
    known = Addresses("senat.example", MAIL if addresses is None else addresses)
    settings = Settings(Path("/nowhere"), known, channels=channels)
    return round(world.store, at(day, hour), settings, opened=post.opened)


def rows(world: World) -> list[Row]:
    with world.store.reading() as tx:
        return tx.all("reminders_of", after="", last="~")


def suspendable() -> Loaded:
    """The path, with a co-signature whose term can stand still."""
    term = "    remind: [lead, clerk]\n"
    return loaded(reminding.TEXT, (term, f"{term}    suspension: {{by: clerk}}\n"))


def test_a_consultation_whose_term_stands_still_reminds_nobody(world: World) -> None:
    post = Post()
    reference = reminding.ask(world, "2021-08-02", on_path=suspendable())
    reminding.consult(world, reference, "cosignature", "interior", "2021-08-02")
    world.now = at("2021-08-10", 5)
    legal.suspend(
        world.store,
        world.act(),
        reference,
        "cosignature_term",
        body="interior",
        reason="Akten fehlen",
    )
    for number in range(11, 20):
        tour(world, post, f"2021-08-{number}")
    assert not [each for each in post.texts(SMTP) if "Mitzeichnung" in each]


def test_a_letter_that_waits_does_not_ask_for_what_has_ended(world: World) -> None:
    post = Post(SMTP)
    reference = reminding.ask(world, "2021-08-02")
    reminding.consult(
        world, reference, "opinion", "interior", "2021-08-02", due="2021-08-11"
    )
    tour(world, post, "2021-08-10")
    world.now = at("2021-08-10", 9)
    procedure.advance(
        world.store, world.act(), reference, "withdraw", day=on("2021-08-10")
    )
    post.down.clear()
    tour(world, post, "2021-08-10", 10)
    assert post.texts(SMTP) == []
    assert {row["state"] for row in rows(world)} == {"superseded"}


def test_mail_is_mended_whatever_became_of_the_event(world: World) -> None:
    """The webhook works, the mail server is down for ten days; then it is done."""
    post = Post(SMTP)
    reference = reminding.ask(world, "2021-08-02")
    for number in range(9, 20):
        tour(world, post, f"2021-08-{number:02}", channels=(SMTP, WEBHOOK))
    assert post.texts(WEBHOOK)
    reminding.answer(world, reference, "2021-08-19")
    post.down.clear()
    tour(world, post, "2021-08-20", channels=(SMTP, WEBHOOK))
    assert post.texts(SMTP) == []


def test_after_an_outage_of_the_mail_alone_there_is_one_mail(world: World) -> None:
    post = Post(SMTP)
    reminding.ask(world, "2021-08-02")
    for number in range(9, 20):
        tour(world, post, f"2021-08-{number:02}", channels=(SMTP, WEBHOOK))
    post.down.clear()
    report = tour(
        world, post, "2021-08-20", channels=(SMTP, WEBHOOK), addresses={"lead": "a@b"}
    )
    assert report.sent >= 1
    assert len(post.texts(SMTP)) == 1


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters have room for twenty reminders, and name five again."""
    monkeypatch.setattr(mornings, "PART", 20)
    monkeypatch.setattr(sheets, "AGAIN", 5)


@pytest.mark.usefixtures("short")
def test_what_two_mornings_left_behind_fits_into_the_letter_it_fits_into(
    world: World,
) -> None:
    """26 reminders of 13 duties: half of them are overtaken by the other half."""
    reference, post = world.open(), Post(SMTP)
    for _ in range(13):
        term(world, reference, str(DUE), remind_before=(7, 6))
    tour(world, post, "2021-08-24")
    post.down.clear()
    tour(world, post, "2021-08-25")
    texts = "\n".join(post.texts(SMTP))
    assert texts.count(f"deadline done {reference} term-") == 13


@pytest.mark.usefixtures("short")
def test_a_long_digest_has_parts_and_leaves_nothing_out(world: World) -> None:
    reference, post = world.open(), Post()
    for _ in range(21):
        term(world, reference, str(DUE))
    tour(world, post, "2021-08-24")
    parts = post.texts(SMTP)
    assert len(parts) == 2
    said = "\n".join(parts)
    assert all(
        f"deadline done {reference} term-{number}\n" in said for number in range(1, 22)
    )


def person(world: World, name: str, *roles: str) -> None:
    """Somebody who holds roles, with an address."""
    whom = Identity(f"database:{name}", name, "database")
    for role in roles:
        people.grant(world.store, world.act(), whom, role, [PATH])
    contact(world, name, f"{name}@senat.example")


def contact(world: World, name: str, address: str) -> None:
    """Enter an address."""
    contacts.set_contact(world.store, world.act(), name, [PATH], address=address)


@pytest.fixture
def office(world: World) -> World:
    """An office of Ann, who leads, and Ben; a term that comes up on 24 August."""
    world.path = reminding.path()
    reference = world.open()
    person(world, "ann", "lead")
    person(world, "ben", "clerk")
    term(world, reference, str(DUE), role="lead")
    return world


def sent_to(post: Post) -> list[str]:
    return sorted(each.recipient for each in post.sent)


def away(world: World, name: str, until: date | None = None) -> None:
    """Somebody is absent from today on; Ben stands in."""
    first = world.now.date()
    absences.add_absence(
        world.store,
        world.act(),
        name,
        first=first,
        last=until,
        deputy="ben",
        today=first,
    )


def test_whose_address_is_gone_gets_nothing_and_is_named(office: World) -> None:
    post = Post()
    tour(office, post, "2021-08-23", 23, addresses={})  # found at midnight
    office.now = at("2021-08-24", 1)
    contacts.drop_contact(office.store, office.act(), "ann")
    report = tour(office, post, "2021-08-24", addresses={})
    assert sent_to(post) == []
    assert "Nobody can be reminded" in str([*map(str, report.problems)])
    office.now = at("2021-08-25", 1)
    contact(office, "ann", "ann@b.example")
    tour(office, post, "2021-08-25", addresses={})
    assert sent_to(post) == ["ann@b.example"]


def test_who_lost_the_role_over_night_is_told_nothing_of_it(office: World) -> None:
    post = Post()
    tour(office, post, "2021-08-23", 23, addresses={})
    office.now = at("2021-08-24", 1)
    ann = Identity("database:ann", "ann", "database")
    people.revoke(office.store, office.act(), ann, "lead")
    report = tour(office, post, "2021-08-24", addresses={})
    assert sent_to(post) == []
    assert report.problems
    office.now = at("2021-08-24", 9)
    ben = Identity("database:ben", "ben", "database")
    people.grant(office.store, office.act(), ben, "lead", [PATH])
    tour(office, post, "2021-08-24", 10, addresses={})
    assert sent_to(post) == ["ben@senat.example"]


def test_what_goes_to_the_deputy_and_back_before_the_morning_is_not_lost(
    office: World,
) -> None:
    post = Post()
    tour(office, post, "2021-08-23", 23, addresses={})
    office.now = at("2021-08-24", 2)
    away(office, "ann")
    tour(office, post, "2021-08-24", 3, addresses={})
    absences.end_absence(office.store, office.act(), "ann", today=office.now.date())
    tour(office, post, "2021-08-24", 4, addresses={})
    tour(office, post, "2021-08-24", 5, addresses={})
    assert sent_to(post) == ["ann@senat.example"]


def test_a_deputy_is_written_to_and_told_for_whom(office: World) -> None:
    post = Post()
    office.now = at("2021-08-20", 9)
    away(office, "ann")
    tour(office, post, "2021-08-24", addresses={})
    assert sent_to(post) == ["ben@senat.example"]
    assert "in Vertretung" in " ".join(post.texts(SMTP)[0].split()).replace("In", "in")


def test_what_is_still_overdue_is_told_only_to_whom_it_still_concerns(
    world: World,
) -> None:
    world.path, post = reminding.path(), Post()
    reference = world.open("Sache der Leitung")
    person(world, "ann", "lead")
    person(world, "ben", "lead", "clerk")
    term(world, reference, "2021-08-16", role="lead")
    for day in ("2021-08-12", "2021-08-16", "2021-08-17"):
        tour(world, post, day, addresses={})
    post.sent.clear()
    world.now = at("2021-08-17", 9)
    ben = Identity("database:ben", "ben", "database")
    people.revoke(world.store, world.act(), ben, "lead")
    term(world, world.open("Sache des Büros"), "2021-08-20", role="clerk")
    tour(world, post, "2021-08-18", addresses={})
    (letter,) = post.texts(SMTP)
    assert "Sache des Büros" in letter
    assert "Sache der Leitung" not in letter


def test_a_last_day_that_comes_back_is_told_again(world: World) -> None:
    post = Post()
    reference = reminding.ask(world, "2021-08-02")  # due on the 16th
    for number in range(9, 20):
        tour(world, post, f"2021-08-{number:02}")
    world.now = at("2021-08-20", 9)
    world.correct(reference, 2, day=on("2021-08-16"))  # due on the 30th
    tour(world, post, "2021-08-23")
    assert "30.08.2021" in post.texts(SMTP)[-1]
    world.now = at("2021-08-23", 9)
    world.correct(reference, 2, day=on("2021-08-02"))
    tour(world, post, "2021-08-24")
    assert "16.08.2021" in post.texts(SMTP)[-1]
    assert tour(world, post, "2021-08-25").sent == 0


def test_a_clock_that_ran_ahead_uses_up_no_morning(world: World) -> None:
    post = Post()
    term(world, world.open("Alte Vorlage"), str(DUE), role="lead")
    tour(world, post, "2021-08-24", 12)  # the clock stands two days ahead
    post.sent.clear()
    world.now = at("2021-08-22", 13)
    due = date(2021, 8, 31)
    term(world, world.open("Neue Vorlage"), str(due), role="lead")
    tour(world, post, "2021-08-22", 14)
    tour(world, post, "2021-08-24", 5)
    assert "Neue Vorlage" in "\n".join(post.texts(SMTP))


def test_messages_of_a_channel_that_is_gone_are_told_of(world: World) -> None:
    post = Post(SMTP)
    term(world, world.open(), str(DUE), role="lead")
    tour(world, post, "2021-08-24")
    report = tour(world, post, "2021-08-24", 8, channels=(FOLDER,))
    assert any("not configured any more" in str(each) for each in report.problems)


def test_a_letter_nobody_could_write_stops_no_other(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken template is told of in each round; what it held up goes out after it."""
    term(world, world.open(), str(DUE))
    whole = digests.letters
    monkeypatch.setattr(digests, "letters", lambda *_: (_ for _ in ()).throw(KeyError))
    report = tick(world, tmp_path / "outbox", "2021-08-24")
    assert (report.sent, len(report.problems)) == (0, 1)
    monkeypatch.setattr(digests, "letters", whole)
    assert tick(world, tmp_path / "outbox", "2021-08-24", 8).sent == 1


@pytest.mark.parametrize("change", ["moved", "dropped", "revoked", "away"])
def test_a_letter_that_waits_goes_to_whom_it_may_go_to_now(
    office: World, change: str
) -> None:
    """It was written before the mail server came back; meanwhile things changed."""
    post = Post(SMTP)
    tour(office, post, "2021-08-24", addresses={})
    office.now = at("2021-08-24", 8)
    if change == "moved":
        contact(office, "ann", "new@senat.example")
    elif change == "dropped":
        contacts.drop_contact(office.store, office.act(), "ann")
    elif change == "revoked":
        ann = Identity("database:ann", "ann", "database")
        people.revoke(office.store, office.act(), ann, "lead")
    else:
        away(office, "ann")
    post.down.clear()
    tour(office, post, "2021-08-24", 9, addresses={})
    expected = {"moved": ["new@senat.example"], "away": ["ben@senat.example"]}
    assert sent_to(post) == expected.get(change, [])
    tour(office, post, "2021-08-24", 10, addresses={})
    assert sent_to(post) == expected.get(change, [])


def test_a_rung_that_a_calendar_moves_is_not_told_a_second_time(world: World) -> None:
    """A day off before the last day moves the fifth working day before it ahead."""
    post = Post()
    reminding.ask(world, "2021-08-02")  # due on the 16th
    tour(world, post, "2021-08-09")
    assert len(post.texts(SMTP)) == 1
    world.now = at("2021-08-10", 9)
    day_off(world, date(2021, 8, 12))
    for day in ("2021-08-10", "2021-08-11", "2021-08-12"):
        tour(world, post, day, 10)
    assert post.texts(SMTP) == []
    tour(world, post, "2021-08-13")
    assert len(post.texts(SMTP)) == 1


def day_off(world: World, day: date) -> None:
    """A day on which nobody works is entered into the calendar of Berlin."""
    almanacs.change(
        world.store,
        world.act(),
        "DE-BE",
        lambda calendar: with_day_off(calendar, day, "Staatsakt", "state ceremony"),
        reason="Staatsakt",
        asked={"day": str(day)},
    )


@pytest.mark.usefixtures("short")
def test_a_kill_between_two_parts_and_an_act_leave_nothing_for_tomorrow(
    world: World,
) -> None:
    reference, post = world.open(), Post(SMTP)
    names = [term(world, reference, str(DUE)) for _ in range(24)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mornings, "_write_one", once(mornings._write_one))
        tour(world, post, "2021-08-24")
    finish(world, reference, names[0], "2021-08-24")
    post.down.clear()
    tour(world, post, "2021-08-24", 8)
    said = "\n".join(post.texts(SMTP))
    assert said.count(f"deadline done {reference} term-") == 23


def once(act: Callable[..., bool]) -> Callable[..., bool]:
    """The act, which is carried out only the first time: then its process is gone."""
    left = [True]

    def carried_out(*given: object) -> bool:
        return left.pop() and act(*given) if left else False

    return carried_out


def test_the_last_day_begins_earlier_where_the_path_counts(world: World) -> None:
    """On Kiritimati it is the 31st when the office has noon of the 30th."""
    post = Post()
    world.path = loaded(
        reminding.TEXT, ("zone: Europe/Berlin", "zone: Pacific/Kiritimati")
    )
    reference = world.open()
    term(world, world.open(), "2021-09-06", role="lead", remind_before=(7,))
    term(world, reference, "2021-08-31", role="lead", remind_before=(0,))
    tour(world, post, "2021-08-30", 5)
    assert len(post.texts(SMTP)) == 1
    tour(world, post, "2021-08-30", 11)
    (urgent,) = post.texts(SMTP)
    assert reference in urgent


def test_two_records_never_write_the_same_message_id(
    world: World, tmp_path: Path
) -> None:
    other = str(tmp_path / "other.db")
    found_record(other)
    ids = []
    with open_store(other, PACKAGES) as store:
        for each in (world, World(store, other)):
            post = Post()
            term(each, each.open(), str(DUE), role="lead")
            tour(each, post, "2021-08-24")
            ids += [claimed.message_id for claimed in post.sent]
    assert len(set(ids)) == 2


def test_a_channel_that_takes_too_long_does_not_hold_up_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "SLOW", 0.05)
    post = Post()
    post.pace[SMTP] = 0.1
    for role in ("lead", "clerk"):
        term(world, world.open(), str(DUE), role=role)
    report = tour(world, post, "2021-08-24", channels=(SMTP, WEBHOOK))
    assert [each.channel for each in post.sent] == [SMTP, WEBHOOK, WEBHOOK]
    assert "takes too long" in str([*map(str, report.problems)])
    post.pace.clear()
    tour(world, post, "2021-08-24", 8, channels=(SMTP, WEBHOOK))
    assert [each.channel for each in post.sent].count(SMTP) == 2


def test_a_letter_that_waited_over_midnight_does_not_go_out_with_the_days_of_yesterday(
    world: World,
) -> None:
    post = Post(SMTP)
    term(world, world.open(), str(DUE), role="lead")
    tour(world, post, "2021-08-24", 9)
    post.down.clear()
    assert tour(world, post, "2021-08-25", 3).sent == 0  # 05:00 in Berlin
    tour(world, post, "2021-08-25", 4)
    (text,) = post.texts(SMTP)
    assert "in 6 Tagen" in text
    assert "1 Tag verspätet" in text


@pytest.mark.usefixtures("short")
def test_more_that_is_still_overdue_than_a_letter_names_is_counted(
    world: World,
) -> None:
    reference, post = world.open(), Post()
    for _ in range(7):
        term(world, reference, "2021-08-16")
    for day in ("2021-08-12", "2021-08-16", "2021-08-17"):
        tour(world, post, day)
    post.sent.clear()
    world.now = at("2021-08-17", 9)
    term(world, world.open(), "2021-08-20")
    tour(world, post, "2021-08-18")
    (letter,) = post.sent
    text = text_of(read(letter.content.encode()))
    assert "7 weiterhin offen" in str(read(letter.content.encode())["Subject"])
    assert "2 weitere" in " ".join(text.split())


def test_a_clock_that_ran_ahead_silences_no_true_day(world: World) -> None:
    """It tells once that the term is over; then the days come as they are."""
    post = Post()
    reminding.ask(world, "2021-08-02")  # due on the 16th
    tour(world, post, "2021-09-20", 6)
    post.sent.clear()
    told = []
    for number in range(9, 18):
        tour(world, post, f"2021-08-{number:02}")
        told += [number] if post.texts(SMTP) else []
    assert told == [9, 13, 16, 17]


def test_a_day_that_moves_after_the_clock_ran_ahead_is_told(world: World) -> None:
    post = Post()
    reference = reminding.ask(world, "2021-08-02")
    tour(world, post, "2022-08-09")
    post.sent.clear()
    world.now = at("2021-08-10", 9)
    until, reason = date(2021, 8, 23), "viel zu tun"
    act = world.act()
    legal.extend(world.store, act, reference, "answer_term", until=until, reason=reason)
    told = []
    for number in range(11, 25):
        tour(world, post, f"2021-08-{number:02}")
        told += [number] if "23.08.2021" in str(post.texts(SMTP)) else []
    assert {16, 20, 23, 24} <= set(told)


@pytest.mark.parametrize("change", ["night", "address"])
def test_a_letter_that_another_has_just_delivered_is_not_taken_back(
    office: World, change: str
) -> None:
    """One scheduler has read what waits; meanwhile another one delivers it."""
    post = Post(SMTP)
    tour(office, post, "2021-08-24", addresses={})
    day = "2021-08-25" if change == "night" else "2021-08-24"
    if change == "address":
        office.now = at("2021-08-24", 8)
        contact(office, "ann", "new@senat.example")
    whole = mending._open

    def late(work: Writing, letter: str) -> None:
        with office.store.writing() as tx:
            claimed = outbox.claim(tx, work.now, SMTP)
            assert claimed is not None
            outbox.passed(tx, claimed, work.now)
            outbox.complete(tx, claimed, work.now)
        whole(work, letter)

    post.down.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mending, "_open", late)
        tour(office, post, day, 9, addresses={})
    tour(office, post, day, 10, addresses={})
    assert post.sent == []


def test_a_damaged_item_in_a_waiting_letter_stops_no_round(world: World) -> None:
    post = Post(SMTP)
    broken, sound = (reminding.ask(world, "2021-08-02", name) for name in "AB")
    for reference in (broken, sound):
        reminding.consult(
            world, reference, "opinion", "interior", "2021-08-02", due="2021-08-11"
        )
    tour(world, post, "2021-08-10")
    with world.store.writing():
        damage = f"UPDATE item SET state = 'nowhere' WHERE reference = '{broken}'"
        world.store.driver.execute(damage, ())
    post.down.clear()
    report = tour(world, post, "2021-08-11")
    assert sound in "".join(post.texts(SMTP))
    assert any(broken in str(each) for each in report.problems)


@pytest.mark.usefixtures("short")
def test_what_cannot_be_written_hides_nothing_that_can(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More reminders of a damaged item than a letter has room for, all due before."""
    broken, sound, post = world.open(), world.open("Die heile Vorlage"), Post()
    for _ in range(22):
        term(world, broken, "2021-08-30")
    term(world, sound, str(DUE))

    def damaged(tx: Transaction, reference: str) -> Slip:
        if reference == broken:
            raise RecordDamaged
        return slip(tx, reference)

    monkeypatch.setattr(agenda, "slip", damaged)
    tour(world, post, "2021-08-24")
    assert "Die heile Vorlage" in "".join(post.texts(SMTP))


def test_a_letter_that_replaces_one_is_no_second_part(office: World) -> None:
    post = Post(SMTP)
    tour(office, post, "2021-08-24", addresses={})
    office.now = at("2021-08-24", 8)
    contact(office, "ann", "new@senat.example")
    post.down.clear()
    tour(office, post, "2021-08-24", 9, addresses={})
    (sent,) = post.sent
    assert "Teil" not in str(read(sent.content.encode())["Subject"])


def test_a_day_that_nobody_was_told_of_makes_nothing_be_told_twice(
    world: World,
) -> None:
    post = Post()
    reference = reminding.ask(world, "2021-08-02")  # due on the 16th
    tour(world, post, "2021-08-13")
    assert len(post.texts(SMTP)) == 1
    world.now = at("2021-08-14", 0)
    world.correct(reference, 2, day=on("2021-08-03"))  # due on the 17th
    tour(world, post, "2021-08-14", 0)
    world.correct(reference, 2, day=on("2021-08-02"))
    tour(world, post, "2021-08-14", 1)
    tour(world, post, "2021-08-14", 4)
    assert post.texts(SMTP) == []


def test_what_may_have_arrived_is_not_sent_once_more_when_it_is_done(
    world: World,
) -> None:
    post, reference = Post(), world.open()
    name = term(world, reference, str(DUE), role="lead")
    post.lost.add(SMTP)  # the answer to the final dot
    tour(world, post, "2021-08-24")
    assert len(post.texts(SMTP)) == 1
    finish(world, reference, name, "2021-08-24")
    post.lost.clear()
    tour(world, post, "2021-08-24", 9)
    assert post.texts(SMTP) == []
    with world.store.reading() as tx:
        (row,) = outbox.listed(tx)
    assert (row["state"], row["repeats"]) == ("superseded", 1)


def test_urgent_letters_that_were_taken_back_use_up_no_day(world: World) -> None:
    post = Post()
    term(world, world.open("Erste"), str(DUE), role="lead")
    tour(world, post, "2021-08-24", 5)
    post.sent.clear()
    post.down.add(SMTP)
    world.now = at("2021-08-24", 6)
    term(world, world.open("Eilige"), "2021-08-24", role="lead")
    for hour in range(7, 15):
        box = {"lead": f"lead-{hour}@senat.example"}
        tour(world, post, "2021-08-24", hour, addresses=box)
        world.now = at("2021-08-24", hour)
        term(world, world.open(), "2022-08-24", role="lead")  # something is recorded
        contact(world, "role:lead", f"leitung-{hour}@senat.example")
    post.down.clear()
    tour(world, post, "2021-08-24", 16)
    assert "Eilige" in "".join(post.texts(SMTP))
