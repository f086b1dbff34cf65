"""What a shell offers when Tab is pressed, for the default command and for all that have a name."""

from __future__ import annotations

import os

import click
from click.shell_completion import CompletionItem, get_completion_class

from jmclean.commands import COMMANDS, DEFAULT, load
from jmclean.errors import UsageError

VARIABLE = "_JMCLEAN_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


def complete() -> None:
    """Answer the shell as click's own programs do: its script, or what may stand where the cursor is.

    Raises UsageError where the shell is none that click knows.
    """
    shell, _, instruction = os.environ[VARIABLE].partition("_")
    known = get_completion_class(shell)
    if known is None or instruction not in ("source", "complete"):
        raise UsageError(f"{VARIABLE} must be one of {', '.join(f'{name}_source' for name in SHELLS)}. Set it to one.")
    answer = known(load(DEFAULT), {}, "jmclean", VARIABLE)
    if instruction == "source":
        click.echo(answer.source())
        return
    arguments, incomplete = answer.get_completion_args()
    offered: list[CompletionItem] = []
    if arguments and arguments[0] in COMMANDS:
        answer.cli = load(arguments.pop(0))
    elif not arguments and not incomplete.startswith("-"):
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        offered = [CompletionItem(name, help=load(name).get_short_help_str()) for name in names]
    # bash drops what stands before the word that it may offer files
    for item in [*answer.get_completions(arguments, incomplete), *offered]:
        click.echo(answer.format_completion(item))
