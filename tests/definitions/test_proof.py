"""One run names everything: what is wrong with the form and what is with the path."""

import random
import re
from collections.abc import Iterator

import pytest

from definitions.complaints import model_at
from definitions.findings import Finding, where
from definitions.loader import find, shipped
from definitions.reader import read
from tests.definitions.files import (
    SOUND,
    Write,
    altered,
    example,
    proven,
)
from tests.load import rounds

TEN = (
    # The form.
    ("version: 2026-01", "version: »2026"),
    ("legal: {de: Rechtsamt, en: legal office}", "»legal: {de: Rechtsamt}"),
    ("    valid_to: 2025-12-31", "    valid_to: »2025-12-32"),
    ("      - document: opinion", "      - »document: opinion\n        event: amend"),
    ("    supplement: true", "    »suplement: true"),
    ("    period: 2 weeks", "    period: »a fortnight"),
    # The path.
    ("zone: Europe/Berlin", "zone: »Europe/Bonn"),
    ("    silence: silent", "    silence: »silence"),
    ("        rejected: failed", "        rejected: »faild"),
    ("      - second_person: adopt", "      - second_person: »expire"),
    (
        "  answer:\n",
        "  late:\n    {de: a, en: b, before: »legal, period: 1 day,"
        " remind: lead, met_by: publish}\n  answer:\n",
    ),
    ("  publish: publication", "  publish: »publicaton"),
)


def test_ten_faults_of_both_kinds_are_named_in_one_run(write: Write) -> None:
    marked = altered(*TEN)
    lines = [at for at, line in enumerate(marked.split("\n"), start=1) if "»" in line]
    columns = [line.index("»") + 1 for line in marked.split("\n") if "»" in line]
    found = proven(write(marked.replace("»", "")))
    assert [(each.line, each.column) for each in found] == list(
        zip(lines, columns, strict=True)
    )
    assert len(found) == len(TEN)
    assert [each.where for each in found] == [
        "version",
        "zone",
        "sources.old-code.valid_to",
        "bodies.legal.en",
        "consultations.hearing.silence",
        "events.register.requires.1",
        "events.adopt.moves.on_agenda.rejected",
        "events.amend.suplement",
        "events.publish.requires.0.second_person",
        "deadlines.late.before",
        "deadlines.answer.period",
        "announcements.publish",
    ]


