"""Settings: where they are looked for, which wins, and what is refused with the place and the nearest name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jmclean.errors import PatternError, UsageError
from jmclean.io.page import clean_page
from jmclean.options import Options
from jmclean.text.timed_regex import compile_pattern
from tests.settings import in_force, settings

COMMAND = [sys.executable, "-m", "jmclean"]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pages two levels deep, with nothing in the environment."""
    for name in list(os.environ):
        if name.startswith("JMCLEAN_"):
            monkeypatch.delenv(name)
    (tmp_path / "pages/1998").mkdir(parents=True)
    (tmp_path / "pages/1998/a.txt").write_text("这是資料。\n", "utf-8")
    return tmp_path


def script_of(*paths: Path | str, **given: str) -> str:
    return settings([str(path) for path in paths], dict(given)).options.script


def test_the_nearest_file_counts_alone(tree: Path) -> None:
    page = tree / "pages/1998/a.txt"
    assert script_of(page) == "auto"
    (tree / "pyproject.toml").write_text('[tool.jmclean]\nscript = "keep"\njoin = "off"\n')
    assert script_of(page) == script_of(page.parent) == "keep"
    (tree / "pages/jmclean.toml").write_text('script = "traditional"\n')
    assert settings([str(page)], {}).options == Options(script="traditional")
    (tree / "pages/1998/pyproject.toml").write_text('[tool.other]\nname = "jmclean"\n')
    assert script_of(page) == "traditional"
    (tree / "pages/1998/pyproject.toml").write_text("no TOML, and none of ours  # [tool.jmclean]")
    assert script_of(page) == "traditional"


@pytest.mark.parametrize(
    "head", ["[tool.jmclean]", "[ tool . 'jmclean' ]", "[tool]\njmclean.join = 'off'\n[tool.jmclean]"]
)
def test_the_ways_to_write_a_table(head: str, tree: Path) -> None:
    (tree / "pyproject.toml").write_text(
        f"[project]\nname = 'x'\n\n{head}\nscript = 'keep'\n".replace("off'\n[tool.jmclean]\n", "off'\njmclean.")
    )
    assert script_of(tree) == "keep"


def test_of_two_files_in_a_folder_its_own_wins(tree: Path) -> None:
    (tree / "jmclean.toml").write_text('script = "keep"\n')
    (tree / "pyproject.toml").write_text('[tool.jmclean]\nscript = "simplified"\n')
    assert script_of(tree) == "keep"


def test_several_inputs_share_the_settings_above_all_of_them(tree: Path) -> None:
    (tree / "more").mkdir()
    (tree / "pages/jmclean.toml").write_text('script = "keep"\n')
    assert script_of(tree / "pages/1998", tree / "pages/1998/a.txt") == "keep"
    assert script_of(tree / "pages/1998", tree / "more") == "auto"


def test_a_pipe_has_the_settings_of_the_working_folder(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "pages/jmclean.toml").write_text('script = "keep"\n')
    monkeypatch.chdir(tree / "pages/1998")
    assert script_of("-") == script_of() == script_of("a.txt") == "keep"
    assert script_of("..") == "keep"
    assert script_of("../..") == "auto"


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tree / "jmclean.toml"
    file.write_text('script = "keep"\njoin = "off"\ncaptions = "quote"\n')
    monkeypatch.setenv("JMCLEAN_JOIN", "full")
    monkeypatch.setenv("JMCLEAN_CAPTIONS", "comment")
    monkeypatch.setenv("JMCLEAN_SKIP", "headings, blank-lines")
    values = in_force([str(tree)], {"captions": "keep"})
    assert {key: values[key] for key in ("script", "join", "captions", "skip", "only")} == {
        "script": ("keep", f"file: {file}:1"),
        "join": ("full", "environment: JMCLEAN_JOIN"),
        "captions": ("keep", "command line"),
        "skip": (("headings", "blank-lines"), "environment: JMCLEAN_SKIP"),
        "only": ((), "default"),
    }
    monkeypatch.setenv("JMCLEAN_PAGER", "cat")
    monkeypatch.setenv("JMCLEAN_COMPILED", "1")
    monkeypatch.setenv("JMCLEAN_CONFIG", os.devnull)
    assert script_of(tree) == "auto"
    assert script_of(tree, config=str(file)) == "keep"


