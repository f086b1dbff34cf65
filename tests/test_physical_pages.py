"""Each physical page of a file comes out as it comes out alone: its script, its small type, whether columns cut it."""

from __future__ import annotations

import pytest

from jmclean import clean

SIMPLIFIED = """\
渡口的老船今年要上岸了，新桥通车以后，过江的人不再等船，船家请街坊免费坐了一程。

老街的书店搬进了旧粮仓，店主说书架都是用拆下的门板做的，孩子们放學就来看书。
"""

TRADITIONAL = """\
灣仔的書店昨日重開，店主說這裏的書都是街坊送來的，孩子們放學後就來看書，學校也來借書。

碼頭的渡輪今年換了新船，船長說開了三十年船，從來沒有見過這樣多的遊客，車輛排到橋頭，国會也来關注。

電車公司說，明年會把舊車廂送給學校，讓學生認識香港的歷史，報名的學校已經有十間。
"""

CUT = """\
市水务局昨日通报，全市二十座水库水位均在汛限以下，蓄水总量比去年同期多两成，能够满足秋种用水需

要。水务局提醒市民，汛期还没有过去，不要到水库里游泳。

各镇已经派人在堤上值守，遇到险情立即报

告，附近的村民要听从安排转移到安全地带，不要自己返回家中取东

西。学校和医院也做好了准备，食品和饮水足够三天。
"""

FILLED = """\
院子里坐满了人，灯笼挂在树上。

第二天一早，大家又到田里去了。

水田里的稻子已经黄了，再过十天就要收割。

村口的老树又发了新枝，鸟也回来了。
"""

WHOLE = f"""\
{FILLED}
{FILLED}
老人讲起从前的故事，讲到水库修成的那一年，全村的人都来看水

孩子们听着听着就睡着了，月亮升到屋顶上。

{FILLED}"""

COLUMN = """\
市水务局昨日通报，全市二十座水
库水位均在汛限以下，蓄水总量比
去年同期多两成，能够满足秋种用
水需要。水务局提醒市民，汛期还
没有过去，不要到水库里游泳，也
不要在泄洪道附近停留。各镇已经
派人在堤上值守，遇到险情立即报
告，附近的村民要听从安排转移到
安全地带，不要自己返回家中取东
西。
"""

SMALLER = """\
老街的书店搬进了旧粮仓，店主说书架
都是用拆下的门板做的，孩子们放学就
来看书，周末还有老人来给他们讲故事
，讲到天黑才回家。管理员给大家备了
热水和点心，还在门口种了两排柳树。
"""


@pytest.mark.parametrize("mark", ["\f", "<--- Page Split --->\n\n"])
@pytest.mark.parametrize(
    "pages",
    [
        (SIMPLIFIED, TRADITIONAL),
        (TRADITIONAL, SIMPLIFIED),
        (TRADITIONAL, SIMPLIFIED, TRADITIONAL),
        (CUT, WHOLE),
        (WHOLE, CUT),
        (COLUMN, SMALLER),
        (SMALLER, COLUMN),
    ],
)
def test_a_page_of_several_comes_out_as_alone(mark: str, pages: tuple[str, ...]) -> None:
    alone = "\n".join(clean(page).text for page in pages)
    result = clean(f"\n{mark}".join(pages)).text
    assert result == alone
    assert clean(result).text == result


def test_the_pages_are_worth_judging() -> None:
    assert "放学就来看书" in clean(SIMPLIFIED).text
    assert "國會" in clean(TRADITIONAL).text
    assert "秋种用水需要。" in clean(CUT).text
    assert "来看水\n\n孩子们" in clean(WHOLE).text


@pytest.mark.parametrize("border", ["\n\f\n\n", "\n\n\f\n", "\n\n\n\f\n\n\n"])
def test_a_page_s_border_sets_nothing_apart(border: str) -> None:
    """What stands between a cut paragraph and the next page's text is the page's headline, no caption."""
    before = "渡口的老船今年要上岸了，新桥通车以后，过江的人不再等船。修桥的"
    behind = "老街的书店昨天开门，店主说书架都是用旧门板做的。"
    text = clean(f"{before}\n{border}书店搬进粮仓\n\n{behind}\n").text
    assert "书店搬进粮仓" in text
    assert clean(text).text == text


STORY_OF_RESERVOIR = "市水务局昨日通报，全市二十座水库水位均在汛限以下，蓄水总量比去年同期多两成，能够满足秋种用水"


@pytest.mark.parametrize("head", ["第五版", "今日乡村 B6", "社会/B2", "农历六月初九"])
def test_a_running_head_at_the_top_of_a_page_is_no_part_of_a_sentence(head: str) -> None:
    lines = [STORY_OF_RESERVOIR[at : at + 12] for at in range(0, len(STORY_OF_RESERVOIR), 12)] * 2
    lines = [
        *lines,
        "各镇已经派人在堤上值守，",
        "遇到险情立即报告，附近的",
        f"\f{head}",
        "村民要听从安排转移到安全",
        "地带，不要自己返回家中取",
        "东西。",
    ]
    text = clean("\n".join(lines) + "\n").text
    assert f"的{head}" not in text
    assert f"{head}村民" not in text
    assert "附近的村民要听从安排" in text
    assert clean(text).text == text
