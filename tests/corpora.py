"""Rows for the tests of corpora: the sample pages with variations, and what odd rows a corpus has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jmclean import Options, clean
from jmclean.engine.clean import DEFAULT_OPTIONS
from jmclean.io.codec import decode

DUMPS = sorted((Path(__file__).parent.parent / "samples" / "dumps").iterdir())
PAGES = [decode(path.read_bytes()).text for path in DUMPS]

Row = dict[str, Any]


def page(number: int) -> str:
    """One of the sample pages, cut and numbered so that no two are the same."""
    blocks = PAGES[number % len(PAGES)].split("\n\n")
    start = number // len(PAGES) % max(1, len(blocks) - 4)
    return f"# 第{number}页\n\n" + "\n\n".join(blocks[start : start + 5])


def cleaned(text: str, options: Options = DEFAULT_OPTIONS) -> str:
    """The text as `clean` has it, but for the line feed that ends a file and no text of a data set."""
    result = clean(text, options).text
    return result if text.endswith("\n") else result.removesuffix("\n")


def rows(count: int) -> list[Row]:
    """Pages with other columns of several types."""
    return [{"id": f"页-{n}", "text": page(n), "score": n / 7, "tags": ["报", "纸"][: n % 3]} for n in range(count)]


def odd_rows() -> list[Row]:
    """A null, an empty string, Windows line ends, a NUL, an empty page, and one of 5 MB."""
    long = "\n\n".join("市民在江边散步,孩子们在放风筝。" * 40 for _ in range(2800))
    texts = [None, "", page(3).replace("\n", "\r\n"), "一\0二,三\n", " \n\n ", long]
    return [{"id": f"odd-{n}", "text": text, "score": None, "tags": []} for n, text in enumerate(texts)]


def write_lines(path: Path, rows: Iterable[Row]) -> None:
    """Write JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8", newline="")


def read_lines(path: Path) -> list[Row]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
