"""Half-width punctuation in Chinese text.

Engines are trained on more Latin than Chinese text, and many write `，` `：` `（` as `,` `:` `(`: on one page all of
them, on the next every third.

Punctuation becomes full-width if Chinese stands beside it; brackets change in pairs. A bracket without a partner
changes only between Han characters. `,` never becomes `、`, since no engine shows which it was.

Left alone: times and ratios (8:00, 3:1), numbers (1,234.5), Latin sentences and what stands in brackets within them,
paragraphs that are not Chinese, code, addresses, list numbers and Markdown's own punctuation. On a long page of
full-width punctuation a few half-width characters were typed so: they are left and reported.

Before:

    他说:今天下了雪,路上行人很少(约五十人)。

After:

    他说：今天下了雪，路上行人很少（约五十人）。

Unchanged:

    比赛8:00开始，比分是3:1，奖金1,234.5元。
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jmclean.chinese.characters import CHINESE, CLOSING, FULL_WIDTH, HAN, KANA, LATIN, LETTER, find_places
from jmclean.chinese.fast import Lazy, holds_any
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document, Spans
from jmclean.text.doubt import BRACKET_DOUBT, WIDTH_DOUBT, Doubt
from jmclean.text.edits import Edit, make_edits

DECLARATION: Final = Declaration(looks_at=frozenset({"neighbours", "spaces"}), changes=frozenset({"widths"}))

UNUSUAL_PAIR: Final = -0.5
UNPAIRED_BRACKET: Final = 0.5
"""The logarithms of the odds that a mark should be full-width: few among many others, a bracket without a partner."""

HALF_MARKS: Final = ",;:!?"
HALF_BRACKETS: Final = "()"
SPACES_BESIDE: Final = " \t\u3000\xa0"
BOTH_WIDTHS: Final = frozenset([*FULL_WIDTH, *FULL_WIDTH.values()])
LOOKED_THROUGH: Final = BOTH_WIDTHS | frozenset("*_~\"'[]{}＂＇")
"""Characters passed over to find the neighbour of punctuation: emphasis, straight quotes, brackets and punctuation of
either width, so that no change of one character changes what another stands beside."""

LATIN_RUN: Final = Lazy(f"[{HAN}{KANA}][\\x21-\\x7e]{{1,40}}$")
PICTURE_BEFORE: Final = Lazy(r"!\[[^\]\n]{0,500}\]\(")
ENTITY_BESIDE: Final = Lazy(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
SHORTCODE: Final = Lazy(r":[a-z][a-z0-9_+-]{0,30}:(?!//)")
KEY_BEFORE: Final = Lazy(r"(?:^|\n) {0,3}(?:\[[^\]\n]{1,90}\]|[A-Za-z][\w -]{0,40})$")
"""What stands before the colon of a link's definition or of a key with its value."""

COPYRIGHT: Final = Lazy(r"\([cC]\) ?[12][0-9]{3}")
NO_BRACKET: Final = frozenset(("\\(", "\\)", "](", ":)", ";)"))
"""Escaped brackets, those of a link and of an icon."""

FACE_SIGNS: Final = ("∀", *(f"({mark}" for mark in "^><;｡・´＾≧￣╯ಠ"))
FACE: Final = Lazy(r"\([\^><;｡・´＾≧￣╯ಠ][^()\n]{0,8}\)|\([^()\n]{0,3}∀[^()\n]{0,5}\)")
"""A face, (^_^) or (｡･∀･): its brackets are its cheeks."""

REFERENCE_SIGNS: Final = ("[M]", "[J]", "[N]", "[D]", "[C]", "[R]", "[S]", "[M/OL]", "[J/OL]", "[EB/OL]", "[N/OL]")
REFERENCE: Final = Lazy(
    r"(?m)^[ \t]*[\[［(（]?\d{1,3}[\]］)）.]?[^\n，。]{1,200}\[(?:[MJNDCRSP]|EB)(?:/[A-Z]{2})?\]\.?[^\n]{0,200}$"
)
"""An entry of a list of references: [1] 周明远. 江州农业史[M]. 江州: 江州出版社, 1998: 12-15."""

