"""A path that uses every part of the language: the material of drawings and walks."""

from definitions.canonical import canonical
from definitions.loader import from_content, hash_of
from definitions.model import Loaded
from definitions.reader import read
from definitions.values import with_numbers

TEXT = """\
definition: everything
version: 2026-01
title: {de: Alles auf einmal, en: Everything at once}
valid_from: 2025-01-01
zone: Europe/Berlin
opened_by: lead
sources:
  rules: Geschäftsordnung § 1
  old: {text: Altes Gesetz § 14, valid_to: 2025-12-31, replaced_by: new}
  new: {text: Neues Gesetz § 3, valid_from: 2026-01-01}
bodies:
  senate: {de: Senat, en: Senate, sittings: senate-sittings}
  council: {de: Rat, en: Council}
  justice: {de: Justiz, en: Justice}
  finance: {de: Finanzen, en: Finance}
roles:
  lead: {de: Amt, en: lead office}
  clerk: {de: Büro, en: clerk}
outcomes:
  noted: {de: zur Kenntnis genommen, en: noted}
  decided: {de: beschlossen, en: decided}
  adjourned: {de: vertagt, en: adjourned}
  referred: {de: überwiesen, en: referred}
  rejected: {de: abgelehnt, en: rejected}
  given: {de: erteilt, en: given}
  refused: {de: verweigert, en: refused}
  deemed: {de: gilt als erteilt, en: deemed given}
states:
  draft: {de: Entwurf, en: draft, initial: true}
  registered: {de: angemeldet, en: registered}
  on_agenda: {de: auf der Tagesordnung, en: on the agenda}
  before_council: {de: beim Rat, en: before the Council}
  decided: {de: beschlossen, en: decided}
  published: {de: verkündet, en: promulgated, final: true}
  rejected: {de: abgelehnt, en: rejected, final: true}
  withdrawn: {de: zurückgezogen, en: withdrawn, final: true}
documents:
  paper: {de: Vorlage, en: paper}
consultations:
  cosignature:
    de: Mitzeichnung
    en: cosignature
    asks: [justice, finance]
    by: lead
    during: draft
    outcomes: [given, refused]
    evidence: true
    basis: rules
  statement:
    de: Stellungnahme
    en: statement
    asks: council
    by: clerk
    outcomes: [given, refused, adjourned, deemed]
    keeps_open: adjourned
    silence: deemed
    valid_from: 2025-02-01
events:
  register:
    de: Anmeldung
    en: registration
    by: lead
    moves: {draft: registered, before_council: registered}
    requires:
      - document: paper
      - consultation: cosignature
        bodies: [justice, finance]
        outcomes: given
        basis: rules
      - field: number
    fields:
      number: {de: Nummer, en: number}
  urgent:
    de: Eilbefassung
    en: urgent registration
    by: lead
    moves: {draft: on_agenda}
    requires:
      - urgency: true
  agenda:
    de: Tagesordnung
    en: agenda
    by: clerk
    moves: {registered: on_agenda}
    requires:
      - second_person: register
  pass:
    de: Durchgang
    en: passage
    body: senate
    by: clerk
    moves:
      on_agenda:
        noted: before_council
        decided: decided
        adjourned: on_agenda
        otherwise: rejected
    outcomes: [noted, decided, adjourned, referred, rejected]
    requires:
      - sitting: senate
      - event: hear
        only_for: decided
      - consultation: statement
        only_for: decided
        outcomes: [given, deemed]
    basis: [rules, old]
  hear:
    de: Anhörung
    en: hearing
    by: clerk
    moves: {before_council: before_council}
    supplement: true
  promulgate:
    de: Verkündung
    en: promulgation
    by: clerk
    moves: {decided: published}
    requires:
      - none_open: statement
      - deadline: life
        basis: rules
    valid_from: 2025-01-15
  withdraw:
    de: Zurückziehung
    en: withdrawal
    by: [lead, clerk]
    moves: {every_open_state: withdrawn}
  lapse:
    de: Ablauf
    en: lapse
    by: clock
    moves: {draft: withdrawn}
deadlines:
  registration:
    de: Anmeldefrist
    en: term of registration
    before: senate
    period: 7 days
    counting: calendar_days
    met_by: [register, urgent]
    remind: lead
    basis: rules
  answer:
    de: Frist zur Stellungnahme
    en: term of the statement
    after: statement
    period: 1 months
    counting: event_day
    shift: working_day
    calendar: DE-BE
    remind: [lead, clerk]
    remind_before: [5, 1]
    escalates_to: clerk
    escalate_after: 2
    extension:
      at_most: 7 days
      by: lead
      bodies: council
      times: 2
      basis: rules
    suspension:
      by: clerk
      basis: old
  life:
    de: Lebensdauer
    en: life
    after: register
    period: 2 years
    lapses: lapse
stations: [open, register, pass, promulgate]
announcements:
  promulgate: publication
"""


def everything(*changes: tuple[str, str]) -> Loaded:
    """TEXT, with each first text replaced by the second; each must be there."""
    return loaded(TEXT, *changes)


def loaded(text: str, *changes: tuple[str, str]) -> Loaded:
    """The path in a text, after these changes of it."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    reading = read(text.encode(), "path.yaml")
    assert reading.complete, reading.findings
    content = canonical(with_numbers(reading.value))
    return Loaded(from_content(content), text, content, hash_of(content))
