"""What engines, chat models and programs that put pages together write, through `clean()` and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jmclean import Options, clean
from jmclean.text.document import Document
from jmclean.text.engine_facts import recall_pages
from jmclean.text.engine_marks import find_page_marks


def run(*arguments: object, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jmclean", *map(str, arguments)]
    return subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)


TAIL = "昨日上午，记者从市交通部门获悉，横跨江面的新桥将于明年春天正式建成通"
HEAD = "车，届时两岸居民往来不再绕路，过江只要五分钟。"
CAPTION = "图为工人在桥上铺设路面。林小舟 摄"

PICTURES = [
    "![](images/1.jpg)",
    "![](images/1.jpg)\n\n![](images/2.jpg)",
    "![](images/1.jpg) ![](images/2.jpg)",
    '![桥](images/1.jpg "新桥")',
    "![](data:image/png;base64,iVBORw0KGgo=)",
    "![](<images/the bridge.jpg>)",
    "![[bridge.png]]",
    "[![](images/1.jpg)](images/1.jpg)",
    '<img src="images/1.jpg" alt="Image" width="41%" />',
    '<div style="text-align: center;"><img src="imgs/1.jpg" alt="Image" width="41%" /></div>',
    '<figure>\n<img src="images/1.jpg">\n</figure>',
    "<!-- image -->",
    "<!-- picture: images/1.jpg -->",
    "[图片]",
    "[图片：工人在桥上铺设路面]",
    "【插图】",
    "[Image]",
    "**==> picture [243 x 361] intentionally omitted <==**",
    '<video src="bridge.mp4"></video>',
]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_sentence_runs_over_pictures_which_stand_behind_it(picture: str) -> None:
    assert clean(f"{TAIL}\n\n{picture}\n\n{HEAD}\n").text == f"{TAIL}{HEAD}\n\n{picture}\n"


@pytest.mark.parametrize(
    "captioned",
    [
        f"![](images/1.jpg)  \n{CAPTION}",
        f"![](images/1.jpg)\n{CAPTION}",
        f"![](images/1.jpg)\n\n{CAPTION}",
        f"![](images/1.jpg)\n\n*{CAPTION}*",
        f"![](images/1.jpg)\n\n**{CAPTION}**",
        "![](images/1.jpg)\n\n*工人在桥上铺设路面*",
        f"![](images/1.jpg)\n\n\n<center>{CAPTION}</center>  ",
        f'![](images/1.jpg)\n\n<div style="text-align: center;">{CAPTION}</div>\n',
        f"![](images/1.jpg)\n\n<figcaption>{CAPTION}</figcaption>",
        f"{CAPTION}\n\n![](images/1.jpg)",
        "![](images/1.jpg)  \n工人在桥上铺设路面",
        "![](images/1.jpg)\n\n<center>工人在桥上铺设路面</center>",
    ],
)
def test_captions_in_the_forms_of_engines_go_and_their_picture_stays(captioned: str) -> None:
    assert clean(f"{TAIL}\n\n{captioned}\n\n{HEAD}\n").text == f"{TAIL}{HEAD}\n\n![](images/1.jpg)\n"


@pytest.mark.parametrize(
    ("captions", "marked"), [("comment", f"<!-- caption: {CAPTION} -->"), ("quote", f"> {CAPTION}")]
)
def test_tags_and_emphasis_of_a_caption_that_is_marked_go(captions: str, marked: str) -> None:
    options = Options(captions=captions)
    for form in ("<center>{}</center>", "*{}*", "{}"):
        page = f"昨日，新桥通车。\n\n![](images/1.jpg)\n\n{form.format(CAPTION)}\n"
        assert clean(page, options).text == f"昨日，新桥通车。\n\n![](images/1.jpg)\n\n{marked}\n"


def test_the_line_behind_a_caption_line_is_no_caption() -> None:
    page = f"![](images/1.jpg)\n{CAPTION}\n会议昨日举行，代表们畅所欲言。\n"
    assert clean(page).text == "![](images/1.jpg)\n\n会议昨日举行，代表们畅所欲言。\n"


def test_a_short_paragraph_under_a_picture_is_no_caption_by_that_alone() -> None:
    page = f"{TAIL}\n\n![](images/1.jpg)\n\n{HEAD}\n\n会议要求各部门抓好落实。\n"
    assert "会议要求各部门抓好落实。" in clean(page).text
    page = "会议昨日举行。\n\n![](images/1.jpg)\n\n代表们畅所欲言。\n\n会议今日闭幕。\n"
    assert clean(page).text == page


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "<--- Page Split --->",
            "第3页，共8页",
            "第 3 页 / 共 8 页",
            "共8页 第3页",
            "===== Page 3 =====",
            "[Page 3]",
            "- 3 -",
        ),
        *(
            "--- page 3 ---",
            "--- 第 3 页 ---",
            "--- end of page=3 ---",
            "<!-- PageBreak -->",
            '<!-- PageNumber="3" -->',
        ),
        *("<page_number>3/8</page_number>", "{3}" + 48 * "-", "【第3页】", "3 / 8", "**Page 3**", "<!-- 第3页 -->"),
        *('<div style="page-break-after: always;"></div>', "[PAGE BREAK]", "\\newpage", "第三页，共八页"),
    ],
)
def test_a_sentence_runs_over_page_marks_and_they_go(mark: str) -> None:
    assert clean(f"{TAIL}\n\n{mark}\n\n{HEAD}\n").text == f"{TAIL}{HEAD}\n"


@pytest.mark.parametrize("mark", ["<--- Page Split --->", "第3页，共8页", "[Page 3]"])
def test_page_marks_that_are_kept_stand_behind_the_sentence(mark: str) -> None:
    assert clean(f"{TAIL}\n\n{mark}\n\n{HEAD}\n", Options(pages="keep")).text == f"{TAIL}{HEAD}\n\n{mark}\n"


@pytest.mark.parametrize(
    "line",
    [
        "2021/3",
        "— 2021 —",
        "第3页的报告",
        "3",
        "Page 3: 头条",
        "#3",
        "---",
        "***",
        "1/2杯水",
        "（见第3页）",
        "A3",
        "Pages 3 to 8",
    ],
)
def test_other_lines_are_no_page_marks(line: str) -> None:
    assert find_page_marks(f"昨日。\n\n{line}\n\n今日。\n") == []


def test_numbers_that_rise_make_page_marks_of_lines_that_prove_nothing_by_themselves() -> None:
    rising = "甲。\n\n1 / 3\n\n乙。\n\n2 / 3\n"
    assert [mark.number for mark in find_page_marks(rising)] == [1, 2]
    assert find_page_marks(rising.replace("2 / 3", "1 / 3")) == []
    assert find_page_marks("甲。\n\n2 / 3\n\n乙。\n") == []


def test_the_physical_pages_of_a_text() -> None:
    before = "{3}---------------\n\n甲。\n\n{4}---------------\n\n乙。\n"
    assert [(before[start:end], number) for start, end, number in recall_pages(before).pages] == [
        ("甲。", 3),
        ("乙。", 4),
    ]
    behind = "甲。\n\n第1页，共2页\n\n乙。\n\n第2页，共2页\n"
    assert [page.number for page in recall_pages(behind).pages] == [1, 2]
    plain = "甲。\n\n<--- Page Split --->\n\n乙。\n"
    assert [page.number for page in recall_pages(plain).pages] == [1, 2]
    assert recall_pages("甲。\n\n乙。\n").pages == ()


def test_explain_and_the_journal_name_the_page_of_a_change(tmp_path: Path) -> None:
    path, journal = tmp_path / "issue.mmd", tmp_path / "journal.jsonl"
    path.write_text("甲乙丙,丁。\n\n<--- Page Split --->\n\n戊己庚,辛。\n", "utf-8")
    done = run("explain", "--format", "json", path)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [entry["page"] for entry in found if entry["rule"] == "halfwidth-punctuation"] == [1, 2]
    run(path, "--journal", journal)
    assert json.loads(journal.read_text("utf-8"))["pages"] == [[0, 6, 1], [30, 36, 2]]


def test_labels_decide_what_a_block_is() -> None:
    page = (
        "<|ref|>header<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n江边日报要闻\n\n"
        "<|ref|>title<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n# 新桥通车\n\n"
        f"<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n{TAIL}\n\n"
        "<|ref|>image<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n\n"
        "<|ref|>image_caption<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n工人在桥上铺设路面\n\n"
        f"<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n{HEAD}\n\n"
        "<|ref|>page_number<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n12\n"
    )
    assert clean(page).text == f"# 新桥通车\n\n{TAIL}{HEAD}\n"


@pytest.mark.parametrize(
    "formula",
    [
        "$$\nE = m c ^ { 2 } , ( 1 )\n$$",
        "\\[\nQ = a x + b\n\\]",
        "$$x, y$$",
        "\\begin{equation}\na, b\n\\end{equation}",
    ],
)
def test_a_displayed_formula_stays_where_it_stands(formula: str) -> None:
    page = f"由此可知产量为\n\n{formula}\n\n其中各量的含义见下表。\n\n会议昨日举行。\n"
    assert clean(page).text == page
    tight = f"由此可知产量为\n{formula}\n其中各量的含义见下表。\n"
    assert formula in clean(tight).text


@pytest.mark.parametrize("formula", ["$x_{1},x_{2}$", "$ ^{1} $", "\\(a,b\\)", "$f(x)=x^2,x>0$", "$\\alpha,\\beta$"])
def test_a_formula_in_a_line_stays(formula: str) -> None:
    page = f"设{formula}为所求，则结论成立。\n"
    assert clean(page).text == page


def test_kinds_of_blocks() -> None:
    page = "甲\n![](1.jpg)\n![](2.jpg)\n乙\n\n<!-- 甲 -->\n\n[图片]\n\n3 / 8\n\n<p><img></p>\n\n![](1.jpg)是图。"
    assert [block.kind for block in Document(page).blocks] == [
        *("paragraph", "picture", "paragraph", "comment", "picture", "page-mark", "picture", "paragraph"),
    ]


def test_pictures_that_the_output_does_not_find_are_counted(tmp_path: Path) -> None:
    scans, out = tmp_path / "scans", tmp_path / "out"
    (scans / "images").mkdir(parents=True)
    (scans / "images" / "1.jpg").write_bytes(b"")
    (scans / "a.mmd").write_text(
        "昨日，新桥通车。\n\n![](images/1.jpg)\n\n![](images/2.jpg)\n\n![](https://a.cn/3.jpg)\n", "utf-8"
    )
    done = run(scans, "-o", out)
    assert "Pictures found only beside the sources: 1. Copy these files into the output folder too." in done.stderr
    assert (out / "a.md").exists()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<|ref|>" * 9000,
            "<|det|>[[" * 9000,
            "![" * 20000,
            "![](a)\n" * 7000,
            "[图片" * 9000,
            "$a^" * 15000,
            "$$\n" * 9000,
        ),
        *(
            "\\[\n" * 9000,
            "<!--" * 9000,
            "<figure>\n" * 7000,
            "page " * 15000,
            "1/2\n" * 9000,
            "&amp;" * 9000,
            "```\n" * 9000,
        ),
        *(
            "</think>" * 9000,
            "市民在公园，" * 9000,
            ("市民在公园晨练" * 3 + "甲乙丙丁戊己") * 1500,
            "{1}-----\n" * 7000,
        ),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_nothing_of_an_engine_takes_long(text: str) -> None:
    start = time.process_time()
    clean(text)
    assert time.process_time() - start < 10
