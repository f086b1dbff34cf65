"""Draw the picture of the README: the start of a sample, as read and as cleaned, with what differs in colour.

    python .tools/draw_sample.py | rsvg-convert -z 1.25 -o samples/before-after.png

The SVG goes to standard output; `rsvg-convert` is part of Debian's librsvg2-bin. Needs a font with Han letters.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from pathlib import Path

from jmclean import clean

SAMPLE = Path(__file__).parents[1] / "samples" / "dumps" / "city-page.txt"
LAST = "正好五千步。"
"""The words that the picture ends after, with the quote behind them."""

SIZE, LEADING, MARGIN, COLUMN = 16, 27, 20, 26
INK, GONE, NEW, PAPER, BACKGROUND = "#24292f", "#ffd3cc", "#c4efcd", "#ffffff", "#f3f4f6"
NARROW = 0x100
"""The letters below take half of a square, the others a whole one."""


def measure(char: str) -> float:
    return 0.5 if ord(char) < NARROW else 1.0


def break_rows(text: str, coloured: set[int]) -> list[list[tuple[str, bool]]]:
    """The lines of a panel, each a list of (letter, whether it is coloured)."""
    found: list[list[tuple[str, bool]]] = [[]]
    used = 0.0
    for at, char in enumerate(text):
        if char == "\n":
            found.append([])
            used = 0.0
            continue
        if used + measure(char) > COLUMN and char not in "，。、；：”）":
            found.append([])
            used = 0.0
        found[-1].append((char, at in coloured))
        used += measure(char)
    return found


def draw_panel(title: str, lines: list[list[tuple[str, bool]]], left: float, colour: str) -> str:
    """One side of the picture as SVG elements."""
    parts = [f'<text x="{left}" y="{MARGIN + SIZE}" font-weight="bold">{title}</text>']
    for number, line in enumerate(lines):
        top = MARGIN + 44 + number * LEADING
        at = left
        for char, coloured in line:
            size = SIZE * measure(char)
            if coloured:
                parts.append(f'<rect x="{at}" y="{top - 4}" width="{size}" height="{SIZE + 8}" fill="{colour}"/>')
            parts.append(f'<text x="{at}" y="{top + SIZE - 2}">{escape(char)}</text>')
            at += size
    return "\n".join(parts)


def main() -> None:
    text = SAMPLE.read_text("utf-8")
    before = text[: text.index(LAST) + len(LAST) + 1]
    after = clean(before).text.rstrip("\n")
    gone: set[int] = set()
    new: set[int] = set()
    for tag, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone.update(range(start, end))
            new.update(range(begin, stop))
    left, right = break_rows(before, gone), break_rows(after, new)
    side = (COLUMN + 2) * SIZE
    wide, high = 2 * side + 4 * MARGIN, max(len(left), len(right)) * LEADING + 44 + MARGIN
    print(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" font-size="{SIZE}" fill="{INK}" '
        f"font-family=\"'Noto Sans CJK SC', sans-serif\">\n"
        f'<rect width="{wide}" height="{high}" fill="{BACKGROUND}"/>\n'
        f'<rect x="{side + 2 * MARGIN}" width="{side + 2 * MARGIN}" height="{high}" fill="{PAPER}"/>\n'
        + draw_panel("Before", left, MARGIN, GONE)
        + draw_panel("After", right, side + 3 * MARGIN, NEW)
        + "\n</svg>"
    )


if __name__ == "__main__":
    main()
