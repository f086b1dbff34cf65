"""Blocks as the plan sees them: their jump marks and gaps, what they wait for, and how they begin and end."""

from __future__ import annotations

import pytest

from jmclean.structure.blocks import (
    LayoutBlock,
    SmallType,
    cut_clause_before_mark,
    find_unpaired_marks,
    is_signed,
    join_blocks,
    make_layout_blocks,
)
from jmclean.structure.captions import find_captions, list_blocks_around
from jmclean.structure.context import assign_contexts
from jmclean.structure.jump_marks import strip_jump_marks
from jmclean.text.document import Document


def of(text: str) -> LayoutBlock:
    return make_layout_blocks(Document(text + "\n"))[0]


@pytest.mark.parametrize(
    ("marks", "waits_for", "unopened"),
    [
        ("", "", ""),
        ("“", "”", ""),
        ("”", "", "”"),
        ("“”", "", ""),
        ("“‘’", "”", ""),
        ("”“", "”", "”"),
        ("（）》", "", "》"),
        ('"', '"', '"'),
        ('""', "", ""),
        ("[", "”", ""),
        ("]", "", "”"),
        ("[]", "", ""),
        ("「[]", "”", ""),
        ("【", "”", ""),
        ("【】", "", ""),
        ("(", "）", ""),
    ],
)
def test_marks_that_are_open_and_marks_that_nothing_opened(marks: str, waits_for: str, unopened: str) -> None:
    assert find_unpaired_marks(marks) == (waits_for, unopened)


@pytest.mark.parametrize(
    ("text", "inside", "resumes", "turns"),
    [
        ("（上接A01版）他们都来了", "他们都来了", True, False),
        ("他们都来了（下转A02版）", "他们都来了", False, True),
        ("（上接A01版）他们都来了（下转A02版）", "他们都来了", True, True),
        ("他们都来了", "他们都来了", False, False),
        ("他们转版都来了", "他们转版都来了", False, False),
        ("（下转A02版）", "（下转A02版）", False, False),
        ("（上接A01版）（下转A02版）", "（上接A01版）（下转A02版）", False, False),
        ("（上接A01版） " + "他们都来了，" * 30, "他们都来了，" * 30, True, False),
    ],
)
def test_jump_marks_at_the_ends_are_no_part_of_the_text(text: str, inside: str, resumes: bool, turns: bool) -> None:
    found = strip_jump_marks(text)
    assert text[found.start : found.end] == inside
    assert found[2:] == (resumes, turns)


@pytest.mark.parametrize(("text", "marked"), [("（上接A01版）他们", True), ("他们，上接", False), ("出版他们", False)])
def test_a_page_s_blocks_leave_jump_marks_out(text: str, marked: bool) -> None:
    found = make_layout_blocks(Document(f"{text}都来了\n\n他们走了。\n"))
    assert found[0].resumes == marked
    assert found[0].text == ("他们都来了" if marked else f"{text}都来了")


