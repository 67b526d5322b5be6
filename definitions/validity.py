"""Days and law: when a rule holds, in which zone, and by which sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import ANY, Remark, Remarks
from definitions.sentences import sentence

_MEND = sentence("mend one of the two days")


@dataclass(frozen=True, slots=True)
class _Span:
    """From one day to another, both included; None where there is no bound."""

    first: date | None
    last: date | None

    def within(self, other: "_Span") -> "_Span":
        """The days of both."""
        firsts = [each for each in (self.first, other.first) if each is not None]
        lasts = [each for each in (self.last, other.last) if each is not None]
        return _Span(max(firsts, default=None), min(lasts, default=None))

    @property
    def empty(self) -> bool:
        """Whether it has no day at all."""
        if self.first is None or self.last is None:
            return False
        return self.last < self.first


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with its days, the days of what it belongs to, and what it cites."""

    place: Path
    days: _Span
    owner: _Span
    basis: tuple[str, ...] = ()


def validity(path: Definition) -> Remarks:
    """Every rule about days and law."""
    yield from _zone_exists(path)
    yield from _ends_after_beginning(path)
    yield from _rules_within(path)
    yield from _sources_replaced_in_time(path)
    yield from _basis_in_force(path)


def _zone_exists(path: Definition) -> Remarks:
    if not _is_zone(path.zone):
        what = sentence("there is no time zone {name}", name=path.zone)
        hint = sentence("write a name such as Europe/Berlin")
        yield Remark(("zone",), what, hint)


@lru_cache(maxsize=64)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of zones is an OSError
        return False
    return True


def _whole(path: Definition) -> _Span:
    return _Span(path.valid_from, path.valid_to)


def _rules(path: Definition) -> Iterator[_Rule]:
    """Every rule that has days of its own; a requirement belongs to its event."""
    whole = _whole(path)
    for name, event in path.events.items():
        days = _Span(event.valid_from, event.valid_to)
        yield _Rule(("events", name), days, whole, event.basis)
        for at, each in enumerate(event.requires):
            place = ("events", name, "requires", at)
            own = _Span(each.valid_from, each.valid_to)
            yield _Rule(place, own, days.within(whole), each.basis)
    for section, rules in (
        ("consultations", path.consultations),
        ("deadlines", path.deadlines),
    ):
        for name, rule in rules.items():
            days = _Span(rule.valid_from, rule.valid_to)
            yield _Rule((section, name), days, whole, rule.basis)


def _parts(path: Definition) -> Iterator[_Rule]:
    """What belongs to a deadline, holds when it does, and cites sources of its own."""
    whole = _whole(path)
    for name, each in path.deadlines.items():
        days = _Span(each.valid_from, each.valid_to)
        for key, part in (
            ("extension", each.extension),
            ("suspension", each.suspension),
        ):
            if part is not None:
                yield _Rule(("deadlines", name, key), days, whole, part.basis)


def _ends_after_beginning(path: Definition) -> Remarks:
    spans: list[tuple[Path, _Span]] = [((), _whole(path))]
    spans += [
        (("sources", key), _Span(source.valid_from, source.valid_to))
        for key, source in path.sources.items()
    ]
    spans += [(rule.place, rule.days) for rule in _rules(path)]
    for place, days in spans:
        if days.empty:
            what = sentence(
                "the last day is before the first, {first}", first=days.first
            )
            relies = ((*place, "valid_from"),)
            yield Remark((*place, "valid_to"), what, _MEND, relies=relies)


def _rules_within(path: Definition) -> Remarks:
    """A rule that holds on no day of what it belongs to can never be used."""
    for rule in _rules(path):
        days, owner = rule.days, rule.owner
        if days.empty or owner.empty or not days.within(owner).empty:
            continue
        event = rule.place[:2] if len(rule.place) > 2 else ()
        relies = tuple(
            (*whose, key) for whose in ((), event) for key in ("valid_from", "valid_to")
        )
        hint = sentence("mend the days, or take the rule out")
        if (
            days.last is not None
            and owner.first is not None
            and days.last < owner.first
        ):
            what = sentence(
                "the rule ends before {first}: it never holds", first=owner.first
            )
            yield Remark((*rule.place, "valid_to"), what, hint, relies=relies)
        else:
            what = sentence(
                "the rule begins after {last}: it never holds", last=owner.last
            )
            yield Remark((*rule.place, "valid_from"), what, hint, relies=relies)


def _sources_replaced_in_time(path: Definition) -> Remarks:
    for key, source in path.sources.items():
        if source.replaced_by is None:
            continue
        place = ("sources", key, "replaced_by")
        if source.valid_to is None:
            what = sentence("a source that is replaced has a last day")
            relies = (("sources", key, "valid_to"),)
            yield Remark(place, what, sentence("add valid_to"), relies=relies)
        if key in _after(path, key):
            what = sentence("the sources replace each other in a ring")
            yield Remark(place, what, sentence("take one replaced_by out"))


def _after(path: Definition, key: str) -> Iterator[str]:
    """The keys that replace a source, as far as the line goes."""
    for each in path.succession(key):
        yield path.sources[each].replaced_by or ""


def _basis_in_force(path: Definition) -> Remarks:
    """A cited source, or what replaced it, is law while the rule holds."""
    for rule in (*_rules(path), *_parts(path)):
        days = rule.days.within(rule.owner)
        for at, key in enumerate(rule.basis if not days.empty else ()):
            gap = _first_gap(path, key, days) if key in path.sources else None
            if gap is not None:
                what = sentence("{name} is not in force on {day}", name=key, day=gap)
                hint = sentence(
                    "cite what is law then, or say replaced_by in the source"
                )
                relies = (("valid_from",), ("valid_to",), ("sources", ANY, ANY))
                place = (*rule.place, "basis", at)
                yield Remark(place, what, hint, "warning", relies=relies)


def _first_gap(path: Definition, key: str, days: _Span) -> date | None:
    """The first of the days on which neither the source nor what replaced it is law."""
    day = days.first or path.valid_from
    for each in path.succession(key):
        source = path.sources[each]
        if source.replaced_by and source.replaced_by not in path.sources:
            return None  # the unknown name is remarked upon already
        if source.valid_from is not None and day < source.valid_from:
            return day
        if source.valid_to is None:
            return None
        if day <= source.valid_to:
            if source.valid_to == date.max:
                return None
            day = source.valid_to + timedelta(days=1)
    return day if days.last is None or day <= days.last else None
