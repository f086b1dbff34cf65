"""The settings that a command line has, without a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from jmclean.commands import load
from jmclean.commands.config import list_settings as sources
from jmclean.settings.cli_options import choose_settings
from jmclean.settings.run_settings import Settings


def context(paths: Sequence[str], given: Mapping[str, str]) -> click.Context:
    """Return the context of a run over `paths` with these options."""
    typed = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", value)]
    return load("clean").make_context("jmclean", [*typed, *paths])


def settings(paths: Sequence[str], given: Mapping[str, str]) -> Settings:
    """Return what the run would clean with. Raises UsageError as it does."""
    return choose_settings(context(paths, given).params)


def in_force(paths: Sequence[str], given: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    """Return every key with its value and its source."""
    return {key: (value, source) for key, value, source in sources(context(paths, given))}
