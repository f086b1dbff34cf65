"""Parquet: one column of text is replaced, all others are handed through as Arrow holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jmclean.corpus.rows import (
    CHANGES,
    ERROR,
    JOURNAL,
    SOURCE,
    CleanedRow,
    ColumnError,
    Job,
    Tally,
    Unread,
    clean_row,
    count,
    describe_missing_column,
)
from jmclean.errors import FileError

SUFFIX = ".parquet"

BUFFER = 1 << 20
"""Bytes of a column that are read at a time, so that a row group of any size takes no more memory than that."""

ROW_GROUP = 32 << 20
"""Bytes that are gathered before they are written as a row group."""


def is_text(kind: pa.DataType) -> bool:
    """Return whether a column of this type holds strings, in whichever layout."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    view = getattr(pa.types, "is_string_view", lambda _: False)  # newer than the oldest pyarrow that will do
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or view(kind))


def open_file(source: Any) -> pq.ParquetFile:
    """Return a file to read in pieces. Raises OSError and ArrowException where it is none."""
    return pq.ParquetFile(source, buffer_size=BUFFER, pre_buffer=False)


def read_batches(file: pq.ParquetFile, groups: Sequence[int], rows: int, size: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of some row groups in order: at most `rows` of them at a time; fewer if `size` bytes are full."""
    for number in groups:
        group = file.metadata.row_group(number)
        each = max(1, group.total_byte_size // max(1, group.num_rows))
        wanted = max(1, min(rows, size // each))
        for batch in file.iter_batches(wanted, [number], use_threads=False):
            yield from _cut_batch(batch, size)


def _cut_batch(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    parts = min(batch.num_rows, -(-batch.nbytes // (2 * size)))
    if parts <= 1:
        yield batch
        return
    step = -(-batch.num_rows // parts)
    for start in range(0, batch.num_rows, step):
        yield batch.slice(start, step)


def check(schema: pa.Schema, job: Job) -> None:
    """Raise ColumnError where rows of this schema cannot be cleaned, FileError where one would be overwritten."""
    for name in (job.column, job.id_column):
        if name is not None and name not in schema.names:
            raise ColumnError(describe_missing_column(name, schema.names))
    field = schema.field(job.column) if schema.names.count(job.column) == 1 else None
    if field is None:
        raise ColumnError(f"There are several columns {job.column!r}. Rename all but one.")
    if not is_text(field.type):
        strings = [repr(field.name) for field in schema if is_text(field.type)]
        choice = f"Choose one of {', '.join(strings)}." if strings else "No column of the file is one."
        raise ColumnError(f"The column {job.column!r} is {field.type}, not a string. {choice}")
    for name in job.list_added():
        if name in schema.names:
            raise FileError(f"It has a column {name!r} already, which is not overwritten. Rename it, or do without.")


def make_schema(schema: pa.Schema, job: Job) -> pa.Schema:
    """Return the schema of the output: that of the source, and behind it the columns that are added."""
    for name, kind in _find_added_types(schema.field(job.column).type, job).items():
        at = schema.get_field_index(name)
        field = pa.field(name, kind)
        schema = schema.append(field) if at < 0 else schema.set(at, field)
    return schema


def _find_added_types(text: pa.DataType, job: Job) -> dict[str, pa.DataType]:
    counts = pa.struct([(rule, pa.int32()) for rule in job.list_counted()])
    kinds = {SOURCE: text, CHANGES: counts, JOURNAL: pa.string()}
    return {name: kinds[name] for name in job.list_added()} | {ERROR: pa.string()}


def read_texts(column: pa.Array) -> list[str | Unread | None]:
    """Return the values of a column of text; bytes that are no UTF-8 are Unread."""
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        return [_decode(value) for value in _read_bytes(column)]


def _read_bytes(column: pa.Array) -> list[bytes | None]:
    return column.cast(_find_plain_type(column.type)).cast(pa.large_binary()).to_pylist()  # type: ignore[no-any-return]


def _find_plain_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _decode(value: bytes | None) -> str | Unread | None:
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError as error:
        return Unread(f"Its text is not UTF-8 at byte {error.start + 1}.")


def clean_texts(texts: Sequence[str | Unread | None], job: Job) -> tuple[list[CleanedRow], Tally]:
    """Clean the texts of a batch, and count; the ids of failed rows are known to whoever has the batch."""
    rows = [clean_row(text, job) for text in texts]
    return rows, count(texts, rows, [(job.column,)] * len(rows), job.column)


def name_rows(tally: Tally, batch: pa.RecordBatch, job: Job) -> Tally:
    """Return the tally with the ids of the rows that failed."""
    if not tally.failures or job.id_column is None:
        return tally
    ids = batch.column(batch.schema.get_field_index(job.id_column))
    failures = [failure._replace(name=str(ids[failure.row - 1])) for failure in tally.failures]
    return tally._replace(failures=tuple(failures))


def merge(batch: pa.RecordBatch, rows: Sequence[CleanedRow], job: Job) -> pa.RecordBatch:
    """Return the batch with what became of its texts."""
    column = batch.column(batch.schema.get_field_index(job.column))
    text = column
    if any(row.text is not None for row in rows):
        text = _replace_texts(column, [row.text for row in rows])
    values: dict[str, pa.Array] = {}
    schema = make_schema(batch.schema, job)
    if job.keep_source:
        values[SOURCE] = column
    if job.changes:
        counts = [job.count_edits(row) for row in rows]
        values[CHANGES] = pa.array(counts, schema.field(CHANGES).type)
    if job.keep_journal:
        values[JOURNAL] = pa.array([row.journal for row in rows], pa.string())
    values[ERROR] = pa.array([row.error for row in rows], pa.string())
    values[job.column] = text
    columns = [values.get(name, old) for name, old in zip(batch.schema.names, batch.columns, strict=True)]
    columns += [values[name] for name in schema.names[len(columns) :]]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _replace_texts(column: pa.Array, new: list[str | None]) -> pa.Array:
    kind = column.type
    try:
        whole = [column[number].as_py() if text is None else text for number, text in enumerate(new)]
        text = pa.array(whole, _find_plain_type(kind))
    except UnicodeDecodeError:
        encoded = [a if b is None else b.encode() for a, b in zip(_read_bytes(column), new, strict=True)]
        if pa.types.is_large_string(_find_plain_type(kind)):
            text = pa.array(encoded, pa.large_binary()).view(pa.large_string())
        else:
            text = pa.array(encoded, pa.binary()).view(pa.string())
    if pa.types.is_dictionary(kind):
        text = text.dictionary_encode()
    return text if text.type == kind else text.cast(kind)


def find_codecs(file: pq.ParquetFile, job: Job) -> dict[str, str] | str:
    """Return how each column of the file is compressed, by its path, as a writer takes it.

    Added ones as the text is.
    """
    metadata = file.metadata
    if not metadata.num_row_groups:
        return "zstd"
    group = metadata.row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    found = {column.path_in_schema: CODECS.get(column.compression, column.compression.lower()) for column in columns}
    counts = [f"{CHANGES}.{rule}" for rule in job.list_counted()]
    return dict.fromkeys((SOURCE, JOURNAL, ERROR, *counts), found[job.column]) | found


CODECS = {"UNCOMPRESSED": "none", "LZ4_RAW": "lz4", "LZ4": "lz4"}
"""Compressions that a writer calls otherwise than the metadata of a file do."""


class Writer:
    """Writes batches of one schema, gathered into row groups."""

    def __init__(self, stream: Any, schema: pa.Schema, compression: dict[str, str] | str) -> None:
        self.schema = schema
        self._writer = pq.ParquetWriter(stream, schema, compression=compression)
        self._batches: list[pa.RecordBatch] = []
        self._size = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Take the rows of a batch; they are written once there are enough."""
        self._batches.append(batch)
        self._size += batch.nbytes
        if self._size >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._batches:
            table = pa.Table.from_batches(self._batches, self.schema)
            self._writer.write_table(table, max(1, table.num_rows))
            self._batches, self._size = [], 0

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Write no more, not even the end of the file."""
        self._batches = []
        self._writer.is_open = False
