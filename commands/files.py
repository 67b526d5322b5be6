"""Files that people name.

Read with limits, written without overwriting or following links.
"""

import errno
import hashlib
import os
import re
import stat
import unicodedata

from definitions.sentences import sentence
from workflow.errors import Refused

LARGEST = 1024 * 1024  # bytes of a file of particulars
LONGEST_NAME = 80
_BLOCK = 1024 * 1024  # bytes read at a time


def particulars(path: str) -> str:
    """The particulars in a YAML file, as they are kept: canonical JSON.

    Raises OSError, DefinitionBroken (it is no plain YAML), Refused (it does not fit).
    """
    from definitions.findings import DefinitionBroken
    from definitions.reader import read
    from notifications import particulars

    with open(path, "rb") as file:
        found = read(file.read(LARGEST), path)
    if found.findings:
        raise DefinitionBroken(found.findings)
    return particulars.stored(particulars.read(found.value))


def digest(path: str) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file, read block by block. Raises OSError.

    Only a regular file has an end: a pipe or a device is not read.
    """
    if not stat.S_ISREG(os.stat(path).st_mode) and not os.path.isdir(path):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
    found, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            size += len(block)
    return found.hexdigest(), size


def slug(*words: str) -> str:
    """A file name that no word can lead astray: small letters, digits, dashes."""
    text = unicodedata.normalize("NFKD", "-".join(words)).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", text.decode().lower()).strip("-")[:LONGEST_NAME]


def write_file(path: str, text: str) -> str:
    """Write a new file where a person named it; as `write_new`."""
    folder, name = os.path.split(path)
    write_new(folder or os.curdir, name, text)
    return path


def write_new(folder: str, name: str, text: str) -> str:
    """Write a new text file into a folder; as `write_new_bytes`."""
    return write_new_bytes(folder, name, text.encode())


def write_new_bytes(folder: str, name: str, content: bytes) -> str:
    """Write a new file into a folder, which is made if missing; answers its path.

    Raises Refused if the name is taken (by a link as well), OSError.
    """
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        number = os.open(path, flags, 0o644)
    except FileExistsError:
        raise Refused(
            sentence("{file} exists already; it is not overwritten.", file=path)
        ) from None
    with open(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path
