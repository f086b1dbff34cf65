"""What is done with the blocks of a page, decided once: what is joined, what is furniture and what a caption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.options import Options
from jmclean.structure.blocks import END, TURNS, LayoutBlock, layout_blocks, put_together
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.captions import CAPTIONS, doubtful, find_captions, is_numbered_caption, set_apart, stands_alone
from jmclean.structure.layout_joins import joins_by_layout
from jmclean.structure.matching import FURNITURE, HEADS, Decision, choose
from jmclean.structure.removal import only_paragraphs, takes_everything
from jmclean.structure.roles import Role, fold
from jmclean.structure.scoring import Scores
from jmclean.structure.weights import WEIGHTS
from jmclean.text.decided import JOINING_RULE, Decided
from jmclean.text.document import Document
from jmclean.text.edits import Change, Edit, Span
from jmclean.text.tracing import Offsets

NEARLY: Final = -1.5
"""The score of a break from which on what is joined and dropped around it may still turn the scale."""

SEEN: Final = 2 * WEIGHTS["seen_elsewhere"]
"""What it adds to a score that the letters at a seam stand together elsewhere, as others may once they are joined."""

MANY: Final = 50
"""How many breaks are looked for on a page, letter by letter."""


HELD_BACK: Final = "captions and furniture are all that the page has, so that nothing was removed"
"""What the rules report that would have emptied a page."""


class Plan(NamedTuple):
    """What was decided for one page, as spans of its text.

    `chains` are the pieces of cut paragraphs, each in reading order; `furniture` and `captions` are to be taken out;
    `doubtful` are set apart as captions are, with nothing to prove it; `decisions` says why, for every tail that had a
    head to go on with. `holds_back` says that all of the page would have been taken out, so that nothing is.
    """

    chains: tuple[tuple[Span, ...], ...] = ()
    furniture: tuple[Span, ...] = ()
    captions: tuple[Span, ...] = ()
    doubtful: tuple[Span, ...] = ()
    decisions: tuple[Decision, ...] = ()
    holds_back: bool = False

    def is_doubtful(self, text: str) -> bool:
        """Whether `text`, which was made by this plan, may show more to do.

        A jump mark may have been cut, a break nearly joined, or the letters at one may now stand together elsewhere.
        """
        unlikely: list[JoinCandidate] = []
        for seam, joined, *_ in self.decisions:
            if may_turn(seam) if joined else seam.score > NEARLY:
                return True
            if not joined and seam.score > NEARLY - SEEN:
                unlikely.append(seam)
        if len(unlikely) > MANY:
            return True  # to look again takes no longer than to look for each
        page = fold(text) if unlikely else ""
        return any(map(partial(is_seen, page), unlikely))

    def after(self, change: Change) -> Plan:
        """The same decisions with their spans moved past a change that left the chains' letters as they were."""
        moved = Offsets(change)
        return Plan(
            tuple(tuple(moved.after(span) for span in chain) for chain in self.chains),
            tuple(map(moved.after, self.furniture)),
            tuple(map(moved.after, self.captions)),
            tuple(map(moved.after, self.doubtful)),
            tuple(decision.after(moved) for decision in self.decisions),
            self.holds_back,
        )


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
    known = doc.recall(Plan)
    if known is None:
        known = decide(doc, options)
        doc.carry(known)
    return known


