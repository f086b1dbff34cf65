"""What a run over a corpus prints: files and rows that failed, and the sums at the end."""

from __future__ import annotations

import time
from typing import Final

from jmclean.corpus.rows import Tally
from jmclean.io.messages import format_count
from jmclean.runs.collisions import Survey
from jmclean.runs.progress import make_progress
from jmclean.runs.summary import Totals

MOST_NAMED_ROWS: Final = 50
"""Failed rows that are named; the others are counted, and each has its error in its own row."""


class CorpusSummary(Totals):
    """Counts files and rows, shows how far the run is, and owns the exit code; `survey` is all that is to be done."""

    def __init__(self, quiet: bool, survey: Survey) -> None:
        super().__init__(quiet)
        self.tally = Tally()
        self._named = self._failed_before = 0
        self._start_up = 0.0
        self._progress = make_progress(survey, self)

    @property
    def exit_code(self) -> int:
        """Return 3 if a file or a row failed, else 0."""
        return 3 if self.failed or self.tally.failed or self._failed_before else 0

    def start_clock(self) -> None:
        """Note that the engine is up; what follows is work."""
        self._start_up = self.seconds

    def advance(self, name: str, size: int) -> None:
        """Count so many more bytes of a file as done."""
        self.size += size
        self._progress.show(self, name)

    def count_file(self, name: str, tally: Tally) -> None:
        """Count a file that is written."""
        self.changed += 1
        for failure in tally.failures:
            self._named += 1
            if self._named <= MOST_NAMED_ROWS:
                which = f" ({failure.name})" if failure.name else ""
                self.say(f"{name}:{failure.row}{which}: {failure.reason} The row is as it was.")
        self.tally = self.tally.add(tally._replace(failures=()))

    def skip(self, name: str, failed: int) -> None:
        """Count a file that an earlier run finished, except for some rows."""
        self.skipped += 1
        if failed:
            self._failed_before += failed
            self.say(
                f"{name}: {format_count(failed, 'row')} failed when it was done before; jmclean_error says why in each."
            )

    def close(self) -> None:
        """Take the progress bar away."""
        self._progress.close()

    def summarize(self, decisions: int = 0) -> None:
        """Print how many files and rows changed and failed, what the rules did, and how long it took.

        `decisions` is how many there are.
        """
        self.close()
        if self.quiet:
            return
        tally = self.tally
        if (unnamed := tally.failed - min(MOST_NAMED_ROWS, self._named)) > 0:
            self.say(f"{format_count(unnamed, 'more row')} failed; jmclean_error says why in each.")
        self.say(f"{format_count(self.changed, 'file')} written, {self.skipped:,} done before, {self.failed:,} failed")
        if tally.rows:
            self.say(f"{format_count(tally.rows, 'row')}: {tally.changed:,} changed, {tally.failed:,} failed")
        if decisions:
            lost = decisions - len(tally.used)
            self.say(f"{format_count(len(tally.used), 'decision')} used, {lost:,} without a place in these rows")
        rules = sorted(tally.by_rule, key=lambda pair: -pair[1])
        if rules:
            self.say("changes by rule: " + ", ".join(f"{rule} {number:,}" for rule, number in rules))
        if tally.rows:
            self.began = time.monotonic() - max(self.seconds - self._start_up, 1e-3)
            self.size = tally.size
            self.say(f"{self.size / 1e6:,.1f} MB of text in {self.format_speed()}; start-up {self._start_up:,.1f} s")