NUMBERED_ITEM: Final = Lazy(r"(?:^|\n)[ \t]{0,12}(?:[-*+] +)?[A-Za-z0-9]{1,3}$")

MANY, TYPED = 300, 40
"""On a page with MANY full-width characters of punctuation, half-width ones rarer than one to TYPED were typed."""


def edits(doc: Document, options: Options) -> Iterable[Edit]:
    """Return edits that widen all punctuation with Chinese beside it."""
    text, guards = doc.text, doc.guards
    guarded = bool(guards)
    references = find_references(text)
    starts: list[int] = []
    ends: list[int] = []
    new: list[str] = []
    end, last = 0, len(text) - 1
    for start in sorted(find_brackets(doc) + find_places(text, HALF_MARKS)):
        if start < end:
            continue
        end = start + 1
        mark = text[start]
        if mark in HALF_BRACKETS:
            sure = True
        elif 0 < start < last and 0x4E00 <= ord(text[start - 1]) <= 0x9FFF and 0x4E00 <= ord(text[end]) <= 0x9FFF:
            sure = True  # most of them, by the fastest test
        else:
            while end <= last and text[end] in HALF_MARKS:
                end += 1
            sure = end - start == 1 and LETTER.match(text[start - 1 : start]) and LETTER.match(text, end)
        if (guarded and guards.touch(start, end)) or (references and references.touch(start, end)):
            continue
        if sure or (is_in_chinese(text, start, end) and not doc.is_foreign(start)):
            starts.append(start)
            ends.append(end)
            new.append(FULL_WIDTH[mark] if end - start == 1 else "".join(map(FULL_WIDTH.__getitem__, text[start:end])))
    if starts and len(starts) * TYPED < len(text):
        printed = sum(map(text.count, FULL_WIDTH.values()))
        if printed >= MANY and len(starts) * TYPED < printed:
            proposed = tuple(make_edits(starts, ends, new))
            message = "a half-width mark on a page of full-width ones"
            doc.report(starts[0], message, Doubt(WIDTH_DOUBT, ends[-1], proposed, UNUSUAL_PAIR))
            return ()
    return make_edits(starts, ends, new)


def find_references(text: str) -> Spans:
    """Return the lines that are references as GB/T 7714 sets them, with half-width punctuation."""
    if not holds_any(text, REFERENCE_SIGNS):
        return Spans([])
    return Spans([match.span() for match in REFERENCE.finditer(text)])


def is_in_chinese(text: str, start: int, end: int) -> bool:
    """Return whether the punctuation from `start` up to `end` belongs to Chinese by its neighbours."""
    mark, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    if is_markup(text, start, end):
        return False
    if LETTER.match(before):
        return True
    left = look_past(text, start - 1, -1)
    if after and after in SPACES_BESIDE:
        right = text[end + 1 : end + 2]
        if CHINESE.match(left):
            return not LATIN.match(right)
        return LETTER.match(right) and not (mark == ":" and KEY_BEFORE.search(text, max(0, start - 100), start))
    right = look_past(text, end, 1)
    if CHINESE.match(left):
        return True
    if LATIN.match(left) and (right in ("", "\n") or right in CLOSING):
        return LATIN_RUN.search(text, max(0, start - 42), start) is not None
    if mark in ":," and before.isdigit() and after.isdigit():
        return False
    return CHINESE.match(right)


def is_markup(text: str, start: int, end: int) -> bool:
    """Return whether the punctuation is part of an escape, a picture, an entity or an icon."""
    mark, after = text[start:end], text[end : end + 1]
    if text[start - 1 : start] == "\\" or (mark[-1] == "!" and after == "[" and opens_picture(text, end - 1)):
        return True
    if ":" in mark:
        icon = text.rfind(":", max(0, start - 32), start)
        return (
            end - start > 1
            or text[start - 1 : start] in ("", "\n")  # an answer on a talk page of a wiki
            or after in (")", "）")
            or SHORTCODE.match(text, start) is not None
            or (icon >= 0 and SHORTCODE.fullmatch(text, icon, end) is not None)
        )
    if mark[-1] != ";":
        return False
    entity = text.rfind("&", max(0, start - 9), start)
    return after in (")", "）") or (entity >= 0 and ENTITY_BESIDE.fullmatch(text, entity, end) is not None)


