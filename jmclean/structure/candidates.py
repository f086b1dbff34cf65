"""A place where one block may go on with another: the tail, the head, and what the characters at their ends say."""

from __future__ import annotations

from jmclean.chinese.lexicon import find_word_gain
from jmclean.chinese.ngrams import NEXT, rate_sequel
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.layout_facts import weigh_layout


class Ends:
    """The end of a tail and the beginning of a head, and what was found of the two, whatever stands between.

    `features` and `score` are those that look at both; `never` and `unless_cut` are the names of what forbids a join,
    empty if nothing does. None is not yet known.
    """

    features: dict[str, float] | None = None
    score: float = 0.0
    never: str | None = None
    unless_cut: str | None = None
    _word: float | None = None
    _follows: float | None = None

    def __init__(self, tail: LayoutBlock, head: LayoutBlock) -> None:
        self.tail = tail
        self.head = head

    @property
    def word(self) -> float:
        """Bits that a dictionary word across the seam saves, in units of 4, of which more than 5 count as 5."""
        if self._word is None:
            self._word = min(find_word_gain(self.tail.last_letters, self.head.first_letters), 20.0) / 4
        return self._word

    @property
    def follows(self) -> float:
        """The logarithm of the probability that the head's first two characters follow the tail's last two."""
        if self._follows is None:
            self._follows = rate_sequel(self.tail.tail[-NEXT:], self.head.head[:NEXT])
        return self._follows


class JoinCandidate:
    """A tail, a head that may go on from it, and what lies between.

    `share` is how many of the page's open ends are cuts, as a natural logarithm of odds; `fill` how well the tail's
    length fits the page's columns; `is_headline` whether the tail stands as a headline does, `is_line` whether it is
    one of a row of short lines, `is_repeated` whether the page has it twice, `is_dated` whether the head begins with a
    date as several blocks of the page do. `ends` is what is known of the two wherever they stand, `forbidden` the name
    of what forbids the join, once it was looked for. `scoring.py` gives it `features` and `score`, the natural
    logarithm of the odds that tail and head belong together.
    """

    forbidden: str | None = None

    def __init__(
        self, tail: LayoutBlock, head: LayoutBlock, between: list[LayoutBlock], ends: Ends | None = None
    ) -> None:
        self.tail = tail
        self.head = head
        self.ends = ends or Ends(tail, head)
        self.between = between
        self.share = 0.0
        self.fill = 0.0
        self.is_headline = self.is_dated = self.is_line = self.is_repeated = False
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
        return self.ends.word

    @property
    def follows(self) -> float:
        """The logarithm of the probability that the head's first two characters follow the tail's last two."""
        return self.ends.follows

    @property
    def is_drawn(self) -> bool:
        """Whether the head's first characters stand oftener behind the tail's last than elsewhere."""
        return self.follows >= self.head.stands

    @property
    def layout(self) -> float:
        """What the places and lines of tail and head say, if a layout dump has told them."""
        return weigh_layout(self.tail.last_facts, self.head.first_facts)
