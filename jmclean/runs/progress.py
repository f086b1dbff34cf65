"""How far a run is: a bar on a terminal, a line now and then in a log, nothing if the user wants quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from jmclean.io.messages import format_count, make_harmless, say
from jmclean.runs.collisions import Survey
from jmclean.runs.summary import Totals

FIRST_LINE, EVERY_LINE = 10.0, 30.0
"""Seconds until the first line of a log and between two of them; short runs print only their summary."""

REFRESH = 0.1
"""Seconds between two pictures of the bar."""

BAR_WIDTH = 24
BAR_MARGIN = 6
"""Cells that stay free for the spaces between columns, and for the ^C that a terminal writes behind them."""


class Progress:
    """Shows how far a run is: this one not at all."""

    def show(self, totals: Totals, name: str) -> None:
        """Show what is counted in `totals`, and that the file `name` is in hand."""

    def close(self) -> None:
        """Remove what is not to stay."""


class Log(Progress):
    """A line every so often."""

    def __init__(self, survey: Survey, say: Callable[[str], None] = say) -> None:
        self.survey = survey
        self.say = say
        self.due = time.monotonic() + FIRST_LINE

    def show(self, totals: Totals, name: str) -> None:
        """Write a line if it is time for one."""
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + EVERY_LINE
        left = format_time_left(totals, self.survey)
        pages = format_count(self.survey.pages, "file")
        self.say(f"{totals.pages:,} of {pages}, {format_rate(totals)}, {left} left, at {name}")

    def close(self) -> None:
        """Do nothing: the lines stay."""


class Bar(Progress):
    """A bar that is drawn over and over on one line, and below which errors do not get lost."""

    def __init__(self, survey: Survey, totals: Totals) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Drawn
        from rich.table import Column
        from rich.text import Text

        self.survey = survey
        self.totals = totals
        self.console = Console(stderr=True, highlight=False)
        self.drawn = Drawn(
            BarColumn(bar_width=BAR_WIDTH),
            TextColumn("{task.fields[counts]}", markup=False, table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[file]}", markup=False, style="dim", table_column=Column(no_wrap=True)),
            console=self.console,
            auto_refresh=False,
            transient=True,
        )
        self.task = self.drawn.add_task("", total=max(survey.size + survey.pages, 1), counts="", file="")
        self.due = 0.0
        totals.say = lambda line: self.console.print(Text(make_harmless(line)), soft_wrap=True)
        self.drawn.start()

    def show(self, totals: Totals, name: str) -> None:
        """Draw the bar again if the last picture is old enough."""
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + REFRESH
        left = format_time_left(totals, self.survey)
        failed = f", {totals.failed:,} failed" if totals.failed else ""
        counts = f"{totals.pages:,}/{self.survey.pages:,}{failed}  {format_rate(totals)}  {left} left"
        room = self.console.width - BAR_WIDTH - len(counts) - BAR_MARGIN
        self.drawn.update(
            self.task, completed=totals.size + totals.pages, counts=counts, file=cut_cells(make_harmless(name), room)
        )
        self.drawn.refresh()

    def close(self) -> None:
        """Remove the bar."""
        self.drawn.stop()
        self.totals.say = say


def cut_cells(text: str, cells: int) -> str:
    """Return the end of a text that fits into a number of cells, of which a Han character takes two."""
    from rich.cells import cell_len

    if cell_len(text) <= cells:
        return text
    while text and cell_len(text) >= cells:
        text = text[1:]
    return f"…{text}" if text else ""


def make_progress(survey: Survey, totals: Totals) -> Progress:
    """Return the display that suits standard error: a terminal, a file or nothing."""
    if totals.quiet or sys.stderr is None or survey.pages < 2:
        return Progress()
    return Bar(survey, totals) if sys.stderr.isatty() else Log(survey)


def format_rate(totals: Totals) -> str:
    """Return files and megabytes per second so far."""
    seconds = max(totals.seconds, 1e-3)
    return f"{totals.pages / seconds:,.0f} files/s  {totals.size / 1e6 / seconds:.1f} MB/s"


def format_time_left(totals: Totals, survey: Survey) -> str:
    """Return how long the rest will take at the speed so far; a file counts as one byte more than it holds."""
    done, every = totals.size + totals.pages, survey.size + survey.pages
    if not done:
        return "-:--"
    seconds = round(totals.seconds * max(every - done, 0) / done)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
