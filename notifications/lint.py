"""What is wrong with templates before a release needs them.

Every template of every kind is filled with sample facts, in the process in which
releases are set, and by its rules. A finding is an error of a template, a branch that
no sample reaches (nobody has ever seen what it says), a fact that the shipped templates
state and an office's own do not, typewriter's marks, or a file that nobody reads.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from definitions.sentences import Sentence, sentence
from notifications.facts import Stated
from notifications.grammar import KINDS, Kind
from notifications.kiln import Job, reason, request
from notifications.leftout import TEXT, Comparison
from notifications.moulds import Mould, moulds
from notifications.oven import Oven
from notifications.page import Page
from notifications.plain import Unfilled, page_of
from notifications.samples import samples
from notifications.specimens import sample_pages
from notifications.typography import MONTHS

LANGUAGES: Mapping[str, str] = {"de": "german", "en": "english"}
_FRAMES = ("text", "html")
_UNREAD = frozenset(  # of the shipped templates: letters to colleagues, days
    {"digest.jinja", "digest.headline.jinja", "notices.jinja", "day.jinja"}
)
_LEADING_ZERO = re.compile(rf"\b0\d\.\s(?:{'|'.join(MONTHS)})")


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """Something to mend in a template; `line` counts from 1, or is not known."""

    file: str
    line: int | None = field(compare=False)
    what: Sentence = field(compare=False)


def lint(folders: Sequence[Path] = (), language: str | None = None) -> list[Finding]:
    """What is to be mended in the templates that releases would be set from.

    `folders` are an office's own; without them the shipped templates are looked at.
    Raises Misconfigured if a file cannot be read at all.
    """
    languages = [language] if language else list(LANGUAGES)
    found = moulds(folders)
    said = _Said(found)
    seen = _Seen()
    for each in languages:
        _looked_at(found, each, said, seen)
    if folders:
        for each in languages:
            _compared(found, each, said)
    said.unreached(seen.branches)
    for folder in folders:
        said.unused(folder, {*seen.used, *moulds()} if language else seen.used)
    return said.findings()


@dataclass(slots=True)
class _Seen:
    """What all samples together have reached."""

    branches: dict[tuple[str, int, str], bool] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def add(self, told: Mapping[str, Any]) -> None:
        for template, line, which, reached in told["branches"]:
            place = template, line, which
            self.branches[place] = self.branches.get(place, False) or reached
        self.used.update(told["used"])


def _looked_at(
    found: Mapping[str, Mould], language: str, said: "_Said", seen: _Seen
) -> None:
    """Fill every template of a language with every sample."""
    texts = {name: each.text for name, each in found.items()}
    with Oven(texts) as oven:
        for kind in KINDS:
            for facts in samples(kind):
                _filled(oven, _blank(kind, language), facts, said)
            seen.add(oven.ask({}))
        for page in sample_pages(language):
            _filled(oven, page, None, said)
        seen.add(oven.ask({}))


def _compared(found: Mapping[str, Mould], language: str, said: "_Said") -> None:
    """Look for facts that the shipped templates state, and these do not."""
    ours, theirs = (
        {name: each.text for name, each in moulded.items()}
        for moulded in (moulds(), found)
    )
    with Oven(ours) as shipped, Oven(theirs) as own:
        comparison = Comparison(shipped, own)
        for kind in _concerned(ours, theirs, LANGUAGES[language]):
            blank = _blank(kind, language)
            for missing in sorted(comparison.left_out(blank, samples(kind))):
                said.left_out(language, kind, *missing)


def _concerned(
    ours: Mapping[str, str], theirs: Mapping[str, str], room: str
) -> Iterator[Kind]:
    """The kinds that have other words with other templates."""
    others = {
        name.partition("/")[2].partition(".")[0]
        for name in theirs
        if name.startswith(f"{room}/") and theirs[name] != ours.get(name)
    }
    shared = others.difference(KINDS)  # whoever imports it
    yield from (kind for kind in KINDS if shared or kind in others)


def _blank(kind: Kind, language: str) -> Page:
    (page, *_) = sample_pages(language)
    return replace(page, kind=kind, headline="", paragraphs=())


def _filled(oven: Oven, page: Page, facts: Stated | None, said: "_Said") -> None:
    """One sample: only its words, or only the frames."""
    asked = {
        **request(Job(page, facts)),
        "traced": True,
        "frameless": facts is not None,
    }
    try:
        answer = oven.ask(asked)
    except Unfilled as error:
        for each in (error, *error.others):
            said.unfilled(each)
    else:
        if facts is not None:
            said.typewritten(page_of(answer["page"]))


class _Said:
    """Findings, each once."""

    def __init__(self, found: Mapping[str, Mould]) -> None:
        self._found = found
        self._findings: dict[tuple[str, int | None, str], Finding] = {}

    def findings(self) -> list[Finding]:
        """In the order of files and lines."""
        ordered = sorted(self._findings, key=lambda each: (each[0], each[1] or 0))
        return [self._findings[each] for each in ordered]

    def add(self, template: str, line: int | None, what: Sentence) -> None:
        mould = self._found.get(template)
        file = str(mould.path) if mould else template
        finding = Finding(file, line, what)
        self._findings.setdefault((file, line, str(what)), finding)

    def unfilled(self, error: Unfilled) -> None:
        self.add(error.template, error.line, reason(error))

    def typewritten(self, page: Page) -> None:
        """Marks of the typewriter; the samples have none of them."""
        for template, words in _words(page):
            if '"' in words or "'" in words:
                what = sentence("straight quotation marks: write „…“, ‚…‘ or “…”, ‘…’")
                self.add(template, None, what)
            if found := _LEADING_ZERO.search(words):
                what = sentence("a leading zero in a sentence: {found}", found=found[0])
                self.add(template, None, what)

    def unreached(self, branches: Mapping[tuple[str, int, str], bool]) -> None:
        for (template, line, which), reached in branches.items():
            if not reached:
                self.add(template, line, _never(which))

    def left_out(self, language: str, kind: Kind, part: str, fact: str) -> None:
        """What the shipped templates state, and these do not."""
        named = kind if part == TEXT else f"{kind}.{part}"
        what = sentence(
            "it leaves out a fact that the shipped template states: {fact}", fact=fact
        )
        self.add(f"{LANGUAGES[language]}/{named}.jinja", None, what)

    def unused(self, folder: Path, used: Iterable[str]) -> None:
        """Files of an office that nobody reads, for the wrong name perhaps."""
        for name in _files(folder):
            if name not in used:
                what = sentence("no release is set from this file: is its name right?")
                self.add(str(folder / name), None, what)


def _words(page: Page) -> Iterator[tuple[str, str]]:
    name = f"{LANGUAGES[page.language]}/{page.kind}"
    yield f"{name}.headline.jinja", page.headline
    yield f"{name}.kicker.jinja", page.kicker or ""
    yield from ((f"{name}.jinja", each) for each in page.paragraphs)


def _never(which: str) -> Sentence:
    said = {
        "if": sentence(
            "no sample fulfils this condition: nobody has seen what follows"
        ),
        "else": sentence("every sample fulfils this condition: what if one does not?"),
        "for": sentence("no sample has anything to repeat here"),
    }
    return said[which]


def _files(folder: Path) -> list[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*"))
    return sorted(str(each) for each in paths if (folder / each).is_file())
