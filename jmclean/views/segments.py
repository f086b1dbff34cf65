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

from jmclean.text.edits import Change
from jmclean.text.tracing import Claim, find_claims

Kind = Literal["kept", "removed", "inserted", "moved away", "moved here"]

IN_SOURCE = frozenset(("kept", "removed", "moved away"))
IN_OUTPUT = frozenset(("kept", "inserted", "moved here"))


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


class _Piece(NamedTuple):
    """A run of characters while the chain is being followed.

    It is `live` where the text in hand has it, and `shown` where the result will. Where only some rules are looked at,
    what another one took away is shown as kept though no longer live, and what it put there is live but not shown.
    """

    kind: Kind
    start: int
    end: int
    rule: str = ""
    text: str = ""
    live: bool = True
    shown: bool = True

    @property
    def is_ghost(self) -> bool:
        """Return whether it is text of the source that stands here by a move which is not looked at."""
        return self.kind == "moved here" and not self.shown

    def part(self, start: int, end: int) -> _Piece:
        """Return some of its characters."""
        if self.kind == "inserted":
            return self._replace(text=self.text[start:end])
        return self._replace(start=self.start + start, end=self.start + end)


def _measure_width(piece: _Piece) -> int:
    """Return the characters of the text in hand that a piece spells."""
    if not piece.live:
        return 0
    return len(piece.text) if piece.kind == "inserted" else piece.end - piece.start


def compose(
    source: str, journal: Sequence[Change], rules: Sequence[str] | None = None
) -> tuple[list[Segment], list[Step]]:
    """Return the segments that lead from the source to the output, and every edit, both in order of the source.

    The texts of "kept", "removed" and "moved away" make up the source, those of "kept", "inserted" and "moved here"
    the output, each in order and every character once. With `rules`, what they did alone is done in the segments and
    all else is as in the source; what they did to the words of another rule is left out.
    """
    composition = _Composition(source, rules)
    for change in journal:
        composition.carry_out(change)
    steps = sorted(composition.steps, key=lambda step: (step.start, step.end))
    return list(_settle(source, composition.resolve())), steps


class _Composition:
    """The pieces of a text, followed through the chain."""

    def __init__(self, source: str, rules: Sequence[str] | None) -> None:
        self.rules = rules
        self.pieces = [_Piece("kept", 0, len(source))] if source else []
        self.steps: list[Step] = []
        self.lost: list[tuple[int, int, str]] = []
        """Spans of the source that went after they had been moved, each with the rule that took them."""
        self.homeless: list[_Piece] = []
        """Insertions into moved text that is shown where it stood before."""

    def carry_out(self, change: Change) -> None:
        """Follow one more rule."""
        rule = change.rule
        chosen = self.rules is None or rule in self.rules
        found = find_claims(change)
        targets: dict[int, list[tuple[Claim, list[_Piece]]]] = {}
        cutter = _Cutter(self.pieces)
        parts: list[list[_Piece]] = []
        blanks: list[_Piece] = []
        for number, (edit, removed) in enumerate(zip(change.edits, change.removed, strict=True)):
            before = cutter.take(edit.start)
            taken = cutter.take(edit.end, short=True) if removed else []
            blanks.append(_make_blank(rule, chosen, taken, cutter))
            dead, carried = self._kill(taken, rule, chosen, found.get(number, ()))
            for claim, moved in carried:
                targets.setdefault(claim.edit, []).append((claim, moved))
            parts += (before, dead)
        rest = cutter.take(cutter.size)
        for number, (edit, removed, blank) in enumerate(zip(change.edits, change.removed, blanks, strict=True)):
            done = 0
            live = parts[2 * number + 1]
            for claim, moved in sorted(targets.get(number, ()), key=lambda pair: pair[0].target):
                live += self._write(blank, edit.new[done : claim.target])
                live += moved
                done = claim.target + claim.size
            live += self._write(blank, edit.new[done:])
            self.steps.append(
                Step(rule, blank.start, blank.end, removed, edit.new, number in found or number in targets)
            )
        self.pieces = [*chain.from_iterable(parts), *rest]

    def _write(self, blank: _Piece, text: str) -> Iterator[_Piece]:
        """Yield what a rule wrote, as it stands in the text in hand."""
        if text and not blank.live:
            self.homeless.append(blank._replace(text=text))
            yield blank._replace(text=text, live=True, shown=False)
        elif text:
            yield blank._replace(text=text)

    def _kill(
        self, taken: list[_Piece], rule: str, chosen: bool, found: Iterable[Claim]
    ) -> tuple[list[_Piece], list[tuple[Claim, list[_Piece]]]]:
        """What stays of pieces that a rule takes away, and for each claim the pieces that go to another place."""
        dead: list[_Piece] = []
        carried: list[tuple[Claim, list[_Piece]]] = []
        cutter = _Cutter(taken)
        for claim in found:
            dead += self._remove(cutter.take(claim.place), rule, chosen)
            moved: list[_Piece] = []
            for piece in cutter.take(claim.place + claim.size, short=True):
                if not piece.live:
                    dead.append(piece)
                elif piece.kind == "kept":
                    dead.append(
                        piece._replace(kind="moved away", rule=rule, live=False) if chosen else _mark_undone(piece)
                    )
                    moved.append(piece._replace(kind="moved here", rule=rule, shown=chosen))
                elif chosen or not piece.shown:
                    moved.append(piece)
                else:
                    dead.append(_mark_undone(piece))
                    moved.append(piece._replace(shown=False))
            carried.append((claim, moved))
        dead += self._remove(cutter.take(cutter.size), rule, chosen)
        return dead, carried

    def _remove(self, pieces: list[_Piece], rule: str, chosen: bool) -> Iterator[_Piece]:
        for piece in pieces:
            if not piece.live:
                yield piece
            elif not chosen:
                if piece.shown:
                    yield _mark_undone(piece)
            elif piece.kind == "kept":
                yield piece._replace(kind="removed", rule=rule, live=False)
            elif piece.kind == "moved here":
                self.lost.append((piece.start, piece.end, rule))

    def resolve(self) -> Iterator[_Piece]:
        """The pieces to be shown; of moved text that a rule took, the place where the source has it is removed."""
        lost = sorted(self.lost)
        homeless = sorted(self.homeless, key=lambda piece: piece.end)
        settled = 0
        for piece in self.pieces:
            if not piece.shown:
                continue
            parts = [piece]
            if piece.kind == "moved away" or (piece.kind == "kept" and not piece.live):
                parts = list(_drop_lost(piece, lost))
            for part in parts:
                if part.kind in IN_SOURCE:
                    while settled < len(homeless) and homeless[settled].end <= part.end:
                        at = homeless[settled].end
                        if part.start < at:
                            yield part._replace(end=at)
                            part = part._replace(start=at)
                        yield homeless[settled]
                        settled += 1
                if part.start < part.end or part.kind not in IN_SOURCE:
                    yield part


