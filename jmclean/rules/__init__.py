"""The chain. A rule is a module of this package; its place in `RULES` is when it runs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from jmclean.document import Document
    from jmclean.edits import Edit
    from jmclean.options import Options

RULES = (
    "wrapped-lines",
    "stray-characters",
    "page-furniture",
    "captions",
    "split-paragraphs",
    "mixed-script",
    "fullwidth-letters",
    "straight-quotes",
    "misread-dashes",
    "misread-marks",
    "halfwidth-punctuation",
    "stray-spaces",
    "headings",
    "blank-lines",
)


class Rule(Protocol):
    """What a module of this package must hold; its docstring is the rule's manual."""

    __doc__: str | None

    def edits(self, doc: Document, options: Options) -> Iterable[Edit]:
        """What the rule would change in `doc`, as edits that do not overlap."""


@cache
def load(name: str) -> Rule:
    """The rule of that name, which must be one of RULES."""
    return cast(Rule, import_module(f"jmclean.rules.{name.replace('-', '_')}"))
