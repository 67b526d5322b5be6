"""Taking in items with their history from a file: all of them, or nothing.

Every entry is made by the act that a clerk would have used, with the same rules and
rights. What a rule refuses is kept with its place; the rest of that item is left out,
the others are tried all the same, so that all errors are told at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from definitions.model import Definition, Loaded
from definitions.sentences import Problem, Sentence, sentence
from workflow.bounds import Day
from workflow.consultations import Reply, ask_in, reply_in
from workflow.errors import NotPermitted, Refused
from workflow.faults import Faults
from workflow.gaps import no_way
from workflow.manifest import Item, Manifest, Step
from workflow.opening import free_reference, store_definition
from workflow.papers import attach_in, gap_in, plan_in
from workflow.procedure import Moved, advance_in, open_in
from workflow.sittings import sitting_in
from workflow.store import Store
from workflow.told import brought
from workflow.unit import (
    Act,
    Answer,
    Answered,
    Unit,
    answer,
    reference_of,
    today_in,
    unit,
)

Usable = Sequence[tuple[Item, Loaded]]
Definitions = Mapping[str, Loaded | Problem]  # by the name that the file gives


def _nothing() -> None: ...


class _Tried(Exception):
    """The end of a dry run: what would have been recorded."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__("tried")


def take_in(
    store: Store,
    act: Act,
    manifest: Manifest,
    definitions: Definitions,
    *,
    dry_run: bool = False,
    progress: Callable[[], None] = _nothing,
) -> Answer:
    """Record the items of a file, in one unit of work; a dry run records nothing.

    `definitions` holds each path that the file names, or why it cannot be used;
    `progress` is called after each item. Raises Refused with everything that is wrong,
    NotPermitted if it is the rights alone.
    """
    asked = {"sha256": manifest.sha256, "definitions": _hashes(definitions)}
    try:
        with unit(store, act, "import", asked) as work:
            work.retold = True
            taken = _all(work, manifest, definitions, progress)
            if dry_run:
                raise _Tried(taken)
            return taken
    except _Tried as tried:
        unsaid = dict.fromkeys(("entry", "recorded_at", "hash"))
        return {**tried.answer, **unsaid, "dry_run": True}
    except Answered as done:
        return _answered(store, manifest, definitions, done.answer)


def _hashes(definitions: Definitions) -> dict[str, str]:
    return {
        name: each.hash
        for name, each in definitions.items()
        if isinstance(each, Loaded)
    }


def _all(
    work: Unit,
    manifest: Manifest,
    definitions: Definitions,
    progress: Callable[[], None],
) -> Answer:
    faults = Faults(manifest)
    usable = list(_usable(manifest, definitions, faults))
    if not usable:
        faults.rights_alone = False
        raise faults.problem()
    # A stranger is turned away at once; whoever is known, by each act.
    person = work.held.person or work.require(usable[0][1].definition.opened_by)
    facts = {"items": len(usable), "sha256": manifest.sha256}
    entry = work.write("imported", person, facts=facts)
    _sat(work, manifest, usable, faults)
    taken = []
    for item, path in usable:
        taken.append(_item(work, item, path, faults))
        progress()
    if faults.found or manifest.findings:
        raise faults.problem()
    return _answer(answer(None, entry), [each for each in taken if each])


def _sat(work: Unit, manifest: Manifest, usable: Usable, faults: Faults) -> None:
    """The sittings that items refer to; their series belong to paths of the record."""
    for path in {path.hash: path for _, path in usable if manifest.sittings}.values():
        person = work.require(path.definition.opened_by, path.definition)
        store_definition(work, person, path)
    for each in manifest.sittings:
        try:
            sitting_in(work, each.series, each.day, each.status, each.words)
        except NotPermitted as refused:
            faults.say(each.at, refused.sentences[0], _ask_for_rights())
        except Refused as refused:
            faults.rights_alone = False
            faults.say(each.at, refused.sentences[0], sentence("mend the sitting"))


def _usable(
    manifest: Manifest, definitions: Definitions, faults: Faults
) -> Iterator[tuple[Item, Loaded]]:
    """The items whose path can be used; what is wrong with a path is told once."""
    told = set()
    for item in manifest.items:
        path = definitions[item.definition]
        if isinstance(path, Loaded):
            yield item, path
        elif item.definition not in told:
            told.add(item.definition)
            faults.rights_alone = False
            what = sentence("the path {path} cannot be used", path=item.definition)
            hint = sentence("name another one, or mend it:")
            faults.say((*item.at, "definition"), what, hint, *path.sentences)


