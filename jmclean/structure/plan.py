"""What is done with the blocks of a page, decided once: what is joined, what is furniture and what a caption.

Three passes, each of which makes a new Page of the one before: what is certain from the blocks alone; what is joined;
what the cleaned page would show, so that what a second run over it would do is done in the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.chinese.folding import fold
from jmclean.options import Options
from jmclean.structure.blocks import LONGEST_CAPTION, LayoutBlock, give_pictures, join_blocks, make_layout_blocks
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.captions import (
    CAPTIONS,
    find_captions,
    find_doubtful,
    find_set_apart,
    is_numbered_caption,
    stands_alone,
)
from jmclean.structure.context import assign_contexts
from jmclean.structure.jump_marks import END, TURNS
from jmclean.structure.matching import HEADS, JoinDecision, make_decision, match, part_blocks
from jmclean.structure.never import find_reason_against, resumes_another_story
from jmclean.structure.removal import (
    find_contents,
    find_entries,
    find_lone_folios,
    find_named_folios,
    find_only_paragraphs,
    find_page_heads,
    leaves_nothing,
)
from jmclean.structure.roles import FURNITURE, Role
from jmclean.structure.scoring import Scores
from jmclean.structure.weights import WEIGHTS
from jmclean.text.decided import Decided
from jmclean.text.declaration import CarriedOut
from jmclean.text.document import Document
from jmclean.text.edits import Change, Edit, Span
from jmclean.text.engine_facts import PhysicalPages
from jmclean.text.tracing import Offsets

NEARLY_JOINED: Final = -1.5
"""The score of a break from which on what is joined and dropped around it may still turn the scale."""

GAIN_IF_SEEN: Final = 2 * WEIGHTS["seen_elsewhere"]
"""What it adds to a score that the letters at a seam stand together elsewhere, as others may once they are joined."""

MANY_BREAKS: Final = 50
"""How many breaks are looked for on a page, character by character."""


INDENT: Final = " \t\u3000"

HELD_BACK: Final = "captions and furniture are all that the page has, so that nothing was removed"
"""What the rules report that would have emptied a page."""


class Plan(NamedTuple):
    """What was decided for one page, as spans of its text.

    `chains` are the pieces of cut paragraphs, each in reading order; `furniture` and `captions` are to be taken out;
    `doubtful` are set apart as captions are, with nothing to prove it; `decisions` says why, for every tail that had a
    head to go on with. `holds_back` says that all of the page would have been taken out, so that nothing is, and
    `shows_more` that the cleaned page may have more to take out: see `may_show_more`.
    """

    chains: tuple[tuple[Span, ...], ...] = ()
    furniture: tuple[Span, ...] = ()
    captions: tuple[Span, ...] = ()
    doubtful: tuple[Span, ...] = ()
    decisions: tuple[JoinDecision, ...] = ()
    holds_back: bool = False
    shows_more: bool = False

    def is_doubtful(self, text: str) -> bool:
        """Return whether `text`, which was made by this plan, may show more to do.

        More may be there to take out, a jump mark may have been cut, a break nearly joined, or the characters at one
        may now stand together elsewhere.
        """
        if self.shows_more:
            return True
        unlikely: list[JoinCandidate] = []
        for candidate, joined, *_ in self.decisions:
            if may_turn(candidate) if joined else candidate.score > NEARLY_JOINED:
                return True
            if not joined and candidate.score > NEARLY_JOINED - GAIN_IF_SEEN:
                unlikely.append(candidate)
        if len(unlikely) > MANY_BREAKS:
            return True  # to look again takes no longer than to look for each
        page = fold(text) if unlikely else ""
        return any(map(partial(is_seen, page), unlikely))

    def after(self, change: Change) -> Plan:
        """Return the same decisions with their spans moved past a change that left the chains' text as it was."""
        moved = Offsets(change)
        return Plan(
            tuple(tuple(moved.after(span) for span in chain) for chain in self.chains),
            tuple(map(moved.after, self.furniture)),
            tuple(map(moved.after, self.captions)),
            tuple(map(moved.after, self.doubtful)),
            tuple(decision.after(moved) for decision in self.decisions),
            self.holds_back,
            self.shows_more,
        )


