"""`jmclean config`: the settings that are in force for a page, and where each came from."""

from __future__ import annotations

from typing import Any

import click

from jmclean.io.streams import write_out
from jmclean.settings.cli_options import CONTEXT, EXCLUDE, INCLUDE, JOBS, OUTPUT_ENCODING, cleaning, in_force, settings


@click.command(context_settings=CONTEXT)
@click.argument("path", required=False, type=click.Path(allow_dash=True))
@cleaning
@OUTPUT_ENCODING
@JOBS
@INCLUDE
@EXCLUDE
def command(path: str | None, **given: Any) -> None:
    """Print the settings in force for PATH, or for a pipe, and where each came from.

    The output is a jmclean.toml that sets the same.
    """
    settings((path,) if path else (), given)  # refuses what no command would take
    values = in_force((path,) if path else (), given)
    rows = [
        (f"{key} = {_toml(value.value)}" if value.value else f"# {key}", value.source) for key, value in values.items()
    ]
    width = min(max(len(row) for row, _ in rows), 60)
    write_out("".join(f"{row:{width}}  # {source}\n" for row, source in rows).encode("utf-8", "backslashreplace"))


def _toml(value: Any) -> str:
    import json  # a string of JSON is one of TOML

    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
