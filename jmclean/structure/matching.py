"""Which block goes on where a column cut another: the best candidate of every tail, and whether it is good enough.

A tail is a block that a column's end may have cut: body text without a stop. For each, the blocks behind it are
searched for the head that goes on where it ends; what lies between must be furniture, captions or the like, or a
short block that stands by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import exp
from typing import Final, NamedTuple

from jmclean.options import Join
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.captions import CAPTIONS
from jmclean.structure.column_widths import INDENT, find_cut_log_odds
from jmclean.structure.evidence import (
    SCRAP,
    WORD,
    count_witnesses,
    find_disordered,
    find_odds_of_cuts,
    is_in_order,
    is_supported,
    loses_stops,
    was_misread,
)
from jmclean.structure.features import comma, cut_page, fills_column, seen_elsewhere
from jmclean.structure.headlines import (
    Key,
    count_characters,
    find_dated,
    find_headlines,
    find_repeated,
    find_short_lines,
)
from jmclean.structure.never import find_reason_against, find_reason_for_care
from jmclean.structure.roles import FREE, FURNITURE, Role, find_role
from jmclean.structure.scoring import Scores, add_feature
from jmclean.structure.weights import WEIGHTS
from jmclean.text.tracing import Offsets

REACH: Final = 1
"""How many blocks of text that nothing sets apart may stand between: a second is never outweighed."""

FARTHEST: Final = 12
"""How many blocks of any kind may stand between."""

BARRIERS: Final[frozenset[Role]] = frozenset({"heading", "formula", "unordered"})
"""What no sentence goes on behind: a sentence that leads to a formula goes on in it, lines out of order hold any."""

HEADS: Final[frozenset[Role]] = frozenset({"body", "list", "label", "figures"})


def score_candidates(
    blocks: Sequence[LayoutBlock], place: int, scores: Scores, everything: bool = False
) -> Iterator[JoinCandidate]:
    """Yield the candidates of the tail at `place`, scored, nearest head first.

    Without `everything` those that jump over text are left out where nothing could save them.
    """
    tail, between, skipped, laced = blocks[place], list[LayoutBlock](), 0, False
    awaited = tail.unclosed if tail.ends_in_stop else None
    for at in range(place + 1, len(blocks)):
        block = blocks[at]
        role = block.role
        if role in BARRIERS or skipped > REACH or len(between) > FARTHEST:
            return
        if role in HEADS and (awaited is None or any(mark in block.unopened for mark in awaited)):
            candidate = JoinCandidate(tail, block, list(between), scores.find_ends(tail, block))
            if everything or not skipped or may_jump(candidate, scores, skipped, laced):
                yield scores.score(candidate)
        if role not in FREE and not block.is_apart:
            skipped += 1
            laced |= block.is_open
        between.append(block)


def may_jump(candidate: JoinCandidate, scores: Scores, skipped: int, laced: bool) -> bool:
    """Return whether a candidate over so many blocks of text could still be joined, whatever else speaks for it.

    `laced` says whether one of those blocks is open itself, so that it may be a block of another story.
    """
    if candidate.word < WORD:
        return False
    sides = scores.score_tail(candidate.tail).score + scores.score_head(candidate.head).score
    return laced or sides + WEIGHTS["over_text"] * skipped + MOST > 0


def find_candidates(
    blocks: Sequence[LayoutBlock], scores: Scores, everything: bool = False, page_starts: Sequence[int] = ()
) -> list[list[JoinCandidate]]:
    """Return the candidates of every tail that has one, with what the columns' width says of the tails.

    With `everything` no feature and no candidate is left out for its being decided already. `page_starts` are where the
    physical pages begin, each of which tells its own widths and how many of its open ends are cuts.
    """
    tails = [block for block in blocks if block.is_open]
    if not tails:
        return []
    headlines, dated, lines = find_headlines(blocks), find_dated(blocks), find_short_lines(blocks)
    repeated = find_repeated(tails)
    places = {block.number: at for at, block in enumerate(blocks)}
    found = [list(score_candidates(blocks, places[tail.number], scores, everything)) for tail in tails]
    rows = [candidates for candidates in found if candidates]
    for candidates in rows:
        for candidate in candidates:
            candidate.is_headline, candidate.is_dated = candidate.tail.key in headlines, candidate.head.key in dated
            candidate.is_line, candidate.is_repeated = candidate.tail.key in lines, candidate.tail.text in repeated
            if everything or is_in_doubt(candidate):
                add_feature(candidate, "seen_elsewhere", seen_elsewhere(candidate))
    for own_blocks, own_rows in part_by_pages(blocks, rows, page_starts):
        weigh_page(own_blocks, own_rows, scores, headlines, everything)
    return rows


def part_by_pages(
    blocks: Sequence[LayoutBlock], rows: list[list[JoinCandidate]], page_starts: Sequence[int]
) -> list[tuple[Sequence[LayoutBlock], list[list[JoinCandidate]]]]:
    """Return the blocks of every physical page with the candidates of the tails that end on it."""
    if len(page_starts) < 2:
        return [(blocks, rows)]
    own_rows: dict[int, list[list[JoinCandidate]]] = {}
    for row in rows:
        own_rows.setdefault(find_page(row[0].tail, page_starts), []).append(row)
    parts = part_blocks(blocks, page_starts)
    return [(part, own_rows[number]) for part in parts if (number := find_page(part[0], page_starts)) in own_rows]


def part_blocks(blocks: Sequence[LayoutBlock], page_starts: Sequence[int]) -> list[Sequence[LayoutBlock]]:
    """Return the blocks that end on each physical page."""
    if len(page_starts) < 2:
        return [blocks]
    found: dict[int, list[LayoutBlock]] = {}
    for block in blocks:
        found.setdefault(find_page(block, page_starts), []).append(block)
    return list(found.values())


def find_page(block: LayoutBlock, page_starts: Sequence[int]) -> int:
    """Return the number of the physical page that a block ends on."""
    return bisect_right(page_starts, block.spans[-1][0])


def weigh_page(
    blocks: Sequence[LayoutBlock],
    rows: list[list[JoinCandidate]],
    scores: Scores,
    headlines: frozenset[Key],
    everything: bool,
) -> None:
    """Add to the candidates of a page what all of them together tell of its columns and of its cuts."""
    best = [max(candidates, key=score_of) for candidates in rows]
    heads = {candidate.head.number for candidate in best if candidate.score > 0}
    sizes = [scores.measure(candidate.tail) + INDENT * (candidate.tail.number not in heads) for candidate in best]
    chances = [1 / (1 + exp(-candidate.score)) for candidate in best]
    asked = [everything or is_in_doubt(candidate) for candidate in best]
    for candidates, fill in zip(rows, find_cut_log_odds(sizes, chances, asked), strict=True):
        for candidate in candidates:
            candidate.fill = fill
            add_feature(candidate, "fills_column", fills_column(candidate))
    is_scrap = headlines.isdisjoint([block.key for block in blocks]) and count_characters(blocks, SCRAP) < SCRAP
    odds = find_odds_of_cuts(drop_forbidden([max(row, key=score_of) for row in rows]), is_scrap)
    if has_layout(blocks):
        odds = max(0.0, odds)  # the engine may have joined most of what the columns cut
    elif ends_nowhere(blocks):
        odds = min(odds, STOPLESS_ODDS)
    for candidates in rows:
        for candidate in candidates:
            candidate.share = odds
            add_feature(candidate, "cut_page", cut_page(candidate))


def drop_forbidden(candidates: Iterable[JoinCandidate]) -> list[JoinCandidate]:
    """Return the candidates that nothing forbids."""
    return [candidate for candidate in candidates if not find_reason_against(candidate)]


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


def make_decision(
    candidate: JoinCandidate, joined: bool = True, margin: float = float("inf"), is_wanted: bool = False
) -> JoinDecision:
    """Return the decision on a candidate, at its places in the text."""
    end, head = candidate.tail.spans[-1][1], candidate.head.spans[0][0]
    return JoinDecision(candidate, joined, margin, end, head, is_wanted)


THRESHOLDS: Final = {"safe": 0.25, "full": -0.7}
"""The least score of a candidate that is joined, by `--join`."""

MARGIN: Final = 0.5
"""How much better than a tail's second head its best must be with `--join safe`."""

