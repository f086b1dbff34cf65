"""Where spaces stand between characters of Chinese text that print has none between, told for a page as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Final, NamedTuple

from jmclean.chinese.characters import WIDE
from jmclean.chinese.fast import Lazy
from jmclean.chinese.lexicon import find_word_gain, fold_script, look_up

SPACED_HAN: Final = "\u2e80-\u2fd5\u3007\u3400-\u9fff\uf900-\ufaff"
"""Han as text layers write it, with the radicals that stand for characters."""

HAN_GAP: Final = Lazy(f"(?<=[{SPACED_HAN}])[ \u3000\xa0](?=[{SPACED_HAN}])")
HAN_PAIR: Final = Lazy(f"[{SPACED_HAN}](?=[{SPACED_HAN}])")
SPACE_BETWEEN: Final = Lazy(r"(?<=[^\s])[ \u3000\xa0](?=[^\s])")
PAUSE_BEFORE_WORD: Final = Lazy(r"[，。；：、！？,;:](?![0-9])")
SPACED_PAUSE: Final = Lazy(f"(?<=[{SPACED_HAN}0-9A-Za-z”’」』）》])[ \u3000\xa0](?=[，。；：、！？,;:](?![0-9A-Za-z]))")
SCRIPT_BORDER: Final = Lazy(f"(?<=[{SPACED_HAN}])[0-9A-Za-z]|(?<=[0-9A-Za-z%])[{SPACED_HAN}]")
SPACED_SCRIPT_BORDER: Final = Lazy(f"(?<=[{SPACED_HAN}]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[{SPACED_HAN}])")
SPACED_RUN: Final = Lazy(r"(?:[^\s][ \u3000\xa0]){6}")
LINE_PREFIX: Final = Lazy(r"[ \t\u3000]*(?:#{1,6}|[-*+>]|[0-9]{1,3}[.)])[ \t]+")
"""What Markdown begins a heading, a list item or a quote with."""

ITEM_NUMBER: Final = Lazy(r"[ \t\u3000]*[0-9]{1,3}[.)] ")
"""What print begins an item with, without the space where spaces were set in everywhere."""

GAPS_IN_SEVEN: Final = 7
"""A page is spaced where one of so many pairs of Han neighbours has a space between."""

LEAST_GAPS: Final = 6
"""Fewer spaces between Han than this prove nothing of a page."""

MANY_GAPS: Final = 40
"""So many prove it without a space before any punctuation, as a title or a list of characters does not."""

MOST_SPACED: Final = 0.6
"""The share of Han neighbours with a space between from which on a page is spaced throughout."""

LEAST_KNOWN, LEAST_KNOWN_MOSTLY = 0.35, 0.2
"""The share of pairs set apart that are usual neighbours: in spaced text .27 to .82, in lists and songs 0 to .3."""

LEAST_PAUSES: Final = 3
"""How many pauses with a space before them, as no print has them, prove that a page's punctuation is spaced."""

LEAST_PAIRS: Final = 4
SHORTEST_SPACED_RUN: Final = 12
"""The characters of a line, spaces included, that can prove that it is spaced."""

LEAST_JUSTIFIED_LINES: Final = 3
LEAST_CUT_WORDS: Final = 4
"""So many spaces, of which three in four cut a word, stand where lines ended, of whatever width."""

WIDE_ENOUGH: Final = 6.0
"""The width of the narrowest column, in full-width characters."""

SAMPLE_PAIRS: Final = 400
"""How many pairs are looked up."""

LONGEST_SPACED_BYLINE: Final = 40
REPORTER_WORDS: Final = ("记者", "記者", "通讯员", "通訊員", "实习生", "實習生", "摄影", "攝影", "编辑", "編輯")
"""What in a byline has a space behind it before a name, and before it behind another."""

SPACED_MARKS: Final = frozenset(WIDE + "·")
STROKES, CLOSING_HALF_MARKS = "/／+", ",;:!?)"
SPACED_HALF_MARKS: Final = frozenset(",;:!?()'\"")


class Spacing(NamedTuple):
    """What of a page has spaces set in: between Han, around punctuation, around figures and Latin words."""

    han: bool = False
    marks: bool = False
    figures: bool = False

    def __bool__(self) -> bool:
        return self.han or self.marks


