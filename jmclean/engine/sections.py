"""Texts of many pages are cleaned in sections, so that memory and effort are those of one section at a time.

What a rule asks of a page, which script it is in, how wide its columns are, whether its marks are half-width, is asked
of a section: some dozens of pages that stood together. So it is with the one story that turns to another page and comes
back: its halves meet only within a section.

A cut lies where nothing reaches across: where a physical page begins and the one before ends in a full stop, before a
headline, or, in a long stretch without any, behind two paragraphs that end in a full stop. Where thousands of blocks
hold no such place any block may begin a section.

Where a text is cut depends on the letters behind the cut and on little else, so that a cleaned text is cut where its
source was, though it is shorter: what was decided for a section is decided again when the output is cleaned. Without
headlines that holds less well, since a place may be safe in the output that was not in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final, NamedTuple
from zlib import crc32

from jmclean.chinese.characters import CLOSING, SENTENCE_END, is_han
from jmclean.chinese.lexicon import fold_script
from jmclean.engine.chain import Note, Result, clean_document, load
from jmclean.options import Options
from jmclean.rules import RULES
from jmclean.structure.blocks import CELL, LayoutBlock, SmallType, make_layout_blocks
from jmclean.structure.layout_facts import Evidence
from jmclean.structure.openings import begins_item
from jmclean.structure.roles import FREE
from jmclean.text.decided import Decided
from jmclean.text.document import Document, Spans
from jmclean.text.edits import Change, Edit, Span, apply, trim
from jmclean.text.engine_facts import PhysicalPages, find_parted_pages
from jmclean.text.engine_marks import find_page_marks
from jmclean.text.markdown import FENCE_OPENING, is_heading
from jmclean.text.tracing import Offsets

FIRST_RULES: Final = ("line-numbers", "spaced-characters", "wrapped-lines")
"""The rules that must run before a text can be cut well, in order of the chain."""

SMALLEST: Final = 25
"""How many of the smallest sections the largest is worth."""

KEY, LEAST_KEY = 6, 4
"""Han letters behind a cut that its rank is made of, at most and at least: fewer are a label that a rule may take."""

HEADLINE_RANKS, BLOCK_RANKS = (7, 5, 3, 1, 0), (11, 8, 5, 2, 0)
"""The ranks that are tried in turn until no section is too large: one headline of 128 is of rank 7."""

HIGHEST: Final = 32
"""The rank of letters whose checksum is 0."""

LONGEST_HEADLINE_LINE: Final = 200
LONGEST_COMMENT: Final = 6_000
"""How far before a cut an open comment or tag is looked for."""

LINE: Final = re.compile(r"\n[^\S\n]*(?=#)")
BLANK_LINES: Final = re.compile(r"\n\s*\n")
FENCE_LINES: Final = re.compile(r"(?m)^[^\S\n]*(?:```|~~~).*")

Places = Callable[[int, int, int], Iterator[int]]
"""The places from one offset to another that may be cut and have a rank, or a higher one."""


def clean_in_sections(
    text: str, options: Options, largest: int, decided: Decided | None = None, layout: Evidence | None = None
) -> Result:
    """Clean a text in sections of at most `largest` characters, as far as there are places to cut it.

    The journal is that of a text cleaned as a whole: each rule's edits in order, with offsets in what the rule would
    have read. Lines are put together first, since few places can be seen to be safe while paragraphs are not marked.
    """
    unwrapped, small_type = text, list[Span]()
    first: list[Change] = []
    known = Known(decided, layout, _find_pages(text, options))
    places = find_cuts(text, options, largest, layout, known.pages)
    for rule in FIRST_RULES:
        if rule not in options.chain():
            continue
        unwrapped, small_type, change = _run_first(rule, unwrapped, options, places, known)
        options = options._replace(skip=(*options.skip, rule))
        if change:
            first.append(change)
            known = known.after(change)
            places = find_cuts(unwrapped, options, largest, known.layout, known.pages)
    cleaned: list[str] = []
    notes: list[Note] = []
    joins: list[Note] = []
    collected = Collected()
    for start, end in pairwise([0, *places, len(unwrapped)]):
        doc = _make_section(unwrapped, start, end, options, known)
        doc.carry(SmallType(tuple([(one - start, two - start) for one, two in small_type if start <= one < end])))
        result = clean_document(doc, options)
        cleaned.append(result.text)
        notes += [note.trace_back(partial(_move_span, start)) for note in result.notes]
        joins += [note.trace_back(partial(_move_span, start)) for note in result.joins]
        collected.add(start, result.journal)
    for change in reversed(first if notes or joins else []):
        before = Offsets(change).before
        notes, joins = ([note.trace_back(before) for note in part] for part in (notes, joins))
    output, last = "".join(cleaned), None
    if output.endswith("\n\n") and "blank-lines" in options.chain():  # nothing was left of the last section
        output, last = apply(output, "blank-lines", [Edit(len(output) - 1, len(output), "")])
    changes = (*first, *collected.make_journal(), last)
    return Result(output, tuple([change for change in changes if change]), tuple(notes), tuple(joins))


def _move_span(start: int, span: Span) -> Span:
    """Return where a span of the section that begins at `start` is in the whole text."""
    return start + span[0], start + span[1]


class Known(NamedTuple):
    """What is known of a text before it is read.

    That is what a person decided, what a layout dump says of its blocks, and where its physical pages are.
    """

    decided: Decided | None
    layout: Evidence | None
    pages: PhysicalPages | None

    def after(self, change: Change) -> Known:
        """Return the same for the text that a change made."""
        return Known(
            self.decided and self.decided.after(change),
            self.layout and self.layout.after(change),
            self.pages and self.pages.after(change),
        )


def _find_pages(text: str, options: Options) -> PhysicalPages | None:
    """Return the physical pages of a text if marks or form feeds part any, and a rule asks for them."""
    pages = find_parted_pages(text, find_page_marks(text)) if "page-marks" in options.chain() else []
    return PhysicalPages(tuple(pages)) if pages else None


def _make_section(text: str, start: int, end: int, options: Options, known: Known) -> Document:
    doc = Document(text[start:end], options.protect, goes_on=end < len(text), is_part=end - start < len(text))
    if known.decided is not None:
        doc.carry(known.decided.cut_out(start, end))
    if known.layout is not None:
        doc.give(known.layout.cut_out(start, end))
    if known.pages is not None:
        doc.carry(known.pages.cut_out(start, end))
    return doc


def _run_first(
    name: str, text: str, options: Options, places: list[int], known: Known
) -> tuple[str, list[Span], Change | None]:
    """Return the text after one of the first rules, what of it is set in small type, and the change that was made."""
    rule = load(name)
    parts: list[str] = []
    small_type: list[Span] = []
    collected = Collected()
    done = 0
    for start, end in pairwise([0, *places, len(text)]):
        doc = _make_section(text, start, end, options, known)
        edits = rule.edits(doc, options)
        if known.decided is not None:
            edits = known.decided.cut_out(start, end).drop_refused(name, doc.text, trim(doc.text, edits))
        part, change = apply(doc.text, name, edits)
        if change:
            collected.add(start, (change,))
            doc = doc.after(part, change)
        told = doc.recall(SmallType)
        small_type += [(one + done, two + done) for one, two in (told.spans if told else ())]
        parts.append(part)
        done += len(part)
    journal = collected.make_journal()
    return ("".join(parts), small_type, journal[0]) if journal else (text, small_type, None)


class Collected:
    """The changes of sections, put together by the step of the chain that made them."""

    def __init__(self) -> None:
        self._steps: dict[tuple[int, int], tuple[list[Edit], list[str]]] = {}
        self._grown: dict[tuple[int, int], int] = {}

    def add(self, start: int, journal: tuple[Change, ...]) -> None:
        """Take in the journal of the section that begins at `start` of the source; sections come in order."""
        turn, last, grown = 0, -1, dict[tuple[int, int], int]()
        for change in journal:
            place = RULES.index(change.rule)
            turn += place <= last  # a rule that runs a second time
            last = place
            step = (turn, place)
            shift = start + sum(grown for earlier, grown in self._grown.items() if earlier < step)
            edits, removed = self._steps.setdefault(step, ([], []))
            edits += [Edit(start + shift, end + shift, new) for start, end, new in change.edits]
            removed += change.removed
            grown[step] = sum([len(new) - (end - start) for start, end, new in change.edits])
        for step, more in grown.items():
            self._grown[step] = self._grown.get(step, 0) + more

    def make_journal(self) -> tuple[Change, ...]:
        """Return all changes, in order of the chain."""
        steps = sorted(self._steps)
        found = [(RULES[place], *self._steps.pop((turn, place))) for turn, place in steps]
        return tuple([Change(rule, tuple(edits), tuple(removed)) for rule, edits, removed in found])


def find_cuts(
    text: str, options: Options, largest: int, layout: Evidence | None = None, pages: PhysicalPages | None = None
) -> list[int]:
    """Return where a text is cut so that no section has more than `largest` characters, as far as that can be.

    The borders of its physical pages come first, so that a page is judged as a whole.
    """
    if any("\n" in word for word in options.protect):
        return []
    may_be_cut = _Guards(text, options, layout).may_be_cut
    headlines, paragraphs, blocks = (
        partial(find, text, may_be_cut) for find in (_find_headlines, _find_paragraphs, _find_blocks)
    )
    borders = partial(_find_borders, text, may_be_cut, [page.start for page in pages.pages] if pages else [])
    ways: list[tuple[Places, int]] = [
        *((borders, rank) for rank in HEADLINE_RANKS if pages is not None),
        *((headlines, rank) for rank in HEADLINE_RANKS),
        *((paragraphs, rank) for rank in BLOCK_RANKS),
        *((blocks, rank) for rank in BLOCK_RANKS),
    ]
    return list(_divide(0, len(text), largest, ways))


def _divide(start: int, end: int, largest: int, ways: list[tuple[Places, int]]) -> Iterator[int]:
    """Yield the cuts between two others: the first way's, and of what is still too large the next one's."""
    if not ways:
        return
    (places, rank), *others = ways
    done, least = start, largest // SMALLEST
    for at in places(start, end, rank):
        if at - done >= least and end - at >= least:
            if at - done > largest:
                yield from _divide(done, at, largest, others)
            yield at
            done = at
    if end - done > largest:
        yield from _divide(done, end, largest, others)


@lru_cache(maxsize=1024)
def _rank(letters: str, least: int = LEAST_KEY) -> int:
    """Return the rank of a place before these letters, by those that no rule changes.

    One of 2 to the power of it has it.

    It is -1 where fewer letters than `least` are left.
    """
    key = "".join([letter for letter in fold_script(letters) if is_han(letter) and letter != "一"][:KEY])
    if len(key) < least:
        return -1
    number = crc32(key.encode("utf-8", "surrogatepass"))
    return (number & -number).bit_length() - 1 if number else HIGHEST


def _find_borders(
    text: str, may_be_cut: Callable[[int], bool], starts: Sequence[int], start: int, end: int, rank: int
) -> Iterator[int]:
    """Yield the places where a physical page begins, if no sentence of the page before may run over the border."""
    for at in starts[bisect_right(starts, start) : bisect_left(starts, end)]:
        is_ranked = text[at - 1] in "\n\f" and _rank(text[at : at + 4 * KEY], 1) >= rank
        if is_ranked and _is_closed(text, start, at) and may_be_cut(at):
            yield at


def _is_closed(text: str, start: int, at: int) -> bool:
    """Return whether the last two blocks of text before a place, which a join may jump over, end no page amid."""
    first = max(start, at - BEFORE_BORDER)
    first = text.find("\n\n", first, at) if first > start else first
    blocks = make_layout_blocks(Document(text[max(first, start) : at]))
    last = [block for block in blocks if block.role not in FREE][-2:]
    return bool(last) and not any(block.ends_open and block.role != "heading" for block in last)


BEFORE_BORDER: Final = 3_000
"""How many characters before a page's border are looked at for the last blocks of text."""


