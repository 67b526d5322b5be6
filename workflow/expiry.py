"""Expiry: what the ends of terms bring about is recorded at each tick, once."""

from dataclasses import dataclass, field
from datetime import datetime

from definitions.sentences import Problem, Sentence
from workflow.access import Identity
from workflow.deadlines import OPEN
from workflow.history import EXPIRY
from workflow.lapsing import bring_about, is_over
from workflow.store import Row, Store, Transaction
from workflow.unit import Act, Answer, definition_of, today_in, unit

CLOCKWORK = Identity(EXPIRY, EXPIRY, "clock")


@dataclass(slots=True)
class Expired:
    """What the ends of terms have brought about, and what stood against it.

    What is `stuck` waits for a person and stays so at every tick: the term goes on
    being overdue, which `due` and `today` show with the reason, and whoever the path
    names for escalation is told. `problems` may be gone at the next tick.
    """

    recorded: list[Answer] = field(default_factory=list)
    stuck: list[Sentence] = field(default_factory=list)
    problems: list[Sentence] = field(default_factory=list)


def expire(store: Store, now: datetime) -> Expired:
    """Record every deemed outcome and event of the clock whose term is over.

    A term is over on the day after its last day, in the zone of its path; what begins
    on a day comes with its first tick. Repeating it is harmless. What is wrong with one
    item, or a database that is busy then, stops no other; the next tick tries again.
    """
    found = Expired()
    with store.reading() as tx:
        rows = tx.all("running_deadlines")
        over = {row["reference"]: None for row in rows if _over(tx, row, now)}
    for reference in over:
        try:
            with unit(store, Act(CLOCKWORK, now), "expire", {}) as work:
                item, path = work.item(reference)
                done = bring_about(work, item, path, today_in(path, now))
            found.recorded += done[1]
            found.stuck += done[2]
        except Problem as problem:
            found.problems += problem.sentences
    return found


def _over(tx: Transaction, row: Row, now: datetime) -> bool:
    path = definition_of(tx, row["definition_hash"])
    today = today_in(path, now)
    return row["status"] == OPEN and is_over(path, row["name"], row["due"], today)
