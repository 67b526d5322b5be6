"""The particulars of an item: the stored forms and facts that its releases use.

A clerk gives them once, at the opening; they are kept with the opening entry. Forms are
checked where a check cannot be wrong (articles, commas, titles that break off), never
made by rule.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from unicodedata import category

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from definitions.canonical import canonical
from definitions.sentences import Sentence, sentence
from definitions.values import Day, Kebab
from notifications.grammar import (
    ARTICLES,
    Case,
    Document,
    Gender,
    Kind,
    Number,
    broken_off,
)
from notifications.grammar import agreement as agreement_of
from workflow.errors import Refused

LONGEST_FORM, LONGEST_PARAGRAPH = 300, 2000
_FORMS: Mapping[str, Case] = {"nom": "nom", "akk": "akk", "dat": "dat", "gen": "gen"}
_REASONS = {
    "missing": sentence("it is missing: add it"),
    "extra_forbidden": sentence("no such key here: check its spelling or remove it"),
    "literal_error": sentence("it must be one of {expected}"),
    "string_too_short": sentence("it is empty: fill it in or remove it"),
    "string_too_long": sentence("it is longer than {max_length} characters"),
    "string_type": sentence("text is expected here"),
    "string_pattern_mismatch": sentence("a short name is expected, like go-sen-13"),
    "day_form": sentence("a day is expected here, as 2021-07-06"),
    "day_missing": sentence("there is no such day in the calendar"),
    "tuple_type": sentence("a list is expected here"),
}
_OTHERWISE = sentence("a section with names and values is expected here")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class _Unfit(ValueError):
    """What is wrong with one value, and how to mend it."""

    def __init__(self, reason: Sentence) -> None:
        self.reason = reason
        super().__init__(str(reason))


def _joined(value: object) -> object:
    """A text that was folded over several lines is one line."""
    return (
        re.sub(r"[ \t\r\n]+", " ", value).strip() if isinstance(value, str) else value
    )


def _printable(value: str) -> str:
    if any(category(letter) in _INVISIBLE for letter in value):
        raise _Unfit(sentence("it holds invisible or control characters: type it anew"))
    if '"' in value:
        raise _Unfit(sentence('it holds straight quotation marks ("): write „…“'))
    return value


def _whole(value: str) -> str:
    if word := broken_off(value):
        raise _Unfit(
            sentence("it breaks off with “{word}”: write it to its end", word=word)
        )
    return value


def _without_comma(value: str) -> str:
    if value != value.strip(","):
        raise _Unfit(sentence("leave the outer commas away: the release sets both"))
    return value


def _ended(value: str) -> str:
    if not value.rstrip("“‘").endswith((".", "!", "?")):
        raise _Unfit(sentence("a paragraph ends with a full stop: add it"))
    return value


_Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_FORM),
    BeforeValidator(_joined),
    AfterValidator(_printable),
]
_Form = Annotated[_Line, AfterValidator(_whole), AfterValidator(_without_comma)]
_Paragraph = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_PARAGRAPH),
    BeforeValidator(_joined),
    AfterValidator(_printable),
    AfterValidator(_ended),
]


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentForms(_Plain):
    """The document: gender, number and its title in every form a release needs.

    `akk_bare` and `dat_bare` are without article, with the strong ending of a headline
    ("Strategischen Rahmen", "Strategischem Rahmen").
    """

    gender: Gender
    number: Number = "singular"
    nom: _Form
    akk: _Form
    dat: _Form
    gen: _Form
    akk_bare: _Form
    dat_bare: _Form | None = None

    @field_validator("nom", "akk", "dat", "gen")
    @classmethod
    def _article(cls, value: str, info: ValidationInfo) -> str:
        gender, number = info.data.get("gender"), info.data.get("number")
        if gender is None or number is None:  # found wrong already
            return value
        article = agreement_of(gender, number).articles[_FORMS[str(info.field_name)]]
        if not value.startswith(f"{article} "):
            raise _Unfit(
                sentence(
                    "begin this form with “{article}” (as gender and number say)",
                    article=article,
                )
            )
        return value

    @field_validator("akk_bare", "dat_bare")
    @classmethod
    def _bare(cls, value: str | None) -> str | None:
        if value is not None and value.partition(" ")[0] in ARTICLES:
            raise _Unfit(sentence("leave the article away: this form is for headlines"))
        return value

    def document(self) -> Document:
        """The forms with the words that agree with them."""
        return Document(
            nom=self.nom,
            akk=self.akk,
            dat=self.dat,
            gen=self.gen,
            akk_bare=self.akk_bare,
            dat_bare=self.dat_bare,
            agreement=agreement_of(self.gender, self.number),
        )


class Proposer(_Plain):
    """Who submitted the item: the office in its forms, and the person who held it."""

    person: _Form
    gen: _Form
    nom: _Form | None = None
    dat: _Form | None = None
    akk: _Form | None = None

    @field_validator("gen")
    @classmethod
    def _genitive(cls, value: str) -> str:
        article, _, rest = value.partition(" ")
        if article not in {"des", "der"}:
            raise _Unfit(
                sentence("begin the genitive of an office with “des” or “der”")
            )
        noun = re.match(r"(?:[A-ZÄÖÜ]\S* ?)*", rest)
        if article == "des" and noun and noun[0] and noun[0].rstrip()[-1] not in "sn":
            raise _Unfit(
                sentence("a genitive with “des” has an ending (des Bürgermeisters)")
            )
        return value


class Background(_Plain):
    """A paragraph about the matter, and when it may be stated.

    `stated_from`, `stated_until`: first and last day, both included, of a release that
    may state it. `kinds`: the releases it belongs to. At least a first day or the kinds
    must be given, so that nothing is told before its time.
    """

    text: _Paragraph
    source: Kebab
    stated_from: Day | None = None
    stated_until: Day | None = None
    kinds: tuple[Kind, ...] = ()

    @model_validator(mode="after")
    def _has_its_time(self) -> "Background":
        if self.stated_from is None and not self.kinds:
            raise _Unfit(sentence("say from which day (stated_from) or in which kinds"))
        return self

    def fits(self, kind: str, day: date) -> bool:
        """Whether a release of this kind and day may state the paragraph."""
        begun = self.stated_from is None or self.stated_from <= day
        over = self.stated_until is not None and self.stated_until < day
        return begun and not over and (not self.kinds or kind in self.kinds)


class Particulars(_Plain):
    """All particulars of one item."""

    document: DocumentForms
    proposers: tuple[Proposer, ...] = ()
    sources: Mapping[Kebab, _Line] = Field(default_factory=dict)
    background: tuple[Background, ...] = ()

    @model_validator(mode="after")
    def _sources_are_named(self) -> "Particulars":
        used = {each.source for each in self.background}
        if unknown := tuple(sorted(used - set(self.sources))):
            raise _Unfit(
                sentence(
                    "background names sources that are not listed: {keys}", keys=unknown
                )
            )
        return self


def read(data: object) -> Particulars:
    """Particulars from plain data as a YAML file gives them.

    Raises Refused with one sentence for every fault found.
    """
    try:
        return Particulars.model_validate(data)
    except ValidationError as found:
        raise Refused(*(_told(each) for each in found.errors())) from found


def stored(particulars: Particulars) -> str:
    """The text that is kept with the opening entry: canonical JSON."""
    return canonical(particulars.model_dump(mode="json", exclude_defaults=True))


def restored(text: str) -> Particulars:
    """The particulars of a kept text. Raises Refused if it is not one."""
    try:
        return read(json.loads(text))
    except json.JSONDecodeError as error:
        raise Refused(
            sentence("The particulars kept with the opening entry cannot be read.")
        ) from error


def _told(error: ErrorDetails) -> Sentence:
    where = ".".join(str(each) for each in error["loc"]) or "particulars"
    context: Mapping[str, Any] = error.get("ctx", {})
    unfit = context.get("error")
    reason = (
        unfit.reason
        if isinstance(unfit, _Unfit)
        else Sentence(_REASONS.get(error["type"], _OTHERWISE).text, context)
    )
    return sentence("{where}: {reason}.", where=where, reason=reason)
