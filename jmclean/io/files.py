"""Files in and out: whole pages are read, and a page is written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from jmclean.errors import FileError
from jmclean.io.atomic import TEMPORARY, OpenFolder
from jmclean.io.selection import (
    GIT_IGNORE,
    IGNORE_FILE,
    Ignored,
    Selection,
    read_git_ignore,
    read_git_ignores_above,
    read_ignore_file,
)

if TYPE_CHECKING:
    from pathlib import Path

EVERY_PAGE = Selection()
"""The files of a folder whose suffix says that they are pages."""


def read(path: Path | str) -> bytes:
    """Return the bytes of a file, which nobody must change meanwhile. Raises FileError."""
    try:
        with open(path, "rb", 0) as file:
            before = os.fstat(file.fileno())
            data = file.read()
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise FileError("There is no such file. Check the name.") from None
    except PermissionError:
        raise FileError("It may not be read. Change its permissions with chmod, or run as its owner.") from None
    except OSError as error:
        raise FileError(f"It could not be read: {_explain_error(error)}. Check the file and its disk.") from None
    if stat.S_ISREG(after.st_mode) and (before.st_mtime_ns, len(data)) != (after.st_mtime_ns, after.st_size):
        raise FileError("It changes while it is read. Run again when it is whole.")
    return data


def write(path: Path | str, data: bytes, inside: str | None = None, before: bytes | None = None) -> None:
    """Make or replace a file, or what a link points to, in one step, keeping its owner and permissions.

    Until the last step the old file is untouched; whatever stops the writing, no half of a file stays behind. A file
    that holds `data` already is left alone. Raises FileError, also where links lead out of the folder `inside`, and
    where the file does not hold what it did `before`.
    """
    Draft(path, data, inside, before).finish()


class Draft:
    """A file that is written, as `write` does it, but for the last step: to wait for many at once is sooner done."""

    def __init__(self, path: Path | str, data: bytes, inside: str | None = None, before: bytes | None = None) -> None:
        """Write it under a name of its own. Raises FileError, and leaves nothing."""
        if inside is None:
            path = os.path.realpath(path)
        else:
            path, inside = refuse_outside(str(path), inside)
        folder, self.name = os.path.split(path)
        self.before = before
        self.temporary = ""
        with _explain_failures():
            self.place = OpenFolder(folder, inside)
            try:
                self._write(data)
            finally:
                if not self.temporary:
                    self.place.close()

    def finish(self) -> None:
        """Give the file its name when it is on the disk, once. Raises FileError, and leaves nothing."""
        if not self.temporary:
            return
        with _explain_failures(), self.place:
            try:
                try:
                    os.fsync(self.file)
                finally:
                    os.close(self.file)
                if self.before is not None and (not self.replaces or self.place.read(self.name) != self.before):
                    raise FileError("It was changed while it was cleaned, so it is left as it is. Run again.")
                self.place.rename(self.temporary, self.name)
            except BaseException:
                self.place.remove(self.temporary)
                raise
            finally:
                self.temporary = ""

    def _write(self, data: bytes) -> None:
        """Write it, unless the file holds it already."""
        state = self.place.state(self.name)
        self.replaces = state is not None
        if state is not None and not stat.S_ISREG(state.st_mode):
            raise FileError("It is no regular file. Write to standard output or another folder.")
        if state is not None and not self.place.may_be_written(self.name):
            raise FileError("It is read-only. Change its permissions with chmod u+w, or write elsewhere with -o DIR.")
        if state is None or state.st_size != len(data) or self.place.read(self.name) != data:
            self.temporary, self.file = self.place.create(data, state)


@contextmanager
def _explain_failures() -> Iterator[None]:
    """Raise FileError for what the system says against writing a file."""
    try:
        yield
    except PermissionError:
        raise FileError("Its folder may not be written to. Change the permissions, or use another -o DIR.") from None
    except OSError as error:
        raise FileError(f"It could not be written: {_explain_error(error)}. The file is as it was.") from None


def remove_temporary(path: str, process: int | None) -> None:
    """Remove what a process that was killed left of a file that it was writing."""
    folder = os.path.dirname(os.path.realpath(path))
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(f"{TEMPORARY}{process}-"):
                os.unlink(os.path.join(folder, name))


def find_pages(
    path: Path, skip: Path | None, failed: Callable[[str, FileError], None], selection: Selection = EVERY_PAGE
) -> Iterator[Path]:
    """Return the pages of a folder in order, or the file itself; `failed` hears of each folder that cannot be read.

    Hidden files and folders, what `selection` does not take, linked folders, links that lead out of the folder, and
    `skip` are left out.
    """
    from pathlib import Path  # 3 ms, and a run goes by strings

    return map(Path, walk(str(path), None if skip is None else str(skip), failed, selection))


def walk(
    root: str, skip: str | None, failed: Callable[[str, FileError], None], selection: Selection = EVERY_PAGE
) -> Iterator[str]:
    """Yield what `pages` finds, as strings; no more than the names of one folder are held at a time."""
    if not os.path.isdir(root):
        yield root
        return
    inside = os.path.realpath(root)
    left_out = skip and os.path.realpath(skip)
    above = read_git_ignores_above(root) if selection.ignores else ()
    waiting: list[tuple[str, str, tuple[Ignored, ...]]] = [(root, "", above)]
    while waiting:
        folder, relative, ignored = waiting.pop()
        files, folders, ignoring = [], [], []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        if selection.ignores and name in (GIT_IGNORE, IGNORE_FILE):
                            ignoring.append(name)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append(name)
                    elif entry.is_file(follow_symlinks=False) or (
                        entry.is_file() and _is_within(os.path.realpath(entry.path), inside)
                    ):
                        files.append(name)
            if GIT_IGNORE in ignoring:
                ignored = (*ignored, *read_git_ignore(folder, len(relative)))
            if IGNORE_FILE in ignoring:
                ignored = (*ignored, read_ignore_file(folder, relative))
        except FileError as error:
            failed(folder, error)
            continue
        except OSError as error:
            failed(folder, FileError(f"The folder may not be read: {_explain_error(error)}. Change its permissions."))
            continue
        files.sort(reverse=True)
        while files:
            name = files.pop()
            if selection.takes_file(relative + name, ignored):
                yield os.path.join(folder, name)
        folders.sort(reverse=True)
        for name in folders:
            path = os.path.join(folder, name)
            if (left_out is None or os.path.realpath(path) != left_out) and selection.takes_folder(
                relative + name, ignored
            ):
                waiting.append((path, f"{relative}{name}/", ignored))


def find_target(page: str, root: str, folder: str, suffix: str = ".md") -> str:
    """Return where in `folder` a page goes that was found at or below `root`: the same tree, with another suffix."""
    relative = os.path.basename(page) if page == root else strip_folder(page, root)
    return os.path.join(folder, os.path.splitext(relative)[0] + suffix)


def strip_folder(path: str, folder: str) -> str:
    """Return the rest of a path that begins with that of a folder."""
    return path[len(folder) :].lstrip(os.sep + (os.altsep or ""))


def refuse_outside(path: str, folder: str) -> tuple[str, str]:
    """Return the path of a file that is to be written, and that of its folder, both without links.

    Raises FileError where links lead the file out of the folder.
    """
    real, inside = os.path.realpath(path), os.path.realpath(folder)
    if not _is_within(real, inside):
        raise FileError(f"{path} is a link that leads out of {folder}. Remove it, or choose another folder.")
    return real, inside


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _explain_error(error: OSError) -> str:
    return error.strerror or str(error)
