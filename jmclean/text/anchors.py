"""Find a place of a text again after the text around it has changed.

A place is known by the characters there and by those on either side of it. What rules change most, white space,
punctuation, the width and the script of characters, does not count on either side: two texts are compared by their
skeletons, their letters and digits in one form. The characters at the place itself must be the same to the letter.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from jmclean.chinese.characters import FULL_WIDTH

CONTEXT_LETTERS: Final = 20
"""How many letters of the skeleton on either side make a place known."""

REACH_OF_ANCHORS: Final = 120
"""The most characters on either side that are looked through for them."""

LEAST_OLD_LETTERS: Final = 3
"""With so many letters of its own a place is known though its punctuation or its white space is another."""

LEAST_SIDE_LETTERS: Final = 10
"""With so many letters on one side a place is known though the other side is another."""

LEAST_ANCHOR_LETTERS: Final = 2
"""With fewer letters in the whole of it a place cannot be told from others."""

Span = tuple[int, int]


class Skeleton(NamedTuple):
    """The letters and digits of a text in one form, and the offset in the text of each."""

    letters: str
    offsets: list[int]


def make_skeleton(text: str) -> Skeleton:
    """Return the skeleton of a text."""
    found = [(letter, at) for at, letter in enumerate(map(_fold_letter, text)) if letter]
    return Skeleton("".join([letter for letter, _ in found]), [at for _, at in found])


@lru_cache(maxsize=16384)
def _fold_letter(char: str) -> str:
    """Return the form of a character in which it is compared; empty if it is not compared."""
    from jmclean.chinese.lexicon import fold_script

    if not char.isalnum() or char == "一":  # which dashes are misread as
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return fold_script(plain if len(plain) == 1 else char)


@lru_cache(maxsize=2)
def make_page_skeleton(text: str) -> Skeleton:
    """Return the skeleton of a page, which is asked for again for every place of it."""
    return make_skeleton(text)


def find_last_letter(text: str, end: int) -> int:
    """Return the offset of the last letter before an offset, -1 if there is none."""
    at = end - 1
    while at >= 0 and not _fold_letter(text[at]):
        at -= 1
    return at


def find_first_letter(text: str, at: int) -> int:
    """Return the offset of the first letter from an offset on; the length of the text if there is none."""
    while at < len(text) and not _fold_letter(text[at]):
        at += 1
    return at


def read_before(text: str, at: int) -> str:
    """Return the end of what stands before an offset, from the beginning of its block at the earliest."""
    part = text[max(0, at - REACH_OF_ANCHORS) : at]
    start = part.rfind("\n\n", 0, len(part.rstrip())) + 2
    part = part[start if start > 1 else 0 :].lstrip("\n")
    offsets = make_skeleton(part).offsets
    return part[offsets[-CONTEXT_LETTERS] :] if len(offsets) > CONTEXT_LETTERS else part


def read_behind(text: str, at: int) -> str:
    """Return the beginning of what stands behind an offset, up to the end of its block at the latest."""
    part = text[at : at + REACH_OF_ANCHORS]
    stop = part.find("\n\n", len(part) - len(part.lstrip()))
    part = part[: stop if stop >= 0 else len(part)].rstrip("\n")
    offsets = make_skeleton(part).offsets
    return part[: offsets[CONTEXT_LETTERS - 1] + 1] if len(offsets) > CONTEXT_LETTERS else part


def find(text: str, bones: Skeleton, left: str, old: str, right: str) -> list[Span | None]:
    """Return for every place of `text` between `left` and `right` the span of `old`, None if something else is there.

    `bones` is the text's skeleton.
    """
    sides = [make_skeleton(part).letters for part in (left, old, right)]
    pattern = "".join(sides)
    if len(pattern) < LEAST_ANCHOR_LETTERS:
        return []
    return [_find_span(text, bones, at, sides, left, old, right) for at in _find_places(bones.letters, pattern)]


def find_altered(text: str, bones: Skeleton, left: str, old: str, right: str) -> Span | None:
    """Return the only place that `old` can be at though rules have changed it or what stands beside it.

    Either its letters are the same and nothing but punctuation or white space is another, or `old` is the same to the
    letter and there is enough of one side, or of both.
    """
    before, own, behind = (make_skeleton(part).letters for part in (left, old, right))
    tries = ((before, behind), (before[-LEAST_SIDE_LETTERS:], behind[:LEAST_SIDE_LETTERS]), (before, ""), ("", behind))
    if len(own) >= LEAST_OLD_LETTERS:
        for head, tail in tries:
            if len(head) + len(own) + len(tail) >= 2 * LEAST_SIDE_LETTERS:
                places = list(_find_places(bones.letters, head + own + tail))
                if len(places) == 1:
                    return _span_letters(text, bones, places[0] + len(head), len(own), old)
        return _find_block(text, bones, before, own, behind, old)
    if not old:
        return None
    if old in FULL_WIDTH:  # another rule may have widened what this one was to leave
        spans = find(text, bones, left, FULL_WIDTH[old], right)
        if len(spans) == 1 and spans[0] is not None:
            return spans[0]
    for head, tail in tries[1:]:
        if max(len(head), len(tail)) < LEAST_SIDE_LETTERS:
            continue
        places = list(_find_places(bones.letters, head + own + tail))
        if len(places) == 1:
            sides = [head, own, tail]
            return _find_span(text, bones, places[0], sides, left if head else "", old, right if tail else "")
    return None


def _find_block(text: str, bones: Skeleton, before: str, own: str, behind: str, old: str) -> Span | None:
    """Return the only block with some letters, which a join over it has moved away from what stood beside it.

    A short one counts only if the page still has what stood beside it.
    """
    places = list(_find_places(bones.letters, own))
    sides = [
        side for side in (before[-LEAST_SIDE_LETTERS:], behind[:LEAST_SIDE_LETTERS]) if len(side) == LEAST_SIDE_LETTERS
    ]
    if len(places) != 1 or (len(own) < LEAST_SIDE_LETTERS and not any(side in bones.letters for side in sides)):
        return None
    start, end = _span_letters(text, bones, places[0], len(own), old)
    low = bones.offsets[places[0] - 1] if places[0] else 0
    last = places[0] + len(own)
    high = bones.offsets[last] if last < len(bones.offsets) else len(text)
    is_block = (not low or "\n" in text[low : bones.offsets[places[0]]]) and (
        high == len(text) or "\n" in text[bones.offsets[last - 1] : high]
    )
    return (start, end) if is_block else None


def _span_letters(text: str, bones: Skeleton, first: int, count: int, old: str) -> Span:
    """Return the span of some letters, with the white space around them that `old` has too."""
    offsets = bones.offsets
    start, end = offsets[first], offsets[first + count - 1] + 1
    if old[:1].isspace():
        while start and text[start - 1].isspace():
            start -= 1
    if old[-1:].isspace():
        while end < len(text) and text[end].isspace():
            end += 1
    return start, end


def _find_places(letters: str, pattern: str) -> Iterator[int]:
    at = letters.find(pattern)
    while at >= 0:
        yield at
        at = letters.find(pattern, at + 1)


def _find_span(text: str, bones: Skeleton, at: int, sides: list[str], left: str, old: str, right: str) -> Span | None:
    """Return where `old` stands in the gap between the letters of both sides, if there is only one answer."""
    offsets = bones.offsets
    first = at + len(sides[0])
    last = first + len(sides[1])
    low = offsets[first - 1] + 1 if first else 0
    high = offsets[last] if last < len(offsets) else len(text)
    gap = text[low:high]
    places = list(_find_places(gap, old)) if old else list(range(len(gap) + 1))
    if len(places) != 1 or not old:
        head, tail = _cut_behind_letters(left), _cut_before_letters(right)
        fits = [_fit(gap[:place], gap[place + len(old) :], head, tail) for place in places]
        best = max(fits, default=0)
        places = [place for place, fit in zip(places, fits, strict=True) if fit == best] if best else []
        if old and len(places) > 1:
            return None
    return (low + places[0], low + places[0] + len(old)) if places else None


def _fit(left: str, right: str, head: str, tail: str) -> int:
    """Return how well what stands on either side fits: 2 to the letter, 1 but for white space, 0 not."""
    if left.endswith(head) and right.startswith(tail):
        return 2
    left, right, head, tail = map(_drop_spaces, (left, right, head, tail))
    return int(left.endswith(head) and right.startswith(tail))


def _drop_spaces(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def _cut_behind_letters(part: str) -> str:
    """Return what of a part stands behind its last letter."""
    offsets = make_skeleton(part).offsets
    return part[offsets[-1] + 1 :] if offsets else part


def _cut_before_letters(part: str) -> str:
    """Return what of a part stands before its first letter."""
    offsets = make_skeleton(part).offsets
    return part[: offsets[0]] if offsets else part


def find_join(bones: Skeleton, left: str, right: str) -> list[tuple[int, int]]:
    """Return for every place where `left` ends the offset of its last letter and that of the next letter of `right`.

    Places behind which `right` does not come are left out.
    """
    tail, head = make_skeleton(left).letters, make_skeleton(right).letters
    if len(tail) + len(head) < LEAST_ANCHOR_LETTERS or not tail or not head:
        return []
    heads = list(_find_places(bones.letters, head))
    found: list[tuple[int, int]] = []
    for at in _find_places(bones.letters, tail):
        number = bisect_left(heads, at + len(tail))
        if number < len(heads):
            found.append((bones.offsets[at + len(tail) - 1], bones.offsets[heads[number]]))
    return found