def cut_out(text: str, spans: Iterable[Span]) -> Iterator[Edit]:
    """Yield what takes spans out, each that is a block with the blank lines before it, or behind it at the top.

    The indent of a block goes with it.
    """
    top = done = 0
    for first, last in spans:
        start, end = first, last
        while start > done and text[start - 1] in INDENT:
            start -= 1
        if text[max(0, start - 1) : start] not in ("", "\n"):
            start = first
        if text[max(0, start - 1) : start] in ("", "\n") and text[end : end + 1] in ("", "\n"):
            while start > done and text[start - 1].isspace():
                start -= 1
            if start == top:
                while end < len(text) and text[end].isspace():
                    end += 1
                top = end
        yield Edit(start, end, "")
        done = end


def recall_plan(doc: Document, options: Options) -> Plan:
    """Return the plan for a page, which is made when the first rule asks and kept with the document."""
    known = doc.recall(Plan)
    if known is None:
        known = make_plan(doc, options)
        doc.carry(known)
    return known


class Task(NamedTuple):
    """What is to be planned for a page: its text, the options that hold for it, and what a person decided about it.

    An option is off where no rule of the chain carries out what it says. `parts` are the parts of a plan that the chain
    carries out, `scores` what was scored of the page's blocks so far; `is_part` says that more text stands around.
    `page_starts` are where the physical pages begin if there are several, each of which is judged by itself.
    `undecided` are the seams that are joined without any decision.
    """

    text: str
    options: Options
    parts: CarriedOut
    decided: Decided | None
    scores: Scores
    is_part: bool = False
    page_starts: tuple[int, ...] = ()
    undecided: frozenset[Span] = frozenset()

    @property
    def removes_captions(self) -> bool:
        """Whether captions are marked or taken out."""
        return self.options.captions != "keep"

    @property
    def gone(self) -> frozenset[Role]:
        """The roles of the blocks that the cleaned page has no more."""
        gone: frozenset[Role] = FURNITURE if self.parts.furniture else frozenset()
        return gone | CAPTIONS if self.options.captions == "drop" else gone


class Page(NamedTuple):
    """What is known of a page between two passes. A pass makes another one of it; nothing in it changes.

    `source` are its blocks as they stand, `blocks` what is left of them with what was joined, `captions` and `joined`
    the numbers of blocks of the source.
    """

    source: Sequence[LayoutBlock]
    blocks: Sequence[LayoutBlock]
    captions: frozenset[int]
    joined: frozenset[int] = frozenset()
    decisions: tuple[JoinDecision, ...] = ()


def make_plan(doc: Document, options: Options) -> Plan:
    """Return which blocks of a page belong together and which are captions or furniture."""
    parts = doc.recall(CarriedOut) or CarriedOut()
    join = options.join if parts.joins and not doc.is_authored else "off"
    captions = options.captions if parts.captions else "keep"
    decided = doc.recall(Decided) if parts.joins else None
    scores = doc.recall(Scores)
    if scores is None:
        scores = Scores()
        doc.carry(scores)
    options = options._replace(join=join, captions=captions)
    task = Task(doc.text, options, parts, None, scores, doc.is_part, find_page_starts(doc))
    certain = find_certain(make_layout_blocks(doc), task)
    page = plan_joins(certain, task)
    if decided is not None:
        task = task._replace(decided=decided, undecided=frozenset(map(find_seam, filter(is_joined, page.decisions))))
        page = keep_open(plan_joins(certain, task), page.decisions)
    return write_plan(page, task)


def find_page_starts(doc: Document) -> tuple[int, ...]:
    """Return where the physical pages of a text begin, nothing if it is one page."""
    known = doc.recall(PhysicalPages)
    return tuple([page.start for page in known.pages]) if known is not None and len(known.pages) > 1 else ()


def plan_joins(certain: Page, task: Task) -> Page:
    """Return the page with all its joins, those that only the cleaned page shows too."""
    return find_joins_of_cleaned(show_cleaned(find_joins(certain, task), task), task)


def is_joined(decision: JoinDecision) -> bool:
    """Return whether a decision joins its two."""
    return decision.joined


def find_seam(decision: JoinDecision) -> Span:
    """Return where the tail of a decision ends and where its head begins."""
    return decision.end, decision.head


def keep_open(page: Page, undecided: Iterable[JoinDecision]) -> Page:
    """Return the page with the seams left open that it has without a person's answers, but for those that these closed.

    What a person says about one place makes no other more or less doubtful.
    """
    joined = [decision for decision in page.decisions if decision.joined]
    tails, heads = {decision.end for decision in joined}, {decision.head for decision in joined}
    left = [one for one in undecided if not one.joined and one.end not in tails and one.head not in heads]
    return page._replace(decisions=(*joined, *left))


