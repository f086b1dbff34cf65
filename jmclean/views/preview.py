"""The pages that a user wants to look at: read, cleaned and composed one by one, nothing of them written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from jmclean.errors import FileError, JmcleanError, NotAPageError, UsageError
from jmclean.io.codec import Decoded, encode
from jmclean.io.files import walk
from jmclean.io.messages import say
from jmclean.io.page import CleanedPage, clean_page
from jmclean.io.selection import Selection
from jmclean.io.streams import STDIN, read
from jmclean.options import Options
from jmclean.settings.run_settings import Settings
from jmclean.views.segments import IN_OUTPUT, Segment, Step, compose

if TYPE_CHECKING:
    from jmclean.runs.summary import Summary

Seen = TypeVar("Seen")

PAGES_A_PROCESS: Final = 12
"""So many pages make a further process worth its start."""


class Look(NamedTuple):
    """A page: its name, its bytes before and after, how they came about, and what there is to see of it."""

    name: str
    data: bytes
    output: bytes
    page: CleanedPage
    segments: list[Segment]
    steps: list[Step]

    @property
    def changed(self) -> bool:
        """Return whether cleaning would write anything else than was read."""
        return self.output != self.data


class Failed(NamedTuple):
    """A page that could not be read, cleaned or shown, and why."""

    name: str
    error: str
    is_page: bool = True


class Looks:
    """The pages that paths stand for, cleaned as they are asked for; keeps the count of those that fail.

    Without a path it is what is piped into standard input. Of `rules` the changes alone are in what it gives, or of all
    rules where none is named. Raises UsageError where there is nothing to look at, and for a rule that does not run.
    """

    def __init__(self, paths: tuple[str, ...], rules: tuple[str, ...], settings: Settings) -> None:
        if not paths and (sys.stdin is None or sys.stdin.isatty()):
            raise UsageError("There is nothing to look at. Name a PATH, or pipe a page in.")
        Options(only=rules)
        for rule in rules:
            if rule not in settings.options.chain():
                raise UsageError(f"The rule {rule!r} is left out by --only or --skip. Name it there, or not here.")
        self.paths = paths or ("-",)
        self.rules = rules
        self.settings = settings
        self.failed = self.pages = 0
        self._drawn: Summary | None = None

    def __iter__(self) -> Iterator[Look]:
        """Return every page that can be read and cleaned, in order."""
        return self._collect(map(partial(_look, self.settings, self.rules), self._find_sources()))

    def show(self, view: Callable[[Look], Seen]) -> Iterator[Seen]:
        """Yield what `view` makes of every page, one after the other in this process."""
        yield from self._collect(
            result for result, *_ in map(partial(_see, self.settings, self.rules, view), self._find_sources())
        )

    def show_each(self, view: Callable[[Look], Seen], quiet: bool = False) -> Iterator[Seen]:
        """Yield what `view` makes of every page, in order; of folders with several processes and with progress.

        `view` and what it gives must be picklable.
        """
        seen = partial(_see, self.settings, self.rules, view)
        if not any(map(os.path.isdir, self.paths)):
            yield from self.show(view)
            return
        from jmclean.runs.collisions import survey
        from jmclean.runs.processes import run_in_order
        from jmclean.runs.progress import make_progress
        from jmclean.runs.summary import Summary

        looked_at = survey(lambda: ((path, path) for path in self._walk(lambda *_: None) if path is not None), None)
        jobs = min(self.settings.count_jobs(), looked_at.pages // PAGES_A_PROCESS)
        report = Summary(quiet=quiet)
        bar = make_progress(looked_at, report)
        self._drawn = report
        try:
            for result, size, name in run_in_order(seen, self._find_sources(), jobs):
                report.unchanged += 1
                report.size += size
                bar.show(report, name)
                yield from self._collect(iter((result,)))
        finally:
            bar.close()
            self._drawn = None

    def say_if_empty(self, quiet: bool = False) -> None:
        """Say what the folders hold if they hold no page."""
        if not self.pages and not self.failed and not quiet:
            from jmclean.runs.empty_folders import tell_what_is_held

            tell_what_is_held(self.paths, say)

    def fail(self, name: str, error: object) -> None:
        """Count and report a page that could not be read, cleaned or shown."""
        self.failed += 1
        (self._drawn.say if self._drawn else say)(f"{name}: {error}")

    def _collect(self, results: Iterator[Any]) -> Iterator[Any]:
        """Yield the results but the failed ones, which are reported unless they are files of a folder and no pages."""
        for result in results:
            if not isinstance(result, Failed):
                self.pages += 1
                yield result
            elif result.is_page or result.name in self.paths or result.name == STDIN:
                self.fail(result.name, result.error)

    def _find_sources(self) -> Iterator[str | None]:
        return self._walk(self.fail)

    def _walk(self, failed: Callable[[str, FileError], None]) -> Iterator[str | None]:
        selection = Selection(self.settings.include, self.settings.exclude, self.settings.layout, self.settings.ignore)
        for path in self.paths:
            if path == "-":
                yield None
            else:
                yield from walk(path, None, failed, selection)


def find_place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1; a column is a character, as in an editor."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _look(settings: Settings, rules: Sequence[str], path: str | None) -> Look | Failed:
    """Clean one page, standard input for None."""
    name = STDIN if path is None else path
    try:
        return look_at(name, read(path), settings, rules, path)
    except JmcleanError as error:
        return Failed(name, str(error), not isinstance(error, NotAPageError))


def _see(
    settings: Settings, rules: Sequence[str], view: Callable[[Look], Seen], path: str | None
) -> tuple[Seen | Failed, int, str]:
    """Return what `view` makes of a page, the bytes of the page, and its name."""
    look = _look(settings, rules, path)
    if isinstance(look, Failed):
        return look, 0, look.name
    try:
        return view(look), len(look.data), look.name
    except JmcleanError as error:
        return Failed(look.name, str(error)), len(look.data), look.name


def look_at(name: str, data: bytes, settings: Settings, rules: Sequence[str] = (), path: str | None = None) -> Look:
    """Return what there is to see of a page. Raises JmcleanError."""
    page = clean_page(data, settings.options, settings.encoding, settings.output_encoding, settings.decide(path))
    data = page.read(data)
    segments, steps = compose(page.source.text, page.result.journal, rules or None)
    output = page.data
    if rules:
        steps = [step for step in steps if step.rule in rules]
        output = _encode(data, page.source, segments)
    return Look(name, data, output, page, segments, steps)


def _encode(data: bytes, source: Decoded, segments: list[Segment]) -> bytes:
    """Return the bytes of a page in which `segments` are done and nothing else, not even to its encoding."""
    if all(segment.kind == "kept" for segment in segments):
        return data
    text = "".join([segment.text for segment in segments if segment.kind in IN_OUTPUT])
    return encode(text, source.encoding, source.newline, source.bom)
