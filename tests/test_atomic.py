"""The folder that a file is written into: held open, cleared of what was left there, and followed out by no link."""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path

import pytest

from jmclean.io import atomic
from jmclean.io.atomic import LEFT, LEFT_FOR, OpenFolder, make_temporary_name
from jmclean.io.files import write

holding = pytest.mark.skipif(not atomic.HOLDS, reason="this system names no file by its folder's descriptor")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=[True, False], ids=["held", "by path"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """A system that can hold folders open, and one that cannot."""
    monkeypatch.setattr(atomic, "HOLDS", atomic.HOLDS and request.param)
    return bool(request.param)


def made(folder: OpenFolder, data: bytes, like: os.stat_result | None) -> str:
    """The name of a new temporary file."""
    name, file = folder.create(data, like)
    os.close(file)
    return name


def test_files_are_made_read_renamed_and_removed_in_it(tmp_path: Path, either: bool) -> None:
    with OpenFolder(str(tmp_path / "a" / "b")) as folder:
        name = made(folder, b"one", None)
        assert re.fullmatch(LEFT, name)
        assert folder.read(name) == b"one"
        folder.rename(name, "page.md")
        other = made(folder, b"two", folder.state("page.md"))
        folder.rename(other, "page.md")
        assert folder.read("page.md") == b"two"
        state = folder.state("page.md")
        assert state is not None
        assert state.st_size == 3
        assert folder.may_be_written("page.md")
        folder.remove("page.md")
        folder.remove("page.md")
        assert folder.state("page.md") is None
    assert names(tmp_path / "a" / "b") == []


def test_a_whole_write_works_either_way(tmp_path: Path, either: bool) -> None:
    for data in (b"one", b"two", b"two"):
        write(tmp_path / "in" / "sub" / "page.md", data, str(tmp_path / "in"))
        assert (tmp_path / "in/sub/page.md").read_bytes() == data
    assert names(tmp_path / "in" / "sub") == ["page.md"]


def test_folders_below_are_made(tmp_path: Path, either: bool) -> None:
    with OpenFolder(str(tmp_path / "out/a/b/c"), str(tmp_path / "out")) as folder:
        folder.rename(made(folder, b"one", None), "page.md")
    with OpenFolder(str(tmp_path / "out"), str(tmp_path / "out")) as folder:
        folder.rename(made(folder, b"two", None), "page.md")
    assert (tmp_path / "out/a/b/c/page.md").read_bytes() == b"one"
    assert (tmp_path / "out/page.md").read_bytes() == b"two"


@holding
@pytest.mark.parametrize("link", ["a", "a/b", "a/b/c"])
def test_no_link_below_is_followed(tmp_path: Path, link: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    there = tmp_path / "out" / link
    there.parent.mkdir(parents=True)
    there.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"Not a directory|symbolic links"):
        OpenFolder(str(tmp_path / "out/a/b/c"), str(tmp_path / "out"))
    assert names(tmp_path / "elsewhere") == []


def test_what_is_no_folder_is_refused(tmp_path: Path, either: bool) -> None:
    (tmp_path / "page.md").write_bytes(b"one")
    with pytest.raises(OSError, match="page"):
        OpenFolder(str(tmp_path / "page.md"))


@holding
def test_a_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"one")
    with pytest.raises(NotADirectoryError):
        OpenFolder(str(tmp_path / "page.md"), str(tmp_path))


@holding
def test_links_are_seen_as_links_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "page.md").symlink_to("secret")
    with OpenFolder(str(tmp_path)) as folder:
        state = folder.state("page.md")
        assert state is not None
        assert stat.S_ISLNK(state.st_mode)
        with pytest.raises(OSError, match="page"):
            folder.read("page.md")


