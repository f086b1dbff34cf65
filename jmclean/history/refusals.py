"""Decisions against changes that were made, so that undoing them holds for later runs too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jmclean.history.partial_undo import Chosen, find_groups
from jmclean.rules import JOINING_RULE
from jmclean.text.decided import make_decision
from jmclean.text.decision import Decision
from jmclean.text.edits import Change, Edit
from jmclean.text.tracing import Offsets, trace_span


def refuse_changes(source: str, journal: Sequence[Change], chosen: Chosen) -> Iterator[Decision]:
    """Yield a decision against each of some edits, unless its place could not be found again."""
    maps = [Offsets(change) for change in journal]
    for place, numbers in chosen.items():
        change = journal[place]
        groups = find_groups(change)
        for number in sorted(numbers):
            edit = change.edits[number]
            if change.rule == JOINING_RULE:
                head = edit.end
                if group := groups.get(number):
                    if number != min(group):
                        continue  # one join
                    head = _find_moved_head(change, number, group)
                decision = _refuse_join(source, maps[:place], edit.start, head)
            else:
                span = trace_span(maps[:place], (edit.start, edit.end))
                decision = make_decision(source, change.rule, "change", span, False, -1, edit.new)
            if decision is not None:
                yield decision


def _find_moved_head(change: Change, number: int, group: set[int]) -> int:
    """Return where the text begins that was moved to an edit."""
    others: list[Edit] = [change.edits[other] for other in sorted(group) if other != number]
    at = others[0].start
    removed = change.removed[change.edits.index(others[0])]
    return at + len(removed) - len(removed.lstrip())


def _refuse_join(source: str, maps: Sequence[Offsets], end: int, head: int) -> Decision | None:
    """Return the decision against a join of what ends at one offset and begins at another, of what the rule read."""
    tail = trace_span(maps, (max(0, end - 1), end))[1]
    first = trace_span(maps, (head, head + 1))[0]
    return make_decision(source, JOINING_RULE, "join", (tail, tail), False, first)
