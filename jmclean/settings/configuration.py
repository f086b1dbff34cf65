"""What was set before the command line was typed: by a configuration file near the pages, and by the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, get_args

from jmclean.errors import FileError, JmcleanError, UsageError
from jmclean.io.page import OutputEncoding
from jmclean.options import Captions, Choices, Join, Options, Order, Script
from jmclean.settings.discovery import PREFIX, SHARED_FILE


class Value(NamedTuple):
    """The value of a key and where it was set; `folder` is what a path in it is relative to."""

    value: Any
    source: str
    folder: str = ""


class Key(NamedTuple):
    """What a key may hold; in the environment a list is split at `separator`."""

    default: Any
    choices: tuple[str, ...] = ()
    separator: str = ","
    check: Callable[[Any], object] | None = None


def _encoding(name: str) -> None:
    from jmclean.io.codec import codec_name

    codec_name(name)


def _globs(patterns: tuple[str, ...]) -> None:
    from jmclean.io.selection import spec

    spec(patterns)


def _jobs(number: int) -> None:
    if number < 1:
        raise UsageError(f"There cannot be {number} processes. Ask for 1 or more.")


DEFAULTS = Choices()
KEYS: dict[str, Key] = {
    "only": Key((), check=lambda rules: Options(only=rules)),
    "skip": Key((), check=lambda rules: Options(skip=rules)),
    "captions": Key(DEFAULTS.captions, get_args(Captions)),
    "join": Key(DEFAULTS.join, get_args(Join)),
    "script": Key(DEFAULTS.script, get_args(Script)),
    "order": Key(DEFAULTS.order, get_args(Order)),
    "protect": Key(()),
    "protect-file": Key(""),
    "caption-patterns": Key((), separator="\n", check=lambda patterns: Options(caption_patterns=patterns)),
    "furniture-patterns": Key((), separator="\n", check=lambda patterns: Options(furniture_patterns=patterns)),
    "encoding": Key("", check=_encoding),
    "output-encoding": Key("utf-8", get_args(OutputEncoding)),
    "jobs": Key(0, check=_jobs),
    "include": Key((), check=_globs),
    "exclude": Key((), check=_globs),
}
"""Everything that can be set, by the name that the configuration file has for it. An empty default means that none
is given: the encoding is found, the processes are as many as the cores."""

LARGEST, MOST_DOTS = 1_000_000, 100
"""The most letters of a configuration file, and dots of one of its lines."""

COMMAND_LINE_ONLY = (
    "o",
    "out",
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


def configured(file: str | None, environment: dict[str, str]) -> dict[str, Value]:
    """What a configuration file and the environment set, by key.

    Raises UsageError for a key or a value that is not allowed, naming the place and what is nearest.
    """
    found = {} if file is None else _from_file(file)
    for name, text in environment.items():
        key = name[len(PREFIX) :].lower().replace("_", "-")
        source = f"environment: {name}"
        _check_key(key, source)
        found[key] = Value(_check_value(key, _parsed(key, text), source), source, os.getcwd())
    return found


def words(value: Value) -> tuple[str, ...]:
    """The words of a `protect-file`, one a line; empty lines and those that begin with # are none.

    Raises UsageError where the file cannot be read.
    """
    from jmclean.io.codec import decode

    path = os.path.join(value.folder, os.path.expanduser(value.value))
    try:
        lines = decode(_read(path)).text.splitlines()
    except JmcleanError as error:
        raise UsageError(f"{value.source}: protect-file {path}: {error}") from None
    return tuple([line.strip() for line in lines if line.strip() and not line.startswith("#")])


def _from_file(path: str) -> dict[str, Value]:
    table = _table(path)
    lines = _read(path).decode("utf-8-sig").splitlines()
    folder = os.path.dirname(os.path.abspath(path))
    found: dict[str, Value] = {}
    for key, value in table.items():
        place = f"{path}{_line(lines, key, os.path.basename(path) == SHARED_FILE)}"
        _check_key(key, place)
        found[key] = Value(_check_value(key, value, place), f"file: {place}", folder)
    return found


def _table(path: str) -> dict[str, Any]:
    """The table of settings in a file."""
    try:
        text = _read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: Byte {error.start} is no UTF-8. Save the file as UTF-8.") from None
    except FileError as error:
        raise UsageError(f"{path}: {error}") from None
    _refuse_costly(path, text)
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # too large a number and too deep a list are no TOMLDecodeError
        raise UsageError(f"{path}: This is no TOML: {error}. Correct it there.") from None
    if os.path.basename(path) != SHARED_FILE:
        return table
    tools = table.get("tool", {})
    own = tools.get("jmclean") if isinstance(tools, dict) else None
    if not isinstance(own, dict):
        raise UsageError(f"{path}: There is no [tool.jmclean]. Add it, or name another file with --config FILE.")
    return own


def _refuse_costly(path: str, text: str) -> None:
    """Raise UsageError for what would fill the memory when it is parsed: the parser's effort for a key is squared."""
    if len(text) > LARGEST:
        raise UsageError(f"{path}: It is longer than {LARGEST:,} letters. Check whether it is a configuration.")
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS and not line.lstrip().startswith("#"):
            raise UsageError(
                f"{path}:{number}: The line has more than {MOST_DOTS} dots. Divide it, or shorten its key."
            )


