"""JSON Lines: of a line only the text is replaced, so that every other member stays as it was written.

No value is read into another type and written again: 1.10 stays 1.10, 12345678901234567890 and a key that stands twice
are what they were, and so is the order of the members.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from jmclean.corpus.rows import (
    CHANGES,
    ERROR,
    JOURNAL,
    SOURCE,
    CleanedRow,
    Failure,
    Job,
    Tally,
    Unread,
    clean_row,
    count,
)
from jmclean.errors import FileError

JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
"""What the names of such files end in, before `.gz` or `.zst`."""

LONGEST_JSON_LINE = 128 << 20
"""Bytes of a line that is still taken for a row."""

JSON_BLANK = re.compile(r"[ \t\r\n]*")
SPACED_JSON = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:[ \t]')
JSON_KINDS = {bool: "a truth value", int: "a number", float: "a number", list: "a list", dict: "an object"}


class Member(NamedTuple):
    """One member of an object: its value and where that stands in the line."""

    value: Any
    start: int
    end: int


class JsonLine(NamedTuple):
    """A line as far as it was understood: its members by key, where its object ends, and what is wrong with it."""

    text: str
    members: dict[str, Member]
    end: int
    wrong: str | None = None


def cut(stream: Any, rows: int, size: int) -> Iterator[bytes]:
    """Yield the bytes of a stream, in pieces of whole lines.

    `rows` of them at most, and about `size` bytes if lines allow.

    Raises FileError where a line is longer than LONGEST_JSON_LINE or the whole is one array.
    """
    rest: list[bytes] = []
    first = True
    while data := stream.read(size):
        if first and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            raise FileError("It is a JSON array, not JSON Lines. `jq -c '.[]'` makes lines of it.")
        first = False
        end = data.rfind(b"\n") + 1
        if not end:
            rest.append(data)
            if sum(map(len, rest)) > LONGEST_JSON_LINE:
                raise FileError(f"A line is longer than {LONGEST_JSON_LINE >> 20} MiB. Check that it is JSON Lines.")
            continue
        yield from _cut_rows(b"".join([*rest, data[:end]]), rows)
        rest = [data[end:]]
    if last := b"".join(rest):
        yield from _cut_rows(last, rows)


def _cut_rows(data: bytes, rows: int) -> Iterator[bytes]:
    if data.count(b"\n") <= rows:
        yield data
        return
    lines = data.splitlines(keepends=True) if b"\r" not in data else re.findall(rb"[^\n]*\n|[^\n]+", data)
    for start in range(0, len(lines), rows):
        yield b"".join(lines[start : start + rows])


def clean_lines(data: bytes, job: Job) -> tuple[bytes, Tally]:
    """Clean the rows in some whole lines. A blank line is no row and stays; one that is no object becomes one.

    Raises FileError where a line has a member that a run adds and none may lose.
    """
    ending = b"\n" if data.endswith(b"\n") else b""
    lines = [_read_line(raw, job) for raw in data.removesuffix(b"\n").split(b"\n")]
    rows = [(number, line) for number, line in enumerate(lines) if isinstance(line, JsonLine)]
    texts = [_find_text(line, job) for _, line in rows]
    cleaned = [clean_row(text, job) for text in texts]
    out = [b"" if isinstance(line, JsonLine) else line for line in lines]
    for (number, line), text, row in zip(rows, texts, cleaned, strict=True):
        out[number] = _write_line(line, text, row, job)
    tally = count(texts, cleaned, [None if line.wrong else tuple(line.members) for _, line in rows], job.column)
    failures = []
    for failure in tally.failures:
        number, line = rows[failure.row - 1]
        failures.append(Failure(number + 1, _find_name(line, job), failure.reason))
    return b"\n".join(out) + ending, tally._replace(lines=len(lines) - (not data), failures=tuple(failures))


def survey_lines(data: bytes, job: Job) -> Tally:
    """Return the tally of some whole lines before they are cleaned: what they hold."""
    lines = [line for line in (_read_line(raw, job) for raw in data.split(b"\n")) if isinstance(line, JsonLine)]
    rows = [CleanedRow(error=line.wrong) for line in lines]
    return count([], rows, [None if line.wrong else tuple(line.members) for line in lines], job.column)


def parse(text: str) -> JsonLine:
    """Return the members of a line's object, each with its place.

    Of a key that stands twice the last counts, as in Python.
    """
    members: dict[str, Member] = {}
    at = _skip_blank(text, 1 if text[:1] == "\ufeff" else 0)
    if text[at : at + 1] != "{":
        return JsonLine(text, {}, 0, "It is no JSON object.")
    try:
        at = _skip_blank(text, at + 1)
        while text[at : at + 1] != "}":
            if members:
                at = _skip_blank(text, _skip_past(text, at, ","))
            _skip_past(text, at, '"')
            key, at = DECODER.raw_decode(text, at)
            start = _skip_blank(text, _skip_past(text, _skip_blank(text, at), ":"))
            value, end = DECODER.raw_decode(text, start)
            members[key] = Member(value, start, end)
            at = _skip_blank(text, end)
        if (end := _skip_blank(text, at + 1)) != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
    except json.JSONDecodeError as error:
        return JsonLine(text, {}, 0, f"It is no JSON: {error.msg} at character {error.pos + 1}.")
    except RecursionError:
        return JsonLine(text, {}, 0, "Its JSON is nested too deeply.")
    return JsonLine(text, members, at)


def _keep_number(number: str) -> float:
    return 0.0


DECODER = json.JSONDecoder(parse_int=_keep_number, parse_float=_keep_number, strict=False)
"""Finds the end of a value. Numbers are not read, so that none is too large."""


def _skip_blank(text: str, at: int) -> int:
    match = JSON_BLANK.match(text, at)
    return match.end() if match else at


def _skip_past(text: str, at: int, char: str) -> int:
    if text[at : at + 1] != char:
        raise json.JSONDecodeError(f"Expecting {char!r}", text, at)
    return at + 1


def _read_line(raw: bytes, job: Job) -> JsonLine | bytes:
    if not raw.strip(b" \t\r"):
        return raw
    try:
        line = parse(raw.decode(job.encoding or "utf-8"))
    except UnicodeDecodeError as error:
        name = job.encoding or "UTF-8"
        reason = f"It is not {name} at byte {error.start + 1}."
        return JsonLine(raw.decode("utf-8", "surrogateescape"), {}, 0, reason)
    for name in job.list_added():
        if name in line.members:
            raise FileError(f"It has a member {name!r} already, which is not overwritten. Rename it, or do without.")
    return line


def _find_text(line: JsonLine, job: Job) -> str | Unread | None:
    if line.wrong is not None:
        return Unread(line.wrong)
    member = line.members.get(job.column)
    if member is None or member.value is None or isinstance(member.value, str):
        return member and member.value
    return Unread(f"Its {job.column!r} is {JSON_KINDS[type(member.value)]}, not a string.")


def _find_name(line: JsonLine, job: Job) -> str | None:
    member = line.members.get(job.id_column) if job.id_column else None
    return line.text[member.start : member.end] if member else None


def _write_line(line: JsonLine, text: str | Unread | None, row: CleanedRow, job: Job) -> bytes:
    if line.wrong is not None:
        whole, ending = line.text.removesuffix("\r"), "\r" * line.text.endswith("\r")
        return to_utf8(json.dumps({job.column: whole, **_make_added(None, row, job)}, ensure_ascii=False) + ending)
    source, members = line.text, line.members
    ascii_only = source.isascii() and "\\u" in source
    added = _make_added(source[slice(*members[job.column][1:])] if isinstance(text, str) else None, row, job)
    pieces = []
    if row.text is not None:
        member = members[job.column]
        pieces.append((member.start, member.end, json.dumps(row.text, ensure_ascii=ascii_only)))
    comma, colon = (", ", ": ") if SPACED_JSON.match(source) else (",", ":")
    new = []
    for key, value in added.items():
        written = value
        if not isinstance(value, Written):
            written = json.dumps(value, ensure_ascii=ascii_only, separators=(comma, colon))
        if key in members:
            pieces.append((members[key].start, members[key].end, written))
        else:
            new.append(f'"{key}"{colon}{written}')
    if new:
        last = max((member.end for member in members.values()), default=line.end)
        pieces.append((last, last, (comma if members else "") + comma.join(new)))
    pieces.sort()
    done = 0
    parts: list[str] = []
    for start, end, written in pieces:
        parts += (source[done:start], written)
        done = end
    parts.append(source[done:])
    return to_utf8("".join(parts))


class Written(str):
    """A value as it is to stand in a line."""

    __slots__ = ()


def _make_added(source: str | None, row: CleanedRow, job: Job) -> dict[str, Any]:
    added: dict[str, Any] = {}
    if job.keep_source:
        added[SOURCE] = None if source is None else Written(source)
    if job.changes:
        added[CHANGES] = job.count_edits(row)
    if job.keep_journal:
        added[JOURNAL] = row.journal
    added[ERROR] = row.error
    return added


def to_utf8(line: str) -> bytes:
    """Return the line in UTF-8. Half a surrogate pair, which only an escape can write, is written as that."""
    try:
        return line.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", line).encode()
