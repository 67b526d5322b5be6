"""The directory of offices: who holds one on which days; each act leaves an entry.

A name is personal data and stands outside the chain, as the forms do. Whoever may
release what an office is quoted with holds a right: naming them takes the role admin.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from definitions.sentences import Sentence, sentence, shortened
from workflow import wording
from workflow.access import ADMIN, known_person
from workflow.errors import RecordDamaged, Refused
from workflow.history import Entry
from workflow.officefile import Given
from workflow.portfolios import (
    PAIR,
    Office,
    facts_of,
    forms_text,
    misfits,
    office_of,
    overlap,
    row_of,
)
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, unit

BY = (ADMIN, "press")  # who keeps the directory


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new of an office as it is held from some day; None means: as it was.

    `first` is the right first day, where a wrong one was entered; `spokespersons` are
    typed as accounts.
    """

    first: date | None = None
    until: date | None = None
    style: str | None = None
    spokespersons: tuple[str, ...] | None = None


def set_offices(
    store: Store, act: Act, given: Sequence[Given], *, note: str | None = None
) -> Answer:
    """Enter offices with their forms, or enter them anew; all of them or none.

    It takes the role admin or press; naming spokespersons takes admin. What is on
    record in the same words already is left alone. Raises Refused for days that
    overlap, unknown spokespersons, and where nothing would change.
    """
    words = wording.clean_words({"note": note})
    asked = {"offices": [_asked(each) for each in given], "words": words}
    try:
        with unit(store, act, "set_offices", asked) as work:
            by = work.require(BY)
            found = [_entered(work, by, each, words) for each in given]
            entries = [entry for entry in found if entry is not None]
            if not entries:
                raise Refused(
                    sentence(
                        "The directory says so already. Nothing was recorded;"
                        " `laufzettel office list` shows it."
                    )
                )
            return answer(None, entries[0])
    except Answered as done:
        return done.answer


def change_office(
    store: Store,
    act: Act,
    key: str,
    changed: Changed,
    *,
    held_from: date | None = None,
    note: str | None = None,
) -> Answer:
    """Change days, style or spokespersons of an office that is on record.

    The one that is held from `held_from` on, or the last one of the key. Raises Refused
    as `set_offices` does, and for an office that is not on record.
    """
    words = wording.clean_words({"note": note})
    asked = {"key": key, "changed": str(changed), "from": str(held_from)}
    try:
        with unit(store, act, "change_office", {**asked, "words": words}) as work:
            by = work.require(BY)
            before = _meant(work.tx, key, held_from)
            new = replace(
                before,
                first=changed.first or before.first,
                until=changed.until or before.until,
                style=changed.style or before.style,
            )
            was = before.first if new.first != before.first else None
            given = Given(new, changed.spokespersons)
            entry = _entered(work, by, given, words, was)
            if entry is None:
                raise Refused(
                    sentence(
                        "The office {key} stands so already. Nothing was recorded.",
                        key=key,
                    )
                )
            return answer(None, entry)
    except Answered as done:
        return done.answer


def offices(tx: Transaction) -> list[Office]:
    """Every office on record, by key and first day. Raises RecordDamaged."""
    return [_read(row) for row in tx.all("offices")]


def offices_on(tx: Transaction, day: date) -> Mapping[str, Office]:
    """The offices by key as they are held on a legal day. Raises RecordDamaged."""
    held = (_read(row) for row in tx.all("offices_on", day=day))
    return {each.key: each for each in held}


def offices_throughout(
    tx: Transaction, days: tuple[date, date] | None
) -> Mapping[str, Office]:
    """The offices by key that one person held under one name on all of these days.

    First and last legal day, both included; None where they are not known: none then.
    Raises RecordDamaged.
    """
    if days is None:
        return {}
    first, last = days
    held: dict[str, list[Office]] = {}
    for each in offices(tx):
        if each.first <= last and (each.until is None or first <= each.until):
            held.setdefault(each.key, []).append(each)
    return {key: row[-1] for key, row in held.items() if _unbroken(row, first, last)}


def _unbroken(row: Sequence[Office], first: date, last: date) -> bool:
    """Whether the times in office make one, of one person in the same forms."""
    ends = [each.until or date.max for each in row]
    next_days = [each + timedelta(days=1) for each in ends[:-1]]
    whole = row[0].first <= first and last <= ends[-1]
    named = {(each.person, forms_text(each)) for each in row}
    return whole and len(named) == 1 and next_days == [each.first for each in row[1:]]


