"""The options that say how to clean, which every command that cleans has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar, get_args

import click

from jmclean.options import Captions, Join, Options, Script
from jmclean.page import OutputEncoding

CONTEXT = {"help_option_names": ["-h", "--help"]}
"""What every command is made with."""

Function = TypeVar("Function", bound=Callable[..., Any])


class Settings(NamedTuple):
    """How a run cleans: the options of the rules, the encoding of the pages if it is given, and that of the output."""

    options: Options = Options()
    encoding: str | None = None
    output_encoding: OutputEncoding = "utf-8"


def names(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """The rule names of a list with commas, given once or several times; None where none is given."""
    found = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not found:
        raise click.BadParameter("no rule is named. `jmclean rules` lists them.", param=option)
    return found or None


CHOICES = (
    click.option("--only", metavar="RULE,...", multiple=True, callback=names, help="Run these rules alone."),
    click.option("--skip", metavar="RULE,...", multiple=True, callback=names, help="Run all rules but these."),
    click.option("--captions", type=click.Choice(get_args(Captions)), help="What becomes of captions. Default: drop."),
    click.option(
        "--join",
        type=click.Choice(get_args(Join)),
        help="How sure a join of two blocks must be. Default: safe; breaks left as unsure are named with -v.",
    ),
    click.option(
        "--script",
        type=click.Choice(get_args(Script)),
        help="auto (default): stray letters follow the script of the page. simplified, traditional: the whole page.",
    ),
    click.option("--encoding", metavar="NAME", help="The encoding of the pages. Default: it is found."),
)
"""Every option that says how to clean. One that is not given is None, so that defaults stand in one place."""

OUTPUT_ENCODING = click.option(
    "--output-encoding",
    type=click.Choice(get_args(OutputEncoding)),
    help="utf-8 (default), or the encoding and byte order mark that the page came in.",
)


def cleaning(function: Function) -> Function:
    """Give a command the options that say how to clean; what it gets of them it hands to `settings`."""
    for option in reversed(CHOICES):
        function = option(function)
    return function


def settings(paths: Sequence[str], given: dict[str, Any]) -> Settings:
    """How to clean `paths`: what the command line gives, else the defaults. None in `given` stands for not given.

    Raises UsageError for a value that is not allowed.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    encoding = chosen.pop("encoding", None)
    if encoding is not None:
        from jmclean.codec import codec_name

        codec_name(encoding)
    output_encoding = chosen.pop("output_encoding", "utf-8")
    return Settings(Options(**chosen), encoding, output_encoding)
