"""A diff as a web page that needs nothing but itself, and in which nothing of the text can run."""

from __future__ import annotations

import re
from base64 import b64encode
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from jmclean.rules import RULES
from jmclean.rules.mixed_script import count
from jmclean.views.ansi import BREAK, make_visible
from jmclean.views.listing import count_edits
from jmclean.views.positions import find_first_visible, find_line_starts, find_position
from jmclean.views.preview import Look
from jmclean.views.rows import DiffRow, cut_rows
from jmclean.views.segments import IN_OUTPUT, IN_SOURCE, Segment

LANGUAGE_TAGS: Final = {"simplified": "zh-Hans", "traditional": "zh-Hant", None: "zh"}
STRIDE: Final = 5
"""How many hues of the circle lie between those of one rule and the next, so that neighbours differ most."""

BREAKS: Final = re.compile("\n+")
ELEMENTS: Final = {"removed": "del", "moved away": "del", "inserted": "ins", "moved here": "ins"}

UNCHANGED: Final = '<tr><td colspan="2" data-zh="没有改动。">Nothing would change.</td></tr>'

MARKED: Final = 12
"""How many characters of a doubtful place are marked."""

Numbered = tuple[int, Segment]
"""The number of a change on the page, from 1, and a segment of it; 0 for what is kept."""


class Doubtful(NamedTuple):
    """A doubtful place on the page: its number from 1, the span of the source that is marked, its line, and why."""

    number: int
    start: int
    end: int
    line: int
    rule: str
    message: str


def make_page(look: Look, home: str = "") -> str:
    """Return the page that shows one file before and after; `home` is the address of the index, if there is one."""
    found = count_edits(look.steps)
    doubtful = list(_find_doubtful(look))
    body = "\n".join(_make_rows(look.segments, Counter(), doubtful))
    text = "".join([segment.text for segment in look.segments if segment.kind in IN_OUTPUT])
    return fill_template(
        "data/diff.html",
        {
            "title": escape(make_visible(look.name)),
            "home": f'<a class="home" href="{escape(home)}" data-zh="全部文件">All files</a>' if home else "",
            "legend": "".join([_make_box(rule, found[rule].changes) for rule in RULES if rule in found]),
            "changes": f"{sum(count.changes for count in found.values()):,}",
            "doubts": _list(doubtful),
            "doubtful": f"{len(doubtful):,}",
            "language": LANGUAGE_TAGS[find_script(text)],
            "rows": body if look.steps else f"{UNCHANGED}\n{body}",
        },
    )


def fill_template(template_name: str, parts: dict[str, str]) -> str:
    """Return a template with its parts, and with a policy that lets nothing run but its own script."""
    template = files("jmclean").joinpath(template_name).read_text("utf-8")
    parts["rules"] = "\n".join(map(_make_style, range(len(RULES))))
    style, script = (re.findall(f"<{tag}>(.*?)</{tag}>", template, re.DOTALL)[0] for tag in ("style", "script"))
    hashes = [_hash(style.replace("{{rules}}", parts["rules"])), _hash(script)]
    parts["policy"] = (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; base-uri 'none'; form-action 'none'"
    )
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)


def find_script(text: str) -> Literal["simplified", "traditional"] | None:
    """Return the script of a text."""
    return count(text).find_script()


def _make_style(number: int) -> str:
    """Return the colour of a rule, and how its changes look where they are switched off."""
    return (
        f".rule-{number} {{ --hue: {number * STRIDE % len(RULES) * 360 // len(RULES)}; }}\n"
        f".off-{number} td .rule-{number}:not(.here) {{ background: none; box-shadow: none; text-decoration: none; "
        "outline: 0; }"
    )


def _make_box(rule: str, changes: int) -> str:
    number = RULES.index(rule)
    return (
        f'<label><input type="checkbox" checked data-rule="{number}" value="{rule}"> '
        f'<span class="swatch rule-{number}">{rule}</span> {changes}</label>\n'
    )


def _find_doubtful(look: Look) -> Iterator[Doubtful]:
    """Yield the doubtful places in order of the source."""
    text = look.page.source.text
    starts = find_line_starts(text)
    for number, note in enumerate(look.page.result.notes, 1):
        doubt = note.doubt
        if doubt is not None and doubt.head >= 0:
            start, end = max(0, note.start - 1), note.start
        else:
            start = find_first_visible(text, note.start, doubt.end if doubt else note.start + 1)
            end = min(doubt.end, start + MARKED) if doubt else start + 1
        yield Doubtful(number, start, end, find_position(starts, start)[0], note.rule, note.message)


