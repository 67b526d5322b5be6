"""Outcomes that choose, guards, consultations, deadlines, days: proven sound."""

import pytest

from tests.definitions.files import Write, altered, brief, checked, example, unmarked

EXPIRE = "    by: clock\n    moves:\n      adopted: failed\n"
SUPPLEMENT = "    supplement: true\n"
REGISTER = "      draft: on_agenda\n    requires:\n"
URGENT = "      - urgency: true\n"
AMEND = "      - event: amend\n"
ANSWER = "    after: hearing\n    period: 2 weeks\n    calendar: DE-BE\n"
BEFORE = (
    "    before: council\n    period: 7 days\n    counting: clear_days\n"
    "    met_by: [register, register_urgently]\n"
)
OVERDUE = "    remind: lead\n    remind_after: [1, 5]\n    calendar: DE\n"
BY_HAND = ("    by: [clock, clerk]\n", "    by: clerk\n")
BEGINS = "    begins: enter_into_force\n"
OPENED = "    during: draft\n"
CLOSED = "    keeps_open: adjourned\n    silence: silent\n"
SECOND = "      - second_person: adopt\n"
FIELD = "      - field: medium\n"

# What stood there, what is written instead (» marks the place that must be named), what
# is said of it. Each defect is the only one in its file.
UNSOUND = {
    "outcome without a target": (
        "        otherwise: adopted\n",
        "        adopted: adopted\n",
        "events.adopt.moves.on_agenda: no state follows the outcome"
        " adopted_with_changes; add a line for it, or one for `otherwise`",
    ),
    "outcome that the event does not have": (
        "        rejected: failed\n",
        "        rejected: failed\n        »agreed: failed\n",
        "events.adopt.moves.on_agenda.agreed: adopt has no outcome agreed; use one of:"
        " adjourned, adopted, adopted_with_changes, otherwise, rejected",
    ),
    "misspelled outcome in a move": (
        "        rejected: failed\n",
        "        rejected: failed\n        »adjuorned: failed\n",
        "events.adopt.moves.on_agenda.adjuorned: adopt has no outcome adjuorned;"
        " did you mean adjourned?",
    ),
    "misspelled `otherwise`": (
        "        rejected: failed\n",
        "        rejected: failed\n        »otherwize: failed\n",
        "events.adopt.moves.on_agenda.otherwize: adopt has no outcome otherwize;"
        " did you mean otherwise?",
    ),
    "unknown state behind an outcome": (
        "        rejected: failed\n",
        "        rejected: »faild\n",
        "events.adopt.moves.on_agenda.rejected: there is no state faild;"
        " did you mean failed?",
    ),
    "choice without outcomes": (
        "      on_agenda: on_agenda\n",
        "      on_agenda: »{otherwise: on_agenda}\n",
        "events.amend.moves.on_agenda: the event has no outcomes that could choose;"
        " list its `outcomes`, or write one state after the colon",
    ),
    "move of a clock that no deadline sets": (
        "    lapses: expire\n",
        "",
        "events.expire.by.0: no deadline brings this event about: the clock never will;"
        " name the event in `lapses` or `begins` of a deadline, or name a role here",
    ),
    "lapse of an event that is not of the clock": (
        ANSWER,
        f"{ANSWER}    lapses: »withdraw\n",
        "deadlines.answer.lapses: withdraw is no event of the clock;"
        " add `clock` to its `by`, or take `lapses` out",
    ),
    "silence that is no answer alone": (
        ANSWER,
        f"{ANSWER}    lapses: »expire\n",
        "deadlines.answer.lapses: the end of this term is the answer silent of hearing:"
        " it has one effect, not two; take `lapses` out, or `silence` out of hearing",
    ),
    "clock that opens items": (
        "opened_by: lead",
        "opened_by: [lead, »clock]",
        "opened_by.1: the clock stands in `by` of an event and nowhere else;"
        " name a role",
    ),
    "clock that opens a consultation": (
        "    asks: [legal, finance]\n    by: lead\n",
        "    asks: [legal, finance]\n    by: [lead, »clock]\n",
        "consultations.hearing.by.1: the clock stands in `by` of an event and nowhere"
        " else; name a role",
    ),
    "clock that is reminded": (
        "    remind: [lead, clerk]\n",
        "    remind: [lead, »clock]\n",
        "deadlines.answer.remind.1: the clock stands in `by` of an event and nowhere"
        " else; name a role",
    ),
    "field that the clock cannot fill": (
        EXPIRE,
        f"{EXPIRE}    fields: {{why: {{de: Grund, en: reason}}}}\n"
        "    requires:\n      - field: »why\n",
        "events.expire.requires.0.field: the clock alone brings this event about, and"
        " no person; name a role in `by`, or take the requirement out",
    ),
    "urgency of the clock": (
        EXPIRE,
        f"{EXPIRE}    requires:\n      - urgency: »true\n",
        "events.expire.requires.0.urgency: the clock alone brings this event about, and"
        " no person; name a role in `by`, or take the requirement out",
    ),
    "event that cannot come before": (
        REGISTER,
        f"{REGISTER}      - event: »publish\n",
        "events.register.requires.0.event: publish can never come before this event;"
        " mend the moves, or take the requirement out",
    ),
    "event that requires itself": (
        AMEND,
        f"      - event: »adopt\n{AMEND}",
        "events.adopt.requires.1.event: adopt can never come before this event;"
        " mend the moves, or take the requirement out",
    ),
    "second person to what cannot come before": (
        SECOND,
        "      - second_person: »expire\n",
        "events.publish.requires.0.second_person: expire can never come before this"
        " event; mend the moves, or take the requirement out",
    ),
    "consultation that opens too late": (
        OPENED,
        "    during: adopted\n",
        "events.register.requires.0.consultation: hearing can never be opened before"
        " this event; mend the moves, or take the requirement out",
    ),
    "outcome that the consultation does not have": (
        "        outcomes: [agreed, silent]\n",
        "        outcomes: [agreed, »rejected]\n",
        "events.register.requires.0.outcomes.1: hearing has no outcome rejected; did"
        " you mean objected?",
    ),
    "outcome that keeps the consultation open": (
        "        outcomes: [agreed, silent]\n",
        "        outcomes: [agreed, »adjourned]\n",
        "events.register.requires.0.outcomes.1: the outcome adjourned keeps hearing"
        " open; use one of: agreed, objected, silent",
    ),
    "body that is not asked": (
        "        bodies: [legal, finance]\n",
        "        bodies: [legal, »council]\n",
        "events.register.requires.0.bodies.1: hearing does not ask council; use one of:"
        " finance, legal",
    ),
    "field that the event lacks": (
        FIELD,
        "      - field: »medum\n",
        "events.publish.requires.1.field: publish has no field medum; did you mean"
        " medium?",
    ),
    "body that does not sit": (
        "      - sitting: council\n",
        "      - sitting: »legal\n",
        "events.adopt.requires.0.sitting: no sittings are named for legal; add"
        " `sittings` to the body",
    ),
    "only for an outcome of another event": (
        "        only_for: adopted_with_changes\n",
        "        only_for: »agreed\n",
        "events.adopt.requires.1.only_for.0: adopt has no outcome agreed; use one of:"
        " adjourned, adopted, adopted_with_changes, rejected",
    ),
    "outcomes of a document": (
        "      - document: opinion\n",
        "      - document: opinion\n        »outcomes: agreed\n",
        "events.register.requires.1.outcomes: outcomes belongs to `consultation` alone;"
        " take it out",
    ),
    "bodies of none open": (
        "      - none_open: hearing\n",
        "      - none_open: hearing\n        »bodies: legal\n",
        "events.register_urgently.requires.1.bodies: bodies belongs to `consultation`"
        " alone; take it out",
    ),
    "unknown consultation": (
        "      - none_open: hearing\n",
        "      - none_open: »haering\n",
        "events.register_urgently.requires.1.none_open: there is no consultation"
        " haering; did you mean hearing?",
    ),
    "unknown document": (
        "      - document: opinion\n",
        "      - document: »opinions\n",
        "events.register.requires.1.document: there is no document opinions; did you"
        " mean opinion?",
    ),
    "unknown event that is required": (
        AMEND,
        "      - event: »amand\n",
        "events.adopt.requires.1.event: there is no event amand; did you mean amend?",
    ),
    "unknown first person": (
        SECOND,
        "      - second_person: »adoption\n",
        "events.publish.requires.0.second_person: there is no event adoption; did you"
        " mean adopt?",
    ),
    "unknown body that sits": (
        "      - sitting: council\n",
        "      - sitting: »counsil\n",
        "events.adopt.requires.0.sitting: there is no body counsil; did you mean"
        " council?",
    ),
    "unknown source of a requirement": (
        "        basis: old-code\n",
        "        basis: »old-cod\n",
        "events.register.requires.0.basis.0: there is no source old-cod; did you mean"
        " old-code?",
    ),
    "requirement twice": (
        URGENT,
        f"{URGENT}      - »urgency: true\n",
        "events.register_urgently.requires.1: this stands twice in the list; keep one"
        " of the two",
    ),
    "outcome twice in a requirement": (
        "        outcomes: [agreed, silent]\n",
        "        outcomes: [agreed, silent, »agreed]\n",
        "events.register.requires.0.outcomes.2: agreed stands twice in the list; keep"
        " one of the two",
    ),
    "consultation that is never closed": (
        CLOSED,
        "    keeps_open: »[agreed, objected, adjourned, silent]\n",
        "consultations.hearing.keeps_open: every outcome keeps the consultation open:"
        " it is never closed; take an outcome out of keeps_open, or add one that closes"
        " it",
    ),
    "silence that closes nothing": (
        "    silence: silent\n",
        "    silence: »adjourned\n",
        "consultations.hearing.silence: the outcome adjourned keeps hearing open;"
        " use one of: agreed, objected, silent",
    ),
    "silence that is no answer": (
        "    silence: silent\n",
        "    silence: »rejected\n",
        "consultations.hearing.silence: hearing has no outcome rejected; did you mean"
        " objected?",
    ),
    "open outcome that is no answer": (
        "    keeps_open: adjourned\n",
        "    keeps_open: [adjourned, »rejected]\n",
        "consultations.hearing.keeps_open.1: hearing has no outcome rejected; did you"
        " mean objected?",
    ),
    "consultation in a final state": (
        OPENED,
        "    during: [draft, »withdrawn]\n",
        "consultations.hearing.during.1: withdrawn is a final state: nothing is opened"
        " there; take it out",
    ),
    "consultation in an unknown state": (
        OPENED,
        "    during: »draftt\n",
        "consultations.hearing.during.0: there is no state draftt; did you mean draft?",
    ),
    "unknown body that is asked": (
        "    asks: [legal, finance]\n",
        "    asks: [legal, finance, »finances]\n",
        "consultations.hearing.asks.2: there is no body finances; did you mean"
        " finance?",
    ),
    "consultation that is called like an event": (
        "events:\n",
        "  »publish:\n    {de: a, en: b, asks: legal, by: lead, outcomes: [agreed]}\n"
        "events:\n",
        "consultations.publish: an event is called publish as well; choose another"
        " name",
    ),
    "deadline that reminds nobody": (
        BEFORE + "    remind: lead\n",
        BEFORE,
        "deadlines.registration.remind: nobody is reminded of this term; add `remind`"
        " with a role",
    ),
    "shift of a term before a sitting": (
        BEFORE,
        f"{BEFORE}    shift: »working_day\n",
        "deadlines.registration.shift: a term before a sitting is never moved towards"
        " it; take it out",
    ),
    "extension of a term before a sitting": (
        BEFORE,
        f"{BEFORE}    »extension: {{at_most: 2 days, by: lead}}\n",
        "deadlines.registration.extension: a term before a sitting moves with the"
        " sitting alone; take it out",
    ),
    "suspension of a term before a sitting": (
        BEFORE,
        f"{BEFORE}    »suspension: {{by: lead}}\n",
        "deadlines.registration.suspension: a term before a sitting moves with the"
        " sitting alone; take it out",
    ),
    "counting on to a sitting": (
        "    counting: clear_days\n",
        "    counting: »event_day\n",
        "deadlines.registration.counting: event_day counts on from an event; use one"
        " of: calendar_days, clear_days",
    ),
    "counting back from an event": (
        "    counting: event_day\n",
        "    counting: »calendar_days\n",
        "deadlines.answer.counting: calendar_days counts back from a sitting; use one"
        " of: event_day, begin_of_day, clear_days",
    ),
    "clear days counted twice": (
        "    period: 7 days\n    counting: clear_days\n",
        "    period: 7 clear days\n    counting: »clear_days\n",
        "deadlines.registration.counting: clear days are counted in one way only; take"
        " `counting` out, or write the period in days",
    ),
    "reminder on working days without a calendar": (
        OVERDUE,
        "    remind: lead\n    remind_before: 1\n",
        "deadlines.registration.calendar: without a calendar nobody knows which days"
        " are holidays; add `calendar`, such as DE-BE",
    ),
    "overdue on working days without a calendar": (
        OVERDUE,
        "    remind: lead\n    remind_after: 1\n",
        "deadlines.registration.calendar: without a calendar nobody knows which days"
        " are holidays; add `calendar`, such as DE-BE",
    ),
    "told twice of one day of delay": (
        "    remind: lead\n    remind_after: [1, 5]\n",
        "    remind: lead\n    remind_after: [1, »1]\n",
        "deadlines.registration.remind_after.1: 1 stands twice in the list; keep one of"
        " the two",
    ),
    "overdue though silence is the answer": (
        "    remind_before: [5, 1]\n",
        "    remind_before: [5, 1]\n    remind_after: »[1, 5]\n",
        "deadlines.answer.remind_after: this term is never overdue: its end has an"
        " effect by itself; take it out",
    ),
    "overdue though it lapses": (
        "    lapses: expire\n",
        "    lapses: expire\n    remind_after: »3\n",
        "deadlines.publication.remind_after: this term is never overdue: its end has an"
        " effect by itself; take it out",
    ),
    "overdue though it begins something": (
        BEGINS,
        f"{BEGINS}    remind_after: »1\n",
        "deadlines.entry_into_force.remind_after: this term is never overdue: its end"
        " has an effect by itself; take it out",
    ),
    "unknown role that is reminded of an answer": (
        "    remind: [clerk]\n",
        "    remind: [»clark]\n",
        "consultations.form.remind.0: there is no role clark; did you mean clerk?",
    ),
    "clock that is reminded of an answer": (
        "    remind: [clerk]\n",
        "    remind: [»clock]\n",
        "consultations.form.remind.0: the clock stands in `by` of an event and nowhere"
        " else; name a role",
    ),
    "reminded twice of an answer on one day": (
        "    remind_before: [2, 0]\n    remind_after: [1, 5]\n",
        "    remind_before: [2, »2]\n    remind_after: [1, 5]\n",
        "consultations.form.remind_before.1: 2 stands twice in the list; keep one of"
        " the two",
    ),
    "beginning of an event that is not of the clock": (
        BEGINS,
        "    begins: »withdraw\n",
        "deadlines.entry_into_force.begins: withdraw is no event of the clock; add"
        " `clock` to its `by`, or take `begins` out",
    ),
    "unknown event that begins": (
        BEGINS,
        "    begins: »enter_in_force\n",
        "deadlines.entry_into_force.begins: there is no event enter_in_force; did you"
        " mean enter_into_force?",
    ),
    "beginning before a sitting": (
        BEFORE,
        f"{BEFORE}    begins: »enter_into_force\n",
        "deadlines.registration.begins: only a term after an event brings something"
        " about on its day; take it out",
    ),
    "beginning after a consultation": (
        ANSWER,
        f"{ANSWER}    begins: »enter_into_force\n",
        "deadlines.answer.begins: only a term after an event brings something about on"
        " its day; take it out",
    ),
    "beginning and lapse in one": (
        "    lapses: expire\n",
        "    lapses: expire\n    begins: »enter_into_force\n",
        "deadlines.publication.begins: a term has one effect, not two; take `lapses` or"
        " `begins` out",
    ),
    "beginning that is shifted to a working day": (
        BEGINS,
        f"{BEGINS}    »shift: working_day\n",
        "deadlines.entry_into_force.shift: the day on which something begins is not"
        " moved so; take it out; another day is set by planning the event",
    ),
    "beginning that is extended": (
        BEGINS,
        f"{BEGINS}    »extension: {{at_most: 1 week, by: clerk}}\n",
        "deadlines.entry_into_force.extension: the day on which something begins is not"
        " moved so; take it out; another day is set by planning the event",
    ),
    "beginning that keeps its own term": (
        BEGINS,
        f"{BEGINS}    met_by: [»enter_into_force]\n",
        "deadlines.entry_into_force.met_by.0: enter_into_force ends this term anyhow;"
        " take it out",
    ),
    "beginning that waits for its own term": (
        "      published: in_force\n",
        "      published: in_force\n    requires:\n"
        "      - deadline: »entry_into_force\n",
        "events.enter_into_force.requires.0.deadline: the event comes when this term"
        " has run out; take it out",
    ),
    "way of counting no period": (
        "    period: 14 days\n    calendar: DE-BE\n",
        "    calendar: DE-BE\n    counting: »event_day\n",
        "deadlines.entry_into_force.counting: without a period nothing is counted; take"
        " it out",
    ),
    "calendar of nowhere": (
        "    calendar: DE-BE\n    counting",
        "    calendar: »DE-XX\n    counting",
        "deadlines.answer.calendar: no calendar of that name is known; write a country,"
        " or a part of one, by its ISO code: DE-BE",
    ),
    "deadline that its own lapse keeps": (
        "    met_by: publish\n",
        "    met_by: [publish, »expire]\n",
        "deadlines.publication.met_by.1: expire comes because the term was not kept;"
        " take it out",
    ),
    "unknown event that keeps": (
        "    met_by: publish\n",
        "    met_by: »publsh\n",
        "deadlines.publication.met_by.0: there is no event publsh; did you mean"
        " publish?",
    ),
    "unknown role that is told": (
        "    escalates_to: clerk\n",
        "    escalates_to: »clerc\n",
        "deadlines.answer.escalates_to.0: there is no role clerc; did you mean clerk?",
    ),
    "clock that is told": (
        "    escalates_to: clerk\n",
        "    escalates_to: »clock\n",
        "deadlines.answer.escalates_to.0: the clock stands in `by` of an event and"
        " nowhere else; name a role",
    ),
    "told on no day": (
        "    escalate_after: 2\n",
        "",
        "deadlines.answer.escalates_to: it is not said when they are told; add"
        " `escalate_after`: how many working days after the end",
    ),
    "nobody told": (
        "    escalates_to: clerk\n    escalate_after: 2\n",
        "    escalate_after: »2\n",
        "deadlines.answer.escalate_after: it is not said who is told; add"
        " `escalates_to` with a role",
    ),
    "reminded twice on one day": (
        "    remind_before: [5, 1]\n",
        "    remind_before: [5, »5]\n",
        "deadlines.answer.remind_before.1: 5 stands twice in the list; keep one of the"
        " two",
    ),
    "extension by nobody known": (
        "      at_most: 7 days\n      by: lead\n",
        "      at_most: 7 days\n      by: »led\n",
        "deadlines.answer.extension.by.0: there is no role led; did you mean lead?",
    ),
    "extension for a body that is not asked": (
        "      bodies: finance\n",
        "      bodies: »council\n",
        "deadlines.answer.extension.bodies.0: hearing does not ask council; use one of:"
        " finance, legal",
    ),
    "extension for a body after an event": (
        "    met_by: publish\n",
        "    met_by: publish\n    extension:\n"
        "      {at_most: 1 month, by: lead, »bodies: legal}\n",
        "deadlines.publication.extension.bodies: only the term of a consultation is one"
        " of single bodies; take it out",
    ),
    "extension by an unknown source": (
        "      times: 2\n      basis: council-rules\n",
        "      times: 2\n      basis: »council-rule\n",
        "deadlines.answer.extension.basis.0: there is no source council-rule; did you"
        " mean council-rules?",
    ),
    "suspension by nobody known": (
        "    suspension:\n      by: clerk\n",
        "    suspension:\n      by: »clark\n",
        "deadlines.answer.suspension.by.0: there is no role clark; did you mean clerk?",
    ),
    "unknown deadline that is required": (
        "      - deadline: publication\n",
        "      - deadline: »publicaton\n",
        "events.publish.requires.2.deadline: there is no deadline publicaton; did you"
        " mean publication?",
    ),
    "term that cannot run before": (
        "      - urgency: true\n",
        "      - urgency: true\n      - deadline: »publication\n",
        "events.register_urgently.requires.1.deadline: publication can never run before"
        " this event; mend the moves, or take the requirement out",
    ),
    "lapse that asks for the term to be kept": (
        EXPIRE,
        f"{EXPIRE}    requires:\n      - deadline: »publication\n",
        "events.expire.requires.0.deadline: the event comes when this term has run out;"
        " take it out",
    ),
    "deadline without a calendar": (
        ANSWER,
        "    after: hearing\n    period: 2 weeks\n",
        "deadlines.answer.calendar: without a calendar nobody knows which days are"
        " holidays; add `calendar`, such as DE-BE",
    ),
    "working days without a calendar": (
        BEFORE + OVERDUE,
        BEFORE.replace("7 days", "5 working days") + "    remind: lead\n",
        "deadlines.registration.calendar: without a calendar nobody knows which days"
        " are holidays; add `calendar`, such as DE-BE",
    ),
    "deadline that runs from nothing": (
        "    after: hearing\n",
        "",
        "deadlines.answer: it is not said what the term runs from; add `after` with an"
        " event, or `before` with a body",
    ),
    "deadline that runs from both": (
        "    after: hearing\n",
        "    after: hearing\n    »before: council\n",
        "deadlines.answer.before: a term runs after an event or before a sitting, not"
        " both; take `after` or `before` out",
    ),
    "deadline before a body that does not sit": (
        "    before: council\n",
        "    before: »finance\n",
        "deadlines.registration.before: no sittings are named for finance; add"
        " `sittings` to the body",
    ),
    "deadline after something unknown": (
        "    after: hearing\n",
        "    after: »haering\n",
        "deadlines.answer.after: there is no event and no consultation haering; did you"
        " mean hearing?",
    ),
    "event outside the days of the definition": (
        SUPPLEMENT,
        f"{SUPPLEMENT}    valid_to: »2023-12-31\n",
        "events.amend.valid_to: the rule ends before 2024-01-01: it never holds; mend"
        " the days, or take the rule out",
    ),
    "event that begins after the definition": (
        SUPPLEMENT,
        f"{SUPPLEMENT}    valid_from: »2031-01-01\n",
        "events.amend.valid_from: the rule begins after 2030-12-31: it never holds;"
        " mend the days, or take the rule out",
    ),
    "requirement outside the days of the definition": (
        "        valid_from: 2025-01-01\n",
        "        valid_from: »2031-01-01\n",
        "events.adopt.requires.1.valid_from: the rule begins after 2030-12-31: it never"
        " holds; mend the days, or take the rule out",
    ),
    "requirement outside the days of its event": (
        EXPIRE,
        f"{EXPIRE}    requires:\n"
        "      - {document: opinion, valid_to: »2024-06-30}\n",
        "events.expire.requires.0.valid_to: the rule ends before 2024-07-01: it never"
        " holds; mend the days, or take the rule out",
    ),
    "consultation outside the days of the definition": (
        "    valid_from: 2024-01-01\n    valid_to: 2029-12-31\n\nevents",
        "    valid_to: »2020-12-31\n\nevents",
        "consultations.hearing.valid_to: the rule ends before 2024-01-01: it never"
        " holds; mend the days, or take the rule out",
    ),
    "deadline outside the days of the definition": (
        "    remind: [lead, clerk]\n",
        "    remind: [lead, clerk]\n    valid_to: »2020-12-31\n",
        "deadlines.answer.valid_to: the rule ends before 2024-01-01: it never holds;"
        " mend the days, or take the rule out",
    ),
    "requirement that ends before it begins": (
        "        valid_from: 2025-01-01\n",
        "        valid_from: 2025-01-01\n        valid_to: »2024-12-31\n",
        "events.adopt.requires.1.valid_to: the last day is before the first,"
        " 2025-01-01; mend one of the two days",
    ),
    "deadline that ends before it begins": (
        "    remind: [lead, clerk]\n",
        "    remind: [lead, clerk]\n    valid_from: 2026-01-01\n"
        "    valid_to: »2025-01-01\n",
        "deadlines.answer.valid_to: the last day is before the first, 2026-01-01;"
        " mend one of the two days",
    ),
}
WARNINGS = {
    "reminders of what a deadline says": (
        "    evidence: true\n    basis: council-rules\n",
        "    evidence: true\n    »remind: lead\n    basis: council-rules\n",
        "consultations.hearing.remind: warning: the deadline answer says who is"
        " reminded, and when; take it out, or say it there",
    ),
    "shift of working days": (
        "    period: 2 weeks\n    calendar: DE-BE\n    counting: event_day\n"
        "    shift: working_day\n",
        "    period: 5 working days\n    calendar: DE-BE\n    counting: event_day\n"
        "    shift: »working_day\n",
        "deadlines.answer.shift: warning: a term of working days never ends on a day"
        " off; take it out",
    ),
    "deadline that nothing keeps": (
        "    met_by: [register, register_urgently]\n",
        "",
        "deadlines.registration.met_by: warning: no event keeps this term: it stays"
        " overdue for ever; add `met_by` with the event that keeps it",
    ),
    "deadline that nothing keeps after an event": (
        "deadlines:\n",
        "deadlines:\n  »late:\n    {de: Frist, en: term, after: adopt, period: 1 month,"
        " calendar: DE-BE, remind: lead}\n",
        "deadlines.late.met_by: warning: no event keeps this term: it stays overdue for"
        " ever; add `met_by` with the event that keeps it",
    ),
    "extension by law that has expired": (
        "      times: 2\n      basis: council-rules\n",
        "      times: 2\n      basis: »gone\n",
        "deadlines.answer.extension.basis.0: warning: gone is not in force on"
        " 2025-01-01; cite what is law then, or say replaced_by in the source",
    ),
    "suspension by law that has expired": (
        "    suspension:\n      by: clerk\n      basis: council-rules\n",
        "    suspension:\n      by: clerk\n      basis: »gone\n",
        "deadlines.answer.suspension.basis.0: warning: gone is not in force on"
        " 2025-01-01; cite what is law then, or say replaced_by in the source",
    ),
    "silence without a term": (
        "    after: hearing\n    period: 2 weeks\n",
        "    after: register\n    period: 2 weeks\n",
        "consultations.hearing.silence: warning: no deadline runs after this"
        " consultation; add a deadline with `after: hearing`",
    ),
    "`otherwise` for nothing": (
        "        otherwise: adopted\n",
        "        adopted: adopted\n        adopted_with_changes: adopted\n"
        "        »otherwise: adopted\n",
        "events.adopt.moves.on_agenda.otherwise: warning: every outcome has a line of"
        " its own here; take otherwise out",
    ),
    "clock beside a role": (
        "    by: [lead, clerk]\n    moves:\n      every",
        "    by: [lead, clerk, »clock]\n    moves:\n      every",
        "events.withdraw.by.2: warning: no deadline brings this event about: the clock"
        " never will; name the event in `lapses` or `begins` of a deadline, or name a"
        " role here",
    ),
    "consultation that nobody waits for": (
        "events:\n",
        "  »survey:\n    {de: a, en: b, asks: legal, by: lead, outcomes: [agreed]}\n"
        "events:\n",
        "consultations.survey: warning: no event waits until this consultation is"
        " closed; require it in an event: `consultation` or `none_open`",
    ),
    "requirement on law that has expired": (
        "        valid_from: 2025-01-01\n",
        "        basis: »gone\n        valid_from: 2025-01-01\n",
        "events.adopt.requires.1.basis.0: warning: gone is not in force on 2025-01-01;"
        " cite what is law then, or say replaced_by in the source",
    ),
    "consultation on law that has expired": (
        "    evidence: true\n    basis: council-rules\n",
        "    evidence: true\n    basis: [council-rules, »gone]\n",
        "consultations.hearing.basis.1: warning: gone is not in force on 2025-01-01;"
        " cite what is law then, or say replaced_by in the source",
    ),
    "deadline on law that has expired": (
        f"{OVERDUE}    basis: council-rules\n",
        f"{OVERDUE}    basis: »gone\n",
        "deadlines.registration.basis.0: warning: gone is not in force on 2025-01-01;"
        " cite what is law then, or say replaced_by in the source",
    ),
}
GONE = ("sources:\n", "sources:\n  gone: {text: Altes Recht, valid_to: 2024-12-31}\n")
# Defects for which other places are changed as well.
ALSO = {
    "outcome without a target": [("agenda:\n        adj", "agenda:\n        »adj")],
    "move of a clock that no deadline sets": [("by: clock", "by: »clock")],
    "consultation that opens too late": [
        ("- consultation: ", "- consultation: »"),
        ("      - none_open: hearing\n", ""),
    ],
    "consultation that is never closed": [("        outcomes: [agreed, silent]\n", "")],
    "consultation that is called like an event": [
        ("- document: opinion\n", "- document: opinion\n      - none_open: publish\n")
    ],
    "deadline that reminds nobody": [("  registration:\n", "  »registration:\n")],
    "deadline without a calendar": [("  answer:\n", "  »answer:\n")],
    "working days without a calendar": [("  registration:\n", "  »registration:\n")],
    "deadline that runs from nothing": [("  answer:\n", "  »answer:\n")],
    "requirement on law that has expired": [GONE],
    "consultation on law that has expired": [GONE],
    "deadline on law that has expired": [GONE],
    "extension by law that has expired": [GONE],
    "suspension by law that has expired": [GONE],
    "reminder on working days without a calendar": [
        ("  registration:\n", "  »registration:\n")
    ],
    "overdue on working days without a calendar": [
        ("  registration:\n", "  »registration:\n")
    ],
    "beginning of an event that is not of the clock": [BY_HAND],
    "unknown event that begins": [BY_HAND],
    "deadline that nothing keeps": [("  registration:\n", "  »registration:\n")],
    "told on no day": [("    escalates_to: clerk\n", "    escalates_to: »clerk\n")],
    "silence without a term": [
        ("    silence: silent\n", "    silence: »silent\n"),
        ("      bodies: finance\n", ""),
        ("    counting: event_day\n", "    met_by: withdraw\n"),
    ],
}


