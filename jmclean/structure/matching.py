"""Which block goes on where a column cut another: the best candidate of every tail, and whether it is good enough.

A tail is a block that a column's end may have cut: body text without a stop. For each, the blocks behind it are
searched for the head that goes on where it ends; what lies between must be furniture, captions or the like, or a
short block that stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, log
from typing import Final, NamedTuple

from jmclean.options import Join
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.captions import CAPTIONS
from jmclean.structure.column_widths import INDENT, cut_log_odds, length
from jmclean.structure.features import fills_column, is_closed, seen_elsewhere
from jmclean.structure.roles import FREE, Role, role_of
from jmclean.structure.scoring import Scores, add_feature
from jmclean.structure.weights import WEIGHTS
from jmclean.text.tracing import Offsets

REACH: Final = 1
"""How many blocks of text that nothing sets apart may stand between: a second is never outweighed."""

FARTHEST: Final = 12
"""How many blocks of any kind may stand between."""

USUAL_SHARE: Final = 5
"""On a page of columns one paragraph of so many is cut."""

BARRIERS: Final[frozenset[Role]] = frozenset({"heading", "formula"})
"""What no sentence goes on behind: a sentence that leads to a formula goes on in it."""

HEADS: Final[frozenset[Role]] = frozenset({"body", "list", "label", "figures"})


def candidates_of(
    blocks: Sequence[LayoutBlock], place: int, scores: Scores, share: float = 0.0, everything: bool = False
) -> Iterator[JoinCandidate]:
    """Yield the candidates of the tail at `place`, scored, nearest head first.

    `share` is that of the page. Without `everything` those that jump over text are left out where nothing could save
    them.
    """
    tail, between, skipped, laced = blocks[place], list[LayoutBlock](), 0, False
    awaited = tail.unclosed if tail.ends_in_stop else None
    for at in range(place + 1, len(blocks)):
        block = blocks[at]
        if block.role in BARRIERS or skipped > REACH or len(between) > FARTHEST:
            return
        if block.role in HEADS and (awaited is None or any(mark in block.unopened for mark in awaited)):
            candidate = JoinCandidate(tail, block, list(between), share)
            if everything or not skipped or may_jump(candidate, scores, skipped, laced):
                yield scores.score(candidate)
        if block.role not in FREE and not block.is_apart:
            skipped += 1
            laced |= block.is_open
        between.append(block)


def may_jump(candidate: JoinCandidate, scores: Scores, skipped: int, laced: bool) -> bool:
    """Return whether a candidate over so many blocks of text could still be joined, whatever else speaks for it.

    `laced` says whether one of those blocks is open itself, so that it may be a block of another story.
    """
    known = scores.of_tail(candidate.tail).score + scores.of_head(candidate.head).score + WEIGHTS["over_text"] * skipped
    if known + MOST_WITHOUT > 0:
        return True
    return (laced or known + MOST > 0) and (is_closed(candidate) or candidate.word >= WORD)


def find_candidates(
    blocks: Sequence[LayoutBlock], scores: Scores, everything: bool = False
) -> list[list[JoinCandidate]]:
    """Return the candidates of every tail that has one, with what the columns' width says of the tails.

    With `everything` no feature and no candidate is left out for its being decided already.
    """
    tails = [block for block in blocks if block.is_open]
    if not tails:
        return []
    texts = sum([block.role in ("body", "list") for block in blocks])
    share = max(-2.0, min(1.0, log(USUAL_SHARE * max(1, len(tails)) / max(1, texts))))
    if has_layout(blocks):
        share = max(0.0, share)  # the engine may have joined most of what the columns cut
    places = {block.number: at for at, block in enumerate(blocks)}
    found = [list(candidates_of(blocks, places[tail.number], scores, share, everything)) for tail in tails]
    rows = [candidates for candidates in found if candidates]
    for candidates in rows:
        for candidate in candidates:
            if everything or is_in_doubt(candidate):
                add_feature(candidate, "seen_elsewhere", seen_elsewhere(candidate))
    best = [max(candidates, key=score_of) for candidates in rows]
    heads = {candidate.head.number for candidate in best if candidate.score > 0}
    sizes = [length(candidate.tail.folded) + INDENT * (candidate.tail.number not in heads) for candidate in best]
    chances = [1 / (1 + exp(-candidate.score)) for candidate in best]
    asked = [everything or is_in_doubt(candidate) for candidate in best]
    for candidates, fill in zip(rows, cut_log_odds(sizes, chances, asked), strict=True):
        for candidate in candidates:
            candidate.fill = fill
            add_feature(candidate, "fills_column", fills_column(candidate))
    return rows


def is_in_doubt(candidate: JoinCandidate) -> bool:
    """Return whether a candidate could still be decided either way by the features that are asked last."""
    return -MOST < candidate.score < STRONG


def score_of(candidate: JoinCandidate) -> float:
    """Return the score of a candidate, to sort by."""
    return candidate.score


class JoinDecision(NamedTuple):
    """What was decided of one tail: its best candidate, whether it was joined, by how much the second best was worse.

    `end` is where the tail ends in the text, and `head` where the head begins; `is_wanted` says that a person asked for
    the join.
    """

    candidate: JoinCandidate
    joined: bool
    margin: float
    end: int = 0
    head: int = 0
    is_wanted: bool = False

    def after(self, moved: Offsets) -> JoinDecision:
        """Return the same decision with its places moved past a change."""
        return self._replace(end=moved.after((self.end, self.end))[1], head=moved.after((self.head, self.head))[0])


def decision_on(
    candidate: JoinCandidate, joined: bool = True, margin: float = float("inf"), is_wanted: bool = False
) -> JoinDecision:
    """Return the decision on a candidate, at its places in the text."""
    end, head = candidate.tail.spans[-1][1], candidate.head.spans[0][0]
    return JoinDecision(candidate, joined, margin, end, head, is_wanted)


THRESHOLDS: Final = {"safe": 0.0, "full": -0.5}
"""The least score of a candidate that is joined, by `--join`."""

MARGIN: Final = 0.5
"""How much better than a tail's second head its best must be with `--join safe`."""

