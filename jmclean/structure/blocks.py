"""The blocks of a page as its plan sees them: what role each has, and how it begins and ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from jmclean.chinese import ngrams
from jmclean.chinese.characters import (
    BEYOND_LATIN,
    BLOCK_END,
    CLAUSE_LIMITS,
    OCR_CLOSING,
    OCR_FULL_STOP,
    PROSE_MARKS,
    SENTENCE_END,
    VERSE_LINE_END,
    find_places,
    is_letter,
)
from jmclean.chinese.fast import Lazy
from jmclean.chinese.folding import fold
from jmclean.structure.jump_marks import END, TURNS, strip_jump_marks
from jmclean.structure.layout_facts import BlockFacts, Evidence, Kind
from jmclean.structure.openings import LIST_STARTS, begins_item, begins_story, begins_with_name
from jmclean.structure.roles import FURNITURE, LONGEST_LINE, LONGEST_SHORT, Role, find_role, may_be_caption
from jmclean.structure.verse import is_stanza
from jmclean.text.decided import DIRECTIVE_SIGN
from jmclean.text.document import Document
from jmclean.text.edits import Change, Span
from jmclean.text.engine_facts import Labels, LeftAlone, PhysicalPages
from jmclean.text.engine_marks import MARK_KINDS, is_centered, is_in_italics, unwrap
from jmclean.text.markdown import Block
from jmclean.text.tracing import Offsets

PAIRS: Final = (("“「", "”」"), ("‘『", "’』"), ("（(", "）)"), ("《", "》"), ("【", "】"), ("〈", "〉"))
"""Opening and closing marks, each in the forms that engines give it; the first form names the pair."""

PAIR_OF: Final = {mark: pair[1][0] for pair in PAIRS for form in pair for mark in form}
"""For every mark of a pair the closing mark that names the pair."""

OPENING: Final = frozenset(mark for pair in PAIRS for mark in pair[0])
PAIRED: Final = "".join(PAIR_OF) + '"[]'
MISREAD_CORNERS: Final = (("[", "]"), ("【", "】"))
"""Brackets that engines read for the corner quotes 「 and 」."""

PAGE_MARK: Final = Lazy(r"#{1,6}[ \t]*[A-Z]{1,2}\d{1,3}")
"""A page's mark, A13, that a model took for a headline."""

POINT: Final = Lazy(rf"(?<={BEYOND_LATIN})\.(?=[”’」』）\"]?[ \t]*(?:\n|\Z))")
"""A half-width full stop at the end of a line."""

FEWEST_POINTS: Final = 2
"""How many paragraphs show that a page ends its sentences in points."""

SIGNABLE: Final = frozenset("。！？…”")
NO_SIGNATURE: Final = frozenset("（），。；：")
LONGEST_SIGNATURE: Final = 16
LONGEST_NAME: Final = 6
"""The most characters of the word that a row of facts begins with."""

SHORTEST_LINE, LONGEST_VERSE = 4, 16
"""The characters of a line of a couplet or a poem, at least and at most."""

REPORTED: Final = ("报道：", "电：", "讯：")
"""本报上海1月23日电 记者…报道："""

EMPHASIS: Final = "*_~"
DASHES: Final = "—―－-"
BESIDE_AGENCY: Final = "”’）（ ／/"
AGENCIES: Final = frozenset(
    {
        *("美联社", "法新社", "路透社", "路透", "新华社", "中新社", "中央社", "彭博社", "彭博", "德新社", "共同社"),
        *("塔斯社", "韩联社", "中通社", "新华网", "人民网", "中新网"),
    }
)
"""Who is named behind the last stop of a caption or a report."""

LONGEST_CAPTION: Final = 120
"""The most characters of a block without a cue word that is taken for a caption."""

JUDGED_IN_TAGS: Final[frozenset[Role]] = frozenset({"caption", "credit", "scan", "folio", "editors", "jump"})
"""The roles that a block has in tags as well as without them."""

WRAPPED_KINDS: Final = frozenset({"html", "paragraph", "list"})
"""The kinds of Markdown block whose words may stand in tags or in emphasis as a whole."""

