"""What somebody types is a text: on the wire it brings no header, no part, no mail.

Forty texts in each of seven fields. Each letter is read three times: by a strict reader
of our own, by the standard library, and after a mail server has taken it.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import smtp
from notifications.delivery import Claimed, Outgoing
from notifications.digests import Line, Posting
from notifications.mailserver import NONE, SmtpSettings
from tests.notifications.lines import CLERK, letter, record
from tests.notifications.mailbox import read
from tests.notifications.postoffice import PostOffice
from tests.notifications.vectors import VECTORS
from tests.notifications.wire import Entity, strictly
from tests.worlds import PACKAGES, World
from workflow.directory import Recipient
from workflow.errors import Refused
from workflow.store import open_store

HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Precedence"),
    *("X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type"),
]
OF_A_PART = ["Content-Type", "Content-Transfer-Encoding"]

Given = tuple[World, list[Line]]
Field = Callable[[list[Line], str], tuple[Recipient, list[Line]]]


@pytest.fixture(scope="module")
def given_record(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Given]:
    """A record and its lines, read once: nothing here changes it."""
    path = tmp_path_factory.mktemp("injection") / "record.db"
    shutil.copy(sqlite_template, path)
    with open_store(str(path), PACKAGES) as store:
        world = World(store, str(path))
        yield world, record(world)


def title(lines: list[Line], text: str) -> tuple[Recipient, list[Line]]:
    return CLERK, [_titled(each, text) for each in lines]


def _titled(line: Line, text: str) -> Line:
    opening, *others = line.item.steps
    told = replace(opening, words={**opening.words, "title": text})
    return replace(line, item=replace(line.item, steps=(told, *others)))


def reason(lines: list[Line], text: str) -> tuple[Recipient, list[Line]]:
    return CLERK, [
        replace(each, duty=replace(each.duty, about=text))
        for each in lines
        if each.duty.kind == "office_term"
    ]


def person(lines: list[Line], text: str) -> tuple[Recipient, list[Line]]:
    to = Recipient("person:5f", text, "clerk@senat.example")
    return to, [replace(each, stands_in_for=text) for each in lines]


def role(lines: list[Line], text: str) -> tuple[Recipient, list[Line]]:
    def labelled(line: Line) -> Line:
        known = line.duty.path.roles
        label = known["clerk"].model_copy(update={"de": text})
        path = line.duty.path.model_copy(update={"roles": {**known, "clerk": label}})
        duty = replace(line.duty, path=path, waits_for=(label,))
        return replace(line, duty=duty)

    return CLERK, [labelled(each) for each in lines]


def deadline(lines: list[Line], text: str) -> tuple[Recipient, list[Line]]:
    def labelled(line: Line) -> Line:
        assert line.duty.rule is not None
        rule = line.duty.rule.model_copy(update={"de": text})
        return replace(line, duty=replace(line.duty, rule=rule, about=rule))

    return CLERK, [labelled(each) for each in lines if each.duty.rule is not None]


def address(lines: list[Line], text: str) -> tuple[Recipient, list[Line]]:
    return replace(CLERK, address=text), lines


def reference(lines: list[Line], text: str) -> tuple[Recipient, list[Line]]:
    text = text.replace("\ud800", "")  # half a character is in no database
    return CLERK, [
        replace(each, item=replace(each.item, reference=text)) for each in lines
    ]


FIELDS: tuple[Field, ...] = (
    *(title, reason, person, role, deadline, address, reference),
)


def written(given: Given, field: Field, text: str) -> list[Outgoing]:
    """The letter about all lines and the one about the first alone."""
    world, lines = given
    to, said = field(lines, text)
    return [message for told in (said, said[:1]) for message in letter(world, told, to)]


def check(content: bytes) -> Entity:
    """Read a letter: exactly the headers and the parts that every letter has."""
    found = strictly(content)
    assert found.names == HEADERS
    mixed, calendar = found.parts
    text, html = mixed.parts
    assert mixed.names == ["Content-Type"]
    assert text.names == html.names == OF_A_PART
    assert calendar.names == [*OF_A_PART, "Content-Disposition"]
    for each in (text, html):
        assert all(char.isprintable() or char in "\n\u00a0" for char in each.text)
    plain = message_from_bytes(content, policy=compat32)
    assert plain.keys() == HEADERS
    kinds = [each.get_content_type() for each in plain.walk()]
    assert kinds == [
        *("multipart/mixed", "multipart/alternative"),
        *("text/plain", "text/html", "text/calendar"),
    ]
    assert not any(each.defects for each in plain.walk())
    known = read(content)
    assert known.keys() == HEADERS
    (to,) = known["To"].addresses
    assert to.addr_spec in {"clerk@laufzettel.invalid", "clerk@senat.example"}
    return found


@pytest.mark.parametrize("number", range(len(VECTORS)))
@pytest.mark.parametrize("field", FIELDS, ids=lambda each: each.__name__)
def test_a_text_stays_a_text(given_record: Given, field: Field, number: int) -> None:
    try:
        found = written(given_record, field, VECTORS[number])
    except Refused:
        assert field is address, "a text must not keep a letter from being sent"
        return
    assert field is not address
    for message in found:
        check(message.content.encode())


def test_there_are_forty_of_them() -> None:
    assert len(set(VECTORS)) == 40


def as_claimed(message: Outgoing) -> Claimed:
    return Claimed(
        *(message.key, message.message_id, message.letter, "smtp", message.kind),
        message.reference,
        *(message.recipient, message.content, message.late_days),
        repeats=0,
        fence=1,
        attempts=1,
    )


def test_the_server_gets_each_letter_as_it_was_meant(given_record: Given) -> None:
    """One session, all of them: an end that was smuggled in would make more of them."""
    messages = [
        message
        for field in FIELDS
        if field is not address
        for vector in VECTORS
        for message in written(given_record, field, vector)[-1:]
    ]
    with PostOffice() as office:
        settings = SmtpSettings(office.host, office.port, security=NONE)
        with smtp.opened(settings) as mailer:
            for message in messages:
                mailer.deliver(as_claimed(message), lambda: None)
        found: Sequence[bytes] = [each.content for each in office.received]
    assert [each.decode() for each in found] == [each.content for each in messages]
    for content in found:
        check(content)


@given(st.text(min_size=1, max_size=300))
def test_no_title_keeps_a_letter_from_being_sent(
    given_record: Given, text: str
) -> None:
    for field in (title, person, deadline):
        for message in written(given_record, field, text):
            check(message.content.encode())


@pytest.mark.parametrize("number", range(len(VECTORS)))
def test_a_webhook_gets_one_event_without_anything_invisible(
    given_record: Given, number: int
) -> None:
    world, lines = given_record
    to, told = title(lines, VECTORS[number])
    (message,) = letter(world, told, to, posting=Posting(channels=("webhook",)))
    event = json.loads(message.content)
    assert {each["name"] for each in event["data"]["lines"]} == {
        each.duty.name for each in lines
    }
    assert message.content.isprintable() or "\u00a0" in message.content
    assert message.subject.isprintable()
