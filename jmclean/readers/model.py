"""A page as a layout dump describes it: regions in reading order, lines with boxes, pictures."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Label = Literal[
    "unknown",
    "text",
    "title",
    "caption",
    "header",
    "footer",
    "note",
    "list",
    "picture",
    "table",
    "formula",
    "code",
]
"""What an engine says a region is; `unknown` where its format has no labels."""

PROSE: Final[frozenset[Label]] = frozenset({"unknown", "text"})
"""The labels of what may be body text."""


class Box(NamedTuple):
    """A rectangle with edges along the page's, in the units of the dump; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The distance between the left and the right edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The distance between the upper and the lower edge."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Line(NamedTuple):
    """A line of print as the engine read it.

    `places` holds the left and right edge of every character of `text` that is not a space, if the dump has them;
    `slope` says how many units the line falls for every unit to the right.
    """

    text: str
    box: Box | None = None
    places: tuple[tuple[float, float], ...] = ()
    slope: float | None = None
    confidence: float | None = None


class Region(NamedTuple):
    """A block of the page.

    `lines` are its own lines, if the dump ties them to it. `text` is what the dump gives as its text; it may be empty
    where there are lines. `level` is that of a heading, 0 where the dump does not say.
    """

    label: Label
    text: str = ""
    lines: tuple[Line, ...] = ()
    box: Box | None = None
    level: int = 0


class LayoutPage(NamedTuple):
    """One page: its regions in reading order, and the lines that no region claims.

    A page with lines and no regions has no order but that in which the engine read it.
    """

    regions: tuple[Region, ...] = ()
    lines: tuple[Line, ...] = ()
    width: float = 0.0
    height: float = 0.0


class Layout(NamedTuple):
    """What a dump holds, and the name of its format."""

    format: str
    pages: tuple[LayoutPage, ...]
