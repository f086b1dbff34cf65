"""What the blocks of a page are: by the engine's labels, the size of their type, and where they stand.

A label alone takes nothing out of a page. A caption stands by a picture or is set in smaller type, a header or a footer
at the page's edge; and what an engine calls body text is a heading or a caption where both place and type say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from jmclean.chinese.folding import fold
from jmclean.readers.column_order import KnownParagraph, order_columns
from jmclean.readers.columns import Columns
from jmclean.readers.model import PROSE, Box, Label, LayoutPage
from jmclean.readers.paragraphs import PARAGRAPH_STOPS, Paragraph
from jmclean.readers.values import find_median
from jmclean.structure.roles import Role, find_role

HEADLINE_TYPE: Final = 1.22
HIGHER_TYPE: Final = 1.12
"""How many times as wide as the body's characters, and as high as its lines, a headline's are at least."""

SMALL_TYPE: Final = 0.94
"""How many times as large as the body's a caption's type is at most, if it is to tell a caption."""

LONGEST_HEADLINE_BLOCK: Final = 60
LONGEST_CROSS_HEAD: Final = 24
LONGEST_FURNITURE_BLOCK: Final = 90
LONGEST_FURNITURE_LINE: Final = 30
HIGHEST_LINE: Final = 0.015
"""The share of a page's height that a line of furniture is high at most, where lines are not known."""

LONGEST_CAPTION_BLOCK: Final = 300
MOST_LINES_OF_CAPTION: Final = 8

NEAR_PICTURE: Final = 3.0
"""How many characters from a picture its caption stands at most."""

EDGE_SHARE: Final = 0.07
"""The share of a page's height at its top and at its foot in which its furniture stands."""

WIDER_THAN_COLUMN: Final = 2.0
"""By how many characters a line under a picture is wider than the column, if it is to tell a caption."""

LEAST_WHITE: Final = 0.3
"""How many characters wider than between lines the space above and below a cross-head is."""

FOLIO_FORM: Final = re.compile(r"\d.*[年月日期版星报報]|[年月日期版星报報].*\d|\d{4}[./-]\d|^\W*\w{0,3}\d{1,3}\W*$")
EDITORS_WORD: Final = re.compile(r"[编編校版责責]")
OPENING_BRACKETS: Final = "（([【〔"
NO_HEAD_ENDS: Final = frozenset("。；：…:;，、,）)°·")
HEADING_ROLES: Final[frozenset[Role]] = frozenset({"body", "label", "list", "figures"})
"""What the words of a cross-head may be taken for: no byline, caption or folio."""

PAGE_SHELVES: Final = 64
"""Into how many strips the height of a page is parted, to find the pictures near a block."""

MOST_PICTURES: Final = 40
"""The most pictures of a strip, and tables of a page, that blocks are compared with."""

NEAREST_PARAGRAPHS: Final = 8
"""How many blocks away another is at most to stand beside one."""

LEAST_CENTRED: Final = 0.8
"""By how many characters the white on both sides of a centred line differs at most."""

HEAD_SENTENCE_MARKS: Final = frozenset("。；，,;：:")


def find_blocks(page: LayoutPage, found: Sequence[Paragraph], columns: Columns) -> list[KnownParagraph]:
    """Return the paragraphs of a page with what they are, and in the order of their columns.

    What a block is depends on those beside it, so that it is asked again where columns change places.
    """
    kinds = _Kinds(page, found, columns).find_blocks()
    in_order = order_columns(kinds, columns.unit)
    if in_order == kinds:
        return kinds
    return _Kinds(page, [block.paragraph for block in in_order], columns).find_blocks()


