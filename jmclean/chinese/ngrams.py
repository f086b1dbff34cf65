"""Which characters follow which in newspapers: what tells a sentence that goes on from one that ends or begins.

A packed file of runs of up to three tokens, mapped into memory when the first open end asks. `.tools/build_ngrams.py`
says how it is made and laid out, `data/ngrams.LICENSE` from what. Probabilities are natural logarithms. A run that
the file does not have is estimated from the shorter run, `BACKOFF` times ("stupid backoff": Brants et al. 2007), so
they do not add up to one; only their differences mean something.
"""

from __future__ import annotations

import math
import mmap
import os
import sys
from bisect import bisect_left
from functools import cache, lru_cache
from typing import Final, NamedTuple

EDGE_TOKEN: Final = "\n"
DIGIT_TOKEN: Final = "0"
LATIN_TOKEN: Final = "a"
OTHER_TOKEN: Final = "?"
"""The first four tokens: the edge of a paragraph, a run of digits, a run of Latin letters, any other character."""

TOKEN_COUNT: Final = 4096
LEAST_COUNT: Final = 3
"""How often a run must occur to be counted at all."""

STEPS: Final = (0.08, 0.8, 0.7)
"""How far apart the levels of counts are for 1, 2 and 3 tokens, as natural logarithms; level 0 is LEAST_COUNT."""

BACKOFF: Final = 0.4
LEAST_LEVEL: Final = math.log(LEAST_COUNT)
BACKOFF_LEVEL: Final = math.log(BACKOFF)
"""The same two as natural logarithms."""

STOP_TOKENS: Final = "。！？\n"
"""What a sentence ends in: a headline and a label end at the edge of their paragraph."""

NEXT: Final = 12
"""How many characters at an end of a text hold its last or first two tokens: a long number is one."""

NGRAMS_PATH = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "ngrams.bin")  # noqa: PTH118, PTH120
MOST_KNOWN_ENDS: Final = 4096
"""Of how many texts and runs the answer is kept."""

SPACES: Final = " \t\n\u3000\xa0"


class Table(NamedTuple):
    """The file's arrays, as `.tools/build_ngrams.py` lays them out, and the number of every token.

    `alone` has the logarithm of each token's probability, `counts` that of its count.
    """

    number: dict[str, int]
    alone: list[float]
    counts: list[float]
    pair_places: memoryview
    triple_places: memoryview
    pairs: memoryview
    ends: memoryview
    triples: memoryview


@cache
def map_table() -> Table:
    """Map the file into memory."""
    with open(NGRAMS_PATH, "rb") as file:  # noqa: PTH123
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    first = data[:200].tobytes().index(b"\n") + 1
    _, _, tokens, pairs, triples = data[:first].tobytes().split()
    size, pair_count, triple_count = int(tokens), int(pairs), int(triples)
    second = first + data[first : first + 4 * size].tobytes().index(b"\n") + 1
    chars = EDGE_TOKEN + DIGIT_TOKEN + LATIN_TOKEN + OTHER_TOKEN + data[first : second - 1].tobytes().decode()
    levels = [math.log(LEAST_COUNT) + level * STEPS[0] for level in range(256)]
    often = [math.exp(level) for level in levels]
    counted = data[second : second + size].tobytes()
    total = math.log(sum([often[level] for level in counted]))
    counts = [levels[level] for level in counted]
    at = second + size
    views = []
    for width, length in ((4, size + 1), (4, size + 1), (2, pair_count), (2, pair_count), (2, triple_count)):
        views.append(view_numbers(data[at : at + width * length], width))
        at += width * length
    number = {char: place for place, char in enumerate(chars)}
    return Table(number, [count - total for count in counts], counts, views[0], views[1], views[2], views[3], views[4])


def view_numbers(data: memoryview, width: int) -> memoryview:
    """Return little-endian numbers of so many bytes as the machine reads them."""
    if sys.byteorder == "little":
        return data.cast("H") if width == 2 else data.cast("I")
    from array import array

    numbers = array("H" if width == 2 else "I", data.tobytes())
    numbers.byteswap()
    return memoryview(numbers)


def find_token(char: str) -> int:
    """Return the number of a character's token."""
    token = map_table().number.get(char, 3)
    if token == 3 or char < "\x7f":
        if char.isdecimal():
            return 1
        if char.isascii() and char.isalpha():
            return 2
    return token


