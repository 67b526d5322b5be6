"""Mending: what waits is set right before it goes out.

A letter that waits (a mail server is down) is written anew when somebody has acted. If
it has waited over night, the next one takes up what it says. What waits for a letter to
somebody who is away today goes to the deputy.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time

from notifications import outbox
from notifications.agenda import duty_of
from notifications.delivery import FOLDER, SMTP, WEBHOOK, Outgoing
from notifications.digests import Posting
from notifications.reaching import Reaching
from notifications.sheets import (
    Overtaken,
    Sheet,
    Writing,
    after,
    composed,
    drafted,
    written,
)
from notifications.told import this, write
from workflow.directory import Recipient
from workflow.localtime import OFFICE, local_day
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
    work, last = Writing(store, now, posting), ""
    while True:
        with work.store.reading() as tx:
            found = tx.all("recipients_waiting", after=last, most=PAGE)
            reaching = work.reaching(tx)
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
        last = found[-1]["recipient"]


def _gather(work: Writing) -> None:
    """What a letter of an earlier day says and nobody got goes into the next one.

    Its days would be counted from the wrong one; and after an outage there is one
    letter, not one for each morning of it.
    """
    midnight, last = datetime.combine(work.day, time(), OFFICE), ""
    while True:
        page = {"midnight": midnight, "after": last, "most": PAGE}
        with work.store.reading() as tx:
            letters = tx.all("letters_left", **page)
        for row in letters:
            _open(work, row["letter"])
        if len(letters) < PAGE:
            return
        last = letters[-1]["letter"]


def _call_back(work: Writing) -> None:
    """Letters that wait for somebody, or an address, no longer the right one."""
    last = ""
    while True:
        with work.store.reading() as tx:
            rows = tx.all("letters_addressed", after=last, most=PAGE)
            reaching = work.reaching(tx)
        letters = list(dict.fromkeys(row["letter"] for row in rows))
        if len(rows) == PAGE and len(letters) > 1:
            letters.pop()  # the rows of the last one may be cut
        for letter in letters:
            own = [row for row in rows if row["letter"] == letter]
            if any(_astray(reaching, row, work.day) for row in own):
                _open(work, letter)
        if len(rows) < PAGE:
            return
        last = letters[-1]


def _astray(reaching: Reaching, row: Row, day: date) -> bool:
    if not reaching.reaches(row["principal"], row["recipient"], day):
        return True
    address = reaching.recipient(row["recipient"]).address
    return address is not None and address != row["address"]


def _open(work: Writing, letter: str) -> None:
    """Take a letter back: what it says waits for another one.

    If somebody has begun to deliver it since, it stays as it is.
    """
    with suppress(Overtaken), work.store.writing() as tx:
        leading, *others = _waiting(tx, letter)
        if not outbox.supersede(tx, leading["key"]):
            raise Overtaken
        for each in others:
            outbox.supersede(tx, each["key"])
        tx.run("unqueue_reminders", in_letter=letter)


def _waiting(tx: Transaction, letter: str) -> list[Row]:
    """Its messages that are still here, the one it is judged by first.

    An event may be out before the mail. Raises Overtaken if the leading one is out, or
    may be.
    """
    rows = sorted(tx.all("messages_of", in_letter=letter), key=_rank)
    if not rows or not _untouched(rows[0]):
        raise Overtaken
    return [row for row in rows if _untouched(row)]


def _rank(row: Row) -> int:
    return (SMTP, FOLDER, WEBHOOK).index(row["channel"])


def _untouched(row: Row) -> bool:
    known = row["state"], row["stage"], row["repeats"]
    return known == (outbox.NEW, None, 0)


def _rewrite(work: Writing) -> None:
    """Letters that wait and name what nobody has to do any more are written anew."""
    for statement in ("pointless_in_letters", "asked_in_letters"):
        last = ""
        while True:
            with work.store.reading() as tx:
                rows = tx.all(statement, after=last, most=PAGE)
                pointless = [row for row in rows if _pointless(tx, work, row)]
            for letter in dict.fromkeys(row["letter"] for row in pointless):
                own = [row for row in pointless if row["letter"] == letter]
                with suppress(Overtaken):  # it is on its way: it was true when written
                    _rewrite_one(work, own)
            if len(rows) < PAGE:
                break
            last = rows[-1]["letter"]
    with work.store.writing() as tx:
        for row in tx.all("letters_over", most=PAGE):
            outbox.supersede(tx, row["key"])


def _pointless(tx: Transaction, work: Writing, row: Row) -> bool:
    """Whether nobody has to do it; of a consultation only its path knows."""
    return "at" not in row or _ended(tx, work, row)


def _ended(tx: Transaction, work: Writing, row: Row) -> bool:
    """Whether the item of a consultation has come to its end: it waits for nobody."""
    try:
        return definition_of(tx, row["definition_hash"]).states[row["at"]].final
    except Exception as error:
        work.report(row, error)
        return False


def _rewrite_one(work: Writing, pointless: Sequence[Row]) -> None:
    with work.store.reading() as tx:
        sheet, messages = _sheet_of(tx, work, pointless)
        draft = drafted(tx, work, sheet)
        anew = composed(tx, work, sheet, draft)
    if draft.lines and not anew:
        return  # it cannot be written anew; the problem is told
    leading, *others = (each["key"] for each in messages)
    with work.store.writing() as tx:
        for row in (*pointless, *draft.stale):
            work.superseded += tx.run("supersede_reminder", **this(row))
        said = {each.key: each for each in anew}
        if not _set_right(tx, leading, said):
            raise Overtaken
        for key in others:
            _set_right(tx, key, said)


def _set_right(tx: Transaction, key: str, written: Mapping[str, Outgoing]) -> bool:
    """Let a message say what is still true, or nothing; False if it is on its way."""
    if key in written:
        return outbox.recompose(tx, written[key])
    return not written and outbox.supersede(tx, key)


def _sheet_of(
    tx: Transaction, work: Writing, pointless: Sequence[Row]
) -> tuple[Sheet, list[Row]]:
    """The letter that names `pointless` reminders, without them; what waits of it.

    Its key is made of the local day on which it was written, and its number.
    """
    letter, to = pointless[0]["letter"], pointless[0]["recipient"]
    messages = _waiting(tx, letter)
    kind, at = messages[0]["kind"], messages[0]["created_at"]
    day, gone = local_day(at), {duty_of(row) for row in pointless}
    standing = [
        row
        for row in tx.all("reminders_in", in_letter=letter)
        if duty_of(row) not in gone
    ]
    reaching = work.reaching(tx)
    sheet = Sheet(kind, day, 1, to, standing, reaching)
    while sheet.key != letter and sheet.number < MOST_PARTS:
        sheet = after(sheet, written(tx, sheet))
    return sheet, messages


def _move(
    tx: Transaction, pair: Row, reached: Sequence[Recipient], now: datetime
) -> None:
    left = {"letter", "created_at"}  # told anew
    told = {"to": pair["recipient"], "told": pair["principal"]}
    for row in tx.all("reminders_from", **told):
        moved = {name: value for name, value in row.items() if name not in left}
        for each in reached:
            write(tx, {**moved, "recipient": each.subject}, now)
        tx.run("supersede_reminder", **this(row))
