"""Who is appointed or dismissed, as what, from when to when: typed in the particulars.

What is decided of the persons is said by a stored participle. Of what is called a
"Berufung" it is known; of anything else somebody has to say it, because a dismissal
("Abberufung") is decided in the same words as an appointment.
"""

from typing import Any, get_args

from definitions.sentences import sentence
from notifications.annexes import AppointmentGiven, Verb
from notifications.facts import Appointee
from notifications.reading import Reading
from notifications.titles import understood

_CALLED, _CALLED_SO = "Berufung", "berufen"


def appointed(reading: Reading) -> dict[str, Any]:
    """The facts of an appointment beside the vote; what is missing becomes a gap."""
    given = reading.particulars.appointment if reading.particulars else None
    if given is None:
        reading.gaps.append(
            sentence(
                "The particulars do not say who is appointed. Add `appointment` with "
                "`people` to them: laufzettel correct {reference} 1 --reason TEXT "
                "--particulars FILE",
                reference=reading.slip.reference,
            )
        )
        given = AppointmentGiven.model_construct(people=())
        verb = ""
    else:
        verb = given.verb or _verb(reading)
    return {
        "appointees": tuple(Appointee(each.person, each.role) for each in given.people),
        "verb": verb,
        "verb_start": verb.capitalize(),
        "begins": given.begins,
        "ends": given.ends,
        "term": given.term,
        "begun": given.begins is not None and given.begins < reading.release_day,
        "over": given.ends is not None and given.ends < reading.release_day,
    }


def _verb(reading: Reading) -> str:
    """What is decided of the persons, where the document itself says it."""
    assert reading.particulars is not None
    nom = reading.particulars.document.nom
    found = understood(nom)
    if found and found.word == _CALLED and found.joined is None:
        return _CALLED_SO
    reading.gaps.append(
        sentence(
            "“{document}” does not say whether the persons are appointed or dismissed, "
            "and in which word. Add `verb` ({verbs}) to `appointment`: laufzettel "
            "correct {reference} 1 --reason TEXT --particulars FILE",
            document=nom,
            verbs=get_args(Verb),
            reference=reading.slip.reference,
        )
    )
    return ""
