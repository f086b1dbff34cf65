"""`jmclean help`: the manual, by topic."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from io import StringIO

import click

from jmclean.commands.rules import manual
from jmclean.errors import UsageError
from jmclean.manual import LANGUAGES, TOPICS, language_of, read, title
from jmclean.rules import RULES
from jmclean.settings.cli_options import CONTEXT
from jmclean.views.pager import output

WIDEST = 100
"""The columns that a page of the manual takes at most."""


def topic_names(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """Return the topics and rules that the shell may offer."""
    return [name for name in (*TOPICS, *RULES) if name.startswith(start)]


@click.command(context_settings=CONTEXT)
@click.argument("topic", required=False, shell_complete=topic_names)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), help="Language of the manual (default: by the locale).")
def command(topic: str | None, lang: str | None) -> None:
    """Print a page of the manual, or the list of its topics."""
    language = lang or language_of()
    if topic is None:
        text = contents(language)
    elif topic in TOPICS:
        text = read(topic, language)
    elif topic in RULES:
        text = manual(topic) + "\n"
    else:
        near = get_close_matches(topic, (*TOPICS, *RULES), 1, 0.5)
        hint = f"Did you mean {near[0]!r}?" if near else "`jmclean help` lists the topics."
        raise UsageError(f"The manual has no page on {topic!r}. {hint}")
    with output(paging=True) as write:
        write(shown(text).encode())


def contents(language: str) -> str:
    """Return the list of topics, a line each."""
    width = max(map(len, TOPICS))
    heads = {"en": "Topics of `jmclean help TOPIC`:", "zh": "`jmclean help 主题` 可查阅："}
    rows = "\n".join(f"  {topic:{width}}  {title(topic, language)}" for topic in TOPICS)
    return f"{heads[language]}\n\n{rows}\n"


def shown(text: str) -> str:
    """Return Markdown as it is, or laid out for a terminal where standard output is one."""
    if not (sys.stdout and sys.stdout.isatty()) or not text.startswith("#"):
        return text
    from rich.console import Console
    from rich.markdown import Markdown

    page = StringIO()
    console = Console(file=page, force_terminal=True, width=min(Console().width, WIDEST))
    console.print(Markdown(text))
    return page.getvalue()
