"""How likely it is that one block goes on where another was cut: the signals, what each weighs, and their sum.

A seam is a tail, a head that may go on from it, and what lies between. Its score is the weighted sum of its signals:
the natural logarithm of the odds that the two belong together, with the weights that `tests/tools/fit_joins.py`
learned.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from jmclean.document import Block
from jmclean.kinds import (
    CAPTION_SIGNS,
    DATELINE,
    HAN,
    JUMP_HEAD,
    JUMP_LINE,
    JUMP_TAIL,
    LIST,
    LONGEST_LINE,
    OPENER,
    Part,
    has_any,
    part,
    shadow,
)
from jmclean.lazy import Lazy
from jmclean.lexicon import association, entering, leaving, letter, word_gain
from jmclean.weights import BIAS, WEIGHTS

STOPS = "。！？…⋯；："
FULL_STOPS = frozenset("。！？")
CLOSERS = '”’」』）》】〉)]"＂'
PAIRS = (("“「", "”」"), ("‘『", "’』"), ("（(", "）)"), ("《", "》"), ("【", "】"), ("〈", "〉"))
"""Opening and closing marks, each in the forms that engines give it; the first form names the pair."""

CANNOT_START = frozenset("，。、；：！？”’）》】％…")
MISREAD_STOPS = frozenset("·.°•")
QUOTED_TERM = Lazy("[“‘《][^“”‘’《》，。！？；：]{1,12}[”’》]$")
PAGE_MARK = Lazy(r"#{1,6}[ \t]*[A-Z]{1,2}\d{1,3}")
"""A page's mark, A13, that a model took for a headline."""

SIGNED = Lazy(r"[。！？…”] ?（[^（），。；：]{2,16}）$")
"""A story's end with the name of who wrote it or of an agency in brackets."""

MARKS = re.compile("[，。、；：！？（）“”《》…—·°]+")
FREE: frozenset[Part] = frozenset(
    {"byline", "credit", "caption", "scan", "folio", "editors", "jump", "label", "figures", "aside"}
)
"""What a sentence may jump over at no cost."""

MEASURES = frozenset(
    "年月日时分秒个名人位项件家次亿万千百元吨米岁届多余％%辆艘架座所条种类例批组起套台部支只场天周号点度层期章篇亩株头级"
)


class Inner(NamedTuple):
    """Where a block's own text begins and ends in it, less the jump marks at its ends, and which of them it has."""

    start: int
    end: int
    resumes: bool
    turns: bool


def inner(text: str) -> Inner:
    """The inside of a block between marks such as （上接A01版） and （下转A02版）."""
    ends = text[:60] + text[-60:]
    if "版" not in ends or not has_any(ends, "转轉接") or JUMP_LINE.fullmatch(shadow(text[:60])):
        return Inner(0, len(text), False, False)
    start, end = 0, len(text)
    while head := JUMP_HEAD.match(shadow(text[start : start + 60])):
        start += head.end()
    while tail := JUMP_TAIL.search(shadow(text[max(start, end - 60) : end])):
        end -= len(tail[0])
    left = text[start:end].strip()
    if not left:
        return Inner(0, len(text), False, False)
    resumes, turns = start > 0, end < len(text)
    start = text.find(left, start)
    return Inner(start, start + len(left), resumes, turns)


LONGEST_SHORT = 260
"""The most letters of a block that may be anything but body text or an item of a list."""


