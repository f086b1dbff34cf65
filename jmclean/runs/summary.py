"""What happened, told on standard error, and the exit code that follows from it."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from jmclean.io.kinds_of_file import format_kind_count
from jmclean.io.messages import format_count, make_harmless, say
from jmclean.rules import RULES

if TYPE_CHECKING:
    from jmclean.errors import JmcleanError
    from jmclean.runs.page_task import Outcome
    from jmclean.text.decision import Decision


NAMED_LINKS = 10
"""How many decisions without a place are named."""


class Totals:
    """What every run counts: files, bytes that were read, changes of each rule, failures, and time."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.say = say
        self.changed = self.unchanged = self.failed = self.skipped = self.size = 0
        self.passed_over: Counter[str] = Counter()
        self.edits: Counter[str] = Counter()
        self.began = time.monotonic()

    @property
    def pages(self) -> int:
        """How many pages were looked at."""
        return self.changed + self.unchanged + self.failed + self.skipped + self.passed_over.total()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.began

    def fail(self, name: str, error: JmcleanError) -> None:
        """Count and report a page or a folder that could not be read, decoded, cleaned or written."""
        self.failed += 1
        self.say(f"{name}: {error}")

    def format_speed(self) -> str:
        """Return how long it took, and how many megabytes a second were read."""
        return f"{self.seconds:.1f} s, {self.size / 1e6 / max(self.seconds, 1e-3):.1f} MB/s"


class Summary(Totals):
    """The summary of a run over pages: it prints what the user wants to know of each, and owns the exit code."""

    def __init__(self, check: bool = False, quiet: bool = False, verbose: bool = False) -> None:
        super().__init__(quiet)
        self.check = check
        self.verbose = verbose
        self.doubtful = self.reviewable = self.decided = self.lost_links = 0
        self.lost: list[tuple[str, Decision]] = []
        self.where = ""

    @property
    def exit_code(self) -> int:
        """3 where a page failed, else 1 where a check found changes, else 0."""
        if self.failed:
            return 3
        return 1 if self.check and self.changed else 0

    def add(self, outcome: Outcome) -> None:
        """Count a page that was cleaned, or failed, or was passed over, and report what the user wants to know."""
        name = outcome.task.name
        self.size += outcome.size
        if outcome.error:
            self.failed += 1
            self.say(f"{name}: {outcome.error}")
        elif outcome.passed_over:
            self.passed_over[outcome.passed_over] += 1
            if self.verbose:
                self.say(f"{name}: passed over, it is no page ({outcome.passed_over})")
        elif outcome.skipped:
            self.skipped += 1
        else:
            self.changed += outcome.changed
            self.unchanged += not outcome.changed
            self.edits.update(outcome.edits)
            self.doubtful += outcome.doubtful
            self.reviewable += outcome.reviewable
            self.decided += len(outcome.used)
            self.lost += [(name, decision) for decision in outcome.lost]
            self.lost_links += outcome.lost_links
            for line, message in () if self.quiet else outcome.notes:
                self.say(f"{name}:{line}: {message}")
            if self.check and outcome.changed and not self.quiet:
                write_name(name)
            if self.verbose:
                self.say(f"{name}: {_format_rules(outcome.edits)}")

    def summarize(self) -> None:
        """Tell how many pages came out how, what the rules did, and how long it took."""
        if self.quiet:
            return
        self.say(f"{self.format_counts()} ({self.format_speed()})")
        if self.where and self.pages > self.failed:
            self.say(self.where)
        if self.doubtful:
            left = "it was; -v names it" if self.doubtful == 1 else "they were; -v names them"
            places = f"{format_count(self.doubtful, 'doubtful place')} left as {left}"
            asked = f"{self.reviewable:,} of them"
            if self.reviewable == self.doubtful:
                asked = "it" if self.doubtful == 1 else "each"
            self.say(places + f", `jmclean review` asks about {asked}" * bool(self.reviewable))
        self.tell_decisions()
        if self.lost_links:
            found = f"Pictures found only beside the sources: {self.lost_links:,}."
            self.say(f"{found} Copy these files into the output folder too.")
        width = len(str(max(self.edits.values(), default=0)))
        for rule in RULES:
            if self.edits[rule]:
                self.say(f"  {self.edits[rule]:{width}} {rule}")

    def tell_decisions(self) -> None:
        """Say how many decisions were used, and which have lost their place."""
        if self.decided or self.lost:
            self.say(f"{format_count(self.decided, 'decision')} used, {len(self.lost):,} without a place any more")
        for name, decision in self.lost[:NAMED_LINKS]:
            what = decision.old or f"{decision.before[-8:]}|{decision.after[:8]}"
            self.say(f"  {name}: {decision.rule}: {what[:24]!r}")
        if len(self.lost) > NAMED_LINKS:
            self.say(f"  and {len(self.lost) - NAMED_LINKS:,} more; --report counts them for every file.")

    def format_counts(self) -> str:
        """Return how many pages came out how."""
        verb = "would change" if self.check else "changed"
        skipped = f", {self.skipped:,} done before" if self.skipped else ""
        tally = f"{self.changed:,} {verb}, {self.unchanged:,} unchanged{skipped}, {self.failed:,} failed"
        if self.passed_over:
            kinds = ", ".join(format_kind_count(count, kind) for kind, count in self.passed_over.most_common())
            named = "" if self.verbose else f"; -v names {'it' if self.passed_over.total() == 1 else 'them'}"
            tally += f", {self.passed_over.total():,} passed over as no pages ({kinds}{named})"
        return f"{format_count(self.pages, 'file')}: {tally}"


def write_name(name: str) -> None:
    """Write the name of a file on a line of standard output, in which nothing can drive a terminal."""
    from jmclean.io.streams import write_out

    line = make_harmless(name) if sys.stdout is not None and sys.stdout.isatty() else name
    write_out(os.fsencode(line) + b"\n")


def _format_rules(edits: dict[str, int]) -> str:
    changes = ", ".join(f"{rule} {count}" for rule, count in edits.items())
    return f"{format_count(sum(edits.values()), 'change')}: {changes}" if changes else "no changes"
