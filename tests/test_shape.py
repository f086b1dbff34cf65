"""The shape of a text: what is told of a page from its lines, and from how many lines on."""

from __future__ import annotations

import pytest

from jmclean.text.shape import (
    PageShape,
    cut_pages,
    drop_listed,
    find_line_numbers,
    find_shape,
    has_sentence,
    judge_page,
)

LINES = (
    "昨夜江边亮起了灯", "市民纷纷出门赏灯", "孩子们在桥上奔跑", "老人坐在树下说话",
    "船从桥下慢慢驶过", "灯光照亮两岸人家", "有人带着相机前来", "也有人在桥头等候",
    "夜深了人们才回家", "江面又安静了下来", "第二天仍有人来看", "店家忙到很晚才歇",
)  # fmt: skip
"""Lines of one width, without any punctuation."""


def judge(*lines: str) -> PageShape:
    """Return the shape of a text of one page."""
    (page,) = find_shape("\n".join(lines)).pages
    return page


def change_first(number: int, of: int, form: str) -> list[str]:
    """Return so many lines, of which the first `number` are put into a form."""
    return [form.format(at + 1, line) if at < number else line for at, line in enumerate(LINES[:of])]


@pytest.mark.parametrize(
    ("is_told", "number", "of"),
    [(True, 4, 4), (False, 3, 3), (True, 9, 10), (False, 8, 10)],
)
def test_what_holds_of_nine_lines_in_ten_is_told_of_a_page_of_four(is_told: bool, number: int, of: int) -> None:
    assert judge(*change_first(number, of, "{1}  ")).padded == is_told
    assert judge(*change_first(number, of, "{0} {1}")).numbered == is_told


def test_a_page_is_indented_as_all_of_its_lines_are() -> None:
    assert judge(*(f"　　{line}" for line in LINES[:4])).indent == "　　"
    assert judge(f"　{LINES[0]}", *(f"　　{line}" for line in LINES[1:4])).indent == "　"
    assert judge(f"  {LINES[0]}", *(f"　　{line}" for line in LINES[1:4])).indent == ""
    assert judge(f" 　{LINES[0]}", *(f" {line}" for line in LINES[1:4])).indent == " "
    assert judge(*(f"　　{line}" for line in LINES[:3])).indent == ""


@pytest.mark.parametrize(("is_told", "of"), [(True, 6), (False, 5)])
def test_six_lines_with_blank_ones_behind_are_double_spaced(is_told: bool, of: int) -> None:
    page = judge(*(f"{line}\n" for line in LINES[:of]))
    assert page.double == is_told
    assert (page.lines, page.blocks) == (of, of)


def test_lines_of_which_some_follow_each_other_are_not_double_spaced() -> None:
    page = judge(*(f"{line}\n" for line in LINES[:8]), *LINES[8:12])
    assert not page.double
    assert (page.lines, page.blocks) == (12, 9)


@pytest.mark.parametrize("gap", ["  ", "\t", "\u3000\u3000\u3000", " \u3000 "])
def test_columns_stand_side_by_side_where_one_line_in_four_has_a_gap(gap: str) -> None:
    both = f"{LINES[0]}{gap}{LINES[4]}"
    assert judge(both, *LINES[1:4]).beside
    assert not judge(both, *LINES[1:5]).beside


@pytest.mark.parametrize("gap", [" ", "\u3000", "\u3000\u3000"])
def test_a_space_or_two_in_a_line_part_no_columns(gap: str) -> None:
    assert not judge(*(f"{line}{gap}{line}" for line in LINES[:4])).beside


def test_spaces_at_both_ends_of_lines_part_no_columns() -> None:
    assert not judge(*(f"    {line}    " for line in LINES[:4])).beside


@pytest.mark.parametrize("form", ["{0} {1}", "{0}:{1}", "{0}|{1}", "{0}\t{1}"])
def test_line_numbers_may_be_parted_in_some_ways(form: str) -> None:
    assert judge(*change_first(6, 6, form)).numbered


def test_line_numbers_count_blank_lines_or_do_not() -> None:
    assert judge(*(f"{at + 1} {line}\n{at + 2}" for at, line in zip((0, 2, 4), LINES, strict=False))).numbered
    assert judge(*(f"{at} {line}\n" for at, line in enumerate(LINES[:6], 1))).numbered
    assert judge(*(f"{2 * at} {line}\n" for at, line in enumerate(LINES[:6], 1))).numbered
    assert not judge(*(f"{at * at} {line}" for at, line in enumerate(LINES[:6], 1))).numbered


def find_running(text: str) -> list[str]:
    """Return the running heads and feet of a text."""
    return [text[start:end] for start, end in find_shape(text).running]


def make_issue(*pages: list[str]) -> str:
    """Return pages with form feeds between."""
    return "\n\f".join("\n".join(page) for page in pages)


