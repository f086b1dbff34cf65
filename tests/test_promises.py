"""What holds for every rule alone and for the whole chain, on pages that nobody thought of."""

from __future__ import annotations

import re
import time
from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean import Options, clean, replay, undo
from jmclean.engine.chain import load
from jmclean.options import Script
from jmclean.rules import RULES

DECLARED = {name: load(name).DECLARATION for name in RULES}
REMOVES_LETTERS = {name for name, rule in DECLARED.items() if rule.removes_text}
MOVES_BLOCKS = {name for name, rule in DECLARED.items() if rule.moves_text}
CHANGES_LETTERS = {name for name, rule in DECLARED.items() if rule.changes_characters}

words = st.sampled_from(
    re.findall(
        r"\S+",
        "市民 公园 江边 记者 报道 活动 举行 昨日 近日 城区 居民 三千 万元 同比 增长 学校 图书馆 老师 比赛 通车 其中 "
        "省一市一县 两中心一基地 周一 一 乾隆 于 以後 這裏 資料 台灣 后 里 发 國 賽 侨 万 的 了 在 是 和 为",
    )
)
marks = st.sampled_from([*"，。、；：？！“”‘’（）《》—…·～％", *",.;:?!\"'()-~%", "——", "……", "--", "...", "。”", "),"])
foreign = st.sampled_from(
    ["12", "3.5", "1,234", "8:00", "５Ｇ", "AI", "Digital China", "２０", "https://a.cn/b?c=1,2", "v2.0"]
)
markup = st.sampled_from(
    re.findall(
        r"[^·]+", "# ·## ·###·- ·1. ·> ·**·`a,b`·```\n·|·| a | b |\n| - | - |\n·<!-- · -->·[图](b)·---\n·<b>·\\·_"
    )
)
furniture = st.sampled_from(
    [
        "（张三 摄）",
        "李四 摄",
        "图为",
        "扫码看视频",
        "A02版",
        "（下转A03版）",
        "责任编辑 王五",
        "本报讯（记者 赵六）",
        "文/图",
        "资料图",
    ]
)
stray = st.sampled_from(
    ["\u200b", "\u00ad", "\ufeff", "\u3000", "　　", "⼀", "⻓", "\u00a0", "\t", "\u2028", "\x0c", "\u0301", "🎏", "𠮷"]
)
gaps = st.sampled_from(["", "", "", "", "", " ", "  ", "\n", "\n", "\n\n", "\n\n", "\n\n\n\n", "  \n", "\n\n　　"])

pieces = st.one_of(
    words, words, words, words, marks, marks, foreign, markup, furniture, stray, st.characters(codec="utf-8")
)
pages = st.lists(st.tuples(pieces, gaps), max_size=40).map(lambda pairs: "".join(chain.from_iterable(pairs)))
texts = st.one_of(pages, pages, pages, st.text(max_size=60))

