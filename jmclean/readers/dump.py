"""A layout dump read from end to end: recognised, put in order, and made one text with what is known of it."""

from __future__ import annotations

from typing import Final

from jmclean.chinese.characters import is_letter
from jmclean.chinese.lexicon import find_word_gain, fold_script
from jmclean.options import Order
from jmclean.readers.model import Layout, LayoutPage
from jmclean.readers.order import can_be_ordered, put_in_order
from jmclean.readers.placing import place_lines
from jmclean.readers.recognition import recognize
from jmclean.readers.text_of_layout import Reading, write_text

WORDS_ACROSS: Final = 0.2
"""The share of line ends with a word across them that an order found from boxes must have."""

BETTER_ORDER: Final = 2.0
"""How many times the share of the engine's own order that must be."""

BITS_OF_WORD_ACROSS: Final = 6.0
"""How many bits a word across a line's end saves at least."""

UNSURE_CONFIDENCE: Final = 0.9
"""The confidence of a line below which the engine is unsure of it."""

MANY_UNSURE: Final = 0.15
"""The share of such lines from which on no order is believed: simplified pages have .01, traditional .26 to .51."""

FEWEST_ENDS: Final = 12
"""How many line ends tell an order at least."""

NO_PLACES_NOTE: Final = (
    "the lines of this dump have no order across columns and not the places of their characters, so they stay as the "
    "engine read them. A dump with word boxes (return_word_box=True) or of a layout pipeline can be put in order."
)
REFUSED_ORDER_NOTE: Final = (
    "no reading order of the columns was found that the text confirms, so the lines stay as the engine read them. "
    "--order boxes takes the order of the boxes all the same."
)
GIVEN_ORDER_NOTE: Final = "the lines stay in the order in which the engine read them, as --order given asks."


def read_dump(text: str, order: Order = "auto") -> Reading | None:
    """Return what a text holds if it is a layout dump, else None.

    Raises LayoutError for a dump that is broken, too large or nested too deep.
    """
    layout = recognize(text)
    if layout is None:
        return None
    notes: list[str] = []
    pages = [_put_in_order(page, order, notes) for page in layout.pages]
    reading = write_text(Layout(layout.format, tuple(pages)))
    return reading._replace(notes=tuple(dict.fromkeys(notes)))


def _put_in_order(page: LayoutPage, order: Order, notes: list[str]) -> LayoutPage:
    """Return the page in reading order: its own if it has regions, else that of its boxes if the text confirms it."""
    if page.regions or not page.lines:
        return page
    if order == "given":
        notes.append(GIVEN_ORDER_NOTE)
        return page
    level = place_lines(page).page
    if not can_be_ordered(level):
        notes.append(NO_PLACES_NOTE)
        return page
    found = put_in_order(level)
    if order == "auto" and not _is_confirmed(page, found):
        notes.append(REFUSED_ORDER_NOTE)
        return page
    return found


def _is_confirmed(page: LayoutPage, found: LayoutPage) -> bool:
    """Return whether words run over line ends in the order that was found, and much oftener than in the engine's."""
    ends = [
        (above.text, below.text)
        for region in found.regions
        for above, below in zip(region.lines, region.lines[1:], strict=False)
    ]
    engine = [(above.text, below.text) for above, below in zip(page.lines, page.lines[1:], strict=False)]
    if len(ends) < FEWEST_ENDS or _is_unsure(page):
        return False
    share = _measure_share(ends)
    return share >= WORDS_ACROSS and share >= BETTER_ORDER * _measure_share(engine)


def _is_unsure(page: LayoutPage) -> bool:
    """Return whether the engine itself is unsure of many lines: it has then lost lines and parts of lines, too."""
    scores = [line.confidence for line in page.lines if line.confidence is not None]
    return sum(score < UNSURE_CONFIDENCE for score in scores) > MANY_UNSURE * len(scores)


def _measure_share(ends: list[tuple[str, str]]) -> float:
    """Return the share of line ends over which a word of the dictionary runs."""
    across = sum(
        find_word_gain(_cut_letters(above[-5:]), _cut_letters(below[:5], first=True)) >= BITS_OF_WORD_ACROSS
        for above, below in ends
    )
    return across / max(1, len(ends))


def _cut_letters(text: str, first: bool = False) -> str:
    """Return the Han that a text ends with, or begins with, simplified as the lexicon has them."""
    found = ""
    for char in text if first else reversed(text):
        if not is_letter(char):
            break
        found = found + char if first else char + found
    return fold_script(found)
