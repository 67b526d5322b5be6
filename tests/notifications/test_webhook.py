"""A webhook: an event that proves where it comes from, handed over once per attempt."""

import json
import socket
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import monotonic

import pytest

from notifications import webhook, wires
from notifications.credentials import Secret
from notifications.delivery import WEBHOOK, Fenced, NotAccepted, Uncertain, Unusable
from notifications.webhook import Hook, WebhookSettings, event, signature
from tests.notifications.postoffice import parcel
from tests.notifications.receiver import SECRET, Receiver
from tests.notifications.sorting import CERTIFICATES
from workflow.errors import Misconfigured

NOW = datetime(2021, 8, 10, 6, 0, tzinfo=UTC)
TIMEOUT, SLACK = 0.5, 1.5  # seconds
BODY = event("ab", "digest", None, NOW, {"Größe": 1})


@contextmanager
def hooked(url: str, folder: Path, **more: object) -> Iterator[Hook]:
    file = folder / "secret"
    file.write_text(SECRET)
    file.chmod(0o600)
    authority = CERTIFICATES / "authority.pem"
    said: dict[str, object] = {"timeout": TIMEOUT, "ca_file": authority}
    settings = WebhookSettings(url, file, **(said | more))  # type: ignore[arg-type]
    with webhook.opened(settings, NOW) as hook:
        yield hook


def given(hook: Hook, number: int = 1, passed: list[int] | None = None) -> None:
    """Hand an event over; `passed` learns when the request goes out."""
    seen = [] if passed is None else passed
    hook.deliver(parcel(number, "hook", BODY, WEBHOOK), lambda: seen.append(number))


# --- the event and its signature


def test_an_event_is_a_cloudevent() -> None:
    """The attributes that CloudEvents 1.0 requires, and those it knows."""
    at = datetime(2021, 8, 10, 8, 0, tzinfo=timezone(timedelta(hours=2)))
    told = json.loads(event("ab" * 32, "urgent", "S-2021-0001", at, {"lines": ["ä"]}))
    assert told == {
        "specversion": "1.0",
        "id": "ab" * 32,
        "source": "laufzettel",
        "type": "laufzettel.urgent",
        "subject": "S-2021-0001",
        "time": "2021-08-10T08:00:00+02:00",
        "datacontenttype": "application/json",
        "data": {"lines": ["ä"]},
    }


def test_an_event_about_several_has_no_subject_and_no_empty_one() -> None:
    for subject in (None, ""):
        assert "subject" not in json.loads(event("k", "digest", subject, NOW, {}))


def test_what_json_cannot_say_is_no_event() -> None:
    for value in (float("nan"), NOW, {1}):
        with pytest.raises((TypeError, ValueError)):
            event("k", "digest", None, NOW, {"at": value})


