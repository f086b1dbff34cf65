"""The engine of one machine: this process reads and writes, others clean, a few pieces at a time."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from typing import Any, NamedTuple

import pyarrow as pa

from jmclean.corpus.closing import Closing
from jmclean.corpus.formats import Piece, Reader, Sink, judge, piece_of, reading, sink
from jmclean.corpus.outputs import Output, clear
from jmclean.corpus.places import Source
from jmclean.corpus.rows import Job, Tally
from jmclean.errors import CleanError, FileError, JmcleanError

TRIES = 3
"""How often a piece is cleaned whose process died."""


class Task(NamedTuple):
    """A file to clean, and where it goes."""

    source: Source
    output: Output


class Step(NamedTuple):
    """One thing that was read, in order: a file's start (with its reader), a piece of it, or its end, good or bad."""

    task: Task
    reader: Reader | None = None
    piece: Piece | None = None
    result: Any = None
    error: FileError | None = None
    advanced: int = 0


def run(tasks: Sequence[Task], job: Job, jobs: int, rows: int, closing: Closing) -> None:
    """Clean every file; `closing` hears of each."""
    with Pool(jobs, job) as pool:
        closing.started()
        writing: Writing | None = None
        given_up: set[str] = set()
        under_way: deque[Step] = deque()
        steps = _steps(tasks, job, rows, given_up)
        try:
            while True:
                while len(under_way) < pool.width and (step := next(steps, None)) is not None:
                    if step.piece is not None:
                        step = step._replace(result=pool.submit(step.piece))
                    under_way.append(step)
                if not under_way:
                    return
                step = under_way.popleft()
                if writing is None or writing.task is not step.task:
                    writing = Writing(step.task, job, closing)
                writing.take(step, pool)
                if writing.error is not None:
                    given_up.add(step.task.output.relative)
                closing.advance(step.advanced)
        finally:
            steps.close()
            if writing is not None:
                writing.abandon()


def _steps(tasks: Sequence[Task], job: Job, rows: int, given_up: set[str]) -> Generator[Step]:
    for task in tasks:
        position = 0
        try:
            with reading(task.source, job, rows) as reader:
                yield Step(task, reader)
                for found in reader.rows():
                    before, position = position, reader.position()
                    yield Step(task, piece=piece_of(found, job), advanced=position - before)
                    if task.output.relative in given_up:
                        break
        except FileError as error:
            yield Step(task, error=error, advanced=task.source.size - position)
        else:
            yield Step(task, advanced=task.source.size - position)


class Writing:
    """The output of one file while it is written."""

    def __init__(self, task: Task, job: Job, closing: Closing) -> None:
        self.error: JmcleanError | None = None
        self.task, self._job, self._closing = task, job, closing
        self._tally = Tally()
        self._stack = ExitStack()
        self._sink: Sink | None = None

    def take(self, step: Step, pool: Pool) -> None:
        """Do what follows from a step; an error makes the file a failed one."""
        if self.error is not None:
            return
        try:
            if step.error is not None:
                raise step.error
            if step.reader is not None:
                self._open(step.reader)
            elif step.piece is not None and self._sink is not None:
                rows, tally = step.piece.finish(pool.result(step))
                self._tally = self._tally.plus(tally)
                self._sink.write(rows)
            else:
                self._commit()
        except (JmcleanError, OSError, pa.ArrowException) as error:
            self.abandon()
            self.error = error if isinstance(error, JmcleanError) else _unwritten(error)
            self._closing.fail(self.task.source.place.name, self.error)

    def _open(self, reader: Reader) -> None:
        output = self.task.output
        clear(output.folder, output.relative)
        output.claim()
        stream = self._stack.enter_context(output.open())
        self._sink = sink(stream, output.relative, reader.schema, reader.compression, self._job)

    def _commit(self) -> None:
        judge(self._tally, self._job)
        if self._sink is not None:
            self._sink.close()
            self._sink = None
        self._stack.close()
        self.task.output.finish()
        self._closing.finished(self.task.source.place.name, self._tally)

    def abandon(self) -> None:
        """Leave nothing of a file that is not finished; of one that is, this does nothing."""
        if self._sink is not None:
            self._sink.abandon()
            self._sink = None
        with suppress(JmcleanError, Abandoned):
            self._stack.__exit__(Abandoned, Abandoned(), None)


class Abandoned(Exception):  # noqa: N818 - it is no error
    """What ends the writing of a file before its end."""


def _unwritten(error: Exception) -> FileError:
    return FileError(f"It could not be written: {str(error).rstrip('.')}. Nothing of it stays.")


class Pool:
    """Processes that clean; one that dies is replaced, and what it was doing is done again."""

    def __init__(self, jobs: int, job: Job) -> None:
        self.width = 1 if jobs == 1 else 3 * jobs + 1
        self._jobs, self._job = jobs, job
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        """Start the processes; one process is this one."""
        if self._jobs > 1:
            self._pool = self._start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them, whatever they do."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        # Not forked: pyarrow has threads, and a copy of a lock that one of them holds is never let go.
        return ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin)

    def submit(self, piece: Piece) -> Future[Any] | None:
        """Have a piece cleaned; None where that is done when it is asked for."""
        if self._pool is None:
            return None
        try:
            return self._pool.submit(piece.work, piece.data, self._job)
        except BrokenProcessPool:
            return None

    def result(self, step: Step) -> Any:
        """What a piece has become. Raises CleanError where processes die of it, and FileError as its work does."""
        piece = step.piece
        if piece is None:
            return None
        if self._pool is None:
            return piece.work(piece.data, self._job)
        future = step.result
        for _ in range(TRIES):
            try:
                if future is not None:
                    return future.result()
            except BrokenProcessPool:
                pass
            future = self._again(piece)
        raise CleanError("A process that cleaned it died, several times. Memory may be short: try fewer with -j.")

    def _again(self, piece: Piece) -> Future[Any]:
        try:
            assert self._pool is not None
            return self._pool.submit(piece.work, piece.data, self._job)
        except BrokenProcessPool:
            self._pool = self._start()
            return self._pool.submit(piece.work, piece.data, self._job)


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it."""
    import threading
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
