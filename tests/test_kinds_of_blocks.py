"""What the blocks of a layout dump are: by labels, type and place, from how much on."""

from __future__ import annotations

from typing import Any

import pytest

from jmclean.readers.model import Box, Label, Layout, LayoutPage, Line, Region
from jmclean.readers.text_of_layout import write_text

SIZE, STEP = 30, 40
"""The width of a character of the body, and how far apart its lines stand."""

BODY = (
    "昨夜江边亮起了灯，市民纷纷出",
    "门赏灯，有人说这是多年未见的",
    "热闹景象，也有人在江边架起了",
    "设备，把灯会的画面传给远方的",
    "家人，直到深夜才陆续散去了。",
)
"""Lines of fourteen characters."""


def block(
    top: float, *texts: str, label: Label = "text", left: float = 0, size: float = SIZE, high: float = 0, **other: Any
) -> Region:
    """Return a region of lines that stand under each other."""
    lines = []
    for number, text in enumerate(texts):
        y = top + number * STEP * max(1.0, size / SIZE)
        lines.append(Line(text, Box(left, y, left + size * len(text), y + (high or size))))
    boxes = [line.box for line in lines if line.box]
    whole = boxes[0]
    for box in boxes:
        whole = whole.around(box)
    return Region(label, "".join(texts), tuple(lines), whole, **other)


def body(top: float, *texts: str, left: float = 0) -> Region:
    """Return a paragraph that begins with an indent."""
    first, *others = texts or BODY
    head = block(top, first, left=left + 2 * SIZE) if len(first) < 14 else block(top, first, left=left)
    region = block(top, first, *others, left=left)
    return region._replace(lines=(*head.lines, *region.lines[1:]))


def picture(left: float, top: float, right: float, bottom: float, label: Label = "picture") -> Region:
    return Region(label, "", (), Box(left, top, right, bottom))


def tell(*regions: Region) -> dict[str, str]:
    """Return the role of every block of a page by its text."""
    entries = write_text(Layout("any", (LayoutPage(tuple(regions), (), 1000, 2000),))).list_entries()
    return {entry["text"]: entry["role"] for entry in entries}


def tell_of(region: Region, *others: Region, first: bool = False) -> str:
    """Return the role of one block among others."""
    told = tell(*((region, *others) if first else (*others, region)))
    (found,) = [role for text, role in told.items() if region.text in text]
    return found


PAGE = (body(200), body(400), body(600), body(800))


# headlines


@pytest.mark.parametrize(("size", "role"), [(36.0, "text"), (37.0, "heading"), (60.0, "heading")])
def test_larger_type_than_the_body_s_is_a_headline(size: float, role: str) -> None:
    assert tell_of(block(100, "江边的灯火亮了", size=size), *PAGE, first=True) == role


@pytest.mark.parametrize(("high", "role"), [(33.0, "text"), (34.0, "heading")])
def test_a_headline_is_higher_too(high: float, role: str) -> None:
    """Latin or widely set lines are wide alone."""
    assert tell_of(block(100, "江边的灯火亮了", size=40, high=high), *PAGE, first=True) == role


@pytest.mark.parametrize(
    ("texts", "role"),
    [
        (["江边的灯火"] * 4, "heading"),
        (["江边的灯火"] * 5, "text"),
        (["江边的灯火亮起来了市民都来看"] * 4, "heading"),
        (["江边的灯火亮起来了市民都来看了"] * 4, "heading"),  # sixty characters
        (["江边的灯火亮起来了市民都来看了啊"] * 4, "text"),
        (["江边的灯火亮起来了市民。"], "heading"),  # twelve characters may end so
        (["江边的灯火亮起来了市民都。"], "text"),
        (["江边的灯火亮起来了市民都；"], "text"),
        (["灯火。江边。人"], "text"),
    ],
)
def test_a_headline_is_short_and_no_sentence(texts: list[str], role: str) -> None:
    assert tell_of(block(0, *texts, size=45), body(500), body(700), body(900), body(1100), first=True) == role


@pytest.mark.parametrize(
    ("level", "size", "mark"),
    [
        (0, 60, "##"),
        (1, 60, "#"),
        (4, 60, "####"),
        (0, 30, "###"),
        (1, 30, "#"),
        (2, 34, "###"),
        (2, 35, "##"),
        (5, 30, "#####"),
    ],
)
def test_a_title_has_its_level_and_in_the_body_s_type_the_third_at_least(level: int, size: float, mark: str) -> None:
    title = block(100, "江边的灯火亮了", size=size, label="title", level=level)
    assert f"{mark} 江边的灯火亮了" in tell(title, *PAGE)


def test_what_is_called_a_title_and_is_a_sentence_is_text() -> None:
    assert tell_of(block(100, "江边的灯火在昨夜里亮了。", label="title"), *PAGE, first=True) == "heading"
    assert tell_of(block(100, "江边的灯火在昨夜里又亮了。", label="title"), *PAGE, first=True) == "text"


