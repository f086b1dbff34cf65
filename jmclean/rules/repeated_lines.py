"""What a model repeated in a loop.

Models that write a page token by token (DeepSeek-OCR, Qwen-VL, GOT-OCR, Nougat, GPT-4o on bad scans) may fall into a
loop: the same sentence a dozen times, one a line or one a paragraph, or a phrase again and again in one line.

Of six or more equal neighbours one is kept, and each place is reported. A last copy that was cut off is removed with
the others. A line counts if it has eight characters or more, a phrase within a line if it has four Chinese characters
or more and the run is 48 characters long.

Left alone: laughter, prayers and chants of a few characters, verse of short lines, refrains, tables, rows of figures,
code.

Before:

    昨日，新桥通车之后，两岸往来不再绕路。
    两岸往来不再绕路。
    两岸往来不再绕路。
    两岸往来不再绕路。
    两岸往来不再绕路。
    两岸往来不再绕路。
    两岸往来不再绕路。

After:

    昨日，新桥通车之后，两岸往来不再绕路。

Unchanged:

    哈哈哈哈哈哈哈哈！孩子们笑个不停。
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq
from typing import Final

from jmclean.chinese.characters import CLOSING, COMMON_HAN, SENTENCE_END
from jmclean.options import Options
from jmclean.text.declaration import WORDING, Declaration
from jmclean.text.document import Document, Spans
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(
    looks_at=WORDING | {"blocks"}, changes=frozenset({"characters", "blocks", "line-breaks"}), removes_text=True
)

FEWEST_EQUAL: Final = 6
"""How many equal neighbours make a loop."""

SHORTEST_REPEAT: Final = 8
"""The fewest characters of a line that counts."""

FEWEST_HAN_IN_LINE: Final = 4
SHORTEST_REPEATED_RUN: Final = 48
"""The fewest characters of a run within a line."""

LONGEST_CHANT, MANY_EQUAL = 8, 12
"""The characters of what people chant again and again, at most, and how often no refrain comes."""

CHANT_OPENINGS: Final = frozenset(("", "：", ":", "“", "「", "『"))
"""What a chant stands behind; a loop of a model begins in a sentence."""

LONGEST_UNIT: Final = 200
"""The most characters of what repeats within a line."""

STRIDE, WINDOW = 32, 8
"""Every 32nd place of a line is looked at: a run of 48 holds one whose next eight characters stand again soon."""

PHRASE_ENDS: Final = frozenset("，。、；：！？,;:!?”’」』）) ")
"""What a phrase ends with."""


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Take out all but one of what a model repeated."""
    text = doc.text
    lines = text.split("\n")
    found = [*_find_equal_lines(text, lines), *_find_runs(text, lines)]
    if not found:
        return
    spans = Spans(
        [(block.start, block.end) for block in doc.blocks if block.kind in ("code", "table", "html", "formula")]
    )
    for start, end, unit, count in sorted(found):
        if not spans.touch(start, end):
            doc.report(start, f'repeated {count} times, kept once: "{unit[:12]}…"')
            yield Edit(start, end, "")


def _find_equal_lines(text: str, lines: list[str]) -> Iterator[tuple[int, int, str, int]]:
    """Yield the spans of the lines that repeat the one before, blank lines between them or not."""
    filled = [line for line in map(str.strip, lines) if line]
    if len(filled) < FEWEST_EQUAL or not any(map(eq, filled, filled[FEWEST_EQUAL - 1 :])):
        return
    places: list[tuple[str, int, int]] = []
    at = 0
    for line in lines:
        if bare := line.strip():
            start = at + len(line) - len(line.lstrip())
            places.append((bare, start, start + len(bare)))
        at += len(line) + 1
    first = 0
    while first < len(places):
        unit = places[first][0]
        last = first
        while last + 1 < len(places) and places[last + 1][0] == unit:
            last += 1
        count = last - first + 1
        before = places[first - 1][0] if first else unit
        ends_sentence = before != unit and before.endswith(unit)  # the loop began with the end of the line above
        if count >= FEWEST_EQUAL and _is_wording(unit) and (ends_sentence or not _is_refrain(unit, count)):
            kept = first - ends_sentence
            stop = last
            cut_off = places[last + 1][0] if last + 1 < len(places) else ""
            if last + 2 == len(places) and 1 < len(cut_off) < len(unit) and unit.startswith(cut_off):
                stop = last + 1
            yield places[kept][2], places[stop][2], unit, count
        first = last + 1


def _is_wording(unit: str) -> bool:
    """Return whether a repeated line is one of words, long enough to be no chant and no row of figures."""
    if len(unit) < SHORTEST_REPEAT or unit[0] in "|<":
        return False
    letters = sum(map(str.isalpha, unit))
    return letters >= FEWEST_HAN_IN_LINE and letters > sum(map(str.isdigit, unit))


def _is_refrain(unit: str, count: int) -> bool:
    """Return whether a song or a prayer may repeat a line so often: it is short, or ends in no stop."""
    if sum(map(str.isalpha, unit)) <= LONGEST_CHANT:
        return True
    return count < MANY_EQUAL and unit.rstrip(CLOSING)[-1:] not in SENTENCE_END


def _find_runs(text: str, lines: list[str]) -> Iterator[tuple[int, int, str, int]]:
    """Yield the spans within lines that repeat what stands before them."""
    at = 0
    for line in lines:
        size = len(line)
        place = done = 0
        while (
            place + SHORTEST_REPEATED_RUN <= size + STRIDE and place + WINDOW < size and size >= SHORTEST_REPEATED_RUN
        ):
            again = line.find(line[place : place + WINDOW], place + 1, place + LONGEST_UNIT + WINDOW)
            if again > 0:
                start, end = _measure_repeat(line, place, again - place, done)
                if cut := _cut(line, start, end, again - place):
                    left, right, unit, count = cut
                    yield at + left, at + right, unit, count
                done = end
                place = max(place, end - STRIDE)
            place += STRIDE
        at += size + 1


def _measure_repeat(line: str, place: int, size: int, done: int) -> tuple[int, int]:
    """Return how far to both sides of a place of a line each character stands again `size` further on."""
    start, end = place, place + size
    while start > done and line[start - 1] == line[start - 1 + size]:
        start -= 1
    while end < len(line) and line[end] == line[end - size]:
        end += 1
    return start, end


def _cut(line: str, start: int, end: int, size: int) -> tuple[int, int, str, int] | None:
    """Return what is to go of a stretch that repeats, the phrase and how often it stands there."""
    begin = next((at for at in range(start, start + size) if at and line[at - 1] in PHRASE_ENDS), start)
    count = (end - begin) // size
    unit = line[begin : begin + size]
    if count < FEWEST_EQUAL or count * size < SHORTEST_REPEATED_RUN or not _is_phrase(unit):
        return None
    is_whole = line[begin - 1 : begin] in CHANT_OPENINGS and not line[end - 1 : end].isalpha()
    if is_whole and sum(map(str.isalpha, unit)) <= LONGEST_CHANT:
        return None
    if end < len(line):  # what stands behind may begin as the phrase does
        end = begin + count * size
    return begin + size, end, unit, count


def _is_phrase(unit: str) -> bool:
    """Return whether what repeats has Han characters of more than one kind, and more of them than digits."""
    han = COMMON_HAN.findall(unit)
    return len(han) >= FEWEST_HAN_IN_LINE and len(set(han)) > 2 and len(han) > sum(map(str.isdigit, unit))
