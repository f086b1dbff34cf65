"""Nobody gets in: not by a page, a name, a journal, a configuration, nor a link that comes while a run goes on."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import jmclean
from jmclean import Options
from jmclean.errors import FileError, PatternError, UsageError
from jmclean.history.journal import from_line, read_records, record, to_line
from jmclean.io.atomic import OpenFolder
from jmclean.io.files import refuse_outside, write
from jmclean.io.page import clean_page
from jmclean.io.selection import make_spec
from jmclean.text.timed_regex import compile_pattern
from tests.terminal import on_terminal

PAGE = "他说,好。\n\n\n\n市民(张三)来了.\n"
ESCAPES = "\x1b]0;hacked\x07\x1b[2J\x1b[31m\x9b2J\x90q\x9c\u202e\u2066\x7f\x08"
"""What sets a title, clears the screen, colours, the same in eight bits, turns the order around, and rubs out."""

OBEYED = [b"\x1b]", b"\x07", b"\x1b[2J", b"\xc2\x9b", b"\xc2\x90", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\x7f", b"\x08"]


def run(*arguments: object, folder: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jmclean", *map(str, arguments)],
        capture_output=True,
        cwd=folder,
        env={**os.environ, **more},
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


# what the package itself may do

ALLOWED = {("pager.py", "shell=True"), ("ray.py", "pickle"), ("ray.py", "pickle.loads")}
"""The user's own PAGER is a command with arguments; what the workers of one run on a cluster hand each other is theirs
alone."""


def forbidden(tree: ast.AST) -> list[str]:
    """Calls and imports by which data could be run as a program."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found += [name for name in names if name.split(".")[0] in ("pickle", "marshal", "shelve", "dill", "yaml")]
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in ("eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads", "input"):
                found.append(name)
            found += [f"shell={ast.unparse(option.value)}" for option in node.keywords if option.arg == "shell"]
    return found


def test_the_package_runs_no_data() -> None:
    root = Path(jmclean.__file__).parent
    found = {(path.name, what) for path in root.rglob("*.py") for what in forbidden(ast.parse(path.read_text("utf-8")))}
    assert found == ALLOWED


@pytest.mark.parametrize("code", ["eval(x)", "import pickle", "from marshal import loads", "run(x, shell=True)"])
def test_a_package_that_did_would_be_seen(code: str) -> None:
    assert forbidden(ast.parse(code))


# terminals


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder of pages whose names and texts would drive a terminal."""
    folder = tmp_path / "pages"
    folder.mkdir()
    name = ESCAPES.replace("/", "")
    for number in range(3):
        text = f"他{ESCAPES}说,好{ESCAPES}。\n\n\n\n市民{ESCAPES}来了,\n\n公园{ESCAPES}.\n\n`{ESCAPES}`,好.\n"
        (folder / f"{number}{name}.txt").write_text(text, "utf-8")
    (folder / f"bad{name}.txt").write_bytes("他说,好。".encode() + b"\xff\xfe\x81")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "pages"),
        ("diff", "-y", "pages"),
        ("diff", "-u", "pages"),
        ("diff", "-v", "--color", "never", "pages"),
        ("explain", "-v", "pages"),
        ("explain", "--format", "json", "-v", "pages"),
        ("explain", "--stat", "pages"),
        ("-v", "--check", "pages"),
        ("-v", "-o", "out", "pages"),
        ("-v", "-j", "2", "-o", "out2", "pages"),
        (f"--{ESCAPES}", "pages"),
        ("--only", ESCAPES, "pages"),
        ("--config", ESCAPES, "pages"),
        ("undo", "--journal", ESCAPES, ESCAPES),
        (f"nothing{ESCAPES}",),
    ],
    ids=lambda arguments: " ".join(arguments).replace(ESCAPES, "ESCAPES"),
)
def test_nothing_of_a_page_or_a_name_drives_a_terminal(hostile: Path, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "jmclean", *arguments]
    variables = {**os.environ, "TERM": "xterm", "PAGER": "cat", "JMCLEAN_PAGER": "cat"}
    _, said = on_terminal(command, environment=variables, folder=hostile.parent)
    assert said
    assert not [sequence for sequence in OBEYED if sequence in said], said
    assert b"Traceback" not in said


def test_json_without_escapes_says_the_same(hostile: Path) -> None:
    done = run("explain", "--format", "json", "-v", hostile)
    assert all(line.isprintable() for line in done.stdout.splitlines())
    olds = [json.loads(line).get("old", "") for line in done.stdout.splitlines()]
    assert any("\x9b" in old for old in olds)


# files


def test_a_file_is_private_until_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    fsync, mask = os.fsync, os.umask(0)
    os.umask(mask)

    def look(file: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(file).st_mode))
        fsync(file)

    create = os.open

    def opened(path: str, flags: int, mode: int = 0o777, **options: int) -> int:
        if flags & os.O_CREAT:
            seen.append(mode)
        return create(path, flags, mode, **options)

    monkeypatch.setattr(os, "fsync", look)
    monkeypatch.setattr(os, "open", opened)
    page = tmp_path / "page.md"
    write(page, b"1")
    assert seen == [0o600, 0o666 & ~mask]
    page.chmod(0o640)
    write(page, b"2")
    assert seen[2:] == [0o600, 0o640]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_keeps_its_owner(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"1")
    os.chown(page, 12345, 23456)
    page.chmod(0o4640)
    write(page, b"2")
    state = page.stat()
    assert (state.st_uid, state.st_gid, stat.S_IMODE(state.st_mode)) == (12345, 23456, 0o4640)


def links(folder: Path) -> Path:
    """A folder whose links lead into another, which is returned."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "page.md").write_bytes(b"theirs")
    return elsewhere


