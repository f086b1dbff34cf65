"""What must hold for any bytes: each target reads them as a page, a file, a journal or a setting, and checks it."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from jmclean import Options, clean, replay, undo
from jmclean.corpus.jsonlines import clean_lines
from jmclean.corpus.rows import Job
from jmclean.errors import CleanError, FileError, JmcleanError, NotAPageError, UsageError
from jmclean.history.decisions import parse, to_bytes
from jmclean.history.journal import from_line, record, to_line
from jmclean.history.lookup import Wanted
from jmclean.history.partial_undo import withdraw
from jmclean.history.records import from_plain, to_plain
from jmclean.io.codec import decode, encode, find_codec, restore
from jmclean.io.messages import make_harmless
from jmclean.io.page import OutputEncoding, clean_page
from jmclean.io.selection import Selection, make_spec
from jmclean.rules import RULES
from jmclean.text.timed_regex import compile_pattern
from jmclean.views.inline import format_inline
from jmclean.views.listing import format_entry, list_entries
from jmclean.views.patch import make_patch
from jmclean.views.segments import compose
from jmclean.views.side_by_side import format_side_by_side
from tests.fuzz.dumps import DECIDED, spoil_decisions, spoil_dump
from tests.fuzz.pages import bytes_of, printable_text_of, text_of
from tests.settings import in_force

SAID = re.compile(r"\x1b\[[0-9;]*m")
"""What our own views send to a terminal to colour it."""

OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys or what turns the order of letters around; line feeds end our own lines."""

CODECS = (
    "utf-8", "gb18030", "gbk", "gb2312", "big5", "big5-hkscs", "cp950", "utf-16", "utf-16-le", "utf-16-be", "hz",
    "utf-8-sig", "utf-7", "utf-32", "ascii", "latin-1", "cp1252", "iso2022_cn" , "iso2022_jp", "shift_jis", "euc_kr",
    "cp437", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "rot13", "hex", "charmap",
)  # fmt: skip
STATELESS = frozenset((
    "utf-8", "utf-16-le", "utf-16-be", "gb18030", "ascii", "latin-1", "iso8859-1", "cp1252", "cp437",
))  # fmt: skip
"""Encodings in which a text has one form alone, so that it can be written again as it was."""

VARIANTS = (
    Options(),
    Options(captions="quote", join="full"),
    Options(captions="comment", join="off", script="keep"),
    Options(captions="keep", script="simplified"),
    Options(script="traditional", protect=("江边", "3.5", "省一市一县")),
)


@cache
def alone(rule: str) -> Options:
    """One rule by itself."""
    return Options(only=(rule,))


def keeps_what_it_promises(text: str, options: Options) -> None:
    """The journal leads there and back."""
    result = clean(text, options)
    assert replay(text, result.journal) == result.text
    assert undo(result.text, result.journal) == text
    assert all(0 <= note.start <= len(text) for note in result.notes)


def chain(data: bytes) -> None:
    """The whole chain, with several choices."""
    keeps_what_it_promises(text_of(data[1:]), VARIANTS[data[0] % len(VARIANTS)] if data else VARIANTS[0])


def rule(data: bytes) -> None:
    """One rule alone."""
    keeps_what_it_promises(text_of(data[1:]), alone(RULES[data[0] % len(RULES)] if data else RULES[0]))


def twice(data: bytes) -> None:
    """A second run changes nothing: of a rule alone, and of the chain."""
    number, text = (data[0] if data else 0), text_of(data[1:])
    options = alone(RULES[number % len(RULES)]) if number & 128 else VARIANTS[number % len(VARIANTS)]
    once = clean(text, options).text
    again = clean(once, options).text
    assert again == once, (text, once, again)


def codec(data: bytes) -> None:
    """Bytes as they come, in every encoding: they are refused, or come back as they were."""
    name = CODECS[data[0] % len(CODECS)] if data and data[0] % 2 else None
    there_and_back(data[1:], name)


def cut(data: bytes) -> None:
    """A page in one or two encodings, cut at any byte."""
    there_and_back(bytes_of(data), None)


def there_and_back(data: bytes, name: str | None) -> None:
    """Decode and restore."""
    try:
        if name is not None:
            find_codec(name)
        decoded = decode(data, name)
    except JmcleanError as error:
        is_told_in_two_sentences(error)
        return
    assert "\r" not in decoded.text
    try:
        again = restore(decoded)
    except JmcleanError:
        assert decoded.encoding not in STATELESS
        return
    assert again == data or decoded.encoding not in STATELESS, (decoded.encoding, again, data)
    with suppress(JmcleanError):
        encode(decoded.text, "gb2312", decoded.newline, decoded.bom)


def is_told_in_two_sentences(error: JmcleanError) -> None:
    """An error says what is wrong and what to do, and is no defect."""
    assert not isinstance(error, CleanError), error
    assert str(error).count(". ") >= 1, error
    assert str(error)[-1] in ".?", error


def page(data: bytes) -> None:
    """A file from bytes to bytes, and back by its journal."""
    head, rest = data[:1] or b"\0", bytes_of(data[1:])
    same: OutputEncoding = "same" if head[0] & 1 else "utf-8"
    name = CODECS[(head[0] >> 2) % len(CODECS)] if head[0] & 2 else None
    try:
        made = clean_page(rest, VARIANTS[(head[0] >> 2) % len(VARIANTS)], name, same)
    except JmcleanError as error:
        is_told_in_two_sentences(error)
        return
    line = to_line(record("a", "b", rest, made, same))
    assert line.count(b"\n") == 1
    assert from_line(line).undo(made.data) == rest
    assert made.changed or made.data == rest or name is not None or same == "utf-8"


