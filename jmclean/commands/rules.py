"""`jmclean rules`: what the chain does, told by the rules themselves."""

from __future__ import annotations

import click

from jmclean.options import Options
from jmclean.rules import RULES, load
from jmclean.settings.choices import CONTEXT, rule_names
from jmclean.streams import write_out


@click.command(context_settings=CONTEXT)
@click.argument("name", required=False, shell_complete=rule_names)
def command(name: str | None) -> None:
    """List the rules in the order in which they run, or print the manual of one."""
    if name is not None:
        Options(only=(name,))
        text = load(name).__doc__ or ""
    else:
        width = max(map(len, RULES))
        text = "\n".join(f"{rule:{width}}  {(load(rule).__doc__ or '').partition(chr(10))[0]}" for rule in RULES)
    write_out(text.strip().encode() + b"\n")
