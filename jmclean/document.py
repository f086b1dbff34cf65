"""A page as rules see it: one string, and spans over it that are worked out when a rule asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from jmclean.edits import Offsets
from jmclean.lazy import Lazy

if TYPE_CHECKING:
    from jmclean.edits import Change
    from jmclean.plan import Plan

Kind = Literal["heading", "paragraph", "list", "quote", "table", "code", "html", "rule"]

FENCE = Lazy(r"[ ]{0,3}(`{3,}(?=[^`]*$)|~{3,})")
MARKUP: tuple[tuple[Kind, Lazy], ...] = (
    ("heading", Lazy(r"#{1,6}(?:[ \t\u3000]+\S|[^#\s!\d][^#]*$)")),
    ("table", Lazy(r"\|.*\|\s*$")),
    ("rule", Lazy(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")),
    ("list", Lazy(r"(?:[-*+]|\d{1,3}[.)])[ \t]+\S")),
    ("quote", Lazy(r">")),
    ("html", Lazy(r"</?[A-Za-z][\w-]*(?=[\s/>])|<!--")),
)
OPENERS = frozenset("#|-*_+>0123456789<")

GUARDED = Lazy(
    r"(?a:(?<!`)(`+)(?!`)[^\n]{0,500}?(?<!`)\1(?!`)"  # code
    r"|\]\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?\)"  # the target of a link
    r"|\b(?:https?|ftp|file|mailto)://[\x21-\x7e]+|\bwww\.[\x21-\x7e]+"
    r"|[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,62}){1,4}"
    r"|<!--[^\0]{0,5000}?-->|</?[A-Za-z][^<>\n]{0,500}>)"
)
TRAILING = ".,;:!?)'\"]}"
"""Marks that end the sentence around a bare URL rather than the URL."""


class Block(NamedTuple):
    """A stretch of lines without a blank one between, from its first to past its last visible character."""

    kind: Kind
    start: int
    end: int


class Document:
    """One page: its text, its Markdown blocks, the spans in which nothing may change, and notes for the user.

    `plan` is what was decided of its joins, if it was, `small_type` the spans that lines told to be set in smaller
    type than the columns; both go with the page from rule to rule.
    """

    def __init__(self, text: str, protect: tuple[str, ...] = (), plan: Plan | None = None) -> None:
        self.text = text
        self.protect = protect
        self.plan = plan
        self.small_type: list[tuple[int, int]] = []
        self._notes: list[tuple[int, str]] = []

    @cached_property
    def blocks(self) -> list[Block]:
        """The Markdown blocks in order. Every visible character is in exactly one."""
        return list(_parse(self.text))

    @cached_property
    def guards(self) -> Spans:
        """Code, tables, HTML, link targets, URLs, mail addresses, protected words: no letter or mark changes there."""
        text, found = self.text, []
        if "`" in text or "~~~" in text or "|" in text or "<" in text:
            found += [(b.start, b.end) for b in self.blocks if b.kind in ("code", "table", "html")]
        if "`" in text or "](" in text or "://" in text or "www." in text or "@" in text or "<" in text:
            for match in GUARDED.finditer(text):
                start, end = match.span()
                if "://" in match[0] or match[0].startswith("www."):
                    end = start + len(match[0].rstrip(TRAILING))
                found.append((start, end))
        for word in self.protect:
            start = text.find(word) if word else -1
            while start >= 0:
                found.append((start, start + len(word)))
                start = text.find(word, start + len(word))
        return Spans(found)

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

    def after(self, text: str, change: Change) -> Document:
        """The document that a change made of this one; what was found out of it goes with it, its offsets moved."""
        doc = Document(text, self.protect, self.plan and self.plan.after(change))
        if self.small_type:
            moved = Offsets(change)
            doc.small_type = [moved.after(span) for span in self.small_type]
        return doc


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
        number = bisect_right(self.starts, max(start, end - 1)) - 1
        return number >= 0 and self.ends[number] > start and (start < end or self.starts[number] < start)


def _parse(text: str) -> Iterator[Block]:
    kind: Kind | None = None
    start = end = offset = 0
    fence = ""
    for line in text.split("\n"):
        first = line.lstrip()
        here = offset + len(line) - len(first)
        stop = offset + len(line.rstrip())
        offset += len(line) + 1
        if fence:
            end = max(end, stop)
            if first.startswith(fence) and not first.strip(fence[0] + " \t"):
                yield Block("code", start, end)
                kind, fence = None, ""
            continue
        if not first:
            if kind:
                yield Block(kind, start, end)
                kind = None
            continue
        if first[0] in "`~" and (match := FENCE.match(line)):
            if kind:
                yield Block(kind, start, end)
            kind, start, end, fence = "code", here, stop, match[1]
            continue
        opened = _opened(first) if first[0] in OPENERS else "paragraph"
        if kind is None:
            kind, start = opened, here
        elif kind == "html" and "-->" not in text[start:end]:
            pass  # up to the next blank line or the comment's end
        elif {"heading"} & {kind, opened} or (opened != kind and {"table", "html"} & {opened, kind}):
            yield Block(kind, start, end)
            kind, start = opened, here
        end = stop
    if kind:
        yield Block(kind, start, len(text.rstrip()) if fence else end)


def _opened(line: str) -> Kind:
    for kind, pattern in MARKUP:
        if pattern.match(line):
            return kind
    return "paragraph"
