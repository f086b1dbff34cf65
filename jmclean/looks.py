"""The pages that a user wants to look at: read, cleaned and composed one by one, nothing of them written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from jmclean.choices import Settings
from jmclean.codec import Decoded, encode
from jmclean.errors import JmcleanError, UsageError
from jmclean.files import pages
from jmclean.page import Page, clean_page
from jmclean.segments import IN_OUTPUT, Segment, Step, compose, only
from jmclean.streams import STDIN, read


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


def looks(
    paths: Sequence[str], settings: Settings, rules: Sequence[str], failed: Callable[[str, JmcleanError], None]
) -> Iterator[Look]:
    """Every page that `paths` stand for; of `rules` the changes alone, or of all rules where none is named.

    `failed` hears of each page that could not be read or cleaned.
    """
    for name, source in _sources(paths, failed):
        try:
            look = _look(name, read(source), settings, rules)
        except JmcleanError as error:
            failed(name, error)
        else:
            yield look


def check(paths: Sequence[str], rules: Sequence[str], settings: Settings) -> None:
    """Raise UsageError where no path is named or a rule is asked for that does not run."""
    if not paths:
        raise UsageError("There is nothing to look at. Name a PATH, or - for standard input.")
    chain = settings.options.chain()
    for rule in rules:
        type(settings.options)(only=(rule,))
        if rule not in chain:
            raise UsageError(f"The rule {rule!r} is left out by --only or --skip. Name it there, or not here.")


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of an offset, both from 1; a column is a character, as in an editor."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _sources(paths: Sequence[str], failed: Callable[[str, JmcleanError], None]) -> Iterator[tuple[str, Path | None]]:
    for path in paths:
        if path == "-":
            yield STDIN, None
        else:
            yield from ((str(page), page) for page in pages(Path(path), None, failed))


def _look(name: str, data: bytes, settings: Settings, rules: Sequence[str]) -> Look:
    page = clean_page(data, *settings)
    segments, steps = compose(page.source.text, page.result.journal)
    output = page.data
    if rules:
        segments = only(segments, rules, page.source.text)
        steps = [step for step in steps if step.rule in rules]
        output = _encoded(data, page.source, segments)
    return Look(name, data, output, page, segments, steps)


def _encoded(data: bytes, source: Decoded, segments: list[Segment]) -> bytes:
    """The bytes of a page in which `segments` are done and nothing else, not even to its encoding."""
    if all(segment.kind == "kept" for segment in segments):
        return data
    text = "".join([segment.text for segment in segments if segment.kind in IN_OUTPUT])
    return encode(text, source.encoding, source.newline, source.bom)
