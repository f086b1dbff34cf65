"""The engine of a Ray cluster: Ray Data reads, cleans and writes spans of files wherever there is a core.

A file is cut into spans, which Ray does in any order, and again where a machine or process is lost. So what a span
becomes is first a part under a name of its own in the output's work folder; when all parts of a file are there, one
task writes the file from them in order, and only then it gets its name. Rows travel as opaque bytes, lines or Arrow's
own format, so that no engine changes the type of any other column.
"""

from __future__ import annotations

import os
import pickle
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import fs

from jmclean.corpus.formats import WHOLE_FILE, Span, clean_here, judge, open_reader, open_sink
from jmclean.corpus.local import FileTask
from jmclean.corpus.locations import Location, Source
from jmclean.corpus.outputs import WORK, Output, clear, explain_error
from jmclean.corpus.rows import Job, Tally
from jmclean.corpus.summary import CorpusSummary
from jmclean.errors import FileError, JmcleanError, UsageError

SMALLEST, LARGEST = 2 << 20, 64 << 20
"""Bytes of a span: small enough that every core has several, so that none waits long for the last."""

SLAB = 8 << 20
"""Bytes that go from one step to the next at a time."""


class Part(NamedTuple):
    """What one slab of a span has become: where its rows wait, its place in the file, and whether it is the last."""

    file: int
    span: int
    slab: int
    last: bool
    path: str
    tally: bytes
    error: str | None


def run(
    tasks: Sequence[FileTask], job: Job, jobs: int | None, address: str | None, rows: int, summary: CorpusSummary
) -> None:
    """Clean every file on a cluster, or on one of this machine's own; `summary` hears of each.

    Raises UsageError where no cluster answers, and FileError where Ray gives up.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    with redirect_stdout(sys.stderr):
        cores = _start(jobs, address, summary.quiet)
        try:
            summary.start_clock()
            if tasks:
                _clean(tasks, job, jobs, cores, rows, summary)
        except ray.exceptions.RayError as error:
            said = str(error).strip().rpartition("\n")[2]
            raise FileError(f"Ray gave up: {said} What is finished stays; run it again to do the rest.") from None
        finally:
            ray.shutdown()
            for task in tasks:
                _remove_parts(task.output)


def _start(jobs: int | None, address: str | None, quiet: bool) -> int:
    """Connect or start, have the workers load what they need, and return the cores there are."""
    import logging

    import ray

    level = logging.ERROR if quiet else logging.WARNING
    if address is None:
        ray.init("local", num_cpus=jobs, include_dashboard=False, log_to_driver=False, logging_level=level)
    else:
        try:
            _knock(address)
            ray.init(address=address, log_to_driver=False, logging_level=level)
        except (OSError, ValueError, RuntimeError) as error:
            said = explain_error(error).partition("\n")[0]
            raise UsageError(
                f"No Ray cluster answers at {address}: {said}. Start one with `ray start --head`, or leave it out."
            ) from None
    bars = not quiet and sys.stderr.isatty()
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = bars
    context.print_on_execution_start = False
    if not bars:
        logging.getLogger("ray.data").setLevel(logging.WARNING)
        logging.getLogger("ray.data._internal.progress").setLevel(logging.ERROR)  # that they are off
    cores = int(ray.cluster_resources().get("CPU", 1))
    ray.get([ray.remote(_load).remote() for _ in range(cores)])
    return cores


def _knock(address: str) -> None:
    """Raise OSError where nobody listens at HOST:PORT; Ray itself would try for minutes."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if colon and port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()


def _load() -> None:
    from jmclean.chinese.lexicon import fold_script_table

    fold_script_table()


