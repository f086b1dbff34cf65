"""`jmclean help`: the manual by topic, the options of a command, the manual of a rule."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from io import StringIO

import click

from jmclean.commands import COMMANDS, DEFAULT, load
from jmclean.commands.rules import LANGUAGE, lay_out
from jmclean.errors import UsageError
from jmclean.manual import TOPICS, find_language, read, read_title
from jmclean.rules import RULES
from jmclean.settings.command import Command
from jmclean.views.pager import open_output

WIDEST_HELP = 100
"""The columns that a page of the manual takes at most."""


def complete_topics(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """Return the topics, rules and commands that the shell may offer."""
    return [name for name in (*TOPICS, *RULES, *COMMANDS) if name.startswith(start)]


@click.command(cls=Command, examples=("jmclean help folders", "jmclean help captions", "jmclean help explain"))
@click.argument("topic", required=False, shell_complete=complete_topics)
@LANGUAGE
def command(topic: str | None, lang: str | None) -> None:
    """Print a page of the manual, or its topics.

    The name of a rule prints its manual, the name of a command its options.
    """
    language = lang or find_language()
    if topic is None:
        text = list_contents(language)
    elif topic in TOPICS:
        text = read(topic, language)
    elif topic in RULES:
        text = lay_out(topic, language)
    elif topic in (DEFAULT, *COMMANDS):
        text = format_usage(topic)
    else:
        near = get_close_matches(topic, (*TOPICS, *RULES, *COMMANDS), 1, 0.5)
        hint = f"Did you mean {near[0]!r}?" if near else "`jmclean help` lists the topics."
        raise UsageError(f"The manual has no page on {topic!r}. {hint}")
    with open_output(paging=True) as write:
        write(format_page(text).encode())


def format_usage(name: str) -> str:
    """Return the help of a command."""
    command = load(name)
    shown_name = "jmclean" if name == DEFAULT else f"jmclean {name}"
    with click.Context(command, info_name=shown_name, **command.context_settings) as ctx:
        return command.get_help(ctx) + "\n"


def list_contents(language: str) -> str:
    """Return the list of topics, a line each."""
    width = max(map(len, TOPICS))
    heads = {"en": "Topics of `jmclean help TOPIC`:", "zh": "`jmclean help 主题` 可查阅："}
    rows = "\n".join(f"  {topic:{width}}  {read_title(topic, language)}" for topic in TOPICS)
    return f"{heads[language]}\n\n{rows}\n"


def format_page(text: str) -> str:
    """Return Markdown as it is, or laid out for a terminal where standard output is one."""
    if not (sys.stdout and sys.stdout.isatty()) or not text.startswith("#"):
        return text
    from rich.console import Console
    from rich.markdown import Markdown

    page = StringIO()
    console = Console(file=page, force_terminal=True, width=min(Console().width, WIDEST_HELP))
    console.print(Markdown(text))
    return page.getvalue()
