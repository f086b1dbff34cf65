"""A folder of pages as a user cleans it: every kind of file at once, in several processes, stopped and gone on with."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from jmclean.io.atomic import TEMPORARY
from jmclean.runs.collisions import Survey
from jmclean.runs.page_task import STATE_FILE, Outcome, PageTask, Work
from jmclean.runs.progress import FIRST_LINE, Log, format_time_left
from jmclean.runs.resume import State
from jmclean.runs.summary import Summary
from jmclean.runs.workers import CHUNK, PagePool, _cut_chunks
from jmclean.settings.run_settings import Settings
from tests.terminal import on_terminal, settled

COMMAND = [sys.executable, "-m", "jmclean"]
SAMPLE = (Path(__file__).parent.parent / "samples/dumps/city-page.txt").read_text("utf-8")
DIRTY = "# 市立图书馆\n\n\n\n市民在馆内看书,孩子们排队借书。   \n"
TIDY = "# 市立图书馆\n\n市民在馆内看书，孩子们排队借书。\n"
is_linux = sys.platform == "linux"


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, timeout=100, cwd=cwd, text=True)
    assert "Traceback" not in done.stderr
    done.stderr = settled(done.stderr)
    return done


@contextmanager
def started(*arguments: str | Path, command: Sequence[str | Path] = COMMAND) -> Iterator[subprocess.Popen[str]]:
    """A process that goes on while it is looked at, and is gone afterwards with all that it started."""
    process = subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a Ctrl-C is for all processes of a terminal
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def written(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != STATE_FILE
    }


def wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Nested folders, names with blanks and Chinese, three encodings, a broken file, an empty one, one that is none."""
    folder = tmp_path / "dumps"
    (folder / "江门 日报/1998年/第 3 版").mkdir(parents=True)
    (folder / "empty folder").mkdir()
    (folder / "a.txt").write_text(DIRTY, "utf-8")
    (folder / "江门 日报/b 页.txt").write_bytes((DIRTY * 3).encode("gb18030"))
    (folder / "江门 日报/1998年/c.md").write_bytes((DIRTY * 3).encode("utf-16"))
    (folder / "江门 日报/1998年/第 3 版/d.text").write_bytes((DIRTY * 3).replace("\n", "\r\n").encode())
    (folder / "empty.md").touch()
    (folder / "tidy.md").write_text(TIDY, "utf-8")
    (folder / "broken.txt").write_bytes(DIRTY.encode()[:40] + b"\xff\xff" + DIRTY.encode()[40:] * 3)
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "picture.png").write_bytes(b"\x89PNG\0")
    return folder


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder that takes some seconds."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.txt").write_text(SAMPLE * 10, "utf-8")
    return folder


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_kind_of_file_at_once(jobs: str, tree: Path, tmp_path: Path) -> None:
    (tree / "big.txt").write_text(SAMPLE * 160, "utf-8")
    done = run(tree, "-o", tmp_path / "clean", "-j", jobs, "--report", tmp_path / "r.json")
    assert (done.returncode, done.stdout) == (3, "")
    first, second, *rules = done.stderr.splitlines()
    assert first.startswith(f"{tree}/broken.txt: Byte 40, in the character that begins at byte 39 (line 5),")
    assert re.fullmatch(r"8 files: 5 changed, 2 unchanged, 1 failed \(\d+\.\d s, \d+\.\d MB/s\)", second)
    assert {line.split()[1] for line in rules} >= {"halfwidth-punctuation", "blank-lines", "captions"}
    out = written(tmp_path / "clean")
    big = out.pop("big.md")
    three = "\n".join([TIDY] * 3)
    assert out == {
        "a.md": TIDY,
        "empty.md": "",
        "tidy.md": TIDY,
        "江门 日报/b 页.md": three,
        "江门 日报/1998年/c.md": three,
        "江门 日报/1998年/第 3 版/d.md": three.replace("\n", "\n"),
    }
    assert big.count("# 老码头变身城市客厅") == 160

    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    sums = report["summary"]
    assert [sums[key] for key in ("files", "changed", "unchanged", "skipped", "failed")] == [8, 5, 2, 0, 1]
    assert sums["bytes"] > 300_000
    by_name = {Path(entry["file"]).name: entry for entry in report["files"]}
    assert len(by_name) == 8
    assert by_name["broken.txt"]["result"] == "failed"
    assert "Byte 40" in by_name["broken.txt"]["error"]
    assert by_name["a.txt"]["changes"]["halfwidth-punctuation"] == 1
    totals: dict[str, int] = {}
    for entry in report["files"]:
        for rule, count in entry.get("changes", {}).items():
            totals[rule] = totals.get(rule, 0) + count
    assert totals == sums["changes"]


