"""Real releases of the Berlin Senate, entered as items and drafted again.

Each case of `cases/` says what the original states and what ours states, part by part,
and why they differ. Invented cases bear “erdacht” in their name: what they expect was
written down before the program had been asked.
"""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from definitions.sentences import Problem
from notifications.bodies import BODIES
from notifications.page import Page
from tests.press import differences
from tests.press.telling import (
    CASES,
    LATER,
    Case,
    Told,
    case,
    facts,
    job,
    loose,
    set_in,
)
from tests.press.test_tracing import DAYS, OWN, capitals, named_days, texts
from tests.press.test_tracing import NAMES as MONTHS_AND_DAYS
from tests.worlds import PACKAGES, World, shipped_path
from workflow.store import open_store

NAMES = [each.stem for each in CASES]
LANGUAGES = ("de", "en")
EXPECTATIONS = ("original", "expected", "differs")
EXACT = ("headline", "kicker", "lead")
# What a release states, by the parts that originals and ours are compared in.
PARTS = (
    *("headline", "kicker", "body", "day", "proposer", "council", "object", "outcome"),
    *("next", "before", "url", "basis"),
)
KINDS = {
    *("first_approval", "council_position", "formal_decision", "to_parliament"),
    *("report_noted", "appointment", "notice"),
}
WORDED = [part for part in PARTS if part not in ("headline", "kicker", "day")]


def told(world: World, names: list[str]) -> dict[str, Told]:
    """The pages of some cases in both languages, or the sentences that refuse them."""
    world.now = LATER
    found: dict[str, Told] = {}
    jobs = {}
    for name in names:
        try:
            given = facts(world, case(name))
        except Problem as refused:
            found[name] = Told(None, None, str(refused))
            continue
        for language in LANGUAGES:
            jobs[name, language] = job(case(name)["kind"], given, language)
    pages = {
        at: each.page for at, each in zip(jobs, set_in(jobs.values()), strict=True)
    }
    for name, _ in jobs:
        found[name] = Told(pages[name, "de"], pages[name, "en"])
    return found


@pytest.fixture(scope="module")
def releases(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Told]]:
    """All cases, entered in one record."""
    copied = tmp_path_factory.mktemp("press") / "record.db"
    shutil.copy(sqlite_template, copied)
    with open_store(str(copied), PACKAGES) as store:
        world = World(store, str(copied))
        yield told(world, NAMES)
        assert world.verify().sound


@pytest.mark.parametrize("name", NAMES)
def test_a_case_is_told_in_the_words_that_were_proofread(
    name: str, releases: Mapping[str, Told]
) -> None:
    expected, release = case(name)["expected"], releases[name]
    if "refused" in expected:
        assert release.page is None
        assert expected["refused"] in str(release.refusal)
        return
    assert release.page is not None, release.refusal
    page = release.page
    shown = (page.headline, page.kicker, page.paragraphs[0])
    assert [loose(each or "") for each in shown] == [expected[part] for part in EXACT]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_case_is_said_to_state_it_states(
    name: str, releases: Mapping[str, Told]
) -> None:
    expected, release = case(name)["expected"], releases[name]
    if release.page is None:
        return
    page = loose("\n".join(shown(release.page)))
    for part in WORDED:
        if part in expected:
            assert expected[part] in page, part
    if "day" in expected:
        day = expected["day"]
        assert f" {day.day}. " in loose(release.page.kicker or page)
        assert ("heutigen" in page) == (day == case(name)["release_day"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_day_and_no_name_is_told_that_the_record_does_not_hold(
    language: str, releases: Mapping[str, Told]
) -> None:
    """Whatever a release says with a capital letter, its case has said before."""
    for name in NAMES:
        page = releases[name].english if language == "en" else releases[name].page
        if page is None:
            continue
        text, recorded = loose("\n".join(shown(page))), "\n".join(of_the_record(name))
        months, _ = MONTHS_AND_DAYS[language]
        for _, number, month, year in DAYS[language].findall(text):
            day = date(int(year), months.index(month) + 1, int(number))
            assert str(day) in recorded or f"{number}. {month} {year}" in recorded, name
        own = {*OWN[language].split(), *months, *MONTHS_AND_DAYS[language][1]}
        assert set(capitals(text)) - own.union(capitals(recorded)) == set(), name


def test_a_case_names_the_same_days_in_either_language(
    releases: Mapping[str, Told],
) -> None:
    """But for what is typed in German, and for “today”."""
    for name in NAMES:
        if case(name)["kind"] == "notice":
            continue
        page, english = releases[name].page, releases[name].english
        if page is None or english is None:
            continue
        of = case(name)
        typed = [loose(each["text"]) for each in background(of)]
        german = [each for each in map(loose, shown(page)) if each not in typed]
        in_words = {of["release_day"], of["expected"].get("day")}
        one = named_days("\n".join(german), "de")
        other = named_days(loose("\n".join(shown(english))), "en")
        assert one - in_words == other - in_words, name


def background(of: Case) -> list[Case]:
    """The paragraphs about the matter that were typed for a case."""
    found: list[Case] = of.get("particulars", {}).get("background", [])
    return found


def of_the_record(name: str) -> Iterator[str]:
    """Every text and day of a case but what it expects, and the labels of its path."""
    said = {key: each for key, each in case(name).items() if key not in EXPECTATIONS}
    for text in map(str, held(said)):
        yield from (text, text[:1].upper() + text[1:])  # as it begins a sentence
    for item in case(name).get("items", ()):
        path = shipped_path(item["definition"]).definition
        for label in (*path.bodies.values(), *path.outcomes.values()):
            yield from (label.de, label.en)
            yield from texts(BODIES.get(label.de))


def held(value: object) -> Iterator[object]:
    """Everything inside of a case that holds nothing itself."""
    if isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from held(each)
    else:
        yield value


def shown(page: Page) -> Iterator[str]:
    """All words of a page."""
    yield from (page.headline, page.kicker or "", *page.paragraphs)


@pytest.mark.parametrize("name", [each for each in NAMES if "original" in case(each)])
def test_every_difference_from_the_original_is_listed_and_no_other(name: str) -> None:
    original, ours = case(name)["original"], case(name)["expected"]
    listed = [each["in"] for each in case(name)["differs"]]
    assert listed == [part for part in PARTS if original.get(part) != ours.get(part)]
    assert all(each["why"].strip() for each in case(name)["differs"])


def test_the_official_releases_are_all_there() -> None:
    official = [
        case(name) for name in NAMES if case(name)["source"]["type"] == "official"
    ]
    assert len({each["source"]["address"] for each in official}) == 14
    assert {each["kind"] for each in official} == KINDS - {"publication"}


def test_on_either_database_a_case_is_told_alike(
    world: World, releases: Mapping[str, Told]
) -> None:
    some = NAMES[::7]
    again = told(world, some)
    assert [again[each].page for each in some] == [releases[each].page for each in some]
    assert world.verify().sound


def test_the_page_prints_the_differences_with_their_reasons() -> None:
    assert differences.written() == differences.section().rstrip("\n") + "\n"
