"""How far a page can be believed, and what is never joined."""

from __future__ import annotations

from math import exp, log
from types import SimpleNamespace
from typing import Any

import pytest

from jmclean import Options, clean
from jmclean.chinese.engine_signature import read_missing_characters
from jmclean.chinese.lexicon import fold_script_table
from jmclean.structure import evidence
from jmclean.structure.blocks import make_layout_blocks
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.evidence import (
    OWN_SHARE,
    find_odds_of_cuts,
    find_share_of_cuts,
    find_share_of_own_heads,
    is_in_order,
    loses_stops,
    was_misread,
)
from jmclean.structure.headlines import find_dated, find_headlines, find_repeated, find_short_lines
from jmclean.text.document import Document
from tests.builds import needs_plain_modules

TEXT = "江边还有人唱戏，有人下棋，有人遛鸟，好不热闹，连外地来的游客也要停下来看上一会儿才肯走。"
TAIL, HEAD = "老人们都记得，当年修桥的时候没有机器，石头全靠人抬，这座桥建", "成以后，两岸的人家才走动起来。"


def joined(*blocks: str) -> bool:
    """Whether any two of some blocks, with text before and behind, are joined."""
    page = "\n\n".join((TEXT, *blocks, TEXT)) + "\n"
    return clean(page).text.count("\n\n") < page.count("\n\n")


# the page


@pytest.mark.parametrize(
    ("scores", "least", "most"),
    [([], 0.49, 0.51), ([9.0], 0.6, 0.7), ([-9.0], 0.3, 0.4), ([9.0] * 20, 0.9, 1.0), ([-9.0] * 20, 0.0, 0.1)],
)
def test_the_share_of_cuts_follows_the_scores(scores: list[float], least: float, most: float) -> None:
    assert least <= find_share_of_cuts(scores) <= most


def test_a_doubtful_end_is_a_cut_among_cuts_and_a_lost_stop_among_lost_stops() -> None:
    assert find_share_of_cuts([0.0, *[6.0] * 8]) > 0.8
    assert find_share_of_cuts([0.0, *[-6.0] * 8]) < 0.2


def test_the_odds_are_those_of_the_share() -> None:
    ends: Any = [SimpleNamespace(score=0.7), SimpleNamespace(score=-0.4)]
    share = find_share_of_cuts([0.7, -0.4])
    assert find_odds_of_cuts(ends) == pytest.approx(log(share / (1 - share)))


def test_the_share_of_cuts_is_the_likeliest() -> None:
    scores = [3.0, 1.0, 0.2, -0.5, -2.0]

    def likelihood(share: float) -> float:
        return log(share) + log(1 - share) + sum(log(share * exp(score) + 1 - share) for score in scores)

    best = find_share_of_cuts(scores)
    assert likelihood(best) > max(likelihood(best - 0.01), likelihood(best + 0.01))


@pytest.mark.parametrize(("ends", "witnesses", "loses"), [(6, 0, True), (5, 0, False), (6, 1, False)])
def test_an_engine_loses_stops_where_many_ends_are_open_and_nothing_runs_across(
    ends: int, witnesses: int, loses: bool
) -> None:
    assert loses_stops(ends, witnesses) == loses


def test_a_page_is_out_of_order_where_many_joins_are_likely_and_few_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_plain_modules()
    monkeypatch.setattr(evidence, "is_witness", lambda one: one.witness)
    monkeypatch.setattr(evidence, "find_share_of_own_heads", lambda _: OWN_SHARE - 0.01)
    ends: Any = [SimpleNamespace(witness=False, is_drawn=at < 5) for at in range(12)]
    assert not is_in_order(ends)
    assert is_in_order(ends[:11])
    ends[-1].witness = True
    assert is_in_order(ends)


CUTS = (
    ("市民昨天在江边重新回到了生", "活里，孩子们也来了。"),
    ("这座城市的经济发", "展得很快，工业增长两成。"),
    ("代表们参加了人民代表大", "会的开幕式，听取报告。"),
    ("去年全市共有三万名学", "生从中等学校毕业。"),
    ("他们计划在明年建", "成第二条铁路。"),
    ("记者从气象部", "门了解到，明天有雨。"),
    ("医院为病人提供了很好的服", "务，家属十分满意。"),
    ("双方就进一步加强合", "作交换了意见。"),
)


