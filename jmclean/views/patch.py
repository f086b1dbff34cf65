"""A diff as a unified patch of bytes, which `patch` and `git apply` turn the file with into what cleaning it writes."""

from __future__ import annotations

import os
from collections.abc import Iterator

from jmclean.errors import EncodeError
from jmclean.io.codec import Decoded
from jmclean.views.rows import cut_rows
from jmclean.views.segments import Segment

NO_END = b"\n\\ No newline at end of file\n"

Pair = tuple[list[bytes], list[bytes]]
"""Lines of the source, and those that stand for them in the output."""


def make_patch(
    name: str, old: bytes, new: bytes, source: Decoded, segments: list[Segment], context: int
) -> Iterator[bytes]:
    """Yield the patch that makes `new` of the file `old`, with `context` lines around each change.

    `source` is what `old` was decoded to and `segments` lead from its text to that of `new`. Line ends are line feeds
    to a patch; where one is a carriage return alone it is a part of the line. Raises EncodeError for UTF-16.
    """
    if source.encoding.startswith("utf-16"):
        raise EncodeError("A patch cannot hold UTF-16. Convert the page with jmclean -i, or leave out --unified.")
    pairs = list(_pair_lines(old, new, source, segments))
    if not any(before != after for before, after in pairs):
        return
    path = _strip_folder(name)
    yield b"--- %b\n+++ %b\n" % (_quote(f"a/{path}"), _quote(f"b/{path}"))
    for hunk in _find_hunks(pairs, context):
        yield from hunk


def _pair_lines(old: bytes, new: bytes, source: Decoded, segments: list[Segment]) -> Iterator[Pair]:
    """Yield the lines of both in pairs of groups, single where they are the same."""
    before, after = _split_lines(old), _split_lines(new)
    odd = dict(source.odd)
    feeds = [0]
    for number in range(source.text.count("\n")):
        feeds.append(feeds[-1] + ("\n" in odd.get(number, source.newline)))
    breaks = "\n" in source.newline
    at = output_at = 0
    line = output_line = 1
    for row in [*cut_rows(segments), None]:
        if row is not None:
            line, output_line = row.line, row.output_line
            stop, output_stop = feeds[line - 1], (output_line - 1) * breaks
        else:
            stop, output_stop = len(before), len(after)
        one, other = before[at:stop], after[output_at:output_stop]
        if one or other:
            yield from zip(([x] for x in one), ([x] for x in other)) if one == other else [(one, other)]  # noqa: B905
        at, output_at = stop, output_stop


def _split_lines(data: bytes) -> list[bytes]:
    """Return the lines as a patch knows them, each with its line feed."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _find_hunks(pairs: list[Pair], context: int) -> Iterator[list[bytes]]:
    """Yield the hunks: changes with the lines around them, those near each other together."""
    line = output_line = 1
    body: list[bytes] = []
    around: list[bytes] = []
    start = output_start = size = output_size = 0
    for before, after in pairs:
        if before == after:
            around += before
            if body and len(around) > 2 * context:
                tail = around[:context]
                yield _format_hunk(start, size, output_start, output_size, body, tail)
                body = []
                around = around[context:]
            if not body:
                around = around[len(around) - context :] if context else []
        else:
            if not body:
                start, output_start = line - len(around), output_line - len(around)
                size = output_size = 0
            body += [b" " + text for text in around]
            size, output_size = size + len(around) + len(before), output_size + len(around) + len(after)
            body += [b"-" + text for text in before] + [b"+" + text for text in after]
            around = []
        line, output_line = line + len(before), output_line + len(after)
    if body:
        yield _format_hunk(start, size, output_start, output_size, body, around[:context])


def _format_hunk(
    start: int, size: int, output_start: int, output_size: int, body: list[bytes], tail: list[bytes]
) -> list[bytes]:
    size, output_size = size + len(tail), output_size + len(tail)
    spans = f"-{start - (not size)},{size} +{output_start - (not output_size)},{output_size}"
    lines = [*body, *(b" " + text for text in tail)]
    return [f"@@ {spans} @@\n".encode(), *(text if text.endswith(b"\n") else text + NO_END for text in lines)]


def _strip_folder(name: str) -> str:
    """Return the name from the folder that the command runs in, where the file lies below it, else without its root."""
    path = os.path.relpath(name)
    if path.startswith(os.pardir):
        path = os.path.abspath(name).lstrip("/")  # noqa: PTH100 - links are not followed
    return path.replace(os.sep, "/")


def _quote(name: str) -> bytes:
    """Return a file's name as git writes it in a patch: in quotes where it holds what would end it, else as it is."""
    data = os.fsencode(name)
    if not any(byte < 32 or byte in b'"\\\x7f' for byte in data):
        return data + b"\t" * (b" " in data)
    shown = b"".join([b"\\%03o" % c if c < 32 or c > 126 else b"\\%c" % c if c in b'"\\' else b"%c" % c for c in data])
    return b'"%b"' % shown
