"""Passwords and keys: read from a private file, and shown to nobody.

A secret is never an argument of a command nor a variable of the environment: both can
be read by others (`ps`, `/proc`), and both end up in logs.
"""

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from definitions.sentences import sentence
from workflow.errors import Misconfigured

DIRECTORY = "CREDENTIALS_DIRECTORY"  # systemd.exec(5), LoadCredential=
LONGEST = 4096  # bytes
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Secret:
    """A text that shows itself only to who asks for it by `revealed`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def revealed(self) -> str:
        """The text itself. Whoever asks keeps it out of messages and logs."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")


def read(
    path: Path | None, name: str, environment: Mapping[str, str] | None = None
) -> Secret | None:
    """The secret in the file `path`, or else the systemd credential `name`, if any.

    The file must be a regular one of this account or of root that nobody else may
    read. Of a credential the directory is the guard: systemd opens it to the service
    alone (its files may carry an access list, which shows as a mode of 0440).
    Raises Misconfigured.
    """
    if path is not None:
        return _from(path, _OTHERS)
    given = (os.environ if environment is None else environment).get(DIRECTORY)
    if not given or not os.path.lexists(Path(given, name)):
        return None
    return _from(Path(given, name), stat.S_IRWXO)


def _from(path: Path, forbidden: int) -> Secret:
    # Not blocking: of a named pipe it would wait for somebody who writes to it.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:  # of a path with a zero byte
        raise _no_file(path) from None
    try:
        _guarded(path, os.fstat(descriptor), forbidden)
        content = os.read(descriptor, LONGEST + 1)
    finally:
        os.close(descriptor)
    return _understood(path, content)


def _unreadable(path: Path, error: OSError) -> Misconfigured:
    if error.errno == errno.ELOOP:
        return _no_file(path)
    return Misconfigured(
        sentence(
            "The file {path} with credentials cannot be read: {reason}.",
            path=path,
            reason=error.strerror or str(error),
        )
    )


def _no_file(path: Path) -> Misconfigured:
    return Misconfigured(
        sentence(
            "{path} must be a regular file with nothing but the credential in it, no "
            "link, no folder and no pipe.",
            path=path,
        )
    )


def _guarded(path: Path, found: os.stat_result, forbidden: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise _no_file(path)
    if found.st_uid not in {0, os.geteuid()}:
        raise Misconfigured(
            sentence(
                "The file {path} with credentials belongs to another account, which "
                "could read and change them. It must belong to this account or to "
                "root.",
                path=path,
            )
        )
    if stat.S_IMODE(found.st_mode) & forbidden:
        raise Misconfigured(
            sentence(
                "The file {path} with credentials is open to others (mode {mode}). "
                "Close it with `chmod 600 {path}`, and change the credential if "
                "others could have read it.",
                path=path,
                mode=f"{stat.S_IMODE(found.st_mode):04o}",
            )
        )


def _understood(path: Path, content: bytes) -> Secret:
    try:
        text = content.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        text = ""  # the error itself would hold the bytes
    if not text or not text.isprintable() or len(content) > LONGEST:
        raise Misconfigured(
            sentence(
                "The file {path} holds no credential: one line of printable text in "
                "UTF-8 is wanted, of at most {bytes} bytes.",
                path=path,
                bytes=LONGEST,
            )
        )
    return Secret(text)
