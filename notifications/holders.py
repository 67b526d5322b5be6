"""Who holds a message: this process, told so that others see when it is gone."""

import os
import socket
from functools import cache
from pathlib import Path


def holder() -> str:
    """This process: machine, number, start. Without /proc the start is not known."""
    return f"{_machine()} {os.getpid()} {_started(os.getpid())}"


def gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended.

    A process killed in mid-delivery is known at once, without waiting for its lease. Of
    other machines nothing is known.
    """
    machine, _, process = holder.partition(" ")
    if machine != _machine():
        return False
    number, _, started = process.partition(" ")
    return bool(started) and _started(number) != started


@cache
def _machine() -> str:
    """This machine since its start, and the room in which process numbers count."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        return f"{boot.strip()}/{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return socket.gethostname()


def _started(process: int | str) -> str:
    """When a process started, in ticks of the kernel; empty if there is none."""
    try:
        said = Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return ""
    state, *rest = said.rpartition(b")")[2].decode().split()
    return "" if state in "ZX" else rest[18]  # a zombie has ended, too
