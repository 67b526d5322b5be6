"""From a file to a definition, and from a stored snapshot back to it.

A file is refused with everything that is wrong with it at once (`DefinitionBroken`).
What is wrong with the path that a well-formed file describes is found by `check`.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from definitions.canonical import canonical, parsed
from definitions.complaints import complaints
from definitions.findings import DefinitionBroken, choose, shown
from definitions.model import Definition, Loaded
from definitions.sentences import Problem, sentence
from definitions.tree import LARGEST_FILE, Reading


class DefinitionUnknown(Problem):
    """No path of this name comes with the program."""

    exit_code = 1


class FileUnreadable(Problem):
    """The file is not there or cannot be read."""

    exit_code = 74


class SnapshotUnreadable(Problem):
    """A stored definition is not one that this version of the program understands."""

    exit_code = 78


def load(file: str | Path) -> Loaded:
    """The definition in a YAML file.

    Raises FileUnreadable, or DefinitionBroken with every finding at once.
    """
    if isinstance(file, str):
        file = Path(file)
    name = shown(str(file), limit=300)
    # Only a command that reads YAML pays for the parser.
    from definitions.reader import read  # noqa: PLC0415

    return _loaded(read(_bytes(file, name), name), name)


def from_content(content: str) -> Definition:
    """The definition in a stored snapshot. Raises SnapshotUnreadable."""
    try:
        return _validated(content)
    except (ValueError, RecursionError) as problem:  # ValidationError is a ValueError
        raise SnapshotUnreadable(
            sentence(
                "A stored definition cannot be read: it was written by a newer version"
                " of this program, or it is damaged. Run `laufzettel verify`."
            )
        ) from problem


def hash_of(content: str) -> str:
    """SHA-256 of a canonical text, in hexadecimal: the address of a snapshot."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def shipped() -> tuple[str, ...]:
    """The names of the paths that come with the program."""
    names = (each.name for each in _paths().iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".yaml")))


def find(name_or_path: str) -> Loaded:
    """A shipped definition by its name, or any by the path of its .yaml file.

    Raises DefinitionUnknown, FileUnreadable or DefinitionBroken.
    """
    if "/" in name_or_path or name_or_path.endswith((".yaml", ".yml")):
        return load(Path(name_or_path))
    known = shipped()
    if name_or_path not in known:
        raise DefinitionUnknown(
            sentence(
                "There is no approval path {name}: {hint}",
                name=shown(name_or_path),
                hint=choose(name_or_path, known),
            ),
            sentence("Known paths: {names}. A file is named by its path.", names=known),
        )
    return load(_paths() / f"{name_or_path}.yaml")


@lru_cache(maxsize=64)
def _validated(content: str) -> Definition:
    return Definition.model_validate(parsed(content))


def _paths() -> Path:
    # importlib.resources says the same 10 ms later, in every command.
    return Path(__file__).parent / "paths"


def _bytes(file: Path, name: str) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        reason = getattr(problem, "strerror", None) or str(problem)
        raise FileUnreadable(
            sentence("{file} cannot be read: {reason}.", file=name, reason=reason)
        ) from problem


def _loaded(reading: Reading, name: str) -> Loaded:
    if not reading.complete:
        raise DefinitionBroken(reading.findings)
    try:
        Definition.model_validate(reading.value)
    except ValidationError as problem:
        errors = problem.errors(include_url=False)
        errors = [each for each in errors if not _spoiled(reading, each["loc"])]
        found = complaints(errors, name, reading.places)
        raise DefinitionBroken([*reading.findings, *found]) from None
    if reading.findings:
        raise DefinitionBroken(reading.findings)
    content = canonical(reading.value)
    return Loaded(
        definition=from_content(content),  # the same object as for the stored snapshot
        source=reading.text,
        content=content,
        hash=hash_of(content),
        file=name,
        places=reading.places,
    )


def _spoiled(reading: Reading, path: tuple[int | str, ...]) -> bool:
    """Whether the reader has already said what is wrong at this place."""
    return any(path[:end] in reading.spoiled for end in range(len(path) + 1))
