"""The commands: each is a module whose `command` runs it, imported when it is called."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, Final, cast

import click

DEFAULT: Final = "clean"
"""The command that runs where none is named. Its name may be left out, and must be where a file has it."""

COMMANDS: Final = ("diff", "explain", "review", "undo", "corpus", "layout", "rules", "config", "help")
"""The others, in the order in which the help lists them."""


def load(name: str) -> click.Command:
    """Return the command of that name, which must be DEFAULT or one of COMMANDS."""
    return cast("click.Command", import_module(f"jmclean.commands.{name}").command)


class Commands(click.Group):
    """All commands as one: the first argument says which, or is what DEFAULT is to clean."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command of a name; None if there is none."""
        return load(name) if name in (*COMMANDS, DEFAULT) else None

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        """Return the context of the command that the arguments name."""
        name, rest = split(args)
        shown = info_name if name == DEFAULT else f"{info_name} {name}"
        return load(name).make_context(shown, rest, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        return ctx.command.invoke(ctx)


def split(args: list[str]) -> tuple[str, list[str]]:
    """Return the name of the command that the arguments mean, and those that it gets."""
    if args and (args[0] in COMMANDS or (args[0] == DEFAULT and not os.path.lexists(DEFAULT))):
        return args[0], args[1:]
    return DEFAULT, args