alone_and_together = pytest.mark.parametrize("rules", [*((rule,) for rule in RULES), RULES], ids=[*RULES, "chain"])


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def latin(text: str) -> str:
    """The digits and Latin letters in order, whatever their width."""
    narrow = (chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return "".join(c for c in narrow if c.isascii() and c.isalnum())


def is_part(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in the same order."""
    rest = iter(long)
    return all(letter in rest for letter in short)


@alone_and_together
@given(text=texts)
def test_cleaning_twice_changes_nothing_more(rules: tuple[str, ...], text: str) -> None:
    options = Options(only=rules)
    once = clean(text, options).text
    assert clean(once, options).text == once


@pytest.mark.parametrize("script", ["simplified", "traditional"])
@given(text=texts)
def test_converting_twice_changes_nothing_more(script: Script, text: str) -> None:
    options = Options(only=("mixed-script",), script=script)
    once = clean(text, options).text
    assert clean(once, options).text == once


@alone_and_together
@given(text=texts)
def test_the_journal_replays_and_undoes(rules: tuple[str, ...], text: str) -> None:
    result = clean(text, Options(only=rules))
    assert replay(text, result.journal) == result.text
    assert undo(result.text, result.journal) == text
    assert all(0 <= note.start <= len(text) for note in result.notes)


@pytest.mark.parametrize("rule", sorted(set(RULES) - REMOVES_LETTERS - CHANGES_LETTERS))
@given(text=texts)
def test_a_rule_that_may_not_touch_letters_does_not(rule: str, text: str) -> None:
    assert letters(clean(text, Options(only=(rule,))).text) == letters(text)


@pytest.mark.parametrize("rule", sorted(REMOVES_LETTERS))
@given(text=texts)
def test_a_rule_that_removes_letters_adds_none(rule: str, text: str) -> None:
    assert letters(clean(text, Options(only=(rule,))).text) <= letters(text)


@pytest.mark.parametrize("rule", sorted(set(RULES) - REMOVES_LETTERS - MOVES_BLOCKS))
@given(text=texts)
def test_digits_and_latin_letters_stay_in_order(rule: str, text: str) -> None:
    assert latin(clean(text, Options(only=(rule,))).text) == latin(text)


@pytest.mark.parametrize("rule", sorted(REMOVES_LETTERS - MOVES_BLOCKS))
@given(text=texts)
def test_what_is_left_of_digits_and_latin_letters_is_in_order(rule: str, text: str) -> None:
    assert is_part(latin(clean(text, Options(only=(rule,))).text), latin(text))


@given(text=texts)
def test_the_chain_invents_no_digit_or_latin_letter(text: str) -> None:
    assert Counter(latin(clean(text).text)) <= Counter(latin(text))


@given(text=texts)
def test_scripts_are_kept_where_that_is_asked(text: str) -> None:
    kept = clean(
        text, Options(script="keep", captions="keep", skip=("page-furniture", "stray-characters", "misread-dashes"))
    )
    assert Counter(c for c in kept.text if "一" <= c <= "鿿") == Counter(c for c in text if "一" <= c <= "鿿")


SENTENCES = (
    "昨日，记者从市图书馆获悉，新馆将于明年5月开放。",
    "清乾隆年间，这座石桥由当地乡民捐资修建，长三十余米。",
    "“我们每周一都来这里。”李老师说，“孩子们很喜欢。”",
    "比赛以3:1结束，主队拿到了本季的第一个三分。",
    "全市推行“一镇一策”，两年来新增绿地1,200亩，增长3.5%。",
    "他写的《江边的灯》讲了一家人、一条船和一座城的故事。",
    "在这部拍摄于二十年前的影片里，码头还没有灯光。",
    "游客可登录https://example.com/a?b=1,2预约，也可到现场取票。",
    "会上，三位代表（其中两位来自村里）谈了各自的看法：路要修，桥也要修。",
    "为什么要修？因为孩子们上学要绕五公里的路！",
    "这项工程历时两年——从设计到通车，一天也没有停过……",
    "参加活动的有Digital China的志愿者，也有退休的老工人。",
)


@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4).map("".join), min_size=1, max_size=5))
def test_a_clean_page_stays_to_the_letter(paragraphs: list[str]) -> None:
    page = "# 新馆明年开放\n\n" + "\n\n".join(paragraphs) + "\n"
    assert clean(page).text == page


@pytest.mark.parametrize(
    "text",
    [
        *(letter * 50_000 for letter in "（(“\"'·一 　，,。.a1#>|`*[<-—…１\n\t市臺\u200b"),
        *(
            piece * 10_000
            for piece in (
                "他说\n",
                "他说\n\n",
                "# 一\n",
                "“（",
                "a,",
                "1.",
                "一市",
                "| a |\n",
                "``",
                "<a",
                "（摄",
                "图为",
                "摄影：林舟\n\n",
            )
        ),
        "市民在公园晨练，" * 30_000,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_no_page_takes_long(text: str) -> None:
    start = time.process_time()
    clean(text)
    assert time.process_time() - start < 10
