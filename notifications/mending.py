"""Mending: what waits is set right before it goes out.

A letter that waits (a mail server is down) is written anew when somebody has acted, and
taken into the next one when it has waited over night;
what waits for a letter to somebody who is away today goes to the deputy.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time

from notifications import outbox
from notifications.agenda import duty_of
from notifications.digests import Posting
from notifications.reminders import this
from notifications.sheets import (
    OFFICE,
    Overtaken,
    Sheet,
    Writing,
    composed,
    letter_key,
    lines_of,
)
from workflow.directory import Directory, Recipient
from workflow.store import Row, Store, Transaction

PAGE = 500
MOST_PARTS = 10_000  # letters of a kind that one recipient can have had on a day


def mend(store: Store, now: datetime, posting: Posting, morning: time) -> Writing:
    """Set right what waits, as of `now`: old letters from the time `morning` on.

    Raises what `store` raises.
    """
    work = Writing(store, now, posting)
    if now.astimezone(OFFICE).time() >= morning:
        _gather(work)
    _rewrite(work)
    _redirect(work)
    return work


def _gather(work: Writing) -> None:
    """What a letter of an earlier day says and nobody got goes into that of today.

    After an outage there is one letter, not one for each morning of it.
    """
    midnight = datetime.combine(work.day, time(), OFFICE)
    while True:
        with work.store.reading() as tx:
            letters = tx.all("letters_left", midnight=midnight, most=PAGE)
        for row in letters:
            with suppress(Overtaken), work.store.writing() as tx:
                for each in tx.all("messages_of", in_letter=row["letter"]):
                    if not outbox.supersede(tx, each["key"]):
                        raise Overtaken
                tx.run("unqueue_reminders", in_letter=row["letter"])
        if len(letters) < PAGE:
            return


def _rewrite(work: Writing) -> None:
    """Letters that wait and name what nobody has to do any more are written anew."""
    with work.store.reading() as tx:
        rows = tx.all("pointless_in_letters", most=PAGE)
    for letter in dict.fromkeys(row["letter"] for row in rows):
        try:
            _rewrite_one(work, [row for row in rows if row["letter"] == letter])
        except Overtaken:
            continue  # it is on its way: what it says was true when it was written


def _rewrite_one(work: Writing, pointless: Sequence[Row]) -> None:
    with work.store.reading() as tx:
        sheet, messages = _sheet_of(tx, work, pointless)
        lines = lines_of(tx, work, sheet)[0]
        anew = composed(tx, work, sheet, lines)
    if lines and not anew:
        return  # it cannot be written anew; the problem is told
    with work.store.writing() as tx:
        for row in pointless:
            work.superseded += tx.run("supersede_reminder", **this(row))
        if anew:
            kept = [outbox.recompose(tx, message) for message in anew]
        else:
            kept = [outbox.supersede(tx, each["key"]) for each in messages]
        if not all(kept):
            raise Overtaken


def _sheet_of(
    tx: Transaction, work: Writing, pointless: Sequence[Row]
) -> tuple[Sheet, list[Row]]:
    """The letter that names `pointless` reminders, without them, and its messages.

    Its key is made of the local day on which it was written, and its number.
    """
    letter, to = pointless[0]["letter"], pointless[0]["recipient"]
    messages = tx.all("messages_of", in_letter=letter)
    kind, at = messages[0]["kind"], messages[0]["created_at"]
    day, gone = at.astimezone(OFFICE).date(), {duty_of(row) for row in pointless}
    standing = [
        row
        for row in tx.all("reminders_in", in_letter=letter)
        if duty_of(row) not in gone
    ]
    numbers = range(1, MOST_PARTS)
    number = next(each for each in numbers if letter_key(kind, day, each, to) == letter)
    directory = Directory.of(tx, work.posting.addresses.of_role)
    return Sheet(kind, day, number, to, standing, directory), messages


def _redirect(work: Writing) -> None:
    """Who waits for a letter and is no longer reached gives way to who is now."""
    after = ""
    while True:
        with work.store.reading() as tx:
            pairs = tx.all("recipients_waiting", after=after, most=PAGE)
            directory = Directory.of(tx, work.posting.addresses.of_role)
        for pair in pairs:
            if reached := _elsewhere(directory, pair, work.day):
                with work.store.writing() as tx:
                    _move(tx, pair, reached)
        if len(pairs) < PAGE:
            return
        after = pairs[-2]["recipient"]  # the pairs of the last one may be cut


def _elsewhere(directory: Directory, pair: Row, day: date) -> tuple[Recipient, ...]:
    reached = directory.reached(pair["principal"], day)
    if any(each.subject == pair["recipient"] for each in reached):
        return ()
    return reached


def _move(tx: Transaction, pair: Row, reached: Sequence[Recipient]) -> None:
    told = {"to": pair["recipient"], "told": pair["principal"]}
    for row in tx.all("reminders_from", **told):
        for each in reached:
            tx.run("add_reminder", **{**row, "recipient": each.subject})
        tx.run("supersede_reminder", **this(row))