CAUTION: Final = 3.0
"""How much better a candidate must be on a page that nothing shows to be cut."""

WHOLE_PAGE: Final = 10
"""How many blocks make a page that a column would have cut where something shows it."""

MISREAD: Final = 1.0
"""How much less is enough on a page that is misread so often that it cannot be clean text."""

CERTAIN: Final = 3.0
"""The score of a candidate that leaves no doubt. A page that columns cut has one; one without was printed whole."""

CARE: Final = 1.25
"""How much better a candidate must be whose tail reads as a headline or whose head reads as a cross-head."""

DOUBTFUL: Final = -2.0
"""The least score of a candidate that is left apart and reported: one in eight such is right."""

MOST: Final = 12.0
"""The most that the features add which look at both sides of a candidate."""

STRONG: Final = 4.0
"""The least score of a candidate that jumps over another open paragraph."""

LONGEST_CUED_CAPTION: Final = 220
"""The most characters of a block that is a caption by its own cue."""


MUCH_UNORDERED: Final = 0.2
"""The share of the blocks of a page that are out of order which puts the order of all others in doubt."""


class PageDemands(NamedTuple):
    """What a candidate of a page must show to be joined.

    `threshold` is its least score. On a page that lost its stops (`lost`) or has none (`stopless`), or whose lines are
    not in order, more is needed than that. `disordered` are the tails that have no head of their own near; where there
    are such, or lines out of order, nothing is moved.
    """

    threshold: float
    lost: bool
    stopless: bool
    in_order: bool
    disordered: frozenset[int]
    has_disorder: bool