def find_certain(source: Sequence[LayoutBlock], task: Task) -> Page:
    """Return the page with the roles and captions that the blocks alone tell."""
    named = apply_own_patterns(source, task.options)
    if contents := find_contents(named):
        named = [block.give_context("label") if block.number in contents else block for block in named]
    if "月" in task.text and (entries := find_entries(named)):
        named = [block.give_context("heading") if block.number in entries else block for block in named]
    if "版" in task.text and (pages := find_named_folios(named, task.page_starts)):
        named = [block.give_context("body") if block.number in pages else block for block in named]
    if task.page_starts and (heads := find_page_heads(named, task.page_starts)):
        named = [block.give_context("aside") if block.number in heads else block for block in named]
    blocks, captions = find_captions(named, task.removes_captions)
    if lone := find_lone_folios(blocks, captions, task.page_starts):
        named, blocks = (
            [block.give_context("heading") if block.number in lone else block for block in part]
            for part in (named, blocks)
        )
    articles = find_only_paragraphs(blocks, captions)
    blocks = [block.give_context("body") if block.number in articles else block for block in blocks]
    return Page(named, blocks, captions - articles)


def find_joins(page: Page, task: Task) -> Page:
    """Return the page with all joins that its text shows as it stands, and the captions that they jump over.

    What is joined changes what stands beside the rest, so the rest is looked at again until nothing more is found.
    """
    is_first = True
    while True:
        page, found = match_once(page, task, task.page_starts, is_first)
        if task.removes_captions:
            between = [block for one in found for block in one.between if block.number not in page.joined]
            captions = page.captions.union(
                [block.number for block in between if block.is_apart and stands_alone(block)]
            )
            if is_first:
                tails = frozenset([one.tail.number for one in found])
                for own in part_blocks(page.blocks, task.page_starts):
                    captions |= find_set_apart(page.blocks, own, captions, page.joined, tails)
            page = page._replace(captions=captions)
        if not found:
            return page
        page, is_first = page._replace(blocks=join_decided(page.blocks, found)), False


def show_cleaned(page: Page, task: Task) -> Page:
    """Return the page as it will be: without what is taken out and without the gaps that tell captions."""
    gone = task.gone
    blocks = [block for block in page.blocks if block.role not in gone or len(block.spans) > 1]
    if task.parts.gaps:
        blocks = [block.drop_gap() for block in blocks]
    if any(block.markdown.kind == "picture" for block in page.blocks):
        blocks = give_pictures(blocks)
    if not task.removes_captions:
        return page._replace(blocks=blocks)
    late = [block.number for block in blocks if len(block.spans) == 1 and is_numbered_caption(block, blocks)]
    if task.options.captions == "drop":
        blocks = [block for block in blocks if block.number not in late]
    return page._replace(blocks=blocks, captions=page.captions.union(late))


def find_joins_of_cleaned(page: Page, task: Task) -> Page:
    """Return the page with the joins that only the cleaned page shows."""
    while True:
        page, found = match_once(page, task)
        if not found:
            return page
        if task.removes_captions:
            between = [block for one in found for block in one.between if block.number not in page.joined]
            under = [block.number for block in between if block.under and block.is_apart and stands_alone(block)]
            page = page._replace(captions=page.captions.union(under))
        page = page._replace(blocks=join_decided(page.blocks, found))


def find_sure_joins(blocks: Sequence[LayoutBlock], scores: Scores) -> list[JoinDecision]:
    """Return the joins that need no matching: those that jump marks name, and those that a layout dump shows."""
    sure = list(match_jump(blocks, scores))
    if any(block.last_facts is not None for block in blocks):
        from jmclean.structure.layout_joins import find_joins_by_layout

        sure += find_joins_by_layout(blocks, scores)
    return sure