@pytest.mark.parametrize(
    ("between", "gap"), [("\n\n", False), ("\n\n\n", True), ("\n\n\n\n", True), ("\n \n", False), ("\n \n\n", True)]
)
def test_more_than_one_blank_line_sets_apart(between: str, gap: bool) -> None:
    assert [block.gap for block in make_layout_blocks(Document(f"他们来了。{between}他们走了。\n"))] == [False, gap]


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("市民们昨天都到江边看灯会来", True),
        ("市民们昨天都到江边看灯会来，", True),
        ("市民们昨天都到江边看灯会来。", False),
        ("市民们昨天都到江边看灯会来。”", False),
        ("他说：“市民们昨天都到江边看灯会来。", True),
        ("他说：“市民们昨天都到江边看灯会来。”", False),
        ("市民们昨天都到江边看灯会来°", False),
        ("气温达30°", True),
        ("市民们昨天都到江边看灯会来。（张三）", False),
        ("市民们昨天都到江边看灯会来（张三）", True),
        ("市民们昨天都到江边看灯会来。（张三，）", False),
        ("市民们昨天都到江边看灯会来：", False),
        ("本报上海1月23日电 记者张三报道：", True),
        ("# 市民们昨天都到江边看灯会来", False),
        ("> 市民们昨天都到江边看灯会来", False),
    ],
)
def test_what_a_column_may_have_cut(text: str, is_open: bool) -> None:
    assert of(text).is_open == is_open


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("他们都来。（张三）", True),
        ("他们都来。 （张三）", True),
        ("他们都来”（新华社）", True),
        ("他们都来（张三）", False),
        ("他们都来。（张）", False),
        ("他们都来。（一二三四五六七八九十一二三四五六）", True),
        ("他们都来。（一二三四五六七八九十一二三四五六七）", False),
        ("他们都来。（张三，李四）", False),
    ],
)
def test_a_story_is_signed_behind_its_last_stop(text: str, signed: bool) -> None:
    assert is_signed(text) == signed


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("# A13", "folio"),
        ("#A13", "folio"),
        ("# A13 要闻", "heading"),
        ("# 灯会3", "heading"),
        ("# 灯会", "heading"),
        ("> 灯会", "aside"),
        ("<div>灯会</div>", "aside"),
        ("---", "other"),
        ("- 灯会", "other"),
        ("```\n灯会\n```", "other"),
        ("灯会好  \n人也好", "verse"),
        ("灯会好\\\n人也好", "verse"),
        ("灯会好\n人也来了。", "body"),
    ],
)
def test_markdown_says_what_part_some_blocks_are(text: str, part: str) -> None:
    block = of(text)
    assert block.own_role == part
    assert block.is_short == (part in ("verse", "body"))


def test_a_long_block_is_text_or_an_item_unless_it_may_be_a_caption() -> None:
    assert of(f"图为{'灯' * 88}").role == "caption"
    assert of(f"图为{'灯' * 89}").role == "caption"
    assert of(f"一、{'灯' * 89}").role == "list"
    assert of(f"一些{'灯' * 89}").role == "body"
    assert of(f"一、{'灯' * 259}").role == "list"
    assert of(f"图为{'灯' * 259}").role == "body"
    assert of(f"A05 民生{' ' * 71}2021年3月5日 星期五").role == "folio"
    assert of(f"A05 民生{' ' * 72}2021年3月5日 星期五").role == "body"


def test_only_a_block_up_to_a_length_is_looked_through() -> None:
    assert of("馆" * 260).short_text == "馆" * 260
    assert of("馆" * 261).short_text == ""
    assert (of("馆" * 40).is_short, of("馆" * 41).is_short) == (True, False)
    block = of("书" * 60 + "馆" * 60)
    assert (block.head, block.tail) == ("书" * 60, "馆" * 60)
    assert of(f"书{'馆' * 59}").tail[0] == "书"
    assert of(f"书{'馆' * 60}").tail[0] == "馆"


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("本报上海1月23日电 记者张三报道：", True),
        ("本报上海1月23日讯：", True),
        (f"本报上海1月23日电 {'记者' * 12}张三报道：", True),
        (f"本报上海1月23日电 {'记者' * 12}张三也报道：", False),
        ("他们报道：", False),
        ("本报上海1月23日电 记者张三说：", False),
        ("气温达30°", True),
        ("他们来了°", False),
        ("共有3座°", False),
        ("°", True),
        ("。”", False),
        ("他说：“灯会；", True),
        ("他说：灯会；", False),
        ("他说：灯会；）", False),
        ("他说“灯会（", True),
    ],
)
def test_how_an_open_block_ends(text: str, is_open: bool) -> None:
    assert of(text).ends_open == is_open


@pytest.mark.parametrize(
    ("text", "ends_in_stop"),
    [("灯会。", True), ("灯会；", True), ("灯会：", False), ("灯会，", False), ("灯会", False)],
)
def test_a_colon_is_no_stop(text: str, ends_in_stop: bool) -> None:
    assert of(text).ends_in_stop == ends_in_stop


