"""Which files of a folder are left out or taken in, by patterns as Git has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jmclean.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    """The patterns, ready to be asked. Raises UsageError for one that is none."""
    from pathspec import GitIgnoreSpec

    lines = list(patterns)
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UsageError(f"A pattern among {', '.join(lines)} is none: {error}. Write it as in .gitignore.") from None
