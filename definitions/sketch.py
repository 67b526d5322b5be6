"""What a drawing of a path shows, before anything has its place: texts and lines."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from definitions import lettering
from definitions.arrows import Arrow, Sheaf, arrows, sheaves
from definitions.layers import Line
from definitions.layout import Size
from definitions.model import Definition
from definitions.phrases import asks_said, event_said, sheaf_said, state_said
from definitions.sentences import Sentence, sentence

Say = Callable[[object], str]  # a sentence or a label in the language in use

BOX_TEXT, LINE_TEXT, TAG_TEXT = 13.0, 11.0, 10.5  # sizes
BOX_ROOM, LINE_ROOM = 170.0, 150.0  # widths before text is wrapped
LOOP = 26.0  # how far a line that comes back to its box reaches out


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be marked: the present state, those passed, whose drawing it is."""

    state: str = ""
    taken: Collection[str] = ()
    caption: Sequence[str] = ()


UNMARKED = Marks()


@dataclass
class Sketch:
    """What is to be drawn, before it has its place."""

    path: Definition
    say: Say
    marks: Marks
    texts: dict[str, list[str]] = field(default_factory=dict)  # by node
    tags: dict[str, str] = field(default_factory=dict)
    loops: dict[str, list[str]] = field(default_factory=dict)
    lines: list[tuple[Line, list[str]]] = field(default_factory=list)


def sketched(path: Definition, say: Say, marks: Marks) -> Sketch:
    sketch = Sketch(path, say, marks)
    order = path.states_along_the_path()
    for name in order:
        mark = "● " if name == marks.state else "✓ " if name in marks.taken else ""
        text = mark + say(path.states[name])
        sketch.texts[name] = lettering.wrapped(text, BOX_TEXT, BOX_ROOM)
        sketch.tags[name] = " ".join(_tags(path, name))
    single, bundles = sheaves([*arrows(path)])
    merged: dict[tuple[str, str], list[Arrow | Sheaf]] = {}
    for arrow in single:
        merged.setdefault((arrow.source, arrow.target), []).append(arrow)
    for sheaf in bundles:
        node = f"*{' '.join(sheaf.sources)}>{sheaf.target}"  # no state has such a name
        said = say(sheaf_said(path, sheaf))
        sketch.texts[node] = lettering.wrapped(said, LINE_TEXT, BOX_ROOM)
        merged.setdefault((node, sheaf.target), []).append(sheaf)
    for (source, target), several in merged.items():
        texts = _label(sketch, several)
        if source == target:
            sketch.loops[source] = texts
        else:
            sketch.lines.append((Line(source, target), texts))
    return sketch


def _label(sketch: Sketch, several: Sequence[Arrow | Sheaf]) -> list[str]:
    dot = "• " if len(several) > 1 else ""
    return [
        line
        for each in several
        for line in lettering.wrapped(
            dot + sketch.say(event_said(sketch.path, each)), LINE_TEXT, LINE_ROOM
        )
    ]


def _tags(path: Definition, state: str) -> Iterator[str]:
    """The letters of the consultations that can be opened in a state alone."""
    for at, rule in enumerate(path.consultations.values()):
        if state in rule.during:
            yield f"[{_letter(at)}]"


def _letter(number: int) -> str:
    more, letter = divmod(number, 26)
    return (_letter(more - 1) if more else "") + chr(ord("A") + letter)


def low(sketch: Sketch) -> list[str]:
    """States that are reached from everywhere only: they stand at the end."""
    leaving = {line.source for line, _ in sketch.lines}
    led = {line.target for line, _ in sketch.lines if line.source in sketch.path.states}
    return [
        name
        for name, state in sketch.path.states.items()
        if state.final and name not in led and name not in leaving
    ]


def box_size(sketch: Sketch, node: str) -> Size:
    size = BOX_TEXT if node in sketch.path.states else LINE_TEXT
    lines, tags = sketch.texts[node], sketch.tags.get(node, "")
    width = max(lettering.width(each, size) for each in lines)
    width = max(width, lettering.width(tags, TAG_TEXT)) + 24
    tall = lettering.height(lines, size) + (TAG_TEXT * 1.4 if tags else 0) + 16
    loop = sketch.loops.get(node)
    if loop is None:
        return Size(width, tall)
    label = label_size(loop)
    return Size(width, max(tall, label.height, 34), beside=LOOP + 8 + label.width)


def label_size(lines: Sequence[str]) -> Size:
    width = max(lettering.width(each, LINE_TEXT) for each in lines)
    return Size(width + 6, lettering.height(lines, LINE_TEXT) + 4)


def legend(sketch: Sketch, room: float) -> list[str]:
    said: list[Sentence] = []
    path, marks = sketch.path, sketch.marks
    for at, rule in enumerate(path.consultations.values()):
        asks = asks_said(path, rule)
        said.append(
            sentence("[{tag}] {label}: {what}", tag=_letter(at), label=rule, what=asks)
        )
    if marks.state:
        said.append(sentence("● present state; ✓ passed"))
    said.append(sentence("A double frame: the item is at its end."))
    return [
        line
        for each in said
        for line in lettering.wrapped(sketch.say(each), LINE_TEXT, room)
    ]


def described(sketch: Sketch) -> str:
    """The whole drawing in words."""
    path, say = sketch.path, sketch.say
    moves = [
        sentence(
            "{source} ─ {event} ─▶ {target}",
            source=state_said(path, each.source),
            event=event_said(path, each),
            target=state_said(path, each.target),
        )
        for each in arrows(path)
    ]
    if sketch.marks.state:
        present = path.states[sketch.marks.state]
        moves.insert(0, sentence("present state: {state}", state=present))
    return "; ".join(map(say, moves))
