"""Texts of many pages: cut only where nothing reaches across, and cleaned as one text would be."""

from __future__ import annotations

import random
import sys
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean import Options, clean, replay, undo
from jmclean.engine.chain import clean_document
from jmclean.engine.clean import LONGEST_SECTION
from jmclean.engine.sections import SMALLEST, clean_in_sections, find_cuts
from jmclean.rules import RULES
from jmclean.text.document import Document
from jmclean.text.engine_facts import PhysicalPages, find_parted_pages
from jmclean.text.engine_marks import find_page_marks
from jmclean.text.markdown import split_lines
from tests.builds import needs_plain_modules
from tests.test_promises import pages

PLACES = ("东街", "西桥", "南门", "北塔", "中山", "河口", "石湾", "江边", "云岭", "荷塘")
THINGS = ("图书馆", "体育场", "文化宫", "老码头", "新车站", "农贸市场", "博物馆", "植物园")
ENDS = ("昨日开放", "将于明年完工", "迎来首批游客", "正式通车", "重新修缮", "获得表彰")


def headline(number: int) -> str:
    draw = random.Random(number)
    return f"# {draw.choice(PLACES)}{draw.choice(THINGS)}{draw.choice(ENDS)}"


def story(number: int) -> str:
    """A story with what every rule mends: a paragraph that a caption cuts, half-width marks, a stray letter."""
    draw = random.Random(number)
    place, thing = draw.choice(PLACES), draw.choice(THINGS)
    return "\n\n".join(
        (
            f"{place}的居民昨日来到{thing}参观,这里展出了两百多件老物件，讲述这座小城一百年来的变化。这是第{number}天。",
            f"“孩子们很喜歡这里。”家住{place}的李老师说，“每到周末我们都来，一待就是一个下午，回家还要讲上半天。”",
            f"据了解，{thing}的改造历时两年，先后修缮了屋顶、门窗和地面，并新增了供残疾人使用的无障",
            "\n\n图为市民在参观。（张三 摄）\n\n",
            f"碍通道(共{draw.randrange(3, 9)}处)。施工期间，附近的居民也提出了不少有益的建议，其中大半已被采纳。",
            f"{place}方面表示，改造后的{thing}每周开放六天，周一闭馆，市民凭身份证就可以入内，团体参观要提前三天预约。",
            f"记者在现场看到，不少人是从邻近的市县赶来的，{thing}门前的停车场上午十时就已经停满，交警在路口疏导。",
        )
    )


def dump(stories: int, heads: bool = True) -> str:
    """A text of many stories."""
    return "\n\n".join(f"{headline(n)}\n\n{story(n)}" if heads else story(n) for n in range(stories)) + "\n"


def as_one(text: str, options: Options = Options()) -> str:  # noqa: B008 - it is immutable
    return clean_document(Document(text, options.protect), options).text


DUMP = dump(60)


def test_a_text_that_is_not_large_is_cleaned_as_one_page() -> None:
    assert len(DUMP) < LONGEST_SECTION
    assert clean(DUMP).text == as_one(DUMP)


def test_a_large_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_plain_modules()
    monkeypatch.setattr(sys.modules["jmclean.engine.clean"], "LONGEST_SECTION", 3_000)
    assert len(find_cuts(DUMP, Options(), 3_000)) > 3
    result = clean(DUMP)
    assert result == clean_in_sections(DUMP, Options(), 3_000)
    assert replay(DUMP, result.journal) == result.text
    assert undo(result.text, result.journal) == DUMP
    assert clean(result.text).text == result.text


@pytest.mark.parametrize("heads", [True, False], ids=["headlines", "no headlines"])
@pytest.mark.parametrize("largest", [600, 2_000, 8_000])
def test_sections_give_what_the_whole_gives(heads: bool, largest: int) -> None:
    text = dump(60, heads)
    places = find_cuts(text, Options(), largest)
    assert len(places) >= len(text) // largest / 2
    assert clean_in_sections(text, Options(), largest).text == as_one(text)


@pytest.mark.parametrize("heads", [True, False], ids=["headlines", "no headlines"])
def test_no_section_is_larger_than_it_may_be_or_tiny(heads: bool) -> None:
    text, largest = dump(200, heads), 3_000
    sizes = [end - start for start, end in pairwise([0, *find_cuts(text, Options(), largest), len(text)])]
    assert max(sizes) <= largest
    assert min(sizes) >= largest // SMALLEST


