"""The chain. A rule is a module of this package; its place in `RULES` is when it runs."""

from __future__ import annotations

from typing import Final

RULES: Final[tuple[str, ...]] = (
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
