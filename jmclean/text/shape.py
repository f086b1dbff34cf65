"""The shape of a text, told from its lines before any rule acts: its pages, its running heads, how its lines stand.

Text comes as blocks (a paragraph a line) or as the lines of print, of one page or of many, padded, indented, numbered,
with a blank line behind every line, with columns side by side. What a rule may do with line ends depends on that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.chinese.fast import Lazy, holds_any

Span = tuple[int, int]

PAGE_SPACES: Final = " \t\u3000\xa0"
PAGE_BREAK: Final = Lazy(
    r"\f|^[ \t]*(?:[-—–=*_·.]{0,6}[ \t]*)第[ \t]*[0-9一二三四五六七八九十百]{1,4}"
    r"[ \t]*[页頁][ \t]*(?:[-—–=*_·.]{0,6})[ \t]*$"
)
INNER_GUTTER: Final = Lazy(r"\S(?: {2,}|\t+|[ \u3000]{3,})(?=\S)")
WIDE_SPACES: Final = ("  ", "\u3000", "\t")
"""What no gutter is without."""

NUMBERED_LINE: Final = Lazy(r"[ \t]*(\d{1,5})(?:([ \t]{1,12}|[:|\t])(?=[^ \t])|[ \t]*$)")
"""A line's number, alone or with what parts it from the line."""

LONGEST_RUNNING, MOST_TOKENS = 48, 8
"""The characters and the words of a running head, at most."""

EDGE_LINES: Final = 4
"""How many lines from the top or the foot of a page a running head or foot stands."""

HEAD_CUE: Final = Lazy(
    r"星期[一二三四五六日天]|[週周][一二三四五六日]|\d{4}[年./-]\d|[编編][辑輯]|[责責][编編]|美[编編]|[热熱][线線]|[电電][话話]|[邮郵]箱"
    r"|[网網]址|www\.|\.com|\.cn|^[A-Z]{1,2}-?\d{1,3}$|第.{1,4}版|^[A-Z]?\d{1,3}版$"
)
DATE_FORM: Final = Lazy(
    r"(?:\d{4}|[一二〇○零三四五六七八九]{4})[年./-] ?[\d一二三四五六七八九十]{1,3}[月./-]|星期[一二三四五六日天]"
)
REPORTER_WORD: Final = Lazy("[记記]者|通[讯訊][员員]")
HEAD_SPLIT: Final = re.compile(r"[\s|｜]+")
PAGE_TOKEN: Final = Lazy(r"第?[A-Z]{0,2}-?\d{1,3}[版页頁]?")
HEAD_DIGITS: Final = re.compile(r"\d+")
NO_HEAD: Final = Lazy(r"[，。；！？]|\d{1,2}[:：]\d\d(?!\d)")
"""What no running head has: punctuation of a sentence, and the time of a message."""


class PageShape(NamedTuple):
    """A physical page: its span, the number of its lines, and what is true of nearly all of them.

    `indent` is what every line begins with, `padded` whether every line ends in spaces, `double` whether a blank line
    follows every line, `numbered` whether line numbers stand in front, `beside` whether columns stand side by side.
    """

    start: int
    end: int
    lines: int
    blocks: int
    indent: str = ""
    padded: bool = False
    double: bool = False
    numbered: bool = False
    beside: bool = False


class Shape(NamedTuple):
    """The pages of a text in order, and the spans of its running heads and feet."""

    pages: tuple[PageShape, ...]
    running: tuple[Span, ...] = ()


class _Line(NamedTuple):
    start: int
    text: str


def find_shape(text: str, pages: list[Span] | None = None) -> Shape:
    """Return the shape of a text; `pages` are the physical pages that page marks told, if there were any."""
    spans = [span for start, end in pages or [(0, len(text))] for span in cut_pages(text, start, end)]
    running = tuple(find_running_lines(text, spans))
    return Shape(tuple([judge_page(text, start, end) for start, end in spans]), running)


