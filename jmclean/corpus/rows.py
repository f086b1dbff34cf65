"""The rows of a corpus: what is wanted of each, and what became of its text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from jmclean.engine.batch import LINE_ENDS, clean_text
from jmclean.errors import FileError, LayoutError
from jmclean.history.decisions import Decisions
from jmclean.history.records import to_plain
from jmclean.io.page import clean_reading, read_layout
from jmclean.options import Options
from jmclean.text.edits import edits_by_rule

ERROR, SOURCE, CHANGES, JOURNAL = "jmclean_error", "jmclean_source", "jmclean_changes", "jmclean_journal"
"""The columns that a run adds. ERROR is always there, so that all files of a corpus have the same columns."""

TOLD = 20
"""Of how many failed rows a batch is told which; the others are counted."""


class ColumnError(FileError):
    """A file has no column of the name that was given, or not one of texts."""


class Job(NamedTuple):
    """What a run does to every row."""

    column: str = "text"
    options: Options = Options()
    id_column: str | None = None
    keep_source: bool = False
    changes: bool = False
    keep_journal: bool = False
    encoding: str | None = None
    decisions: Decisions | None = None

    def list_added(self) -> tuple[str, ...]:
        """Return the columns that rows get besides ERROR. A corpus that has one of them already is refused."""
        wanted = (
            (SOURCE, self.keep_source),
            (CHANGES, self.changes and bool(self.list_counted())),
            (JOURNAL, self.keep_journal),
        )
        return tuple(name for name, is_wanted in wanted if is_wanted)

    def list_counted(self) -> tuple[str, ...]:
        """Return the rules that `changes` counts: all that run, whether they change something or not, in order."""
        return self.options.chain()

    def count_edits(self, row: CleanedRow) -> dict[str, int] | None:
        """Return how many edits each rule that runs made in a row; None where nothing was cleaned."""
        return None if row.counts is None else {rule: row.counts.get(rule, 0) for rule in self.list_counted()}


class Unread(NamedTuple):
    """Stands for a text that is none, and says why."""

    reason: str


class CleanedRow(NamedTuple):
    """What became of a text: the new one (None where it stays as it is), and what there is to tell of it.

    `counts` says how many edits a rule made, if it made any; it and `journal` are None where nothing was cleaned.
    `used` are the numbers of the decisions that the text has the place of.
    """

    text: str | None = None
    counts: dict[str, int] | None = None
    journal: str | None = None
    error: str | None = None
    used: tuple[int, ...] = ()


class Failure(NamedTuple):
    """A row that could not be cleaned: its line or number from 1, its id if that is known, and why."""

    row: int
    name: str | None
    reason: str


class Tally(NamedTuple):
    """What became of some rows that follow each other.

    `lines` are the rows and, in JSON Lines, the blank lines between them. `size` counts bytes of UTF-8 before cleaning.
    `read` rows were understood, `with_column` of them have the column;
    `names` are the columns of one of them.
    """

    rows: int = 0
    lines: int = 0
    changed: int = 0
    failed: int = 0
    size: int = 0
    read: int = 0
    with_column: int = 0
    names: tuple[str, ...] = ()
    by_rule: tuple[tuple[str, int], ...] = ()
    failures: tuple[Failure, ...] = ()
    used: frozenset[int] = frozenset()

    def add(self, other: Tally) -> Tally:
        """Return both, with those of `other` behind these."""
        by_rule = Counter(dict(self.by_rule)) + Counter(dict(other.by_rule))
        later = [failure._replace(row=failure.row + self.lines) for failure in other.failures]
        return Tally(
            self.rows + other.rows,
            self.lines + other.lines,
            self.changed + other.changed,
            self.failed + other.failed,
            self.size + other.size,
            self.read + other.read,
            self.with_column + other.with_column,
            self.names or other.names,
            tuple(by_rule.items()),
            (*self.failures, *later)[:TOLD],
            self.used | other.used,
        )


def clean_row(text: str | Unread | None, job: Job) -> CleanedRow:
    """Clean one text. One that fails stays as it is and says why; None is a row without a text and stays one.

    Of a layout dump the text that is read out of it is cleaned, and stands in its place, as its journal has it.
    """
    if not isinstance(text, str):
        return CleanedRow(error=text and text.reason)
    try:
        layout = read_layout(text.replace("\r\n", "\n"), job.options)
        if layout is not None:
            text = layout.text
        numbers = job.decisions.find_numbers(None, text) if job.decisions else []
        options = job.options._replace(decisions=job.decisions.pick(numbers)) if job.decisions else job.options
        result = clean_text(text, options) if layout is None else clean_reading(layout, options)
    except LayoutError as error:
        return CleanedRow(error=str(error))
    except Exception as error:  # one row must not take the others with it
        return CleanedRow(error=f"A rule failed ({type(error).__name__}: {error}).")
    counts = edits_by_rule(change for change in result.journal if change.rule != LINE_ENDS)
    journal = json.dumps(to_plain(result.journal), ensure_ascii=False) if job.keep_journal else None
    used = tuple([numbers[number] for number in result.found])
    return CleanedRow(result.text if result.journal or layout else None, counts, journal, used=used)


def count(
    texts: Sequence[str | Unread | None],
    rows: Sequence[CleanedRow],
    columns: Sequence[Sequence[str] | None],
    column: str,
) -> Tally:
    """The tally of some rows, given their texts and the names of their columns, None where a row was not understood."""
    by_rule: Counter[str] = Counter()
    failures = []
    for number, row in enumerate(rows, 1):
        if row.counts:
            by_rule.update(row.counts)
        if row.error is not None:
            failures.append(Failure(number, None, row.error))
    read = [names for names in columns if names is not None]
    return Tally(
        len(rows),
        len(rows),
        sum(row.text is not None for row in rows),
        len(failures),
        sum(len(text.encode("utf-8", "surrogatepass")) for text in texts if isinstance(text, str)),
        len(read),
        sum(column in names for names in read),
        tuple(read[0]) if read else (),
        tuple(by_rule.items()),
        tuple(failures[:TOLD]),
        frozenset([number for row in rows for number in row.used]),
    )


def describe_missing_column(name: str, names: Sequence[str]) -> str:
    """Return what to tell of a column that is not there."""
    from difflib import get_close_matches

    near = get_close_matches(name, names, 1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return f"There is no column {name!r}. {hint}There are {', '.join(names) or 'none at all'}."
