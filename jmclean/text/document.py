"""A page as rules see it: one string, and spans over it that are worked out when a rule asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Protocol, TypeVar, cast

from jmclean.chinese.characters import LATIN_WORD, LETTER, RARE
from jmclean.chinese.fast import Lazy, holds_any
from jmclean.text.code_lines import STATEMENT_MARKS, find_statements
from jmclean.text.doubt import Doubt, Report
from jmclean.text.edits import Change
from jmclean.text.engine_marks import MARK_KINDS, has_marks, is_prose, set_marks_apart
from jmclean.text.fast import make_named
from jmclean.text.markdown import Block, keeps_blocks, move_blocks, parse
from jmclean.text.markup import has_structure, is_authored, keeps_structure

GUARDED_SPAN: Final = Lazy(
    r"(?a:(?<!`)(`+)(?!`)[^\n]{0,500}?(?<!`)\1(?!`)"  # code
    r"|\]\((?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)"  # the target of a link
    r"(?:[ \t]{1,9}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\)"  # and its title
    r"|\b(?:https?|ftp|file|mailto)://[\x21-\x7e]+(?:[\u4e00-\u9fff]{1,30}[/?=&#][\x21-\x7e]*){0,20}"
    r"|\bwww\.[\x21-\x7e]+(?:[\u4e00-\u9fff]{1,30}[/?=&#][\x21-\x7e]*){0,20}"
    r"|(?<![A-Za-z])[A-Za-z]:\\(?:[^\\/:*?\"<>|\s，。、；：！？“”「」（）]{1,80}\\){0,20}[^\\/:?\"<>|\s，。、；：！？“”「」（）]{0,80}"
    r"|[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,62}){1,4}"
    r"|<!--(?:(?!<!--)[^\0]){0,5000}?-->|</?[A-Za-z][^<>\n]{0,500}>)"
)
GUARD_MARKS: Final = (
    *(("`", "`"), ("<", "<"), ("|", "|"), ("@", "@"), ("]", "](")),
    *(("~", "~~~"), ("/", "://"), ("w", "www."), ("\\", ":\\")),
    *((mark[0], mark) for mark in STATEMENT_MARKS),
)
"""What no guarded span is without, each behind its rarest character, which is faster found."""

INLINE_CODE: Final = Lazy(r"(?<!`)(`+)(?!`)[^\n]{0,500}?(?<!`)\1(?!`)")
GUARDED_KINDS: Final = frozenset({"code", "table", "html"}) | MARK_KINDS
INLINE_MARKUP: Final = Lazy(
    r"\[\^[^\]\n]{1,60}\]:?|(?<=\])\[[^\[\]\n]{0,60}\]"  # notes and references
    r"|\[\[[^\[\]\n]{1,200}\]\]|(?<=\n)\*\[[^\]\n]{1,60}\]:"  # links of a wiki, abbreviations
    r"|\{[#.:][^{}\n]{1,200}\}|\{\{[^\n]{0,500}?\}\}|\{%[^\n]{0,500}?%\}"  # attributes, templates
    r"|\\\([^\n]{1,500}?\\\)|(?<=\n)[ \t]{0,3}[:~](?=[ \t])"  # formulas, the marks of definitions
    r"|(?<![\\$0-9A-Za-z])\$[ ](?=[^$\n]{0,200}[\\^_{])[^$\n\u3000-\u9fff]{1,300}[ ]\$(?![0-9$])"
    r"|(?<![\\$0-9A-Za-z])\$(?![\s$])[^$\n]{1,300}?(?<![\s\\])\$(?![0-9$])"
)
"""What else stands in a line and is no text; a formula without a command has no Han."""

MARKUP_MARKS: Final = ("$", "[^", "[[", "*[", "][", "{#", "{.", "{:", "{{", "{%", "\\(", "\n:", "\n~")

TRAILING_MARKS: Final = ".,;:!?)'\"]}"
"""Marks that end the sentence around a bare URL rather than the URL."""


class Fact(Protocol):
    """Something found out about a page, which holds for a text and moves past changes of it."""

    def after(self, change: Change) -> Fact:
        """Return the same fact as it holds for the text that a change made."""


SomeFact = TypeVar("SomeFact", bound=Fact)


class Document:
    """One page: its text, its Markdown blocks, the spans in which nothing may change, facts and notes for the user.

    `goes_on` says whether more blocks follow behind it, and `is_part` whether it is a part of the text, in a text that
    is cleaned in sections.
    """

    def __init__(self, text: str, protect: tuple[str, ...] = (), goes_on: bool = False, is_part: bool = False) -> None:
        self.text = text
        self.protect = protect
        self.goes_on = goes_on
        self.is_part = is_part
        self._facts: dict[type[Fact], tuple[Fact, tuple[Change, ...]]] = {}
        self._given: frozenset[type[Fact]] = frozenset()
        self._notes: list[Report] = []
        self._blocks: list[Block] | None = None
        self._starts: list[int] = []
        self._guards: Spans | None = None
        self._unguarded = False
        self._marked: bool | None = None
        self._foreign: dict[int, bool] = {}
        self._plain: bool | None = None
        self._structured: bool | None = None
        self._authored: bool | None = None

    def carry(self, fact: Fact) -> None:
        """Keep a fact about this page, in place of an earlier one of its type; it goes from rule to rule."""
        self._facts[type(fact)] = (fact, ())

    def give(self, fact: Fact) -> None:
        """Keep a fact that came with the page, and that no rule can find out again; it outlasts `anew`."""
        self.carry(fact)
        self._given |= {type(fact)}

    def recall(self, kind: type[SomeFact]) -> SomeFact | None:
        """Return the fact of that type, moved past every change since it was found; None where there is none."""
        known = self._facts.get(kind)
        if known is None:
            return None
        fact, changes = known
        if changes:
            for change in changes:
                fact = fact.after(change)
            self._facts[kind] = (fact, ())
        return cast(SomeFact, fact)

    def recall_as_found(self, kind: type[SomeFact]) -> SomeFact | None:
        """Return the same as it was last moved: its spans may be those of an earlier text."""
        known = self._facts.get(kind)
        return None if known is None else cast(SomeFact, known[0])

    @property
    def blocks(self) -> list[Block]:
        """The Markdown blocks in order. Every visible character is in exactly one."""
        if self._blocks is None:
            if self.is_structured:
                from jmclean.text.commonmark import parse_blocks  # a plain page needs no parser of Markdown

                self._blocks = make_named(Block, parse_blocks(self.text, parse))
            else:
                self._blocks = parse(self.text)
            if self.has_engine_marks:
                self._blocks = set_marks_apart(self.text, self._blocks, self.is_authored)
        return self._blocks

    @property
    def is_structured(self) -> bool:
        """Whether the page is more than headings, paragraphs and simple quotes and lists."""
        if self._structured is None:
            self._structured = has_structure(self.text)
        return self._structured

    @property
    def has_engine_marks(self) -> bool:
        """Whether the text has what no picture, page mark, formula or comment is without."""
        if self._marked is None:
            self._marked = has_marks(self.text)
        return self._marked

    @property
    def is_authored(self) -> bool:
        """Whether somebody wrote the page as Markdown, so that no column cut its paragraphs."""
        if self._authored is None:
            self._authored = is_authored(self.text)
        return self._authored

    @property
    def guards(self) -> Spans:
        """Code, tables, HTML, link targets, URLs, mail addresses, protected words: no letter or mark changes there."""
        if self._guards is None:
            self._unguarded = not self.protect and not self._has_marks()
            self._guards = Spans([] if self._unguarded else list(self._find_guarded()))
        return self._guards

    @property
    def code(self) -> Spans:
        """Blocks and spans of code, where what looks like a mark is an example."""
        text, found = self.text, list[tuple[int, int]]()
        if "```" in text or "~~~" in text:
            found += [(start, end) for kind, start, end in self.blocks if kind == "code"]
        if "`" in text:
            found += [match.span() for match in INLINE_CODE.finditer(text)]
        return Spans(found)

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

    def find_block(self, offset: int) -> Block:
        """Return the block that holds a visible character."""
        blocks = self.blocks
        if not self._starts:
            self._starts = [start for _, start, _ in blocks]
        return blocks[bisect_right(self._starts, offset) - 1]

    def is_foreign(self, offset: int) -> bool:
        """Return whether the block of a character has more Latin words than Han letters, and so Latin marks."""
        _, start, end = self.find_block(offset)
        known = self._foreign.get(start)
        if known is None:
            text, size = self.text[start:end], end - start
            few = len(text.encode("ascii", "ignore")) * 8 < size  # no language has such long words
            words = 0 if few else len(LATIN_WORD.findall(text))
            known = self._foreign[start] = words * 16 >= size and words > len(LETTER.find_all(text, 0, size))
        return known

    def matches(self, pattern: re.Pattern[str] | Lazy) -> Iterator[re.Match[str]]:
        """Return the matches of `pattern` in the text that touch no guarded span."""
        found = pattern.finditer(self.text)
        if self.guards:
            return (match for match in found if not self.guards.touch(*match.span()))
        return found

    def report(self, start: int, message: str, doubt: Doubt | None = None) -> None:
        """Report a place that was left as it is, at this offset of the text, and what a person may decide about it."""
        self._notes.append(Report(start, message, doubt))

    def take_notes(self) -> list[Report]:
        """Return the reports since the last call."""
        notes, self._notes = self._notes, []
        return notes

    def renew(self) -> Document:
        """Return a document of the same text, of which nothing is known yet but what came with the page."""
        new = Document(self.text, self.protect, self.goes_on, self.is_part)
        new._given = self._given
        new._facts = {kind: known for kind, known in self._facts.items() if kind in self._given}
        return new

    def after(self, text: str, change: Change, same_blocks: bool = False) -> Document:
        """Return the document that a change made of this one.

        Facts go with it, moved past the change when they are recalled; so do the blocks and the lack of guards where
        the change cannot have made others, or where `same_blocks` says that it has not.
        """
        after = Document(text, self.protect, self.goes_on, self.is_part)
        after._given = self._given
        for kind, (fact, changes) in self._facts.items():
            after._facts[kind] = (fact, (*changes, change))
        put, taken = {new for _, _, new in change.edits}, set(change.removed)
        letters = "".join(put)
        if self._plain and RARE.search(letters) is None:
            after._plain = True
        if self._blocks is not None and (
            same_blocks
            or (keeps_blocks(self.text, change, put, taken) and (not self._structured or keeps_structure(put | taken)))
        ):
            after._structured, after._authored = self._structured, self._authored
            if {len(part) for part in put | taken} == {1}:
                after._blocks, after._starts = self._blocks, self._starts
            else:
                after._blocks = move_blocks(self._blocks, change.edits)
            if self._unguarded and not any(map(str.isascii, letters)):
                after._guards, after._unguarded = self._guards, True
        return after

    def _has_marks(self) -> bool:
        """Return whether the text has a mark that no guarded span is without."""
        text = self.text
        if any(char in text and mark in text for char, mark in GUARD_MARKS) or self.is_structured:
            return True
        if holds_any(text, MARKUP_MARKS):
            return True
        return self.has_engine_marks and any(block.kind in MARK_KINDS for block in self.blocks)

    def _find_guarded(self) -> Iterator[tuple[int, int]]:
        text = self.text
        marked = "`" in text or "<" in text
        if marked or "|" in text or "~~~" in text or self.is_structured or self.has_engine_marks:
            for kind, start, end in self.blocks:
                if kind in GUARDED_KINDS and not (kind == "html" and is_prose(text[start:end])):
                    yield start, end
        yield from find_statements(text)
        if marked or "@" in text or "](" in text or "://" in text or "www." in text or ":\\" in text:
            for match in GUARDED_SPAN.finditer(text):
                start, end = match.span()
                if text[start] != "]" and ("://" in match[0] or match[0].startswith("www.")):
                    end = start + len(match[0].rstrip(TRAILING_MARKS))
                yield start, end
        if holds_any(text, MARKUP_MARKS):
            for match in INLINE_MARKUP.finditer(text):
                if match[0][0] != "$" or "\\" in match[0] or not LETTER.search(text, *match.span()):
                    yield match.span()
        for word in self.protect:
            start = text.find(word) if word else -1
            while start >= 0:
                yield start, start + len(word)
                start = text.find(word, start + len(word))


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
        """Return whether a character from `start` up to `end` lies in a span; an empty range asks about its inside."""
        if not self.starts:
            return False
        number = bisect_right(self.starts, max(start, end - 1)) - 1
        return number >= 0 and self.ends[number] > start and (start < end or self.starts[number] < start)
