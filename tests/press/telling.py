"""Cases from files, entered as a clerk would, and told as releases."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from definitions.reader import read
from definitions.sentences import Problem
from notifications import particulars, press
from notifications.facts import Earlier, Notice
from notifications.kiln import Fired, Job, fired_all
from notifications.page import Page
from notifications.typography import english_date, short_date
from tests.worlds import World, shipped_path
from workflow import intake
from workflow.docket import Slip
from workflow.manifest import LIMITS, manifest

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
LATER = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # when history is entered
HEAD, HEAD_SEQ = "9f3c" * 16, 104
DATELINES = {
    "de": lambda day: f"Pressemitteilung vom {short_date(day)}",
    "en": lambda day: f"Press release of {english_date(day)}",
}
OFFICE = "Das Presse- und Informationsamt des Landes Berlin"

Case = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What came of a case: the release, also in English, or why there is none."""

    page: Page | None
    english: Page | None = None
    refusal: str | None = None


@cache
def case(name: str) -> Case:
    """A case of the folder by the name of its file."""
    path = Path(__file__).parent / "cases" / f"{name}.yaml"
    found: Case = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return found


def entered(world: World, of: Case) -> str:
    """The item of a case: taken in by an import, then given its particulars."""
    data = json.dumps({"items": of["items"]}, default=str).encode()
    given = manifest(read(data, "case", LIMITS, json=True), "case", "0" * 64)
    assert not given.findings, given.findings
    paths = {each.definition: shipped_path(each.definition) for each in given.items}
    done = intake.take_in(world.store, world.act(), given, paths)
    reference: str = done["items"][0]["reference"]
    if "particulars" in of:
        forms = particulars.stored(particulars.read(plain(of["particulars"])))
        world.correct(reference, 1, words={"particulars": forms})
    return reference


def plain(value: Any) -> Any:
    """Days as the program reads them from a file: as text."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def facts(world: World, of: Case) -> object:
    """What the release of a case states. Raises Refused where nothing may be said."""
    if of["kind"] == "notice":
        return noticed(of)
    slip = world.slip(entered(world, of))
    return press.gathered(
        slip,
        kind=of["kind"],
        release_day=of["release_day"],
        head=HEAD,
        head_seq=HEAD_SEQ,
        earlier=tuple(published(slip, each) for each in of.get("earlier", ())),
    ).facts


def noticed(of: Case) -> Notice:
    """A note of the press office, as it was typed."""
    typed = of["notice"]
    return Notice(
        item=None,
        release_day=of["release_day"],
        head=HEAD,
        head_seq=HEAD_SEQ,
        issuer=typed.get("issuer", OFFICE),
        headline=typed["headline"],
        paragraphs=tuple(typed["paragraphs"]),
        earlier=(),
    )


def published(slip: Slip, given: Case) -> Earlier:
    """A release that had been published before, bound to the step it announced."""
    (seq,) = [
        step.entry.item_seq
        for step in slip.steps
        if given["kind"] in press.kinds_of(slip, step)
    ]
    return Earlier(given["kind"], seq, given["day"], given["headline"], given["url"])


def page(kind: str, language: str, day: date) -> Page:
    """A page without words."""
    return Page(
        identity="PM-2021-0001",
        kind=kind,
        language=language,
        headline="",
        dateline=DATELINES[language](day),
        kicker=None,
        paragraphs=(),
        release_day=day,
    )


def job(kind: str, given: Any, language: str = "de") -> Job:
    """A release to be set."""
    return Job(page(kind, language, given.release_day), given)


def set_in(jobs: Iterable[Job]) -> list[Fired]:
    """All releases, set by one process. A template that fails fails the test."""
    found = []
    for each in fired_all(list(jobs)):
        if isinstance(each, Problem):
            raise each
        found.append(each)
    return found


def loose(text: str) -> str:
    """Without no-break spaces, which only bind."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
