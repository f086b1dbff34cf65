"""What a level line between two phrases is: the letter 一, a dash of two halves, or the hyphen between two names.

The words beside it tell. Before a dash a phrase ends and behind it another begins, and neither makes a word with 一;
the two sides of a hyphen are names, often foreign ones, and short. What each sign weighs, as natural logarithms of
odds, `.tools/fit_dashes.py` learned from printed dashes and from every 一 of newspaper articles.
"""

from __future__ import annotations

from typing import Final

from jmclean.chinese.characters import is_han
from jmclean.chinese.lexicon import (
    find_cost,
    fold_script,
    is_word,
    look_up,
    measure_association,
    rate_beginning,
    rate_end,
)

REACH_OF_PHRASE: Final = 24
"""How many letters on either side are looked at."""

NEAR_LETTERS: Final = 4
"""How many of them 一 may go with."""

LONGEST_PHRASE: Final = 15
"""How many letters of a phrase count: one longer says no more."""

PHRASE_MARKS: Final = frozenset("，。、；：！？（）“”‘’《》「」『』…—·,.;:!?()\"'- \n\u3000")
"""What a phrase ends at, as at any blank."""

FOREIGN_NAMES: Final = frozenset(
    "阿埃艾爱奥巴白柏拜班邦贝本比彼别宾波伯博勃布查达戴丹道德迪蒂杜顿多恩尔法凡菲费芬夫弗福盖冈戈哥格根古哈海汉赫亨胡华惠霍基吉加伽"
    "杰金卡凯坎康考科克肯库拉莱赖兰朗劳勒雷黎里利莉林琳龙隆卢鲁路伦罗洛马玛迈麦曼梅门蒙米密明摩莫姆穆纳娜奈南内尼纽努诺欧帕佩蓬"
    "皮珀普奇乔琼热日瑞萨塞桑沙莎圣施史斯丝苏索塔泰坦汤特提托瓦万威韦维温沃乌武西希夏香肖谢辛雅亚扬耶叶伊因英尤约泽扎詹珍朱佐"
)
"""Letters that foreign names are written with, simplified."""

NAME_LETTERS: Final = 4
"""How many of the six letters beside a hyphen between foreign names are such at the least."""

COUNTED_THINGS: Final = frozenset(
    "个個位名条條张張家件项項块塊片场場次座栋棟间間套卡站网網键鍵体體窗门門员員支部册冊本台臺盘盤把种種类類批层層级級代號号线線"
    "点點步声聲句篇首幅滴颗顆粒根只隻头頭匹群队隊组組班期届屆轮輪番趟遍页頁米公里小大整众眾切起直定般时時同共再旦向带帶路"
    "日天夜夏春秋冬年月生世辈輩心流等方面手口眼身刀把针針杯碗瓶箱桶车車船"
)
"""Letters that one counts with 一, or that make a word with it."""

ANY_NUMERALS: Final = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万萬两兩双雙几幾个個")
BEFORE_ONE: Final = frozenset(
    "第之唯惟统同单专万不每某另这那国省市县区镇乡村街港岛州洲城厂矿店站局院校学部处所馆社团司行会队场园"
)
"""What 一 goes with, and the last letters of places and bodies: 省城大学一科研小组 is one of several groups there."""

BEHIND_ONE: Final = frozenset("是来下要经经过审如")


def is_count_between(before: str, behind: str) -> bool:
    """Return whether the 一 between two letters counts something, or makes a word with one of them, by these alone."""
    return before == behind or behind in COUNTED_THINGS or behind in BEHIND_ONE or before in BEFORE_ONE


OPENING, CLOSING = frozenset("“‘《「『"), frozenset("”’》」』）")
"""What a dash stands before and behind, besides Han."""

LEVEL_STROKES: Final = ("—", "一", "-")
"""What engines read for a dash. Where phrases stand in a chain of them, none is a whole one: 学术—投资—产业."""

ONE = {"before": -0.5, "word": 0.35, "leaving": 1.45, "entering": 2.47, "left": 0.41, "right": 0.74, "quote": 1.54}
ONE_BIAS: Final = -7.73
"""What speaks for a dash where a 一 was read."""

HALF: Final = {"leaving": 1.32, "entering": -0.4, "left": 0.95, "right": 0.14, "foreign": -2.01}
HALF_BIAS: Final = 0.99
"""What speaks for a whole dash, not for a hyphen between names."""


