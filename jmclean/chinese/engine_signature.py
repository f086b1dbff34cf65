"""What a page shows of the OCR engine that read it: one that cannot write common traditional characters."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Final

LEAST_CHARACTERS: Final = 100
"""Characters that only traditional script has which a page must show before anything is said of its engine."""

MISSING_SHARE: Final = 0.03
"""The share of them below which the engine cannot write those that it lacks.

It is 0 to .006 on pages read by PP-OCRv4, and .09 to .39 on pages read by other engines or typed.
"""


@cache
def read_missing_characters() -> frozenset[str]:
    """Return the traditional characters that the Chinese recogniser of PP-OCRv4 has no output for: 說 黨 議."""
    folder = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - pathlib costs 5 ms
    with open(os.path.join(folder, "data", "ppocr_v4_missing.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        return frozenset(file.read().strip())


def lacks_traditional(text: str, traditional: Sequence[int]) -> bool:
    """Return whether the engine cannot write common traditional characters.

    `traditional` are the offsets of the characters of `text` that only traditional script has.
    """
    if len(traditional) < LEAST_CHARACTERS:
        return False
    missing = read_missing_characters()
    written = sum([text[at] in missing for at in traditional])
    return written < MISSING_SHARE * len(traditional)
