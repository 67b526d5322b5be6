"""Texts that people type: what may stand in a title, a name, a note."""

import re
import unicodedata
from collections.abc import Mapping

from definitions.sentences import Sentence, sentence, shortened
from workflow.errors import Refused

_NOTE = 20_000
_LIMITS = {  # characters, and whether line breaks may stand in it
    "title": (300, False),
    "lead": (200, False),
    "note": (_NOTE, True),
    "reason": (_NOTE, True),
    "outcome_text": (_NOTE, True),
    "urgency": (_NOTE, True),
    "approved_by": (200, False),
    "name": (200, False),
    "evidence": (_NOTE, True),
    "file": (300, False),
    "particulars": (100_000, True),
    "url": (1_000, False),
    "forms": (4_000, False),
}
_FIELD = (1_000, False)
LANGUAGES = ("de", "en")  # that people are written to in
FIELD = "field:"  # what the names of further texts of an event begin with
_SOFT_HYPHEN = "\u00ad"  # comes along from pasted PDF files and means nothing here
_ENCODED_WORD = "=?"  # turns into header lines in unpatched mail libraries
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_COMMAND_ID = re.compile(r"[!-~]{1,100}")
_LOCAL = r"[A-Za-z0-9_+'-]+(\.[A-Za-z0-9_+'-]+)*"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){_LOCAL}@{_LABEL}(\.{_LABEL})*")
LONGEST_ADDRESS = 254  # characters: RFC 5321 section 4.5.3.1.3, without < and >
_NO_TEXT = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})  # Unicode categories


def clean_words(words: Mapping[str, str | None]) -> dict[str, str]:
    """The texts that were given, by field: NFC, no soft hyphens, no outer space.

    Raises Refused, with a sentence for each text that is empty, too long, or holds
    control characters, invisible or direction-changing characters, or MIME encoded
    words.
    """
    found: dict[str, str] = {}
    refusals: list[Sentence] = []
    for name, given in words.items():
        if given is None:
            continue
        text = given.replace(_SOFT_HYPHEN, "").replace("\r\n", "\n")
        found[name] = text = unicodedata.normalize("NFC", text).strip()
        if reason := _reason(text, *_LIMITS.get(name, _FIELD)):
            refusals.append(_refusal(name, reason))
    if refusals:
        raise Refused(*refusals)
    return found


def clean(name: str, text: str) -> str:
    """One text, as `clean_words` does it."""
    return clean_words({name: text})[name]


def _refusal(name: str, reason: Sentence) -> Sentence:
    return sentence(
        "The text given as {name} is refused: {reason}. Nothing was recorded.",
        name=name.removeprefix(FIELD),
        reason=reason,
    )


def is_reference(text: str) -> bool:
    """Whether an item can have this reference at all."""
    return _REFERENCE.fullmatch(text) is not None and ".." not in text


def clean_command_id(text: str) -> str:
    """A command id: 1 to 100 visible ASCII characters; or Refused."""
    if not _COMMAND_ID.fullmatch(text):
        raise Refused(
            sentence(
                "{text} cannot be a command id: 1 to 100 letters, digits and signs of"
                " ASCII, without spaces. Nothing was recorded.",
                text=shortened(repr(text)),
            )
        )
    return text


def is_address(text: str) -> bool:
    """Whether mail can be sent to this address: a plain one, in ASCII.

    A part of RFC 5321: no quoted names, no comments, no address of a network.
    """
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def clean_address(text: str) -> str:
    """A mail address; or Refused."""
    if not is_address(text):
        raise Refused(
            sentence(
                "{address} is no mail address: letters, digits and . _ + - ' before one"
                " @, the name of a domain behind it (one with umlauts as xn--…)."
                " Nothing was recorded.",
                address=shortened(repr(text)),
            )
        )
    return text


def clean_reference(text: str) -> str:
    """A reference as an office writes it: letters, digits, dots and the like.

    Raises Refused for anything else.
    """
    if not is_reference(text):
        raise Refused(
            sentence(
                "{text} cannot be a reference: letters, digits, dot, dash, slash and "
                "underscore only, at most 64, for example S-1234/2021.",
                text=shortened(repr(text)),
            )
        )
    return text


def _reason(text: str, limit: int, lines: bool) -> Sentence | None:
    allowed = "\n\t" if lines else ""
    if not text:
        return sentence("it is empty")
    if len(text) > limit:
        return sentence("it is longer than {limit} characters", limit=limit)
    for place, char in enumerate(text, 1):
        if unicodedata.category(char) in _NO_TEXT and char not in allowed:
            return sentence(
                "it holds an invisible or control character (U+{code}) at place"
                " {place}",
                code=f"{ord(char):04X}",
                place=place,
            )
    if _ENCODED_WORD in text:
        return sentence("it holds an encoded word (=?), which mail programs rewrite")
    return None
