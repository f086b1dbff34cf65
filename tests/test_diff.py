"""`jmclean diff` as a user runs it: what is seen, what a patch does, what a pager gets, and which code comes out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean import Options
from jmclean.io.codec import decode
from jmclean.io.page import clean_page
from jmclean.views.ansi import BREAK, count_cells, make_visible, rule_colour, wrap_runs
from jmclean.views.inline import format_inline
from jmclean.views.segments import Segment
from tests.terminal import on_terminal

COMMAND = [sys.executable, "-m", "jmclean"]
ROOT = Path(__file__).parent.parent
DUMPS = sorted((ROOT / "samples" / "dumps").iterdir())
PAGE = """\
# 新馆开放

昨日,新的市立图

图为市民在馆内看书。（张三 摄）

书馆开门,孩子们很高兴。
"""


def run(
    *arguments: str | Path, stdin: bytes = b"", environment: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, timeout=60, env=variables, cwd=cwd, check=False
    )


def diff(page: str, *arguments: str, **environment: str) -> str:
    """What a diff of a page from standard input prints below the page's name."""
    done = run("diff", *arguments, "-", stdin=page.encode(), environment=environment)
    assert (done.returncode, done.stderr) == (1, b"")
    return done.stdout.decode().partition("\n")[2]


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


# the default view


