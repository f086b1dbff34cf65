"""`python -m tests.fuzz.large`: inputs that are large and of an awkward kind, with the time and memory that each takes.

Each is cleaned by a process of its own, once as large as is asked and once a quarter of it, and must end as documented:
the time may grow eight times at most, which no squared effort would keep, and the memory must stay within MEMORY.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FIXED, PER_BYTE = 100e6, 250
"""The memory that cleaning a page may take: a fixed part, and so many bytes for each byte of the page."""

GROWTH, SETTLED = 8.0, 0.5
"""How many times as long four times the input may take, beyond so many seconds for the start of a process."""

SENTENCE = "市民在公园晨练，记者昨日走访了解到，新馆将于明年开放。"


def repeated(piece: str) -> Callable[[int], bytes]:
    """An input made of one piece again and again, by its size in bytes."""
    data = piece.encode()
    return lambda size: data * (size // len(data) + 1)


def nested(opening: str, inside: str, closing: str) -> Callable[[int], bytes]:
    """An input of brackets within brackets."""

    def make(size: int) -> bytes:
        depth = size // len((opening + closing).encode()) + 1
        return (opening * depth + inside + closing * depth + "\n").encode()

    return make


INPUTS: dict[str, Callable[[int], bytes]] = {
    "combining marks": repeated("\u0301"),
    "marks on letters": repeated("市\u0301\u0301"),
    "right-to-left marks": repeated("\u202e市\u202d"),
    "one line of sentences": repeated(SENTENCE),
    "one line without a mark": repeated("市民公园"),
    "one line of Latin": repeated("the quick brown fox, "),
    "blank lines": repeated("\n"),
    "blank lines between": repeated("市民\n\n\n\n"),
    "short lines": repeated("市民\n"),
    "nested quotes": nested("“", "市民", "”"),
    "nested brackets": nested("(", "市民", ")"),
    "open quotes": repeated("“市"),
    "straight quotes": repeated('"市'),
    "open links": repeated("[图]("),
    "open images": repeated("![图]("),
    "open comments": repeated("<!-- "),
    "open tags": repeated("<a "),
    "tags": repeated("<b>市</b>"),
    "table rows": repeated("| 市 | 民 |\n"),
    "table without end": repeated("|"),
    "fences": repeated("```\n"),
    "backticks of growing runs": lambda size: b" ".join(b"`" * (n % 400 + 1) for n in range(size // 200 + 1)),
    "headings": repeated("# 市\n"),
    "quotes in quotes": repeated("> "),
    "lists": repeated("- 市\n"),
    "addresses": repeated("https://a.cn/"),
    "mail addresses": repeated("a@"),
    "captions": repeated("（张三 摄）"),
    "captions in lines": repeated("图为市民。\n\n"),
    "folios": repeated("A02版 要闻\n\n"),
    "reporters": repeated("记者"),
    "dots": repeated("."),
    "dashes": repeated("一—-"),
    "ladders": repeated("省一市一"),
    "traditional letters": repeated("資料"),
    "private letters": repeated("\ue000\U000f0000"),
    "odd blanks": repeated("\u00a0\u2028市"),
    "carriage returns": repeated("\r"),
    "figures": repeated("1,234.5"),
}
"""Every input by its name."""


class Taken(NamedTuple):
    """What cleaning took: the exit code, seconds of processor time, and bytes of memory at most."""

    code: int
    seconds: float
    memory: int


PROGRAM = """
import sys
from pathlib import Path
from jmclean.cli import main
try:
    main()
finally:
    status = Path("/proc/self/status")
    print(status.read_text() if status.exists() else "", file=sys.stderr)
"""
"""`jmclean`, which tells at its end how much memory it took; the system would count its parent's as well."""


def clean(data: bytes) -> Taken:
    """Clean a page in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.txt")
        page.write_bytes(data)
        told = Path(folder, "told")
        with Path(os.devnull).open("wb") as nowhere, told.open("wb") as talk:
            process = subprocess.Popen([sys.executable, "-c", PROGRAM, page], stdout=nowhere, stderr=talk)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        peak = re.findall(rb"VmHWM:\s+(\d+)", told.read_bytes())
    memory = int(peak[-1]) if peak else usage.ru_maxrss
    return Taken(process.returncode, usage.ru_utime + usage.ru_stime, memory * 1024)


def main() -> int:
    """Clean every input and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.large", description=__doc__)
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="all if none is named")
    parser.add_argument("--size", type=int, default=2_000_000, help="bytes of each input")
    given = parser.parse_args()
    failures = 0
    began = time.monotonic()
    for name in given.inputs or INPUTS:
        small, large = (clean(INPUTS[name](size)) for size in (given.size // 4, given.size))
        bound = FIXED + PER_BYTE * given.size
        wrong = []
        if {small.code, large.code} - {0, 3}:
            wrong.append(f"exit code {large.code}")
        if large.seconds > GROWTH * max(small.seconds, SETTLED):
            wrong.append("more than linear")
        if large.memory > bound:
            wrong.append(f"more than {bound / 1e6:.0f} MB")
        failures += bool(wrong)
        print(
            f"{name:26} {small.seconds:6.1f} s {large.seconds:6.1f} s {large.memory / 1e6:6.0f} MB  "
            f"{', '.join(wrong) or 'ok'}",
            flush=True,
        )
    print(f"{len(given.inputs or INPUTS)} inputs, {failures} failed, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
