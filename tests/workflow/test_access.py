"""Who may: identity that nobody can claim, and rights that are denied by default."""

import os

import pytest

from tests.workflow.office import STAFF, STRANGER, employ, everything, sitting
from tests.worlds import FOUNDER, World
from workflow import access, people, procedure
from workflow.access import Identity, account_of, identify
from workflow.docket import choices
from workflow.errors import NotPermitted, Refused

CLAIMS = {
    "LOGNAME": "root",
    "USER": "root",
    "LNAME": "root",
    "USERNAME": "root",
    "SUDO_USER": "ada",
    "SUDO_UID": "1004",
    "SUDO_GID": "0",
    "HOME": "/root",
    "UID": "0",
    "EUID": "0",
    "MAIL": "/var/mail/ada",
    "PGUSER": "ada",
}
NAMES = {1001: "lena", 1004: "ada", 900: "laufzettel", 0: "root"}

# Written by hand from the path: who may record which event.
RIGHTS = {
    "approve": {"clerk"},
    "consent": {"clerk"},
    "decide": {"clerk"},
    "publish": {"press"},
    "withdraw": {"lead", "clerk"},
}
OPENERS = {"lead", "clerk"}
WAYS = {  # to every state of the path
    "draft": (),
    "first_approval": ("approve",),
    "council_consent": ("consent",),
    "ready_for_decision": ("approve", "consent"),
    "formal_decision": ("consent", "approve", "decide"),
    "publication": ("consent", "approve", "decide", "publish"),
    "withdrawn": ("withdraw",),
}
POSSIBLE = {
    "draft": {"approve", "consent", "withdraw"},
    "first_approval": {"consent", "withdraw"},
    "council_consent": {"approve", "withdraw"},
    "ready_for_decision": {"decide", "withdraw"},
    "formal_decision": {"publish", "withdraw"},
    "publication": set(),
    "withdrawn": set(),
}
PERSONS = STAFF | {"": STRANGER}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine that knows some logins, and claims everything in its environment."""
    for name, value in CLAIMS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(access, "login_name", lambda uid: NAMES.get(uid, f"uid {uid}"))
    monkeypatch.setattr(os, "geteuid", lambda: 1001)
    return monkeypatch


# --- identity


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("service", [None, "laufzettel", "ada", ""])
def test_nothing_in_the_environment_says_who_somebody_is(service: str | None) -> None:
    assert identify(None, service) == Identity("uid:1001", "lena", "system")


def test_sudo_is_believed_under_the_service_account_alone(
    machine: pytest.MonkeyPatch,
) -> None:
    machine.setattr(os, "geteuid", lambda: 900)
    assert identify(None, "laufzettel") == Identity("uid:1004", "ada", "sudo")
    assert identify(None, None) == Identity("uid:900", "laufzettel", "system")
    assert identify(None, "other") == Identity("uid:900", "laufzettel", "system")


@pytest.mark.parametrize(
    "said", ["", "ada", "-1", "1004x", "١٠٠٤", " 1004", "9" * 5000]
)
def test_what_sudo_never_says_is_not_believed(
    machine: pytest.MonkeyPatch, said: str
) -> None:
    machine.setattr(os, "geteuid", lambda: 900)
    machine.setenv("SUDO_UID", said)
    assert identify(None, "laufzettel").account == "uid:900"


def test_a_server_says_itself_who_is_at_the_other_end(server_world: World) -> None:
    found = identify(server_world.store.session_user, "laufzettel")
    assert found == Identity("database:clerk", "clerk", "database")


def test_a_login_that_the_machine_does_not_know_has_a_name_all_the_same() -> None:
    for uid in (4_000_000_000, 2**70):
        assert access.login_name(uid) == f"uid {uid}"


def test_a_person_is_named_by_login_or_by_number() -> None:
    assert account_of("uid:4294967", server=False).account == "uid:4294967"
    assert account_of("4294967", server=False).account == "uid:4294967"
    assert account_of("root", server=False) == Identity("uid:0", "root", "system")
    assert account_of("ada", server=True).account == "database:ada"
    assert account_of("database:ada", server=True).account == "database:ada"


@pytest.mark.parametrize(
    "person", ["", "no such", "\udcff", "a\x1b", "9" * 5000, "uid:"]
)
def test_a_person_whom_nobody_knows_is_refused(person: str) -> None:
    with pytest.raises(Refused):
        account_of(person, server=False)


@pytest.mark.parametrize(
    "person", ["", "database:", "a\x1b[m", "\udcff", "a\0", "x" * 1001]
)
def test_a_user_of_a_server_cannot_be_called_anything(person: str) -> None:
    with pytest.raises(Refused):
        account_of(person, server=True)


# --- the table of rights


def _in_state(world: World, state: str) -> str:
    item = world.open()
    for event in WAYS[state]:
        world.advance(item, event, "2021-07-06")
    assert world.slip(item).state == state
    return item


@pytest.mark.parametrize("state", WAYS)
def test_every_role_may_do_what_the_path_says_and_nothing_else(
    world: World, state: str
) -> None:
    employ(world)
    for event, roles in RIGHTS.items():
        item = _in_state(world, state)
        before = everything(world)
        for role, person in PERSONS.items():
            with sitting(world, person):
                if role not in roles:
                    with pytest.raises(NotPermitted) as refusal:
                        world.advance(item, event, "2021-07-06")
                    assert refusal.value.exit_code == 77
                elif event not in POSSIBLE[state]:
                    with pytest.raises(Refused):
                        world.advance(item, event, "2021-07-06")
                else:
                    continue
        assert everything(world) == before
        for role in roles if event in POSSIBLE[state] else ():
            with sitting(world, PERSONS[role]):
                world.advance(item, event, "2021-07-06")
            item = _in_state(world, state)
    assert world.verify().sound


@pytest.mark.parametrize("state", WAYS)
def test_the_choices_shown_are_those_that_are_open(world: World, state: str) -> None:
    employ(world)
    item = _in_state(world, state)
    for role, person in PERSONS.items():
        with world.store.reading() as tx:
            held = access.standing(tx, person)
        shown = {each.event: each for each in choices(world.slip(item), held)}
        assert set(shown) == set(RIGHTS)
        for event, choice in shown.items():
            may = role in RIGHTS[event] and event in POSSIBLE[state]
            assert choice.allowed == may
            assert (choice.reason is None) == may


def test_who_may_open_an_item(world: World) -> None:
    employ(world)
    for role, person in PERSONS.items():
        with sitting(world, person):
            if role in OPENERS:
                world.open()
                continue
            with pytest.raises(NotPermitted):
                world.open()
    assert len(everything(world)["items"]) == len(OPENERS)


def test_an_unknown_account_is_told_which_role_it_takes_and_who_grants_it(
    world: World,
) -> None:
    item = world.open()
    with sitting(world, STRANGER), pytest.raises(NotPermitted) as refusal:
        world.advance(item, "approve", "2021-07-06")
    said = str(refusal.value)
    assert "uid:1005" in said
    assert "clerk" in said
    assert "laufzettel role grant uid:1005 clerk" in said


def test_whoever_founded_a_local_record_holds_every_role(world: World) -> None:
    world.smart_city()
    with world.store.reading() as tx:
        held = access.standing(tx, FOUNDER)
    assert all(held.may([role]) for role in ("lead", "clerk", "press", "admin"))


def test_a_role_that_was_taken_away_no_longer_counts(world: World) -> None:
    employ(world)
    item = world.open()
    people.revoke(world.store, world.act(), STAFF["clerk"], "clerk")
    with sitting(world, STAFF["clerk"]):
        with pytest.raises(NotPermitted):
            world.advance(item, "approve", "2021-07-06")
        with pytest.raises(NotPermitted):
            procedure.withdraw(world.store, world.act(), item)
    assert world.verify().sound


def test_a_name_that_others_bear_gives_no_rights(world: World) -> None:
    """The account counts, not the name."""
    employ(world)
    item = world.open()
    namesake = Identity("uid:6666", "carl", "system")
    with sitting(world, namesake), pytest.raises(NotPermitted):
        world.advance(item, "approve", "2021-07-06")