def test_quiet_tells_of_errors_alone(tree: Path, tmp_path: Path) -> None:
    assert run(tree, "-q", "-o", tmp_path / "clean").stderr.count("\n") == 1
    (tree / "broken.txt").unlink()
    assert run(tree, "-q", "-o", tmp_path / "clean").stderr == ""


def test_nothing_is_written_where_two_pages_meet(tree: Path, tmp_path: Path) -> None:
    (tree / "a.md").write_text(DIRTY, "utf-8")
    done = run(tree, "-o", tmp_path / "clean", "--journal", tmp_path / "j", "--report", tmp_path / "r.json")
    assert done.returncode == 2
    assert f"{tree}/a.md and {tree}/a.txt would be one file in" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dumps"]


def test_patterns_and_ignore_files_choose(tree: Path, tmp_path: Path) -> None:
    (tree / ".jmcleanignore").write_text("broken.*\n")
    assert run(tree, "-o", tmp_path / "1", "--exclude", "江门 日报/").returncode == 0
    assert list(written(tmp_path / "1")) == ["a.md", "empty.md", "tidy.md"]
    assert run(tree, "-o", tmp_path / "2", "--include", "1998年/", "--include", "a.*").returncode == 0
    assert list(written(tmp_path / "2")) == ["a.md", "江门 日报/1998年/c.md", "江门 日报/1998年/第 3 版/d.md"]


