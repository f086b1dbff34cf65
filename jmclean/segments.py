"""What there is to see of a cleaning: its source and its output as one sequence, every character with the rule it owes.

A journal tells what each rule did to the text that it read. Here all of that is composed: a later rule that edits what
an earlier one wrote, or what was moved, is seen at its place in the source. Text that a rule takes away and puts back
elsewhere is moved, not removed and inserted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Literal, NamedTuple

from jmclean.edits import Change

Kind = Literal["kept", "removed", "inserted", "moved away", "moved here"]

IN_SOURCE = frozenset(("kept", "removed", "moved away"))
IN_OUTPUT = frozenset(("kept", "inserted", "moved here"))

MOVED = 4
"""The least characters of a line that is taken to be moved where the same rule removes and inserts it."""

NEAR = 12
"""How many long insertions on either side of a removal are searched for what was removed."""


class Segment(NamedTuple):
    """A run of characters with one fate.

    `start` and `end` are its span in the source; for "inserted" the span that it stands for, for "moved here" the one
    that it comes from. `rule` is empty for "kept".
    """

    kind: Kind
    start: int
    end: int
    rule: str
    text: str


class Step(NamedTuple):
    """One edit of one rule: what it read and wrote, and the span of the source that it goes back to.

    `old` is what the rule read there, which an earlier rule may have written; `moved` where some of it only changed
    its place.
    """

    rule: str
    start: int
    end: int
    old: str
    new: str
    moved: bool


class Claim(NamedTuple):
    """`size` characters at `place` in what one edit removed that stand again at `target` in what another inserted."""

    place: int
    size: int
    target: int
    edit: int


def compose(source: str, journal: Sequence[Change]) -> tuple[list[Segment], list[Step]]:
    """The segments that lead from the source to the output, and every edit in order of the source.

    The texts of "kept", "removed" and "moved away" make up the source, those of "kept", "inserted" and "moved here"
    the output, each in order and every character once.
    """
    pieces = [Segment("kept", 0, len(source), "", "")] if source else []
    steps: list[Step] = []
    lost: list[tuple[int, int, str]] = []
    for change in journal:
        pieces = _carry_out(pieces, change, steps, lost)
    steps.sort(key=lambda step: (step.start, step.end))
    return list(_settled(source, _resolved(pieces, sorted(lost)))), steps


def only(segments: Iterable[Segment], rules: Sequence[str], source: str) -> list[Segment]:
    """The segments in which nothing but the changes of `rules` is done, and all else is as in the source."""
    chosen = []
    for segment in segments:
        if segment.rule in rules or segment.kind == "kept":
            chosen.append(segment)
        elif segment.kind in IN_SOURCE:
            chosen.append(segment._replace(kind="kept", rule=""))
    return list(_settled(source, chosen))


def _carry_out(
    pieces: list[Segment], change: Change, steps: list[Step], lost: list[tuple[int, int, str]]
) -> list[Segment]:
    """The pieces after one more change. `lost` gets the spans of the source that went after they had been moved."""
    rule = change.rule
    claims = _claims(change)
    targets: dict[int, list[tuple[Claim, list[Segment]]]] = {}
    cutter = _Cutter(pieces)
    parts: list[list[Segment]] = []
    spans: list[tuple[int, int]] = []
    for number, (edit, removed) in enumerate(zip(change.edits, change.removed, strict=True)):
        before = cutter.take(edit.start)
        taken = cutter.take(edit.end, short=True) if removed else []
        dead, carried = _kill(taken, rule, claims.get(number, ()), lost)
        for claim, moved in carried:
            targets.setdefault(claim.edit, []).append((claim, moved))
        start, end = _span(taken) if removed else cutter.place()
        parts += (before, dead)
        spans.append((start, end))
    rest = cutter.take(cutter.size)
    for number, (edit, removed, (start, end)) in enumerate(zip(change.edits, change.removed, spans, strict=True)):
        done = 0
        live = parts[2 * number + 1]
        for claim, moved in sorted(targets.get(number, ()), key=lambda pair: pair[0].target):
            if claim.target > done:
                live.append(Segment("inserted", start, end, rule, edit.new[done : claim.target]))
            live += moved
            done = claim.target + claim.size
        if done < len(edit.new):
            live.append(Segment("inserted", start, end, rule, edit.new[done:]))
        steps.append(Step(rule, start, end, removed, edit.new, number in claims or number in targets))
    return [*chain.from_iterable(parts), *rest]


class _Cutter:
    """Cuts a sequence of pieces from its beginning, by offsets in the text that they spell."""

    def __init__(self, pieces: list[Segment]) -> None:
        self.pieces = pieces
        self.ends = list(accumulate(map(_width, pieces)))
        self.size = self.ends[-1] if self.ends else 0
        self.at = 0
        self.inside = 0
        """How much of the piece at `at` is taken already."""
        self.last = 0
        """Where in the source that which was taken last ends."""

    def take(self, offset: int, short: bool = False) -> list[Segment]:
        """What comes before `offset` and was not taken, with the pieces without width there unless it is `short`."""
        stop = bisect_right(self.ends, offset)
        if short:
            stop = min(stop, bisect_left(self.ends, offset) + 1)
        taken: list[Segment] = []
        if stop > self.at:
            first = self.pieces[self.at] if self.inside else None
            if first:
                taken.append(_part(first, self.inside, _width(first)))
            taken += self.pieces[self.at + bool(first) : stop]
            self.at, self.inside = stop, 0
        if stop < len(self.pieces):
            inside = offset - (self.ends[stop] - _width(self.pieces[stop]))
            if inside > self.inside:
                taken.append(_part(self.pieces[stop], self.inside, inside))
                self.inside = inside
        if taken:
            self.last = taken[-1].end
        return taken

    def place(self) -> tuple[int, int]:
        """The span of the source that the cut stands for."""
        if not self.inside:
            return self.last, self.last
        piece = self.pieces[self.at]
        if piece.kind == "inserted":
            return piece.start, piece.end
        return piece.start + self.inside, piece.start + self.inside


def _kill(
    taken: list[Segment], rule: str, claims: Iterable[Claim], lost: list[tuple[int, int, str]]
) -> tuple[list[Segment], list[tuple[Claim, list[Segment]]]]:
    """What stays of pieces that a rule takes away, and for each claim the pieces that go to another place."""
    dead: list[Segment] = []
    carried: list[tuple[Claim, list[Segment]]] = []
    cutter = _Cutter(taken)
    for claim in claims:
        dead += _removed(cutter.take(claim.place), rule, lost)
        moved: list[Segment] = []
        for piece in cutter.take(claim.place + claim.size, short=True):
            if piece.kind == "kept":
                dead.append(piece._replace(kind="moved away", rule=rule))
                moved.append(piece._replace(kind="moved here", rule=rule))
            elif piece.kind in IN_OUTPUT:
                moved.append(piece)
            else:
                dead.append(piece)
        carried.append((claim, moved))
    dead += _removed(cutter.take(cutter.size), rule, lost)
    return dead, carried


def _removed(pieces: list[Segment], rule: str, lost: list[tuple[int, int, str]]) -> Iterator[Segment]:
    for piece in pieces:
        if piece.kind == "kept":
            yield piece._replace(kind="removed", rule=rule)
        elif piece.kind == "moved here":
            lost.append((piece.start, piece.end, rule))
        elif piece.kind != "inserted":
            yield piece


def _claims(change: Change) -> dict[int, list[Claim]]:
    """What a change only moved, by the number of the edit that removed it and in order of what it removed."""
    long = [number for number, edit in enumerate(change.edits) if len(edit.new) >= MOVED]
    found: dict[int, list[Claim]] = {}
    if not long:
        return found
    used: dict[int, list[tuple[int, int]]] = {}
    for number, removed in enumerate(change.removed):
        if len(removed) < MOVED:
            continue
        middle = bisect_left(long, number)
        near = sorted(long[max(0, middle - NEAR) : middle + NEAR], key=lambda other: abs(other - number))
        place = 0
        for line in removed.split("\n"):
            words = line.strip()
            if len(words) >= MOVED:
                for other in near:
                    target = -1 if other == number else _free(change.edits[other].new, words, used.get(other, ()))
                    if target >= 0:
                        used.setdefault(other, []).append((target, target + len(words)))
                        claim = Claim(place + line.index(words), len(words), target, other)
                        found.setdefault(number, []).append(claim)
                        break
            place += len(line) + 1
    return found


def _free(text: str, words: str, used: Sequence[tuple[int, int]]) -> int:
    """Where in a text the words stand clear of the spans used already, or -1."""
    at = text.find(words)
    while at >= 0 and any(start < at + len(words) and at < end for start, end in used):
        at = text.find(words, at + 1)
    return at


def _resolved(pieces: list[Segment], lost: list[tuple[int, int, str]]) -> Iterator[Segment]:
    """The pieces; of what was moved away, that which did not come to the output is removed by the rule that took it."""
    for piece in pieces:
        if piece.kind != "moved away":
            yield piece
            continue
        done = piece.start
        at = bisect_left(lost, (piece.start,))
        while at < len(lost) and lost[at][0] < piece.end:
            start, end, rule = lost[at]
            if start > done:
                yield piece._replace(start=done, end=start)
            yield Segment("removed", start, end, rule, "")
            done = end
            at += 1
        if done < piece.end:
            yield piece._replace(start=done)


def _settled(source: str, pieces: Iterable[Segment]) -> Iterator[Segment]:
    """The pieces with their text; neighbours of one fate are one, and changes that undo each other are none."""
    kept = end = 0
    run: list[Segment] = []
    for piece in chain(pieces, (Segment("kept", len(source), len(source), "", ""),)):
        if piece.kind == "kept":
            if run and _changes(run):
                if end > kept:
                    yield Segment("kept", kept, end, "", source[kept:end])
                yield from run
                kept = piece.start
            run = []
            end = piece.end
            continue
        text = piece.text if piece.kind == "inserted" else source[piece.start : piece.end]
        last = run[-1] if run else None
        if last and last.kind == piece.kind and last.rule == piece.rule and _follows(last, piece):
            run[-1] = last._replace(end=max(last.end, piece.end), text=last.text + text)
        else:
            run.append(piece._replace(text=text))
    if end > kept:
        yield Segment("kept", kept, end, "", source[kept:end])


def _follows(last: Segment, piece: Segment) -> bool:
    return last.kind == "inserted" or last.end == piece.start


def _changes(run: list[Segment]) -> bool:
    old = "".join([segment.text for segment in run if segment.kind in IN_SOURCE])
    return old != "".join([segment.text for segment in run if segment.kind in IN_OUTPUT])


def _width(piece: Segment) -> int:
    """The characters of the text in hand that a piece spells: none for what is gone."""
    if piece.kind == "inserted":
        return len(piece.text)
    return piece.end - piece.start if piece.kind in IN_OUTPUT else 0


def _part(piece: Segment, start: int, end: int) -> Segment:
    if piece.kind == "inserted":
        return piece._replace(text=piece.text[start:end])
    return piece._replace(start=piece.start + start, end=piece.start + end)


def _span(taken: list[Segment]) -> tuple[int, int]:
    """The span of the source that pieces which were read together go back to."""
    live = [piece for piece in taken if piece.kind in IN_OUTPUT]
    start, end = live[0].start, live[-1].end
    return start, max(start, end)