class Piece:
    """One block as the joiner sees it.

    `text` is the block's text less the jump marks at its ends, `span` where that text stands on the page, `gap`
    whether more than one blank line stands before it. `resumes` and `turns` say whether it begins with 上接 or ends
    with 下转. `context` is what the blocks around it or the user's patterns make of it, if that is more than its own
    words say; `share` how many of the page's paragraphs are open, as a natural logarithm over a fifth; `fill` how
    well its length fits the page's columns.
    """

    def __init__(
        self,
        number: int,
        block: Block,
        text: str,
        span: tuple[int, int],
        gap: bool,
        resumes: bool = False,
        turns: bool = False,
    ) -> None:
        self.number = number
        self.block = block
        self.text = text
        self.span = span
        self.gap = gap
        self.resumes = resumes
        self.turns = turns
        self.context: Part | None = None
        self.share = self.fill = 0.0

    @cached_property
    def whole(self) -> str:
        """The shadow of the text, empty if it is too long to be anything but body text."""
        return shadow(self.text) if len(self.text) <= LONGEST_SHORT else ""

    @property
    def part(self) -> Part:
        """What part of the page it is."""
        return self.context or self.own_part

    @cached_property
    def own_part(self) -> Part:
        """What part of the page it is by its own words."""
        if self.block.kind == "heading":
            return "folio" if PAGE_MARK.fullmatch(self.text) else "heading"
        if self.block.kind in ("html", "quote"):
            return "aside"
        if self.block.kind != "paragraph":
            return "other"
        if "  \n" in self.text or "\\\n" in self.text:
            return "verse"
        if len(self.text) > LONGEST_LINE and (not self.whole or not has_any(self.text, CAPTION_SIGNS)):
            return "list" if LIST.match(shadow(self.text[:12])) else "body"
        return part(self.whole)

    @cached_property
    def head(self) -> str:
        """The shadow of its first sixty letters."""
        return shadow(self.text[:60])

    @cached_property
    def tail(self) -> str:
        """The shadow of its last sixty letters."""
        return shadow(self.text[-60:])

    @property
    def is_open(self) -> bool:
        """Whether a column may have cut this block: body text without a stop, or inside a quotation, at its end."""
        if self.text[-1:] in FULL_STOPS and not self.opened:
            return False
        if self.part not in ("body", "list") or SIGNED.search(self.tail):
            return False
        end = self.tail.rstrip(CLOSERS)
        if not end or (end[-1] == "°" and end[-2:-1].isalpha()):
            return False  # engines read a full stop as a degree sign
        if len(self.text) <= 40 and re.search("(?:报道|电|讯)：$", end) and DATELINE.match(self.head):
            return True  # 本报上海1月23日电 记者…报道：
        return end[-1] not in STOPS or (end == self.tail and self.opened != "")

    @property
    def is_cell(self) -> bool:
        """Whether it could be a label or a cell of a table: short, without any mark of a sentence."""
        return len(self.text) <= 40 and not re.search("[，。；！？…]", self.whole)

    @property
    def stopped(self) -> bool:
        """Whether it ends in a stop, so that only an open quotation makes it open."""
        return self.tail[-1:] in STOPS and self.tail[-1:] != "："

    @cached_property
    def opened(self) -> str:
        """The closing marks that the block still waits for at its end."""
        last = self.text.rfind
        found = "".join(shut[0] for open_, shut in PAIRS if max(map(last, open_)) > max(map(last, shut)))
        return found + '"' * (self.text.count('"') % 2)

    @cached_property
    def closing(self) -> str:
        """The closing marks that the block begins with an unopened use of."""
        found = "".join(shut[0] for open_, shut in PAIRS if self._first(shut) < self._first(open_))
        return found + '"' * (self.text.count('"') % 2)

    def _first(self, marks: str) -> int:
        return min(at if (at := self.text.find(mark)) >= 0 else len(self.text) for mark in marks)


class Seam:
    """A tail, a head that may go on from it, what lies between, and the page's text."""

    def __init__(self, tail: Piece, head: Piece, between: list[Piece], page: str) -> None:
        self.tail = tail
        self.head = head
        self.between = between
        self.page = page

    @cached_property
    def left(self) -> str:
        """The shadow of the text before the seam."""
        return self.tail.tail

    @cached_property
    def right(self) -> str:
        """The shadow of the text behind the seam."""
        return self.head.head

    @cached_property
    def clauses(self) -> tuple[str, str]:
        """The last clause of the tail and the first of the head, without blanks, which stray-spaces may take out."""
        return MARKS.split(self.left)[-1].replace(" ", ""), MARKS.split(self.right, 1)[0].replace(" ", "")

    @cached_property
    def signals(self) -> dict[str, float]:
        """What every signal says, by its name; those that say nothing are left out."""
        found = ((signal.__name__, signal(self)) for signal in SIGNALS)
        return {name: value for name, value in found if value}

    @property
    def score(self) -> float:
        """The natural logarithm of the odds that tail and head belong together."""
        return BIAS + sum(WEIGHTS[name] * value for name, value in self.signals.items())

    @property
    def reasons(self) -> str:
        """The signals that weigh most, strongest first, with their share of the score."""
        shares = sorted(
            ((WEIGHTS[name] * value, name) for name, value in self.signals.items()), key=lambda s: -abs(s[0])
        )
        return ", ".join(f"{name.replace('_', ' ')} {share:+.1f}" for share, name in shares[:4])


def is_han(char: str) -> bool:
    """Whether `char` is one Han letter."""
    return "\u3400" <= char <= "\u9fff"


