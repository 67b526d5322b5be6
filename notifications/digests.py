"""Letters: what somebody has to do, by urgency, as a mail and as data.

One letter is one message on each channel. The same record makes the same bytes, but for
the Date and the line that tells the state of the record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from notifications import enclosure, mail, notices, outbox, webhook
from notifications import letters as doors
from notifications.delivery import FOLDER, WEBHOOK, Outgoing
from notifications.enclosure import Translate
from notifications.letters import ENGLISH, GERMAN, Letter
from notifications.notices import AGAIN, GROUPS, Line, Notice
from notifications.occasions import Gathering
from notifications.typography import harmless
from workflow.directory import ROLE, Recipient
from workflow.localtime import local
from workflow.store import Row, Transaction
from workflow.unit import head_of

__all__ = [
    "DIGEST",
    "URGENT",
    "Line",
    "Posting",
    "Translate",
    "letters",
    "untranslated",
]

DIGEST, URGENT = "digest", "urgent"  # kinds of letters


def untranslated(text: str, language: str) -> str:
    """The sentence as it is: in English."""
    return text


@dataclass(frozen=True, slots=True)
class Posting:
    """Where letters go, and who puts the sentences of calendar entries into German."""

    addresses: mail.Addresses = field(default_factory=mail.Addresses)
    channels: tuple[str, ...] = (FOLDER,)
    translate: Translate = untranslated


@dataclass(frozen=True, slots=True)
class Group:
    """Notices of one urgency; `more`: how many duties of it are not named."""

    name: str
    notices: tuple[Notice, ...]
    more: int = 0

    @property
    def count(self) -> int:
        """How many duties there are, named or not."""
        return len(self.notices) + self.more


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter says; `single` where it is about one duty alone.

    `more_overdue`: how many duties are still open and overdue, and not named. `head`
    begins the hash of the record's last entry.
    """

    kind: str
    language: str
    day: date
    number: int
    groups: tuple[Group, ...]
    single: Notice | None
    entry: int
    head: str
    more_overdue: int = 0

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All notices, by urgency."""
        return tuple(each for group in self.groups for each in group.notices)


def letter_key(log: str, kind: str, day: date, number: int, to: str) -> str:
    """The key of a recipient's letter of a local day; `log` names the record."""
    return outbox.key_of("letter", kind, (log, day, number), to)


def letters(
    tx: Transaction,
    recipient: Recipient,
    lines: Sequence[Line],
    kind: str,
    day: date,
    number: int,
    posting: Posting,
    now: datetime,
    more: int = 0,
    part: int | None = None,
) -> list[Outgoing]:
    """One letter (`kind`: digest or urgent), as a message for each channel.

    `day` is its local date; `number` counts the letters of this kind, day and recipient
    from 1, `part` those of them that were not taken back. `now` becomes the date of the
    mail, in the zone of the office. `more` counts the duties told before, open and
    overdue, that are not among the lines. What is said twice of one duty is said once;
    a duty without a last day is left out, and without any there is no letter. Raises
    Refused if an address is none, Misconfigured if a template is broken.
    """
    gathering = Gathering(tx)
    language = ENGLISH if recipient.language == ENGLISH else GERMAN
    groups = _groups(gathering, lines, language, more)
    shown = kind, language, day, part or number, groups, _only(groups)
    facts = Facts(*shown, *_state(head_of(tx)), more_overdue=more)
    if not facts.notices:
        return []
    letter = doors.colleagues(DIGEST, language, facts)
    by_mail = any(each != WEBHOOK for each in posting.channels)
    said = lines, day, language, posting.translate
    dates = enclosure.calendar(gathering, *said) if by_mail else None
    writer = _Writer(
        recipient, lines, facts, letter, dates, posting, (gathering.log, day, number)
    )
    return [writer.message(channel, now) for channel in posting.channels]


def _state(head: Row) -> tuple[int, str]:
    """The state of the record: its last entry, and how its hash begins."""
    return head["seq"], f"{head['hash'][:4]} {head['hash'][4:8]}"


