"""`jmclean config`: the settings that are in force for a page, and where each came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from jmclean.io.streams import write_out
from jmclean.settings.cli_options import add_settings, choose_settings
from jmclean.settings.command import Command, Setting


@click.command(cls=Command, examples=("jmclean config scans/", "jmclean config --script keep > jmclean.toml"))
@click.argument("paths", metavar="[PATH|-]", required=False, type=click.Path(allow_dash=True))
@add_settings("--output-encoding", "--jobs", "--include", "--exclude")
def command(paths: str | None, **given: Any) -> None:
    """Print the settings in force for PATH, or for a pipe, and where each came from.

    The output is a jmclean.toml that sets the same.
    """
    rows = [
        (f"{key} = {_to_toml(value)}" if value else f"# {key}", place)
        for key, value, place in list_settings(click.get_current_context())
    ]
    width = min(max(len(row) for row, _ in rows), 60)
    write_out("".join(f"{row:{width}}  # {source}\n" for row, source in rows).encode("utf-8", "backslashreplace"))


def list_settings(ctx: click.Context) -> Iterator[tuple[str, Any, str]]:
    """Yield every key of the settings with its value and its source; `protect` has the words of its file too."""
    settings = {param.key: param for param in ctx.command.params if isinstance(param, Setting)}
    file = settings.pop("protect-file").find_place(ctx)
    for key, setting in settings.items():
        value, place = ctx.params[str(setting.name)], setting.find_place(ctx)
        if key == "protect" and file != "default":
            value, place = (
                choose_settings(ctx.params).options.protect,
                file if place == "default" else f"{place}; {file}",
            )
        yield key, value, place


def _to_toml(value: Any) -> str:
    import json  # a string of JSON is one of TOML

    if isinstance(value, tuple):
        return f"[{', '.join(map(_to_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
