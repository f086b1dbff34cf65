"""The Markdown of a page: its blocks, read in one pass, and whether a change keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from jmclean.chinese.characters import find_places
from jmclean.chinese.fast import Lazy
from jmclean.text.edits import Change, Edit
from jmclean.text.fast import make_named

Kind = Literal[
    "heading",
    "paragraph",
    "list",
    "quote",
    "table",
    "code",
    "html",
    "rule",
    "picture",
    "page-mark",
    "formula",
    "comment",
]

FENCE_OPENING: Final = Lazy(r"[ ]{0,3}(`{3,}(?=[^`]*$)|~{3,})")
LIST_ITEM: Final = Lazy(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
HTML_OPENING: Final = Lazy(r"</?[A-Za-z][\w-]*(?=[\s/>])|<!--")
MOST_LEVELS: Final = 6
BLOCK_OPENERS: Final = frozenset("#|-*_+>0123456789<")

MANY_CHARACTERS: Final = 1_000_000
"""Characters whose lines are not held all at once."""


class Block(NamedTuple):
    """A stretch of lines without a blank one between, from its first to past its last visible character."""

    kind: Kind
    start: int
    end: int


def split_lines(text: str) -> Iterable[str]:
    """Return the lines of a text, of a large one some at a time."""
    return text.split("\n") if len(text) < MANY_CHARACTERS else _split_some_lines(text)


def _split_some_lines(text: str) -> Iterator[str]:
    start, end = 0, text.find("\n", MANY_CHARACTERS)
    while end >= 0:
        yield from text[start:end].split("\n")
        start, end = end + 1, text.find("\n", end + MANY_CHARACTERS)
    yield from text[start:].split("\n")


def parse(text: str) -> list[Block]:
    """Return the blocks of a page in order; every visible character is in exactly one."""
    found: list[tuple[Kind, int, int]] = []
    kind: Kind | None = None
    start = end = offset = 0
    fence, ended = "", False
    for line in split_lines(text):
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
        if mark in "`~" and (match := FENCE_OPENING.match(line)):
            if kind:
                found.append((kind, start, end))
            kind, start, end, fence = "code", here, stop, match[1]
            continue
        opened: Kind = _judge_opening(first) if mark in BLOCK_OPENERS else "paragraph"
        if kind is None:
            kind, start, ended = opened, here, False
        elif kind == "html" and not ended:
            pass  # up to the next blank line or the comment's end
        elif "heading" in (kind, opened) or (opened != kind and (opened in KINDS_APART or kind in KINDS_APART)):
            found.append((kind, start, end))
            kind, start, ended = opened, here, False
        ended = ended or (kind == "html" and "-->" in first)
        end = stop
    if kind:
        found.append((kind, start, len(text.rstrip()) if fence else end))
    return make_named(Block, found)


KINDS_APART: Final = ("table", "html")
"""What no other kind of block goes on with, nor it with another."""


def _judge_opening(line: str) -> Kind:
    """Return what a line opens by its first characters, one of BLOCK_OPENERS the first."""
    first = line[0]
    if first == "#":
        return "heading" if is_heading(line) else "paragraph"
    if first == "|":
        row = line.rstrip()
        return "table" if len(row) > 1 and row[-1] == "|" else "paragraph"
    if first == ">":
        return "quote"
    if first == "<":
        return "html" if HTML_OPENING.match(line) else "paragraph"
    if first in "-*_" and line.count(first) > 2 and not line.strip(f"{first} \t"):
        return "rule"
    return "list" if LIST_ITEM.match(line) else "paragraph"


DIRECTIVES: Final = ("include", "define", "undef", "ifdef", "ifndef", "endif", "pragma")
"""What stands behind the # of a line of C."""


def is_heading(line: str) -> bool:
    """Return whether a line of # is a headline: with a blank behind them, or with what is no number and no other #."""
    text = line.lstrip("#")
    if not text or len(line) - len(text) > MOST_LEVELS:
        return False
    if text[0] in " \t\u3000":
        text = text.lstrip(" \t\u3000")
        return bool(text) and not text[0].isspace()
    if text[0] == "!" or text[0].isspace() or text[0].isdecimal() or "#" in text:
        return False
    return not text.startswith(DIRECTIVES)


STRUCTURE_CHARACTERS: Final = BLOCK_OPENERS | frozenset(".)!`~")
"""Marks by which Markdown tells what a line is."""

NUMBERING_MARKS: Final = frozenset(".)!")
"""Those that tell it, with digits, only where a line begins: in the number of an item or behind the # of a heading."""


def _find_holding(parts: Sequence[str], chars: set[str]) -> list[int]:
    """Return the numbers of the parts, none of them empty, that hold one of the characters."""
    whole = "".join(parts)
    if len(whole) == len(parts):
        return find_places(whole, chars)
    return [number for number, part in enumerate(parts) for char in chars if char in part]


def _is_numbering(text: str, at: int) -> bool:
    """Return whether nothing but blanks, # and digits stands before the mark in its line, as far as one looks."""
    for before in range(at - 1, max(0, at - 12) - 1, -1):
        char = text[before]
        if char == "\n":
            break
        if char != "#" and not char.isspace() and not char.isdecimal():
            return False
    return True


def move_blocks(blocks: list[Block], edits: Sequence[Edit]) -> list[Block]:
    """Return the blocks after edits of which each lies within one, or makes one of two."""
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
    return make_named(Block, found)


def keeps_blocks(text: str, change: Change, put: set[str], taken: set[str]) -> bool:
    """Return whether only characters of no use to Markdown where they stand were `put` for what was `taken`."""
    old, new = "".join(taken), "".join(put)
    if "" in put or "" in taken or "<" in text or "`" in text:
        return False
    used = {letter for letter in old + new if letter in STRUCTURE_CHARACTERS or letter.isspace() or letter.isdecimal()}
    if any(letter not in NUMBERING_MARKS and not letter.isdecimal() for letter in used):
        return False
    holding: list[int] = []
    if not used.isdisjoint(old):
        holding += _find_holding(change.removed, used)
    if not used.isdisjoint(new):
        holding += _find_holding([put for _, _, put in change.edits], used)
    for number in holding:
        start, _, _ = change.edits[number]
        if _is_numbering(text, start):
            return False
    return True