def test_a_page_that_stays_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# 新馆开放\n\n孩子们很高兴。\n", "utf-8")
    done = run("diff", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_paragraph_stands_once_with_its_line_its_changes_and_their_rules() -> None:
    done = run("diff", "-", stdin=PAGE.encode())
    assert done.stdout.decode() == (
        "<stdin>: 4 changes\n"
        "3  昨日{，}新的市立图[-¶¶图为市民在馆内看书。（张三␣摄）-][-¶¶-]书馆开门{，}孩子们很高兴。\n"
        "   halfwidth-punctuation · captions · split-paragraphs\n"
        "\n"
        "  1 captions\n"
        "  1 split-paragraphs\n"
        "  2 halfwidth-punctuation\n"
    )


def test_unchanged_text_is_elided_to_the_context() -> None:
    page = "记者从市图书馆获悉,新馆将于明年五月正式对外开放,欢迎市民前来参观。\n"
    assert diff(page, "--context", "2").startswith("1  …获悉{，}新馆…开放{，}欢迎…\n")
    assert diff(page, "--context", "0").startswith("1  …{，}…{，}…\n")
    assert "…" not in diff(page)


def test_colours_say_what_the_marks_say() -> None:
    shown = diff(PAGE, "--color", "always")
    punctuation, captions = (rule_colour(rule) for rule in ("halfwidth-punctuation", "captions"))
    assert f"昨日\x1b[{punctuation};2m，\x1b[0m新的" in shown
    assert f"\x1b[{captions};9m¶¶图为市民在馆内看书。（张三␣摄）\x1b[0m" in shown
    assert re.sub(r"\[[-~]|[-~]\]|\{[+~]?|[+~]?\}", "", diff(PAGE)) == plain(shown)


def test_every_rule_has_a_colour_of_its_own_among_those_that_meet_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    common = ("captions", "split-paragraphs", "mixed-script", "halfwidth-punctuation", "headings", "blank-lines")
    monkeypatch.delenv("COLORTERM", raising=False)
    for term in ("xterm", "xterm-256color"):
        monkeypatch.setenv("TERM", term)
        assert len({rule_colour(rule) for rule in common}) >= len(common) - 1


def test_a_mark_whose_form_alone_changes_is_not_shown_twice_and_another_one_is() -> None:
    assert diff("他说,他来了。\n").startswith("1  他说{，}他来了。\n")
    assert "[-，-]{+、+}" in "".join(
        format_inline(
            [Segment("removed", 0, 1, "misread-marks", "，"), Segment("inserted", 1, 1, "misread-marks", "、")],
            9,
            80,
            False,
        )
    )


def test_a_patch_in_colour_shows_what_changes_within_a_line() -> None:
    shown = run("diff", "-u", "--color", "always", "-", stdin=PAGE.encode()).stdout.decode()
    assert f"\x1b[31m-\x1b[0m\x1b[31m昨日\x1b[0m\x1b[{rule_colour('halfwidth-punctuation')};9;2m,\x1b[0m" in shown
    assert plain(shown) == run("diff", "-u", "-", stdin=PAGE.encode()).stdout.decode()


def test_what_moves_is_shown_as_moved() -> None:
    page = "昨日，新的市立图\n\n> 五月一日起开放\n\n书馆开门，孩子们很高兴。\n"
    shown = diff(page)
    assert "[~书馆开门，孩子们很高兴。~]‹→1›" in shown
    assert "新的市立图‹5→›{~书馆开门，孩子们很高兴。~}" in shown


def test_one_rule_alone_leaves_the_rest_as_in_the_source() -> None:
    shown = diff(PAGE, "--rule", "captions")
    assert shown == "3  昨日,新的市立图[-¶¶图为市民在馆内看书。（张三␣摄）-]\n   captions\n\n  1 captions\n"
    done = run("diff", "--rule", "mixed-script", "-", stdin=PAGE.encode())
    assert (done.returncode, done.stdout) == (0, b"")
    assert "   captions · split-paragraphs\n" in diff(PAGE, "--rule", "captions,split-paragraphs")


def test_options_of_cleaning_work() -> None:
    assert "captions" not in diff(PAGE, "--captions", "keep")
    assert "split-paragraphs" not in diff(PAGE, "--join", "off")
    assert "图[-图-]" not in diff(PAGE, "--only", "halfwidth-punctuation")
    assert "{+圖+}" in diff(PAGE, "--script", "traditional")


def test_text_is_shown_and_not_obeyed() -> None:
    page = "他说,[b]粗[/b]:smile:\x1b[31m红\x07\u202e右\u200b,<b>完</b>。\n"
    for arguments in ([], ["--side-by-side"], ["--color", "always"]):
        shown = run(
            "diff", *arguments, "--only", "halfwidth-punctuation", "--context", "60", "-", stdin=page.encode()
        ).stdout.decode()
        bare = plain(shown)
        assert "[b]粗[/b]:smile:" in bare
        assert "^[[31m红^G" in bare
        assert "<U+202E>" in bare
        assert "<U+200B>" in bare
        assert not {"\x1b", "\x07", "\u202e", "\u200b"} & set(bare)
        assert ("\x1b" in shown) == ("always" in arguments)


def test_blanks_and_line_ends_that_change_are_seen() -> None:
    shown = diff("一市  \n\n\n\n\u3000\u3000二市\u00a0。\n")
    assert BREAK in shown
    assert "[-␣␣-]" in shown
    assert "<U+3000>" in shown


@given(st.text(max_size=30), st.integers(2, 20))
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    shown = make_visible(text, True)
    lines = wrap_runs([("", shown)], width)
    assert "".join(part for line in lines for _, part in line) == shown
    assert all(count_cells(line) <= width for line in lines)
    assert all(char.isprintable() for char in shown)


def test_no_line_is_wider_than_the_terminal() -> None:
    for path in DUMPS:
        for arguments in ([], ["--side-by-side"]):
            shown = run("diff", *arguments, path, environment={"COLUMNS": "70"}).stdout.decode()
            lines = shown.splitlines()[1:]
            rules = [line for line in lines if re.match(r"\s+[a-z-]+(, [a-z-]+| · [a-z-]+)*$", line)]
            assert [line for line in lines if line not in rules and count_cells([("", line)]) > 70] == []


def test_several_files_and_folders_stand_below_their_names(tmp_path: Path) -> None:
    for name in ("a/一 页.txt", "b.md", "c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("孩子们很高兴。\n" if name == "c.md" else PAGE, "utf-8")
    done = run("diff", tmp_path)
    heads = [line for line in done.stdout.decode().splitlines() if line.endswith("changes")]
    assert heads == [f"{tmp_path}/b.md: 4 changes", f"{tmp_path}/a/一 页.txt: 4 changes", "2 files, 8 changes"]


def test_a_page_whose_encoding_alone_changes_says_so() -> None:
    done = run("diff", "-", stdin="孩子们在新的图书馆里看书，很高兴。\n".encode("gb18030"))
    assert (done.returncode, done.stdout) == (1, b"<stdin>: gb18030 becomes utf-8\n\n")


# two columns


def test_two_columns_stand_below_each_other_whatever_is_in_them() -> None:
    shown = diff(PAGE + "\nＡＩ,是か,é́,🎏,한국,ﾊﾝ。\n", "--side-by-side", COLUMNS="60")
    lines = [line for line in shown.splitlines() if "│" in line]
    assert len({count_cells([("", line.partition("│")[0])]) for line in lines}) == 1
    assert "昨日[-,-]新的市立图[-¶-]" in shown
    assert "昨日{+，+}新的市立图书馆" in shown


# patches


NAMES = ["page.md", "第 一 版.txt", "a/b c/页.md", 'quo"te\\.md', "tab\there.md"]
PAGES = {
    "LF": PAGE,
    "CRLF": PAGE.replace("\n", "\r\n"),
    "no end": PAGE + "尾,完",
    "no end at all": "一,二",
    "mixed ends": PAGE.replace("\n", "\r\n", 3) + "一\r二,三\n",
    "CR": PAGE.replace("\n", "\r"),
    "nothing is left": "图为市民在馆内看书。（张三 摄）\n",
    "blank lines": "\n\n\n一\n\n\n\n二\n\n\n",
    "mark": "\ufeff" + PAGE,
    "far apart": "一,二\n\n" + "三\n\n" * 20 + "四,五\n",
}


def cleaned(data: bytes, encoding: str = "utf-8") -> bytes:
    return clean_page(data, Options(), encoding, "utf-8").data


@pytest.fixture(scope="module", params=["0", "3"], ids=["no context", "three lines"])
def patched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, str]:
    """A folder of pages, the patch of them all, and how many lines around each change it has."""
    folder = tmp_path_factory.mktemp("pages")
    patch = b""
    for encoding in ("utf-8", "gb18030"):
        texts = [*PAGES.values(), *(decode(path.read_bytes()).text for path in DUMPS)]
        for number, text in enumerate(texts):
            (folder / f"{number}-{encoding}.md").write_bytes(text.encode(encoding))
        paths = sorted(path.name for path in folder.glob(f"*-{encoding}.md"))
        done = run("diff", "-u", "--encoding", encoding, "--context", request.param, *paths, cwd=folder)
        assert (done.returncode, done.stderr) == (1, b"")
        patch += done.stdout
    return folder, patch, request.param


@pytest.mark.skipif(not (shutil.which("patch") and shutil.which("git")), reason="patch or git is not installed")
@pytest.mark.parametrize("tool", [["patch", "-p1", "--posix"], ["patch", "-p1"], ["git", "apply"]], ids=" ".join)
def test_a_patch_makes_of_every_page_what_cleaning_makes(
    tool: list[str], patched: tuple[Path, bytes, str], tmp_path: Path
) -> None:
    folder, patch, context = patched
    here = tmp_path / "pages"
    shutil.copytree(folder, here)
    if tool == ["git", "apply"] and context == "0":
        tool = [*tool, "--unidiff-zero"]
    done = subprocess.run(tool, input=patch, cwd=here, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert b"offset" not in done.stdout
    assert b"fuzz" not in done.stdout
    for path in folder.iterdir():
        now = here / path.name
        expected = cleaned(path.read_bytes(), path.stem.partition("-")[2])
        assert (now.read_bytes() if now.exists() else b"") == expected, path.name


@pytest.mark.skipif(not (shutil.which("patch") and shutil.which("git")), reason="patch or git is not installed")
@pytest.mark.parametrize("tool", [["patch", "-p1"], ["git", "apply"]], ids=" ".join)
def test_one_patch_holds_several_files_of_any_name(tool: list[str], tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PAGE, "utf-8")
    patch = run("diff", "--unified", *NAMES, cwd=tmp_path)
    assert "--- a/第 一 版.txt\t\n+++ b/第 一 版.txt\t\n@@ " in patch.stdout.decode()
    done = subprocess.run(tool, input=patch.stdout, cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    expected = cleaned(PAGE.encode())
    assert [name for name in NAMES if (tmp_path / name).read_bytes() != expected] == []


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_patch_of_one_rule_does_that_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, "utf-8")
    patch = run("diff", "-u", "--rule", "halfwidth-punctuation", path, cwd=tmp_path).stdout
    subprocess.run(["git", "apply"], input=patch, cwd=tmp_path, check=True, timeout=60)
    assert path.read_text("utf-8") == PAGE.replace(",", "，")


def test_a_patch_of_utf16_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(PAGE.encode("utf-16"))
    done = run("diff", "-u", path)
    assert (done.returncode, done.stdout) == (3, b"")
    assert "A patch cannot hold UTF-16. " in done.stderr.decode()
    assert "昨日{，}新的" in run("diff", path).stdout.decode()


# the pager


def on_a_terminal(command: str, environment: dict[str, str], tmp_path: Path) -> tuple[int, str]:
    """The exit code of a command all of whose streams are a terminal, and what it shows."""
    (tmp_path / "page.md").write_text(PAGE * 3, "utf-8")
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80", **environment}
    code, shown = on_terminal([*COMMAND, *command.split()], ("stdin", "stdout", "stderr"), variables, tmp_path)
    return code, shown.decode()


def test_a_terminal_gets_colours_and_the_users_pager(tmp_path: Path) -> None:
    code, shown = on_a_terminal("diff page.md", {"PAGER": "sed s/^/P:/", "JMCLEAN_PAGER": "sed s/^/J:/"}, tmp_path)
    assert code == 1
    assert "J:\x1b[1mpage.md: " in shown
    assert "m，\x1b[0m新的市立图" in shown
    code, shown = on_a_terminal("diff page.md", {"PAGER": "sed s/^/P:/"}, tmp_path)
    assert "P:\x1b[1mpage.md: " in shown
    for environment in ({"PAGER": ""}, {"PAGER": "cat"}, {"TERM": "dumb"}):
        code, shown = on_a_terminal("diff page.md", environment, tmp_path)
        assert (code, plain(shown).startswith("page.md: ")) == (1, True)


def test_no_color_leaves_the_marks(tmp_path: Path) -> None:
    _, shown = on_a_terminal("diff page.md", {"PAGER": "cat", "NO_COLOR": "1"}, tmp_path)
    assert "\x1b" not in shown
    assert "昨日{，}新的" in shown


def test_less_is_told_what_git_tells_it_unless_the_user_tells_it(tmp_path: Path) -> None:
    assert "FRX" in on_a_terminal("diff page.md", {"PAGER": 'cat >/dev/null; echo "$LESS"'}, tmp_path)[1]
    pager = {"PAGER": 'cat >/dev/null; echo "[$LESS]"', "LESS": "i"}
    assert "[i]" in on_a_terminal("diff page.md", pager, tmp_path)[1]


def test_less_shows_utf_8_in_any_locale_unless_the_user_tells_it(tmp_path: Path) -> None:
    pager = {"PAGER": 'cat >/dev/null; echo "[$LESSCHARSET]"', "LC_ALL": "C"}
    assert "[utf-8]" in on_a_terminal("diff page.md", pager, tmp_path)[1]
    pager["LESSCHARSET"] = "latin1"
    assert "[latin1]" in on_a_terminal("diff page.md", pager, tmp_path)[1]


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    code, shown = on_a_terminal("diff page.md page.md page.md", {"PAGER": "true"}, tmp_path)
    assert (code, shown) == (1, "")
    paths = " ".join(f"'{path}'" for path in DUMPS * 20)
    done = subprocess.run(f"{sys.executable} -m jmclean diff {paths} | head -n 1", shell=True, capture_output=True)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


def test_a_pager_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    code, shown = on_a_terminal("diff page.md", {"PAGER": "no-such-pager -x"}, tmp_path)
    assert (code, "The pager could not be run. Set JMCLEAN_PAGER or PAGER" in shown) == (3, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a child alone")
def test_an_interrupt_is_the_pagers_while_the_user_reads(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\ntrap '' INT\ncat >/dev/null\nkill -INT $PPID\nsleep 0.2\necho still here\n", "utf-8")
    pager.chmod(0o755)
    code, shown = on_a_terminal("diff page.md", {"PAGER": f"exec '{pager}'"}, tmp_path)
    assert (code, shown) == (1, "still here\r\n")


# exit codes and errors


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--rule", "caption", "-"], 2, "Did you mean 'captions'"),
        (["--rule", "captions", "--skip", "captions", "-"], 2, "left out by --only or --skip"),
        (["-u", "-y", "-"], 2, "exclude each other"),
        (["--html", "x.html", "-u", "-"], 2, "exclude each other"),
        (["--context", "-1", "-"], 2, "--context"),
        (["missing.md"], 3, "missing.md: There is no such file. "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_says_what_is_wrong(arguments: list[str], code: int, message: str) -> None:
    done = run("diff", *arguments, stdin=PAGE.encode())
    assert (done.returncode, done.stdout) == (code, b"")
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_pipe_needs_no_path_and_a_terminal_does(tmp_path: Path) -> None:
    assert run("diff", stdin=PAGE.encode()).stdout == run("diff", "-", stdin=PAGE.encode()).stdout
    code, shown = on_a_terminal("diff", {}, tmp_path)
    assert (code, "Name a PATH, or pipe a page in." in shown) == (2, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_an_error() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "diff", *DUMPS], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 3
    assert done.stderr.decode().count("Standard output could not be written: No space left on device") == 1


def test_a_failure_wins_and_the_others_are_shown(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\x00\x01")
    (tmp_path / "page.md").write_text(PAGE, "utf-8")
    done = run("diff", tmp_path)
    assert done.returncode == 3
    assert "page.md: 4 changes" in done.stdout.decode()
    assert "bad.md: Byte 0 is a NUL" in done.stderr.decode()
    assert run("diff", "--html", tmp_path / "out", tmp_path).returncode == 3
    assert "page.md" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_quiet_leaves_the_code_and_verbose_tells_of_doubts() -> None:
    done = run("diff", "-q", "-", stdin=PAGE.encode())
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    doubtful = "我国的图书馆，我國的圖書館,都很好。\n".encode()
    assert run("diff", "-", stdin=doubtful).stderr == b""
    assert re.search(rb"^<stdin>:1: ", run("diff", "-v", "-", stdin=doubtful).stderr)


def test_a_large_page_does_not_take_long() -> None:
    page = ("市民在公园晨练,孩子们排队。" * 400 + "\n\n") * 60
    for arguments in ([], ["-y"], ["-u"], ["--html", "-"]):
        done = run("diff", "--only", "halfwidth-punctuation", *arguments, "-", stdin=page.encode())
        assert done.returncode == 1


def test_a_diff_in_a_pipe_loads_nothing_dear() -> None:
    program = (
        "import sys; from jmclean import cli; sys.argv[1:] = ['diff', '-']\n"
        "try: cli.main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    variables = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-c", program], input=PAGE.encode(), capture_output=True, timeout=60, env=variables
    )
    assert "split-paragraphs" in done.stdout.decode()
    assert not set(done.stderr.decode().split()) & {"rich", "chardet", "opencc", "multiprocessing", "difflib", "json"}
