"""`python -m tests.fuzz.large`: inputs that are large and of an awkward kind, with the time and memory that each takes.

Pages, journals and configurations. Each is given to a process of its own, once as large as is asked and once a quarter
of it, and must end as documented: the time may grow eight times at most, which no squared effort would keep, and the
memory must stay within a fixed part and so many bytes for each of the input's.
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

ROOT = Path(__file__).parent.parent.parent
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
    "one letter": repeated("民"),
    "nested quotes": nested("“", "市民", "”"),
    "nested brackets": nested("(", "市民", ")"),
    "open quotes": repeated("“市"),
    "straight quotes": repeated('"市'),
    "open links": repeated("[图]("),
    "open images": repeated("![图]("),
    "open comments": repeated("<!-- "),
    "open tags": repeated("<a "),
    "tags": repeated("<b>市</b>"),
    "tables of HTML without end": repeated("<table><tr><td colspan=9>市\n"),
    "tags that cross": repeated("<b><i>市</b></i>\n\n"),
    "entities": repeated("&lt;&#60;&amp;amp;"),
    "ragged table rows": lambda size: b"".join(b"|" * (n % 90) + b" a |\n" for n in range(size // 49)),
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
"""Every page by its name."""

RECORD = b'{"jmclean": "0", "source": "a", "output": "b", "changes": ['

JOURNALS: dict[str, Callable[[int], bytes]] = {
    "journal of blank lines": repeated("\n"),
    "journal of broken lines": repeated('{"jmclean": "0", "changes": [\n'),
    "journal in one line": lambda size: RECORD + b'{"rule": "captions", "edits": [' + b'[1, "a", "b"], ' * (size // 15),
    "journal of brackets": lambda size: RECORD + b"[" * size,
    "journal of digits": lambda size: RECORD + b"9" * size,
    "journal of records": repeated('{"jmclean": "0", "source": "a", "output": "page.txt", "output_sha256": "0"}\n'),
}
"""Every journal by its name, of which none gives a page back."""

CONFIGURATIONS: dict[str, Callable[[int], bytes]] = {
    "configuration of comments": repeated("# 市民\n"),
    "configuration of brackets": lambda size: b"protect = " + b"[" * size,
    "configuration of patterns": lambda size: b"caption-patterns = [" + b"'(a|aa)+b'," * (size // 12) + b"]",
    "configuration without end": lambda size: b'protect = ["' + b"a" * size,
    "configuration of dots": lambda size: b"a." * (size // 2) + b"b = 1",
    "configuration of digits": lambda size: b"jobs = " + b"9" * size,
}
"""Every configuration by its name."""

EVERY = INPUTS | JOURNALS | CONFIGURATIONS

SIZES = {"one line of sentences": 50_000_000, "blank lines": 1_000_000, "combining marks": 2_000_000}
"""The bytes of some inputs: a line of 50 MB, a million blank lines, a million combining marks."""

USUAL = 5_000_000
ENDINGS = {"page.txt": {0, 3}, "journal.jsonl": {0, 2, 3}, "jmclean.toml": {0, 2}}
"""The exit codes that are documented, by what the input is given as."""

ASKED = {
    "page.txt": ["page.txt"],
    "journal.jsonl": ["undo", "--journal", "journal.jsonl", "-i", "page.txt"],
    "jmclean.toml": ["--config", "jmclean.toml", "page.txt"],
}
"""What jmclean is asked to do with an input."""


def given_as(name: str) -> str:
    """The name of the file that an input is."""
    return "journal.jsonl" if name in JOURNALS else "jmclean.toml" if name in CONFIGURATIONS else "page.txt"


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


def take(data: bytes, kind: str = "page.txt") -> Taken:
    """Give an input to jmclean in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.txt").write_text(SENTENCE, "utf-8")
        Path(folder, kind).write_bytes(data)
        told = Path(folder, "told")
        command = [sys.executable, "-c", PROGRAM, *ASKED[kind]]
        with Path(os.devnull).open("wb") as nowhere, told.open("wb") as talk:
            process = subprocess.Popen(
                command, stdout=nowhere, stderr=talk, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        peak = re.findall(rb"VmHWM:\s+(\d+)", told.read_bytes())
        assert b"Traceback" not in told.read_bytes(), told.read_bytes()[-2000:]
    memory = int(peak[-1]) if peak else usage.ru_maxrss
    return Taken(process.returncode, usage.ru_utime + usage.ru_stime, memory * 1024)


def main() -> int:
    """Clean every input and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.large", description=__doc__)
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="all if none is named")
    parser.add_argument("--size", type=int, help=f"bytes of each input, for {USUAL}, or more or fewer of some")
    given = parser.parse_args()
    failures = 0
    began = time.monotonic()
    for name in given.inputs or EVERY:
        size, kind = given.size or SIZES.get(name, USUAL), given_as(name)
        small, large = (take(EVERY[name](part), kind) for part in (size // 4, size))
        bound = FIXED + PER_BYTE * size
        wrong = []
        if {small.code, large.code} - ENDINGS[kind]:
            wrong.append(f"exit code {large.code}")
        if large.seconds > GROWTH * max(small.seconds, SETTLED):
            wrong.append("more than linear")
        if large.memory > bound:
            wrong.append(f"more than {bound / 1e6:.0f} MB")
        failures += bool(wrong)
        print(
            f"{name:26} {size / 1e6:5.1f} MB: {small.seconds:6.1f} s, {large.seconds:6.1f} s, "
            f"{large.memory / 1e6:6.0f} MB, exit {large.code}  {', '.join(wrong) or 'ok'}",
            flush=True,
        )
    print(f"{len(given.inputs or EVERY)} inputs, {failures} failed, {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
