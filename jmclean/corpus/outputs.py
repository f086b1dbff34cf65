"""The files of the output: whole or not there at all, each with a record by which a later run knows it.

Everything that is not finished is under `.jmclean` in the output folder, where no reader of data sets looks. A record
there names the source (its size and time), the version and the options, and the size and time of the finished file.
A file is taken for done only if all of these are what they were; else it is made anew. A file without a record was
made by something else and is never overwritten.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pyarrow as pa
from pyarrow import fs

from jmclean.corpus.locations import Location, Source
from jmclean.errors import FileError
from jmclean.io.atomic import HOLDS, OpenFolder, give
from jmclean.io.files import refuse_outside

WORK = ".jmclean"
"""The folder in the output folder that holds what is not output."""


class Output:
    """The output of one source: where it goes, and whether it is there already."""

    def __init__(self, folder: Location, source: Source, relative: str, settings: str) -> None:
        self.folder = folder
        self.target = folder.enter(relative)
        self.relative = relative
        self._record = folder.enter(f"{WORK}/{relative}.record")
        self._made_of = {
            "source": source.place.name,
            "size": source.size,
            "modified": source.modified,
            "settings": settings,
        }

    def recall_failed(self) -> int | None:
        """How many rows failed where an earlier run finished this file, with the same settings, of the same source.

        None where it is still to do. Raises FileError where there is a file that no run has made, or none can be seen.
        """
        if self.target.is_local:
            for place in (self.target, self._record):
                refuse_outside(place.path, self.folder.path)
        try:
            info = self.target.system.get_file_info(self.target.path)
        except OSError as error:
            raise FileError(
                f"{self.target.name} is out of reach: {explain_error(error)}. Check its permissions."
            ) from None
        if info.type == fs.FileType.NotFound:
            return None
        record = self._read()
        if info.type != fs.FileType.File or record is None:
            raise FileError(f"{self.target.name} is there already, not from jmclean. Remove it, or choose another OUT.")
        failed = record.get("failed", 0)
        return failed if isinstance(failed, int) and record == self._describe(info, failed) else None

    def claim(self) -> None:
        """Put on record that the file under the target's name, if there is one, is ours to replace."""
        self._write(self._made_of)

    @contextmanager
    def open(self, name: str | None = None) -> Iterator[Any]:
        """Yield a stream whose bytes get the target's name, or that of another file in WORK, if the block ends well.

        Raises FileError if it cannot be written.
        """
        final = self.folder.enter(f"{WORK}/{name}") if name else self.target
        partial = self.folder.enter(f"{WORK}/{self.relative}.{os.getpid()}-{os.urandom(4).hex()}.partial")
        try:
            with (_open_local if final.is_local else _open_remote)(partial, final, self.folder) as stream:
                yield stream
        except OSError as error:
            raise FileError(
                f"{final.name} could not be written: {explain_error(error)}. Nothing of it stays."
            ) from None

    def finish(self, failed: int) -> None:
        """Put on record that the target is whole, but for the rows that failed."""
        self._write(self._describe(self.target.system.get_file_info(self.target.path), failed))

    def _describe(self, info: fs.FileInfo, failed: int) -> dict[str, Any]:
        return self._made_of | {"written": info.size, "at": info.mtime_ns, "failed": failed}

    def _read(self) -> dict[str, Any] | None:
        try:
            with self._record.system.open_input_stream(self._record.path) as stream:
                record = json.loads(stream.read())
                return record if isinstance(record, dict) else {}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError):
            return {}

    def _write(self, record: dict[str, Any]) -> None:
        with self.open(f"{self.relative}.record") as stream:
            stream.write(json.dumps(record, ensure_ascii=False).encode())


def clear(folder: Location, relative: str) -> None:
    """Remove what interrupted runs left of a file."""
    place = folder.enter(f"{WORK}/{relative}")
    parent, _, name = place.path.rpartition("/")
    with suppress(OSError):
        for info in place.system.get_file_info(fs.FileSelector(parent, allow_not_found=True)):
            if info.base_name.startswith(f"{name}.") and info.base_name.endswith(".partial"):
                place.system.delete_file(info.path)


def explain_error(error: BaseException) -> str:
    """Return what an error of the operating system or of pyarrow says, without its place and its full stop."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, pa.ArrowException | OSError):
        return str(error).partition("\n")[0].rstrip(".")
    return f"{type(error).__name__}: {error}".rstrip(".")


@contextmanager
def _open_local(partial: Location, final: Location, folder: Location) -> Iterator[Any]:
    """Yield a stream into a private file, which becomes `final` when it is on the disk; no link is followed."""
    os.makedirs(folder.enter(WORK).path, 0o700, exist_ok=True)  # noqa: PTH103 - private
    (from_path, inside), (to_path, _) = (refuse_outside(place.path, folder.path) for place in (partial, final))
    (from_folder, name), (to_folder, new) = os.path.split(from_path), os.path.split(to_path)
    with OpenFolder(from_folder, inside) as work, OpenFolder(to_folder, inside) as there:
        try:
            file = work.begin(name)
            try:
                with os.fdopen(os.dup(file), "wb") as stream:  # a compressed stream closes the one below it
                    yield stream
                if HOLDS:
                    give(file, None)
                os.fsync(file)
            finally:
                os.close(file)
            work.rename(name, new, there)
        except BaseException:
            work.remove(name)
            raise


@contextmanager
def _open_remote(partial: Location, final: Location, _: Location) -> Iterator[Any]:
    """Yield a stream into a file of another file system, which then becomes `final`."""
    system = final.system
    for place in (partial, final):
        system.create_dir(place.path.rpartition("/")[0], recursive=True)
    try:
        with system.open_output_stream(partial.path) as stream:
            yield stream
        system.move(partial.path, final.path)
    except BaseException:
        with suppress(OSError):
            system.delete_file(partial.path)
        raise
