"""How far a run is: a bar on a terminal, a line now and then in a log, nothing where nobody wants to hear."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from jmclean.io.messages import counted, say, shown
from jmclean.runs.collisions import Survey
from jmclean.runs.summary import Report

FIRST_LINE, EVERY_LINE = 10.0, 30.0
"""Seconds until the first line of a log and between two of them; short runs say nothing but their summary."""

REFRESH = 0.1
"""Seconds between two pictures of the bar."""


BAR_WIDTH = 24
MARGIN = 6
"""Cells that stay free for the blanks between columns, and for the ^C that a terminal writes behind them."""


class Progress:
    """Shows how far a run is: this one not at all."""

    def show(self, report: Report, name: str) -> None:
        """Tell what is counted in `report`, and that the file `name` is in hand."""

    def close(self) -> None:
        """Clear away what is not to stay."""


class Log(Progress):
    """A line every so often."""

    def __init__(self, survey: Survey, say: Callable[[str], None] = say) -> None:
        self.survey = survey
        self.say = say
        self.due = time.monotonic() + FIRST_LINE

    def show(self, report: Report, name: str) -> None:
        """Write a line if it is time for one."""
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + EVERY_LINE
        left = time_left(report, self.survey)
        self.say(f"{report.pages:,} of {counted(self.survey.pages, 'file')}, {rate(report)}, {left} left, at {name}")

    def close(self) -> None:
        """Lines stay."""


class Bar(Progress):
    """A bar that is drawn over and over on one line, and below which errors do not get lost."""

    def __init__(self, survey: Survey, report: Report) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Drawn
        from rich.table import Column
        from rich.text import Text

        self.survey = survey
        self.report = report
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
        report.say = lambda line: self.console.print(Text(shown(line)), soft_wrap=True)
        self.drawn.start()

    def show(self, report: Report, name: str) -> None:
        """Draw the bar anew if the last picture is old enough."""
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + REFRESH
        left = time_left(report, self.survey)
        failed = f", {report.failed:,} failed" if report.failed else ""
        counts = f"{report.pages:,}/{self.survey.pages:,}{failed}  {rate(report)}  {left} left"
        room = self.console.width - BAR_WIDTH - len(counts) - MARGIN
        self.drawn.update(
            self.task, completed=report.size + report.pages, counts=counts, file=last_cells(shown(name), room)
        )
        self.drawn.refresh()

    def close(self) -> None:
        """Take the bar away."""
        self.drawn.stop()
        self.report.say = say


def last_cells(text: str, cells: int) -> str:
    """The end of a text, as much as has room in a number of cells, of which a Han letter takes two."""
    from rich.cells import cell_len

    if cell_len(text) <= cells:
        return text
    while text and cell_len(text) >= cells:
        text = text[1:]
    return f"…{text}" if text else ""


def progress(survey: Survey, report: Report) -> Progress:
    """What suits the terminal or file that standard error is."""
    if report.quiet or sys.stderr is None or survey.pages < 2:
        return Progress()
    return Bar(survey, report) if sys.stderr.isatty() else Log(survey)


def rate(report: Report) -> str:
    """Files and megabytes a second so far."""
    seconds = max(report.seconds, 1e-3)
    return f"{report.pages / seconds:,.0f} files/s  {report.size / 1e6 / seconds:.1f} MB/s"


def time_left(report: Report, survey: Survey) -> str:
    """How long the rest will take if it goes on as so far; a file counts as one byte more than it holds."""
    done, every = report.size + report.pages, survey.size + survey.pages
    if not done:
        return "-:--"
    seconds = round(report.seconds * max(every - done, 0) / done)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
