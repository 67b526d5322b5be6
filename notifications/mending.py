"""Mending: what waits is set right before it goes out.

A letter that waits (a mail server is down) is written anew when somebody has acted, and
taken into the next one when it has waited over night;
what waits for a letter to somebody who is away today goes to the deputy.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time

from notifications import outbox
from notifications.agenda import duty_of
from notifications.digests import Posting
from notifications.reaching import Reaching
from notifications.sheets import (
    OFFICE,
    Overtaken,
    Sheet,
    Writing,
    composed,
    lines_of,
)
from notifications.told import this, write
from workflow.directory import Recipient
from workflow.store import Row, Store, Transaction
from workflow.unit import definition_of

PAGE = 500
MOST_PARTS = 10_000  # letters of a kind that one recipient can have had on a day


def mend(
    store: Store,
    now: datetime,
    posting: Posting,
    *,
    directory_changed: bool = True,
) -> Writing:
    """Set right what waits, as of `now`.

    Addresses are compared only where the directory may have changed. Raises what
    `store` raises.
    """
    work = Writing(store, now, posting)
    _gather(work)
    if directory_changed:
        _call_back(work)
    _rewrite(work)
    redirect(store, now, posting)
    return work


def redirect(store: Store, now: datetime, posting: Posting) -> None:
    """Who waits for a letter and is no longer reached gives way to who is now.

    If nobody is, the reminder waits outside of any letter: the sweep says so, and finds
    it again when somebody can be reached. Raises what `store` raises.
    """
    work, after = Writing(store, now, posting), ""
    while True:
        with work.store.reading() as tx:
            found = tx.all("recipients_waiting", after=after, most=PAGE)
            reaching = Reaching(tx, work.posting, work.day)
            pairs = [
                row
                for each in found
                for row in tx.all("waiting_for", to=each["recipient"])
            ]
        for pair in pairs:
            if not reaching.reaches(pair["principal"], pair["recipient"], work.day):
                reached = reaching.reached(pair["principal"], work.day)
                with work.store.writing() as tx:
                    _move(tx, pair, reached, work.now)
        if len(found) < PAGE:
            return
        after = found[-1]["recipient"]


def _gather(work: Writing) -> None:
    """What a letter of an earlier day says and nobody got goes into the next one.

    Its days would be counted from the wrong one; and after an outage there is one
    letter, not one for each morning of it.
    """
    midnight = datetime.combine(work.day, time(), OFFICE)
    while True:
        with work.store.reading() as tx:
            letters = tx.all("letters_left", midnight=midnight, most=PAGE)
        for row in letters:
            _open(work, row["letter"])
        if len(letters) < PAGE:
            return


def _call_back(work: Writing) -> None:
    """Letters that wait for somebody, or an address, no longer the right one."""
    after = ""
    while True:
        with work.store.reading() as tx:
            rows = tx.all("letters_addressed", after=after, most=PAGE)
            reaching = Reaching(tx, work.posting, work.day)
        letters = list(dict.fromkeys(row["letter"] for row in rows))
        if len(rows) == PAGE and len(letters) > 1:
            letters.pop()  # the rows of the last one may be cut
        for letter in letters:
            own = [row for row in rows if row["letter"] == letter]
            if any(_astray(reaching, row, work.day) for row in own):
                _open(work, letter)
        if len(rows) < PAGE:
            return
        after = letters[-1]


def _astray(reaching: Reaching, row: Row, day: date) -> bool:
    if not reaching.reaches(row["principal"], row["recipient"], day):
        return True
    address = reaching.recipient(row["recipient"]).address
    return address is not None and address != row["address"]


def _open(work: Writing, letter: str) -> None:
    """Take a letter back: what it says waits for another one."""
    with suppress(Overtaken), work.store.writing() as tx:
        for each in _waiting(tx, letter):
            if not outbox.supersede(tx, each["key"]):
                raise Overtaken
        tx.run("unqueue_reminders", in_letter=letter)


def _waiting(tx: Transaction, letter: str) -> list[Row]:
    """Its messages that are still here: an event may be out before the mail."""
    rows = tx.all("messages_of", in_letter=letter)
    return [row for row in rows if row["state"] == outbox.NEW]


def _rewrite(work: Writing) -> None:
    """Letters that wait and name what nobody has to do any more are written anew."""
    with work.store.reading() as tx:
        rows = tx.all("pointless_in_letters", most=PAGE)
        asked = tx.all("asked_in_letters", most=PAGE)
        rows += [row for row in asked if _ended(tx, row) and row not in rows]
    for letter in dict.fromkeys(row["letter"] for row in rows):
        try:
            _rewrite_one(work, [row for row in rows if row["letter"] == letter])
        except Overtaken:
            continue  # it is on its way: what it says was true when it was written


def _ended(tx: Transaction, row: Row) -> bool:
    """Whether the item of a consultation has come to its end: it waits for nobody."""
    return definition_of(tx, row["definition_hash"]).states[row["at"]].final


def _rewrite_one(work: Writing, pointless: Sequence[Row]) -> None:
    with work.store.reading() as tx:
        sheet, messages = _sheet_of(tx, work, pointless)
        lines, stale = lines_of(tx, work, sheet)
        anew = composed(tx, work, sheet, lines)
    if lines and not anew:
        return  # it cannot be written anew; the problem is told
    waiting = {each["key"] for each in messages}
    with work.store.writing() as tx:
        for row in (*pointless, *stale):
            work.superseded += tx.run("supersede_reminder", **this(row))
        if anew:
            kept = [outbox.recompose(tx, each) for each in anew if each.key in waiting]
        else:
            kept = [outbox.supersede(tx, key) for key in sorted(waiting)]
        if not all(kept):
            raise Overtaken


def _sheet_of(
    tx: Transaction, work: Writing, pointless: Sequence[Row]
) -> tuple[Sheet, list[Row]]:
    """The letter that names `pointless` reminders, without them; what waits of it.

    Its key is made of the local day on which it was written, and its number.
    """
    letter, to = pointless[0]["letter"], pointless[0]["recipient"]
    messages = _waiting(tx, letter)
    if not messages:
        raise Overtaken
    kind, at = messages[0]["kind"], messages[0]["created_at"]
    day, gone = at.astimezone(OFFICE).date(), {duty_of(row) for row in pointless}
    standing = [
        row
        for row in tx.all("reminders_in", in_letter=letter)
        if duty_of(row) not in gone
    ]
    reaching = Reaching(tx, work.posting, work.day)
    sheet = Sheet(kind, day, 1, to, standing, reaching)
    while sheet.key != letter and sheet.number < MOST_PARTS:
        sheet = replace(sheet, number=sheet.number + 1)
    return sheet, messages


def _move(
    tx: Transaction, pair: Row, reached: Sequence[Recipient], now: datetime
) -> None:
    told = {"to": pair["recipient"], "told": pair["principal"]}
    for row in tx.all("reminders_from", **told):
        moved = {
            name: row[name] for name in row if name not in {"letter", "created_at"}
        }
        for each in reached:
            write(tx, {**moved, "recipient": each.subject}, now)
        tx.run("supersede_reminder", **this(row))