def _find_headlines(text: str, may_be_cut: Callable[[int], bool], start: int, end: int, rank: int) -> Iterator[int]:
    """Yield the places before headlines that stand by themselves: nothing is joined across one."""
    for match in LINE.finditer(text, start, end):
        at, sign = match.start() + 1, match.end()
        stop = text.find("\n", sign, sign + LONGEST_HEADLINE_LINE)
        line = text[sign:stop] if stop > 0 else ""
        if (
            _rank(line) >= rank
            and ":" not in line
            and "：" not in line
            and is_heading(line)
            and not _find_last_line(text, at).startswith("#")
            and may_be_cut(at)
        ):
            yield at


def _find_last_line(text: str, at: int) -> str:
    """Return the last line before an offset that is not blank; that of a headline where there is none nearby."""
    before = text[max(0, at - LONGEST_HEADLINE_LINE) : at].rstrip()
    return before[before.rfind("\n") + 1 :].lstrip() or "#"


def _find_paragraphs(text: str, may_be_cut: Callable[[int], bool], start: int, end: int, rank: int) -> Iterator[int]:
    """Yield the places behind two paragraphs that nothing goes on from, and so nothing jumps over, before another."""
    before = last = start
    for match in BLANK_LINES.finditer(text, start, end):
        at = match.end()
        long = last - before > CELL and at - last > CELL
        if (
            long
            and all(map(is_han, text[at : at + KEY].lstrip()[:LEAST_KEY]))
            and text[before : match.start()].rstrip(CLOSING)[-1:] in SENTENCE_END
            and _rank(text[at : at + 2 * KEY]) >= rank
            and _stand_apart(text, before, at, end)
            and may_be_cut(at)
        ):
            yield at
        before, last = last, at


