"""What the settings of a run come to, wherever they were set."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from jmclean.io.page import OutputEncoding
from jmclean.options import Options

if TYPE_CHECKING:
    from jmclean.history.decisions import Decisions
    from jmclean.text.decision import Decision


class Settings(NamedTuple):
    """How a run cleans: the options of the rules, the encoding of the pages if it is given, and that of the output.

    For folders: the number of worker processes (None is one per core), which of their files are pages, and whether
    layout dumps are.
    """

    options: Options = Options()
    encoding: str | None = None
    output_encoding: OutputEncoding = "utf-8"
    jobs: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    layout: bool = False
    decisions: Decisions | None = None
    ignore: bool = True

    def decide(self, path: str | None) -> Callable[[str], tuple[Decision, ...]] | None:
        """Return what gives the decisions for a page, by its text; None if there are none."""
        return None if self.decisions is None else partial(self.decisions.find, path)

    def count_jobs(self) -> int:
        """Return how many processes may work: those that were asked for, else one for every core of this process."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return self.jobs or cores
