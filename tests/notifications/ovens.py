"""A kiln that stays warm: one process fills the templates of many tests."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from notifications import kiln
from notifications.oven import Oven


class _Warm(Oven):
    """Is not put out after each release; tests of the kiln itself use the real one."""

    def __exit__(self, *_: object) -> None:
        """Go on burning."""


@pytest.fixture(scope="session")
def hearths() -> Iterator[dict[str, Oven]]:
    """The ovens that burn, by what they were lit with."""
    burning: dict[str, Oven] = {}
    yield burning
    put_out(burning)


@pytest.fixture
def warm(hearths: dict[str, Oven], monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases are set by a process that was begun before."""

    keep(hearths, monkeypatch)


def keep(hearths: dict[str, Oven], patch: pytest.MonkeyPatch) -> None:
    """Let every oven that is lit from here on go on burning."""

    def lit(texts: Mapping[str, Any]) -> Oven:
        return hearths.setdefault(repr(sorted(texts.items())), _Warm(texts))

    patch.setattr(kiln, "Oven", lit)


def put_out(hearths: dict[str, Oven]) -> None:
    """End the processes."""
    for each in hearths.values():
        with suppress(OSError):
            Oven.__exit__(each, None, None, None)
