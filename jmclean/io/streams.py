"""Standard input and output as bytes, whatever the locale, and files where a path is named."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from jmclean.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

STDIN = "<stdin>"
"""What standard input is called where a file has its path."""


def read(source: Path | str | None) -> bytes:
    """Return the bytes of a file, or of standard input for None. Raises FileError."""
    if source is not None:
        from jmclean.io.files import read

        return read(source)
    if sys.stdin is None:
        raise FileError("Standard input is closed. Name a PATH, or pipe a page in.")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise FileError(f"Standard input could not be read: {error.strerror}. Check what it comes from.") from None


def write_out(data: bytes) -> None:
    """Write to standard output; a reader that has seen enough may leave. Raises FileError."""
    if sys.stdout is None:
        raise FileError("Standard output is closed. Open it, or use -o DIR.")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        raise FileError(f"Standard output could not be written: {error.strerror}. Check where it goes.") from None


def silence() -> None:
    """Let what is left in the buffer of standard output go nowhere when Python flushes it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
