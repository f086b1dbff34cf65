"""Processes that clean: one that dies is replaced, and what it was doing is done again.

Each has a pipe and a thread here that speaks with it. The pool of the standard library is not used because it gives up
all that is under way when one process dies, and before Python 3.12 may then wait for ever.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from jmclean.errors import CleanError
from jmclean.io.interrupts import let_interrupts
from jmclean.runs.workers import start

TRIES = 3
"""How often the same work is begun before it is held to be what processes die of."""

Work = Callable[..., Any]


class PiecePool:
    """Does work in processes, as many as `jobs`; one is this one.

    `width` says how much may be under way so that none waits.
    """

    def __init__(self, jobs: int) -> None:
        self.width = 1 if jobs == 1 else 3 * jobs + 1
        self.processes: set[Any] = set()
        self._jobs = jobs
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None
        self._closed = False

    def __enter__(self) -> PiecePool:
        """Start the processes."""
        if self._jobs > 1:
            self._threads = ThreadPoolExecutor(self._jobs)
            for _ in range(self._jobs):
                self._idle.put(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them, whatever they do."""
        self._closed = True
        for process in self.processes:
            process.kill()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def submit(self, work: Work, *given: Any) -> Callable[[], Any]:
        """Have `work(*given)` done; the answer waits for what comes of it and returns or raises that.

        It raises CleanError where processes die of the work.
        """
        if self._threads is None:
            return lambda: work(*given)
        return self._threads.submit(self._work_elsewhere, work, given).result

    def _work_elsewhere(self, work: Work, given: tuple[Any, ...]) -> Any:
        for _ in range(TRIES):
            connection = self._idle.get()
            try:
                connection.send((work, given))
                done, result = connection.recv()
            except (EOFError, OSError):
                connection.close()
                if self._closed:
                    raise
                connection = self._start()
                continue
            finally:
                self._idle.put(connection)
            if done:
                return result
            raise result
        raise CleanError("A process that cleaned it died, several times. Memory may be short: try fewer with -j.")

    def _start(self) -> Connection:
        # Not forked: pyarrow has threads, and a copy of a lock that one of them holds is never released.
        here, process = start("spawn", _serve)
        self.processes.add(process)
        return here


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
