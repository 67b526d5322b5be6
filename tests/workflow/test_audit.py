"""Verify: every tampering is found, at the first entry that is bad."""

import json
from collections.abc import Callable

import pytest

from tests.workflow import office
from tests.workflow.forging import Content, Forger, canonical, entry_hash
from tests.workflow.office import Hall
from workflow.audit import Report, verify

A, C, D = office.APPROVED, office.CONSENTED, office.DECIDED
LAST = office.REVOKED
Tamper = Callable[[Forger], object]


def _sql(*statements: str) -> Tamper:
    def tamper(forge: Forger) -> None:
        for each in statements:
            assert forge.run(each), f"{each}: nothing was tampered with"

    return tamper


def _rewritten(seq: int, **changes: object) -> Tamper:
    """An entry that says something else, and all hashes made anew."""

    def tamper(forge: Forger) -> None:
        contents = forge.contents()
        contents[seq - 1] |= changes
        forge.chain(contents)

    return tamper


def _raw(seq: int, make: Callable[[str], str]) -> Tamper:
    """Another text of an entry, with the hash that fits it."""

    def tamper(forge: Forger) -> None:
        ((text,),) = forge.ask("SELECT content FROM entry WHERE seq = ?", seq)
        text = make(text)
        values = (text, entry_hash(text), seq)
        forge.run("UPDATE entry SET content = ?, hash = ? WHERE seq = ?", *values)

    return tamper


def _actor(contents: list[Content], nth: int) -> str:
    """The person registered as number `nth`: founder, lead, clerk, press, admin."""
    people = [each for each in contents if each["kind"] == "person"]
    person: str = people[nth]["facts"]["person"]
    return person


def _appended(nth: int | None, **changes: object) -> Tamper:
    """An entry more at the end with fitting hashes, made of the consent of an item."""

    def tamper(forge: Forger) -> None:
        contents = forge.contents()
        new = json.loads(canonical(contents[office.OTHER_CONSENTED - 1]))
        del new["words"]
        new["actor"] = "p-nobody" if nth is None else _actor(contents, nth)
        new["recorded_at"] = "2021-08-10T12:00:00.000000Z"
        new |= {"event": "approve", "body": "senate", "outcome": "approved"}
        new |= {"from": "council_consent", "to": "ready_for_decision"}
        new |= {"on": "2021-07-24"} | changes
        forge.chain([*contents, new])
        state = "UPDATE item SET state = ?, not_before = ? WHERE id = ?"
        forge.run(state, new["to"], new["on"], new["item"])

    return tamper


def _swap(forge: Forger) -> None:
    one, two = A, C
    forge.run("UPDATE entry SET seq = 900 WHERE seq = ?", one)
    forge.run("UPDATE entry SET seq = ? WHERE seq = ?", one, two)
    forge.run("UPDATE entry SET seq = ? WHERE seq = 900", two)


def _without_tail(forge: Forger) -> None:
    """Delete the last entry, and let the head name the one before."""
    forge.run("DELETE FROM entry WHERE seq = ?", LAST)
    forge.run(
        "UPDATE head SET (seq, hash, recorded_at) ="
        " (SELECT seq, hash, recorded_at FROM entry ORDER BY seq DESC LIMIT 1)"
    )


def _without_item_tail(forge: Forger) -> None:
    """The same for the last entry of an item, whose row stays as it was."""
    contents = forge.contents()
    del contents[office.NOTED - 1]
    items = forge.ask("SELECT id, version, head FROM item")
    forge.chain(contents)
    for item, version, head in items:
        values = (version, head, item)
        forge.run("UPDATE item SET version = ?, head = ? WHERE id = ?", *values)
    grants = "UPDATE role_grant SET revoked_seq = ? WHERE revoked_seq = ?"
    forge.run(grants, LAST - 1, LAST)


def _column(name: str, value: str) -> tuple[Tamper, int]:
    return _sql(f"UPDATE entry SET {name} = {value} WHERE seq = {A}"), A


