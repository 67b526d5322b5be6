"""Mail by SMTP: what is told of a message is true, whatever the server does.

Surely not accepted means: it is not in the server's log. Nobody knows means: after the
final dot, and only then. And nothing takes longer than it may.
"""

import base64
import re
import socket
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications import smtp, wires
from notifications.delivery import Fenced, NotAccepted, Uncertain, Unusable
from notifications.smtp import Mailer, SmtpSettings
from tests.notifications import sorting
from tests.notifications.postoffice import (
    KINDS,
    PLAIN,
    STAGES,
    STARTTLS,
    TLS,
    Chaos,
    Fault,
    PostOffice,
    logged,
    parcel,
)
from tests.notifications.sorting import CERTIFICATES
from workflow.errors import InputOutput, Misconfigured

STEP, WHOLE, SLACK = 0.3, 5.0, 1.5  # seconds; slack for a machine that is busy
CONNECTING = ("banner", "ehlo", "starttls", "auth")
ACCOUNT = "laufzettel", "Kanarienvögel 🐤 singen=leise"
AUTHORITY = CERTIFICATES / "authority.pem"


def to(office: PostOffice, folder: Path | None = None, **more: object) -> SmtpSettings:
    """The settings for a server of ours; with an account if it wants one."""
    said: dict[str, object] = {
        "host": "localhost",
        "port": office.port,
        "security": office.security,
        "sender": "laufzettel@senat.example",
        "ca_file": AUTHORITY,
        "step": STEP,
        "whole": WHOLE,
    }
    if office.account:
        assert folder is not None
        file = folder / "password"
        file.write_text(office.account[1] + "\n")
        file.chmod(0o600)
        said |= {"user": office.account[0], "password_file": file}
    return SmtpSettings(**(said | more))  # type: ignore[arg-type]


@contextmanager
def mailing(
    office: PostOffice, folder: Path | None = None, **more: object
) -> Iterator[Mailer]:
    with smtp.opened(to(office, folder, **more)) as mailer:
        yield mailer