@pytest.mark.skipif(not hasattr(os, "setuid") or os.geteuid() != 0, reason="only root may become another user")
def test_what_may_not_be_read_or_written_is_named() -> None:
    """Root may do everything, so the run is another user's, who gets all modules before he loses the way to them."""
    program = (
        "import difflib, importlib, os, pkgutil, jmclean\n"
        "for module in pkgutil.walk_packages(jmclean.__path__, 'jmclean.', onerror=print):\n"
        "    if '__main__' not in module.name and '.corpus' not in module.name:\n"
        "        importlib.import_module(module.name)\n"
        "jmclean.clean('这是資料。他说:好。')\n"
        "os.setuid(65534); jmclean.cli.main()"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, mode in ((folder, 0o755), (folder / "in", 0o755), (folder / "shut", 0o555), (folder / "free", 0o777)):
            path.mkdir(exist_ok=True)
            path.chmod(mode)
        for page in ("a", "b", "c"):
            (folder / f"in/{page}.txt").write_text(DIRTY, "utf-8")
        (folder / "in/a.txt").chmod(0)
        (folder / "in/locked").mkdir(mode=0)
        for out, unwritten in (("shut", 2), ("free", 0)):
            done = subprocess.run(
                [sys.executable, "-c", program, folder / "in", "-o", folder / out],
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert done.returncode == 3
            assert f"{folder}/in/a.txt: It may not be read. Change its permissions" in done.stderr
            assert f"{folder}/in/locked: The folder may not be read: Permission denied." in done.stderr
            assert done.stderr.count("may not be written to. Change the permissions") == unwritten
            assert f"{2 - unwritten} changed, 0 unchanged, {2 + unwritten} failed" in done.stderr
        assert list((folder / "shut").iterdir()) == []
        assert written(folder / "free") == {"b.md": TIDY, "c.md": TIDY}


def test_a_file_in_place_of_a_folder_is_named(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(tree, "-o", tmp_path / "file")
    assert (done.returncode, done.stderr) == (2, f"jmclean: {tmp_path}/file is no folder. Name one with -o DIR.\n")
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean/江门 日报").touch()
    done = run(tree, "-o", tmp_path / "clean")
    assert done.returncode == 3
    assert done.stderr.count("could not be written: ") == 3
    assert (tmp_path / "clean/a.md").read_text("utf-8") == TIDY


def test_a_link_out_of_the_output_folder_is_not_followed(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "clean/江门 日报").symlink_to(tmp_path / "elsewhere")
    done = run(tree, "-o", tmp_path / "clean")
    assert done.returncode == 3
    assert done.stderr.count("is a link that leads out of") == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []


# go on where an earlier run stopped


def results(path: Path) -> dict[str, str]:
    return {Path(entry["file"]).name: entry["result"] for entry in json.loads(path.read_text("utf-8"))["files"]}


def test_resume_passes_over_what_is_done_and_nothing_else(tree: Path, tmp_path: Path) -> None:
    def again(*arguments: str) -> set[str]:
        run(tree, "-o", tmp_path / "clean", "--resume", "--report", tmp_path / "r.json", *arguments)
        found = results(tmp_path / "r.json")
        assert found.pop("broken.txt") == "failed"
        assert set(found.values()) <= {"skipped", "changed", "unchanged"}
        return {name for name, result in found.items() if result != "skipped"}

    every = {"a.txt", "b 页.txt", "c.md", "d.text", "empty.md", "tidy.md"}
    assert again() == every
    before = written(tmp_path / "clean")
    assert again() == set()
    assert again("--captions", "keep") == every
    assert again() == every
    (tree / "a.txt").write_text(DIRTY + "新的一行\n", "utf-8")
    (tmp_path / "clean/tidy.md").write_text("换了\n", "utf-8")
    (tmp_path / "clean/empty.md").unlink()
    assert again("--overwrite") == {"a.txt", "tidy.md", "empty.md"}
    (tree / "a.txt").write_text(DIRTY, "utf-8")
    assert again() == {"a.txt"}
    assert written(tmp_path / "clean") == before
    (tmp_path / "clean" / STATE_FILE).write_bytes(b"no database" * 100)
    assert again() == every
    assert again() == set()


def test_the_state_names_hashes_and_another_version_does_not_hold(tmp_path: Path, monkeypatch: Any) -> None:
    state = State(str(tmp_path), Settings(), False)
    state.keep(str(tmp_path / "a/b.md"), "b.txt", (b"1", b"2"))
    state.close()
    assert State(str(tmp_path), Settings(), False).find_hashes(str(tmp_path / "a/b.md"), "b.txt") == (b"1", b"2")
    assert State(str(tmp_path), Settings(encoding="gbk"), False).find_hashes(str(tmp_path / "a/b.md"), "b.txt") is None
    assert State(str(tmp_path), Settings(), True).find_hashes(str(tmp_path / "a/b.md"), "b.txt") is None
    monkeypatch.setattr("jmclean.runs.resume.VERSION", "99")
    assert State(str(tmp_path), Settings(), False).find_hashes(str(tmp_path / "a/b.md"), "b.txt") is None


def test_in_place_keeps_no_state_but_where_it_is_asked_for(tree: Path) -> None:
    run("-i", tree)
    assert not (tree / STATE_FILE).exists()
    assert "done before" not in run("-i", "--resume", tree).stderr
    assert "6 done before" in run("-i", "--resume", tree).stderr


STUCK = """
import sys, time
from pathlib import Path
from jmclean import cli
from jmclean.runs import page_task, workers

def begin(task, given):
    if task.name.endswith("030.txt"):
        reached.touch()
        while reached.exists():
            time.sleep(0.01)
    return begin_page(task, given)

reached = Path(sys.argv.pop(1))
begin_page = page_task.begin
page_task.begin = workers.begin = begin
cli.main()
"""
"""`jmclean`, which comes to no end with one page of a folder till a file is removed that it makes then: so it is in
the midst of a page when it is stopped, whatever else the machine does."""


@pytest.mark.skipif(not is_linux, reason="Ctrl-C is sent to a group of processes")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_in_the_midst_of_a_page_and_a_second_run_goes_on(jobs: str, many: Path, tmp_path: Path) -> None:
    out, reached = tmp_path / "clean", tmp_path / "reached"
    program = (sys.executable, "-c", STUCK, reached)
    talk = ("--report", tmp_path / "r.json", "--journal", tmp_path / "j")
    with started(many, "-o", out, "-j", jobs, *talk, command=program) as process:
        wait_for(lambda: reached.exists() and len(list(out.glob("*.md"))) > 5)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    done = written(out)
    told = re.fullmatch(
        rf"jmclean: Interrupted. (\d+) files: \d+ changed, 0 unchanged, 0 failed of 60; {out}/\d+.md was the last "
        "to be written. Run it again with --resume to do the rest.\n",
        settled(err),
    )
    assert told, err
    assert 5 < len(done) < 60
    assert int(told[1]) <= len(done) <= int(told[1]) + int(jobs)  # a page a process may be written and not yet told
    assert {path.suffix for path in out.iterdir() if path.name != STATE_FILE} == {".md"}
    wanted = subprocess.run([*COMMAND, many / "000.txt"], capture_output=True).stdout.decode()
    assert set(done.values()) == {wanted}
    assert all(json.loads(line)["source"] for line in (tmp_path / "j").read_text("utf-8").splitlines())
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["summary"]["interrupted"]

    second = run(many, "-o", out, "--resume", "--journal", tmp_path / "j")
    assert second.returncode == 0
    assert int(re.findall(r"(\d+) done before", second.stderr)[0]) >= int(told[1])
    assert len(written(out)) == 60


# processes


@pytest.mark.skipif(not is_linux, reason="a page is made to kill its process by a forked one")
def test_a_process_that_dies_costs_its_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fatal(task: PageTask, _: Work) -> tuple[Outcome, None]:
        (tmp_path / f"{TEMPORARY}{os.getpid()}-{int(task.name):08x}").touch()
        if task.source in ("7", "8", "99"):
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome(task, changed=True), None

    def finish(outcome: Outcome, _: None) -> Outcome:
        (tmp_path / f"{TEMPORARY}{os.getpid()}-{int(outcome.task.name):08x}").unlink()
        return outcome

    monkeypatch.setattr("jmclean.runs.workers.begin", fatal)
    monkeypatch.setattr("jmclean.runs.workers.finish", finish)
    tasks = [PageTask(str(number), str(tmp_path / f"{number}.md"), 20_000) for number in range(100)]
    outcomes = [outcome for outcome in PagePool(Work(Settings()), 3, 2_200_000).run(tasks) if outcome]
    assert sorted(int(outcome.task.name) for outcome in outcomes) == list(range(100))
    failed = {outcome.task.name: outcome.error for outcome in outcomes if outcome.error}
    assert set(failed) == {"7", "8", "99"}
    assert "died (killed by signal 9)" in failed["7"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not is_linux, reason="the pages of a forked process are made to wait")
def test_no_page_waits_behind_one_that_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(task: PageTask, _: Work) -> tuple[Outcome, None]:
        if task.size > CHUNK:
            wait_for(lambda: len(list(tmp_path.iterdir())) == 50)
        else:
            (tmp_path / task.name).touch()
        return Outcome(task), None

    monkeypatch.setattr("jmclean.runs.workers.begin", slow)
    tasks = [PageTask("large", size=2 * CHUNK), *(PageTask(str(number), size=100) for number in range(50))]
    outcomes = [outcome for outcome in PagePool(Work(Settings()), 2, 600_000).run(tasks) if outcome]
    assert len(outcomes) == 51


def test_processes_get_less_at_a_time_towards_the_end() -> None:
    tasks = [PageTask(str(number), size=18_000) for number in range(100)]
    chunks = list(_cut_chunks(iter(tasks), 2, 2_000_000))
    sizes = [len(chunk) for chunk in chunks]
    assert [task for chunk in chunks for task in chunk] == tasks
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-4:]) == (10, [1] * 4)
    assert sum(map(len, _cut_chunks(iter(tasks), 2, 0))) == 100  # pages that have come since they were counted


ROOM_FOR_ONE = """
import os, sys
from multiprocessing.process import BaseProcess
from jmclean import cli

def start(self):
    if os.path.exists(first):
        raise OSError(11, "Resource temporarily unavailable")
    begin(self)
    with open(first, "w") as file:
        file.write(str(self.pid))

first = sys.argv.pop(1)
begin, BaseProcess.start = BaseProcess.start, start
cli.run()
"""
"""`jmclean` on a system that has room for one further process and no second one."""


@pytest.mark.skipif(not is_linux, reason="processes are looked at in /proc")
def test_no_process_is_left_where_another_cannot_be_started(many: Path, tmp_path: Path) -> None:
    first, told = tmp_path / "first", tmp_path / "told"
    program = (sys.executable, "-c", ROOM_FOR_ONE, first, many, "-o", tmp_path / "clean", "-j", "2")
    with told.open("w") as file:  # of a pipe the end would only be seen when all have closed it
        done = subprocess.run(program, stderr=file, timeout=60)
    assert done.returncode == 3
    assert "No further process could be started: Resource temporarily unavailable. Use fewer" in told.read_text()
    assert not is_alive(first.read_text())
    assert {path.suffix for path in (tmp_path / "clean").glob("*") if path.name != STATE_FILE} <= {".md"}


@pytest.mark.skipif(not is_linux, reason="processes are looked at in /proc")
def test_processes_end_when_the_first_is_killed(many: Path, tmp_path: Path) -> None:
    reached = tmp_path / "reached"
    program = (sys.executable, "-c", STUCK, reached)
    with started(many, "-o", tmp_path / "clean", "-j", "2", command=program) as process:
        wait_for(reached.exists)
        pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.kill()
        reached.unlink()
        assert pids
        wait_for(lambda: not any(is_alive(pid) for pid in pids))


def is_alive(pid: str) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_files_that_do_not_change_are_not_written(tree: Path) -> None:
    run("-i", tree, "-j", "2")
    before = {path: path.stat().st_mtime_ns for path in tree.rglob("*") if path.is_file()}
    run("-i", tree, "-j", "2")
    assert before == {path: path.stat().st_mtime_ns for path in tree.rglob("*") if path.is_file()}


# talk


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: clock)
    lines: list[str] = []
    report = Summary()
    log = Log(Survey(10_000, 1_000_000), lines.append)
    log.show(report, "a.txt")
    assert lines == []
    clock += FIRST_LINE
    for _ in range(100):
        report.add(Outcome(PageTask("x"), changed=True, size=1000))
    log.show(report, "b.txt")
    log.show(report, "c.txt")
    assert lines == ["100 of 10,000 files, 10 files/s  0.0 MB/s, 1:31 left, at b.txt"]