def find_spacing(text: str) -> Spacing:
    """Return what of a text, one page, has spaces set in by an engine."""
    blanks = text.count(" ") + text.count("\u3000") + text.count("\xa0")
    if blanks * 16 < len(text):
        return Spacing()
    gaps = HAN_GAP.findall(text)
    apart = len(gaps)
    share = apart / max(1, apart + len(HAN_PAIR.findall(text)))
    spaced_pauses = len(SPACED_PAUSE.findall(text))
    paused = 0 < spaced_pauses * 2 >= len(PAUSE_BEFORE_WORD.findall(text))
    marks = paused and spaced_pauses >= LEAST_PAUSES
    han = apart >= LEAST_GAPS and share * GAPS_IN_SEVEN >= 1 and (paused or apart >= MANY_GAPS)
    han = han and (marks or are_neighbours(text, share))
    figures = False
    if (han and share >= MOST_SPACED) or marks:
        spaced_borders = len(SPACED_SCRIPT_BORDER.findall(text))
        figures = spaced_borders * 2 >= spaced_borders + len(SCRIPT_BORDER.findall(text))
    return Spacing(han, marks or (han and (paused or share >= MOST_SPACED)), figures)


def are_neighbours(text: str, share: float) -> bool:
    """Return whether the Han that spaces set apart are usual neighbours, as those of a sentence are."""
    pairs: list[tuple[str, str]] = []
    for match in HAN_GAP.finditer(text):
        pairs.append((text[match.start() - 1], text[match.end()]))
        if len(pairs) == SAMPLE_PAIRS:
            break
    return measure_known(pairs) >= (LEAST_KNOWN_MOSTLY if share >= MOST_SPACED else LEAST_KNOWN)


def measure_known(pairs: list[tuple[str, str]]) -> float:
    """Return the share of pairs of characters that newspapers use side by side."""
    from unicodedata import normalize  # only spaced text needs it

    if not pairs:
        return 0.0
    plain = fold_script(normalize("NFKC", "".join([one + two for one, two in pairs])))
    if len(plain) != 2 * len(pairs):
        return 0.0
    return sum(look_up(plain[at]).find_pair(plain[at + 1]) is not None for at in range(0, len(plain), 2)) / len(pairs)


def close_up(text: str, spacing: Spacing) -> Iterator[int]:
    """Yield the offsets of the spaces that `spacing` says an engine set in."""
    start = 0
    for line in text.split("\n"):
        prefix = LINE_PREFIX.match(line)
        first = prefix.end() if prefix else 0
        if prefix and spacing.han and spacing.figures and ITEM_NUMBER.fullmatch(line, 0, first):
            first -= 1
        named = not spacing.figures and len(line) <= LONGEST_SPACED_BYLINE and PAUSE_BEFORE_WORD.search(line) is None
        for match in SPACE_BETWEEN.finditer(line, max(1, first)):
            at = match.start()
            if is_set_in(line[at - 1], line[at + 1], spacing) or (spacing.figures and is_in_figure(line, at)):
                if named and (line[:at].endswith(REPORTER_WORDS) or line.startswith(REPORTER_WORDS, at + 1)):
                    continue
                yield start + at
        start += len(line) + 1


def is_set_in(before: str, after: str, spacing: Spacing) -> bool:
    """Return whether a space between two characters was set in."""
    one, two = find_kind(before), find_kind(after)
    if one == two == "han":
        return spacing.han
    if "mark" in (one, two):
        return spacing.marks and "other" not in (one, two)
    if "half" in (one, two):
        if not spacing.marks or "other" in (one, two):
            return False
        if one == "half" and two == "latin":
            return before == "("
        return two != "half" or after not in "(" or one in ("han", "half")
    if "han" in (one, two):
        return spacing.figures and "other" not in (one, two)
    return False


def is_in_figure(line: str, at: int) -> bool:
    """Return whether a space set in everywhere stands between a figure or a Latin word and half-width punctuation.

    Punctuation belongs to the Chinese text if it stands behind Han: 报道 : 1998 年. A colon between two figures is that
    of a score or a time, a stroke or a plus that of a fraction or of two names; Latin words keep their spaces.
    """
    before, after = line[at - 1], line[at + 1]
    if before in STROKES or after in STROKES:
        mark = at - 1 if before in STROKES else at + 1
        left, right = line[:mark].rstrip(" ")[-1:], line[mark + 1 :].lstrip(" ")[:1]
        if is_latin_letter(left) and is_latin_letter(right):
            return False
        return all(not beside or find_kind(beside) in ("han", "latin") for beside in (left, right))
    if find_kind(after) != "latin" or before not in CLOSING_HALF_MARKS:
        return False
    left = line[: at - 1].rstrip(" ")[-1:]
    if not left:
        return False
    if after.isdigit() and left.isdigit():
        return before == ")" or (before == ":" and line[at - 2] == " ")
    return find_kind(left) in ("han", "mark")


def is_latin_letter(char: str) -> bool:
    """Return whether a character is one of the Latin alphabet."""
    return char.isascii() and char.isalpha()


