"""Broken requirements, moves, consultations and deadlines, and what wants to be run."""

import pytest

from tests.definitions.files import (
    Write,
    altered,
    brief,
    proven,
    refused,
    unmarked,
)

NAME = "write a-z first, then a-z, 0-9 and _; no spaces, no umlauts"
PER_LINE = "write one per line, with its kind: - event: NAME"
KINDS = (
    "event, consultation, none_open, document, field, sitting, second_person, urgency,"
    " deadline"
)
DOCUMENT = "      - document: opinion\n"
URGENCY = "      - urgency: true\n"
REQUIRED = f"    requires:\n{URGENCY}      - none_open: hearing\n"
REJECTED = "        rejected: failed\n"
MOVES = "    moves:\n      adopted: failed\n"

# What stood there, what is written instead (» marks the place that must be named), what
# is said of it: where: what; how to mend it.
BROKEN = {
    "kind twice in a requirement": (
        DOCUMENT,
        "      - document: opinion\n        »document: opinion\n",
        "events.register.requires.1.document: the key stands twice, first in line 86;"
        " keep one of the two",
    ),
    "outcome twice in a move": (
        REJECTED,
        f"{REJECTED}        »adjourned: failed\n",
        "events.adopt.moves.on_agenda.adjourned: the key stands twice, first in line"
        " 103;"
        " keep one of the two",
    ),
    "state twice in moves": (
        "        otherwise: adopted\n",
        "        otherwise: adopted\n      »on_agenda: failed\n",
        "events.adopt.moves.on_agenda: the key stands twice, first in line 102;"
        " keep one of the two",
    ),
    "consultation twice": (
        "\nevents:\n",
        "  »hearing: {}\n\nevents:\n",
        "consultations.hearing: the key stands twice, first in line 59;"
        " keep one of the two",
    ),
    "deadline twice": (
        "\nstations:",
        "  »answer: {}\n\nstations:",
        "deadlines.answer: the key stands twice, first in line 166;"
        " keep one of the two",
    ),
    "section twice": (
        "\nstations:",
        "\n»deadlines: {}\nstations:",
        "deadlines: the key stands twice, first in line 154; keep one of the two",
    ),
    "dotted name for a guard": (
        REQUIRED,
        "    requires: [»os.system]\n",
        f"events.register_urgently.requires.0: os.system is no requirement; {PER_LINE}",
    ),
    "path of a module for a guard": (
        REQUIRED,
        "    requires: [»workflow.guards.refusals]\n",
        "events.register_urgently.requires.0: workflow.guards.refusals is no"
        f" requirement; {PER_LINE}",
    ),
    "dotted name for an event": (
        DOCUMENT,
        "      - event: »os.system\n",
        f"events.register.requires.1.event: os.system is not a name; {NAME}",
    ),
    "dunder for a document": (
        DOCUMENT,
        "      - document: »__class__\n",
        f"events.register.requires.1.document: __class__ is not a name; {NAME}",
    ),
    "template for a field": (
        "      - field: medium\n",
        '      - field: »"{{ cycler.__init__ }}"\n',
        "events.publish.requires.1.field: {{ cycler.__init__ }} is not a name;"
        f" {NAME}",
    ),
    "expression for a guard": (
        REQUIRED,
        "    requires: [»outcome == 'adopted' and not open]\n",
        "events.register_urgently.requires.0: outcome == 'adopted' and not open is no"
        f" requirement; {PER_LINE}",
    ),
    "text for requirements": (
        REQUIRED,
        "    requires: »hearing\n",
        f"events.register_urgently.requires: hearing is no requirement; {PER_LINE}",
    ),
    "map for requirements": (
        REQUIRED,
        "    requires:\n      »none_open: hearing\n",
        f"events.register_urgently.requires: this is no requirement; {PER_LINE}",
    ),
    "nothing for requirements": (
        REQUIRED,
        "    »requires:\n",
        f"events.register_urgently.requires: this is no requirement; {PER_LINE}",
    ),
    "list for a requirement": (
        URGENCY,
        "      - »[urgency]\n",
        f"events.register_urgently.requires.0: this is no requirement; {PER_LINE}",
    ),
    "number for a requirement": (
        URGENCY,
        "      - »012\n",
        f"events.register_urgently.requires.0: this is no requirement; {PER_LINE}",
    ),
    "two kinds in one requirement": (
        DOCUMENT,
        "      - »document: opinion\n        event: amend\n",
        "events.register.requires.1: several requirements stand in one: event,"
        " document; write each on a line of its own, with a dash",
    ),
    "no kind in a requirement": (
        DOCUMENT,
        "      - »basis: old-code\n",
        "events.register.requires.1: it is not said what is required; name one of:"
        f" {KINDS}",
    ),
    "empty requirement": (
        DOCUMENT,
        "      - »{}\n",
        "events.register.requires.1: it is not said what is required; name one of:"
        f" {KINDS}",
    ),
    "unknown kind of requirement": (
        DOCUMENT,
        "      - »majority: two_thirds\n",
        "events.register.requires.1.majority: the key majority is not known here; use"
        " one of: basis, bodies, consultation, deadline, document, event, field,"
        " none_open, only_for, outcomes, second_person, sitting, urgency, valid_from,"
        " valid_to",
    ),
    "urgency that is false": (
        URGENCY,
        "      - urgency: »false\n",
        "events.register_urgently.requires.0.urgency: nothing but true can stand here;"
        " write true, or take the requirement out",
    ),
    "urgency that is no": (
        URGENCY,
        "      - urgency: »no\n",
        "events.register_urgently.requires.0.urgency: nothing but true can stand here;"
        " write true, or take the requirement out",
    ),
    "list of events in a requirement": (
        "      - event: amend\n",
        "      - event: »[amend]\n",
        "events.adopt.requires.1.event: a list or a map stands here; write a single"
        " text",
    ),
    "number for an outcome": (
        "        outcomes: [agreed, silent]\n",
        "        outcomes: [agreed, »012]\n",
        "events.register.requires.0.outcomes.1: YAML reads 012 as a number; write it in"
        ' quotes: "012"',
    ),
    "no outcomes in the list": (
        "        outcomes: [agreed, silent]\n",
        "        outcomes: »[]\n",
        "events.register.requires.0.outcomes: nothing stands here; at least one entry"
        " is needed",
    ),
    "no bodies in the list": (
        "        bodies: [legal, finance]\n",
        "        bodies: »[]\n",
        "events.register.requires.0.bodies: nothing stands here; at least one entry is"
        " needed",
    ),
    "alias in a requirement": (
        DOCUMENT,
        "      - document: »*opinion\n",
        "events.register.requires.1.document: the alias *opinion is not allowed; write"
        " the value out where it is wanted",
    ),
    "tag in a requirement": (
        DOCUMENT,
        "      - document: »!!python/name:os.system\n",
        "events.register.requires.1.document: the tag"
        " tag:yaml.org,2002:python/name:os.system is not allowed; take it out",
    ),
    "tag on a move": (
        REJECTED,
        "        rejected: »!goto failed\n",
        "events.adopt.moves.on_agenda.rejected: the tag !goto is not allowed; take it"
        " out",
    ),
    "anchor on a choice": (
        "      on_agenda:\n        adj",
        "      on_agenda: »&loop\n        adj",
        "events.adopt.moves.on_agenda: the anchor &loop is not allowed; write the value"
        " out where it is wanted",
    ),
    "merge key in a choice": (
        REJECTED,
        f"{REJECTED}        »<<: {{objected: failed}}\n",
        "events.adopt.moves.on_agenda: the merge key << is not allowed; write the value"
        " out where it is wanted",
    ),
    "no for an outcome in a move": (
        REJECTED,
        f"{REJECTED}        »false: failed\n",
        "events.adopt.moves.on_agenda: YAML reads the key false as true or false; write"
        ' it in quotes ("false") or choose a name',
    ),
    "list for a target": (
        REJECTED,
        "        rejected: »[failed]\n",
        "events.adopt.moves.on_agenda.rejected: a list or a map stands here; write one"
        " state",
    ),
    "list for a choice": (
        "      on_agenda: on_agenda\n",
        "      on_agenda: »[on_agenda]\n",
        "events.amend.moves.on_agenda: a list stands here; write one state, or indented"
        " lines `outcome: state`",
    ),
    "empty choice": (
        "      on_agenda: on_agenda\n",
        "      on_agenda: »{}\n",
        "events.amend.moves.on_agenda: nothing stands here; at least one entry is"
        " needed",
    ),
    "nothing for a target": (
        REJECTED,
        "        »rejected:\n",
        "events.adopt.moves.on_agenda.rejected: nothing stands here; write one state",
    ),
    "choice within a choice": (
        REJECTED,
        "        rejected: »{adopted: failed}\n",
        "events.adopt.moves.on_agenda.rejected: a list or a map stands here; write one"
        " state",
    ),
    "reserved target": (
        REJECTED,
        "        rejected: »every_open_state\n",
        "events.adopt.moves.on_agenda.rejected: the name every_open_state is kept for"
        " the program; choose another name",
    ),
    "no moves": (
        MOVES,
        "    moves: »{}\n",
        "events.expire.moves: nothing stands here; at least one entry is needed",
    ),
    "capital in the only move": (
        MOVES,
        "    moves:\n      »Adopted: failed\n",
        f"events.expire.moves.Adopted: Adopted is not a name; {NAME}",
    ),
    "reserved outcome": (
        "  silent: {de",
        "  »otherwise: {de",
        "outcomes.otherwise: the name otherwise is kept for the program; choose another"
        " name",
    ),
    "reserved role": (
        "  lead: {de",
        "  »clock: {de: Uhr, en: clock}\n  lead: {de",
        "roles.clock: the name clock is kept for the program; choose another name",
    ),
    "reserved consultation": (
        "\nevents:\n",
        "  »open: {de: a, en: b, asks: legal, by: lead, outcomes:"
        " [agreed]}\n\nevents:\n",
        "consultations.open: the name open is kept for the program; choose another"
        " name",
    ),
    "consultation without outcomes": (
        "    outcomes: [agreed, objected, adjourned, silent]\n",
        "    outcomes: »[]\n",
        "consultations.hearing.outcomes: nothing stands here; at least one entry is"
        " needed",
    ),
    "text for the outcomes of a consultation": (
        "    outcomes: [agreed, objected, adjourned, silent]\n",
        "    outcomes: »agreed\n",
        "consultations.hearing.outcomes: a list is wanted here; write [one, two]",
    ),
    "nobody is asked": (
        "    asks: [legal, finance]\n",
        "    asks: »[]\n",
        "consultations.hearing.asks: nothing stands here; at least one entry is needed",
    ),
    "evidence in words": (
        "    evidence: true\n",
        "    evidence: »yes\n",
        "consultations.hearing.evidence: true or false is wanted here; write true, or"
        " take the line out",
    ),
    "list of consultations": (
        "documents:\n  opinion: {de: Gutachten, en: legal opinion}\n",
        "documents: »[opinion]\n",
        "documents: keys with values are wanted here; write one line per key, indented:"
        " key: value",
    ),
    "text for a document": (
        "  opinion: {de: Gutachten, en: legal opinion}\n",
        "  opinion: »Gutachten\n",
        "documents.opinion: keys with values are wanted here; write one line per key,"
        " indented: key: value",
    ),
    "period of a number": (
        "    period: 2 weeks\n",
        "    period: »14\n",
        "deadlines.answer.period: 14 is not a period; write a number and a unit: 7"
        " days,"
        " 5 working days, 2 weeks",
    ),
    "period of clock time": (
        "    period: 2 weeks\n",
        "    period: »1:30\n",
        "deadlines.answer.period: 1:30 is not a period; write a number and a unit: 7"
        " days, 5 working days, 2 weeks",
    ),
    "period without end": (
        "    period: 2 weeks\n",
        "    period: »99999999999999999999 days\n",
        "deadlines.answer.period: a period of more than 100 years; mend the number or"
        " the unit",
    ),
    "period of too many days": (
        "    period: 2 weeks\n",
        "    period: »10000 days\n",
        "deadlines.answer.period: 10000 days is a number of more than four digits;"
        " write it in a longer unit: 30 years",
    ),
    "period of ISO 8601": (
        "    period: 2 weeks\n",
        "    period: »P2W\n",
        "deadlines.answer.period: P2W is not a period; write a number and a unit: 7"
        " days, 5 working days, 2 weeks",
    ),
    "period of nothing": (
        "    period: 2 weeks\n",
        "    period: »0 weeks\n",
        "deadlines.answer.period: 0 weeks is a period of nothing; write how long it"
        " is: 7 days, 2 weeks",
    ),
    "period of two lives": (
        "    period: 2 weeks\n",
        "    period: »101 years\n",
        "deadlines.answer.period: a period of more than 100 years; mend the number or"
        " the unit",
    ),
    "period of a hundred lives": (
        "    period: 2 weeks\n",
        "    period: »10000 years\n",
        "deadlines.answer.period: a period of more than 100 years; mend the number or"
        " the unit",
    ),
    "period of nothing in an extension": (
        "      at_most: 7 days\n",
        "      at_most: »0 days\n",
        "deadlines.answer.extension.at_most: 0 days is a period of nothing; write how"
        " long it is: 7 days, 2 weeks",
    ),
    "extension without an end": (
        "      at_most: 7 days\n",
        "      at_most: »9999 months\n",
        "deadlines.answer.extension.at_most: a period of more than 100 years; mend the"
        " number or the unit",
    ),
    "extension that is a period": (
        "    extension:\n      at_most: 7 days\n      by: lead\n      bodies: finance\n"
        "      times: 2\n      basis: council-rules\n",
        "    extension: »7 days\n",
        "deadlines.answer.extension: keys with values are wanted here; write one line"
        " per key, indented: key: value",
    ),
    "misspelled key in an extension": (
        "      at_most: 7 days\n",
        "      »atmost: 7 days\n",
        "deadlines.answer.extension.atmost: the key atmost is not known here; did you"
        " mean at_most?",
    ),
    "suspension by nobody": (
        "    suspension:\n      by: clerk\n",
        "    »suspension:\n",
        "deadlines.answer.suspension.by: the key by is missing; add it",
    ),
    "way of counting that is none": (
        "    counting: event_day\n",
        "    counting: »event_days\n",
        "deadlines.answer.counting: event_days cannot stand here; did you mean"
        " event_day?",
    ),
    "shift to the day before": (
        "    shift: working_day\n",
        "    shift: »day_before\n",
        "deadlines.answer.shift: day_before cannot stand here; use one of: working_day",
    ),
    "number in quotes": (
        "    escalate_after: 2\n",
        '    escalate_after: »"2"\n',
        "deadlines.answer.escalate_after: this is not a whole number that fits here;"
        " write it without quotes",
    ),
    "number that is none": (
        "      times: 2\n",
        "      times: »1e3\n",
        "deadlines.answer.extension.times: this is not a whole number that fits here;"
        " write a number from 1 to 999",
    ),
    "extension that is never given": (
        "      times: 2\n",
        "      times: »0\n",
        "deadlines.answer.extension.times: this is not a whole number that fits here;"
        " write a number from 1 to 999",
    ),
    "reminder after the end": (
        "    remind_before: [5, 1]\n",
        "    remind_before: [5, »-1]\n",
        "deadlines.answer.remind_before.1: this is not a whole number that fits here;"
        " write a number from 0 to 999",
    ),
    "delay of no day": (
        "    remind: lead\n    remind_after: [1, 5]\n",
        "    remind: lead\n    remind_after: [1, »0]\n",
        "deadlines.registration.remind_after.1: this is not a whole number that fits"
        " here; write a number from 1 to 999",
    ),
    "delays in a text": (
        "    remind_before: [2, 0]\n    remind_after: [1, 5]\n",
        '    remind_before: [2, 0]\n    remind_after: »"1, 5"\n',
        "consultations.form.remind_after.0: this is not a whole number that fits here;"
        " write it without quotes",
    ),
    "reminder that is true": (
        "    remind_before: [5, 1]\n",
        "    remind_before: »true\n",
        "deadlines.answer.remind_before.0: this is not a whole number that fits here;"
        " write a number from 0 to 999",
    ),
    "huge number": (
        "    period: 2 weeks\n",
        f"    period: »{'9' * 400}\n",
        f"deadlines.answer.period: {'9' * 59}… is not a period; write a number and a"
        " unit: 7 days, 5 working days, 2 weeks",
    ),
    "period with a line break": (
        "    period: 2 weeks\n",
        '    period: »"2 weeks\\n"\n',
        "deadlines.answer.period: 2 weeks\\u000a is not a period; write a number and a"
        " unit: 7 days, 5 working days, 2 weeks",
    ),
    "calendar that is no code": (
        "    calendar: DE-BE\n",
        "    calendar: »Berlin\n",
        "deadlines.answer.calendar: Berlin is not a calendar; write a country, or a"
        " part of one: DE-BE",
    ),
    "calendar that is a file": (
        "    calendar: DE-BE\n",
        "    calendar: »../../etc/passwd\n",
        "deadlines.answer.calendar: ../../etc/passwd is not a calendar; write a"
        " country,"
        " or a part of one: DE-BE",
    ),
    "sittings with a capital": (
        "sittings: town-council}",
        "sittings: »Town}",
        "bodies.council.sittings: Town is not a name; write a-z first, then a-z, 0-9"
        " and"
        " -; no spaces, no umlauts",
    ),
    "supplement in words": (
        "    supplement: true\n",
        "    supplement: »'true'\n",
        "events.amend.supplement: true or false is wanted here; write true, or take the"
        " line out",
    ),
    "day that is none in a requirement": (
        "        valid_from: 2025-01-01\n",
        "        valid_from: »2025-02-30\n",
        "events.adopt.requires.1.valid_from: the calendar has no such day; mend the"
        " day",
    ),
    "day that is true": (
        "        valid_from: 2025-01-01\n",
        "        valid_from: »true\n",
        "events.adopt.requires.1.valid_from: this is not a day; write year-month-day:"
        " 2026-01-31",
    ),
    "hook on an event": (
        "    supplement: true\n",
        "    supplement: true\n    »after: os.system\n",
        "events.amend.after: the key after is not known here; use one of: basis, body,"
        " by, de, en, fields, moves, outcomes, requires, supplement, valid_from,"
        " valid_to",
    ),
    "condition on a state": (
        "  draft: {de: Entwurf, en: draft, initial: true}",
        "  draft: {de: Entwurf, en: draft, initial: true, »on_enter: os.system}",
        "states.draft.on_enter: the key on_enter is not known here; use one of: de, en,"
        " final, initial",
    ),
    "include": (
        "definition: town-bylaw\n",
        "»include: /etc/passwd\ndefinition: town-bylaw\n",
        "include: the key include is not known here; use one of: announcements, bodies,"
        " consultations, deadlines, definition, documents, events, opened_by, outcomes,"
        " roles, sources, states, stations, title, valid_from, valid_to, version, zone",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_one_fault_is_one_finding_where_it_stands(name: str, write: Write) -> None:
    old, marked, said = BROKEN[name]
    text, place = unmarked(altered((old, marked)))
    assert [brief(each) for each in refused(write(text))] == [f"{place}: {said}"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_of_the_form_has_no_consequences_in_the_path(
    name: str, write: Write
) -> None:
    """`definition check` judges the rest, and blames nothing but the fault."""
    old, marked, said = BROKEN[name]
    text, place = unmarked(altered((old, marked)))
    assert [brief(each) for each in proven(write(text))] == [f"{place}: {said}"]
