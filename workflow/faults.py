"""What is wrong with an import file: each with its place, all of it at once."""

from dataclasses import dataclass, field

from definitions.findings import Finding, Path, where
from definitions.sentences import Problem, Sentence, sentence
from workflow.errors import NotPermitted, Refused
from workflow.manifest import Manifest, indexed


@dataclass(slots=True)
class Faults:
    """What is wrong with a file, in the order of its lines."""

    of: Manifest
    found: list[tuple[Finding, tuple[Sentence, ...]]] = field(default_factory=list)
    rights_alone: bool = True

    def say(self, at: Path, what: Sentence, hint: Sentence, *more: Sentence) -> None:
        """Keep what is wrong at a place, and the sentences that go with it."""
        place = self.of.reading.places.key(at)
        wrong = Finding(self.of.file, place.line, place.column, where(at), what, hint)
        self.found.append((indexed(wrong), more))

    def problem(self) -> Problem:
        """All of it, in one problem."""
        own = [(each, ()) for each in self.of.findings]
        ordered = sorted(
            [*own, *self.found], key=lambda each: (each[0].line, each[0].column)
        )
        lines = [said for each, more in ordered for said in (_line(each), *more)]
        last = sentence(
            "Nothing was recorded: an import is taken in whole or not at all. Errors"
            " in {file}: {count}.",
            file=self.of.file,
            count=len(ordered),
        )
        kind = NotPermitted if self.rights_alone and not own else Refused
        return kind(*lines, last)


def _line(finding: Finding) -> Sentence:
    """As findings are said; a refusal that is a whole sentence keeps its full stop."""
    said = finding.sentence
    if not str(finding.what).endswith("."):
        return said
    return Sentence("{place}: {where}: {what} ({hint})", said.values)
