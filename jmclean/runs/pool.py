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
from jmclean.runs.work import A_PAGE, Outcome, Task, Work, perform

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess, SpawnProcess

CHUNK = 200_000
"""How much a process is given at a time, in such bytes: some hundredths of a second."""

SHARES = 2
"""In how many chunks for each process the rest is given: they get small towards the end, and so all end together."""

TICK = 0.1
"""Seconds after which `run` looks for pages that are done, though no process wants more."""

GRACE = 0.6
"""Seconds in which a process that was told to stop may clear away what it has not finished."""


class StartError(JmcleanError):
    """The system has no room for a process."""


class Worker:
    """A process, and what it was given and has not answered.

    By `line` it is given pages, none for the end, and asks for more; `answers` holds an outcome for each page. They are
    two, since nobody need wake up for an answer.
    """

    def __init__(self, work: Work) -> None:
        context = get_context("fork") if sys.platform == "linux" else get_context("spawn")
        self.line, line = context.Pipe()
        self.answers, answers = context.Pipe()
        self.pending: deque[Task] = deque()
        self.process: ForkProcess | SpawnProcess = context.Process(
            target=_serve, args=(line, answers, work, os.getpid()), daemon=True
        )
        with interrupts_held():
            self.process.start()
        line.close()
        answers.close()

    def give(self, tasks: list[Task]) -> None:
        """Hand over pages."""
        self.pending.extend(tasks)
        with suppress(OSError):  # it has died, which is found when the line ends
            self.line.send(tasks)

    def answered(self, end: float = 0) -> Iterator[Outcome]:
        """What it has answered, and will until that time. Raises EOFError or OSError where it can answer no more."""
        while self.answers.poll(max(0.0, end - time.monotonic())):
            outcome: Outcome = self.answers.recv()
            self.pending.popleft()
            yield outcome

    def close(self) -> None:
        """Wait for the end of a process that has ended its line."""
        self.line.close()
        self.answers.close()
        self.process.join()


class Pool:
    """So many processes for work that costs so much in all, in bytes of text."""

    def __init__(self, work: Work, jobs: int, cost: int) -> None:
        self.work = work
        self.jobs = jobs
        self.cost = cost
        self.workers: list[Worker] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome | None]:
        """What came of each page, some time after it is done, and None now and then.

        A page in whose midst its process died has failed; the pages that were to follow go to another process.
        """
        chunks = _chunks(tasks, self.jobs, self.cost)
        for chunk in chunks:
            self._start(chunk)
            if len(self.workers) == self.jobs:
                break
        while self.workers:
            asking = wait([worker.line for worker in self.workers], TICK)
            for worker in list(self.workers):
                asks = worker.line in asking
                ended = False
                if asks:
                    try:
                        worker.line.recv_bytes()
                    except (EOFError, OSError):
                        ended = True
                    else:
                        worker.give(next(chunks, []))
                with suppress(EOFError, OSError):
                    yield from worker.answered()
                if ended:
                    yield from self._bury(worker, chunks)
            yield None

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
                yield from worker.answered(end)
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

    def _bury(self, worker: Worker, chunks: Iterator[list[Task]]) -> Iterator[Outcome]:
        """Have done with a process that has ended; where it died, tell what that cost, and put another in its place."""
        self.workers.remove(worker)
        worker.close()
        if worker.pending:
            lost = worker.pending.popleft()
            _sweep(lost, worker.process.pid)
            code = worker.process.exitcode
            how = f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
            yield Outcome(
                lost,
                f"The process that cleaned it died ({how}), perhaps for want of memory. "
                "Clean this file by itself, or use fewer processes with -j.",
            )
        if left := list(worker.pending) or next(chunks, []):
            self._start(left)


def _chunks(tasks: Iterable[Task], jobs: int, left: int) -> Iterator[list[Task]]:
    """Pages by the handful: as many as are right for so many processes, while so much is left to do."""
    chunk: list[Task] = []
    cost = 0
    for task in tasks:
        chunk.append(task)
        cost += task.size + A_PAGE
        if cost >= min(CHUNK, left // (SHARES * jobs)):
            yield chunk
            left -= cost
            chunk, cost = [], 0
    if chunk:
        yield chunk


def _serve(line: Connection, answers: Connection, work: Work, parent: int) -> None:
    """Answer for every page that is given, until there is nobody to give any.

    More is asked for before the last page, so that there is no waiting; but behind one that takes long, others would.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was called tells when to stop
    signal.signal(signal.SIGTERM, _leave)
    let_interrupts()
    with suppress(EOFError, OSError):
        while True:
            while not line.poll(1):
                if os.getppid() != parent:
                    return
            tasks = line.recv()
            if not tasks:
                return
            last = tasks.pop()
            for task in tasks:
                answers.send(perform(task, work))
            small = last.size < CHUNK
            if small:
                line.send_bytes(b"")
            answers.send(perform(last, work))
            if not small:
                line.send_bytes(b"")


def _leave(*_: object) -> NoReturn:
    raise SystemExit(1)


def _sweep(task: Task, process: int | None) -> None:
    """Remove what a process that died left beside the file that it was writing."""
    if task.target is not None:
        from jmclean.files import remove_temporary

        remove_temporary(task.target, process)