class Passed:
    """Counts how often a sender said that a message is about to be given."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def quietly() -> None:
    """Nobody asks whether it passed."""


def outcome(mailer: Mailer, passing: Passed, number: int = 1) -> str:
    """What handing a message over came to, in a word."""
    try:
        mailer.deliver(parcel(number), passing)
    except NotAccepted as error:
        return "never" if error.permanent else "not"
    except Uncertain:
        return "unknown"
    except Unusable:
        return "unusable"
    return "accepted"


# --- every stage, every fault


def expected(stage: str, kind: str) -> set[str]:
    """What may be said of a message in whose transfer this happened."""
    if kind == "trickle" or stage in {"rset", "quit"}:
        return {"accepted"}
    if stage == "mail" and kind == "refuse":
        return {"unusable"}  # the sender is the same for every message
    if stage == "content" and kind != "hang":
        return {"never", "not", "unknown"}  # its answer can be lost by the reset
    if stage in {"content", "dot"} and kind in {"hang", "drop", "lost"}:
        return {"unknown"}
    return {"never" if kind == "refuse" else "not"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stage", [each for each in STAGES if each not in CONNECTING])
def test_what_is_said_of_a_message_is_true(stage: str, kind: str) -> None:
    passing = Passed()
    with PostOffice(Fault(stage, kind)) as office:
        began = monotonic()
        with mailing(office) as mailer:
            if stage == "rset":
                assert outcome(mailer, Passed(), 0) == "accepted"
            said = outcome(mailer, passing)
        took = monotonic() - began
        found = [
            each.message_id for each in office.received if "<1@" in each.message_id
        ]
    assert office.met == {(stage, kind): 1}
    assert said in expected(stage, kind)
    taken = said == "accepted" or (stage, kind) == ("dot", "lost")
    assert len(found) == taken
    assert passing.times == (stage not in {"mail", "rcpt", "data"} or taken)
    assert took < STEP + SLACK


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stage", CONNECTING)
def test_a_server_that_cannot_be_used_blocks_the_channel_and_spoils_no_message(
    stage: str, kind: str, tmp_path: Path
) -> None:
    """It is well at first, closes the session, and then there is no other."""
    usual = 2 if stage == "ehlo" else 1  # once more after STARTTLS
    faults = Fault("rset", "drop"), Fault(stage, kind, skip=usual)
    well, passing = kind == "trickle", Passed()
    with (
        PostOffice(*faults, security=STARTTLS, account=ACCOUNT) as office,
        mailing(office, tmp_path) as mailer,
    ):
        assert outcome(mailer, Passed(), 0) == "accepted"
        assert outcome(mailer, passing, 1) == ("accepted" if well else "unusable")
        assert passing.times == well
        assert outcome(mailer, Passed(), 2) == "accepted"  # a fresh one helps
        assert office.met == {("rset", "drop"): 1, (stage, kind): 1}


@pytest.mark.parametrize("kind", [each for each in KINDS if each != "trickle"])
@pytest.mark.parametrize("stage", CONNECTING)
def test_a_server_that_cannot_be_used_from_the_start_is_named(
    stage: str, kind: str, tmp_path: Path
) -> None:
    fault = Fault(stage, kind)
    with PostOffice(fault, security=STARTTLS, account=ACCOUNT) as office:
        named = (
            rf"localhost:{office.port} cannot be used \(.+\)\. .* wait in the outbox"
        )
        began = monotonic()
        with pytest.raises(InputOutput, match=named), mailing(office, tmp_path):
            pass
        assert monotonic() - began < STEP + SLACK


@pytest.mark.parametrize("stage", [*CONNECTING, "mail", "rcpt", "data", "dot", "quit"])
def test_a_server_that_answers_byte_by_byte_is_left_in_time(
    stage: str, tmp_path: Path
) -> None:
    """Each byte comes within the time for one wait; the third too late for a code."""
    fault = Fault(stage, "trickle", times=0)
    began = monotonic()
    with PostOffice(fault, security=STARTTLS, account=ACCOUNT, pace=0.26) as office:
        try:
            with mailing(office, tmp_path, step=0.5, whole=0.5) as mailer:
                said = outcome(mailer, Passed())
        except InputOutput:
            said = "unusable"
        took = monotonic() - began
    known = {"dot": "unknown", "quit": "accepted"}
    before = "unusable" if stage in CONNECTING else "not"
    assert said == known.get(stage, before)
    assert took < 0.5 + SLACK


def test_of_messages_among_faults_by_lot_each_is_told_as_it_went(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    chaos = Chaos(seed=2021)
    told: dict[str, str] = {}
    with PostOffice(chaos=chaos, pace=0.001, log=log) as office:
        with mailing_at_last(office) as mailer:
            for number in range(400):
                told[parcel(number).message_id] = outcome(mailer, Passed(), number)
        met = dict(office.met)
    arrived = [each.message_id for each in logged(log)]
    assert len(arrived) == len(set(arrived))
    for message_id, said in told.items():
        assert said == "unknown" or (said == "accepted") == (message_id in arrived)
    assert {stage for stage, _ in met} >= {*STAGES} - {"starttls", "auth", "quit"}
    assert {*told.values()} == {"accepted", "not", "never", "unknown", "unusable"}


@contextmanager
def mailing_at_last(office: PostOffice) -> Iterator[Mailer]:
    """A session with a server whose faults may strike at its opening as well."""
    for _ in range(20):
        try:
            with mailing(office, step=0.1) as mailer:
                yield mailer
                return
        except InputOutput:
            continue


@pytest.mark.parametrize("kind", ["hang", "drop"])
def test_a_large_message_that_breaks_off_on_its_way_was_not_accepted(kind: str) -> None:
    """The dot has not left this machine: it need not stand as unknown."""
    passing = Passed()
    large = parcel(1, content="x" * 76 + "\r\n" + ("y" * 900 + "\r\n") * 30_000)
    with PostOffice(Fault("content", kind)) as office, mailing(office) as mailer:
        with pytest.raises(NotAccepted, match=r"^content: ") as stopped:
            mailer.deliver(large, passing)
        assert not stopped.value.permanent
        assert (passing.times, office.received) == (1, [])


# --- the session


def test_a_thousand_messages_go_through_one_session() -> None:
    with PostOffice() as office, mailing(office) as mailer:
        for number in range(1000):
            mailer.deliver(parcel(number), quietly)
        assert office.connections == 1
        arrived = [each.message_id for each in office.received]
        assert arrived == [parcel(number).message_id for number in range(1000)]


def test_a_session_that_the_server_has_closed_meanwhile_is_opened_again() -> None:
    closing = [Fault("rset", "drop", skip=turn, times=1) for turn in (2, 5, 9)]
    with PostOffice(*closing) as office, mailing(office) as mailer:
        for number in range(20):
            mailer.deliver(parcel(number), quietly)
        assert len(office.received) == 20
        assert office.connections == 4


def test_after_an_error_the_next_message_has_a_fresh_connection() -> None:
    nobody = Fault("rcpt", "refuse", times=0, recipient="nobody@senat.example")
    with PostOffice(nobody) as office, mailing(office) as mailer:
        mailer.deliver(parcel(1), quietly)
        with pytest.raises(NotAccepted) as refused:
            mailer.deliver(parcel(2, "nobody@senat.example"), quietly)
        assert refused.value.permanent
        assert refused.value.reason == "RCPT: 550 5.1.1 no such mailbox"
        mailer.deliver(parcel(3), quietly)
        assert [each.connection for each in office.received] == [1, 2]


def test_a_greylisted_message_goes_through_at_a_later_attempt() -> None:
    greylist = Fault("rcpt", "later", times=2, each=True)
    with PostOffice(greylist) as office, mailing(office) as mailer:
        said = [outcome(mailer, Passed()) for _ in range(3)]
    assert said == ["not", "not", "accepted"]


def test_a_claim_that_was_lost_meanwhile_stops_before_the_content() -> None:
    def lost() -> None:
        raise Fenced

    with PostOffice() as office, mailing(office) as mailer:
        with pytest.raises(Fenced):
            mailer.deliver(parcel(1), lost)
        mailer.deliver(parcel(2), quietly)
        assert [each.message_id for each in office.received] == [parcel(2).message_id]


def test_that_it_passes_is_said_when_the_server_waits_for_the_content() -> None:
    seen = []

    with PostOffice() as office, mailing(office) as mailer:

        def passing() -> None:
            seen.append((office.passed["data"], office.passed["dot"]))

        mailer.deliver(parcel(), passing)
    assert seen == [(1, 0)]


def test_no_server_no_mail() -> None:
    with PostOffice() as office:
        port = office.port
    gone = SmtpSettings("localhost", port, "none")
    named = rf"localhost:{port} cannot be used \(Connection refused\)\. The messages"
    with pytest.raises(InputOutput, match=named), smtp.opened(gone):
        pass


@pytest.mark.parametrize(
    "host", ["nowhere.invalid", "a" * 64 + ".invalid", "a..invalid"]
)
def test_a_server_without_an_address_is_named(host: str) -> None:
    settings = SmtpSettings(host, 25)
    with (
        pytest.raises(InputOutput, match=re.escape(f"{host}:25")),
        smtp.opened(settings),
    ):
        pass


# --- what is on the wire


def test_the_envelope_has_one_recipient_and_the_sender_of_the_settings() -> None:
    with PostOffice() as office, mailing(office) as mailer:
        mailer.deliver(parcel(1, "Finanzen+Frist@senat.example"), quietly)
        (found,) = office.received
    assert found.sender == "laufzettel@senat.example"
    assert found.recipients == ("Finanzen+Frist@senat.example",)
    assert found.content == parcel(1).content.encode()


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "clerk",
        "clerk@senat.example>\r\nRCPT TO:<evil@example.org",
        "clerk@senat.example\r\nDATA",
        "clerk@senat.example\n",
        "clerk@senat.example> NOTIFY=NEVER",
        "clerk@senat.example evil@example.org",
        "<clerk@senat.example>",
        "Clerk <clerk@senat.example>",
        "clerk\x00@senat.example",
        "clerk\t@senat.example",
        "clérk@senat.example",
        "clerk@senat.example\u2028RSET",
        "c" * 250 + "@senat.example",
    ],
)
def test_no_recipient_can_bring_a_command(recipient: str) -> None:
    passing = Passed()
    with PostOffice() as office, mailing(office) as mailer:
        with pytest.raises(NotAccepted, match="no mail address") as refused:
            mailer.deliver(parcel(1, recipient), passing)
        assert refused.value.permanent
        mailer.deliver(parcel(2), quietly)  # the session has seen nothing of it
        assert (office.passed["mail"], office.connections, passing.times) == (1, 1, 0)


ENDS = st.sampled_from(
    ["\r\n", "\n", "\r", ".", "..", "\r\n.\r\n", "\n.\n", "\r.\r", "a"]
)
CONTENTS = st.lists(ENDS | st.text("ab .\r\n", max_size=5), max_size=12).map("".join)


@pytest.fixture(scope="module")
def post() -> Iterator[tuple[PostOffice, Mailer]]:
    with PostOffice() as office, mailing(office, step=20.0, whole=20.0) as mailer:
        yield office, mailer


@given(content=CONTENTS)
@settings(deadline=None)
def test_nothing_in_a_message_ends_it_or_begins_another(
    post: tuple[PostOffice, Mailer], content: str
) -> None:
    """What a lax server may take for the end (a bare LF or CR) is not on the wire."""
    office, mailer = post
    before = len(office.received)
    mailer.deliver(parcel(1, content=content), quietly)
    assert len(office.received) == before + 1
    (found,) = office.received[before:]
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", found.content)
    meant = content.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    assert found.content.decode().replace("\r\n", "\n") == meant + "\n"


@pytest.mark.parametrize("offered", [True, False])
def test_eight_bits_go_only_to_a_server_that_takes_them(offered: bool) -> None:
    said = []
    offers = ["8BITMIME"] if offered else []
    with PostOffice(offers=offers) as office, mailing(office) as mailer:
        for number, text in enumerate(["Subject: x\r\n\r\nGrüße\r\n", "\r\nx\r\n"]):
            with suppress(NotAccepted):
                mailer.deliver(parcel(number, content=text), quietly)
            said.append(len(office.received))
    assert said == ([1, 2] if offered else [0, 1])


# --- TLS and the account


@pytest.mark.parametrize("security", [STARTTLS, TLS])
def test_a_line_is_secured_and_the_server_proves_its_name(
    security: str, tmp_path: Path
) -> None:
    with PostOffice(security=security, account=ACCOUNT) as office:
        with mailing(office, tmp_path) as mailer:
            mailer.deliver(parcel(), quietly)
        assert len(office.received) == 1
        untrusted = to(office, tmp_path, ca_file=None)
        with pytest.raises(InputOutput, match="issuer"), smtp.opened(untrusted):
            pass
    with PostOffice(
        security=security, account=ACCOUNT, certificate="elsewhere"
    ) as other:
        wrong = to(other, tmp_path)
        with pytest.raises(InputOutput, match="Hostname mismatch"), smtp.opened(wrong):
            pass
        assert other.passed["auth"] == 0


def test_the_name_that_is_proven_is_the_one_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`mail.example` leads here, and the certificate says mail.example."""
    known = socket.getaddrinfo

    def mapped(host: str, *more: Any, **named: Any) -> Any:
        return known("127.0.0.1" if host == "mail.example" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", mapped)
    with (
        PostOffice(security=TLS, certificate="elsewhere") as office,
        mailing(office, host="mail.example") as mailer,
    ):
        mailer.deliver(parcel(), quietly)
        assert len(office.received) == 1


def test_a_server_without_tls_hears_neither_password_nor_mail(tmp_path: Path) -> None:
    with PostOffice(account=ACCOUNT) as office:
        stripped = to(office, tmp_path, security=STARTTLS)
        with pytest.raises(InputOutput, match="no STARTTLS"), smtp.opened(stripped):
            pass
        assert office.passed == {"banner": 1, "ehlo": 1}


def test_a_server_that_never_ends_its_handshake_is_left_in_time() -> None:
    with PostOffice(Fault("banner", "hang")) as office:
        silent = to(office, security=TLS)
        began = monotonic()
        with pytest.raises(InputOutput, match="timed out"), smtp.opened(silent):
            pass
        assert monotonic() - began < STEP + SLACK


def test_in_the_clear_only_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for host in ("localhost", "127.0.0.1", "127.9.9.9", "::1"):
        assert SmtpSettings(host, security=PLAIN).host == host
    for host in ("mail.example", "10.0.0.1", "localhost.example", "0.0.0.0"):
        with pytest.raises(Misconfigured, match="in the clear"):
            SmtpSettings(host, security=PLAIN)
    with PostOffice() as office:  # a name that is mapped to another machine
        monkeypatch.setattr(wires, "leads_here", lambda line: False)
        with pytest.raises(InputOutput, match="not this machine"), mailing(office):
            pass
        assert office.passed["ehlo"] == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"host": ""}, "no mail server"),
        ({"host": "mail.example\r\nQUIT"}, "no mail server"),
        ({"host": "-x"}, "no mail server"),
        ({"port": 0}, "no mail server"),
        ({"port": 65536}, "no mail server"),
        ({"security": "ssl"}, "no way to secure"),
        ({"sender": "laufzettel"}, "cannot be the sender"),
        ({"sender": "a@b.example> BODY=7BIT"}, "cannot be the sender"),
        ({"step": 0.0}, "must be more than 0"),
        ({"step": 200.0}, "must be more than 0"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    wrong: dict[str, object], said: str
) -> None:
    given: dict[str, object] = {"host": "mail.example"}
    with pytest.raises(Misconfigured, match=said):
        SmtpSettings(**(given | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("mechanisms", ["PLAIN LOGIN", "LOGIN", "CRAM-MD5 PLAIN"])
def test_it_logs_in_once_with_any_password(mechanisms: str, tmp_path: Path) -> None:
    with PostOffice(account=ACCOUNT, mechanisms=mechanisms) as office:
        with mailing(office, tmp_path) as mailer:
            mailer.deliver(parcel(), quietly)
        assert (len(office.received), office.passed["auth"]) == (1, 1)


def test_a_wrong_password_is_tried_once_each_time(tmp_path: Path) -> None:
    with PostOffice(account=ACCOUNT) as office:
        wrong = to(office, tmp_path)
        (tmp_path / "password").write_text("falsch")
        refusal = pytest.raises(InputOutput, match="AUTH: 535, user name or password")
        with refusal, smtp.opened(wrong):
            pass
        assert office.passed["auth"] == 1


def test_a_server_with_other_ways_to_log_in_is_not_used(tmp_path: Path) -> None:
    refusal = pytest.raises(InputOutput, match="neither AUTH PLAIN nor LOGIN")
    with (
        PostOffice(account=ACCOUNT, mechanisms="CRAM-MD5") as office,
        refusal,
        mailing(office, tmp_path),
    ):
        pass


def test_a_user_without_a_password_is_asked_for_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    lonely = SmtpSettings("mail.example", user="laufzettel")
    refusal = pytest.raises(Misconfigured, match="credential smtp_password")
    with refusal, smtp.opened(lonely):
        pass


@pytest.mark.parametrize("kind", ["refuse", "later", "drop", "lost"])
@pytest.mark.parametrize("stage", [each for each in STAGES if each != "quit"])
def test_no_error_tells_the_password(stage: str, kind: str, tmp_path: Path) -> None:
    told = []
    rest = [Fault("rset", "drop")] if stage in CONNECTING else []
    fault = Fault(stage, kind, skip=2 if stage == "ehlo" else len(rest))
    with PostOffice(fault, *rest, security=STARTTLS, account=ACCOUNT) as office:
        settings = to(office, tmp_path)
        with smtp.opened(settings) as mailer:
            for number in range(3):
                try:
                    mailer.deliver(parcel(number), quietly)
                except (NotAccepted, Uncertain, Unusable) as error:
                    told += traceback.format_exception(error)
                    told.append(repr(error))
    told += [repr(settings), repr(vars(mailer))]
    assert office.met[stage, kind]
    for form in (ACCOUNT[1], "\0".join(("", *ACCOUNT))):
        assert form not in "".join(told)
        assert base64.b64encode(form.encode()).decode() not in "".join(told)


def test_what_a_server_says_is_shown_in_one_harmless_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = "550-\x1b[2Jgone\x07\r\n550 \u202e" + "x" * 900, ""
    monkeypatch.setitem(sorting.REFUSALS, "rcpt", said)
    with (
        PostOffice(Fault("rcpt", "refuse")) as office,
        mailing(office) as mailer,
        pytest.raises(NotAccepted) as refused,
    ):
        mailer.deliver(parcel(), quietly)
    assert refused.value.reason.isprintable()
    assert refused.value.reason.startswith("RCPT: 550 [2Jgone \ufffd")
    assert len(refused.value.reason) < 250
