"""A diff as a web page that needs nothing but itself, and in which nothing of the text can run."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import groupby

from jmclean.rules import RULES
from jmclean.rules.mixed_script import count
from jmclean.views.ansi import BREAK, visible
from jmclean.views.preview import Look
from jmclean.views.rows import Row, rows
from jmclean.views.segments import IN_OUTPUT, IN_SOURCE, Segment

TITLE = "What jmclean changes"
LANGUAGES = {"simplified": "zh-Hans", "traditional": "zh-Hant", None: "zh"}
STRIDE = 5
"""How many hues of the circle lie between those of one rule and the next, so that neighbours differ most."""

BREAKS = re.compile("\n+")

ELEMENTS = {"removed": "del", "moved away": "del", "inserted": "ins", "moved here": "ins"}

Numbered = tuple[int, Segment]
"""The number of a change on the page, from 1, and a segment of it; 0 for what is kept."""


def page(looks: Sequence[Look]) -> str:
    """The page that shows these pages, before and after."""
    template = files("jmclean").joinpath("data/diff.html").read_text("utf-8")
    counts: Counter[str] = Counter()
    shown = [_file(number, look, counts) for number, look in enumerate(looks, 1)]
    parts = {
        "title": escape(TITLE),
        "rules": "\n".join(map(_style, range(len(RULES)))),
        "legend": "".join([_box(rule, counts[rule]) for rule in RULES if counts[rule]]),
        "list": _list(looks),
        "files": "\n".join(shown) or "<p>Nothing would change.</p>",
    }
    style, script = (re.findall(f"<{tag}>(.*?)</{tag}>", template, re.DOTALL)[0] for tag in ("style", "script"))
    hashes = [_hash(style.replace("{{rules}}", parts["rules"])), _hash(script)]
    parts["policy"] = (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; base-uri 'none'; form-action 'none'"
    )
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)


def _style(number: int) -> str:
    """The colour of a rule, and how its changes look where they are switched off."""
    return (
        f".rule-{number} {{ --hue: {number * STRIDE % len(RULES) * 360 // len(RULES)}; }}\n"
        f".off-{number} td .rule-{number}:not(.here) {{ background: none; box-shadow: none; text-decoration: none; "
        "outline: 0; }"
    )


def _box(rule: str, changes: int) -> str:
    number = RULES.index(rule)
    return (
        f'<label><input type="checkbox" checked data-rule="{number}" value="{rule}"> '
        f'<span class="swatch rule-{number}">{rule}</span> {changes}</label>\n'
    )


def _list(looks: Sequence[Look]) -> str:
    if len(looks) < 2:
        return ""
    items = [f'<li><a href="#file-{number}">{_name(look)}</a></li>' for number, look in enumerate(looks, 1)]
    return f'<nav aria-label="Files"><ol>{"".join(items)}</ol></nav>'


def _name(look: Look) -> str:
    return escape(visible(look.name))


def _file(number: int, look: Look, counts: Counter[str]) -> str:
    """The section of one page; `counts` goes on with its changes."""
    before = counts.total()
    body = "\n".join(_rows(look.segments, counts))
    changes = counts.total() - before
    text = "".join([segment.text for segment in look.segments if segment.kind in IN_OUTPUT])
    return (
        f'<section aria-labelledby="file-{number}"><h2 id="file-{number}">{_name(look)} '
        f'<span class="count">{changes} change{"s" * (changes != 1)}</span></h2>\n'
        f'<table lang="{LANGUAGES[count(text).script()]}"><thead lang="en"><tr><th scope="col">Before</th>'
        f'<th scope="col">After</th></tr></thead><tbody>\n{body}\n</tbody></table></section>'
    )


def _rows(segments: list[Segment], counts: Counter[str]) -> Iterator[str]:
    for row in rows(segments):
        if not row.changed and not row.segments[0].text.strip():
            continue
        numbered = list(_numbered(row, counts))
        cells = [
            _cell("before", row.line, [pair for pair in numbered if pair[1].kind in IN_SOURCE]),
            _cell("after", row.output_line, [pair for pair in numbered if pair[1].kind in IN_OUTPUT]),
        ]
        yield f"<tr{'' if row.changed else ' class=same'}>{''.join(cells)}</tr>"


def _numbered(row: Row, counts: Counter[str]) -> Iterator[Numbered]:
    """The segments of a row, those of one rule that stand together as one change."""
    for rule, found in groupby(row.segments, lambda segment: segment.rule):
        if rule:
            counts[rule] += 1
        number = counts.total() if rule else 0
        yield from ((number, segment) for segment in found)


def _cell(name: str, line: int, numbered: list[Numbered]) -> str:
    content = "".join([_element(number, segment) for number, segment in numbered]).removesuffix("\n")
    label = f' data-line="{line}"' if numbered else ""
    return f'<td class="{name}"{label}>{content}</td>'


def _element(number: int, segment: Segment) -> str:
    if not number:
        return escape(visible(segment.text.removesuffix("\n"))) + "\n" * segment.text.endswith("\n")
    text = BREAKS.sub(lambda match: BREAK * len(match[0]) + "\n", escape(_shown(segment.text)))
    rule = RULES.index(segment.rule)
    moved = " moved" if segment.kind.startswith("moved") else ""
    element = ELEMENTS[segment.kind]
    return (
        f'<{element} class="rule-{rule}{moved}" data-rule="{rule}" data-change="{number}" title="{segment.rule}">'
        f"{text}</{element}>"
    )


def _shown(text: str) -> str:
    return "\n".join([visible(line, True) for line in text.split("\n")])


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def write_page(target: str, looks: Sequence[Look]) -> None:
    """Write the page into a file, or to standard output for "-". Raises FileError."""
    data = page(looks).encode()
    if target == "-":
        from jmclean.io.streams import write_out

        write_out(data)
    else:
        from pathlib import Path

        from jmclean.io.files import write

        write(Path(target), data)
