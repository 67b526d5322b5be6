"""Who is away, and who is written to instead; each act leaves an entry.

An administrator enters it, or the person concerned. Days are local legal days, the
first and the last one included.
"""

from collections.abc import Sequence
from datetime import date

from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.access import ADMIN, EVERY_ROLE, covers, known_person, typed_names
from workflow.deputies import Away, away_of, by_person, circle, overlap
from workflow.errors import Refused
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, unit


def add_absence(
    store: Store,
    act: Act,
    who: str,
    *,
    first: date,
    last: date | None = None,
    deputy: str | None = None,
    today: date,
    note: str | None = None,
) -> Answer:
    """Enter that a person is away from `first` to `last`, or until it is ended.

    It takes the role admin, or to be that person. Raises Refused for somebody unknown,
    for days that are over or of another absence, and for deputies in a circle.
    """
    words = wording.clean_words({"note": note})
    facts = {"first": first.isoformat()}
    if last is not None:
        facts["last"] = last.isoformat()
    asked = {"who": who, "deputy": deputy, "words": words, **facts}
    try:
        with unit(store, act, "add_absence", asked) as work:
            person = known_person(work.tx, who)
            by = _by(work, person["id"])
            _check_days(first, last, today)
            other = known_person(work.tx, deputy) if deputy is not None else None
            said = _checked(work.tx, person, other, first, last)
            return _write(work, by, said, words)
    except Answered as done:
        return done.answer


def _write(work: Unit, by: str, said: Away, words: dict[str, str]) -> Answer:
    facts = {"person": said.person, "first": said.first.isoformat()}
    if said.last is not None:
        facts["last"] = said.last.isoformat()
    if said.deputy is not None:
        facts["deputy"] = said.deputy
    entry = work.write("absence", by, facts=facts, words=words)
    work.tx.change(
        "add_absence",
        seq=entry.seq,
        person_id=said.person,
        first=said.first,
        last=said.last,
        deputy_id=said.deputy,
        ended_seq=None,
    )
    return answer(None, entry)


def end_absence(
    store: Store,
    act: Act,
    who: str,
    *,
    today: date,
    first: date | None = None,
    note: str | None = None,
) -> Answer:
    """End the absence of a person: the one of today, or the one that begins `first`.

    Where nobody says which, and the person is there today, the only one to come. It
    counts no more from then on. Raises Refused if there is none, or several are meant.
    """
    words = wording.clean_words({"note": note})
    begins = first.isoformat() if first is not None else None
    asked = {"who": who, "first": begins, "words": words}
    try:
        with unit(store, act, "end_absence", asked) as work:
            person = known_person(work.tx, who)
            by = _by(work, person["id"])
            told_by = _meant(work.tx, person, today, first).seq
            facts = {"person": person["id"], "absence": told_by}
            entry = work.write("absence_ended", by, facts=facts, words=words)
            work.tx.change("end_absence", told_by=told_by, seq=entry.seq)
            return answer(None, entry)
    except Answered as done:
        return done.answer


def absences(tx: Transaction, today: date | None = None) -> list[Row]:
    """Absences with account and name of the person, name of the deputy, by first day.

    With `today` those that were not ended and are not over; else every one.
    """
    people = {row["id"]: row for row in tx.all("people")}
    rows = tx.all("absences")
    if today is not None:
        rows = tx.all("absences_since", day=today)
    found = [
        {
            **row,
            "name": people[row["person_id"]]["name"],
            "account": people[row["person_id"]]["account"],
            "deputy": people[row["deputy_id"]]["name"] if row["deputy_id"] else None,
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["first"], row["account"], row["seq"]))


