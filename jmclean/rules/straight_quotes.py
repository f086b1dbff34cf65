"""Straight quotes in Chinese text.

A keyboard's `"` and `'` have no direction, and models that learned from the web write them where the page prints “ ” or
「 」. Some engines read one quote of a pair so and the other as printed.

Quotes are paired over the whole paragraph, inner ones within outer ones, and change only in pairs: to “‘’”, or to
「『』」 on a page that uses these.

Left alone: a paragraph in which the quotes can be paired in more than one way, or in none, which is reported;
apostrophes, inches, quotes around Latin text within Latin text, code and English paragraphs. No quote is invented, and
none that is printed with a direction is turned.

Before:

    他说："船到了，她喊的是'快上船'。"

After:

    他说：“船到了，她喊的是‘快上船’。”

Unchanged:

    这台15"的屏幕上写着 It's "open" today 几个字。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from jmclean.chinese.characters import HAN, KANA, LETTER, LINK_TITLE
from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.doubt import QUOTES_DOUBT, Doubt
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(
    looks_at=frozenset({"neighbours", "dashes", "stops", "spaces"}), changes=frozenset({"quotes"})
)

EVEN, ODD = 0.0, -2.0
"""The logarithms of the odds that quotes which pair in several ways open and close in turn."""

QUOTE_MARK: Final = Lazy('["＂“”]')
STRAIGHT_QUOTES: Final = '"＂'
SINGLE_QUOTE: Final = Lazy(
    f"(?<![A-Za-z0-9'])['＇](?=[{HAN}《（(“「])([^'＇‘’『』\n]{{1,200}}?)(?<=[{HAN}{KANA}。！？…，、）》％%0-9A-Za-z.,!?)])['＇](?![A-Za-z0-9'])"
)
CURLY, CORNER = ("“”", "‘’"), ("「」", "『』")
DEEPEST_QUOTES: Final = 3
TOO_MANY_QUOTES: Final = 400
"""More quotes than any paragraph has."""

OPENS_AFTER: Final = frozenset("：:（(《【「『“‘\n ")
CLOSES_BEFORE: Final = frozenset("，。、；：！？）》】」』”’,;:!?)\n")


class QuoteReading(NamedTuple):
    """One way to read the quotes so far: its cost, whether no other is as good, and what each one does."""

    cost: int
    sure: bool
    find_steps: Steps | None


class Steps(NamedTuple):
    """What quotes do, the last one first: `(` it opens, `)` it closes, `-` it stands alone."""

    last: str
    before: Steps | None


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that pair the straight quotes of every paragraph and give them their direction."""
    text = doc.text
    if not ('"' in text or "＂" in text or "'" in text or "＇" in text):
        return
    outer, inner = CORNER if "「" in text and "“" not in text else CURLY
    titles = [match.span(1) for match in LINK_TITLE.finditer(text)] if "](" in text else []
    if '"' in text or "＂" in text:
        for tokens in find_paragraphs(doc, titles):
            yield from pair_quotes(doc, tokens, outer, inner)
    if "'" in text or "＇" in text:
        for match in doc.matches(SINGLE_QUOTE):
            start, end = match.span()
            if not doc.is_foreign(start) and not any(one <= start < two for one, two in titles):
                yield Edit(start, start + 1, inner[0])
                yield Edit(end - 1, end, inner[1])


