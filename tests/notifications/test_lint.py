"""What a template gets wrong is found before a release needs it."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from notifications import lint as looking
from notifications.facts import FACTS_OF
from notifications.grammar import KINDS, Kind
from notifications.kiln import Job, request
from notifications.lint import Finding, lint
from notifications.moulds import moulds
from notifications.oven import Oven
from notifications.plain import RECORD, Unfilled
from notifications.samples import samples
from notifications.specimens import sample_pages
from tests.load import full
from tests.notifications.firing import page, write
from workflow.errors import Misconfigured

Look = Callable[[Path], list[Finding]]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """The lint of one language, with few samples."""
    return lambda folder: few(folder, monkeypatch)


def few(folder: Path, patch: pytest.MonkeyPatch) -> list[Finding]:
    patch.setattr(looking, "samples", lambda kind: samples(kind)[::60])
    return lint((folder,), "de")


def test_the_shipped_templates_are_sound() -> None:
    assert [f"{each.file}:{each.line}: {each.what}" for each in lint()] == []


def test_an_empty_folder_of_an_office_is_sound(look: Look, tmp_path: Path) -> None:
    told = {each.what.said() for each in look(tmp_path)}
    assert not {each for each in told if "condition" not in each}


NOTICE = "german/notice.jinja"
WRONG = [
    ("formal_decision.headline", "\n{{ passage.bodi }}", 2, "there is no fact “bodi”"),
    ("first_approval.headline", "Titel\n{{ passage.wording }}", 2, "is missing"),
    ("council_to.headline", "{% if %}", 1, "no template can be read there"),
    ("publication.headline", "Am 03. August 2021", None, "a leading zero"),
    ("appointment.headline", 'Senat beschließt "Bericht"', None, "straight quotation"),
    ("correction.headline", "Titel\n{{ 'x' * 99 }}", 2, "not allowed to use this: “*”"),
    ("notice.headline", "Kein Satz ( ) ()", None, "what it says has a gap: “()”"),
    ("council_to", "A.\n{% if head == 'x' %}B.{% endif %}", 2, "no sample fulfils"),
    ("correction", "A{% for each in [] %}B.{% endfor %}", 1, "no sample has anything"),
    ("withdrawal", "A{{ 'b' if head else 'c' }}.", 1, "every sample fulfils"),
    ("publication", "Ein Satz.", None, "leaves out a fact that the shipped template"),
    ("notize", "Ein Satz.", None, "no release is set from this file"),
    ("../deutsch/notice", "Ein Satz.", None, "no release is set from this file"),
    ("../text/release", "{{ page.headline }}", None, "it leaves out this:"),
    (
        "report_noted",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        1,
        "without end",
    ),
]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """What is found in a folder in which every file has another fault, by file."""
    folder = tmp_path_factory.mktemp("wrong")
    files = {
        name: write(folder / "german", f"{name}.jinja", text)
        for name, text, *_ in WRONG
    }
    with pytest.MonkeyPatch.context() as patch:
        found = few(folder, patch)
    resolved = {name: str(file.resolve()) for name, file in files.items()}
    return {
        name: [each for each in found if each.file == file]
        for name, file in resolved.items()
    }


@pytest.mark.parametrize(("name", "text", "line", "reason"), WRONG)
def test_what_an_office_gets_wrong_is_named_with_file_and_line(
    wrong: dict[str, list[Finding]], name: str, text: str, line: int | None, reason: str
) -> None:
    found = [each for each in wrong[name] if reason in str(each.what)]
    assert {each.line for each in found} == {line}, text


DELETED = {  # though a condition, the headline or the kicker still asks for it
    "first_approval": {
        "say.done(passage.phrase)": "passage.phrase",
        "say.in_case(passage.phrase, item.document)": "item.title",
        "passage.body.start": "passage.body",
    },
    "council_to": {
        "say.result(passage)": "passage.phrase.result",
        "say.wording(passage)": "passage.wording",
    },
    "council_position.kicker": {"say.kicker(passage)": "passage.body"},
    "to_parliament": {"paper": "paper", "parliament.dat": "parliament"},
    "publication": {"medium": "medium", "citation": "citation"},
    "appointment": {"term": "term", "each.person": "appointees.person"},
    "correction": {
        "release_day | long_date": "release_day",
        "each.instead | quoted": "replacements.instead",
    },
    "withdrawal": {
        "release.headline | quoted": "release.headline",
        "release.day | long_date": "release.day",
        "release.url": "release.url",
    },
}


@pytest.mark.parametrize("name", DELETED)
def test_a_fact_that_an_office_has_deleted_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = moulds()[f"german/{name}.jinja"].text
    for each in DELETED[name]:
        assert f"{{{{ {each} }}}}" in own
        own = own.replace(f"{{{{ {each} }}}}", "X")
    file = write(tmp_path, f"german/{name}.jinja", own)
    told = [each for each in of(name, tmp_path, monkeypatch) if each.file == str(file)]
    what = "it leaves out a fact that the shipped template states: {}"
    wanted = {what.format(fact) for fact in DELETED[name].values()}
    assert wanted <= {str(each.what) for each in told}


def of(name: str, folder: Path, patch: pytest.MonkeyPatch) -> list[Finding]:
    """The lint of one kind, with few samples."""
    patch.setattr(looking, "KINDS", (name.partition(".")[0],))
    few = 1 if name == "council_to" else full() or 16  # it is about a rare outcome
    patch.setattr(looking, "samples", lambda kind: samples(kind)[::few])
    return lint((folder,), "de")


def test_a_fact_may_be_stated_in_other_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In other forms than the shipped ones, and elsewhere if no kicker is wanted."""
    text = moulds()["german/council_to.jinja"].text
    for shipped, own in (("council.dat", "council.akk"), ("nom }}", "gen }}")):
        assert shipped in text
        text = text.replace(shipped, own)
    write(
        tmp_path, "german/council_to.jinja", f"{text}\n\nAus {{{{ passage.body.dat }}}}"
    )
    write(tmp_path, "german/council_to.kicker.jinja", "")
    found = of("council_to", tmp_path, monkeypatch)
    assert not [each for each in found if "leaves out" in str(each.what)]


