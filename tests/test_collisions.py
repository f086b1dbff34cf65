"""Two pages that would be one file are found before anything is written; a page that is named twice is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jmclean.errors import UsageError
from jmclean.io.files import walk
from jmclean.runs.collisions import Survey, survey


def look(folder: Path, out: str, *roots: str) -> Survey:
    def found() -> Iterator[tuple[str, str]]:
        for root in roots:
            path = str(folder / root)
            yield from ((page, path) for page in walk(path, str(folder / out), lambda *_: None))

    return survey(found, str(folder / out))


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("一")


def test_pages_are_counted(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "in/b/a.md", "in/c.lines.txt")
    assert look(tmp_path, "out", "in") == Survey(3, 9)
    assert look(tmp_path, "out", "in", "in/a.txt", "in") == Survey(7, 21)


@pytest.mark.parametrize(
    ("names", "roots", "message"),
    [
        (["in/a.txt", "in/a.md"], ["in"], "would be one file"),
        (["in/a.txt", "more/a.txt"], ["in", "more"], "would be one file"),
        (["in/a.txt", "more/a.text"], ["in/a.txt", "more/a.text"], "would be one file"),
        (["in/Page.txt", "in/page.md"], ["in"], "would be one file"),
        (["in/D/a.txt", "in/d/a.txt"], ["in"], "would be one file"),
        (["in/caf\u00e9.txt", "in/cafe\u0301.txt"], ["in"], "would be one file"),
        (["in/stra\u00dfe.txt", "in/STRASSE.txt"], ["in"], "would be one file"),
        (["out/a.md"], ["out"], "would be written over itself"),
        (["out/a.md", "in/a.txt"], ["in", "out/a.md"], "would be one file"),
        (["out/A.md", "in/a.txt"], ["in", "out"], "would be one file"),
    ],
)
def test_pages_that_meet_are_refused(names: list[str], roots: list[str], message: str, tmp_path: Path) -> None:
    make(tmp_path, *names)
    with pytest.raises(UsageError, match=message):
        look(tmp_path, "out", *roots)


def test_pages_meet_behind_a_link(tmp_path: Path) -> None:
    make(tmp_path, "in/a/x.txt", "in/b/x.txt", "out/a/y")
    (tmp_path / "out/b").symlink_to("a")
    with pytest.raises(UsageError, match="would be one file"):
        look(tmp_path, "out", "in")


def test_a_page_would_be_written_over_another_input(tmp_path: Path) -> None:
    make(tmp_path, "pages/x/y.md", "more/x/y.txt")
    with pytest.raises(UsageError, match=r"more/x/y.txt would be written over .*pages/x/y.md"):
        look(tmp_path, "pages", "pages/x/y.md", "more", "pages/x/y.md")


def test_many_meetings_are_counted(tmp_path: Path) -> None:
    make(tmp_path, *(f"in/{n}.{suffix}" for n in range(8) for suffix in ("txt", "md")))
    with pytest.raises(UsageError, match=r"\(3 more\)"):
        look(tmp_path, "out", "in")


def test_numbers_that_are_equal_by_chance_are_no_meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/a.txt", "in/b.txt")
    monkeypatch.setattr("jmclean.runs.collisions._number_path", lambda _: 1)
    assert look(tmp_path, "out", "in").pages == 2