ENTRIES: dict[str, tuple[Tamper, int | None]] = {
    "day edited in the text": (
        _sql(
            "UPDATE entry SET content = replace(content, '2021-07-06', '2021-07-07')"
            f" WHERE seq = {A}"
        ),
        A,
    ),
    **{
        f"only the column {name} edited": _column(name, value)
        for name, value in {
            "hash": f"'{'f' * 64}'",
            "prev": f"'{'e' * 64}'",
            "kind": "'noted'",
            "event": "'consent'",
            "from_state": "NULL",
            "to_state": "'publication'",
            "day": "'2021-07-07'",
            "day_precision": "'at_latest'",
            "body": "'council'",
            "outcome": "'noted'",
            "corrects": "1",
            "actor": "'p-nobody'",
            "recorded_at": "'2021-08-10 10:00:06.000001'",
            "command_id": "'mine'",
            "item_seq": "22",
            "item_id": "'none'",
        }.items()
    },
    "number changed": (_sql(f"UPDATE entry SET seq = 99 WHERE seq = {A}"), C),
    "deleted from the middle": (_sql(f"DELETE FROM entry WHERE seq = {A}"), C),
    "deleted with its texts": (
        _sql(
            f"DELETE FROM entry WHERE seq = {office.OTHER_CONSENTED}",
            f"DELETE FROM words WHERE seq = {office.OTHER_CONSENTED}",
        ),
        office.CORRECTED,
    ),
    "first entry deleted, its texts left": (_sql("DELETE FROM entry WHERE seq = 1"), 1),
    "all entries deleted": (_sql("DELETE FROM entry", "DELETE FROM words"), None),
    "tail deleted, the head stays": (
        _sql(f"DELETE FROM entry WHERE seq = {LAST}"),
        None,
    ),
    "tail and head changed, what it did stays": (_without_tail, None),
    "tail of an item deleted, its row stays": (_without_item_tail, None),
    "two entries swapped": (_swap, A),
    "an entry made again, the next ones left": (
        _raw(A, lambda text: text.replace("approved_with_remarks", "approved")),
        A,
    ),
    "the same with its columns": (
        lambda forge: forge.put(forge.contents()[A - 1] | {"outcome": "approved"}),
        C,
    ),
    "forged by nobody": (_appended(None), LAST + 1),
    "forged by one without the role": (_appended(1), LAST + 1),
    "forged by one whose role was taken away": (_appended(3), LAST + 1),
    "forged: a step that cannot follow": (
        _appended(2, event="publish", to="publication"),
        LAST + 1,
    ),
    "forged: another target": (_appended(2, to="formal_decision"), LAST + 1),
    "forged: another body": (_appended(2, body="council"), LAST + 1),
    "forged: no such outcome": (_appended(2, outcome="rejected"), LAST + 1),
    "forged: a day in the future": (_appended(2, on="2021-08-11"), LAST + 1),
    "forged: a day too early": (_appended(2, on="2021-07-01"), LAST + 1),
    "forged: recorded too early": (
        _appended(2, recorded_at="2021-08-10T10:00:00.000000Z"),
        LAST + 1,
    ),
    "forged: of another record": (_appended(2, log="0" * 32), LAST + 1),
    "forged: of another form": (_appended(2, v=2), LAST + 1),
    "forged: of another algorithm": (_appended(2, alg="md5"), LAST + 1),
    "forged: of an unknown kind": (_appended(2, kind="erased"), LAST + 1),
    "forged: of an unknown item": (_appended(2, item="none"), LAST + 1),
    "forged: corrects the future": (
        _appended(2, kind="corrected", corrects=99),
        LAST + 1,
    ),
    "forged: corrects a term, by nobody": (
        _appended(
            None,
            kind="corrected",
            corrects=4,
            **{"from": "council_consent", "to": "council_consent"},
        ),
        LAST + 1,
    ),
    "rewritten: the path forbids it": (_rewritten(C, event="decide"), C),
    "rewritten: a role from nobody": (
        _rewritten(office.ADA_ADMIN, actor="p-nobody"),
        office.ADA_ADMIN,
    ),
    "rewritten: a person from nobody": (
        _rewritten(office.ADA_KNOWN, actor="p-nobody"),
        office.ADA_KNOWN,
    ),
    "rewritten: a term that moves the item": (
        _rewritten(office.TERM, to="publication"),
        office.TERM,
    ),
    "rewritten: a correction that says another state": (
        _rewritten(office.CORRECTED, to="publication"),
        office.CORRECTED,
    ),
    "rewritten: another definition": (
        _rewritten(office.OPENED, facts={"reference": "S-1", "definition": "0" * 64}),
        office.OPENED,
    ),
    "no JSON": (_raw(A, lambda _: "Zugestimmt."), A),
    "no object": (_raw(A, lambda _: "[1]"), A),
    "nested deeper than can be read": (_raw(A, lambda _: "[" * 200_000), A),
    "a key twice": (_raw(A, lambda text: '{"v":1,' + text[1:]), A),
    "another spelling of the same": (_raw(A, lambda text: text.replace(":", ": ")), A),
    "a fraction": (_raw(A, lambda text: text.replace(f'"seq":{A}', f'"seq":{A}.0')), A),
}


