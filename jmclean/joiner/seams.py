"""How likely it is that one block goes on where another was cut: the sum of what all signals say.

A seam is a tail, a head that may go on from it, and what lies between. Its score is the weighted sum of its signals:
the natural logarithm of the odds that the two belong together, with the weights that `tests/tools/fit_joins.py`
learned.
"""

from __future__ import annotations

from jmclean.joiner.kinds import is_han
from jmclean.joiner.pieces import Piece
from jmclean.joiner.signals import MEETING, said, weighed
from jmclean.joiner.weights import BIAS, WEIGHTS
from jmclean.lazy import once
from jmclean.lexicon import association, word_gain


class Seam:
    """A tail, a head that may go on from it, and what lies between."""

    def __init__(self, tail: Piece, head: Piece, between: list[Piece]) -> None:
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

    @once
    def word(self) -> float:
        """Bits that a dictionary word across the seam saves, in units of 4, of which more than 5 count as 5."""
        return min(word_gain(self.tail.last_letters, self.head.first_letters), 20.0) / 4

    @once
    def bond(self) -> float:
        """How much oftener than by chance the two letters at the seam are neighbours, in units of 4 bits."""
        one, two = self.left[-1:], self.right[:1]
        return max(-5.0, min(6.0, association(one, two))) / 4 if is_han(one) and is_han(two) else 0.0

    @once
    def meeting(self) -> dict[str, float]:
        """What the signals say that look at both sides."""
        return said(self, MEETING)

    @property
    def signals(self) -> dict[str, float]:
        """What every signal says, by its name; those that say nothing are left out."""
        return {**self.tail.leaving, **self.head.entering, **self.meeting}

    @once
    def score(self) -> float:
        """The natural logarithm of the odds that tail and head belong together."""
        return BIAS + self.tail.leaving_score + self.head.entering_score + weighed(self.meeting)

    def add(self, name: str, value: float) -> None:
        """Count what a signal says that was not asked before."""
        if value:
            self.meeting[name] = value
            self.score += WEIGHTS[name] * value

    @property
    def reasons(self) -> str:
        """The signals that weigh most, strongest first, with their share of the score."""
        shares = sorted(
            ((WEIGHTS[name] * value, name) for name, value in self.signals.items()), key=lambda s: -abs(s[0])
        )
        return ", ".join(f"{name.replace('_', ' ')} {share:+.1f}" for share, name in shares[:4])
