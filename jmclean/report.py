"""What happened, told on standard error, and the exit code that follows from it."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jmclean.errors import JmcleanError
    from jmclean.page import Page


class Report:
    """Counts pages, tells of each what the user asked to hear, and owns the exit code."""

    def __init__(self, check: bool = False, quiet: bool = False, verbose: bool = False) -> None:
        self.check = check
        self.quiet = quiet
        self.verbose = verbose
        self.changed = self.unchanged = self.failed = 0

    @property
    def exit_code(self) -> int:
        """3 where a page failed, else 1 where a check found changes, else 0."""
        if self.failed:
            return 3
        return 1 if self.check and self.changed else 0

    def done(self, name: str, page: Page) -> None:
        """A page was cleaned, and written if that was wanted."""
        self.changed += page.changed
        self.unchanged += not page.changed
        if self.verbose:
            for note in page.result.notes:
                say(f"{name}:{page.source.text.count(chr(10), 0, note.start) + 1}: {note.message}")
        if self.check and page.changed and not self.quiet:
            say(f"{name}: would change")
        if self.verbose:
            say(f"{name}: {_by_rule(page)}")

    def fail(self, name: str, error: JmcleanError) -> None:
        """A page could not be read, decoded, cleaned or written."""
        self.failed += 1
        say(f"{name}: {error}")

    def summarize(self) -> None:
        """Tell how many pages came out how."""
        if not self.quiet:
            verb = "would change" if self.check else "changed"
            say(f"{self.changed} {verb}, {self.unchanged} unchanged, {self.failed} failed")


def say(line: str) -> None:
    """A line on standard error, in which nothing can drive the terminal that shows it."""
    shown = "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in line])
    with suppress(OSError, ValueError):  # nobody listens
        print(shown, file=sys.stderr, flush=True)


def _by_rule(page: Page) -> str:
    counts: Counter[str] = Counter()
    for change in page.result.journal:
        counts[change.rule] += len(change.edits)
    changes = ", ".join(f"{rule} {count}" for rule, count in counts.items())
    return f"{counts.total()} changes: {changes}" if changes else "no changes"