def find_phrase_start(text: str, end: int, reach: int) -> int:
    """Return where the phrase begins that ends at `end`, or its last letters, `reach` of them."""
    least = max(0, end - reach)
    while end > least and (char := text[end - 1]) not in PHRASE_MARKS and not char.isspace():
        end -= 1
    return end


def find_phrase_end(text: str, start: int, reach: int) -> int:
    """Return where the phrase ends that begins at `start`, or its first letters, `reach` of them."""
    most = min(len(text), start + reach)
    while start < most and (char := text[start]) not in PHRASE_MARKS and not char.isspace():
        start += 1
    return start


def may_be_one(text: str, start: int, end: int) -> bool:
    """Return whether 一 counts something here, or makes a word with a neighbour, so that nothing need be weighed."""
    left = fold_script(text[find_phrase_start(text, start, NEAR_LETTERS) : start])
    right = fold_script(text[end : find_phrase_end(text, end, NEAR_LETTERS)])
    if is_count_between(left[-1:], right[:1]) or "一" in left or "一" in right:
        return True
    if not (ANY_NUMERALS.isdisjoint(left[-2:]) and ANY_NUMERALS.isdisjoint(right[:3])):
        return True
    return any(is_word(left[-size:] + "一") for size in (1, 2) if size <= len(left)) or any(
        is_word("一" + right[:size]) for size in (1, 2, 3)
    )


class DashLine:
    """A level line in a text, with the phrases on its two sides as the lexicon has their letters."""

    def __init__(self, text: str, start: int, end: int) -> None:
        first, last = find_phrase_start(text, start, REACH_OF_PHRASE), find_phrase_end(text, end, REACH_OF_PHRASE)
        self.left, self.right = fold_script(text[first:start]), fold_script(text[end:last])
        self.quoted = text[end : end + 1] in OPENING
        self.chained = text[last : last + 1] in LEVEL_STROKES or text[first - 1 : first] in LEVEL_STROKES

    @property
    def reads_well(self) -> bool:
        """Whether the two letters on either side are known neighbours; beside a misread letter nothing can be told."""
        return (
            look_up(self.left[-2:-1]).find_pair(self.left[-1:]) is not None
            and look_up(self.right[:1]).find_pair(self.right[1:2]) is not None
        )

    @property
    def names(self) -> bool:
        """Whether foreign names stand on both sides, and 一 is the neighbour of neither: 扎耶尼—伊拜尔."""
        beside = self.left[-3:] + self.right[:3]
        return sum(char in FOREIGN_NAMES for char in beside) >= NAME_LETTERS and not (
            look_up(self.left[-1:]).find_pair("一") or look_up("一").find_pair(self.right[:1])
        )

    def measure_one(self) -> dict[str, float]:
        """Return what speaks for a dash and not for 一, by name."""
        left, right = self.left[-4:], self.right[:4]
        return {
            "before": max(-6.0, min(8.0, measure_association(left[-1:], "一"))) if left else -2.0,
            "word": max(-10.0, min(25.0, find_cost(left + "一" + right) - find_cost(left) - find_cost(right))),
            **self.measure_phrases(),
            "quote": float(self.quoted),
        }

    def measure_half(self) -> dict[str, float]:
        """Return what speaks for a whole dash and not for a hyphen, by name."""
        return {
            **self.measure_phrases(),
            "foreign": float(sum(map(FOREIGN_NAMES.__contains__, self.left[-2:] + self.right[:2]))),
        }

    def measure_phrases(self) -> dict[str, float]:
        """Return how readily phrases end and begin so, and their length in fives of letters."""
        return {
            "leaving": rate_end(self.left) if self.left else 0.5,
            "entering": rate_beginning(self.right) if self.right else 0.5,
            "left": min(len(self.left), LONGEST_PHRASE) / 5,
            "right": min(len(self.right), LONGEST_PHRASE) / 5,
        }


def score_one(line: DashLine) -> float:
    """Return how likely a 一 was a dash, as the logarithm of the odds."""
    return ONE_BIAS + sum(ONE[name] * value for name, value in line.measure_one().items())


def score_half(line: DashLine) -> float:
    """Return how likely half a dash between Han letters was a whole one, as the logarithm of the odds."""
    return HALF_BIAS + sum(HALF[name] * value for name, value in line.measure_half().items())


def is_between_phrases(text: str, start: int, end: int) -> bool:
    """Return whether Han letters, or marks that close and open, stand on both sides."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return (is_han(before) or before in CLOSING) and (is_han(behind) or behind in OPENING)
