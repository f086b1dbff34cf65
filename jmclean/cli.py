"""The command line: options in, exit code out; it knows no rule."""

from __future__ import annotations

import sys

from jmclean.clean import clean


def main() -> None:
    """Clean standard input to standard output."""
    sys.stdout.buffer.write(clean(sys.stdin.buffer.read().decode()).text.encode())
