"""The errors that a user can cause, each with the exit code that it ends in."""

from __future__ import annotations

INTERRUPTED = 130
"""The exit code of a run that Ctrl-C ended."""


class JmcleanError(Exception):
    """Something the user can put right. The message says in two sentences what is wrong and what to do."""

    exit_code = 3


class UsageError(JmcleanError):
    """The command or an option is wrong; nothing was read or written."""

    exit_code = 2


class DecodeError(JmcleanError):
    """The bytes of a file are in no encoding that was tried."""


class FileError(JmcleanError):
    """A file could not be read or written."""


class NotAPageError(JmcleanError):
    """A file is of a kind that is not a page of text, named as in "JSON" or "CSV table"."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


class EncodeError(JmcleanError):
    """The encoding that was asked for has no place for a letter of the output."""


class PatternError(JmcleanError):
    """A regular expression of the user's runs away on a text."""


class CleanError(JmcleanError):
    """A rule failed on a text: a defect of the rule, not of the text."""


class LayoutError(JmcleanError):
    """A layout dump is broken, or larger than any page."""