def find_paragraphs(doc: Document, titles: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the offsets of the quotes of every Chinese paragraph with a straight one; a list item is a paragraph."""
    text, found, end = doc.text, list[int](), 0
    for match in doc.matches(QUOTE_MARK):
        at = match.start()
        if any(one <= at < two for one, two in titles):
            continue
        if at >= end:
            if any(text[quote] in STRAIGHT_QUOTES for quote in found):
                yield found
            found = []
            kind, _, end = doc.find_block(at)
            if kind == "list":
                line = text.find("\n", at, end)
                end = line if line >= 0 else end
        if not doc.is_foreign(at):
            found.append(at)
    if any(text[quote] in STRAIGHT_QUOTES for quote in found):
        yield found


def pair_quotes(doc: Document, tokens: list[int], outer: str, inner: str) -> Iterator[Edit]:
    """Yield edits for the straight ones of the quotes at `tokens`, if they pair in one way."""
    text = doc.text
    pairs = find_pairing(text, tokens) if len(tokens) <= TOO_MANY_QUOTES else None
    if pairs is None:
        straight = [at for at in tokens if text[at] in STRAIGHT_QUOTES]
        proposed = tuple([Edit(at, at + 1, outer[number % 2]) for number, at in enumerate(straight)])
        doubt = Doubt(QUOTES_DOUBT, straight[-1] + 1, proposed, ODD if len(straight) % 2 else EVEN)
        doc.report(straight[0], "straight quotes that do not pair in one way alone", doubt)
        return
    for start, end, depth in pairs:
        marks = inner if depth % 2 else outer
        if text[start] not in STRAIGHT_QUOTES or text[end] not in STRAIGHT_QUOTES:
            marks = CURLY[0]
        elif not is_chinese(text, start, end):
            continue
        if text[start] in STRAIGHT_QUOTES:
            yield Edit(start, start + 1, marks[0])
        if text[end] in STRAIGHT_QUOTES:
            yield Edit(end, end + 1, marks[1])


def is_chinese(text: str, start: int, end: int) -> bool:
    """Return whether a pair of quotes belongs to Chinese, by what it holds and what stands beside it."""
    before, after = text[start - 1 : start], text[end + 1 : end + 2]
    if before == "=" or (
        before == "(" and text[start - 2 : start - 1].isascii() and text[start - 2 : start - 1].isalnum()
    ):
        return False
    return LETTER.search(text, start, end) or LETTER.match(before) or LETTER.match(after)


def find_pairing(text: str, tokens: list[int]) -> list[tuple[int, int, int]] | None:
    """Return the pairs of the quotes at `tokens` as (start, end, depth), if one way to pair them beats all others."""
    readings = {"": QuoteReading(0, True, None)}
    for at in tokens:
        after: dict[str, QuoteReading] = {}
        for state, reading in readings.items():
            for cost, step, new in find_steps(state, text[at], *find_directions(text, at)):
                found = QuoteReading(reading.cost + cost, reading.sure, Steps(step, reading.find_steps))
                known = after.get(new)
                if known and known.cost == found.cost:
                    found = found._replace(sure=False)
                if known is None or found.cost <= known.cost:
                    after[new] = found
        readings = after
    ends = sorted(
        (reading.cost + 3 * len(state), not reading.sure, state)
        for state, reading in readings.items()
        if "s" not in state
    )
    if not ends or ends[0][1] or (len(ends) > 1 and ends[0][0] == ends[1][0]):
        return None
    return list(spell_out(tokens, readings[ends[0][2]].find_steps))


def find_steps(state: str, mark: str, opens: bool, closes: bool) -> Iterator[tuple[int, str, str]]:
    """Return what a quote may do when `state` is open, as (cost, step, state after it).

    A state is the stack of open quotes, `s` a straight and `c` a curly one. An inner pair of straight quotes costs 1,
    a pair of a straight and a curly one 2, a curly one without a partner 3; a straight one must have a partner.
    """
    straight = mark in STRAIGHT_QUOTES
    if opens and len(state) < DEEPEST_QUOTES:
        yield int(straight and "s" in state), "(", state + ("s" if straight else "c")
    if closes and state:
        yield 2 * ((state[-1] == "s") != straight), ")", state[:-1]
    if mark == "”":
        yield 3, "-", state
    if mark == "“" and len(state) == DEEPEST_QUOTES:
        yield 3, "-", state


def find_directions(text: str, at: int) -> tuple[bool, bool]:
    """Return whether the quote may open and whether it may close, by the punctuation beside it."""
    if text[at] not in STRAIGHT_QUOTES:
        return text[at] == "“", text[at] == "”"
    before, after = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    closes = before not in OPENS_AFTER
    opens = after not in CLOSES_BEFORE and not before.isdigit()
    return (opens, closes) if opens or closes else (True, True)


def spell_out(tokens: list[int], last: Steps | None) -> Iterator[tuple[int, int, int]]:
    """Return the pairs as (start, end, depth) that the steps of the quotes at `tokens` make."""
    done = []
    while last:
        done.append(last.last)
        last = last.before
    opened: list[int] = []
    for at, step in zip(tokens, reversed(done), strict=True):
        if step == "(":
            opened.append(at)
        elif step == ")":
            yield opened.pop(), at, len(opened)