BODY = [f"{line}，{line}。" for line in LINES[:9]]
OTHER = [f"{line}，{line}。" for line in LINES[3:12]]


@pytest.mark.parametrize("at", [0, 3, 6, 9])
def test_a_line_runs_that_comes_again_at_the_edges_of_pages(at: int) -> None:
    """Four lines from the top or the foot are the edge of a page."""
    pages = [[*body[:at], f"江边日报 {number}", *body[at:]] for number, body in ((3, BODY), (4, OTHER))]
    assert find_running(make_issue(*pages)) == ["江边日报 3", "江边日报 4"]


@pytest.mark.parametrize("at", [4, 5])
def test_a_line_amid_two_pages_does_not_run(at: int) -> None:
    pages = [[*body[:at], f"江边日报 {number}", *body[at:]] for number, body in ((3, BODY), (4, OTHER))]
    assert find_running(make_issue(*pages)) == []


@pytest.mark.parametrize("head", ["江边日报 新闻热线", "责任编辑 王五", "2021年3月5日 星期五", "www.jiangbian.cn"])
def test_a_line_with_a_cue_runs_wherever_it_comes_again(head: str) -> None:
    pages = [[*body[:5], head, *body[5:]] for body in (BODY, OTHER)]
    assert find_running(make_issue(*pages)) == [head, head]


@pytest.mark.parametrize(
    ("head", "runs"),
    [
        ("江" * 48, True),
        ("江" * 49, False),
        ("江 边 日 报 第 三 期 ｜ 刊", True),  # eight words
        ("江 边 日 报 第 三 十 期 ｜ 刊", False),
        ("江边日报，第三期", False),  # a sentence has punctuation
        ("江边日报记者王五", False),  # a byline
    ],
)
def test_a_running_head_is_short_and_no_sentence(head: str, runs: bool) -> None:
    found = find_running(make_issue([head, *BODY], [head, *OTHER]))
    assert found == ([head, head] if runs else [])


@pytest.mark.parametrize(("rest", "runs"), [("两岸灯火", True), ("两岸万家灯火", False)])
def test_half_of_a_running_head_comes_again(rest: str, runs: bool) -> None:
    other = "".join(reversed(rest))
    found = find_running(make_issue([f"江边日报 {rest}", *BODY], [f"江边日报 {other}", *OTHER]))
    assert found == ([f"江边日报 {rest}", f"江边日报 {other}"] if runs else [])


DATES = ["江边日报 2021年3月5日", "江边日报 2021年3月6日"]


@pytest.mark.parametrize(("heads", "runs"), [([DATES[0]] * 2, True), (DATES, False), ([DATES[0]], False)])
def test_without_page_breaks_a_running_head_has_one_date(heads: list[str], runs: bool) -> None:
    text = "\n".join([heads[0], *BODY, *heads[1:], *OTHER])
    assert find_running(text) == (heads if runs else [])


def test_of_a_page_without_breaks_the_number_may_differ() -> None:
    heads = ["A03 江边日报 2021年3月5日", "A04 江边日报 2021年3月5日"]
    assert find_running("\n".join([heads[0], *BODY, heads[1], *OTHER])) == heads


@pytest.mark.parametrize(("section", "runs"), [("江海副刊要闻", True), ("江海副刊的要闻", False)])
def test_the_name_of_a_section_stands_between_the_date_and_the_mark_of_a_page(section: str, runs: bool) -> None:
    date, mark = "2021年3月5日 星期五", "A03版"
    text = make_issue([date, section, mark, *BODY], [date, "体育", mark, *OTHER])
    assert (section in find_running(text)) == runs


@pytest.mark.parametrize(("size", "runs"), [(60, True), (59, False)])
def test_a_text_of_some_lines_is_no_issue(size: int, runs: bool) -> None:
    head = "江边日报 2021年3月5日"
    text = f"{head}\n\f{head}\n" + "江" * (size - 2 * len(head) - 3)
    assert len(text) == size
    assert find_running(text) == ([head, head] if runs else [])


@pytest.mark.parametrize("mark", ["第2页", "— 第二頁 —", "  第十二页"])
def test_a_page_begins_behind_a_form_feed_and_at_a_page_mark(mark: str) -> None:
    text = f"{BODY[0]}\n{mark}\n{BODY[1]}\n\f{BODY[2]}"
    pages = [text[page.start : page.end] for page in find_shape(text).pages]
    assert pages == [f"{BODY[0]}\n", f"{mark}\n{BODY[1]}\n", BODY[2]]


def test_a_page_has_text() -> None:
    assert find_shape("\f\n\f \n").pages == ()
    text = f"\f{BODY[0]}\f\f\n{BODY[1]}\f"
    assert [text[page.start : page.end].strip("\f\n") for page in find_shape(text).pages] == BODY[:2]
    assert [text[page.start : page.end] for page in find_shape(text, [(0, 5), (5, 12)]).pages] == [text[:5], text[5:12]]


