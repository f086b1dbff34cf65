"""The lines of every page of a file put together: what wrapped-lines does once a file has any."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple

from jmclean.chinese.fast import Lazy
from jmclean.structure.blocks import SmallType
from jmclean.structure.caption_lines import CaptionLines, find_caption_lines, find_captions_amid
from jmclean.structure.line_ends import LONG, decide_line_ends
from jmclean.structure.page_lines import Row, is_headline
from jmclean.structure.split_lines import find_pieces_of_folio, find_split_lines
from jmclean.text.document import Document
from jmclean.text.edits import Edit, Span
from jmclean.text.engine_facts import Labels, LeftAlone, PhysicalPages, SpacedPages
from jmclean.text.fast import measure_width
from jmclean.text.joint import choose_joint
from jmclean.text.line_runs import find_columns, print_line
from jmclean.text.markdown import Block
from jmclean.text.reading_order import WORD, weigh_bond
from jmclean.text.shape import PageShape, find_shape

PARAGRAPH_INDENT: Final = Lazy(r"(?:\u3000{1,4}|[ \xa0]{2,8})(?=\S)")
WIDE_GAP: Final = 4
"""How many line ends before a block keep what the widths told of it, for the rules that take captions out."""

NEAR_DISORDER: Final = 8
"""How many lines before and behind a block must be in order for its widths to tell that it is a caption."""

LITTLE_DISORDER: Final = 0.1
"""The share of a page's line ends that may be out of order for it to have captions that widths tell."""

PROOF: Final = 2.0
"""What the words across the line ends of such a page must say for it, as a natural logarithm of odds."""


def unwrap_page(doc: Document, paragraphs: Sequence[Block]) -> Iterator[Edit]:
    """Yield the edits that put the lines of a file together, page by page."""
    text = doc.text
    marked = doc.recall(PhysicalPages)
    shape = find_shape(text, [(page.start, page.end) for page in marked.pages] if marked else None)
    running = set(shape.running)
    if running:
        known = doc.recall(Labels)
        headers = [(start, end, "header") for start, end in shape.running]
        doc.carry(Labels(tuple(sorted([*(known.spans if known else ()), *headers]))))
    small_type: list[Span] = []
    left: list[Span] = []
    tops = [page.start for page in shape.pages[1:]]
    for page in shape.pages:
        inside = [block for block in paragraphs if page.start <= block.start < page.end]
        yield from join_lines(doc, page, inside, running, small_type, left, tops)
    if left:
        doc.carry(LeftAlone(tuple(left)))
    if small_type:
        doc.carry(SmallType(tuple(sorted(small_type))))


class Place(NamedTuple):
    """Where a line stands in the text without the spaces around it, and where the line itself begins."""

    line: int
    start: int
    end: int


