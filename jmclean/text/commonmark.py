"""Read Markdown with markdown-it-py: which lines are code, tables, formulas, notes, or held by an item.

Only those lines are taken from here. Headlines, paragraphs, simple quotes and lists are left to the reader of lines,
which knows them as engines write them (#标题 without a space, items that a column cut).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from markdown_it import MarkdownIt
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from jmclean.chinese.characters import is_han
from jmclean.text.markup import DEFINITION_LINE, DELIMITER_ROW, TEMPLATE_LINE, find_front_matter_end

if TYPE_CHECKING:
    from markdown_it.token import Token

    from jmclean.text.markdown import Kind

    Region = tuple[Kind, int, int]
    """What some lines are: the kind, the first line, and the line behind the last."""

CODE_TOKENS: Final = frozenset(("fence", "code_block", "math_block", "math_block_label", "html_block", "table_open"))
"""What stays to the letter wherever it stands."""

HELD_OPEN: Final = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "footnote_reference_open": "list",
    "dl_open": "list",
    "admonition_open": "list",
    "blockquote_open": "quote",
}
"""What holds other blocks, and the kind of the lines that are no code in it."""

CONTAINER_OPEN: Final = "container_any_open"
LONGEST_TITLE: Final = 40
"""The most characters of a headline over a row of - or =."""

TAB_SIGN: Final = "==="
"""What heads a tab of content; it is read as an admonition, which is written in the same way."""

OPENED_MATH: Final = re.compile(r"([ \t>]*)(?:\\\[|\\begin\{(\w+\*?)\})")
CLOSED_MATH: Final = re.compile(r"\\\]|\\end\{(\w+\*?)\}")
"""What formulas begin and end with that are not written between $$."""

LONGEST_HTML: Final = 400
"""How many lines behind it the end of HTML is looked for."""

HTML_ENDS: Final = (("<table", "</table>"), ("<svg", "</svg>"), ("<pre", "</pre>"))
"""HTML that may go on behind a blank line, and what it ends with."""


@cache
def make_reader() -> MarkdownIt:
    """Return the parser: CommonMark with tables, formulas, notes, definitions and containers, blocks only."""
    made = MarkdownIt("commonmark").enable("table")
    made.use(footnote_plugin).use(deflist_plugin).use(dollarmath_plugin).use(admon_plugin)
    made.use(container_plugin, name="any", validate=_is_container)
    made.core.ruler.enableOnly(["block"])
    return made


def _is_container(name: str, _marks: str) -> bool:
    """Return whether a line of ::: opens a container; one without a name closes it."""
    return bool(name.strip())


def find_regions(text: str) -> list[Region]:
    """Return the lines of a text that are not for the reader of lines, as regions in order that do not overlap."""
    front = text[: find_front_matter_end(text)].count("\n")
    lines = text.split("\n")
    found: list[Region] = [("code", 0, front)] if front else []
    # a tab of content is written as an admonition is, with a mark of its own
    source = [_rewrite_tab(line) for line in lines]
    source[:front] = [""] * front
    if any("\\[" in line or "\\begin{" in line for line in source):
        _mark_math(source)
    environment: dict[str, Any] = {}
    tokens = make_reader().parse("\n".join(source), environment)
    found += _find_regions(lines, tokens, 0, len(tokens))
    notes = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())]
    found += [
        ("code", *note["map"]) for note in notes if "map" in note and DEFINITION_LINE.match(lines[note["map"][0]])
    ]
    return _merge(found, lines)


def _mark_math(lines: list[str]) -> None:
    """Put $$ for what displayed formulas begin and end with, so that the parser knows them."""
    ends: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if "\\]" in line or "\\end{" in line:
            for match in CLOSED_MATH.finditer(line):
                ends.setdefault(match[1] or "", []).append(number)
    done = -1
    for number, line in enumerate(lines):
        opened = OPENED_MATH.match(line) if number > done and "\\" in line else None
        places = ends.get(opened[2] or "", []) if opened else []
        at = bisect_left(places, number)
        if opened and at < len(places):
            done = places[at]
            lines[number] = f"{opened[1]}$$"
            lines[done] = f"{opened[1]}$$" if done > number else f"{opened[1]}$$x$$"


def _rewrite_tab(line: str) -> str:
    """Return a line that heads a tab of content as one that heads an admonition, any other as it is."""
    bare = line.lstrip()
    if bare.startswith(TAB_SIGN) and bare[3:].lstrip("!+").startswith(' "'):
        return line[: len(line) - len(bare)] + "!!!" + bare[3:].lstrip("!+")
    return line


def _find_regions(lines: list[str], tokens: list[Token], first: int, last: int) -> Iterator[Region]:
    """Yield the regions of the tokens from `first` up to `last` that stand at one level."""
    at = first
    while at < last:
        token = tokens[at]
        end = _find_closing(tokens, at)
        if token.map is not None:
            start, stop = token.map
            if token.type in CODE_TOKENS:
                yield from _find_code(lines, token, start, stop)
            elif token.type == CONTAINER_OPEN:
                yield from _find_ends(lines, start, stop)
                yield from _find_regions(lines, tokens, at + 1, end)
            elif token.type == "heading_open" and token.markup in ("=", "-"):
                if stop - start == 2 and _is_title(lines[start]):
                    yield ("heading", start, stop)
            elif token.type in HELD_OPEN:
                yield from _find_held(lines, tokens, at, end)
        at = end + 1


def _find_closing(tokens: list[Token], at: int) -> int:
    """Return the number of the token that closes the one at `at`, which may be itself."""
    depth = 0
    while True:
        depth += tokens[at].nesting
        if depth == 0:
            return at
        at += 1


def _find_code(lines: list[str], token: Token, start: int, stop: int) -> Iterator[Region]:
    """Yield what one token of code, formulas, a table or HTML covers; an indent of print is none."""
    if token.type == "table_open":
        yield ("table", start, stop)
    elif token.type == "html_block":
        head = lines[start].lstrip().lower()
        for opening, ending in HTML_ENDS:
            if head.startswith(opening) and not any(ending in line.lower() for line in lines[start:stop]):
                last = min(len(lines), stop + LONGEST_HTML)
                ends = (n for n in range(stop, last) if ending in lines[n].lower())
                stop = next(ends, stop - 1) + 1
        yield ("html", start, stop)
    elif token.type != "code_block" or not _is_print(token.content):
        yield ("code", start, stop)


def _is_print(text: str) -> bool:
    """Return whether indented lines are Chinese text that was printed so: most of their letters are Han."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(map(is_han, letters)) > len(letters)


