"""Joins that a layout dump shows by itself: the lines that fill their column, and what stands next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.layout_facts import must_go_on
from jmclean.structure.matching import FARTHEST, HEADS, JoinDecision, make_decision
from jmclean.structure.roles import FREE
from jmclean.structure.scoring import Scores

LEAST_HEAD_SCORE: Final = -2.0
"""The score of a block's beginning from which down it does not go on from another, wherever its first line begins."""


def find_joins_by_layout(blocks: Sequence[LayoutBlock], scores: Scores) -> Iterator[JoinDecision]:
    """Yield the joins that a layout dump shows by itself, behind full stops too, unless the words speak against one."""
    for at, tail in enumerate(blocks):
        if tail.last_facts is None or tail.role not in ("body", "list"):
            continue
        between = list[LayoutBlock]()
        for head in blocks[at + 1 : at + 1 + FARTHEST]:
            if head.role in HEADS and head.role != "list":
                if must_go_on(tail.last_facts, head.first_facts):
                    candidate = scores.score(JoinCandidate(tail, head, between))
                    if scores.score_head(head).score > LEAST_HEAD_SCORE if tail.ends_in_stop else candidate.score > 0:
                        yield make_decision(candidate)
                break
            if head.role not in FREE:
                break
            between.append(head)