def _find_blocks(text: str, may_be_cut: Callable[[int], bool], start: int, end: int, rank: int) -> Iterator[int]:
    """Yield the places before any block but a heading, for where none is known not to go on in another."""
    for match in BLANK_LINES.finditer(text, start, end):
        at = match.end()
        line = text[at : at + 2 * KEY].partition("\n")[0]
        if not line.lstrip().startswith("#") and _rank(line, 1) >= rank and may_be_cut(at):
            yield at


def _stand_apart(text: str, before: int, at: int, end: int) -> bool:
    """Return whether the two blocks before a place and the one behind it are paragraphs that nothing joins."""
    stop = text.find("\n\n", at, end)
    found = make_layout_blocks(Document(text[before : stop if stop > 0 else end]))
    return (
        len(found) == 3
        and all(map(_is_paragraph, found))
        and not any(piece.ends_open for piece in found[:2])
        and not begins_item(found[2].head)
    )


def _is_paragraph(piece: LayoutBlock) -> bool:
    return piece.role == "body" and not piece.gap and not piece.is_short


class _Guards:
    """Where a text must not be cut: in code, in a comment, before what the user's patterns take out.

    Nor where a layout shows that a block may go on from another, which it may behind a full stop too.
    """

    def __init__(self, text: str, options: Options, layout: Evidence | None) -> None:
        self.text = text
        self.layout = layout
        self.code = Spans(list(_find_code(text)) if "```" in text or "~~~" in text else [])
        self.patterns = []
        if options.furniture_patterns or options.caption_patterns:
            from jmclean.text.timed_regex import compile_pattern

            self.patterns = list(map(compile_pattern, options.furniture_patterns + options.caption_patterns))

    def may_be_cut(self, at: int) -> bool:
        """Return whether nothing forbids to cut the text at the beginning of a line."""
        text = self.text
        if self.code.touch(at, at) or (self.layout is not None and self.layout.goes_on_at(at)):
            return False
        opened = text.rfind("<", max(0, at - LONGEST_COMMENT), at)
        if opened >= 0:
            first = text.rfind("<!--", max(0, at - LONGEST_COMMENT), at)
            if (first >= 0 and text.find("-->", first, at) < 0) or not BLANK_LINES.search(text, opened, at):
                return False
        stop = text.find("\n", at)
        return not any(pattern.fullmatch(text[at:stop].strip()) for pattern in self.patterns)


def _find_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield the blocks of code between fences, one without an end up to the end of the text."""
    start, fence = 0, ""
    for match in FENCE_LINES.finditer(text):
        line = match[0]
        first = line.lstrip()
        if not fence:
            if opening := FENCE_OPENING.match(line):
                start, fence = match.start(), opening[1]
        elif first.startswith(fence) and not first.strip(fence[0] + " \t"):
            yield start, match.end()
            fence = ""
    if fence:
        yield start, len(text) + 1