def _clean(
    tasks: Sequence[FileTask], job: Job, jobs: int | None, cores: int, rows: int, summary: CorpusSummary
) -> None:
    import ray

    total = sum(task.source.size for task in tasks)
    size = min(max(total // (8 * cores), SMALLEST), LARGEST)
    items = []
    files: list[Assembly] = []
    for number, task in enumerate(tasks):
        clear(task.output.folder, task.output.relative)
        _remove_parts(task.output)
        spans = _cut_spans(task.source, size)
        files.append(Assembly(task, len(spans)))
        known = pickle.dumps((task, job))
        items += [
            {"file": number, "span": place, "start": start, "end": -1 if end is None else end, "task": known}
            for place, (start, end) in enumerate(spans)
        ]
    wanted: dict[str, Any] = {"batch_format": "pyarrow", "batch_size": 1, "zero_copy_batch": True}
    if jobs is not None and jobs < cores:
        wanted["compute"] = ray.data.TaskPoolStrategy(jobs)
    parts = (
        ray.data.from_items(items, override_num_blocks=len(items))
        .map_batches(partial(read, rows=rows), **wanted)
        .map_batches(clean, **wanted)
        .map_batches(write, **wanted)
    )
    assemble = ray.remote(num_cpus=0, max_retries=5)(_assemble)
    waiting: dict[Any, Assembly] = {}
    for row in parts.iter_rows():
        part = Part(**row)
        file = files[part.file]
        if file.add(part):
            waiting[assemble.remote(file.task, job, file.find_paths(), file.sum_tallies())] = file
        _collect(waiting, summary, 0, wait=len(waiting) >= 2 * cores)
    while waiting:
        _collect(waiting, summary, None, wait=True)
    for file in files:
        if not file.is_done:
            summary.fail(file.task.source.place.name, FileError("Ray lost a part of it. Run it again."))


def _cut_spans(source: Source, size: int) -> list[Span]:
    """Return how a file is cut. What is compressed as a whole can only be read from its start, and is one span."""
    if source.size <= size or source.compression is not None:
        return [WHOLE_FILE]
    if source.format == "jsonl":
        ends = [*range(size, source.size, size), None]
        return [Span(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True) if start is not None]
    import pyarrow.parquet as pq

    try:
        with source.place.system.open_input_file(source.place.path) as file:
            metadata = pq.ParquetFile(file).metadata
    except (OSError, pa.ArrowException):
        return [WHOLE_FILE]  # reading it will tell what is wrong
    spans, start, held = [], 0, 0
    whole = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups)) or 1
    for number in range(metadata.num_row_groups):
        held += metadata.row_group(number).total_byte_size * source.size // whole
        if held >= size:
            spans.append(Span(start, number + 1))
            start, held = number + 1, 0
    if start < metadata.num_row_groups or not spans:
        spans.append(Span(start, metadata.num_row_groups))
    return spans


def read(batch: pa.Table, rows: int) -> Iterator[pa.Table]:
    """Yield the first step: the pieces of each span, in slabs of several.

    A file that is broken says so in a last slab.
    """
    for item in batch.to_pylist():
        task, job = pickle.loads(item["task"])
        span = Span(item["start"], None if item["end"] < 0 else item["end"])
        slab, held = 0, 0
        pieces: list[bytes] = []
        error = None
        try:
            with open_reader(task.source, job, rows, span) as reader:
                for found in reader.rows():
                    if held >= SLAB:
                        yield _make_slab(item, slab, pieces, last=False)
                        slab, pieces, held = slab + 1, [], 0
                    pieces.append(pack(found))
                    held += len(pieces[-1])
        except FileError as failed:
            error = str(failed)
        yield _make_slab(item, slab, pieces, last=True, error=error)


def _make_slab(item: dict[str, Any], slab: int, pieces: list[bytes], last: bool, error: str | None = None) -> pa.Table:
    return _make_table({**item, "slab": slab, "last": last, "pieces": pieces, "tally": b"", "path": "", "error": error})


SCHEMA = pa.schema(
    [
        ("file", pa.int64()),
        ("span", pa.int64()),
        ("slab", pa.int64()),
        ("last", pa.bool_()),
        ("path", pa.string()),
        ("tally", pa.binary()),
        ("error", pa.string()),
        ("task", pa.binary()),
        ("pieces", pa.large_list(pa.large_binary())),
    ]
)
"""What goes from step to step; a Part is the first columns of it."""