def _checked(hall: Hall, tamper: Tamper) -> Report:
    assert hall.world.verify().sound
    tamper(hall.forge)
    return hall.world.verify()


@pytest.mark.parametrize(("tamper", "first"), ENTRIES.values(), ids=ENTRIES)
def test_a_tampered_entry_is_found_and_the_first_bad_one_is_named(
    busy: Hall, tamper: Tamper, first: int | None
) -> None:
    report = _checked(busy, tamper)
    assert not report.sound
    assert report.findings[0].seq == first, report.findings[0]


def test_a_clean_record_says_how_long_it_is_and_where_it_ends(busy: Hall) -> None:
    report = busy.world.verify()
    ((head,),) = busy.forge.ask("SELECT hash FROM head")
    assert (report.entries, report.items, report.head) == (LAST, 2, head)
    assert report.findings == ()


def test_verifying_changes_nothing(busy: Hall) -> None:
    before = office.everything(busy.world)
    busy.world.verify()
    assert office.everything(busy.world) == before


# --- what a chain alone cannot find; an older head hash, kept elsewhere, finds it


def _shortened(forge: Forger) -> None:
    """The last entry never happened: head and rights are set back as well."""
    _without_tail(forge)
    forge.run("UPDATE role_grant SET revoked_seq = NULL WHERE revoked_seq = ?", LAST)


UNSEEN: dict[str, Tamper] = {
    "shortened with all that the last entry did": _shortened,
    "rewritten to the end": _rewritten(D, identified="sudo"),
}


@pytest.mark.parametrize("tamper", UNSEEN.values(), ids=UNSEEN)
def test_a_rewritten_end_is_seen_only_against_an_older_head(
    busy: Hall, tamper: Tamper
) -> None:
    known = {LAST: busy.world.verify().head[:12]}
    report = _checked(busy, tamper)
    assert report.findings == ()
    with busy.world.store.reading() as tx:
        assert [each.seq for each in verify(tx, known).findings] == [LAST]


def test_a_forgery_by_one_who_holds_the_role_is_not_seen(busy: Hall) -> None:
    """And so each forgery above is found for the one thing that is wrong with it."""
    assert _checked(busy, _appended(2)).findings == ()


def test_older_heads_fit_a_record_that_went_on(busy: Hall) -> None:
    contents = busy.forge.contents()
    known = {seq: entry_hash(canonical(each)) for seq, each in enumerate(contents, 1)}
    busy.world.open()
    with busy.world.store.reading() as tx:
        assert verify(tx, known).sound
        assert not verify(tx, known | {3: "0" * 64}).sound
        assert not verify(tx, known | {99: "0" * 64}).sound


def test_all_that_is_wrong_is_told_not_only_the_first(busy: Hall) -> None:
    busy.forge.run("UPDATE entry SET body = 'x' WHERE seq = ?", A)
    busy.forge.run("UPDATE words SET text = 'x' WHERE seq = ?", office.OTHER_OPENED)
    busy.forge.run("UPDATE office_term SET role = 'press'")
    found = [finding.seq for finding in busy.world.verify().findings]
    assert found[0] == A
    assert office.OTHER_OPENED in found
    assert None in found