def _list(doubtful: Sequence[Doubtful]) -> str:
    """Return the list of doubtful places above the text."""
    if not doubtful:
        return ""
    items = [
        f'<li value="{one.number}"><button type="button" data-to="{one.number}">{one.line}</button> {one.rule}: '
        f"{escape(make_visible(one.message))}</li>"
        for one in doubtful
    ]
    return (
        '<details class="doubts" open><summary><span data-zh="存疑之处">Doubtful places</span> '
        f'<span class="count">{len(doubtful)}</span></summary><ol>{"".join(items)}</ol></details>'
    )


def _make_rows(segments: list[Segment], counts: Counter[str], doubtful: Sequence[Doubtful]) -> Iterator[str]:
    for row in cut_rows(segments):
        if not row.changed and not row.segments[0].text.strip():
            continue
        numbered = list(_number(row, counts))
        cells = [
            _make_cell("before", row.line, [pair for pair in numbered if pair[1].kind in IN_SOURCE], doubtful),
            _make_cell("after", row.output_line, [pair for pair in numbered if pair[1].kind in IN_OUTPUT], doubtful),
        ]
        yield f"<tr{'' if row.changed else ' class=same'}>{''.join(cells)}</tr>"


def _number(row: DiffRow, counts: Counter[str]) -> Iterator[Numbered]:
    """Yield the segments of a row, those of one rule that stand together as one change."""
    for rule, found in groupby(row.segments, lambda segment: segment.rule):
        if rule:
            counts[rule] += 1
        number = counts.total() if rule else 0
        yield from ((number, segment) for segment in found)


def _make_cell(name: str, line: int, numbered: list[Numbered], doubtful: Sequence[Doubtful]) -> str:
    content = "".join([_make_element(number, segment, doubtful) for number, segment in numbered]).removesuffix("\n")
    label = f' data-line="{line}"' if numbered else ""
    return f'<td class="{name}"{label}>{content}</td>'


def _make_element(number: int, segment: Segment, doubtful: Sequence[Doubtful]) -> str:
    here = _find_within(segment, doubtful)
    if not number:
        return _mark_doubts(segment, here) if here else _escape(segment.text)
    text = BREAKS.sub(lambda match: BREAK * len(match[0]) + "\n", escape(_show_text(segment.text)))
    rule = RULES.index(segment.rule)
    moved = " moved" if segment.kind.startswith("moved") else ""
    element = ELEMENTS[segment.kind]
    marks = "".join([_mark(one, "?") for one in here])
    data = f'data-rule="{rule}" data-change="{number}" title="{segment.rule}"'
    return f'{marks}<{element} class="rule-{rule}{moved}" {data}>{text}</{element}>'


def _find_within(segment: Segment, doubtful: Sequence[Doubtful]) -> Sequence[Doubtful]:
    """Return the doubtful places that begin in a segment."""
    first = bisect_left(doubtful, segment.start, key=attrgetter("start"))
    last = bisect_left(
        doubtful, max(segment.end, segment.start + (segment.kind == "inserted")), key=attrgetter("start")
    )
    return doubtful[first:last] if segment.kind != "inserted" else ()


def _escape(text: str) -> str:
    return escape(make_visible(text.removesuffix("\n"))) + "\n" * text.endswith("\n")


def _mark_doubts(segment: Segment, doubtful: Sequence[Doubtful]) -> str:
    """Return kept text in which doubtful places are marked."""
    parts: list[str] = []
    at = segment.start
    for one in doubtful:
        if one.start < at:
            continue
        end = min(one.end, segment.end)
        parts.append(escape(make_visible(segment.text[at - segment.start : one.start - segment.start])))
        parts.append(
            _mark(one, make_visible(segment.text[one.start - segment.start : end - segment.start].rstrip("\n")))
        )
        at = end - segment.text[: end - segment.start].endswith("\n")
    return "".join([*parts, _escape(segment.text[at - segment.start :])])


def _mark(one: Doubtful, text: str) -> str:
    return f'<mark data-doubt="{one.number}" title="{escape(make_visible(one.message))}">{escape(text)}</mark>'


def _show_text(text: str) -> str:
    return "\n".join([make_visible(line, True) for line in text.split("\n")])


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def write_page(target: str, look: Look) -> None:
    """Write the page of one file into a file, or to standard output for "-". Raises FileError."""
    data = make_page(look).encode()
    if target == "-":
        from jmclean.io.streams import write_out

        write_out(data)
    else:
        from jmclean.io.files import write

        write(target, data)