def _line(lines: list[str], key: str, shared: bool) -> str:
    """Where a key stands, as `:LINE`; nothing where it is written in an unusual way."""
    begin = next((n for n, line in enumerate(lines) if re.match(r"\s*\[\s*tool\s*\.\s*jmclean\b", line)), 0)
    named = re.compile(rf"\s*(?:\[[\w.\s]*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    for number, line in enumerate(lines[begin if shared else 0 :], begin if shared else 0):
        if named.match(line):
            return f":{number + 1}"
    return ""


def _check_key(key: str, place: str) -> None:
    if key in KEYS:
        return
    if key in COMMAND_LINE_ONLY:
        raise UsageError(f"{place}: {key!r} says what to do this time. Give it on the command line.")
    hyphened = key.replace("_", "-")
    near = hyphened if hyphened in KEYS else _near(key, KEYS)
    raise UsageError(f"{place}: There is no key {key!r}. Did you mean {near!r}? There are {', '.join(KEYS)}.")


def _check_value(key: str, value: Any, place: str) -> Any:
    """The value in the form in which it is used. Raises UsageError where it is of another kind or not allowed."""
    known = KEYS[key]
    if isinstance(known.default, tuple):
        if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) and item for item in value):
            raise UsageError(f'{place}: {key!r} must be a list of strings. Write {key} = ["...", "..."].')
        value = tuple(value)
    elif isinstance(known.default, int):
        if not isinstance(value, int) or isinstance(value, bool):
            raise UsageError(f"{place}: {key!r} must be a whole number. Write {key} = 2, say.")
    elif not isinstance(value, str) or not value:
        raise UsageError(f'{place}: {key!r} must be a string. Write {key} = "{known.default or "..."}".')
    elif known.choices and value not in known.choices:
        near = _near(value, known.choices)
        raise UsageError(
            f"{place}: There is no {key} {value!r}. Did you mean {near!r}? There are {', '.join(known.choices)}."
        )
    if known.check:
        try:
            known.check(value)
        except UsageError as error:
            raise UsageError(f"{place}: {key}: {error}") from None
    return value


def _parsed(key: str, text: str) -> Any:
    """The value that a text in the environment stands for."""
    known = KEYS[key]
    if isinstance(known.default, tuple):
        return tuple([item.strip() for item in text.split(known.separator) if item.strip()])
    if isinstance(known.default, int) and text.strip().isdecimal():
        return int(text)
    return text


def _near(word: str, words: Iterable[str]) -> str:
    from difflib import get_close_matches  # only an error needs it

    return get_close_matches(word, words, 1, 0)[0]


def _read(path: str) -> bytes:
    from pathlib import Path

    from jmclean.io.files import read

    return read(Path(path))
