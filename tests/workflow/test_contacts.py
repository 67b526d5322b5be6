"""Where people, roles and bodies are written to: entered, changed, taken back."""

from typing import Any

import pytest

from tests.workflow.office import (
    ADA,
    CARL,
    LENA,
    STAFF,
    STRANGER,
    employ,
    everything,
    sitting,
)
from tests.worlds import World
from workflow import contacts, people
from workflow.access import Identity
from workflow.directory import Directory
from workflow.errors import NotPermitted, Refused
from workflow.unit import Answer

DAY = "2021-08-10"


def enter(world: World, who: str, address: str, **said: Any) -> Answer:
    act = world.act(**{k: said.pop(k) for k in ("command_id",) if k in said})
    paths = [world.path.definition]
    return contacts.set_contact(world.store, act, who, paths, address=address, **said)


def addresses(world: World) -> list[tuple[Any, ...]]:
    with world.store.reading() as tx:
        rows = contacts.contacts(tx)
    return [(row["who"], row["name"], row["address"], row["language"]) for row in rows]


def test_a_person_a_role_and_a_body_get_an_address(world: World) -> None:
    employ(world)
    enter(world, "role:lead", "lead@senat.example", language="en")
    enter(world, "body:senate", "senat@senat.example", name="Senat")
    enter(world, "lena", "lena@senat.example", name="Lena Müller")
    enter(world, "uid:1002", "o'brien@senat.example")
    assert addresses(world) == [
        ("lena", "Lena Müller", "lena@senat.example", "de"),
        ("carl", None, "o'brien@senat.example", "de"),
        ("body:senate", "Senat", "senat@senat.example", "de"),
        ("role:lead", None, "lead@senat.example", "en"),
    ]
    assert world.verify().sound


def test_the_record_reads_its_directory(world: World) -> None:
    employ(world)
    enter(world, "lena", "lena@senat.example")
    with world.store.reading() as tx:
        (lena,) = Directory.of(tx).reached("role:lead", world.now.date())
    assert (lena.name, lena.address) == ("lena", "lena@senat.example")
    enter(world, "lena", "lena@senat.example", name="Lena Müller", language="en")
    with world.store.reading() as tx:
        (lena,) = Directory.of(tx).reached("role:lead", world.now.date())
    assert (lena.name, lena.language) == ("Lena Müller", "en")


def test_what_is_not_said_stays_as_it_was(world: World) -> None:
    enter(world, "role:lead", "a@senat.example", name="Federführung", language="en")
    enter(world, "role:lead", "b@senat.example")
    enter(world, "role:lead", "b@senat.example", language="de")
    assert addresses(world) == [("role:lead", "Federführung", "b@senat.example", "de")]
    assert world.verify().sound


def test_an_address_is_taken_back_and_entered_again(world: World) -> None:
    enter(world, "role:lead", "a@senat.example", name="Federführung")
    contacts.drop_contact(world.store, world.act(), "role:lead", note="aufgelöst")
    assert addresses(world) == []
    assert world.verify().sound
    enter(world, "role:lead", "b@senat.example")
    assert addresses(world) == [("role:lead", None, "b@senat.example", "de")]
    assert world.verify().sound


def test_neither_name_nor_address_stands_in_the_chain(world: World) -> None:
    employ(world)
    enter(world, "lena", "lena@senat.example", name="Lena Müller", note="per Mail")
    content = everything(world)["entries"][-1]["content"]
    for told in ("senat.example", "Müller", "lena", "per Mail"):
        assert told not in content


def test_a_command_that_is_repeated_is_done_once(world: World) -> None:
    first = enter(world, "role:lead", "a@senat.example", command_id="k-1")
    enter(world, "role:lead", "b@senat.example")
    assert enter(world, "role:lead", "a@senat.example", command_id="k-1") == first
    assert [row[2] for row in addresses(world)] == ["b@senat.example"]
    with pytest.raises(Refused, match="command id"):
        enter(world, "role:lead", "c@senat.example", command_id="k-1")


BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "no address": ("role:lead", {"address": "lead"}, "is no mail address"),
    "two addresses": ("role:lead", {"address": "a@b, c@d"}, "is no mail address"),
    "a header": ("role:lead", {"address": "a@b\r\nBcc: c@d"}, "is no mail address"),
    "an address too long": (
        "role:lead",
        {"address": f"a@{'b.' * 130}de"},
        "is no mail address",
    ),
    "a local part too long": (
        "role:lead",
        {"address": f"{'a' * 65}@b.de"},
        "is no mail address",
    ),
    "two dots": ("role:lead", {"address": "a..b@senat.example"}, "is no mail address"),
    "umlauts": ("role:lead", {"address": "a@müller.example"}, "xn--"),
    "a name with an encoded word": (
        "role:lead",
        {"name": "=?utf-8?q?x?="},
        "encoded word",
    ),
    "a name with a line break": ("role:lead", {"name": "a\nb"}, "control character"),
    "an empty name": ("role:lead", {"name": " "}, "it is empty"),
    "another language": ("role:lead", {"language": "fr"}, "de, en"),
    "an unknown role": ("role:king", {}, "there are admin, clerk, lead, press"),
    "no role": ("role:", {}, "there are admin"),
    "an unknown body": ("body:court", {}, "there are council, senate"),
    "an unknown person": ("lean", {}, "nobody called lean; there are: lena"),
    "somebody far off": ("xyz", {}, "there are: clerk, lena, "),
    "nobody": ("", {}, "nobody called ''"),
}


@pytest.mark.parametrize(("who", "said", "reason"), BAD.values(), ids=BAD)
def test_what_cannot_be_written_to_is_refused(
    world: World, who: str, said: dict[str, Any], reason: str
) -> None:
    employ(world)
    before = everything(world)
    with pytest.raises(Refused) as refusal:
        enter(world, who, **{"address": "a@senat.example", **said})
    assert reason in str(refusal.value)
    assert everything(world) == before


def test_what_would_change_nothing_is_refused(world: World) -> None:
    enter(world, "role:lead", "a@senat.example")
    before = everything(world)
    with pytest.raises(Refused, match="already"):
        enter(world, "role:lead", "a@senat.example", language="de")
    for who in ("role:clerk", "role:king"):
        with pytest.raises(Refused, match="contact list"):
            contacts.drop_contact(world.store, world.act(), who)
    assert everything(world) == before


def test_a_role_that_no_path_has_any_more_can_be_dropped(world: World) -> None:
    act, path = world.act(), world.path.definition
    gone = path.model_copy(update={"roles": {"reeve": path.roles["lead"]}})
    contacts.set_contact(world.store, act, "role:reeve", [gone], address="a@b.example")
    contacts.drop_contact(world.store, world.act(), "role:reeve")
    assert addresses(world) == []


def test_a_name_that_two_people_bear_is_no_name(world: World) -> None:
    employ(world)
    later = Identity("uid:2001", "lena", "system")  # the login passed to another id
    people.grant(world.store, world.act(), later, "lead", [world.path.definition])
    with pytest.raises(Refused, match="uid:1001, uid:2001"):
        enter(world, "lena", "lena@senat.example")
    enter(world, "2001", "lena@senat.example")
    assert addresses(world)[0][0] == "uid:2001"


@pytest.mark.parametrize("person", [LENA, CARL, STRANGER], ids=lambda each: each.name)
def test_only_an_administrator_enters_addresses(world: World, person: Identity) -> None:
    employ(world)
    enter(world, "lena", "lena@senat.example")
    before = everything(world)
    with sitting(world, person):
        with pytest.raises(NotPermitted):
            enter(world, "lena", "other@senat.example")
        with pytest.raises(NotPermitted):
            contacts.drop_contact(world.store, world.act(), "lena")
    assert everything(world) == before
    assert STAFF["admin"] == ADA
    with sitting(world, ADA):
        enter(world, "lena", "other@senat.example")
