"""Names that are used must be declared, and names that are declared must be used."""

from definitions.findings import Path, choose
from definitions.model import Definition
from definitions.remarks import Remark, Remarks, undeclared
from definitions.sentences import sentence
from definitions.values import EVERY_OPEN_STATE, OPENING


def references(path: Definition) -> Remarks:
    """Every rule about names."""
    yield from _roles_exist(path)
    yield from _bodies_exist(path)
    yield from _outcomes_exist(path)
    yield from _sources_exist(path)
    yield from _states_exist(path)
    yield from _events_exist(path)
    yield from _nothing_twice(path)
    yield from _nothing_unused(path)


def _roles_exist(path: Definition) -> Remarks:
    for at, role in enumerate(path.opened_by):
        what = sentence("there is no role {name}", name=role)
        yield from undeclared(("opened_by", at), role, path.roles, what)
    for event, each in path.events.items():
        for at, role in enumerate(each.by):
            what = sentence("there is no role {name}", name=role)
            yield from undeclared(("events", event, "by", at), role, path.roles, what)


def _bodies_exist(path: Definition) -> Remarks:
    for event, each in path.events.items():
        if each.body is not None:
            what = sentence("there is no body {name}", name=each.body)
            place = ("events", event, "body")
            yield from undeclared(place, each.body, path.bodies, what)


def _outcomes_exist(path: Definition) -> Remarks:
    for event, each in path.events.items():
        for at, outcome in enumerate(each.outcomes):
            what = sentence("there is no outcome {name}", name=outcome)
            place = ("events", event, "outcomes", at)
            yield from undeclared(place, outcome, path.outcomes, what)


def _sources_exist(path: Definition) -> Remarks:
    cited = [
        (("events", event, "basis", at), key)
        for event, each in path.events.items()
        for at, key in enumerate(each.basis)
    ]
    replacing = [
        (("sources", key, "replaced_by"), source.replaced_by)
        for key, source in path.sources.items()
        if source.replaced_by is not None
    ]
    for place, key in cited + replacing:
        what = sentence("there is no source {name}", name=key)
        yield from undeclared(place, key, path.sources, what)


def _states_exist(path: Definition) -> Remarks:
    for event, each in path.events.items():
        for start, end in each.moves.items():
            place = ("events", event, "moves", start)
            if start not in path.states and start != EVERY_OPEN_STATE:
                what = sentence("there is no state {name}", name=start)
                hint = choose(start, {*path.states, EVERY_OPEN_STATE})
                yield Remark(place, what, hint, at_key=True)
            what = sentence("there is no state {name}", name=end)
            yield from undeclared(place, end, path.states, what)


def _events_exist(path: Definition) -> Remarks:
    for at, station in enumerate(path.stations):
        known = {OPENING, *path.events}
        what = sentence("there is no event {name}", name=station)
        yield from undeclared(("stations", at), station, known, what)
    for event in path.announcements:
        if event not in path.events:
            what = sentence("there is no event {name}", name=event)
            hint = choose(event, path.events)
            yield Remark(("announcements", event), what, hint, at_key=True)


def _nothing_twice(path: Definition) -> Remarks:
    lists: list[tuple[Path, tuple[str, ...]]] = [
        (("opened_by",), path.opened_by),
        (("stations",), path.stations),
    ]
    for event, each in path.events.items():
        lists.append((("events", event, "by"), each.by))
        lists.append((("events", event, "outcomes"), each.outcomes))
        lists.append((("events", event, "basis"), each.basis))
    for place, names in lists:
        for at, name in enumerate(names):
            if name in names[:at]:
                what = sentence("{name} stands twice in the list", name=name)
                yield Remark((*place, at), what, sentence("keep one of the two"))


def _nothing_unused(path: Definition) -> Remarks:
    events = path.events.values()
    used: dict[str, set[str]] = {
        "roles": {*path.opened_by, *(role for each in events for role in each.by)},
        "outcomes": {outcome for each in events for outcome in each.outcomes},
        "bodies": {each.body for each in events if each.body is not None},
    }
    for section, names in used.items():
        for name in getattr(path, section):
            if name not in names:
                what = sentence("nothing uses {name}", name=name)
                hint = sentence("take it out, or name it in an event")
                yield Remark((section, name), what, hint, "warning", at_key=True)


def announced(path: Definition, kinds: frozenset[str]) -> Remarks:
    """Every announcement names a kind of release that can be written."""
    for event, kind in path.announcements.items():
        what = sentence("there is no release of the kind {name}", name=kind)
        yield from undeclared(("announcements", event), kind, kinds, what)
