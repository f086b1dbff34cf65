"""Processes that clean pages together: fed by the handful, counted page by page, and replaced when one dies.

The pools of the standard library lose all that waits when one of their processes is killed, or wait for it for ever.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, NoReturn

from jmclean.errors import JmcleanError
from jmclean.runs.interrupts import interrupts_held, let_interrupts
from jmclean.runs.work import Outcome, Task, Work, perform

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess, SpawnProcess

CHUNK_BYTES, CHUNK_PAGES = 200_000, 32
"""How much a process is given at a time: some tenths of a second, so that none is idle long at the end."""

TICK = 0.2
"""Seconds after which `run` gives None where no page has come."""

GRACE = 0.6
"""Seconds in which a process that was told to stop may clear away what it has not finished."""


class StartError(JmcleanError):
    """The system has no room for a process."""


class Worker:
    """A process, and what it was given and has not answered."""

    def __init__(self, work: Work) -> None:
        context = get_context("fork") if sys.platform == "linux" else get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.pending: deque[Task] = deque()
        self.process: ForkProcess | SpawnProcess = context.Process(
            target=_serve, args=(theirs, work, os.getpid()), daemon=True
        )
        with interrupts_held():
            self.process.start()
        theirs.close()

    def give(self, tasks: list[Task]) -> None:
        """Hand over pages; the process must have answered all it had."""
        self.pending.extend(tasks)
        with suppress(OSError):  # it has died, which is found when its answers end
            self.connection.send(tasks)

    def close(self) -> None:
        """Let a process end that has nothing left to do. That the connection ends, its sisters keep from it."""
        with suppress(OSError):
            self.connection.send([])
        self.connection.close()
        self.process.join()


class Pool:
    """As many processes as there is work for."""

    def __init__(self, work: Work, jobs: int) -> None:
        self.work = work
        self.jobs = jobs
        self.workers: list[Worker] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome | None]:
        """What came of each page, as it is done; None now and then while none is.

        A page in whose midst its process died has failed; the pages that were to follow go to another process.
        """
        chunks = _chunks(tasks)
        for chunk in chunks:
            self._start(chunk)
            if len(self.workers) == self.jobs:
                break
        while self.workers:
            ready = wait([worker.connection for worker in self.workers], TICK)
            if not ready:
                yield None
            for worker in [worker for worker in self.workers if worker.connection in ready]:
                try:
                    outcome: Outcome = worker.connection.recv()
                except (EOFError, OSError):
                    lost, *left = worker.pending
                    yield self._bury(worker, lost)
                    if left:
                        self._start(left)
                    elif chunk := next(chunks, []):
                        self._start(chunk)
                    continue
                worker.pending.popleft()
                yield outcome
                if worker.pending:
                    continue
                if chunk := next(chunks, []):
                    worker.give(chunk)
                else:
                    self.workers.remove(worker)
                    worker.close()

    def in_hand(self) -> str:
        """The page that one of the processes is cleaning."""
        return next((worker.pending[0].name for worker in self.workers if worker.pending), "")

    def stop(self) -> Iterator[Outcome]:
        """End all processes within a second, and give what they had still done."""
        for worker in self.workers:
            worker.process.terminate()
        end = time.monotonic() + GRACE
        for worker in self.workers:
            with suppress(Exception):  # its last answer may be half of one
                while worker.connection.poll(max(0.0, end - time.monotonic())):
                    yield worker.connection.recv()
                    worker.pending.popleft()
        for worker in self.workers:
            worker.process.join(max(0.0, end - time.monotonic()))
            worker.process.kill()
            worker.process.join()
            if worker.pending:
                _sweep(worker.pending[0], worker.process.pid)
        self.workers.clear()

    def _start(self, chunk: list[Task]) -> None:
        try:
            worker = Worker(self.work)
        except OSError as error:
            raise StartError(
                f"No further process could be started: {error.strerror}. Use fewer with -j, or -j 1 for none."
            ) from None
        self.workers.append(worker)
        worker.give(chunk)

    def _bury(self, worker: Worker, lost: Task) -> Outcome:
        self.workers.remove(worker)
        worker.close()
        _sweep(lost, worker.process.pid)
        code = worker.process.exitcode
        how = f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return Outcome(
            lost,
            f"The process that cleaned it died ({how}), perhaps for want of memory. "
            "Clean this file by itself, or use fewer processes with -j.",
        )


def _chunks(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += task.size
        if size >= CHUNK_BYTES or len(chunk) == CHUNK_PAGES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _serve(connection: Connection, work: Work, parent: int) -> None:
    """Answer for every page that is given, until there is nobody to give any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was called tells when to stop
    signal.signal(signal.SIGTERM, _leave)
    let_interrupts()
    with suppress(EOFError, OSError):
        while True:
            while not connection.poll(1):
                if os.getppid() != parent:
                    return
            tasks = connection.recv()
            if not tasks:
                return
            for task in tasks:
                connection.send(perform(task, work))


def _leave(*_: object) -> NoReturn:
    raise SystemExit(1)


def _sweep(task: Task, process: int | None) -> None:
    """Remove what a process that died left beside the file that it was writing."""
    if task.target is not None:
        from jmclean.files import remove_temporary

        remove_temporary(task.target, process)
