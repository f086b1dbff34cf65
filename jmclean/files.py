"""Files in and out: whole pages are read, and a page is written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from jmclean.errors import FileError

SUFFIXES = frozenset((".md", ".markdown", ".txt", ".text"))
"""The files of a folder that are pages; a file that is named itself may be called anything."""


def read(path: Path) -> bytes:
    """The bytes of a file. Raises FileError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileError("There is no such file. Check the name.") from None
    except PermissionError:
        raise FileError("It may not be read. Change its permissions with chmod, or run as its owner.") from None
    except OSError as error:
        raise FileError(f"It could not be read: {_reason(error)}. Check the file and its disk.") from None


def write(path: Path, data: bytes) -> None:
    """Make or replace a file, or what a link points to, in one step, keeping its permissions. Raises FileError.

    Until the last step the old file is untouched; whatever stops the writing, no half of a file and no temporary one
    stays behind. A file that holds `data` already is left alone.
    """
    try:
        path = path.resolve()
        mode = path.stat().st_mode if path.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            raise FileError("It is no regular file. Write to standard output or another folder.")
        if mode is not None and not os.access(path, os.W_OK):
            raise FileError("It is read-only. Change its permissions with chmod u+w, or write elsewhere with -o DIR.")
        if mode is not None and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".jmclean-{os.getpid()}-{os.urandom(4).hex()}")
        try:
            with temporary.open("xb") as file:
                if mode is not None:
                    temporary.chmod(stat.S_IMODE(mode))
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except PermissionError:
        raise FileError("Its folder may not be written to. Change the permissions, or use another -o DIR.") from None
    except OSError as error:
        raise FileError(f"It could not be written: {_reason(error)}. The file is as it was.") from None


def pages(path: Path, skip: Path | None, failed: Callable[[str, FileError], None]) -> Iterator[Path]:
    """The pages of a folder in order, or the file itself; `failed` hears of each folder that cannot be read.

    Hidden files and folders, files with other suffixes than SUFFIXES, linked folders and `skip` are left out.
    """
    if not path.is_dir():
        yield path
        return

    def unreadable(error: OSError) -> None:
        failed(str(error.filename), FileError(f"The folder may not be read: {_reason(error)}. Change its permissions."))

    left_out = skip and skip.resolve()
    for root, folders, files in os.walk(path, onerror=unreadable):
        here = Path(root)
        folders[:] = sorted(name for name in folders if name[0] != "." and (here / name).resolve() != left_out)
        for name in sorted(files):
            if name[0] != "." and Path(name).suffix.lower() in SUFFIXES:
                yield here / name


def targets(sources: list[tuple[Path, Path]], folder: Path) -> Iterator[Path | FileError]:
    """Where in `folder` each page goes, or why it cannot, for (page, the file or folder that was asked for)."""
    inside = folder.resolve()
    taken = {page.resolve() for page, _ in sources}
    for page, root in sources:
        relative = page.relative_to(root) if page != root else Path(page.name)
        target = folder / relative.with_suffix(".md")
        real = target.resolve()
        if real in taken:
            yield FileError(f"{target} is another page's, or this page itself. Choose another -o DIR, or use -i.")
        elif not real.is_relative_to(inside):
            yield FileError(f"{target} is a link that leads out of {folder}. Remove it, or choose another -o DIR.")
        else:
            taken.add(real)
            yield target


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
