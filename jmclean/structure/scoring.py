"""How likely it is that one block goes on where another was cut: the sum of all features, each times its weight.

The score of a candidate is the natural logarithm of the odds that tail and head belong together, with the weights that
`.tools/fit_joins.py` learned.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.candidates import Ends, JoinCandidate
from jmclean.structure.features import HEAD_FEATURES, OVER_FEATURES, PAIR_FEATURES, TAIL_FEATURES, evaluate
from jmclean.structure.never import find_reason_against, find_reason_for_care
from jmclean.structure.reasons import FORBIDDEN
from jmclean.structure.weights import BIAS, WEIGHTS
from jmclean.text.edits import Change
from jmclean.text.fast import measure_width

STRONGEST: Final = 3
"""How many reasons a person is told."""


class SideScore(NamedTuple):
    """The features of one side of a candidate that are not 0, and their weighted sum."""

    features: dict[str, float]
    score: float


class Scores:
    """The scores of the blocks of one page, as tails and as heads, each worked out when it is first asked for.

    They go by the text of the blocks, so that they hold as well when a page is planned again after a change.
    """

    def __init__(self) -> None:
        self._tails: dict[str, SideScore] = {}
        self._heads: dict[tuple[str, bool, bool], SideScore] = {}
        self._ends: dict[tuple[str, str], Ends] = {}
        self._lengths: dict[str, float] = {}

    def after(self, change: Change) -> Scores:
        """Return the same scores, which hold for the blocks that a change left as they were."""
        return self

    def score_tail(self, block: LayoutBlock) -> SideScore:
        """Return what the end of a block says for or against its having been cut."""
        known = self._tails.get(block.folded)
        if known is None:
            features = evaluate(block, TAIL_FEATURES)
            known = self._tails[block.folded] = SideScore(features, weigh(features))
        return known

    def score_head(self, block: LayoutBlock) -> SideScore:
        """Return what the beginning of a block says for or against its going on from another."""
        key = (block.folded, block.is_apart or block.small, block.role == "list")
        known = self._heads.get(key)
        if known is None:
            features = evaluate(block, HEAD_FEATURES)
            known = self._heads[key] = SideScore(features, weigh(features))
        return known

    def find_ends(self, tail: LayoutBlock, head: LayoutBlock) -> Ends:
        """Return what is known of a tail and a head, whatever stands between."""
        key = (tail.folded, head.folded)
        known = self._ends.get(key)
        if known is None:
            known = self._ends[key] = Ends(tail, head)
        return known

    def measure(self, block: LayoutBlock) -> float:
        """Return how much of a column a block takes."""
        known = self._lengths.get(block.folded)
        if known is None:
            known = self._lengths[block.folded] = measure_width(block.folded)
        return known

    def score(self, candidate: JoinCandidate) -> JoinCandidate:
        """Give a candidate its features and its score, all but the costly ones, and return it."""
        tail, head = self.score_tail(candidate.tail), self.score_head(candidate.head)
        ends = candidate.ends
        if ends.features is None:
            ends.features = evaluate(candidate, PAIR_FEATURES)
            ends.score = weigh(ends.features)
        candidate.features = {**tail.features, **head.features, **ends.features}
        candidate.score = BIAS + tail.score + head.score + ends.score + candidate.layout
        if candidate.between:
            over = evaluate(candidate, OVER_FEATURES)
            candidate.features.update(over)
            candidate.score += weigh(over)
        return candidate


def weigh(features: dict[str, float]) -> float:
    """Return the sum of the features, each times its weight."""
    weights, total = WEIGHTS, 0.0
    for name, value in features.items():
        total += weights[name] * value
    return total


def add_feature(candidate: JoinCandidate, name: str, value: float) -> None:
    """Add a feature that was not evaluated before to a candidate and to its score."""
    if value:
        candidate.score += WEIGHTS[name] * value
        candidate.features[name] = value


def find_strongest_reasons(candidate: JoinCandidate, is_joined: bool) -> tuple[tuple[str, float], ...]:
    """Return the names of the three features that weigh most, strongest first, with their share of the score.

    Where two blocks were left apart, what forbids to join them stands before.
    """
    shares = [(name, WEIGHTS[name] * value) for name, value in candidate.features.items()]
    if candidate.layout:
        shares.append(("layout", candidate.layout))
    forbidding = "" if is_joined else find_reason_against(candidate) or find_reason_for_care(candidate)
    strongest = sorted(shares, key=lambda share: -abs(share[1]))[:STRONGEST]
    return ((forbidding, FORBIDDEN), *strongest) if forbidding else tuple(strongest)
