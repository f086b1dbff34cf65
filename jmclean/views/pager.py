"""What goes to a terminal goes through a pager, as git does it; what goes elsewhere goes there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

from jmclean.errors import FileError
from jmclean.io.streams import silence

Write = Callable[[bytes], None]

LESS = "FRX"
"""What less is told unless the user tells it something: obey colours, leave a short text at once and on the screen."""


NOT_FOUND = 127
"""What a shell exits with where it does not find the command."""


class Left(Exception):  # noqa: N818 - it is no error
    """The reader has seen enough."""


@contextmanager
def open_output(paging: bool) -> Iterator[Write]:
    """Yield a function that writes to standard output, or to the user's pager where that is a terminal and `paging`.

    The block ends early and quietly when the reader leaves. Raises FileError where the output cannot be written.
    """
    if sys.stdout is None:
        raise FileError("Standard output is closed. Open it.")
    pager = _find_pager() if paging and sys.stdout.isatty() else ""
    process = _start(pager) if pager else None
    stream: IO[bytes] = process.stdin if process and process.stdin else sys.stdout.buffer

    def write(data: bytes) -> None:
        try:
            stream.write(data)
            stream.flush()
        except BrokenPipeError:
            raise Left from None
        except OSError as error:
            silence()
            raise FileError(f"Standard output could not be written: {error.strerror}. Check where it goes.") from None

    try:
        yield write
    except Left:
        if not process:
            silence()
    finally:
        if process:
            _wait(process)


def _find_pager() -> str:
    """Return the command of the user's pager, empty for none."""
    for name in ("JMCLEAN_PAGER", "PAGER"):
        if name in os.environ:
            pager = os.environ[name].strip()
            return "" if pager == "cat" else pager
    return "less"


def _start(pager: str) -> subprocess.Popen[bytes] | None:
    environment = {"LESS": LESS, "LESSCHARSET": "utf-8", "LV": "-c", **os.environ}
    if os.environ.get("TERM", "dumb") == "dumb":
        return None
    if pager == "less":
        from shutil import which

        if which(pager) is None:
            return None
    return subprocess.Popen(pager, shell=True, stdin=subprocess.PIPE, env=environment)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Let the user read on; an interrupt is for the pager, which stays. Raises FileError where there was none."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if process.stdin:
            with suppress(BrokenPipeError):
                process.stdin.close()
        code = process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    if code == NOT_FOUND:
        raise FileError("The pager could not be run. Set JMCLEAN_PAGER or PAGER to one that is there, or to cat.")
