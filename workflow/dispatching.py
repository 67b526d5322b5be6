"""Decisions about messages and about the clock, as entries of the record.

The messages themselves are no part of it: what is kept is who decided what about which,
and why. An entry names a message by its key, never by its content or its address.
"""

from collections.abc import Mapping
from typing import Any

from workflow import wording
from workflow.access import ADMIN
from workflow.history import DISPATCHED, Entry
from workflow.store import Store
from workflow.unit import Act, Answer, Answered, Unit, answer, unit

KIND = "dispatch"


def written(
    work: Unit,
    person: str,
    verb: str,
    facts: Mapping[str, Any],
    words: Mapping[str, str | None],
) -> Entry:
    """Record a decision inside a unit that is open already.

    For whoever changes rows in the same transaction; `person` must have been required
    to be an administrator. `facts` hold keys, numbers and instants as text, no personal
    data; names that every answer has (`entry`, `state`, `from`, `to`, `on` …) would be
    hidden by it. Raises Refused for words that cannot go on record, ValueError for a
    verb that nobody knows.
    """
    if verb not in DISPATCHED:
        raise ValueError(f"no decision about messages: {verb}")
    said = {"verb": verb, **facts}
    clean = wording.clean_words(words)
    return work.write(KIND, person, facts=said, words=clean)


def record(
    store: Store,
    act: Act,
    verb: str,
    facts: Mapping[str, Any],
    words: Mapping[str, str | None],
) -> Answer:
    """Record a decision that changes nothing else; by an administrator.

    Raises Refused, NotPermitted.
    """
    asked = {"facts": dict(facts), "words": wording.clean_words(words)}
    try:
        with unit(store, act, f"dispatch {verb}", asked) as work:
            person = work.require((ADMIN,))
            return answer(None, written(work, person, verb, facts, words))
    except Answered as done:
        return done.answer
