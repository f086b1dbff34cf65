"""How likely it is that one block goes on where another was cut: the sum of what all signals say.

A seam is a tail, a head that may go on from it, and what lies between. Its score is the weighted sum of its signals:
the natural logarithm of the odds that the two belong together, with the weights that `.tools/fit_joins.py`
learned.
"""

from __future__ import annotations

from jmclean.chinese.lexicon import association, word_gain
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.features import MEETING, said, weighed
from jmclean.structure.roles import is_han
from jmclean.structure.weights import BIAS, WEIGHTS


class JoinCandidate:
    """A tail, a head that may go on from it, and what lies between."""

    _word: float | None = None
    _bond: float | None = None
    _meeting: dict[str, float] | None = None
    _score: float | None = None

    def __init__(self, tail: LayoutBlock, head: LayoutBlock, between: list[LayoutBlock]) -> None:
        self.tail = tail
        self.head = head
        self.between = between

    @property
    def left(self) -> str:
        """The shadow of the text before the seam."""
        return self.tail.tail

    @property
    def right(self) -> str:
        """The shadow of the text behind the seam."""
        return self.head.head

    @property
    def word(self) -> float:
        """Bits that a dictionary word across the seam saves, in units of 4, of which more than 5 count as 5."""
        if self._word is None:
            self._word = min(word_gain(self.tail.last_letters, self.head.first_letters), 20.0) / 4
        return self._word

    @property
    def bond(self) -> float:
        """How much oftener than by chance the two letters at the seam are neighbours, in units of 4 bits."""
        if self._bond is None:
            one, two = self.left[-1:], self.right[:1]
            self._bond = max(-5.0, min(6.0, association(one, two))) / 4 if is_han(one) and is_han(two) else 0.0
        return self._bond

    @property
    def meeting(self) -> dict[str, float]:
        """What the signals say that look at both sides."""
        if self._meeting is None:
            self._meeting = said(self, MEETING)
        return self._meeting

    @property
    def signals(self) -> dict[str, float]:
        """What every signal says, by its name; those that say nothing are left out."""
        return {**self.tail.leaving, **self.head.entering, **self.meeting}

    @property
    def score(self) -> float:
        """The natural logarithm of the odds that tail and head belong together."""
        if self._score is None:
            self._score = BIAS + self.tail.leaving_score + self.head.entering_score + weighed(self.meeting)
        return self._score

    def add(self, name: str, value: float) -> None:
        """Count what a signal says that was not asked before."""
        if value:
            self._score = self.score + WEIGHTS[name] * value
            self.meeting[name] = value

    @property
    def shares(self) -> list[tuple[str, float]]:
        """The features that weigh most, strongest first, with their share of the score."""
        shares = [(name, WEIGHTS[name] * value) for name, value in self.signals.items()]
        return sorted(shares, key=lambda share: -abs(share[1]))[:4]

    @property
    def reasons(self) -> str:
        """The same in words."""
        return ", ".join(f"{name.replace('_', ' ')} {share:+.1f}" for name, share in self.shares)
