"""How blocks begin: items of lists, stories, and words before a colon."""

from __future__ import annotations

import pytest

from jmclean.structure.openings import (
    LIST_STARTS,
    NUMERAL_CLOSERS,
    begins_item,
    begins_paragraph,
    begins_story,
    begins_with_name,
    begins_with_numeral,
)


@pytest.mark.parametrize(
    "text",
    [
        "一、选种",
        "（三）施肥",
        "12、浇水",
        "3.除草",
        "⑴育苗",
        "❷移栽",
        "第二十章 收割",
        "第7条",
        "● 晾晒",
        "-晾晒",
        "B．脱粒",
        "（12）入仓",
        "其三，入仓",
        "四是入仓",
    ],
)
def test_items(text: str) -> None:
    assert begins_item(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一",
        "一天",
        "3.5吨",
        "2019年",
        "第二天",
        "●",
        "- ",
        "（稻）",
        "其实，",
        "四是否",
        "十是整数",
        "Bus",
        "一二三四、",
        "第、",
    ],
)
def test_no_items(text: str) -> None:
    assert not begins_item(text)


def test_stories_begin_with_a_dateline() -> None:
    assert begins_story("本报讯（记者 林下）稻子熟了")
    assert begins_story("新华社南昌9月3日电 稻子熟了")
    assert begins_story("据央视网消息，稻子熟了")
    assert begins_story("本报记者林下报道，稻子熟了")
    assert begins_story("【林下讯】稻子熟了")
    assert begins_story("【农家的稻子】熟了")
    assert begins_story("本报昆明9月3日讯记者林下报道：稻子熟了")
    assert begins_story("晚报讯 稻子熟了")
    assert begins_story("综合外电报道，稻子熟了")
    assert not begins_story("灯亮了。人们回家")
    assert not begins_story("灯亮了，电来了")


@pytest.mark.parametrize(
    "text",
    [
        "过电话问清了地块，",
        "装风力发电机二十台，",
        "来的快递和电报，",
        "员用电脑画图，",
        "部署了通讯设备，",
        "会的消息，一时传遍",
    ],
)
def test_words_of_electricity_and_letters_are_no_dateline(text: str) -> None:
    assert not begins_story(text)


def test_a_name_is_a_short_word_before_a_colon() -> None:
    assert begins_with_name("老农：今年雨水多", 6)
    assert not begins_with_name("：今年", 6)
    assert not begins_with_name("他说，今年：", 6)
    assert not begins_with_name("今年的雨水很多：", 6)
    assert not begins_with_name("第3位：老农", 6)


def test_an_item_may_begin_with_any_of_these_in_either_width() -> None:
    assert (
        set("（(0123456789第其ＡＢＣＤａｂｃｄ一二三四五六七八九十-*•●ABCDabcd①⑴❶０１２３４５６７８９") <= LIST_STARTS
    )
    assert LIST_STARTS.isdisjoint("百市图EeＥ／：，。 ")


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("①选种", True),
        ("⑳选种", True),
        ("⑴选种", True),
        ("⒇选种", True),
        ("❶选种", True),
        ("❿选种", True),
        ("⒈选种", False),
        ("➀选种", False),
        ("A、选种", True),
        ("A选种", False),
        ("E、选种", False),
        ("1、选种", True),
        ("12、选种", True),
        ("123、选种", False),
        ("12.选种", True),
        ("12.5吨", False),
        ("1.5吨", False),
        ("1.", True),
        ("1)选种", True),
        ("1：选种", False),
        ("（1）选种", True),
        ("（12）选种", True),
        ("（123）选种", False),
        ("（1、选种", False),
        ("●选种", True),
        ("● 选种", True),
        ("●  选种", False),
        ("● ", False),
        ("其一，选种", True),
        ("其六，选种", True),
        ("其七，选种", False),
        ("其一选种", False),
        ("一是选种", True),
        ("一是否", False),
        ("一在选种", False),
        ("十一、选种", True),
        ("二十一、选种", True),
        ("一二三四、选种", False),
        ("（三十一）选种", True),
        ("（三十一二）选种", False),
        ("(三)选种", True),
        ("三)选种", True),
        ("三．选种", True),
        ("第一百二十条选种", True),
        ("第一百二十一条选种", False),
        ("第12章选种", True),
        ("第一：选种", True),
        ("第一天", False),
        ("选、种", False),
    ],
)
def test_what_an_item_begins_with(text: str, item: bool) -> None:
    assert begins_item(text) == item


def test_numbers_have_so_many_numerals_and_a_mark_behind_them() -> None:
    def is_numbered(text: str) -> bool:
        return begins_with_numeral(text, 2, "一二三".__contains__, NUMERAL_CLOSERS)

    assert [is_numbered(text) for text in ("一、", "一二、", "一二三、", "、", "一", "", "一天")] == [
        *(True, True, False, False, False, False, False),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("一二三四五六：面粉", True),
        ("一二三四五六七：面粉", False),
        ("原：料", True),
        ("原料", False),
        ("：原料", False),
        ("原“料：面", False),
        ("第一：面", True),
        ("第1：面", False),
    ],
)
def test_a_name_has_six_letters_at_most_where_six_are_asked(text: str, name: bool) -> None:
    assert begins_with_name(text, 6) == name


def test_paragraphs_like_to_begin_with_these() -> None:
    assert begins_paragraph("近日，稻子熟了")
    assert begins_paragraph("“稻子熟了”")
    assert not begins_paragraph("稻子近日熟了")
