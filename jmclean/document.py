"""A page as rules see it: one string, and spans over it that are worked out when a rule asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from jmclean.edits import Offsets
from jmclean.lazy import Lazy
from jmclean.marks import LATIN_WORD, LETTER, RARE, places

if TYPE_CHECKING:
    from jmclean.edits import Change, Edit
    from jmclean.joiner.plan import Plan

Kind = Literal["heading", "paragraph", "list", "quote", "table", "code", "html", "rule"]

FENCE: Final = Lazy(r"[ ]{0,3}(`{3,}(?=[^`]*$)|~{3,})")
ITEM: Final = Lazy(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
TAG: Final = Lazy(r"</?[A-Za-z][\w-]*(?=[\s/>])|<!--")
MOST_LEVELS: Final = 6
OPENERS: Final = frozenset("#|-*_+>0123456789<")

GUARDED: Final = Lazy(
    r"(?a:(?<!`)(`+)(?!`)[^\n]{0,500}?(?<!`)\1(?!`)"  # code
    r"|\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?\)"  # the target of a link
    r"|\b(?:https?|ftp|file|mailto)://[\x21-\x7e]+|\bwww\.[\x21-\x7e]+"
    r"|[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,62}){1,4}"
    r"|<!--(?:(?!<!--)[^\0]){0,5000}?-->|</?[A-Za-z][^<>\n]{0,500}>)"
)
GUARD_MARKS: Final = (
    *(("`", "`"), ("<", "<"), ("|", "|"), ("@", "@"), ("]", "](")),
    *(("~", "~~~"), ("/", "://"), ("w", "www.")),
)
"""What no guarded span is without, each behind its rarest character, which is faster found."""

TRAILING: Final = ".,;:!?)'\"]}"
"""Marks that end the sentence around a bare URL rather than the URL."""


MANY: Final = 1_000_000
"""Characters whose lines are not held all at once."""


class Block(NamedTuple):
    """A stretch of lines without a blank one between, from its first to past its last visible character."""

    kind: Kind
    start: int
    end: int


class Document:
    """One page: its text, its Markdown blocks, the spans in which nothing may change, and notes for the user.

    `plan` is what was decided of its joins, if it was, `small_type` the spans that lines told to be set in smaller
    type than the columns, `goes_on` whether more blocks follow behind it; these go with the page from rule to rule.
    """

    def __init__(self, text: str, protect: tuple[str, ...] = (), plan: Plan | None = None) -> None:
        self.text = text
        self.protect = protect
        self.small_type: list[tuple[int, int]] = []
        self.goes_on = False
        self._plan = plan
        self._changes: tuple[Change, ...] = ()
        self._notes: list[tuple[int, str]] = []
        self._blocks: list[Block] | None = None
        self._starts: list[int] = []
        self._guards: Spans | None = None
        self._unguarded = False
        self._foreign: dict[int, bool] = {}
        self._plain: bool | None = None

    @property
    def plan(self) -> Plan | None:
        """What is joined and taken out, once it was worked out; it is moved past changes when it is asked for."""
        for change in self._changes:
            self._plan = self._plan and self._plan.after(change)
        self._changes = ()
        return self._plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self._plan = plan

    @property
    def planned(self) -> Plan | None:
        """The same as it was worked out: its spans may be those of an earlier text."""
        return self._plan

    @property
    def blocks(self) -> list[Block]:
        """The Markdown blocks in order. Every visible character is in exactly one."""
        if self._blocks is None:
            self._blocks = _parse(self.text)
        return self._blocks

    @property
    def guards(self) -> Spans:
        """Code, tables, HTML, link targets, URLs, mail addresses, protected words: no letter or mark changes there."""
        if self._guards is None:
            text = self.text
            self._unguarded = not self.protect and not any(char in text and mark in text for char, mark in GUARD_MARKS)
            self._guards = Spans([] if self._unguarded else list(self._guarded()))
        return self._guards

    @property
    def guarded(self) -> list[str]:
        """What stands in the guarded spans."""
        guards = self.guards
        return [self.text[start:end] for start, end in zip(guards.starts, guards.ends, strict=True)]

    @property
    def is_plain(self) -> bool:
        """Whether the text has no stray character and no full-width letter."""
        if self._plain is None:
            self._plain = RARE.search(self.text) is None
        return self._plain

    def block_at(self, offset: int) -> Block:
        """The block that holds a visible character."""
        blocks = self.blocks
        if not self._starts:
            self._starts = [start for _, start, _ in blocks]
        return blocks[bisect_right(self._starts, offset) - 1]

    def is_foreign(self, offset: int) -> bool:
        """Whether the block of a character has more Latin words than Han letters, so that Latin marks are its own."""
        _, start, end = self.block_at(offset)
        known = self._foreign.get(start)
        if known is None:
            text, size = self.text[start:end], end - start
            few = len(text.encode("ascii", "ignore")) * 8 < size  # no language has such long words
            words = 0 if few else len(LATIN_WORD.findall(text))
            known = self._foreign[start] = words * 16 >= size and words > len(LETTER.found(text, 0, size))
        return known

    def matches(self, pattern: re.Pattern[str] | Lazy) -> Iterator[re.Match[str]]:
        """The matches of `pattern` in the text that touch no guarded span."""
        found = pattern.finditer(self.text)
        if self.guards:
            return (match for match in found if not self.guards.touch(*match.span()))
        return found

    def report(self, start: int, message: str) -> None:
        """Tell the user of a place that was left as it is, at this offset of the text."""
        self._notes.append((start, message))

    def take_notes(self) -> list[tuple[int, str]]:
        """The reports since the last call, as (offset, message)."""
        notes, self._notes = self._notes, []
        return notes

    def anew(self, text: str) -> Document:
        """A document of another text that stands where this one does, and of which nothing is known yet."""
        other = Document(text, self.protect)
        other.goes_on = self.goes_on
        return other

    def after(self, text: str, change: Change) -> Document:
        """The document that a change made of this one.

        A plan of joins goes with it, its offsets moved; so do the blocks and the lack of guards where the change cannot
        have made others.
        """
        after = Document(text, self.protect, self._plan)
        after.goes_on = self.goes_on
        after._changes = (*self._changes, change) if self._plan else ()
        if self.small_type:
            moved = Offsets(change)
            after.small_type = [moved.after(span) for span in self.small_type]
        put, taken = {new for _, _, new in change.edits}, set(change.removed)
        letters = "".join(put)
        if self._plain and RARE.search(letters) is None:
            after._plain = True
        if self._blocks is not None and self._keeps_blocks(change, put, taken):
            if {len(part) for part in put | taken} == {1}:
                after._blocks, after._starts = self._blocks, self._starts
            else:
                after._blocks = _moved(self._blocks, change.edits)
            if self._unguarded and not any(map(str.isascii, letters)):
                after._guards, after._unguarded = self._guards, True
        return after

    def _guarded(self) -> Iterator[tuple[int, int]]:
        text = self.text
        marked = "`" in text or "<" in text
        if marked or "|" in text or "~~~" in text:
            yield from ((b.start, b.end) for b in self.blocks if b.kind in ("code", "table", "html"))
        if marked or "@" in text or "](" in text or "://" in text or "www." in text:
            for match in GUARDED.finditer(text):
                start, end = match.span()
                if text[start] != "]" and ("://" in match[0] or match[0].startswith("www.")):
                    end = start + len(match[0].rstrip(TRAILING))
                yield start, end
        for word in self.protect:
            start = text.find(word) if word else -1
            while start >= 0:
                yield start, start + len(word)
                start = text.find(word, start + len(word))

    def _keeps_blocks(self, change: Change, put: set[str], taken: set[str]) -> bool:
        """Whether letters and marks alone were `put` for what was `taken`, none of use to Markdown where it stands.

        What marks a heading as one may change, since it is marked as one again, and two may become one.
        """
        if change.rule == MARKS_HEADINGS:
            return True
        text, old, new = self.text, "".join(taken), "".join(put)
        if "" in put or "" in taken or "<" in text or "`" in text:
            return False
        used = {letter for letter in old + new if letter in STRUCTURE or letter.isspace() or letter.isdecimal()}
        if any(letter not in NUMBERING and not letter.isdecimal() for letter in used):
            return False
        holding: list[int] = []
        if not used.isdisjoint(old):
            holding += _holding(change.removed, used)
        if not used.isdisjoint(new):
            holding += _holding([put for _, _, put in change.edits], used)
        for number in holding:
            start, _, _ = change.edits[number]
            if _is_numbering(text, start):
                return False
        return True


MARKS_HEADINGS: Final = "headings"
"""The rule that puts # and a blank where # stood, and the words of two headings in one line."""

