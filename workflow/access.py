"""Who may: persons, how they are identified, the roles they hold.

Default deny. A person is known by an account that somebody else vouches for: the user
id of the operating system, or the session user of PostgreSQL. Never a name from the
environment.
"""

import os
import pwd
import re
import shlex
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from definitions.model import Definition
from definitions.sentences import sentence, shortened
from definitions.values import CLOCK
from workflow import wording
from workflow.errors import NotPermitted, Refused
from workflow.history import BESIDE, EXPIRY, TERM_CHANGES, Entry, root_of, standings
from workflow.store import Row, Transaction

ADMIN = "admin"  # administers people and roles; declared by no definition
EVERY_ROLE = "*"  # held by whoever founds a local database
_UID = re.compile(r"[0-9]{1,10}")
_NAMES = 20  # of people, where none comes near


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is at the keyboard: `how` vouches for `account`; `name` is for reading."""

    account: str
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A person of this record and the roles held now; strangers have no `person`."""

    identity: Identity
    person: str | None
    roles: frozenset[str]

    def may(self, by: Iterable[str]) -> bool:
        """Whether one of the roles `by` is held."""
        return covers(self.roles, by)


def covers(roles: Collection[str], by: Iterable[str]) -> bool:
    """Whether the roles that are held cover one of `by`; nobody holds the clock."""
    asked = set(by)
    if EVERY_ROLE in roles:
        return asked != {CLOCK}
    return not asked.isdisjoint(roles)


def holders(by: Iterable[str]) -> tuple[str, ...]:
    """The roles of `by` that somebody can hold: all but the clock."""
    return tuple(each for each in by if each != CLOCK)


def identify(session_user: str | None, service_account: str | None = None) -> Identity:
    """The identity behind this process.

    PostgreSQL's session user where there is one; else the effective user id. SUDO_UID
    counts only where the effective user is `service_account`, which a root-owned
    configuration names: nobody but root and sudo can then run code under that account.
    """
    if session_user is not None:
        return Identity(f"database:{session_user}", session_user, "database")
    uid = os.geteuid()
    if service_account is not None and login_name(uid) == service_account:
        behind = os.environ.get("SUDO_UID", "")
        if _UID.fullmatch(behind):
            return Identity(f"uid:{int(behind)}", login_name(int(behind)), "sudo")
    return Identity(f"uid:{uid}", login_name(uid), "system")


def login_name(uid: int) -> str:
    """The login name of a user id, or the number itself where the system knows none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def account_of(person: str, *, server: bool) -> Identity:
    """The account meant by a name typed at `role grant`: a login name, or `uid:1000`.

    Raises Refused if the operating system knows no such login.
    """
    if server:
        name = wording.clean("person", person.removeprefix("database:"))
        return Identity(f"database:{name}", name, "database")
    number = person.removeprefix("uid:")
    if _UID.fullmatch(number):
        return Identity(f"uid:{int(number)}", login_name(int(number)), "system")
    try:
        return Identity(f"uid:{pwd.getpwnam(person).pw_uid}", person, "system")
    except KeyError:
        raise Refused(
            sentence(
                "This machine knows no login {person}. Give a login name or"
                " uid:NUMBER.",
                person=person,
            )
        ) from None


def typed(identity: Identity) -> str:
    """The account as it is typed at `role grant`: the name if that means it."""
    try:
        meant = account_of(identity.name, server=identity.how == "database").account
    except Refused:  # a user id without a login
        meant = ""
    same = meant == identity.account
    return shlex.quote(identity.name if same else identity.account)


def standing(tx: Transaction, identity: Identity) -> Standing:
    """The person behind an identity, with the roles held now."""
    rows = tx.all("standing_of", account=identity.account)
    if not rows:
        return Standing(identity, None, frozenset())
    roles = frozenset(row["role"] for row in rows if row["role"] is not None)
    return Standing(identity, rows[0]["id"], roles)


def known_person(tx: Transaction, typed_name: str) -> Row:
    """The row of the person meant by an account, its number, or a name.

    Refused if the record knows nobody of that name, or several: a login may have passed
    from one user id to another.
    """
    people = tx.all("people")
    for said in _SAID_AS:
        found = [row for row in people if said(row) == typed_name]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(
                sentence(
                    "Several people of the record are called {name}: {accounts}. Give"
                    " the account.",
                    name=typed_name,
                    accounts=tuple(row["account"] for row in found),
                )
            )
    raise _nobody(typed_name, [row["name"] for row in people])


def typed_names(people: Sequence[Row]) -> dict[str, str]:
    """How each person of the record can be typed, by id: the name if that is enough."""
    names = [row["name"] for row in people]
    return {
        row["id"]: row["name"]
        if names.count(row["name"]) == 1 and shlex.quote(row["name"]) == row["name"]
        else row["account"]
        for row in people
    }


_SAID_AS: tuple[Callable[[Row], str], ...] = (
    lambda row: str(row["account"]),
    lambda row: str(row["account"]).partition(":")[2],
    lambda row: str(row["name"]),
)


def _nobody(name: str, names: Sequence[str]) -> Refused:
    near = get_close_matches(name, names, n=3)
    shown = tuple(near or names[:_NAMES])
    if not near and len(names) > _NAMES:
        shown = (*shown, "…")
    return Refused(
        sentence(
            "The record knows nobody called {name}; there are: {names}.",
            name=shortened(name or repr(name)),
            names=shown or sentence("none"),
        )
    )


def require(held: Standing, by: Sequence[str], definition: Definition | None) -> str:
    """The person's id if one of the roles `by` is held; else NotPermitted."""
    if held.person is not None and held.may(by):
        return held.person
    if set(by) == {CLOCK}:
        raise NotPermitted(
            sentence(
                "Nobody records this step: it comes by itself when a term ends. Nothing"
                " was recorded."
            )
        )
    by = holders(by)
    roles = tuple(_role(each, definition) for each in by)
    raise NotPermitted(
        sentence(
            "{name} ({account}) may not do this: it takes the role {roles}. "
            "An administrator can grant it: `laufzettel role grant {person} {role}`.",
            name=held.identity.name,
            account=held.identity.account,
            person=typed(held.identity),
            roles=roles,
            role=by[0],
        )
    )


