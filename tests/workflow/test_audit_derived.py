"""Verify: what stands beside the entries is compared with what they say."""

from collections.abc import Callable

import pytest

from tests.workflow import office
from tests.workflow.beside import Busy as Item
from tests.workflow.forging import Forger
from tests.workflow.office import Hall
from tests.worlds import World

Tamper = Callable[[Forger], object]


def _sql(*statements: str) -> Tamper:
    def tamper(forge: Forger) -> None:
        for each in statements:
            assert forge.run(each), f"{each}: nothing was tampered with"

    return tamper


A = office.APPROVED
O = office.OPENED  # noqa: E741
BESIDE: dict[str, tuple[Tamper, int | None]] = {
    "a text edited": (_sql(f"UPDATE words SET text = 'x' WHERE seq = {O}"), O),
    "a salt edited": (
        _sql(f"UPDATE words SET salt = '{'0' * 32}' WHERE seq = {O}"),
        O,
    ),
    "a salt that is none": (_sql(f"UPDATE words SET salt = 'x' WHERE seq = {O}"), O),
    "a text deleted": (
        _sql(f"DELETE FROM words WHERE seq = {O} AND field = 'title'"),
        O,
    ),
    "a text renamed": (
        _sql(f"UPDATE words SET field = 'note' WHERE seq = {O} AND field = 'lead'"),
        O,
    ),
    "a text too many": (
        _sql(f"INSERT INTO words VALUES ({A}, 'note', '{'0' * 32}', 'x')"),
        A,
    ),
    "a text of no entry": (
        _sql(f"INSERT INTO words VALUES (99, 'note', '{'0' * 32}', 'x')"),
        99,
    ),
    **{
        f"the definition's {name} edited": (
            _sql(f"UPDATE definition SET {name} = replace({name}, '{old}', '{new}')"),
            office.DEFINED,
        )
        for name, old, new in (
            ("content", "clerk", "press"),
            ("source", "clerk", "press"),
            ("name", "berlin", "bonn"),
            ("version", "2026", "2027"),
        )
    },
    "the definition deleted": (_sql("DELETE FROM definition"), office.DEFINED),
    "a definition too many": (
        _sql("INSERT INTO definition VALUES ('x', 'n', 'v', 's', 'c')"),
        None,
    ),
    **{
        f"the item's {name} edited": (
            _sql(f"UPDATE item SET {name} = {value} WHERE opened_seq = {O}"),
            None,
        )
        for name, value in {
            "id": "'none'",
            "reference": "'S-1'",
            "state": "'withdrawn'",
            "version": "version - 1",
            "head": f"'{'0' * 64}'",
            "not_before": "NULL",
            "opened_seq": "opened_seq - 1",
        }.items()
    },
    "an item deleted": (_sql(f"DELETE FROM item WHERE opened_seq = {O}"), None),
    "an item too many": (
        _sql(
            "INSERT INTO item SELECT 'x', 'S-1', definition_hash, state, head, version,"
            f" not_before, opened_seq FROM item WHERE opened_seq = {O}"
        ),
        None,
    ),
    "a role given": (
        _sql("UPDATE role_grant SET role = 'admin' WHERE role = 'lead'"),
        None,
    ),
    "a role given back": (
        _sql("UPDATE role_grant SET revoked_seq = NULL WHERE role = 'press'"),
        None,
    ),
    "a role taken": (_sql("DELETE FROM role_grant WHERE role = 'lead'"), None),
    "a role too many": (
        _sql("INSERT INTO role_grant SELECT 99, id, 'admin', NULL FROM person LIMIT 1"),
        None,
    ),
    "a role of another": (
        _sql(
            "UPDATE role_grant SET person_id = (SELECT id FROM person WHERE name ="
            " 'lena') WHERE role = 'clerk'"
        ),
        None,
    ),
    "an account changed": (
        _sql("UPDATE person SET account = 'uid:6666' WHERE name = 'carl'"),
        None,
    ),
    "a name changed": (_sql("UPDATE person SET name = 'x' WHERE name = 'carl'"), None),
    "a person deleted": (_sql("DELETE FROM person WHERE name = 'carl'"), None),
    "a person too many": (
        _sql("INSERT INTO person VALUES ('p-x', 'uid:6666', 'x', 5)"),
        None,
    ),
    "a term postponed": (
        _sql("UPDATE office_term SET due = '2023-01-01' WHERE name = 'term-2'"),
        None,
    ),
    "a term closed": (
        _sql("UPDATE office_term SET status = 'done' WHERE name = 'term-2'"),
        None,
    ),
    "a term opened again": (
        _sql("UPDATE office_term SET status = 'open' WHERE name = 'term-1'"),
        None,
    ),
    "a term for another": (_sql("UPDATE office_term SET role = 'press'"), None),
    "a reminder moved": (_sql("UPDATE office_term SET remind_before = '1'"), None),
    "a term deleted": (_sql("DELETE FROM office_term"), None),
    "the head's hash": (_sql(f"UPDATE head SET hash = '{'0' * 64}'"), None),
    "the head's number": (_sql("UPDATE head SET seq = seq + 1"), None),
    "the head's instant": (
        _sql("UPDATE head SET recorded_at = '2021-08-10 10:00:00.000000'"),
        None,
    ),
    "the name of the record": (_sql("UPDATE head SET log = 'x'"), 1),
    "the head deleted": (_sql("DELETE FROM head"), 1),
}


