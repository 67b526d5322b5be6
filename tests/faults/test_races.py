"""Several processes at once: one winner, nothing lost, nothing doubled."""

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.faults.program import Call, Done, Gate, ended, started
from tests.faults.records import Copies, state
from tests.load import rounds

ROUNDS = rounds(6, 200)
EACH = rounds(6, 100)  # commands of each process
PROCESSES, ITEMS = 8, 20
MOVED = 4

PATH = (  # what happens to an item, whichever process gets there first
    ("approve", "2021-07-06"),
    ("consent", "2021-07-07"),
    ("decide", "2021-08-03"),
    ("publish", "2021-08-04"),
)


def opened(copies: Copies, database: str, many: int) -> list[str]:
    """Open so many drafts."""
    work = [copies.call(database, *_new(number)) for number in range(many)]
    done = copies.crew([work])[0]
    return [each.answer["reference"] for each in done]


def _new(number: int) -> Sequence[str]:
    title = f"Vorlage {number}"
    return "new", title, "--lead", "Senatskanzlei", "--on", "2021-07-05", "--json"


def entries(copies: Copies, database: str, reference: str) -> list[dict[str, Any]]:
    """The history of an item."""
    found: list[dict[str, Any]] = copies.said(database, "history", reference)
    return found


@pytest.mark.heavy
def test_of_two_clerks_who_saw_the_same_entry_one_wins(founded: Copies) -> None:
    database = founded.fresh()
    for reference in opened(founded, database, ROUNDS):
        race = [[_approval(founded, database, reference)] for _ in range(2)]
        one, other = (done[0] for done in founded.crew(race))
        check_one_won(founded, database, reference, (one, other))
    assert state(database).sound


def _approval(copies: Copies, database: str, reference: str, **faults: Any) -> Call:
    words = "advance", reference, "approve", "--on", "2021-07-06", "--expect", "1"
    return copies.call(database, *words, "--json", **faults)


def check_one_won(
    copies: Copies, database: str, reference: str, both: Sequence[Done]
) -> None:
    """One is told its entry, the other that the item has moved; one entry was made."""
    winner, loser = sorted(both, key=lambda done: done.code)
    assert [winner.code, loser.code] == [0, MOVED], both
    assert not loser.out
    assert f"{reference} has moved" in loser.err
    assert "Traceback" not in loser.err
    history = entries(copies, database, reference)
    assert [each["event"] for each in history] == ["open", "approve"]
    assert winner.answer["hash"] == history[-1]["hash"]


def test_two_real_processes_that_start_to_write_at_once(
    founded: Copies, tmp_path: Path
) -> None:
    """Both are held before their unit of work until both are there."""
    database = founded.fresh()
    for number, reference in enumerate(opened(founded, database, 2)):
        gates = [Gate(tmp_path / f"{number}-{name}") for name in ("one", "other")]
        running = [
            started(_approval(founded, database, reference, **gate.before("BEGIN")))
            for gate in gates
        ]
        for gate, process in zip(gates, running, strict=True):
            gate.wait_for(process)
        for gate in gates:
            gate.open()
        both = [ended(each) for each in running]
        check_one_won(founded, database, reference, both)


@pytest.mark.heavy
def test_nothing_that_eight_processes_were_told_is_lost(founded: Copies) -> None:
    database = founded.fresh()
    items = opened(founded, database, ITEMS)
    before = state(database).head
    said = founded.crew(
        [_day_of(founded, database, items, n) for n in range(PROCESSES)]
    )
    answered = check_said(said)
    after = state(database)
    assert after.sound, after.findings
    assert after.head == before + len(answered), "no entry that nobody was told of"
    kept = {e["entry"]: e["hash"] for i in items for e in entries(founded, database, i)}
    assert {each["entry"]: each["hash"] for each in answered}.items() <= kept.items()
    assert len({each["entry"] for each in answered}) == len(answered)


def _day_of(copies: Copies, database: str, items: list[str], number: int) -> list[Call]:
    """What one process does: it sets a term, or takes the next step of some item."""
    ways = cycle(_ways(items[number:] + items[:number]))
    return [
        copies.call(database, *next(ways), "--command-id", f"{number}/{each}", "--json")
        for each in range(EACH)
    ]


def _ways(items: Sequence[str]) -> list[Sequence[str]]:
    steps = [
        ("advance", item, event, "--on", day) for event, day in PATH for item in items
    ]
    due = "--due", "2021-09-01", "--reason", "Bericht", "--for", "clerk"
    terms = [("deadline", "add", item, *due) for _ in PATH for item in items]
    pairs = zip(steps, terms, strict=True)
    return [each for step, term in pairs for each in (step, term, term, term)]


def check_said(said: Sequence[Sequence[Done]]) -> list[dict[str, Any]]:
    """The answers; who got none was refused by the path (another was quicker)."""
    done = [each for process in said for each in process]
    assert len(done) == PROCESSES * EACH
    refused = [each for each in done if each.code != 0]
    assert all(each.code == 1 and not each.out for each in refused), refused
    assert all("Traceback" not in each.err for each in done)
    answered = [each.answer for each in done if each.code == 0]
    assert len(answered) >= len(done) // 2, "every term was set"
    return answered
