"""The options that say how to clean, which every command that cleans has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args

import click

from jmclean.errors import UsageError
from jmclean.io.page import OutputEncoding
from jmclean.options import Captions, Choices, Join, Options, Order, Pages, Pictures, Script, check
from jmclean.rules import RULES
from jmclean.settings.command import FILE, Option, Setting
from jmclean.settings.discovery import find_nearest_decisions, name_new_decisions
from jmclean.settings.run_settings import Settings

if TYPE_CHECKING:
    from jmclean.history.decisions import Decisions

Function = TypeVar("Function", bound=Callable[..., Any])


class Choice(click.Choice):  # type: ignore[type-arg, unused-ignore]
    """One of some words; another one is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word. Raises UsageError."""
        check(str(param.name).replace("_", "-") if param else self.name, value, tuple(self.choices))
        return value


class Items(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A list that is one text in the environment and, if it is split at commas, on the command line."""

    name = "items"

    def __init__(self, separator: str) -> None:
        self.separator = separator

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text, which only a callback splits."""
        return value

    def split_envvar_value(self, rv: str) -> list[str]:
        """Return the items of a text in the environment."""
        return [item.strip() for item in rv.split(self.separator) if item.strip()]


def parse_rules(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rules of lists with commas. Raises UsageError for a rule that does not exist."""
    found = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not found:
        raise click.BadParameter("no rule is named. `jmclean rules` lists them.", param=option)
    return Options(only=found).only


def complete_rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Return what the shell offers for a list of rules that is being typed."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in RULES if name.startswith(last)]