Under = Literal["", "picture", "picture of its own"]
"""What stands right over a block: no picture, a picture, or one whose caption the engine made of the block."""

CELL: Final = 40
"""The most characters of a label or of the cell of a table that an engine read as blocks."""


class SmallType(NamedTuple):
    """The blocks of a page whose lines are set in smaller type than the column, as spans of its text."""

    spans: tuple[Span, ...]

    def after(self, change: Change) -> SmallType:
        """Return the same blocks in the text that a change made."""
        return SmallType(tuple(map(Offsets(change).after, self.spans)))


class FoldedPage:
    """The text of a page with its folded text, which is made when the first block asks."""

    def __init__(self, text: str, folded: str | None = None, narrow: bool = False) -> None:
        self.text = text
        self.narrow = narrow
        self._folded = folded
        self._hardly_stops: bool | None = None

    @property
    def folded(self) -> str:
        """The folded text, character for character."""
        if self._folded is None:
            self._folded = end_sentences(fold(self.text, self.narrow))
        return self._folded

    @property
    def hardly_stops(self) -> bool:
        """Whether hardly any block has a full stop, as those of a notice have none."""
        if self._hardly_stops is None:
            self._hardly_stops = self.text.count("。") * BLOCKS_TO_A_STOP < self.text.count("\n\n") + 1
        return self._hardly_stops


BLOCKS_TO_A_STOP: Final = 6
"""How many blocks a notice has for each full stop, at least."""


def end_sentences(folded: str) -> str:
    """Return the folded text of a page with full stops for the points its paragraphs end in, if more end so than not.

    A later rule makes them full stops anyway; one or two may be misread commas.
    """
    points = [match.start() for match in POINT.finditer(folded)] if "." in folded else []
    if len(points) < FEWEST_POINTS or len(points) <= folded.count("。\n") + folded.endswith("。"):
        return folded
    chars = list(folded)
    for at in points:
        chars[at] = "。"
    return "".join(chars)


EndFacts = tuple[BlockFacts | None, BlockFacts | None]
"""What a layout dump says of the beginning and of the end of a block; None where nothing is known."""

ROLES_BY_LAYOUT: Final[dict[Kind, Role]] = {"caption": "caption", "furniture": "folio"}
"""The roles that a layout tells whatever the words of a block say."""


