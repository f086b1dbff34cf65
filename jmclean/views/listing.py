"""The changes of a page one by one, in order of the source: for editors, for programs, and counted by rule."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from jmclean.engine.clean import Note
from jmclean.views.ansi import elided, visible
from jmclean.views.segments import Step

ROOM = 20
"""How many characters a change shows at least of either end of a text before its middle is left out."""


class Count(NamedTuple):
    """How many edits, and how many characters they took away and put in."""

    changes: int = 0
    removed: int = 0
    inserted: int = 0

    def __add__(self, other: object) -> Count:
        """The sum."""
        assert isinstance(other, Count)
        return Count(*(mine + its for mine, its in zip(self, other, strict=True)))


def entries(name: str, text: str, steps: Iterable[Step], notes: Iterable[Note]) -> Iterator[dict[str, Any]]:
    """Every change, and every place left alone, as what `--format json` prints of it.

    `line` and `column` count from 1, `start` and `end` from 0; all but `line` count characters, with one for a line
    end. A note has a `message` instead of `old`, `new` and `moved`.
    """
    starts = list(accumulate([len(line) + 1 for line in text.split("\n")], initial=0))

    def head(rule: str, start: int) -> dict[str, Any]:
        line = bisect_right(starts, start)
        return {"path": name, "line": line, "column": start - starts[line - 1] + 1, "rule": rule, "start": start}

    found = [
        head(rule, start) | {"end": end, "old": old, "new": new, "moved": moved}
        for rule, start, end, old, new, moved in steps
    ]
    found += [head(rule, start) | {"end": start, "message": message} for rule, start, message, _ in notes]
    yield from sorted(found, key=lambda entry: entry["start"])


def told(entry: dict[str, Any]) -> str:
    """An entry as a line that editors can jump from."""
    place = f"{visible(entry['path'])}:{entry['line']}:{entry['column']}: {entry['rule']}"
    if "message" in entry:
        return f"{place}: note: {visible(entry['message'])}"
    moved = " (moved)" if entry["moved"] else ""
    return f"{place}: {elided(entry['old'], ROOM)!r} -> {elided(entry['new'], ROOM)!r}{moved}"


def counts(steps: Iterable[Step]) -> dict[str, Count]:
    """What each rule did, in no order."""
    found: dict[str, Count] = {}
    for step in steps:
        found[step.rule] = found.get(step.rule, Count()) + Count(1, len(step.old), len(step.new))
    return found


def table(found: dict[str, Count]) -> Iterator[str]:
    """The counts as lines in columns, the sum at the end."""
    rows = [*found.items(), ("all", sum(found.values(), Count()))]
    width = max(len(rule) for rule, _ in rows)
    cells = [("changes", "removed", "inserted"), *(tuple(f"{number:,}" for number in count) for _, count in rows)]
    sizes = [max(len(row[column]) for row in cells) for column in range(3)]
    for name, row in zip(("rule", *(rule for rule, _ in rows)), cells, strict=True):
        yield "  ".join([name.ljust(width), *(cell.rjust(size) for cell, size in zip(row, sizes, strict=True))])
