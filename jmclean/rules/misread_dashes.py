"""Dashes and ellipses misread as 一, hyphens or dots.

In Chinese type a dash is a level line, as 一 is, and is two characters wide; an ellipsis is six dots at mid-height.
Engines read 一 or -- for the dash, `...` `···` `。。。` for the ellipsis, or one half of either. 丶 is a stroke that
only dictionaries print; it looks like 、 and otherwise occurs in OCR only.

一 becomes a dash only

- between figures or their units
- beside another half of a dash
- between three or more administrative units (省—市—县), unless 一 counts them
- in a quoted pair of two words (“汇聚—回流”)
- between two foreign names
- between two phrases, on a page with another dash that was misread, where 一 counts nothing and makes no word, one
  phrase clearly ends and another begins.

A hyphen between two phrases becomes a dash on such a page only.

Left alone: every other 一 (两中心一基地, 一省一市一县, 三改一加强, 校园一卡通), hyphens of figures and names, ranges
as they are printed, a lone — between names, which may be a range, a lone …, and the dots of a table of contents.

Before:

    他停了很久...“走吧”，他终于说--灯亮了。

After:

    他停了很久……“走吧”，他终于说——灯亮了。

Unchanged:

    全市建成两中心一基地，校园一卡通覆盖一省一市一县。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from jmclean.chinese.characters import DIGITS, HAN, KANA, LETTER, Characters, find_places, is_han, is_letter
from jmclean.chinese.dashes import (
    ANY_NUMERALS,
    CLOSING,
    COUNTED_THINGS,
    DashLine,
    is_between_phrases,
    is_count_between,
    may_be_one,
    score_half,
    score_one,
)
from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.edits import Edit, apply

DECLARATION: Final = Declaration(
    looks_at=frozenset({"neighbours", "stops", "spaces"}), changes=frozenset({"dashes"}), changes_characters=True
)

Span = tuple[int, int]

LATIN_CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
BEHIND_FIGURE: Final = DIGITS | frozenset("%％‰℃")
DASH_MEASURES: Final = frozenset("年月日时時分秒点點号號天周岁歲元万萬亿億吨噸米度倍层層")
BEFORE_MINUS: Final = frozenset("为爲為与與和、")
PERCENTAGE: Final = Lazy("[0-9][0-9.·．]{0,8}[%％]")

LADDER_UNITS: Final = ("国國", "部", "省", "州盟市", "县縣区區旗", "镇鎮乡鄉街", "村社", "组組户戶")
"""Administrative units by rank, the largest first."""

UNIT_RANKS: Final = {unit: rank for rank, units in enumerate(LADDER_UNITS) for unit in units}
LEAST_LADDER: Final = 4
"""How far apart the first and the last of three units are."""

COUNTED_LEVELS = Lazy(
    "(?:[二两兩三四五六七多各]|[3-7])[级級层層]|[上下]下?[联聯贯貫]|[联聯][动動网網]|[贯貫]通|一[体體]化"
)
"""What follows a ladder and shows that it is one."""

BEFORE_LADDER: Final = frozenset(
    "，。、；：！？“”‘’（）《》「」『』…—-－–−,;:!?()[]#\"' \t\n\u3000现現立建成造通从從由及在了按過过善盖蓋"
)
COUNT_WORDS: Final = frozenset("一二三四五六七八九十百千万萬两兩双雙几幾数數多每各全本该該我此0123456789")

LOW_DOTS: Final = ".·・•‥．"
DOT_MARKS: Final = frozenset("…。" + LOW_DOTS)
DOT_RUN: Final = Lazy("[.·…。・•‥．]{2,}")
PRINTED_DOTS: Final = Lazy("(?:…+|。(?!。))+|[.·・•‥．]。?")
DOT_LEADERS: Final = Lazy(r"[ \t]*[0-9]{1,4}[ \t]*(?:\n|$)")

QUOTES_BEFORE_HALF: Final = Characters("”’」』》")
QUOTES_BEHIND_HALF: Final = Characters("“‘「『《")
"""What stands before and behind a dash. The width of punctuation must not matter."""

QUOTES_BEHIND_ONE: Final = QUOTES_BEHIND_HALF.marks - {"‘"}
"""What stands behind half a dash that was a whole one."""

OPENING_QUOTES, CLOSING_QUOTES = frozenset('“「『‘"'), frozenset('”」』’"')

HYPHENS: Final = frozenset("-－–−")
DASH_HALVES: Final = HYPHENS | {"—"}
STROKES_LIKE_ONE: Final = DASH_HALVES | {"一"}
LONGEST_DASH_WORD: Final = 3

LONGEST_DASH_RUN: Final = 4
"""How many hyphens stand for one dash at most."""

SURE, HINTED = 2.5, 1.5
"""From which score on a 一 was a dash, and from which where the page has another that was misread or cut in half: of 38
above the first all were, of 54 above the second 50."""

WHOLE_DASH_ODDS: Final = {"—": 3.0, "-": 3.5, "一": 0.0}
"""From which score on a dash was whole, by what was read for it: of 57 above 3 all but one were."""

VISIT_COUNT: Final = Lazy("一(?=[访訪][^再又一][^再又一])(?<=[^一]{4}一)")
"""What a headline's second half often begins with, behind a dash: 不老的渡口——访渡工老张."""

