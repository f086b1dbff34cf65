"""Loaded by Python itself at its start: makes system calls fail that a test names in JMCLEAN_FAULT, as `CALL EVERY`."""

from __future__ import annotations

import builtins
import io
import os
import random
from typing import Any

name, _, number = os.environ.get("JMCLEAN_FAULT", "").partition(" ")
every = int(number or 0)


def is_hit() -> bool:
    """Whether this call is one that fails."""
    return random.SystemRandom().randrange(every) == 0


if name == "read":
    whole = builtins.open

    class Broken(io.BufferedReader):
        """A file of which the second half cannot be read."""

        def read(self, size: int | None = -1, /) -> bytes:
            if size is None or size < 0:
                super().read(os.fstat(self.fileno()).st_size // 2)
                raise OSError(5, "Input/output error")
            return super().read(size)

    def broken_open(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        """Open a page, perhaps as one that is broken."""
        if mode == "rb" and str(file).endswith((".txt", ".md")) and is_hit():
            return Broken(io.FileIO(file))
        return whole(file, mode, *arguments, **options)

    builtins.open = broken_open
elif name:
    call = getattr(os, name)

    def fail(*arguments: Any, **options: Any) -> Any:
        """Do it, or fail as a full disk does."""
        if is_hit():
            raise OSError(28, "No space left on device")
        return call(*arguments, **options)

    setattr(os, name, fail)