def test_a_cleaned_text_is_cut_where_its_source_was() -> None:
    text = dump(1_200)
    output = clean_in_sections(text, Options(), 100_000).text

    def behind(text: str) -> list[str]:
        return [text[at : text.index("\n", at)] for at in find_cuts(text, Options(), 100_000)]

    assert len(output) < len(text)
    assert len(behind(text)) > 5
    assert behind(output) == behind(text)


def test_the_journal_is_that_of_one_text() -> None:
    one = clean_document(Document(DUMP), Options())
    many = clean_in_sections(DUMP, Options(), 2_000)
    assert [change.rule for change in many.journal] == [
        rule for rule in RULES if rule in {c.rule for c in many.journal}
    ]
    assert many.text == one.text
    letters = "mixed-script", "halfwidth-punctuation", "captions"
    for rule in letters:
        assert next(c for c in many.journal if c.rule == rule) == next(c for c in one.journal if c.rule == rule)


def test_notes_tell_where_they_are_in_the_source() -> None:
    stories = [f"{headline(n)}\n\n{story(n)}" for n in range(40)]
    stories[30] += '\n\n他说："今天天气很好，我们出去走走吧。'
    text = "\n\n".join(stories) + "\n"
    assert len(find_cuts(text, Options(), 2_000)) > 5
    note = next(note for note in clean_in_sections(text, Options(), 2_000).notes if note.rule == "straight-quotes")
    assert text[note.start - 3 : note.start + 3] == '他说："今天'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("```\n代码\n\n", "\n\n```"),
        ("~~~~ text\n\n", "\n\n~~~~"),
        ("<!-- 待核对\n\n", "\n\n-->"),
        ("<div>\n", "\n</div>"),
    ],
    ids=["code", "code with tildes", "a comment", "a tag"],
)
def test_nothing_that_belongs_together_is_cut(before: str, after: str) -> None:
    inside = "\n".join(headline(number) for number in range(20))
    text = f"{dump(5)}\n{before}{inside}{after}\n\n{dump(5)}"
    start = text.index(before)
    end = start + len(before + inside)
    assert not any(start < at <= end for at in find_cuts(text, Options(), 200))


@pytest.mark.parametrize(
    "line",
    ["# A13", "# 要闻", "# 市民在江边放风筝：", "#1 不是标题的一行文字", "####### 七级不是标题的文字"],
)
def test_only_a_headline_is_cut_before(line: str) -> None:
    text = f"第一段的文字在这里\n\n{line}\n\n" * 40
    assert not any(text.startswith(line, at) for at in find_cuts(text, Options(), 150))


def test_a_kicker_stays_with_its_headline() -> None:
    text = "".join(f"# 江门侨界青年联合会\n\n{headline(n)}\n\n{story(n)}\n\n" for n in range(30))
    assert not any(text[at:].startswith(headline(n)) for at in find_cuts(text, Options(), 300) for n in range(30))


def test_no_cut_parts_a_sentence_from_what_goes_on() -> None:
    text = dump(80, heads=False)
    places = find_cuts(text, Options(), 1_000)
    assert len(places) > 20
    assert all(text[:at].endswith("在路口疏导。\n\n") for at in places)


def test_only_where_nothing_else_is_left_any_block_begins_a_section() -> None:
    text = "\n\n".join(f"{PLACES[n % 10]}{n}号" for n in range(2_000))
    places = find_cuts(text, Options(), 1_000)
    assert max(end - start for start, end in pairwise([0, *places, len(text)])) <= 1_000
    assert all(text[at - 2 : at] == "\n\n" for at in places)


def test_sections_of_which_nothing_is_left_leave_no_blank_line() -> None:
    text = "市民昨日在公园里放风筝，孩子们很喜欢。\n\n" + "图为市民在放风筝。（张三 摄）\n\n" * 200
    result = clean_in_sections(text, Options(), 300)
    assert result.text == as_one(text) == "市民昨日在公园里放风筝，孩子们很喜欢。\n"
    assert undo(result.text, result.journal) == text


def test_what_a_pattern_takes_out_begins_no_section() -> None:
    text = dump(40)
    assert find_cuts(text, Options(furniture_patterns=("# .*",)), 500) != find_cuts(text, Options(), 500)
    places = find_cuts(text, Options(furniture_patterns=("# .*",)), 500)
    assert not any(text.startswith("#", at) for at in places)