def _item(
    work: Unit, item: Item, path: Loaded, faults: Faults
) -> dict[str, Any] | None:
    """Take in one item; None if something was refused, which `faults` then holds."""
    at, state, step = item.at, "", None
    try:
        reference = item.reference or free_reference(work, None, _dated(item), work.act)
        done = open_in(work, path, item.words, item.day, reference)
        for step in item.steps:
            at, state = step.at, done["state"]
            done = _RECORDED[step.kind](work, done["reference"], step)
    except NotPermitted as refused:
        faults.say(at, _what(path.definition, refused), _ask_for_rights())
    except Refused as refused:
        faults.rights_alone = False
        hint = _hint(work, path.definition, state, step)
        faults.say(at, _what(path.definition, refused), hint)
    else:
        return _line_of(item, path, done["reference"], done["state"])
    return None


def _dated(item: Item) -> Day:
    """The first day that is known of an item: its year is that of the reference."""
    happened = [each.day for each in item.steps if each.kind != "planned"]
    return next((each for each in (item.day, *happened) if each.day), item.day)


def _event(work: Unit, reference: str, step: Step) -> Answer:
    moved = Moved(step.name, step.outcome, step.number, step.words)
    return advance_in(work, reference, moved, step.day)


def _ask(work: Unit, reference: str, step: Step) -> Answer:
    return ask_in(work, reference, step.name, step.body, step.day, step.due, step.words)


def _reply(work: Unit, reference: str, step: Step) -> Answer:
    given = Reply(step.outcome, step.words)
    return reply_in(work, reference, step.name, step.body, step.day, given)


def _document(work: Unit, reference: str, step: Step) -> Answer:
    """Of an old document the record may know no more than that there was one."""
    facts = {"document": step.name} | ({"sha256": step.sha256} if step.sha256 else {})
    return attach_in(work, reference, facts, step.day, step.words)


def _plan(work: Unit, reference: str, step: Step) -> Answer:
    return plan_in(work, reference, step.name, step.day, step.words)


def _gap(work: Unit, reference: str, step: Step) -> Answer:
    return gap_in(work, reference, step.name, step.words)


_RECORDED: Mapping[str, Callable[[Unit, str, Step], Answer]] = {
    "event": _event,
    "consultation": _ask,
    "answer": _reply,
    "document": _document,
    "planned": _plan,
    "gap": _gap,
}


def _what(path: Definition, refused: Problem) -> Sentence:
    """The rule that refuses, without the commands that are of no use in a file."""
    said = refused.sentences[0]
    reason = said.values.get("reason")
    if not isinstance(reason, Sentence):
        return said
    return sentence(
        "by the path {path} {version}, {reason}",
        path=path.definition,
        version=path.version,
        reason=reason,
    )


def _hint(work: Unit, path: Definition, state: str, step: Step | None) -> Sentence:
    if step is None:
        return sentence("mend the item, or take it out")
    today = today_in(path, work.act.now)
    if step.kind == "event" and step.day.day is not None and step.day.day > today:
        return sentence(
            "what is only planned is written `- planned: {event}`", event=step.name
        )
    if step.kind == "event" and (ahead := _ahead(path, state, step.name)):
        return sentence(
            "add the steps before it; where the sources are silent, `- gap: {state}`",
            state=ahead[0],
        )
    return sentence("mend the step, or add what has to come before it")


def _ahead(path: Definition, state: str, event: str) -> Sequence[str]:
    """The states that the event starts from, if the item has yet to come to one."""
    starts = path.targets_of(event) if event in path.events else {}
    if state in starts:
        return ()
    return [each for each in starts if no_way(path, state, each) is None]


def _ask_for_rights() -> Sentence:
    return sentence("every entry takes the role that it would take by hand")


def _line_of(item: Item, path: Loaded, reference: str, state: str) -> dict[str, Any]:
    definition = path.definition
    return {
        "reference": reference,
        "title": item.words["title"],
        "lead": item.words["lead"],
        "state": state,
        "version": 1 + len(item.steps),
        "definition": {"name": definition.definition, "version": definition.version},
    }


def _answer(entry: Answer, items: Sequence[Mapping[str, Any]]) -> Answer:
    kept = ("entry", "recorded_at", "hash", "sha256")
    said = {name: entry[name] for name in kept}
    return {"dry_run": False, **said, "items": list(items)}


def _answered(
    store: Store, manifest: Manifest, definitions: Definitions, entry: Answer
) -> Answer:
    """The first answer once more: what the entries of that import say."""
    paths = [(each, definitions[each.definition]) for each in manifest.items]
    items = [(each, path) for each, path in paths if isinstance(path, Loaded)]
    count = sum(1 + len(each.steps) for each, _ in items)
    with store.reading() as tx:
        lines = []
        opened = brought(tx, entry["entry"], len(items), count)
        for (item, path), rows in zip(items, opened, strict=False):
            reference = reference_of(tx, rows[0]["item_id"]) or ""
            state = rows[len(item.steps)]["to_state"]
            lines.append(_line_of(item, path, reference, state))
    return _answer(entry, lines)