def test_every_kind_of_value(tree: Path) -> None:
    (tree / "words.txt").write_bytes("\ufeff# names\n于老师\r\n\n萧乾 \n".encode())
    (tree / "jmclean.toml").write_text(
        'only = ["captions"]\nprotect = ["青澜"]\nprotect-file = "words.txt"\ncaption-patterns = ["▲.*"]\n'
        'furniture-patterns = [\'第\\d+页\']\nencoding = "big5"\noutput-encoding = "same"\njobs = 3\n'
        'include = ["*.ocr"]\nexclude = ["drafts/"]\n',
        "utf-8",
    )
    assert settings([str(tree)], {})[:7] == (
        Options(
            only=("captions",),
            protect=("青澜", "于老师", "萧乾"),
            caption_patterns=("▲.*",),
            furniture_patterns=(r"第\d+页",),
        ),
        "big5",
        "same",
        3,
        ("*.ocr",),
        ("drafts/",),
        False,
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('caption = "keep"', r"jmclean.toml:2: There is no key 'caption'. Did you mean 'captions'\?"),
        ('output_encoding = "same"', r"jmclean.toml:2: .*Did you mean 'output-encoding'\?"),
        ('captions = "kep"', r"jmclean.toml:2: There is no captions 'kep'. Did you mean 'keep'\?"),
        ("captions = 1", r"jmclean.toml:2: 'captions' must be a string. Write captions = \"drop\"."),
        ('protect = "青澜"', r"jmclean.toml:2: 'protect' must be a list of strings"),
        ('protect = ["青澜", 1]', r"jmclean.toml:2: 'protect' must be a list of strings"),
        ('only = ["blanklines"]', r"jmclean.toml:2: There is no rule 'blanklines'. Did you mean 'blank-lines'"),
        ('caption-patterns = ["("]', r"jmclean.toml:2: The pattern '\(' is no regular expression"),
        ('encoding = "gb10380"', r"jmclean.toml:2: There is no encoding .* Did you mean 'gb18030'"),
        ("jobs = true", r"jmclean.toml:2: 'jobs' must be a whole number"),
        ("jobs = 0", r"jmclean.toml:2: .*0 is not in the range x>=1"),
        ("in-place = true", r"jmclean.toml:2: 'in-place' says what to do this time"),
        ("[captions]\nx = 1", r"jmclean.toml:2: 'captions' must be a string"),
        ("captions = ", r"jmclean.toml: It is not valid TOML: .*line 2"),
        ('protect-file = "none.txt"', r"jmclean.toml:2: protect-file .*none.txt: There is no such file"),
    ],
)
def test_what_is_not_allowed_is_refused_with_its_place(line: str, message: str, tree: Path) -> None:
    (tree / "jmclean.toml").write_text(f"# of a test\n{line}\n", "utf-8")
    with pytest.raises(UsageError, match=message):
        settings([str(tree)], {})


def test_a_key_of_another_table_is_not_taken_for_ours(tree: Path) -> None:
    (tree / "pyproject.toml").write_text('[tool.a]\ncaption = 1\n\n[tool.jmclean]\njoin = "off"\ncaption = 1\n')
    with pytest.raises(UsageError, match=r"pyproject.toml:6: There is no key 'caption'"):
        settings([str(tree)], {})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("JMCLEAN_SCRIPTS", "keep", "environment: JMCLEAN_SCRIPTS: There is no key 'scripts'. Did you mean 'script'"),
        ("JMCLEAN_SCRIPT", "kept", "environment: JMCLEAN_SCRIPT: There is no script 'kept'. Did you mean 'keep'"),
        ("JMCLEAN_JOBS", "two", "environment: JMCLEAN_JOBS: 'jobs' must be a whole number"),
        ("JMCLEAN_CONFIG", "none.toml", "none.toml: There is no such file"),
    ],
)
def test_the_environment_is_looked_at_as_closely(
    name: str, value: str, message: str, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=message):
        settings([str(tree)], {})


@pytest.mark.parametrize("data", [b"\xff", b'[tool.other]\nname = "jmclean"\n'])
def test_a_named_file_without_settings_is_refused(data: bytes, tree: Path) -> None:
    (tree / "pyproject.toml").write_bytes(data)
    with pytest.raises(UsageError, match=r"pyproject.toml: .*\. [A-Z].*\."):
        settings([str(tree)], {"config": str(tree / "pyproject.toml")})


