"""All questions as a list to be answered in an editor or a spreadsheet, and the answers of such a list."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from jmclean.errors import FileError, UsageError
from jmclean.views.ansi import make_visible, mark_runs
from jmclean.views.listing import make_csv_row
from jmclean.views.questions import ASKS, Question, explain

LIST_COLUMNS: Final = ("answer", "id", "path", "line", "column", "rule", "kind", "question", "place", "for", "against")

YES_WORDS: Final = frozenset(("yes", "y", "是", "对", "true", "1"))
NO_WORDS: Final = frozenset(("no", "n", "否", "不", "false", "0"))
OPEN_WORDS: Final = frozenset(("", "later", "l", "?"))

LIST_HEAD: Final = """\
# Write yes or no behind "answer:", or leave it empty. Then: jmclean review --answers FILE PATH...
"""
ANSWER: Final = re.compile(r"answer:[ \t]*(\S*)[ \t]*#([0-9a-f]{12})\b.*")
LARGEST_LIST: Final = 256_000_000


def make_row(question: Question) -> dict[str, Any]:
    """Return a question as a list has it."""
    place = "".join([text for _, text in mark_runs(question.runs, False)]).replace("\n", " ")
    reasons = explain(question)
    return {
        "answer": "",
        "id": question.id,
        "path": question.path,
        "line": question.line,
        "column": question.column,
        "rule": question.rule,
        "kind": question.kind,
        "question": ASKS[question.kind],
        "place": place,
        "for": reasons[0],
        "against": reasons[1],
    }


def write_list(questions: Iterable[Question], form: str) -> Iterator[bytes]:
    """Yield the list in parts: as text, as JSON Lines, or as CSV with a byte order mark, as spreadsheets want it."""
    if form == "jsonl":
        for question in questions:
            yield (json.dumps(make_row(question), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    elif form == "csv":
        yield b"\xef\xbb\xbf" + _format_cells(LIST_COLUMNS)
        for question in questions:
            yield _format_cells(make_row(question).values())
    else:
        yield LIST_HEAD.encode()
        for question in questions:
            yield _format_block(make_row(question)).encode("utf-8", "backslashreplace")


def _format_block(plain: dict[str, Any]) -> str:
    where = make_visible(f"{plain['path']}:{plain['line']}:{plain['column']}")
    reasons = "".join([f"  # {name}: {plain[name]}\n" for name in ("for", "against") if plain[name]])
    return (
        f"\n# {where}: {plain['rule']}\n  {plain['place']}\n{reasons}# {plain['question']}\nanswer:  #{plain['id']}\n"
    )


def _format_cells(values: Iterable[Any]) -> bytes:
    """Return a line of CSV."""
    return (make_csv_row(values) + "\r\n").encode("utf-8", "backslashreplace")


def read_answers(path: str) -> dict[str, bool]:
    """Return the answers of a list by the ids of the places. Raises UsageError, naming the line."""
    from jmclean.io.codec import decode
    from jmclean.io.files import read

    try:
        data = read(path)
    except FileError as error:
        raise UsageError(f"{path}: {error}") from None
    if len(data) > LARGEST_LIST:
        raise UsageError(f"{path}: This file is larger than {LARGEST_LIST:,} bytes. Name a list of `jmclean review`.")
    text = decode(data).text
    answers: dict[str, bool] = {}
    for number, name, answer in _find_answers(path, text):
        word = str(answer).strip().strip("'").lower()
        if word in YES_WORDS or word in NO_WORDS:
            answers[name] = word in YES_WORDS
        elif word not in OPEN_WORDS:
            raise UsageError(f"{path}:{number}: There is no answer {word[:40]!r}. Write yes or no, or leave it empty.")
    return answers


def _find_answers(path: str, text: str) -> Iterator[tuple[int, str, object]]:
    """Yield the line, the id and the answer of every entry of a list in any of its forms."""
    first = text.lstrip("\ufeff \t\r\n")[:1]
    try:
        if first == "{":
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    plain = json.loads(line)
                    yield number, str(plain["id"]), plain["answer"] if plain["answer"] is not None else ""
        elif first == "#" or not first:
            for number, line in enumerate(text.splitlines(), 1):
                if match := ANSWER.fullmatch(line.strip()):
                    yield number, match[2], match[1]
                elif line.strip().startswith("answer:"):
                    raise ValueError("the sign # and the id behind the answer are missing")
        else:
            header = text.lstrip("\ufeff").partition("\n")[0]
            separator = max(",;\t", key=header.count)
            for number, cells in enumerate(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator), 2):
                yield number, str(cells["id"]).strip(), cells["answer"] or ""
    except (KeyError, TypeError, ValueError, RecursionError, csv.Error) as error:
        what = f"it has no {error}" if isinstance(error, KeyError) else str(error)[:200]
        raise UsageError(
            f"{path}: This is not a list of `jmclean review`: {what}. Print it again, and change only the answers."
        ) from None