def find_demands(blocks: Sequence[LayoutBlock], best: Iterable[JoinCandidate], join: Join) -> PageDemands:
    """Return what the best candidates of one page must show, as all of them together tell."""
    usual = threshold = THRESHOLDS[join]
    likely = drop_forbidden(best)
    witnesses = count_witnesses(likely)
    if len(blocks) >= WHOLE_PAGE and not witnesses and not has_layout(blocks):
        threshold += CAUTION
    if any(usual - MISREAD <= one.score < threshold for one in likely) and was_misread(blocks[0].page.text):
        threshold = usual - MISREAD
    in_layout = has_layout(blocks)
    unordered = sum(block.role == "unordered" for block in blocks)
    doubted = unordered >= MUCH_UNORDERED * len(blocks)
    disordered = frozenset[int]() if in_layout else find_disordered(likely, threshold, doubted)
    return PageDemands(
        threshold,
        loses_stops(len(likely), witnesses),
        ends_nowhere(blocks) and not in_layout,
        in_layout or is_in_order([one for one in likely if one.score >= threshold]),
        disordered,
        unordered > 0 or bool(disordered),
    )


def match(
    blocks: Sequence[LayoutBlock], join: Join, scores: Scores, page_starts: Sequence[int] = ()
) -> Iterator[JoinDecision]:
    """Yield the best candidate of every tail, and whether it is joined; no block is joined twice on one side.

    The blocks have the roles that their context gives them, and `join` is not "off". Every physical page, of which
    `page_starts` says where it begins, is judged by itself.
    """
    margin = MARGIN if join == "safe" else 0.0
    rows = find_candidates(blocks, scores, False, page_starts)
    laced = find_interleaved(rows)
    best: list[tuple[JoinCandidate, float, PageDemands]] = []
    for own_blocks, own_rows in part_by_pages(blocks, rows, page_starts):
        own = [choose_best(row, laced) for row in own_rows]
        demands = find_demands(own_blocks, [one for one, _ in own], join)
        best += [(one, lead, demands) for one, lead in own]
    taken: set[int] = set()
    spanned: dict[int, set[int]] = {}
    for candidate, lead, demands in sorted(best, key=lambda found: (found[0] not in laced, -found[0].score)):
        tail, head = candidate.tail.number, candidate.head.number
        crossed = spanned.get(tail) != spanned.get(head) or any(
            between.is_open and not between.is_name for between in candidate.between
        )
        joined = (
            (candidate.score >= (STRONG if crossed else demands.threshold + find_care(candidate)) or candidate in laced)
            and lead >= margin
            and head not in taken
            and (not demands.lost or goes_on_anyhow(candidate))
            and not demands.stopless
            and (demands.in_order or is_supported(candidate))
            and tail not in demands.disordered
            and not (demands.has_disorder and is_move(candidate))
            and not find_reason_against(candidate)
            and not reads_as_caption(candidate)
        )
        if joined:
            taken.add(head)
            for number in range(tail + 1, head) if candidate.between else ():
                spanned.setdefault(number, set()).add(tail)
        yield make_decision(candidate, joined, lead)