CERTAIN: Final = 3.0
"""The score of a candidate that leaves no doubt. A page that columns cut has one; one without was printed whole."""

WORD: Final = 1.5
"""The least saving, in units of the feature, of a word across a seam that is proof by itself."""

CAUTION: Final = 1.0
"""How much better a candidate must be on a page without a certain one."""

WHOLE_PAGE: Final = 10
"""How many blocks make a page on which a certain candidate is to be expected."""

DOUBTFUL: Final = -2.0
"""The least score of a candidate that is left apart and reported: one in eight such is right."""

MOST, MOST_WITHOUT = 7.0, 3.5
"""The most that the features add which look at both sides of a candidate, and without a word or a mark across it."""

STRONG: Final = 4.0
"""The least score of a candidate that jumps over another open paragraph."""

LONGEST_CUED_CAPTION: Final = 220
"""The most characters of a block that is a caption by its own cue."""

FURNITURE: Final[frozenset[Role]] = frozenset({"folio", "editors", "jump"})


def match(blocks: Sequence[LayoutBlock], join: Join, scores: Scores) -> Iterator[JoinDecision]:
    """Yield the best candidate of every tail, and whether it is joined; no block is joined twice on one side.

    The blocks have the roles that their context gives them, and `join` is not "off".
    """
    threshold, margin = THRESHOLDS[join], MARGIN if join == "safe" else 0.0
    rows = find_candidates(blocks, scores)
    laced = find_interleaved(rows)
    best = [best_of(row, laced) for row in rows]
    if len(blocks) >= WHOLE_PAGE and all(one.score < CERTAIN for one, _ in best) and not has_layout(blocks):
        threshold += CAUTION
    taken: set[int] = set()
    spanned: dict[int, set[int]] = {}
    for candidate, lead in sorted(best, key=lambda pair: (pair[0] not in laced, -pair[0].score)):
        tail, head = candidate.tail.number, candidate.head.number
        crossed = spanned.get(tail) != spanned.get(head) or any(
            between.is_open and not between.is_name for between in candidate.between
        )
        joined = (
            (candidate.score >= (STRONG if crossed else threshold) or candidate in laced)
            and lead >= margin
            and head not in taken
            and not reads_as_caption(candidate)
        )
        if joined:
            taken.add(head)
            for number in range(tail + 1, head) if candidate.between else ():
                spanned.setdefault(number, set()).add(tail)
        yield decision_on(candidate, joined, lead)


def has_layout(blocks: Sequence[LayoutBlock]) -> bool:
    """Return whether the page was read from a layout dump: it is set in columns, so its paragraphs are cut."""
    return any(block.first_facts is not None and block.first_facts.box is not None for block in blocks)


def best_of(row: list[JoinCandidate], laced: set[JoinCandidate]) -> tuple[JoinCandidate, float]:
    """Return the best candidate of a tail, one of two stories read in turn before others, and by how much it leads."""
    first, *others = sorted(row, key=lambda candidate: (candidate not in laced, -candidate.score))
    lead = first.score - max([candidate.score for candidate in others], default=float("-inf"))
    return first, float("inf") if first in laced else lead


def find_interleaved(tails: list[list[JoinCandidate]]) -> set[JoinCandidate]:
    """Return the candidates of two stories that were read in turn, A1 B1 A2 B2, each certain but for what it skips.

    Each must have a word or a pair of marks across it, and the candidates of the order as it was read neither.
    """
    by_tail = {candidates[0].tail.number: candidates for candidates in tails}
    found: set[JoinCandidate] = set()
    for candidates in tails:
        for one in candidates:
            skipped = [block for block in one.between if block.role not in FREE]
            if len(skipped) != 1 or skipped[0].number not in by_tail or not is_certain(one):
                continue
            read = [candidate for candidate in candidates if candidate.head is skipped[0]]
            for two in by_tail[skipped[0].number]:
                if one.head in two.between and is_certain(two) and not any(map(is_certain, read)):
                    found |= {one, two}
    return found


def is_certain(candidate: JoinCandidate) -> bool:
    """Return whether a candidate is beyond doubt by a word or marks across it, whatever it skips."""
    features = candidate.features
    across = features.get("word_across", 0.0) >= WORD or ("mark_met" in features and "mark_unmet" not in features)
    return across and candidate.score - WEIGHTS["over_text"] * features.get("over_text", 0.0) >= CERTAIN


def reads_as_caption(candidate: JoinCandidate) -> bool:
    """Return whether the joined text would be taken for a caption or furniture, which a second run would take out."""
    if len(candidate.tail.text) + len(candidate.head.text) > LONGEST_CUED_CAPTION:
        return False
    return role_of((candidate.tail.folded + candidate.head.folded).replace("\n", "")) in CAPTIONS | FURNITURE