def _mark_undone(piece: _Piece) -> _Piece:
    """Return a piece that is shown though the text in hand has it no longer."""
    return piece._replace(live=False)


def _make_blank(rule: str, chosen: bool, taken: list[_Piece], cutter: _Cutter) -> _Piece:
    """Return what an edit writes instead of `taken`, or where `cutter` is, but for the text.

    Not live where it is homeless.
    """
    live = [piece for piece in taken if piece.live] or cutter.cut()
    start, end = (live[0].start, max(live[0].start, live[-1].end)) if taken else cutter.place()
    foreign = bool(live) and all(piece.kind == "inserted" and not piece.shown for piece in live)
    ghost = any(piece.is_ghost for piece in live)
    return _Piece("inserted", start, end, rule, "", not (chosen and ghost), chosen and not foreign)


class _Cutter:
    """Cuts a sequence of pieces from its beginning, by offsets in the text that they spell."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self.ends = list(accumulate(map(_measure_width, pieces)))
        self.size = self.ends[-1] if self.ends else 0
        self.at = 0
        self.inside = 0
        """How much of the piece at `at` is taken already."""
        self.last = 0
        """Where in the source that which was taken last ends."""

    def take(self, offset: int, short: bool = False) -> list[_Piece]:
        """What comes before `offset` and was not taken, with the pieces without width there unless it is `short`."""
        stop = bisect_right(self.ends, offset)
        if short:
            stop = min(stop, bisect_left(self.ends, offset) + 1)
        taken: list[_Piece] = []
        if stop > self.at:
            first = self.pieces[self.at] if self.inside else None
            if first:
                taken.append(first.part(self.inside, _measure_width(first)))
            taken += self.pieces[self.at + bool(first) : stop]
            self.at, self.inside = stop, 0
        if stop < len(self.pieces):
            inside = offset - (self.ends[stop] - _measure_width(self.pieces[stop]))
            if inside > self.inside:
                taken.append(self.pieces[stop].part(self.inside, inside))
                self.inside = inside
        if taken:
            self.last = taken[-1].end
        return taken

    def cut(self) -> list[_Piece]:
        """Return the piece in which the cut is, if it is in one."""
        return [self.pieces[self.at]] if self.inside else []

    def place(self) -> tuple[int, int]:
        """Return the span of the source that the cut stands for."""
        if not self.inside:
            return self.last, self.last
        piece = self.pieces[self.at]
        if piece.kind == "inserted":
            return piece.start, piece.end
        return piece.start + self.inside, piece.start + self.inside


def _drop_lost(piece: _Piece, lost: list[tuple[int, int, str]]) -> Iterator[_Piece]:
    """Yield a piece of the source, in which the spans of `lost` are removed."""
    done = piece.start
    at = bisect_left(lost, (piece.start,))
    while at < len(lost) and lost[at][0] < piece.end:
        start, end, rule = lost[at]
        if start > done:
            yield piece._replace(start=done, end=start)
        yield piece._replace(kind="removed", start=start, end=end, rule=rule)
        done = end
        at += 1
    if done < piece.end:
        yield piece._replace(start=done)


def _settle(source: str, pieces: Iterable[_Piece]) -> Iterator[Segment]:
    """Yield the pieces with their text; neighbours of one fate are one, and changes that undo each other are none."""
    kept = end = 0
    run: list[Segment] = []
    for piece in chain(pieces, (_Piece("kept", len(source), len(source)),)):
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
            run.append(Segment(piece.kind, piece.start, piece.end, piece.rule, text))
    if end > kept:
        yield Segment("kept", kept, end, "", source[kept:end])


def _follows(last: Segment, piece: _Piece) -> bool:
    return last.kind == "inserted" or last.end == piece.start


def _changes(run: list[Segment]) -> bool:
    old = "".join([segment.text for segment in run if segment.kind in IN_SOURCE])
    return old != "".join([segment.text for segment in run if segment.kind in IN_OUTPUT])