STRUCTURE: Final = OPENERS | frozenset(".)!`~")
"""Marks by which Markdown tells what a line is."""

NUMBERING: Final = frozenset(".)!")
"""Those that tell it, with digits, only where a line begins: in the number of an item or behind the # of a heading."""


def _holding(parts: Sequence[str], chars: set[str]) -> list[int]:
    """The numbers of the parts, none of them empty, that hold one of the characters."""
    whole = "".join(parts)
    if len(whole) == len(parts):
        return places(whole, chars)
    return [number for number, part in enumerate(parts) for char in chars if char in part]


def _is_numbering(text: str, at: int) -> bool:
    """Whether nothing but blanks, # and digits stands before the mark in its line, as far as one looks."""
    for before in range(at - 1, max(0, at - 12) - 1, -1):
        char = text[before]
        if char == "\n":
            break
        if char != "#" and not char.isspace() and not char.isdecimal():
            return False
    return True


def _moved(blocks: list[Block], edits: Sequence[Edit]) -> list[Block]:
    """The blocks after edits of which each lies within one, or makes one of two."""
    starts = [start for start, _, _ in edits]
    growth = [len(new) - (end - start) for start, end, new in edits]
    found: list[tuple[Kind, int, int]] = []
    number = grown = last = 0
    for kind, start, end in blocks:
        while number < len(starts) and starts[number] < start:
            grown += growth[number]
            number += 1
        first = start + grown
        if found and first <= last:
            first = found.pop()[1]
        while number < len(starts) and starts[number] < end:
            grown += growth[number]
            number += 1
        last = end + grown
        found.append((kind, first, last))
    return _made(found)


