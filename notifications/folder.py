"""The folder that messages are put into: for trials, and for what fetches them itself.

A message is one file. Put there twice it is still one file, so that whatever became of
an attempt, the next one may simply repeat it.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from definitions.sentences import sentence
from notifications.delivery import Claimed, NotAccepted, Passing, Uncertain, Unusable
from workflow.errors import InputOutput

# What is wrong with this message's file alone; all else (a full disk) stops them all.
_ITS_OWN = {errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG}
_MODE = sentence("it must be writable for this account, and not for everybody")


def file_name(key: str, kind: str, reference: str | None) -> str:
    """The name of a message's file: the same at every attempt."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", reference or "").strip("-")
    return "-".join([*filter(None, [slug, kind]), key[:16]]) + ".eml"


def _nothing() -> None:
    """Nobody is told."""


class Folder:
    """A folder for outgoing messages, held open: its path may change meanwhile."""

    def __init__(self, descriptor: int) -> None:
        self._at = descriptor

    def deliver(self, claimed: Claimed, passing: Passing) -> None:
        """Put a message into the folder (see `delivery.Channel`)."""
        name = file_name(claimed.key, claimed.kind, claimed.reference)
        try:
            self.put(name, claimed.content, claimed.fence, passing)
        except OSError as error:
            reason = error.strerror or str(error)
            if error.errno in _ITS_OWN:
                raise NotAccepted(reason) from None
            raise Unusable(reason) from None

    def put(
        self, name: str, content: str, attempt: int, passing: Passing = _nothing
    ) -> None:
        """Write a message whole or not at all; repeated, it is still one file.

        `attempt` counts from 1: what a killed attempt has left behind is removed by a
        later one. `passing` is called before the file gets its name. Raises OSError,
        and Uncertain if it has its name, but a power cut might take it away.
        """
        draft = _draft_name(name, attempt)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(draft, flags, 0o600, dir_fd=self._at)
        try:
            with os.fdopen(file, "wb") as out:
                out.write(content.encode())
                out.flush()
                os.fsync(out.fileno())
            passing()
            os.rename(draft, name, src_dir_fd=self._at, dst_dir_fd=self._at)
        except BaseException:
            self._remove(draft)
            raise
        try:
            for earlier in range(1, attempt):
                self._remove(_draft_name(name, earlier))
            os.fsync(self._at)
        except OSError as error:
            raise Uncertain(error.strerror or str(error)) from None

    def _remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._at)


def _draft_name(name: str, attempt: int) -> str:
    return f".{name}.{attempt}"


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """The folder at `path`, made if need be (0700). Raises InputOutput.

    A symbolic link in its place is refused: whoever may set it would receive the mail.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags)
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from None
    try:
        if not os.access(path, os.W_OK | os.X_OK) or _writable_by_all(descriptor):
            raise _unusable(path, _MODE)
        yield Folder(descriptor)
    finally:
        os.close(descriptor)


def _writable_by_all(descriptor: int) -> bool:
    return bool(os.fstat(descriptor).st_mode & stat.S_IWOTH)


def _unusable(path: Path, reason: object) -> InputOutput:
    return InputOutput(
        sentence(
            "The folder {path} cannot take messages: {reason}. They wait in the "
            "outbox.",
            path=path,
            reason=reason,
        )
    )