def test_what_the_user_says_of_a_block_goes_before_its_words() -> None:
    block = of("灯会昨晚开幕")
    assert (block.role, block.is_open) == ("body", True)
    called = block.give_context("caption")
    assert (called.role, called.own_role, called.is_open) == ("caption", "body", False)
    assert called.give_context(None).role == block.role == "body"


def test_a_name_is_a_cell_that_is_set_apart() -> None:
    found = make_layout_blocks(Document("灯会，\n\n\n张三\n\n李四\n\n\n灯会，\n"))
    assert [block.is_name for block in found] == [False, True, False, False]


def test_marks_far_from_the_ends_are_no_jumps() -> None:
    assert strip_jump_marks(f"{'馆' * 70}（上接A01版）{'馆' * 70}")[2:] == (False, False)
    assert strip_jump_marks(f"  （上接A01版）{'馆' * 70} （下转A02版）")[2:] == (False, True)


def test_lines_in_smaller_type_are_known_by_their_span() -> None:
    doc = Document("灯会昨晚开幕。\n\n游客赏灯。\n")
    doc.carry(SmallType(((9, 14),)))
    assert [block.small for block in make_layout_blocks(doc)] == [False, True]


def test_what_is_put_together_loses_its_line_ends_and_keeps_its_gap() -> None:
    found = make_layout_blocks(Document("他们\n都来\n\n\n图书\n馆看\n\n书。\n"))
    assert found[1].text == "图书\n馆看"
    whole = join_blocks(found[1:])
    assert (whole.text, whole.folded, whole.gap, whole.number) == ("图书馆看书。", "图书馆看书。", True, 1)


def test_clauses_at_the_ends_go_as_far_as_the_first_mark() -> None:
    assert cut_clause_before_mark("他们 来，走了") == "他们来"
    assert cut_clause_before_mark("他们 来") == "他们来"
    assert cut_clause_before_mark("，他们") == ""
    block = of("昨天，他们来了，他 们走")
    assert (block.first_clause, block.last_clause) == ("昨天", "他们走")
    assert (block.first_letters, block.last_letters) == ("昨天", "们走")
    assert of("他们昨天都来看书了").last_letters == "都来看书了"
    assert of("他们昨天都来看书了").first_letters == "他们昨天都"


@pytest.mark.parametrize(
    ("text", "cell", "named", "verse"),
    [
        ("馆" * 40, True, False, 0),
        ("馆" * 41, False, False, 0),
        ("新馆，", False, False, 3),
        ("馆" * 15 + "。", False, False, 16),
        ("馆" * 16 + "。", False, False, 0),
        ("原料：面粉", True, True, 0),
        ("一二三四五六：面粉", True, True, 0),
        ("一二三四五六七：面粉", True, False, 0),
    ],
)
def test_short_blocks_may_be_cells_facts_or_verse(text: str, cell: bool, named: bool, verse: int) -> None:
    block = of(text)
    assert (block.is_cell, block.is_named, block.verse_size) == (cell, named, verse)


@pytest.mark.parametrize(
    ("one", "two", "couplet"),
    [
        ("春风又绿江南岸", "明月何时照我还", True),
        ("春风绿江", "明月照我", True),
        ("春风江", "明月我", False),
        ("春" * 16, "月" * 16, True),
        ("春" * 17, "月" * 17, False),
        ("春风又绿江南岸", "明月何时照我", False),
        ("春风又绿江南，", "明月何时照我。", False),
        ("春风又绿江南岸", "明月何时照我。", False),
    ],
)
def test_a_couplet_is_two_short_blocks_of_one_length(one: str, two: str, couplet: bool) -> None:
    assert of(one).is_couplet_with(of(two)) == couplet


def test_what_is_put_together_has_the_text_of_all_and_the_ends_of_both() -> None:
    found = make_layout_blocks(Document("他们都来\n\n图书馆看\n\n书，很高兴。\n"))
    whole = join_blocks(found)
    assert whole.text == "他们都来图书馆看书，很高兴。"
    assert (whole.number, len(whole.spans), whole.is_open) == (0, 3, False)


