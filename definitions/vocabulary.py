"""What an approval path is made of, entry by entry, as frozen values.

The model of the whole file is in `model`; single values (names, days) in `values`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from definitions.values import (
    Calendar,
    Day,
    FilledNames,
    FromOne,
    Kebab,
    KeyOrKeys,
    Name,
    NameOrNames,
    Names,
    Period,
    StateName,
    Target,
    Text,
    Whole,
    Wholes,
    as_source,
    frozen,
    nothing,
)

KINDS = (  # what a requirement can ask for; each has its own refusal (workflow.guards)
    "event",
    "consultation",
    "none_open",
    "document",
    "field",
    "sitting",
    "second_person",
    "urgency",
    "deadline",
)


class Plain(BaseModel):
    """Frozen, and nothing in it that the format does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Label(Plain):
    """A name for people, in German and in English."""

    de: Text
    en: Text


class Valid(Plain):
    """A rule that holds from `valid_from` to `valid_to`, both days included."""

    valid_from: Day | None = None
    valid_to: Day | None = None

    def in_force(self, day: date) -> bool:
        """Whether the rule holds on `day`, as far as the file says."""
        return self.may_hold(day, day)

    def may_hold(self, earliest: date, latest: date) -> bool:
        """Whether the rule holds on some day between the two, both included."""
        begun = self.valid_from is None or self.valid_from <= latest
        return begun and (self.valid_to is None or earliest <= self.valid_to)


class Source(Valid):
    """A legal source, in force from `valid_from` to `valid_to`, both days included."""

    text: Text
    replaced_by: Kebab | None = None


SourceOrText = Annotated[
    Source, BeforeValidator(as_source, json_schema_input_type=Text | Source)
]


class Body(Label):
    """A body (Gremium) that decides or is asked; `sittings` names its calendar."""

    sittings: Kebab | None = None


class Role(Label):
    """A role that persons hold; it lets them record events."""


class Outcome(Label):
    """What a body did, in its own words."""


class State(Label):
    """Where an item can stand. A final state is left by nothing."""

    initial: bool = False
    final: bool = False


class Document(Label):
    """A kind of document that can be attached to an item."""


def _one_kind(schema: dict[str, Any]) -> None:
    schema["oneOf"] = [{"required": [kind]} for kind in KINDS]