def remarks(tx: Transaction, who: str, deputy: str) -> tuple[Sentence, ...]:
    """What somebody should know who has made `deputy` stand in for `who`.

    That the deputy has no address, or lacks roles.
    """
    person, other = known_person(tx, who), known_person(tx, deputy)
    names = {"name": person["name"], "deputy": other["name"]}
    found = []
    if tx.one("contact", of_subject=f"person:{other['id']}") is None:
        found.append(
            sentence(
                "No address of {deputy} is on record: until there is one, {name} is"
                " written to all the same. An administrator enters it: `laufzettel"
                " contact set {person} --mail ADDRESS`.",
                person=_typed(tx, other),
                **names,
            )
        )
    held = _roles(tx, other["id"])
    lacking = [each for each in _roles(tx, person["id"]) if not covers(held, (each,))]
    if lacking:
        found.append(
            sentence(
                "{deputy} does not hold {roles}: who stands in is told, but cannot"
                " record what takes these roles.",
                roles=tuple(
                    sentence("every role of every path") if each == EVERY_ROLE else each
                    for each in sorted(lacking)
                ),
                **names,
            )
        )
    return tuple(found)


def _typed(tx: Transaction, person: Row) -> str:
    return typed_names(tx.all("people"))[person["id"]]


def _roles(tx: Transaction, person: str) -> set[str]:
    return {row["role"] for row in tx.all("grants") if row["id"] == person}


def _by(work: Unit, person: str) -> str:
    """Who enters it: the person concerned, or an administrator."""
    if work.held.person == person:
        return person
    return work.require((ADMIN,))


def _check_days(first: date, last: date | None, today: date) -> None:
    if last is not None and last < first:
        raise Refused(
            sentence(
                "The last day {last} lies before the first day {first}. Nothing was"
                " recorded.",
                first=first,
                last=last,
            )
        )
    if last is not None and last < today:
        raise Refused(
            sentence(
                "An absence until {last} is over already (today is {today}): nothing"
                " would follow from it. Nothing was recorded; look at the year.",
                last=last,
                today=today,
            )
        )


def _checked(
    tx: Transaction, person: Row, deputy: Row | None, first: date, last: date | None
) -> Away:
    """The absence, if it fits to those there; Refused if it does not."""
    if deputy is not None and deputy["id"] == person["id"]:
        raise Refused(
            sentence(
                "{name} cannot stand in for {name}. Nothing was recorded; give another"
                " deputy, or none.",
                name=person["name"],
            )
        )
    new = Away(0, person["id"], first, last, deputy["id"] if deputy else None)
    there = by_person(map(away_of, tx.all("absences_since", day=first)))
    if (other := overlap(there, new)) is not None:
        raise Refused(
            sentence(
                "{name} is away {days} already. Nothing was recorded; `laufzettel"
                " absence end {person} --from {first}` takes that back.",
                name=person["name"],
                person=_typed(tx, person),
                days=days_said(other.first, other.last),
                first=other.first,
            )
        )
    if found := circle(there, new):
        names = {row["id"]: row["name"] for row in tx.all("people")}
        raise Refused(
            sentence(
                "On some of these days {names} would stand in for each other in a"
                " circle. Nothing was recorded; give another deputy, or none.",
                names=tuple(names[each] for each in found),
            )
        )
    return new


def days_said(first: date, last: date | None) -> Sentence:
    """The days of an absence, as a sentence goes on with them."""
    if last is None:
        return sentence("from {first} until it is ended", first=first)
    return sentence("from {first} to {last}", first=first, last=last)


def _meant(tx: Transaction, person: Row, today: date, first: date | None) -> Away:
    """The absence that is to be ended; Refused if it is none, or one of several."""
    rows = tx.all("absences_since", day=today)
    own = [away_of(row) for row in rows if row["person_id"] == person["id"]]
    if first is not None:
        found = [each for each in own if each.first == first]
    else:
        found = [each for each in own if each.covers(today)] or own
    if len(found) == 1:
        return found[0]
    if own:
        raise Refused(
            sentence(
                "{name} is away {days}. Nothing was recorded; say which absence is"
                " meant: `laufzettel absence end {person} --from {first}`.",
                name=person["name"],
                person=_typed(tx, person),
                days=_spans(own),
                first=own[0].first,
            )
        )
    raise Refused(
        sentence(
            "No absence of {name} is on record that is not over. Nothing was recorded;"
            " `laufzettel absence list` shows who is away.",
            name=person["name"],
        )
    )


def _spans(found: Sequence[Away]) -> tuple[Sentence, ...]:
    return tuple(days_said(each.first, each.last) for each in found)
