"""What the engines share: a file is read in pieces, each is cleaned somewhere, and the pieces are written in order."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from jmclean.corpus import convert, jsonlines, parquet
from jmclean.corpus.locations import COMPRESSIONS, Source, format_of
from jmclean.corpus.outputs import explain_error
from jmclean.corpus.rows import ColumnError, Job, Tally, describe_missing_column
from jmclean.errors import FileError

READ_PIECE = 1 << 18
"""Bytes that are read and cleaned at a time, if a row is no larger."""

SAMPLE_ROWS = 1000
"""Rows of the first file that are looked at before anything is written."""

GZIP_LEVEL = 6


class Span(NamedTuple):
    """A part of a file: bytes of lines that begin in it, or row groups; None for the end is the file's end."""

    start: int = 0
    end: int | None = None


WHOLE_FILE = Span()


class Piece(NamedTuple):
    """What is cleaned at once: the work, which a process of its own may do, and what makes rows of its result.

    `data` is what the work needs of the rows that were read.
    """

    work: Callable[[Any, Job], Any]
    data: Any
    finish: Callable[[Any], tuple[Any, Tally]]


class Reader(Protocol):
    """A file that is open: its rows, and how far it has been read, from 0 to the size of the file."""

    schema: pa.Schema | None
    compression: Any

    def rows(self) -> Iterator[Any]:
        """Return the rows in order, a piece at a time: lines, or a batch. Raises FileError where the file is broken."""

    def position(self) -> int:
        """Return about how many bytes of the file are read."""


class LinesReader:
    """Reads JSON Lines."""

    schema = None
    compression = None

    def __init__(self, raw: Any, stream: Any, span: Span, rows: int) -> None:
        self._raw, self._stream, self._span, self._most = raw, stream, span, rows

    def rows(self) -> Iterator[bytes]:
        """Yield whole lines."""
        stream = self._stream if self._span == WHOLE_FILE else _Span(self._stream, self._span)
        yield from jsonlines.cut(stream, self._most, READ_PIECE)

    def position(self) -> int:
        """Return how many bytes were read, compressed ones if they are."""
        return int(self._raw.tell())


class RowsReader:
    """Reads Parquet."""

    def __init__(self, file: Any, size: int, span: Span, job: Job, rows: int) -> None:
        self._file, self._size, self._most = file, size, rows
        self.schema = file.schema_arrow
        parquet.check(self.schema, job)
        self.compression = parquet.find_codecs(file, job)
        end = file.metadata.num_row_groups if span.end is None else span.end
        self._groups = range(span.start, end)
        self._read = 0

    def rows(self) -> Iterator[pa.RecordBatch]:
        """Yield batches of rows."""
        for batch in parquet.read_batches(self._file, self._groups, self._most, READ_PIECE):
            self._read += batch.num_rows
            yield batch

    def position(self) -> int:
        """Return about how many bytes were read, by the share of the rows."""
        return self._size * self._read // max(1, int(self._file.metadata.num_rows))


def make_piece(rows: Any, job: Job) -> Piece:
    """Return what is to do to rows that were read. Of a batch only the texts go to be cleaned."""
    if isinstance(rows, bytes):
        return Piece(jsonlines.clean_lines, rows, _return_unchanged)
    texts = parquet.read_texts(rows.column(rows.schema.get_field_index(job.column)))
    return Piece(parquet.clean_texts, texts, partial(_merge, rows, job))


def clean_here(rows: Any, job: Job) -> tuple[Any, Tally]:
    """Clean rows in this process."""
    piece = make_piece(rows, job)
    return piece.finish(piece.work(piece.data, job))


def _merge(batch: pa.RecordBatch, job: Job, result: Any) -> tuple[pa.RecordBatch, Tally]:
    rows, tally = result
    return parquet.merge(batch, rows, job), parquet.name_rows(tally, batch, job)


def _return_unchanged(result: Any) -> Any:
    return result


@contextmanager
def open_reader(source: Source, job: Job, rows: int, span: Span = WHOLE_FILE) -> Iterator[Reader]:
    """A file, open to be read. Whatever goes wrong in the block with the file's own bytes is raised as FileError."""
    try:
        with ExitStack() as stack:
            raw = stack.enter_context(source.place.system.open_input_file(source.place.path))
            if source.format == "parquet":
                yield RowsReader(parquet.open_file(raw), source.size, span, job, rows)
            else:
                stream = raw
                if source.compression:
                    stream = stack.enter_context(pa.CompressedInputStream(raw, source.compression))
                yield LinesReader(raw, stream, span, rows)
    except (OSError, pa.ArrowException, EOFError) as error:
        what = "Parquet" if source.format == "parquet" else source.compression or "file"
        raise FileError(
            f"It could not be read as {what}: {explain_error(error)}. Fetch or make the file anew."
        ) from None


