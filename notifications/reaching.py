"""Whom a reminder reaches: the directory, and what holds where it knows nobody."""

from datetime import date

from definitions.model import Definition
from definitions.sentences import Sentence, sentence
from notifications.delivery import SMTP
from notifications.digests import Posting
from workflow.directory import BODY, ROLE, Directory, Recipient
from workflow.store import Transaction
from workflow.unit import head_of


class Reaching:
    """Recipients of principals, as the directory of one snapshot has them."""

    def __init__(self, tx: Transaction, posting: Posting, day: date) -> None:
        self.log: str = head_of(tx)["log"]  # names the record whose letters these are
        self.directory = Directory.of(tx, posting.addresses.of_role, since=day)
        self._by_mail = SMTP in posting.channels

    def reached(self, principal: str, day: date) -> tuple[Recipient, ...]:
        """Who is written to for a principal on a day; () if nobody can be.

        Without mail a role of whom nothing is known is its own recipient: whoever
        empties the folder finds it. A body without an address is told by its office.
        """
        found = self.directory.reached(principal, day)
        if found or self._by_mail or principal.startswith(f"{BODY}:"):
            return found
        return (Recipient(principal, None, None),)

    def reaches(self, principal: str, recipient: str, day: date) -> bool:
        """Whether a recipient is written to for a principal on a day."""
        return any(each.subject == recipient for each in self.reached(principal, day))

    def recipient(self, subject: str) -> Recipient:
        """A recipient by its subject."""
        return self.directory.person(subject) or Recipient(subject, None, None)


class Telling:
    """Whom principals reach; who reaches nobody is named once."""

    def __init__(self, tx: Transaction, posting: Posting, day: date) -> None:
        self._reaching = Reaching(tx, posting, day)
        self.nobody: list[Sentence] = []

    def reached(
        self, principal: str, day: date, path: Definition
    ) -> tuple[Recipient, ...]:
        """Who is written to for a principal of a path on a day."""
        found = self._reaching.reached(principal, day)
        if not found and principal.startswith(f"{ROLE}:"):
            what = _nobody(path, principal.removeprefix(f"{ROLE}:"))
            self.nobody += [] if what in self.nobody else [what]
        return found


def _nobody(path: Definition, role: str) -> Sentence:
    return sentence(
        "Nobody can be reminded as {role} ({key}): no mailbox and no person's "
        "address is known. `laufzettel contact set role:{key} --mail ADDRESS` "
        "enters one.",
        role=path.roles.get(role, role),
        key=role,
    )
