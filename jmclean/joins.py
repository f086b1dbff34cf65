"""Which blocks belong together, and which between them are captions or furniture: decided once for a page.

A tail is a block that a column's end may have cut: body text without a stop. For each, the blocks behind it are
searched for the head that goes on where it ends; what lies between must be furniture, captions or the like, or a
short piece that stands by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby, pairwise
from math import exp, log
from typing import NamedTuple

from jmclean.columns import INDENT, fits, length
from jmclean.document import Document
from jmclean.edits import Change, Edit
from jmclean.kinds import ARROW, LIST, NUMBERED_PICTURE, SCAN_FIRST, Part, asks_to_scan, ends_in_credit, part, shadow
from jmclean.options import Options
from jmclean.seams import FREE, STOPS, Piece, Seam, fills_column, inner
from jmclean.weights import WEIGHTS

REACH = 1
"""How many blocks of text that nothing sets apart may stand between: a second is never outweighed."""

FARTHEST = 12
"""How many blocks of any kind may stand between."""

CELL_LENGTH = 40
"""The most letters of a label or of the cell of a table that an engine read as blocks."""

ALIKE = 3
"""How many short blocks that begin with the same four letters make labels of them."""

CELLS = 5
"""How many short blocks without a mark in a row make a table of them."""

HEADS = frozenset({"body", "list", "label", "figures"})


def pieces(doc: Document) -> list[Piece]:
    """The blocks of a page as the joiner sees them."""
    text, before = doc.text, 0
    found: list[Piece] = []
    for number, block in enumerate(doc.blocks):
        start, end, resumes, turns = 0, block.end - block.start, False, False
        if block.kind == "paragraph":
            start, end, resumes, turns = inner(text[block.start : block.end])
        span = block.start + start, block.start + end
        blank = text.count("\n", before, block.start) > 2
        found.append(Piece(number, block, text[span[0] : span[1]], span, blank, resumes, turns))
        before = block.end
    return found


def label(found: list[Piece]) -> None:
    """Find the labels by what stands around them.

    A byline stands below a headline; cells of a table stand in a row; labels begin alike, such as 先秦：左丘明.
    """
    for piece in found:
        if piece.context in ("label", "figures"):
            piece.context = None
    plain = [piece for piece in found if piece.block.kind == "paragraph" and len(piece.text) <= CELL_LENGTH]
    alike = Counter(piece.text[:4] for piece in plain if piece.part == "body")
    for piece in plain:
        if alike[piece.text[:4]] >= ALIKE and piece.part == "body":
            piece.context = "label"
    for piece, after in pairwise(found):
        if after.part == "byline" and piece.part == "body" and piece.is_cell:
            piece.context = "label"
    for is_cell, row in groupby(found, lambda piece: piece.part in ("body", "label", "figures") and piece.is_cell):
        cells = list(row)
        if is_cell and len(cells) >= CELLS:
            for piece in cells:
                piece.context = "figures"


def candidates(page: str, found: list[Piece], place: int) -> Iterator[Seam]:
    """The seams that the tail at `place` may be one side of, nearest head first."""
    tail, between, skipped = found[place], list[Piece](), 0
    for at in range(place + 1, len(found)):
        piece = found[at]
        if piece.part == "heading" or skipped > REACH or len(between) > FARTHEST:
            return
        if piece.part in HEADS and (not tail.stopped or any(mark in piece.closing for mark in tail.opened)):
            yield Seam(tail, piece, list(between), page)
        skipped += piece.part not in FREE and not piece.gap
        between.append(piece)


def all_seams(page: str, found: list[Piece]) -> list[list[Seam]]:
    """The seams of every tail that has one, with what the columns' width says of the tails."""
    texts = sum(piece.part in ("body", "list") for piece in found)
    share = log(5 * max(1, sum(piece.is_open for piece in found)) / max(1, texts))
    for piece in found:
        piece.share = max(-2.0, min(1.0, share))
    tails = [seams for at, piece in enumerate(found) if piece.is_open and (seams := list(candidates(page, found, at)))]
    best = [max(seams, key=lambda seam: seam.score) for seams in tails]
    heads = {seam.head.number for seam in best if seam.score > 0}
    sizes = [length(seam.tail.text) + INDENT * (seam.tail.number not in heads) for seam in best]
    chances = [1 / (1 + exp(-seam.score)) for seam in best]
    for seams, fill in zip(tails, fits(sizes, chances), strict=True):
        for seam in seams:
            seam.tail.fill = fill
            seam.signals["fills_column"] = fills_column(seam)
    return tails