def journal(data: bytes) -> None:
    """A line of a journal that anybody may have written."""
    try:
        found = from_line(data)
    except ValueError:
        return
    wanted = Wanted("b", "b", b"x")
    wanted.consider(found, 0)
    with suppress(FileError):
        wanted.record("journal")
    for output in (b"", "他说，好。\n".encode()):
        try:
            found.undo(output)
        except FileError as error:
            is_told_in_two_sentences(error)
    changes, _ = withdraw(found.changes, {change.rule for change in found.changes[:1]})
    assert len(changes) <= len(found.changes)


def plain(data: bytes) -> None:
    """A journal as the library reads it from JSON."""
    try:
        found = from_plain(json.loads(data))
    except (ValueError, RecursionError):
        return
    assert from_plain(to_plain(found)) == found
    with suppress(ValueError):
        undo("他说，好。\n", found)


@lru_cache(maxsize=1)
def scratch() -> Path:
    """A folder in memory, if there is one."""
    base = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112
    return Path(tempfile.mkdtemp(prefix="jmclean-fuzz-", dir=base))


def configuration(data: bytes) -> None:
    """A configuration file that anybody may have written."""
    path = scratch() / ("pyproject.toml" if data[:1] == b"[" else "jmclean.toml")
    path.write_bytes(data)
    try:
        in_force([], {"config": str(path)})
    except UsageError as error:
        is_told_in_two_sentences(error)


def pattern(data: bytes) -> None:
    """A regular expression of the user's, and a text that it looks at."""
    expression, _, text = data.decode("utf-8", "replace").partition("\n")
    try:
        found = compile_pattern(expression)
    except UsageError as error:
        is_told_in_two_sentences(error)
        return
    with suppress(JmcleanError):
        found.fullmatch(text)


def globs(data: bytes) -> None:
    """Patterns of files to take and to leave out, as a folder's own ignore file has them."""
    lines = data.decode("utf-8", "replace").split("\n")
    try:
        chosen = make_spec(lines)
        selection = Selection((lines[0],), tuple(lines[1:]))
    except UsageError as error:
        is_told_in_two_sentences(error)
        return
    for path in ("a.txt", "b/c/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.md"):
        chosen.match_file(path)
        selection.takes_file(path, ())


def views(data: bytes) -> None:
    """What a terminal shows of a page: nothing of it is obeyed, and a patch makes the output."""
    text = printable_text_of(data[1:])
    head = data[0] if data else 0
    name = text[:20]
    raw = text.encode()
    try:
        result = clean_page(raw, VARIANTS[head % len(VARIANTS)], "utf-8", "utf-8")
    except NotAPageError as error:  # a text that is nothing but a list of JSON, say
        is_told_in_two_sentences(error)
        return
    chosen = RULES[head % len(RULES) :] if head & 64 else None
    segments, steps = compose(result.source.text, result.result.journal, chosen)
    lines = [
        *format_inline(segments, head % 9, (None, 40)[head & 1], bool(head & 2)),
        *format_side_by_side(segments, None, 40 + head, bool(head & 2)),
        *map(format_entry, list_entries(name, result.source.text, steps, result.result.notes)),
        make_harmless(name),
        *(make_harmless(note.message) for note in result.result.notes),
    ]
    for line in lines:
        found = OBEYED.search(SAID.sub("", line))
        assert not found, (found, line)
    if not head & 64:
        b"".join(make_patch("name", raw, result.data, result.source, segments, 3))


def lines(data: bytes) -> None:
    """Lines of a corpus: as many rows come out as go in, each an object."""
    job = Job(keep_source=True, changes=True, keep_journal=True)
    if data[:1] > b"\x80":
        data = b'{"text": ' + json.dumps(text_of(data[1:])).encode() + b', "n": 1.10}\n' + data[-9:]
    try:
        out, _ = clean_lines(data, job)
    except FileError as error:
        is_told_in_two_sentences(error)
        return
    assert out.count(b"\n") == data.count(b"\n")
    for line in out.split(b"\n"):
        if line.strip(b" \t\r"):
            assert isinstance(json.loads(line.decode("utf-8-sig"), strict=False), dict)


def layout(data: bytes) -> None:
    """A layout dump with odd values in it: it is refused, or read and cleaned like any text."""
    try:
        made = clean_page(spoil_dump(data).encode("utf-8", "surrogatepass"), Options(), "utf-8", "utf-8")
    except JmcleanError as error:
        is_told_in_two_sentences(error)
        return
    assert replay(made.source.text, made.result.journal) == made.result.text
    assert undo(made.result.text, made.result.journal) == made.source.text


def decisions(data: bytes) -> None:
    """A file of decisions that anybody may have written: it is refused, or heeded where the text has the place."""
    raw = data[1:] if data[:1] < b"\x40" else spoil_decisions(data[1:])
    try:
        found = parse("decisions", raw)
    except UsageError as error:
        is_told_in_two_sentences(error)
        return
    assert parse("decisions", to_bytes(found)) == sorted(found, key=lambda decision: decision.page)
    for text in (DECIDED, DECIDED.replace("昨夜", "前夜，")):
        result = clean(text, Options(decisions=tuple(found)))
        assert replay(text, result.journal) == result.text
        assert undo(result.text, result.journal) == text
        assert set(result.found) <= set(range(len(found)))


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        chain, rule, twice, codec, cut, page, journal, plain, configuration, pattern, globs, views, lines,
        layout, decisions,
    )
}  # fmt: skip
"""Every target by its name."""
