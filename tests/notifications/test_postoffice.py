"""The scripted mail server itself: it does what it is told, and keeps the truth."""

import os
import smtplib
from pathlib import Path

import pytest

from tests.notifications.mailbox import in_processes
from tests.notifications.postoffice import (
    OF_A_MESSAGE,
    Chaos,
    Fault,
    PostOffice,
    logged,
)


def send(office: PostOffice, number: int, to: str = "a@senat.example") -> None:
    with smtplib.SMTP(office.host, office.port, "test", timeout=5) as session:
        text = f"Message-ID: <{number}@x.example>\r\n\r\n.\r\n..\r\nx\r\n"
        session.sendmail("b@senat.example", [to], text)


def test_what_was_accepted_is_told_and_logged_alike(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with PostOffice(log=log) as office:
        send(office, 1)
        send(office, 2)
    assert logged(log) == office.received
    first, second = office.received
    assert first.content == b"Message-ID: <1@x.example>\r\n\r\n.\r\n..\r\nx\r\n"
    assert (first.sender, first.recipients) == ("b@senat.example", ("a@senat.example",))
    assert (first.message_id, second.message_id) == ("<1@x.example>", "<2@x.example>")
    assert first.monotonic <= second.monotonic
    assert (first.connection, second.connection) == (1, 2)


def test_processes_send_to_it_at_once_and_one_that_dies_sends_nothing() -> None:
    def dies() -> None:
        session = smtplib.SMTP(office.host, office.port, "test", timeout=5)
        session.docmd("MAIL", "FROM:<b@senat.example>")
        session.docmd("RCPT", "TO:<a@senat.example>")
        session.docmd("DATA")
        session.send(b"Message-ID: <99@x.example>\r\n\r\nhalf of it")
        os._exit(3)

    with PostOffice() as office:
        codes = in_processes(
            *[lambda each=each: send(office, each) for each in "123"], dies
        )
    assert codes == [0, 0, 0, 3]
    assert {each.message_id for each in office.received} == {
        f"<{each}@x.example>" for each in "123"
    }


def test_a_fault_happens_as_often_as_the_script_says() -> None:
    with PostOffice(Fault("rcpt", "later", times=2, skip=1)) as office:
        told = []
        for number in range(5):
            try:
                send(office, number)
                told.append("sent")
            except smtplib.SMTPRecipientsRefused:
                told.append("later")
        assert told == ["sent", "later", "later", "sent", "sent"]
        office.script(Fault("rcpt", "refuse", times=0, recipient="x@senat.example"))
        for _ in range(2):
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                send(office, 6, "x@senat.example")
            send(office, 6)


def test_faults_by_lot_meet_as_many_as_they_should() -> None:
    kinds = "refuse", "later"
    with PostOffice(chaos=Chaos(7, 0.2, OF_A_MESSAGE, kinds)) as office:
        for number in range(1000):
            try:
                send(office, number)
            except smtplib.SMTPException:
                continue
    met = office.met.total()
    assert 150 < met < 250
    assert len(office.received) == 1000 - met
    assert {stage for stage, _ in office.met} == {*OF_A_MESSAGE}
