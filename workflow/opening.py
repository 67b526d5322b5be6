"""What opening an item takes: a free reference, and the definition it stays on."""

import hashlib

from definitions.model import Loaded
from definitions.sentences import sentence
from workflow.errors import Refused
from workflow.history import Day
from workflow.unit import Act, Unit


def free_reference(work: Unit, given: str | None, day: Day, act: Act) -> str:
    """The reference asked for, or the next of the year of `day`: S-2021-0001.

    Raises Refused if an item bears it already.
    """
    if given is not None:
        if work.tx.one("item", reference=given) is not None:
            raise Refused(
                sentence(
                    "There is an item {reference} already. Nothing was recorded.",
                    reference=given,
                )
            )
        return given
    start = f"S-{(day.day or act.now).year}-"
    rows = work.tx.all("numbers", pattern=f"{start}%")
    tails = [row["reference"].removeprefix(start) for row in rows]
    taken = [int(tail) for tail in tails if tail.isascii() and tail.isdigit()]
    return f"{start}{max(taken, default=0) + 1:04}"


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
