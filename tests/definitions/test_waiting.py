"""What is said to be impossible is impossible: every walk is tried."""

from hypothesis import given
from hypothesis import strategies as st

from definitions.check import check
from definitions.model import Definition, Loaded

LABEL = {"de": "Name", "en": "name"}
STATES = ("s0", "s1", "s2", "s3")
EVENTS = ("a", "b", "c", "d")
OUTCOMES = ("yes", "no")
IMPOSSIBLE = ("can never come before this event", "wait for each other")


@st.composite
def paths(draw: st.DrawFn) -> Definition:
    """Small paths with any moves, and events that require others."""
    target = st.sampled_from([*STATES, "end"])
    move = target | st.fixed_dictionaries({"yes": target, "otherwise": target})
    events = {}
    for name in EVENTS:
        guard = {"event": draw(st.sampled_from(EVENTS))}
        if draw(st.booleans()):
            guard["only_for"] = draw(st.sampled_from(OUTCOMES))
        events[name] = {
            **LABEL,
            "by": "lead",
            "outcomes": list(OUTCOMES),
            "moves": draw(
                st.dictionaries(st.sampled_from(STATES), move, min_size=1, max_size=2)
            ),
            "requires": [guard] if draw(st.integers(0, 2)) else [],
        }
    return Definition.model_validate(
        {
            "definition": "tried",
            "version": "1",
            "title": LABEL,
            "valid_from": "2024-01-01",
            "zone": "UTC",
            "opened_by": "lead",
            "roles": {"lead": LABEL},
            "outcomes": dict.fromkeys(OUTCOMES, LABEL),
            "states": {
                "s0": {**LABEL, "initial": True},
                **dict.fromkeys(STATES[1:], LABEL),
                "end": {**LABEL, "final": True},
            },
            "events": events,
            "stations": ["open"],
        }
    )


def happening(path: Definition) -> set[tuple[str, int]]:
    """Every requirement that is met on some walk, as (event, its place).

    All walks, as far as they differ in the state and in what is on record since the
    item last came to its initial state.
    """
    met: set[tuple[str, int]] = set()
    seen = {("s0", frozenset[str]())}
    queue = list(seen)
    while queue:
        state, recorded = queue.pop()
        for event, rule in path.events.items():
            for outcome, to in path.moves_of(event).get(state, {}).items():
                asked = [
                    (event, at)
                    for at, each in enumerate(rule.requires)
                    if not each.only_for or outcome in each.only_for
                ]
                if any(rule.requires[at].name not in recorded for _, at in asked):
                    continue
                met.update(asked)
                anew = to == path.initial_state != state
                now = (to, frozenset({event} | (set() if anew else recorded)))
                if now not in seen:
                    seen.add(now)
                    queue.append(now)
    return met


@given(paths())
def test_a_guard_that_is_said_never_to_hold_never_holds(path: Definition) -> None:
    met = happening(path)
    for each in check(Loaded(path, "", "", "")):
        if any(said in str(each.what) for said in IMPOSSIBLE):
            _, event, _, at, _ = each.where.split(".")
            assert (event, int(at)) not in met


@given(paths())
def test_a_single_guard_that_never_holds_is_always_found(path: Definition) -> None:
    """With one guard alone nothing else can stand in its way."""
    for event, rule in path.events.items():
        alone = path.model_copy(
            update={
                "events": {
                    name: each.model_copy(
                        update={"requires": rule.requires if name == event else ()}
                    )
                    for name, each in path.events.items()
                }
            }
        )
        found = [
            each.where
            for each in check(Loaded(alone, "", "", ""))
            if any(said in str(each.what) for said in IMPOSSIBLE)
        ]
        free = path.model_copy(
            update={
                "events": {
                    name: each.model_copy(update={"requires": ()})
                    for name, each in path.events.items()
                }
            }
        )
        if rule.requires and _has_a_way(free, event, rule.requires[0].only_for):
            never = (event, 0) not in happening(alone)
            assert bool(found) is never


def _has_a_way(path: Definition, event: str, asked: tuple[str, ...]) -> bool:
    """Whether moves alone lead to the event with one of the outcomes."""
    seen, queue = {path.initial_state}, [path.initial_state]
    while queue:
        state = queue.pop()
        if any(
            not asked or outcome in asked
            for outcome in path.moves_of(event).get(state, {})
        ):
            return True
        for name in path.events:
            fresh = set(path.targets_of(name).get(state, ())) - seen
            seen |= fresh
            queue.extend(fresh)
    return False