class LayoutBlock:
    """One block as the plan sees it, or several that were joined. Nothing of it changes once it is made.

    `spans` are where its text stands on the page, less the jump marks at its ends, `marks` those of its marks that
    come in pairs, `gap` whether more than one blank line stands before it. `resumes` and `turns` say whether it begins
    with 上接 or ends with 下转, `small` whether it is set in smaller type than the columns, as far as lines tell.
    `context` is the role that the blocks around it or the user's patterns give it, if that is another than its own
    words do, `first_facts` and `last_facts` what a layout dump says of its ends, `under` whether a picture stands right
    over it. `key` tells it from all other blocks of the page, whatever its context.
    """

    _folded: str | None = None
    _unpaired: tuple[str, str] | None = None
    _role: Role | None = None
    _own_role: Role | None = None
    _head: str | None = None
    _tail: str | None = None
    _ends_open: bool | None = None
    _is_open: bool | None = None
    _last_clause: str | None = None
    _first_clause: str | None = None
    _sentence_ends: float | None = None
    _paragraph_starts: float | None = None
    _stands: float | None = None

    def __init__(
        self,
        page: FoldedPage,
        number: int,
        markdown: Block,
        spans: tuple[Span, ...],
        marks: str,
        gap: bool = False,
        resumes: bool = False,
        turns: bool = False,
        small: bool = False,
        context: Role | None = None,
        facts: EndFacts = (None, None),
        under: Under = "",
    ) -> None:
        self.page = page
        self.number = number
        self.markdown = markdown
        self.spans = spans
        self.marks = marks
        self.gap = gap
        self.resumes = resumes
        self.turns = turns
        self.small = small
        self.context = context
        self.first_facts, self.last_facts = facts
        self.under = under
        self.key = (number, spans[-1][1])
        self.text = self._cut(page.text)
        self.is_short = markdown.kind == "paragraph" and len(self.text) <= CELL

    def give_context(self, context: Role | None) -> LayoutBlock:
        """Return the same block with another role given by its context."""
        return self if context == self.context else self._copy(self.gap, context, self.under)

    def drop_gap(self) -> LayoutBlock:
        """Return the same block with no extra blank lines before it."""
        return self._copy(False, self.context, self.under) if self.gap else self

    def give_picture(self, under: Under) -> LayoutBlock:
        """Return the same block with what stands over it."""
        return self if under == self.under else self._copy(self.gap, self.context, under)

    def _copy(self, gap: bool, context: Role | None, under: Under) -> LayoutBlock:
        facts = (self.first_facts, self.last_facts)
        flags = (gap, self.resumes, self.turns, self.small)
        copy = LayoutBlock(self.page, self.number, self.markdown, self.spans, self.marks, *flags, context, facts, under)
        copy._folded, copy._own_role = self._folded, self._own_role
        return copy

    def _cut(self, page: str) -> str:
        if len(self.spans) == 1:
            start, end = self.spans[0]
            return page[start:end]
        return "".join([page[start:end] for start, end in self.spans]).replace("\n", "")

    @property
    def folded(self) -> str:
        """The text as it is compared, character for character."""
        if self._folded is None:
            self._folded = self._cut(self.page.folded)
        return self._folded

    @property
    def short_text(self) -> str:
        """The folded text, empty if it is too long to be anything but body text."""
        return self.folded if len(self.text) <= LONGEST_SHORT else ""

    @property
    def role(self) -> Role:
        """What part of the page it is."""
        if self._role is None:
            self._role = self.context or self.own_role
        return self._role

    @property
    def own_role(self) -> Role:
        """What part of the page it is by its own words."""
        if self._own_role is None:
            self._own_role = self._find_own_role()
        return self._own_role

    def _find_own_role(self) -> Role:
        kind, text = self.markdown.kind, self.text
        if kind == "heading":
            return "folio" if text[-1].isdecimal() and PAGE_MARK.fullmatch(text) else "heading"
        if kind == "html":
            role = find_role(self.folded) if self.spans[0][0] > self.markdown.start else "aside"
            return role if role in JUDGED_IN_TAGS else "aside"
        if kind == "formula" or (kind == "comment" and DIRECTIVE_SIGN in text):
            return "formula"  # no sentence goes on behind a mark that turns rules off or on
        if kind == "page-mark":
            return "folio" if find_role(self.folded) == "folio" else "aside"
        if kind == "quote" or kind in MARK_KINDS:
            return "aside"
        if kind != "paragraph":
            return "other"
        if "\n" in text and ("  \n" in text or "\\\n" in text):
            return "verse"
        size = len(text)
        if size > LONGEST_SHORT or (size > LONGEST_LINE and not may_be_caption(text)):
            if "\n" in text and is_stanza(text.split("\n")):
                return "verse"
            return "list" if text[0] in LIST_STARTS and begins_item(fold(text[:12])) else "body"
        return find_role(self.folded)

    @property
    def head(self) -> str:
        """The folded text of its first characters."""
        if self._head is None:
            self._head = self.folded[:END]
        return self._head

    @property
    def tail(self) -> str:
        """The folded text of its last characters."""
        if self._tail is None:
            self._tail = self.folded[-END:]
        return self._tail

    @property
    def is_open(self) -> bool:
        """Whether a column may have cut this block: body text without a stop, or inside a quotation, at its end."""
        if self._is_open is None:
            self._is_open = self.ends_open and self.role in ("body", "list")
        return self._is_open

    @property
    def ends_open(self) -> bool:
        """Whether it ends as a block that a column has cut, whatever part of the page it is."""
        if self._ends_open is None:
            self._ends_open = self._find_ends_open()
        return self._ends_open

    def _find_ends_open(self) -> bool:
        if self.text[-1:] in SENTENCE_END and not self.unclosed:
            return False
        tail = self.tail.rstrip(EMPHASIS)
        if tail[-1:] == "）" and is_signed(tail):
            return False
        if tail[-1:] in DASHES and tail.rstrip(DASHES)[-1:] == "：":
            return False  # leads in what somebody says
        if not self.unclosed and ends_behind_stop(tail):
            return False
        end = tail.rstrip(OCR_CLOSING)
        if not end or (end[-1] == "°" and end[-2:-1].isalpha()):
            return False  # engines read a full stop as a degree sign
        if end[-1] not in BLOCK_END or (end == tail and self.unclosed):
            return True
        return end[-1] == "：" and len(self.text) <= CELL and end.endswith(REPORTED) and begins_story(self.head)

    @property
    def outer(self) -> Span:
        """Where the block stands, with the tags or the emphasis around its words, less the jump marks at its ends."""
        start, end = self.markdown.start, self.markdown.end
        return (start, end) if self.markdown.kind == "html" or self.page.text[start] in "*_" else self.spans[0]

    @property
    def is_apart(self) -> bool:
        """Whether extra blank lines set it apart, or it is short and whole and a picture stands right over it."""
        if self.gap or not self.under:
            return self.gap
        return len(self.text) <= LONGEST_CAPTION and "\n" not in self.text and not self.unclosed

    @property
    def is_cell(self) -> bool:
        """Whether it could be a label or a cell of a table: short, without any mark of a sentence."""
        return len(self.text) <= CELL and PROSE_MARKS.isdisjoint(self.folded)

    @property
    def is_name(self) -> bool:
        """Whether it could be the name of who is in a picture: a cell that extra blank lines set apart."""
        return self.is_apart and self.is_cell

    @property
    def is_named(self) -> bool:
        """Whether it is short and begins with a word and a colon, as a row of facts does (原料：…, 三期：…)."""
        return self.is_short and begins_with_name(self.folded, LONGEST_NAME)

    @property
    def verse_size(self) -> int:
        """How many characters it has if it could be a line of verse, short and with a mark at its end, otherwise 0."""
        size = len(self.text)
        return size if size <= LONGEST_VERSE and self.tail[-1] in VERSE_LINE_END else 0

    def is_couplet_with(self, after: LayoutBlock) -> bool:
        """Return whether this block and the next are equally short and without punctuation, as a couplet is."""
        size = len(self.text)
        return size == len(after.text) and SHORTEST_LINE <= size <= LONGEST_VERSE and self.is_cell and after.is_cell

    @property
    def ends_in_stop(self) -> bool:
        """Whether it ends in a stop, so that only an open quotation makes it open."""
        return self.tail[-1:] in BLOCK_END and self.tail[-1:] != "："

    @property
    def unclosed(self) -> str:
        """The closing marks that the block still waits for at its end."""
        if self._unpaired is None:
            self._unpaired = find_unpaired_marks(self.marks)
        return self._unpaired[0]

    @property
    def unopened(self) -> str:
        """The closing marks in the block that nothing before them opens."""
        if self._unpaired is None:
            self._unpaired = find_unpaired_marks(self.marks)
        return self._unpaired[1]

    @property
    def sentence_ends(self) -> float:
        """The logarithm of the probability that a sentence ends where the block does, by its last characters."""
        if self._sentence_ends is None:
            text = self.tail
            if text[-1:] in OCR_FULL_STOP and not text[-2:-1].isdecimal():
                text = text[:-1]
            self._sentence_ends = ngrams.rate_end(text[-ngrams.NEXT :])
        return self._sentence_ends

    @property
    def paragraph_starts(self) -> float:
        """The logarithm of the probability that a paragraph starts with the block's first characters."""
        if self._paragraph_starts is None:
            self._paragraph_starts = ngrams.rate_beginning(self.head[: ngrams.NEXT])
        return self._paragraph_starts

    @property
    def stands(self) -> float:
        """The logarithm of the probability that the block's first characters stand anywhere."""
        if self._stands is None:
            self._stands = ngrams.rate_anywhere(self.head[: ngrams.NEXT])
        return self._stands

    @property
    def last_clause(self) -> str:
        """The characters behind the last mark, without spaces, which stray-spaces may take out."""
        if self._last_clause is None:
            self._last_clause = cut_clause_before_mark(self.tail[::-1])[::-1]
        return self._last_clause

    @property
    def first_clause(self) -> str:
        """The characters before the first mark, likewise."""
        if self._first_clause is None:
            self._first_clause = cut_clause_before_mark(self.head)
        return self._first_clause

    @property
    def last_letters(self) -> str:
        """The Han characters that it ends in, five at most."""
        return cut_leading_letters(self.tail[:-6:-1])[::-1]

    @property
    def first_letters(self) -> str:
        """The Han characters that it begins with, five at most."""
        return cut_leading_letters(self.head[:5])


