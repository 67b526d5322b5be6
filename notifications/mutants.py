"""Facts, each changed in turn: whoever states a fact says something else then.

For the lint of templates. What is changed is what `plain.packed` makes of facts; a
changed fact need not make sense beside the others. Pure.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from notifications.plain import DAY, FIELDS, RECORD

_Path = tuple[str | int, ...]

# Words that go with a fact, and are none: they agree with it, or choose a wording.
_NO_FACTS = frozenset(
    [
        *(
            "agreement",
            "has",
            "had",
            "his",
            "he",
            "case",
            "code",
            "consent",
            "kind",
            "seq",
        ),
        *("head", "head_seq", "replaces_several"),
    ]
)
_ONE_DAY = frozenset(("day", "weekday", "today"))  # said in one of three ways
_TELLING = frozenset(("kind", "case", "name", "proposal"))  # conditions are about them
_PLAIN: _Path = ("*",)  # all fields that are no records
_FORMS = frozenset(("Document", "Body", "Phrase"))  # records of forms of one thing
_NAMES = frozenset(("title", "document", "english"))  # of an item


@dataclass(frozen=True, slots=True)
class Mutant:
    """Facts in which one is another. `fact` names it."""

    fact: str
    facts: Any


class _Leaf(NamedTuple):
    """Where there is a fact, what it is a form of, and how it is asked for."""

    path: _Path
    whole: _Path
    name: str


def differing(facts: Any, known: Iterable[Any]) -> frozenset[_Path]:
    """Where facts differ from those of `known` that they are most alike."""
    found = [frozenset(_differences(facts, each, ())) for each in known]
    return min(found, key=_weight, default=frozenset({()}))


def mutants(
    facts: Any, asked: Set[str], within: Set[_Path]
) -> Iterator[tuple[Mutant, ...]]:
    """For each fact that matters and is below a path: it as a whole, then its forms.

    `asked`: what matters, by the name of a field or as Class.field.
    """
    wholes: dict[_Path, list[_Leaf]] = {}
    for leaf in _leaves(facts, (), ()):
        if any(
            leaf.path[: len(each)] == each or _is_plain(leaf, each) for each in within
        ):
            wholes.setdefault(leaf.whole, []).append(leaf)
    for whole, leaves in wholes.items():
        forms = [each.path for each in leaves if each.name in asked]
        if forms:
            paths = [each.path for each in leaves]
            single = [] if len(paths) == 1 or whole[-1] == "day" else forms
            yield (
                Mutant(_named(whole), _changed(facts, paths)),
                *(Mutant(_named(each), _changed(facts, [each])) for each in single),
            )


def stated(facts: Any) -> set[str]:
    """The names of all that is known."""
    return {_named(each.path) for each in _leaves(facts, (), ())}


def shape(facts: Any) -> str:
    """What alike facts have in common: what is known, on which days, how it is told."""
    match facts:
        case {"record": record, "fields": told}:
            words = {
                name: each if name in _TELLING else shape(each)
                for name, each in told.items()
            }
            return f"{record}{words}"
        case list():
            return str([shape(each) for each in facts])
    return str(bool(facts) if isinstance(facts, str) else facts)


def _differences(facts: Any, known: Any, path: _Path) -> Iterator[_Path]:
    """The records in which facts differ; forms of one thing are all in one."""
    if facts == known:
        return
    match facts, known:
        case ({"record": one, "fields": told}, {"record": other, "fields": before}):
            if one == other and one not in _FORMS:
                for name, each in told.items():
                    below = _differences(each, before[name], (*path, name))
                    yield from (found or path for found in below)
                return
        case (list(), list()) if len(facts) == len(known):
            for number, each in enumerate(facts):
                yield from _differences(each, known[number], (*path, number))
            return
    whole = isinstance(facts, list) or (isinstance(facts, dict) and RECORD in facts)
    if len(path) == 1 and not whole:  # a condition on it chooses among its neighbours
        yield () if isinstance(facts, bool) else _PLAIN
    else:
        yield path if whole else path[:-1]


def _is_plain(leaf: _Leaf, path: _Path) -> bool:
    return path == _PLAIN and len(leaf.path) == 1


def _weight(paths: Set[_Path]) -> float:
    """How much lies below some paths: the less, the deeper they lead."""
    return sum(4.0 ** -len(each) for each in paths)


def _leaves(value: Any, path: _Path, whole: _Path, named: str = "") -> Iterator[_Leaf]:
    """Where there is a fact that can be changed."""
    match value:
        case {"record": record, "fields": told}:
            for name in sorted(told.keys() - _NO_FACTS):
                said = f"{record}.{name}" if path else name
                form = _whole(record, name, whole)
                yield from _leaves(told[name], (*path, name), form, said)
        case [{"record": _}, *_]:
            for number, each in enumerate(value):
                yield from _leaves(each, (*path, number), (*whole, number))
        case _:
            if value not in (None, "", []):
                yield _Leaf(path, whole, named)


def _whole(record: str, name: str, above: _Path) -> _Path:
    if record in _FORMS:
        return above
    if name in _ONE_DAY:
        return (*above, "day")
    return (*above, "title" if record == "Item" and name in _NAMES else name)


def _named(path: _Path) -> str:
    return ".".join(each for each in path if isinstance(each, str))


def _changed(facts: Any, paths: list[_Path]) -> Any:
    """The same facts, others at the end of each path."""
    if () in paths:
        return _other(facts)
    if isinstance(facts, list):
        return [
            _changed(each, below) if (below := _below(number, paths)) else each
            for number, each in enumerate(facts)
        ]
    told = {
        name: _changed(each, below) if (below := _below(name, paths)) else each
        for name, each in facts[FIELDS].items()
    }
    return {**facts, FIELDS: told}


def _below(head: str | int, paths: list[_Path]) -> list[_Path]:
    return [path[1:] for path in paths if path[0] == head]


def _other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}ixi"
        case list():
            return [_other(each) for each in value]
    later = date.fromisoformat(value[DAY]) + timedelta(days=40)
    return {DAY: later.isoformat()}