# captions


@pytest.mark.parametrize(
    ("left", "top", "role"),
    [
        (0, 1310, "caption"),
        (0, 1389, "caption"),
        (0, 1391, "text"),  # three characters below it
        (0, 1271, "caption"),
        (420, 1310, "text"),
        (200, 1310, "caption"),
        (279, 1310, "caption"),
        (281, 1310, "text"),  # less than half of it under the picture
        (100, 1100, "caption"),  # within it
    ],
)
def test_a_caption_stands_by_a_picture(left: float, top: float, role: str) -> None:
    caption = block(top, "江边的灯火与市民", left=left, label="caption")
    assert tell_of(caption, *PAGE, picture(0, 1010, 400, 1300), block(1900, *BODY)) == role


@pytest.mark.parametrize(("size", "role"), [(28.0, "caption"), (29.0, "text")])
def test_away_from_pictures_a_caption_is_set_in_smaller_type(size: float, role: str) -> None:
    caption = block(1500, "江边的灯火与市民", size=size, label="caption")
    assert tell_of(caption, *PAGE, picture(500, 1010, 900, 1300)) == role


def test_on_a_page_without_pictures_what_is_called_a_caption_is_one() -> None:
    assert tell_of(block(1500, "江边的灯火与市民", label="caption"), *PAGE) == "caption"


@pytest.mark.parametrize(("times", "role"), [(60, "caption"), (61, "text")])
def test_a_caption_has_three_hundred_characters_at_most(times: int, role: str) -> None:
    caption = Region("caption", "江边的灯火" * times, (), Box(0, 1310, 400, 1400))
    assert tell_of(caption, *PAGE, picture(0, 1010, 400, 1300)) == role


@pytest.mark.parametrize(
    ("left", "top", "role"),
    [
        (0, 1310, "text"),
        (0, 1389, "text"),
        (0, 1391, "caption"),
        (0, 931, "text"),
        (0, 870, "caption"),
        (401, 1310, "caption"),
    ],
)
def test_the_caption_of_a_table_is_text(left: float, top: float, role: str) -> None:
    table = picture(0, 1050, 400, 1300, "table")._replace(text="甲|乙")
    caption = block(top, "江边的灯火与市民", left=left, label="caption")
    others = [body(200), body(400)]
    assert tell_of(caption, *others, table, block(1900, *BODY)) == role


@pytest.mark.parametrize(
    ("size", "number", "role"), [(28.0, 1, "caption"), (29.0, 1, "text"), (28.0, 7, "caption"), (28.0, 9, "text")]
)
def test_small_type_under_a_picture_is_a_caption_without_a_label(size: float, number: int, role: str) -> None:
    found = block(1310, *["江边的灯火与市民"] * number, size=size)
    told = tell(*PAGE, picture(0, 1010, 400, 1300), found, body(1700))
    assert [kind for text, kind in told.items() if text.startswith("江边的灯火与")] == [role]


def test_a_picture_has_one_caption_without_a_label() -> None:
    named = block(1310, "江边的灯火与市民", label="caption")
    other = block(1350, "桥上的灯火与孩子", size=28)
    told = tell(*PAGE, picture(0, 1010, 400, 1300), named, other, body(1700))
    assert (told[named.text], told[other.text]) == ("caption", "text")


# furniture


@pytest.mark.parametrize(
    ("top", "role"),
    [
        (0, "furniture"),
        (100, "furniture"),
        (150, "text"),  # beyond 7% of the page, and among the text
        (1830, "text"),
        (1860, "furniture"),
    ],
)
@pytest.mark.parametrize("label", ["header", "footer"])
def test_a_header_or_footer_stands_at_the_edge_of_the_page(top: float, role: str, label: Label) -> None:
    others = [block(0, *BODY, left=500), body(500), body(900), block(1810, *BODY, left=500)]
    assert tell_of(block(top, "江边日报", left=0, label=label), *others) == role


@pytest.mark.parametrize(("top", "role"), [(270, "furniture"), (280, "text"), (1400, "text"), (1420, "furniture")])
def test_a_header_or_footer_stands_beyond_the_text(top: float, role: str) -> None:
    others = [picture(0, 0, 900, 250), block(300, *BODY), block(1219, *BODY), picture(0, 1500, 900, 2000)]
    assert tell_of(block(top, "江边日报", left=500, label="header"), *others) == role


@pytest.mark.parametrize(("times", "role"), [(18, "furniture"), (19, "text")])
def test_a_long_header_is_text(times: int, role: str) -> None:
    assert tell_of(Region("header", "江边的灯火" * times, (), Box(0, 0, 900, 30)), *PAGE, first=True) == role


@pytest.mark.parametrize(("text", "role"), [("江边日报 要闻", "furniture"), ("江边日报，要闻", "text")])
def test_a_header_without_a_box_is_no_sentence(text: str, role: str) -> None:
    assert tell_of(Region("header", text), *PAGE, first=True) == role


