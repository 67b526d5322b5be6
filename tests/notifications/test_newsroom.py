"""The life of a release: who writes, who releases, when it goes out, what stops it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from email import message_from_string, policy
from typing import Any

import pytest

from definitions.sentences import Problem
from notifications import (
    archive,
    embargoes,
    newsroom,
    particulars,
    proofs,
    releasing,
    typed,
)
from notifications.composing import Wanted
from notifications.pressmail import REVIEW
from tests.notifications.newsdesk import JULY_6, MAYOR, Desk, quoting, states
from tests.notifications.ovens import hearths, warm
from tests.notifications.slips import smart_city
from tests.worlds import World
from workflow import approving, contacts, lives, offices, procedure
from workflow.bounds import Day
from workflow.errors import ItemMoved, NotPermitted, Refused
from workflow.store import is_server
from workflow.unit import unit

__all__ = ["hearths", "warm"]
pytestmark = pytest.mark.usefixtures("warm")
SILENT = typed.Typed(next_step=False)
AUGUST_3 = date(2021, 8, 3)
NOON = datetime(2021, 7, 6, 10, 0, tzinfo=UTC)  # 12.00 in Berlin


@pytest.fixture
def desk(world: World) -> Desk:
    """The Smart City framework after its first passage, and the press office."""
    world.now = datetime(2021, 7, 6, 6, 0, tzinfo=UTC)
    reference = world.open(particulars=particulars.stored(smart_city()))
    world.advance(reference, "approve", "2021-07-06", outcome="approved_with_remarks")
    made = Desk(world, reference)
    made.staff()
    return made


def releases(desk: Desk) -> list[dict[str, Any]]:
    """The messages of releases."""
    return [each for each in desk.messages() if each["kind"] == "release"]


def told(act: Callable[[], object], kind: type[Problem] = Refused) -> str:
    with pytest.raises(kind) as refused:
        act()
    return str(refused.value)


def test_a_release_is_written_released_and_published(desk: Desk) -> None:
    desk.listed("dpa", "rbb")
    release = desk.draft()
    assert release == "PM-2021-0001"
    assert desk.life(release).state == "draft"
    assert desk.page(release).marks == ("Entwurf – nicht zur Veröffentlichung",)
    desk.submit(release, "ben")
    assert desk.life(release).state == "in_review"
    desk.approve(release, "ben")
    assert desk.life(release).state == "approved"
    assert not releases(desk)
    desk.publish(release, url="https://www.berlin.de/pm/1103451")
    life = desk.life(release)
    assert (life.state, life.url) == ("published", "https://www.berlin.de/pm/1103451")
    assert life.published_at == desk.now
    sent = releases(desk)
    assert sorted(each["recipient"] for each in sent) == [
        "dpa@example.org",
        "rbb@example.org",
    ]
    assert desk.world.verify().sound


def test_what_was_released_goes_out_to_the_byte(desk: Desk) -> None:
    desk.listed("dpa")
    release = desk.approved()
    content = desk.content(release)
    desk.publish(release)
    (key,) = [each["key"] for each in releases(desk)]
    with desk.world.store.reading() as tx:
        mail = tx.one("message", named=key)
    assert mail is not None
    parts = message_from_string(mail["content"], policy=policy.default).walk()
    texts = {each.get_content_type(): each for each in parts if not each.is_multipart()}
    text = texts["text/plain"].get_content().replace("\r\n", "\n")
    assert text.rstrip("\n") == content.text.rstrip("\n")
    assert "Entwurf" not in mail["content"]


def test_nobody_releases_a_text_of_their_own(desk: Desk) -> None:
    release = desk.draft(by="anna")
    told(lambda: desk.submit(release, "anna"))
    desk.submit(release, "anna", "ben")
    assert "four eyes" in told(lambda: desk.approve(release, "anna"))
    desk.approve(release, "ben")


def test_whoever_changed_a_text_cannot_release_it_either(desk: Desk) -> None:
    release = desk.draft(by="anna")
    desk.submit(release, "ben", "cem")
    desk.edit(release, by="ben", typed=typed.read({"contact": ["Chef vom Dienst"]}))
    desk.submit(release, "ben", "cem")
    assert "four eyes" in told(lambda: desk.approve(release, "ben"))
    desk.approve(release, "cem")
    assert desk.life(release).state == "approved"


def test_only_named_persons_release_a_text(desk: Desk) -> None:
    release = desk.draft()
    desk.submit(release, "ben")
    assert "not submitted to you" in told(lambda: desk.approve(release, "cem"))


@pytest.mark.parametrize("name", ["dana", "nobody"])
def test_the_press_office_alone_lets_a_text_go(desk: Desk, name: str) -> None:
    release = desk.approved()
    told(lambda: desk.publish(release, by=name), NotPermitted)
    told(
        lambda: releasing.withdraw(desk.world.store, desk.by(name), release, "Nein."),
        NotPermitted,
    )
    assert desk.life(release).state == "approved"


def test_any_change_makes_what_was_released_void(desk: Desk) -> None:
    release = desk.approved()
    before = desk.life(release)
    desk.edit(release, typed=typed.read({"paragraphs": ["Das ist ein Satz."]}))
    after = desk.life(release)
    assert (after.state, after.version, after.approvals) == ("draft", 2, ())
    assert after.content != before.content
    assert "a draft" in told(lambda: desk.publish(release))
    assert desk.content(release, 1).text != desk.content(release, 2).text


def test_a_text_is_not_released_unseen(desk: Desk) -> None:
    """Whoever was shown version 1 does not release version 2."""
    release = desk.draft()
    desk.edit(release, typed=typed.read({"paragraphs": ["Das ist ein Satz."]}))
    desk.submit(release, "ben")
    act = desk.by("ben", expect=1)
    told(lambda: approving.approve(desk.world.store, act, release), ItemMoved)


def test_a_quotation_is_released_by_the_office_that_is_quoted(desk: Desk) -> None:
    desk.office("database:dana")
    release = desk.draft(typed=quoting("Alle können mitwirken."))
    assert desk.content(release).quoted == (MAYOR.key,)
    desk.submit(release, "ben")
    desk.approve(release, "ben")
    assert desk.life(release).open_parts == (f"quote:{MAYOR.key}",)
    assert "in review" in told(lambda: desk.publish(release))
    told(lambda: desk.approve(release, "ben", f"quote:{MAYOR.key}"), NotPermitted)
    desk.approve(release, "dana")
    assert desk.life(release).state == "approved"
    said = " ".join(desk.content(release).text.split())
    assert "Michael Müller: „Alle können mitwirken.“" in said
    assert desk.world.verify().sound


def test_words_of_an_office_that_nobody_speaks_for_stay_inside(desk: Desk) -> None:
    desk.office()
    release = desk.draft(typed=quoting("Alle können mitwirken."))
    assert "office set" in told(lambda: desk.submit(release, "ben"))


def test_an_office_that_nobody_holds_cannot_be_quoted(desk: Desk) -> None:
    said = told(lambda: desk.draft(typed=quoting("Ja.", "senator-x")))
    assert "senator-x" in said


def test_a_release_goes_out_on_its_day_and_on_no_other(desk: Desk) -> None:
    release = desk.approved()
    desk.now = datetime(2021, 7, 6, 22, 30, tzinfo=UTC)  # 0.30 of the 7th in Berlin
    said = told(lambda: desk.publish(release))
    assert "2021-07-06" in said
    assert "2021-07-07" in said
    desk.edit(release, day=date(2021, 7, 7))
    desk.submit(release)
    desk.approve(release)
    desk.publish(release)
    text = desk.content(release).text
    assert "heutigen" not in text
    assert "07.07.2021" in text


def test_what_was_published_elsewhere_is_only_recorded(desk: Desk) -> None:
    """Nobody has released it here: so it is named by later ones, and sent by none."""
    desk.listed("dpa")
    release = desk.draft()
    desk.now += timedelta(days=400)
    desk.publish(release, elsewhere=True, url="https://www.berlin.de/pm/1")
    assert desk.life(release).state == "published"
    assert not releases(desk)
    assert desk.page(release).marks, "nobody has released this text"
    with desk.world.store.reading() as tx:
        assert not archive.published(tx)
    assert desk.world.verify().sound


def test_what_was_published_here_is_corrected_here(desk: Desk) -> None:
    release = desk.approved()
    desk.publish(release)
    newsroom.correct(
        desk.world.store,
        desk.by("anna"),
        release,
        "Ein Satz fehlte.",
        JULY_6,
        typed.read({"paragraphs": ["Das ist ein Satz."]}),
        (),
    )
    assert "published here" in told(lambda: desk.publish(release, elsewhere=True))


def test_what_lies_ahead_cannot_have_been_published_elsewhere(desk: Desk) -> None:
    release = desk.approved(day=date(2021, 7, 9))
    told(lambda: desk.publish(release, elsewhere=True))


def test_a_correction_of_the_record_makes_a_release_stale(desk: Desk) -> None:
    release = desk.approved()
    desk.world.correct(desk.reference, 2, outcome="noted")
    with desk.world.store.reading() as tx:
        checked = proofs.check(tx, lives.life_of(tx, release))
    assert checked.stale
    changed = {each.field: (each.old, each.new) for each in checked.differences}
    assert changed["passage.outcome"] == (
        "mit Anmerkungen zugestimmt",
        "zur Kenntnis genommen",
    )
    assert "announce check" in told(lambda: desk.publish(release))
    desk.edit(release)
    desk.submit(release)
    desk.approve(release)
    desk.publish(release)
    assert "zur Kenntnis genommen" in desk.content(release).text
    assert desk.world.verify().sound


def test_a_struck_step_leaves_nothing_to_be_announced(desk: Desk) -> None:
    release = desk.approved()
    desk.world.correct(desk.reference, 2, void=True)
    with desk.world.store.reading() as tx:
        checked = proofs.check(tx, lives.life_of(tx, release))
    assert checked.stale
    assert checked.gaps
    told(lambda: desk.publish(release))
    told(lambda: desk.edit(release))


def test_what_has_happened_is_not_announced_as_coming(desk: Desk) -> None:
    """The Council consents on the very day, before the release of the Senate is out."""
    release, silent = desk.approved(), desk.approved(typed=SILENT)
    procedure.advance(
        desk.world.store, desk.world.act(), desk.reference, "consent", day=Day(JULY_6)
    )
    assert "announce check" in told(lambda: desk.publish(release))
    desk.publish(silent)
    assert desk.life(silent).state == "published"


def test_what_comes_after_publication_has_not_made_a_release_wrong(desk: Desk) -> None:
    desk.listed("dpa")
    release = desk.approved()
    desk.publish(release)
    procedure.advance(
        desk.world.store, desk.world.act(), desk.reference, "consent", day=Day(JULY_6)
    )
    with desk.world.store.reading() as tx:
        assert not proofs.check(tx, lives.life_of(tx, release)).stale
        assert releasing.why_held(tx, f"{release}/1") is None


def test_an_item_that_was_given_up_is_not_announced_any_more(desk: Desk) -> None:
    release = desk.approved()
    embargoes.until(desk.world.store, desk.by("ben"), release, NOON)
    procedure.withdraw(
        desk.world.store, desk.world.act(), desk.reference, day=Day(JULY_6)
    )
    lifted = releasing.lift(desk.world.store, NOON, desk.posting)
    assert not lifted.published
    assert lifted.problems


def test_a_release_that_is_named_must_still_be_public(desk: Desk) -> None:
    first = desk.approved()
    desk.publish(first, url="https://www.berlin.de/pm/1")
    procedure.advance(
        desk.world.store, desk.world.act(), desk.reference, "consent", day=Day(JULY_6)
    )
    second = desk.approved(kind="council_position")
    assert "https://www.berlin.de/pm/1" in desk.content(second).text
    releasing.withdraw(desk.world.store, desk.by("ben"), first, "Sie war falsch.")
    assert "announce check" in told(lambda: desk.publish(second))


def test_a_correction_keeps_identity_and_day_and_says_what_replaces_what(
    desk: Desk,
) -> None:
    desk.listed("dpa")
    release = desk.approved()
    desk.publish(release, url="https://www.berlin.de/pm/1103451")
    desk.world.correct(desk.reference, 2, outcome="noted")
    desk.now = datetime(2021, 7, 8, 7, 0, tzinfo=UTC)
    newsroom.correct(
        desk.world.store,
        desk.by("anna"),
        release,
        "Das Ergebnis war falsch eingetragen.",
        date(2021, 7, 8),
        None,
        (),
    )
    assert desk.page(release).marks, "a correction is a draft until it is released"
    desk.submit(release)
    desk.approve(release)
    desk.publish(release)
    life, page = desk.life(release), desk.page(release)
    assert (life.state, life.id, life.public_version) == ("corrected", release, 2)
    assert page.release_day == JULY_6
    note = " ".join(page.note).replace("\u00a0", " ")
    assert "8. Juli 2021" in note
    assert "„zur Kenntnis genommen“ statt „mit Anmerkungen zugestimmt“" in note
    assert life.published_at is not None
    assert life.published_at.date() == JULY_6
    assert life.modified_at == desk.now
    subjects = [
        each["subject"] for each in desk.messages() if each["kind"] == "release"
    ]
    assert any(each.startswith("Korrektur: ") for each in subjects)
    assert desk.world.verify().sound


def test_what_is_published_besides_makes_nothing_stale(desk: Desk) -> None:
    first, second = desk.approved(), desk.approved()
    desk.publish(first, url="https://www.berlin.de/pm/1")
    for release in (first, second):
        with desk.world.store.reading() as tx:
            checked = proofs.check(tx, lives.life_of(tx, release))
        assert not checked.stale
        assert not checked.differences


def test_a_correction_can_be_given_up(desk: Desk) -> None:
    desk.listed("dpa")
    release = desk.approved()
    desk.publish(release)
    before = desk.life(release)
    newsroom.correct(
        desk.world.store,
        desk.by("anna"),
        release,
        "Ein Satz fehlte.",
        JULY_6,
        typed.read({"paragraphs": ["Das ist ein Satz."]}),
        (),
    )
    assert desk.page(release).marks
    with desk.world.store.reading() as tx:
        public = archive.page_of(tx, lives.life_of(tx, release), 1)
        assert not public.marks, "what is public stays public meanwhile"
        assert releasing.why_held(tx, f"{release}/1") is None
    approving.send_back(desk.world.store, desk.by("ben"), release, "Doch nicht.")
    life = desk.life(release)
    assert (life.state, life.content) == ("published", before.content)
    assert not desk.page(release).marks
    assert desk.world.verify().sound


def test_nothing_is_corrected_that_stays_as_it_was(desk: Desk) -> None:
    release = desk.approved()
    desk.publish(release)
    said = told(
        lambda: newsroom.correct(
            desk.world.store, desk.by("anna"), release, "So.", JULY_6, None, ()
        )
    )
    assert "would say the same" in said


def test_a_withdrawn_release_is_stopped_and_said_to_be_withdrawn(desk: Desk) -> None:
    desk.listed("dpa")
    release = desk.approved()
    desk.publish(release)
    _, gone = releasing.withdraw(
        desk.world.store, desk.by("ben"), release, "Die Zahl war falsch."
    )
    assert gone == 0
    (message,) = releases(desk)
    assert message["state"] == "superseded"
    life = desk.life(release)
    assert life.state == "withdrawn"
    wanted = newsroom.withdrawal_of(life, JULY_6, "Die Zahl war falsch.")
    answer = newsroom.draft(
        desk.world.store, desk.by("anna"), wanted, typed.Typed(), ()
    )
    text = desk.content(answer["release"]).text
    assert "zurückgezogen" in text
    assert "Die Zahl war falsch." in text
    assert desk.world.verify().sound


def test_a_draft_that_is_withdrawn_is_over(desk: Desk) -> None:
    release = desk.draft()
    releasing.withdraw(desk.world.store, desk.by("ben"), release, "Nicht nötig.")
    assert "withdrawn" in told(lambda: desk.edit(release))
    assert "withdrawn" in told(lambda: desk.submit(release))


def test_unreleased_text_goes_to_named_reviewers_alone_and_is_marked(
    desk: Desk,
) -> None:
    desk.listed("dpa")
    for name in ("ben", "cem"):
        contacts.set_contact(
            desk.world.store,
            desk.world.act(),
            f"database:{name}",
            [desk.world.path.definition],
            address=f"{name}@example.org",
        )
    release = desk.draft()
    desk.submit(release, "ben")
    (message,) = desk.messages()
    assert (message["kind"], message["recipient"]) == (REVIEW, "ben@example.org")
    with desk.world.store.reading() as tx:
        kept = tx.one("message", named=message["key"])
    assert kept is not None
    letter = message_from_string(kept["content"], policy=policy.default)
    assert str(letter["Subject"]).startswith("ENTWURF: ")
    for part in letter.iter_parts():
        text = part.get_content().replace("\u00a0", " ")
        assert text.count("Entwurf – nicht zur Veröffentlichung") >= 2


def test_a_repeated_command_writes_one_release(desk: Desk) -> None:
    wanted = Wanted("de", JULY_6, desk.reference)
    store = desk.world.store
    answers = [
        newsroom.draft(
            store, desk.by("anna", command_id="abc"), wanted, typed.Typed(), ()
        )
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    with store.reading() as tx:
        assert len(tx.all("releases")) == 1


# --- embargoes


def test_an_embargo_ends_at_its_instant_and_not_before(desk: Desk) -> None:
    desk.listed("dpa")
    release = desk.approved()
    embargoes.until(desk.world.store, desk.by("ben"), release, NOON)
    (mark,) = desk.page(release).marks
    assert mark.replace("\u00a0", " ") == "Sperrfrist: 6. Juli 2021, 12.00 Uhr"
    early = releasing.lift(
        desk.world.store, NOON - timedelta(microseconds=1), desk.posting
    )
    assert not early.published
    assert not releases(desk)
    done = releasing.lift(desk.world.store, NOON, desk.posting)
    assert [each["release"] for each in done.published] == [release]
    again = releasing.lift(desk.world.store, NOON, desk.posting)
    assert not again.published
    assert len(releases(desk)) == 1
    assert desk.world.verify().sound


def test_an_embargo_ends_when_the_decision_is_recorded(desk: Desk) -> None:
    procedure.advance(
        desk.world.store, desk.world.act(), desk.reference, "consent", day=Day(JULY_6)
    )
    early = desk.approved(kind="council_position")
    assert "--without-next" in told(
        lambda: embargoes.until_recorded(
            desk.world.store, desk.by("ben"), early, "decide"
        )
    )
    release = desk.approved(kind="council_position", typed=SILENT)
    embargoes.until_recorded(desk.world.store, desk.by("ben"), release, "decide")
    assert not releasing.lift(desk.world.store, desk.now, desk.posting).published
    desk.world.now = desk.now
    desk.world.advance(desk.reference, "decide", "2021-07-06")
    desk.now = desk.world.now
    lifted = releasing.lift(desk.world.store, desk.now, desk.posting)
    assert [each["release"] for each in lifted.published] == [release]
    assert desk.world.verify().sound


def test_what_was_changed_in_the_last_second_does_not_go_out(desk: Desk) -> None:
    desk.listed("dpa")
    edited, withdrawn, stale = (desk.approved() for _ in range(3))
    for each in (edited, withdrawn, stale):
        embargoes.until(desk.world.store, desk.by("ben"), each, NOON)
    desk.edit(edited, typed=typed.read({"paragraphs": ["Noch ein Satz."]}))
    releasing.withdraw(desk.world.store, desk.by("ben"), withdrawn, "Nein.")
    desk.world.correct(desk.reference, 2, outcome="noted")
    lifted = releasing.lift(desk.world.store, NOON, desk.posting)
    assert not lifted.published
    assert stale in str(lifted.problems[0])
    assert not releases(desk)


def test_an_embargo_in_the_past_or_on_another_day_is_refused(desk: Desk) -> None:
    release = desk.approved()
    store = desk.world.store
    late = NOON - timedelta(days=1)
    said = told(lambda: embargoes.until(store, desk.by("ben"), release, late))
    assert "over already" in said
    assert "2021-07-05" in said
    other = NOON + timedelta(days=1)
    assert "2021-07-07" in told(
        lambda: embargoes.until(store, desk.by("ben"), release, other)
    )
    assert desk.life(release).state == "approved"


@pytest.mark.parametrize(
    ("typed_hour", "utc"),
    [
        ("2021-08-03T12:00", "2021-08-03T10:00"),
        ("2021-08-03 9.30", "2021-08-03T07:30"),
        ("2026-10-25T02:30", "2026-10-25T01:30"),  # comes twice: the later one
        ("2026-10-25T03:00", "2026-10-25T02:00"),
        ("2026-12-31T23:59", "2026-12-31T22:59"),
    ],
)
def test_an_hour_in_berlin_is_an_instant(typed_hour: str, utc: str) -> None:
    assert embargoes.instant(typed_hour).astimezone(UTC) == datetime.fromisoformat(
        f"{utc}+00:00"
    )


@pytest.mark.parametrize(
    "typed_hour",
    [
        "2026-03-29T02:30",
        "2026-02-30T12:00",
        "12:00",
        "",
        "2021-08-03T25:00",
        "x" * 300,
    ],
)
def test_an_hour_that_no_clock_shows_is_refused(typed_hour: str) -> None:
    told(lambda: embargoes.instant(typed_hour))


def test_a_message_of_a_release_that_was_withdrawn_is_held_when_claimed(
    desk: Desk,
) -> None:
    release = desk.approved()
    desk.publish(release)
    life = desk.life(release)
    with desk.world.store.reading() as tx:
        assert releasing.why_held(tx, f"{release}/{life.version}") is None
    desk.world.correct(desk.reference, 2, outcome="noted")
    with desk.world.store.reading() as tx:
        assert releasing.why_held(tx, f"{release}/{life.version}") is not None


def test_only_what_was_released_is_sent(desk: Desk) -> None:
    desk.listed("dpa")
    release = desk.approved()
    desk.publish(release)
    (key,) = [each["key"] for each in releases(desk)]
    with desk.world.store.reading() as tx:
        mail = tx.one("message", named=key)
    assert mail is not None
    letter, sent = f"{release}/1", str(mail["content"])
    with desk.world.store.reading() as tx:
        assert releasing.why_held(tx, letter, sent) is None
        for altered in (sent.replace("Senat", "Rat"), sent.replace("6", "7"), "", "{}"):
            assert releasing.why_held(tx, letter, altered) is not None


# --- the record


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE release SET state = 'approved'", "release"),
        ("UPDATE release SET embargo_at = NULL, url = 'x'", "release"),
        ("DELETE FROM release_entry", "release_entry"),
        ("UPDATE words SET text = text || ' ' WHERE field = 'content'", "text"),
    ],
)
def test_verify_finds_a_release_that_was_tampered_with(
    desk: Desk, change: str, finding: str
) -> None:
    if is_server(desk.world.database):
        pytest.skip("the file is damaged as a file can be")
    desk.draft()
    with closing(sqlite3.connect(desk.world.database)) as file:
        file.execute("PRAGMA foreign_keys = OFF")
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute(change)
        file.commit()
    report = desk.world.verify()
    assert not report.sound
    assert any(finding in str(each.what) for each in report.findings)


@pytest.mark.parametrize(
    ("altered", "finding"),
    [
        ({"quoted": []}, "offices it names"),
        ({"day": "2021-07-07"}, "day"),
        ({"kind": "formal_decision"}, "release"),
        ({"bearing": []}, "announces"),
        ({"release": "PM-2020-0001"}, "year"),
        ({"version": 2}, "not there"),
    ],
)
def test_verify_holds_a_text_against_what_the_chain_says_of_it(
    desk: Desk, altered: dict[str, Any], finding: str
) -> None:
    """An entry that no act writes, its hashes right, by whoever may write one."""
    desk.office("database:dana")
    honest = desk.draft(typed=quoting("Alle können mitwirken."))
    store = desk.world.store
    with store.reading() as tx:
        row = tx.all("entries_of_release", release=honest)[0]
        text = lives.content_at(tx, row["seq"])
    facts = json.loads(row["content"])["facts"] | {"release": "PM-2021-0002"} | altered
    with unit(store, desk.by("anna"), "announce draft", {}) as work:
        person = work.require(("press",))
        entry = work.write("release", person, facts=facts, words={"content": text})
    report = desk.world.verify()
    assert any(
        each.seq == entry.seq and finding in str(each.what) for each in report.findings
    ), report.findings


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.de/a", "https://a b"])
def test_an_address_is_one_of_the_web(desk: Desk, url: str) -> None:
    release = desk.approved()
    assert "no address of the web" in told(lambda: desk.publish(release, url=url))
    assert desk.life(release).state == "approved"


def test_whoever_speaks_for_an_office_no_more_releases_no_words_of_it(
    desk: Desk,
) -> None:
    desk.office("database:dana")
    release = desk.draft(typed=quoting("Alle können mitwirken."))
    desk.submit(release, "ben")
    offices.change_office(
        desk.world.store,
        desk.world.act(),
        MAYOR.key,
        offices.Changed(spokespersons=()),
    )
    told(lambda: desk.approve(release, "dana"), NotPermitted)


def test_only_those_are_asked_who_may_release(desk: Desk) -> None:
    release = desk.draft()
    assert "role press" in told(lambda: desk.submit(release, "dana"))


def test_the_states_of_the_outbox_are_counted(desk: Desk) -> None:
    desk.listed("dpa", "rbb")
    release = desk.approved()
    desk.publish(release)
    assert states(releases(desk)) == [
        "new",
        "new",
    ]