def join_blocks(parts: list[LayoutBlock]) -> LayoutBlock:
    """Return the first of some blocks with those that go on where it was cut, in order, as one block."""
    first = parts[0]
    spans = tuple([span for part in parts for span in part.spans])
    marks = "".join([part.marks for part in parts])
    facts = (first.first_facts, parts[-1].last_facts)
    return LayoutBlock(first.page, first.number, first.markdown, spans, marks, first.gap, facts=facts)


def find_paired_marks(text: str) -> list[int]:
    """Return where the marks stand that come in pairs, in order."""
    return sorted(find_places(text, PAIRED))


@lru_cache(maxsize=256)
def find_unpaired_marks(marks: str) -> tuple[str, str]:
    """Return the closing marks that a block waits for and those that nothing opened, of its paired marks in order."""
    if not marks:
        return "", ""
    for open_, shut in MISREAD_CORNERS:  # one without the other is a corner quote to the rules that follow
        if (open_ in marks) != (shut in marks):
            marks = marks.replace(open_, "「").replace(shut, "」")
    marks = marks.replace("[", "").replace("]", "")
    last = {PAIR_OF.get(mark): mark for mark in marks}
    first = {PAIR_OF.get(mark): mark for mark in reversed(marks)}
    straight = '"' * (marks.count('"') % 2)
    opened = "".join([shut for shut, mark in last.items() if mark in OPENING and shut])
    closing = "".join([shut for shut, mark in first.items() if mark not in OPENING and shut])
    return opened + straight, closing + straight