def test_heads_follow_their_own_tails_better_than_those_of_others() -> None:
    blocks = make_layout_blocks(Document("\n\n".join(text for cut in CUTS for text in cut) + "\n"))
    tails, heads = blocks[::2], blocks[1::2]
    own = [JoinCandidate(tail, head, []) for tail, head in zip(tails, heads, strict=True)]
    wrong = [JoinCandidate(tail, head, []) for tail, head in zip(tails, heads[1:] + heads[:1], strict=True)]
    assert find_share_of_own_heads(own) > OWN_SHARE > find_share_of_own_heads(wrong)


def test_a_page_whose_engine_cannot_write_traditional_characters_is_no_clean_text() -> None:
    known = [chr(code) for code in fold_script_table() if chr(code) not in read_missing_characters()]
    clean_page, read = "市長說這條鐵路還要經過幾個縣。" * 20, "".join(known[:200])
    assert was_misread(read)
    assert not was_misread(clean_page)
    assert not was_misread("市长说这条铁路还要经过几个县。" * 20)


# headlines and dates


def test_a_short_block_without_a_mark_behind_a_stop_is_a_headline() -> None:
    blocks = (TEXT, "渔港换新颜", TEXT, "他们那天来到江边的", TEXT, f"{TEXT[:-1]}", "走过去")
    found = make_layout_blocks(Document("\n\n".join(blocks) + "\n"))
    assert [block.text for block in found if block.key in find_headlines(found)] == ["渔港换新颜"]


def test_who_wrote_a_story_stands_below_its_headline_as_one_does() -> None:
    for below, count in (("渔业协会会长陈某", 2), ("渔业协会，会长陈某", 1), ("本报渔港5月1日电", 1)):
        found = make_layout_blocks(Document(f"{TEXT}\n\n渔港换新颜\n\n{below}\n\n{TEXT}\n"))
        assert len(find_headlines(found)) == count


def test_what_a_page_has_twice_was_not_cut() -> None:
    found = make_layout_blocks(Document(f"{TEXT}\n\n点开图片看渔港\n\n{TEXT}\n\n点开图片看渔港\n\n{TEXT[:-1]}\n"))
    assert find_repeated([block for block in found if block.is_open]) == {"点开图片看渔港"}


def test_three_dates_make_a_chronicle() -> None:
    for count, dated in ((3, 3), (2, 0)):
        blocks = [f"{month}月{month}日，渔港开工。" for month in range(1, count + 1)]
        assert len(find_dated(make_layout_blocks(Document("\n\n".join([*blocks, TEXT]) + "\n")))) == dated


def test_four_short_blocks_in_a_row_are_lines() -> None:
    for count, lines in ((4, 4), (3, 0)):
        blocks = [TEXT, *["渔港的灯塔亮了，"] * count, TEXT]
        assert len(find_short_lines(make_layout_blocks(Document("\n\n".join(blocks) + "\n")))) == lines


# never


def test_a_cut_sentence_is_joined() -> None:
    assert joined(TAIL, HEAD)


@pytest.mark.parametrize(
    ("tail", "head"),
    [
        (TAIL, f"一、{HEAD}"),
        (TAIL, f"新华社北京5月1日电（记者 周明）{HEAD}"),
        ("以上情况属实，请予批准。此致", "敬礼！市民周明"),
        ("渔港的灯塔昨夜又亮了起来。美联社", TEXT),
        ("他说渔港的灯塔会亮起来的。**", TEXT),
        ("他说渔港的灯塔会亮起来的。（周明对此文亦有贡献，特此说明）", TEXT),
        ("九", TEXT),
        ("渔港换新颜", "码头的吊机昨日全部换新，工人们都说轻松多了。"),
        ("The harbour was opened in the spring of this year and", TEXT),
        (f"{TAIL}（上接第一版）", TEXT),
        ("他忽然想起去年的事，便问他：——", "“那一回你怎么不来？”"),
        ("顾问 周明 何静 李小舟 陈志明 林下", "主编 何静 李小舟 周明 林下 陈志明"),
        ("地址：江边路八号渔港大厦三楼", "电话：渔港办公室"),
    ],
    ids=[
        *("an item", "a dateline", "a letter", "an agency", "emphasis", "a remark", "a number", "a headline"),
        *("another language", "a jump mark", "a lead-in", "names", "facts"),
    ],
)
def test_what_is_never_joined(tail: str, head: str) -> None:
    assert not joined(tail, head)


