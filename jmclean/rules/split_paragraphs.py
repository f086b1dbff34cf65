"""Paragraphs cut in two where their column ended.

A layout program reads a page box by box. A paragraph that continues in the next column, past a picture or on the next
page becomes two blocks, cut in mid-sentence and often in mid-word (无线通 … 信), with a caption or an editors' line
between.

A block is open if it is body text that does not end in a full stop. Of the blocks behind it the best continuation is
joined to it, if it is good enough and better than any other. Evidence is a word across the cut, a bracket that opens in
one block and closes in the other, a start that no sentence has, and the width of the column. A headline ends the
search.

Left alone: headings, lists, verse and tables, and a cut behind a full stop, which cannot be seen. Unless a word is cut,
headlines and cross-heads without `#`, items, datelines, dates of a chronicle and short lines in a row stay too. Where
many blocks lack a full stop and no word is cut anywhere, the OCR engine lost the full stops, and nothing is joined.
Text is moved only where a word is cut.

What is not certain stays apart and is reported with its score and the strongest reasons. The score is the natural
logarithm of the odds that the two blocks belong together: of those from 0 to 1 about half do, from 1 to 2 seven of
ten, from 2 to 3 nineteen of twenty, from 3 on nearly all, from -1 to 0 one of four. `--join safe` joins from 0.25,
`--join full` from -0.7; `jmclean help review` says more.

Before:

    昨夜江边亮起了灯，市民纷纷出门赏灯，有人说这是多年未见的热闹景象，也有人在江边架起了无线通

    信设备，把灯会的画面传给远方的家人，直到深夜才陆续散去。

After:

    昨夜江边亮起了灯，市民纷纷出门赏灯，有人说这是多年未见的热闹景象，也有人在江边架起了无线通信设备，把灯会的画面传给远方的家人，直到深夜才陆续散去。

Unchanged:

    昨夜江边亮起了灯，市民纷纷出门赏灯，有人说这是多年未见的热闹景象。

    渡口的船工说，这些年桥多了，坐船的人少了，只有灯会时才又忙起来。
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from jmclean.options import Options
from jmclean.structure.matching import DOUBTFUL
from jmclean.structure.plan import recall_plan
from jmclean.structure.reasons import word_reason
from jmclean.structure.scoring import find_strongest_reasons
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.doubt import JOINED_DOUBT, SEAM_DOUBT, Doubt
from jmclean.text.edits import Edit, Span
from jmclean.text.joint import choose_joint

DECLARATION: Final = Declaration(
    looks_at=frozenset({"plan"}), changes=frozenset({"blocks", "line-breaks"}), moves_text=True, carries_out="joins"
)


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield edits that join the blocks of every chain; what stood between them moves behind it."""
    decided = recall_plan(doc, options)
    starts = sorted(start for chain in decided.chains for start, _ in chain)
    for chain in decided.chains:
        first, last = min(chain)[0], max(chain)[0]
        laced = bisect_right(starts, last) - bisect_left(starts, first) > len(chain)
        apart = sum(start - end for (_, end), (start, _) in pairwise(chain)) > sum(
            end - start for start, end in chain[1:]
        )
        yield from (pull_up if laced or apart or list(chain) != sorted(chain) else close_up)(doc.text, chain)
    for decision in decided.decisions:
        candidate = decision.candidate
        if not decision.joined and candidate.score <= DOUBTFUL:
            continue
        reasons = find_strongest_reasons(candidate, decision.joined)
        kind, message = (JOINED_DOUBT, "joined") if decision.joined else (SEAM_DOUBT, "")
        if not message:
            left, right = candidate.tail.text[-8:], candidate.head.text[:8]
            words = ", ".join([word_reason(name, share) for name, share in reasons])
            message = f'left apart: "…{left}" | "{right}…" ({candidate.score:+.1f}: {words})'
        doubt = Doubt(kind, decision.end, (), candidate.score, decision.head, reasons)
        doc.report(decision.end, message, doubt)


def close_up(text: str, chain: tuple[Span, ...]) -> Iterator[Edit]:
    """Yield edits that join the blocks of a chain where the first stands; what stood between them moves behind it."""
    moved = ""
    for start, end in chain:
        yield from unwrap(text, start, end)
    for (_, end), (start, _) in pairwise(chain):
        between = text[end:start].strip()
        if between:
            moved += "\n\n" + between
        yield Edit(end, start, glue(text, end, start))
    if moved:
        yield Edit(chain[-1][1], chain[-1][1], moved)


def pull_up(text: str, chain: tuple[Span, ...]) -> Iterator[Edit]:
    """Yield edits that join the blocks of a chain that overlaps another: each moves up to its tail."""
    tail, pulled = chain[0][1], ""
    yield from unwrap(text, *chain[0])
    for (_, end), (start, stop) in pairwise(chain):
        if not pulled and start >= tail and not text[tail:start].strip():
            yield Edit(tail, start, glue(text, end, start))
            yield from unwrap(text, start, stop)
            tail = stop
            continue
        pulled += glue(text, end, start) + text[start:stop].replace("\n", "")
        while start and text[start - 1].isspace():
            start -= 1
        yield Edit(start, stop, "")
    if pulled:
        yield Edit(tail, tail, pulled)


def unwrap(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield edits that put the lines of a block together."""
    at = text.find("\n", start, end)
    while at >= 0:
        yield Edit(at, at + 1, glue(text, at, at + 1))
        at = text.find("\n", at + 1, end)


def glue(text: str, end: int, start: int) -> str:
    """Return what to put between two pieces of a paragraph."""
    return choose_joint(text[max(0, end - LONGEST_MARKS) : end], text[start : start + LONGEST_MARKS])


LONGEST_MARKS: Final = 8
"""How many characters at a seam are looked at."""