def word_across(seam: Seam) -> float:
    """Bits that a dictionary word across the seam saves, in units of 4."""
    left = re.search(HAN + "{0,5}$", seam.left)
    right = re.match(HAN + "{0,5}", seam.right)
    return min(word_gain(left[0], right[0]), 20.0) / 4 if left and right and left[0] and right[0] else 0.0


def neighbours(seam: Seam) -> float:
    """How much oftener than by chance the two letters at the seam are neighbours, in units of 4 bits."""
    if is_han(seam.left[-1:]) and is_han(seam.right[:1]):
        return max(-5.0, min(6.0, association(seam.left[-1], seam.right[0]))) / 4
    return 0.0


def ending(seam: Seam) -> float:
    """How readily a sentence ends in the tail's last letter."""
    return letter(seam.left[-1:]).ending if is_han(seam.left[-1:]) else 0.0


def opening(seam: Seam) -> float:
    """How readily a paragraph begins with the head's first letter."""
    return letter(seam.right[:1]).opening if is_han(seam.right[:1]) else 0.0


def starting(seam: Seam) -> float:
    """How readily a sentence begins with the head's first letter."""
    return letter(seam.right[:1]).starting if is_han(seam.right[:1]) else 0.0


def clause_ends(seam: Seam) -> float:
    """How readily a clause ends in the tail's last two letters."""
    return leaving(seam.left) if is_han(seam.left[-1:]) else 0.0


def clause_begins(seam: Seam) -> float:
    """How readily a clause begins with the head's first two letters."""
    return entering(seam.right) if is_han(seam.right[:1]) else 0.0


def preposition(seam: Seam) -> float:
    """One of the tail's last letters is a preposition or conjunction that wants more than what follows it."""
    return float(re.search(f"[由被把将从对向与在及和给以使令让](?:{HAN}|[“”‘’《》]){{0,9}}$", seam.left) is not None)


def short_clause(seam: Seam) -> float:
    """The tail's last clause or the head's first has three letters at most, too few for a paragraph's end or start."""
    last, first = seam.clauses
    return float(0 < len(last) <= 3) + float(0 < len(first) <= 3)


def long_clause(seam: Seam) -> float:
    """By how many tens of letters the clause that a join makes is longer than twenty."""
    last, first = seam.clauses
    return max(0.0, len(last) + len(first) - 20) / 10


def sentences(seam: Seam) -> float:
    """The tail holds a full stop, as only body text does."""
    return float("。" in seam.tail.whole or not seam.tail.whole)


def speaker(seam: Seam) -> float:
    """The head begins with a name or a label and a colon, as dialogue and lists of facts do."""
    return float(re.match(r"[^，。；：！？“”\d]{1,8}：", seam.right) is not None)


def comma(seam: Seam) -> float:
    """The tail ends in a mark after which a sentence must go on."""
    return float(seam.left[-1:] in ("，", "、"))


def closed_quote(seam: Seam) -> float:
    """The tail ends in a closing mark, other than of a quoted term."""
    return float(seam.left[-1:] in CLOSERS and QUOTED_TERM.search(seam.left) is None)


def quoted_term(seam: Seam) -> float:
    """The tail ends in a few letters in quotation marks or a title, a name that no preposition leads to."""
    if preposition(seam):
        return 0.0
    return float(QUOTED_TERM.search(seam.left) is not None)


def mark_met(seam: Seam) -> float:
    """A bracket or quotation open in the tail is closed by the head."""
    return float(any(mark in seam.head.closing for mark in seam.tail.opened))


def mark_unmet(seam: Seam) -> float:
    """A bracket or quotation open in the tail, and the head opens another before it closes one, or never does."""
    return float(bool(seam.tail.opened) and not any(mark in seam.head.closing for mark in seam.tail.opened))


def closer_unasked(seam: Seam) -> float:
    """The head closes a bracket or quotation that the tail has not open."""
    return float(any(mark not in seam.tail.opened for mark in seam.head.closing))


def cannot_start(seam: Seam) -> float:
    """The head begins with a mark that no paragraph begins with."""
    return float(seam.right[:1] in CANNOT_START)


def number_across(seam: Seam) -> float:
    """A number runs across the seam, or its measure word stands behind it."""
    one, two = seam.left[-1:], seam.right[:1]
    if re.match(r"\d{4}年", seam.right):
        return 0.0
    return float(
        (one.isdigit() and (two.isdigit() or two in MEASURES))
        or (two.isdigit() and one == "." and seam.left[-2:-1].isdigit())
    )


