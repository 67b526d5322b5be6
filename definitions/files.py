"""The bytes of a file that a person has written, as far as one is read."""

from pathlib import Path

from definitions.limits import LARGEST_FILE
from definitions.sentences import Problem, sentence


class FileUnreadable(Problem):
    """The file is not there or cannot be read."""

    exit_code = 74


def bytes_of(file: Path, name: str) -> bytes:
    """The beginning of a file: one byte more than may be read shows that it is larger.

    `name` is the name said in the sentence. Raises FileUnreadable.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        reason = getattr(problem, "strerror", None) or str(problem)
        raise FileUnreadable(
            sentence("{file} cannot be read: {reason}.", file=name, reason=reason)
        ) from problem
