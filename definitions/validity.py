"""Days and law: when a definition holds, in which zone, and by which sources."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from definitions.findings import Path
from definitions.model import Definition
from definitions.remarks import Remark, Remarks
from definitions.sentences import sentence


def validity(path: Definition) -> Remarks:
    """Every rule about days and law."""
    yield from _zone_exists(path)
    yield from _ends_after_beginning(path)
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


def _ends_after_beginning(path: Definition) -> Remarks:
    spans: list[tuple[Path, date | None, date | None]] = [
        (("valid_to",), path.valid_from, path.valid_to)
    ]
    spans += [
        (("sources", key, "valid_to"), source.valid_from, source.valid_to)
        for key, source in path.sources.items()
    ]
    for place, first, last in spans:
        if first is not None and last is not None and last < first:
            what = sentence("the last day is before the first, {first}", first=first)
            yield Remark(place, what, sentence("mend one of the two days"))


def _sources_replaced_in_time(path: Definition) -> Remarks:
    for key, source in path.sources.items():
        if source.replaced_by is None:
            continue
        place = ("sources", key, "replaced_by")
        if source.valid_to is None:
            what = sentence("a source that is replaced has a last day")
            yield Remark(place, what, sentence("add valid_to"))
        if key in _after(path, key):
            what = sentence("the sources replace each other in a ring")
            yield Remark(place, what, sentence("take one replaced_by out"))


def _after(path: Definition, key: str) -> Iterator[str]:
    """The keys that replace a source, as far as the line goes."""
    for each in path.succession(key):
        yield path.sources[each].replaced_by or ""


def _basis_in_force(path: Definition) -> Remarks:
    """A cited source, or what replaced it, is law while the definition holds."""
    for event, each in path.events.items():
        for at, key in enumerate(each.basis):
            gap = _first_gap(path, key) if key in path.sources else None
            if gap is not None:
                what = sentence("{name} is not in force on {day}", name=key, day=gap)
                hint = sentence(
                    "cite what is law then, or say replaced_by in the source"
                )
                yield Remark(("events", event, "basis", at), what, hint, "warning")


def _first_gap(path: Definition, key: str) -> date | None:
    """The first day on which neither the source nor what replaced it is law."""
    day = path.valid_from
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
    return day if path.valid_to is None or day <= path.valid_to else None
