"""The jobs that are broken off, and what must be true of their files whenever that happens."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from jmclean import Options
from jmclean.io.page import clean_page
from tests import layouts

LINES = (
    "昨日,记者从市图书馆获悉,新馆将于明年5月开放.",
    "清乾\n\n隆年间,这座石桥由当地乡民捐资修建,长三十余米.",
    "“我们每周一都來这里.”李老師说,“孩子们很喜欢.”",
    "（张三 摄）",
    "两年來新增绿地1,200亩,增长3.5%.",
    "A02版 要闻",
)


def command(*arguments: object) -> list[str]:
    """A call of jmclean in a process of its own."""
    return [sys.executable, "-m", "jmclean", *map(str, arguments)]


class Loss(AssertionError):  # noqa: N818 - it is what the harness is for
    """A file is neither what it was nor what it should become, or cannot be had back."""


class Job(NamedTuple):
    """A job in a folder of its own: what it starts from, the command, and what it makes of each source.

    `written` are the files that it writes, by path, with what they hold before (None for not there) and after.
    """

    folder: Path
    name: str
    command: list[str]
    written: dict[Path, tuple[bytes | None, bytes]]
    sources: dict[Path, bytes]
    undo: list[str] | None

    def check_whole(self) -> None:
        """Every file that the job writes is wholly old or wholly new. Raises Loss."""
        for path, states in self.written.items():
            now = path.read_bytes() if path.exists() else None
            if now not in states:
                raise Loss(f"{self.name}: {path} is neither old nor new: {now!r:.80}")
        for path in self.folder.rglob("*"):
            if path.is_file() and not self.is_known(path):
                raise Loss(f"{self.name}: {path} was left under a name of its own")
        for path, data in self.sources.items():
            if path not in self.written and path.read_bytes() != data:
                raise Loss(f"{self.name}: the source {path} was changed")

    def is_known(self, path: Path) -> bool:
        """Whether a file is a source, an output, or plainly neither: hidden, or the journal."""
        relative = path.relative_to(self.folder)
        hidden = any(part.startswith(".jmclean") for part in relative.parts)
        return hidden or path in self.written or path in self.sources or relative.name == "journal.jsonl"

    def check_done(self) -> None:
        """Every file is new. Raises Loss."""
        for path, (_, new) in self.written.items():
            if not path.exists() or path.read_bytes() != new:
                raise Loss(f"{self.name}: a further run has not made {path}")

    def finish(self) -> None:
        """Run it once more to its end, and take everything back. Raises Loss."""
        done = subprocess.run(self.command, capture_output=True)
        if done.returncode:
            raise Loss(f"{self.name}: a further run ends with {done.returncode}: {done.stderr.decode()[-400:]}")
        self.check_done()
        self.check_whole()
        if self.undo is None:
            return
        undone = subprocess.run(self.undo, capture_output=True)
        if undone.returncode:
            raise Loss(f"{self.name}: undo ends with {undone.returncode}: {undone.stderr.decode()[-400:]}")
        for path, data in self.sources.items():
            again = self.folder / "again" / path.relative_to(self.folder / "in")
            if path in self.written:
                again = path
            if not again.exists() or again.read_bytes() != data:
                raise Loss(f"{self.name}: undo has not given back {path}")


def sources(folder: Path, number: int, dice: random.Random) -> dict[Path, bytes]:
    """Some pages in a tree, in several encodings."""
    made = {}
    for page in range(number):
        path = folder / f"{page % 3}" / f"page-{page}.txt"
        made[path] = page_of(dice)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[path])
    return made


def page_of(dice: random.Random) -> bytes:
    """A page that a second run does not change, so that a file has two states and no third."""
    while True:
        text = "".join(f"{dice.choice(LINES)}\n\n" for _ in range(dice.randrange(5, 60)))
        data = text.encode(dice.choice(("utf-8", "gb18030", "utf-8", "utf-16-le")))
        if cleaned(cleaned(data)) == cleaned(data):
            return data


def cleaned(data: bytes) -> bytes:
    """What cleaning makes of a page."""
    return clean_page(data, Options(), None, "utf-8").data


def in_place(folder: Path, number: int, dice: random.Random) -> Job:
    """A folder that is rewritten, with a journal."""
    found = sources(folder / "in", number, dice)
    journal = folder / "journal.jsonl"
    return Job(
        folder,
        "in place",
        command("-q", "-i", "--journal", journal, "-j", dice.choice((1, 2)), folder / "in"),
        {path: (data, cleaned(data)) for path, data in found.items()},
        found,
        command("undo", "-q", "--journal", journal, "-i", folder / "in"),
    )


def to_folder(folder: Path, number: int, dice: random.Random) -> Job:
    """A folder that is written into another, with a journal."""
    found = sources(folder / "in", number, dice)
    journal = folder / "journal.jsonl"
    out = folder / "out"
    resume = dice.choice(([], ["--resume"]))
    return Job(
        folder,
        "folder",
        command("-q", "-o", out, "--journal", journal, "-j", dice.choice((1, 2)), *resume, folder / "in"),
        {
            (out / path.relative_to(folder / "in")).with_suffix(".md"): (None, cleaned(data))
            for path, data in found.items()
        },
        found,
        command("undo", "-q", "--journal", journal, "-o", folder / "again", out),
    )


def corpus(folder: Path, number: int, dice: random.Random) -> Job:
    """JSON Lines that are written into another folder."""
    (folder / "in").mkdir(parents=True)
    found: dict[Path, bytes] = {}
    written: dict[Path, tuple[bytes | None, bytes]] = {}
    for file in range(max(1, number // 6)):
        path = folder / "in" / f"rows-{file}.jsonl"
        texts = ["".join(dice.choices(LINES, k=30)) for _ in range(40)]
        path.write_bytes(b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts))
        found[path] = path.read_bytes()
        written[folder / "out" / path.name] = None, b""
    started = command("corpus", "-q", "-j", dice.choice((1, 2)), folder / "in", folder / "out")
    whole = folder / "whole"
    subprocess.run(command("corpus", "-q", "-j", 1, folder / "in", whole), check=True)
    for path in written:
        written[path] = None, (whole / path.name).read_bytes()
    shutil.rmtree(whole)
    return Job(folder, "corpus", started, written, found, None)


def layout(folder: Path, number: int, dice: random.Random) -> Job:
    """Layout dumps in several formats that are written into another folder as pages."""
    found: dict[Path, bytes] = {}
    (folder / "in").mkdir(parents=True)
    for page in range(number):
        make, suffix = dice.choice(DUMPS)
        path = folder / "in" / f"page-{page}{suffix}"
        found[path] = make().encode()
        path.write_bytes(found[path])
    return Job(
        folder,
        "layout",
        command("-q", "--layout", "-o", folder / "out", "-j", dice.choice((1, 2)), folder / "in"),
        {(folder / "out" / path.name).with_suffix(".md"): (None, cleaned(data)) for path, data in found.items()},
        found,
        None,
    )


DUMPS: tuple[tuple[Callable[[], str], str], ...] = (
    (layouts.ppstructure, ".json"),
    (layouts.mineru_middle, ".json"),
    (layouts.hocr, ".hocr"),
    (layouts.alto, ".xml"),
)
"""What writes a dump, and the suffix of its file."""


def deciding(folder: Path, number: int, dice: random.Random) -> Job:
    """Answers that are read into a file of decisions which holds one already."""
    page = folder / "in" / "page.md"
    page.parent.mkdir(parents=True)
    page.write_text("\n\n".join(f"{line}{at}" for at in range(number) for line in LINES), "utf-8")
    other = folder / "in" / "other.md"
    other.write_text("他说,明天再来.\n", "utf-8")
    file = folder / "in" / "jmclean.decisions.jsonl"
    subprocess.run(command("review", "--changes", "--", other), input=b"n\n", capture_output=True, check=True)
    before = file.read_bytes()
    listed = subprocess.run(command("review", "-q", "--changes=all", "--list=jsonl", page), capture_output=True)
    answers = folder / "in" / "answers.list"
    answers.write_bytes(listed.stdout.replace(b'"answer": ""', b'"answer": "no"'))
    started = command("review", "-q", "--changes=all", "--answers", answers, "--decisions", file, page)
    subprocess.run(started, capture_output=True, check=True)
    after = file.read_bytes()
    assert len(after) > len(before)
    file.write_bytes(before)
    kept = {path: path.read_bytes() for path in (page, other, answers)}
    return Job(folder, "decisions", started, {file: (before, after)}, kept, None)


JOBS: tuple[Callable[[Path, int, random.Random], Job], ...] = (in_place, to_folder, corpus, layout, deciding)
"""What makes each kind of job in a folder, with so many pages."""


def run(job: Job, **how: Any) -> subprocess.Popen[bytes]:
    """Start a job as the leader of a group of processes, which can be killed together."""
    pipe: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "start_new_session": True}
    return subprocess.Popen(job.command, **pipe, **how)


def environment(**more: str) -> dict[str, str]:
    """The environment of a job, with something added."""
    return {**os.environ, **more}
