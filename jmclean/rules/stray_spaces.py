"""Spaces within Chinese sentences.

Full-width punctuation fills half of its square, and the empty half looks like a space to an engine: `电 （记者` `，
市`. Loosely set lines are read character by character (江 门 日 报), and a figure falls apart at the narrow 1 (1
997年).

Removed, in paragraphs only: spaces at full-width punctuation, in a run of characters that stand alone, and in a year.

Left alone: spaces that are content. These stand in headlines, between names and roles (记者 王海 通讯员 李静), behind a
dateline (新华社北京 1月8日电), between words that may or may not belong together, and between Han and Latin. Verse,
lists and tables stay as they are, and no space is ever added.

Before:

    江 边 的 灯 亮 了 ， 夜 渡 的 人 走 了 。

After:

    江边的灯亮了，夜渡的人走了。

Unchanged:

    （记者 王大海 通讯员 李小静）
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from jmclean.chinese.characters import BEYOND_LATIN, DIGITS, find_places, is_letter
from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(looks_at=frozenset({"neighbours"}), changes=frozenset({"spaces"}))

SPACED_UNIT: Final = f"(?:{BEYOND_LATIN}|[，。、；：！？“”‘’「」『』《》（）])"
SPACED_UNITS: Final = Lazy(f"(?<!\\S){SPACED_UNIT}(?:[ \u3000]{SPACED_UNIT}){{4,}}(?!\\S)")
MARK_OF_CLAUSE: Final = Lazy("[，。、；：！？]")
LEAST_SPACED_LETTERS: Final = 8
"""How many lone characters in a row without punctuation are more than a list or a line of verse."""

FULL_MARKS: Final = frozenset("，。、；：！？）》」』（《")
BEFORE_MARK: Final = frozenset("，。、；：！？）》」』”％%") | DIGITS
HALF_EMPTY: Final = frozenset("，、；（《")
"""Full-width punctuation behind which a space is never meant."""

BEHIND_MARK: Final = frozenset("“「『《（") | DIGITS
SENTENCE_STOPS: Final = frozenset("。：！？")
SPACED_YEAR: Final = Lazy("(?:1 ?[89]|2 ?0) ?[0-9] ?[0-9](?=年)")
GAP_TO_FILL: Final = Lazy("[（(][ \u3000]{1,20}[)）]")
FIGURE_BEFORE: Final = Lazy("[0-9.] ?$")
VERSE_LINES: Final = Lazy(r"[^\n]{1,24}(?:\n[^\n]{1,24}){1,}")


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that remove the spaces that belong to no word."""
    text = doc.text
    if " " not in text and "\u3000" not in text:
        return

    def in_prose(at: int) -> bool:
        kind, start, end = doc.find_block(at)
        return kind == "paragraph" and VERSE_LINES.fullmatch(text, start, end) is None

    blanks = sorted(at for at in find_places(text, " \u3000") if not doc.guards.touch(at, at + 1))
    found = {at for at in blanks if is_beside_mark(text, at) and in_prose(at) and not is_between_gaps(text, at)}
    loose = {doc.find_block(at).start for at in found if text[at - 1] in "，、；"}
    if loose:
        found |= {at for at in blanks if is_behind(SENTENCE_STOPS, text, at) and doc.find_block(at).start in loose}
    if any(third - first == 4 for first, third in zip(blanks, blanks[2:], strict=False)):
        for match in doc.matches(SPACED_UNITS):
            if in_prose(match.start()) and is_running(match[0]):
                found |= set(range(match.start() + 1, match.end(), 2))
    for match in doc.matches(SPACED_YEAR) if any(text[at - 1 : at] in DIGITS for at in blanks) else ():
        start, end = match.span()
        if end - start > 4 and in_prose(start) and not FIGURE_BEFORE.search(text, max(0, start - 2), start):
            found |= {at for at in range(start, end) if text[at] == " "}
    for at in sorted(found):
        yield Edit(at, at + 1, "")


def is_beside_mark(text: str, at: int) -> bool:
    """Return whether a space is the empty half of the full-width punctuation before or behind it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after in FULL_MARKS and (before in BEFORE_MARK or is_letter(before)):
        return True
    return is_behind(HALF_EMPTY, text, at)


def is_between_gaps(text: str, at: int) -> bool:
    """Return whether a wide space parts two phrases of an exercise, of which the next begins with a gap to fill in."""
    return text[at] == "\u3000" and GAP_TO_FILL.match(text, at + 1) is not None


def is_behind(marks: frozenset[str], text: str, at: int) -> bool:
    """Return whether a space stands behind one of the `marks` and before what Chinese continues with."""
    after = text[at + 1 : at + 2]
    return text[at - 1 : at] in marks and (after in BEHIND_MARK or is_letter(after))


def is_running(spaced: str) -> bool:
    """Return whether spaced characters make running text: with punctuation among them, or as neighbours in words."""
    letters = spaced[::2]
    if MARK_OF_CLAUSE.search(letters):
        return True
    if len(letters) < LEAST_SPACED_LETTERS:
        return False
    from jmclean.chinese.lexicon import fold_script, look_up

    plain = fold_script(letters)
    known = sum(look_up(one).find_pair(two) is not None for one, two in pairwise(plain))
    return known * 2 >= len(plain) - 1