def decide(doc: Document, options: Options) -> Plan:
    """Which blocks of a page belong together and which are captions or furniture.

    What is joined or taken out changes what stands beside the rest, so the rest is looked at again, until nothing
    more is found: what a second run over the cleaned page would do is done in the first.
    """
    if doc.is_authored:
        options = options._replace(join="off")
    found = layout_blocks(doc)
    mark(found, options)
    furniture = [
        span
        for piece in found
        if piece.resumes or piece.turns or piece.role in FURNITURE
        for span in furniture_of(piece)
    ]
    marks = options.captions != "keep" and "captions" in options.chain()
    drops = options.captions == "drop" and marks
    captions = find_captions(found, marks)
    for number in only_paragraphs(found, captions):
        captions.pop(number).context = "body"
    apart = [piece for piece in found if piece.gap] if marks else []
    pieced: set[int] = set()
    wholes: dict[int, LayoutBlock] = {}
    decisions: list[Decision] = []
    gone = FURNITURE if "page-furniture" in options.chain() else frozenset()
    gone |= CAPTIONS if drops else frozenset()
    left, settled, scores = found, False, Scores()
    decided = doc.recall(Decided) if JOINING_RULE in options.chain() else None
    asked_for: list[Span] = []
    while True:
        for piece in captions.values():
            piece.context = "caption"
        latest = list(choose(left, options, scores))
        if left is found and (sure := [*jumps(found, options, scores), *joins_by_layout(found, options, scores)]):
            latest = [one for one in latest if not any(meets(one, other) for other in sure)] + sure
        if decided is not None:
            latest = heeding(decided, doc.text, latest, left, asked_for, scores)
        joined = [decision.seam for decision in latest if decision.joined]
        decisions = [decision for decision in decisions if decision.joined] + latest
        if not joined and settled:
            break
        pieced.update(piece.number for seam in joined for piece in (seam.tail, seam.head))
        if marks and not settled:
            over = (piece for seam in joined for piece in seam.between if piece.gap and stands_alone(piece))
            captions.update((piece.number, piece) for piece in over if piece.number not in pieced)
            if left is found:
                captions.update(set_apart(found, captions, pieced))
        if not joined:  # nothing more by what only the source shows: now as the cleaned page will show it
            settled = True
            left = [piece for piece in left if piece.role not in gone]
            if "blank-lines" in options.chain():
                for piece in left:
                    piece.gap = False
            if marks:
                unjoined = [piece for piece in left if piece.number not in wholes]
                late = {piece.number: piece for piece in unjoined if is_numbered_caption(piece, left)}
                captions.update(late)
                left = [piece for piece in left if not (drops and piece.number in late)]
        left = merged(joined, left, wholes)
    known = pieced | captions.keys()
    gone_blocks = {piece.number for piece in found if piece.role in gone} | (captions.keys() if drops else set())
    if takes_everything(found, gone_blocks):
        return Plan(holds_back=True)
    return Plan(
        tuple(tuple(whole.spans) for whole in wholes.values()),
        spared(sorted(furniture), asked_for),
        spared([captions[number].spans[0] for number in sorted(captions)], asked_for),
        tuple(piece.spans[0] for piece in doubtful(apart, found) if piece.number not in known),
        tuple(
            decision._replace(end=tail_end(wholes, decision), head=decision.seam.head.spans[0][0])
            for decision in decisions
        ),
    )


def heeding(
    decided: Decided,
    text: str,
    latest: list[Decision],
    left: list[LayoutBlock],
    asked_for: list[Span],
    scores: Scores,
) -> list[Decision]:
    """Return what was found about the seams between the blocks that are left, with what a person decided about them.

    The spans of blocks that a person wants joined are added to `asked_for`.
    """
    accepted: list[Decision] = []
    others: list[Decision] = []
    for decision in latest:
        tail, head = decision.seam.tail.spans, decision.seam.head.spans
        answer = decided.join(text, tail[0][0], tail[-1][1], head[0][0], head[-1][1])
        if answer:
            accepted.append(decision._replace(joined=True))
        else:
            others.append(decision._replace(joined=decision.joined and answer is None))
    known = {(decision.seam.tail.number, decision.seam.head.number) for decision in accepted}
    for tail_at, head_at in decided.wanted_joins(text, [piece.spans for piece in left]):
        tail_block, head_block = left[tail_at], left[head_at]
        if (tail_block.number, head_block.number) not in known:
            seam = scores.score(JoinCandidate(tail_block, head_block, left[tail_at + 1 : head_at]))
            accepted.append(Decision(seam, True, float("inf")))
    for decision in accepted:
        asked_for += [*decision.seam.tail.spans, *decision.seam.head.spans]
    return accepted + [other for other in others if not any(meets(other, one) for one in accepted)]