DOT_STROKE: Final = Lazy(f"丶(?<=[{HAN}{KANA}0-9%％”’」』》]丶)(?=[{HAN}{KANA}0-9“‘「『《])")


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits to dashes, ellipses and enumeration commas for what was read in their place."""
    text = doc.text
    found: list[Edit] = []
    if "丶" in text:
        found += (Edit(*match.span(), "、") for match in doc.matches(DOT_STROKE))
    if any(half in text for half in STROKES_LIKE_ONE):
        ones = find_places(text, "一")
        runs = find_dash_runs(doc, ones)
        strokes = len(found)
        found += mend_letters(doc, ones, runs)
        found += mend_halves(doc, ones, runs)
        broken = len(found) > strokes
        after, change = apply(text, "misread-dashes", found)
        mended = doc
        if change:
            found = list(change.edits)
            mended = doc.after(after, change)
            runs = find_dash_runs(mended, find_places(after, "一"))
        later = {edit.start: edit for edit in mend_between_phrases(mended, runs, broken)}
        if any(
            text[at : at + 1] == "丶" or (text[at : at + 1] == "一" and text[at - 1 : at] in DASH_HALVES)
            for at, _, _ in found
        ):
            later |= {edit.start: edit for edit in mend_ladders(mended, runs)}  # 一 before them was no count
        found += _find_unmended([later[start] for start in sorted(later)], found)
    yield from found
    yield from mend_ellipses(doc)


def find_dash_runs(doc: Document, ones: list[int]) -> list[Span]:
    """Return where halves of dashes stand, one or more in a row, and may be changed; `ones` is where a 一 stands."""
    every: list[Span] = []
    start = end = -1
    for at in sorted(ones + find_places(doc.text, DASH_HALVES)):
        if at != end:
            if end > start:
                every.append((start, end))
            start = at
        end = at + 1
    if end > start:
        every.append((start, end))
    return [span for span in every if not doc.guards.touch(*span)] if doc.guards else every


def _find_unmended(later: Iterable[Edit], done: list[Edit]) -> list[Edit]:
    """Return the edits that a text needs after `done`, as edits of the text before; none beside `done`."""
    at = grown = 0
    found = []
    for start, end, new in later:
        while at < len(done) and done[at].start + grown + len(done[at].new) < start:
            grown += len(done[at].new) - (done[at].end - done[at].start)
            at += 1
        if at == len(done) or done[at].start + grown > end:
            found.append(Edit(start - grown, end - grown, new))
    return found


def mend_letters(doc: Document, ones: list[int], runs: list[Span]) -> Iterator[Edit]:
    """Yield a dash for every 一 that can be nothing else."""
    text = doc.text
    for at in ones:
        in_figures = text[at + 1 : at + 2] < "\x80" and is_in_figures(text, at)
        in_pair = text[at + 3 : at + 4] in CLOSING_QUOTES and is_in_pair(text, at)
        if (in_figures or in_pair) and not doc.guards.touch(at, at + 1):
            yield Edit(at, at + 1, "—")
    if ones:
        yield from mend_ladders(doc, runs)


def is_in_figures(text: str, at: int) -> bool:
    """Return whether 一 stands between figures, in a model number (ABT一594), or for a minus before a percentage."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after in DIGITS:
        if before in BEHIND_FIGURE or before in LATIN_CAPITALS:
            return True
        if before in DASH_MEASURES:
            return text[max(0, at - 2) : at - 1] in DIGITS
        return before in BEFORE_MINUS and PERCENTAGE.match(text, at + 1) is not None
    return after in LATIN_CAPITALS and before in LATIN_CAPITALS


def mend_ladders(doc: Document, runs: list[Span]) -> Iterator[Edit]:
    """Yield a dash for every 一 between the steps of a ladder."""
    for start, end in find_ladders(doc.text, runs):
        if "一" in doc.text[start:end] and is_ladder(doc.text, start, end) and not doc.guards.touch(start, end):
            yield from (Edit(at, at + 1, "—") for at in range(start, end) if doc.text[at] == "一")