class Requirement(Valid):
    """Something that must be so before an event can be recorded: exactly one kind.

    `event` was recorded since the item last came (back) to its initial state;
    `consultation` was opened, and every one that was
    opened is closed (of `bodies`, with one of `outcomes`, where these are given);
    `none_open`: no consultation of this name is open; `document` is attached; `field`
    is filled with this event; `sitting`: the body sat on this day and had a quorum;
    `second_person`: recorded by somebody else than that event; `urgency`: a reason and
    who approved it are given; `deadline`: the
    term is kept. `only_for` are the outcomes of the event it is asked for.
    """

    model_config = ConfigDict(json_schema_extra=_one_kind)

    event: Name | None = None
    consultation: Name | None = None
    none_open: Name | None = None
    document: Name | None = None
    field: Name | None = None
    sitting: Name | None = None
    second_person: Name | None = None
    urgency: Literal[True] | None = None
    deadline: Name | None = None
    bodies: NameOrNames = ()
    outcomes: NameOrNames = ()
    only_for: NameOrNames = ()
    basis: KeyOrKeys = ()

    @model_validator(mode="after")
    def _has_one_kind(self) -> "Requirement":
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise PydanticCustomError("one_kind", "{given}", {"given": tuple(given)})
        return self

    @property
    def kind(self) -> str:
        """Which of KINDS it asks for."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def name(self) -> str:
        """What it asks for by name; empty for urgency."""
        value = getattr(self, self.kind)
        return value if isinstance(value, str) else ""


def _form(value: object) -> str:
    return "[each]" if isinstance(value, Mapping) else "[one]"


_Each = Annotated[
    Mapping[Target, StateName], Field(min_length=1), AfterValidator(frozen)
]
Move = Annotated[  # a state, or a state for each outcome
    Annotated[StateName, Tag("[one]")] | Annotated[_Each, Tag("[each]")],
    Discriminator(_form),
]


class Event(Label, Valid):
    """What can happen to an item; `de` and `en` are nouns, as printed on the slip."""

    body: Name | None = None
    by: NameOrNames
    moves: Annotated[Mapping[Name, Move], Field(min_length=1), AfterValidator(frozen)]
    outcomes: Names = ()
    requires: Annotated[
        tuple[Requirement, ...],
        BeforeValidator(lambda value: tuple(value) if type(value) is list else value),
    ] = ()
    supplement: bool = False
    basis: KeyOrKeys = ()
    fields: Annotated[Mapping[Name, Label], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )


class Consultation(Label, Valid):
    """Bodies are asked for their statement; several can be open at the same time.

    `asks`: who can be asked; `during`: the states in which it is opened (any open state
    if none); `keeps_open`: outcomes that do not close it; `silence`: the outcome where
    the term ends without an answer; `evidence`: an answer names its evidence.
    Where the last day was set by hand, `remind` are the roles that are reminded (those
    of `by` if none), `remind_before` and `remind_after` days before and after it that
    are no Saturday and no Sunday. A deadline after the consultation says that itself.
    """

    asks: NameOrNames
    by: NameOrNames
    during: NameOrNames = ()
    outcomes: FilledNames
    keeps_open: NameOrNames = ()
    silence: Name | None = None
    evidence: bool = False
    remind: NameOrNames = ()
    remind_before: Wholes = ()
    remind_after: FromOne = ()
    basis: KeyOrKeys = ()


Counting = Literal["event_day", "begin_of_day", "calendar_days", "clear_days"]


class Extension(Plain):
    """How far a term can be extended: `at_most` each time, counted from its old end.

    `by`: the roles that record it; `bodies`: the asked bodies that may have it (all of
    them if none); `times`: how often.
    """

    at_most: Period
    by: NameOrNames
    bodies: NameOrNames = ()
    times: Whole = 1
    basis: KeyOrKeys = ()


class Suspension(Plain):
    """That a term can stand still, and which roles record that it does."""

    by: NameOrNames
    basis: KeyOrKeys = ()


def _period_or_beginning(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"required": ["period"]}, {"required": ["begins"]}]


class Deadline(Label, Valid):
    """A term by law: `period` after an event or a consultation, or before a sitting.

    `counting`: whether the day it runs from counts; forwards `event_day` (BGB § 187
    (1), meant when nothing stands there), `begin_of_day` (§ 187 (2)) or `clear_days`;
    backwards `calendar_days` (meant) or `clear_days`. `shift`: a last day that is a
    Saturday, a Sunday or a holiday gives way to the next working day (§ 193).
    `met_by`: the events that keep it. `remind` are the roles that are reminded,
    `remind_before` working days before its end and, once it is overdue, `remind_after`
    working days after it (the next one if none is named); `escalates_to` are told
    `escalate_after` working days after it. `lapses` is the event of the clock that its
    end brings about, on the day after; `begins` the one that takes place as its last
    day begins, or on the day that this event is planned for; then it needs no period.
    """

    model_config = ConfigDict(json_schema_extra=_period_or_beginning)

    after: Name | None = None
    before: Name | None = None
    period: Period | None = None
    counting: Counting | None = None
    shift: Literal["working_day"] | None = None
    calendar: Calendar | None = None
    met_by: NameOrNames = ()
    remind: NameOrNames = ()
    remind_before: Wholes = ()
    remind_after: FromOne = ()
    escalates_to: NameOrNames = ()
    escalate_after: Whole | None = None
    lapses: Name | None = None
    begins: Name | None = None
    extension: Extension | None = None
    suspension: Suspension | None = None
    basis: KeyOrKeys = ()
