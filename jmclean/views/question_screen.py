"""One question on a terminal, however narrow, with colour and without."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Final

from jmclean.text.doubt import SEAM_DOUBT
from jmclean.views.ansi import Run, count_cells, mark_runs, paint, wrap_runs
from jmclean.views.questions import ASKS, Question, explain

SCREEN_INDENT: Final = "  "
LEAST_SCREEN_WIDTH: Final = 20

ANSWER_KEYS: Final = {
    "y": "yes",
    "n": "no, for good",
    "Y": "yes to all of this kind on this page",
    "N": "no to all of this kind on this page",
    "l": "later: ask me another time",
    "b": "back to the one before",
    "q": "quit; the answers so far are kept",
    "?": "this help",
}
"""What each key does."""

KEYS_HINT: Final = "Keys: y yes, n no, l later, b back, q quit; ? explains all."
"""What is said once, before the first question."""


def draw_screen(
    question: Question, number: int, total: int, width: int, colour: bool, answer: bool | None
) -> Iterator[str]:
    """Yield the lines of a question, the last without its line end's prompt."""
    width = max(LEAST_SCREEN_WIDTH, width)
    count = f"{number:,}/{total:,}"
    place = _cut_cells(question.place, width - len(count) - 2)
    yield paint([("line", count), ("", "  "), ("head", place)], colour)
    message = "" if question.kind == SEAM_DOUBT else f": {question.message}"
    for line in wrap_runs([(f"rule/{question.rule}", question.rule), ("", message)], width):
        yield paint(line, colour)
    yield ""
    for runs in _split_runs(list(question.runs), colour):
        for line in wrap_runs(runs, width - len(SCREEN_INDENT)):
            yield (SCREEN_INDENT + paint(line, colour)).rstrip()
    yield ""
    for name, reasons in zip(("For", "Against"), explain(question), strict=True):
        if reasons:
            yield from (paint([("line", line)], colour) for line in wrap(f"{name}: {reasons}.", width))
    if answer is not None:
        yield paint([("line", f"Your answer so far: {'yes' if answer else 'no'}.")], colour)


def make_prompt(question: Question, colour: bool) -> str:
    """Return what is asked, and the keys that answer it."""
    return paint([("head", f"{ASKS[question.kind]} [{','.join(list_keys(question))}] ")], colour)


def list_keys(question: Question) -> list[str]:
    """Return the keys that answer a question."""
    return [key for key in ANSWER_KEYS if question.can_accept or key not in "yY"]


def explain_keys(question: Question) -> Iterator[str]:
    """Yield what the keys do."""
    for key in list_keys(question):
        yield f"{key}  {ANSWER_KEYS[key]}"


def _split_runs(runs: list[Run], colour: bool) -> Iterator[list[Run]]:
    """Yield the runs of every line; a run may hold line ends."""
    line: list[Run] = []
    for style, text in mark_runs([run for run in runs if run[1]], colour):
        first, *others = text.split("\n")
        line.append((style, first))
        for other in others:
            yield line
            line = [(style, other)]
    yield line


def _cut_cells(text: str, room: int) -> str:
    """Return the end of a text, as much as there is room for."""
    if count_cells([("", text)]) <= room:
        return text
    while text and count_cells([("", text)]) > room - 1:
        text = text[1:]
    return f"…{text}"
