"""What was decided about places of a page, kept at its place while rules change the text around it.

The decisions of a person come with the options, and are found in the text before the first rule runs. Comments such as
`<!-- jmclean-disable captions -->` stand in the text itself. Both end in verdicts, which the engine asks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from jmclean.text.doubt import JOINED_DOUBT, SEAM_DOUBT
from jmclean.text.pairs import find_partners

if TYPE_CHECKING:
    from jmclean.text.decision import Decision, Kind
    from jmclean.text.doubt import Report
    from jmclean.text.edits import Change, Edit

Span = tuple[int, int]

DIRECTIVE: Final = r"<!--[ \t]*jmclean-(disable|enable)\b([^<>]*?)-->"
DIRECTIVE_SIGN: Final = "jmclean-"


class Verdict(NamedTuple):
    """One decision, or one comment that turns rules off, at its place in the text in hand.

    `kind` is that of the decision, or "region" for all that stands behind a comment. `head` is where the second block
    of a join begins, -1 for all else. `rules` is empty for every rule. `number` is that of the decision, -1 for a
    comment.
    """

    number: int
    rules: tuple[str, ...]
    kind: str
    accepted: bool
    span: Span
    head: int = -1

    def concerns(self, rule: str) -> bool:
        """Return whether it speaks of what a rule does."""
        return not self.rules or rule in self.rules


class Decided:
    """All verdicts about a text, ready to be asked.

    The edits of `joining_rule` hang together: it asks while it plans, and none of its edits is left out afterwards.
    """

    def __init__(self, verdicts: Sequence[Verdict], joining_rule: str) -> None:
        self.verdicts = tuple(verdicts)
        self.joining_rule = joining_rule
        self.joins = {(one.span[0], one.head): one.accepted for one in verdicts if one.kind == "join"}
        self.doubts = {(one.rules[0], one.span[0]): one.accepted for one in verdicts if one.kind == "doubt"}
        self.regions = [one for one in verdicts if one.kind == "region"]

    def after(self, change: Change) -> Decided:
        """Return the verdicts at their places after a change, without those whose text is gone."""
        from jmclean.text.tracing import Offsets

        follow = Offsets(change).follow
        moved: list[Verdict] = []
        for verdict in self.verdicts:
            span = follow(verdict.span)
            if span is None:
                continue
            head = verdict.head
            if head >= 0:
                following = follow((head, head + 1))
                if following is None:
                    continue
                head = following[0]
            moved.append(verdict._replace(span=span, head=head))
        return Decided(moved, self.joining_rule)

    def cut_out(self, start: int, end: int) -> Decided:
        """Return the verdicts about a part of the text, with offsets from the beginning of that part."""
        found: list[Verdict] = []
        for verdict in self.verdicts:
            first, last = verdict.span
            if verdict.kind == "region":
                first, last = max(first, start), min(last, end)
                if first >= last:
                    continue
            elif first < start or max(last, verdict.head + 1) > end or first >= end:
                continue
            head = verdict.head - start if verdict.head >= 0 else -1
            found.append(verdict._replace(span=(first - start, last - start), head=head))
        return Decided(found, self.joining_rule)

    def join(self, text: str, start: int, end: int, head: int, last: int) -> bool | None:
        """Return whether a block from `start` up to `end` goes on in that from `head` up to `last`; None: not said."""
        if any(one.concerns(self.joining_rule) and _meet(one.span, (start, last)) for one in self.regions):
            return False
        if not self.joins:
            return None
        from jmclean.text.anchors import find_first_letter, find_last_letter

        return self.joins.get((find_last_letter(text, end), find_first_letter(text, head)))

    def find_wanted_joins(self, text: str, blocks: Sequence[Sequence[Span]]) -> Iterator[tuple[int, int]]:
        """Yield the places in the list of those blocks, given by their spans, that a person wants joined."""
        wanted = [place for place, accepted in self.joins.items() if accepted]
        if not wanted:
            return
        from jmclean.text.anchors import find_first_letter, find_last_letter

        tails = {find_last_letter(text, spans[-1][1]): number for number, spans in enumerate(blocks)}
        heads = {find_first_letter(text, spans[0][0]): number for number, spans in enumerate(blocks)}
        for last, first in wanted:
            if last in tails and first in heads and tails[last] < heads[first]:
                yield tails[last], heads[first]

    def answer_doubt(self, rule: str, at: int) -> bool | None:
        """Return the answer to the doubt of a rule about a place; None if there is none, False in a region."""
        if any(one.concerns(rule) and one.span[0] <= at < one.span[1] for one in self.regions):
            return False
        return self.doubts.get((rule, at))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the decisions, in order."""
        return tuple(sorted([one.number for one in self.verdicts if one.number >= 0]))

    def answer(self, rule: str, text: str, report: Report) -> bool | None:
        """Return what was decided about a place that a rule reports; None if nothing was."""
        start, _, doubt = report
        if doubt is None or doubt.kind == JOINED_DOUBT:
            return None
        if doubt.kind == SEAM_DOUBT:
            return self.join(text, start, start, doubt.head, doubt.head)
        return self.answer_doubt(rule, start)

    def heed(
        self, rule: str, text: str, edits: Sequence[Edit], take_reports: Callable[[], list[Report]]
    ) -> tuple[list[Edit], list[Report]]:
        """Return a rule's edits without those refused and with those accepted, and its reports without those answered.

        An accepted edit that meets another one is left out.
        """
        kept = self.drop_refused(rule, text, edits)
        left: list[Report] = []
        added: list[Edit] = []
        for report in take_reports():
            answer = self.answer(rule, text, report)
            if answer is None:
                left.append(report)
            elif answer and report.doubt is not None:
                added += report.doubt.edits
        return (_merge(kept, added) if added else kept), left

    def drop_refused(self, rule: str, text: str, edits: Sequence[Edit]) -> list[Edit]:
        """Return those of a rule's trimmed edits, in order, that nobody refused, nor the other one of a pair."""
        if rule == self.joining_rule:
            return list(edits)
        mine = [one for one in self.verdicts if not one.accepted and one.concerns(rule)]
        changes = sorted(one.span for one in mine if one.kind == "change")
        regions = sorted(one.span for one in mine if one.kind == "region")
        if not changes and not regions:
            return list(edits)
        ends = [end for _, end in changes]
        refused: set[int] = set()
        at = 0
        for index, edit in enumerate(edits):
            span = (edit.start, edit.end)
            while at < len(regions) and regions[at][1] < edit.start:
                at += 1
            if any(_meet(region, span) for region in regions[at : at + 2]):
                refused.add(index)
                continue
            number = bisect_left(ends, edit.start)
            while number < len(changes) and changes[number][0] <= edit.end and index not in refused:
                if _is_same_place(changes[number], span):
                    refused.add(index)
                number += 1
        if not refused:
            return list(edits)
        refused |= find_partners(text, edits, refused)
        return [edit for index, edit in enumerate(edits) if index not in refused]


