"""Releases as words and frames, from templates that an office may have replaced.

Templates are filled in another process, with limits of memory and time: whatever they
do, it ends there. What they cannot do is said in a sentence, and nothing is written.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from definitions.sentences import Problem, Sentence, sentence, shortened
from notifications.moulds import Mould, moulds
from notifications.oven import Oven
from notifications.page import Page
from notifications.plain import Unfilled, packed, page_of
from notifications.typography import harmless
from workflow.errors import Misconfigured

__all__ = ["Fired", "Job", "fired", "fired_all"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be set.

    `page` is all of the release but its generated words; its paragraphs, if any, were
    typed and follow those. `facts` are the frozen facts of its kind; without them the
    page has its words, and only the frames are set. `folders` hold an office's own
    templates, the first goes before the others.
    """

    page: Page
    facts: object | None = None
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Fired:
    """A page with its words, and the frames around it."""

    page: Page
    text: str
    html: str


def fired(job: Job) -> Fired:
    """One release, set.

    Raises Misconfigured, within three seconds of the beginning of its own process, if a
    template cannot be used or filled, or takes more than it may.
    """
    (found,) = _all([job])
    if isinstance(found, Problem):
        raise found
    return found


def fired_all(jobs: Sequence[Job]) -> list[Fired | Problem]:
    """Many releases, set by as few processes as there are lists of folders.

    What cannot be set leaves its problem in its place; the others go on.
    """
    return list(_all(jobs))


def _all(jobs: Sequence[Job]) -> Iterator[Fired | Problem]:
    with ExitStack() as stack:
        ovens: dict[tuple[Path, ...], tuple[Oven, dict[str, Mould]]] = {}
        for job in jobs:
            try:
                if job.folders not in ovens:
                    found = moulds(job.folders)
                    texts = {name: each.text for name, each in found.items()}
                    ovens[job.folders] = stack.enter_context(Oven(texts)), found
                yield _one(job, *ovens[job.folders])
            except Problem as problem:
                yield problem


def _one(job: Job, oven: Oven, found: dict[str, Mould]) -> Fired:
    try:
        answer = oven.ask(request(job))
    except Unfilled as error:
        several = (error, *error.others)
        said = (why_unfilled(each, found, job.page.kind) for each in several)
        raise Misconfigured(*said) from None
    return Fired(page_of(answer["page"]), answer["text"], answer["html"])


def request(job: Job) -> dict[str, Any]:
    """A job, as it crosses the border."""
    facts = None if job.facts is None else packed(job.facts)
    return {"page": packed(job.page), "facts": facts}


def why_unfilled(error: Unfilled, found: dict[str, Mould], kind: str) -> Sentence:
    """Which template, where in it, and what is wrong."""
    mould = found.get(error.template)
    file = str(mould.path) if mould else error.template or kind
    place: str | Sentence = file
    if error.line is not None:
        place = sentence("{file}, line {line}", file=file, line=error.line)
    if error.what == "gap":
        return sentence(
            "The text made by the template {template} has a gap ({found}). "
            "Nothing was written.",
            template=place,
            found=error.about,
        )
    return sentence(
        "The template {template} cannot be filled ({reason}). Nothing was written.",
        template=place,
        reason=reason(error),
    )


def reason(error: Unfilled) -> Sentence:
    """What is wrong with a template, as a part of a sentence."""
    about = _about(error)
    reasons = {
        "syntax": sentence("no template can be read there: {about}", about=about),
        "unknown": sentence("there is no fact {about}", about=about),
        "missing": sentence("a fact that it states is missing"),
        "unset": sentence("a condition inside of a value has no else"),
        "unprintable": sentence("what it states is no text: a day needs a filter"),
        "unusable": sentence("it does what cannot be done: {about}", about=about),
        "no_day": sentence("what it sets as a day is none"),
        "forbidden": sentence("it is not allowed to use this: {about}", about=about),
        "absent": sentence("there is no template {about}", about=about),
        "endless": sentence("it uses itself without end"),
        "output": sentence("it makes more than 256 KiB of text"),
        "time": sentence("it took longer than it may, 2 seconds"),
        "memory": sentence("it needed more memory than it may, 256 MiB"),
        "gap": sentence("what it says has a gap: {found}", found=error.about),
        "omission": sentence("it leaves out this: {about}", about=about),
        **_of_frames(about),
    }
    otherwise = sentence("the process that fills templates ended unexpectedly")
    return reasons.get(error.what, otherwise)


def _of_frames(about: str | Sentence) -> dict[str, Sentence]:
    """What is wrong with a frame around the words."""
    return {
        "hidden": sentence("it hides this: {about}", about=about),
        "hiding": sentence("it has a style that can hide words: {about}", about=about),
        "foreign": sentence(
            "it runs something, or loads it from elsewhere: {about}", about=about
        ),
        "speechless": sentence(
            "its element html does not name the language: lang {about}", about=about
        ),
        "listed": sentence(
            "it lacks noindex: search engines would list what is not public"
        ),
        "unlinked": sentence(
            "it lacks what machines read (JSON-LD, `linked_data`), or changes it"
        ),
    }


def _about(error: Unfilled) -> str | Sentence:
    """What a template says of itself, safe for a terminal."""
    return shortened(f"“{harmless(error.about)}”")
