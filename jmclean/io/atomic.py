"""The folder that a file is written into, held open so that nobody can put another in its place meanwhile."""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from functools import lru_cache
from types import TracebackType
from typing import Any

TEMPORARY = ".jmclean-"
"""What the name of a file begins with that is being written; the process and a number follow."""

LEFT = re.escape(TEMPORARY) + r"\d+-[0-9a-f]{8}"
LEFT_FOR = 3600
"""Seconds after which such a file is what a process left that was killed; none takes so long to write one."""

HOLDS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
"""Whether the system can name a file by its folder's descriptor. Windows cannot, and goes by the path alone."""

PRIVATE = 0o600
CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)


class OpenFolder:
    """A folder to write files into. Names are those of its files; none of them is followed if it is a link."""

    def __init__(self, folder: str, inside: str | None = None) -> None:
        """Open `folder`, which has no link in it, and make it if it is not there.

        Below `inside` no link is followed that has come to stand there. Raises OSError.
        """
        self.folder = folder
        self._at: dict[str, Any] = {}
        if HOLDS:
            descriptor = _open_folder(inside or folder)
            for part in folder[len(inside) :].strip(os.sep).split(os.sep) if inside and inside != folder else ():
                descriptor = _step(descriptor, part)
            self._at = {"dir_fd": descriptor}
            _sweep(descriptor, *os.fstat(descriptor)[1:3])
        else:
            os.makedirs(folder, exist_ok=True)

    def __enter__(self) -> OpenFolder:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        if self._at:
            os.close(self._at["dir_fd"])

    def state(self, name: str) -> os.stat_result | None:
        """Return what is known of a file; None where there is none."""
        try:
            return os.stat(self._name(name), follow_symlinks=False, **self._at)
        except FileNotFoundError:
            return None

    def may_be_written(self, name: str) -> bool:
        """Return whether its permissions let a file be written."""
        return os.access(self._name(name), os.W_OK, **self._at)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises OSError."""
        with os.fdopen(os.open(self._name(name), READ_FLAGS, **self._at), "rb") as file:
            return file.read()

    def create(self, data: bytes, like: os.stat_result | None) -> tuple[str, int]:
        """Return the name and the descriptor of a new temporary file that holds `data`.

        Nobody else can read it till then.

        Its owner and permissions become those of `like`, or of any new file. Raises OSError, and leaves nothing. It is
        on its way to the disk; `os.fsync` waits for it.
        """
        name = make_temporary_name()
        file = self.begin(name)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
            if HOLDS:
                give(file, like)
            if hasattr(os, "posix_fadvise"):  # Linux begins to write what is not to be kept in memory
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        except BaseException:
            os.close(file)
            self.remove(name)
            raise
        return name, file

    def begin(self, name: str) -> int:
        """Return the descriptor of a new file, which nobody else can read. Raises OSError."""
        return os.open(self._name(name), CREATE_FLAGS, PRIVATE, **self._at)

    def rename(self, name: str, new: str, other: OpenFolder | None = None) -> None:
        """Give a file another name, here or in another folder, and remove the file that had it. Raises OSError."""
        there = other or self
        if self._at:
            os.replace(name, new, src_dir_fd=self._at["dir_fd"], dst_dir_fd=there._at["dir_fd"])
        else:
            os.replace(self._name(name), there._name(new))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with suppress(OSError):
            os.unlink(self._name(name), **self._at)

    def _name(self, name: str) -> str:
        return name if self._at else os.path.join(self.folder, name)


def make_temporary_name() -> str:
    """Return a name that no other file has, by which it is known what a file is for that a killed process left."""
    return f"{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}"


def _open_folder(folder: str) -> int:
    """Return a folder, made if it is not there. Raises OSError."""
    try:
        return os.open(folder, FOLDER_FLAGS)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        return os.open(folder, FOLDER_FLAGS)


def _step(descriptor: int, name: str) -> int:
    """Return the folder of that name in another, made if it is not there; the other is closed.

    Raises OSError for a link.
    """
    try:
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=descriptor)
        return os.open(name, FOLDER_FLAGS | os.O_NOFOLLOW, dir_fd=descriptor)
    finally:
        os.close(descriptor)


def give(file: int, like: os.stat_result | None) -> None:
    """Let a file have the owner and the permissions of another, or those of a new one."""
    if like is None:
        os.fchmod(file, 0o666 & ~_mask())
        return
    own = os.fstat(file)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):  # only root may give a file away
            os.fchown(file, like.st_uid, like.st_gid)
    os.fchmod(file, stat.S_IMODE(like.st_mode))


@lru_cache(maxsize=1)
def _mask() -> int:
    """Return the permissions that no new file of this process has."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@lru_cache(maxsize=1024)
def _sweep(descriptor: int, *_: int) -> None:
    """Remove what killed processes left in a folder, the first time that it is written into."""
    with suppress(OSError):
        for name in os.listdir(descriptor):
            if name.startswith(TEMPORARY) and re.fullmatch(LEFT, name):
                with suppress(OSError):
                    if os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mtime < time.time() - LEFT_FOR:
                        os.unlink(name, dir_fd=descriptor)
