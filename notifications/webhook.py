"""A webhook: each message as a signed event to an address of the office's own.

The body is a CloudEvent (CloudEvents 1.0, structured JSON), the signature that of
Standard Webhooks. A repeat carries the same id, so that the receiver knows it as one:
an event whose answer was lost can be sent again.
"""

import base64
import binascii
import hashlib
import hmac
import http.client
import json
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from definitions.sentences import sentence, shortened
from notifications import credentials, hosts, wires
from notifications.credentials import Secret
from notifications.delivery import Claimed, NotAccepted, Passing, Uncertain, Unusable
from workflow.errors import Misconfigured

SOURCE = "laufzettel"
CREDENTIAL = "webhook_secret"  # its name among the credentials of systemd
SHORTEST_KEY, LONGEST_KEY = 24, 64  # bytes, as Standard Webhooks has it
LATER = {408, 425, 429}  # timeout, too early, too many: the only 4xx that pass
SHUT = {401, 403, 404, 407}  # of the address or the key, not of this event


def event(
    key: str,
    kind: str,
    subject: str | None,
    time: datetime,
    data: Mapping[str, object],
    source: str = SOURCE,
) -> str:
    """The body of a message: a CloudEvent of the type `laufzettel.KIND`, as JSON.

    `key`: the message key, which becomes the id. `subject`: what it is about (a
    reference), None if it is about several. `time`: when it arose, an aware instant.
    Raises TypeError if `data` holds what JSON cannot say.
    """
    told = {
        "specversion": "1.0",
        "id": key,
        "source": source,
        "type": f"laufzettel.{kind}",
        "time": time.isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }
    if subject:
        told["subject"] = subject
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where events go, and the key that signs them. Raises Misconfigured.

    `url`: https, or http to this machine. `secret_file`: one line, `whsec_` and the key
    in base64 (24 to 64 bytes). `timeout`: seconds for one event with its answer.
    `ca_file`: authorities other than those of this machine.
    """

    url: str
    secret_file: Path | None = None
    timeout: float = 30.0
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        parts = hosts.parts(self.url)
        if parts is None:
            raise Misconfigured(
                sentence(
                    "{url} is no address for a webhook: https://HOST/PATH is wanted, "
                    "without a user name, a password or a #.",
                    url=shortened(repr(_without_user(self.url))),
                )
            )
        if parts.scheme != "https" and not hosts.is_here(parts.hostname or ""):
            raise Misconfigured(
                sentence(
                    "The webhook {url} would send events in the clear: http is "
                    "allowed only to this machine (localhost). Choose https.",
                    url=self.url,
                )
            )
        if not self.timeout > 0:
            raise Misconfigured(
                sentence(
                    "The time for one event of the webhook ({seconds} s) must be more "
                    "than 0.",
                    seconds=self.timeout,
                )
            )


def _without_user(url: str) -> str:
    """The address without what may be a password."""
    return re.sub(r"//.*@", "//…@", url)


class Hook:
    """The webhook. Each event has a connection of its own."""

    def __init__(
        self,
        settings: WebhookSettings,
        key: Secret,
        context: ssl.SSLContext | None,
        now: datetime,
    ) -> None:
        self._settings, self._key, self._context = settings, key, context
        self._url = urlsplit(settings.url)
        self._opened, self._began = now, monotonic()
        self._plug = wires.Plug()

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        """Hand an event over (see `delivery.Channel`), within `timeout` seconds."""
        with self._plug.within(self._settings.timeout):
            connection = http.client.HTTPConnection("laufzettel.invalid")
            try:
                connection.sock = self._connected()
                passing()
                status = self._answered(connection, claimed)
            finally:
                connection.close()
                self._plug.out()
        _judge(status)

    def _connected(self) -> socket.socket:
        host = self._url.hostname or ""
        secure = self._url.scheme == "https"
        port = self._url.port or (443 if secure else 80)
        try:
            line = wires.dialled(host, port, self._settings.timeout, self._plug)
            if self._context is not None:
                return self._context.wrap_socket(line, server_hostname=host)
        except (OSError, ValueError) as error:
            raise Unusable(f"no connection: {self._reason(error)}") from None
        if not wires.leads_here(line):
            line.close()
            raise Unusable(f"{host} is not this machine")
        return line

    def _answered(
        self, connection: http.client.HTTPConnection, claimed: Claimed
    ) -> int:
        body = claimed.content.encode()
        target = self._url.path or "/"
        if self._url.query:
            target += f"?{self._url.query}"
        try:
            connection.request("POST", target, body, self._headers(claimed.key, body))
            return connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise Uncertain(f"no answer: {self._reason(error)}") from None

    def _headers(self, key: str, body: bytes) -> dict[str, str]:
        passed = timedelta(seconds=monotonic() - self._began)
        at = int((self._opened + passed).timestamp())
        return {
            "Host": self._url.netloc,
            "Content-Type": "application/cloudevents+json; charset=utf-8",
            "User-Agent": "laufzettel",
            "webhook-id": key,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(self._key, key, at, body),
        }

    def _reason(self, error: Exception) -> str:
        if self._plug.pulled:
            return "the time set for an event was over"
        if isinstance(error, OSError):
            return wires.reason(error)
        return type(error).__name__  # its text may hold what the server sent


def _judge(status: int) -> None:
    """What an answer means: 2xx is accepted. Raises NotAccepted, Unusable."""
    if 200 <= status < 300:
        return
    if status in SHUT:
        raise Unusable(f"answer {status}: look at its address and its secret")
    if 300 <= status < 400:
        raise NotAccepted(f"answer {status}: redirects are not followed")
    lasting = 400 <= status < 500 and status not in LATER
    raise NotAccepted(f"answer {status}", permanent=lasting)


def signature(secret: Secret, key: str, at: int, body: bytes) -> str:
    """The signature of an event by Standard Webhooks (symmetric, `v1`).

    `key`: its id; `at`: seconds since 1970. Raises ValueError if the secret is none.
    """
    signed = f"{key}.{at}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _key(secret: Secret) -> bytes:
    """The bytes of a secret `whsec_...`. Raises ValueError that holds none of it."""
    kind, _, encoded = secret.revealed().partition("_")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if kind != "whsec" or not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise ValueError("no secret of a webhook")
    return key


@contextmanager
def opened(settings: WebhookSettings, now: datetime) -> Iterator[Hook]:
    """The webhook, ready to sign. Raises Misconfigured; it connects per event.

    `now`: the receiver refuses what was signed long ago, so the time counts from here.
    """
    secret = credentials.read(settings.secret_file, CREDENTIAL)
    try:
        _key(secret or Secret(""))
    except ValueError:
        raise _no_key(settings) from None
    assert secret is not None
    secure = settings.url.startswith("https:")
    context = wires.trusting(settings.ca_file) if secure else None
    yield Hook(settings, secret, context, now)


def _no_key(settings: WebhookSettings) -> Misconfigured:
    return Misconfigured(
        sentence(
            "There is no secret to sign the events for {url}: a file (or the "
            "credential {name}) with `whsec_` and {shortest} to {longest} bytes in "
            "base64 is wanted.",
            url=settings.url,
            name=CREDENTIAL,
            shortest=SHORTEST_KEY,
            longest=LONGEST_KEY,
        )
    )
