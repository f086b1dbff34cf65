"""What commands are made of: options in groups, an example below them, and defaults from the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from jmclean.errors import UsageError
from jmclean.io.messages import say
from jmclean.settings.discovery import VARIABLE_PREFIX, find_nearest, is_foreign, read_environment

if TYPE_CHECKING:
    from jmclean.settings.configuration import SettingsFile

CONTEXT_SETTINGS: Final = {"help_option_names": ["-h", "--help"], "show_default": True}
"""What every command is made with."""

GROUPS: Final = ("Output", "Rules", "Pages", "Run")
"""The groups of options, in the order of the help; an option that names none is in the last."""

FILE: Final = "jmclean.file"
"""The settings file of a command, under this name in `Context.meta`."""


class Option(click.Option):
    """An option that stands in a group of the help."""

    def __init__(self, *args: Any, group: str = GROUPS[-1], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group


class Setting(Option):
    """An option whose value may also stand in a settings file or in the environment; only there if not `typed`."""

    def __init__(self, *args: Any, typed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, hidden=not typed, **kwargs)
        self.typed = typed

    @property
    def key(self) -> str:
        """Return the name that the setting has in a file."""
        return str(self.name).replace("_", "-")

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Let the command line have the option, if it may be typed."""
        if self.typed:
            super().add_to_parser(parser, ctx)

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the value in the form that is used. Raises UsageError, with its place if it was not typed."""
        source = ctx.get_parameter_source(str(self.name))
        try:
            if source is ParameterSource.DEFAULT_MAP:
                self._refuse_other_type(value)
            elif source is ParameterSource.ENVIRONMENT and isinstance(self.type, click.IntRange):
                self._refuse_other_type(int(value) if value.strip().isdecimal() else value)
            return super().process_value(ctx, value)
        except (UsageError, click.BadParameter) as error:
            if source is ParameterSource.COMMANDLINE:
                raise
            said = error.format_message() if isinstance(error, click.BadParameter) else error
            raise UsageError(f"{self.find_place(ctx).removeprefix('file: ')}: {said}") from None

    def find_place(self, ctx: click.Context) -> str:
        """Return where the value was set."""
        source = ctx.get_parameter_source(str(self.name))
        if source is ParameterSource.DEFAULT_MAP:
            file: SettingsFile = ctx.meta[FILE]
            return f"file: {file.find_place(self.key)}"
        if source is ParameterSource.ENVIRONMENT:
            return f"environment: {VARIABLE_PREFIX}{str(self.name).upper()}"
        return "command line" if source is ParameterSource.COMMANDLINE else "default"

    def _refuse_other_type(self, value: Any) -> None:
        """Raise UsageError for a value of a file that has the wrong type."""
        if self.multiple:
            if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) and item for item in value):
                raise UsageError(f'{self.key!r} must be a list of strings. Write {self.key} = ["...", "..."].')
        elif isinstance(self.type, click.IntRange):
            if not isinstance(value, int) or isinstance(value, bool):
                raise UsageError(f"{self.key!r} must be a whole number. Write {self.key} = 2, for example.")
        elif not isinstance(value, str) or not value:
            example = self.default if isinstance(self.default, str) else "..."
            raise UsageError(f'{self.key!r} must be a string. Write {self.key} = "{example}".')


class Command(click.Command):
    """A command with its options in groups and examples below them."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"context_settings": CONTEXT_SETTINGS, **kwargs})
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the settings first, if the command has any: what is not typed comes from there."""
        if not ctx.resilient_parsing and any(isinstance(param, Setting) for param in self.params):
            ctx.auto_envvar_prefix = VARIABLE_PREFIX.rstrip("_")
            typed, _, _ = self.make_parser(ctx).parse_args(list(args))
            if not (typed.get("help") or typed.get("version")):
                use_settings(ctx, typed)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group, and the examples."""
        for group in GROUPS:
            options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
            params = [param for param in options if getattr(param, "group", GROUPS[-1]) == group]
            if rows := [row for param in params if (row := param.get_help_record(ctx)) is not None]:
                with formatter.section(group):
                    formatter.write_dl(rows)
        if self.examples:
            with formatter.section("Examples" if len(self.examples) > 1 else "Example"):
                for line in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


def use_settings(ctx: click.Context, typed: Mapping[str, Any]) -> None:
    """Make the settings of the pages, or of the file that is named, the defaults of a command.

    `typed` is what click's parser made of the command line. Raises UsageError for a file that cannot be used, and for a
    key or a variable that does not exist.
    """
    variables = read_environment()
    usual = variables.pop(f"{VARIABLE_PREFIX}CONFIG", None)
    named, paths = typed.get("config"), typed.get("paths")
    inputs = paths if isinstance(paths, tuple | list) else (paths,)
    found = named if isinstance(named, str) else usual
    if found is None:
        local = [path for path in inputs if isinstance(path, str) and "://" not in path]
        found = find_nearest(local)
        if found is not None and is_foreign(found, local):
            say(f"jmclean: {found} belongs to another user and is not applied. Name it with --config to apply it.")
            found = None
    if found is None and not variables:
        return
    from jmclean.settings.configuration import SettingsFile, check_key

    keys = [param.key for param in ctx.command.params if isinstance(param, Setting)]
    for name in variables:
        check_key(name[len(VARIABLE_PREFIX) :].lower().replace("_", "-"), f"environment: {name}", keys)
    if found is not None:
        ctx.meta[FILE] = settings_file = SettingsFile(found, keys)
        ctx.default_map = settings_file.values


def list_sources(ctx: click.Context) -> list[str]:
    """Return a line for every setting of a command that a file or the environment made, with its place."""
    found = []
    for param in ctx.command.params:
        if isinstance(param, Setting) and (place := param.find_place(ctx)).startswith(("file", "environment")):
            value = ctx.params.get(str(param.name))
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            found.append(f"{param.key}: {shown} ({place})")
    return found