# A fault of the form, and defects of the path elsewhere that are named nevertheless.
BESIDE = {
    "moves that are a list": (
        (
            "      draft: on_agenda\n    requires:\n      - cons",
            "      - draft\n    requires:\n      - cons",
        ),
        ("remind: clerk", "remind: clrek"),
        ["events.register.moves", "deadlines.publication.remind.0"],
    ),
    "state with a capital": (
        ("  on_agenda: {de", "  On_agenda: {de"),
        ("remind: clerk", "remind: clrek"),
        ["states.On_agenda", "deadlines.publication.remind.0"],
    ),
    "state that is a text": (
        (
            "  withdrawn: {de: zurückgezogen, en: withdrawn, final: true}",
            "  withdrawn: weg",
        ),
        ("      adopted: published", "      adopted: in_forse"),
        ["states.withdrawn", "events.publish.moves.adopted"],
    ),
    "event that stands twice": (
        ("  publish:\n    de: Bekanntmachung\n", "  adopt:\n    de: Bekanntmachung\n"),
        ("by: [lead, clerk]", "by: [lead, clark]"),
        ["events.adopt", "events.withdraw.by.1"],
    ),
    "role under a key that is a number": (
        ("  clerk: {de", "  012: {de"),
        ("after: adopt", "after: adapt"),
        ["roles", "deadlines.publication.after"],
    ),
    "no sections but events": (
        ("\nroles:\n", "\nnobody:\n"),
        ("after: adopt", "after: adapt"),
        ["roles", "nobody", "deadlines.publication.after"],
    ),
    "definition without days": (
        ("valid_from: 2024-01-01\n", "valid_from: today\n"),
        ("remind: clerk", "remind: clrek"),
        ["valid_from", "deadlines.publication.remind.0"],
    ),
    "outcomes that are a text": (
        (
            "    outcomes: [adopted, adopted_with_changes, adjourned, rejected]\n",
            "    outcomes: adopted\n",
        ),
        ("remind: clerk", "remind: clrek"),
        ["events.adopt.outcomes", "deadlines.publication.remind.0"],
    ),
    "merge key in an event": (
        ("    supplement: true\n", "    <<: {body: council}\n"),
        ("remind: clerk", "remind: clrek"),
        ["events.amend", "deadlines.publication.remind.0"],
    ),
    "alias for the bodies": (
        ("    asks: [legal, finance]\n", "    asks: *everybody\n"),
        ("remind: clerk", "remind: clrek"),
        ["consultations.hearing.asks", "deadlines.publication.remind.0"],
    ),
    "deadlines that are a list": (
        ("deadlines:\n  registration:\n", "deadlines:\n- registration:\n"),
        ("by: [lead, clerk]", "by: [lead, clark]"),
        ["events.withdraw.by.1", "deadlines"],
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_cannot_be_read_has_no_consequences_and_hides_nothing(
    name: str, write: Write
) -> None:
    fault, defect, places = BESIDE[name]
    found = proven(write(altered(fault, defect)))
    assert [each.where for each in found] == places


def test_what_stands_under_a_misspelled_key_is_judged_as_if_it_were_not(
    write: Write,
) -> None:
    """The form under it, and the path."""
    found = proven(
        write(
            altered(
                (
                    "    moves:\n      adopted: published",
                    "    mvoes:\n      adopted: Failed",
                ),
                ("    during: draft", "    durign: drafd"),
                ("\ndeadlines:\n", "\ndeadlnies:\n"),
                ("    period: 7 days", "    period: 7 dayz"),
                ("    lapses: expire", "    lapses: withdraw"),
            )
        )
    )
    assert [(each.where, str(each.hint)) for each in found] == [
        ("consultations.hearing.durign", "did you mean during?"),
        ("consultations.hearing.during.0", "did you mean draft?"),
        ("events.publish.mvoes", "did you mean moves?"),
        (
            "events.publish.moves.adopted",
            "write a-z first, then a-z, 0-9 and _; no spaces, no umlauts",
        ),
        (
            "events.expire.by.0",
            "name the event in `lapses` or `begins` of a deadline, or name a role here",
        ),
        ("deadlnies", "did you mean deadlines?"),
        (
            "deadlines.registration.period",
            "write a number and a unit: 7 days, 5 working days, 2 weeks",
        ),
        (
            "deadlines.publication.lapses",
            "add `clock` to its `by`, or take `lapses` out",
        ),
    ]


def keys() -> Iterator[tuple[str, int, int, str]]:
    """Each key of each kind of map, once: the example, and where it stands in it."""
    seen = set()
    for path, place in read(example().encode(), "").places.keys.items():
        model = model_at(path[:-1])
        if model is not None and (model, path[-1]) not in seen:
            seen.add((model, path[-1]))
            yield where(path), place.line, place.column, str(path[-1])


@pytest.mark.parametrize(("path", "line", "column", "key"), list(keys()))
def test_a_misspelled_key_is_the_only_finding_with_the_one_meant(
    path: str, line: int, column: int, key: str, write: Write
) -> None:
    """Even where it is needed, or hides moves: it is read as if it were not."""
    typo = key + key[-1] if len(key) < 4 else key[1] + key[0] + key[2:]
    lines = example().split("\n")
    text = lines[line - 1]
    lines[line - 1] = text[: column - 1] + typo + text[column - 1 + len(key) :]
    found = proven(write("\n".join(lines)))
    assert [(each.line, each.column) for each in found] == [(line, column)]
    assert str(found[0].what) == f"the key {typo} is not known here"
    assert str(found[0].hint) == f"did you mean {key}?"
    assert found[0].where == path[: len(path) - len(key)] + typo


def test_a_sound_file_has_nothing_to_mend(write: Write) -> None:
    assert proven(write(SOUND)) == ()
    assert proven(write(example())) == ()


def test_what_is_no_map_at_all_is_said_once(write: Write) -> None:
    assert len(proven(write("- a\n- b\n"))) == 1
    assert len(proven(write("a: [\n"))) == 1


def test_a_file_of_misfits_alone_is_refused_by_what_it_lacks(write: Write) -> None:
    found = proven(write("definition: x\nstates: []\nevents: 7\n"))
    assert {each.where for each in found} == {
        "version",
        "title",
        "valid_from",
        "zone",
        "opened_by",
        "roles",
        "states",
        "events",
        "stations",
    }


def _mutant(text: str, chance: random.Random) -> str:
    """The text with some lines, words or letters lost, doubled or exchanged."""
    for _ in range(chance.randint(1, 4)):
        cut = chance.choice([r"\n", r"\b", r""])
        parts = re.split(f"({cut})", text) if cut else list(text)
        at, other = (chance.randrange(len(parts)) for _ in range(2))
        match chance.randrange(4):
            case 0:
                del parts[at]
            case 1:
                parts.insert(at, parts[other])
            case 2:
                parts[at], parts[other] = parts[other], parts[at]
            case _:
                parts[at] = chance.choice(
                    ["", "[", "{}", "~", "true", "012", ": ", "- "]
                )
        text = "".join(parts)
    return text


@pytest.mark.heavy
@pytest.mark.parametrize("name", shipped())
def test_no_mutant_of_a_shipped_file_breaks_the_check(name: str, write: Write) -> None:
    chance = random.Random(name)
    source = find(name).source
    for _ in range(rounds(10, 500)):
        found = proven(write(_mutant(source, chance)))
        _is_in_order(found)


def _is_in_order(found: tuple[Finding, ...]) -> None:
    assert all(str(each) and each.line >= 1 and each.column >= 1 for each in found)
    assert len({str(each) for each in found}) == len(found)
    assert [each.line for each in found] == sorted(each.line for each in found)
