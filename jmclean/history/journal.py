"""The journal of a run: one line of JSON a page, enough to give the source back from the output, byte for byte."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any, NamedTuple
from zlib import compress, decompressobj
from zlib import error as ZlibError  # noqa: N812 - the module has a class of that name in lower case

from jmclean.errors import FileError, JmcleanError, UsageError
from jmclean.history.edited_undo import pack_lines
from jmclean.history.records import from_plain, to_plain
from jmclean.io.codec import Decoded, decode_as, encode, restore
from jmclean.io.page import CleanedPage, OutputEncoding
from jmclean.text.edits import Change, Journal, undo
from jmclean.text.engine_facts import PhysicalPage, recall_pages
from jmclean.version import VERSION

PACKED, ROOM = 100, 1 << 20
"""How many times as large as what was packed a text may be that is unpacked, and bytes that are always allowed."""

EDITS_OF_PART = 10_000
"""How many edits are written together."""

JOURNAL_START = b'{"jmclean": '
"""What every line begins with, by which a journal is told from a file of another kind."""


KEY_TYPES: dict[str, tuple[type, ...]] = {
    "source": (str, type(None)),
    "output": (str, type(None)),
    "source_sha256": (str,),
    "output_sha256": (str,),
    "encoding": (str,),
    "newline": (str,),
    "bom": (bool,),
    "output_encoding": (str,),
    "output_bom": (bool,),
}
"""What the plain values of a line must be."""


class Record(NamedTuple):
    """What was done to one page. Paths are as they were named, None for standard input and output.

    `pages` are the physical pages that marks in the source part, with offsets in it. `lines` are the lengths and
    checksums of the lines of the output, by which those are known that a person edited. `original` holds the source
    itself where its encoding has two codes for one character, so that decoding and encoding again would not give the
    same bytes.
    """

    source: str | None
    output: str | None
    source_sha256: str
    output_sha256: str
    encoding: str
    newline: str
    bom: bool
    odd: tuple[tuple[int, str], ...]
    output_encoding: str
    output_bom: bool
    changes: Journal
    original: bytes | None = None
    pages: tuple[PhysicalPage, ...] = ()
    lines: bytes = b""

    @property
    def is_change(self) -> bool:
        """Return whether the output is another than the source."""
        return self.source_sha256 != self.output_sha256

    def text(self, output: bytes) -> str:
        """Return the text of the output as the last rule left it. Raises ValueError where the bytes are not its own."""
        return decode_as(output, self.output_encoding, self.newline, self.output_bom)

    def encode_text(self, text: str) -> bytes:
        """Return the bytes of a text, as the output's were made. Raises EncodeError."""
        return encode(text, self.output_encoding, self.newline, self.output_bom)

    def undo(self, output: bytes) -> bytes:
        """Return the source that `output` was made from.

        Raises FileError where the journal does not lead back to it.
        """
        if not self.is_change:
            return output
        source = self.original
        if source is None:
            try:
                source = self._restore(output)
            except (ValueError, LookupError, OverflowError, JmcleanError) as error:
                raise FileError(f"The journal's line is damaged: {error}. Look for another copy of it.") from None
        if _hash(source) != self.source_sha256:
            raise FileError("The journal's line is damaged: it leads to another text. Look for another copy of it.")
        return source

    def encode_source(self, text: str) -> bytes:
        """Return the bytes of a text, as the source's were made. Raises EncodeError."""
        return encode(text, self.encoding, self.newline, self.bom)

    def _restore(self, output: bytes) -> bytes:
        text = undo(self.text(output), self.changes)
        return restore(Decoded(text, self.encoding, self.newline, self.bom, self.odd))


def record(
    source: str | None, output: str | None, data: bytes, page: CleanedPage, output_encoding: OutputEncoding
) -> Record:
    """Return the record of a page that was read as `data`; it is tried out, and leads back to them."""
    text, encoding, newline, bom, odd = page.source
    same = output_encoding == "same"
    made = Record(
        source,
        output,
        _hash(data),
        _hash(page.data),
        encoding,
        newline,
        bom,
        odd,
        encoding if same else "utf-8",
        bom and same,
        page.result.journal,
        pages=recall_pages(text).pages,
        lines=pack_lines(page.result.text),
    )
    try:
        exact = not made.is_change or made._restore(page.data) == data
    except (ValueError, LookupError, JmcleanError):
        exact = False
    return made if exact else made._replace(original=data)


def to_line(record: Record) -> bytes:
    """Return a record as a line of JSON."""
    try:
        return b"".join([part.encode() for part in _write_parts(record, to_ascii=False)])
    except UnicodeEncodeError:  # a name that is no text
        return b"".join([part.encode() for part in _write_parts(record, to_ascii=True)])


