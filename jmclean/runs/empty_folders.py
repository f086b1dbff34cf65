"""Say what folders hold in which no page was found, so that nobody takes an empty run for a clean one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

MOST_NAMES, MOST_KINDS = 10_000, 5
"""How many files are looked at, and how many kinds of them are named."""

NO_SUFFIX: Final = "without a suffix"


def tell_what_is_held(paths: Sequence[str], say: Callable[[str], None]) -> None:
    """Say of every folder without a page which files are in it, by their suffix."""
    for path in paths:
        if not os.path.isdir(path):
            continue
        names = (name for _, _, files in os.walk(path) for name in files if not name.startswith("."))
        suffixes = Counter(os.path.splitext(name)[1] or NO_SUFFIX for name in islice(names, MOST_NAMES))
        if not suffixes:
            say(f"{path}: The folder is empty. Name one with pages in it.")
            continue
        held = ", ".join(f"{count:,} {suffix}" for suffix, count in suffixes.most_common(MOST_KINDS))
        more = " and others" if len(suffixes) > MOST_KINDS else ""
        say(
            f"{path}: The folder has no page, but {held}{more}. Take files of another suffix with --include '*.SUFFIX'."
        )
