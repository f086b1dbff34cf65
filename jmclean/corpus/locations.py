"""Where a corpus is: local paths, globs, and the URIs of every file system that pyarrow or fsspec can reach."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

import pyarrow as pa
from pyarrow import fs

from jmclean.corpus import jsonlines, parquet
from jmclean.errors import FileError, UsageError

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
MAGIC = re.compile(r"[*?\[]")


class Location(NamedTuple):
    """A file or folder: its file system, its path there, and the name that a user knows it by."""

    system: fs.FileSystem
    path: str
    name: str

    @property
    def is_local(self) -> bool:
        """Return whether the operating system's own calls reach it."""
        return isinstance(self.system, fs.LocalFileSystem)

    def enter(self, relative: str) -> Location:
        """Return the place of that name inside this one."""
        name = self.name.partition("?")[0].rstrip("/")
        return Location(self.system, f"{self.path.rstrip('/')}/{relative}", f"{name}/{relative}")

    def is_same(self, other: Location) -> bool:
        """Return whether both are one file or folder."""
        if self.is_local and other.is_local:
            return os.path.realpath(self.path) == os.path.realpath(other.path)
        return self.path == other.path and bool(self.system.equals(other.system))


class Source(NamedTuple):
    """A file of the corpus, the name that it has in the output folder, and what tells that it is still the same."""

    place: Location
    relative: str
    size: int
    modified: int

    @property
    def compression(self) -> str | None:
        """Return how the file as a whole is compressed, as pyarrow calls it."""
        return COMPRESSIONS.get(PurePosixPath(self.relative).suffix)

    @property
    def format(self) -> str:
        """`jsonl` or `parquet`."""
        return format_of(self.relative) or ""


def format_of(name: str) -> str | None:
    """Return the format that a file's name tells: `jsonl`, `parquet`, or None."""
    lower = name.lower()
    if lower.endswith(parquet.SUFFIX):
        return "parquet"
    for ending in COMPRESSIONS:
        lower = lower.removesuffix(ending)
    return "jsonl" if lower.endswith(jsonlines.JSON_SUFFIXES) else None


def locate(name: str) -> Location:
    """Return the place that a path or URI names.

    Raises UsageError where no file system of that kind is known or answers.
    """
    if "://" not in name:
        return Location(fs.LocalFileSystem(), os.path.abspath(name), name)  # noqa: PTH100
    try:
        system, path = fs.FileSystem.from_uri(quote(name, safe="%:/?#[]@!$&'()*+,;=~"))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        found = _open_fsspec(name)
        if found is None:
            raise UsageError(
                f"{name} names no place that can be reached: {_format_error(error)}. Check the URI."
            ) from None
        system, path = found
    except OSError as error:
        raise UsageError(
            f"{name} does not answer: {_format_error(error)}. Check the URI and its credentials."
        ) from None
    return Location(system, path, name)


def _open_fsspec(name: str) -> tuple[fs.FileSystem, str] | None:
    try:
        import fsspec
    except ImportError:
        return None
    try:
        system, path = fsspec.core.url_to_fs(name)
    except (ValueError, ImportError):
        return None
    return fs.PyFileSystem(fs.FSSpecHandler(system)), path


def find(names: Sequence[str], out: Location, failed: Callable[[str, FileError], None]) -> Iterator[Source]:
    """Yield the files that files, folders and globs stand for, in order; `failed` hears of each that is none.

    Of a folder, the files whose names tell a format are taken, its folders' too; what is hidden (`.` or `_` first) and
    `out` are passed over. Raises UsageError as `locate` does, and where there is nothing at all under a name.
    """
    for name in names:
        found = list(_expand(name, out))
        if not found:
            raise UsageError(f"{name}: no file there is JSON Lines or Parquet. Name files, folders or globs.")
        for place, relative, info in found:
            if format_of(relative) is None:
                kinds = ", ".join((*jsonlines.JSON_SUFFIXES, parquet.SUFFIX))
                error = FileError(f"Its name does not tell its format. Let it end in one of {kinds}, or .gz or .zst.")
                failed(place.name, error)
            else:
                yield Source(place, relative, info.size or 0, info.mtime_ns or 0)


def _expand(name: str, out: Location) -> Iterator[tuple[Location, str, fs.FileInfo]]:
    path, mark, query = name.partition("?") if "://" in name else (name, "", "")
    is_glob = bool(MAGIC.search(path)) and not (mark == "" and os.path.exists(path))  # noqa: PTH110
    pattern = None
    if is_glob:
        parts = path.split("/")
        fixed = next(number for number, part in enumerate(parts) if MAGIC.search(part))
        pattern = _compile_glob("/".join(parts[fixed:]))
        path = "/".join(parts[:fixed]) or ("/" if path.startswith("/") else ".")
    place = locate(path + mark + query)
    try:
        info = place.system.get_file_info(place.path)
        if info.type == fs.FileType.NotFound:
            raise UsageError(f"There is no file or folder {name}. Check the name.")
        if place.is_same(out):
            raise UsageError(f"{name} is both IN and OUT. Choose another folder; nothing was written.")
        if info.type == fs.FileType.File:
            yield place, PurePosixPath(place.path).name, info
            return
        infos = place.system.get_file_info(fs.FileSelector(place.path, recursive=True))
    except OSError as error:
        raise UsageError(
            f"{name} could not be read: {_format_error(error)}. Check the name and its permissions."
        ) from None
    for info in sorted(infos, key=lambda info: str(info.path)):
        relative = info.path[len(place.path.rstrip("/")) :].lstrip("/") if place.path not in ("", ".") else info.path
        found = place.enter(relative)
        hidden = (".",) if pattern else (".", "_")
        if info.type != fs.FileType.File or _is_within(found, out) or _is_hidden(relative, hidden):
            continue
        if pattern.fullmatch(relative) if pattern else format_of(relative):
            yield found, relative, info


def _is_hidden(relative: str, marks: tuple[str, ...]) -> bool:
    return any(part.startswith(marks) for part in relative.split("/"))


def _is_within(place: Location, folder: Location) -> bool:
    if place.is_local and folder.is_local:
        return PurePosixPath(os.path.realpath(place.path)).is_relative_to(os.path.realpath(folder.path))
    return place.system.equals(folder.system) and PurePosixPath(place.path).is_relative_to(folder.path)


def _compile_glob(pattern: str) -> re.Pattern[str]:
    """Return the expression that a path must match: `*` and `?` stand for what is in one name, `**` for folders too."""
    parts = []
    for token in re.findall(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", pattern):
        if token == "**/":
            parts.append("(?:[^/]+/)*")
        elif token in ("**", "*", "?"):
            parts.append({"**": ".*", "*": "[^/]*", "?": "[^/]"}[token])
        elif len(token) > 1:
            inside = token[1:-1].replace("\\", r"\\").replace("[", r"\[")
            parts.append(f"[^{inside[1:]}/]" if inside.startswith("!") else f"[{inside}]")
        else:
            parts.append(re.escape(token))
    return re.compile("".join(parts))


def _format_error(error: BaseException) -> str:
    return str(error).partition("\n")[0].rstrip(".")
