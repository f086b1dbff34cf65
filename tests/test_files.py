"""Files: read whole, written whole or not at all, and never outside the folder that was named."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from jmclean.errors import FileError
from jmclean.files import pages, read, targets, write

as_root = os.geteuid() == 0 if hasattr(os, "geteuid") else True


def found(path: Path, skip: Path | None = None) -> list[str]:
    def failed(name: str, error: FileError) -> None:
        raise AssertionError((name, error))

    return [str(page.relative_to(path)) for page in pages(path, skip, failed)]


def test_a_written_file_is_whole_and_nothing_else_stays(tmp_path: Path) -> None:
    page = tmp_path / "a" / "b" / "page.md"
    write(page, "一".encode())
    write(page, "二".encode())
    assert read(page) == "二".encode()
    assert os.listdir(page.parent) == ["page.md"]  # noqa: PTH208


def test_permissions_are_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"1")
    page.chmod(0o640)
    write(page, b"2")
    assert stat.S_IMODE(page.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write(tmp_path / "page.md", b"1")
    assert (tmp_path / "page.md").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"1")
    link = tmp_path / "link.md"
    link.symlink_to("page.md")
    write(link, b"2")
    assert link.is_symlink()
    assert (tmp_path / "page.md").read_bytes() == b"2"


def test_a_file_that_holds_the_page_already_is_not_touched(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"1")
    before = page.stat()
    write(page, b"1")
    assert (page.stat().st_ino, page.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "Ctrl-C"])
def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, error: BaseException
) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr({"fsync": os, "replace": Path}[failing], failing, fail)
    with pytest.raises((FileError, KeyboardInterrupt)):
        write(page, b"new")
    assert page.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["page.md"]  # noqa: PTH208


@pytest.mark.skipif(as_root, reason="root may write everything")
def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"1")
    page.chmod(0o400)
    with pytest.raises(FileError, match="read-only"):
        write(page, b"2")


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no regular file"):
        write(tmp_path, b"1")
    with pytest.raises(FileError):
        write(tmp_path / "page.md" / "below.md", b"1") if (tmp_path / "page.md").write_bytes(b"1") else None


@pytest.mark.parametrize(("name", "reason"), [("missing", "no such file"), ("", "could not be read")])
def test_a_file_that_cannot_be_read_is_an_error_of_two_sentences(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(FileError, match=rf"{reason}.*\. [A-Z].*\.$"):
        read(tmp_path / name)


def test_the_pages_of_a_folder_are_its_texts_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "c/d.markdown", "c/e.png", "c/.hidden.md", ".git/f.md", "out/g.md", "b.lines.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    assert found(tmp_path, tmp_path / "out") == ["a.MD", "b.lines.txt", "b.txt", "c/d.markdown"]
    assert list(pages(tmp_path / "c/e.png", None, lambda *_: None)) == [tmp_path / "c/e.png"]


def test_targets_keep_the_tree(tmp_path: Path) -> None:
    sources = [(tmp_path / "in/a/b.txt", tmp_path / "in"), (Path("../elsewhere/c.lines.txt"),) * 2]
    assert list(targets(sources, tmp_path / "out")) == [tmp_path / "out/a/b.md", tmp_path / "out/c.lines.md"]


def test_two_pages_never_share_a_target(tmp_path: Path) -> None:
    sources = [(tmp_path / name, tmp_path) for name in ("a.txt", "a.text", "b.md")]
    first, second, _ = targets(sources, tmp_path / "out")
    assert first == tmp_path / "out/a.md"
    assert isinstance(second, FileError)


def test_a_page_is_never_its_own_target_or_that_of_another(tmp_path: Path) -> None:
    sources = [(tmp_path / name, tmp_path) for name in ("a.txt", "a.md", "b.md")]
    assert all(isinstance(target, FileError) for target in targets(sources, tmp_path))


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/a").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "out/b.md").symlink_to(tmp_path / "elsewhere/b.md")
    sources = [(tmp_path / "in" / name, tmp_path / "in") for name in ("a/a.txt", "b.txt")]
    assert all(isinstance(target, FileError) for target in targets(sources, tmp_path / "out"))
