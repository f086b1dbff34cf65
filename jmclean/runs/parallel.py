"""The same function over many items in several processes, its results in order, few of them held at a time."""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, Final, TypeVar

from jmclean.errors import JmcleanError

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

CHUNK: Final = 8
"""How many items a process is given at a time."""

AHEAD: Final = 3
"""How many chunks for each process may wait or be done before the first one is taken."""

_function: Callable[[Any], Any] | None = None
"""What this process was started for."""


def run_in_order(function: Callable[[Item], Outcome], items: Iterable[Item], jobs: int) -> Iterator[Outcome]:
    """Yield the result for every item, in order; with several jobs `function` must be picklable and not raise.

    Raises JmcleanError if a process dies.
    """
    if jobs < 2:
        yield from map(function, items)
        return
    context = get_context("fork") if sys.platform == "linux" else get_context("spawn")
    source = iter(items)
    waiting: deque[Future[list[Outcome]]] = deque()
    pool = ProcessPoolExecutor(jobs, context, _begin, (function,))
    try:
        while True:
            while len(waiting) < AHEAD * jobs and (chunk := list(islice(source, CHUNK))):
                waiting.append(pool.submit(_run, chunk))
            if not waiting:
                break
            yield from waiting.popleft().result()
    except BrokenProcessPool:
        raise JmcleanError(
            "A worker process died, perhaps for want of memory. Use fewer processes with -j, or -j 1 for none."
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(function: Callable[[Any], Any]) -> None:
    global _function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was called says when to stop
    _function = function


def _run(chunk: list[Any]) -> list[Any]:
    assert _function is not None
    return [_function(item) for item in chunk]
