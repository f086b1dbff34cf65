"""Processes for all that runs in several: how one is started, and a pool that does any work in them.

The pools of the standard library are not used because they give up all that is under way when one process dies, and
before Python 3.12 may then wait for ever.
"""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Final, TypeVar

from jmclean.errors import CleanError, JmcleanError
from jmclean.io.interrupts import CAN_HOLD, hold_interrupts, let_interrupts

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

START_METHOD: Final = "fork" if sys.platform == "linux" else "spawn"
"""The faster way to start a process; one that has threads must use "spawn"."""

MOST_TRIES: Final = 3
"""How often the same work is begun before it is held to be what processes die of."""

ITEMS_AT_ONCE: Final = 8
"""How many items of `run_in_order` a process is given at a time."""


class StartError(JmcleanError):
    """The system has no room for a process."""


def start(method: str, serve: Callable[..., None], *given: Any) -> tuple[Connection, Any]:
    """Return a pipe to a new process that runs `serve(its end, *given)`, and the process. Raises StartError."""
    context: Any = get_context(method)
    try:
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(there, *given), daemon=True)
        if method == "spawn" and CAN_HOLD:
            resource_tracker.ensure_running()  # which would let interrupts through as it starts
        with hold_interrupts():
            process.start()
    except OSError as error:
        raise StartError(
            f"No further process could be started: {error.strerror}. Use fewer with -j, or -j 1 for none."
        ) from None
    there.close()
    return here, process


class TaskPool:
    """Does work in processes, as many as `jobs`; one is this one. A process that dies is replaced.

    Each has a pipe and a thread here that speaks with it. `width` says how much may be under way so that none waits.
    They are forked only on request: a copy of a lock that some thread holds, as pyarrow has, is never released.
    """

    def __init__(self, jobs: int, method: str = "spawn") -> None:
        self.width = 1 if jobs == 1 else 3 * jobs + 1
        self.processes: set[Any] = set()
        self._jobs = jobs
        self._method = method
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None
        self._closed = False

    def __enter__(self) -> TaskPool:
        """Start the processes."""
        if self._jobs > 1:
            for _ in range(self._jobs):
                self._idle.put(self._start(self._method))
            self._threads = ThreadPoolExecutor(self._jobs)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them, whatever they do."""
        self._closed = True
        for process in self.processes:
            process.kill()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def submit(self, work: Callable[..., Any], *given: Any) -> Callable[[], Any]:
        """Have `work(*given)` done; the answer waits for what comes of it and returns or raises that.

        It raises CleanError where processes die of the work.
        """
        if self._threads is None:
            return lambda: work(*given)
        return self._threads.submit(self._work_elsewhere, work, given).result

    def _work_elsewhere(self, work: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        for _ in range(MOST_TRIES):
            connection = self._idle.get()
            try:
                connection.send((work, given))
                done, result = connection.recv()
            except (EOFError, OSError):
                connection.close()
                if self._closed:
                    raise
                connection = self._start("spawn")
                continue
            finally:
                self._idle.put(connection)
            if done:
                return result
            raise result
        raise CleanError("A process that cleaned it died, several times. Memory may be short: try fewer with -j.")

    def _start(self, method: str) -> Connection:
        here, process = start(method, _serve)
        self.processes.add(process)
        return here


def run_in_order(function: Callable[[Item], Outcome], items: Iterable[Item], jobs: int) -> Iterator[Outcome]:
    """Yield the result for every item, in order, few of them held at a time.

    With several jobs `function` must be picklable. Raises CleanError if processes die of an item.
    """
    if jobs < 2:
        yield from map(function, items)
        return
    source = iter(items)
    waiting: deque[Callable[[], list[Outcome]]] = deque()
    with TaskPool(jobs, START_METHOD) as pool:
        while True:
            while len(waiting) < pool.width and (chunk := list(islice(source, ITEMS_AT_ONCE))):
                waiting.append(pool.submit(_run_all, function, chunk))
            if not waiting:
                return
            yield from waiting.popleft()()


def _run_all(function: Callable[[Item], Outcome], items: list[Item]) -> list[Outcome]:
    return [function(item) for item in items]


def _serve(connection: Connection) -> None:
    """Do what comes through the pipe until its other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    let_interrupts()
    while True:
        try:
            work, given = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, work(*given))
        except Exception as error:
            answer = (False, error)
        try:
            connection.send(answer)
        except OSError:
            return
