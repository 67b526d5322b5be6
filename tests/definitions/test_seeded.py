"""Defects seeded into copies of the shipped files are named in the right line."""

import re
from dataclasses import dataclass

import pytest

from definitions.loader import find, shipped
from definitions.proof import findings
from notifications.grammar import STEP_KINDS
from tests.definitions.files import Write, unmarked


@dataclass(frozen=True)
class Defect:
    """What is written instead of the first match (» marks the place), and what is said.

    `follows`: further findings are true as well, since the defect breaks more than one
    rule.
    """

    pattern: str
    instead: str
    said: str
    follows: bool = False


# The files live on: the patterns name keys of the format, and few names of a path.
DEFECTS = {
    "told again of what silence has settled": Defect(
        r"(  cosignature_term:\n(?:    .*\n)*?)(    remind_before: .*\n)",
        r"\1\2    remind_after: »[1, 5]\n",
        "this term is never overdue: its end has an effect by itself",
    ),
    "entry into force that gives way to a day off": Defect(
        r"(    begins: \w+\n)",
        r"\1    »shift: working_day\n",
        "the day on which something begins is not moved so",
    ),
    "state that is not reached": Defect(
        r"(\nstates:\n)",
        r"\1  »lost: {de: verloren, en: lost}\n",
        "no move leads to this state from the initial one",
        follows=True,
    ),
    "dead end": Defect(
        r"\n  withdrawn: (\{.*), final: true\}",
        r"\n  »withdrawn: \1}",
        "nothing leads out of this state, and it is not final",
        follows=True,
    ),
    "outcome without a target": Defect(
        r"(      \w+:\n        )(\w+: \w+\n(?:        \w+: \w+\n)*)"
        r"        otherwise: \w+\n",
        r"\1»\2",
        "no state follows the outcome",
        follows=True,
    ),
    "two moves for one outcome": Defect(
        r"(      \w+:\n        (\w+): \w+\n)",
        r"\1        »\2: withdrawn\n",
        "the key stands twice, first in line",
    ),
    "two moves for one state": Defect(
        r"(    moves:\n      (\w+): \w+\n)",
        r"\1      »\2: withdrawn\n",
        "the key stands twice, first in line",
    ),
    "event that nobody may record": Defect(
        r"(\nevents:\n(?:.*\n)*?    by: )clerk\n",
        r"\1»clock\n",
        "no deadline brings this event about: the clock never will",
        follows=True,
    ),
    "guard that can never hold": Defect(
        r"(\nevents:\n(?:.*\n)*?    by: .*\n)((?:(?!  \w).*\n)*?    moves:)",
        r"\1    requires:\n      - event: »withdraw\n\2",
        "withdraw can never come before this event",
        follows=True,
    ),
    "consultation that is never closed": Defect(
        r"    outcomes:\s+\[([^\]]*)\]\n    keeps_open: .*\n",
        r"    outcomes: [\1]\n    keeps_open: »[\1]\n",
        "every outcome keeps the consultation open: it is never closed",
        follows=True,
    ),
    "silence that is no answer": Defect(
        r"    silence: \w+\n",
        r"    silence: »nothing_said\n",
        "has no outcome nothing_said",
        follows=True,
    ),
    "deadline without a recipient": Defect(
        r"(\ndeadlines:\n(?:  #.*\n)*  )(\w+:\n(?:    (?!remind).*\n)*)"
        r"    remind: .*\n",
        r"\1»\2",
        "nobody is reminded of this term",
    ),
    "deadline without a calendar": Defect(
        r"(\n  )(\w+:\n(?:    (?!calendar).*\n)*)    calendar: .*\n",
        r"\1»\2",
        "without a calendar nobody knows which days are holidays",
    ),
    "calendar that nobody knows": Defect(
        r"    calendar: DE-BE\n",
        "    calendar: »DE-XX\n",
        "no calendar of that name is known",
    ),
    "counting on to a sitting": Defect(
        r"    counting: calendar_days\n",
        "    counting: »begin_of_day\n",
        "begin_of_day counts on from an event",
    ),
    "counting back from an event": Defect(
        r"    counting: event_day\n",
        "    counting: »calendar_days\n",
        "calendar_days counts back from a sitting",
    ),
    "term moved towards the sitting": Defect(
        r"    counting: calendar_days\n",
        "    counting: calendar_days\n    shift: »working_day\n",
        "a term before a sitting is never moved towards it",
    ),
    "term that nothing keeps": Defect(
        r"(\n  )(registration:\n(?:    (?!met_by).*\n)*)    met_by: .*\n",
        r"\1»\2",
        "no event keeps this term: it stays overdue for ever",
    ),
    "extension for a body that is not asked": Defect(
        r"      bodies: \[interior, finance, justice\]\n",
        "      bodies: [interior, finance, »senate]\n",
        "cosignature does not ask senate",
    ),
    "silence without a term": Defect(
        r"(    silence: )(\w+\n(?:.*\n)*    )after: cosignature\n"
        r"((?:.*\n)*?)      bodies: .*\n",
        r"\1»\2after: register\n\3",
        "no deadline runs after this consultation",
        follows=True,
    ),
    "silence that is an event of the clock as well": Defect(
        r"(\nevents:\n)((?:.*\n)*?deadlines:\n(?:.*\n)*?"
        r"    after: (?:cosignature|statement)\n)",
        r"\1  ran_out: {de: a, en: b, by: clock, moves: {draft: withdrawn}}\n"
        r"\2    lapses: »ran_out\n",
        "it has one effect, not two",
        follows=True,
    ),
    "required term that is not declared": Defect(
        r"(deadline: )registration\b",
        r"\1»registraton",
        "there is no deadline registraton",
    ),
    "announcement without a template": Defect(
        r"(\nannouncements:\n(?:  #.*\n)*  \w+: )(\w+)",
        r"\1»\2_x",
        "there is no release of the kind",
    ),
    "rule outside its validity": Defect(
        r"(\nevents:\n(?:.*\n)*?    by: .*\n)",
        r"\1    valid_to: »1999-12-31\n",
        "it never holds",
    ),
    "rule that ends before it begins": Defect(
        r"(\nevents:\n(?:.*\n)*?    by: .*\n)",
        r"\1    valid_from: 2025-01-01\n    valid_to: »2024-12-31\n",
        "the last day is before the first, 2025-01-01",
    ),
    "expired legal basis": Defect(
        r"(    basis: \[(?:[\w-]+, )*)(azg-14\W)",
        r"\1»\2",
        "azg-14 is not in force on 2026-01-01",
        follows=True,
    ),
    "unknown role": Defect(
        r"(\nevents:\n(?:.*\n)*?    by: )clerk\n",
        r"\1»clrek\n",
        "there is no role clrek",
        follows=True,
    ),
}
# What else is written differently for a defect: the sources end with their last day.
ALSO = {"expired legal basis": (r",? *\n? *replaced_by: log", "")}
SOURCES = {path: find(path).source for path in shipped()}
HOMES = [
    pytest.param(name, path, id=f"{name}, in {path}")
    for name, defect in DEFECTS.items()
    for path, source in SOURCES.items()
    if re.search(defect.pattern, source)
]


@pytest.mark.parametrize(("name", "path"), HOMES)
def test_a_seeded_defect_is_named_in_its_line(
    name: str, path: str, write: Write
) -> None:
    defect = DEFECTS[name]
    text = re.sub(defect.pattern, defect.instead, SOURCES[path], count=1)
    if name in ALSO:
        text = re.sub(*ALSO[name], text)
    text, place = unmarked(text)
    found = findings(str(write(text)), release_kinds=frozenset(STEP_KINDS))
    said = [each for each in found if defect.said in str(each.what)]
    assert place in {f"{each.line}:{each.column}" for each in said}
    assert defect.follows or len(found) == 1


def test_every_defect_has_a_home() -> None:
    assert {name for each in HOMES for name in each.values[:1]} == set(DEFECTS)
    assert len(DEFECTS) >= 12