def find_kind(char: str) -> str:
    """Return whether a character is Han, full-width or half-width punctuation, Latin or a digit, or anything else."""
    if "\u4e00" <= char <= "\u9fff":
        return "han"
    if char in SPACED_MARKS:
        return "mark"
    if char.isascii():
        if char.isalnum() or char == "%":
            return "latin"
        return "half" if char in SPACED_HALF_MARKS or char == "." else "other"
    return "han" if char > "\u2e7f" and (char.isalnum() or char <= "\u2fd5") else "other"


def find_spaced_lines(text: str) -> list[tuple[int, int]]:
    """Return the lines that are set apart as a whole in a page that is not: an engine's, or justified ones.

    A line without a pause could be a letter-spaced title; it counts where three lines with one are set apart.
    """
    if SPACED_RUN.search(text) is None:
        return []
    paused: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        if len(line) > SHORTEST_SPACED_RUN and SPACED_RUN.search(line) and is_spaced_line(line):
            (paused if PAUSE_BEFORE_WORD.search(line) else others).append((start, start + len(line)))
        start += len(line) + 1
    return sorted(paused + others) if len(paused) >= LEAST_JUSTIFIED_LINES else paused


def is_spaced_line(line: str) -> bool:
    """Return whether nearly all characters of a line are set apart and usual neighbours."""
    pairs = [(line[match.start() - 1], line[match.end()]) for match in HAN_GAP.finditer(line)]
    apart = len(pairs)
    if apart < LEAST_PAIRS or apart < MOST_SPACED * (apart + len(HAN_PAIR.findall(line))):
        return False
    return measure_known(pairs) >= LEAST_KNOWN


def find_former_line_ends(paragraph: str, widths: set[float]) -> list[int]:
    """Return the offsets of the spaces in a paragraph that stand where lines of print ended, empty if they do not.

    Three of four pieces between them must have one width, and a word must run across one in five at least. `widths`
    are those of other paragraphs, in full-width characters; a paragraph of three lines or more adds its own.
    """
    gaps = [match.start() for match in SPACE_BETWEEN.finditer(paragraph)]
    if not gaps:
        return []
    widths_before = list(accumulate([0.5 if char.isascii() else 1.0 for char in paragraph], initial=0.0))
    ends = [widths_before[gap] for gap in gaps]
    sizes = [end - before for before, end in zip([0.0, *ends[:-1]], ends, strict=True)]
    last = widths_before[-1] - ends[-1]
    if len(gaps) >= LEAST_JUSTIFIED_LINES - 1:
        wide = sorted(sizes)[len(sizes) * 2 // 3]
    else:
        wide = next((wide for wide in widths if fits(sizes[0], wide)), 0.0)
    full = sum(fits(size, wide) for size in sizes)
    if wide < WIDE_ENOUGH or full * 4 < 3 * len(sizes) or max(*sizes, last) > wide + WIDER:
        return []
    across = count_words_across(paragraph, gaps)
    if across * 5 < len(gaps) or (len(gaps) < LEAST_JUSTIFIED_LINES and not across):
        return []
    if len(gaps) >= LEAST_JUSTIFIED_LINES:
        widths.add(wide)
    return gaps


def find_cuts_of_words(paragraph: str) -> list[int]:
    """Return the offsets of the spaces between Han and punctuation if nearly all spaces of a paragraph cut a word.

    They need no width then to be former line ends. Those beside figures and Latin words may be print's own.
    """
    gaps = [match.start() for match in SPACE_BETWEEN.finditer(paragraph)]
    if len(gaps) < LEAST_CUT_WORDS or PAUSE_BEFORE_WORD.search(paragraph) is None:
        return []
    if count_words_across(paragraph, gaps) * 4 < 3 * len(gaps):
        return []
    kinds = ("han", "mark")
    return [at for at in gaps if find_kind(paragraph[at - 1]) in kinds and find_kind(paragraph[at + 1]) in kinds]


WIDER, INDENTED = 1.7, 2.7
"""How much wider or narrower than its column a line may be, in full-width characters; print squeezes punctuation."""


def fits(size: float, wide: float) -> bool:
    """Return whether a line of a size fills a column of a width, its first line's indent taken for full."""
    return wide - INDENTED <= size <= wide + WIDER


def count_words_across(text: str, places: list[int]) -> int:
    """Return how many of some places have a dictionary word across them, without the character at the place."""
    found = 0
    for at in places:
        left, right = fold_script(text[max(0, at - 5) : at]), fold_script(text[at + 1 : at + 6])
        found += find_word_gain(cut_han_end(left), cut_han_start(right)) > 0
    return found


def cut_han_end(text: str) -> str:
    """Return the Han that a text ends in."""
    size = len(text)
    while size and find_kind(text[size - 1]) == "han":
        size -= 1
    return text[size:]


def cut_han_start(text: str) -> str:
    """Return the Han that a text begins with."""
    for at, char in enumerate(text):
        if find_kind(char) != "han":
            return text[:at]
    return text
