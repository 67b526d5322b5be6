"""Trying an act: what it would do is seen by doing it, and undone at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from definitions.sentences import sentence
from workflow.errors import ItemMoved
from workflow.store import Store, Transaction


class Trial(Store):
    """The same database, where no unit of work stays."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.driver, store.statements)

    def end(self, *, write: bool) -> None:
        """Undo a unit of work; end a reading as ever."""
        if write:
            self.undo()
        else:
            super().end(write=write)


class Unmoved(Store):
    """The same database, as long as its last entry is still `seq`."""

    def __init__(self, store: Store, seq: int) -> None:
        super().__init__(store.driver, store.statements)
        self._seq = seq

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A unit of work; ItemMoved if something was recorded since."""
        with super().writing() as tx:
            head = tx.one("lock_head")
            if head is None or head["seq"] != self._seq:
                raise ItemMoved(
                    sentence(
                        "Something was recorded since this was shown (entry {seq})."
                        " Nothing was recorded; look again.",
                        seq=head["seq"] if head else 0,
                    )
                )
            yield tx
