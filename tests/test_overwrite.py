"""What a person changed in an output folder is not overwritten, and nobody else's settings are applied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "jmclean"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, timeout=60, text=True, encoding="utf-8")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"{name} 市民看书,很多。\n", "utf-8", newline="")
    return folder


@pytest.mark.parametrize("resume", [(), ("--resume",)], ids=["anew", "resumed"])
def test_an_output_that_a_person_changed_is_left_and_named(
    pages: Path, tmp_path: Path, resume: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    assert run("-o", out, pages).returncode == 0
    mine = out / "a.md"
    mine.write_text("我改过了。\n", "utf-8", newline="")
    (pages / "b.txt").write_text("b 市民看报,很多。\n", "utf-8", newline="")

    done = run("-o", out, *resume, pages)
    assert done.returncode == 3
    assert f"{mine} was changed since jmclean wrote it" in done.stderr
    assert mine.read_text("utf-8") == "我改过了。\n"
    assert (out / "b.md").read_text("utf-8") == "b 市民看报，很多。\n"

    done = run("-o", out, *resume, "--overwrite", pages)
    assert done.returncode == 0
    assert mine.read_text("utf-8") == "a 市民看书，很多。\n"


def test_other_options_and_a_removed_output_are_no_change_of_a_person(pages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("-o", out, pages).returncode == 0
    assert run("-o", out, "--skip", "halfwidth-punctuation", pages).returncode == 0
    assert (out / "a.md").read_text("utf-8") == "a 市民看书,很多。\n"
    (out / "a.md").unlink()
    assert run("-o", out, pages).returncode == 0
    assert (out / "a.md").read_text("utf-8") == "a 市民看书，很多。\n"


def test_what_undo_wrote_is_no_change_of_a_person(pages: Path, tmp_path: Path) -> None:
    out, journal = tmp_path / "out", tmp_path / "run.jsonl"
    assert run("-o", out, "--resume", "--journal", journal, pages).returncode == 0
    assert run("undo", "-i", "--at", "1:7", out / "a.md", "--journal", journal).returncode == 0
    assert (out / "a.md").read_text("utf-8") == "a 市民看书,很多。\n"
    assert run("-o", out, "--resume", "--journal", journal, pages).returncode == 0
    assert (out / "a.md").read_text("utf-8") == "a 市民看书，很多。\n"

    (out / "a.md").write_text("我改过了。\n", "utf-8", newline="")
    run("undo", "-i", out / "a.md", "--journal", journal)
    assert run("-o", out, pages).returncode == 3


def test_overwrite_needs_a_folder(pages: Path) -> None:
    done = run("-i", "--overwrite", pages)
    assert done.returncode == 2
    assert "Add -o DIR" in done.stderr


def test_settings_in_force_are_named(pages: Path) -> None:
    (pages / "jmclean.toml").write_text('captions = "quote"\n', "utf-8")
    done = run("-v", "--check", pages)
    assert f"jmclean: captions: quote (file: {pages / 'jmclean.toml'}:1)" in done.stderr
    assert "captions: quote" not in run("--check", pages).stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_settings_of_somebody_else_above_the_pages_are_not_applied(pages: Path, tmp_path: Path) -> None:
    settings = tmp_path / "jmclean.toml"
    settings.write_text('skip = ["halfwidth-punctuation"]\n', "utf-8")
    os.chown(settings, 65534, 65534)
    done = run(pages / "a.txt")
    assert done.stdout == "a 市民看书，很多。\n"
    assert f"{settings} belongs to another user and is not applied" in done.stderr
    assert run("--config", settings, pages / "a.txt").stdout == "a 市民看书,很多。\n"
    os.chown(pages, 65534, 65534)
    assert run(pages / "a.txt").stdout == "a 市民看书,很多。\n"


def test_a_place_that_is_already_undone_is_said_to_be(pages: Path, tmp_path: Path) -> None:
    out, journal = tmp_path / "out", tmp_path / "run.jsonl"
    (pages / "a.txt").write_text("a 市民看书,很多。\n\n孩子看报,很久。\n", "utf-8", newline="")
    run("-o", out, "--journal", journal, pages)
    undo = ("undo", "-i", out / "a.md", "--journal", journal, "--at")
    assert run(*undo, "1:7").returncode == 0
    again = run(*undo, "1:7")
    assert (again.returncode, "already undone" in again.stderr) == (3, True)
    assert run(*undo, "3:5").returncode == 0
    again = run(*undo, "3:5", "--for-good")
    assert (again.returncode, "already undone" in again.stderr) == (3, True)
