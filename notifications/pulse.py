"""Whether reminders run, as every command asks it: one small query on an open database.

What it needs stands in a file of its own (`pulse.json`), and nothing else is imported.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from definitions.sentences import Sentence, sentence
from workflow.store import Statement, Store, Transaction

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pulse:
    """When a scheduler last finished a round; None: never. It may lie ahead.

    `missed`: that is too long ago, while somebody is to be reminded of something.
    `doubt`: the clock is in doubt, and nobody has confirmed it.
    """

    last_round_at: datetime | None
    missed: bool
    doubt: bool


def felt(store: Store, now: datetime, limit: timedelta) -> Pulse:
    """The pulse at `now`; a round that lies more than `limit` ahead is no sign of life.

    If all of them do, the newest is told, and missed: the clock has been put back.
    Where no scheduler has ever run, nothing is missed as long as nothing is open that
    anybody is to be reminded of. Raises what the driver raises.
    """
    tx = Transaction(store.driver, _statements(store.driver.dialect))
    found = tx.all("pulse", ahead=now + limit)[0]
    last, newest = found["last_round_at"], found["newest"]
    if newest is None:
        missed = bool(tx.all("duties_open")[0]["some"])
    else:
        missed = last is None or now - last > limit
    return Pulse(last or newest, missed, bool(found["doubt"]))


def lasting(span: timedelta) -> Sentence:
    """How long something lasts, for a person: always more than one of its unit."""
    if span < 2 * _HOUR:
        return sentence("{number} minutes", number=max(2, -(-span // _MINUTE)))
    if span < 2 * _DAY:
        return sentence("{number} hours", number=span // _HOUR)
    return sentence("{number} days", number=span // _DAY)


_MINUTE = timedelta(minutes=1)


@cache
def _statements(dialect: str) -> Mapping[str, Statement]:
    made = json.loads(files("notifications").joinpath("pulse.json").read_bytes())
    return {
        name: Statement(each, translate=dialect == "sqlite")
        for name, each in made[dialect].items()
    }
