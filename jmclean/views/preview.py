"""The pages that a user wants to look at: read, cleaned and composed one by one, nothing of them written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from jmclean.errors import JmcleanError, NotAPageError, UsageError
from jmclean.io.codec import Decoded, encode
from jmclean.io.files import pages
from jmclean.io.messages import say
from jmclean.io.page import Page, clean_page
from jmclean.io.selection import Selection
from jmclean.io.streams import STDIN, read
from jmclean.options import Options
from jmclean.settings.cli_options import Settings
from jmclean.views.segments import IN_OUTPUT, Segment, Step, compose


class Look(NamedTuple):
    """A page: its name, its bytes before and after, how they came about, and what there is to see of it."""

    name: str
    data: bytes
    output: bytes
    page: Page
    segments: list[Segment]
    steps: list[Step]

    @property
    def changed(self) -> bool:
        """Whether cleaning would write anything else than was read."""
        return self.output != self.data


class Looks:
    """The pages that paths stand for, cleaned one by one as they are asked for; keeps the count of those that fail.

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
        self.failed = 0

    def __iter__(self) -> Iterator[Look]:
        """Every page that can be read and cleaned, in order."""
        for name, source in self._sources():
            try:
                look = _look(name, read(source), self.settings, self.rules)
            except NotAPageError as error:
                if str(source) in self.paths or source is None:
                    self.fail(name, error)
            except JmcleanError as error:
                self.fail(name, error)
            else:
                yield look

    def fail(self, name: str, error: JmcleanError) -> None:
        """A page could not be read, cleaned or shown."""
        self.failed += 1
        say(f"{name}: {error}")

    def _sources(self) -> Iterator[tuple[str, Path | None]]:
        selection = Selection(self.settings.include, self.settings.exclude, self.settings.layout)
        for path in self.paths:
            if path == "-":
                yield STDIN, None
            else:
                yield from ((str(page), page) for page in pages(Path(path), None, self.fail, selection))


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of an offset, both from 1; a column is a character, as in an editor."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _look(name: str, data: bytes, settings: Settings, rules: Sequence[str]) -> Look:
    page = clean_page(data, settings.options, settings.encoding, settings.output_encoding)
    data = page.read(data)
    segments, steps = compose(page.source.text, page.result.journal, rules or None)
    output = page.data
    if rules:
        steps = [step for step in steps if step.rule in rules]
        output = _encoded(data, page.source, segments)
    return Look(name, data, output, page, segments, steps)


def _encoded(data: bytes, source: Decoded, segments: list[Segment]) -> bytes:
    """The bytes of a page in which `segments` are done and nothing else, not even to its encoding."""
    if all(segment.kind == "kept" for segment in segments):
        return data
    text = "".join([segment.text for segment in segments if segment.kind in IN_OUTPUT])
    return encode(text, source.encoding, source.newline, source.bom)
