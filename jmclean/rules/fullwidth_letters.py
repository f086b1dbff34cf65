"""Full-width letters and digits: ２０２３年, ５Ｇ, ＡＩ.

Engines and typesetting systems that think in full-width cells give Latin letters and digits the width of a Han letter.
They are the same letters: Unicode has them in the same order, 0xFEE0 further on. The marks inside a number follow it:
the point in ９９．２１, and the commas of 1，166，600.

Marks are left as the page has them: ％, and ． between digits that are half-width. A full-width comma between digits is
taken for a thousands separator only if it can be nothing else: groups of three throughout, and either two or more
groups after a short first one, or a group that starts with 0; 100，200，300 may be a list and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jmclean.chinese.characters import WIDE_LETTERS
from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(changes=frozenset({"widths"}), changes_characters=True)

SHIFT: Final = 0xFEE0
LETTERS: Final = Lazy(f"[{WIDE_LETTERS}][{WIDE_LETTERS}]*")  # what begins with a class is sooner found
DIGIT: Final = "[0-9０-９]"
POINT: Final = Lazy(f"(?<=[０-９])．(?={DIGIT})|(?<=[0-9])．(?=[０-９])")
GROUP: Final = Lazy(f"，{DIGIT}{{3}}")
GROUPED: Final = Lazy(
    f"{DIGIT}(?<!{DIGIT}{{2}})(?<!{DIGIT}[，,．.]{DIGIT}){DIGIT}{{0,2}}(?:，{DIGIT}{{3}})+(?!{DIGIT}|，{DIGIT})"
)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Every full-width letter and digit as the ASCII one, and the marks within a number."""
    if doc.text.isascii():
        return
    for match in () if doc.is_plain else doc.matches(LETTERS):
        yield Edit(match.start(), match.end(), "".join(chr(ord(letter) - SHIFT) for letter in match[0]))
    if "．" in doc.text:
        yield from (Edit(match.start(), match.end(), ".") for match in doc.matches(POINT))
    if not GROUP.search(doc.text):
        return
    for match in doc.matches(GROUPED):
        first, *groups = match[0].split("，")
        if (len(groups) > 1 and len(first) < 3) or any(group[0] in "0０" for group in groups):
            yield from (Edit(at, at + 1, ",") for at in range(*match.span()) if doc.text[at] == "，")
