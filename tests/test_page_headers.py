"""Lines at the head or the foot of a page that name its edition, its date and its editors in one."""

from __future__ import annotations

import pytest

from jmclean import clean

PAGE = (
    "# 山路\n\n山脚下有一家茶馆，院子只有半亩大，墙边种着一排石\n\n{}\n\n"
    "榴。每年秋天，孩子们都来这里摘果子。\n\n茶馆的主人今年七十岁了。\n"
)
JOINED = "墙边种着一排石榴。"


@pytest.mark.parametrize(
    "header",
    [
        "B07 副刊 2016年5月9日 星期一 责任编辑：周远山",
        "2016年5月9日 星期一 B07 副刊 责任编辑：周远山",
        "2016年5月9日 星期一 责任编辑 周远山 B07 副刊",
        "B07 副刊 2016年5月9日 星期一 编辑 周远山 美编 李静 校对 王海",
        "5月9日 星期一 第7版 责任编辑：周远山 美编：李静",
        "責任編輯：周遠山 2016年5月9日",
        "B07 副刊 编辑：周远山 电话：0571-80000000",
        "责任编辑：周远山 本版制图：李静",
        "本版摄影 李静",
    ],
)
def test_a_line_of_edition_date_and_editors_is_furniture(header: str) -> None:
    page = PAGE.format(header)
    once = clean(page).text
    assert once == page.replace(f"\n\n{header}\n\n", "")
    assert JOINED in once
    assert clean(once).text == once


@pytest.mark.parametrize(
    "line",
    [
        "B07 副刊 责任编辑",  # a post that nobody holds
        "本报地址：江边路1号 责任编辑：周远山",  # a word that is nothing of a header
        "5月9日 星期一 编辑：周远山 江边灯会今晚开幕并且将一直持续到深夜",
    ],
)
def test_a_line_that_begins_as_a_header_is_no_part_of_a_sentence(line: str) -> None:
    text = clean(PAGE.format(line)).text
    assert f"\n\n{line}\n\n" in text + "\n"


@pytest.mark.parametrize("line", ["2016年5月9日 主编 周远山", "本版摄影展今日开幕", "B07 本版 导读"])
def test_a_signature_or_a_headline_is_no_header(line: str) -> None:
    page = f"# 山路\n\n山脚下有一家茶馆，院子只有半亩大。\n\n{line}\n\n每年秋天，孩子们都来这里摘果子。\n"
    assert clean(page).text == page