def join_lines(
    doc: Document,
    page: PageShape,
    blocks: list[Block],
    running: set[Span],
    small_type: list[Span],
    left: list[Span],
    tops: Sequence[int],
) -> Iterator[Edit]:
    """Put the lines of one page together."""
    if not blocks:
        return
    if page.beside:
        doc.report(page.start, "columns side by side: their lines are left as they are")
        left += [(block.start, block.end) for block in blocks]
        return
    text = doc.text
    places: list[Place] = []
    rows: list[Row] = []
    for block in blocks:
        for number, (place, row) in enumerate(cut_lines(text, block, page)):
            places.append(place)
            rows.append(row._replace(first=number == 0))
    if not doc.is_authored:
        yield from put_pieces_together(doc, places, rows, running)
    if page.double and is_double_spaced(rows):
        rows = [row._replace(first=number == 0) for number, row in enumerate(rows)]
    amid = [] if doc.is_authored else find_captions_amid([row.text for row in rows], [row.first for row in rows])
    for number in chain.from_iterable(amid):
        rows[number] = rows[number]._replace(first=True)
    borders = frozenset(chain.from_iterable(amid))
    found = decide_line_ends(rows)
    ends = found.ends
    for number in find_tops(places, tops):
        if stands_over_column(rows, found.columns, number):
            ends[max(0, number - 1) : number + 1] = [True] * (2 if number else 1)
    apart: set[int] = set()
    set_in_columns = sum(len(row.text) for row, column in zip(rows, found.columns, strict=True) if column)
    lined = 2 * set_in_columns > page.end - page.start  # a page of lines, not one with some blocks left as they were
    captions: list[CaptionLines] = []
    if lined and not doc.is_authored:
        captions = find_caption_lines([row.text for row in rows], [row.first for row in rows], found.columns)
    known_starts = {caption.start for caption in captions}
    captions += [CaptionLines(start, stop, True) for start, stop in amid if start not in known_starts]
    captions = [caption for caption in captions if is_among_ordered(caption, found.mixed)]
    for caption in captions:
        apart.add(caption.start)
        if caption.small:
            ends[caption.start : caption.stop - 1] = [False] * (caption.stop - caption.start - 1)
            small_type.append((places[caption.start].start, places[caption.stop - 1].end))
    for number, (place, after) in enumerate(pairwise(places)):
        if (place.start, place.end) in running or (after.start, after.end) in running:
            ends[number] = True
    for first, last in find_listed(rows):
        ends[first:last] = [None] * (last - first)
    if any(found.mixed):
        at = places[found.mixed.index(True)].start
        left += find_left_blocks(rows, ends, found.mixed, places)
        doc.report(at, "the lines of columns seem to stand in each other's way: they are left as they are")
    for number, (place, after) in enumerate(pairwise(places)):
        end = None if ends[number] and doc.is_authored else ends[number]
        if text[place.end - 1] == "¬" and text[after.start].isascii() and text[after.start].isalpha():
            yield Edit(place.end - 1, after.start, "")
            continue
        parted = text.count("\n", place.end, after.start)
        if number + 1 in apart:
            if parted < WIDE_GAP:
                yield Edit(place.end, place.end, "\n\n" if parted > 1 else "\n\n\n")
        elif number + 1 in borders:
            yield Edit(place.end, after.line, "\n\n")
        elif end is None or (end and parted > 1):
            continue
        elif end:
            yield Edit(place.end, after.line, "\n\n")
        elif not rows[number + 1].first:
            yield Edit(place.end, after.start, choose_joint(rows[number].text, rows[number + 1].text))


MUCH_SHORTER: Final = 4.0
"""How many full-width characters narrower than its column a running head or a headline at the top of a page is."""


