"""Lines put together of the words that an engine boxed."""

from __future__ import annotations

from typing import NamedTuple

from jmclean.readers.model import Box, Line
from jmclean.readers.values import drop_line_spaces


class Word(NamedTuple):
    """A word as an engine cut it, of one or two Han or one Latin word; a space is a word without a box."""

    text: str
    box: Box | None
    confidence: float | None = None


def make_line(words: list[Word], box: Box | None, slope: float | None = None, spaced: bool = False) -> Line:
    """Return the line of some words.

    A space is kept between Latin words only; with `spaced` one stands between any two words, as formats without marks
    for spaces mean it.
    """
    text = drop_line_spaces((" " if spaced else "").join([word.text for word in words]).strip())
    places: list[tuple[float, float]] = []
    for word in words:
        letters = len("".join(word.text.split()))
        if word.box and letters:
            step = word.box.width / letters
            places += [(word.box.left + step * at, word.box.left + step * (at + 1)) for at in range(letters)]
    if box is None:
        for word in words:
            box = box.around(word.box) if box and word.box else box or word.box
    if len(places) != len("".join(text.split())):
        places = []
    scores = [word.confidence for word in words if word.confidence is not None]
    return Line(text, box, tuple(places), slope, sum(scores) / len(scores) if scores else None)
