"""The templates of releases: those that are shipped, and an office's own before them.

A folder of templates has the rooms german, english, text and html. A file in an
office's folder stands for the shipped one of the same name; what else lies there can be
imported by it. Nothing is read from outside the folder, and no file without an end.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from definitions.sentences import Sentence, sentence
from workflow.errors import Misconfigured

SHIPPED = Path(__file__).parent / "templates"
ROOMS = ("german", "english", "text", "html")
LARGEST = 64 * 1024  # bytes of one template
MOST = 400  # templates in one folder

NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*\.jinja")


@dataclass(frozen=True, slots=True)
class Mould:
    """One template: its text and the file that it was read from."""

    text: str
    path: Path


def moulds(folders: Sequence[Path] = ()) -> dict[str, Mould]:
    """All templates by name (`german/first_approval.jinja`); earlier folders win.

    Raises Misconfigured for a folder or a file that cannot be read, for a file that
    lies elsewhere, is no UTF-8 text, or is larger than 64 KiB.
    """
    found: dict[str, Mould] = {}
    for folder in (SHIPPED, *reversed(folders)):
        found.update(of_folder(folder))
    return found


def of_folder(folder: Path) -> dict[str, Mould]:
    """The templates of one folder."""
    if not folder.is_dir():
        raise Misconfigured(
            sentence(
                "There is no folder {folder} with templates. Set [press] templates "
                "in the configuration to a folder that exists.",
                folder=str(folder),
            )
        )
    paths = list(_paths(folder))
    if len(paths) > MOST:
        raise Misconfigured(
            sentence(
                "The folder {folder} holds more than {most} templates. Point "
                "[press] templates to a folder that holds nothing else.",
                folder=str(folder),
                most=MOST,
            )
        )
    inside, found, problems = folder.resolve(), {}, []
    for room, path in paths:
        try:
            found[f"{room}/{path.name}"] = _read(path, inside)
        except _NotUsable as error:
            problems.append(_not_usable(path, error))
    if problems:
        raise Misconfigured(*problems)
    return found


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        place = folder / room
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if NAME.fullmatch(path.name):
                yield room, path


class _NotUsable(Exception):
    """Why a file cannot be used: a sentence, or what the system says."""

    def __init__(self, reason: Sentence | str) -> None:
        self.reason = reason
        super().__init__(reason)


def _read(path: Path, inside: Path) -> Mould:
    """A file that hangs, grows or leads away is refused, not waited for."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(inside):
            raise _NotUsable(sentence("it leads out of its folder"))
        descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _NotUsable(sentence("it is no file"))
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _NotUsable(error.strerror or "unreadable") from error
    except RuntimeError as error:  # what Path.resolve says of links without an end
        raise _NotUsable(sentence("its links lead in a circle")) from error
    if len(content) > LARGEST:
        raise _NotUsable(sentence("it is larger than 64 KiB"))
    try:
        return Mould(content.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        raise _NotUsable(sentence("it is no UTF-8 text")) from error


def _not_usable(path: Path, error: _NotUsable) -> Sentence:
    return sentence(
        "The template {file} cannot be used: {reason}.",
        file=str(path),
        reason=error.reason,
    )