def _groups(
    gathering: Gathering, lines: Iterable[Line], language: str, more: int
) -> tuple[Group, ...]:
    found = (notices.notice(each, language, gathering.books) for each in lines)
    told = notices.once(each for each in found if each is not None)
    groups = (
        Group(
            name,
            tuple(each for each in told if each.group == name),
            more if name == AGAIN else 0,
        )
        for name in GROUPS
    )
    return tuple(each for each in groups if each.count)


def _only(groups: Sequence[Group]) -> Notice | None:
    """The only duty there is; None if there are several."""
    found = [each for group in groups for each in group.notices]
    return found[0] if sum(group.count for group in groups) == 1 else None


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one letter down for each channel."""

    recipient: Recipient
    lines: Sequence[Line]
    facts: Facts
    letter: Letter
    dates: str | None
    posting: Posting
    which: tuple[str, date, int]  # record, day, number: in no other letter

    @property
    def _reference(self) -> str | None:
        """The item that it is about, if it is about one."""
        found = {each.reference for each in self.facts.notices}
        return found.pop() if len(found) == 1 else None

    def message(self, channel: str, now: datetime) -> Outgoing:
        """The message on one channel."""
        facts, subject = self.facts, self.recipient.subject
        key = outbox.key_of(channel, facts.kind, self.which, subject)
        identity = self._identity(key)
        written = (
            self._event(key, now) if channel == WEBHOOK else self._mail(identity, now)
        )
        return Outgoing(
            key=key,
            message_id=mail.message_id(identity, self.posting.addresses.domain),
            letter=outbox.key_of("letter", facts.kind, self.which, subject),
            channel=channel,
            kind=facts.kind,
            reference=self._reference,
            recipient=WEBHOOK if channel == WEBHOOK else self._address(),
            subject=mail.tame(self.letter.headline),
            content=written,
            late_days=max(each.late_days for each in facts.notices),
        )

    def _identity(self, key: str) -> str:
        """What the Message-ID is made of: which message, and what it tells.

        A record restored from a backup may write the letter of a day once more, and
        differently: mail programs drop the second message with the same id.
        """
        told = sorted(
            (each.item.reference, each.duty.name, str(each.duty.due), each.stage)
            for each in self.lines
        )
        return outbox.key_of("message-id", key, [" ".join(each) for each in told], "")

    def _mail(self, key: str, now: datetime) -> str:
        draft = mail.Draft(
            key=key,
            to_name=mail.tame(self._name()),
            to_address=self._address(),
            subject=mail.tame(self.letter.headline),
            text=self.letter.text,
            html=self.letter.html,
            calendar=self.dates,
            language=self.facts.language,
        )
        return mail.composed(draft, self.posting.addresses, local(now))

    def _event(self, key: str, now: datetime) -> str:
        facts = self.facts
        data = {
            "recipient": self.recipient.subject,
            "kind": facts.kind,
            "day": facts.day.isoformat(),
            "number": facts.number,
            "headline": self.letter.headline,
            "lines": [notices.as_data(each) for each in facts.notices],
            "more_overdue": facts.more_overdue,
            "record": {"entry": facts.entry, "head": facts.head.replace(" ", "")},
        }
        return webhook.event(key, facts.kind, self._reference, now, data)

    def _name(self) -> str:
        """The name of the recipient; of a mailbox without one what the path says."""
        if self.recipient.name:
            return harmless(self.recipient.name)
        subject, language = self.recipient.subject, self.facts.language
        paths = (each.duty.path for each in self.lines)
        labels = (notices.label_of(each, subject, language) for each in paths)
        return next(filter(None, labels), subject.partition(":")[2])

    def _address(self) -> str:
        if self.recipient.address:
            return self.recipient.address
        kind, _, name = self.recipient.subject.partition(":")
        return self.posting.addresses.of(name) if kind == ROLE else mail.nowhere(name)
