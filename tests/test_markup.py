"""Markdown with a structure of its own comes out with all of it, and plain pages are read alike by both readers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean import clean, undo
from jmclean.text.commonmark import parse_blocks
from jmclean.text.document import Document
from jmclean.text.markdown import parse
from jmclean.text.markup import find_front_matter_end, has_structure, is_authored

KEPT = {
    "front matter": '---\ntitle: "公告, 第三期"\ntags:\n  - "公交"\nby: 王小明\n---\n\n市民看书。\n',
    "front matter in TOML": '+++\ntitle = "公告, 第三期"\n+++\n\n市民看书。\n',
    "a fence in an item": "1. 安装软件：\n\n    ```sh\n    apt update\n\n\n    # 注释: 好\n    ```\n\n2. 重启。\n",
    "a fence at any indent": "说明：\n\n      ```sh\n      apt update, 完成\n      ```\n",
    "tildes": "说明：\n\n~~~\n甲, 乙\n~~~\n",
    "indented commands": '说明：\n\n\tgit add .\n\tgit commit -m "甲, 乙"\n\n\tgit push\n\n完成。\n',
    "an admonition": '!!! note "要点, 一"\n    第一段。\n\n    第二段。\n\n    ```\n    甲, 乙\n    ```\n',
    "a collapsed admonition": '??? example "例子, 一"\n    第一段。\n',
    "tabs": '=== "甲, 乙"\n\n    ```\n    a, b\n    ```\n\n=== "丙"\n\n    一段。\n',
    "a container": "::: warning 注意, 重要\n内容。\n:::\n",
    "a container in an item": "- 甲\n\n  :::tip 备注, 一\n  内容。\n  :::\n",
    "paragraphs in an item": "- 甲\n\n  第二段。\n\n  第三段。\n- 乙\n",
    "nested lists": "- 公交\n    - 一号线\n\n      每十分钟一班。\n    - 二号线\n- 地铁\n",
    "an ordered list in a loose one": "1. 将下列原料混合：\n\n   * 生抽 5ml\n   * 料酒 5ml\n\n2. 搅拌。\n",
    "footnotes": "班次有所减少[^公报]。\n\n[^公报]: 刘明。公交运行公报。\n\n    第二段。\n",
    "definitions of references": '详情见[甲][1]、[乙][2]。\n\n[1]: https://x.cn/a,b\n[2]: https://x.cn/c "标题, 甲"\n',
    "the title of a link": '详情见[公告](https://x.cn/a "全文, 含附件")。\n',
    "a target in angle brackets": "见[图](<图 一, 二.png>)。\n",
    "a definition list": "术语\n: 解释一段。\n\n    第二段。\n",
    "a table": "| 甲 | 乙 |\n|---|---|\n| 1,2 | (三) |\n",
    "a table without outer pipes": "甲 | 乙\n--- | ---\n1,2 | (三)\n4,5 | 六\n",
    "a table whose cells were broken": "| 项目 | 年度\n(变幅) |\n| --- | --- |\n| 机器 | 2,000\n(+9%) |\n",
    "setext heads": "第一章 总则\n============\n\n内容。\n\n第一节\n------\n\n内容。\n",
    "displayed formulas": "由此得到\n\n$$\nx = \\frac{-b}{2a}, y\n$$\n\n其中 $a$ 不为零。\n",
    "formulas in brackets": "由此得到\n\n\\[\nx = 1, y\n\\]\n\n其中 \\(a, b\\) 不为零。\n",
    "an environment": "由此得到\n\n\\begin{align}\na &= b, \\\\\nc &= d\n\\end{align}\n",
    "brackets in a formula": "由 $($ 和 $)$ 组成的字符串叫括号串。\n",
    "a formula in an item": "1. 甲\n\n    $$\n    x, y\n    $$\n\n2. 乙\n",
    "details": "<details>\n<summary>点开, 看</summary>\n\n内容。\n\n</details>\n",
    "block HTML": "<table>\n<tr><td>甲, 乙</td></tr>\n\n<tr><td>丙</td></tr>\n</table>\n",
    "a template": '{{< figure src="a.png" title="甲, 乙" >}}\n\n市民看书。\n',
    "attributes": "## 安装 {#install, a:b}\n\n市民看书。\n",
    "code in a quote": "> 引用\n>\n> ```\n> 甲, 乙\n> ```\n",
    "lines of a paragraph that somebody wrote": "见[甲](https://x.cn)，这一句很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长。\n"
    "这一句也很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长。\n",
    "a section and its own head": "## 操作：\n\n### 第一步\n\n切丝。\n",
    "the title of a document": "# 绿化条例\n\n2017年通过\n\n2018年3月31日批准\n\n## 第一章 总则\n\n## 第二章 规划\n",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_structure_stays_to_the_letter(text: str) -> None:
    assert clean(text).text == text


def test_text_within_a_structure_is_cleaned() -> None:
    before = "- 甲,乙\n\n  丙,丁\n\n::: tip 甲, 乙\n丙,丁\n:::\n\n[^1]: 甲,乙\n"
    result = clean(before)
    assert result.text == "- 甲，乙\n\n  丙，丁\n\n::: tip 甲, 乙\n丙，丁\n:::\n\n[^1]: 甲，乙\n"
    assert undo(result.text, result.journal) == before


def test_an_indent_of_print_is_no_code() -> None:
    before = "    近日，本市新馆开放。\n\n    市民在馆内看书。\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n"
    assert clean(before).text.startswith("近日，本市新馆开放。\n\n市民在馆内看书。\n")


def test_a_rule_at_the_head_of_a_page_is_no_front_matter() -> None:
    for text in ("---\n\n# 新馆开放\n\n市民看书。\n\n---\n\n第二页。\n", "---\n市民看书。\n---\n", "---\n", "---"):
        assert find_front_matter_end(text) == 0
    assert find_front_matter_end("---\na: 1\n---") == len("---\na: 1\n---")


def test_a_row_of_dashes_under_a_sentence_is_no_head() -> None:
    page = Document("市民在馆内看书。\n---\n\n甲 | 乙\n--|--\n一 | 二\n")
    assert [block.kind for block in page.blocks] == ["paragraph", "table"]


def test_an_interview_with_names_in_brackets_is_a_page() -> None:
    page = "[记者]: 您好, 请问新馆何时开放?\n\n[馆长]: 下月, 欢迎市民来看书.\n"
    assert not is_authored(page)
    assert clean(page).text == "[记者]：您好，请问新馆何时开放？\n\n[馆长]：下月，欢迎市民来看书.\n"


@pytest.mark.parametrize(
    "page",
    [
        "网址：[www.example.com](http://www.example.com)，欢迎访问。\n",
        "```markdown\n市民在馆内看书。\n```\n",
        "市民`在馆内`看书。\n",
        "$$x = 1$$\n\n市民看书。\n",
        "<table><tr><td>甲</td></tr></table>\n\n市民看书。\n",
        "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n",
        "![](images/a.jpg)\n\n市民看书。\n",
        "---\n\n市民看书。\n\n---\n",
    ],
)
def test_what_engines_and_models_write_is_not_authored(page: str) -> None:
    assert not is_authored(page)


LINES = st.sampled_from(
    ("# 新馆开放", "## 老街, 修缮", "市民在馆内看书。", "近日,本市", "> 引用一句", "- 一号线", "1. 报名", "***")
)
PAGES = st.lists(LINES, min_size=1, max_size=12).map(lambda found: "\n\n".join(found) + "\n")
PIECES = st.sampled_from(
    (
        *("甲", "乙, 丙", "x", "\n", "\n\n", "  ", "    ", "\t", "# ", "> ", "- ", "1. ", ": ", "|", "---", "==="),
        *("```\n", "~~~", "$$", "\\[", "\\]", "\\begin{a}", "\\end{a}", ":::", "!!! a", "[^1]: ", "[1]: x"),
        *("<div>", "</div>", "<table>", "{{a}}"),
    )
)
TANGLES = st.lists(PIECES, max_size=40).map("".join)


@given(PAGES)
def test_both_readers_agree_on_a_plain_page(text: str) -> None:
    assert not has_structure(text)
    assert not is_authored(text)
    assert list(parse_blocks(text, parse)) == list(parse(text))


@given(TANGLES)
def test_every_visible_character_is_in_one_block(text: str) -> None:
    found = list(parse_blocks(text, parse))
    covered = [at for _, start, end in found for at in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all(text[start:end].strip() == text[start:end] != "" for _, start, end in found)


@given(TANGLES)
def test_a_tangle_is_cleaned_once_and_can_be_undone(text: str) -> None:
    result = clean(text)
    assert undo(result.text, result.journal) == text
    assert clean(result.text).text == result.text
