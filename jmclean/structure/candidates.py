"""A place where one block may go on with another: the tail, the head, and what the characters at their ends say."""

from __future__ import annotations

from jmclean.chinese.characters import is_han
from jmclean.chinese.lexicon import association, word_gain
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.layout_facts import layout_weight


class JoinCandidate:
    """A tail, a head that may go on from it, and what lies between.

    `share` is how many of the page's paragraphs are open, as a natural logarithm over a fifth; `fill` how well the
    tail's length fits the page's columns. `scoring.py` gives it `features` and `score`, the natural logarithm of the
    odds that tail and head belong together.
    """

    _word: float | None = None
    _bond: float | None = None

    def __init__(self, tail: LayoutBlock, head: LayoutBlock, between: list[LayoutBlock], share: float = 0.0) -> None:
        self.tail = tail
        self.head = head
        self.between = between
        self.share = share
        self.fill = 0.0
        self.features: dict[str, float] = {}
        self.score = 0.0

    @property
    def left(self) -> str:
        """The folded text before the seam."""
        return self.tail.tail

    @property
    def right(self) -> str:
        """The folded text behind the seam."""
        return self.head.head

    @property
    def word(self) -> float:
        """Bits that a dictionary word across the seam saves, in units of 4, of which more than 5 count as 5."""
        if self._word is None:
            self._word = min(word_gain(self.tail.last_letters, self.head.first_letters), 20.0) / 4
        return self._word

    @property
    def bond(self) -> float:
        """How much oftener than by chance the two characters at the seam are neighbours, in units of 4 bits."""
        if self._bond is None:
            one, two = self.left[-1:], self.right[:1]
            self._bond = max(-5.0, min(6.0, association(one, two))) / 4 if is_han(one) and is_han(two) else 0.0
        return self._bond

    @property
    def layout(self) -> float:
        """What the places and lines of tail and head say, if a layout dump has told them."""
        return layout_weight(self.tail.last_facts, self.head.first_facts)