def seeded(name: str) -> tuple[str, str]:
    """The example with this defect, and the place that must be named."""
    old, marked, _ = (UNSOUND | WARNINGS)[name]
    changes = [(old, marked), *ALSO.get(name, [])]
    return unmarked(altered(*changes))


@pytest.mark.parametrize("name", [*UNSOUND, *WARNINGS])
def test_one_defect_is_one_finding_where_it_stands(name: str, write: Write) -> None:
    text, place = seeded(name)
    said = (UNSOUND | WARNINGS)[name][2]
    found = checked(write(text))
    assert [brief(each) for each in found] == [f"{place}: {said}"]
    assert found[0].severity == ("error" if name in UNSOUND else "warning")


def test_the_example_of_the_documentation_is_sound(write: Write) -> None:
    assert checked(write(example())) == ()


def test_only_what_is_planned_for_a_day_needs_no_period(write: Write) -> None:
    """The schema says the same of both."""
    planned = altered(("    period: 14 days\n", ""))
    assert checked(write(planned)) == ()
    text = altered(("    period: 6 months\n", ""))
    assert [(each.where, str(each.what)) for each in checked(write(text))] == [
        ("deadlines.publication.period", "the key period is missing")
    ]


def test_events_that_wait_for_each_other_are_both_named(write: Write) -> None:
    """Each could come first if it were not for the other."""
    turn = (
        "    de: a\n    en: b\n    by: lead\n    moves: {draft: draft}\n    requires:\n"
    )
    events = (
        f"  first:\n{turn}      - event: second\n"
        f"  second:\n{turn}      - event: first\n"
        f"  third:\n{turn}      - event: second\n"
    )
    found = checked(write(altered(("events:\n", f"events:\n{events}"))))
    assert [(each.where, str(each.what)) for each in found] == [
        ("events.first.requires.0.event", "first and second wait for each other"),
        ("events.second.requires.0.event", "second and first wait for each other"),
    ]