def test_the_signature_is_that_of_the_published_example() -> None:
    """The example of Standard Webhooks, which all its libraries are tested with."""
    at, body = 1614265330, b'{"test": 2432232314}'
    signed = signature(Secret(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_receiver_can_prove_every_event(tmp_path: Path) -> None:
    with Receiver() as receiver, hooked(receiver.url, tmp_path) as hook:
        passed: list[int] = []
        given(hook, 1, passed)
        given(hook, 2, passed)
        given(hook, 1, passed)
    first, second, again = receiver.requests
    assert passed == [1, 2, 1]
    assert first.proven()
    assert second.proven()
    assert not first.proven("whsec_" + "A" * 32)
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == parcel(1).key
    assert second.headers["webhook-id"] == parcel(2).key
    assert (first.path, first.body) == ("/laufzettel?a=b", BODY.encode())
    kind = "application/cloudevents+json; charset=utf-8"
    assert first.headers["Content-Type"] == kind
    assert first.headers["Host"] == receiver.url.split("/")[2]


def test_the_time_of_the_signature_goes_on_with_the_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver refuses what was signed more than five minutes ago."""
    began = monotonic()
    with Receiver() as receiver, hooked(receiver.url, tmp_path) as hook:
        given(hook)
        monkeypatch.setattr(webhook, "monotonic", lambda: began + 900)
        given(hook)
    early, late = (int(each.headers["webhook-timestamp"]) for each in receiver.requests)
    assert early == pytest.approx(NOW.timestamp(), abs=3)
    assert late == pytest.approx(NOW.timestamp() + 900, abs=3)
    assert all(each.proven() for each in receiver.requests)


# --- what the receiver answers


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_two_hundred_and_something_is_accepted(status: int, tmp_path: Path) -> None:
    with Receiver(status) as receiver, hooked(receiver.url, tmp_path) as hook:
        given(hook)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        *((code, True) for code in (400, 405, 410, 413, 422)),
        *((code, False) for code in (408, 425, 429, 500, 502, 503, 504)),
        *((code, False) for code in (301, 302, 303, 307, 308)),
    ],
)
def test_another_answer_is_final_or_it_is_not(
    status: int, permanent: bool, tmp_path: Path
) -> None:
    """A redirect is not followed: the event would go where nobody has set it to."""
    with Receiver(status) as receiver, hooked(receiver.url, tmp_path) as hook:
        with pytest.raises(NotAccepted, match=f"answer {status}") as refused:
            given(hook)
        assert len(receiver.requests) == 1
    assert refused.value.permanent is permanent


@pytest.mark.parametrize("status", [401, 403, 404, 407])
def test_a_door_that_is_shut_to_all_is_no_fault_of_the_event(
    status: int, tmp_path: Path
) -> None:
    """A wrong address or secret: the others would fare no better."""
    with Receiver(status) as receiver, hooked(receiver.url, tmp_path) as hook:
        with pytest.raises(Unusable, match=f"answer {status}"):
            given(hook)
        assert len(receiver.requests) == 1


@pytest.mark.parametrize("how", ["hang", "trickle", "drop", "garbage"])
@pytest.mark.parametrize("certificate", [None, "localhost"])
def test_without_an_answer_nobody_knows_and_nobody_waits(
    how: str, certificate: str | None, tmp_path: Path
) -> None:
    passed: list[int] = []
    with Receiver(how=how, certificate=certificate) as receiver:
        began = monotonic()
        with hooked(receiver.url, tmp_path) as hook, pytest.raises(Uncertain):
            given(hook, 1, passed)
        assert monotonic() - began < TIMEOUT + SLACK
        assert len(receiver.requests) == 1
    assert passed == [1]


def test_a_claim_that_was_lost_meanwhile_sends_nothing(tmp_path: Path) -> None:
    def lost() -> None:
        raise Fenced

    with Receiver() as receiver, hooked(receiver.url, tmp_path) as hook:
        with pytest.raises(Fenced):
            hook.deliver(parcel(1, "hook", BODY, WEBHOOK), lost)
        given(hook, 2)
    assert [each.headers["webhook-id"] for each in receiver.requests] == [parcel(2).key]


# --- the connection


def test_the_receiver_proves_its_name(tmp_path: Path) -> None:
    with (
        Receiver(certificate="localhost") as receiver,
        hooked(receiver.url, tmp_path) as hook,
    ):
        given(hook)
        assert receiver.requests[0].proven()
    with (
        Receiver(certificate="elsewhere") as other,
        hooked(other.url, tmp_path) as hook,
        pytest.raises(Unusable, match="Hostname mismatch"),
    ):
        given(hook)
    assert not other.requests


def test_nobody_there_uses_up_no_attempt(tmp_path: Path) -> None:
    with Receiver() as receiver:
        url = receiver.url
    passed: list[int] = []
    with hooked(url, tmp_path) as hook, pytest.raises(Unusable, match="refused"):
        given(hook, 1, passed)
    assert passed == []


def test_a_handshake_without_end_is_left_in_time(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://localhost:{silent.getsockname()[1]}/"
        began = monotonic()
        with hooked(url, tmp_path) as hook, pytest.raises(Unusable):
            given(hook)
        assert monotonic() - began < TIMEOUT + SLACK


def test_a_name_that_is_mapped_elsewhere_hears_nothing_in_the_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wires, "leads_here", lambda line: False)
    with Receiver() as receiver, hooked(receiver.url, tmp_path) as hook:
        with pytest.raises(Unusable, match="not this machine"):
            given(hook)
        assert not receiver.requests


# --- the settings


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example/a/b?c=d",
        "https://hooks.example:8443",
        "http://localhost:8080/x",
        "http://127.0.0.1/",
        "http://[::1]:80/",
    ],
)
def test_an_address_is_https_or_this_machine(url: str) -> None:
    assert WebhookSettings(url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example/x",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "https://hooks.example:port/",
        "https://hooks.example:0/",
        "https://hooks.example:70000/",
        "https://[::1/",
        "https://hooks.example/x#y",
        "https://hooks.example/x\r\nEvil: yes",
        "https://hooks.example/a b",
        "https://hooks.example/ü",
        "http://hooks.example/x",
        "http://localhost.example/x",
        "http://10.0.0.1/x",
    ],
)
def test_another_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match=r"no address for a webhook|in the clear"):
        WebhookSettings(url)


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    with pytest.raises(Misconfigured, match="without a user name") as refused:
        WebhookSettings("https://clerk:Kanarienvogel@hooks.example/x")
    assert "Kanarienvogel" not in str(refused.value)
    assert "Kanarienvogel" not in repr(refused.value)


@pytest.mark.parametrize(
    "secret",
    [
        *("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_QUFB", "whsec_Kanarienvogel!"),
        *("whsec_" + "QUFB" * 7, "whsec_" + "QUFB" * 22),
    ],
)
def test_a_secret_that_is_none_is_refused_and_not_shown(
    secret: str, tmp_path: Path
) -> None:
    """Standard Webhooks wants 24 to 64 bytes."""
    file = tmp_path / "secret"
    file.write_text(secret)
    file.chmod(0o600)
    settings = WebhookSettings("https://hooks.example/", file)
    refusal = pytest.raises(Misconfigured, match="24 to 64 bytes")
    with refusal as refused, webhook.opened(settings, NOW):
        pass
    assert secret not in "".join(traceback.format_exception(refused.value))


def test_without_any_secret_there_is_no_webhook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    refusal = pytest.raises(Misconfigured, match="credential webhook_secret")
    with refusal, webhook.opened(WebhookSettings("https://hooks.example/"), NOW):
        pass


def test_no_error_and_no_setting_tells_the_secret(tmp_path: Path) -> None:
    with Receiver(500) as receiver, hooked(receiver.url, tmp_path) as hook:
        with pytest.raises(NotAccepted) as refused:
            given(hook)
        told = "".join(traceback.format_exception(refused.value)) + repr(vars(hook))
    assert SECRET not in told
    assert SECRET.partition("_")[2] not in told
