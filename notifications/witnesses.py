"""Second witnesses of the time of day, where no process was there to compare clocks."""

import ctypes
from datetime import datetime, timedelta

from workflow.store import Store, Transaction

AGREE = timedelta(seconds=60)  # two clocks that tell the same
_UNSYNCHRONISED, _ERROR = 0x0040, 5  # STA_UNSYNC, TIME_ERROR: <sys/timex.h>


def agree(store: Store, tx: Transaction, now: datetime) -> bool:
    """Whether another clock tells the same: the server's, or what the kernel asks.

    The clock of a server on this very machine is no other clock; nobody can tell.
    """
    if store.driver.dialect == "postgresql":
        row = tx.one("database_clock")
        return row is not None and abs(row["now"] - now) <= AGREE
    return kernel_vouches()


def kernel_vouches() -> bool:
    """Whether the kernel says that a time service keeps its clock (adjtimex(2)).

    False where it does not say so: on other systems, or where it may not be asked.
    """
    asked = _Timex()
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.byref(asked))
    except (OSError, AttributeError):
        return False
    return 0 <= state < _ERROR and not asked.status & _UNSYNCHRONISED


class _Timex(ctypes.Structure):
    """The beginning of `struct timex`, with room for the rest of it."""

    _fields_ = (
        ("modes", ctypes.c_uint),  # 0: only asked
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_long * 32),
    )