def opens_picture(text: str, at: int) -> bool:
    """Return whether the `![` at `at` begins a picture: a whole one, or half of one that stands first in its line."""
    return PICTURE_BEFORE.match(text, at) is not None or not text[text.rfind("\n", 0, at) + 1 : at].strip()


def look_past(text: str, at: int, step: int) -> str:
    """Return the first of eight characters from `at` on that is not in LOOKED_THROUGH; an empty string if all are.

    A space beside punctuation is passed over too, since full-width punctuation may be read with one.
    """
    for _ in range(8):
        if not 0 <= at < len(text):
            break
        if text[at] not in LOOKED_THROUGH and not (
            text[at] in " \u3000" and text[at - step : at - step + 1] in BOTH_WIDTHS
        ):
            return text[at]
        at += step
    return ""


def has_faces(text: str) -> bool:
    """Return whether the text has one of the signs that no face is without."""
    return any(sign in text for sign in FACE_SIGNS)


def find_brackets(doc: Document) -> list[int]:
    """Return the offsets of the half-width brackets that belong to Chinese."""
    text, guards = doc.text, doc.guards
    guarded = bool(guards)
    wide: list[int] = []
    if "(" not in text and ")" not in text:
        return wide
    end = done = 0
    opened: list[int] = []
    chinese: list[bool] = []
    pairs: list[tuple[int, int, bool]] = []
    loose: list[int] = []
    faces = {at for found in FACE.finditer(text) for at in range(*found.span())} if has_faces(text) else set()
    for at in sorted(find_places(text, "()（）")):
        if text[at - 1 : at + 1] in NO_BRACKET or at in faces or (guarded and guards.touch(at, at + 1)):
            continue
        if at >= end:
            loose += opened
            opened, chinese = [], []
            _, done, end = doc.find_block(at)
        if opened and not chinese[-1] and LETTER.search(text, done, at):
            chinese[-1] = True
        done = at
        if text[at] in "(（":
            opened.append(at)
            chinese.append(False)
        elif opened:
            start, holds = opened.pop(), chinese.pop()
            if holds and opened:
                chinese[-1] = True
            if text[start] == "(" or text[at] == ")":
                pairs.append((start, at, holds or text[start] == "（" or text[at] == "）"))
        else:
            loose.append(at)
    for start, at, holds in pairs:
        if COPYRIGHT.match(text, start):
            continue
        if (holds or touches_chinese(text, start, at)) and not doc.is_foreign(at):
            wide += [bracket for bracket in (start, at) if text[bracket] in HALF_BRACKETS]
    for at in sorted(loose + opened):
        if text[at] in HALF_BRACKETS and not doc.is_foreign(at):
            if is_loose(text, at):
                wide.append(at)
            elif not NUMBERED_ITEM.search(text, max(0, at - 20), at):
                proposed = (Edit(at, at + 1, FULL_WIDTH[text[at]]),)
                doc.report(at, "a bracket without a partner", Doubt(BRACKET_DOUBT, at + 1, proposed, UNPAIRED_BRACKET))
    return wide


def touches_chinese(text: str, start: int, end: int) -> bool:
    """Return whether a pair of brackets without Chinese in it stands right behind Chinese, or as a number before it."""
    before = text[start - 1 : start]
    if before in ("", "\n"):
        return CHINESE.match(look_past(text, end + 1 + (text[end + 1 : end + 2] == " "), 1))
    return CHINESE.match(look_past(text, start - 1, -1)) and before not in "“‘"


def is_loose(text: str, at: int) -> bool:
    """Return whether a bracket without a partner can only be a full-width one."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == ")":
        return LETTER.match(before) and (after in ("", "\n") or CHINESE.match(after) or after in "(,;:!?")
    return LETTER.match(after) and (before in ("", "\n") or CHINESE.match(before) or before in "),;:!?")
