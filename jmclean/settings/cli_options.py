"""The options that say how to clean, which every command that cleans has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args

import click

from jmclean.io.page import OutputEncoding
from jmclean.options import Captions, Join, Options, Order, Script
from jmclean.rules import RULES
from jmclean.settings.discovery import PREFIX, environment, nearest

if TYPE_CHECKING:
    from jmclean.settings.configuration import Value

CONTEXT = {"help_option_names": ["-h", "--help"]}
"""What every command is made with."""

DEFAULT = "default"
"""The source of a value that nobody has set."""

Function = TypeVar("Function", bound=Callable[..., Any])


class Settings(NamedTuple):
    """How a run cleans: the options of the rules, the encoding of the pages if it is given, and that of the output.

    Of folders, how many processes clean them (None is as many as there are cores), which of their files are pages, and
    whether layout dumps are.
    """

    options: Options = Options()
    encoding: str | None = None
    output_encoding: OutputEncoding = "utf-8"
    jobs: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    layout: bool = False


def names(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """The rule names of a list with commas, given once or several times; None where none is given."""
    found = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not found:
        raise click.BadParameter("no rule is named. `jmclean rules` lists them.", param=option)
    return found or None


def rule_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """What the shell offers for a list of rules that is being typed."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in RULES if name.startswith(last)]


def given_globs(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    """The patterns; None where none is given."""
    return values or None


RULE_LIST: dict[str, Any] = {
    "metavar": "RULE,...",
    "multiple": True,
    "callback": names,
    "shell_complete": rule_names,
}

ORDER = click.option(
    "--order",
    type=click.Choice(get_args(Order)),
    help="Reading order of a layout dump. auto (default): the dump's own, or the boxes' if the text confirms it. "
    "given: the dump's own. boxes: the boxes' where the dump has none.",
)
ENCODING = click.option(
    "--encoding", metavar="NAME", help="The encoding of the pages. Default: each page's is detected."
)

CHOICES = (
    click.option("--only", help="Run these rules alone; `jmclean rules` lists them.", **RULE_LIST),
    click.option("--skip", help="Run all rules but these.", **RULE_LIST),
    click.option(
        "--captions",
        type=click.Choice(get_args(Captions)),
        help="drop captions (default), make each a comment or a quote, or keep them as they are.",
    ),
    click.option(
        "--join",
        type=click.Choice(get_args(Join)),
        help="Join what columns cut: safe (default) where it is sure, full where it is likely, off nowhere.",
    ),
    click.option(
        "--script",
        type=click.Choice(get_args(Script)),
        help="auto (default): strays follow the page's script. simplified, traditional: convert all. keep: none.",
    ),
    ORDER,
    ENCODING,
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(),
        help="Read the settings from FILE, not from jmclean.toml or pyproject.toml in the pages' folder or above it.",
    ),
)
"""Every option that says how to clean. One that is not given is None, so that defaults stand in one place."""

OUTPUT_ENCODING = click.option(
    "--output-encoding",
    type=click.Choice(get_args(OutputEncoding)),
    help="utf-8 (default), or same: the encoding and byte order mark that the page came in.",
)
JOBS = click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(1), help="How many processes. Default: one a core."
)
INCLUDE = click.option(
    "--include",
    metavar="GLOB",
    multiple=True,
    callback=given_globs,
    help="Of a folder, take only what matches. *.ocr takes files of that kind too.",
)
EXCLUDE = click.option(
    "--exclude", metavar="GLOB", multiple=True, callback=given_globs, help="Of a folder, leave out what matches."
)


def cleaning(function: Function) -> Function:
    """Give a command the options that say how to clean; what it gets of them it hands to `settings`."""
    for option in reversed(CHOICES):
        function = option(function)
    return function


def settings(paths: Sequence[str], given: dict[str, Any]) -> Settings:
    """How to clean `paths`: what the command line gives, else the environment, the configuration, the defaults.

    None in `given` stands for not given. Raises UsageError for a value that is not allowed.
    """
    typed = {name.replace("_", "-"): value for name, value in given.items() if value is not None}
    chosen: dict[str, Any] = {}
    file, variables = _sources(paths, typed)
    if file is not None or variables:
        values = in_force(paths, given)
        chosen = {key: value.value for key, value in values.items() if value.source != DEFAULT}
    chosen |= typed
    encoding = chosen.pop("encoding", None)
    if encoding is not None:
        from jmclean.io.codec import codec_name

        codec_name(encoding)
    output_encoding = chosen.pop("output-encoding", "utf-8")
    jobs, include, exclude = (
        chosen.pop(key, default) for key, default in (("jobs", None), ("include", ()), ("exclude", ()))
    )
    options = Options(**{key.replace("-", "_"): value for key, value in chosen.items()})
    return Settings(options, encoding, output_encoding, jobs, include, exclude)


def in_force(paths: Sequence[str], given: dict[str, Any]) -> dict[str, Value]:
    """Every key of the configuration with its value and where that comes from; words of a file are in `protect`.

    Raises UsageError for a value that is not allowed.
    """
    from jmclean.settings.configuration import KEYS, Value, configured, words

    typed = {name.replace("_", "-"): value for name, value in given.items() if value is not None}
    file, variables = _sources(paths, typed)
    found = {key: Value(known.default, DEFAULT) for key, known in KEYS.items()}
    found |= configured(file, variables)
    found |= {key: Value(value, "command line") for key, value in typed.items()}
    listed = found.pop("protect-file")
    if listed.value:
        own = found["protect"]
        source = listed.source if own.source == DEFAULT else f"{own.source}; {listed.source}"
        found["protect"] = Value((*own.value, *words(listed)), source)
    return found


def _sources(paths: Sequence[str], typed: dict[str, Any]) -> tuple[str | None, dict[str, str]]:
    """The configuration file, if there is one, and the variables that set something; takes --config out of `typed`."""
    variables = environment()
    named, usual = typed.pop("config", None), variables.pop(f"{PREFIX}CONFIG", None)
    if named is None:
        named = usual
    return (nearest(paths) if named is None else named), variables