@pytest.mark.parametrize("link", ["sub", "sub/page.md", ".jmclean-state"])
def test_no_link_leads_a_run_out_of_its_folder(tmp_path: Path, link: str) -> None:
    elsewhere = links(tmp_path)
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/sub/page.txt").write_text(PAGE, "utf-8")
    there = tmp_path / "out" / link
    there.parent.mkdir(parents=True)
    there.symlink_to(elsewhere if link == "sub" else elsewhere / "page.md" if "page" in link else elsewhere / "new")
    done = run("-o", tmp_path / "out", tmp_path / "in")
    assert done.returncode == (0 if link[0] == "." else 3)
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == {"page.md": b"theirs"}


@pytest.mark.parametrize("made", ["folder", "file"])
def test_a_link_that_comes_while_a_page_is_cleaned_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    elsewhere = links(tmp_path)
    out = tmp_path / "out"
    out.mkdir()

    def check_then_link(path: str, folder: str) -> tuple[str, str]:
        found = refuse_outside(path, folder)
        if made == "folder":
            (out / "sub").symlink_to(elsewhere)
        else:
            (out / "sub").mkdir()
            (out / "sub/page.md").symlink_to(elsewhere / "page.md")
        return found

    monkeypatch.setattr("jmclean.io.files.refuse_outside", check_then_link)
    with pytest.raises(FileError):
        write(out / "sub/page.md", b"ours", str(out))
    assert [path.read_bytes() for path in elsewhere.iterdir()] == [b"theirs"]


def test_a_link_that_comes_between_writing_and_naming_is_replaced_not_followed(tmp_path: Path) -> None:
    elsewhere = links(tmp_path)
    with OpenFolder(str(tmp_path)) as place:
        temporary, file = place.create(b"ours", None)
        os.close(file)
        (tmp_path / "page.md").symlink_to(elsewhere / "page.md")
        place.rename(temporary, "page.md")
    assert (tmp_path / "page.md").read_bytes() == b"ours"
    assert not (tmp_path / "page.md").is_symlink()
    assert (elsewhere / "page.md").read_bytes() == b"theirs"


def test_what_a_killed_process_left_goes_after_an_hour(tmp_path: Path) -> None:
    old, new, other = (tmp_path / f".jmclean-{name}" for name in ("1-0123abcd", "2-0123abcd", "state"))
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (1, 1))
    write(tmp_path / "page.md", b"1")
    assert sorted(path.name for path in tmp_path.iterdir()) == [new.name, other.name, "page.md"]


@pytest.mark.parametrize(
    "names", [("a.txt", "A.txt"), ("é.txt", "e\u0301.txt"), ("ß.txt", "SS.txt"), ("b.txt", "b.md")]
)
def test_names_that_some_system_takes_for_one_do_not_meet(tmp_path: Path, names: tuple[str, str]) -> None:
    for name in names:
        (tmp_path / name).write_text(PAGE + name, "utf-8")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this system takes them for one")
    done = run("-o", tmp_path / "out", tmp_path)
    assert done.returncode == 2
    assert "Nothing was written" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_page_that_somebody_changes_meanwhile_is_left(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"theirs")
    with pytest.raises(FileError, match="was changed while"):
        write(page, b"ours", None, b"as it was")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"theirs"]


# journals


