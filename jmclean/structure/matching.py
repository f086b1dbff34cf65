"""Which block goes on where a column cut another: the best seam of every tail, and whether it is good enough.

A tail is a block that a column's end may have cut: body text without a stop. For each, the blocks behind it are
searched for the head that goes on where it ends; what lies between must be furniture, captions or the like, or a
short piece that stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log
from typing import Final, NamedTuple

from jmclean.options import Options
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.captions import CAPTIONS
from jmclean.structure.column_widths import INDENT, fits, length
from jmclean.structure.context import label
from jmclean.structure.features import fills_column, is_closed, seen_elsewhere
from jmclean.structure.roles import FREE, role_of
from jmclean.structure.scoring import Scores, add_feature
from jmclean.structure.weights import WEIGHTS
from jmclean.text.tracing import Offsets

REACH: Final = 1
"""How many blocks of text that nothing sets apart may stand between: a second is never outweighed."""

FARTHEST: Final = 12
"""How many blocks of any kind may stand between."""

USUAL_SHARE: Final = 5
"""On a page of columns one paragraph of so many is cut."""

HEADS: Final = frozenset({"body", "list", "label", "figures"})


def candidates(
    found: list[LayoutBlock], place: int, scores: Scores, share: float = 0.0, everything: bool = False
) -> Iterator[JoinCandidate]:
    """Yield the candidates of the tail at `place`, scored, nearest head first.

    `share` is that of the page. Without `everything` those that jump over text are left out where nothing could save
    them.
    """
    tail, between, skipped, laced = found[place], list[LayoutBlock](), 0, False
    for at in range(place + 1, len(found)):
        piece = found[at]
        if piece.role == "heading" or skipped > REACH or len(between) > FARTHEST:
            return
        if piece.role in HEADS and (not tail.stopped or any(mark in piece.closing for mark in tail.opened)):
            seam = JoinCandidate(tail, piece, list(between), share)
            if everything or not skipped or may_jump(seam, scores, skipped, laced):
                yield scores.score(seam)
        if piece.role not in FREE and not piece.gap:
            skipped += 1
            laced |= piece.is_open
        between.append(piece)


def may_jump(seam: JoinCandidate, scores: Scores, skipped: int, laced: bool) -> bool:
    """Whether a seam over so many blocks of text could still be joined, whatever else speaks for it.

    `laced` says whether one of those blocks is open itself, so that it may be a piece of another story.
    """
    known = scores.of_tail(seam.tail).score + scores.of_head(seam.head).score + WEIGHTS["over_text"] * skipped
    if known + MOST_WITHOUT > 0:
        return True
    return (laced or known + MOST > 0) and (is_closed(seam) or seam.word >= WORD)


def all_seams(found: list[LayoutBlock], scores: Scores, everything: bool = False) -> list[list[JoinCandidate]]:
    """The seams of every tail that has one, with what the columns' width says of the tails.

    With `everything` no signal and no seam is left out for its being decided already.
    """
    tails = [piece for piece in found if piece.is_open]
    if not tails:
        return []
    texts = sum(piece.role in ("body", "list") for piece in found)
    share = max(-2.0, min(1.0, log(USUAL_SHARE * max(1, len(tails)) / max(1, texts))))
    places = {piece.number: at for at, piece in enumerate(found)}
    rows = [
        seams for tail in tails if (seams := list(candidates(found, places[tail.number], scores, share, everything)))
    ]
    for seams in rows:
        for seam in seams:
            if everything or is_in_doubt(seam):
                add_feature(seam, "seen_elsewhere", seen_elsewhere(seam))
    best = [max(seams, key=score_of) for seams in rows]
    heads = {seam.head.number for seam in best if seam.score > 0}
    sizes = [length(seam.tail.folded) + INDENT * (seam.tail.number not in heads) for seam in best]
    chances = [1 / (1 + exp(-seam.score)) for seam in best]
    asked = [everything or is_in_doubt(seam) for seam in best]
    for seams, fill in zip(rows, fits(sizes, chances, asked), strict=True):
        for seam in seams:
            seam.fill = fill
            add_feature(seam, "fills_column", fills_column(seam))
    return rows


def is_in_doubt(seam: JoinCandidate) -> bool:
    """Whether a seam could still be decided either way by the signals that are asked last."""
    return -MOST < seam.score < STRONG


def score_of(seam: JoinCandidate) -> float:
    """The score of a seam, to sort by."""
    return seam.score


class Decision(NamedTuple):
    """What was decided of one tail: its best seam, whether it was joined, by how much the second best was worse.

    `end` is where the tail ends in the text, and `head` where the head begins.
    """

    seam: JoinCandidate
    joined: bool
    margin: float
    end: int = 0
    head: int = 0

    def after(self, moved: Offsets) -> Decision:
        """Return the same decision with its places moved past a change."""
        return self._replace(end=moved.after((self.end, self.end))[1], head=moved.after((self.head, self.head))[0])


THRESHOLDS: Final = {"safe": 0.0, "full": -0.5}
"""The least score of a seam that is joined, by `--join`."""

MARGIN: Final = 0.5
"""How much better than a tail's second head its best must be with `--join safe`."""

