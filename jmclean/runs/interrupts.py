"""Ctrl-C while a process is started: it is held back till the new one can say that it does not mind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

CAN_HOLD = hasattr(signal, "pthread_sigmask")
"""Whether the system can hold a signal back; Windows cannot."""


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let no Ctrl-C reach this thread meanwhile, nor a process that it starts, until that calls `let_interrupts`."""
    if not CAN_HOLD:
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        let_interrupts()


def let_interrupts() -> None:
    """Let Ctrl-C reach this thread again."""
    if CAN_HOLD:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
