"""The command line as a user runs it: a process with bytes in, bytes out, and an exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jmclean import Options, clean
from jmclean.commands import COMMANDS
from jmclean.commands.rules import read_manual
from jmclean.engine import is_compiled
from jmclean.rules import RULES
from jmclean.version import VERSION
from tests.builds import needs_plain_modules
from tests.terminal import on_terminal, settled

DIRTY = "# 新馆开放\n\n\n\n市民在馆内看书。   \n"
TIDY = "# 新馆开放\n\n市民在馆内看书。\n"
COMMAND = [sys.executable, "-m", "jmclean"]

CASES = {
    "blank lines": ([], DIRTY, TIDY),
    "clean already": ([], TIDY, TIDY),
    "nothing": ([], "", ""),
    "captions go": ([], "市民看书。\n\n图为市民在馆内看书。（张三 摄）\n", "市民看书。\n"),
    "a caption that is all": ([], "图为市民在馆内看书。（张三 摄）\n", "图为市民在馆内看书。（张三 摄）\n"),
    "captions stay": (["--captions", "keep"], "图为市民在馆内看书。（张三 摄）\n", "图为市民在馆内看书。（张三 摄）\n"),
    "one rule": (["--only", "blank-lines"], "一,二\n\n\n\n三\n", "一,二\n\n三\n"),
    "no such rule": (["--skip", "blank-lines,headings"], "# 一\n\n\n\n他说:好。\n", "# 一\n\n\n\n他说：好。\n"),
    "script kept": (["--script", "keep"], "这是資料。\n", "这是資料。\n"),
    "a whole script": (["--script", "traditional"], "图书馆的书。\n", "圖書館的書。\n"),
    "no joins": (["--join", "off"], "活动由市图\n\n书馆主办。\n", "活动由市图\n\n书馆主办。\n"),
}


def run(
    *arguments: str | Path, stdin: bytes = b"", environment: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
    )


def told(done: subprocess.CompletedProcess[bytes]) -> str:
    """What a process said on standard error; a traceback is always a defect."""
    text = done.stderr.decode()
    assert "Traceback" not in text
    return settled(text)


def untimed(text: str) -> str:
    """A summary without its seconds."""
    return re.sub(r" \(\d+\.\d s, \d+\.\d MB/s\)$", "", text, flags=re.MULTILINE)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(DIRTY, "utf-8", newline="")
    return path


@pytest.mark.parametrize(("arguments", "before", "after"), CASES.values(), ids=CASES)
def test_library_pipe_and_file_agree(arguments: list[str], before: str, after: str, tmp_path: Path) -> None:
    chosen = {name[2:]: value for name, value in zip(arguments[::2], arguments[1::2], strict=True)}
    rules = {name: tuple(chosen.pop(name).split(",")) for name in ("only", "skip") if name in chosen}
    assert clean(before, Options(**chosen, **rules)).text == after

    piped = run(*arguments, stdin=before.encode())
    assert (piped.returncode, piped.stdout.decode(), piped.stderr) == (0, after, b"")

    path = tmp_path / "page.txt"
    path.write_bytes(before.encode())
    shown = run(*arguments, path)
    assert (shown.returncode, shown.stdout, path.read_bytes()) == (0, piped.stdout, before.encode())

    assert run(*arguments, "-o", "-", path).stdout == piped.stdout

    assert run(*arguments, "-q", "-o", tmp_path / "out", path).stderr == b""
    assert (tmp_path / "out/page.md").read_bytes() == piped.stdout

    changes = before != after
    assert run(*arguments, "--check", path).returncode == changes
    assert run(*arguments, "-i", path).returncode == 0
    assert path.read_bytes() == piped.stdout
    assert run(*arguments, "--check", path).returncode == 0


# exit codes and errors


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--only", "blanklines"], 2, "Did you mean 'blank-lines'"),
        (["--skip", "caption"], 2, "Did you mean 'captions'"),
        (["--only", ","], 2, "no rule is named"),
        (["--captions", "throw"], 2, "There is no captions 'throw'. Choose one of"),
        (["--encoding", "gb10380"], 2, "Did you mean 'gb18030'"),
        (["--output-encoding", "gbk"], 2, "There is no output-encoding 'gbk'"),
        (["--nonsense"], 2, "There is no option"),
        (["-i", "-"], 2, "Standard input"),
        (["-o", "out", "-"], 2, "Standard input"),
        (["-i", "--check", "a"], 2, "exclude each other"),
        (["-i", "-o", "out", "a"], 2, "exclude each other"),
        (["--resume", "a.md"], 2, "Add -o DIR or -i"),
        (["--check", "--journal", "j.jsonl", "a.md"], 2, "--check changes nothing"),
        (["-j", "0", "a.md"], 2, "0 is not in the range"),
        (["--config", "none.toml", "a.md"], 2, "none.toml: There is no such file"),
        (["--report", "none/r.json", "a.md"], 2, "The report cannot be written"),
        (["a.md", "b.md"], 2, "-o DIR, -i or --check"),
        (["a.md", "b.md", "-o", "-"], 2, "-o DIR, -i or --check"),
        (["-o", "-", "-i", "a.md"], 2, "-i"),
        (["."], 2, "-o DIR, -i or --check"),
        (["rules", "caption"], 2, "Did you mean 'captions'"),
        (["rules", "xyz"], 2, "There is no rule 'xyz'. Choose one of model-tokens"),
        (["--outptu", "x", "a.md"], 2, "jmclean: There is no option '--outptu'. Did you mean '--output'?"),
        (["--xyz", "a.md"], 2, "jmclean: There is no option '--xyz'. `jmclean --help` lists the options."),
        (["a.md", "--output"], 2, "jmclean: Option '--output' requires an argument. `jmclean --help`"),
        (["undo"], 2, "jmclean: Missing argument"),
        (["missing.md"], 3, "missing.md: There is no such file. Check the name."),
        (["--check", "missing.md"], 3, "missing.md: There is no such file. Check the name."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_says_what_is_wrong_and_writes_no_text(arguments: list[str], code: int, message: str) -> None:
    done = run(*arguments, stdin=DIRTY.encode())
    assert (done.returncode, done.stdout) == (code, b"")
    assert message in told(done)


def test_a_terminal_and_no_path_is_an_error() -> None:
    pty = pytest.importorskip("pty")
    master, terminal = pty.openpty()
    done = subprocess.run(COMMAND, stdin=terminal, capture_output=True, timeout=60)
    os.close(master)
    os.close(terminal)
    assert (done.returncode, done.stdout) == (2, b"")
    assert told(done) == "jmclean: There is nothing to clean. Name a PATH, or pipe a page in.\n"


def test_a_failure_wins_over_changes_and_the_others_are_done(tmp_path: Path, page: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\x00\x01")
    done = run("--check", tmp_path)
    assert (done.returncode, done.stdout.decode()) == (3, f"{page}\n")
    assert untimed(told(done)).splitlines() == [
        f"{tmp_path}/bad.md: Byte 0 is a NUL, so this is no text. If it is, name its encoding with --encoding NAME.",
        "2 files: 1 would change, 0 unchanged, 1 failed",
        "  1 stray-characters",
        "  1 blank-lines",
    ]
    assert run("-i", tmp_path).returncode == 3
    assert page.read_text("utf-8") == TIDY


def test_check_works_on_a_pipe() -> None:
    done = run("--check", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout, told(done)) == (1, b"<stdin>\n", "")
    assert run("--check", "-", stdin=TIDY.encode()).returncode == 0
    quiet = run("-q", "--check", stdin=DIRTY.encode())
    assert (quiet.stdout, quiet.stderr) == (b"", b"")


def test_check_writes_nothing(page: Path) -> None:
    before = page.stat()
    assert run("--check", page).returncode == 1
    assert page.stat().st_mtime_ns == before.st_mtime_ns
    assert list(page.parent.iterdir()) == [page]


def test_a_reader_that_leaves_is_no_error() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, "--only", "blank-lines"], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write("市民在馆内看书。\n".encode() * 20_000)
        process.stdin.close()
        assert (process.wait(60), process.stderr.read()) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_an_error(page: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, page], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 3
    assert "Standard output could not be written: No space left on device" in done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a child alone")
def test_an_interrupt_is_no_traceback() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        process.stdin.write(DIRTY.encode() * 30_000)  # more than a pipe holds, so it is reading once all is written
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err.decode().strip().startswith("jmclean: Interrupted. ")


def test_closed_streams_are_errors(page: Path) -> None:
    for redirection, code in ((f"'{page}' >&-", 3), ("- <&-", 3), ("<&-", 2)):
        done = subprocess.run(f"{' '.join(COMMAND)} {redirection}", shell=True, capture_output=True, timeout=60)
        assert done.returncode == code
        assert told(done)


def test_a_defect_of_a_rule_is_told_and_the_other_files_are_done(page: Path) -> None:
    needs_plain_modules()
    program = (
        "import sys; from jmclean import clean, cli; from jmclean.io import page\n"
        "def broken(text, options):\n"
        "    if '坏' in text: raise IndexError('out of range')\n"
        "    return clean(text, options)\n"
        "page.clean = broken; sys.argv[0] = 'jmclean'; cli.main()"
    )
    (page.parent / "bad.md").write_text("坏\n", "utf-8")
    done = subprocess.run([sys.executable, "-c", program, "-i", page.parent], capture_output=True, timeout=60)
    assert done.returncode == 3
    assert "bad.md: A rule failed (IndexError: out of range). Report it" in told(done)
    assert page.read_text("utf-8") == TIDY


# bytes


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [
        *(
            (name, "\n")
            for name in ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be")
        ),
        *((name, "\r\n") for name in ("utf-8", "gb18030", "utf-16")),
    ],
)
def test_any_encoding_comes_out_as_utf8_or_as_it_was(encoding: str, newline: str, tmp_path: Path) -> None:
    before = "# 市立圖書館\n\n\n\n市民在館內看書，孩子們排隊借書。   \n".replace("\n", newline)
    after = "# 市立圖書館\n\n市民在館內看書，孩子們排隊借書。\n".replace("\n", newline)
    assert run(stdin=before.encode(encoding)).stdout.decode("utf-8") == after
    assert run("--output-encoding", "same", stdin=before.encode(encoding)).stdout == after.encode(encoding)

    path = tmp_path / "page.txt"
    path.write_bytes(after.encode(encoding))
    assert run("--check", "--output-encoding", "same", path).returncode == 0
    stamp = path.stat().st_mtime_ns
    assert run("-i", "--output-encoding", "same", path).returncode == 0
    assert path.stat().st_mtime_ns == stamp
    assert run("-i", path).returncode == 0
    assert path.read_bytes().decode("utf-8-sig") == after


@pytest.mark.parametrize(
    "data", [TIDY.encode("utf-8-sig"), TIDY.replace("\n", "\r\n").encode(), "新馆开放了。\r\n\n孩子们来了。\n".encode()]
)
def test_a_mark_or_line_ends_are_no_reason_to_touch_a_file(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(data)
    assert run("--check", path).returncode == 0
    assert run("-i", path).returncode == 0
    assert path.read_bytes() == data


def test_an_undecodable_file_is_named_with_its_byte_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    data = DIRTY.encode()[:12] + b"\xff" + DIRTY.encode()[12:] * 3
    path.write_bytes(data)
    done = run("-i", path)
    assert done.returncode == 3
    assert f"{path}: Byte 12" in told(done)
    assert path.read_bytes() == data


def test_a_letter_that_does_not_fit_leaves_the_file_untouched(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(data := ("市民在新的圖書館內看書，孩子們排隊借書。\n" * 3).encode("big5"))
    done = run("-i", "--script", "simplified", "--output-encoding", "same", path)
    assert done.returncode == 3
    assert "big5hkscs has no '图' (U+56FE), which line 1 of the output needs. Write UTF-8" in told(done)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}]
)
def test_output_is_utf8_whatever_the_locale(locale: dict[str, str]) -> None:
    assert run(stdin=DIRTY.encode(), environment=locale).stdout == TIDY.encode()
    assert (
        run("rules", "captions", environment=locale).stdout.decode("utf-8").split() == read_manual("captions").split()
    )


# folders


def test_a_folder_goes_into_another_in_the_same_tree(tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/b/c.md", "in/b/d.png", "in/out/x.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(DIRTY, "utf-8")
    done = run("-o", tmp_path / "in/out", tmp_path / "in")
    assert done.returncode == 0
    assert untimed(told(done)).startswith("2 files: 2 changed, 0 unchanged, 0 failed\n")
    out = {str(p.relative_to(tmp_path / "in/out")) for p in (tmp_path / "in/out").rglob("*") if p.is_file()}
    assert out == {"a.md", "b/c.md", "x.md", ".jmclean-state"}
    assert (tmp_path / "in/out/b/c.md").read_text("utf-8") == TIDY
    assert (tmp_path / "in/out/x.md").read_text("utf-8") == DIRTY


def test_in_place_rewrites_only_what_changes(tmp_path: Path) -> None:
    for name, text in (("dirty.md", DIRTY), ("tidy.md", TIDY)):
        (tmp_path / name).write_text(text, "utf-8")
    os.utime(tmp_path / "tidy.md", (1, 1))
    assert untimed(told(run("-i", tmp_path))).startswith("2 files: 1 changed, 1 unchanged, 0 failed\n")
    assert (tmp_path / "tidy.md").stat().st_mtime == 1
    assert (tmp_path / "dirty.md").read_text("utf-8") == TIDY


# talk


def test_verbose_counts_changes_by_rule_and_names_lines(page: Path) -> None:
    done = run("-v", page)
    assert done.stdout.decode() == TIDY
    assert told(done).splitlines()[-1].startswith(f"{page}: ")
    assert "blank-lines" in told(done)


@pytest.mark.parametrize(("typed", "meant"), [("dif", "diff"), ("explan", "explain"), ("rule", "rules")])
def test_a_mistyped_command_is_told(
    typed: str, meant: str, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in ([typed], [typed, page]):
        done = run(*arguments)
        assert done.returncode == 2
        assert told(done) == f"jmclean: There is no file '{typed}'. For the command say `jmclean {meant}`.\n"
    (tmp_path / typed).write_text(DIRTY, "utf-8")
    assert run(typed).stdout.decode() == TIDY


@pytest.mark.parametrize("name", ["rules.md", "nothing"])
def test_a_missing_page_is_no_mistyped_command(name: str, page: Path, tmp_path: Path) -> None:
    done = run("-o", tmp_path / "out", tmp_path / name, page)
    assert done.returncode == 3
    assert "There is no such file" in told(done)
    assert (tmp_path / "out" / f"{page.stem}.md").read_text("utf-8") == TIDY


def test_one_of_a_thing_is_said_in_the_singular(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("他来了,我走。\n", "utf-8")
    lines = told(run("-v", "-o", tmp_path / "out", tmp_path / "one.md")).splitlines()
    assert lines[0].endswith("one.md:1: read as blocks")
    assert lines[1].endswith("one.md: 1 change: halfwidth-punctuation 1")
    assert lines[2].startswith("1 file: 1 changed, 0 unchanged, 0 failed")


def test_a_note_names_the_line_of_the_source() -> None:
    needs_plain_modules()
    program = (
        "import sys; from jmclean import cli; from jmclean.io import page\n"
        "from jmclean.engine.clean import Note, Result\n"
        "page.clean = lambda text, options: Result(text, (), (Note('captions', text.index('三'), 'left alone'),))\n"
        "sys.argv[0] = 'jmclean'; cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", program, "-v"], input="一\r\n二\r\n三".encode(), capture_output=True)
    assert done.stderr.decode().splitlines() == [
        "<stdin>:1: read as blocks",
        "<stdin>:3: left alone",
        "<stdin>: no changes",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_cannot_drive_the_terminal(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\x1b[31m\xff\n.md"
    Path(os.fsdecode(path)).write_text(DIRTY, "utf-8")
    code, shown = on_terminal([*COMMAND, "--check", os.fsdecode(path)], ("stdout",))
    assert code == 1
    assert shown.decode().startswith(f"{tmp_path}/\\x1b[31m\\udcff\\n.md")
    done = subprocess.run([*COMMAND, "--check", path], capture_output=True, timeout=60)
    assert done.stdout == path + b"\n"


def test_help_and_version() -> None:
    for flag in ("-h", "--help"):
        assert run(flag).stdout.startswith(b"Usage: jmclean [OPTIONS] [PATH|-]...")
    version = f"jmclean {VERSION} (compiled)\n" if is_compiled() else f"jmclean {VERSION}\n"
    assert run("--version").stdout.decode() == version
    assert b"Usage: jmclean rules " in run("rules", "-h").stdout


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_help_fits_into_80_columns_in_groups_with_examples(name: str) -> None:
    lines = run(*name.split(), "-h", environment={"COLUMNS": "80"}).stdout.decode().splitlines()
    assert max(map(len, lines)) < 80
    heads = [line for line in lines if re.fullmatch(r"[A-Z][a-z]+:", line)]
    assert [head for head in heads if head in ("Output:", "Rules:", "Pages:", "Run:")] == [
        head for head in ("Output:", "Rules:", "Pages:", "Run:") if head in heads
    ]
    assert [line for line in lines if line.startswith(f"  jmclean {name}".rstrip())]
    assert "  -h, --help" in "\n".join(lines)


def test_every_default_is_shown() -> None:
    said = " ".join(run("-h").stdout.decode().split())
    for default in ("drop", "safe", "auto", "utf-8", "(one per core)", "(detected for each page)"):
        assert f"[default: {default}" in said


def test_long_names() -> None:
    assert run("-V").stdout == run("--version").stdout
    assert run("--quiet", "--verbose", stdin=DIRTY.encode()).stdout == TIDY.encode()
    assert "There is no such file" in told(run("--output", "out", "none.md"))


def test_what_was_meant(tmp_path: Path) -> None:
    assert run("clean", stdin=DIRTY.encode(), cwd=tmp_path).stdout == TIDY.encode()
    assert run("clean", "-h").stdout == run("help", "clean").stdout == run("-h").stdout
    assert run("help", "explain").stdout == run("explain", "-h").stdout
    assert run("help", "captions").stdout == run("rules", "captions").stdout
    for arguments, said in (
        (["rules", "caption"], "There is no rule 'caption'. Did you mean 'captions'?"),
        (["help", "dif"], "Did you mean 'diff'?"),
        (["explian"], "For the command say `jmclean explain`"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert said in told(done)


def test_a_folder_that_is_called_clean_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "a.md").write_text(DIRTY, "utf-8")
    assert run("--check", "clean", cwd=tmp_path).stdout == b"clean/a.md\n"
    assert "a place to go" in told(run("clean", cwd=tmp_path))


def test_rules_fit_into_80_columns() -> None:
    from click.testing import CliRunner
    from rich.cells import cell_len

    from jmclean.commands import Commands

    for arguments in ([], *([rule] for rule in RULES)):
        lines = CliRunner(env={"COLUMNS": "80"}).invoke(Commands("jmclean"), ["rules", *arguments]).stdout.splitlines()
        assert lines
        assert [line for line in lines if cell_len(line) > 80 and not line.startswith("    ")] == [], (
            "the first line of a manual stands beside its name, in 80 columns"
        )


def test_rules_lists_the_chain_in_order() -> None:
    lines = run("rules").stdout.decode().splitlines()
    assert tuple(line.split()[0] for line in lines) == RULES
    assert all(len(line.split(maxsplit=1)[1]) > 10 for line in lines)


def load_in_pipe(folder: Path, page: str = DIRTY, **variables: str) -> tuple[str, set[str]]:
    """Return what a page in a pipe comes to in a folder, and the modules that it loaded."""
    program = "import sys; from jmclean import cli\ntry: cli.main()\nfinally: print(*sys.modules, file=sys.stderr)"
    given = {name: value for name, value in os.environ.items() if "JMCLEAN_" not in name} | variables
    done = subprocess.run(
        [sys.executable, "-c", program], input=page.encode(), capture_output=True, timeout=60, cwd=folder, env=given
    )
    return done.stdout.decode(), set(done.stderr.decode().split())


def test_only_a_pipe_for_which_nothing_is_set_goes_without_click(tmp_path: Path) -> None:
    text, loaded = load_in_pipe(tmp_path)
    assert text == TIDY
    assert "click" not in loaded
    text, loaded = load_in_pipe(tmp_path, JMCLEAN_SKIP=",".join(RULES))
    assert text == DIRTY
    assert "click" in loaded
    (tmp_path / "jmclean.toml").write_text(f"skip = {json.dumps(list(RULES))}\n", "utf-8")
    assert load_in_pipe(tmp_path)[0] == DIRTY


def test_a_utf8_page_in_a_pipe_loads_nothing_dear(tmp_path: Path) -> None:
    breaks = "江边的灯  \n桥上的人\n\n" + 3 * "市民纷纷出门赏灯。\n\n"
    text, loaded = load_in_pipe(tmp_path, breaks + DIRTY)
    assert text == breaks + TIDY
    assert not loaded & {
        "rich",
        "chardet",
        "opencc",
        "multiprocessing",
        "tempfile",
        "difflib",
        "jmclean.io.files",
        "json",
        "regex",
        "pathspec",
        "tomllib",
        "sqlite3",
        "hashlib",
        "jmclean.settings.configuration",
        "jmclean.runs.folders",
        "jmclean.structure.wrapped_pages",  # the line breaks are Markdown's own
    }


def test_one_page_goes_into_a_file_that_is_named(tmp_path: Path, page: Path) -> None:
    done = run(page, "-o", tmp_path / "out" / "new.md")
    assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / "out" / "new.md").read_text("utf-8") == TIDY
    assert f"pages: {tmp_path / 'out' / 'new.md'}" in told(done)
    assert run("-o", tmp_path / "piped.md", stdin=DIRTY.encode()).returncode == 0
    assert (tmp_path / "piped.md").read_text("utf-8") == TIDY
    (tmp_path / "own.md").write_text(DIRTY, "utf-8")
    refusals: tuple[tuple[list[str | Path], str], ...] = (
        ([page, page, "-o", tmp_path / "new.md"], "there are several pages"),
        ([tmp_path / "own.md", "-o", tmp_path / "own.md"], "is the page itself"),
        ([tmp_path, "-o", tmp_path / "new.md"], "there are several pages"),
    )
    for arguments, message in refusals:
        refused = run(*arguments)
        assert refused.returncode == 2
        assert message in told(refused)


def test_what_git_leaves_out_is_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("drafts/\n*.text\n!kept.text\n", "utf-8")
    names = ("a.md", "drafts/b.md", "c.text", "sub/kept.text", "sub/d.md")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(DIRTY, "utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("d.*\n", "utf-8")

    def checked(*arguments: str) -> set[str]:
        return set(run("--check", *arguments, cwd=tmp_path).stdout.decode().split())

    assert checked(".") == {"./a.md", "./sub/kept.text"}
    assert checked("--no-ignore", ".") == {f"./{name}" for name in names}
    assert checked("sub") == {"sub/kept.text"}
    assert checked("drafts") == {"drafts/b.md"}
    assert checked("c.text") == {"c.text"}
    (tmp_path / ".jmcleanignore").write_text("!c.text\n", "utf-8")
    assert "./c.text" in checked(".")
    (tmp_path / ".gitignore").write_bytes(b"\xff")
    assert "./drafts/b.md" in checked(".")
