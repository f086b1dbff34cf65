"""What a command says: all that a terminal shows of it, and what is left of its talk where it took long."""

from __future__ import annotations

import os
import re
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import pytest

Stream = Literal["stdin", "stdout", "stderr"]
OUTPUT: tuple[Stream, ...] = ("stdout", "stderr")
LONGEST = 60
"""Seconds after which a command is taken for one that does not end."""


PROGRESS = re.compile(r"^[\d,]+ of [\d,]+ files, .* left, at .*\n", re.MULTILINE)
"""How far a run is, which a log is told where it takes more than some seconds."""


def settled(said: str) -> str:
    """What a run said but for how far it was, which depends on what else the machine did."""
    return PROGRESS.sub("", said)


def on_terminal(
    command: Sequence[str | Path],
    streams: Sequence[Stream] = OUTPUT,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> tuple[int, bytes]:
    """The exit code of a command, and all that the terminal got which `streams` of it are; the others are nowhere."""
    pty = pytest.importorskip("pty")
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=terminal if "stdin" in streams else subprocess.DEVNULL,
        stdout=terminal if "stdout" in streams else subprocess.DEVNULL,
        stderr=terminal if "stderr" in streams else subprocess.DEVNULL,
        env=environment,
        cwd=folder,
    )
    os.close(terminal)
    try:
        shown = _all_of(master)  # before it is waited for, which would be for ever where the terminal is full
        return process.wait(LONGEST), shown
    finally:
        process.kill()
        process.wait()
        os.close(master)


def _all_of(master: int) -> bytes:
    """What comes until no process has the terminal open any more."""
    shown, end = b"", time.monotonic() + LONGEST
    while select.select([master], [], [], max(0.0, end - time.monotonic()))[0]:
        try:
            data = os.read(master, 1 << 16)
        except OSError:  # so Linux says that it is closed; other systems read nothing
            return shown
        if not data:
            return shown
        shown += data
    raise AssertionError(f"The command did not end: {shown[-500:]!r}")