CERTAIN: Final = 3.0
"""The score of a seam that leaves no doubt. A page that columns cut has one; a page that has none was printed whole."""

WORD: Final = 1.5
"""The least saving, in units of the signal, of a word across a seam that is proof by itself."""

CAUTION: Final = 1.0
"""How much better a seam must be on a page without a certain one."""

WHOLE_PAGE: Final = 10
"""How many blocks make a page on which a certain seam is to be expected."""

DOUBTFUL: Final = -2.0
"""The least score of a seam that is left apart and reported: one in eight such is right."""

MOST, MOST_WITHOUT = 7.0, 3.5
"""The most that the signals add which look at both sides of a seam, and without a word or a mark across it."""

STRONG: Final = 4.0
"""The least score of a seam that jumps over another open paragraph."""

LONGEST_CAPTION: Final = 220
"""The most letters of a block that is a caption by its own cue."""

FURNITURE: Final = frozenset({"folio", "editors", "jump"})


def choose(found: list[LayoutBlock], options: Options, scores: Scores) -> Iterator[Decision]:
    """The best seam of every tail, and whether it is good enough to be joined; no block is joined twice on one side."""
    if options.join == "off" or "split-paragraphs" not in options.chain():
        return
    if not any(piece.ends_open for piece in found):
        return
    label(found)
    threshold, margin = THRESHOLDS[options.join], MARGIN if options.join == "safe" else 0.0
    tails = all_seams(found, scores)
    laced = interleaved(tails)
    best = []
    for seams in tails:
        first, *others = sorted(seams, key=lambda seam: (seam not in laced, -seam.score))
        lead = first.score - max((seam.score for seam in others), default=float("-inf"))
        best.append((first, float("inf") if first in laced else lead))
    if len(found) >= WHOLE_PAGE and all(seam.score < CERTAIN and seam.layout <= 0 for seam, _ in best):
        threshold += CAUTION
    taken: set[int] = set()
    spanned: dict[int, set[int]] = {}
    for seam, lead in sorted(best, key=lambda pair: (pair[0] not in laced, -pair[0].score)):
        tail, head = seam.tail.number, seam.head.number
        crossed = spanned.get(tail) != spanned.get(head) or any(
            between.is_open and not between.is_name for between in seam.between
        )
        joined = (
            (seam.score >= (STRONG if crossed else threshold) or seam in laced)
            and lead >= margin
            and head not in taken
            and not reads_as_caption(seam)
        )
        if joined:
            taken.add(head)
            for number in range(tail + 1, head) if seam.between else ():
                spanned.setdefault(number, set()).add(tail)
        yield Decision(seam, joined, lead)


def interleaved(tails: list[list[JoinCandidate]]) -> set[JoinCandidate]:
    """The seams of two stories that were read in turn, A1 B1 A2 B2: both of a pair beyond doubt but for what they skip.

    Each must have a word or a pair of marks across it, and the seams of the order as it was read must have neither.
    """
    by_tail = {seams[0].tail.number: seams for seams in tails}
    found: set[JoinCandidate] = set()
    for seams in tails:
        for one in seams:
            skipped = [piece for piece in one.between if piece.role not in FREE]
            if len(skipped) != 1 or skipped[0].number not in by_tail or not is_certain(one):
                continue
            read = [seam for seam in seams if seam.head is skipped[0]]
            for two in by_tail[skipped[0].number]:
                if one.head in two.between and is_certain(two) and not any(map(is_certain, read)):
                    found |= {one, two}
    return found


def is_certain(seam: JoinCandidate) -> bool:
    """Whether a seam is beyond doubt by a word or marks across it, whatever it skips."""
    signals = seam.features
    across = signals.get("word_across", 0.0) >= WORD or ("mark_met" in signals and "mark_unmet" not in signals)
    return across and seam.score - WEIGHTS["over_text"] * signals.get("over_text", 0.0) >= CERTAIN


def reads_as_caption(seam: JoinCandidate) -> bool:
    """Whether the joined text would be taken for a caption or furniture, which a second run would take out."""
    if len(seam.tail.text) + len(seam.head.text) > LONGEST_CAPTION:
        return False
    return role_of((seam.tail.folded + seam.head.folded).replace("\n", "")) in CAPTIONS | FURNITURE