def _write_parts(record: Record, to_ascii: bool) -> Iterator[str]:
    """Yield the line in parts: what json makes of all edits of a large page at once is many times what it holds."""
    plain: dict[str, Any] = {"jmclean": VERSION, **record._asdict()}
    del plain["changes"], plain["original"]
    plain["lines"] = b64encode(record.lines).decode()
    if not record.pages:
        del plain["pages"]
    yield json.dumps(plain, ensure_ascii=to_ascii)[:-1] + ', "changes": ['
    for number, change in enumerate(record.changes):
        yield f'{", " * bool(number)}{{"rule": {json.dumps(change.rule)}, "edits": ['
        for start in range(0, len(change.edits), EDITS_OF_PART):
            some = Change(
                change.rule, change.edits[start : start + EDITS_OF_PART], change.removed[start : start + EDITS_OF_PART]
            )
            yield ", " * bool(start) + json.dumps(to_plain((some,))[0]["edits"], ensure_ascii=to_ascii)[1:-1]
        yield "]}"
    original = "" if record.original is None else f', "original": "{b64encode(_pack(record.original)).decode()}"'
    yield f"]{original}}}\n"


def from_line(line: bytes) -> Record:
    """Return the record of a line. Raises ValueError where it is none, or only a part of one."""
    try:
        plain = json.loads(line)
        values = {name: plain[name] for name in KEY_TYPES}
        for name, kinds in KEY_TYPES.items():
            if type(values[name]) not in kinds:
                raise TypeError(f"{name} is {values[name]!r:.40}")
        original = plain.get("original")
        return Record(
            **values,
            odd=tuple((int(number), str(end)) for number, end in plain["odd"]),
            changes=from_plain(plain["changes"]),
            original=None if original is None else _unpack(b64decode(original)),
            pages=tuple(PhysicalPage(*_read_page(found)) for found in plain.get("pages", ())),
            lines=b64decode(plain.get("lines", "")),
        )
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError, ZlibError) as error:
        raise ValueError(f"not a record: {error}") from None


def _read_page(plain: list[Any]) -> tuple[int, int, int | None]:
    """Return the values of a physical page. Raises TypeError for any other list."""
    start, end, number = plain
    if type(start) is not int or type(end) is not int or not (number is None or type(number) is int):
        raise TypeError("a page has a start, an end and a number or none")
    return start, end, number


def _pack(data: bytes) -> bytes:
    """Return the bytes in less room, but never in so little that `_unpacked` would not believe it."""
    packed = compress(data)
    return packed if len(data) <= PACKED * len(packed) + ROOM else compress(data, 0)


def _unpack(packed: bytes) -> bytes:
    """Return what `_packed` packed. Raises ValueError for more than that would, which could fill the memory."""
    unpacking = decompressobj()
    data = unpacking.decompress(packed, PACKED * len(packed) + ROOM)
    if not unpacking.eof:
        raise ValueError("not a record: its original is cut, or larger than it says")
    return data


def check(path: str) -> None:
    """Raise UsageError where a journal cannot be written to `path`, or would be written into a file that is none."""
    try:
        with open(path, "ab+") as file:
            file.seek(0)
            first = file.read(len(JOURNAL_START))
    except OSError as error:
        raise UsageError(f"{path}: The journal cannot be written: {error.strerror}. Name another place.") from None
    if first and first != JOURNAL_START:
        raise UsageError(f"{path}: This file is no journal, and nothing is added to it. Name another place.")


def append(path: str, record: Record, durable: bool) -> None:
    """Add a line to a journal, whole or not at all, whoever else writes to it; `durable` waits for the disk.

    A line that an earlier run could not finish is left behind on a line of its own. Raises FileError.
    """
    line = to_line(record)
    try:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _lock(file)
            size = os.fstat(file).st_size
            torn = False
            if size:
                os.lseek(file, size - 1, os.SEEK_SET)
                torn = os.read(file, 1) != b"\n"
            data = memoryview(b"\n" + line if torn else line)
            try:
                while data:
                    data = data[os.write(file, data) :]
            except BaseException:
                os.ftruncate(file, size)
                raise
            if durable:
                os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise FileError(
            f"Its journal {path} could not be written: {error.strerror}. The file is as it was; make room there."
        ) from None


def read_records(path: str) -> Iterator[tuple[int, Record]]:
    """Yield the read_records of a journal, each with the offset of its line; lines that are not whole are passed over.

    Raises FileError.
    """
    try:
        with open(path, "rb") as file:
            offset = 0
            for line in file:
                if not offset and not line.startswith(JOURNAL_START):
                    raise FileError("This is no journal. Name the file that --journal wrote.")
                with suppress(ValueError):
                    yield offset, from_line(line)
                offset += len(line)
    except OSError as error:
        raise FileError(f"The journal could not be read: {error.strerror}. Check the name.") from None


def read_record(path: str, offset: int) -> Record:
    """Return the record whose line begins at `offset`. Raises FileError."""
    try:
        with open(path, "rb") as file:
            file.seek(offset)
            return from_line(file.readline())
    except (OSError, ValueError) as error:
        raise FileError(f"The journal {path} has changed meanwhile ({error}). Try again.") from None


def _lock(file: int) -> None:
    """Keep other processes from writing until the file is closed, where the system can."""
    try:
        import fcntl
    except ImportError:  # Windows, where an append of one line is not torn either
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
