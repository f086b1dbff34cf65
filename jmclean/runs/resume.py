"""What a run has done, kept in the output folder, so that the next one need not do it again."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from hashlib import sha256

from jmclean.io.files import strip_folder
from jmclean.runs.page_task import STATE_FILE
from jmclean.settings.run_settings import Settings
from jmclean.version import VERSION

COMMIT_EVERY = 1.0
"""Seconds between two writes of the state to its file; so much is done again after a crash."""


def note_undone(path: str, before: bytes, after: bytes) -> None:
    """Note in the state of the folder that a file is in, if it has one, that `undo` wrote it and no person.

    What was something else than `before` to the state was a person's already, and stays so. The page is not done any
    more, so that a run with --resume cleans it again.
    """
    folder = os.path.dirname(path)
    while not os.path.isfile(state := os.path.join(folder, STATE_FILE)):
        if os.path.dirname(folder) == folder:
            return
        folder = os.path.dirname(folder)
    if os.path.islink(state):
        return
    with suppress(sqlite3.Error):
        database = sqlite3.connect(state, timeout=1)
        try:
            with database:
                database.execute(
                    "update pages set source = x'', output = ? where path = ? and output = ?",
                    (sha256(after).digest(), os.fsencode(strip_folder(path, folder)), sha256(before).digest()),
                )
        finally:
            database.close()


class State:
    """The hashes of every page's source and output, by its path in the folder.

    It only says what need not be looked for: a page is passed over where both files still have these hashes. Where the
    file cannot be used, there is no state, and all pages are cleaned.
    """

    def __init__(self, folder: str, settings: Settings, journal: bool) -> None:
        made_by = (VERSION, tuple(settings.options), settings.encoding, settings.output_encoding, journal)
        self.folder = folder
        self.decisions = settings.decisions
        self.options = repr(made_by).encode("utf-8", "surrogatepass")
        self.path = os.path.join(folder, STATE_FILE)
        self.committed = time.monotonic()
        self.database: sqlite3.Connection | None = None
        with suppress(OSError, sqlite3.Error):
            os.makedirs(folder, exist_ok=True)
            try:
                self.database = self._open()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # another run has it, or it may not be written
                    raise
                os.unlink(self.path)
                self.database = self._open()

    def find_hashes(self, path: str, page: str) -> tuple[bytes, bytes] | None:
        """Those of a page and of the file made of it, with the same options and decisions by the same version."""
        rows: list[tuple[bytes, bytes]] = []
        if self.database:
            with suppress(sqlite3.Error):
                rows = self.database.execute(
                    "select source, output from pages where path = ? and options = ?",
                    (self._make_key(path), self._hash_options(page)),
                ).fetchall()
        return rows[0] if rows else None

    def find_output(self, path: str) -> bytes | None:
        """Return the hash of a file as it was last written, with whatever options."""
        if self.database:
            with suppress(sqlite3.Error):
                key = (self._make_key(path),)
                row = self.database.execute("select output from pages where path = ?", key).fetchone()
                return row[0] if row else None
        return None

    def keep(self, path: str, page: str, hashes: tuple[bytes, bytes]) -> None:
        """Note what page a file was made of and what it holds."""
        if not self.database:
            return
        with suppress(sqlite3.Error):
            self.database.execute(
                "replace into pages values (?, ?, ?, ?)", (self._make_key(path), *hashes, self._hash_options(page))
            )
            if time.monotonic() - self.committed > COMMIT_EVERY:
                self.database.commit()
                self.committed = time.monotonic()

    def close(self) -> None:
        """Write what is not written yet."""
        if self.database:
            with suppress(sqlite3.Error):
                self.database.commit()
            self.database.close()
            self.database = None

    def _open(self) -> sqlite3.Connection:
        if os.path.islink(self.path):  # nothing is written outside of the folder
            os.unlink(self.path)
        database = sqlite3.connect(self.path, timeout=0)
        try:
            database.execute("pragma journal_mode = memory")
            database.execute("pragma synchronous = off")  # the files themselves have the last word
            database.execute("pragma cache_size = -2000")
            database.execute(
                "create table if not exists pages "
                "(path blob primary key, source blob, output blob, options blob) without rowid"
            )
            database.execute("select path, source, output, options from pages limit 1").fetchall()
            database.execute("begin immediate")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _hash_options(self, page: str) -> bytes:
        """Return the hash of all that decides how a page is cleaned."""
        decided = self.decisions.hash_for(page) if self.decisions else ""
        return sha256(self.options + decided.encode()).digest()

    def _make_key(self, path: str) -> bytes:
        return os.fsencode(strip_folder(path, self.folder))
