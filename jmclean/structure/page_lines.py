"""A line of a page as the rules for line ends see it, and what it may be by its words alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from jmclean.chinese.folding import fold
from jmclean.structure.roles import find_role

LONGEST_APART: Final = 60
"""The characters of a line that may be a folio, a byline or an editors' line."""

STOP: Final = "。！？…：；!?:;"
PUNCTUATION: Final = frozenset("，。、；：！？…—,.;:!?”’」』）)》")
PUNCTUATION_OF_ENDS: Final = frozenset(STOP + "”」』）).")
"""What a line may end with that says nothing about the one behind it."""


class Row(NamedTuple):
    """A line of a page without the spaces around it.

    `first` says whether it begins a block, `stays` whether its end is a line break of Markdown, `indented` whether it
    begins with more spaces than the lines of the page do.
    """

    text: str
    first: bool
    stays: bool = False
    indented: bool = False


def is_headline(lines: Sequence[str]) -> bool:
    """Return whether lines could be a headline: without any punctuation but a pause between its parts."""
    return all(PUNCTUATION.isdisjoint(line) for line in lines)


def is_line_of_page(line: str) -> bool:
    """Return whether a line with spaces is furniture or a byline, whose words spaces part."""
    return len(line) <= LONGEST_APART and find_role(fold(line)) in ("folio", "editors", "byline", "jump")
