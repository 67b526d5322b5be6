"""Founding a record, and who holds which role in it; each act leaves an entry."""

import secrets
from collections.abc import Iterable, Mapping

from definitions.loader import find, from_content, shipped
from definitions.model import Definition
from definitions.sentences import sentence, shortened
from workflow.access import ADMIN, EVERY_ROLE, Identity, known_roles, standing
from workflow.entries import GENESIS
from workflow.errors import Refused
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, headless, unit
from workflow.wording import clean_words


def found(store: Store, act: Act, *, administrator: Identity, every_role: bool) -> None:
    """Found the record: its head, its first person, who administers it.

    `every_role` gives the administrator every role of every path as well (a local
    database of one person). Raises Refused if the record exists.
    """
    with store.writing() as tx:
        if tx.one("head") is None and tx.one("latest") is not None:
            raise headless(tx)
        if tx.one("head") is not None:
            raise Refused(
                sentence(
                    "The database holds a record already. Nothing was changed; "
                    "`laufzettel whoami` tells your roles in it."
                )
            )
        tx.change(
            "add_head",
            id=1,
            log=secrets.token_hex(16),
            seq=0,
            hash=GENESIS,
            recorded_at=act.now,
        )
        work = Unit(tx, act, "init", {})
        person = _register(work, administrator, by=None)
        roles = [ADMIN, EVERY_ROLE] if every_role else [ADMIN]
        for role in roles:
            _grant(work, person, role, by=person, named=False)


def grant(
    store: Store,
    act: Act,
    whom: Identity,
    role: str,
    definitions: Iterable[Definition],
    *,
    note: str | None = None,
) -> Answer:
    """Give a role to a person, who is registered at the first grant.

    It takes the role admin. Raises Refused for an unknown role or one that is held
    already.
    """
    known = known_roles(definitions)
    words = clean_words({"note": note})
    asked = {"account": whom.account, "role": role, "words": words}
    try:
        with unit(store, act, "grant", asked) as work:
            by = work.require((ADMIN,))
            _check_known(role, known)
            held = standing(work.tx, whom)
            if role in held.roles:
                raise Refused(
                    sentence(
                        "{name} holds the role {role} already. Nothing was recorded.",
                        name=whom.name,
                        role=role,
                    )
                )
            person = held.person or _register(work, whom, by=by)
            return _grant(work, person, role, by=by, words=words)
    except Answered as done:
        return done.answer


def _check_known(role: str, known: Mapping[str, object]) -> None:
    if role not in known:
        raise Refused(
            sentence(
                "No path has a role {role}; there are {roles}. Nothing was recorded.",
                role=shortened(role),
                roles=tuple(known),
            )
        )


def revoke(
    store: Store, act: Act, whom: Identity, role: str, *, note: str | None = None
) -> Answer:
    """Take a role from a person.

    The last administrator keeps the role admin.
    """
    words = clean_words({"note": note})
    asked = {"account": whom.account, "role": role, "words": words}
    try:
        with unit(store, act, "revoke", asked) as work:
            by = work.require((ADMIN,))
            held = standing(work.tx, whom)
            if held.person is None or role not in held.roles:
                raise Refused(
                    sentence(
                        "{name} does not hold the role {role}. Nothing was recorded; "
                        "`laufzettel role list` shows who does.",
                        name=whom.name,
                        role=role,
                    )
                )
            _check_last_administrator(work.tx, role)
            facts = {"person": held.person, "role": role}
            entry = work.write("role_revoked", by, facts=facts, words=words)
            work.tx.change("end_grant", person=held.person, named=role, seq=entry.seq)
            return answer(None, entry)
    except Answered as done:
        return done.answer


def grants(tx: Transaction) -> list[Row]:
    """Who holds which role now: id, account, name, role, granted_seq."""
    return tx.all("grants")


def known_paths(store: Store) -> list[Definition]:
    """The paths whose roles and bodies can be named: of the record, and shipped."""
    with store.reading() as tx:
        stored = [from_content(row["content"]) for row in tx.all("definitions")]
    return [*stored, *(find(name).definition for name in shipped())]


def _register(work: Unit, whom: Identity, by: str | None) -> str:
    person = f"p-{secrets.token_hex(8)}"
    words = {"account": whom.account, "name": whom.name}
    facts = {"person": person}
    entry = work.write("person", by or person, named=False, facts=facts, words=words)
    work.tx.change("add_person", id=person, seq=entry.seq, **words)
    return person


def _grant(
    work: Unit,
    person: str,
    role: str,
    *,
    by: str,
    named: bool = True,
    words: Mapping[str, str] | None = None,
) -> Answer:
    facts = {"person": person, "role": role}
    entry = work.write("role_granted", by, named=named, facts=facts, words=words or {})
    work.tx.change(
        "add_grant",
        granted_seq=entry.seq,
        person_id=person,
        role=role,
        revoked_seq=None,
    )
    return answer(None, entry)


def _check_last_administrator(tx: Transaction, role: str) -> None:
    if role == ADMIN and [row["role"] for row in tx.all("grants")].count(ADMIN) == 1:
        raise Refused(
            sentence(
                "This is the last administrator; grant the role to somebody else first."
                " Nothing was recorded."
            )
        )
