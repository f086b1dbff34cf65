"""Values of a dump, which may be anything, as what a reader expects: numbers, texts, boxes, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jmclean.errors import LayoutError
from jmclean.readers.model import Box

FARTHEST_COORDINATE: Final = 1e7
"""The largest coordinate that is believed."""

MOST_LINES_OF_DUMP: Final = 1_000_000
"""The most lines and regions of one dump."""

MOST_POINTS: Final = 10_000
"""The most corners of one outline."""

CONTROL_CHARACTER: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no text holds: controls, and halves of a pair."""

HAN_SPACE: Final = re.compile(r"(?<=[^\x00-\u024f]) +| +(?=[^\x00-\u024f])")
"""A space beside a character that is not Latin, which engines put where a line ends."""


def read_number(value: object) -> float | None:
    """Return a coordinate, or None for anything else: text, booleans, NaN, infinity, numbers beyond any page."""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and -FARTHEST_COORDINATE <= value <= FARTHEST_COORDINATE
    ):
        return float(value)
    return None


def parse_number(value: str | None) -> float | None:
    """Return the coordinate that a text gives, or None."""
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if -FARTHEST_COORDINATE <= found <= FARTHEST_COORDINATE else None


def read_string(value: object) -> str:
    """Return a text without control characters, or an empty one for anything that is not a text."""
    if not isinstance(value, str):
        return ""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL_CHARACTER.sub("", value) if not value.isprintable() else value


def read_items(value: object) -> list[Any]:
    """Return a list, empty for anything else. Raises LayoutError for one that no page fills."""
    if not isinstance(value, list):
        return []
    if len(value) > MOST_LINES_OF_DUMP:
        raise make_size_error()
    return value


def read_mappings(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list and nothing else of it."""
    return (item for item in read_items(value) if isinstance(item, dict))


def read_box(value: object) -> Box | None:
    """Return the box of [left, top, right, bottom] or of a list of points; None where it is neither."""
    values = read_items(value)
    if values and isinstance(values[0], list):
        return read_outline(values)
    numbers = [found for one in values[:8] if (found := read_number(one)) is not None]
    if len(values) == 8 and len(numbers) == 8:
        return read_outline([numbers[at : at + 2] for at in range(0, 8, 2)])
    if len(values) != 4 or len(numbers) != 4:
        return None
    return make_box(*numbers)


def make_box(left: float, top: float, right: float, bottom: float) -> Box | None:
    """Return a box whose edges may be given the wrong way round; None for one without any size."""
    if right < left:
        left, right = right, left
    if bottom < top:
        top, bottom = bottom, top
    return Box(left, top, right, bottom) if left < right and top < bottom else None


def find_median(values: Iterable[float]) -> float:
    """Return the value in the middle, or the mean of the two; 0 for none. `statistics` takes 2 ms to load."""
    found = sorted(values)
    if not found:
        return 0.0
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def read_outline(values: list[Any]) -> Box | None:
    """Return the box of an outline; of four corners the middle of each edge counts, since a line may be tilted."""
    points = read_points(values)
    if len(points) < 2:
        return None
    xs, ys = sorted(x for x, _ in points), sorted(y for _, y in points)
    if len(points) == 4:
        return make_box((xs[0] + xs[1]) / 2, (ys[0] + ys[1]) / 2, (xs[2] + xs[3]) / 2, (ys[2] + ys[3]) / 2)
    return make_box(xs[0], ys[0], xs[-1], ys[-1])


def read_points(values: list[Any]) -> list[tuple[float, float]]:
    """Return the points of an outline that are points."""
    found = []
    for point in values[:MOST_POINTS]:
        if isinstance(point, list) and len(point) >= 2:
            x, y = read_number(point[0]), read_number(point[1])
            if x is not None and y is not None:
                found.append((x, y))
    return found


def read_slope(value: object) -> float | None:
    """Return how much the upper edge of four corners, clockwise from the top left, falls; None for other outlines."""
    points = read_points(read_items(value))
    if len(points) != 4 or points[1][0] - points[0][0] <= 0:
        return None
    return (points[1][1] - points[0][1]) / (points[1][0] - points[0][0])


def join_lines(texts: list[str]) -> str:
    """Return lines put together: a space between two Latin words, otherwise nothing."""
    parts: list[str] = []
    last = ""
    for text in texts:
        text = text.strip()
        if not text:
            continue
        if last and (last[-1] + text[0]).isascii() and last[-1].isalpha() and text[0].isalnum():
            parts.append(" ")
        parts.append(text)
        last = text
    return "".join(parts)


def drop_line_spaces(text: str) -> str:
    """Return a text without the spaces that an engine put where its lines ended, beside Han."""
    return HAN_SPACE.sub("", text)


def make_size_error() -> LayoutError:
    """Return the error for a dump with more lines than any page has."""
    return LayoutError(
        f"This layout dump has more than {MOST_LINES_OF_DUMP:,} lines or regions in one list. "
        "Split it into files of fewer pages."
    )


def make_error(what: str, why: str) -> LayoutError:
    """Return the error for a dump that is broken."""
    return LayoutError(f"This looks like {what}, but {why}. Write the file again with the program that made it.")