def number_before(seam: Seam) -> float:
    """The tail ends in Han and the head goes on with a number: 鹤山市 | 2件."""
    return float(is_han(seam.left[-1:]) and seam.right[:1].isdigit() and not LIST.match(seam.right))


def figure_end(seam: Seam) -> float:
    """The tail ends in a digit, a per cent sign or a Latin letter that nothing of the head completes."""
    one = seam.left[-1:]
    if one.isalpha() and seam.right[:1].isalpha() and (one + seam.right[:1]).isascii():
        return 0.0
    return float(((one.isascii() and one.isalnum()) or one == "％") and not number_across(seam))


def cut_page(seam: Seam) -> float:
    """How many of the page's paragraphs lack a stop: a page that columns cut has many of them."""
    return seam.tail.share


def fills_column(seam: Seam) -> float:
    """The tail's last line is full, as far as the page's other tails tell how wide its columns are.

    Only what speaks for a cut counts: once the others are joined nothing tells the width any more, and a second
    run must not find what the first refused.
    """
    return max(0.0, seam.tail.fill)


def dateline(seam: Seam) -> float:
    """The head begins as a story does."""
    return float(DATELINE.match(seam.right) is not None)


def opener(seam: Seam) -> float:
    """The head begins as paragraphs like to."""
    return float(OPENER.match(seam.right) is not None)


def item(seam: Seam) -> float:
    """The head is an item of a list."""
    return float(seam.head.part == "list")


def label_tail(seam: Seam) -> float:
    """The tail is short and holds no mark of a sentence, as a sub-head is: 1 up to 12 letters, 0 from 26."""
    if re.search("[，。；：！？]", seam.tail.whole):
        return 0.0
    return max(0.0, min(1.0, (26 - len(seam.tail.text)) / 14))


def sentence_tail(seam: Seam) -> float:
    """The tail holds a whole sentence or a comma, as body text does."""
    return float(re.search("[，。；]", seam.tail.whole[:-1] or "，") is not None)


def label_head(seam: Seam) -> float:
    """The head is short and does not end in a stop, as a sub-head is."""
    return float(len(seam.head.text) <= 26 and seam.head.tail.rstrip(CLOSERS)[-1:] not in STOPS)


def misread_stop(seam: Seam) -> float:
    """The tail ends in a mark that engines read for a full stop."""
    return float(seam.left[-1:] in MISREAD_STOPS)


def long_tail(seam: Seam) -> float:
    """How long the tail is: the natural logarithm of its letters over 40."""
    return max(-2.0, min(2.0, math.log(len(seam.tail.text) / 40)))


def long_head(seam: Seam) -> float:
    """How long the head is, likewise."""
    return max(-2.0, min(2.0, math.log(len(seam.head.text) / 40)))


def seen_elsewhere(seam: Seam) -> float:
    """The letters at the seam stand together elsewhere on the page."""
    across = seam.tail.text[-2:] + seam.head.text[:2]
    one, two = across[:3], across[1:]
    return float(len(across) == 4 and (seam.page.find(one) >= 0) + (seam.page.find(two) >= 0))


def over_picture(seam: Seam) -> float:
    """A caption or another thing that a sentence jumps over stands between."""
    return float(any(piece.part in FREE for piece in seam.between))


def over_text(seam: Seam) -> float:
    """How many blocks of text stand between that no extra blank line sets apart."""
    return float(sum(piece.part not in FREE and not piece.gap for piece in seam.between))


def over_set_apart(seam: Seam) -> float:
    """How many blocks of text stand between that an extra blank line sets apart, as it does a caption."""
    return float(sum(piece.part not in FREE and piece.gap for piece in seam.between))


SIGNALS: tuple[Callable[[Seam], float], ...] = (
    word_across,
    neighbours,
    ending,
    opening,
    starting,
    clause_ends,
    clause_begins,
    preposition,
    short_clause,
    long_clause,
    sentences,
    speaker,
    comma,
    closed_quote,
    quoted_term,
    mark_met,
    mark_unmet,
    closer_unasked,
    cannot_start,
    number_across,
    number_before,
    figure_end,
    cut_page,
    fills_column,
    dateline,
    opener,
    item,
    label_tail,
    sentence_tail,
    label_head,
    misread_stop,
    long_tail,
    long_head,
    seen_elsewhere,
    over_picture,
    over_text,
    over_set_apart,
)
