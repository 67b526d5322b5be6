"""What opening an item takes: a free reference, and the definition it stays on."""

import hashlib

from definitions.model import Loaded
from definitions.sentences import sentence
from workflow.bounds import Day
from workflow.errors import Refused
from workflow.unit import Act, Unit


def free_reference(work: Unit, given: str | None, day: Day, act: Act) -> str:
    """The reference asked for, or the next of the year of `day`: S-2021-0001.

    Raises Refused if an item bears it already.
    """
    if given is not None:
        if taken_already(work, given):
            raise Refused(
                sentence(
                    "There is an item {reference} already. Nothing was recorded.",
                    reference=given,
                )
            )
        return given
    start = f"S-{(day.day or act.now).year}-"
    rows = work.tx.all("numbers", pattern=f"{start}%")
    names = [row["reference"] for row in rows]
    rows = work.tx.all("supplement_numbers", pattern=f"{start}%")
    names += [row["number"] for row in rows]
    tails = [name.removeprefix(start) for name in names]
    taken = [int(tail) for tail in tails if tail.isascii() and tail.isdigit()]
    return f"{start}{max(taken, default=0) + 1:04}"


def taken_already(work: Unit, name: str) -> bool:
    """Whether an item bears this reference, or a supplement this number."""
    item = work.tx.one("item", reference=name)
    return item is not None or work.tx.one("supplement", number=name) is not None


def store_definition(work: Unit, person: str, loaded: Loaded) -> None:
    """Keep the version the item stays on, by content hash, named by an entry."""
    if work.tx.one("definition", hash=loaded.hash) is not None:
        return
    path = loaded.definition
    row = {
        "hash": loaded.hash,
        "name": path.definition,
        "version": path.version,
        "source": loaded.source,
        "content": loaded.content,
    }
    named = {name: row[name] for name in ("hash", "name", "version")}
    source = hashlib.sha256(loaded.source.encode()).hexdigest()
    facts = {**named, "source": source}
    work.write("definition", person, named=False, facts=facts)
    work.tx.change("add_definition", **row)
