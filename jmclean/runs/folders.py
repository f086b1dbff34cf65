"""A run over folders and files: what is found, who cleans it, what is told of it, and how it stops."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from jmclean.errors import INTERRUPTED, FileError, UsageError
from jmclean.io.files import find_target, walk
from jmclean.io.selection import Selection
from jmclean.runs.collisions import survey
from jmclean.runs.page_task import A_PAGE, STATE_FILE, Outcome, PageTask, Work, perform
from jmclean.runs.progress import Progress, make_progress
from jmclean.runs.summary import Summary

if TYPE_CHECKING:
    from jmclean.runs.json_report import Ledger
    from jmclean.runs.resume import State
    from jmclean.runs.workers import PagePool

WORTH_A_PROCESS = 300_000
"""Bytes of text for which it is quicker to start further processes than to go on alone."""


class RunPlan(NamedTuple):
    """What is to be done with which pages; `out` is the folder that they go to, None where they stay.

    `file` is the file that a single page goes to.
    """

    paths: tuple[str, ...]
    work: Work
    out: str | None = None
    in_place: bool = False
    resume: bool = False
    report_file: str | None = None
    overwrite: bool = False
    file: str | None = None


def run(plan: RunPlan, report: Summary) -> int:
    """Clean the pages of a plan and return the exit code. Raises UsageError before anything is written."""
    if plan.out is not None and os.path.exists(plan.out) and not os.path.isdir(plan.out):
        raise UsageError(f"{plan.out} is no folder. Name one with -o DIR.")
    settings = plan.work.settings
    selection = Selection(settings.include, settings.exclude, settings.layout, settings.ignore)
    looked_at = survey(lambda: _find_pages(plan, selection, lambda *_: None), plan.out)
    if plan.work.journal is not None:
        from jmclean.history.journal import check

        check(plan.work.journal)
    books = _Books(plan, report)
    bar = make_progress(looked_at, report)
    jobs = min(settings.count_jobs(), looked_at.pages)
    cost = looked_at.size + A_PAGE * looked_at.pages
    alone = jobs < 2 or cost < WORTH_A_PROCESS or "-" in plan.paths
    pool = None if alone else _open_pool(plan.work, jobs, cost)
    tasks = (books.make_task(page, root) for page, root in _find_pages(plan, selection, report.fail))
    interrupted = False
    try:
        for outcome in _perform(tasks, plan.work, pool, bar, report):
            books.enter(outcome)
    except KeyboardInterrupt:
        interrupted = True
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
        _stop(pool, books)
        signal.signal(signal.SIGINT, previous)
    except BaseException:
        _stop(pool, books)
        raise
    finally:
        bar.close()
        books.close(interrupted)
    if not interrupted:
        if not looked_at.pages:
            from jmclean.runs.empty_folders import tell_what_is_held

            tell_what_is_held(plan.paths, report.say)
        report.summarize()
        return report.exit_code
    how = "to do the rest" if plan.out is None and not plan.resume else "with --resume to do the rest"
    report.say(
        f"jmclean: Interrupted. {report.format_counts()} of {looked_at.pages:,}; {books.find_last()}Run it again {how}."
    )
    return INTERRUPTED


class _Books:
    """What is written down of every page: the report, its file, and the state of the folder."""

    def __init__(self, plan: RunPlan, report: Summary) -> None:
        self.plan = plan
        self.report = report
        self.states: dict[str, State | None] = {}
        self.ledger: Ledger | None = None
        self.latest = ""
        if plan.report_file is not None:
            from jmclean.runs.json_report import Ledger

            self.ledger = Ledger(plan.report_file)

    def make_task(self, page: str, root: str) -> PageTask:
        """Return what is to be done with a page that was found at or below `root`."""
        plan = self.plan
        if page == "-":
            return PageTask(None, plan.file)
        output = page if plan.in_place else plan.file if plan.out is None else find_target(page, root, plan.out)
        size = 0
        with suppress(OSError):
            size = os.stat(page).st_size
        state = self._open_state(root) if plan.resume or self._was_written_before() else None
        if state is None or output is None:
            return PageTask(page, output, size, root)
        done = state.find_hashes(output, page) if plan.resume else None
        written = None if plan.in_place or plan.overwrite else state.find_output(output)
        return PageTask(page, output, size, root, done, written)

    def _was_written_before(self) -> bool:
        """Return whether an earlier run wrote into the output folder, so that its files may have been changed since."""
        plan = self.plan
        if plan.out is None or plan.overwrite or plan.in_place:
            return False
        return plan.out in self.states or os.path.exists(os.path.join(plan.out, STATE_FILE))

    def enter(self, outcome: Outcome) -> None:
        """Write down what came of a page."""
        self.report.add(outcome)
        if self.ledger:
            self.ledger.add(outcome)
        if outcome.error or outcome.passed_over or outcome.task.target is None:
            return
        self.latest = outcome.task.target
        if outcome.hashes and (state := self._open_state(outcome.task.root)):
            source, output = outcome.hashes
            state.keep(self.latest, outcome.task.name, (output if self.plan.in_place else source, output))

    def find_last(self) -> str:
        """Return the file that was written last."""
        return f"{self.latest} was the last to be written. " if self.latest else ""

    def close(self, interrupted: bool) -> None:
        """Put everything away."""
        for state in self.states.values():
            if state:
                state.close()
        if self.ledger:
            self.ledger.close(self.report, interrupted)

    def _open_state(self, root: str) -> State | None:
        """Return the state of the folder that a page goes to.

        One that is cleaned in place has it only if it is asked for.
        """
        folder = root if self.plan.in_place else self.plan.out
        if folder is None or (self.plan.in_place and not (self.plan.resume and os.path.isdir(folder))):
            return None
        if folder not in self.states:
            from jmclean.runs.resume import State

            work = self.plan.work
            self.states[folder] = State(folder, work.settings, work.journal is not None)
        return self.states[folder]


def _perform(
    tasks: Iterator[PageTask], work: Work, pool: PagePool | None, bar: Progress, report: Summary
) -> Iterator[Outcome]:
    """Yield what comes of every page; the bar is kept up meanwhile."""
    if pool is None:
        for task in tasks:
            bar.show(report, task.name)
            yield perform(task, work)
        return
    for outcome in pool.run(tasks):
        if outcome is not None:
            yield outcome
        bar.show(report, pool.find_in_hand())


def _find_pages(
    plan: RunPlan, selection: Selection, failed: Callable[[str, FileError], None]
) -> Iterator[tuple[str, str]]:
    """Yield every page with the path that was named for it."""
    for root in plan.paths:
        if root == "-":
            yield root, root
        else:
            for page in walk(root, plan.out, failed, selection):
                yield page, root


def _open_pool(work: Work, jobs: int, cost: int) -> PagePool:
    from jmclean.runs.workers import PagePool

    return PagePool(work, jobs, cost)


def _stop(pool: PagePool | None, books: _Books) -> None:
    """Leave no process behind, and write down what they had done."""
    for outcome in pool.stop() if pool else ():
        books.enter(outcome)
