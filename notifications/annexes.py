"""What particulars may add for some releases: effect, appointment, law, English.

All of it is typed by people; nothing here is computed.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from definitions.sentences import sentence
from definitions.values import Day, Number
from notifications.checkedtext import Form, Line, Plain, Unfit

Verb = Literal["berufen", "bestellt", "ernannt", "gewählt", "abberufen", "entlassen"]
DISMISSED = frozenset({"abberufen", "entlassen"})
LONGEST_WAIT = 366  # days between publication and entry into force


def _days(value: object) -> object:
    """A number of days, as a file says it (14) or as it was kept."""
    if isinstance(value, Number):
        value = int(value.text) if value.text.isdecimal() else value.text
    if value is None:
        return None
    if type(value) is not int:
        raise Unfit(sentence("a whole number is expected here"))
    if not 0 <= value <= LONGEST_WAIT:
        raise Unfit(
            sentence(
                "a number from {least} to {most} is expected here",
                least=0,
                most=LONGEST_WAIT,
            )
        )
    return value


class English(Plain):
    """What English releases call the item; without it they quote the German title.

    `law` is what they call the law that a parliament has made of a bill.
    """

    title: Line
    law: Line | None = None


class EffectGiven(Plain):
    """From when on, and until when, the document holds; first and last days.

    `expected`: the first day is only planned. `after_publication`: so many days after
    the publication, where no day is known yet. `replaces` is what goes out of force for
    it, in the nominative with its article; `replaces_several`: that is a plural.
    """

    in_force: Day | None = None
    expected: bool = False
    after_publication: Annotated[int | None, BeforeValidator(_days)] = None
    until: Day | None = None
    extended_until: Day | None = None
    replaces: Form | None = None
    replaces_several: bool = False
    replaced_until: Day | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> "EffectGiven":
        if self.in_force is not None and self.after_publication is not None:
            raise Unfit(
                sentence("give the first day or the days after publication, not both")
            )
        if self.expected and self.in_force is None:
            raise Unfit(sentence("only a day can be expected: give in_force"))
        if self.in_force and self.until and self.until < self.in_force:
            raise Unfit(sentence("the last day lies before the first: see to both"))
        if (self.replaces is None) != (self.replaced_until is None):
            raise Unfit(
                sentence("replaces and replaced_until belong together: give both")
            )
        return self


class AppointeeGiven(Plain):
    """Who is appointed, and as what."""

    person: Form
    role: Form | None = None


class AppointmentGiven(Plain):
    """Who is appointed, from when to when; `term` is its length ("vier Jahre").

    `verb` is the participle of what is decided of them, which may be a dismissal; it
    can be left away of what is called a "Berufung".
    """

    people: tuple[AppointeeGiven, ...]
    verb: Verb | None = None
    begins: Day | None = None
    ends: Day | None = None
    term: Form | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "AppointmentGiven":
        if not self.people:
            raise Unfit(sentence("name at least one person"))
        if self.verb in DISMISSED and (self.begins or self.term):
            raise Unfit(
                sentence("who is dismissed has a last day (ends), no begins or term")
            )
        if self.begins and self.ends and self.ends < self.begins:
            raise Unfit(sentence("the last day lies before the first: see to both"))
        return self
