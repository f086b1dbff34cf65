"""Files that are no pages are refused by name and passed over in folders; what only looks like one is a page."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jmclean.io.kinds_of_file import find_kind_of_bytes, find_kind_of_text, format_kind_count

COMMAND = [sys.executable, "-m", "jmclean"]
PAGE = "近日,本市图书馆的新馆开放,市民在馆内看书。\n"


def zipped(*names: str, kind: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if kind:
            archive.writestr("mimetype", kind)
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


TEXTS = {
    "JSON": '{\n  "标题": "新馆开放, 市民看书",\n  "正文": ["一,二", "三"]\n}\n',
    "JSON, a list": '[{"正文": "一,二"}]\n',
    "JSON, cut off": '{"标题": "新馆开放, 市民看书", "正文": ["一,二", "三',
    "JSON Lines": '{"正文": "一,二"}\n{"正文": "三"}\n',
    "XML": '<?xml version="1.0"?>\n<page><p>一,二</p></page>\n',
    "XML without a declaration": "<book>\n<page n='1'>\n<line>一,二</line>\n<line>三</line>\n</page>\n</book>\n",
    "an HTML page": "<!DOCTYPE html>\n<html><body><p>一,二</p></body></html>\n",
    "an HTML page behind a comment": "<!-- 存档 -->\n<html>\n<body>一,二</body>\n</html>\n",
    "a CSV table": '日期,标题,正文\n2021-06-09,开馆,"一,二"\n2021-06-10,闭馆,"三,四"\n',
    "a CSV table of figures": "年份,产量,产值\n2019,120,3.5\n2020,131,3.9\n2021,140,4.2\n",
    "a CSV table of one row": "姓名,年龄,城市\n林小舟,18,江州\n",
    "a CSV table with semicolons": '"日期";"正文"\n"2021-06-09";"一,二"\n"2021-06-10";"三"\n',
    "a TSV table": "字\t注\t说明\n吓\t嚇\t语气词, 不改\n里\t里\t不改\n",
    "SRT": "1\n00:00:01,000 --> 00:00:03,500\n各位观众, 晚安\n\n2\n00:00:03,600 --> 00:00:06,000\n再见\n",
    "WebVTT": "WEBVTT\n\n00:01.000 --> 00:03.500\n各位观众, 晚安\n",
    "ASS": "[Script Info]\nTitle: 晚安\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:03.00,,各位, 晚安\n",
    "LRC": "[ti:晚安]\n[00:01.00]各位观众, 晚安\n[00:03.50]再见\n",
    "TeX": "% 讲义\n\\documentclass{ctexart}\n\\begin{document}\n一,二\n\\end{document}\n",
    "BibTeX": "@book{zhang,\n  title = {一,二},\n}\n",
    "INI": "[project]\nname = 新馆, 开放\n\n[other]\nlang = zh\n",
    "YAML": '# 界面\napp:\n  title: "新馆, 开放"\n  items:\n    - 打开(&O)\n    - 退出\n',
    "a log": "2024-03-01 10:00:00,1 INFO 启动, 完成\n2024-03-01 10:00:05,4 WARN 编码\n2024-03-01 10:00:07,0 ERROR 错\n",
    "Python": (
        '"""数一数, 有多少字."""\n'
        "import sys\n"
        "\n"
        "\n"
        "def count(text: str) -> int:\n"
        '    """字数: 一."""\n'
        "    return len(text)\n"
        "\n"
        "\n"
        'print("共", count(sys.stdin.read()))\n'
    ),
    "C": (
        "#include <stdio.h>\n"
        "\n"
        "/* 打印, 一行 */\n"
        "int main(void) {\n"
        '    printf("你好, 世界\\n");\n'
        "    return 0;\n"
        "}\n"
        '#include "x.h"\n'
    ),
    "JavaScript": (
        "import { a } from './a'\n\nconst name = '你好, 世界'\nexport function hello(x) {\n  console.log(name)\n}\n"
    ),
    "a shell script": "#!/bin/sh\n# 打印, 一行\necho '你好, 世界'\n",
    "CSS": "/* 说明, 一 */\nbody {\n  font-family: '宋体', serif;\n  color: red;\n}\n.a {\n  margin: 0;\n}\n",
    "Ruby": "require 'json'\n\n# 说明, 一\ndef hello(name)\n  puts '你好, 世界'\nend\n",
    "SQL": "-- 说明, 一\nSELECT a, b\nFROM t\nWHERE c = '张, 三';\nINSERT INTO t VALUES (1, '李, 四');\n",
    "translations": '#: a.c:1\nmsgid "Hello, world"\nmsgstr "你好, 世界"\n\nmsgid "Open"\nmsgstr "打开"\n',
    "variables": "NAME=你好, 世界\nPATH=/a:/b\n",
    "a patch": "diff --git a/x.md b/x.md\n--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-一,二\n+三\n",
}

PAGES = {
    "a page": PAGE,
    "nothing": "",
    "a headline in brackets": "[本报讯] 近日,本市图书馆开放。\n\n[图片] 市民看书。\n",
    "a bracket and figures": "[1] 张三, 李四. 新馆开放, 2021.\n\n[2] 王五. 市民看书.\n",
    "a brace": "{新馆开放} 市民在馆内看书, 很多。\n",
    "a table of an engine": (
        "<table><tr><td>年份</td><td>产量</td></tr><tr><td>2019</td><td>120</td></tr></table>\n\n市民看书, 很多。\n"
    ),
    "a page in a tag of a model": "<text>\n近日,本市图书馆的新馆开放。\n\n市民在馆内看书。\n</text>\n",
    "lines with a comma each": "床前明月光,疑是地上霜。\n举头望明月,低头思故乡。\n春眠不觉晓,处处闻啼鸟。\n",
    "lists of names": "张三,李四,王五\n赵六,钱七,孙八\n周九,吴十,郑一\n",
    "numbered lines with commas": "1,加强领导,落实责任\n2,深入群众,调查研究\n3,总结经验,推广典型\n",
    "lines with a number and a tab": "1\t近日本市图书馆的新馆\n2\t开放市民在馆内看书\n3\t读者都说好\n",
    "front matter": "---\ntitle: 新馆, 开放\n---\n\n市民在馆内看书。\n",
    "Markdown with code": "# 说明\n\n先装软件:\n\n```sh\nimport os\nimport sys\n```\n\n再重启。\n",
    "a note on a program": "# import 的用法\n\nimport 语句用来引入模块, 例如 os。\n\nclass 用来定义类, 例如人。\n",
    "a talk on code": "import os 之后, 就能用了。\n\nfrom x import y 也行。\n\ndef f(): 是函数。\n",
    "names of firms": "IBM, Intel, AMD 三家公司, 近日发布 20 多款新品。\n\nNVIDIA 的 H100, A100 也在列。\n",
    "contacts": "Tel: 3561234\nFax: 3565678\n",
    "a day's programme": "9:00:00 开幕, 讲话\n10:30:00 报告, 讨论\n14:00:00 参观\n",
    "an arrow": "甲 --> 乙, 丙 --> 丁。\n\n2\n",
    "a formula first": "\\begin{equation}\nx = 1\n\\end{equation}\n\n其中, x 是常数。\n",
    "a percentage first": "% 为百分号, 读作百分之。\n",
}

BYTES = {
    "a PDF file": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "an RTF document": b"{\\rtf1\\ansi hello}",
    "a Word document (docx)": zipped("[Content_Types].xml", "word/document.xml"),
    "an Excel workbook (xlsx)": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "an EPUB book": zipped("META-INF/container.xml", kind="application/epub+zip"),
    "an OpenDocument file": zipped("content.xml", kind="application/vnd.oasis.opendocument.text"),
    "a ZIP archive": zipped("a.txt"),
    "a PNG picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a JPEG picture": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "a WebP picture": b"RIFF\0\0\0\0WEBPVP8 ",
    "a DjVu document": b"AT&TFORM\0\0\0\x20DJVMDIRM",
    "an old Office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_pipe_of_data_is_refused_and_nothing_is_written(text: str) -> None:
    done = subprocess.run(COMMAND, input=text.encode(), capture_output=True, timeout=60)
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (3, b"")
    assert said.startswith("<stdin>: This is ")
    assert said.count(". ") == 1, "two sentences"


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_what_looks_like_data_is_a_page(text: str) -> None:
    assert find_kind_of_text(text) is None
    assert find_kind_of_bytes(text.encode()) is None


@pytest.mark.parametrize(("name", "data"), BYTES.items(), ids=BYTES)
def test_a_signature_names_the_kind(name: str, data: bytes) -> None:
    kind = find_kind_of_bytes(data)
    assert kind is not None
    assert kind.name == name


def test_a_text_that_begins_as_a_picture_is_a_page() -> None:
    assert find_kind_of_bytes("BM 是位图, MZ 是程序。".encode()) is None
    assert find_kind_of_bytes("MZ 世代, 喜欢看书。".encode()) is None


def test_a_named_file_is_left_alone_and_a_folder_passes_it_over(tmp_path: Path) -> None:
    page, data = tmp_path / "page.txt", tmp_path / "data.txt"
    page.write_text(PAGE, "utf-8", newline="")
    data.write_text(TEXTS["JSON"], "utf-8", newline="")
    (tmp_path / "more.md").write_text(TEXTS["a CSV table"], "utf-8", newline="")

    named = subprocess.run([*COMMAND, "-i", data], capture_output=True, timeout=60)
    assert named.returncode == 3
    assert "data.txt: This is JSON, not a page." in named.stderr.decode()
    assert data.read_text("utf-8") == TEXTS["JSON"]

    report = tmp_path / "report.json"
    done = subprocess.run([*COMMAND, "-i", "--report", report, tmp_path], capture_output=True, timeout=60)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert "passed over" in said
    assert "JSON" in said
    assert "CSV" in said
    assert data.read_text("utf-8") == TEXTS["JSON"]
    assert page.read_text("utf-8") == PAGE.replace(",", "，")
    told = json.loads(report.read_text("utf-8"))
    assert told["summary"]["passed_over"] == {"JSON": 1, "CSV table": 1}
    results = {Path(entry["file"]).name: entry["result"] for entry in told["files"]}
    assert results == {"page.txt": "changed", "data.txt": "passed over", "more.md": "passed over"}


def test_the_kinds_that_a_folder_passes_over_are_counted_in_the_plural(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"%PDF-1.4\n")
    (tmp_path / "c.md").write_text(TEXTS["a CSV table"], "utf-8")
    counted = "3 passed over as no pages (2 PDF files, 1 CSV table"
    for options, ending in (([], "; -v names them)"), (["-v"], ")")):
        done = subprocess.run([*COMMAND, "--check", *options, tmp_path], capture_output=True, timeout=60)
        assert counted + ending in done.stderr.decode()
    assert [format_kind_count(2, noun) for noun in ("Word document (docx)", "patch", "JSON Lines")] == [
        "2 Word documents (docx)",
        "2 patches",
        "2 JSON Lines",
    ]


def test_what_jmclean_corpus_reads_is_sent_there_and_the_rest_is_not() -> None:
    advice = {}
    for name in ("JSON Lines", "a CSV table"):
        kind = find_kind_of_text(TEXTS[name])
        assert kind is not None
        advice[name] = kind.advice
    assert "Clean its column of texts with `jmclean corpus`" in advice["JSON Lines"]
    assert "turn it into JSON Lines and clean that with `jmclean corpus`" in advice["a CSV table"]
    assert all("pip install 'jmclean[corpus]'" in text for text in advice.values())


def test_a_folder_without_a_page_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}", "utf-8")
    (tmp_path / "b.json").write_text("{}", "utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4")
    done = subprocess.run([*COMMAND, "-o", tmp_path / "out", tmp_path], capture_output=True, timeout=60)
    said = done.stderr.decode()
    assert "2 .json" in said
    assert "1 .pdf" in said
