"""How the outcomes of the shipped paths are said: stored, with case and headline.

An outcome is found by its German label. What is stored is a participle, the case in
which the document stands, and the words of the headline; a label that is none of them,
alone or after "mit …", "unter …" or "abweichend …", is not taken apart.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

Governed = Literal["akk", "dat", "zu", "über"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """How an outcome is said: the verb, and the case in which the document stands.

    `verb` and `tail` make the headline ("stimmt … zu"), `participle` the sentence,
    after `manner` ("mit Anmerkungen"). `plain_verb` governs the accusative, and is for
    headlines where no bare dative is stored. `result` is the label of an outcome for
    which there is no phrase. `code` names the phrase whatever the language.
    """

    code: str
    case: Governed
    verb: str
    participle: str
    tail: str = ""
    plain_verb: str = ""
    manner: str = ""
    consent: bool = False
    result: str | None = None


PHRASES: tuple[Phrase, ...] = (
    Phrase(
        "agreed",
        "dat",
        "stimmt",
        "zugestimmt",
        "zu",
        plain_verb="billigt",
        consent=True,
    ),
    Phrase("noted", "akk", "nimmt", "zur Kenntnis genommen", "zur Kenntnis"),
    Phrase(
        "decided_changed",
        "akk",
        "beschließt",
        "geändert beschlossen",
        "mit Änderungen",
    ),
    Phrase("decided", "akk", "beschließt", "beschlossen"),
    Phrase("issued", "akk", "erlässt", "erlassen"),
    Phrase("sent_on", "akk", "bringt", "auf den Weg gebracht", "auf den Weg"),
    Phrase("rejected", "akk", "lehnt", "abgelehnt", "ab"),
    Phrase("adjourned", "akk", "vertagt", "vertagt"),
    Phrase("put_off", "akk", "verschiebt", "verschoben"),
    Phrase("shelved", "akk", "stellt", "zurückgestellt", "zurück"),
    Phrase("referred_back", "akk", "verweist", "zurückverwiesen", "zurück"),
    Phrase(
        "returned",
        "akk",
        "weist",
        "zur Überarbeitung zurückgewiesen",
        "zur Überarbeitung zurück",
    ),
    Phrase("to_sitting", "akk", "weist", "an die Sitzung gewiesen", "an die Sitzung"),
    Phrase(
        "to_committee",
        "akk",
        "überweist",
        "an einen Ausschuss des Rats überwiesen",
        "an Ausschuss",
    ),
    Phrase(
        "to_committees",
        "akk",
        "überweist",
        "an Ausschüsse überwiesen",
        "an Ausschüsse",
    ),
    Phrase("commented", "zu", "nimmt Stellung", "Stellung genommen"),
    Phrase(
        "no_statement",
        "zu",
        "gibt keine Stellungnahme",
        "keine Stellungnahme abgegeben",
        "ab",
    ),
    Phrase("finally_discussed", "über", "berät abschließend", "abschließend beraten"),
    Phrase("jointly_discussed", "über", "berät gemeinsam", "gemeinsam beraten"),
    Phrase("discussed", "über", "berät", "beraten"),
)
PUT_OFF = frozenset({"adjourned", "put_off", "shelved", "to_sitting", "objected"})
_OBJECTED = "Umlauf widersprochen"  # an item that went round waits for a sitting
DECIDED = frozenset({"decided", "decided_changed", "agreed", "issued"})
_MANNER = re.compile(r"(?:(?:mit|unter|abweichend vom) (?!.*\b(?:nicht|kein)).+)?")
_REFERRED = re.compile(r"(?:in|an) (?:den|die|das|einen|eine) .+ überwiesen")


def phrase(outcome: str) -> Phrase:
    """How an outcome is said, from its German label ("mit Anmerkungen zugestimmt").

    A label that is no stored participle, alone or after a manner, is not taken apart:
    the body has then "beraten", and the label stands for itself.
    """
    for known in PHRASES:
        manner, found, rest = outcome.partition(known.participle)
        if found and not rest and _MANNER.fullmatch(manner.rstrip()):
            return replace(known, manner=manner.rstrip())
    if _REFERRED.fullmatch(outcome):  # "in den Innenausschuss überwiesen"
        where = outcome.removesuffix(" überwiesen")
        return Phrase("to_committee", "akk", "überweist", outcome, where)
    code = "objected" if outcome == _OBJECTED else "other"
    return Phrase(code, "über", "berät", "beraten", result=outcome)


def suits(kind: str, code: str) -> bool:
    """Whether an outcome can be announced in a kind of release.

    That the body which is heard puts the matter off is told; that the one which decides
    does is not, because its release would speak of what comes next. A report that was
    noted was not decided, taking note is no decision, and an appointment has to be
    decided.
    """
    match kind:
        case "council_position":
            return True
        case "report_noted":
            return code == "noted"
        case "formal_decision":
            return code not in PUT_OFF | {"noted"}
        case "appointment":
            return code in DECIDED
    return code not in PUT_OFF
