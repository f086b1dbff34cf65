"""What a run over a corpus tells: each file and row that failed, how far it is, and what came of it at the end."""

from __future__ import annotations

import sys
import time
from typing import Any

from jmclean.corpus.rows import Tally
from jmclean.errors import JmcleanError
from jmclean.io.messages import counted, say

SHOWN = 50
"""Failed rows that are named; the others are counted, and every one says in its own row what is wrong."""


class Closing:
    """Counts files and rows, and owns the exit code."""

    def __init__(self, quiet: bool, size: int) -> None:
        self.quiet = quiet
        self.tally = Tally()
        self.done = self.skipped = self.failed = 0
        self._shown = self._failed_before = 0
        self._began = time.monotonic()
        self._start_up = 0.0
        self._bar = None if quiet or not sys.stderr.isatty() else _bar(size)

    @property
    def exit_code(self) -> int:
        """3 where a file or a row failed, else 0."""
        return 3 if self.failed or self.tally.failed or self._failed_before else 0

    def started(self) -> None:
        """The engine is up; what follows is work."""
        self._start_up = time.monotonic() - self._began

    def advance(self, size: int) -> None:
        """So many bytes more of all files are done."""
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0], size)

    def finished(self, name: str, tally: Tally) -> None:
        """A file is written."""
        self.done += 1
        for failure in tally.failures:
            self._shown += 1
            if self._shown <= SHOWN:
                which = f" ({failure.name})" if failure.name else ""
                say(f"{name}:{failure.row}{which}: {failure.reason} The row is as it was.")
        self.tally = self.tally.plus(tally._replace(failures=()))

    def fail(self, name: str, error: JmcleanError) -> None:
        """A file could not be read or written."""
        self.failed += 1
        say(f"{name}: {error}")

    def skip(self, name: str, failed: int) -> None:
        """A file was done by an earlier run, but for some rows."""
        self.skipped += 1
        if failed:
            self._failed_before += failed
            say(f"{name}: {counted(failed, 'row')} failed when it was done before; jmclean_error says why in each.")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def summarize(self, decisions: int = 0) -> None:
        """Tell what came of it; `decisions` is how many there are."""
        self.close()
        if self.quiet:
            return
        tally = self.tally
        if tally.failed > self._shown or self._shown > SHOWN:
            say(
                f"{counted(tally.failed - min(SHOWN, self._shown), 'more row')} failed; jmclean_error says why in each."
            )
        say(f"{counted(self.done, 'file')} written, {self.skipped:,} done before, {self.failed:,} failed")
        if tally.rows:
            say(f"{counted(tally.rows, 'row')}: {tally.changed:,} changed, {tally.failed:,} failed")
        rules = sorted(tally.by_rule, key=lambda pair: -pair[1])
        if rules:
            say("changes by rule: " + ", ".join(f"{rule} {number:,}" for rule, number in rules))
        if decisions:
            lost = decisions - len(tally.used)
            say(f"{counted(len(tally.used), 'decision')} used, {lost:,} without a place in these rows")
        if not tally.rows:
            return
        seconds = max(time.monotonic() - self._began - self._start_up, 0.001)
        size = tally.size / 1e6
        say(f"{size:,.1f} MB of text in {seconds:,.1f} s, {size / seconds:,.2f} MB/s; start-up {self._start_up:,.1f} s")


def _bar(size: int) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("", total=size)
    bar.start()
    return bar
