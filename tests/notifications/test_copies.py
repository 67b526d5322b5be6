"""What a replica is made of is built from the tables, all of them and every column."""

import json
from importlib.resources import files
from typing import Any

from notifications.copies import TABLES, made

KEPT: dict[str, Any] = json.loads(
    files("notifications").joinpath("copies.json").read_bytes()
)


def test_what_is_kept_is_up_to_date() -> None:
    """If this fails: `make statements`."""
    assert json.loads(json.dumps(made())) == KEPT


def test_rows_are_read_in_the_order_in_which_they_are_added() -> None:
    for name, add in KEPT["add"].items():
        columns = [[kind for kind, _ in each["columns"]] for each in _reads(name)]
        assert columns == [[each for each, _, _ in add["binds"]]] * 2


def test_what_others_refer_to_is_added_first() -> None:
    place = {name: at for at, name in enumerate(KEPT["add"])}
    keys = [
        (each.name, key.column.table.name)
        for each in TABLES
        for key in each.foreign_keys
    ]
    assert keys
    assert all(place[to] < place[of] for of, to in keys)


def _reads(name: str) -> list[Any]:
    return [KEPT["read"][dialect][name] for dialect in ("sqlite", "postgresql")]