# what stands around


def page(*blocks: str, blank: str = "\n\n") -> list[LayoutBlock]:
    return make_layout_blocks(Document(blank.join(blocks) + "\n"))


def test_a_story_is_eight_blocks_before_and_behind() -> None:
    found = page(*(f"第{number}段他们来了。" for number in range(30)))
    assert [block.number for block in list_blocks_around(found, found[15])] == list(range(7, 24))
    assert [block.number for block in list_blocks_around(found, found[2])] == list(range(11))


@pytest.mark.parametrize(
    ("blocks", "parts"),
    [
        (("甲区", "乙区", "丙区", "丁区", "戊区"), {"figures"}),
        (("甲区", "乙区", "丙区", "丁区"), {"label"}),
        (("春风吹绿了江。", "明月照亮了窗。", "青山看老了人。", "白水流过了桥。"), {"verse"}),
        (("春风吹绿了江。", "明月照亮了窗。", "青山看老了人。"), {"body"}),
        (("原料：面粉。", "产地：江南。", "时间：春天。"), {"other"}),
        (("原料：面粉。", "产地：江南。"), {"body"}),
        (("春风又绿江南", "明月何时照我"), {"verse"}),
    ],
    ids=lambda value: "" if isinstance(value, set) else value[0] + str(len(value)),
)
def test_short_blocks_in_a_row_are_what_their_row_is(blocks: tuple[str, ...], parts: set[str]) -> None:
    found = page(*blocks)
    found = assign_contexts(found)
    assert {block.role for block in found} == parts


def test_what_a_row_made_of_blocks_is_forgotten_where_the_row_is_shorter() -> None:
    found = page("甲区", "乙区", "丙区", "丁区", "戊区")
    row = assign_contexts(found)
    assert [block.role for block in row] == ["figures"] * 5
    assert [block.role for block in assign_contexts(row[:4])] == ["label"] * 4
    assert {block.context for block in found} == {None}


def test_labels_begin_alike_three_times() -> None:
    for times, part in ((2, "body"), (3, "label")):
        found = page(
            *(f"先秦诸子{number}他们的书，很多。{'长' * number}" for number in range(times)), "他们走了，不再回来了吧。"
        )
        found = assign_contexts(found)
        assert {block.role for block in found[:-1]} == {part}


def test_a_byline_has_a_headline_above_it() -> None:
    found = page("城南旧事新说", "本报记者 何静", "他们昨天都来了，很高兴。")
    found = assign_contexts(found)
    assert [block.role for block in found] == ["label", "byline", "body"]


TEXT = "他们昨天都来了，今天又走了，很高兴。"


@pytest.mark.parametrize(
    ("blocks", "captions"),
    [
        ((TEXT, "图为他们。（张三 摄）", TEXT), [1]),
        ((TEXT, "1：老街的灯。", TEXT), [1]),
        ((TEXT, "1：老街的灯", TEXT), []),
        ((TEXT, "1：老街的灯°", TEXT), [1]),
        ((TEXT, "1：老街的灯。", "2、选种。", TEXT), []),
        ((TEXT, f"1：{'灯' * 37}。", TEXT), [1]),
        ((TEXT, f"1：{'灯' * 38}。", TEXT), []),
        ((TEXT, "▲老街的灯", TEXT), []),
    ],
    ids=lambda value: value[1][:8] if value and isinstance(value[0], str) else "",
)
def test_captions_have_a_cue_or_a_number_of_their_own(blocks: tuple[str, ...], captions: list[int]) -> None:
    assert sorted(find_captions(page(*blocks), True)[1]) == captions