def test_a_file_that_cannot_be_read_stops_the_lint(look: Look, tmp_path: Path) -> None:
    write(tmp_path, NOTICE, "x" * 70_000)
    with pytest.raises(Misconfigured, match="larger than 64 KiB"):
        look(tmp_path)


def test_samples_of_every_kind_differ_and_are_always_the_same() -> None:
    for kind in KINDS:
        found = samples(kind)
        assert found == samples(kind)
        assert len(set(found)) == len(found) > 1


def test_samples_know_and_do_not_know_whatever_may_be_unknown() -> None:
    for kind in KINDS:
        found = samples(kind)
        for each in fields(FACTS_OF[kind]):
            seen = [getattr(sample, each.name) for sample in found]
            if None in seen:
                assert any(value is not None for value in seen), (kind, each.name)


def _without(packed: Any, owner: str, name: str) -> Any:
    """The same facts, had the program never known this one."""
    if isinstance(packed, list):
        return [_without(each, owner, name) for each in packed]
    if not isinstance(packed, dict) or RECORD not in packed:
        return packed
    told = {
        key: _without(each, owner, name)
        for key, each in packed["fields"].items()
        if (packed[RECORD], key) != (owner, name)
    }
    return {**packed, "fields": told}


def _used(oven: Oven, kind: Kind, language: str) -> list[tuple[str, str]]:
    """The facts that the templates of a kind ask for: (class, field)."""
    oven.ask({})  # forgets what was asked for before
    for facts in samples(kind):
        oven.ask(_asked(kind, language, facts))
    named = [each.name for each in fields(FACTS_OF[kind])]
    found = oven.ask({})["facts"]
    apart = [tuple(each.split(".")) for each in found if "." in each]
    return apart + [(FACTS_OF[kind].__name__, each) for each in found if each in named]


def _asked(kind: Kind, language: str, facts: Any) -> dict[str, Any]:
    assert is_dataclass(facts)
    asked = request(Job(page(kind, language=language), facts))
    return {**asked, "traced": True, "frameless": True}


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_fact_that_is_deleted_is_missed(language: str) -> None:
    """N of N: no template states a fact that it would not miss."""
    kinds: list[Kind] = list(KINDS) if full() else ["publication", "correction"]
    texts = {name: each.text for name, each in moulds().items()}
    unmissed = []
    with Oven(texts) as oven:
        for kind in kinds:
            used = _used(oven, kind, language)
            assert len(used) > 2
            unmissed += [
                (kind, *each)
                for each in used
                if not _missed(oven, kind, language, *each)
            ]
    assert unmissed == []


def _missed(oven: Oven, kind: Kind, language: str, owner: str, name: str) -> bool:
    for facts in samples(kind):
        asked = _asked(kind, language, facts)
        try:
            oven.ask({**asked, "facts": _without(asked["facts"], owner, name)})
        except Unfilled as error:
            return (error.what, error.about) == ("unknown", name)
    return False


def test_sample_pages_bring_every_part_of_a_frame_and_leave_it_out() -> None:
    found = sample_pages("de")
    for each in fields(found[0]):
        if each.name not in {
            "language",
            "identity",
            "dateline",
            "release_day",
            "issuer",
        }:
            assert len(
                {getattr(page, each.name) for page in found}
            ) > 1 or each.name in {
                "headline",
                "paragraphs",
            }
    assert replace(found[0], language="en") == sample_pages("en")[0]
