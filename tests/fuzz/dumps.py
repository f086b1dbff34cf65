"""Layout dumps and decisions spoilt by bytes: sound ones, of which every few bytes change a value, a tag or a line."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from typing import Any, Final

from jmclean import clean
from jmclean.history.decisions import to_bytes
from jmclean.text.decided import make_decision
from jmclean.text.decision import Decision, Kind
from jmclean.text.tracing import trace
from tests import layouts

MAKERS: Final = (
    layouts.ppstructure, layouts.service, layouts.paddlevl, layouts.paddleocr, layouts.paddleocr2, layouts.rapidocr,
    layouts.mineru_middle, layouts.mineru_content, layouts.mineru_content_v2, layouts.docling, layouts.deepseek,
    layouts.hocr, layouts.hocr_as_html, layouts.alto, layouts.page_xml, layouts.tsv,
)  # fmt: skip

ODD: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1, 30, 1e308, -1e308, float("nan"), float("inf"), 10**30, 0.5, "", "12", "nan", "text"),
    *("市民在江边", "图为江边。（张三摄）", "\x00\ud800\x1b", "title", "image_caption", "page_number", "table"),
    *([], [[]], {}, [0, 0, 0, 0], [1, 2], [[0, 0], [9, 0], [9, 9], [0, 9]], [10**9] * 4, [None] * 4, {"text": "江"}),
)
"""Values that a program may have written in a member, though no reader wants them there."""

ODD_TEXT: Final = (
    *("", "0", "-1", "1e999", "nan", "99999999999999999999", " ", "\t", "\n", "<", ">", "&", "&#0;", "&x;", "\x00"),
    *("江边", "bbox 1 2", "bbox 9 9 1 1", "<p>", "</div>", "<!-- ", "<![CDATA[", "<!DOCTYPE a [<!ENTITY b 'c'>]>"),
    *("[[1, 2, 3, 4]]", "<|det|>", "<|ref|>", "ocr_line", "xml:lang='zh'", "HYP", "px"),
)
PART: Final = re.compile(r"<[^<>]*>|-?\d+(?:\.\d+)?|\"[^\"]*\"|[^<>\d\"]+", re.ASCII)
"""A tag, a number, a value in quotes, or what stands between."""

STEP: Final = 4
"""How many bytes say one change: where, by two bytes, what, and with which odd value."""


@cache
def make_dump(number: int) -> str:
    """Return the sound dump of one format."""
    return MAKERS[number % len(MAKERS)]()


def spoil_dump(data: bytes) -> str:
    """Return a dump of the format that the first byte names, with a change for every four bytes behind it."""
    dump = make_dump(data[0] % len(MAKERS) if data else 0)
    if dump[0] in "[{":
        return spoil_json(dump, data[1:])
    return spoil_text(dump, data[1:])


def spoil_json(dump: str, data: bytes) -> str:
    """Return JSON of which members are replaced, doubled, taken out, or exchanged."""
    root = [json.loads(dump)]
    is_nested = False  # once, since what is nested deeper cannot be copied or written
    for at in range(0, len(data) - STEP + 1, STEP):
        places = list(_list_places(root))
        holder, key = places[int.from_bytes(data[at : at + 2], "big") % len(places)]
        what, odd = data[at + 2] % 5, data[at + 3]
        if what == 0 and holder is not root:
            del holder[key]
        elif what == 1 and isinstance(holder, list):
            holder.insert(key, deepcopy(holder[key]))
        elif what == 2:
            other, its_key = places[odd % len(places)]
            if not isinstance(other[its_key], list | dict):
                holder[key] = other[its_key]
        elif what == 3 and odd & 1 and not is_nested:
            is_nested = True
            for _ in range(odd):
                holder[key] = [holder[key]]
        else:
            holder[key] = deepcopy(ODD[odd % len(ODD)])
    return json.dumps(root[0], ensure_ascii=bool(data[:1] > b"\x80"))


def _list_places(root: Any) -> Any:
    """Yield every member of lists and objects as what holds it and its index or name."""
    todo = [root]
    while todo:
        holder = todo.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], list | dict):
                todo.append(holder[key])


def spoil_text(dump: str, data: bytes) -> str:
    """Return XML, HTML or lines of which parts are replaced, doubled or taken out."""
    parts = PART.findall(dump)
    for at in range(0, len(data) - STEP + 1, STEP):
        place = int.from_bytes(data[at : at + 2], "big") % max(1, len(parts))
        what, odd = data[at + 2] % 4, data[at + 3]
        if what == 0:
            del parts[place : place + 1 + odd % 3]
        elif what == 1:
            parts[place:place] = parts[place : place + 1 + odd]
        elif what == 2:
            parts[place : place + 1] = [ODD_TEXT[odd % len(ODD_TEXT)]]
        else:
            parts.insert(place, ODD_TEXT[odd % len(ODD_TEXT)])
        if not parts:
            break
    return "".join(parts)


DECIDED: Final = (
    "昨夜江边亮起了灯,市民纷纷出门赏\n\n图为江边的灯。（周明 摄）\n\n灯，孩子们很高兴。\n\n"
    "新桥全长六百多米，江海區的居民说(两侧有路灯)很好。\n\n会议讨论了三个方案，代表们都\n\n希望早日动工。\n"
)
"""A page with changes and doubtful places to decide about."""


def spoil_decisions(data: bytes) -> bytes:
    """Return a file of decisions about DECIDED, with a change of a member for every four bytes."""
    lines = [json.loads(line) for line in make_decisions().splitlines()]
    lines = json.loads(spoil_json(json.dumps(lines), data))
    if not isinstance(lines, list):
        lines = [lines]
    return b"".join([json.dumps(line).encode() + b"\n" for line in lines])


@cache
def make_decisions() -> bytes:
    """Return the bytes of a file with a decision about every change, join and doubt of DECIDED, yes and no in turn."""
    result = clean(DECIDED)
    found: list[Decision | None] = [
        make_decision(DECIDED, step.rule, "change", (step.start, step.end), bool(number % 2), new=step.new)
        for number, step in enumerate(trace(result.journal))
    ]
    for number, note in enumerate((*result.notes, *result.joins)):
        if note.doubt is not None:
            kind: Kind = "join" if note.doubt.head >= 0 else "doubt"
            span = (note.start, note.doubt.end)
            found.append(make_decision(DECIDED, note.rule, kind, span, bool(number % 2), note.doubt.head))
    return to_bytes([decision for decision in found if decision is not None])