@pytest.mark.parametrize(("tamper", "first"), BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_the_entries_is_compared_with_them(
    busy: Hall, tamper: Tamper, first: int | None
) -> None:
    assert busy.world.verify().sound
    tamper(busy.forge)
    report = busy.world.verify()
    assert not report.sound
    assert report.findings[0].seq == first, report.findings[0]


ASKED: dict[str, Tamper] = {
    "a consultation closed": _sql(
        "UPDATE consultation SET status = 'closed' WHERE body = 'finance'"
    ),
    "an answer changed": _sql(
        "UPDATE consultation SET outcome = 'refused' WHERE body = 'justice'"
    ),
    "a term of a body moved": _sql("UPDATE consultation SET due = '2021-07-31'"),
    "a body exchanged": _sql(
        "UPDATE consultation SET body = 'council' WHERE body = 'finance'"
    ),
    "a consultation renamed": _sql("UPDATE consultation SET name = 'statement'"),
    "a consultation deleted": _sql("DELETE FROM consultation WHERE body = 'finance'"),
    "a consultation too many": _sql(
        "INSERT INTO consultation (seq, item_id, name, body, status)"
        " SELECT 999, item_id, name, body, status FROM consultation LIMIT 1"
    ),
    "a sitting that lacked a quorum": _sql(
        "UPDATE sitting SET status = 'held' WHERE status = 'not_quorate'"
    ),
    "a sitting moved": _sql(
        "UPDATE sitting SET day = '2021-07-08' WHERE status = 'held'"
    ),
    "a sitting told by another entry": _sql("UPDATE sitting SET seq = seq + 1"),
    "a sitting deleted": _sql("DELETE FROM sitting WHERE status = 'held'"),
    "a sitting too many": _sql(
        "INSERT INTO sitting VALUES ('senate-sittings', '2021-07-09', 'held', 5)"
    ),
    "a number changed": _sql("UPDATE supplement SET number = 'E-2'"),
    "a number set free": _sql("DELETE FROM supplement"),
    "a number of another entry": _sql("UPDATE supplement SET seq = seq - 1"),
    "a number too many": _sql(
        "INSERT INTO supplement SELECT 'E-2', item_id, seq FROM supplement"
    ),
}


@pytest.mark.parametrize("tamper", ASKED.values(), ids=ASKED)
def test_what_stands_beside_the_steps_is_compared_with_the_entries(
    world: World, forge: Forger, tamper: Tamper
) -> None:
    item = Item(world)
    item.ask("justice", "2021-07-01", due="2021-07-15")
    item.ask("finance", "2021-07-01", due="2021-07-15")
    item.answer("justice", "2021-07-02")
    item.on_agenda()
    item.sat("2021-07-06", "not_quorate")
    item.sat("2021-07-07")
    item.advance("pass", "2021-07-07")
    item.advance("hear", "2021-07-08", number="E-1")
    assert world.verify().sound
    tamper(forge)
    report = world.verify()
    assert not report.sound
    assert {each.seq for each in report.findings} == {None}