def test_text_is_moved_only_with_a_word_cut_across() -> None:
    assert not joined("老人们都记得，当年修桥的时候没有机器，石头全靠", TEXT, "人抬，一干就是三年。")


def test_lost_stops_are_not_cuts() -> None:
    blocks = [
        "市里今年为老旧小区加装了两百部电梯，老人们上下楼方便多了",
        "记者昨日走访了城南的几个社区，居民们正在楼下聊天",
        "据介绍，加装电梯的费用由政府和住户分担，一楼的住户不出钱",
        "目前，全市还有三百多个单元提出了申请，正在排队",
        "此外，市里还为高龄老人免费安装了扶手和呼叫器",
        "下一步，有关部门将简化手续，让更多的人家早日用上电梯",
        "昨天下午，市民周先生一家乘上了新电梯，一家人都很高兴",
    ]
    assert not joined(*blocks)


def test_two_columns_of_one_story_are_joined_though_one_stop_is_lost() -> None:
    page = (
        "市里今年为老旧小区加装了两百部电梯，老人们上下楼方便多了\n\n早上走进城南的几个社区，就看见居民们正在楼下聊\n\n"
        "天，说起电梯都很高兴。加装电梯的费用由政府和住户分\n\n担，一楼的住户不出钱。\n"
    )
    assert clean(page).text.split("\n\n")[1:] == [
        "早上走进城南的几个社区，就看见居民们正在楼下聊天，说起电梯都很高兴。加装电梯的费用由政府和住户分担，一楼的住户不出钱。\n"
    ]


STOPLESS = (
    "入冬以来，河口湿地陆续飞来了三千多只候鸟，其中有十一只黑脸琵鹭",
    "护鸟队每天两次沿着堤坝巡查，手里拿着望远镜和记录本，遇到拍照的人就上前提醒",
    "渔民老韩说，往年这个时候早就下网了，今年保护区划了线，他把船拴在码头",
    "湿地管理站和附近的小学合办了观鸟课，孩子们学会了分辨白鹭和苍鹭",
    "鸟多了，地里的稻谷也少了一些，村里正在商量补偿的办法",
)


def test_nothing_is_joined_where_no_paragraph_ends_in_a_stop() -> None:
    page = "\n\n".join(("# 河口湿地来了新邻居", *STOPLESS)) + "\n"
    result = clean(page)
    assert result.text == page
    assert any(note.message.startswith("left apart") for note in result.notes)


def test_a_word_is_joined_where_other_paragraphs_have_their_stops() -> None:
    page = "\n\n".join(f"{paragraph}。" if at else paragraph for at, paragraph in enumerate(STOPLESS)) + "\n"
    cut = page.replace("望远镜和记录本", "望远\n\n镜和记录本")
    assert "望远镜" in clean(cut).text


@pytest.mark.parametrize("stop", [".", "。"])
def test_a_point_ends_a_sentence_where_a_page_has_half_width_marks(stop: str) -> None:
    page = (
        "北岸的老码头今年要改成公园,工人们正在铺石板路.\n\n为了让老人也能走到水边,设计师把台阶改成了缓坡.\n\n"
        "公园的东边有一座小灯塔,已经有七十年的历史,已经由当地的\n\n居民自己出钱修好了.\n\n"
        "明年春天,公园还会办一次花市,请各地的花农来摆摊.\n"
    ).replace(".", stop)
    result = clean(page, Options(skip=("misread-marks",)))
    assert "当地的居民自己" in result.text
    assert result.text.count("\n\n") == page.count("\n\n") - 1
    assert clean(result.text, Options(skip=("misread-marks",))).text == result.text
