"""What words and neighbours Chinese newspapers use, asked one letter at a time from a packed file.

The file is read when a first tail is open, and a letter's line is found and unpacked when a seam holds that letter;
its layout, sources and licences are told by `.tools/build_lexicon.py` and `data/lexicon.LICENSE`.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Final, NamedTuple

LETTER_COST: Final = 11.0
"""Bits that a letter outside any known word costs, above the words' own scale."""

BITS: Final = 26.0
"""Logarithm to the base 2 of the words' total count in the source of the list."""


class Letter:
    """What is known of one letter.

    `often` is the logarithm of its count to the base 2. `opening`, `starting`, `entering`, `ending` and `leaving`
    are natural logarithms of how much oftener than elsewhere it stands first in a paragraph, first in a sentence,
    first in a clause, last before a full stop, and last before any mark. `words` and `pairs` are the packed words
    that begin with it and the letters that follow it.
    """

    __slots__ = ("ending", "entering", "leaving", "often", "opening", "pairs", "starting", "words")

    def __init__(
        self,
        often: float,
        opening: float,
        starting: float,
        entering: float,
        ending: float,
        leaving: float,
        words: str,
        pairs: str,
    ) -> None:
        self.often = often
        self.opening = opening
        self.starting = starting
        self.entering = entering
        self.ending = ending
        self.leaving = leaving
        self.words = words
        self.pairs = pairs

    def find_word_cost(self, rest: str) -> float | None:
        """Return what the word of this letter and `rest` costs in bits, None if it is no word."""
        words, size = self.words, len(rest)
        at = words.find(rest) if rest and not rest.isascii() else -1
        while at >= 0:
            level = words[at + size]
            if "a" <= level <= "z" and (at == 0 or "a" <= words[at - 1] <= "z"):
                return BITS - ord(level) + 97
            at = words.find(rest, at + 1)
        return None

    def find_pair(self, following: str) -> Pair | None:
        """Return what is known of this letter with another behind it, None if newspapers hardly have the two."""
        at = self.pairs.find(following) if not following.isascii() else -1
        if at < 0:
            return None
        return Pair(ord(self.pairs[at + 1]) - 96.0, decode_level(self.pairs[at + 2]), decode_level(self.pairs[at + 3]))


class Pair:
    """What is known of two letters side by side: as for a letter, but `often` counts from 1 for once."""

    __slots__ = ("entering", "leaving", "often")

    def __init__(self, often: float, entering: float, leaving: float) -> None:
        self.often = often
        self.entering = entering
        self.leaving = leaving


UNKNOWN_LETTER: Final = Letter(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, "", "")


LEXICON_PATH = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "lexicon.txt")  # noqa: PTH118, PTH120 - pathlib costs 5 ms


PLACE: Final = 6
"""How many digits say where a letter's line begins."""


class File(NamedTuple):
    """The lexicon as it is packed: the letters that it has, where the line of each begins in `lines`, and the rest."""

    traditional: bytes
    simplified: bytes
    letters: str
    places: bytes
    lines: bytes


@cache
def _map_file() -> File:
    with open(LEXICON_PATH, "rb") as file:  # noqa: PTH123
        traditional, simplified, letters, places, lines = file.read().split(b"\n", 4)
    return File(traditional, simplified, letters.decode(), places, lines)


@cache
def fold_script_table() -> dict[int, int]:
    """Return the simplified letter of every traditional one, by code point, as `str.translate` takes it."""
    return str.maketrans(_map_file().traditional.decode(), _map_file().simplified.decode())


def fold_script(text: str) -> str:
    """Return the text with every traditional letter as its simplified form, one for one.

    Only to compare, never to print.
    """
    return text.translate(fold_script_table())