def cut_pages(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the physical pages of a stretch of text, each from behind a form feed or page mark to the next."""
    if text.find("\f", start, end) >= 0 or text.find("页", start, end) >= 0 or text.find("頁", start, end) >= 0:
        for match in re.finditer(PAGE_BREAK.pattern, text[:end], re.MULTILINE):
            if match.start() >= start and text[start : match.start()].strip():
                yield start, match.start()
                start = match.end() if match[0] == "\f" else match.start()
    if text[start:end].strip():
        yield start, end


def judge_page(text: str, start: int, end: int) -> PageShape:
    """Return what is true of the lines of one page."""
    lines = text[start:end].split("\n")
    filled = [line for line in lines if line.strip()]
    count = len(filled)
    blocks = sum(1 for before, line in zip(["", *lines], lines, strict=False) if line.strip() and not before.strip())
    if count < LEAST_LINES:
        return PageShape(start, end, count, blocks)
    most = MOST_OF_LINES * count
    indent = find_common_indent(filled)
    padded = sum(line.endswith("  ") for line in filled) >= most
    double = blocks >= most and count >= LEAST_DOUBLE
    numbered = sum(find_line_numbers(lines)) >= most
    beside = LINES_BESIDE * sum(map(has_gutter, filled)) >= count
    return PageShape(start, end, count, blocks, indent, padded, double, numbered, beside)


def has_gutter(line: str) -> bool:
    """Return whether a line has a gap within it that is as wide as between columns."""
    return holds_any(line, WIDE_SPACES) and INNER_GUTTER.search(line) is not None


LEAST_LINES, LEAST_DOUBLE = 4, 6
"""How many lines a page must have for anything to be said of them, and to be double-spaced."""

MOST_OF_LINES: Final = 0.9
LINES_BESIDE: Final = 4
"""A page is set in columns side by side where one line of so many has an inner gap."""


def find_common_indent(lines: list[str]) -> str:
    """Return the spaces that all lines begin with."""
    shortest = min(lines, key=lambda line: len(line) - len(line.lstrip(PAGE_SPACES)))
    indent = shortest[: len(shortest) - len(shortest.lstrip(PAGE_SPACES))]
    while indent and not all(line.startswith(indent) for line in lines):
        indent = indent[:-1]
    return indent


def find_line_numbers(lines: list[str]) -> list[bool]:
    """Return for every line whether it begins with its number, counted with the blank lines or without."""
    numbers = [int(match[1]) if (match := NUMBERED_LINE.match(line)) else -1 for line in lines]
    if sum(number >= 0 for number in numbers) < LEAST_LINES:
        return [False] * len(lines)
    by_line = [number - at if number >= 0 else None for at, number in enumerate(numbers)]
    count, by_text = 0, list[int | None]()
    for line, number in zip(lines, numbers, strict=True):
        by_text.append(number - count if number >= 0 else None)
        count += bool(line.strip())
    best: list[bool] = []
    for steps in (by_line, by_text):
        known = [step for step in steps if step is not None]
        usual = max(set(known), key=known.count)
        found = [step == usual for step in steps]
        if sum(found) > sum(best):
            best = found
    return best


def find_running_lines(text: str, pages: list[Span]) -> Iterator[Span]:
    """Yield the running heads and feet: short lines whose words come again on other pages, at the edges of pages.

    A line is furniture if at least half of it comes again, and if it stands at the edge of two pages or has what only
    heads and feet have: a date with a weekday, an editor's post, a telephone, the mark of a page. Without form feeds
    only such lines count, and of their figures only the page's may differ: the pages of an issue have one date.
    """
    if len(text) < SHORTEST_ISSUE or (len(pages) < 2 and not has_heads(text)):
        return
    found: list[tuple[int, int, int, bool, list[str]]] = []
    for number, (start, end) in enumerate(pages):
        lines = [line for line in cut_lines(text, start, end) if line.text]
        for at, line in enumerate(lines):
            if len(line.text) <= LONGEST_RUNNING and NO_HEAD.search(line.text) is None:
                tokens = [
                    HEAD_DIGITS.sub("0", token) if len(pages) > 1 or PAGE_TOKEN.fullmatch(token) else token
                    for token in HEAD_SPLIT.split(line.text)
                ]
                if len(tokens) <= MOST_TOKENS and not REPORTER_WORD.search(line.text):
                    edge = at < EDGE_LINES or at >= len(lines) - EDGE_LINES
                    found.append((line.start, line.start + len(line.text), number, edge, tokens))
    seen: dict[str, set[int]] = {}
    edges: dict[str, set[int]] = {}
    for at, (_, _, number, edge, tokens) in enumerate(found):
        place = number if len(pages) > 1 else at
        for token in tokens:
            seen.setdefault(token, set()).add(place)
            if edge and len(pages) > 1:
                edges.setdefault(token, set()).add(place)
    if len(pages) < 2:
        seen = drop_listed(text, found, seen)
    spans: list[tuple[int, int, bool]] = []
    for start, end, _, edge, tokens in found:
        again = sum(len(token) for token in tokens if len(seen[token]) > 1)
        cued = HEAD_CUE.search(text, start, end) is not None
        at_edges = edge and all(len(edges.get(token, ())) > 1 for token in tokens if len(seen[token]) > 1)
        runs = 2 * again >= sum(map(len, tokens)) and (cued or at_edges)
        spans.append((start, end, runs))
    over, under = find_running_beside(text, spans)
    standing = Counter(text[start:end] for start, end, _ in spans)
    heads = [Counter(text[slice(*spans[number][:2])] for number in side) for side in (over, under)]
    for number, (start, end, runs) in enumerate(spans):
        words = text[start:end]
        is_section = end - start <= LONGEST_SECTION_NAME and number in over and number in under
        is_name = words[0] != "#" and any(1 < standing[words] == side[words] for side in heads)  # of the paper
        if runs or is_section or is_name:
            yield start, end


ShortLine = tuple[int, int, int, bool, list[str]]
"""The span of a line, the number of its page, whether it stands at its edge, and its words."""


def drop_listed(text: str, lines: Sequence[ShortLine], seen: dict[str, set[int]]) -> dict[str, set[int]]:
    """Return the words of short lines that come again, less those that mostly do with no text between, as in a list.

    `seen` has for every word the numbers of the lines that hold it. Between two pages' heads stands a page.
    """
    kept: dict[str, set[int]] = {}
    for word, places in seen.items():
        pairs = [(lines[one][1], lines[two][0]) for one, two in pairwise(sorted(places))]
        parted = sum(has_sentence(text, start, end) for start, end in pairs)
        kept[word] = places if 2 * parted >= len(pairs) else set()
    return kept


def has_sentence(text: str, start: int, end: int) -> bool:
    """Return whether a line of a sentence, or a longer one than any head, stands in a stretch of text."""
    stop = min(end, start + REACH_OF_HEADS)
    return end > stop or any(
        len(line) > LONGEST_RUNNING or SENTENCE_MARK.search(line) is not None for line in text[start:stop].split("\n")
    )


REACH_OF_HEADS: Final = 400
"""More characters than a list has between two of its lines."""

SENTENCE_MARK: Final = Lazy("[，。；！？]")


def find_running_beside(text: str, spans: Sequence[tuple[int, int, bool]]) -> tuple[set[int], set[int]]:
    """Return the numbers of the short lines right over a running head, and of those right under one."""
    over: set[int] = set()
    under: set[int] = set()
    for number, ((_, end, runs), (start, _, after_runs)) in enumerate(pairwise(spans)):
        if not text[end:start].strip():
            over.update([number] if after_runs else [])
            under.update([number + 1] if runs else [])
    return over, under


SHORTEST_ISSUE: Final = 60
LONGEST_SECTION_NAME: Final = 6
"""The characters of a section's name, which stands between a page's date and its mark, at most."""

LEAST_HEADS: Final = 2


def has_heads(text: str) -> bool:
    """Return whether two lines or more could be heads of pages, which give a date."""
    return len(DATE_FORM.findall(text)) >= LEAST_HEADS


def cut_lines(text: str, start: int, end: int) -> Iterator[_Line]:
    """Yield the lines of a page without the spaces around them."""
    for line in text[start:end].split("\n"):
        bare = line.strip()
        yield _Line(start + len(line) - len(line.lstrip()), bare)
        start += len(line) + 1