def match_once(
    page: Page, task: Task, page_starts: Sequence[int] = (), is_first: bool = False
) -> tuple[Page, list[JoinCandidate]]:
    """Return the page with what is decided of it as it stands, and the candidates that are to be joined.

    The cleaned text shows no physical pages any more: `page_starts` is empty then.
    """
    blocks = [block.give_context("caption") if block.number in page.captions else block for block in page.blocks]
    latest: list[JoinDecision] = []
    if task.options.join != "off":
        if any(block.ends_open for block in blocks):
            blocks = assign_contexts(blocks)
            latest = list(match(blocks, task.options.join, task.scores, page_starts))
        sure = find_sure_joins(blocks, task.scores) if is_first else []
        tails = {one.candidate.tail.number for one in sure}
        heads = {one.candidate.head.number for one in sure}
        others = [one for one in latest if one.candidate.tail.number not in tails]
        latest = [one for one in others if one.candidate.head.number not in heads] + sure
    if task.decided is not None:
        latest = heed_decisions(task, task.decided, latest, blocks)
    found = [decision.candidate for decision in latest if decision.joined]
    joined = page.joined.union([block.number for one in found for block in (one.tail, one.head)])
    decisions = (*[decision for decision in page.decisions if decision.joined], *latest)
    return page._replace(blocks=blocks, joined=joined, decisions=decisions), found


def write_plan(page: Page, task: Task) -> Plan:
    """Return what was found about a page as spans of its text."""
    if takes_everything(page, task):
        return Plan(holds_back=True)
    wanted = [
        span
        for decision in page.decisions
        if decision.is_wanted
        for span in (*decision.candidate.tail.spans, *decision.candidate.head.spans)
    ]
    known = page.joined | page.captions
    kept = frozenset([one.candidate.head.number for one in page.decisions if not one.joined and is_resumed(one)])
    furniture = {span for block in page.source for span in find_furniture(block, kept)}
    marks = find_page_marks_within(page) if task.parts.furniture and task.options.pages == "drop" else []
    doubtful = find_doubtful(page.source, page.blocks, known) if task.removes_captions else []
    return Plan(
        tuple([block.spans for block in page.blocks if len(block.spans) > 1]),
        drop_wanted(sorted(furniture.union(marks)), wanted),
        drop_wanted([page.source[number].outer for number in sorted(page.captions)], wanted),
        tuple([block.spans[0] for block in doubtful]),
        page.decisions,
        shows_more=any(may_show_more(block, page, task) for block in page.blocks),
    )


def may_show_more(block: LayoutBlock, page: Page, task: Task) -> bool:
    """Return whether a block of the cleaned page may be furniture or a caption, as its source did not show.

    It was joined of pieces that are one only together, or stands under a picture now that stood elsewhere.
    """
    if len(block.spans) > 1:
        return block.own_role in task.gone
    is_moved_under = bool(block.under) and not page.source[block.number].under
    return (
        is_moved_under
        and task.removes_captions
        and len(block.text) <= LONGEST_CAPTION
        and block.number not in page.captions
    )


def find_page_marks_within(page: Page) -> list[Span]:
    """Return the lines that could be page marks and that a sentence was joined over, which makes them such marks."""
    over = [block for decision in page.decisions if decision.joined for block in decision.candidate.between]
    return [(block.markdown.start, block.markdown.end) for block in over if block.markdown.kind == "page-mark"]


def takes_everything(page: Page, task: Task) -> bool:
    """Return whether all of a page would be taken out, or all but its headlines."""
    if task.is_part:
        return False
    captions = page.captions if task.options.captions == "drop" else frozenset()
    gone = {block.number for block in page.source if block.role in task.gone} | captions
    return leaves_nothing(page.source, gone)


def heed_decisions(
    task: Task, decided: Decided, latest: list[JoinDecision], blocks: Sequence[LayoutBlock]
) -> list[JoinDecision]:
    """Return what was found about the seams between the blocks, with what a person decided about them.

    Nothing is joined because of an answer about another place.
    """
    text, scores = task.text, task.scores
    wanted: list[JoinDecision] = []
    others: list[JoinDecision] = []
    for decision in latest:
        tail, head = decision.candidate.tail.spans, decision.candidate.head.spans
        answer = decided.join(text, tail[0][0], tail[-1][1], head[0][0], head[-1][1])
        if answer:
            wanted.append(decision._replace(joined=True, is_wanted=True))
        else:
            joins = decision.joined and answer is None and find_seam(decision) in task.undecided
            others.append(decision._replace(joined=joins))
    known = {(decision.candidate.tail.number, decision.candidate.head.number) for decision in wanted}
    for tail_at, head_at in decided.find_wanted_joins(text, [block.spans for block in blocks]):
        tail_block, head_block = blocks[tail_at], blocks[head_at]
        if (tail_block.number, head_block.number) not in known:
            candidate = JoinCandidate(tail_block, head_block, list(blocks[tail_at + 1 : head_at]))
            wanted.append(make_decision(scores.score(candidate), is_wanted=True))
    return wanted + [other for other in others if not any(share_end(other, one) for one in wanted)]


