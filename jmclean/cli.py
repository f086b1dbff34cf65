"""The command line: which command runs, and the exit code of what comes of it. It knows no rule and touches no text."""

from __future__ import annotations

import gc
import os
import sys

gc.set_threshold(100_000, 50, 50)  # a page makes many objects and hardly a cycle, and so does an import

import click  # noqa: E402

from jmclean.commands import COMMANDS, DEFAULT, load  # noqa: E402
from jmclean.errors import JmcleanError  # noqa: E402
from jmclean.io.messages import say  # noqa: E402

INTERRUPTED = 130
PEERS = frozenset(("pyarrow", "ray"))
"""Modules that have something of their own to end: threads, clusters and their processes."""


def run() -> None:
    """What the shell runs: `main`, and then an end at once.

    To take a program apart object by object costs Python as much time as to clean a page. mypy ends so too.
    """
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int) or not PEERS.isdisjoint(sys.modules):
            raise
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except OSError:
            raise end from None  # Python says what went wrong
        os._exit(end.code)


def main() -> None:
    """Run the command that the first argument names, or clean, and exit."""
    name, shown, arguments = DEFAULT, "jmclean", sys.argv[1:]
    if arguments and arguments[0] in COMMANDS:
        name, arguments = arguments[0], arguments[1:]
        shown = f"jmclean {name}"
    try:
        if "_JMCLEAN_COMPLETE" in os.environ:
            from jmclean.commands.shell_completion import complete

            complete()
            sys.exit(0)
        code = load(name).main(arguments, shown, standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        code = error.exit_code
    except JmcleanError as error:
        say(f"jmclean: {error}")
        code = error.exit_code
    except click.Abort:
        say("jmclean: Interrupted. Every file is either as it was or done; run it again to do the rest.")
        code = INTERRUPTED
    sys.exit(code)


def _show(error: click.ClickException) -> None:
    """Tell of a wrong command as click does; what was typed may be a file's name, and drive no terminal."""
    from io import StringIO

    said = StringIO()
    error.show(said)
    for line in said.getvalue().split("\n")[:-1]:
        say(line)
