"""Who is away on which days, and who stands in: pure, over absences already read.

A deputy may be away too: then their own deputy stands in, and so on. Whoever enters an
absence is refused a circle; whoever reads meets no endless chain all the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

LONGEST_CHAIN = 5  # deputies of deputies


@dataclass(frozen=True, slots=True)
class Away:
    """An absence: local legal days, the first and the last one included.

    `last` is None while nobody has said when it ends; `seq` the entry that told of it.
    """

    seq: int
    person: str
    first: date
    last: date | None
    deputy: str | None

    @property
    def until(self) -> date:
        """The last day; the last of all where it is open."""
        return self.last or date.max

    def covers(self, day: date) -> bool:
        """Whether the person is away on that day."""
        return self.first <= day <= self.until

    def meets(self, first: date, last: date) -> bool:
        """Whether one of its days lies among these."""
        return self.first <= last and first <= self.until


Absences = Mapping[str, Sequence[Away]]  # by who is away
_Way = tuple[Away, date, date, tuple[str, ...]]  # an absence, days, who is met before


def away_of(row: Mapping[str, Any]) -> Away:
    """An absence from its row."""
    return Away(
        row["seq"], row["person_id"], row["first"], row["last"], row["deputy_id"]
    )


def by_person(found: Iterable[Away]) -> dict[str, list[Away]]:
    """Absences by who is away."""
    sorted_out: dict[str, list[Away]] = {}
    for each in found:
        sorted_out.setdefault(each.person, []).append(each)
    return sorted_out


def overlap(absences: Absences, new: Away) -> Away | None:
    """An absence of the same person that has days in common with `new`."""
    own = absences.get(new.person, ())
    return next((each for each in own if each.meets(new.first, new.until)), None)


def circle(absences: Absences, new: Away) -> tuple[str, ...]:
    """Who would stand in for each other in turn on some day if `new` were entered.

    The person of `new` and the deputies in turn, the last of whom has that person as
    deputy; () if there is no such day.
    """
    ways: list[_Way] = [(new, new.first, new.until, (new.person,))]
    while ways:
        away, first, last, before = ways.pop()
        deputy = away.deputy
        if deputy == new.person:
            return before
        if deputy is None or deputy in before:
            continue
        for each in absences.get(deputy, ()):
            if each.meets(first, last):
                days = max(first, each.first), min(last, each.until)
                ways.append((each, *days, (*before, deputy)))
    return ()


def away(absences: Absences, person: str, day: date) -> Away | None:
    """The absence of a person on a day, or None for somebody who is there."""
    own = absences.get(person, ())
    return next((each for each in own if each.covers(day)), None)


def stand_in(absences: Absences, person: str, day: date) -> str | None:
    """Who is there and stands in for a person on a day.

    The deputy; where that one is away too, the deputy's deputy, and so on. None for
    somebody who is there, and where the chain ends with nobody who is there, comes back
    to somebody, or is longer than `LONGEST_CHAIN`.
    """
    met = {person}
    absence = away(absences, person, day)
    for _ in range(LONGEST_CHAIN):
        if absence is None or absence.deputy is None or absence.deputy in met:
            return None
        met.add(deputy := absence.deputy)
        absence = away(absences, deputy, day)
        if absence is None:
            return deputy
    return None