class Decision(NamedTuple):
    """What was decided of one tail: its best seam, whether it was joined, by how much the second best was worse.

    `end` is where the tail ends in the text.
    """

    seam: Seam
    joined: bool
    margin: float
    end: int = 0


Span = tuple[int, int]


class Plan(NamedTuple):
    """What was decided for one page, as spans of its text.

    `chains` are the pieces of cut paragraphs, each in reading order; `furniture` and `captions` are to be taken out;
    `decisions` says why, for every tail that had a head to go on with.
    """

    chains: tuple[tuple[Span, ...], ...] = ()
    furniture: tuple[Span, ...] = ()
    captions: tuple[Span, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def after(self, change: Change) -> Plan:
        """The same decisions with their spans moved past a change that left the chains' letters as they were."""
        moved = Offsets(change)
        return Plan(
            tuple(tuple(moved.span(span) for span in chain) for chain in self.chains),
            tuple(map(moved.span, self.furniture)),
            tuple(map(moved.span, self.captions)),
            tuple(decision._replace(end=moved.span((decision.end, decision.end))[1]) for decision in self.decisions),
        )


class Offsets:
    """Offsets before a change, taken to offsets after it."""

    def __init__(self, change: Change) -> None:
        self.ends = [edit.end for edit in change.edits]
        self.grown = list(accumulate((len(e.new) - (e.end - e.start) for e in change.edits), initial=0))

    def span(self, span: Span) -> Span:
        """Where the characters of `span` stand now."""
        return (
            span[0] + self.grown[bisect_right(self.ends, span[0])],
            span[1] + self.grown[bisect_left(self.ends, span[1])],
        )


THRESHOLDS = {"safe": 0.0, "full": -0.5}
"""The least score of a seam that is joined, by `--join`."""

MARGIN = 1.0
"""How much better than a tail's second head its best must be with `--join safe`."""

CERTAIN = 3.0
"""The score of a seam that leaves no doubt. A page that columns cut has one; a page that has none was printed whole."""

WORD = 1.5
"""The least saving, in units of the signal, of a word across a seam that is proof by itself."""

CAUTION = 1.0
"""How much better a seam must be on a page without a certain one."""

WHOLE_PAGE = 10
"""How many blocks make a page on which a certain seam is to be expected."""

STRONG = 4.0
"""The least score of a seam that jumps over another open paragraph."""

CAPTION_LENGTH = 120
"""The most letters of a block without a cue word that is taken for a caption where a join jumps over it."""

STORY = 8
"""How many blocks before and behind a numbered one are looked at for its like."""

REPEATED = 15
"""How many letters a block must have in common with the start of a caption to be the same caption printed again."""

LONGEST_CAPTION = 220
"""The most letters of a block that is a caption by its own cue."""

FURNITURE = frozenset({"folio", "editors", "jump"})
CAPTIONS = frozenset({"caption", "credit", "scan"})


def cut_out(text: str, spans: Iterable[Span]) -> Iterator[Edit]:
    """Take spans out, each that is a block with the blank lines before it, or behind it if nothing stands before."""
    top = done = 0
    for first, last in spans:
        start, end = first, last
        if text[max(0, start - 1) : start] in ("", "\n") and text[end : end + 1] in ("", "\n"):
            while start > done and text[start - 1].isspace():
                start -= 1
            if start == top:
                while end < len(text) and text[end].isspace():
                    end += 1
                top = end
        yield Edit(start, end, "")
        done = end


def plan(doc: Document, options: Options) -> Plan:
    """The plan for a page, worked out when the first rule asks and kept with the document."""
    if doc.plan is None:
        doc.plan = decide(doc, options)
    return doc.plan


def decide(doc: Document, options: Options) -> Plan:
    """Which blocks of a page belong together and which are captions or furniture.

    What is joined or taken out changes what stands beside the rest, so the rest is looked at again, until nothing
    more is found: what a second run over the cleaned page would do is done in the first.
    """
    found = pieces(doc)
    mark(found, options)
    furniture = [span for piece in found for span in furniture_of(piece)]
    marks = options.captions != "keep" and "captions" in options.chain()
    drops = options.captions == "drop" and marks
    captions = find_captions(found, marks)
    chains = {piece.number: [piece.span] for piece in found}
    decisions: list[Decision] = []
    gone = FURNITURE if "page-furniture" in options.chain() else frozenset()
    gone |= CAPTIONS if drops else frozenset()
    left, settled = found, False
    while True:
        for piece in captions.values():
            piece.context = "caption"
        latest = list(choose(left, options))
        if left is found:
            latest += jumps(found, options)
        joined = [decision.seam for decision in latest if decision.joined]
        decisions = [decision for decision in decisions if decision.joined] + latest
        if not joined and settled:
            break
        ends = {piece.number for seam in joined for piece in (seam.tail, seam.head)}
        for piece in (piece for seam in joined for piece in seam.between):
            if (
                marks
                and piece.gap
                and stands_alone(piece)
                and piece.number not in ends
                and len(chains[piece.number]) == 1
            ):
                captions[piece.number] = piece
        if not joined:  # nothing more by what only the source shows: now as the cleaned page will show it
            settled = True
            left = [piece for piece in left if piece.part not in gone]
            for piece in left:
                piece.gap = False
        left = merged(joined, left, chains)
    return Plan(
        tuple(tuple(chain) for chain in chains.values() if len(chain) > 1),
        tuple(sorted(furniture)),
        tuple(captions[number].span for number in sorted(captions)),
        tuple(decision._replace(end=chains_end(chains, decision)) for decision in decisions),
    )


def chains_end(chains: dict[int, list[Span]], decision: Decision) -> int:
    """Where in the text the tail of a decision ends."""
    chain = chains.get(decision.seam.tail.number)
    return chain[-1][1] if chain else decision.seam.tail.block.end


def merged(joined: list[Seam], left: list[Piece], chains: dict[int, list[Span]]) -> list[Piece]:
    """The pieces that are left once the seams are closed; their spans are put together in `chains`."""
    following = {seam.tail.number: seam.head for seam in joined}
    heads = {seam.head.number for seam in joined}
    result = []
    for piece in left:
        if piece.number in heads:
            continue
        whole, last = piece.text, piece.number
        while last in following:
            head = following[last]
            whole += head.text
            chains[piece.number] += chains.pop(head.number)
            last = head.number
        result.append(
            piece
            if last == piece.number
            else Piece(piece.number, piece.block, whole.replace("\n", ""), piece.span, piece.gap)
        )
    return result


def furniture_of(piece: Piece) -> list[Span]:
    """What of a block is furniture: all of it, or the jump marks at its ends."""
    (start, end), (inner, outer) = (piece.block.start, piece.block.end), piece.span
    if piece.part in FURNITURE:
        return [(start, end)]
    return [span for span in ((start, inner), (outer, end)) if span[0] < span[1]]


def jumps(found: list[Piece], options: Options) -> Iterator[Decision]:
    """The two halves of the one story that turns to another page and comes back, if the file holds just the one."""
    if options.join == "off" or "split-paragraphs" not in options.chain():
        return
    turns = [piece for piece, after in pairwise([*found, None]) if piece and (piece.turns or is_jump(after, "转"))]
    heads = [piece for before, piece in pairwise([None, *found]) if piece and (piece.resumes or is_jump(before, "接"))]
    if len(turns) == len(heads) == 1 and turns[0].number < heads[0].number and turns[0].is_open:
        yield Decision(Seam(turns[0], heads[0], [], ""), True, float("inf"))


def is_jump(piece: Piece | None, word: str) -> bool:
    """Whether a block is nothing but a jump mark of that kind."""
    return piece is not None and piece.part == "jump" and word in piece.whole


def find_captions(found: list[Piece], marks: bool) -> dict[int, Piece]:
    """The captions by their number: those with a cue and, if they are to be marked or taken out, those set apart."""
    captions = {piece.number: piece for piece in found if piece.part in CAPTIONS}
    for piece in list(captions.values()):
        number = re.match(r"(\d{1,2})、", piece.head)
        if number and not ends_in_credit(piece.whole):
            story = found[max(0, piece.number - STORY) : piece.number + STORY + 1]
            next_to = tuple(f"{int(number[1]) + step}、" for step in (-1, 1))
            if any(other.head.startswith(next_to) and not ends_in_credit(other.whole) for other in story):
                piece.context = "list"  # a story told in numbered pictures is a story
                del captions[piece.number]
    if marks:
        captions.update((piece.number, piece) for piece in found if is_numbered_caption(piece, found))
        captions.update((piece.number, piece) for piece in found if piece.gap and is_set_apart_caption(piece, found))
        printed = {letters(piece)[:REPEATED] for piece in captions.values() if len(piece.text) > REPEATED}
        captions.update((p.number, p) for p in found if stands_alone(p) and letters(p)[:REPEATED] in printed)
    return captions


def letters(piece: Piece) -> str:
    """The letters that a block begins with, without marks, of which engines read one for another."""
    return "".join(filter(str.isalnum, piece.head))


def is_numbered_caption(piece: Piece, found: list[Piece]) -> bool:
    """Whether a block begins with the number of a picture: one that no other block of its story goes on from.

    1：… is one by itself; ① and 2、 begin lists as well and count where extra blank lines set the block apart.
    """
    mark = piece.part in ("body", "list") and len(piece.text) <= CAPTION_LENGTH and NUMBERED_PICTURE.match(piece.whole)
    if (
        not mark
        or piece.tail[-1:] not in STOPS
        or not (piece.gap or (mark[0][-1] == "：" and len(piece.text) <= CELL_LENGTH))
    ):
        return False
    story = found[max(0, piece.number - STORY) : piece.number + STORY + 1]
    return not any(
        LIST.match(other.head) or NUMBERED_PICTURE.match(other.head) for other in story if other is not piece
    )


def is_set_apart_caption(piece: Piece, found: list[Piece]) -> bool:
    """Whether a block that extra blank lines set apart is a caption by what it begins with or what follows it.

    ▲ and the like mark a caption unless other blocks of the page begin with the same mark; 扫码 begins a line that asks
    to scan a code; a credit in the next block makes this one its caption.
    """
    if piece.part not in ("body", "list") or len(piece.text) > CAPTION_LENGTH:
        return False
    if ARROW.match(piece.text):
        return not any(other.text[0] == piece.text[0] for other in found if other is not piece)
    if SCAN_FIRST.match(piece.whole) and asks_to_scan(piece.whole):
        return True
    after = found[piece.number + 1] if piece.number + 1 < len(found) else None
    return after is not None and after.part == "credit" and not after.gap and len(piece.text) <= CAPTION_LENGTH // 2


def mark(found: list[Piece], options: Options) -> None:
    """Let the user's own patterns say what a block is."""
    if not (options.caption_patterns or options.furniture_patterns):
        return
    from jmclean.patterns import Pattern, compile_pattern

    own: list[tuple[Part, Pattern]] = [("caption", compile_pattern(p)) for p in options.caption_patterns]
    own += [("folio", compile_pattern(p)) for p in options.furniture_patterns]
    for piece in found:
        for kind, pattern in own:
            if pattern.fullmatch(piece.text):
                piece.context = kind


def choose(found: list[Piece], options: Options) -> Iterator[Decision]:
    """The best seam of every tail, and whether it is good enough to be joined; no block is joined twice on one side."""
    if options.join == "off" or "split-paragraphs" not in options.chain():
        return
    label(found)
    threshold, margin = THRESHOLDS[options.join], MARGIN if options.join == "safe" else 0.0
    tails = all_seams("\n".join([piece.text for piece in found]), found)
    laced = interleaved(tails)
    best = []
    for seams in tails:
        first, *others = sorted(seams, key=lambda seam: (seam not in laced, -seam.score))
        lead = first.score - max((seam.score for seam in others), default=float("-inf"))
        best.append((first, float("inf") if first in laced else lead))
    if len(found) >= WHOLE_PAGE and all(seam.score < CERTAIN for seam, _ in best):
        threshold += CAUTION
    taken: set[int] = set()
    over: list[range] = []
    for seam, lead in sorted(best, key=lambda pair: (pair[0] not in laced, -pair[0].score)):
        crossed = any(between.is_open for between in seam.between) or any(
            (seam.tail.number in spanned) != (seam.head.number in spanned) for spanned in over
        )
        joined = (
            (seam.score >= (STRONG if crossed else threshold) or seam in laced)
            and lead >= margin
            and seam.head.number not in taken
            and not reads_as_caption(seam)
        )
        if joined:
            taken.add(seam.head.number)
            if seam.between:
                over.append(range(seam.tail.number + 1, seam.head.number))
        yield Decision(seam, joined, lead)


def interleaved(tails: list[list[Seam]]) -> list[Seam]:
    """The seams of two stories that were read in turn, A1 B1 A2 B2: both of a pair beyond doubt but for what they skip.

    Each must have a word or a pair of marks across it, and the seams of the order as it was read must have neither.
    """
    by_tail = {seams[0].tail.number: seams for seams in tails}
    found: list[Seam] = []
    for seams in tails:
        for one in seams:
            skipped = [piece for piece in one.between if piece.part not in FREE]
            if len(skipped) != 1 or skipped[0].number not in by_tail or not is_certain(one):
                continue
            read = [seam for seam in seams if seam.head is skipped[0]]
            for two in by_tail[skipped[0].number]:
                if one.head in two.between and is_certain(two) and not any(map(is_certain, read)):
                    found += one, two
    return found


def is_certain(seam: Seam) -> bool:
    """Whether a seam is beyond doubt by a word or marks across it, whatever it skips."""
    signals = seam.signals
    across = signals.get("word_across", 0.0) >= WORD or ("mark_met" in signals and "mark_unmet" not in signals)
    return across and seam.score - WEIGHTS["over_text"] * signals.get("over_text", 0.0) >= CERTAIN


def reads_as_caption(seam: Seam) -> bool:
    """Whether the joined text would be taken for a caption or furniture, which a second run would take out."""
    if len(seam.tail.text) + len(seam.head.text) > LONGEST_CAPTION:
        return False
    return part(shadow((seam.tail.text + seam.head.text).replace("\n", ""))) in CAPTIONS | FURNITURE


def stands_alone(piece: Piece) -> bool:
    """Whether a block without a cue word may be the caption that a join jumps over: short and whole."""
    return (
        piece.part in ("body", "label", "list")
        and "\n" not in piece.text
        and len(piece.text) <= CAPTION_LENGTH
        and not piece.opened
    )
