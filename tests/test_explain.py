"""`jmclean explain` as a user runs it: every change with its place, for an editor and for a program."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jmclean import Options, clean
from jmclean.io.codec import decode
from jmclean.rules import RULES

COMMAND = [sys.executable, "-m", "jmclean", "explain"]
DUMPS = sorted((Path(__file__).parent.parent / "samples" / "dumps").iterdir())
PAGE = """\
# 新馆开放

昨日,新的市立图

图为市民在馆内看书。（张三 摄）

书馆开门,孩子们很高兴。
"""


def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, timeout=60)


def explain(page: str, *arguments: str) -> list[str]:
    done = run(*arguments, "-", stdin=page.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().splitlines()


def test_each_change_stands_at_its_line_and_column_in_order_of_the_source() -> None:
    assert explain(PAGE) == [
        "<stdin>:3:3: halfwidth-punctuation: ',' -> '，'",
        r"<stdin>:5:1: captions: '\n\n图为市民在馆内看书。（张三 摄）' -> ''",
        "<stdin>:3:8: split-paragraphs: '…昨日,新的市立图' + '书馆开门,孩子们很高兴。…'",
        "<stdin>:7:5: halfwidth-punctuation: ',' -> '，'",
    ]


def test_a_join_is_explained_to_who_asks_for_notes() -> None:
    line = next(line for line in explain(PAGE, "-v") if "+ '" in line)
    assert re.search(r" \(\+\d+\.\d: .*a word is cut \+\d\.\d.*\)$", line)
    entry = next(entry for entry in map(json.loads, explain(PAGE, "-v", "--format", "json")) if "left" in entry)
    assert entry["likelihood"] > 3
    assert len(entry["reasons"]) == 3


def test_a_clean_page_has_nothing_to_explain() -> None:
    assert explain("# 新馆开放\n\n孩子们很高兴。\n") == []


@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_lines_count_alike_whatever_ends_them(newline: str) -> None:
    assert explain(PAGE.replace("\n", newline)) == explain(PAGE)
    assert explain("\ufeff" + PAGE) == explain(PAGE)


def test_long_texts_lose_their_middle_and_what_is_not_printed_is_escaped() -> None:
    caption = "图为" + "人看书，" * 20 + "（张三 摄）"
    assert explain(f"孩子们\u200b很高兴。\n\n{caption}\n", "--rule", "captions,stray-characters") == [
        r"<stdin>:1:4: stray-characters: '\u200b' -> ''",
        r"<stdin>:3:1: captions: '\n\n图为人看书，人看书，人看书，人看书，…"
        "书，人看书，人看书，人看书，（张三 摄）' -> ''",
    ]


def test_a_change_in_text_that_was_moved_is_named_where_the_source_has_it() -> None:
    page = "昨日，新的市立图\n\n> 五月一日起开放\n\n书馆开门,孩子们很高兴。\n"
    lines = explain(page)
    assert "<stdin>:5:5: halfwidth-punctuation: ',' -> '，'" in lines
    assert sum(line.endswith(" (moved)") for line in lines) == 2


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name)
def test_json_holds_every_change_whole(path: Path) -> None:
    done = run("--format", "json", path)
    assert (done.returncode, done.stderr) == (0, b"")
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    source = decode(path.read_bytes()).text
    lines = source.split("\n")
    journal = clean(source).journal
    assert sorted((entry["rule"], entry["old"], entry["new"]) for entry in found) == sorted(
        (change.rule, old, edit.new)
        for change in journal
        for edit, old in zip(change.edits, change.removed, strict=True)
    )
    for entry in found:
        assert list(entry)[:9] == ["path", "line", "column", "rule", "start", "end", "old", "new", "moved"]
        assert list(entry)[9:] in ([], ["left", "right"])
        assert entry["path"] == str(path)
        place = sum(len(line) + 1 for line in lines[: entry["line"] - 1]) + entry["column"] - 1
        if "left" in entry:
            assert entry["left"].endswith(source[place])
        else:
            assert source[entry["start"] : place].strip() == ""
            assert place == entry["start"] or not source[place].isspace()
        if len(entry["old"]) == 1:
            assert source[entry["start"] : entry["end"]] == entry["old"]
    assert [entry["start"] for entry in found] == sorted(entry["start"] for entry in found)


def test_stat_counts_by_rule_in_order_of_the_chain(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(PAGE, "utf-8")
    assert run("--stat", tmp_path).stdout.decode().splitlines() == [
        "rule                   changes  removed  inserted",
        "captions                     2       36         0",
        "split-paragraphs             2        4         0",
        "halfwidth-punctuation        4        4         4",
        "all                          8       44         4",
    ]
    rows = [json.loads(line) for line in run("--stat", "--format", "json", *DUMPS).stdout.splitlines()]
    assert [row["rule"] for row in rows] == [rule for rule in RULES if rule in {row["rule"] for row in rows}]
    total = sum(len(c.edits) for path in DUMPS for c in clean(decode(path.read_bytes()).text).journal)
    assert sum(row["changes"] for row in rows) == total


def test_doubts_are_notes_and_asked_for() -> None:
    page = "我国的图书馆，我國的圖書館,都很好。\n"
    assert not any("note" in line for line in explain(page))
    notes = [line for line in explain(page, "-v") if "note" in line]
    expected = clean(page).notes
    assert len(notes) == len(expected) > 0
    assert re.match(r"<stdin>:1:\d+: mixed-script: note: \w+", notes[0])
    entries = [json.loads(line) for line in explain(page, "-v", "--format", "json")]
    assert [entry["message"] for entry in entries if "message" in entry] == [note.message for note in expected]


def test_options_of_cleaning_work() -> None:
    options = Options(captions="quote", join="off")
    lines = explain(PAGE, "--captions", "quote", "--join", "off")
    assert len(lines) == sum(len(change.edits) for change in clean(PAGE, options).journal)
    assert not any("split-paragraphs" in line for line in lines)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_can_neither_drive_the_terminal_nor_break_a_line(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31m\udcff\n.md"
    path.write_text("孩子们,很高兴。\n", "utf-8")
    assert run(path).stdout.decode().splitlines() == [
        f"{tmp_path}/^[[31m<U+DCFF>^J.md:1:4: halfwidth-punctuation: ',' -> '，'"
    ]
    assert json.loads(run("--format", "json", path).stdout)["path"] == str(path)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--rule", "captio", "-"], 2, "Did you mean 'captions'"),
        (["--format", "xml", "-"], 2, "xml"),
        (["missing.md"], 3, "missing.md: There is no such file. "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_says_what_is_wrong(arguments: list[str], code: int, message: str) -> None:
    done = run(*arguments, stdin=PAGE.encode())
    assert (done.returncode, done.stdout) == (code, b"")
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