@pytest.mark.parametrize(
    ("blocks", "captions"),
    [
        ((TEXT, "▲老街的灯", TEXT), [1]),
        ((TEXT, "▲老街的灯", "▲新街的灯", TEXT), []),
        ((TEXT, "▲老街的灯", "▼新街的灯", TEXT), [1, 2]),
        ((TEXT, "扫码看视频", TEXT), [1]),
        ((TEXT, f"▲{'灯' * 119}", TEXT), [1]),
        ((TEXT, f"▲{'灯' * 120}", TEXT), []),
    ],
    ids=lambda value: value[1][:8] if value and isinstance(value[0], str) else "",
)
def test_arrows_and_codes_mark_captions_that_are_set_apart(blocks: tuple[str, ...], captions: list[int]) -> None:
    assert sorted(find_captions(page(*blocks, blank="\n\n\n"), True)[1]) == captions


@pytest.mark.parametrize(("size", "captions"), [(60, [1, 2]), (61, [2])])
def test_a_credit_makes_the_block_before_it_a_caption(size: int, captions: list[int]) -> None:
    found = make_layout_blocks(Document(f"{TEXT}\n\n\n{'灯' * size}\n\n张三 摄\n\n{TEXT}\n"))
    assert sorted(find_captions(found, True)[1]) == captions


@pytest.mark.parametrize(
    ("again", "captions"),
    [
        ("老街的灯会昨晚在江边开幕，游人如织", [1, 2]),
        ("老街，的灯会昨晚在江边开幕游人如云", [1, 2]),
        ("老街的灯会昨晚在江边开幕，客人如织", [1]),
    ],
)
def test_a_caption_that_is_printed_again_is_one(again: str, captions: list[int]) -> None:
    first = "老街的灯会昨晚在江边开幕，游人如织。（张三 摄）"
    assert sorted(find_captions(page(TEXT, first, again, TEXT), True)[1]) == captions


def test_a_story_told_in_numbered_pictures_is_a_story() -> None:
    found = page(TEXT, "1、图为老街的灯。", "2、图为新街的灯。", TEXT)
    assert sorted(find_captions(found, True)[1]) == []
    assert sorted(find_captions(page(TEXT, "1、图为老街的灯。", TEXT), True)[1]) == [1]


@pytest.mark.parametrize(
    ("blocks", "parts"),
    [
        (("甲区", "乙区", "丙区", TEXT, "丁区", "戊区"), ["label"] * 3 + ["body"] + ["label"] * 2),
        (("甲区", "乙区", "丙区", "丁区", "戊区", TEXT), ["figures"] * 5 + ["body"]),
        (("甲区", "乙区", "丙区", "丁区", "戊区", "好。"), ["figures"] * 5 + ["body"]),
        (("原料：面粉。", "产地：江南。", "好。", "时间：春天。"), ["body"] * 4),
        (("春风绿江岸，", "明月照我还。", "青山老人，", "白水过桥。"), ["body"] * 4),
        (("春风绿江岸", "明月照我还", "青山看不厌"), ["verse"] * 3),
        (("春风绿江岸",), ["body"]),
        (("春风绿江岸", "一、月照我"), ["body", "list"]),
    ],
    ids=lambda value: value[0] + str(len(value)) if "区" in value[0] or "：" in value[0] or "春" in value[0] else "",
)
def test_a_row_is_of_one_kind_and_has_nothing_between(blocks: tuple[str, ...], parts: list[str]) -> None:
    found = page(*(block * 3 if block is TEXT else block for block in blocks))
    found = assign_contexts(found)
    assert [block.role for block in found] == parts


def test_only_a_short_block_without_a_mark_is_the_headline_of_a_byline() -> None:
    for first, part in (
        ("城南旧事新说", "label"),
        ("城南旧事，新说", "body"),
        ("城" * 41, "body"),
        ("图为灯会", "caption"),
    ):
        found = page(first, "本报记者 何静", TEXT)
        found = assign_contexts(found)
        assert found[0].role == part


def test_what_the_user_called_a_block_is_not_forgotten() -> None:
    found = page("甲区", "乙区")
    found = assign_contexts([found[0].give_context("caption"), found[1].give_context("figures")])
    assert [block.role for block in found] == ["caption", "label"]
