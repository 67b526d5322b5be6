"""One event, one or several kinds of release: what a path can declare."""

import pytest

from definitions.check import check
from definitions.comparison import compare
from definitions.findings import DefinitionBroken, Finding
from definitions.loader import find, from_content, load, shipped
from definitions.model import Definition
from notifications.grammar import KINDS, STEP_KINDS
from tests.definitions.files import Write, brief, edited, unmarked

ONE = "  decide: formal_decision\n"


def announcing(text: str) -> str:
    return edited((ONE, f"  decide: {text}\n"))


def found_in(write: Write, text: str) -> tuple[Finding, ...]:
    return check(load(write(text)), release_kinds=frozenset(STEP_KINDS))


def declared(write: Write, text: str) -> Definition:
    return load(write(announcing(text))).definition


def test_a_kind_alone_says_the_same_as_a_list_of_one(write: Write) -> None:
    alone = declared(write, "formal_decision")
    listed = declared(write, "[formal_decision]")
    assert alone.announced("decide") == listed.announced("decide")
    assert not compare(alone, listed)


def test_the_first_of_several_kinds_is_meant_by_default(write: Write) -> None:
    path = declared(write, "[appointment, formal_decision]")
    assert path.announced("decide") == ("appointment", "formal_decision")
    assert path.announced("withdraw") == ()
    other = declared(write, "[formal_decision, appointment]")
    (change,) = compare(path, other)
    assert change.section == "announcements"


def test_a_file_that_names_one_kind_keeps_its_hash() -> None:
    """Records in use hold the path by its hash, and read it as they did."""
    loaded = find("berlin-senate")
    assert '"announcements":{"approve":"first_approval"' in loaded.content
    assert from_content(loaded.content).announced("approve") == ("first_approval",)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "»formal_decison",
            "announcements.decide: there is no release of the kind formal_decison; "
            "did you mean formal_decision?",
        ),
        (
            "[formal_decision, »appointmnt]",
            "announcements.decide.1: there is no release of the kind appointmnt; "
            "did you mean appointment?",
        ),
        (
            "[appointment, formal_decision, »appointment]",
            "announcements.decide.2: appointment stands twice in the list; "
            "keep one of the two",
        ),
    ],
)
def test_wrong_kinds_are_found_where_they_stand(
    write: Write, written: str, told: str
) -> None:
    text, place = unmarked(announcing(written))
    (found,) = found_in(write, text)
    assert brief(found) == f"{place}: {told}"


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(STEP_KINDS)))
def test_what_announces_no_step_cannot_be_declared(write: Write, kind: str) -> None:
    (found,) = found_in(write, announcing(kind))
    assert f"there is no release of the kind {kind}" in str(found)


def test_an_empty_list_of_kinds_is_refused(write: Write) -> None:
    with pytest.raises(DefinitionBroken, match=r"announcements\.decide"):
        load(write(announcing("[]")))


@pytest.mark.parametrize("name", shipped())
def test_shipped_paths_announce_in_kinds_that_exist(name: str) -> None:
    path = find(name).definition
    assert {kind for each in path.announcements for kind in path.announced(each)} <= {
        *STEP_KINDS
    }
