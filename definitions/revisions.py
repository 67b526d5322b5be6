"""What differs between two versions of an event: moves, fields, requirements."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from definitions import phrases
from definitions.arrows import by_target
from definitions.changes import Change, Place, turned
from definitions.keys import key_said, value_said
from definitions.sentences import Sentence, sentence
from definitions.values import OTHERWISE
from definitions.vocabulary import Label, Requirement


def moves(
    place: Place, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    for source in (*old, *(each for each in new if each not in old)):
        before, after = old.get(source), new.get(source)
        if before == after:
            continue
        for outcome, was, now in _by_outcome(place, before, after):
            yield _move(place, source, outcome, was, now)


def _by_outcome(
    place: Place, before: Any, after: Any
) -> Iterator[tuple[str | None, Any, Any]]:
    """outcome, target before, target after; the outcome is None for all of them."""
    if not isinstance(before, Mapping) and not isinstance(after, Mapping):
        yield None, before, after
        return
    was, now = (
        _led(path.events[place.name].outcomes, move)
        for path, move in zip(place.paths, (before, after), strict=True)
    )
    if was == now:  # written otherwise: an outcome that cannot come was named
        was, now = _written(before), _written(after)
    for outcome in (*was, *(each for each in now if each not in was)):
        if was.get(outcome) != now.get(outcome):
            yield outcome, was.get(outcome), now.get(outcome)


def _led(outcomes: Sequence[str], move: Any) -> Mapping[str, str]:
    """outcome -> target."""
    if move is None:
        return {}
    found = by_target(move, outcomes)
    return {
        outcome: target
        for target, chosen in found.items()
        for outcome in chosen or outcomes
    }


def _written(move: Any) -> Mapping[str, str]:
    if move is None:
        return {}
    return move if isinstance(move, Mapping) else {OTHERWISE: move}


def _move(
    place: Place, source: str, outcome: str | None, was: str | None, now: str | None
) -> Change:
    old, new = place.paths
    start = phrases.state_said(old if was is not None else new, source)
    what = sentence("move from {state}", state=start)
    if outcome == OTHERWISE:
        what = sentence("move from {state}, every other outcome", state=start)
    elif outcome is not None:
        label = value_said(old if was is not None else new, "outcomes", outcome)
        what = sentence("move from {state}, {outcome}", state=start, outcome=label)
    before = None if was is None else phrases.state_said(old, was)
    after = None if now is None else phrases.state_said(new, now)
    key = f"moves.{source}.{outcome}" if outcome else f"moves.{source}"
    return place.change(key, was, now, turned(what, before, after))


def fields(
    place: Place, old: Mapping[str, Label], new: Mapping[str, Label]
) -> Iterator[Change]:
    for name in (*old, *(each for each in new if each not in old)):
        before, after = old.get(name), new.get(name)
        what = sentence("field {name}", name=name)
        if before is not None and after is not None:
            for language in ("de", "en"):
                was, now = getattr(before, language), getattr(after, language)
                if was != now:
                    word = sentence(
                        "{what}, {part}", what=what, part=key_said(language)
                    )
                    key = f"fields.{name}.{language}"
                    yield place.change(key, was, now, turned(word, was, now))
        else:
            said = turned(what, before, after)
            yield place.change(f"fields.{name}", before, after, said)


def requirements(
    place: Place, old: Sequence[Requirement], new: Sequence[Requirement]
) -> Iterator[Change]:
    """Alike ones are left out; those that ask for the same are compared in pairs."""
    gone, come = _apart(old, new), _apart(new, old)
    word = sentence("requirement")
    for each in [*gone]:
        twin = next((one for one in come if _asks(one) == _asks(each)), None)
        if twin is not None:
            gone.remove(each)
            come.remove(twin)
            yield _requirement(place, word, each, twin)
    for each in gone:
        yield _requirement(place, word, each, None)
    for each in come:
        yield _requirement(place, word, None, each)


def _requirement(
    place: Place, word: Sentence, old: Requirement | None, new: Requirement | None
) -> Change:
    said = [
        None if each is None else phrases.requirement_said(path, each, place.name)
        for path, each in zip(place.paths, (old, new), strict=True)
    ]
    return place.change("requires", old, new, turned(word, *said))


def _asks(each: Requirement) -> tuple[str, str]:
    return each.kind, each.name


def _apart(
    these: Sequence[Requirement], others: Sequence[Requirement]
) -> list[Requirement]:
    """What stands in `these` more often than in `others`."""
    left = Counter(map(_frozen, others))
    found = []
    for each in these:
        left[_frozen(each)] -= 1
        if left[_frozen(each)] < 0:
            found.append(each)
    return found


def _frozen(each: Requirement) -> tuple[object, ...]:
    return tuple(
        frozenset(value) if isinstance(value, tuple) else value
        for value in dict(each).values()
    )
