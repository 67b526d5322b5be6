"""Office terms (Wiedervorlagen): set by a person for a role, not from law."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import count

from definitions.model import Definition
from definitions.sentences import sentence, shortened
from workflow import wording
from workflow.errors import Refused
from workflow.store import Row, Store
from workflow.unit import Act, Answer, Answered, Unit, answer, unit

LONGEST_LEAD = 3650  # days a reminder may come before its day
_TERM_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def add_term(
    store: Store,
    act: Act,
    reference: str,
    *,
    due: date,
    reason: str,
    role: str,
    remind_before: Sequence[int] = (7,),
    name: str | None = None,
    note: str | None = None,
) -> Answer:
    """Set an office term for `role`, with a reminder so many days before `due`."""
    words = wording.clean_words({"reason": reason, "note": note})
    days = sorted(set(remind_before), reverse=True)
    facts = {"due": due.isoformat(), "role": role, "remind_before": days}
    asked = {"reference": reference, "words": words, "name": name, **facts}
    try:
        with unit(store, act, "add_term", asked) as work:
            item, path = work.item(reference)
            person = work.require(tuple(path.roles), path)
            _check_term(path, role, days)
            taken = _free_term(work, item, name)
            said = {"event": "office_term", "facts": {"name": taken, **facts}}
            entry = work.beside("term", person, item, words=words, **said)
            work.tx.change(
                "add_term",
                item_id=item["id"],
                name=taken,
                due=due,
                role=role,
                remind_before=",".join(str(each) for each in days),
                status="open",
                seq=entry.seq,
                closed_seq=None,
            )
            return answer(reference, entry)
    except Answered as done:
        return done.answer


def finish_term(
    store: Store, act: Act, reference: str, name: str, *, note: str | None = None
) -> Answer:
    """Close an office term: what it reminded of is done."""
    words = wording.clean_words({"note": note})
    asked = {"reference": reference, "name": name, "words": words}
    try:
        with unit(store, act, "finish_term", asked) as work:
            item, path = work.item(reference)
            person = work.require(tuple(path.roles), path)
            _check_open(work, item, name)
            said = {"event": "office_term_done", "facts": {"name": name}}
            entry = work.beside("term_done", person, item, words=words, **said)
            work.tx.change("close_term", item=item["id"], named=name, seq=entry.seq)
            return answer(item["reference"], entry)
    except Answered as done:
        return done.answer


def _check_term(path: Definition, role: str, days: Sequence[int]) -> None:
    if role not in path.roles:
        raise Refused(
            sentence(
                "The path {path} has no role {role}; it has {roles}. Nothing was"
                " recorded.",
                path=path.definition,
                role=role,
                roles=tuple(path.roles),
            )
        )
    if not days or days[-1] < 0 or days[0] > LONGEST_LEAD:
        raise Refused(
            sentence(
                "A reminder comes 0 to {most} days before the day. Nothing was"
                " recorded.",
                most=LONGEST_LEAD,
            )
        )


def _free_term(work: Unit, item: Row, given: str | None) -> str:
    names = {row["name"] for row in work.tx.all("terms_of", item=item["id"])}
    if given is None:
        return next(
            name for number in count(1) if (name := f"term-{number}") not in names
        )
    if not _TERM_NAME.fullmatch(given) or given in names:
        raise Refused(
            sentence(
                "{name} cannot name a new office term of {reference}: small letters,"
                " digits and dashes, at most 40, and not used before. Nothing was"
                " recorded.",
                name=shortened(repr(given)),
                reference=item["reference"],
            )
        )
    return given


def _check_open(work: Unit, item: Row, name: str) -> None:
    rows = work.tx.all("terms_of", item=item["id"])
    if any((row["name"], row["status"]) == (name, "open") for row in rows):
        return
    if name in work.path_of(item).deadlines:
        raise Refused(
            sentence(
                "{name} is a deadline by law: it is kept by what has to be done, not by"
                " a note of it. Nothing was recorded; `laufzettel explain {reference}"
                " {name}` says what keeps it.",
                name=name,
                reference=item["reference"],
            )
        )
    raise Refused(
        sentence(
            "{reference} has no open office term {name}. Nothing was recorded;"
            " `laufzettel deadline list {reference}` shows them.",
            reference=item["reference"],
            name=name,
        )
    )
