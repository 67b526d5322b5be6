"""From a file to a definition, and from a stored snapshot back to it.

A file is refused with everything that is wrong with it at once (`DefinitionBroken`).
What is wrong with the path it describes is found by `check`; `proof` says both.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from definitions.canonical import canonical, parsed
from definitions.complaints import complaints, path_of
from definitions.files import bytes_of
from definitions.findings import DefinitionBroken, Finding, choose, shown
from definitions.model import Definition, Loaded
from definitions.sentences import Problem, sentence
from definitions.tree import Reading
from definitions.values import with_numbers


class DefinitionUnknown(Problem):
    """No path of this name comes with the program."""

    exit_code = 1


class SnapshotUnreadable(Problem):
    """A stored definition is not one that this version of the program understands."""

    exit_code = 78


def load(file: str | Path) -> Loaded:
    """The definition in a YAML file.

    Raises FileUnreadable, or DefinitionBroken with every finding at once.
    """
    reading, name = _read(Path(file))
    if found := faults(reading, name):
        raise DefinitionBroken(found)
    return loaded(reading, name)


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
    return load(_file(name_or_path))


def reading_of(name_or_path: str) -> tuple[Reading, str]:
    """What such a file says, and the name it has in findings.

    Raises DefinitionUnknown or FileUnreadable.
    """
    return _read(_file(name_or_path))


def faults(reading: Reading, file: str) -> tuple[Finding, ...]:
    """Everything that is wrong with the form of a file, in no order."""
    if not reading.complete:
        return reading.findings
    try:
        Definition.model_validate(reading.value)
    except ValidationError as problem:
        errors = problem.errors(include_url=False)
        errors = [each for each in errors if not _spoiled(reading, each)]
        return (*reading.findings, *complaints(errors, file, reading.places))
    return reading.findings


def loaded(reading: Reading, file: str) -> Loaded:
    """The definition that a file without faults says."""
    content = canonical(with_numbers(reading.value))
    return Loaded(
        definition=from_content(content),  # the same object as for the stored snapshot
        source=reading.text,
        content=content,
        hash=hash_of(content),
        file=file,
        places=reading.places,
    )


def _file(name_or_path: str) -> Path:
    """Raises DefinitionUnknown for a name that no shipped path has."""
    if "/" in name_or_path or name_or_path.endswith((".yaml", ".yml")):
        return Path(name_or_path)
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
    return _paths() / f"{name_or_path}.yaml"


def _read(file: Path) -> tuple[Reading, str]:
    name = shown(str(file), limit=300)
    # Only a command that reads YAML pays for the parser.
    from definitions.reader import read  # noqa: PLC0415

    return read(bytes_of(file, name), name), name


@lru_cache(maxsize=64)
def _validated(content: str) -> Definition:
    return Definition.model_validate(parsed(content))


def _paths() -> Path:
    # importlib.resources says the same 10 ms later, in every command.
    return Path(__file__).parent / "paths"


def _spoiled(reading: Reading, error: ErrorDetails) -> bool:
    """Whether the reader has already said what is wrong at this place."""
    path = path_of(error)
    if error["type"] == "one_kind":  # it may be the kind that could not be read
        return any(each[: len(path)] == path for each in reading.spoiled)
    return any(path[:end] in reading.spoiled for end in range(len(path) + 1))
