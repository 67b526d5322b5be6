"""Texts are submitted, released part by part, and given back.

Each act is one unit of work and leaves one entry (`announcing`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from definitions.sentences import sentence
from workflow import lives, wording
from workflow.access import covers, known_person
from workflow.clearance import open_to
from workflow.errors import NotPermitted, Refused
from workflow.lives import verb_of
from workflow.offices import spokespersons
from workflow.publicity import PRESS, QUOTE, RELEASE, WRITERS, Life
from workflow.store import Store, Transaction
from workflow.unit import Act, Answer, Answered, Unit, answer, unit


def submit(
    store: Store,
    act: Act,
    release: str,
    accounts: Sequence[str],
    note: str | None = None,
    *,
    also: Callable[[Unit, Life], None],
) -> Answer:
    """Submit the text to named persons; quotations to those who speak for their office.

    `also` is done in the same unit, with the release as it is then.
    """
    words = wording.clean_words({"note": note})
    asked = {"release": release, "to": list(accounts), "words": words}
    try:
        with unit(store, act, "announce submit", asked) as work:
            person = work.require(WRITERS)
            life = lives.within(work, release)
            named = [known_person(work.tx, each)["id"] for each in accounts]
            speakers = {
                each: spokespersons(work.tx, each, life.day) for each in life.quoted
            }
            _check_reviewers(work, life, named, speakers)
            reviewers = {
                RELEASE: sorted(set(named)),
                **{QUOTE + each: sorted(found) for each, found in speakers.items()},
            }
            facts = {**verb_of(life, "submit"), "reviewers": reviewers}
            entry = lives.write(work, life, facts, words, person)
            also(work, lives.life_of(work.tx, release))
            return answer(None, entry)
    except Answered as done:
        return done.answer


def approve(
    store: Store,
    act: Act,
    release: str,
    parts: Sequence[str] | None = None,
    note: str | None = None,
) -> Answer:
    """Release parts of the text, bound to its hash; all that are one's own if none.

    The whole takes the role press, a quotation the person named for its office.
    """
    words = wording.clean_words({"note": note})
    asked = {"release": release, "parts": parts, "words": words}
    try:
        with unit(store, act, "announce approve", asked) as work:
            life = lives.within(work, release)
            person = work.held.person or ""
            mine = tuple(parts) if parts else open_to(life, person)
            if RELEASE in mine or not person:
                person = work.require(PRESS)
            _check_speaks(work, life, mine, person)
            facts = {**verb_of(life, "approve"), "parts": list(mine)}
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def send_back(store: Store, act: Act, release: str, note: str) -> Answer:
    """Give a text back to whoever writes it, with what is to be changed."""
    words = wording.clean_words({"note": note})
    try:
        with unit(
            store, act, "announce return", {"release": release, "words": words}
        ) as work:
            life = lives.within(work, release)
            person = _reviewer_or_press(work, life)
            facts = verb_of(life, "return")
            return answer(None, lives.write(work, life, facts, words, person))
    except Answered as done:
        return done.answer


def _check_reviewers(
    work: Unit,
    life: Life,
    named: Sequence[str],
    speakers: Mapping[str, Collection[str]],
) -> None:
    """Somebody can release the whole, and somebody each quotation."""
    found = []
    if not set(named) - life.authors:
        found.append(
            sentence(
                "Name somebody who has not written the text: nobody releases their own"
                " (four eyes)."
            )
        )
    found += [
        sentence(
            "{name} does not hold the role press and cannot release a text.",
            name=row["name"],
        )
        for row in work.tx.all("people")
        if row["id"] in named and not _holds_press(work.tx, row["id"])
    ]
    found += [
        sentence(
            "Nobody may release the words of the office {office}. Name them:"
            " laufzettel office set {office} --spokesperson ACCOUNT",
            office=each,
        )
        for each in life.quoted
        if not speakers.get(each)
    ]
    if found:
        raise Refused(*found, sentence("Nothing was recorded."))


def _holds_press(tx: Transaction, person: str) -> bool:
    roles = {row["role"] for row in tx.all("grants") if row["id"] == person}
    return covers(roles, PRESS)


def _check_speaks(
    work: Unit,
    life: Life,
    parts: Sequence[str],
    person: str,
) -> None:
    """Who was named to release a quotation must still speak for the office."""
    for part in parts:
        office = part.removeprefix(QUOTE)
        if office != part and person not in spokespersons(work.tx, office, life.day):
            raise NotPermitted(
                sentence(
                    "You do not speak for the office {office} on {day}. Nothing was"
                    " recorded; `laufzettel office show {office}` tells who does.",
                    office=office,
                    day=life.day,
                )
            )


def _reviewer_or_press(work: Unit, life: Life) -> str:
    named = {each for persons in life.reviewers.values() for each in persons}
    if work.held.person in named:
        return str(work.held.person)
    return work.require(PRESS)
