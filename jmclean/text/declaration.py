"""What a rule says of itself, so that nobody else has to know a rule by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from jmclean.text.edits import Change

Subject = Literal[
    "characters",
    "script",
    "quotes",
    "dashes",
    "stops",
    "widths",
    "spaces",
    "lines",
    "line-breaks",
    "line-ends",
    "blank-lines",
    "blocks",
    "heading-marks",
    "neighbours",
    "plan",
]
"""What a rule looks at or changes.

`widths` is the width of punctuation and letters, `neighbours` what stands right beside a character, `plan` the plan of
the page's joins, captions and furniture; `lines` are the lines that are left within blocks when the chain
ends, `line-breaks` the line ends within a block, `line-ends` the characters that end a line, `blocks` whole blocks.
"""

PlanPart = Literal["joins", "captions", "furniture", "gaps"]
"""What of a page's plan a rule carries out: `gaps` are the extra blank lines before a block, which it takes away."""

NO_SUBJECTS: Final[frozenset[Subject]] = frozenset()

WORDING: Final[frozenset[Subject]] = frozenset(
    {"characters", "script", "quotes", "dashes", "stops", "widths", "spaces", "line-breaks", "line-ends"}
)
"""What a rule looks at that knows something by how it is written: whatever puts a character right may show it more."""


class Declaration(NamedTuple):
    """What a rule may do, what it looks at and what it changes.

    `removes_text` says that visible characters may be gone afterwards, `changes_characters` that a Han, kana or Latin
    character or a digit may become another one, `moves_text` that blocks may stand in another order, `keeps_blocks`
    that the page has the same blocks afterwards, though their offsets may differ. `carries_out` names the part of the
    page's plan that the rule carries out.
    """

    looks_at: frozenset[Subject] = NO_SUBJECTS
    changes: frozenset[Subject] = NO_SUBJECTS
    removes_text: bool = False
    changes_characters: bool = False
    moves_text: bool = False
    keeps_blocks: bool = False
    carries_out: PlanPart | None = None


class CarriedOut(NamedTuple):
    """The parts of a page's plan that the rules of the chain carry out; the others are not planned."""

    joins: bool = True
    captions: bool = True
    furniture: bool = True
    gaps: bool = True

    def after(self, change: Change) -> CarriedOut:
        """Return the same, which no change alters."""
        return self


def sum_carried_out(declared: Iterable[Declaration]) -> CarriedOut:
    """Return the parts of a plan that some rules carry out."""
    parts = {declaration.carries_out for declaration in declared}
    return CarriedOut("joins" in parts, "captions" in parts, "furniture" in parts, "gaps" in parts)
