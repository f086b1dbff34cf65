"""`jmclean config`: the settings that are in force for a page, and where each came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from jmclean.io.streams import write_out
from jmclean.settings.cli_options import chosen, cleaning
from jmclean.settings.command import Command, Setting


@click.command(cls=Command, examples=("jmclean config scans/", "jmclean config --script keep > jmclean.toml"))
@click.argument("paths", metavar="[PATH|-]", required=False, type=click.Path(allow_dash=True))
@cleaning("--output-encoding", "--jobs", "--include", "--exclude")
def command(paths: str | None, **given: Any) -> None:
    """Print the settings in force for PATH, or for a pipe, and where each came from.

    The output is a jmclean.toml that sets the same.
    """
    rows = [
        (f"{key} = {_toml(value)}" if value else f"# {key}", place)
        for key, value, place in in_force(click.get_current_context())
    ]
    width = min(max(len(row) for row, _ in rows), 60)
    write_out("".join(f"{row:{width}}  # {source}\n" for row, source in rows).encode("utf-8", "backslashreplace"))


def in_force(ctx: click.Context) -> Iterator[tuple[str, Any, str]]:
    """Yield every key of the settings with its value and its source; `protect` has the words of its file too."""
    settings = {param.key: param for param in ctx.command.params if isinstance(param, Setting)}
    file = settings.pop("protect-file").place(ctx)
    for key, setting in settings.items():
        value, place = ctx.params[str(setting.name)], setting.place(ctx)
        if key == "protect" and file != "default":
            value, place = chosen(ctx.params).options.protect, file if place == "default" else f"{place}; {file}"
        yield key, value, place


def _toml(value: Any) -> str:
    import json  # a string of JSON is one of TOML

    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
