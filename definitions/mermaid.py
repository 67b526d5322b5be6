"""A path as a Mermaid state diagram, for pages that draw it (`stateDiagram-v2`)."""

from collections.abc import Callable, Collection, Iterator

from definitions.arrows import Sheaf, arrows, sheaves
from definitions.model import Definition
from definitions.phrases import asks_said, event_said, sheaf_said
from definitions.sentences import sentence

Say = Callable[[object], str]  # a sentence or a label in the language in use
# What has a meaning in Mermaid is written as a character number, which it understands.
_MEANING = frozenset('"#;:{}<>[]|`\\%&')


def mermaid(
    path: Definition, say: Say, state: str = "", taken: Collection[str] = ()
) -> str:
    """The text of the diagram. `state` is the present state, `taken` those passed."""
    return "".join(f"{line}\n" for line in _lines(path, say, state, taken))


def escaped(text: str) -> str:
    """Text as Mermaid takes it in a label, whatever it says."""
    return "".join(f"#{ord(each)};" if each in _MEANING else each for each in text)


def _lines(
    path: Definition, say: Say, state: str, taken: Collection[str]
) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield f"    accTitle: {escaped(say(path.title))}"
    yield f"    accDescr: {escaped(f'{path.name} {path.version}')}"
    for name in path.states_along_the_path():
        mark = "● " if name == state else "✓ " if name in taken else ""
        yield f'    state "{mark}{escaped(say(path.states[name]))}" as s_{name}'
    single, bundles = sheaves([*arrows(path)])
    for at, sheaf in enumerate(bundles):
        yield f'    state "{escaped(say(sheaf_said(path, sheaf)))}" as many_{at}'
    yield f"    [*] --> s_{path.initial_state}"
    for each in single:
        said = escaped(say(event_said(path, each)))
        yield f"    s_{each.source} --> s_{each.target} : {said}"
    for at, sheaf in enumerate(bundles):
        said = escaped(say(event_said(path, sheaf)))
        yield f"    many_{at} --> s_{sheaf.target} : {said}"
    for name in path.final_states:
        yield f"    s_{name} --> [*]"
    yield from _notes(path, say)
    yield from _classes(path, state, taken, bundles)


def _notes(path: Definition, say: Say) -> Iterator[str]:
    """Consultations, beside the first state in which they can be opened."""
    notes: dict[str, list[str]] = {}
    for rule in path.consultations.values():
        said = sentence("{label}: {what}", label=rule, what=asks_said(path, rule))
        place = next(iter(rule.during), path.initial_state)
        notes.setdefault(place, []).append(escaped(say(said)))
    for name, texts in notes.items():
        yield f"    note right of s_{name}"
        yield from (f"        {text}" for text in texts)
        yield "    end note"


def _classes(
    path: Definition, state: str, taken: Collection[str], bundles: Collection[Sheaf]
) -> Iterator[str]:
    passed = [name for name in path.states if name in taken and name != state]
    groups = {
        "passed": [f"s_{name}" for name in passed],
        "present": [f"s_{state}"] if state in path.states else [],
        "many": [f"many_{at}" for at in range(len(bundles))],
    }
    styles = {
        "passed": "fill:#dce6f0,stroke:#1f4e79,color:#000000",
        "present": "fill:#1f4e79,stroke:#000000,color:#ffffff",
        "many": "fill:#ffffff,stroke:#555555,stroke-dasharray:4",
    }
    for name, members in groups.items():
        if members:
            yield f"    classDef {name} {styles[name]}"
            yield f"    class {','.join(members)} {name}"
