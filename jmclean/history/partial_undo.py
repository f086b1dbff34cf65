"""Take back what some rules of a chain did and keep what the others did, where the two can be told apart."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from jmclean.text.edits import Change, Edit, Journal


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


def withdraw(journal: Journal, rules: Collection[str]) -> tuple[Journal, tuple[Kept, ...]]:
    """The journal without the edits of `rules`, and those that had to stay; `replay` makes the new output of it.

    An edit stays where a later rule, that is not taken back itself, went on from it: changed a character that it wrote,
    or what stood beside the gap that it left.
    """
    changes = list(journal)
    kept: list[Kept] = []
    for place in reversed(range(len(changes))):
        if changes[place].rule in rules:
            kept[:0] = _withdraw_one(changes, place)
    return tuple(change for change in changes if change.edits), tuple(kept)


def _withdraw_one(changes: list[Change], place: int) -> list[Kept]:
    """Take back the edits of the change at `place`, and move those of the later ones accordingly."""
    change = changes[place]
    spans: list[_Undone] = []
    grown = 0
    for number, (start, end, new) in enumerate(change.edits):
        spans.append(_Undone(number, start + grown, start + grown + len(new)))
        grown += len(new) - (end - start)
    levels: list[list[_Undone]] = []
    touched: dict[int, str] = {}
    for later in changes[place + 1 :]:
        levels.append(spans)
        spans = _moved(spans, later, touched)
    for later_place, level in enumerate(levels, place + 1):
        free = [span for span in level if span.number not in touched]
        changes[later_place] = _shifted(changes[later_place], free, change)
    stay = sorted(touched)
    kept = [Kept(place, change.rule, change.edits[n], change.removed[n], touched[n]) for n in stay]
    changes[place] = Change(change.rule, tuple(change.edits[n] for n in stay), tuple(change.removed[n] for n in stay))
    return kept


def _moved(spans: list[_Undone], later: Change, touched: dict[int, str]) -> list[_Undone]:
    """Where the spans stand after a later change; those whose characters it changes go to `touched`."""
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


def _shifted(later: Change, undone: list[_Undone], change: Change) -> Change:
    """A later change whose offsets are those of a text in which `undone` never happened."""
    moved: list[Edit] = []
    shift = at = 0
    for start, end, new in later.edits:
        while at < len(undone) and undone[at].end <= start:
            number, begin, stop = undone[at]
            shift += len(change.removed[number]) - (stop - begin)
            at += 1
        moved.append(Edit(start + shift, end + shift, new))
    return Change(later.rule, tuple(moved), later.removed)
