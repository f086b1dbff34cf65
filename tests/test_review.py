"""`jmclean review` as a person uses it, and what later runs make of the answers."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import on_terminal

JMCLEAN = [sys.executable, "-m", "jmclean"]
OPEN, GOES_ON = "经过三年的建设，这条铁路终于在上个月", "通车典礼上，各地的代表都来了。"
BODY = "居民楼旁的河水重新变清，岸边又见白鹭。"
SET_APART = "孩子们在公园的草地上放风筝。"
BODIES = [f"{place}街的居民都来了，河边的白鹭也飞回来了。" for place in "东西南北中前后左右上下新"]
SEAM_PAGE = f"{OPEN}\n\n{GOES_ON}\n\n" + "\n\n".join(BODIES) + "\n"
CAPTION_PAGE = f"{BODY}\n\n\n\n{SET_APART}\n\n" + "\n\n".join(BODIES) + "\n"


def run(*arguments: str | Path, keys: str = "", folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*JMCLEAN, *arguments], input=keys, capture_output=True, timeout=60, cwd=folder, encoding="utf-8"
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.md").write_text(CAPTION_PAGE, "utf-8")
    (tmp_path / "b" / "二.md").write_text(SEAM_PAGE, "utf-8")
    return tmp_path


def decisions(tree: Path) -> list[dict[str, object]]:
    first, *lines = (tree / "jmclean.decisions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(first) == {"jmclean-decisions": 1}
    return [json.loads(line) for line in lines]


def cleaned(tree: Path, name: str) -> str:
    done = run(tree / name)
    assert done.returncode == 0
    return done.stdout


def test_an_answer_is_kept_and_heeded_and_not_asked_for_again(tree: Path) -> None:
    done = run("review", tree, keys="y\nn\n")
    assert done.returncode == 0
    assert "2 answers: 1 yes, 1 no; 0 left." in done.stderr
    assert {(one["page"], one["answer"]) for one in decisions(tree)} in (
        {("a.md", "yes"), ("b/二.md", "no")},
        {("a.md", "no"), ("b/二.md", "yes")},
    )
    again = run("review", tree)
    assert (again.stdout, again.stderr) == ("", "There is nothing to decide.\n")
    assert "1/2" in run("review", "--all", tree, keys="q\n").stdout


def test_yes_joins_and_takes_out_and_no_leaves(tree: Path) -> None:
    run("review", tree, keys="y\ny\n")
    assert OPEN + GOES_ON in cleaned(tree, "b/二.md")
    assert SET_APART not in cleaned(tree, "a.md")
    run("review", "--all", tree, keys="n\nn\n")
    assert OPEN + "\n\n" + GOES_ON in cleaned(tree, "b/二.md")
    assert SET_APART in cleaned(tree, "a.md")


def test_quitting_keeps_what_was_answered_and_the_next_run_goes_on(tree: Path) -> None:
    run("review", tree, keys="y\nq\n")
    assert len(decisions(tree)) == 1
    assert "1/1" in run("review", tree, keys="l\n").stdout
    assert len(decisions(tree)) == 1


def test_back_asks_again_and_another_answer_takes_the_place_of_the_first(tree: Path) -> None:
    done = run("review", tree, keys="y\nb\nn\nq\n")
    assert "Your answer so far: yes." in done.stdout
    assert [one["answer"] for one in decisions(tree)] == ["no"]


def test_one_key_answers_all_of_a_kind_on_a_page(tree: Path) -> None:
    (tree / "a.md").write_text(CAPTION_PAGE + CAPTION_PAGE.replace("草地", "湖边"), "utf-8")
    asked = run("review", "--list", "jsonl", tree / "a.md").stdout.splitlines()
    run("review", tree / "a.md", keys="N\n")
    assert len(decisions(tree)) == len(asked) > 1


def test_a_change_is_refused_for_good(tree: Path) -> None:
    page = tree / "c.md"
    page.write_text(f"他说,明天再来看看,大家都同意。\n\n{BODY}\n", "utf-8")
    done = run("review", "--changes", "halfwidth-punctuation", page, keys="n\ny\n")
    assert "Keep this change?" in done.stdout
    assert cleaned(tree, "c.md").startswith("他说,明天再来看看，大家都同意。")
    page.write_text("新的第一段在前面。\n\n" + page.read_text("utf-8"), "utf-8")
    assert "他说,明天再来看看，大家" in cleaned(tree, "c.md")


def test_all_commands_heed_the_decisions(tree: Path, tmp_path: Path) -> None:
    page = tree / "c.md"
    page.write_text(f"他说,明天再来。\n\n{BODY}\n", "utf-8")
    assert run("--check", page).returncode == 1
    run("review", "--changes", "--", page, keys="n\n")
    assert run("--check", page).returncode == 0
    assert run("diff", page).returncode == 0
    assert run("explain", page).stdout == ""
    file = tree / "jmclean.decisions.jsonl"
    assert run("--decisions", file, "-", keys=page.read_text("utf-8")).stdout == page.read_text("utf-8")


def test_corpora_heed_them_too(tree: Path) -> None:
    pytest.importorskip("pyarrow")
    page = tree / "c.md"
    page.write_text(f"他说,明天再来。\n\n{BODY}\n", "utf-8")
    run("review", "--changes", "--", page, keys="n\n")
    rows = [{"text": page.read_text("utf-8")}, {"text": f"她说,明天再来。\n\n{BODY}\n"}]
    (tree / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = run("corpus", tree / "rows.jsonl", tree / "out")
    assert done.returncode == 0
    out = [json.loads(line)["text"] for line in (tree / "out" / "rows.jsonl").read_text("utf-8").splitlines()]
    assert out == [rows[0]["text"], rows[1]["text"].replace(",", "，")]


def test_a_page_in_another_encoding_is_asked_about_and_heeded(tree: Path) -> None:
    page = tree / "c.md"
    page.write_bytes(f"他说,明天再来。\n\n{BODY}\n".encode("gb18030"))
    run("review", "--changes", "--", page, keys="n\n")
    assert "他说,明天再来" in cleaned(tree, "c.md")


def test_resume_does_again_only_the_pages_whose_decisions_changed(tree: Path) -> None:
    page = tree / "c.md"
    page.write_text(f"他说,明天再来。\n\n{BODY}\n", "utf-8")
    out = tree.parent / "out"
    again = ("-o", out, "--resume", tree)
    run("-o", out, tree)
    assert "3 done before" in run(*again).stderr
    run("review", "--decisions", tree / "jmclean.decisions.jsonl", "--changes", "--", page, keys="n\n")
    done = run(*again)
    assert "2 done before" in done.stderr
    assert "他说,明天再来" in (out / "c.md").read_text("utf-8")
    assert "3 done before" in run(*again).stderr


def test_the_summary_says_how_many_were_used_and_which_have_lost_their_place(tree: Path) -> None:
    run("review", tree, keys="n\nn\n")
    (tree / "a.md").write_text(CAPTION_PAGE.replace("放风筝", "做游戏"), "utf-8")
    said = run("-o", tree / "out", tree).stderr
    assert "1 decision used, 1 without a place any more" in said
    assert f"{tree / 'a.md'}: captions: '孩子们在公园的草地上放风筝。'" in said


@pytest.mark.parametrize("form", ["text", "jsonl", "csv"])
def test_a_list_is_filled_in_and_read_back(tree: Path, form: str) -> None:
    listed = run("review", "--list", form, tree).stdout
    file = tree.parent / f"{tree.name}.list"
    if form == "text":
        listed = listed.replace("answer:  #", "answer: yes  #", 1).replace("answer:  #", "answer: 否 #", 1)
    elif form == "jsonl":
        listed = listed.replace('"answer": ""', '"answer": "yes"', 1).replace('"answer": ""', '"answer": "no"', 1)
    else:
        head, *rows = csv.reader(listed.lstrip("\ufeff").splitlines())
        rows = [[answer, *row[1:]] for answer, row in zip(("YES", "n"), rows, strict=True)]
        listed = "\n".join(";".join(row) for row in (head, *rows))
    file.write_bytes(listed.encode("gb18030" if form == "csv" else "utf-8"))
    done = run("review", "--answers", file, tree)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("2 answers kept in ")
    assert sorted(str(one["answer"]) for one in decisions(tree)) == ["no", "yes"]
    assert run("review", "--list", form, tree).stdout.count("#") + 1 < listed.count("#") or form != "text"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"id": "0123456789ab", "answer": "perhaps"}\n', "There is no answer 'perhaps'"),
        ('{"id": 3}\n', "it has no 'answer'"),
        ("{nonsense\n", "This is not a list"),
        ("a,b\n1,2\n", "it has no 'id'"),
        ("# x\nanswer: yes\n", "the id behind the answer"),
    ],
)
def test_a_broken_list_is_an_error_and_keeps_nothing(tree: Path, text: str, message: str) -> None:
    file = tree / "answers"
    file.write_text(text, "utf-8")
    done = run("review", "--answers", file, tree)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tree / "jmclean.decisions.jsonl").exists()


def test_a_broken_file_of_decisions_stops_every_command_before_anything_is_written(tree: Path) -> None:
    file = tree / "jmclean.decisions.jsonl"
    file.write_text('{"jmclean-decisions": 1}\n<<<<<<< HEAD\n', "utf-8")
    commands: tuple[list[str | Path], ...] = (
        ["-i", tree],
        ["diff", tree],
        ["explain", tree],
        ["review", tree],
        ["-o", tree / "out", tree],
    )
    for arguments in commands:
        done = run(*arguments)
        assert done.returncode == 2
        assert "jmclean.decisions.jsonl:2: This line is not a decision" in done.stderr
    assert file.read_text("utf-8").endswith("<<<<<<< HEAD\n")
    assert (tree / "a.md").read_text("utf-8") == CAPTION_PAGE
    assert not (tree / "out").exists()


def test_the_summary_and_the_report_count_what_review_asks_about(tree: Path) -> None:
    report = tree.parent / "report.json"
    done = run("-o", tree.parent / "out", "--report", report, tree)
    assert "2 doubtful places left as they were; -v names them, `jmclean review` asks about each" in done.stderr
    files = json.loads(report.read_text("utf-8"))["files"]
    assert [(Path(file["file"]).name, len(file["places"]), file["encoding"]) for file in files] == [
        ("a.md", 1, "utf-8"),
        ("二.md", 1, "utf-8"),
    ]
    assert all(file["shape"].startswith("blocks") for file in files)
    assert all(place["line"] and place["message"] for file in files for place in file["places"])


def test_the_summary_of_one_doubtful_place_is_in_the_singular(tree: Path) -> None:
    said = run("-o", tree.parent / "out", tree / "a.md").stderr
    assert "1 doubtful place left as it was; -v names it, `jmclean review` asks about it\n" in said


def test_the_keys_are_explained_once_before_the_first_question(tree: Path) -> None:
    shown = run("review", tree, keys="n\nn\n").stdout
    assert shown.startswith("Keys: y yes, n no, l later, b back, q quit; ? explains all.\n\n1/2")
    assert shown.count("Keys:") == 1


def test_reasons_are_broken_between_words(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reasons(width: str) -> tuple[int, str]:
        monkeypatch.setenv("COLUMNS", width)
        lines = run("review", tree / "b", keys="q\n").stdout.splitlines()
        found = lines[next(at for at, line in enumerate(lines) if line.startswith("For: ")) : -1]
        return max(map(len, found)), " ".join(found)

    assert reasons("40")[0] <= 40
    assert reasons("40")[1] == reasons("400")[1]


def test_what_cannot_be_reviewed_is_said(tree: Path) -> None:
    assert "Name a PATH" in run("review").stderr
    assert "Standard input has no name" in run("review", "-").stderr
    assert "There is no list 'pdf'" in run("review", "--list", "pdf", tree).stderr
    assert "Did you mean 'captions'?" in run("review", "--changes", "caption", tree).stderr


def test_on_a_terminal_a_key_is_enough_and_colours_show_the_change(tree: Path) -> None:
    code, shown = on_terminal([*JMCLEAN, "review", "--list", tree], ("stdout",))
    assert code == 0
    assert b"[-" in shown


def test_no_line_is_wider_than_the_terminal(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "60")
    done = run("review", tree, keys="?\nq\n")
    assert max(map(cell_len, done.stdout.splitlines())) <= 60
