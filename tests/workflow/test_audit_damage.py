"""Verify: whatever a file holds, there is a finding or a sentence, no traceback."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from definitions.sentences import Problem
from tests.load import rounds
from tests.workflow.beside import stand_beside
from tests.workflow.forging import TABLES, Forger, canonical, entry_hash
from tests.workflow.office import Hall
from tests.workflow.terms_path import Case
from tests.worlds import PACKAGES, World
from workflow.store import open_store

# --- any value in any column


ODD = (None, b"\xff\xfe", "x", "\ud7ff", "", 7, -1, 1.5, "9999-12-31 23:59:59.999999")


@pytest.mark.parametrize("table", TABLES)
def test_no_odd_value_in_a_file_is_overlooked_or_stops_the_verifier(
    busy_copy: Hall, table: str
) -> None:
    forge, world = busy_copy.forge, busy_copy.world
    stand_beside(world)
    Case(world).ask("interior", "2023-02-20")
    columns = [name for _, name, *_ in forge.ask(f"PRAGMA table_info({table})")]
    rows = [row for (row,) in forge.ask(f"SELECT rowid FROM {table}")]
    for number, column in enumerate(columns):
        row = rows[number % len(rows)]
        place = f"{column} FROM {table} WHERE rowid = ?"
        ((before,),) = forge.ask(f"SELECT {place}", row)
        for odd in ODD:
            change = f"UPDATE OR ROLLBACK {table} SET {column} = ? WHERE rowid = ?"
            try:
                forge.run(change, odd, row)
            except sqlite3.IntegrityError:
                continue
            ((after,),) = forge.ask(f"SELECT {place}", row)
            if (type(after), after) != (type(before), before):
                assert not world.verify().sound, (table, column, odd)
            forge.run(change, before, row)
    assert world.verify().sound


VALUES: list[Any] = [None, 0, -1, "", "x", [], {}, True, 10**15, [{}], {"x": 1}]
KEYS = ("seq", "prev", "item", "kind", "event", "on", "recorded_at", "words", "facts")


@pytest.mark.heavy
def test_no_entry_of_another_form_stops_the_verifier(busy_copy: Hall) -> None:
    """Whatever JSON an entry holds, with the hash that fits it, there is a finding."""
    chance = Random(1)
    stand_beside(busy_copy.world)
    contents = busy_copy.forge.contents()
    for _ in range(rounds(60, 3000)):
        content = chance.choice(contents)
        key = chance.choice([*content, *KEYS])
        value = chance.choice(VALUES)
        if content.get(key) == value:
            continue
        text = canonical(content | {key: value})
        _replace(busy_copy.forge, content["seq"], text)
        assert not busy_copy.world.verify().sound, (content["seq"], key, value)
        _replace(busy_copy.forge, content["seq"], canonical(content))
    assert busy_copy.world.verify().sound


def _replace(forge: Forger, seq: int, text: str) -> None:
    values = (text, entry_hash(text), seq)
    forge.run("UPDATE entry SET content = ?, hash = ? WHERE seq = ?", *values)


# --- damaged files


@pytest.mark.heavy
def test_a_flipped_bit_in_an_entry_or_a_text_is_found(
    busy_file: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(busy_file)) as file:
        found = file.execute("SELECT content FROM entry UNION SELECT text FROM words")
        texts = [text.encode() for (text,) in found if len(text) > 3]
    whole, chance = busy_file.read_bytes(), Random(2)
    for _ in range(rounds(25, 200)):
        text = chance.choice(texts)[:200]
        place = whole.find(text) + chance.randrange(len(text))
        assert _after_flip(tmp_path, whole, place, chance) == "found", place


@pytest.mark.heavy
def test_a_flipped_bit_anywhere_is_told_in_a_sentence_or_does_no_harm(
    busy_file: Path, tmp_path: Path
) -> None:
    whole, chance = busy_file.read_bytes(), Random(3)
    for _ in range(rounds(20, 400)):
        place = chance.randrange(len(whole))
        assert _after_flip(tmp_path, whole, place, chance) in {"found", "told", "sound"}


def _after_flip(tmp_path: Path, whole: bytes, place: int, chance: Random) -> str:
    damaged = bytearray(whole)
    damaged[place] ^= 1 << chance.randrange(8)
    path = tmp_path / "damaged.db"
    path.write_bytes(damaged)
    try:
        with open_store(str(path), PACKAGES) as store:
            return "sound" if World(store, str(path)).verify().sound else "found"
    except Problem:
        return "told"
