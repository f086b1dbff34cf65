"""`jmclean undo` as a user runs it: what comes back, what is refused, and what is never touched."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples" / "dumps"
COMMAND = [sys.executable, "-m", "jmclean"]
DIRTY = "# 市立图书馆\n\n\n\n市民在馆内看书,孩子们排队借书。   \n"


def run(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, timeout=60, cwd=folder)
    assert b"Traceback" not in done.stderr
    return done


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder of pages in three encodings."""
    (tmp_path / "in/旧 刊").mkdir(parents=True)
    text = DIRTY * 3
    (tmp_path / "in/a.txt").write_bytes(text.encode())
    (tmp_path / "in/旧 刊/b.text").write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    (tmp_path / "in/旧 刊/c.md").write_bytes(text.encode("utf-16"))
    (tmp_path / "in/clean.md").write_bytes("已经干净。\n".encode())
    return tmp_path


def pages(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name[0] != "."
    }


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_pipe_comes_back(path: Path, tmp_path: Path) -> None:
    source = path.read_bytes()
    cleaned = run(tmp_path, "--journal", "j.jsonl", stdin=source)
    assert run(tmp_path, "undo", "--journal", "j.jsonl", "-", stdin=cleaned.stdout).stdout == source
    (tmp_path / "out.md").write_bytes(cleaned.stdout)
    assert run(tmp_path, "undo", "out.md", "--journal", "j.jsonl").stdout == source
    assert (tmp_path / "out.md").read_bytes() == cleaned.stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_comes_back_under_its_names(tree: Path, jobs: str) -> None:
    for number in range(12):
        (tree / f"in/more-{number}.txt").write_bytes((SAMPLES / "city-page.txt").read_bytes() * 20)
    before = pages(tree / "in")
    done = run(tree, "in", "-o", "out", "--journal", "j.jsonl", "-j", jobs)
    assert done.returncode == 0
    assert len((tree / "j.jsonl").read_text("utf-8").splitlines()) == len(before)
    assert pages(tree / "in") == before
    assert run(tree, "undo", "out", "-o", "back", "--journal", "j.jsonl").stderr == b"16 undone, 0 failed\n"
    assert pages(tree / "back") == before
    assert run(tree, "undo", "-q", "-i", "out", "--journal", "j.jsonl").stderr == b""
    assert sorted(pages(tree / "out").values()) == sorted(before.values())


def test_in_place_and_back(tree: Path) -> None:
    before = pages(tree / "in")
    assert run(tree, "-i", "in", "--journal", "j.jsonl", "--output-encoding", "same").returncode == 0
    after = pages(tree / "in")
    assert [name for name in before if before[name] == after[name]] == ["clean.md"]
    assert run(tree, "-i", "in", "--journal", "j.jsonl", "--output-encoding", "same").returncode == 0
    assert run(tree, "undo", "-i", "in", "--journal", "j.jsonl").returncode == 0
    assert pages(tree / "in") == before


EDITABLE = "昨日,新馆开门.\n\n图为新馆。（张三 摄）\n\n孩子们,都来了。\n\n他们说,很高兴。\n"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_in_a_file_that_was_edited_what_nobody_touched_is_restored(tree: Path) -> None:
    before = pages(tree / "in")
    run(tree, "-i", "in", "--journal", "j.jsonl")
    (tree / "in/a.txt").write_bytes((tree / "in/a.txt").read_bytes() + "编者按\n".encode())
    done = run(tree, "undo", "-i", "in", "--journal", "j.jsonl")
    assert (done.returncode, done.stderr.decode()) == (0, "4 undone, 0 failed\n")
    assert pages(tree / "in") == {**before, "a.txt": before["a.txt"] + "编者按\n".encode()}


def test_a_line_that_a_person_edited_stays_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(EDITABLE, "utf-8")
    run(tmp_path, "-i", "page.md", "--journal", "j")
    edit(tmp_path / "page.md", "孩子们，都来了", "孩子们，全来了")
    done = run(tmp_path, "undo", "-i", "page.md", "--journal", "j")
    said = done.stderr.decode()
    assert done.returncode == 3
    assert "page.md:3: edited since, and stays as it is, with what halfwidth-punctuation did there" in said
    assert "1 undone, 1 of them in part, 0 failed" in said
    assert (tmp_path / "page.md").read_text("utf-8") == EDITABLE.replace("孩子们,都来了", "孩子们，全来了")


