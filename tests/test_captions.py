"""What makes a block without a cue of its own a caption: where it stands, how it is set, and what stands around."""

from __future__ import annotations

import pytest

from jmclean import clean
from jmclean.structure.blocks import LayoutBlock, make_layout_blocks
from jmclean.structure.captions import (
    could_be_caption,
    cut_beginning,
    ends_whole,
    find_captions,
    find_doubtful,
    find_set_apart,
    is_numbered_caption,
    is_set_apart_caption,
    reads_as_sentence,
    stands_alone,
)
from jmclean.text.document import Document

TEXT = "他们昨天都来了，今天又走了，很高兴。"
OPEN = "他们昨天都来了，今天又走"
CAPTION = "图为灯会。（张三 摄）"
APART = "\n"
"""Before a block: one more blank line."""


def page(*blocks: str) -> list[LayoutBlock]:
    return make_layout_blocks(Document("\n\n".join(blocks) + "\n"))


def of(text: str) -> LayoutBlock:
    return page(text)[0]


@pytest.mark.parametrize(
    ("text", "alone", "whole"),
    [
        ("游客在湖边赏灯。", True, True),
        ("游客在湖边赏灯！", True, True),
        ("游客在湖边赏灯？”", True, True),
        ("游客在湖边赏灯；", True, False),
        ("游客在湖边赏灯", True, False),
        ("“游客在湖边赏灯。", False, True),
        ("游客在湖边\n赏灯。", False, True),
        ("一、游客在湖边赏灯。", True, True),
        ("张三", True, False),
        (f"{'灯' * 119}。", True, True),
        (f"{'灯' * 120}。", False, True),
        ("# 灯会", False, False),
        ("> 游客在湖边赏灯。", False, True),
        (CAPTION, False, False),
    ],
)
def test_a_caption_without_a_cue_is_short_and_whole(text: str, alone: bool, whole: bool) -> None:
    block = of(text)
    assert (stands_alone(block), ends_whole(block)) == (alone, whole)
    assert reads_as_sentence(block) == (alone and whole)


def test_letters_are_compared_without_marks() -> None:
    assert cut_beginning(of("“灯会”，昨晚·开幕。")) == "灯会昨晚开幕"


@pytest.mark.parametrize(
    ("text", "alone", "apart"),
    [
        ("1：老街的灯。", True, True),
        ("图1：老街的灯。", True, True),
        ("①老街的灯。", False, True),
        ("2、老街的灯。", False, True),
        ("2.5公里的灯。", False, False),
        ("①老街的灯", False, False),
        ("①老街的灯°", False, True),
        ("①老街的灯·", False, True),
        (f"①{'灯' * 118}。", False, True),
        (f"①{'灯' * 119}。", False, False),
        ("灯①老街的灯。", False, False),
        ("百：老街的灯。", False, False),
    ],
)
def test_a_picture_s_number_counts_where_its_block_is_set_apart(text: str, alone: bool, apart: bool) -> None:
    for before, is_caption in (("", alone), (APART, apart)):
        found = page(TEXT, before + text, TEXT)
        assert (find_captions(found, True)[1] == {1}) == is_caption
        assert is_caption == is_numbered_caption(found[1], found) or found[1].role == "caption"


@pytest.mark.parametrize(
    ("other", "is_caption"),
    [("2、选种。", False), ("②选种。", False), ("●选种。", False), ("2：选种", False), (CAPTION, True), (TEXT, True)],
)
def test_a_number_that_goes_on_is_no_picture_s(other: str, is_caption: bool) -> None:
    for blocks in (("1：灯。", TEXT, other), (other, TEXT, "1：灯。")):
        found = page(*blocks)
        number = blocks.index("1：灯。")
        assert is_numbered_caption(found[number], found) == is_caption


def test_a_number_far_away_is_another_story_s() -> None:
    for between, is_caption in ((7, False), (8, True)):
        found = page("1：灯。", *[TEXT] * between, "2、选种。")
        assert is_numbered_caption(found[0], found) == is_caption


@pytest.mark.parametrize(
    ("before", "captions"),
    [("1、图为旧街。", []), ("3、图为新街。", []), ("4、图为新街。", [1, 3]), ("1、选种。", [])],
)
def test_numbered_pictures_in_order_tell_a_story(before: str, captions: list[int]) -> None:
    found = page(TEXT, before, TEXT, "2、图为老街。", TEXT)
    found, numbers = find_captions(found, False)
    assert sorted(numbers) == captions
    if not captions:
        assert found[3].role == "list"


def test_a_numbered_picture_with_a_credit_is_a_caption_and_no_part_of_a_story() -> None:
    found = page(TEXT, "1、图为旧街。（张三 摄）", "2、图为老街。（张三 摄）", TEXT)
    assert sorted(find_captions(found, False)[1]) == [1, 2]
    found = page(TEXT, "1、图为旧街。（张三 摄）", "2、图为老街。", TEXT)
    assert sorted(find_captions(found, False)[1]) == [1, 2]


def test_a_headword_among_others_is_no_cue() -> None:
    found = page("书：装订的纸。", "图：画出的形。", TEXT)
    found, numbers = find_captions(found, False)
    assert sorted(numbers) == []
    assert found[1].role == "list"
    for blocks in (("书：装订的纸。", TEXT, "图：画出的形。"), ("图书：装订的纸。", "图：画出的形。")):
        assert sorted(find_captions(page(*blocks), False)[1]) == [blocks.index("图：画出的形。")]


