"""From one format to the other: rows of Arrow as JSON, and JSON as rows of Arrow once all of its values are known."""

from __future__ import annotations

import json
import math
import sys
import tempfile
from base64 import b64encode
from typing import Any, NamedTuple

import pyarrow as pa

from jmclean.corpus import jsonlines, parquet
from jmclean.corpus.rows import CHANGES, ERROR, JOURNAL, SOURCE, Job
from jmclean.errors import FileError

WRITTEN_PIECE = 1 << 20
"""Bytes of lines that are converted at a time."""

EXACT = 1 << 53
"""Integers up to this one are the same as floats."""


def to_lines(batch: pa.RecordBatch) -> bytes:
    """Return the rows as JSON Lines.

    Times, dates and decimals are written as strings and bytes as Base64, so that no digit is lost; NaN and infinity,
    which JSON does not have, as null.
    """
    columns = [column.cast(_find_plain_type(column.type)) for column in batch.columns]
    rows = pa.RecordBatch.from_arrays(columns, names=batch.schema.names).to_pylist()
    return b"".join([jsonlines.to_utf8(_to_json(row)) + b"\n" for row in rows])


def _to_json(row: Any) -> str:
    try:
        return json.dumps(row, ensure_ascii=False, allow_nan=False, default=_to_base64)
    except ValueError:
        return json.dumps(_check_finite(row), ensure_ascii=False, default=_to_base64)


def _to_base64(value: Any) -> str:
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _check_finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _check_finite(inner) for key, inner in value.items()}
    return [_check_finite(inner) for inner in value] if isinstance(value, list) else value


def _find_plain_type(kind: pa.DataType) -> pa.DataType:
    types = pa.types
    if types.is_dictionary(kind):
        return _find_plain_type(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return pa.large_list(_find_plain_type(kind.value_type))
    if types.is_struct(kind):
        return pa.struct([pa.field(field.name, _find_plain_type(field.type)) for field in kind])
    if types.is_temporal(kind) or types.is_decimal(kind):
        return pa.int64() if types.is_duration(kind) else pa.string()
    return kind


class ValueShape(NamedTuple):
    """What values of one place in JSON have in common: a kind, and what is inside of lists and objects."""

    kind: str = "null"
    item: Any = None
    members: tuple[tuple[str, Any], ...] = ()
    largest: int = 0

    def type(self, path: str) -> pa.DataType:
        """Return the type of Arrow that holds all of them. Raises FileError where Parquet has none."""
        if self.kind == "list":
            return pa.list_(self.item.type(f"{path}[]"))
        if self.kind == "object":
            if not self.members:
                raise FileError(f"The member {path} is an empty object, which Parquet cannot hold. Take it out.")
            return pa.struct([(key, shape.type(f"{path}.{key}")) for key, shape in self.members])
        return TYPES[self.kind]


TYPES = {"null": pa.null(), "bool": pa.bool_(), "int": pa.int64(), "float": pa.float64(), "string": pa.string()}


def find_shape(value: Any, path: str) -> ValueShape:
    """Return the shape of one value. Raises FileError for a number that Parquet's integers cannot hold."""
    if value is None:
        return ValueShape()
    if isinstance(value, bool):
        return ValueShape("bool")
    if isinstance(value, int):
        if not -(1 << 63) <= value < 1 << 63:
            raise FileError(f"The member {path} has the number {value}, too large for Parquet. Make it a string.")
        return ValueShape("int", largest=abs(value))
    if isinstance(value, float):
        return ValueShape("float")
    if isinstance(value, str):
        return ValueShape("string")
    if isinstance(value, list):
        item = ValueShape()
        for inner in value:
            item = merge_shapes(item, find_shape(inner, f"{path}[]"), f"{path}[]")
        return ValueShape("list", item)
    members = [(key, find_shape(inner, f"{path}.{key}" if path else key)) for key, inner in value.items()]
    return ValueShape("object", None, tuple(members))


def merge_shapes(one: ValueShape, other: ValueShape, path: str) -> ValueShape:
    """Return the shape of both. Raises FileError where there is none."""
    if other.kind == "null" or one == other:
        return one
    if one.kind == "null":
        return other
    kinds = {one.kind, other.kind}
    if kinds <= {"int", "float"}:
        largest = max(one.largest, other.largest)
        if len(kinds) > 1 and largest > EXACT:
            raise FileError(f"The member {path} has fractions and numbers too large to be one. Make it a string.")
        return ValueShape("float" if len(kinds) > 1 else one.kind, largest=largest)
    if len(kinds) > 1:
        raise FileError(f"The member {path} is {one.kind} in one row and {other.kind} in another. Make it one of them.")
    if one.kind == "list":
        return ValueShape("list", merge_shapes(one.item, other.item, f"{path}[]"))
    members = dict(one.members)
    for key, shape in other.members:
        members[key] = merge_shapes(members.get(key, ValueShape()), shape, f"{path}.{key}" if path else key)
    return ValueShape("object", None, tuple(members.items()))


class RowsFromLines:
    """Writes lines as Parquet. They wait in a temporary file until it is known what all of them have in common."""

    def __init__(self, stream: Any, job: Job) -> None:
        self._stream, self._job = stream, job
        self._shape = ValueShape("object")
        self._waiting = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close

    def write(self, lines: bytes) -> None:
        """Take some lines. Raises FileError where they have nothing in common with those before."""
        for row in _parse_objects(lines):
            self._shape = merge_shapes(self._shape, find_shape(row, ""), "")
        self._waiting.write(lines)

    def close(self) -> None:
        """Write them all."""
        schema = self._find_schema()
        writer = parquet.Writer(self._stream, schema, "zstd")
        try:
            with self._waiting as file:
                file.seek(0)
                for lines in jsonlines.cut(file, sys.maxsize, WRITTEN_PIECE):
                    self._convert(writer, lines, schema)
        except BaseException:
            writer.abandon()
            raise
        writer.close()

    def abandon(self) -> None:
        """Forget them."""
        self._waiting.close()

    def _convert(self, writer: parquet.Writer, lines: bytes, schema: pa.Schema) -> None:
        rows = list(_parse_objects(lines))
        if not rows:
            return
        try:
            writer.write(pa.RecordBatch.from_pylist(rows, schema))
        except UnicodeEncodeError as error:
            raise FileError(f"A string has half a surrogate pair, which Parquet cannot hold: {error.reason}.") from None

    def _find_schema(self) -> pa.Schema:
        counts = pa.struct([(rule, pa.int32()) for rule in self._job.list_counted()])
        known = {self._job.column: pa.string(), SOURCE: pa.string(), CHANGES: counts}
        known |= {JOURNAL: pa.string(), ERROR: pa.string()}
        names = dict(self._shape.members) or dict.fromkeys(
            (self._job.column, *self._job.list_added(), ERROR), ValueShape()
        )
        return pa.schema([(name, known.get(name) or shape.type(name)) for name, shape in names.items()])


def _parse_objects(lines: bytes) -> Any:
    return (json.loads(line) for line in lines.split(b"\n") if line.strip(b"\xef\xbb\xbf \t\r"))