def _is_title(line: str) -> bool:
    """Return whether a line over a row of - or = is short and no sentence."""
    line = line.strip()
    return len(line) <= LONGEST_TITLE and line[-1:] not in "。，；：！？,;:"


def _find_held(lines: list[str], tokens: list[Token], at: int, end: int) -> Iterator[Region]:
    """Yield what a list, a note, an admonition or a quote covers; nothing for one that the reader of lines knows."""
    kind = HELD_OPEN[tokens[at].type]
    start, stop = tokens[at].map or (0, 0)
    inner = [region for token in tokens[at:end] for region in _find_inner(lines, token)]
    inner = [(what, max(first, start), min(behind, max(stop, first + 1))) for what, first, behind in inner]
    if kind == "quote" and not inner:
        return
    if tokens[at].type in ("bullet_list_open", "ordered_list_open") and not inner and _is_simple(lines, start, stop):
        return
    covered = {n for _, first, behind in inner for n in range(first, behind)}
    run = start
    for n in range(start, stop + 1):
        if n == stop or n in covered or not lines[n].strip():
            if n > run:
                yield (kind, run, n)  # type: ignore[misc]
            run = n + 1
    yield from inner


def _find_inner(lines: list[str], token: Token) -> Iterator[Region]:
    """Yield what of the lines of a token within another stays to the letter: code, and the ends of containers."""
    if token.map is None:
        return
    start, stop = token.map
    if token.type in CODE_TOKENS:
        yield from _find_code(lines, token, start, stop)
    elif token.type == "admonition_open":
        yield ("code", start, start + 1)
    elif token.type == CONTAINER_OPEN:
        yield from _find_ends(lines, start, stop)