def is_move(candidate: JoinCandidate) -> bool:
    """Return whether a join would jump over text, or over what only may be none with nothing that runs across."""
    if any(block.role not in FREE for block in candidate.between):
        return True
    return bool(candidate.between) and not is_supported(candidate)


def find_care(candidate: JoinCandidate) -> float:
    """Return how much better than others a candidate must be."""
    return CARE if find_reason_for_care(candidate) else 0.0


def ends_nowhere(blocks: Sequence[LayoutBlock]) -> bool:
    """Return whether a page has paragraphs and none of them ends in a stop, the last one neither.

    The engine lost the stops then, or the page has none: columns cut some paragraphs of a page, never all. A word that
    seems to run across one of these ends is chance.
    """
    paragraphs = [block for block in blocks if block.role == "body" and len(block.text) >= SHORTEST_PARAGRAPH]
    return len(paragraphs) >= FEWEST_PARAGRAPHS and all(block.is_open for block in paragraphs)


STOPLESS_ODDS: Final = -4.0
"""The natural logarithm of the odds that an open end of such a page is a cut."""

SHORTEST_PARAGRAPH, FEWEST_PARAGRAPHS = 20, 4
"""The characters of a block that is surely a paragraph, and how many of them must end without a stop."""


def goes_on_anyhow(candidate: JoinCandidate) -> bool:
    """Return whether a tail goes on though the engine loses stops.

    It does behind a comma, where the characters at the seam stand together elsewhere, or where a layout dump says so.
    """
    return comma(candidate.tail) > 0 or candidate.layout > 0 or candidate.features.get("seen_elsewhere", 0.0) > 1


def has_layout(blocks: Sequence[LayoutBlock]) -> bool:
    """Return whether the page was read from a layout dump: it is set in columns, so its paragraphs are cut."""
    return any(block.first_facts is not None and block.first_facts.box is not None for block in blocks)


def choose_best(row: list[JoinCandidate], laced: set[JoinCandidate]) -> tuple[JoinCandidate, float]:
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
    met = ("quote_met" in features or "bracket_met" in features) and "mark_unmet" not in features
    across = met or features.get("word_across", 0.0) >= WORD
    return across and candidate.score - WEIGHTS["over_text"] * features.get("over_text", 0.0) >= CERTAIN


def reads_as_caption(candidate: JoinCandidate) -> bool:
    """Return whether the joined text would be taken for a caption or furniture, which a second run would take out."""
    if len(candidate.tail.text) + len(candidate.head.text) > LONGEST_CUED_CAPTION:
        return False
    return find_role((candidate.tail.folded + candidate.head.folded).replace("\n", "")) in CAPTIONS | FURNITURE
