"""The compiled statements are those that the tables and statements give today."""

import json
from importlib import import_module
from importlib.resources import files
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update

from tests.worlds import PACKAGES
from workflow.compiler import compiled
from workflow.store import Store, open_store
from workflow.tables import Entry, OfficeTerm

entry: Any = Entry.__table__  # type: ignore[attr-defined]
term: Any = OfficeTerm.__table__  # type: ignore[attr-defined]


def _written(package: str) -> dict[str, Any]:
    text = files(package).joinpath("sql.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_the_written_statements_are_fresh(package: str) -> None:
    statements = import_module(f"{package}.statements").STATEMENTS
    assert _written(package) == compiled(statements), "run `make statements`"


def test_no_two_packages_name_a_statement_alike() -> None:
    names = [name for each in PACKAGES for name in _written(each)["sqlite"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("package", PACKAGES)
def test_both_databases_have_the_same_statements(package: str) -> None:
    written = _written(package)
    assert list(written["sqlite"]) == list(written["postgresql"])
    for name, made in written["sqlite"].items():
        assert made["columns"] == written["postgresql"][name]["columns"]


def test_values_are_named_typed_and_in_the_order_of_the_sql() -> None:
    asked = select(entry.c.day, entry.c.recorded_at, entry.c.seq).where(
        entry.c.recorded_at == bindparam("at"), entry.c.day == bindparam("on")
    )
    for made in compiled({"asked": asked}).values():
        assert made["asked"]["binds"] == [
            ["at", "datetime", None],
            ["on", "date", None],
        ]
        kinds = [["day", "date"], ["recorded_at", "datetime"], ["seq", "plain"]]
        assert made["asked"]["columns"] == kinds


def test_a_value_that_a_statement_states_itself_is_fixed() -> None:
    close = (
        update(term)
        .where(term.c.name == bindparam("named"), term.c.status == "open")
        .values(status="done")
    )
    for made in compiled({"close": close}).values():
        fixed = [value for name, _, value in made["close"]["binds"] if name is None]
        assert sorted(fixed) == ["done", "open"]


def test_an_insert_asks_for_every_column() -> None:
    for made in compiled({"add": insert(term)}).values():
        named = [name for name, _, _ in made["add"]["binds"]]
        assert named == [column.name for column in term.columns]


def test_both_databases_understand_every_statement(database: str) -> None:
    with open_store(database, PACKAGES) as store, store.reading():
        for package in PACKAGES:
            _explain_all(store, _written(package)[store.driver.dialect])


def _explain_all(store: Store, made: dict[str, Any]) -> None:
    for name, each in made.items():
        plan = store.driver.execute(
            f"EXPLAIN {each['sql']}", [None] * len(each["binds"])
        )
        assert plan.fetchall(), name