def _make_table(row: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist([{name: row[name] for name in SCHEMA.names}], SCHEMA)


def clean(batch: pa.Table) -> Iterator[pa.Table]:
    """Yield the second step: the same slabs, cleaned. What a process loads for it, it keeps for the next."""
    for row in batch.to_pylist():
        task, job = pickle.loads(row["task"])
        tally, pieces = Tally(), []
        try:
            for data in row["pieces"]:
                cleaned, found = clean_here(unpack(data, task.source), job)
                tally = tally.add(found)
                pieces.append(pack(cleaned))
        except FileError as failed:
            row["error"], row["last"] = str(failed), True
        yield _make_table({**row, "pieces": pieces, "tally": pickle.dumps(tally)})


def write(batch: pa.Table) -> Iterator[pa.Table]:
    """Yield the third step: each slab into a part of its own; what comes out says where it is."""
    for row in batch.to_pylist():
        task, _ = pickle.loads(row["task"])
        path = f"{task.output.relative}.parts/{row['span']}-{row['slab']}-{os.urandom(4).hex()}"
        try:
            if row["pieces"]:
                with task.output.open(path) as stream:
                    _write_part(stream, row["pieces"], task.source)
                row["path"] = path
        except (JmcleanError, OSError) as failed:
            row["error"] = str(failed)
        yield pa.Table.from_pylist([{name: row[name] for name in Part._fields}], _PART)


_PART = pa.schema([SCHEMA.field(name) for name in Part._fields])


def _write_part(stream: Any, pieces: Sequence[bytes], source: Source) -> None:
    if source.format == "jsonl":
        for piece in pieces:
            stream.write(piece)
        return
    writer = None
    for piece in pieces:
        batch = unpack(piece, source)
        writer = writer or pa.ipc.new_stream(stream, batch.schema)
        writer.write_batch(batch)
    if writer is not None:
        writer.close()


def pack(data: Any) -> bytes:
    """Return lines, or a batch in Arrow's own format, as bytes."""
    if isinstance(data, bytes):
        return data
    buffer = pa.BufferOutputStream()
    with pa.ipc.new_stream(buffer, data.schema) as writer:
        writer.write_batch(data)
    return buffer.getvalue().to_pybytes()  # type: ignore[no-any-return]


def unpack(data: bytes, source: Source) -> Any:
    """Return what `pack` was given."""
    return data if source.format == "jsonl" else pa.ipc.open_stream(data).read_next_batch()


class Assembly:
    """The parts of one file, as far as they are there."""

    def __init__(self, task: FileTask, spans: int) -> None:
        self.task = task
        self.is_done = False
        self._spans = spans
        self._ends: dict[int, int] = {}
        self._parts: dict[tuple[int, int], Part] = {}

    def add(self, part: Part) -> bool:
        """Take a part, once; True for the one that makes the file whole, or an error that says it never will be."""
        if self.is_done or (part.span, part.slab) in self._parts:
            return False
        self._parts[part.span, part.slab] = part
        if part.last:
            self._ends[part.span] = part.slab
        whole = len(self._ends) == self._spans and len(self._parts) == sum(self._ends.values()) + self._spans
        self.is_done = whole or part.error is not None
        return self.is_done

    def find_paths(self) -> list[str] | str:
        """Return where the rows are, in order; the error of a file that has one."""
        parts = [self._parts[key] for key in sorted(self._parts)]
        error = next((part.error for part in parts if part.error is not None), None)
        return error or [part.path for part in parts if part.path]

    def sum_tallies(self) -> Tally:
        """Return what became of all rows."""
        tally = Tally()
        for key in sorted(self._parts):
            tally = tally.add(pickle.loads(self._parts[key].tally) if self._parts[key].tally else Tally())
        return tally


def _assemble(task: FileTask, job: Job, paths: list[str] | str, tally: Tally) -> str | None:
    """Write a file from its parts; what is wrong, if that cannot be."""
    output = task.output
    try:
        if isinstance(paths, str):
            raise FileError(paths)
        judge(tally, job)
        output.claim()
        with open_reader(task.source, job, 1) as reader:
            schema, compression = reader.schema, reader.compression
        with output.open() as stream:
            target = open_sink(stream, output.relative, schema, compression, job)
            try:
                for path in paths:
                    for rows in _open_part(output.folder, path, task.source):
                        target.write(rows)
            except BaseException:
                target.abandon()
                raise
            target.close()
        output.finish(tally.failed)
    except JmcleanError as error:
        return str(error)
    except (OSError, pa.ArrowException) as error:
        return f"It could not be written: {explain_error(error)}. Nothing of it stays."
    finally:
        _remove_parts(output)
    return None


def _open_part(folder: Location, path: str, source: Source) -> Iterable[Any]:
    place = folder.enter(f"{WORK}/{path}")
    try:
        file = place.system.open_input_file(place.path)
    except FileNotFoundError:
        raise FileError(f"{place.name} is not seen by every machine. Let OUT be on storage that all share.") from None
    with file:
        if source.format == "jsonl":
            while data := file.read(1 << 20):
                yield data
        else:
            yield from pa.ipc.open_stream(file)


def _collect(waiting: dict[Any, Assembly], summary: CorpusSummary, timeout: float | None, wait: bool) -> None:
    import ray

    if not waiting:
        return
    done, _ = ray.wait(list(waiting), num_returns=1, timeout=None if wait else timeout)
    for ready in done:
        file = waiting.pop(ready)
        name = file.task.source.place.name
        error = ray.get(ready)
        if error is None:
            summary.count_file(name, file.sum_tallies())
        else:
            summary.fail(name, FileError(error))


def _remove_parts(output: Output) -> None:
    place = output.folder.enter(f"{WORK}/{output.relative}.parts")
    with suppress(OSError):
        if place.system.get_file_info(place.path).type == fs.FileType.Directory:
            place.system.delete_dir(place.path)
