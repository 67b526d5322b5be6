"""Statements, compiled once and kept as text, so that no command imports the ORM.

Importing SQLModel takes half a second; a clerk would feel it at every command. The
statements are built from the tables (`statements.py` of each package), compiled here to
driver SQL for both databases, and written into `sql.json` beside them. `make
statements` does it; a test compares.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Select, Update, bindparam
from sqlalchemy.dialects.postgresql.psycopg import dialect as postgresql
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite
from sqlmodel import SQLModel

Executable = Select[Any] | Insert | Update | Delete


def table(model: type[SQLModel]) -> Any:
    """The table behind a model: statements are built from it, never from instances."""
    return model.__table__  # type: ignore[attr-defined]


def given(name: str) -> Any:
    """A value that must be given when the statement is run."""
    return bindparam(name)


def compiled(statements: Mapping[str, Executable]) -> dict[str, Any]:
    """Per dialect and name: `sql`, `binds` as [name, type, fixed value], `columns`."""
    dialects: dict[str, Dialect] = {
        "sqlite": sqlite(paramstyle="qmark"),
        "postgresql": postgresql(paramstyle="format"),  # type: ignore[no-untyped-call]
    }
    return {
        name: {key: _one(each, dialect) for key, each in statements.items()}
        for name, dialect in dialects.items()
    }


def write(statements: Mapping[str, Executable], path: Path) -> None:
    """Write the compiled statements where `store` reads them."""
    text = json.dumps(compiled(statements), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _one(statement: Executable, dialect: Dialect) -> dict[str, Any]:
    result = statement.compile(
        dialect=dialect, compile_kwargs={"render_postcompile": True}
    )
    names = getattr(result, "positiontup", None) or []
    binds = [_bind(result.binds[name]) for name in names]
    columns = [[each.key, _type(each.type)] for each in statement.exported_columns]
    return {"sql": str(result), "binds": binds, "columns": columns}


def _bind(bind: Any) -> list[Any]:
    if bind.required:
        return [bind.key, _type(bind.type), None]
    return [None, _type(bind.type), bind.effective_value]


def _type(kind: Any) -> str:
    """What SQLite must translate: dates and instants; all else goes as it is."""
    kind = getattr(kind, "impl", kind)  # SQLModel wraps instants in a type of its own
    name: str = getattr(kind, "impl_instance", kind).python_type.__name__
    return name if name in {"date", "datetime"} else "plain"