def _made(blocks: list[tuple[Kind, int, int]]) -> list[Block]:
    """Blocks all at once, which takes half as long as one by one."""
    return list(map(tuple.__new__, repeat(Block), blocks))


class Spans:
    """Merged half-open spans in order, asked by offset."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(end, self.ends[-1])
            else:
                self.starts.append(start)
                self.ends.append(end)

    def __len__(self) -> int:
        return len(self.starts)

    def touch(self, start: int, end: int) -> bool:
        """Whether a character from `start` up to `end` lies in a span; an empty range asks about its inside."""
        if not self.starts:
            return False
        number = bisect_right(self.starts, max(start, end - 1)) - 1
        return number >= 0 and self.ends[number] > start and (start < end or self.starts[number] < start)


def lines(text: str) -> Iterable[str]:
    """The lines of a text, of a large one some at a time."""
    return text.split("\n") if len(text) < MANY else _some_lines(text)


def _some_lines(text: str) -> Iterator[str]:
    start, end = 0, text.find("\n", MANY)
    while end >= 0:
        yield from text[start:end].split("\n")
        start, end = end + 1, text.find("\n", end + MANY)
    yield from text[start:].split("\n")


def _parse(text: str) -> list[Block]:
    found: list[tuple[Kind, int, int]] = []
    kind: Kind | None = None
    start = end = offset = 0
    fence, ended = "", False
    for line in lines(text):
        first = line.lstrip()
        if not first and not fence:
            if kind:
                found.append((kind, start, end))
                kind = None
            offset += len(line) + 1
            continue
        here = offset + len(line) - len(first)
        stop = offset + len(line.rstrip())
        offset += len(line) + 1
        if fence:
            end = max(end, stop)
            if first.startswith(fence) and not first.strip(fence[0] + " \t"):
                found.append(("code", start, end))
                kind, fence = None, ""
            continue
        mark = first[0]
        if mark in "`~" and (match := FENCE.match(line)):
            if kind:
                found.append((kind, start, end))
            kind, start, end, fence = "code", here, stop, match[1]
            continue
        opened: Kind = _opened(first) if mark in OPENERS else "paragraph"
        if kind is None:
            kind, start, ended = opened, here, False
        elif kind == "html" and not ended:
            pass  # up to the next blank line or the comment's end
        elif "heading" in (kind, opened) or (opened != kind and (opened in APART or kind in APART)):
            found.append((kind, start, end))
            kind, start, ended = opened, here, False
        ended = ended or (kind == "html" and "-->" in first)
        end = stop
    if kind:
        found.append((kind, start, len(text.rstrip()) if fence else end))
    return _made(found)


APART: Final = ("table", "html")
"""What no other kind of block goes on with, nor it with another."""


def _opened(line: str) -> Kind:
    """What a line opens by its first characters, one of OPENERS the first."""
    first = line[0]
    if first == "#":
        return "heading" if is_heading(line) else "paragraph"
    if first == "|":
        row = line.rstrip()
        return "table" if len(row) > 1 and row[-1] == "|" else "paragraph"
    if first == ">":
        return "quote"
    if first == "<":
        return "html" if TAG.match(line) else "paragraph"
    if first in "-*_" and line.count(first) > 2 and not line.strip(f"{first} \t"):
        return "rule"
    return "list" if ITEM.match(line) else "paragraph"


def is_heading(line: str) -> bool:
    """Whether a line of # is a headline: with a blank behind them, or with what is no number and no other #."""
    text = line.lstrip("#")
    if not text or len(line) - len(text) > MOST_LEVELS:
        return False
    if text[0] in " \t\u3000":
        text = text.lstrip(" \t\u3000")
        return bool(text) and not text[0].isspace()
    return text[0] != "!" and not text[0].isspace() and not text[0].isdecimal() and "#" not in text
