"""Which configuration file is that of some pages: a look that a pipe without one hardly feels."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

DECISIONS_FILE = "jmclean.decisions.jsonl"
"""What a file of decisions is called unless the user names another."""

OWN_FILE, SHARED_FILE = "jmclean.toml", "pyproject.toml"
VARIABLE_PREFIX = "JMCLEAN_"
NO_SETTINGS = ("JMCLEAN_PAGER", "JMCLEAN_COMPILED")
"""Variables that say how to show and how to install, not how to clean."""
SETTINGS_TABLE = rb"^[ \t]*\[?[ \t]*tool[ \t]*(?:\.|\][ \t\r\n]+)[ \t]*[\"']?jmclean\b"
"""The head of a table of ours, in the ways in which TOML may write it."""


def read_environment() -> dict[str, str]:
    """Return the variables that set how to clean, by name; an empty one does not."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith(VARIABLE_PREFIX) and value and name not in NO_SETTINGS
    }


def is_unset() -> bool:
    """Return whether no variable, settings file or file of decisions says how to clean standard input."""
    variables = any(name.startswith((VARIABLE_PREFIX, f"_{VARIABLE_PREFIX}")) for name in os.environ)
    return not variables and find_nearest(()) is None and find_nearest_decisions((), None) is None


def find_nearest(paths: Sequence[str]) -> str | None:
    """Return the configuration file in the nearest folder at or above all `paths` that has one; None where none has.

    For standard input it is looked for from the working folder.
    """
    folder = find_folder(paths)
    while True:
        own, shared = os.path.join(folder, OWN_FILE), os.path.join(folder, SHARED_FILE)
        if os.path.isfile(own):
            return own
        if os.path.isfile(shared) and _has_settings(shared):
            return shared
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def find_nearest_decisions(paths: Sequence[str], settings: str | None) -> str | None:
    """Return the file of decisions beside the settings file, or in the nearest folder at or above all `paths`."""
    if settings is not None:
        beside = os.path.join(os.path.dirname(os.path.abspath(settings)), DECISIONS_FILE)
        if os.path.lexists(beside):
            return beside
    folder = find_folder(paths)
    while True:
        path = os.path.join(folder, DECISIONS_FILE)
        if os.path.lexists(path) and not is_foreign(path, paths):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def name_new_decisions(paths: Sequence[str], settings: str | None) -> str:
    """Return where the decisions about `paths` go if there are none yet."""
    folder = find_folder(paths) if settings is None else os.path.dirname(os.path.abspath(settings))
    return os.path.join(folder, DECISIONS_FILE)


def is_foreign(path: str, paths: Sequence[str]) -> bool:
    """Return whether a settings file belongs neither to the user, nor to root, nor to the owner of the pages' folder.

    In a folder above that others may write to, such as /tmp, anybody could decide how a user's pages are cleaned.
    """
    if not hasattr(os, "geteuid"):
        return False
    try:
        owner = os.stat(path).st_uid
        return owner not in (os.geteuid(), 0, os.stat(find_folder(paths)).st_uid)
    except OSError:
        return False


def find_folder(paths: Sequence[str]) -> str:
    """Return the folder that holds all `paths`; the working folder for standard input."""
    here = os.getcwd()
    if not paths or "-" in paths:
        return here
    inputs = [os.path.join(here, path) for path in paths]
    folders = [os.path.normpath(path if os.path.isdir(path) else os.path.dirname(path)) for path in inputs]
    try:
        return os.path.commonpath(folders) if len(folders) > 1 else folders[0]
    except ValueError:  # on two drives
        return here


def _has_settings(path: str) -> bool:
    """Return whether a file that others use speaks of settings of ours; most have none, and need not be parsed."""
    try:
        with open(path, "rb") as file:
            return re.search(SETTINGS_TABLE, file.read(), re.MULTILINE) is not None
    except OSError:
        return False