def find_ladders(text: str, runs: list[Span]) -> Iterator[Span]:
    """Yield where three administrative units or more stand with one 一 or — between each and the next."""
    first = last = -1  # of the units in a row
    behind = (len(text) + 2, len(text) + 2)
    for (start, end), (after, _) in pairwise([*runs, behind, behind]):
        joins = (
            (after - end == 1 or start - 1 == last)
            and text[start:end] in ("一", "—")
            and text[start - 1 : start] in UNIT_RANKS
            and text[end : end + 1] in UNIT_RANKS
        )
        if not joins or start - 1 != last:
            if last - first >= LEAST_LADDER:
                yield first, last + 1
            first = last = start - 1
        if joins:
            last = end


def is_in_pair(text: str, at: int) -> bool:
    """Return whether 一 stands between two quoted words of two characters, of which 一 does not count the second."""
    before, after = text[max(0, at - 3) : at], text[at + 1 : at + 4]
    if after[2:] not in CLOSING_QUOTES or before[:1] not in OPENING_QUOTES or len(before) < 3:
        return False
    return all(map(is_letter, before[1:] + after[:2])) and is_pair(before[1:], after[:2])


def is_ladder(text: str, start: int, end: int) -> bool:
    """Return whether units joined by 一 are the steps of a ladder, not a count such as 广东省一市一县."""
    ranks = [UNIT_RANKS[unit] for unit in text[start:end:2]]
    falling = all(one < two for one, two in pairwise(ranks))
    rising = all(one > two for one, two in pairwise(ranks))
    before = text[start - 1 : start]
    if before and before in ".·・•‥．°丶" and text[start - 2 : start - 1] not in COUNT_WORDS:
        before = "。"
    if not (falling or rising) or (before in COUNT_WORDS and before):
        return False
    return before == "" or before in BEFORE_LADDER or COUNTED_LEVELS.match(text, end) is not None


def is_pair(first: str, second: str) -> bool:
    """Return whether two quoted words stand side by side, of which 一 does not count the second."""
    from jmclean.chinese.lexicon import fold_script, is_word

    if not ANY_NUMERALS.isdisjoint(first + second) or second[0] in COUNTED_THINGS:
        return False
    one, two = fold_script(first), fold_script(second)
    return is_word(one) and is_word(two) and not is_word("一" + two)


def mend_halves(doc: Document, ones: list[int], runs: list[Span]) -> Iterator[Edit]:
    """Yield a whole dash for hyphens, for halves of it read in two ways, and for one half beside a quote."""
    text = doc.text
    whole: set[int] = set()
    for start, end in runs:
        if end - start == 1:
            continue
        run = text[start:end]
        before, after = text[start - 1 : start], text[end : end + 1]
        if len(run) <= LONGEST_DASH_RUN and HYPHENS.issuperset(run):
            found = QUOTES_BEHIND_HALF.match(after) or (QUOTES_BEFORE_HALF.match(before) and after.isdigit())
        else:
            found = QUOTES_BEFORE_HALF.match(before) and is_mixed(text, start, end)
        if found and not doc.is_foreign(start):
            whole.update((start, end - 1))
            yield Edit(start, end, "——")
    alone = [at for at in find_places(text, "—") if at not in whole and is_beside_quote(text, at)]
    for at in ones:
        if text[at + 1 : at + 2] in QUOTES_BEHIND_ONE and at not in whole and not is_short_quotation(text, at + 1):
            before = text[max(0, at - 2) : at]
            if len(before) == 2 and is_han(before[0]) and is_han(before[1]) and is_noun(text, at):
                alone.append(at)
    if alone and any(
        text[end : end + 1] in QUOTES_BEHIND_HALF.marks or text[start - 1 : start] in QUOTES_BEFORE_HALF.marks
        for start, end in runs
    ):
        for at in sorted(alone):
            if not doc.guards.touch(at, at + 1):
                yield Edit(at, at + 1, "——")


def is_short_quotation(text: str, start: int) -> bool:
    """Return whether a quotation holds a word at most, which 一 may count: 同声一“叹”, 最後一「步」."""
    return not CLOSING_QUOTES.isdisjoint(text[start + 1 : start + 2 + LONGEST_DASH_WORD])


