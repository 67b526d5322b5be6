"""How much of a heavy loop runs: a sample in `make test`, all in `make test-full`."""

import os


def full() -> bool:
    """Whether heavy loops run in full: LAUFZETTEL_FULL is set and not empty."""
    return bool(os.environ.get("LAUFZETTEL_FULL"))


def databases() -> list[str]:
    """What a story runs on whose rows other tests hold against PostgreSQL.

    For `@pytest.mark.parametrize("database", databases(), indirect=True)`.
    """
    return ["sqlite", "postgresql"] if full() else ["sqlite"]


def rounds(sample: int, in_full: int) -> int:
    """How often a heavy loop runs."""
    return in_full if full() else sample