def ends_behind_stop(text: str) -> bool:
    """Return whether a stop stands before the last words, which are a remark in brackets or the name of an agency."""
    if text[-1:] == "）":
        return text[: text.rfind("（")].rstrip()[-1:] in SENTENCE_END
    at = max(map(text.rfind, SENTENCE_END))
    return at >= 0 and text[at + 1 :].strip(BESIDE_AGENCY) in AGENCIES


def is_signed(text: str) -> bool:
    """Return whether a story ends, with the name of who wrote it or of an agency in brackets behind its last stop."""
    before, _, name = text[:-1].rpartition("（")
    signed = 2 <= len(name) <= LONGEST_SIGNATURE and NO_SIGNATURE.isdisjoint(name)
    return signed and before.removesuffix(" ")[-1:] in SIGNABLE


def cut_clause_before_mark(text: str) -> str:
    """Return what stands before the first mark of a text, without spaces."""
    for at, char in enumerate(text):
        if char in CLAUSE_LIMITS:
            return text[:at].replace(" ", "")
    return text.replace(" ", "")


def cut_leading_letters(text: str) -> str:
    """Return the Han characters that a text begins with."""
    for at, char in enumerate(text):
        if not is_letter(char):
            return text[:at]
    return text


def make_layout_blocks(doc: Document) -> list[LayoutBlock]:
    """Return the blocks of a page with what its layout says of them."""
    text, before, page = doc.text, 0, FoldedPage(doc.text, narrow=doc.is_plain)
    may_turn = "版" in text and any(word in text for word in TURNS)
    small_type, evidence, labels = doc.recall(SmallType), doc.recall(Evidence), doc.recall(Labels)
    left = doc.recall(LeftAlone)
    pages = doc.recall(PhysicalPages)
    page_starts = [one.start for one in pages.pages] if pages else []
    small = frozenset(small_type.spans if small_type else ())
    marks, done = find_paired_marks(text), 0
    blocks: list[LayoutBlock] = []
    last: Block | None = None
    for number, markdown in enumerate(doc.blocks):
        start, end = markdown.start, markdown.end
        gap = start > before + 2 and text.count("\n", before, start) > 2
        if gap and last is not None and (last.kind == "html" or last.kind in MARK_KINDS):
            gap = False  # engines set more blank lines behind HTML and pictures, whatever follows
        if gap and ("\f" in text[before:start] or begins_page(page_starts, before, start)):
            gap = False  # what was a page's border there says nothing of the block
        under, last = find_picture_over(text, last, markdown), markdown
        before, resumes, turns = end, False, False
        if may_turn and markdown.kind == "paragraph" and text.find("版", start, end) >= 0:
            inside = strip_jump_marks(text[start:end])
            start, end, resumes, turns = start + inside.start, start + inside.end, inside.resumes, inside.turns
        elif text[start] in "<*_" and markdown.kind in WRAPPED_KINDS and (words := unwrap(text, start, end)):
            is_known = markdown.kind == "html" or under == "picture of its own"
            if is_known or find_role(fold(text[words[0] : words[1]])) in JUDGED_IN_TAGS:
                start, end = words
        while done < len(marks) and marks[done] < start:
            done += 1
        first = done
        while done < len(marks) and marks[done] < end:
            done += 1
        own_marks = "".join([text[at] for at in marks[first:done]])
        facts = find_end_facts(evidence, (start, end)) if evidence is not None else (None, None)
        context = ROLES_BY_LAYOUT.get(facts[0].kind) if facts[0] is not None else None
        if labels is not None and (kind := labels.find_kind(start, end)):
            context = ROLES_BY_LAYOUT[kind]
        unordered = context is None and left is not None and left.holds(start)
        gap = gap or (facts[0] is not None and facts[0].is_apart)
        told = (gap, resumes, turns, (start, end) in small)
        block = LayoutBlock(page, number, markdown, ((start, end),), own_marks, *told, context, facts, under)
        if unordered and not is_furniture_or_credit(block):
            block = block.give_context("unordered")
        blocks.append(block)
    return blocks


