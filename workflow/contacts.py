"""Where people, roles and bodies are written to; each act leaves an entry.

An address and a name are personal data: they stand outside the chain, as texts of their
entry.
"""

import re
from collections.abc import Iterable, Mapping

from definitions.model import Definition
from definitions.sentences import sentence, shortened
from workflow import wording
from workflow.access import ADMIN, known_person, known_roles, typed_names
from workflow.errors import Refused
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, unit

PRESS_LIST = "press:"  # begins the name of who is sent every release
_FIRST_LANGUAGE = "de"
_LIST = re.compile(r"[a-z][a-z0-9-]{0,63}")


def set_contact(
    store: Store,
    act: Act,
    who: str,
    definitions: Iterable[Definition],
    *,
    address: str,
    name: str | None = None,
    language: str | None = None,
    note: str | None = None,
) -> Answer:
    """Say where `who` is written to: a person, `role:NAME`, `body:NAME`, `press:NAME`.

    Whoever stands on the press list (`press:`) is sent every release.

    `definitions` are the paths that know the roles and bodies. A name and a language
    that are not given stay as they were; at first there is no name, and the language is
    German. It takes the role admin. Raises Refused for an address that is none, for
    somebody unknown, and where nothing would change.
    """
    wording.clean_address(address)
    _check_language(language)
    words = wording.clean_words({"name": name, "note": note}) | {"address": address}
    asked = {"who": who, "language": language, "words": words}
    known = tuple(definitions)
    try:
        with unit(store, act, "set_contact", asked) as work:
            by = work.require((ADMIN,))
            subject = _subject(work.tx, who, known)
            before = work.tx.one("contact", of_subject=subject)
            return _set(work, by, who, subject, before, words, language)
    except Answered as done:
        return done.answer


def _set(
    work: Unit,
    by: str,
    who: str,
    subject: str,
    before: Row | None,
    words: Mapping[str, str],
    language: str | None,
) -> Answer:
    kept = before or {"name": None, "language": _FIRST_LANGUAGE}
    row = {
        "name": words.get("name", kept["name"]),
        "address": words["address"],
        "language": language or kept["language"],
    }
    if before is not None and all(before[each] == row[each] for each in row):
        raise Refused(
            sentence(
                "{who} is written to at {address} already. Nothing was recorded.",
                who=who,
                address=row["address"],
            )
        )
    words = {**words, "name": row["name"]} if row["name"] else words
    facts = {"subject": subject, "language": row["language"]}
    entry = work.write("contact", by, facts=facts, words=words)
    if before is None:
        work.tx.change("add_contact", subject=subject, seq=entry.seq, **row)
    else:
        work.tx.change("set_contact", of_subject=subject, seq=entry.seq, **row)
    return answer(None, entry)


def drop_contact(
    store: Store, act: Act, who: str, *, note: str | None = None
) -> Answer:
    """Take an address back: `who` is written to no more.

    It takes the role admin. A role or a body that no path has any more can be dropped
    too. Raises Refused where there is no address.
    """
    words = wording.clean_words({"note": note})
    try:
        with unit(store, act, "drop_contact", {"who": who, "words": words}) as work:
            by = work.require((ADMIN,))
            subject = who if _is_mailbox(who) else _person(work.tx, who)
            if work.tx.one("contact", of_subject=subject) is None:
                raise Refused(
                    sentence(
                        "No address of {who} is on record. Nothing was recorded;"
                        " `laufzettel contact list` shows the addresses.",
                        who=shortened(who),
                    )
                )
            facts = {"subject": subject}
            entry = work.write("contact_dropped", by, facts=facts, words=words)
            work.tx.change("drop_contact", of_subject=subject)
            return answer(None, entry)
    except Answered as done:
        return done.answer


def contacts(tx: Transaction) -> list[Row]:
    """Every address on record, with `who` as it is typed, and a person's account.

    Persons first, by account; then bodies and roles.
    """
    typed = typed_names(tx.all("people"))
    rows = [
        {**row, "who": typed.get(row["subject"].partition(":")[2], row["subject"])}
        for row in tx.all("contacts_called")
    ]
    return sorted(rows, key=lambda row: (row["account"] is None, row["account"] or ""))


def _is_mailbox(who: str) -> bool:
    return who.startswith(("role:", "body:", PRESS_LIST))


def _person(tx: Transaction, who: str) -> str:
    return f"person:{known_person(tx, who)['id']}"


def _subject(tx: Transaction, who: str, definitions: Iterable[Definition]) -> str:
    """What a typed `who` means. Refused for a role or body that no path knows."""
    kind, _, name = who.partition(":")
    if kind == "role":
        _check_role(name, known_roles(definitions))
        return who
    if who.startswith(PRESS_LIST):
        _check_list(name)
        return who
    if kind == "body":
        _check_body(name, {each for path in definitions for each in path.bodies})
        return who
    return _person(tx, who)


def _check_list(name: str) -> None:
    if not _LIST.fullmatch(name):
        raise Refused(
            sentence(
                "{name} cannot be a name of the press list: small letters, digits and"
                " dashes, such as press:landespressedienst. Nothing was recorded.",
                name=shortened(name or repr(name)),
            )
        )


def _check_role(name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        raise Refused(
            sentence(
                "No path has a role {role}; there are {roles}. Nothing was recorded.",
                role=shortened(name or repr(name)),
                roles=tuple(known),
            )
        )


def _check_body(name: str, known: Iterable[str]) -> None:
    bodies = tuple(sorted(known))
    if name not in bodies:
        raise Refused(
            sentence(
                "No path has a body {name}; there are {names}. Nothing was recorded.",
                name=shortened(name or repr(name)),
                names=bodies,
            )
        )


def _check_language(language: str | None) -> None:
    if language is not None and language not in wording.LANGUAGES:
        raise Refused(
            sentence(
                "Letters are written in {known}, not in {language}. Nothing was"
                " recorded.",
                known=wording.LANGUAGES,
                language=shortened(repr(language)),
            )
        )
