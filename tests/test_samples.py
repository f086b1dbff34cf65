"""What a newcomer sees first: every dump of `samples/dumps` becomes the page of the same name in `samples/clean`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
DUMPS = sorted((SAMPLES / "dumps").iterdir())
PAGES = sorted((SAMPLES / "clean").iterdir())
EVALUATION = SAMPLES.parent.parent / "shared" / "eval"
LONGEST_SHARED = 19
"""Han letters in a row that two texts may have in common by chance."""


def jmclean(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "jmclean", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)


def test_every_dump_has_its_page() -> None:
    assert len(DUMPS) >= 6
    assert [path.stem for path in DUMPS] == [path.stem for path in PAGES]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name)
def test_a_dump_becomes_its_page(dump: Path) -> None:
    done = jmclean(dump)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == (SAMPLES / "clean" / f"{dump.stem}.md").read_bytes().decode()


def test_a_layout_dump_becomes_its_page(tmp_path: Path) -> None:
    folder = SAMPLES / "layout"
    done = jmclean("--layout", folder, "--exclude", "*.md", "-o", tmp_path)
    assert done.returncode == 0
    pages = sorted(folder.glob("*.md"))
    assert [path.stem for path in pages] == sorted(path.stem for path in folder.iterdir() if path.suffix != ".md")
    for page in pages:
        assert (tmp_path / page.name).read_bytes() == page.read_bytes()


def test_a_folder_becomes_a_folder(tmp_path: Path) -> None:
    done = jmclean(SAMPLES / "dumps", "-o", tmp_path)
    assert done.returncode == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name[0] != "."} == {
        path.name: path.read_bytes() for path in PAGES
    }


def test_clean_pages_have_nothing_to_clean() -> None:
    done = jmclean("--check", SAMPLES / "clean")
    assert done.returncode == 0
    assert f"{len(PAGES)} files: 0 would change, {len(PAGES)} unchanged".encode() in done.stderr


def test_one_dump_is_no_utf8_and_one_is_clean_already() -> None:
    kinds = set()
    for dump, page in zip(DUMPS, PAGES, strict=True):
        try:
            kinds.add("utf-8" if dump.read_bytes().decode() != page.read_text("utf-8") else "clean")
        except UnicodeDecodeError:
            assert dump.read_bytes().decode("gb18030")
            kinds.add("gb18030")
    assert kinds == {"utf-8", "clean", "gb18030"}


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the evaluation pages are not here")
def test_the_samples_are_nobody_elses_text() -> None:
    size = LONGEST_SHARED + 1
    ours = {run[at : at + size] for page in PAGES for run in han(page) for at in range(len(run) - size + 1)}
    assert ours
    for path in EVALUATION.rglob("*"):
        if path.suffix in (".md", ".txt", ".jsonl"):
            theirs = {run[at : at + size] for run in han(path) for at in range(len(run) - size + 1)}
            assert not ours & theirs, path


def han(path: Path) -> list[str]:
    """The Han letters of a text, paragraph by paragraph, without the marks between them."""
    return ["".join(re.findall("[\u3400-\u9fff]+", line)) for line in path.read_text("utf-8", "replace").split("\n")]
