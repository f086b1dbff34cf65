"""The engine of one machine: this process reads and writes, others clean, a few pieces at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, suppress
from typing import Any, NamedTuple

import pyarrow as pa

from jmclean.corpus.formats import Piece, Reader, Sink, judge, make_piece, open_reader, open_sink
from jmclean.corpus.locations import Source
from jmclean.corpus.outputs import Output, clear
from jmclean.corpus.rows import Job, Tally
from jmclean.corpus.summary import CorpusSummary
from jmclean.errors import FileError, JmcleanError
from jmclean.runs.processes import TaskPool


class FileTask(NamedTuple):
    """A file to clean, and where it goes."""

    source: Source
    output: Output


class ReadStep(NamedTuple):
    """One thing that was read, in order: a file's start (with its reader), a piece of it, or its end, good or bad."""

    task: FileTask
    reader: Reader | None = None
    piece: Piece | None = None
    result: Callable[[], Any] | None = None
    error: FileError | None = None
    advanced: int = 0


def run(tasks: Sequence[FileTask], job: Job, jobs: int, rows: int, summary: CorpusSummary) -> None:
    """Clean every file; `summary` hears of each."""
    with TaskPool(jobs) as pool:
        summary.start_clock()
        writing: Writing | None = None
        given_up: set[str] = set()
        under_way: deque[ReadStep] = deque()
        steps = _read_steps(tasks, job, rows, given_up)
        try:
            while True:
                while len(under_way) < pool.width and (step := next(steps, None)) is not None:
                    if step.piece is not None:
                        step = step._replace(result=pool.submit(step.piece.work, step.piece.data, job))
                    under_way.append(step)
                if not under_way:
                    return
                step = under_way.popleft()
                if writing is None or writing.task is not step.task:
                    writing = Writing(step.task, job, summary)
                writing.take(step)
                if writing.error is not None:
                    given_up.add(step.task.output.relative)
                summary.advance(step.task.source.place.name, step.advanced)
        finally:
            steps.close()
            if writing is not None:
                writing.abandon()


def _read_steps(tasks: Sequence[FileTask], job: Job, rows: int, given_up: set[str]) -> Generator[ReadStep]:
    for task in tasks:
        position = 0
        try:
            with open_reader(task.source, job, rows) as reader:
                yield ReadStep(task, reader)
                for found in reader.rows():
                    before, position = position, reader.position()
                    yield ReadStep(task, piece=make_piece(found, job), advanced=position - before)
                    if task.output.relative in given_up:
                        break
        except FileError as error:
            yield ReadStep(task, error=error, advanced=task.source.size - position)
        else:
            yield ReadStep(task, advanced=task.source.size - position)


class Writing:
    """The output of one file while it is written."""

    def __init__(self, task: FileTask, job: Job, summary: CorpusSummary) -> None:
        self.error: JmcleanError | None = None
        self.task, self._job, self._summary = task, job, summary
        self._tally = Tally()
        self._stack = ExitStack()
        self._sink: Sink | None = None

    def take(self, step: ReadStep) -> None:
        """Do what follows from a step; an error makes the file a failed one."""
        if self.error is not None:
            return
        try:
            if step.error is not None:
                raise step.error
            if step.reader is not None:
                self._open(step.reader)
            elif step.piece is not None and step.result is not None and self._sink is not None:
                rows, tally = step.piece.finish(step.result())
                self._tally = self._tally.add(tally)
                self._sink.write(rows)
            else:
                self._commit()
        except (JmcleanError, OSError, pa.ArrowException) as error:
            self.abandon()
            self.error = error if isinstance(error, JmcleanError) else _make_write_error(error)
            self._summary.fail(self.task.source.place.name, self.error)

    def _open(self, reader: Reader) -> None:
        output = self.task.output
        clear(output.folder, output.relative)
        output.claim()
        stream = self._stack.enter_context(output.open())
        self._sink = open_sink(stream, output.relative, reader.schema, reader.compression, self._job)

    def _commit(self) -> None:
        judge(self._tally, self._job)
        if self._sink is not None:
            self._sink.close()
            self._sink = None
        self._stack.close()
        self.task.output.finish(self._tally.failed)
        self._summary.count_file(self.task.source.place.name, self._tally)

    def abandon(self) -> None:
        """Leave nothing of a file that is not finished; of one that is, this does nothing."""
        if self._sink is not None:
            self._sink.abandon()
            self._sink = None
        with suppress(JmcleanError, Abandoned):
            self._stack.__exit__(Abandoned, Abandoned(), None)


class Abandoned(Exception):  # noqa: N818 - it is no error
    """What ends the writing of a file before its end."""


def _make_write_error(error: Exception) -> FileError:
    return FileError(f"It could not be written: {str(error).rstrip('.')}. Nothing of it stays.")