def spokespersons(tx: Transaction, key: str, day: date) -> frozenset[str]:
    """The ids of those who may release what an office is quoted with on a day."""
    held = offices_on(tx, day).get(key)
    return frozenset(held.spokespersons if held else ())


def style_of(tx: Transaction, key: str, day: date) -> str:
    """How an office writes of women and men on a day: as a pair, unless it is set."""
    held = offices_on(tx, day).get(key)
    return held.style if held else PAIR


def _read(row: Row) -> Office:
    try:
        return office_of(row)
    except (ValueError, TypeError) as odd:
        raise RecordDamaged(
            sentence(
                "The row of the office {key} is not what its entry says. Nothing was"
                " recorded; `laufzettel verify` tells more.",
                key=row["key"],
            )
        ) from odd


def _asked(given: Given) -> dict[str, object]:
    office = given.office
    texts = {"person": office.person, "forms": forms_text(office)}
    named = None if given.spokespersons is None else list(given.spokespersons)
    return {**facts_of(office), **texts, "spokespersons": named}


def _entered(
    work: Unit,
    by: str,
    given: Given,
    words: Mapping[str, str],
    was: date | None = None,
) -> Entry | None:
    """Record an office and set its row; None where it stands so already."""
    there = [each for each in offices(work.tx) if each.key == given.office.key]
    first = was or given.office.first
    before = next((each for each in there if each.first == first), None)
    office = _with_spokespersons(work.tx, given, before)
    _check(office, there, was)
    if office == before:
        return None
    if set(office.spokespersons) != set(before.spokespersons if before else ()):
        work.require((ADMIN,))
    texts = {"name": office.person, "forms": forms_text(office)}
    clean = {**wording.clean_words(texts), **words}
    entry = work.write("office", by, facts=facts_of(office, was), words=clean)
    row = row_of(office, entry.seq)
    if before is None:
        work.tx.change("add_office", **row)
    else:
        del row["key"]
        work.tx.change("set_office", named=office.key, from_day=first, **row)
    return entry


def _with_spokespersons(tx: Transaction, given: Given, before: Office | None) -> Office:
    if given.spokespersons is None:
        kept = before.spokespersons if before else ()
        return replace(given.office, spokespersons=kept)
    ids = {str(known_person(tx, each)["id"]) for each in given.spokespersons}
    return replace(given.office, spokespersons=tuple(sorted(ids)))


def _check(office: Office, there: Iterable[Office], was: date | None) -> None:
    wrong = [
        sentence(
            "{key}: {name}: {what}; {hint}. Nothing was recorded.",
            key=shortened(office.key),
            name=name,
            what=what,
            hint=hint,
        )
        for name, what, hint in misfits(office)
    ]
    if wrong:
        raise Refused(*wrong)
    other = overlap(there, office, was)
    if other is not None:
        raise Refused(_held_already(office, other))


def _held_already(office: Office, other: Office) -> Sentence:
    if other.until is None:
        return sentence(
            "The office {key} is held by {person} from {first} on, without an end."
            " Nothing was recorded; enter the end first: `laufzettel office set {key}"
            " --from {first} --to DATE`.",
            key=office.key,
            person=other.person,
            first=other.first,
        )
    return sentence(
        "The office {key} is held by {person} from {first} to {last} already: two"
        " people do not hold one office on the same day. Nothing was recorded; mend"
        " the days (`laufzettel office show {key}`).",
        key=office.key,
        person=other.person,
        first=other.first,
        last=other.until,
    )


def _meant(tx: Transaction, key: str, held_from: date | None) -> Office:
    there = [each for each in offices(tx) if each.key == key]
    if held_from is not None:
        there = [each for each in there if each.first == held_from]
    if there:
        return there[-1]
    raise Refused(no_office(tx, key, held_from))


def no_office(tx: Transaction, key: str, held_from: date | None = None) -> Sentence:
    """What to say of an office, or of a first day of it, that is not on record."""
    known = tuple(sorted({each.key for each in offices(tx)}))
    if held_from is not None and key in known:
        return sentence(
            "The office {key} is held by nobody from {first} on. `laufzettel office"
            " show {key}` shows the days.",
            key=key,
            first=held_from,
        )
    return sentence(
        "The directory has no office {key}; there are: {keys}. `laufzettel office set"
        " {key} --file FILE` enters it.",
        key=shortened(key or repr(key)),
        keys=known or sentence("none"),
    )
