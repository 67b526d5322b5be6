"""What lies beside the path of an item: its documents, plans, gaps in the sources."""

from collections.abc import Mapping

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from workflow import wording
from workflow.bounds import NO_DAY, Day
from workflow.days import day_or_today
from workflow.errors import Refused
from workflow.gaps import no_way
from workflow.projection import after_step, ready
from workflow.store import Store
from workflow.told import moved_too
from workflow.unit import Act, Answer, Answered, Unit, answer, unit
from workflow.walk import unknown_document


def attach(
    store: Store,
    act: Act,
    reference: str,
    kind: str,
    *,
    file: str,
    sha256: str,
    size: int,
    day: Day | None = None,
    note: str | None = None,
) -> Answer:
    """Attach a document: the record keeps its name, SHA-256 (hex) and size in bytes.

    The document itself stays where the office keeps it.
    """
    words = wording.clean_words({"file": file, "note": note})
    facts = {"document": kind, "sha256": sha256, "size": size}
    asked = {"reference": reference, "words": words, **facts}
    asked |= {"on": str(day) if day else None}
    try:
        with unit(store, act, "attach", asked) as work:
            return attach_in(work, reference, facts, day, words)
    except Answered as done:
        return done.answer


def attach_in(
    work: Unit,
    reference: str,
    facts: Mapping[str, object],
    day: Day | None,
    words: Mapping[str, str],
) -> Answer:
    """Attach a document inside a unit of work."""
    item, path = work.item(reference)
    person = work.require(tuple(path.roles), path)
    kind = str(facts["document"])
    if kind not in path.documents:
        raise Refused(
            sentence(
                "{reference}: {reason}. Nothing was recorded.",
                reference=reference,
                reason=unknown_document(path, kind),
            )
        )
    taken = day_or_today(day, path, work.act.now)
    said = {"event": "attach", "day": taken, "facts": facts}
    entry = work.beside("document", person, item, words=words, **said)
    return answer(item["reference"], entry)


def plan_event(
    store: Store,
    act: Act,
    reference: str,
    event: str,
    day: Day,
    *,
    note: str | None = None,
) -> Answer:
    """Record that an event is planned for a day; the terms before a sitting run then.

    Refused for an event that the path does not have.
    """
    words = wording.clean_words({"note": note})
    asked = {"reference": reference, "event": event, "on": str(day), "words": words}
    try:
        with unit(store, act, "plan", asked) as work:
            return plan_in(work, reference, event, day, words)
    except Answered as done:
        return done.answer


def plan_in(
    work: Unit, reference: str, event: str, day: Day, words: Mapping[str, str]
) -> Answer:
    """Record that an event was planned for a day: never history, also in the future."""
    item, path = work.item(reference)
    person = work.require(tuple(path.roles), path)
    if event not in path.events:
        raise Refused(_no_event(path, reference, event))
    item = ready(work, item, path)
    said = {"event": event, "day": day}
    entry = work.beside("planned", person, item, words=words, **said)
    return moved_too(answer(item["reference"], entry), after_step(work, item, entry))


def gap_in(work: Unit, reference: str, state: str, words: Mapping[str, str]) -> Answer:
    """Record that the sources are silent up to `state`."""
    item, path = work.item(reference)
    person = work.require(path.opened_by, path)
    reason = no_way(path, item["state"], state)
    if reason is not None:
        raise Refused(
            sentence(
                "{reference}: {reason}. Nothing was recorded.",
                reference=reference,
                reason=reason,
            )
        )
    entry = work.write(
        "gap",
        person,
        item=item,
        event="gap",
        from_state=item["state"],
        to_state=state,
        day=NO_DAY,
        words=words,
    )
    work.move(item, entry, state=state, not_before=item["not_before"])
    return moved_too(answer(item["reference"], entry), after_step(work, item, entry))


def _no_event(path: Definition, reference: str, event: str) -> Sentence:
    return sentence(
        "{reference}: the path {path} has no event {event}; it has {events}. Nothing"
        " was recorded.",
        reference=reference,
        path=path.definition,
        event=event,
        events=tuple(path.events),
    )