class _Kinds:
    def __init__(self, page: LayoutPage, found: Sequence[Paragraph], columns: Columns) -> None:
        self.found = found
        self.unit = columns.unit
        self.pictures = [one.box for one in found if one.label == "picture" and one.box]
        self.tables = [one.box for one in found if one.label == "table" and one.box]
        boxes = [one.box for one in found if one.box]
        self.tops = sorted([box.top for box in boxes])[:5]
        self.bottoms = sorted([box.bottom for box in boxes], reverse=True)[:5]
        self.prose = [one.box for one in found if one.label in PROSE and one.box]
        self.prose_top = min((box.top for box in self.prose), default=0.0)
        self.prose_bottom = max((box.bottom for box in self.prose), default=0.0)
        self.top = min((box.top for box in boxes), default=0.0)
        self.bottom = max((box.bottom for box in boxes), default=0.0)
        self.scale = self.unit or (self.bottom - self.top) / 120
        self.boxes = frozenset(self.pictures)
        self.shelf = max(1.0, (self.bottom - self.top) / PAGE_SHELVES)
        self.shelves: dict[int, list[Box]] = {}
        room = (NEAR_PICTURE + 2) * self.scale
        for picture in self.pictures:
            for number in range(int(picture.top // self.shelf), int((picture.bottom + room) // self.shelf) + 1):
                if len(shelf := self.shelves.setdefault(number, [])) < MOST_PICTURES:
                    shelf.append(picture)
        labelled = (self._find_picture(one.box) for one in found if one.label == "caption")
        self.named = {picture for picture in labelled if picture}
        lines = [line.box for region in page.regions if region.label in PROSE for line in region.lines if line.box]
        steps = [below.middle[1] - above.middle[1] for above, below in pairwise(lines) if above.top < below.top]
        self.leading = find_median(steps)
        self.height = find_median([box.height for box in lines])

    def find_blocks(self) -> list[KnownParagraph]:
        """Return every paragraph and picture."""
        return [self._make_block(at, one) for at, one in enumerate(self.found)]

    def _make_block(self, at: int, one: Paragraph) -> KnownParagraph:
        if one.label in ("header", "footer"):
            return KnownParagraph(one, "furniture" if self._is_furniture(one) else "text")
        if one.label == "title":
            if _is_headline(one.text):
                return KnownParagraph(one, "heading", self._find_level(one))
            return KnownParagraph(one, "text")
        if one.label == "caption":
            near = self._find_picture(one.box) is not None or (one.box is not None and one.box in self.boxes)
            is_caption = len(one.text) <= LONGEST_CAPTION_BLOCK and (near or self._is_small(one) or not self.pictures)
            return KnownParagraph(one, "caption" if is_caption and not self._is_of_table(one.box) else "text", 0, near)
        if one.label not in PROSE:
            return KnownParagraph(one, "text" if one.label in ("note", "list") else "other")
        if self._is_folio(one):
            return KnownParagraph(one, "furniture")
        if self._is_large(one):
            return KnownParagraph(one, "heading", self._find_level(one))
        if self._is_cross_head(at, one):
            return KnownParagraph(one, "heading", 3)
        picture = self._find_picture(one.box)
        if picture is None or picture in self.named or not 0 < one.lines <= MOST_LINES_OF_CAPTION:
            return KnownParagraph(one, "text")
        if len(one.text) <= LONGEST_CAPTION_BLOCK and self._is_caption(at, one, picture):
            self.named.add(picture)
            return KnownParagraph(one, "caption", 0, True)
        return KnownParagraph(one, "text", 0, one.first.is_flush is not False)

    def _find_level(self, one: Paragraph) -> int:
        """Return the level of a heading: the dump's own, but for a cross-head, which is set in the body's type."""
        level = one.level or 2
        is_body_type = bool(self.unit and one.size and one.size < 1.15 * self.unit)
        return max(3, level) if is_body_type and level > 1 else level

    def _is_large(self, one: Paragraph) -> bool:
        large = bool(self.unit) and one.size >= HEADLINE_TYPE * self.unit and one.height >= HIGHER_TYPE * self.height
        return large and 0 < one.lines <= 4 and len(one.text) > 1 and _is_headline(one.text)

    def _is_small(self, one: Paragraph) -> bool:
        return bool(self.unit and one.size) and one.size <= SMALL_TYPE * self.unit

    def _is_furniture(self, one: Paragraph) -> bool:
        """Return whether what an engine calls header or footer stands where one does."""
        if len(one.text) > LONGEST_FURNITURE_BLOCK:
            return False
        if one.box is None:
            return not HEAD_SENTENCE_MARKS.intersection(one.text)
        return self._is_at_edge(one.box)

    def _is_at_edge(self, box: Box) -> bool:
        height = self.bottom - self.top
        y = (box.middle[1] - self.top) / height if height else 0.5
        if y < EDGE_SHARE or y > 1 - EDGE_SHARE:
            return True
        return bool(self.prose) and (box.bottom <= self.prose_top or box.top >= self.prose_bottom)

    def _is_folio(self, one: Paragraph) -> bool:
        """Whether a line without a label stands beyond all others at the page's edge and reads as furniture does."""
        box, text = one.box, one.text
        if box is None or len(text) > LONGEST_FURNITURE_BLOCK or HEAD_SENTENCE_MARKS.intersection(text):
            return False
        if one.lines != 1 and not (one.lines == 0 and self._is_line_apart(box, text)):
            return False
        if one.height > HIGHER_TYPE * self.height:
            return False
        first = box.top == self.tops[0] and len(self.tops) > 4 and self.tops[1] > box.middle[1]
        last = box.bottom == self.bottoms[0] and len(self.tops) > 4 and self.bottoms[1] < box.middle[1]
        if not (first or last):
            return False
        return bool((FOLIO_FORM if first else EDITORS_WORD).search(text)) or bool(last and FOLIO_FORM.fullmatch(text))

    def _is_line_apart(self, box: Box, text: str) -> bool:
        """Whether a block whose lines are not known is as high as one line, and white parts it from all others."""
        height = self.bottom - self.top
        if len(self.tops) < 2 or len(text) > LONGEST_FURNITURE_LINE or box.height > HIGHEST_LINE * height:
            return False
        return self.tops[1] - box.bottom > box.height or box.top - self.bottoms[1] > box.height

    def _is_cross_head(self, at: int, one: Paragraph) -> bool:
        """Return whether a short line among the paragraphs of a story stands by itself.

        It does with white above and below it, or where it begins flush behind a paragraph that has ended.
        """
        box, text = one.box, one.text
        if not self.unit or box is None or one.lines != 1 or not 2 <= len(text) <= LONGEST_CROSS_HEAD:
            return False
        if text[-1] in NO_HEAD_ENDS or text[0] in OPENING_BRACKETS or self._find_picture(box) is not None:
            return False
        if find_role(fold(text)) not in HEADING_ROLES:
            return False
        before, after = self._find_beside(at, "picture")
        if before is None or after is None or not {before.label, after.label} <= PROSE or after.box is None:
            return False
        if self._is_large(before) or self._is_large(after) or (after.lines == 1 and not self._goes_on(after)):
            return False
        indent, early = one.first.indent, one.last.early
        if indent is None or early is None:
            return False
        is_centred = indent > 0.7 and abs(indent - early) < LEAST_CENTRED
        if one.last.is_full and not is_centred:
            return False
        has_ended = before.last.is_full is False
        is_phrase = HEAD_SENTENCE_MARKS.isdisjoint(text) and (has_ended or before.text[-1] in PARAGRAPH_STOPS)
        if is_phrase and not one.first.is_flush and (has_ended or after.first.is_flush is False):
            return True
        if one.first.is_flush:
            return has_ended and early > 2 and before.text[-1] in PARAGRAPH_STOPS and after.first.is_flush is False
        if after.first.is_flush and not has_ended:
            return False
        if after.box.left > box.right or not self._is_white(one, after):
            return False
        if before.box is None or before.box.top > box.top or before.box.right < box.left:
            return True  # at the head of a column
        return self._is_white(before, one)

    def _is_white(self, above: Paragraph, below: Paragraph) -> bool:
        """Return whether more white stands between two paragraphs than between two lines of one."""
        if above.rows is None or below.rows is None:
            return False
        return below.rows[0] - above.rows[1] - self.leading >= LEAST_WHITE * self.unit

    def _find_beside(self, at: int, *passed: Label) -> tuple[Paragraph | None, Paragraph | None]:
        """Return the paragraphs before and behind one, those with some labels passed over; None where none is near."""
        before = self.found[max(0, at - NEAREST_PARAGRAPHS) : at]
        after = self.found[at + 1 : at + 1 + NEAREST_PARAGRAPHS]
        return (
            next((other for other in reversed(before) if other.label not in passed), None),
            next((other for other in after if other.label not in passed), None),
        )

    def _goes_on(self, before: Paragraph) -> bool:
        """Return whether a paragraph ends as one that a column has cut."""
        return before.last.is_full is True and before.text[-1:] not in PARAGRAPH_STOPS

    def _find_picture(self, box: Box | None) -> Box | None:
        """Return the picture that a block stands by.

        Under it, or beside it or above it within a character's width or two.
        """
        if box is None:
            return None
        room = NEAR_PICTURE * self.scale
        for picture in self.shelves.get(int(box.middle[1] // self.shelf), ()):
            across = min(box.right, picture.right) - max(box.left, picture.left)
            along = min(box.bottom, picture.bottom) - max(box.top, picture.top)
            if across > 0.5 * min(box.width, picture.width) and -self.scale < box.top - picture.bottom < room:
                return picture
            if across > 0.5 * box.width and along > 0.5 * box.height:
                return picture
        return None

    def _is_of_table(self, box: Box | None) -> bool:
        """Return whether a caption stands at a table and not at a picture."""
        if box is None or self._find_picture(box) is not None:
            return False
        room = NEAR_PICTURE * self.scale
        return any(
            min(box.right, table.right) > max(box.left, table.left)
            and table.top - box.bottom < room
            and box.top - table.bottom < room
            for table in self.tables[:MOST_PICTURES]
        )

    def _is_caption(self, at: int, one: Paragraph, picture: Box) -> bool:
        """Whether a block under a picture is its caption by its type, its width or the text that runs on past it."""
        if self._is_small(one):
            return True
        if one.box is None or not self.unit:
            return False
        if (
            one.last.early is not None
            and one.last.early < -WIDER_THAN_COLUMN
            and one.box.right < picture.right + self.unit
        ):
            return True
        off = abs(one.box.middle[0] - picture.middle[0])
        if one.lines == 1 and off < self.unit and one.first.is_flush is None and one.last.is_full is False:
            return True
        before, after = self._find_beside(at, "picture", "caption", "title", "header", "footer", "table")
        if before is None or after is None or not self._goes_on(before) or after.first.is_flush is not True:
            return False
        ends = after.lines > 1 or after.text[-1] in PARAGRAPH_STOPS
        return ends and one.first.is_flush is not False and one.last.is_full is False


def _is_headline(text: str) -> bool:
    """Return whether a text that is called a title may be one: neither long nor a sentence that ends in a full stop."""
    return len(text) <= LONGEST_HEADLINE_BLOCK and not (text[-1:] in "。；" and len(text) > 12) and text.count("。") < 2