@pytest.mark.parametrize(
    ("text", "after", "is_caption"),
    [
        ("游客在江边赏灯", "张三 摄", True),
        ("游客在江边赏灯", f"{APART}张三 摄", False),
        ("游客在江边赏灯", TEXT, False),
        ("灯" * 60, "张三 摄", True),
        ("灯" * 61, "张三 摄", False),
        ("扫码老街里的灯会", TEXT, False),
        ("扫码老街里看灯会", TEXT, True),
        ("老人扫码看病", TEXT, False),
        ("手机扫码处", TEXT, False),
        ("▲灯会", TEXT, True),
        ("灯会▲", TEXT, False),
        ("张三", "张三 摄", False),
    ],
)
def test_what_sets_a_caption_apart(text: str, after: str, is_caption: bool) -> None:
    found = page(TEXT, APART + text, after)
    assert is_set_apart_caption(found[1], found, {"▲": 1}) == is_caption


def test_an_arrow_that_stands_twice_is_a_bullet() -> None:
    found = page(TEXT, f"{APART}▲灯会", TEXT)
    assert not is_set_apart_caption(found[1], found, {"▲": 2})


def test_the_last_block_of_a_page_has_no_credit_behind_it() -> None:
    found = page(TEXT, f"{APART}游客在江边赏灯")
    assert not is_set_apart_caption(found[1], found, {})


# by how others are set


def in_small_type(block: LayoutBlock) -> LayoutBlock:
    return LayoutBlock(block.page, block.number, block.markdown, block.spans, block.marks, block.gap, small=True)


def chosen(found: list[LayoutBlock], captions: set[int], joined: set[int] | None = None) -> list[int]:
    return sorted(find_set_apart(found, found, captions, joined or set(), joined or set()))


def test_one_caption_that_is_set_apart_proves_what_the_gap_stands_for() -> None:
    found = page(TEXT, APART + CAPTION, TEXT, f"{APART}游客赏灯。", TEXT)
    assert chosen(found, {1}) == [3]
    assert chosen(found, set()) == []
    found[1] = in_small_type(found[1])
    assert chosen(found, {1}) == []
    found = page(TEXT, CAPTION, TEXT, f"{APART}游客赏灯。", TEXT)
    assert chosen(found, {1}) == []


@pytest.mark.parametrize(
    ("before", "text", "joined", "caption"),
    [
        (TEXT, "游客赏灯。", (), True),
        (TEXT, "游客赏灯", (), False),
        (OPEN, "游客赏灯。", (), False),
        (OPEN, "游客赏灯。", (2,), True),
        (TEXT, "游客赏灯。", (3,), False),
        ("# 灯会", "游客赏灯。", (), True),
        ("张三", "游客赏灯。", (), True),
        ("一、选种", "游客赏灯。", (), False),
    ],
)
def test_a_gap_that_could_stand_for_another_thing_proves_nothing(
    before: str, text: str, joined: tuple[int, ...], caption: bool
) -> None:
    found = page(TEXT, APART + CAPTION, before, APART + text, TEXT)
    assert could_be_caption(found[3], found[2], joined, joined) == caption
    assert chosen(found, {1}, set(joined)) == ([3] if caption else [])
    more = page(TEXT, APART + CAPTION, before, APART + text, TEXT, f"{APART}游客又来赏灯。")
    assert chosen(more, {1}, set(joined)) == ([3, 5] if caption else [])


@pytest.mark.parametrize(("blocks", "in_doubt"), [(8, True), (7, False)])
def test_gaps_are_in_doubt_where_one_block_of_four_has_them_at_most(blocks: int, in_doubt: bool) -> None:
    found = page(TEXT, f"{APART}游客赏灯。", TEXT, f"{APART}游客赏灯", *[TEXT] * (blocks - 4))
    assert [block.number for block in find_doubtful(found, found, set())] == ([1] if in_doubt else [])
    assert not find_doubtful(found, found, {1})


def test_smaller_type_tells_a_caption_that_is_set_apart() -> None:
    for gap, marks, captions in ((APART, True, [1]), ("", True, []), (APART, False, [])):
        found = page(TEXT, f"{gap}游客赏灯", TEXT)
        found[1] = in_small_type(found[1])
        assert sorted(find_captions(found, marks)[1]) == captions


def test_a_caption_printed_again_has_fifteen_letters_in_common() -> None:
    first = "老街的灯会昨晚在江边开幕游人如织"
    for size, captions in ((15, [1, 2]), (14, [1])):
        again = first[:size] + "好" * (16 - size)
        assert sorted(find_captions(page(TEXT, f"{first}。（张三 摄）", again, TEXT), True)[1]) == captions
    for size, captions in ((15, [1, 2]), (14, [1])):
        found = page(TEXT, f"{APART}▲{first[:size]}", first[:size], TEXT)
        assert sorted(find_captions(found, True)[1]) == captions
    assert sorted(find_captions(page(TEXT, "老街的灯。（张三 摄）", "老街的灯", TEXT), True)[1]) == [1]
    assert sorted(find_captions(page(TEXT, f"{first}。（张三 摄）", first, TEXT), False)[1]) == [1]


def test_a_credit_among_rows_of_facts_is_a_row_and_no_beginning_of_a_sentence() -> None:
    rows = "店主：何静\n\n书名：《渡口》\n\n摄影：林海\n\n"
    text = f"{rows}书店昨天开门，店主说书架都是用旧门板做的。\n"
    assert clean(text).text == text
