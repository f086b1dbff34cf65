"""Full-width letters and digits: ２０２３年, ５Ｇ, ＡＩ.

Engines and typesetting systems that work in full-width cells give Latin letters and digits the width of a Han
character. Each is the same character: Unicode has them in the same order, 0xFEE0 further on. Punctuation within a
number changes with it: the point in ９９．２１, the commas of 1，166，600.

A full-width comma between digits is a thousands separator only

- if all groups behind it have three digits, and
- if two or more groups follow a first one of one or two digits, or a group starts with 0.

Left alone: ％, ． between half-width digits, and 100，200，300, which may be a list.

Before:

    ２０２３年，ＡＩ企业增加到1，166，600家。

After:

    2023年，AI企业增加到1,166,600家。

Unchanged:

    三次捐款各为100，200，300元，占50％以上的只有一次。
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

WIDTH_SHIFT: Final = 0xFEE0
WIDE_RUN: Final = Lazy(f"[{WIDE_LETTERS}][{WIDE_LETTERS}]*")  # a pattern that begins with a class is found faster
ANY_DIGIT: Final = "[0-9０-９]"
DECIMAL_POINT: Final = Lazy(f"(?<=[０-９])．(?={ANY_DIGIT})|(?<=[0-9])．(?=[０-９])")
DIGIT_GROUP: Final = Lazy(f"，{ANY_DIGIT}{{3}}")
GROUPED_DIGIT: Final = Lazy(
    f"{ANY_DIGIT}(?<!{ANY_DIGIT}{{2}})(?<!{ANY_DIGIT}[，,．.]{ANY_DIGIT}){ANY_DIGIT}{{0,2}}(?:，{ANY_DIGIT}{{3}})+(?!{ANY_DIGIT}|，{ANY_DIGIT})"
)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield an edit to ASCII for every full-width letter and digit, and for punctuation within a number."""
    if doc.text.isascii():
        return
    for match in () if doc.is_plain else doc.matches(WIDE_RUN):
        yield Edit(match.start(), match.end(), "".join(chr(ord(letter) - WIDTH_SHIFT) for letter in match[0]))
    if "．" in doc.text:
        yield from (Edit(match.start(), match.end(), ".") for match in doc.matches(DECIMAL_POINT))
    if not DIGIT_GROUP.search(doc.text):
        return
    for match in doc.matches(GROUPED_DIGIT):
        first, *groups = match[0].split("，")
        if (len(groups) > 1 and len(first) < 3) or any(group[0] in "0０" for group in groups):
            yield from (Edit(at, at + 1, ",") for at in range(*match.span()) if doc.text[at] == "，")
