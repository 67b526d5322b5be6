"""A file of offices: a list, or a single one, with everything that is wrong named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from definitions.findings import DefinitionBroken, Path
from definitions.limits import Limits
from definitions.sentences import sentence
from definitions.tree import Reading
from workflow.forms import Form
from workflow.portfolios import CASES, OPTIONAL, PAIR, Office, misfits

LIMITS = Limits(
    smaller=sentence("a file of offices is a few pages of text"),
    apart=sentence("write all offices into one list"),
)
_NEEDED = ("from", "person", *CASES)
_KNOWN = ("key", "from", "to", "person", *CASES, *OPTIONAL, "style", "spokespersons")


@dataclass(frozen=True, slots=True)
class Given:
    """An office as it was typed: `spokespersons` by account, None: as they were."""

    office: Office
    spokespersons: tuple[str, ...] | None = None


def offices(reading: Reading, file: str, key: str | None = None) -> tuple[Given, ...]:
    """The offices of a file; with `key` only those of this key.

    An office without a key of its own is the one of `key`. Raises DefinitionBroken with
    every fault, each with its line.
    """
    if not reading.complete:
        raise DefinitionBroken(reading.findings)
    form = Form(reading, file)
    found = [_office(form, *each, key) for each in _every(reading.value)]
    _say_twice(form, found)
    if findings := (*reading.findings, *form.findings):
        raise DefinitionBroken(findings)
    given = tuple(each for each in found if each is not None)
    return tuple(each for each in given if key in {None, each.office.key})


def _every(value: object) -> list[tuple[Path, object]]:
    """Each office with its place in the file; a single one is the file itself."""
    if isinstance(value, list):
        return [((at,), each) for at, each in enumerate(value)]
    return [((), value)]


def _office(form: Form, path: Path, value: object, key: str | None) -> Given | None:
    before = len(form.findings)
    needed = _NEEDED if key is not None else ("key", *_NEEDED)
    said = form.map(path, value, _KNOWN, needed)
    words = {name: said[name] for name in ("person", *CASES, *OPTIONAL) if name in said}
    texts = form.words(path, words)
    first = form.day((*path, "from"), said["from"]) if "from" in said else None
    until = form.day((*path, "to"), said["to"]) if "to" in said else None
    given = {
        name: form.text((*path, name), said[name])
        for name in ("key", "style")
        if name in said
    }
    spoken = _spokespersons(form, path, said)
    if len(form.findings) > before or first is None:
        return None
    office = Office(
        key=given.get("key") or key or "",
        first=first,
        until=until,
        style=given.get("style") or PAIR,
        person=texts["person"],
        nom=texts["nom"],
        gen=texts["gen"],
        dat=texts["dat"],
        akk=texts["akk"],
        short=texts.get("short"),
        en=texts.get("en"),
    )
    for name, what, hint in misfits(office):
        form.say((*path, name), what, hint)
    return Given(office, spoken)


def _say_twice(form: Form, found: Sequence[Given | None]) -> None:
    """The second of two that begin on one day would silently replace the first."""
    seen = set()
    for at, each in enumerate(found):
        if each is None:
            continue
        begins = each.office.key, each.office.first
        if begins in seen:
            what = sentence("the file tells of this office from this day on already")
            form.say((at, "from"), what, sentence("leave one of them away"))
        seen.add(begins)


def _spokespersons(
    form: Form, path: Path, said: dict[str, Any]
) -> tuple[str, ...] | None:
    if "spokespersons" not in said:
        return None
    place = (*path, "spokespersons")
    listed = form.list(place, said["spokespersons"])
    texts = [form.text((*place, at), each) for at, each in enumerate(listed)]
    return tuple(each for each in texts if each is not None)
