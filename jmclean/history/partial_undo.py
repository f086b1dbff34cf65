"""Take back what some rules of a chain did and keep what the others did, where the two can be told apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from operator import attrgetter
from typing import NamedTuple

from jmclean.text.edits import Change, Edit, Journal
from jmclean.text.tracing import find_claims


class Kept(NamedTuple):
    """An edit that cannot be taken back alone, and the later rule that changed the same characters.

    `place` is that of its change in the journal.
    """

    place: int
    rule: str
    edit: Edit
    removed: str
    later: str


class _Undone(NamedTuple):
    """An edit to be taken back: what it wrote stands from `start` up to `end` after it."""

    number: int
    start: int
    end: int


Chosen = dict[int, set[int]]
"""The numbers of edits, by the place of their change in the journal."""


def withdraw(journal: Journal, rules: Collection[str]) -> tuple[Journal, tuple[Kept, ...]]:
    """Return the journal without the edits of `rules`, and those that had to stay, as `take_back` does."""
    return take_back(journal, find_edits(journal, rules))


def find_edits(journal: Journal, rules: Collection[str]) -> Chosen:
    """Return all edits of some rules."""
    return {place: set(range(len(change.edits))) for place, change in enumerate(journal) if change.rule in rules}


def take_back(journal: Journal, chosen: Chosen) -> tuple[Journal, tuple[Kept, ...]]:
    """Return the journal without some edits, and those that had to stay; `replay` makes the new output of it.

    An edit stays where a later one, that is not taken back itself, went on from it: changed a character that it wrote,
    or what stood beside the gap that it left. What moved text goes as a whole or not at all.
    """
    groups = {place: find_groups(journal[place]) for place in chosen}
    free = {
        place: numbers.union(*(groups[place].get(number, ()) for number in numbers))
        for place, numbers in chosen.items()
    }
    stuck: list[Kept] = []
    while True:
        changes = list(journal)
        kept: list[Kept] = []
        for place in sorted(free, reverse=True):
            kept[:0] = _withdraw_one(changes, place, free[place])
        partners = _find_partners(journal, free, groups, kept)
        if not partners:
            break
        stuck += partners
        for one in partners:
            free[one.place].discard(journal[one.place].edits.index(one.edit))
    found = sorted([*kept, *stuck], key=lambda one: (one.place, one.edit))
    return tuple(change for change in changes if change.edits), tuple(found)


def leave_out_kept(journal: Journal, chosen: Chosen, kept: Collection[Kept]) -> Chosen:
    """Return those of some edits that did not have to stay."""
    held = {(one.place, journal[one.place].edits.index(one.edit)) for one in kept}
    return {place: {n for n in numbers if (place, n) not in held} for place, numbers in chosen.items()}


def find_groups(change: Change) -> dict[int, set[int]]:
    """Return the edits of a change that move text from one to the other, each with all that it hangs together with."""
    groups: dict[int, set[int]] = {}
    for number, found in find_claims(change).items():
        for claim in found:
            group = groups.get(number, {number}) | groups.get(claim.edit, {claim.edit})
            for one in group:
                groups[one] = group
    return groups


def _find_partners(
    journal: Journal, free: Chosen, groups: dict[int, dict[int, set[int]]], kept: list[Kept]
) -> list[Kept]:
    """Return the edits that cannot be taken back because the other half of what they moved cannot."""
    held = {(one.place, journal[one.place].edits.index(one.edit)): one.later for one in kept}
    found: dict[tuple[int, int], str] = {}
    for (place, number), later in held.items():
        for other in groups[place].get(number, ()):
            if (place, other) not in held and other in free[place]:
                found[place, other] = later
    return [
        Kept(place, journal[place].rule, journal[place].edits[number], journal[place].removed[number], later)
        for (place, number), later in sorted(found.items())
    ]


def add_dependents(journal: Journal, chosen: Chosen) -> Chosen:
    """Return some edits and all later ones that went on from them, or from those."""
    found = {place: set(numbers) for place, numbers in chosen.items()}
    for place, change in enumerate(journal):
        spans = _find_written(change, found.get(place, set()))
        for later_place, later in enumerate(journal[place + 1 :], place + 1):
            if not spans:
                break
            for span in spans:
                found.setdefault(later_place, set()).update(_find_touching(later, span.start, span.end))
            spans = _move_spans(spans, later, {})
    return {place: numbers for place, numbers in found.items() if numbers}


def _find_touching(later: Change, start: int, end: int) -> Iterator[int]:
    """Yield the numbers of the edits that change what stands from `start` up to `end`, or the gap there."""
    number = bisect_left(later.edits, start, key=attrgetter("end"))
    while number < len(later.edits) and later.edits[number].start <= end:
        if _touches(later.edits[number], start, end):
            yield number
        number += 1


def _find_written(change: Change, numbers: set[int]) -> list[_Undone]:
    """Return where that stands which some edits of a change wrote."""
    spans: list[_Undone] = []
    grown = 0
    for number, (start, end, new) in enumerate(change.edits):
        if number in numbers:
            spans.append(_Undone(number, start + grown, start + grown + len(new)))
        grown += len(new) - (end - start)
    return spans


def _withdraw_one(changes: list[Change], place: int, numbers: set[int]) -> list[Kept]:
    """Take back edits of the change at `place`, and move those of the later ones accordingly."""
    change = changes[place]
    spans = _find_written(change, numbers)
    levels: list[list[_Undone]] = []
    touched: dict[int, str] = {}
    for later in changes[place + 1 :]:
        levels.append(spans)
        spans = _move_spans(spans, later, touched)
    for later_place, level in enumerate(levels, place + 1):
        free = [span for span in level if span.number not in touched]
        changes[later_place] = _shift_change(changes[later_place], free, change)
    held = sorted(touched)
    kept = [Kept(place, change.rule, change.edits[n], change.removed[n], touched[n]) for n in held]
    undone = numbers.difference(held)
    stay = [number for number in range(len(change.edits)) if number not in undone]
    changes[place] = Change(change.rule, tuple(change.edits[n] for n in stay), tuple(change.removed[n] for n in stay))
    return kept


def _move_spans(spans: list[_Undone], later: Change, touched: dict[int, str]) -> list[_Undone]:
    """Return where the spans stand after a later change; those whose characters it changes go to `touched`."""
    moved: list[_Undone] = []
    shift = at = 0
    edits = later.edits
    for number, start, end in spans:
        while at < len(edits) and edits[at].end <= start and not _touches(edits[at], start, end):
            shift += len(edits[at].new) - (edits[at].end - edits[at].start)
            at += 1
        if at < len(edits) and _touches(edits[at], start, end):
            touched[number] = later.rule
        else:
            moved.append(_Undone(number, start + shift, end + shift))
    return moved


def _touches(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes what stands from `start` up to `end`, or the gap that is there where nothing stands.

    A gap is changed where something was put into it, or taken out beside it: what two rules took out together, a
    caption and the blank lines around it, cannot come back by half.
    """
    if start < end:
        return edit.start < end and edit.end > start
    if not edit.new or edit.start == edit.end:
        return edit.start <= start <= edit.end
    return edit.start < start < edit.end


def _shift_change(later: Change, undone: list[_Undone], change: Change) -> Change:
    """Return a later change whose offsets are those of a text in which `undone` never happened."""
    moved: list[Edit] = []
    shift = at = 0
    for start, end, new in later.edits:
        while at < len(undone) and undone[at].end <= start:
            number, begin, stop = undone[at]
            shift += len(change.removed[number]) - (stop - begin)
            at += 1
        moved.append(Edit(start + shift, end + shift, new))
    return Change(later.rule, tuple(moved), later.removed)
