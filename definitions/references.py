"""Names that are used must be declared, and names that are declared must be used."""

from collections.abc import Iterable, Mapping

from definitions.citations import CITED, STEPS, Citation, citations, lists
from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks, undeclared
from definitions.sentences import Sentence, sentence
from definitions.values import CLOCK

_ABSENT: Mapping[str, Sentence] = {
    "roles": sentence("there is no role {name}"),
    "bodies": sentence("there is no body {name}"),
    "outcomes": sentence("there is no outcome {name}"),
    "sources": sentence("there is no source {name}"),
    "states": sentence("there is no state {name}"),
    "documents": sentence("there is no document {name}"),
    "consultations": sentence("there is no consultation {name}"),
    "events": sentence("there is no event {name}"),
    "deadlines": sentence("there is no deadline {name}"),
    STEPS: sentence("there is no event and no consultation {name}"),
}
_USED = ("roles", "outcomes", "bodies")


def references(path: Definition) -> Remarks:
    """Every rule about names."""
    yield from _declared(path)
    yield from _nothing_twice(path)
    yield from _nothing_unused(path)
    yield from _one_space_of_names(path)


def _declared(path: Definition) -> Remarks:
    known = {section: tuple(getattr(path, section)) for section in {*_ABSENT} - {STEPS}}
    known[STEPS] = (*known["events"], *known["consultations"])
    for each in citations(path):
        if each.name in known[each.section]:
            continue
        if each.name == CLOCK and each.section == "roles":
            yield from _clock(each)
            continue
        what = Sentence(_ABSENT[each.section].text, {"name": each.name})
        names = {*known[each.section], *each.also}
        yield from undeclared(
            each.path, each.name, names, what, *_declaring(each), at_key=each.at_key
        )


def _clock(each: Citation) -> Remarks:
    """The clock brings events about; it opens nothing and reads no reminder."""
    if CLOCK not in each.also:
        what = sentence("the clock stands in `by` of an event and nowhere else")
        yield Remark(each.path, what, sentence("name a role"))


def _declaring(each: Citation) -> Iterable[Path]:
    sections = ("events", "consultations") if each.section == STEPS else (each.section,)
    return ((section, ANY) for section in sections)


def _nothing_twice(path: Definition) -> Remarks:
    for place, entries in lists(path):
        seen = set()
        for at, entry in enumerate(entries):
            if entry in seen:
                what = sentence("this stands twice in the list")
                if isinstance(entry, str | int):
                    name = str(entry)
                    what = sentence("{name} stands twice in the list", name=name)
                yield Remark((*place, at), what, sentence("keep one of the two"))
            seen.add(entry)


def _nothing_unused(path: Definition) -> Remarks:
    used: dict[str, set[str]] = {section: set() for section in (*_ABSENT,)}
    for each in citations(path):
        used[each.section].add(each.name)
    for section in _USED:
        relies = tuple(
            pattern if pattern[-1] == ANY else (*pattern, ANY)
            for pattern, named in CITED.items()
            if named == section
        )
        for name in getattr(path, section):
            if name not in used[section]:
                what = sentence("nothing uses {name}", name=name)
                hint = sentence("take it out, or name it in an event")
                yield Remark((section, name), what, hint, "warning", True, relies)


def _one_space_of_names(path: Definition) -> Remarks:
    for name in path.consultations:
        if name in path.events:
            what = sentence("an event is called {name} as well", name=name)
            hint = sentence("choose another name")
            yield Remark(("consultations", name), what, hint, at_key=True)


def announced(path: Definition, kinds: frozenset[str]) -> Remarks:
    """Every announcement names a kind of release that can be written."""
    for event, told in path.announcements.items():
        for at, kind in enumerate(told):
            what = sentence("there is no release of the kind {name}", name=kind)
            place = ("announcements", event, *((at,) if len(told) > 1 else ()))
            yield from undeclared(place, kind, kinds, what)