def find_tokens(text: str) -> tuple[int, ...]:
    """Return the numbers of a text's tokens; the text is folded as rules compare it."""
    found: list[int] = []
    last = -1
    for char in text:
        if char in SPACES:
            continue
        token = find_token(char)
        if token != last or token not in (1, 2):
            found.append(token)
        last = token
    return tuple(found)


@lru_cache(MOST_KNOWN_ENDS)
def find_first_two(text: str) -> tuple[int, int]:
    """Return the numbers of a text's first two tokens, -1 for each that it does not have."""
    first = -1
    for char in text:
        if char not in SPACES:
            token = find_token(char)
            if first < 0:
                first = token
            elif token != first or token not in (1, 2):
                return first, token
    return first, -1


@lru_cache(MOST_KNOWN_ENDS)
def find_last_two(text: str) -> tuple[int, int]:
    """Return the numbers of a text's last two tokens, the edge for one that it does not have, -1 for both."""
    last = -1
    for char in reversed(text):
        if char not in SPACES:
            token = find_token(char)
            if last < 0:
                last = token
            elif token != last or token not in (1, 2):
                return token, last
    return (0 if last >= 0 else -1), last


def rate_second(first: int, second: int) -> float:
    """Return the logarithm of the probability that `second` stands behind `first`."""
    file, at = map_table(), find_pair(first, second)
    if at >= 0:
        return min(0.0, LEAST_LEVEL + (file.pairs[at] & 15) * STEPS[1] - file.counts[first])
    return BACKOFF_LEVEL + file.alone[second]


def find_pair(first: int, second: int) -> int:
    """Return where a run of two tokens stands in the file, -1 if it does not."""
    file = map_table()
    end = file.pair_places[first + 1]
    at = bisect_left(file.pairs, second << 4, file.pair_places[first], end)
    return at if at < end and file.pairs[at] >> 4 == second else -1


@lru_cache(MOST_KNOWN_ENDS)
def rate_third(first: int, second: int, third: int) -> float:
    """Return the logarithm of the probability that `third` stands behind `first` and `second`."""
    return rate_behind_pair(find_pair(first, second), first, second, third)


def rate_behind_pair(at: int, first: int, second: int, third: int) -> float:
    """Return the same for a run of two tokens that stands at such a place in the file."""
    if at >= 0:
        file = map_table()
        base = file.triple_places[first]
        low, high = base + (file.ends[at - 1] if at > file.pair_places[first] else 0), base + file.ends[at]
        place = bisect_left(file.triples, third << 4, low, high)
        if place < high and file.triples[place] >> 4 == third:
            return min(0.0, (file.triples[place] & 15) * STEPS[2] - (file.pairs[at] & 15) * STEPS[1])
    return BACKOFF_LEVEL + rate_second(second, third)


@lru_cache(MOST_KNOWN_ENDS)
def rate_end(left: str) -> float:
    """Return the logarithm of the probability that a sentence ends behind a text's last two tokens."""
    before, last = find_last_two(left)
    if last < 0:
        return 0.0
    number, at = map_table().number, find_pair(before, last)
    return math.log(sum([math.exp(rate_behind_pair(at, before, last, number[stop])) for stop in STOP_TOKENS]))


@lru_cache(MOST_KNOWN_ENDS)
def rate_beginning(right: str) -> float:
    """Return the logarithm of the probability that a paragraph begins with a text's first two tokens."""
    first, second = find_first_two(right)
    return 0.0 if second < 0 else rate_second(0, first) + rate_third(0, first, second)


@lru_cache(MOST_KNOWN_ENDS)
def rate_anywhere(right: str) -> float:
    """Return the logarithm of the probability of a text's first two tokens anywhere."""
    first, second = find_first_two(right)
    return 0.0 if second < 0 else map_table().alone[first] + rate_second(first, second)


def rate_sequel(left: str, right: str) -> float:
    """Return the logarithm of the probability that a text's first two tokens stand behind another's last two."""
    (before, last), (first, second) = find_last_two(left), find_first_two(right)
    if last < 0 or second < 0:
        return 0.0
    return rate_third(before, last, first) + rate_third(last, first, second)
