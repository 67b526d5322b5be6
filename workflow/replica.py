"""A replica of a record in memory: what is done to it never happened.

Copied row by row within one snapshot of the original, on which no lock stays. It has
the keys and checks of the tables, not their triggers: nothing of it is kept.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from definitions.sentences import sentence
from workflow.drivers import Driver, Memory
from workflow.errors import RecordDamaged
from workflow.store import Statement, Store, statements

PORTION = 1000  # rows taken over at a time


def replica(store: Store, packages: Sequence[str], copies: str) -> Store:
    """The record of `store` in memory, with the statements of `packages`.

    `copies` names the package whose `copies.json` tells the tables. Raises what reading
    raises, RecordDamaged if rows are not as the tables want them.
    """
    made = json.loads(files(copies).joinpath("copies.json").read_bytes())
    memory = Memory()
    try:
        for each in made["create"]:
            memory.execute(each, ())
        with store.reading():
            memory.begin(write=True)
            for name in made["add"]:
                _copy(store.driver, memory, name, made)
            memory.commit()
    except BaseException:
        memory.close()
        raise
    return Store(memory, statements(memory.dialect, tuple(packages)))


def _copy(source: Driver, memory: Memory, name: str, made: Mapping[str, Any]) -> None:
    """Take over a table; what is wrong with a row of it is told."""
    read = Statement(made["read"][source.dialect][name], translate=False)
    add = Statement(made["add"][name], translate=True)
    alike = source.dialect == memory.dialect
    cursor = source.execute(read.sql, read.values({}))
    while rows := cursor.fetchmany(PORTION):
        try:
            memory.add(add.sql, rows if alike else _translated(add, rows))
        except ValueError:  # it breaks a rule of its table, or is no text
            raise RecordDamaged(
                sentence(
                    "The database is damaged: the table {name} holds a row that it "
                    "must not hold. `laufzettel verify` tells what is wrong.",
                    name=name,
                )
            ) from None


def _translated(
    add: Statement, rows: Sequence[Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    """Rows as SQLite keeps them: days and instants as texts."""
    names = [name for name, _, _ in add.binds]
    for row in rows:
        yield add.values(dict(zip(names, row, strict=True)))
