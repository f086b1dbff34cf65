"""What a rule says of a place that it was not sure about, so that a person can decide."""

from __future__ import annotations

from typing import Final, NamedTuple

from jmclean.text.edits import Edit

SEAM_DOUBT: Final = "seam"
JOINED_DOUBT: Final = "joined"
CAPTION_DOUBT: Final = "caption"
SCRIPT_DOUBT: Final = "script"
QUOTATION_DOUBT: Final = "quotation"
BRACKET_DOUBT: Final = "bracket"
QUOTES_DOUBT: Final = "quotes"
WIDTH_DOUBT: Final = "width"
DOTS_DOUBT: Final = "dots"
"""The kinds of places; JOINED_DOUBT is a seam that was closed, which nobody is told of unless they ask."""


class Doubt(NamedTuple):
    """The end of the place, and what would be done there if it were sure.

    `edits` are those of the rule; none where nothing can be proposed, and none for a seam, which is planned anew.
    `likelihood` is the natural logarithm of the odds that the change would be right, as far as the rule can tell.
    `head` is where the second block of a seam begins. `reasons` are names of what speaks for the change and against
    it, with their weights.
    """

    kind: str
    end: int
    edits: tuple[Edit, ...] = ()
    likelihood: float = 0.0
    head: int = -1
    reasons: tuple[tuple[str, float], ...] = ()


class Report(NamedTuple):
    """A place that a rule reports: where it begins in the text that the rule reads, and why it was left."""

    start: int
    message: str
    doubt: Doubt | None = None
