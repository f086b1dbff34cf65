"""Ctrl-C while a process is started: it is held back till the new one can say that it does not mind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

CAN_HOLD = hasattr(signal, "pthread_sigmask")
"""Whether the system can hold a signal back; Windows cannot."""


@contextmanager
def hold_interrupts(number: int = signal.SIGINT) -> Iterator[None]:
    """Let no Ctrl-C reach this thread meanwhile, nor a process that it starts, until that calls `let_interrupts`.

    `number` is that of another signal that is held instead.
    """
    if not CAN_HOLD:
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, (number,))
    try:
        yield
    finally:
        let_interrupts(number)


def let_interrupts(number: int = signal.SIGINT) -> None:
    """Let Ctrl-C reach this thread again."""
    if CAN_HOLD:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (number,))
