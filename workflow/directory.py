"""The directory of people: who is written to for a role or a body on a day.

Read once, then a pure value: the days are arguments, local legal days. A role's mailbox
is written to alone if there is one; else everybody who holds the role. Whoever is away
has a deputy written to instead, and is written to all the same where that would leave
nobody: a reminder that reaches no one is worse than one that waits in a mailbox.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from definitions.values import CLOCK
from workflow.access import EVERY_ROLE
from workflow.deputies import Away, away_of, by_person, stand_in
from workflow.store import Row, Transaction

PERSON, ROLE, BODY = "person", "role", "body"  # kinds of principals and of recipients
DEFAULT_LANGUAGE = "de"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to.

    `subject` is `person:` and the opaque id, `role:` or `body:` and the name in paths;
    `name` None for a mailbox that was entered without one: the label of the path says
    it then. `stands_in_for` names those whose deputy this is on that day.
    """

    subject: str
    name: str | None
    address: str | None
    language: str = DEFAULT_LANGUAGE
    stands_in_for: str | None = None


class Directory:
    """Who can be reached, and where. A value: nothing is read after it was made."""

    def __init__(
        self,
        contacts: Iterable[Row],
        grants: Iterable[Row],
        absences: Iterable[Away],
        addresses: Mapping[str, str],
    ) -> None:
        self._contacts = {row["subject"]: row for row in contacts}
        self._addresses = addresses
        self._names: dict[str, str] = {}
        self._holders: dict[str, list[str]] = {}
        for row in grants:
            self._names[row["id"]] = row["name"]
            self._holders.setdefault(row["role"], []).append(row["id"])
        self._absences = by_person(absences)

    @classmethod
    def of(
        cls,
        tx: Transaction,
        addresses: Mapping[str, str] | None = None,
        since: date = date.min,
    ) -> "Directory":
        """The directory as it stands.

        `addresses` are mailboxes of roles by the configuration: one that was entered
        goes before. `since`: absences that ended before that day are not read.
        """
        absences = map(away_of, tx.all("absences_since", day=since))
        called = tx.all("contacts_called")
        return cls(called, tx.all("grants"), absences, addresses or {})

    def reached(self, principal: str, day: date) -> tuple[Recipient, ...]:
        """Whom to write to for `role:NAME`, `body:NAME` or `person:ID` on a day.

        In the order of the accounts; () if nobody can be reached.
        """
        kind, _, name = principal.partition(":")
        if kind == PERSON:
            return self._told([name], day)
        if mailbox := self._mailbox(principal, kind, name):
            return (mailbox,)
        if kind != ROLE or name == CLOCK:
            return ()
        by_name = self._told(self._holders.get(name, ()), day)
        return by_name or self._told(self._holders.get(EVERY_ROLE, ()), day)

    def person(self, subject: str) -> Recipient | None:
        """Somebody or some mailbox by its subject, whoever stands in; None if unknown.

        Without an address if none was entered.
        """
        kind, _, name = subject.partition(":")
        if kind != PERSON:
            return self._mailbox(subject, kind, name)
        if subject in self._contacts:
            return self._recipient(subject)
        called = self._names.get(name)
        return Recipient(subject, called, None) if called is not None else None

    def _mailbox(self, subject: str, kind: str, name: str) -> Recipient | None:
        if subject in self._contacts:
            return self._recipient(subject)
        if kind == ROLE and name in self._addresses:
            return Recipient(subject, None, self._addresses[name])
        return None

    def _told(self, persons: Sequence[str], day: date) -> tuple[Recipient, ...]:
        """Those of `persons` who can be reached, or who stands in for them."""
        own: set[str] = set()
        instead: dict[str, list[str]] = {}  # by deputy: the names of those away
        for person in persons:
            deputy = stand_in(self._absences, person, day)
            if deputy is not None and _subject(deputy) in self._contacts:
                instead.setdefault(deputy, []).append(self._called(person))
            elif _subject(person) in self._contacts:
                own.add(person)
        for person in own:  # told for oneself, and so of all that the others are told
            instead[person] = []
        found = sorted(instead, key=self._account)
        return tuple(self._recipient(_subject(each), instead[each]) for each in found)

    def _recipient(self, subject: str, absent: Sequence[str] = ()) -> Recipient:
        row = self._contacts[subject]
        name = row["name"] or row["called"]
        language, instead = row["language"], ", ".join(absent) or None
        return Recipient(subject, name, row["address"], language, instead)

    def _called(self, person: str) -> str:
        row = self._contacts.get(_subject(person))
        return str((row and row["name"]) or self._names.get(person) or person)

    def _account(self, person: str) -> str:
        return str(self._contacts[_subject(person)]["account"])


def _subject(person: str) -> str:
    return f"{PERSON}:{person}"