def test_waiting_for_one_outcome_alone_is_no_ring(write: Write) -> None:
    """The amendment waits for an adoption that adjourned; the other waits for it."""
    text = altered((SUPPLEMENT, f"{SUPPLEMENT}    requires:\n      - event: adopt\n"))
    assert checked(write(text)) == ()


def test_what_was_adjourned_may_be_required_the_next_time(write: Write) -> None:
    own = "      - event: adopt\n        only_for: [adopted, rejected]\n"
    assert checked(write(altered((AMEND, f"{own}{AMEND}")))) == ()


def test_a_second_person_may_be_second_to_the_round_before(write: Write) -> None:
    text = altered(("      - sitting: council\n", "      - second_person: adopt\n"))
    assert checked(write(text)) == ()


def test_what_was_before_the_item_came_back_to_its_beginning_is_not_on_record(
    write: Write,
) -> None:
    """A recalled item begins anew; only the recall itself is on record then."""
    recall = "    {de: a, en: b, by: lead, moves: {adopted: draft}}\n"
    again = "      - document: opinion\n      - event: adopt\n"
    text = altered(
        ("events:\n", f"events:\n  recall:\n{recall}"),
        ("      - document: opinion\n", again),
    )
    assert [str(each.what) for each in checked(write(text))] == [
        "adopt can never come before this event"
    ]
    text = text.replace("      - event: adopt\n", "      - event: recall\n")
    assert checked(write(text)) == ()