def begins_page(page_starts: Sequence[int], before: int, start: int) -> bool:
    """Return whether a physical page begins behind `before`, at `start` at the latest."""
    at = bisect_right(page_starts, start)
    return at > 0 and page_starts[at - 1] > before


def is_furniture_or_credit(block: LayoutBlock) -> bool:
    """Return whether a block is furniture or a credit even among lines out of order, and not two columns in one."""
    return block.own_role in FURNITURE or (block.own_role in ("credit", "scan") and " " not in block.text)


def find_picture_over(text: str, before: Block | None, block: Block) -> Under:
    """Return whether a picture stands right over a block, and whether the engine made the block its caption.

    PaddleOCR-VL and DeepSeek-OCR set a caption in the middle, chat models in italics, and MinerU sets it under the link
    of the picture, parted by two spaces at the end of that line.
    """
    if before is None or before.kind != "picture":
        return ""
    if block.kind == "paragraph":
        is_caption = text[before.end : block.start] == "  \n" or is_in_italics(text, block)
    else:
        is_caption = is_centered(text, block)
    return "picture of its own" if is_caption else "picture"


def give_pictures(blocks: Sequence[LayoutBlock]) -> list[LayoutBlock]:
    """Return the blocks of a page, of which some are gone, with what stands right over each now."""
    last = [None, *[block.markdown for block in blocks]]
    return [
        block.give_picture(find_picture_over(block.page.text, before, block.markdown))
        for before, block in zip(last, blocks, strict=False)
    ]


def find_end_facts(evidence: Evidence, span: Span) -> EndFacts:
    """Return what a layout dump says of the beginning and of the end of a block."""
    return evidence.find_first(*span), evidence.find_last(*span)