def _find_ends(lines: list[str], start: int, stop: int) -> Iterator[Region]:
    """Yield the line that opens a container and the one that closes it, if there is one."""
    yield ("code", start, start + 1)
    for last in (stop - 1, stop):
        if start < last < len(lines) and lines[last].strip(" \t:") == "" and ":::" in lines[last]:
            yield ("code", last, last + 1)
            break


def _is_simple(lines: list[str], start: int, stop: int) -> bool:
    """Return whether a list is a line an item, or goes on without an indent."""
    return not any(line[:1] in " \t" and line.strip() for line in lines[start + 1 : stop])


def _merge(found: list[Region], lines: list[str]) -> list[Region]:
    """Return the regions in order, without blank lines at their ends, those of one kind of code together."""
    made: list[Region] = []
    for kind, start, stop in sorted(found, key=lambda region: (region[1], -region[2])):
        while stop > start and not lines[min(stop, len(lines)) - 1].strip():
            stop -= 1
        if made and start < made[-1][2]:
            continue
        if start >= stop:
            continue
        if made and kind == "code" and made[-1][0] == "code" and made[-1][2] == start and _is_note(lines[start]):
            made[-1] = ("code", made[-1][1], stop)
        else:
            made.append((kind, start, stop))
    return made


def _is_note(line: str) -> bool:
    """Return whether a line defines a reference."""
    return line.lstrip().startswith("[")


def parse_blocks(text: str, by_lines: Callable[[str], Iterable[tuple[Kind, int, int]]]) -> list[tuple[Kind, int, int]]:
    """Return the blocks of a text: its regions, and between them what `by_lines` makes of the other lines."""
    lines = text.split("\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    found: list[tuple[Kind, int, int]] = []

    def plain(first: int, last: int) -> None:
        """Add the blocks of lines that are in no region."""
        for start, stop, kind in _find_odd_lines(lines, first, last):
            if kind is not None:
                found.append((kind, *_find_span(lines, offsets, start, stop)))
            elif any(map(str.strip, lines[start:stop])):
                here = offsets[start]
                made = by_lines("\n".join(lines[start:stop]))
                found.extend((kind, begin + here, end + here) for kind, begin, end in made)

    done = 0
    for kind, start, stop in find_regions(text):
        plain(done, start)
        found.append((kind, *_find_span(lines, offsets, start, stop)))
        done = stop
    plain(done, len(lines))
    return found


def _find_span(lines: list[str], offsets: list[int], start: int, stop: int) -> tuple[int, int]:
    """Return the span of some lines, from their first to past their last visible character."""
    first, last = lines[start], lines[stop - 1]
    return offsets[start] + len(first) - len(first.lstrip()), offsets[stop - 1] + len(last.rstrip())


def _find_odd_lines(lines: list[str], first: int, last: int) -> Iterator[tuple[int, int, Kind | None]]:
    """Yield parts of the lines from `first` up to `last`: tables with broken cells, lines of a template, others."""
    done = at = first
    while at < last:
        stop = at
        while stop < last and lines[stop].strip():
            stop += 1
        table = _find_broken_table(lines, at, stop)
        if table is not None:
            yield done, table, None
            yield table, stop, "table"
            done = stop
        else:
            for n in range(at, stop):
                if lines[n].lstrip()[:2] in ("{%", "{{") and TEMPLATE_LINE.match(lines[n]):
                    yield done, n, None
                    yield n, n + 1, "code"
                    done = n + 1
        at = stop + 1
    yield done, last, None


def _find_broken_table(lines: list[str], start: int, stop: int) -> int | None:
    """Return the first line of a table with a row of dashes among lines without a blank one, if they hold one."""
    rows = [n for n in range(start, stop) if "|" in lines[n]]
    if len(rows) < 3 or not any(DELIMITER_ROW.match(lines[n]) for n in rows):
        return None
    return rows[0]
