"""The manual: one Markdown file a topic and language, printed by `jmclean help TOPIC`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TOPICS: Final = (
    "options",
    "engines",
    "shapes",
    "layout",
    "folders",
    "diff",
    "review",
    "undo",
    "settings",
    "encodings",
    "python",
    "corpora",
    "promises",
    "limits",
    "exit-codes",
)
"""The topics, in the order in which they are listed."""

MANUAL_SUFFIXES: Final = {"en": "", "zh": ".zh-CN"}
"""The languages of the manual, and what stands in the name of a file before its suffix."""

LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that name the user's language; the first that is set counts, as POSIX says."""


def read(topic: str, language: str) -> str:
    """Return the page of the manual on one of TOPICS, as Markdown."""
    return Path(__file__).with_name(f"{topic}{MANUAL_SUFFIXES[language]}.md").read_text("utf-8")


def read_title(topic: str, language: str) -> str:
    """Return the headline of a topic's page."""
    return read(topic, language).partition("\n")[0].removeprefix("# ")


def read_rule_in_chinese(name: str) -> str | None:
    """Return what a rule repairs, in one Chinese sentence; None where nobody has written one."""
    for line in Path(__file__).with_name("rules.zh-CN.md").read_text("utf-8").splitlines():
        if line.startswith(f"| `{name}` | "):
            return line.split(" | ", 1)[1].removesuffix(" |")
    return None


def read_rule_manual_in_chinese(name: str) -> str | None:
    """Return what a rule does and what it leaves alone, in Chinese; None where nobody has written it."""
    page = Path(__file__).with_name("rules.zh-CN.md").read_text("utf-8")
    _, head, text = page.partition(f"\n## `{name}`\n")
    return text.partition("\n## ")[0].strip() if head else None


def find_language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of the manual that suits the user's locale: `zh` for a Chinese one, else `en`."""
    locale = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"