@cache
def look_up(char: str) -> Letter:
    """Return what is known of a simplified letter; of one that newspapers do not use, nothing."""
    file = _map_file()
    number = file.letters.find(char) if char else -1
    if number < 0:
        return UNKNOWN_LETTER
    start = int(file.places[number * PLACE : (number + 1) * PLACE])
    line = file.lines[start : file.lines.index(b"\n", start)].decode()
    words, pairs = line[7:].split("\t")
    opening, starting, entering, ending, leaving = map(decode_level, tuple(line[2:7]))
    return Letter(ord(line[1]) - 97.0, opening, starting, entering, ending, leaving, words, pairs)


def is_word(text: str) -> bool:
    """Return whether a word of two to five simplified letters is a common one."""
    return look_up(text[:1]).find_word_cost(text[1:]) is not None


def decode_level(level: str) -> float:
    """Return the natural logarithm that a level stands for."""
    return (ord(level) - 109) / 2


def rate_beginning(text: str) -> float:
    """Return how readily a clause begins as the text does, by its first two letters or, if they are rare, its first."""
    one = look_up(text[:1])
    pair = one.find_pair(text[1:2])
    return pair.entering if pair else one.entering


def rate_end(text: str) -> float:
    """Return how readily a clause ends as the text does, by its last two letters or, if they are rare, its last."""
    pair = look_up(text[-2:-1]).find_pair(text[-1:])
    return pair.leaving if pair else look_up(text[-1:]).leaving


def measure_association(first: str, second: str) -> float:
    """Return how much oftener two letters stand side by side than chance would have it, in bits.

    -2 to 0 where never seen.
    """
    one, two = look_up(first), look_up(second)
    pair = one.find_pair(second)
    seen = pair.often if pair else 0.0
    chance = one.often + two.often - TOTAL_BITS
    return seen - max(chance, 0.0) if seen else -max(chance, -2.0) - 2.0


TOTAL_BITS: Final = 18.5
"""Logarithm to the base 2 of the letters that the pairs were counted in."""


def find_cost(text: str) -> float:
    """Return what the best segmentation of simplified Han without marks costs in bits."""
    size = len(text)
    best = [0.0] + [1e9] * size
    for at in range(size):
        known = look_up(text[at])
        best[at + 1] = min(best[at + 1], best[at] + LETTER_COST + max(0.0, 8 - known.often / 2))
        for end in range(at + 2, min(size, at + 5) + 1):
            found = known.find_word_cost(text[at + 1 : end])
            if found is not None:
                best[end] = min(best[end], best[at] + found)
    return best[size]


def find_word_gain(left: str, right: str) -> float:
    """How many bits a segmentation saves where a word may stand across the seam of `left` and `right`, 0 if none helps.

    Both are simplified Han without marks, a few letters each.
    """
    text, seam = left + right, len(left)
    size = len(text)
    costs: dict[tuple[int, int], float | None] = {}
    for at in range(max(0, seam - LONGEST_KNOWN_WORD + 1), seam):
        known = look_up(text[at])
        for end in range(seam + 1, min(size, at + LONGEST_KNOWN_WORD) + 1):
            if text[at + 1 : end] not in known.words:
                break
            costs[at, end] = known.find_word_cost(text[at + 1 : end])
    if not any(costs.values()):
        return 0.0
    free = [0.0] + [1e9] * size
    cut = [0.0] + [1e9] * size
    for at in range(size):
        known = look_up(text[at])
        words, free_here, cut_here, end = known.words, free[at], cut[at], at + 1
        alone = LETTER_COST + (8 - known.often / 2 if known.often < 16 else 0.0)
        if free_here + alone < free[end]:
            free[end] = free_here + alone
        if cut_here + alone < cut[end]:
            cut[end] = cut_here + alone
        most = min(size, at + LONGEST_KNOWN_WORD)
        while end < most and text[at + 1 : end + 1] in words:
            end += 1
            across = at < seam < end
            cost = costs.get((at, end)) if across else known.find_word_cost(text[at + 1 : end])
            if cost is None:
                continue
            if free_here + cost < free[end]:
                free[end] = free_here + cost
            if not across and cut_here + cost < cut[end]:
                cut[end] = cut_here + cost
    return cut[size] - free[size]


LONGEST_KNOWN_WORD: Final = 5
"""The most letters of a word in the list."""
