"""Which record of a journal is that of a file: by the hash of what it holds, and by the path that the user named.

A path that only the journal names is never opened.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from jmclean.errors import FileError
from jmclean.history.journal import Record, read_record, read_records
from jmclean.io.streams import STDIN


class Wanted:
    """A cleaned file, or standard input, whose record is looked for."""

    def __init__(self, path: str | None, root: str, data: bytes) -> None:
        self.path = path
        self.root = root
        self.absolute = path and os.path.abspath(path)
        self.sha256 = sha256(data).hexdigest()
        self._written = -1
        self._fit = (False, False, -1)
        self._sources: set[str] = set()

    @property
    def name(self) -> str:
        """Return what the file is called."""
        return STDIN if self.path is None else self.path

    def consider(self, record: Record, offset: int) -> None:
        """Look how well a record fits: best is one of this path, then one that changed something, then the latest."""
        is_here = record.output is not None and os.path.abspath(record.output) == self.absolute
        if record.output_sha256 != self.sha256:
            if is_here:
                self._written = offset
            return
        if record.is_change:
            self._sources.add(record.source_sha256)
        self._fit = max(self._fit, (is_here, record.is_change, offset))

    @property
    def was_edited(self) -> bool:
        """Return whether it is not as jmclean wrote it last, though it wrote this file."""
        return self._fit[2] < 0 <= self._written

    def record(self, journal: str) -> Record:
        """Return the record that fits. Raises FileError where there is none, or several that fit as well."""
        is_here, _, offset = self._fit
        if self.was_edited:
            return read_record(journal, self._written)
        if offset < 0:
            raise FileError(
                f"{journal} has no page that became this text. Name the journal of the run that wrote it; "
                "a file that was edited since cannot be undone."
            )
        if not is_here and len(self._sources) > 1:
            raise FileError(
                f"{len(self._sources)} different pages of {journal} became this text. Undo it where jmclean wrote it."
            )
        return read_record(journal, offset)


def look_up(journal: str, files: Iterable[Wanted]) -> None:
    """Let every file consider the records that may be its own. Raises FileError where the journal cannot be read."""
    by_hash: dict[str, list[Wanted]] = defaultdict(list)
    by_path: dict[str, list[Wanted]] = defaultdict(list)
    for file in files:
        by_hash[file.sha256].append(file)
        by_path[file.absolute or ""].append(file)
    for offset, record in read_records(journal):
        path = "" if record.output is None else os.path.abspath(record.output)
        for file in {*by_hash.get(record.output_sha256, ()), *by_path.get(path, ())}:
            file.consider(record, offset)
