"""How a record is copied table by table, built from the tables; for build time only.

`python -m notifications.copies` writes `copies.json`, which is what
`workflow.replica` runs. It is a file of its own, so that no other command reads it.
"""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Table, case, insert, or_, select
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from notifications.tables import Message
from workflow.compiler import Executable, compiled, table

message = table(Message)
TABLES: list[Table] = message.metadata.sorted_tables  # what others refer to comes first

# What was sent is told by its row; its text would fill the memory for nothing.
_OVER = or_(message.c.state == "sent", message.c.state == "superseded")
_TEXT = case((_OVER, ""), else_=message.c.content).label("content")


def made() -> dict[str, Any]:
    """`create`: the tables in SQLite; per table how to read it and how to add a row."""
    read = compiled({each.name: _reading(each) for each in TABLES})
    add = compiled({each.name: insert(each) for each in TABLES})
    return {"create": _create(), "read": read, "add": add["sqlite"]}


def _create() -> list[str]:
    """Tables with their keys and checks, then their indexes, in a fixed order."""
    dialect = sqlite()
    indexes = sorted(
        (each for one in TABLES for each in one.indexes),
        key=lambda each: str(each.name),
    )
    statements: list[ExecutableDDLElement] = [
        *map(CreateTable, TABLES),
        *map(CreateIndex, indexes),
    ]
    return [str(each.compile(dialect=dialect)).strip() for each in statements]


def _reading(source: Table) -> Executable:
    """Every row, with the columns in the order in which a row is added."""
    if source is not message:
        return select(source)
    return select(*(_TEXT if each.key == "content" else each for each in source.c))


if __name__ == "__main__":
    Path(__file__).with_name("copies.json").write_text(
        json.dumps(made(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
