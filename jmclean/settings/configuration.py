"""Settings files: what stands in one, and where."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from jmclean.errors import FileError, JmcleanError, UsageError
from jmclean.io.files import read
from jmclean.settings.discovery import SHARED_FILE

LONGEST_FILE: Final = 1_000_000
MOST_DOTS: Final = 100
"""The most characters of a settings file, and dots of one of its lines."""

COMMAND_LINE_ONLY: Final = (
    "o",
    "output",
    "in-place",
    "check",
    "journal",
    "report",
    "resume",
    "quiet",
    "verbose",
    "config",
    "layout",
)


FILES = ("protect_file", "decisions")
"""The settings that name a file, which is looked for from the folder of the settings."""


class SettingsFile:
    """The values of a settings file by the names of their parameters, and the places of its keys."""

    def __init__(self, path: str, keys: Iterable[str]) -> None:
        """Read the file. Raises UsageError if it cannot be used, or has a key that is not one of `keys`."""
        self.path = path
        text = _read_text(path)
        self._lines = text.splitlines()
        table = _parse_table(path, text)
        for key in table:
            check_key(key, self.find_place(key), keys)
        self.values = {key.replace("-", "_"): value for key, value in table.items()}
        for name in FILES:
            named = self.values.get(name)
            if isinstance(named, str) and named:
                folder = os.path.dirname(os.path.abspath(path))
                self.values[name] = os.path.join(folder, os.path.expanduser(named))

    def find_place(self, key: str) -> str:
        """Return where a key stands, as PATH:LINE; as PATH if it is written in an unusual way."""
        begin = 0
        if os.path.basename(self.path) == SHARED_FILE:
            heads = (n for n, line in enumerate(self._lines) if re.match(r"\s*\[\s*tool\s*\.\s*jmclean\b", line))
            begin = next(heads, 0)
        named = re.compile(rf"\s*(?:\[[\w.\s]*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        found = (n for n, line in enumerate(self._lines[begin:], begin + 1) if named.match(line))
        line = next(found, 0)
        return f"{self.path}:{line}" if line else self.path


def check_key(key: str, place: str, keys: Iterable[str]) -> None:
    """Raise UsageError for a key that is not one of `keys`, with the nearest of them."""
    known = list(keys)
    if key in known:
        return
    if key in COMMAND_LINE_ONLY:
        raise UsageError(f"{place}: {key!r} says what to do this time. Give it on the command line.")
    from difflib import get_close_matches  # only an error needs it

    hyphened = key.replace("_", "-")
    near = hyphened if hyphened in known else get_close_matches(key, known, 1, 0)[0]
    raise UsageError(f"{place}: There is no key {key!r}. Did you mean {near!r}? There are {', '.join(known)}.")


def read_words(path: str) -> tuple[str, ...]:
    """Return the words of a `protect-file`, one a line, without empty lines and those that begin with #.

    Raises UsageError if the file cannot be read.
    """
    from jmclean.io.codec import decode

    try:
        lines = decode(read(Path(path).expanduser())).text.splitlines()
    except JmcleanError as error:
        raise UsageError(f"protect-file {path}: {error}") from None
    return tuple([line.strip() for line in lines if line.strip() and not line.startswith("#")])


def _read_text(path: str) -> str:
    """Return the text of a settings file. Raises UsageError if its parsing would fill the memory.

    The parser's time for a key grows with the square of its dots.
    """
    try:
        text = read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: Byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    except FileError as error:
        raise UsageError(f"{path}: {error}") from None
    if len(text) > LONGEST_FILE:
        raise UsageError(f"{path}: It has more than {LONGEST_FILE:,} characters. Check whether it is a settings file.")
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS and not line.lstrip().startswith("#"):
            raise UsageError(
                f"{path}:{number}: The line has more than {MOST_DOTS} dots. Divide it, or shorten its key."
            )
    return text


def _parse_table(path: str, text: str) -> dict[str, Any]:
    """Return the table of settings in the text of a file. Raises UsageError if there is none."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # a number too large and a list too deep are no TOMLDecodeError
        raise UsageError(f"{path}: It is not valid TOML: {error}. Correct it there.") from None
    if os.path.basename(path) != SHARED_FILE:
        return table
    tools = table.get("tool", {})
    own = tools.get("jmclean") if isinstance(tools, dict) else None
    if not isinstance(own, dict):
        raise UsageError(f"{path}: There is no [tool.jmclean]. Add it, or name another file with --config FILE.")
    return own