def drop_wanted(spans: list[Span], wanted: list[Span]) -> tuple[Span, ...]:
    """Return the spans to take out, without those that hold text which a person wants joined."""
    if not wanted:
        return tuple(spans)
    return tuple([(one, two) for one, two in spans if not any(one < end and start < two for start, end in wanted)])


def join_decided(blocks: Sequence[LayoutBlock], joined: Iterable[JoinCandidate]) -> list[LayoutBlock]:
    """Return the blocks that are left once the candidates are joined."""
    following = {candidate.tail.number: candidate.head for candidate in joined}
    heads = {head.number for head in following.values()}
    result: list[LayoutBlock] = []
    for block in blocks:
        if block.number in heads:
            continue
        parts = [block]
        while parts[-1].number in following:
            parts.append(following[parts[-1].number])
        result.append(join_blocks(parts) if len(parts) > 1 else block)
    return result


def is_resumed(decision: JoinDecision) -> bool:
    """Return whether only a jump mark such as （上接A01版） keeps two blocks apart."""
    return find_reason_against(decision.candidate) == resumes_another_story.__name__


def find_furniture(block: LayoutBlock, kept: frozenset[int] = frozenset()) -> list[Span]:
    """Return what of a block is furniture: all of it, or the jump marks at its ends, unless its number is in `kept`."""
    if block.number in kept:
        return []
    (start, end), (inner, outer) = (block.markdown.start, block.markdown.end), block.spans[0]
    if block.role in FURNITURE:
        return [(start, end)]
    marks = [(start, inner), (outer, end)] if block.resumes or block.turns else []
    return [span for span in marks if span[0] < span[1]]


def match_jump(blocks: Sequence[LayoutBlock], scores: Scores) -> Iterator[JoinDecision]:
    """Yield the join of the one story that turns to another page and comes back, if the file holds just the one."""
    if not any(block.turns or block.role == "jump" for block in blocks):
        return
    turns = [block for block, after in pairwise([*blocks, None]) if block and (block.turns or is_jump(after, "转"))]
    heads = [block for before, block in pairwise([None, *blocks]) if block and (block.resumes or is_jump(before, "接"))]
    heads = [block for block in heads if block.role in HEADS]  # what is taken out goes on with nothing
    if len(turns) == len(heads) == 1 and turns[0].number < heads[0].number and turns[0].is_open:
        yield make_decision(scores.score(JoinCandidate(turns[0], heads[0], [])))


def share_end(one: JoinDecision, two: JoinDecision) -> bool:
    """Return whether two decisions join the same end of a block to different ones, or the same two."""
    tail, head = one.candidate.tail.number, one.candidate.head.number
    return tail == two.candidate.tail.number or head == two.candidate.head.number


def is_seen(page: str, candidate: JoinCandidate) -> bool:
    """Return whether the letters at a seam stand together on a page, given as folded text: two of one side with one."""
    left, right = candidate.left[-2:], candidate.right[:2]
    return left + right[:1] in page or left[-1:] + right in page


def may_turn(candidate: JoinCandidate) -> bool:
    """Return whether a seam could run through a jump mark such as （下转A02版）."""
    ends = candidate.tail.text[-END:] + candidate.head.text[:END]
    return "版" in ends and not TURNS.isdisjoint(ends)


def is_jump(block: LayoutBlock | None, word: str) -> bool:
    """Return whether a block is nothing but a jump mark of that kind."""
    return block is not None and block.role == "jump" and word in block.short_text


def apply_own_patterns(blocks: Sequence[LayoutBlock], options: Options) -> Sequence[LayoutBlock]:
    """Return the blocks with the roles that the user's own patterns give them, the last that matches for each."""
    if not (options.caption_patterns or options.furniture_patterns):
        return blocks
    from jmclean.text.timed_regex import Pattern, compile_pattern

    own: list[tuple[Role, Pattern]] = [("caption", compile_pattern(p)) for p in options.caption_patterns]
    own += [("folio", compile_pattern(p)) for p in options.furniture_patterns]
    result: list[LayoutBlock] = []
    for block in blocks:
        roles = [role for role, pattern in own if pattern.fullmatch(block.text)]
        result.append(block.give_context(roles[-1]) if roles else block)
    return result