SHORT_FOLIO = "江边日报第3版"
FOLIO = "2021年3月5日 星期五 A03版"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (FOLIO, "furniture"),
        ("江边日报 第3版", "furniture"),
        ("版3", "furniture"),
        ("A03", "furniture"),
        ("江边日报", "text"),
        ("2021年3月5日，星期五", "text"),
        ("2021年3月5日：星期五", "text"),
    ],
)
def test_the_first_line_of_a_page_is_a_folio_by_its_words(text: str, role: str) -> None:
    assert tell_of(block(0, text), *PAGE, body(1000), first=True) == role


@pytest.mark.parametrize(("text", "role"), [("责任编辑 王五", "furniture"), ("A03", "furniture"), ("江边日报", "text")])
def test_the_last_line_of_a_page_names_its_editors_or_is_a_number(text: str, role: str) -> None:
    assert tell_of(block(1300, text), *PAGE, body(1000)) == role


def test_a_folio_stands_beyond_all_else_on_a_page_of_some_blocks_in_one_line_of_the_body_s_height() -> None:
    assert tell_of(block(0, SHORT_FOLIO), *PAGE, body(1000), first=True) == "furniture"
    assert tell_of(block(0, SHORT_FOLIO), *PAGE, first=True) == "furniture"
    assert tell_of(block(0, SHORT_FOLIO), *PAGE[:3], first=True) == "text"  # four blocks tell nothing
    assert tell_of(block(0, SHORT_FOLIO, "江边日报"), *PAGE, body(1000), first=True) == "text"
    assert tell_of(block(0, SHORT_FOLIO, high=33), *PAGE, body(1000), first=True) == "furniture"
    assert tell_of(block(0, SHORT_FOLIO, high=34), *PAGE, body(1000), first=True) == "text"
    for top, role in ((14, "text"), (16, "furniture")):
        beside = block(top, "江边日报", left=800)
        assert tell_of(block(0, SHORT_FOLIO), beside, *PAGE, body(1000), first=True) == role


@pytest.mark.parametrize(
    ("high", "below", "text", "role"),
    [
        (20, 200, FOLIO, "furniture"),
        (31, 200, FOLIO, "text"),  # more than 1.5% of the page's height
        (20, 41, FOLIO, "furniture"),
        (20, 39, FOLIO, "text"),  # no more white below it than it is high
        (20, 200, FOLIO + " 江边日报" * 4, "text"),  # too long
    ],
)
def test_a_folio_whose_lines_are_not_known_is_low_and_white_parts_it(
    high: float, below: float, text: str, role: str
) -> None:
    folio = Region("text", text, (), Box(0, 0, 600, high))
    others = [
        Region("text", line * 9, (), Box(0, below + at * 360, 420, below + 300 + at * 360))
        for at, line in enumerate(BODY)
    ]
    foot = Region("text", BODY[0] * 9, (), Box(0, 1970, 420, 2000))
    assert tell_of(folio, *others, foot, first=True) == role


# cross-heads

STORY = (
    body(200, "昨夜江边亮起了灯市民出", *BODY[1:]),
    body(400, "昨夜桥上亮起了灯市民出", *BODY[1:4], "到深夜才散去。"),
)
AFTER = (body(680, "今天江边也亮起灯市民出", *BODY[1:]), body(880, "明天江边也亮起灯市民出", *BODY[1:]))


@pytest.mark.parametrize(
    ("text", "left", "role"),
    [
        ("灯火通明", 150, "heading"),  # in the middle
        ("灯火通明", 60, "heading"),  # indented, behind a paragraph that ends short
        ("灯火通明", 0, "heading"),  # flush there
        ("灯", 195, "text"),
        ("灯火通明。", 135, "text"),
        ("灯火通明，", 135, "text"),
        ("（灯火通明", 135, "text"),
        ("图为灯火", 150, "text"),
        ("灯火，通明", 135, "heading"),
    ],
)
def test_a_short_line_among_paragraphs_is_a_cross_head(text: str, left: float, role: str) -> None:
    told = tell(*STORY, block(620, text, left=left), *AFTER)
    (found,) = [kind for name, kind in told.items() if name.endswith(text)]
    assert found == role


def test_a_cross_head_has_paragraphs_before_and_behind_it() -> None:
    head = block(620, "灯火通明", left=150)
    assert tell_of(head, *STORY) == "text"
    assert tell_of(head, *AFTER, first=True) == "text"
    told = tell(*STORY, picture(0, 1100, 400, 1300), head, *AFTER)
    assert told["### 灯火通明"] == "heading"
    told = tell(*STORY, picture(0, 590, 400, 610), head, *AFTER)
    assert told["灯火通明"] != "heading"
    table = picture(0, 1100, 400, 1300, "table")._replace(text="甲|乙")
    assert tell(*STORY, table, head, *AFTER)["灯火通明"] == "text"
