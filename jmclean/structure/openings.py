"""How blocks begin: as items of lists, articles and paragraphs do; by sets of characters, which need no compiling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from jmclean.chinese.characters import NAME_LIMITS
from jmclean.chinese.fast import Lazy

NUMERALS: Final = frozenset("一二三四五六七八九十")
NUMERAL_CLOSERS: Final = frozenset("）)、．.")
DIGIT_CLOSERS: Final = frozenset("、)）")
POINTS: Final = frozenset(".·")
"""What stands behind a number that is no decimal; engines read a point as a dot in the middle."""

LETTER_CLOSERS: Final = frozenset(".、．)）")
NUMBER_STARTS: Final = NUMERALS | frozenset("（(第")
CHAPTERS: Final = frozenset("章节条：")
COUNTED: Final = NUMERALS | {"百"}
ENCLOSED: Final = frozenset(map(chr, (*range(0x2460, 0x2474), *range(0x2474, 0x2488), *range(0x2776, 0x2780))))
"""①, ⑴ and ❶, each up to 20 or 10."""

BULLETS: Final = frozenset("-*+•·●○■□◆◇★☆▪►▶※↑↓")
LATIN: Final = frozenset("ABCDabcd")
LIST_STARTS: Final = (
    frozenset("（(0123456789０１２３４５６７８９第其ＡＢＣＤａｂｃｄ") | NUMERALS | BULLETS | LATIN | ENCLOSED
)
"""What an item of a list may begin with, on a page as it was read."""

DATELINE_FORMS: Final = {
    "a place or a paper, then 讯, 电 or 消息": (
        r"（?[^，。！？：；“”（）]{0,12}"
        r"(?:(?<![通资腾电])讯|(?<=[日社网报合外专急])电|(?<![的个条好坏这此该假])消息)"
        r"(?:(?=[ （(]|[^，。]{0,18}[，：])|(?<!消息)(?=(?:本报|新华社)?记者))"
    ),
    "an agency's report": (
        r"(?:据)?(?:本报|新华社|中新社|中新网|央视网|人民网|路透社|法新社|美联社)[^，。；：！？]{0,24}(?:讯|电|消息|报道)"
    ),
    "a heading in brackets": r"【[^】]{2,20}】",
    "a dateline in brackets": r"（[^（）]{2,16}(?:讯|电)）",
}
DATELINE: Final = Lazy("|".join(DATELINE_FORMS.values()))
OPENERS: Final = tuple(
    (
        "近日 日前 昨日 昨天 今天 今日 昨晚 前日 据 此外 另外 同时 目前 当前 随着 为 记者 与此同时 对此 首先 "
        "其次 此次 这次 本次 接着 最后 然而 但是 不过 因此 于是 所以 如今 近年来 去年 今年 当天 当日 会上 "
        "会议 活动 其中 在 他说 她说 “"
    ).split()
)
OPENER_STARTS: Final = frozenset(opener[0] for opener in OPENERS)


def begins_item(text: str) -> bool:
    """Return whether a folded text begins as an item of a list: 一、, 2. but not 2.3, （2）, ①, 第三章, ●, 其一，."""
    first, second = text[:1], text[1:2]
    if first in BULLETS:
        bare = text[2:3] if second == " " else second
        return bare != "" and not bare.isspace()
    if first in ENCLOSED or (first in LATIN and second in LETTER_CLOSERS):
        return True
    if first.isdecimal():
        size = 2 if second.isdecimal() else 1
        mark = text[size : size + 1]
        return mark in DIGIT_CLOSERS or (mark in POINTS and not text[size + 1 : size + 2].isdecimal())
    if first == "（" and second.isdecimal():
        size = 3 if text[2:3].isdecimal() else 2
        return text[size : size + 1] == "）"
    if first in NUMERALS and first != "十" and second == "是" and text[2:3] != "否":
        return True
    if first == "其":
        return second in "一二三四五六" and text[2:3] == "，"
    if first not in NUMBER_STARTS:
        return False
    if first == "第":
        return begins_with_numeral(text[1:6], 4, is_chapter_numeral, CHAPTERS)
    return begins_with_numeral(
        text[1:5] if first in ("（", "(") else text[:4], 3, NUMERALS.__contains__, NUMERAL_CLOSERS
    )


def is_chapter_numeral(char: str) -> bool:
    """Return whether a character may stand in the number of a chapter."""
    return char in COUNTED or char.isdecimal()


def begins_with_numeral(text: str, most: int, is_numeral: Callable[[str], bool], closers: frozenset[str]) -> bool:
    """Return whether a text begins with so many numerals at most and one of `closers` behind them."""
    rest = next((at for at, char in enumerate(text) if not is_numeral(char)), 0)
    return 0 < rest <= most and text[rest] in closers


def begins_story(text: str) -> bool:
    """Return whether a folded text begins with a dateline: （本报讯, 新华社北京5月1日电, 【…】."""
    if "讯" in text or "电" in text or "消息" in text or "报道" in text or "【" in text:
        return DATELINE.match(text) is not None
    return False


def begins_paragraph(text: str) -> bool:
    """Return whether a folded text begins as paragraphs like to."""
    return text[:1] in OPENER_STARTS and text.startswith(OPENERS)


SPEECH: Final = tuple("报道 说 道 称 指出 表示 问 答 为 是".split())
"""What a clause that leads to what somebody said ends in, before the colon."""


def begins_with_name(text: str, most: int) -> bool:
    """Return whether a folded text begins with a word of so many characters at most and a colon."""
    at = text.find("：", 0, most + 1)
    return at > 0 and not any(char in NAME_LIMITS or char.isdecimal() for char in text[:at])
