"""Processes that clean pages together: fed by the handful, before they are out of pages, and replaced when one dies.

A page that a process died of is not tried again in a handful, and nothing is left of what it was writing.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from multiprocessing.connection import Connection, wait
from typing import NoReturn

from jmclean.io.interrupts import hold_interrupts, let_interrupts
from jmclean.runs.page_task import A_PAGE, Outcome, PageTask, Work, begin, finish
from jmclean.runs.processes import START_METHOD, start

CHUNK, CHUNK_PAGES = 200_000, 32
"""How much a process is given at a time, in such bytes: some hundredths of a second. Each page is two open files."""

SHARES = 2
"""In how many chunks for each process the rest is given: they get small towards the end, and so all end together."""

TICK = 0.1
"""Seconds after which `run` gives None where no page has come."""

GRACE = 0.6
"""Seconds in which a process that was told to stop may clear away what it has not finished."""


class Worker:
    """A process, and the chunks of pages that it was given and has not answered.

    It says None when it wants another chunk, and gives what came of each in a list.
    """

    def __init__(self, work: Work) -> None:
        self.chunks: deque[list[PageTask]] = deque()
        self.connection, self.process = start(START_METHOD, _serve, work, os.getpid())

    def give(self, chunk: list[PageTask]) -> None:
        """Hand over pages; none for the end."""
        if chunk:
            self.chunks.append(chunk)
        with suppress(OSError):  # it has died, which is found when its answers end
            self.connection.send(chunk)

    def answer(self) -> list[Outcome] | None:
        """Return what it has said. Raises EOFError or OSError where it has ended."""
        outcomes: list[Outcome] | None = self.connection.recv()
        if outcomes is not None:
            self.chunks.popleft()
        return outcomes

    def close(self) -> None:
        """Wait for the end of a process that says no more, and remove what it has not finished."""
        self.connection.close()
        self.process.join()
        _sweep((task for chunk in self.chunks for task in chunk), self.process.pid)


class PagePool:
    """So many processes for work that costs so much in all, in bytes of text."""

    def __init__(self, work: Work, jobs: int, cost: int) -> None:
        self.work = work
        self.jobs = jobs
        self.cost = cost
        self.workers: list[Worker] = []

    def run(self, tasks: Iterable[PageTask]) -> Iterator[Outcome | None]:
        """Yield what came of each page, some time after it is done; None now and then while none is.

        A page in whose midst its process died has failed; the pages that were to follow go to another process. Where
        there is doubt which page it was, they are tried one by one.
        """
        chunks = _cut_chunks(tasks, self.jobs, self.cost)
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
                    outcomes = worker.answer()
                except (EOFError, OSError):
                    self.workers.remove(worker)
                    worker.close()
                    left = list(worker.chunks)
                    if left and len(left[0]) == 1:
                        yield _make_lost(worker, *left.pop(0))
                    chunks = chain([[task] for chunk in left for task in chunk], chunks)
                    if chunk := next(chunks, []):
                        self._start(chunk)
                    continue
                if outcomes is None:
                    worker.give(next(chunks, []))
                else:
                    yield from outcomes

    def find_in_hand(self) -> str:
        """Return one of the pages that are being cleaned."""
        return next((worker.chunks[0][0].name for worker in self.workers if worker.chunks), "")

    def stop(self) -> Iterator[Outcome]:
        """End all processes within a second, and give what they had still done."""
        for worker in self.workers:
            worker.process.terminate()
        end = time.monotonic() + GRACE
        for worker in self.workers:
            with suppress(Exception):  # its last answer may be half of one
                while worker.connection.poll(max(0.0, end - time.monotonic())):
                    yield from worker.answer() or ()
        for worker in self.workers:
            worker.process.join(max(0.0, end - time.monotonic()))
            worker.process.kill()
            worker.close()
        self.workers.clear()

    def _start(self, chunk: list[PageTask]) -> None:
        worker = Worker(self.work)
        self.workers.append(worker)
        worker.give(chunk)


def _make_lost(worker: Worker, task: PageTask) -> Outcome:
    """Return what came of a page with which a process died."""
    code = worker.process.exitcode
    how = f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return Outcome(
        task,
        f"The process that cleaned it died ({how}), perhaps for want of memory. "
        "Clean this file by itself, or use fewer processes with -j.",
    )


def _cut_chunks(tasks: Iterable[PageTask], jobs: int, left: int) -> Iterator[list[PageTask]]:
    """Yield pages by the handful: as many as are right for so many processes, while so much is left to do."""
    chunk: list[PageTask] = []
    cost = 0
    for task in tasks:
        chunk.append(task)
        cost += task.size + A_PAGE
        if cost >= min(CHUNK, left // (SHARES * jobs)) or len(chunk) == CHUNK_PAGES:
            yield chunk
            left -= cost
            chunk, cost = [], 0
    if chunk:
        yield chunk


def _serve(connection: Connection, work: Work, parent: int) -> None:
    """Answer for every chunk that is given, until there is nobody to give any.

    More is asked for before the last page, so that there is no waiting; but behind one that takes long, others would.
    The files of a chunk get their names together, since a disk is sooner done with many than with one after the other.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was called tells when to stop
    signal.signal(signal.SIGTERM, _leave)
    let_interrupts()
    with suppress(EOFError, OSError):
        while True:
            while not connection.poll(1):
                if os.getppid() != parent:
                    return
            chunk: list[PageTask] = connection.recv()
            if not chunk:
                return
            last = chunk.pop()
            begun = [begin(task, work) for task in chunk]
            is_long = last.size > CHUNK
            if not is_long:
                connection.send(None)
            begun.append(begin(last, work))
            with hold_interrupts(signal.SIGTERM):  # what has its name is told of
                connection.send([finish(*page) for page in begun])
            if is_long:
                connection.send(None)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(1)


def _sweep(tasks: Iterable[PageTask], process: int | None) -> None:
    """Remove what a process that has ended left beside the files that it was writing."""
    targets = [task.target for task in tasks if task.target is not None]
    if targets:
        from jmclean.io.files import remove_temporary

        for path in {os.path.dirname(os.path.realpath(target)): target for target in targets}.values():
            remove_temporary(path, process)