def test_time_left_is_told_by_size() -> None:
    report = Summary()
    assert format_time_left(report, Survey(2, 10)) == "-:--"
    report.began -= 3600
    report.add(Outcome(PageTask("x"), size=99))
    assert format_time_left(report, Survey(2, 398)) == "3:00:00"


def test_a_bar_on_a_terminal_is_gone_at_the_end(many: Path, tmp_path: Path) -> None:
    for path in many.iterdir():
        path.rename(many / f"[b]:smile:{path.name}")
    (many / "000.txt").write_bytes(b"\xff" * 100)
    wide = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    code, shown = on_terminal([*COMMAND, many, "-o", tmp_path / "clean", "-j1"], ("stderr",), wide)
    text = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown.decode())
    assert code == 3
    assert re.search(r"\d+/61.*files/s.*MB/s.*\d:\d\d left", text)
    assert "[b]:smile:0" in text
    assert f"{many}/000.txt: " in text
    assert text.rstrip().splitlines()[-1].split()[1] == "halfwidth-punctuation"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_not_rewritten_in_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    done = run("-i", tmp_path / "pipe.txt")
    assert done.returncode == 2
    assert "cannot be rewritten" in done.stderr


def test_a_report_replaces_no_other_file(tmp_path: Path) -> None:
    page, journal, notes = tmp_path / "page.txt", tmp_path / "j.jsonl", tmp_path / "notes.md"
    page.write_text("市民出门赏灯,很高兴.\n", "utf-8")
    notes.write_text("人工笔记\n", "utf-8")
    assert run(page, "-o", tmp_path / "out", "--journal", journal).returncode == 0
    for report, more in ((page, ()), (notes, ()), (journal, ()), (tmp_path / "new", ("--journal", tmp_path / "new"))):
        before = report.read_bytes() if report.exists() else None
        done = run(page, "-o", tmp_path / "out", "--report", report, *more)
        assert done.returncode == 2
        assert "Name" in done.stderr
        assert (report.read_bytes() if report.exists() else None) == before
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert run(page, "-o", tmp_path / "out", "--report", tmp_path / "pipe").returncode == 2
    for _ in range(2):  # its own it replaces
        assert run(page, "-o", tmp_path / "out", "--report", tmp_path / "r.json").returncode == 0