def find_tops(places: Sequence[Place], tops: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the first lines of physical pages, of which `tops` are where they begin."""
    starts = [place.start for place in places]
    for top in tops:
        if places[0].start <= top < places[-1].start:
            yield bisect_left(starts, top)


def stands_over_column(rows: Sequence[Row], columns: Sequence[float], number: int) -> bool:
    """Return whether a line at the top of a page is a running head or a headline.

    It is much shorter than the column under it, and no word goes on from it.
    """
    if number + 2 >= len(rows) or rows[number + 1].first or not columns[number + 1]:
        return False
    line = rows[number].text
    is_short = measure_width(line) < columns[number + 1] - MUCH_SHORTER
    if not is_short or not is_headline([line]) or (number and weigh_bond(rows[number - 1].text, line) >= WORD):
        return False
    return weigh_bond(line, rows[number + 1].text) < WORD


def put_pieces_together(doc: Document, places: list[Place], rows: list[Row], running: set[Span]) -> Iterator[Edit]:
    """Yield the edits that put the pieces of printed lines together, and make one line of them in both lists."""
    pages = doc.recall(SpacedPages)
    spaced = pages is not None and pages.holds(places[0].start)
    lines = [row.text for row in rows]
    firsts = [row.first or number == 0 or rows[number - 1].stays for number, row in enumerate(rows)]
    split = find_split_lines(lines, firsts, spaced)
    for number in find_pieces_of_folio(lines):
        split[number] = spaced or not firsts[number]  # else what stood between may be gone in a second run
    for number in range(len(rows) - 1, 0, -1):
        before, place = places[number - 1 : number + 1]
        row, after = rows[number - 1 : number + 1]
        if split[number] and (before.start, before.end) not in running and (place.start, place.end) not in running:
            joint = choose_joint(row.text, after.text)
            yield Edit(before.end, place.start, joint)
            places[number - 1 : number + 1] = [before._replace(end=place.end)]
            rows[number - 1 : number + 1] = [row._replace(text=row.text + joint + after.text, stays=after.stays)]


def is_among_ordered(caption: CaptionLines, mixed: Sequence[bool]) -> bool:
    """Return whether the lines around a caption are in order, and most of the page is: else widths prove nothing."""
    near = mixed[max(0, caption.start - NEAR_DISORDER) : caption.stop + NEAR_DISORDER]
    return not any(near) and sum(mixed) <= LITTLE_DISORDER * len(mixed)


def find_left_blocks(
    rows: Sequence[Row], ends: Sequence[bool | None], mixed: Sequence[bool], places: Sequence[Place]
) -> Iterator[Span]:
    """Yield the blocks that will hold line ends which are left, as the lines around them are out of order."""
    starts = [number for number, row in enumerate(rows) if row.first or ends[number - 1]]
    for start, stop in pairwise([*starts, len(rows)]):
        first = start - (stop - start == 1 and rows[start].first and start > 0)
        if any(mixed[first : min(stop, len(ends))]):
            yield places[start].start, places[stop - 1].end


def cut_lines(text: str, block: Block, page: PageShape) -> Iterator[tuple[Place, Row]]:
    """Yield the lines of a block."""
    at = text.rfind("\n", 0, block.start) + 1
    for line in text[at : block.end].split("\n"):
        bare = line.strip()
        start = at + line.index(bare)
        own = line.removeprefix(page.indent) if page.indent else line
        row = Row(bare, False, not page.padded and line.endswith(("  ", "\\")), PARAGRAPH_INDENT.match(own) is not None)
        yield Place(at, start, start + len(bare)), row
        at += len(line) + 1


MARKERS: Final = Lazy(
    r"(?P<number>[（(\[【#§№]?(?:[0-9０-９]{1,4}\\?[)）\]】.．、:：,，\s]))|(?P<year>[0-9]{4}(?:年|[-/.][0-9]{1,2}[-/.]))"
    r"|(?P<day>[0-9]{1,2}月[0-9]{1,2}日)"
    r"|(?P<moon>[正一二三四五六七八九十冬腊臘]{1,2}月)|(?P<stem>[甲乙丙丁戊己庚辛壬癸][、.．:：\s])"
    r"|(?P<numeral>[（(]?[一二三四五六七八九十]{1,3}[、.．:：)）])|(?P<letter>[（(]?(?:[A-Za-z]|No\.[0-9]{1,3}|Q[0-9]{1,2})[)）.．、:：\s])"
    r"|(?P<roman>[Ⅰ-Ⅻⅰ-ⅻ①-⑳])|(?P<bullet>[→√●◆◇■□☑☐★☆▲△◎※])|(?P<person>[^\s，。]{2,4}，[男女]，)"
)
"""What the items of a list begin with, by kind."""

FEWEST_ITEMS: Final = 3


def find_listed(rows: list[Row]) -> Iterator[Span]:
    """Yield the lines of blocks that are lists, from the first to the last: each begins with a marker of one kind.

    Items may be as wide as a column, and a word may seem to run from one to the next; wrapped lines of print do not all
    begin alike.
    """
    starts = [at for at, row in enumerate(rows) if row.first] + [len(rows)]
    for first, after in pairwise(starts):
        if after - first < FEWEST_ITEMS:
            continue
        kinds = {find_marker(row.text) for row in rows[first:after]}
        if len(kinds) == 1 and "" not in kinds:
            yield first, after - 1


def find_marker(line: str) -> str:
    """Return the kind of the marker that a line begins with, empty if with none."""
    match = MARKERS.match(line)
    return (match.lastgroup or "") if match else ""


def is_double_spaced(rows: Sequence[Row]) -> bool:
    """Return whether the lines that stand apart are lines of print: words run across their ends."""
    if 2 * sum(len(row.text) > LONG for row in rows) > len(rows):
        return False
    columns = find_columns([print_line(row.text, False) for row in rows])
    if sum(column > 0 for column in columns) * 2 < len(rows):
        return False
    same = [one == two > 0 for one, two in pairwise(columns)]
    ends = [(row, after) for (row, after), is_same in zip(pairwise(rows), same, strict=True) if is_same]
    return sum(weigh_bond(row.text, after.text) for row, after in ends if row.text[-1] not in "。！？：；") >= PROOF