def test_pages_are_cut_at_form_feeds_and_marks_and_blank_ones_are_none() -> None:
    def cut(text: str, start: int = 0, end: int | None = None) -> list[str]:
        stop = len(text) if end is None else end
        return [text[first:last] for first, last in cut_pages(text, start, stop)]

    assert cut("甲\f乙\f\f 丙") == ["甲", "乙", "\f 丙"]
    assert cut("\f甲") == ["\f甲"]
    assert cut("甲\n第 2 页\n乙\n— 第三頁 —\n丙") == ["甲\n", "第 2 页\n乙\n", "— 第三頁 —\n丙"]
    assert cut("第1页\n甲\n第2页\n乙") == ["第1页\n甲\n", "第2页\n乙"]
    assert cut("甲\f \n") == ["甲"]
    assert cut(" \n") == []
    assert cut("甲\f乙\f丙", 1) == ["\f乙", "丙"]
    assert cut("甲\f乙\f丙", 2, 4) == ["乙"]
    assert cut("甲\n第2页的乙", 0) == ["甲\n第2页的乙"]


@pytest.mark.parametrize(
    ("text", "lines", "blocks", "double", "beside"),
    [
        ("甲", 1, 1, False, False),
        ("\n甲\n乙\n\n丙\n \n\n丁\n", 4, 3, False, False),
        ("甲\n乙\n丙\n丁", 4, 1, False, False),
        ("\n\n".join("甲乙丙丁戊"), 5, 5, False, False),
        ("\n\n".join("甲乙丙丁戊己"), 6, 6, True, False),
        ("\n\n".join("甲乙丙丁戊己庚辛") + "\n壬\n\n癸", 10, 9, True, False),
        ("\n\n".join("甲乙丙丁戊己庚") + "\n辛\n壬\n\n癸", 10, 8, False, False),
        ("甲  乙\n丙\n丁\n戊", 4, 1, False, True),
        ("甲  乙\n丙\n丁\n戊\n己", 5, 1, False, False),
        ("甲\t乙\n丙\n丁\n戊", 4, 1, False, True),
        ("  甲\n丙  \n丁\n戊", 4, 1, False, False),
    ],
)
def test_lines_and_blocks_of_a_page(text: str, lines: int, blocks: int, double: bool, beside: bool) -> None:
    page = judge_page(f"前\f{text}后", 2, 2 + len(text))
    assert page[:4] == (2, 2 + len(text), lines, blocks)
    assert (page.double, page.beside) == (double, beside)


@pytest.mark.parametrize(
    ("lines", "numbered"),
    [
        ("1 甲|2 乙|3 丙", "..."),
        ("1 甲|2 乙|3 丙|4 丁", "xxxx"),
        ("0 甲|1 乙|2 丙|3 丁", "xxxx"),
        ("8 甲|9 乙|10 丙|7 丁|11 戊|13 己", "xxx..x"),
        ("1 甲||2 乙|3 丙|4 丁", "x.xxx"),
        ("1 甲||3 乙|4 丙|5 丁", "x.xxx"),
        ("1 甲|2|3 丙|4 丁", "xxxx"),
        ("1:甲|2:乙|3|丙|4|丁", "xxx..."),
        ("甲|2 乙|3 丙|4 丁|5 戊", ".xxxx"),
    ],
)
def test_which_lines_begin_with_their_number(lines: str, numbered: str) -> None:
    assert "".join(".x"[one] for one in find_line_numbers(lines.split("|"))) == numbered


@pytest.mark.parametrize(
    ("text", "start", "end", "has"),
    [
        ("江边。", 0, 3, True),
        ("江边。", 0, 2, False),
        ("江边。灯", 3, 4, False),
        ("江" * 48, 0, 48, False),
        ("江" * 49, 0, 49, True),
        ("江\n" * 200, 0, 400, False),
        ("江\n" * 201, 0, 401, True),
        ("江\n" * 201, 1, 401, False),
    ],
)
def test_text_stands_between_two_heads(text: str, start: int, end: int, has: bool) -> None:
    assert has_sentence(text, start, end) == has


def test_words_of_a_list_come_again_without_text_between() -> None:
    text = "甲\n江边亮了。\n甲\n甲\n甲\n"
    lines = [(at, at + 1, 0, True, ["甲"]) for at in (0, 8, 10, 12)]
    for places, kept in (({0, 1}, True), ({0, 1, 2}, True), ({1, 2}, False), ({0, 1, 2, 3}, False), ({0}, True)):
        assert drop_listed(text, lines, {"甲": places}) == {"甲": places if kept else set()}
