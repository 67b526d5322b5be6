"""A receiver of webhooks: a real HTTP server that answers as it is told to."""

import base64
import hashlib
import hmac
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from tests.notifications.sorting import CERTIFICATES

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass(frozen=True, slots=True)
class Request:
    """What came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def proven(self, secret: str = SECRET) -> bool:
        """Whether it is signed as Standard Webhooks wants it, written anew here."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        parts = [self.headers["webhook-id"], self.headers["webhook-timestamp"]]
        signed = ".".join(parts).encode() + b"." + self.body
        known = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        return f"v1,{known}" in self.headers["webhook-signature"].split(" ")


class Receiver:
    """The server. `status`: what it answers; `how`: well, or with which fault.

    hang: no answer. trickle: byte by byte. drop: the connection ends, without an
    answer. garbage: an answer that is none.
    """

    def __init__(
        self, status: int = 204, how: str = "well", certificate: str | None = None
    ) -> None:
        self.status, self.how = status, how
        self.requests: list[Request] = []
        self.closing = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.handle(self)

            do_GET = do_POST  # noqa: N815 (the name is the library's)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
            line = self._server.socket
            self._server.socket = context.wrap_socket(line, server_side=True)
        scheme = "http" if certificate is None else "https"
        self.url = f"{scheme}://localhost:{self._server.server_port}/laufzettel?a=b"
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def handle(self, asked: BaseHTTPRequestHandler) -> None:
        """Take a request, then answer as told."""
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        self.requests.append(Request(asked.path, dict(asked.headers.items()), body))
        asked.close_connection = True
        if self.how == "hang":
            self.closing.wait(60)
        elif self.how == "trickle":
            for byte in b"HTTP/1.1 204 No Content\r\n\r\n":
                if self.closing.wait(0.2):
                    return
                asked.wfile.write(bytes([byte]))
        elif self.how == "garbage":
            asked.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        elif self.how == "well":
            asked.send_response(self.status)
            asked.send_header("Location", self.url)
            asked.send_header("Content-Length", "0")
            asked.end_headers()
