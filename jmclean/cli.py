"""The command line: which command runs, and the exit code of what comes of it. It knows no rule and touches no text."""

from __future__ import annotations

import gc
import os
import sys

gc.set_threshold(100_000, 50, 50)  # a page makes many objects and hardly a cycle, and so does an import

from typing import TYPE_CHECKING  # noqa: E402

from jmclean.errors import INTERRUPTED, JmcleanError, UsageError  # noqa: E402
from jmclean.io.messages import say  # noqa: E402
from jmclean.settings.discovery import is_unset  # noqa: E402

if TYPE_CHECKING:
    import click

COMPLETE = "_JMCLEAN_COMPLETE"
"""The variable by which a shell asks what may stand where the cursor is."""

PEERS = frozenset(("pyarrow", "ray"))
"""Modules that have something of their own to end: threads, clusters and their processes."""


def run() -> None:
    """Run `main` for the shell, and end at once.

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
    try:
        code = clean_piped_page() if is_bare_pipe() else run_command(sys.argv[1:])
    except JmcleanError as error:
        say(f"jmclean: {error}")
        code = error.exit_code
    except KeyboardInterrupt:
        say("")  # behind the terminal's ^C
        say("jmclean: Interrupted. Every file is either as it was or done; run it again to do the rest.")
        code = INTERRUPTED
    sys.exit(code)


def is_bare_pipe() -> bool:
    """Return whether a page is piped in and nothing says how to clean it: no argument, variable or file.

    Such a page is spared click, which reads all of these and takes a third of the time of the page.
    """
    return len(sys.argv) == 1 and sys.stdin is not None and not sys.stdin.isatty() and is_unset()


def clean_piped_page() -> int:
    """Clean standard input as `jmclean` without an argument does where nothing is set; return the exit code."""
    from jmclean.runs.page_task import PageTask, Work, perform
    from jmclean.runs.summary import Summary
    from jmclean.settings.run_settings import Settings

    report = Summary()
    report.add(perform(PageTask(None), Work(Settings())))
    return report.exit_code


def run_command(args: list[str]) -> int:
    """Run what the arguments say and return the exit code. Raises JmcleanError and KeyboardInterrupt."""
    import click

    from jmclean.commands import Commands

    if COMPLETE in os.environ:
        check_shell(os.environ[COMPLETE])
    try:
        code: int = Commands("jmclean").main(args, "jmclean", standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return code


def check_shell(instruction: str) -> None:
    """Raise UsageError for an instruction of a shell that click does not know: it would say nothing."""
    from click.shell_completion import get_completion_class

    shell, _, what = instruction.partition("_")
    if get_completion_class(shell) is None or what not in ("source", "complete"):
        raise UsageError(f"{COMPLETE} must be one of bash_source, zsh_source, fish_source. Set it to one.")


def _show(error: click.ClickException) -> None:
    """Say what is wrong with a command in the form of all errors, and where its options are listed."""
    ctx = getattr(error, "ctx", None)
    message = error.format_message().replace("\n", " ")
    if hasattr(error, "possibilities"):  # there is no such option
        from difflib import get_close_matches

        name = str(getattr(error, "option_name", ""))
        near = get_close_matches(name, error.possibilities or (), 1)
        message = f"There is no option {name!r}." + "".join([f" Did you mean {one!r}?" for one in near])
    message += "" if message.endswith((".", "?")) else "."
    path = ctx.command_path if ctx else "jmclean"
    say(f"jmclean: {message}" + f" `{path} --help` lists the options." * (". " not in message))