def is_beside_quote(text: str, at: int) -> bool:
    """Return whether a quotation or a title ends before half a dash, or a quotation begins behind it, between Han."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before in QUOTES_BEFORE_HALF.marks:
        return is_han(after) or after in QUOTES_BEHIND_ONE
    return is_han(before) and after in QUOTES_BEHIND_ONE - {"《"}


def mend_between_phrases(doc: Document, runs: list[Span], broken: bool) -> Iterator[Edit]:
    """Yield a dash for every 一 that clearly stands between two phrases or names, and a whole one for such a half.

    `broken` says whether the page has another dash that was misread. Without one, a hyphen between phrases is a hyphen,
    and 一 is 一.
    """
    text = doc.text
    found: dict[int, str] = {}
    hinted: dict[int, str] = {}
    names: set[str] = set()
    for start, end in runs:
        read, behind = text[start:end], text[end : end + 1]
        if behind in COUNTED_THINGS or read not in WHOLE_DASH_ODDS:
            continue
        counts = read == "一" and is_count_between(text[start - 1 : start], behind)
        if not is_between_phrases(text, start, end):
            continue
        kind = doc.find_block(start).kind
        if kind not in ("paragraph", "heading") or (counts and kind == "paragraph"):
            continue  # most of them, by the fastest test
        if read != "一":
            if behind not in QUOTES_BEHIND_HALF.marks and text[start - 1] not in CLOSING:
                line = DashLine(text, start, end)
                if not line.chained and (broken or read == "—") and score_half(line) > WHOLE_DASH_ODDS[read]:
                    found[start] = "——"
        elif kind == "heading" and VISIT_COUNT.match(text, start):
            found[start] = "——"
        elif not may_be_one(text, start, end):
            line = DashLine(text, start, end)
            if line.names:
                found[start] = "—"
                names.update(letter + level + line.right[0] for letter in line.left[-4:] for level in "一-")
            elif broken and line.reads_well and (score := score_one(line)) > HINTED:
                dash = "——" if score_half(line) > WHOLE_DASH_ODDS[read] else "—"
                (found if score > SURE else hinted)[start] = dash
    if found:
        found |= hinted
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.setdefault(at + 1, "—")
            at = text.find(name, at + 1)
    for at, dash in sorted(found.items()):
        if not doc.guards.touch(at, at + 1):
            yield Edit(at, at + 1, dash)


def is_mixed(text: str, start: int, end: int) -> bool:
    """Return whether two halves of a dash were read in two ways; a 一 among them makes no word with its neighbour."""
    if end - start != 2 or text[start] == text[start + 1]:
        return False
    if text[start] == "一":
        return is_noun(text, start) or (is_between_phrases(text, start, end) and not may_be_one(text, start, end))
    return text[start + 1] != "一" or is_verb(text, end)


def is_noun(text: str, start: int) -> bool:
    """Return whether the characters that end at `start` do not continue with 一, as 之一 and 唯一 do."""
    from jmclean.chinese.lexicon import fold_script, is_word, look_up

    before = fold_script(text[start - 1 : start])
    if not LETTER.match(before):
        return False
    pair = look_up(before).find_pair("一")
    return not is_word(before + "一") and (pair is None or pair.often < 4) and before not in COUNT_WORDS


def is_verb(text: str, end: int) -> bool:
    """Return whether the character at `end` does not follow 一, as in 一个 and 一种."""
    from jmclean.chinese.lexicon import fold_script, is_word, look_up

    after = fold_script(text[end : end + 1])
    if not LETTER.match(after):
        return True
    return not is_word("一" + after) and look_up("一").find_pair(after) is None and after not in COUNTED_THINGS


def mend_ellipses(doc: Document) -> Iterator[Edit]:
    """Yield an ellipsis of two full-width … for every run of dots that stands for one."""
    text = doc.text
    if "。。" not in text and not any(
        text[at - 1 : at] in DOT_MARKS or text[at + 1 : at + 2] in DOT_MARKS for at in find_places(text, LOW_DOTS)
    ):
        return  # only … and single 。 beside each other, as they are printed
    if not (
        any(dots in text for dots in "…‥")
        or any(dot in text and dot * 2 in text for dot in ".·。・•．")
        or ("·" in text and (".·" in text or "·." in text))
    ):
        return
    for match in doc.matches(DOT_RUN):
        run, (start, end) = match[0], match.span()
        if PRINTED_DOTS.fullmatch(run) or (len(run) < 3 and "…" not in run):
            continue
        if len(run) > 6 and "…" not in run and DOT_LEADERS.match(text, end):
            continue
        blank = text[start - 1 : start] in (" ", "\u3000")
        before, after = text[start - 1 - blank : start - blank], text[end : end + 1]
        if not (QUOTES_BEFORE_HALF.match(before) or LETTER.match(after)) or doc.is_foreign(start):
            continue
        if run[0] == "。" and run.strip("。"):
            start += 1
        yield Edit(start, end, "……")