def _merge(edits: list[Edit], added: list[Edit]) -> list[Edit]:
    """Return two lists of edits as one, in order, without those of the second that meet one of the first."""
    merged: list[Edit] = []
    at = 0
    for edit in sorted(added):
        while at < len(edits) and edits[at].end <= edit.start:
            merged.append(edits[at])
            at += 1
        before = merged[-1].end if merged else 0
        after = edits[at].start if at < len(edits) else edit.end
        if before <= edit.start and edit.end <= after:
            merged.append(edit)
    return [*merged, *edits[at:]]


def _meet(region: Span, span: Span) -> bool:
    """Return whether a span has a character in a region, or is a gap in it or at one of its ends."""
    if span[0] == span[1]:
        return region[0] <= span[0] <= region[1]
    return region[0] < span[1] and span[0] < region[1]


def _is_same_place(one: Span, two: Span) -> bool:
    """Return whether two spans have a character in common, or are the same gap."""
    if one[0] == one[1] or two[0] == two[1]:
        return one == two or one[0] < two[0] < one[1] or two[0] < one[0] < two[1]
    return one[0] < two[1] and two[0] < one[1]


def decide(text: str, decisions: Sequence[Decision], joining_rule: str) -> Decided | None:
    """Return the verdicts about a text, None if there are none; `joining_rule` is the rule that joins blocks."""
    verdicts = list(find_regions(text)) if DIRECTIVE_SIGN in text else []
    if decisions:
        verdicts += locate(text, decisions)
    return Decided(verdicts, joining_rule) if verdicts else None


def find_regions(text: str) -> Iterator[Verdict]:
    """Yield what stands behind each comment that turns rules off, up to the one that turns them on again."""
    open_since: dict[str, int] = {}
    for match in re.finditer(DIRECTIVE, text):
        names = [name for name in re.split(r"[,\s]+", match[2]) if name]
        if match[1] == "disable":
            for name in names or [""]:
                open_since.setdefault(name, match.start())
            continue
        for name in names or list(open_since):
            if name in open_since:
                yield Verdict(-1, (name,) if name else (), "region", False, (open_since.pop(name), match.end()))
    for name, start in open_since.items():
        yield Verdict(-1, (name,) if name else (), "region", False, (start, len(text)))


def locate(text: str, decisions: Sequence[Decision]) -> Iterator[Verdict]:
    """Yield the verdict of every decision whose place is in a text, as often as it was when it was decided."""
    from jmclean.text.anchors import find, find_altered, find_join, make_page_skeleton

    bones = make_page_skeleton(text)
    for number, decision in enumerate(decisions):
        rules = (decision.rule,)
        if decision.kind == "join":
            joins = find_join(bones, decision.before, decision.after)
            if len(joins) == decision.of:
                last, head = joins[decision.number - 1]
                yield Verdict(number, rules, "join", decision.accepted, (last, last + 1), head)
        else:
            spans = find(text, bones, decision.before, decision.old, decision.after)
            span = spans[decision.number - 1] if len(spans) == decision.of else None
            if span is None and decision.of == 1 and len(spans) <= 1:
                span = find_altered(text, bones, decision.before, decision.old, decision.after)
            if span is not None:
                yield Verdict(number, rules, decision.kind, decision.accepted, span)


LONGEST_OLD: Final = 4_000
"""The most characters of a change that a decision can be kept about."""


def make_decision(
    text: str, rule: str, kind: Kind, span: Span, accepted: bool, head: int = -1, new: str = ""
) -> Decision | None:
    """Return the decision about a place of a text; None if the place could not be found again by it.

    For a join `span` ends where the first block does, and `head` is where the second one begins.
    """
    from jmclean.text.anchors import (
        find,
        find_first_letter,
        find_join,
        find_last_letter,
        make_page_skeleton,
        read_before,
        read_behind,
    )
    from jmclean.text.decision import Decision

    bones = make_page_skeleton(text)
    start, end = span
    if kind == "join":
        left, right = read_before(text, end), read_behind(text, head)
        joins = find_join(bones, left, right)
        place = (find_last_letter(text, end), find_first_letter(text, head))
        if place not in joins:
            return None
        return Decision(rule, kind, accepted, left, "", "", right, joins.index(place) + 1, len(joins))
    if end - start > LONGEST_OLD:
        return None
    left, right, old = read_before(text, start), read_behind(text, end), text[start:end]
    spans = find(text, bones, left, old, right)
    if span not in spans:
        return None
    return Decision(rule, kind, accepted, left, old, new, right, spans.index(span) + 1, len(spans))
