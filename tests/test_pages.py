"""Files of several pages: running heads, pages of their own widths, columns side by side."""

from __future__ import annotations

import pytest

from jmclean import clean

PARAGRAPHS = (
    "江畔灯会昨夜点亮了三里长堤，彩灯映红了半条江，市民纷纷出门赏灯，直到深夜才陆续散去。",
    "渡口的老船今年要上岸了，新桥通车以后，过江的人不再等船，船家请街坊免费坐了一程。",
    "老街的书店搬进了旧粮仓，店主说书架都是用拆下的门板做的，孩子们放学就来看书。",
)


def issue(feed: str) -> str:
    pages = []
    for number, paragraph in enumerate(PARAGRAPHS, 1):
        head, foot = f"江畔晚报 2019年7月24日 星期三 要闻 A{number:02}", "值班主任 林舟 新闻热线：555-0123"
        pages.append(f"{head}\n\n{paragraph}\n\n{foot}\n")
    return feed.join(pages)


def test_running_heads_and_feet_go() -> None:
    for feed in ("\f", "\n"):
        assert clean(issue(feed)).text == "\n\n".join(PARAGRAPHS) + "\n"


def test_the_name_of_the_paper_over_each_date_goes_without_page_breaks() -> None:
    heads = [f"江畔晚报\n\n2019年7月24日 星期三\n\n要闻\n\nA{number:02}" for number in (1, 2, 3)]
    text = "\n\n".join(f"{head}\n\n{paragraph}" for head, paragraph in zip(heads, PARAGRAPHS, strict=True)) + "\n"
    assert clean(text).text == "\n\n".join(PARAGRAPHS) + "\n"


def test_a_line_that_stands_over_a_date_only_once_stays() -> None:
    text = issue("\n").replace("江畔晚报 2019", "街坊来信\n\n江畔晚报 2019", 1) + "\n街坊来信\n\n灯会真好看。\n"
    assert clean(text).text.count("街坊来信") == 2


@pytest.mark.parametrize(
    "text",
    [
        "2021/6/9 09:12 林小舟\n今天谁去渡口？\n\n2021/6/9 09:13 周明\n我去\n\n2021/6/9 09:13 何秀\n我也去，几点？\n",
        "2021年7月3日 星期六 参观博物馆\n2021年7月3日 星期六 参观图书馆\n2021年7月3日 星期六 江边写生，带画板\n",
        "2021-06-09 周明：我去\n2021-06-09 何秀：我也去\n2021-06-09 周明：几点\n2021-06-09 何秀：十点，桥头见\n",
    ],
    ids=["messages", "a programme", "a log"],
)
def test_dates_of_a_list_are_no_running_heads(text: str) -> None:
    assert clean(text).text == text


def test_a_byline_that_comes_again_is_no_running_head() -> None:
    text = "\f".join(f"江畔晚报 第{n}版\n\n本报记者 林小舟\n\n{p}\n" for n, p in enumerate(PARAGRAPHS, 1))
    assert clean(text).text.count("本报记者 林小舟") == len(PARAGRAPHS)


def wrap(paragraph: str, width: int) -> str:
    return "\n".join(paragraph[at : at + width] for at in range(0, len(paragraph), width))


def test_a_wider_page_is_no_small_type() -> None:
    text = wrap("".join(PARAGRAPHS) * 2, 11) + "\n\n\f" + wrap(PARAGRAPHS[1], 13) + "\n"
    assert PARAGRAPHS[1] in clean(text).text.split("\n\n")[-1]


def test_nothing_is_joined_to_columns_side_by_side() -> None:
    rows = [
        f"{left:　<14}        {right}"
        for left, right in zip(wrap(PARAGRAPHS[0], 14).split("\n"), wrap(PARAGRAPHS[1], 14).split("\n"), strict=False)
    ]
    text = "\n".join(rows) + "\n"
    assert clean(text).text == text