def test_a_requirement_behind_a_state_that_is_not_reached_is_not_blamed(
    write: Write,
) -> None:
    """The lost state is the fault; that nothing can come before it follows from it."""
    lost = "  lost: {de: verloren, en: lost}\n  withdrawn: {de"
    events = (
        "  find: {de: a, en: b, by: lead, moves: {lost: draft},"
        " requires: [{event: publish}]}\n  withdraw:"
    )
    text = altered(("  withdrawn: {de", lost), ("  withdraw:", events))
    assert [each.where for each in checked(write(text))] == ["states.lost"]


def test_a_state_that_only_one_outcome_leads_to_is_reached(write: Write) -> None:
    text = altered(("        rejected: failed\n", "        rejected: on_agenda\n"))
    assert checked(write(text)) == ()  # `expire` still leads to it
    text = text.replace("      adopted: failed\n", "      adopted: withdrawn\n")
    assert [each.where for each in checked(write(text))] == ["states.failed"]


def test_a_rule_may_cite_law_that_ends_with_it(write: Write) -> None:
    """Only the days on which the rule holds count."""
    text = altered(
        GONE,
        (
            "        basis: old-code\n        valid_to: 2029-12-31\n",
            "        basis: gone\n        valid_to: 2024-12-31\n",
        ),
    )
    assert checked(write(text)) == ()


def test_a_rule_that_begins_with_the_last_day_still_holds_once(write: Write) -> None:
    text = altered((SUPPLEMENT, f"{SUPPLEMENT}    valid_from: 2030-12-31\n"))
    assert checked(write(text)) == ()