def correctors(
    definition: Definition, entries: Sequence[Entry], target: Entry, event: str | None
) -> tuple[tuple[str, ...], ...]:
    """Which roles it takes to correct `target`, one of each group.

    Who may record the step as it stands may correct it; a new `event` takes its own
    role as well.
    """
    root = root_of(entries, target)
    if root.kind == "opened":
        return (tuple(definition.opened_by),)
    if root.kind in BESIDE:
        return (beside_by(definition, entries, root),)
    stands = standings(entries)[root.item_seq].facts.event or root.event
    if root.actor == EXPIRY and (event is None or event == stands):
        return (tuple(definition.opened_by),)  # nobody else could record it
    events = [stands] if event is None or event == stands else [stands, event]
    return tuple(
        tuple(definition.events[each].by)
        for each in events
        if each in definition.events
    )


def beside_by(
    definition: Definition, entries: Sequence[Entry], entry: Entry
) -> tuple[str, ...]:
    """Which roles may record what stands beside the steps, one of them."""
    if entry.kind == "answered":
        entry = entries[entry.content["facts"]["asked"] - 1]
    if entry.kind == "consulted":
        rule = definition.consultations.get(entry.content["facts"]["consultation"])
        return tuple(rule.by) if rule else tuple(definition.roles)
    if entry.kind == "gap":
        return tuple(definition.opened_by)
    if entry.kind in TERM_CHANGES:
        return term_changers(definition, entry.kind, entry.content["facts"]["deadline"])
    return tuple(definition.roles)


def term_changers(definition: Definition, kind: str, name: str) -> tuple[str, ...]:
    """Which roles may extend, suspend or resume a deadline, one of them.

    Every role where the path does not permit it: then the path refuses.
    """
    rule = definition.deadlines.get(name)
    permitted = None
    if rule is not None:
        permitted = rule.extension if kind == "extended" else rule.suspension
    return tuple(permitted.by) if permitted else tuple(definition.roles)


def known_roles(definitions: Iterable[Definition]) -> dict[str, object]:
    """Every role that can be granted, with its label: of the definitions, and admin."""
    found: dict[str, object] = {ADMIN: sentence("administrator")}
    for definition in definitions:
        found |= definition.roles
    return found


def _role(name: str, definition: Definition | None) -> object:
    if definition is None or name not in definition.roles:
        return name
    return sentence("{role} ({label})", role=name, label=definition.roles[name])