def test_lines_that_were_added_and_taken_out_hold_nothing_but_what_stood_there(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(EDITABLE, "utf-8")
    run(tmp_path, "-i", "page.md", "--journal", "j")
    edit(tmp_path / "page.md", "他们说，很高兴。\n", "编者按：见第二版。\n")
    done = run(tmp_path, "undo", "page.md", "--journal", "j")
    assert done.stdout.decode() == EDITABLE.replace("他们说,很高兴。", "编者按：见第二版。")


def test_one_rule_is_taken_back_in_a_file_that_was_edited(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(EDITABLE, "utf-8")
    run(tmp_path, "-i", "page.md", "--journal", "j")
    edit(tmp_path / "page.md", "很高兴", "真高兴")
    done = run(tmp_path, "undo", "page.md", "--only", "captions", "--journal", "j")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "图为新馆。（张三 摄）\n\n孩子们，都来了。\n\n他们说，真高兴。" in done.stdout.decode()


def test_a_file_that_was_edited_is_left_where_nothing_can_be_undone(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("他们说,很高兴。\n", "utf-8")
    run(tmp_path, "-i", "page.md", "--journal", "j")
    edit(tmp_path / "page.md", "很高兴", "真高兴")
    done = run(tmp_path, "undo", "-i", "page.md", "--journal", "j")
    assert done.returncode == 3
    assert "everywhere that something could be undone. It is left as it is." in done.stderr.decode()
    old = [json.loads(line) for line in (tmp_path / "j").read_text("utf-8").splitlines()]
    (tmp_path / "j").write_text("".join(json.dumps({**line, "lines": ""}) + "\n" for line in old), "utf-8")
    assert "It was edited since" in run(tmp_path, "undo", "page.md", "--journal", "j").stderr.decode()


def test_a_page_is_found_by_its_text_where_it_was_moved(tree: Path) -> None:
    source = (tree / "in/a.txt").read_bytes()
    run(tree, "in/a.txt", "-o", "out", "--journal", "j.jsonl")
    (tree / "out/a.md").rename(tree / "moved.md")
    assert run(tree, "undo", "moved.md", "--journal", "j.jsonl").stdout == source


def test_two_pages_that_became_the_same_are_told_apart_by_their_path(tree: Path) -> None:
    (tree / "in/2.txt").write_text(DIRTY.replace(",", "，"), "utf-8", newline="")
    (tree / "in/1.txt").write_text(DIRTY, "utf-8", newline="")
    run(tree, "in/1.txt", "in/2.txt", "-o", "out", "--journal", "j.jsonl")
    assert (tree / "out/1.md").read_bytes() == (tree / "out/2.md").read_bytes()
    for number in "12":
        undone = run(tree, "undo", f"out/{number}.md", "--journal", "j.jsonl")
        assert undone.stdout == (tree / f"in/{number}.txt").read_bytes()
    shutil.copy(tree / "out/1.md", tree / "copy.md")
    done = run(tree, "undo", "copy.md", "--journal", "j.jsonl")
    assert (done.returncode, done.stdout) == (3, b"")
    assert "2 different pages of j.jsonl became this text" in done.stderr.decode()


def test_a_journal_names_no_file_that_is_written(tree: Path) -> None:
    run(tree, "in/a.txt", "-o", "out", "--journal", "j.jsonl")
    line = json.loads((tree / "j.jsonl").read_text("utf-8"))
    line["source"], line["output"] = "../../etc/evil.txt", "/etc/evil.md"
    (tree / "j.jsonl").write_text(json.dumps(line) + "\n")
    assert run(tree, "undo", "out/a.md", "-o", "back", "--journal", "j.jsonl").returncode == 0
    assert pages(tree / "back") == {"a.txt": (tree / "in/a.txt").read_bytes()}
    line["source"] = "x.txt/../../../evil"
    (tree / "j.jsonl").write_text(json.dumps(line) + "\n")
    assert run(tree, "undo", "out/a.md", "-o", "back2", "--journal", "j.jsonl").returncode == 0
    assert list(pages(tree / "back2")) == ["a.md"]


def test_one_rule_is_taken_back_and_then_the_rest(tree: Path) -> None:
    source = (SAMPLES / "city-page.txt").read_bytes()
    (tree / "page.md").write_bytes(source)
    run(tree, "-i", "page.md", "--journal", "j.jsonl")
    cleaned = (tree / "page.md").read_bytes().decode()
    only = run(tree, "undo", "page.md", "--journal", "j.jsonl", "--only", "mixed-script").stdout.decode()
    assert "開" not in cleaned
    assert only.replace("開", "开") != only
    assert len(only) == len(cleaned)

    for rule in ("mixed-script", "halfwidth-punctuation"):
        assert run(tree, "undo", "-i", "page.md", "--journal", "j.jsonl", "--only", rule).returncode == 0
    skipped = run(tree, "--skip", "mixed-script,halfwidth-punctuation", stdin=source).stdout
    assert (tree / "page.md").read_bytes() == skipped
    assert run(tree, "undo", "page.md", "--journal", "j.jsonl").stdout == source


def test_what_another_rule_went_on_from_stays_and_is_named(tree: Path) -> None:
    source = (SAMPLES / "city-page.txt").read_bytes()
    cleaned = run(tree, "--journal", "j.jsonl", stdin=source).stdout
    done = run(tree, "undo", "-", "--journal", "j.jsonl", "--only", "captions", stdin=cleaned)
    assert done.returncode == 0
    assert "<stdin>: line " in done.stderr.decode()
    assert "stays: split-paragraphs went on from it" in done.stderr.decode()
    both = run(tree, "undo", "-", "--journal", "j.jsonl", "--only", "captions,split-paragraphs", stdin=cleaned)
    assert both.stderr == b""
    assert "市民正在排队参观".encode() in both.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["in/a.txt"], 2, "Missing option '--journal'"),
        (["--journal", "j.jsonl"], 2, "Missing argument"),
        (["in", "--journal", "j.jsonl"], 2, "Add -o DIR or -i"),
        (["in/a.txt", "-i", "-o", "x", "--journal", "j.jsonl"], 2, "exclude each other"),
        (["-", "-i", "--journal", "j.jsonl"], 2, "Standard input"),
        (["in/a.txt", "--journal", "in/a.txt"], 2, "This is no journal"),
        (["in/a.txt", "--journal", "none"], 2, "The journal could not be read"),
        (["in/a.txt", "--journal", "j.jsonl", "--only", "caption"], 2, "Did you mean 'captions'"),
        (["in/none.txt", "--journal", "j.jsonl"], 3, "There is no such file"),
        (["in/clean.md", "--journal", "j.jsonl"], 3, "has no page that became this text"),
    ],
)
def test_an_error_says_what_is_wrong(arguments: list[str], code: int, message: str, tree: Path) -> None:
    run(tree, "in/a.txt", "-o", "out", "--journal", "j.jsonl")
    done = run(tree, "undo", *arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert message in done.stderr.decode()


DEPENDENT = "昨日,新的市立图\n\n图为市民在馆内看书。（张三 摄）\n\n书馆开门,孩子们说,很高兴.明天再来,大家都同意.\n"


def explained(folder: Path, name: str) -> dict[str, str]:
    lines = run(folder, "explain", name).stdout.decode().splitlines()
    return {line.split(": ")[0].partition(":")[2]: line for line in lines}


def test_one_change_is_undone_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(DEPENDENT, "utf-8")
    places = explained(tmp_path, "page.md")
    run(tmp_path, "-o", "out", "--journal", "j", "page.md")
    cleaned = (tmp_path / "out" / "page.md").read_text("utf-8")
    comma = next(place for place, line in places.items() if "halfwidth" in line and place.startswith("1:"))
    done = run(tmp_path, "undo", "--at", comma, "--journal", "j", "out/page.md")
    assert (done.returncode, done.stdout.decode()) == (0, cleaned.replace("昨日，", "昨日,"))
    join = next(place for place, line in places.items() if "split-paragraphs" in line)
    done = run(tmp_path, "undo", "--at", join, "--journal", "j", "out/page.md")
    assert "市立图\n\n书馆" in done.stdout.decode()
    for at, message in (("99:1", "There is no change at 99:1"), ("x", "There is no place 'x'")):
        assert message in run(tmp_path, "undo", "--at", at, "--journal", "j", "out/page.md").stderr.decode()


def test_what_holds_a_rule_back_is_named_and_taken_along_on_request(tmp_path: Path) -> None:
    page = "他说,明天再来，后天也来\n\n\n图为书馆。（张三 摄）\n\n\n\n他走了,好.\n"
    (tmp_path / "page.md").write_text(page, "utf-8")
    run(tmp_path, "-o", "out", "--journal", "j", "page.md")
    held = run(tmp_path, "undo", "--only", "captions", "--journal", "j", "out/page.md")
    taken = run(tmp_path, "undo", "--only", "captions", "--with-dependents", "--journal", "j", "out/page.md")
    assert "图为书馆" in taken.stdout.decode()
    assert taken.stderr == b""
    if "图为书馆" not in held.stdout.decode():
        assert b"--with-dependents undoes those too" in held.stderr
    wrong = run(tmp_path, "undo", "--with-dependents", "--journal", "j", "out/page.md")
    assert wrong.returncode == 2


def test_what_is_undone_for_good_is_not_done_again(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(DEPENDENT, "utf-8")
    places = explained(tmp_path, "page.md")
    comma = next(place for place, line in places.items() if "halfwidth" in line and place.startswith("1:"))
    join = next(place for place, line in places.items() if "split-paragraphs" in line)
    run(tmp_path, "-i", "page.md", "--journal", "j")
    done = run(tmp_path, "undo", "-i", "--at", comma, "--for-good", "--journal", "j", "page.md")
    assert "1 decision written to " in done.stderr.decode()
    undone = (tmp_path / "page.md").read_text("utf-8")
    assert undone.startswith("昨日,新的市立图书馆")
    assert b"1 decision used, 0 without a place" in run(tmp_path, "-i", "page.md").stderr
    assert (tmp_path / "page.md").read_text("utf-8") == undone

    (tmp_path / "page.md").write_text(DEPENDENT, "utf-8")
    (tmp_path / "jmclean.decisions.jsonl").unlink()
    run(tmp_path, "-i", "page.md", "--journal", "k")
    run(tmp_path, "undo", "-i", "--at", join, "--for-good", "--journal", "k", "page.md")
    assert "市立图\n\n书馆" in (tmp_path / "page.md").read_text("utf-8")
    run(tmp_path, "-i", "page.md")
    assert "市立图\n\n书馆" in (tmp_path / "page.md").read_text("utf-8")


def test_a_rule_undone_for_good_stays_undone_in_the_source_as_well(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/page.md").write_text(EDITABLE, "utf-8")
    run(tmp_path, "in", "-o", "out", "--journal", "j")
    undo = ("undo", "-i", "--only", "captions", "--journal", "j", "out/page.md")
    assert "so do their decisions. Name the file with --decisions" in run(tmp_path, *undo, "--for-good").stderr.decode()
    assert b"A later run makes these changes again; with --for-good" in run(tmp_path, *undo).stderr
    (tmp_path / "out/page.md").unlink()
    run(tmp_path, "in", "-o", "out", "--journal", "j")
    assert run(tmp_path, *undo, "--for-good", "--decisions", "in/jmclean.decisions.jsonl").returncode == 0
    assert "图为新馆" in run(tmp_path, "in/page.md").stdout.decode()
    assert run(tmp_path, "undo", "--for-good", "--journal", "j", "out/page.md").returncode == 2


def test_what_was_moved_comes_back_whole(tmp_path: Path) -> None:
    page = "昨日，新的市立图\n\n> 五月一日起开放\n\n书馆开门，孩子们很高兴。\n"
    (tmp_path / "page.md").write_text(page, "utf-8")
    run(tmp_path, "-i", "page.md", "--journal", "j")
    assert "市立图书馆开门" in (tmp_path / "page.md").read_text("utf-8")
    for place in explained(tmp_path, "page.md") or ("1:8", "3:9"):
        done = run(tmp_path, "undo", "--at", place, "--journal", "j", "page.md")
        assert done.returncode == 3 or done.stdout.decode() == page
    run(tmp_path, "undo", "-i", "--at", "1:8", "--for-good", "--journal", "j", "page.md")
    assert (tmp_path / "page.md").read_text("utf-8") == page
    run(tmp_path, "-i", "page.md")
    assert (tmp_path / "page.md").read_text("utf-8") == page
