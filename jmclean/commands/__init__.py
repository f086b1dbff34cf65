"""The commands: each is a module whose `command` runs it, loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import click

DEFAULT = "clean"
"""The command that runs where none is named."""

COMMANDS = ("diff", "explain", "undo", "corpus", "layout", "rules", "config", "help")
"""The others, in the order in which the help lists them."""


def load(name: str) -> click.Command:
    """The command of that name, which must be DEFAULT or one of COMMANDS."""
    return cast("click.Command", import_module(f"jmclean.commands.{name}").command)
