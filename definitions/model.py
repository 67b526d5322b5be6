"""The vocabulary of an approval path: what a definition file can say, as frozen values.

YAML text -> plain data (`reader`) -> this model (`loader`) -> findings (`check`).
The model refuses what has no meaning at all (unknown keys, wrong kinds of values,
forbidden names). What has a meaning but makes a bad path is found by `check`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from definitions.findings import Places
from definitions.values import (
    EVERY_OPEN_STATE,
    OPENING,
    OTHERWISE,
    Day,
    EventName,
    FilledNames,
    Kebab,
    Name,
    NameOrNames,
    OutcomeName,
    RoleName,
    StateName,
    Version,
    Zone,
    frozen,
    nothing,
)
from definitions.vocabulary import (
    Body,
    Consultation,
    Deadline,
    Document,
    Event,
    Label,
    Outcome,
    Plain,
    Role,
    Source,
    SourceOrText,
    State,
)

Moves = Mapping[str, Mapping[str | None, str]]  # from -> outcome -> to
Section = Literal[
    "states",
    "events",
    "outcomes",
    "bodies",
    "roles",
    "documents",
    "consultations",
    "deadlines",
]


class Definition(Plain):
    """An approval path: one version, for items opened from `valid_from` to `valid_to`.

    The sections have no order (canonical JSON keeps none); `states_along_the_path` and
    `events_along_the_path` give the order in which an item meets them.
    """

    definition: Kebab
    version: Version
    title: Label
    valid_from: Day
    valid_to: Day | None = None
    zone: Zone
    opened_by: NameOrNames
    sources: Annotated[Mapping[Kebab, SourceOrText], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )
    bodies: Annotated[Mapping[Name, Body], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )
    roles: Annotated[
        Mapping[RoleName, Role], Field(min_length=1), AfterValidator(frozen)
    ]
    outcomes: Annotated[Mapping[OutcomeName, Outcome], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )
    states: Annotated[
        Mapping[StateName, State], Field(min_length=1), AfterValidator(frozen)
    ]
    documents: Annotated[Mapping[Name, Document], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )
    consultations: Annotated[
        Mapping[EventName, Consultation], AfterValidator(frozen)
    ] = Field(default_factory=nothing)
    events: Annotated[
        Mapping[EventName, Event], Field(min_length=1), AfterValidator(frozen)
    ]
    deadlines: Annotated[Mapping[Name, Deadline], AfterValidator(frozen)] = Field(
        default_factory=nothing
    )
    stations: FilledNames
    announcements: Annotated[Mapping[Name, NameOrNames], AfterValidator(frozen)] = (
        Field(default_factory=nothing)
    )

    @property
    def name(self) -> str:
        """The name of the path, without its version."""
        return self.definition

    @property
    def initial_state(self) -> str:
        """The state in which items are opened. Raises ValueError if there is none."""
        for name, state in self.states.items():
            if state.initial:
                return name
        raise ValueError(f"{self.definition} has no initial state")

    @property
    def open_states(self) -> tuple[str, ...]:
        """The states that are not final."""
        return tuple(name for name, state in self.states.items() if not state.final)

    @property
    def final_states(self) -> tuple[str, ...]:
        """The states that nothing leaves."""
        return tuple(name for name, state in self.states.items() if state.final)

    def moves_of(self, event: str) -> Moves:
        """from -> outcome -> to; the outcome is None where the event has none.

        `every_open_state` and `otherwise` are written out; what is named wins.
        """
        return self._moves[event]

    @cached_property
    def _moves(self) -> Mapping[str, Moves]:
        """Written out once: a slip asks for them thousands of times."""
        return {event: self._written_out(event) for event in self.events}

    def _written_out(self, event: str) -> Moves:
        written = dict(self.events[event].moves)
        everywhere = written.pop(EVERY_OPEN_STATE, None)
        if everywhere is not None:
            written = dict.fromkeys(self.open_states, everywhere) | written
        outcomes = self.events[event].outcomes or (None,)
        return {state: _by_outcome(move, outcomes) for state, move in written.items()}

    def targets_of(self, event: str) -> dict[str, tuple[str, ...]]:
        """from -> the states that the event can lead to, each once."""
        return {
            state: tuple(dict.fromkeys(move.values()))
            for state, move in self.moves_of(event).items()
        }

    def moves(self) -> list[tuple[str, str, str]]:
        """Every move as event, from, to; one for each target."""
        return [
            (event, start, end)
            for event in self.events
            for start, ends in self.targets_of(event).items()
            for end in ends
        ]

    def events_from(self, state: str) -> tuple[str, ...]:
        """The events that have a move from `state`."""
        return tuple(event for event in self.events if state in self.moves_of(event))

    def states_along_the_path(self) -> tuple[str, ...]:
        """All states, nearest to the opening first, final states last."""
        return self._states_in_order

    @cached_property
    def _states_in_order(self) -> tuple[str, ...]:
        met = dict.fromkeys([self.initial_state])
        for state in (queue := list(met)):
            for to in self._targets(state):
                if to not in met:
                    met[to] = None
                    queue.append(to)
        known = [state for state in (*met, *self.states) if state in self.states]
        ordered = dict.fromkeys(known)
        return tuple(sorted(ordered, key=lambda state: self.states[state].final))

    def events_along_the_path(self) -> tuple[str, ...]:
        """All events by the states they leave; those that leave every state last."""
        return self._events_in_order

    @cached_property
    def _events_in_order(self) -> tuple[str, ...]:
        order = {state: at for at, state in enumerate(self.states_along_the_path())}

        def place(event: str) -> tuple[bool, int, str]:
            moves = self.events[event].moves
            first = min((order[each] for each in moves if each in order), default=0)
            return EVERY_OPEN_STATE in moves, first, event

        return tuple(sorted(self.events, key=place))

    def announced(self, event: str) -> tuple[str, ...]:
        """The kinds of release that tell of an event; the first is meant by default."""
        return self.announcements.get(event, ())

    def label(self, section: Section, name: str) -> Label:
        """The label of a name, e.g. `label("states", "draft")`. Raises KeyError."""
        found: Label = getattr(self, section)[name]
        return found

    def station(self, name: str) -> Label:
        """What a line of the slip is called; the opening is called as its state."""
        if name == OPENING:
            return self.states[self.initial_state]
        return self.events[name]

    def basis_of(self, event: str, day: date) -> tuple[Source, ...]:
        """The sources of an event as they stood on `day`, replaced ones followed."""
        return self.sources_of(self.events[event].basis, day)

    def sources_of(self, keys: Iterable[str], day: date) -> tuple[Source, ...]:
        """These sources as they stood on `day`, replaced ones followed."""
        found = (self._followed(key, day) for key in keys)
        return tuple(source for source in found if source is not None)

    def succession(self, key: str) -> Iterator[str]:
        """A source and those that replaced it, in order; a ring is walked once."""
        seen: set[str] = set()
        while key in self.sources and key not in seen:
            seen.add(key)
            yield key
            key = self.sources[key].replaced_by or ""

    def _followed(self, key: str, day: date) -> Source | None:
        line = (self.sources[each] for each in self.succession(key))
        return next((source for source in line if source.in_force(day)), None)

    def _targets(self, state: str) -> list[str]:
        return [
            to
            for event in self.events_from(state)
            for to in self.targets_of(event)[state]
        ]


def _by_outcome(
    move: str | Mapping[str, str], outcomes: tuple[str | None, ...]
) -> dict[str | None, str]:
    if isinstance(move, str):
        return dict.fromkeys(outcomes, move)
    named: dict[str | None, str]
    named = {each: move[each] for each in outcomes if each is not None and each in move}
    found: dict[str | None, str] = {}
    if OTHERWISE in move:
        found = dict.fromkeys(outcomes, move[OTHERWISE])
    return found | named


@dataclass(frozen=True, slots=True)
class Loaded:
    """A definition as it was read from a file.

    `source` is the YAML text as written, `content` the canonical JSON of what it says,
    `hash` the SHA-256 of `content` in hexadecimal.
    """

    definition: Definition
    source: str
    content: str
    hash: str
    file: str = ""
    places: Places = field(default_factory=Places)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a definition file, for editors."""
    found = Definition.model_json_schema()
    _close(found)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _close(schema: Any) -> None:
    """Names that do not fit the pattern of names are refused, as the model does."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema["additionalProperties"] = False
        for each in schema.values():
            _close(each)
