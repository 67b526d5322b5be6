"""What an import file says: items with dated steps, as plain values.

Only the form is judged here: which words may stand where, and which days. What the path
makes of them is for `intake`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from definitions.findings import Finding, Path, nearest, shown
from definitions.limits import Limits
from definitions.sentences import sentence
from definitions.tree import Reading
from workflow import wording
from workflow.bounds import AT_LATEST, NO_DAY, Day
from workflow.forms import Form

DEFAULT_PATH = "berlin-senate"
LIMITS = Limits(  # some 10,000 items
    size=8 * 1024 * 1024,
    line=8 * 1024 * 1024,
    lines=250_000,
    entries=500_000,
    smaller=sentence("import it in several files"),
    apart=sentence("write all items under one `items:`"),
)
DAYS = ("on", "on_or_before", "unknown")
ITEM = ("title", "lead", "definition", "reference", "opened", "steps", "note")
_ANSWER = ("outcome", "outcome_text", "evidence")
STEPS: Mapping[str, Sequence[str]] = {  # each kind of step, and what else it may say
    "event": (
        *(*DAYS, "outcome", "outcome_text", "note"),
        *("number", "fields", "urgency", "approved_by"),
    ),
    "consultation": ("body", "opened", "due", "answered", "note", *_ANSWER),
    "answer": (*DAYS, "body", "note", *_ANSWER),
    "document": (*DAYS, "file", "sha256", "note"),
    "planned": (*DAYS, "note"),
    "gap": ("note",),
}
SITTING = ("series", "on", "status", "note")
STATUSES = ("held", "not_quorate", "cancelled")
TEXTS = ("note", "outcome_text", "evidence", "urgency", "approved_by", "file")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Step:
    """One entry to be made; `at` is its place in the file. `words` as in `Moved`."""

    at: Path
    kind: str  # a key of STEPS
    name: str
    day: Day = NO_DAY
    outcome: str | None = None
    body: str | None = None
    number: str | None = None
    due: date | None = None
    sha256: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """An item to be opened, and the entries that follow."""

    at: Path
    definition: str
    reference: str | None
    day: Day
    words: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting that items of the file refer to."""

    at: Path
    series: str
    day: date
    status: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is right in its form, and what is wrong with the rest.

    `sha256` is that of the bytes of the file.
    """

    file: str
    sha256: str
    sittings: tuple[Sitting, ...]
    items: tuple[Item, ...]
    reading: Reading
    findings: tuple[Finding, ...]


def manifest(reading: Reading, file: str, sha256: str) -> Manifest:
    """What a file says that was read as plain data."""
    form = Form(reading, file)
    whole = reading.complete and reading.spoiled.isdisjoint({(), ("items",)})
    top = _top(form, reading.value) if whole else {}
    sittings = [
        _sitting(form, ("sittings", at), each)
        for at, each in enumerate(form.list(("sittings",), top.get("sittings", [])))
    ]
    items = [
        _item(form, ("items", at), each)
        for at, each in enumerate(form.list(("items",), top.get("items", [])))
    ]
    found = (*reading.findings, *form.findings)
    broken = {tuple(each.where.split(".")[:2]) for each in found}
    return Manifest(
        file=file,
        sha256=sha256,
        sittings=tuple(each for each in sittings if each is not None),
        items=tuple(each for each in items if ("items", str(each.at[1])) not in broken),
        reading=reading,
        findings=tuple(map(indexed, found)),
    )


def indexed(finding: Finding) -> Finding:
    """The finding with the numbers of its place in brackets: items[2].steps[3]."""
    place = re.sub(r"\.([0-9]+)(?![^.])", r"[\1]", finding.where)
    return replace(finding, where=place)


def _top(form: Form, value: object) -> dict[str, Any]:
    if value is None:
        hint = sentence("begin with `items:`, then a dash for each item")
        form.say((), sentence("the file is empty"), hint)
        return {}
    top = form.map((), value, ("items", "sittings"), ("items",))
    if top.get("items") == []:
        form.say(("items",), sentence("nothing stands here"), sentence("add an item"))
    return top


def _sitting(form: Form, at: Path, value: object) -> Sitting | None:
    said = form.map(at, value, SITTING, ("series", "on"))
    series = _text(form, at, said, "series")
    day = form.day((*at, "on"), said["on"]) if "on" in said else None
    status = _text(form, at, {"status": "held", **said}, "status")
    if status is not None and status not in STATUSES:
        what = sentence("{text} is no status of a sitting", text=shown(status))
        hint = sentence("use one of: {names}", names=STATUSES)
        form.say((*at, "status"), what, hint)
    words = form.words(at, _picked(said, ("note",)))
    if series is None or day is None or status not in STATUSES:
        return None
    return Sitting(at, series, day, status or "", words)


def _item(form: Form, at: Path, value: object) -> Item:
    said = form.map(at, value, ITEM, ("title", "lead"))
    words = form.words(at, _picked(said, ("title", "lead", "note")))
    day = _dated(form, at, said, "opened", words)
    steps: list[Step] = []
    for number, entry in enumerate(form.list((*at, "steps"), said.get("steps", []))):
        steps += _steps(form, (*at, "steps", number), entry)
    name = form.text((*at, "definition"), said.get("definition", DEFAULT_PATH))
    reference = _checked(form, at, said, "reference")
    return Item(at, name or "", reference, day, words, tuple(steps))


def _steps(form: Form, at: Path, value: object) -> Iterator[Step]:
    """The entries of a step: a consultation that is answered makes two."""
    kind = _kind(form, at, value)
    if kind is None:
        return
    said = form.map(at, value, (kind, *STEPS[kind]), ())
    step = Step(
        at=at,
        kind=kind,
        name=form.text((*at, kind), said[kind]) or "",
        outcome=_text(form, at, said, "outcome"),
        body=_text(form, at, said, "body"),
        number=_checked(form, at, said, "number"),
        sha256=_digest(form, at, said),
        words=form.words(at, _picked(said, TEXTS)) | _fields(form, at, said),
    )
    if kind == "consultation":
        yield from _asked(form, at, said, step)
    else:
        yield replace(step, day=_day(form, at, said))


def _kind(form: Form, at: Path, value: object) -> str | None:
    """Which kind of step stands at `at`; a misspelled one is told as a key."""
    if not isinstance(value, dict):
        form.map(at, value, (), ())
        return None
    given = tuple(kind for kind in STEPS if kind in value)
    if len(given) == 1:
        return given[0]
    if given:
        what = sentence("several steps stand in one: {names}", names=given)
        form.say(at, what, sentence("write each under a dash of its own"))
        return None
    for key in value:
        if meant := nearest(key, STEPS):
            what = sentence("the key {key} is not known here", key=shown(key))
            hint = sentence("did you mean {meant}?", meant=meant)
            form.say((*at, key), what, hint, key=True)
            return None
    what = sentence("it is not said what kind of step this is")
    form.say(at, what, sentence("name one of: {names}", names=tuple(STEPS)))
    return None


def _asked(form: Form, at: Path, said: Mapping[str, Any], step: Step) -> Iterator[Step]:
    """A body is asked, and answers where an outcome is given."""
    answer = {name: text for name, text in step.words.items() if name in _ANSWER}
    words = {name: text for name, text in step.words.items() if name not in _ANSWER}
    opened = _dated(form, at, said, "opened", words)
    due = form.day((*at, "due"), said["due"]) if "due" in said else None
    yield replace(step, day=opened, due=due, words=words, outcome=None)
    answered = _dated(form, at, said, "answered", answer)
    if step.outcome is not None:
        yield replace(step, kind="answer", day=answered, words=answer)
    elif "outcome" not in said and ("answered" in said or answer):
        what = sentence("an answer without its outcome")
        form.say(at, what, sentence("add the key {key}", key="outcome"))


def _dated(
    form: Form, at: Path, said: Mapping[str, Any], key: str, words: dict[str, str]
) -> Day:
    """The day under a key of its own; the note that stands there joins `words`."""
    if key not in said:
        return NO_DAY
    path = (*at, key)
    found = form.map(path, said[key], (*DAYS, "note"), ())
    if "note" in found and "note" in words:
        what = sentence("the note stands twice")
        form.say((*path, "note"), what, sentence("keep one of the two"), key=True)
    words |= form.words(path, _picked(found, ("note",)))
    return _day(form, path, found)


def _day(form: Form, at: Path, said: Mapping[str, Any]) -> Day:
    """The day of a step; unknown where none is given."""
    given = tuple(key for key in DAYS if key in said)
    if len(given) > 1:
        what = sentence("{names} exclude each other", names=given)
        form.say((*at, given[1]), what, sentence("keep one of them"), key=True)
        return NO_DAY
    if not given:
        return NO_DAY
    if given == ("unknown",):
        if said["unknown"] is not True:
            what = sentence("nothing but true can stand here")
            form.say((*at, "unknown"), what, sentence("write true, or give a day"))
        return NO_DAY
    day = form.day((*at, *given), said[given[0]])
    if day is None:
        return NO_DAY
    return Day(day, AT_LATEST) if given == ("on_or_before",) else Day(day)


def _fields(form: Form, at: Path, said: Mapping[str, Any]) -> dict[str, str]:
    """The further texts of an event, under the names that `Moved` has for them."""
    path, value = (*at, "fields"), said.get("fields", {})
    if not isinstance(value, dict):
        form.map(path, value, (), ())
        return {}
    return form.words(path, {wording.FIELD + name: value[name] for name in value})


def _checked(form: Form, at: Path, said: Mapping[str, Any], key: str) -> str | None:
    """A reference, or the number of a supplement."""
    text = _text(form, at, said, key)
    if text is not None and not wording.is_reference(text):
        what = sentence("{text} cannot be a reference", text=shown(text) or '""')
        hint = sentence("letters, digits, dot, dash, slash and underscore only")
        form.say((*at, key), what, hint)
    return text


def _digest(form: Form, at: Path, said: Mapping[str, Any]) -> str | None:
    text = _text(form, at, said, "sha256")
    if text is not None and not _SHA256.fullmatch(text):
        what = sentence("this is no SHA-256")
        form.say((*at, "sha256"), what, sentence("write 64 digits: 0-9 and a-f"))
    return text


def _text(form: Form, at: Path, said: Mapping[str, Any], key: str) -> str | None:
    return form.text((*at, key), said[key]) if key in said else None


def _picked(said: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}