class _Span:
    """The lines of a file that begin in a span, as a stream."""

    def __init__(self, file: Any, span: Span) -> None:
        self._file = file
        self._end = span.end
        self._done = False
        if span.start:
            file.seek(span.start - 1)
            while (data := file.read(1 << 16)) and b"\n" not in data:
                pass
            if not data:
                self._done = True
            else:
                file.seek(file.tell() - len(data) + data.index(b"\n") + 1)

    def read(self, size: int) -> bytes:
        """Return the next bytes, at the end up to the end of the line that the span ends in."""
        at = self._file.tell()
        if self._done or self._end is None:
            return b"" if self._done else bytes(self._file.read(size))
        if at + size < self._end:
            return bytes(self._file.read(size))
        self._done = True
        if at >= self._end:
            return b""
        data = bytes(self._file.read(self._end - at))
        while not data.endswith(b"\n") and (more := bytes(self._file.read(1 << 16))):
            end = more.find(b"\n") + 1
            data += more[:end] if end else more
            if end:
                break
        return data


def name_target(source: Source, wanted: str | None) -> str:
    """Return the name of a source's output. Its compression is kept; another format changes the suffix."""
    if wanted in (None, source.format):
        return source.relative
    stem = source.relative
    for ending in COMPRESSIONS:
        stem = stem.removesuffix(ending)
    return f"{stem.rpartition('.')[0]}.{wanted}"


class Sink(Protocol):
    """Takes the rows of a file in order and writes them."""

    def write(self, rows: Any) -> None:
        """Write what a piece has become."""

    def close(self) -> None:
        """Write what is left."""

    def abandon(self) -> None:
        """Forget what is left; the stream will go."""


class LinesSink:
    """Writes JSON Lines, from lines or from batches of Arrow."""

    def __init__(self, stream: Any, compression: str | None) -> None:
        self._stream, self._zipped = stream, None
        if compression == "gzip":  # Arrow's own has level 9, which takes several times as long and saves little
            self._zipped = self._stream = gzip.GzipFile("", "wb", GZIP_LEVEL, stream, 0)
        elif compression:
            self._zipped = self._stream = pa.CompressedOutputStream(stream, compression)

    def write(self, rows: Any) -> None:
        """Write lines."""
        self._stream.write(rows if isinstance(rows, bytes) else convert.to_lines(rows))

    def close(self) -> None:
        """End the compressed stream."""
        if self._zipped is not None:
            self._zipped.close()

    def abandon(self) -> None:
        """Let the stream be closed under a compressed one."""
        if isinstance(self._zipped, gzip.GzipFile):
            self._zipped.fileobj = None  # type: ignore[assignment]


def open_sink(stream: Any, relative: str, schema: pa.Schema | None, compression: Any, job: Job) -> Sink:
    """Return what writes the rows of a source with this schema to a file of this name."""
    if format_of(relative) == "jsonl":
        suffix = next((ending for ending in COMPRESSIONS if relative.lower().endswith(ending)), "")
        return LinesSink(stream, COMPRESSIONS.get(suffix))
    if schema is None:
        return convert.RowsFromLines(stream, job)
    return parquet.Writer(stream, parquet.make_schema(schema, job), compression)


def judge(tally: Tally, job: Job) -> None:
    """Raise FileError where a file's rows are not what they were taken for."""
    if tally.rows and not tally.read:
        first = tally.failures[0]
        raise FileError(f"No line of it is a JSON object; of line 1: {first.reason} Name a file of JSON Lines.")
    if tally.read and not tally.with_column:
        raise ColumnError(describe_missing_column(job.column, tally.names))


def check_column(source: Source, job: Job) -> None:
    """Raise ColumnError where a file has no column of that name or a wrong one, as far as its first rows tell.

    What else may be wrong with it is told when it is cleaned.
    """
    try:
        with open_reader(source, job, SAMPLE_ROWS) as reader:
            if reader.schema is None:
                for lines in reader.rows():
                    judge(jsonlines.survey_lines(lines, job), job)
                    break
    except ColumnError:
        raise
    except FileError:
        return
