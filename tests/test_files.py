"""Files: read whole, written whole or not at all, and never outside the folder that was named."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from jmclean.errors import FileError
from jmclean.io.files import EVERY_PAGE, Draft, find_pages, find_target, read, refuse_outside, remove_temporary, write
from jmclean.io.selection import Selection
from jmclean.runs.page_task import PageTask, Work, perform
from jmclean.settings.run_settings import Settings

as_root = os.geteuid() == 0 if hasattr(os, "geteuid") else True


def found(path: Path, skip: Path | None = None, selection: Selection = EVERY_PAGE) -> list[str]:
    def failed(name: str, error: FileError) -> None:
        raise AssertionError((name, error))

    return [str(page.relative_to(path)) for page in find_pages(path, skip, failed, selection)]


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

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises((FileError, KeyboardInterrupt)):
        write(page, b"new")
    assert page.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["page.md"]  # noqa: PTH208


def test_why_a_write_failed_is_told_as_the_system_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: os.read(-1, 1))
    with pytest.raises(FileError) as told:
        write(tmp_path / "page.md", b"new")
    assert str(told.value) == "It could not be written: Bad file descriptor. The file is as it was."


def test_a_page_is_replaced_only_while_it_is_what_was_read(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"old")
    write(page, b"new", None, b"old")
    assert page.read_bytes() == b"new"
    for before in (b"old", b"new!"):
        with pytest.raises(FileError, match="was changed while"):
            write(page, b"newer", None, before)
    page.unlink()
    with pytest.raises(FileError, match="was changed while"):
        write(page, b"newer", None, b"new")
    assert list(tmp_path.iterdir()) == []


def test_drafts_have_their_names_when_they_are_finished(tmp_path: Path) -> None:
    (tmp_path / "1.md").write_bytes(b"old")
    (tmp_path / "3.md").write_bytes(b"new")
    drafts = [Draft(tmp_path / f"{number}.md", b"new") for number in range(4)]
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.md")} == {"1.md": b"old", "3.md": b"new"}
    for draft in drafts * 2:
        draft.finish()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"{n}.md": b"new" for n in range(4)}


def test_a_draft_of_a_page_that_somebody_changes_meanwhile_goes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"old")
    draft = Draft(page, b"new", None, b"old")
    page.write_bytes(b"theirs")
    with pytest.raises(FileError, match="was changed while"):
        draft.finish()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"theirs"]


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="open files are counted there")  # noqa: PTH112
def test_no_draft_keeps_a_file_open(tmp_path: Path) -> None:
    (tmp_path / "same.md").write_bytes(b"new")
    (tmp_path / "folder.md").mkdir()
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208
    for name in ("same.md", "other.md", "folder.md", "other.md"):
        with suppress(FileError):
            Draft(tmp_path / name, b"new", None, b"old").finish()
    assert len(os.listdir("/dev/fd")) == before  # noqa: PTH208


def test_ctrl_c_between_writing_and_naming_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "page.txt").write_text("他说,好。", "utf-8")
    monkeypatch.setattr("jmclean.runs.page_task.finish", interrupted)
    with pytest.raises(KeyboardInterrupt):
        perform(PageTask(str(tmp_path / "page.txt"), str(tmp_path / "out/page.md")), Work(Settings()))
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_killed_process_left_beside_its_file_goes_and_no_other_does(tmp_path: Path) -> None:
    names = (".jmclean-7-0123abcd", ".jmclean-8-0123abcd", ".jmclean-77-0123abcd", "page.md")
    for name in names:
        (tmp_path / name).touch()
    remove_temporary(str(tmp_path / "page.md"), 7)
    assert {path.name for path in tmp_path.iterdir()} == set(names[1:])
    remove_temporary(str(tmp_path / "missing" / "page.md"), 7)


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
    assert list(find_pages(tmp_path / "c/e.png", None, lambda *_: None)) == [tmp_path / "c/e.png"]


def test_a_folder_that_may_not_be_read_is_told_and_the_others_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/page.md", "b/page.md", "c/page.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    scandir, failed = os.scandir, list[tuple[str, str]]()

    def refuse(folder: str) -> object:
        if folder.endswith("b"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    got = list(find_pages(tmp_path, None, lambda name, error: failed.append((name, str(error)))))
    assert got == [tmp_path / "a/page.md", tmp_path / "c/page.md"]
    why = "The folder may not be read: Permission denied. Change its permissions."
    assert failed == [(str(tmp_path / "b"), why)]


def test_targets_keep_the_tree() -> None:
    assert find_target("in/a/b.txt", "in", "out") == "out/a/b.md"
    assert find_target("in/a/b.txt", "in/", "out") == "out/a/b.md"
    assert find_target("./b", ".", "out") == "out/b.md"
    assert find_target("../elsewhere/c.lines.txt", "../elsewhere/c.lines.txt", "out") == "out/c.lines.md"


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/a").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "out/b.md").symlink_to(tmp_path / "elsewhere/b.md")
    (tmp_path / "out/c.md").symlink_to(tmp_path / "out/d.md")
    for path in ("a/a.md", "b.md", "../e.md"):
        with pytest.raises(FileError, match="leads out"):
            refuse_outside(str(tmp_path / "out" / path), str(tmp_path / "out"))
    refuse_outside(str(tmp_path / "out/c.md"), str(tmp_path / "out"))


# links and patterns


def test_a_linked_file_is_a_page_where_it_leads_to_one_of_the_tree(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.md").touch()
    (tmp_path / "secret.md").touch()
    (tmp_path / "in/inner.md").symlink_to("a.md")
    (tmp_path / "in/outer.md").symlink_to("../secret.md")
    (tmp_path / "in/broken.md").symlink_to("none.md")
    (tmp_path / "way").symlink_to("in")
    os.mkfifo(tmp_path / "in/pipe.md")
    assert found(tmp_path / "in") == found(tmp_path / "way") == ["a.md", "inner.md"]


TREE = ("a.txt", "1998/b.txt", "1998/c.ocr", "1998/d.png", "1999/e.txt", "1999/drafts/f.txt", "drafts/g.md")


@pytest.mark.parametrize(
    ("include", "exclude", "wanted"),
    [
        ((), (), "a.txt 1998/b.txt 1999/e.txt 1999/drafts/f.txt drafts/g.md"),
        (("1998/",), (), "1998/b.txt"),
        (("*.ocr",), (), "1998/c.ocr"),
        (("*.ocr", "*.md"), (), "1998/c.ocr drafts/g.md"),
        (("199?/**",), ("drafts/",), "1998/b.txt 1999/e.txt"),
        ((), ("drafts/", "/a.txt"), "1998/b.txt 1999/e.txt"),
        ((), ("/drafts",), "a.txt 1998/b.txt 1999/e.txt 1999/drafts/f.txt"),
        ((), ("1998/*", "!1998/b.txt", "/1999/", "/drafts/", "a.*"), "1998/b.txt"),
    ],
)
def test_patterns_take_and_leave_out(
    include: tuple[str, ...], exclude: tuple[str, ...], wanted: str, tmp_path: Path
) -> None:
    for name in TREE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert found(tmp_path, selection=Selection(include, exclude)) == wanted.split()


def test_an_ignore_file_holds_for_its_folder_and_those_below(tmp_path: Path) -> None:
    for name in TREE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".jmcleanignore").write_text("# not yet read\ndrafts/\ne.txt\n")
    assert found(tmp_path) == ["a.txt", "1998/b.txt"]
    (tmp_path / "1999/.jmcleanignore").write_text("!e.txt\n!drafts/\n")
    (tmp_path / "1998/.jmcleanignore").write_text("/b.txt\n")
    assert found(tmp_path) == ["a.txt", "1999/e.txt", "1999/drafts/f.txt"]


def test_an_ignore_file_that_cannot_be_read_fails_its_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/page.md").touch()
    (tmp_path / "page.md").touch()
    (tmp_path / "a/.jmcleanignore").write_bytes(b"\xff")
    failed: list[str] = []
    assert list(find_pages(tmp_path, None, lambda name, _: failed.append(name))) == [tmp_path / "page.md"]
    assert failed == [str(tmp_path / "a")]