@holding
def test_another_folder_that_comes_in_its_place_gets_nothing(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with OpenFolder(str(tmp_path / "out")) as folder:
        (tmp_path / "out").rename(tmp_path / "moved")
        (tmp_path / "out").mkdir()
        folder.rename(made(folder, b"one", None), "page.md")
        assert folder.read("page.md") == b"one"
    assert names(tmp_path / "out") == []
    assert names(tmp_path / "moved") == ["page.md"]


@pytest.mark.parametrize("is_link", [True, False], ids=["link", "file"])
def test_a_name_that_somebody_has_taken_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_link: bool, either: bool
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    name = make_temporary_name()
    (tmp_path / name).symlink_to(theirs) if is_link else (tmp_path / name).write_bytes(b"theirs")
    monkeypatch.setattr(atomic, "make_temporary_name", lambda: name)
    with OpenFolder(str(tmp_path)) as folder, pytest.raises(FileExistsError):
        folder.create(b"ours", None)
    assert theirs.read_bytes() == (tmp_path / name).read_bytes() == b"theirs"


def test_no_two_names_are_the_same() -> None:
    made = {make_temporary_name() for _ in range(200)}
    assert len(made) == 200
    assert all(name.split("-")[1] == str(os.getpid()) for name in made)


# permissions


@holding
def test_a_file_is_whole_before_it_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: sizes.append(os.fstat(file).st_size))
    write(tmp_path / "page.md", b"1" * 100)
    assert sizes == [100]


@holding
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_is_as_open_as_the_mask_lets_it_and_the_mask_stays(tmp_path: Path, mask: int) -> None:
    atomic._mask.cache_clear()
    before = os.umask(mask)
    try:
        with OpenFolder(str(tmp_path)) as folder:
            folder.rename(made(folder, b"1", None), "page.md")
    finally:
        assert os.umask(before) == mask
        atomic._mask.cache_clear()
    assert mode(tmp_path / "page.md") == 0o666 & ~mask


@holding
def test_the_mask_is_asked_for_without_letting_anybody_in_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def umask(mask: int) -> int:
        asked.append(mask)
        return 0o022

    atomic._mask.cache_clear()
    monkeypatch.setattr(os, "umask", umask)
    try:
        assert [atomic._mask(), atomic._mask()] == [0o022, 0o022]
    finally:
        atomic._mask.cache_clear()
    assert asked == [0o077, 0o022]


@holding
def test_permissions_are_given_also_where_the_owner_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def refuse(_: int, user: int, group: int) -> None:
        asked.append((user, group))
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    (tmp_path / "page.md").touch()
    (tmp_path / "page.md").chmod(0o640)
    like = (tmp_path / "page.md").stat()
    theirs = os.stat_result((like.st_mode, *like[1:4], like.st_uid + 1, *like[5:]))
    with OpenFolder(str(tmp_path)) as folder:
        assert mode(tmp_path / made(folder, b"1", like)) == 0o640
        assert asked == []
        assert mode(tmp_path / made(folder, b"1", theirs)) == 0o640
    assert asked == [(like.st_uid + 1, like.st_gid)]


# what is left behind


@holding
def test_what_was_left_goes_once_nobody_can_be_writing_it(tmp_path: Path) -> None:
    now = time.time()
    ages = {
        make_temporary_name(): LEFT_FOR + 600,
        make_temporary_name(): LEFT_FOR - 600,
        f"{make_temporary_name()}.md": LEFT_FOR + 600,
        f"x{make_temporary_name()}": LEFT_FOR + 600,
        "page.md": LEFT_FOR + 600,
    }
    for name, age in ages.items():
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (now - age, now - age))
    with OpenFolder(str(tmp_path)):
        pass
    assert names(tmp_path) == sorted(list(ages)[1:])


@holding
def test_what_cannot_be_cleared_away_stops_nothing(tmp_path: Path) -> None:
    folder, old = tmp_path / make_temporary_name(), tmp_path / make_temporary_name()
    folder.mkdir()
    old.touch()
    for path in (folder, old):
        os.utime(path, (1, 1))
    with OpenFolder(str(tmp_path)):
        pass
    assert names(tmp_path) == [folder.name]


@holding
def test_a_link_that_was_left_goes_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "page.md").touch()
    link = tmp_path / make_temporary_name()
    link.symlink_to("page.md")
    os.utime(link, (1, 1), follow_symlinks=False)
    with OpenFolder(str(tmp_path)):
        pass
    assert names(tmp_path) == ["page.md"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="descriptors are counted in /proc")
def test_nothing_stays_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for number in range(3):
        write(tmp_path / f"out/{number}/b/c/page.md", b"1", str(tmp_path / "out"))
        (tmp_path / f"out/{number}/link").symlink_to(tmp_path)
        with pytest.raises(OSError, match=r"Not a directory|symbolic links"):
            OpenFolder(str(tmp_path / f"out/{number}/link/d"), str(tmp_path / "out"))
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