def journal(folder: Path, output: str, changed: dict[str, object] | None = None) -> Path:
    """A journal of one page, with the path of its output, and whatever else is changed in its line."""
    data = PAGE.encode()
    page = clean_page(data, Options(), None, "utf-8")
    (folder / "page.md").write_bytes(page.data)
    plain = json.loads(to_line(record("/etc/passwd.md", output, data, page, "utf-8")))
    path = folder / "journal.jsonl"
    path.write_bytes(json.dumps(plain | (changed or {}), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    return path


@pytest.mark.parametrize("output", ["../victim.md", "/", "{victim}", "a/../../victim.md", "\0", "page.md"])
def test_undo_follows_no_path_of_a_journal(tmp_path: Path, output: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    victim = tmp_path / "victim.md"
    victim.write_bytes(b"theirs")
    path = journal(inside, output.format(victim=victim))
    assert run("undo", "--journal", path, "-i", inside / "page.md").returncode == 0
    assert (inside / "page.md").read_text("utf-8") == PAGE
    path = journal(inside, output.format(victim=victim))
    done = run("undo", "--journal", path, "-o", "again", ".", folder=inside)
    assert done.returncode == 0, done.stderr
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()) == [
        "inside/again/page.md",
        "inside/journal.jsonl",
        "inside/page.md",
        "victim.md",
    ]
    assert victim.read_bytes() == b"theirs"


@pytest.mark.parametrize(
    "changed",
    [
        {"encoding": "no such"},
        {"encoding": "zlib"},
        {"encoding": 3},
        {"output_sha256": []},
        {"source": 7},
        {"output": {}},
        {"bom": "yes"},
        {"odd": [[10**9, "\r"]]},
        {"odd": [["x", 1]]},
        {"changes": [{"rule": "captions", "edits": [[10**30, "a", "b"]]}]},
        {"changes": [{"rule": "captions", "edits": [[-5, "a", "b"]]}]},
        {"changes": [{"rule": "captions", "edits": [[0, "\ud800", "他"]]}]},
        {"changes": [{"rule": "captions", "edits": [[float("inf"), "a", "b"]]}]},
        {"changes": 5},
        {"original": "AAAA"},
        {"original": "!"},
    ],
    ids=str,
)
def test_a_hostile_journal_is_an_error_of_two_sentences(tmp_path: Path, changed: dict[str, object]) -> None:
    path = journal(tmp_path, "page.md", changed)
    before = (tmp_path / "page.md").read_bytes()
    done = run("undo", "--journal", path, "-i", tmp_path / "page.md")
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
    assert ". " in done.stderr
    assert (tmp_path / "page.md").read_bytes() == before


def test_a_journal_cannot_fill_the_memory(tmp_path: Path) -> None:
    from base64 import b64encode
    from zlib import compress

    bomb = b64encode(compress(bytes(300 << 20))).decode()
    path = journal(tmp_path, "page.md", {"original": bomb})
    with pytest.raises(ValueError, match="larger than it says"):
        from_line(path.read_bytes())
    assert not list(read_records(str(path)))
    data = b"\n" * (8 << 20)
    page = clean_page(PAGE.encode(), Options(), None, "utf-8")
    line = to_line(record("a", "b", PAGE.encode(), page, "utf-8")._replace(original=data))
    assert from_line(line).original == data


# configurations


def test_patterns_that_run_away_end_in_time() -> None:
    with pytest.raises(PatternError, match="runs away"):
        compile_pattern("(a|aa)+b").fullmatch("a" * 60)
    began = time.process_time()
    for text in ("ab" * 100 + "e.md", "a" * 200, "a" * 100 + "b" + "a" * 100, "b/" + "ab" * 100 + "cex"):
        for glob in ("*[ab]" * 9 + "[cd]e", "*a" * 20 + "b", "**/*a*/" * 8 + "*.x", "?*" * 20 + "c"):
            with suppress(PatternError):
                make_spec([glob]).match_file(text)
    assert time.process_time() - began < 40


@pytest.mark.parametrize(
    "text",
    [
        "jobs = " + "9" * 5000,
        "protect = " + "[" * 5000,
        'protect = ["' + "a" * 100_000,
        "a." * 5000 + "b = 1",
        'captions = "\\ud800"',
        "jobs = 1e400",
        'include = ["[z-a]", "\\u0000"]',
        "\ufeff\ufeff",
        "encoding = 'undefined'",
        "caption-patterns = ['" + "(" * 5000 + "']",
        "caption-patterns = ['(?:(?:a{1000}){1000}){1000}']",
    ],
    ids=lambda text: text[:24],
)
def test_a_hostile_configuration_is_a_usage_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "jmclean.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    done = run("page.txt", folder=tmp_path)
    assert done.returncode in (0, 2), done.stderr[-500:]
    assert "Traceback" not in done.stderr
    assert "Report it" not in done.stderr


@pytest.mark.parametrize("number", ["jobs = 0", "jobs = -1", "jobs = true", "only = [1]", "only = 'captions'", "x = 1"])
def test_a_wrong_value_is_a_usage_error(tmp_path: Path, number: str) -> None:
    (tmp_path / "jmclean.toml").write_text(number, "utf-8")
    assert run("-", folder=tmp_path).returncode == 2
    with pytest.raises(UsageError):
        jmclean.Options(only=("no-such-rule",))
