"""Lines that their author broke are told from those that a column broke."""

from __future__ import annotations

import pytest

from jmclean import clean
from jmclean.structure.verse import is_bilingual, is_ragged, is_stanza

STANZAS = {
    "free verse": "清晨的街道还没有醒来\n路灯数着最后的星星\n卖豆浆的老人推着车\n把热气写在风里",
    "a song with credits": "作曲：江水\n作词：渡口\n编曲：夜灯\n你问我渡口有多远\n我说灯亮就到岸\n江水长\n夜也长",
    "an aria with marks": "(慢板)\n灯未灭，\n江水长，\n夜渡的人儿还在渡口望，\n望穿，\n望不见归船，\n心也凉",
    "lines of one length": "夜渡江心月正明\n渔灯点点伴归程\n谁家笛里传新曲\n吹到天边第几声",
}

COLUMNS = {
    "a column": "近日，江岸区渡口管理处宣布恢\n复夜间航班，两岸居民往来更加\n方便，首日客流超过三千人次。",
    "a column without marks": "江岸区渡口管理处宣布恢复夜间航\n班两岸居民往来更加方便首日客流\n超过三千人次",
    "two lines": "清晨的街道还没有醒来\n路灯数着最后的星星",
}


@pytest.mark.parametrize("text", STANZAS.values(), ids=STANZAS)
def test_a_stanza_keeps_its_lines(text: str) -> None:
    assert is_stanza(text.split("\n"))
    page = f"近日，渡口举行了一场诗会。\n\n{text}\n\n诗会持续到深夜。\n"
    assert text.replace("(", "（").replace(")", "）") in clean(page).text.replace(" :", " :").replace("：", "：")


@pytest.mark.parametrize("text", COLUMNS.values(), ids=COLUMNS)
def test_a_column_is_no_stanza(text: str) -> None:
    assert not is_stanza(text.split("\n"))


def test_lines_of_many_lengths_are_ragged() -> None:
    assert is_ragged(["灯未灭，", "江水长，夜也长，", "望穿，", "心也凉"])
    assert not is_ragged(["江岸区渡口管理处", "宣布恢复夜间航班", "两岸居民往来更加", "方便"])


def test_a_subtitle_and_its_translation_are_two_lines() -> None:
    assert is_bilingual(["We've jumped!", "我们跳转了！"])
    assert not is_bilingual(["我们跳转了！", "再跳一次"])
    assert not is_bilingual(["We've jumped", "again"])
    page = "这一次我们取的是指令。\n\nWe fetch it, ADD B A.\n而是读内存的指令\n\nWe've jumped!\n我们跳转了！\n"
    assert clean(page).text == page
