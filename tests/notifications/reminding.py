"""A path that reminds before, on and after a day, and tells others when it is over."""

from datetime import date, datetime

from definitions.model import Loaded
from tests.definitions.everything import loaded
from tests.worlds import World, on
from workflow import consultations

TEXT = """\
definition: reminding
version: 2026-01
title: {de: Erinnern, en: Reminding}
valid_from: 2015-01-01
zone: Europe/Berlin
opened_by: [lead, clerk]
sources: {rules: Geschäftsordnung § 1}
bodies:
  senate: {de: Senat, en: Senate, sittings: senate}
  interior: {de: Inneres, en: Interior}
  culture: {de: Kultur, en: Culture}
roles:
  lead: {de: Amt, en: lead office}
  clerk: {de: Büro, en: clerk}
  head: {de: Leitung, en: head of office}
outcomes:
  given: {de: erteilt, en: given}
  refused: {de: verweigert, en: refused}
  deemed: {de: gilt als erteilt, en: deemed given}
states:
  draft: {de: Entwurf, en: draft, initial: true}
  asked: {de: erbeten, en: asked}
  answered: {de: beantwortet, en: answered}
  decided: {de: beschlossen, en: decided, final: true}
  withdrawn: {de: zurückgezogen, en: withdrawn, final: true}
consultations:
  cosignature:
    de: Mitzeichnung
    en: co-signature
    asks: [interior, culture]
    by: lead
    outcomes: [given, refused, deemed]
    silence: deemed
  opinion:
    de: Stellungnahme
    en: opinion
    asks: [interior, culture]
    by: lead
    outcomes: [given, refused]
events:
  ask:
    de: Anfrage
    en: request
    by: clerk
    moves: {draft: asked}
  answer:
    de: Antwort
    en: answer
    by: lead
    moves: {asked: answered}
  decide:
    de: Beschluss
    en: decision
    body: senate
    by: clerk
    moves: {answered: decided}
  withdraw:
    de: Zurückziehung
    en: withdrawal
    by: clerk
    moves: {every_open_state: withdrawn}
deadlines:
  answer_term:
    de: Antwortfrist
    en: term of the answer
    after: ask
    period: 2 weeks
    shift: working_day
    calendar: DE-BE
    met_by: answer
    remind: lead
    remind_before: [5, 1, 0]
    remind_after: [1, 3]
    escalates_to: head
    escalate_after: 2
    extension: {at_most: 2 weeks, by: clerk}
    suspension: {by: clerk}
    basis: rules
  cosignature_term:
    de: Mitzeichnungsfrist
    en: term of the co-signature
    after: cosignature
    period: 2 weeks
    shift: working_day
    calendar: DE-BE
    remind: [lead, clerk]
    remind_before: 2
    basis: rules
stations: [open, ask, answer, decide]
"""


def path() -> Loaded:
    """The path, read once for each call."""
    return loaded(TEXT)


def ask(
    world: World, day: str, title: str = "Bericht", on_path: Loaded | None = None
) -> str:
    """Open an item and ask on `day` (recorded then); its reference.

    Its answer is due two weeks later.
    """
    world.path, world.now = on_path or path(), _morning(day)
    reference = world.open(title, day=on(day))
    world.advance(reference, "ask", day)
    return reference


def answer(world: World, reference: str, day: str) -> None:
    """Keep the term of the answer, on that day."""
    world.now = _morning(day)
    world.advance(reference, "answer", day)


def consult(
    world: World,
    reference: str,
    name: str,
    body: str,
    day: str,
    due: str | None = None,
) -> None:
    """Ask a body for its statement, by the rule or until a day."""
    world.now = _morning(day)
    last = date.fromisoformat(due) if due else None
    consultations.consult(
        world.store, world.act(), reference, name, body=body, day=on(day), due=last
    )


def _morning(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T05:00:00+00:00")