def test_lines_are_put_together_before_they_are_cut() -> None:
    columns = []
    for number in range(60):
        paragraph = "　　" + story(number).split("\n\n")[1]
        columns.append("\n".join(paragraph[at : at + 15] for at in range(0, len(paragraph), 15)))
    text = "\n".join(columns) + "\n"
    result = clean_in_sections(text, Options(), 1_000)
    assert result.text == as_one(text)
    assert result.text.count("\n\n") == 59
    assert undo(result.text, result.journal) == text


def test_nothing_but_blank_lines_is_nothing() -> None:
    assert clean_in_sections("\n" * 5_000, Options(), 100).text == ""


@given(
    st.lists(st.one_of(st.integers(0, 40).map(lambda n: f"\n\n{headline(n)}\n\n{story(n)}\n\n"), pages), max_size=6),
    st.sampled_from([(), *((rule,) for rule in RULES)]),
)
def test_sections_can_be_replayed_and_undone(parts: list[str], skip: tuple[str, ...]) -> None:
    text = "".join(chain(parts))
    result = clean_in_sections(text, Options(skip=skip), 200)
    assert replay(text, result.journal) == result.text
    assert undo(result.text, result.journal) == text
    assert all(0 <= note.start <= len(text) for note in result.notes)
    assert all(edits == tuple(sorted(edits)) for _, edits, _ in result.journal)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.sampled_from([150, 400, 1_500]))
def test_sections_cleaned_again_stay(numbers: list[int], largest: int) -> None:
    text = "\n\n".join(f"{headline(n)}\n\n{story(n)}" for n in numbers)
    once = clean_in_sections(text, Options(), largest).text
    assert clean_in_sections(once, Options(), largest).text == once


@given(st.text("一\n", max_size=60), st.integers(1, 12))
def test_the_lines_of_a_large_text_are_those_of_any(text: str, many: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jmclean.text.markdown.MANY_CHARACTERS", many)
        assert list(split_lines(text)) == text.split("\n")


def test_line_numbers_are_gone_before_the_text_is_cut() -> None:
    column = (
        "市水务局昨日通报，全市二十座水\n库水位均在汛限以下，蓄水总量比\n去年同期多两成，能够满足秋种用\n水需要。\n"
    )
    lines = "\n".join(f"# 水库蓄水第{number}天\n\n{column}" for number in range(40)).split("\n")
    numbered = "\n".join(f"{number:4d}  {line}" if line else line for number, line in enumerate(lines, 1))
    result = clean_in_sections(numbered, Options(), 1000)
    assert result.text.count("满足秋种用水需要。") == 40
    assert undo(result.text, result.journal) == numbered


FEEDS = {"form feeds": "\f", "marks": "<--- Page Split --->\n\n"}


def volume(pages: int, feed: str) -> str:
    """A file of many pages: every third in traditional characters, the others with a stray one."""
    three = "碼頭的渡輪今年換了新船，船長說開了三十年船，從來沒有見過這樣多的遊客，国会也來關注。"
    texts = [f"{headline(n)}\n\n{three * 3}" if n % 3 == 2 else f"{story(n)}\n\n{story(n + 100)}" for n in range(pages)]
    return f"\n\n{feed}".join(texts) + "\n"


@pytest.mark.parametrize("largest", [1_000, 2_500, 6_000])
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_volume_of_pages_gives_the_same_wherever_it_is_cut(feed: str, largest: int) -> None:
    text = volume(24, feed)
    result = clean_in_sections(text, Options(), largest)
    assert result.text == as_one(text)
    assert clean_in_sections(result.text, Options(), largest).text == result.text
    assert replay(text, result.journal) == result.text
    assert undo(result.text, result.journal) == text


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_the_borders_of_pages_are_cut_first(feed: str) -> None:
    text = volume(60, feed)
    pages = find_parted_pages(text, find_page_marks(text))
    starts = {page.start for page in pages}
    cuts = find_cuts(text, Options(), 8_000, pages=PhysicalPages(tuple(pages)))
    assert len(cuts) > 5
    assert sum(cut in starts for cut in cuts) > 0.9 * len(cuts)


def test_no_border_is_cut_that_a_sentence_runs_over() -> None:
    pages = ["水库水位均在汛限以下，蓄水总量比去年同期多两成，能够满足秋种用水需", "要。各镇已经派人在堤上值守。"] * 20
    text = "\n\f".join(pages) + "\n"
    starts = find_parted_pages(text, [])
    for cut in find_cuts(text, Options(), 100, pages=PhysicalPages(tuple(starts))):
        assert not text.startswith("要。", cut)
