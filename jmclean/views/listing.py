"""The changes of a page one by one, in order of the source: for editors, for programs, and counted by rule."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from operator import itemgetter
from typing import Any, Final, NamedTuple

from jmclean.engine.clean import Note
from jmclean.rules import JOINING_RULE
from jmclean.structure.reasons import word_reason
from jmclean.text.anchors import read_before, read_behind
from jmclean.views.ansi import ELLIPSIS, elide, make_visible
from jmclean.views.positions import find_first_visible, find_line_starts, find_position
from jmclean.views.segments import Step

ROOM = 20
"""How many characters a change shows at least of either end of a text before its middle is left out."""


FORMULA_STARTS: Final = "=+-@\t\r"
"""What a cell must not begin with, or a spreadsheet takes it for a formula."""


class RuleCount(NamedTuple):
    """How many edits, and how many characters they took away and put in."""

    changes: int = 0
    removed: int = 0
    inserted: int = 0

    def __add__(self, other: object) -> RuleCount:
        """Return the sum."""
        assert isinstance(other, RuleCount)
        return RuleCount(*(mine + its for mine, its in zip(self, other, strict=True)))


def list_entries(
    name: str, text: str, steps: Iterable[Step], notes: Iterable[Note], joins: Iterable[Note] = ()
) -> Iterator[dict[str, Any]]:
    """Yield every change, and every place left alone, as what `--format json` prints of it.

    `line` and `column` count from 1, `start` and `end` from 0; all but `line` count characters, with one for a line
    end. Line and column are those of the first visible character. A join has both sides as `left` and `right`, its
    `likelihood` and its strongest `reasons`. A note has a `message` instead of `old`, `new` and `moved`, and if it can
    be decided about its `kind` and `likelihood`.
    """
    starts = find_line_starts(text)
    sides = [(join.start, join.doubt) for join in joins if join.doubt is not None]
    by_start = {start: (start, doubt) for start, doubt in sides}
    by_head = {doubt.head: (start, doubt) for start, doubt in sides}

    def head(rule: str, start: int, end: int) -> dict[str, Any]:
        line, column = find_position(starts, find_first_visible(text, start, end))
        return {"path": name, "line": line, "column": column, "rule": rule, "start": start}

    found: list[dict[str, Any]] = []
    for rule, start, end, old, new, moved in steps:
        entry = head(rule, start, end) | {"end": end, "old": old, "new": new, "moved": moved}
        join = (by_start.get(start) or by_head.get(end)) if rule == JOINING_RULE and not new.strip() else None
        if join:
            entry |= head(rule, max(0, join[0] - 1), join[0]) | {"start": start}
            entry |= {"left": read_before(text, join[0]), "right": read_behind(text, join[1].head)}
            entry |= {"likelihood": round(join[1].likelihood, 2), "reasons": word_reasons(join[1].reasons)}
        found.append(entry)
    for rule, start, message, doubt in notes:
        if doubt is None:
            found.append(head(rule, start, start + 1) | {"end": start, "message": message})
            continue
        end = max(doubt.end, start)
        place = (start, end) if doubt.head < 0 else (max(0, start - 1), start)
        known = {"kind": doubt.kind, "likelihood": round(doubt.likelihood, 2)}
        found.append(head(rule, *place) | {"start": start, "end": end, "message": message} | known)
    yield from sorted(found, key=itemgetter("start"))


def word_reasons(reasons: Iterable[tuple[str, float]]) -> list[str]:
    """Return in words why two blocks were joined."""
    return [word_reason(name, share) for name, share in reasons]


def format_entry(entry: dict[str, Any]) -> str:
    """Return an entry as a line that editors can jump from."""
    return f"{make_visible(entry['path'])}:{entry['line']}:{entry['column']}: {entry['rule']}: {describe(entry)}"


def describe(entry: dict[str, Any]) -> str:
    """Return what was done, or why nothing was."""
    if "message" in entry:
        return f"note: {make_visible(entry['message'])}"
    if "left" in entry:
        left, right = entry["left"], entry["right"]
        between = " over what stood between" if entry["old"].strip() else ""
        why = f" ({entry['likelihood']:+.1f}: {', '.join(entry['reasons'])})" if "reasons" in entry else ""
        return f"{ELLIPSIS + left[-ROOM:]!r} + {right[:ROOM] + ELLIPSIS!r}{between}{why}"
    moved = " (moved)" if entry["moved"] else ""
    return f"{elide(entry['old'], ROOM)!r} -> {elide(entry['new'], ROOM)!r}{moved}"


def to_github(entry: dict[str, Any]) -> str:
    """Return an entry as a command of GitHub Actions, which shows it at its line."""
    level = "warning" if "message" in entry else "notice"
    place = f"file={_escape_property(entry['path'])},line={entry['line']},col={entry['column']},title={entry['rule']}"
    return f"::{level} {place}::{_escape(describe(entry))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(make_visible(text)).replace(":", "%3A").replace(",", "%2C")


ENTRY_COLUMNS: Final = (
    "path",
    "line",
    "column",
    "rule",
    "old",
    "new",
    "moved",
    "left",
    "right",
    "kind",
    "likelihood",
    "message",
)
"""The columns of `--format csv`."""


def to_csv(entry: dict[str, Any]) -> str:
    """Return an entry as a row of CSV without its line end."""
    return make_csv_row([entry.get(column, "") for column in ENTRY_COLUMNS])


def make_csv_row(values: Iterable[Any]) -> str:
    """Return a row of CSV in which a spreadsheet finds no formula, without its line end."""
    line = StringIO()
    cells = [str(value) for value in values]
    safe = [f"'{cell}" if cell and cell[0] in FORMULA_STARTS else cell for cell in cells]
    csv.writer(line, lineterminator="").writerow(safe)
    return line.getvalue()


def count_edits(steps: Iterable[Step]) -> dict[str, RuleCount]:
    """Return what each rule did, in no order."""
    found: dict[str, RuleCount] = {}
    for step in steps:
        found[step.rule] = found.get(step.rule, RuleCount()) + RuleCount(1, len(step.old), len(step.new))
    return found


def format_table(found: dict[str, RuleCount]) -> Iterator[str]:
    """Yield the counts as lines in columns, the sum at the end."""
    rows = [*found.items(), ("all", sum(found.values(), RuleCount()))]
    width = max(len(rule) for rule, _ in rows)
    cells = [("changes", "removed", "inserted"), *(tuple(f"{number:,}" for number in count) for _, count in rows)]
    sizes = [max(len(row[column]) for row in cells) for column in range(3)]
    for name, row in zip(("rule", *(rule for rule, _ in rows)), cells, strict=True):
        yield "  ".join([name.ljust(width), *(cell.rjust(size) for cell, size in zip(row, sizes, strict=True))])