def parse_patterns(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the regular expressions. Raises UsageError for one that is none."""
    return Options(caption_patterns=values).caption_patterns


def parse_globs(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the patterns. Raises UsageError for one that is none."""
    if values:
        from jmclean.io.selection import make_spec

        make_spec(values)
    return values


def parse_encoding(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return the name of an encoding. Raises UsageError if it does not exist."""
    if value is not None:
        from jmclean.io.codec import find_codec

        find_codec(value)
    return value


def parse_word_file(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the words of a `protect-file`. Raises UsageError if it cannot be read."""
    if value is None:
        return ()
    from jmclean.settings.configuration import read_words

    return read_words(value)


RULE_LIST: Final[dict[str, Any]] = {
    "metavar": "RULE,...",
    "multiple": True,
    "type": Items(","),
    "callback": parse_rules,
    "shell_complete": complete_rules,
}
GLOB_LIST: Final[dict[str, Any]] = {"metavar": "GLOB", "multiple": True, "type": Items(","), "callback": parse_globs}
PATTERN_LIST: Final[dict[str, Any]] = {
    "multiple": True,
    "type": Items("\n"),
    "callback": parse_patterns,
    "typed": False,
}
DEFAULT_CHOICES: Final = Choices()

SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "--only": {"group": "Rules", "help": "Run only these rules; `jmclean rules` lists them.", **RULE_LIST},
    "--skip": {"group": "Rules", "help": "Run all rules but these.", **RULE_LIST},
    "--captions": {
        "group": "Rules",
        "metavar": "HOW",
        "type": Choice(get_args(Captions)),
        "default": DEFAULT_CHOICES.captions,
        "help": "drop removes captions, comment and quote mark them, keep leaves them.",
    },
    "--join": {
        "group": "Rules",
        "metavar": "HOW",
        "type": Choice(get_args(Join)),
        "default": DEFAULT_CHOICES.join,
        "help": "safe joins cut paragraphs where more speaks for it than against, full also in doubt, off nowhere.",
    },
    "--script": {
        "group": "Rules",
        "metavar": "SCRIPT",
        "type": Choice(get_args(Script)),
        "default": DEFAULT_CHOICES.script,
        "help": "auto repairs stray characters, simplified and traditional convert the page, keep changes nothing.",
    },
    "--pictures": {
        "group": "Rules",
        "metavar": "HOW",
        "type": Choice(get_args(Pictures)),
        "default": DEFAULT_CHOICES.pictures,
        "help": "keep leaves picture links and placeholders, drop removes them, comment marks them.",
    },
    "--pages": {
        "group": "Rules",
        "metavar": "HOW",
        "type": Choice(get_args(Pages)),
        "default": DEFAULT_CHOICES.pages,
        "help": "drop removes the page marks of other programs, comment marks them, keep leaves them.",
    },
    "--order": {
        "group": "Pages",
        "metavar": "ORDER",
        "type": Choice(get_args(Order)),
        "default": DEFAULT_CHOICES.order,
        "help": "Reading order of layout dumps: given is their own, boxes that of the boxes, auto the latter if the "
        "text confirms it.",
    },
    "--protect": {"multiple": True, "type": Items(","), "typed": False},
    "--protect-file": {"callback": parse_word_file, "typed": False},
    "--caption-patterns": PATTERN_LIST,
    "--furniture-patterns": PATTERN_LIST,
    "--encoding": {
        "group": "Pages",
        "metavar": "NAME",
        "callback": parse_encoding,
        "show_default": "detected for each page",
        "help": "Encoding of the pages.",
    },
    "--output-encoding": {
        "group": "Output",
        "metavar": "NAME",
        "type": Choice(get_args(OutputEncoding)),
        "default": "utf-8",
        "help": "utf-8, or same: the encoding and byte order mark of each page.",
    },
    "--jobs": {
        "decls": ("-j", "--jobs"),
        "metavar": "N",
        "type": click.IntRange(1),
        "show_default": "one per core",
        "help": "Number of worker processes.",
    },
    "--include": {
        "group": "Pages",
        "help": "In folders, take only files that match; *.ocr adds that suffix.",
        **GLOB_LIST,
    },
    "--exclude": {"group": "Pages", "help": "In folders, leave out what matches.", **GLOB_LIST},
    "--decisions": {
        "group": "Rules",
        "metavar": "FILE",
        "show_default": "jmclean.decisions.jsonl beside the settings file or in the folder",
        "help": "Heed what `jmclean review` wrote into FILE.",
    },
}
"""What can be set, by the name on the command line; what is not `typed` only in a settings file and the environment."""

SHARED_SETTINGS: Final = (
    "--only",
    "--skip",
    "--captions",
    "--join",
    "--script",
    "--pictures",
    "--pages",
    "--order",
    "--encoding",
    "--decisions",
)
"""The settings that may be typed for every command that cleans."""

CONFIG: Final = click.option(
    "--config",
    cls=Option,
    metavar="FILE",
    type=click.Path(),
    expose_value=False,
    help="Settings file; else the nearest jmclean.toml or pyproject.toml at or above the pages.",
)
NO_IGNORE: Final = click.option(
    "--no-ignore",
    cls=Option,
    group="Pages",
    is_flag=True,
    help="In folders, take what .gitignore and .jmcleanignore leave out, too.",
)
QUIET: Final = click.option("-q", "--quiet", cls=Option, is_flag=True, help="Print errors only.")
COLOR: Final = click.option(
    "--color",
    cls=Option,
    group="Output",
    metavar="WHEN",
    type=Choice(["auto", "always", "never"]),
    default="auto",
    help="auto uses colour on a terminal, always everywhere, never nowhere.",
)


def add_settings(*typed: str) -> Callable[[Function], Function]:
    """Return a decorator that adds SHARED_SETTINGS and `typed` to a command, which hands them to `choose_settings`."""

    def add(function: Function) -> Function:
        function = CONFIG(function)
        for name, given in reversed(SETTINGS.items()):
            attributes = {"typed": name in SHARED_SETTINGS or name in typed} | given
            function = click.option(*attributes.pop("decls", (name,)), cls=Setting, **attributes)(function)
        return NO_IGNORE(function) if "--include" in typed else function

    return add


def make_option(name: str) -> Callable[[Function], Function]:
    """Return an option of SETTINGS for a command that reads no settings."""
    return click.option(name, cls=Option, **SETTINGS[name])


def choose_settings(given: Mapping[str, Any]) -> Settings:
    """Return the settings of a run, from the parameters of its command."""
    values = {name[2:].replace("-", "_"): given[name[2:].replace("-", "_")] for name in SETTINGS}
    values["protect"] += values.pop("protect_file")
    own = {name: values.pop(name) for name in Settings._fields if name in values}
    own["decisions"] = _read_decisions(own["decisions"] or find_decisions(own["decisions"]))
    return Settings(Options(**values), **own, ignore=not given.get("no_ignore"))


def find_decisions(named: str | None, new: bool = False) -> str | None:
    """Return the file of decisions of the command that runs: that which is named, else the nearest to its paths.

    With `new` that which there will be, if there is none yet.
    """
    ctx = click.get_current_context(silent=True)
    params = ctx.params if ctx else {}
    paths = params.get("paths") or params.get("sources") or ()
    paths = [path for path in ((paths,) if isinstance(paths, str) else paths) if "://" not in path]
    file = str(ctx.meta[FILE].path) if ctx and FILE in ctx.meta else None
    return named or find_nearest_decisions(paths, file) or (name_new_decisions(paths, file) if new else None)


def _read_decisions(path: str | None) -> Decisions | None:
    """Return the decisions of a file. Raises UsageError if it cannot be used."""
    if path is None:
        return None
    from jmclean.history.decisions import read_decisions

    return read_decisions(path)


def refuse_both(**given: object) -> None:
    """Raise UsageError if more than one of some options is given, which exclude each other."""
    if sum(value not in (None, False) for value in given.values()) > 1:
        *first, last = (f"-{name}" if len(name) == 1 else f"--{name.replace('_', '-')}" for name in given)
        raise UsageError(f"{', '.join(first)} and {last} exclude each other. Choose one.")
