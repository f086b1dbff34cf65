"""What every view of any page keeps to: nothing changed is left out, nothing is shown that is not there."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from jmclean import Options, clean
from jmclean.io.codec import decode, encode
from jmclean.rules import RULES
from jmclean.views.ansi import SAME_MARKS, make_visible
from jmclean.views.inline import format_inline
from jmclean.views.patch import make_patch
from jmclean.views.preview import find_place
from jmclean.views.rows import cut_rows
from jmclean.views.segments import IN_OUTPUT, IN_SOURCE, Segment, compose
from jmclean.views.side_by_side import format_side_by_side

PIECES = (
    "市民在江边散步，",
    "孩子们排队借书。",
    "图为新馆门口。（张三 摄）",
    "活动由市图",
    "书馆主办",
    "資料",
    "A02版",
    "> ",
    "# ",
    "。",
    ",",
    '"',
    "  ",
    "\n",
    "\n",
    "\n\n",
    "\n\n\n",
    "\u200b",
    "\x1b[31m",
    "\u3000",
    "１２",
    "<b>",
    "{+",
)
pages = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
rule_sets = st.one_of(st.just(RULES), st.sets(st.sampled_from(RULES), min_size=1).map(tuple))


def looked(page: str, rules: tuple[str, ...]) -> tuple[str, list[Segment]]:
    result = clean(page, Options(only=rules))
    return result.text, compose(page, result.journal)[0]


@given(pages, rule_sets)
def test_rows_hold_every_segment_in_order_and_know_their_lines(page: str, rules: tuple[str, ...]) -> None:
    output, segments = looked(page, rules)
    found = list(cut_rows(segments))
    for kinds, whole in ((IN_SOURCE, page), (IN_OUTPUT, output)):
        text = ""
        for row in found:
            assert (row.line if kinds is IN_SOURCE else row.output_line) == text.count("\n") + 1
            assert text[-1:] in ("", "\n")
            text += "".join(segment.text for segment in row.segments if segment.kind in kinds)
        assert text == whole


@given(pages, rule_sets, st.integers(0, 4), st.sampled_from([None, 50, 90]))
def test_the_terminal_shows_every_change_whole(
    page: str, rules: tuple[str, ...], context: int, width: int | None
) -> None:
    _, segments = looked(page, rules)
    for view in (
        format_inline(segments, context, width, True),
        format_side_by_side(segments, context, width or 130, True),
    ):
        shown = list(view)
        if not any(segment.kind.startswith("moved") for segment in segments):
            found = {form: inked(shown, form) for form in (STRUCK, UNDERLINED, DIM)}
            found[STRUCK] += "".join([SAME_MARKS[mark] for mark in found[DIM]])
            for kind, ink in (("removed", found[STRUCK]), ("inserted", found[UNDERLINED] + found[DIM])):
                changed = [make_visible(segment.text, True) for segment in segments if segment.kind == kind]
                assert sorted(ink) == sorted("".join(changed))
        bare = re.sub(r"\x1b\[[\d;]*m", "", "".join(shown))
        assert all(char.isprintable() or char == "\u3000" for char in bare)


STRUCK, UNDERLINED, DIM = "9(?:;2)?", "4(?:;2)?", "2"


def inked(lines: list[str], form: str) -> str:
    """What stands in the colour of a rule and in a form of type."""
    return "".join(re.findall(rf"\x1b\[(?:38;5;)?\d+;{form}m(.*?)\x1b\[0m", "\n".join(lines)))


def applied(old: bytes, changes: bytes) -> bytes:
    """What a patch makes of a file, by what POSIX says of the unified format."""
    lines = old.splitlines(keepends=True) if b"\r" not in old else re.findall(rb"[^\n]*\n|[^\n]+", old)
    result: list[bytes] = []
    done = 0
    for hunk in re.split(rb"^(?=@@ )", changes, flags=re.MULTILINE)[1:]:
        head, *body = re.findall(rb"[^\n]*\n", hunk)
        start, size, _, output_size = (int(number) for number in re.findall(rb"\d+", head))
        begin = start - 1 if size else start
        result += lines[done:begin]
        before: list[bytes] = []
        after: list[bytes] = []
        sides: list[list[bytes]] = []
        for line in body:
            if line.startswith(b"\\"):
                for side in sides:
                    side[-1] = side[-1][:-1]
                continue
            sides = {b" ": [before, after], b"-": [before], b"+": [after]}[line[:1]]
            for side in sides:
                side.append(line[1:])
        assert lines[begin : begin + size] == before
        assert len(after) == output_size
        result += after
        done = begin + size
    return b"".join(result + lines[done:])


@given(
    pages, rule_sets, st.integers(0, 3), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "gb18030"])
)
def test_a_patch_makes_the_output(page: str, rules: tuple[str, ...], context: int, newline: str, target: str) -> None:
    output, segments = looked(page, rules)
    old, new = encode(page, "utf-8", newline), encode(output, target, newline)
    changes = b"".join(make_patch("page.md", old, new, decode(old, "utf-8"), segments, context))
    assert (changes == b"") == (old == new)
    assert applied(old, changes) == new


@given(pages, st.data())
def test_a_place_is_what_an_editor_shows(page: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(page)))
    line, column = find_place(page, offset)
    assert sum(len(text) + 1 for text in page.split("\n")[: line - 1]) + column - 1 == offset