def test_the_command_prints_settings_that_set_the_same(tree: Path) -> None:
    file = tree / "jmclean.toml"
    file.write_text("protect = ['\"引\"', 'C:\\\\']\nfurniture-patterns = ['\\d+版']\nscript = 'keep'\n", "utf-8")
    environment = {**os.environ, "JMCLEAN_JOIN": "off"}
    shown = subprocess.run([*COMMAND, "config", "--captions", "keep", tree], capture_output=True, env=environment)
    assert (shown.returncode, shown.stderr) == (0, b"")
    lines = {line.split(" ")[0]: line.rpartition("# ")[2] for line in shown.stdout.decode().splitlines()}
    assert lines["script"] == f"file: {file}:3"
    assert lines["join"] == "environment: JMCLEAN_JOIN"
    assert lines["captions"] == "command line"
    again = tree / "again.toml"
    again.write_bytes(shown.stdout)
    wanted = settings([str(tree)], {"captions": "keep", "join": "off"})
    assert settings([str(tree)], {"config": str(again)}) == wanted


def test_the_words_and_patterns_of_a_paper_do_their_work(tree: Path) -> None:
    (tree / "jmclean.toml").write_text(
        'caption-patterns = ["▲.*"]\nfurniture-patterns = ["青澜之声"]\nprotect = ["資"]\n'
    )
    page = "青澜之声\n\n这是資料，有後来的一半。\n\n▲市民在看书\n\n完了。\n"
    done = subprocess.run([*COMMAND], input=page.encode(), capture_output=True, cwd=tree)
    assert (done.stdout.decode(), done.stderr) == ("这是資料，有后来的一半。\n\n完了。\n", b"")


# patterns that run away


@pytest.mark.parametrize("pattern", ["(a|a)+b", "(a|aa)+b", "(?:a|a|a)*[^a]"])
def test_a_pattern_that_runs_away_ends_as_an_error_of_its_page(pattern: str) -> None:
    with pytest.raises(PatternError, match=f"{re.escape(repr(pattern))} runs away"):
        clean_page("灯亮了。\n\n".encode() + b"a" * 60, Options(caption_patterns=(pattern,)), None, "utf-8")


def test_many_slow_blocks_are_as_bad_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = compile_pattern("(a|a)+b")
    assert not pattern.fullmatch("a" * 14)
    monkeypatch.setattr("jmclean.text.timed_regex.FAIR_SECONDS", 0)
    pattern.left = 0.01
    with pytest.raises(PatternError):
        any(pattern.fullmatch("a" * 14) for _ in range(10_000))


def test_a_page_whose_pattern_runs_away_costs_only_itself(tree: Path) -> None:
    (tree / "jmclean.toml").write_text('caption-patterns = ["(a|a)+b"]\n')
    (tree / "pages/b.txt").write_text("灯亮了。\n\n" + "a" * 40, "utf-8")
    (tree / "pages/c.txt").write_text("他说:好。\n", "utf-8")
    done = subprocess.run([*COMMAND, "--check", tree / "pages"], capture_output=True, timeout=60)
    assert done.returncode == 3
    assert "b.txt: The pattern '(a|a)+b' runs away" in done.stderr.decode()
    assert done.stdout.decode() == f"{tree / 'pages/c.txt'}\n"


def test_config_refuses_what_no_command_takes() -> None:
    for arguments in (["--only", "nosuch"], ["--encoding", "nosuch"]):
        done = subprocess.run([*COMMAND, "config", *arguments], capture_output=True)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"There is no" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a." * 101 + "b = 1", "jmclean.toml:2: The line has more than 100 dots."),
        ("# 市民\n" * 200_000, "jmclean.toml: It has more than 1,000,000 characters."),
    ],
    ids=["dots", "letters"],
)
def test_what_would_fill_the_memory_is_refused_before_it_is_parsed(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "jmclean.toml").write_text("# 说明\n" + text, "utf-8")
    done = subprocess.run(COMMAND, input=b"", cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_line_of_dots_in_a_comment_is_none(tmp_path: Path) -> None:
    (tmp_path / "jmclean.toml").write_text(f'# {"." * 300}\njoin = "off"\n', "utf-8")
    assert subprocess.run(COMMAND, input=b"", cwd=tmp_path, capture_output=True, timeout=60).returncode == 0
