"""What an engine's marks said of a page, kept when the marks are gone: what a block is, and on which physical page."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from jmclean.text.edits import Change, Span
from jmclean.text.engine_marks import PageMark, find_page_marks
from jmclean.text.tracing import Offsets

CAPTION_LABELS: Final = frozenset(
    {"image_caption", "figure_caption", "chart_caption", "caption", "figure_title", "image_footnote", "vision_footnote"}
)
FOLIO_LABELS: Final = frozenset(
    {"page_number", "number", "header", "footer", "page_header", "page_footer", "header_image", "footer_image"}
)


LONGEST_FURNITURE: Final = 120
LONGEST_CAPTION: Final = 400
"""The most characters of what is furniture or a caption by an engine's label alone."""


class Labels:
    """What an engine called the stretches of a text, by the names that it uses itself (`image_caption`, `footer`)."""

    __slots__ = ("spans",)

    def __init__(self, spans: tuple[tuple[int, int, str], ...] = ()) -> None:
        self.spans = spans

    def after(self, change: Change) -> Labels:
        """Return the same labels over the text that a change made."""
        moved = Offsets(change)
        return Labels(tuple([(*moved.after((start, end)), label) for start, end, label in self.spans]))

    def find_kind(self, start: int, end: int) -> Literal["caption", "furniture"] | None:
        """Return whether a block is a caption or page furniture by its label, if it is short enough for either."""
        at = bisect_right(self.spans, start, key=itemgetter(0)) - 1
        if at < 0 or end > self.spans[at][1]:
            return None
        if self.spans[at][2] in CAPTION_LABELS:
            return "caption" if end - start <= LONGEST_CAPTION else None
        return "furniture" if end - start <= LONGEST_FURNITURE else None


class PhysicalPage(NamedTuple):
    """The text of one physical page, from its first to past its last character, and the number on its mark, if any."""

    start: int
    end: int
    number: int | None


class PhysicalPages:
    """The physical pages of a text in order, as page marks told them before they were taken out."""

    __slots__ = ("pages",)

    def __init__(self, pages: tuple[PhysicalPage, ...] = ()) -> None:
        self.pages = pages

    def after(self, change: Change) -> PhysicalPages:
        """Return the same pages over the text that a change made."""
        moved = Offsets(change)
        spans: list[Span] = [moved.after((page.start, page.end)) for page in self.pages]
        return PhysicalPages(
            tuple(
                [
                    PhysicalPage(start, max(start, end), page.number)
                    for (start, end), page in zip(spans, self.pages, strict=True)
                ]
            )
        )

    def cut_out(self, start: int, end: int) -> PhysicalPages:
        """Return the pages of a part of the text, with offsets in the part."""
        first = max(0, bisect_right(self.pages, start, key=itemgetter(0)) - 1)
        last = bisect_right(self.pages, end - 1, key=itemgetter(0))
        held = [page for page in self.pages[first:last] if page.end > start]
        return PhysicalPages(
            tuple([PhysicalPage(max(0, one - start), min(two, end) - start, number) for one, two, number in held])
        )

    def find(self, offset: int) -> PhysicalPage | None:
        """Return the page that holds a character of the text, or the one before it; None before the first."""
        at = bisect_right(self.pages, offset, key=itemgetter(0)) - 1
        return self.pages[at] if at >= 0 else None

    def to_entry(self, offset: int) -> dict[str, int]:
        """Return the number of the page of a character as `jmclean explain --format json` prints it."""
        page = self.find(offset)
        return {} if page is None or page.number is None else {"page": page.number}


def find_physical_pages(text: str, marks: list[PageMark]) -> list[PhysicalPage]:
    """Return the physical pages that marks part; a mark stands before its page unless it ends one or ends the text."""
    places = [mark.start for mark in marks]
    head = bool(text[: places[0]].strip())
    foot = bool(text[marks[-1].end :].strip())
    behind = any(mark.ends for mark in marks) or (head and not foot)
    numbers = [mark.number for mark in marks]
    if behind:
        numbers = [*numbers, None]
    else:
        first = numbers[0] - 1 if numbers[0] else None
        numbers = [first, *numbers]
    starts = [0, *[mark.end for mark in marks]]
    ends = [*places, len(text)]
    found: list[PhysicalPage] = []
    for start, end, number in zip(starts, ends, numbers, strict=True):
        inside = text[start:end]
        if inside.strip():
            begin = start + len(inside) - len(inside.lstrip())
            found.append(PhysicalPage(begin, begin + len(inside.strip()), number))
    return found


def find_fed_pages(text: str, page: PhysicalPage | None = None) -> list[PhysicalPage]:
    """Return the pages that form feeds part a page into, or the whole text if none is given; they have its number."""
    start, end, number = page or PhysicalPage(0, len(text), None)
    found: list[PhysicalPage] = []
    for inside in text[start:end].split("\f"):
        if bare := inside.strip():
            begin = start + inside.index(bare)
            found.append(PhysicalPage(begin, begin + len(bare), number))
        start += len(inside) + 1
    return found


def find_parted_pages(text: str, marks: list[PageMark]) -> list[PhysicalPage]:
    """Return the physical pages that marks and form feeds part, nothing if there are none of both."""
    if marks:
        return [part for page in find_physical_pages(text, marks) for part in find_fed_pages(text, page)]
    return find_fed_pages(text) if "\f" in text else []


def recall_pages(text: str) -> PhysicalPages:
    """Return the physical pages of a text as the page marks in it part them, none if it has no such mark.

    The marks' own numbers count where they have any; marks without numbers are counted from 1.
    """
    marks = find_page_marks(text)
    if not marks:
        return PhysicalPages()
    pages = find_physical_pages(text, marks)
    if all(mark.number is None for mark in marks):
        pages = [page._replace(number=at) for at, page in enumerate(pages, 1)]
    return PhysicalPages(tuple(pages))


class LeftAlone(NamedTuple):
    """Stretches whose lines are not in reading order or stand side by side: nothing is joined to or from them."""

    spans: tuple[Span, ...] = ()

    def after(self, change: Change) -> LeftAlone:
        """Return the same stretches over the text that a change made."""
        return LeftAlone(tuple(map(Offsets(change).after, self.spans)))

    def holds(self, start: int) -> bool:
        """Return whether a block that begins at an offset is one of them."""
        at = bisect_right(self.spans, start, key=itemgetter(0)) - 1
        return at >= 0 and start < self.spans[at][1]


class SpacedPages(NamedTuple):
    """The pages whose characters an engine set apart, as they were before they were closed up."""

    spans: tuple[Span, ...] = ()

    def after(self, change: Change) -> SpacedPages:
        """Return the same pages over the text that a change made."""
        return SpacedPages(tuple(map(Offsets(change).after, self.spans)))

    def holds(self, start: int) -> bool:
        """Return whether a block that begins at an offset is on one of them."""
        return any(first <= start < last for first, last in self.spans)