def spared(spans: list[Span], asked_for: list[Span]) -> tuple[Span, ...]:
    """Return the spans to take out, without those that hold text which a person wants joined."""
    if not asked_for:
        return tuple(spans)
    return tuple([(one, two) for one, two in spans if not any(one < end and start < two for start, end in asked_for)])


def tail_end(wholes: dict[int, LayoutBlock], decision: Decision) -> int:
    """Where in the text the tail of a decision ends."""
    if decision.joined:
        return decision.seam.tail.spans[-1][1]
    return wholes.get(decision.seam.tail.number, decision.seam.tail).spans[-1][1]


def merged(joined: list[JoinCandidate], left: list[LayoutBlock], wholes: dict[int, LayoutBlock]) -> list[LayoutBlock]:
    """The pieces that are left once the seams are closed; those put together are kept in `wholes` by their number."""
    following = {seam.tail.number: seam.head for seam in joined}
    heads = {seam.head.number for seam in joined}
    result = []
    for piece in left:
        if piece.number in heads:
            continue
        parts, last = [piece], piece.number
        while last in following:
            parts.append(following[last])
            last = following[last].number
            wholes.pop(last, None)
        if len(parts) > 1:
            wholes[piece.number] = piece = put_together(parts)
        result.append(piece)
    return result


def furniture_of(piece: LayoutBlock) -> list[Span]:
    """What of a block is furniture: all of it, or the jump marks at its ends."""
    (start, end), (inner, outer) = (piece.block.start, piece.block.end), piece.spans[0]
    if piece.role in FURNITURE:
        return [(start, end)]
    marks = [(start, inner), (outer, end)] if piece.resumes or piece.turns else []
    return [span for span in marks if span[0] < span[1]]


def jumps(found: list[LayoutBlock], options: Options, scores: Scores) -> Iterator[Decision]:
    """The two halves of the one story that turns to another page and comes back, if the file holds just the one."""
    if options.join == "off" or "split-paragraphs" not in options.chain():
        return
    if not any(piece.turns or piece.role == "jump" for piece in found):
        return
    turns = [piece for piece, after in pairwise([*found, None]) if piece and (piece.turns or is_jump(after, "转"))]
    heads = [piece for before, piece in pairwise([None, *found]) if piece and (piece.resumes or is_jump(before, "接"))]
    heads = [piece for piece in heads if piece.role in HEADS]  # what is taken out goes on with nothing
    if len(turns) == len(heads) == 1 and turns[0].number < heads[0].number and turns[0].is_open:
        yield Decision(scores.score(JoinCandidate(turns[0], heads[0], [])), True, float("inf"))


def meets(one: Decision, two: Decision) -> bool:
    """Whether two decisions join the same end of a block to different ones, or the same two."""
    return one.seam.tail is two.seam.tail or one.seam.head is two.seam.head


def is_seen(page: str, seam: JoinCandidate) -> bool:
    """Whether the letters at a seam stand together on a page, given as its shadow: two of one side with one."""
    left, right = seam.left[-2:], seam.right[:2]
    return left + right[:1] in page or left[-1:] + right in page


def may_turn(seam: JoinCandidate) -> bool:
    """Whether a seam could run through a jump mark such as （下转A02版）."""
    ends = seam.tail.text[-END:] + seam.head.text[:END]
    return "版" in ends and not TURNS.isdisjoint(ends)


def is_jump(piece: LayoutBlock | None, word: str) -> bool:
    """Whether a block is nothing but a jump mark of that kind."""
    return piece is not None and piece.role == "jump" and word in piece.whole


def mark(found: list[LayoutBlock], options: Options) -> None:
    """Let the user's own patterns say what a block is."""
    if not (options.caption_patterns or options.furniture_patterns):
        return
    from jmclean.text.timed_regex import Pattern, compile_pattern

    own: list[tuple[Role, Pattern]] = [("caption", compile_pattern(p)) for p in options.caption_patterns]
    own += [("folio", compile_pattern(p)) for p in options.furniture_patterns]
    for piece in found:
        for kind, pattern in own:
            if pattern.fullmatch(piece.text):
                piece.context = kind
