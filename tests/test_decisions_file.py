"""The file of decisions: which of them hold for a page, and what a broken line is told."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from jmclean.errors import FileError, UsageError
from jmclean.history import decisions as module
from jmclean.history.decisions import (
    FEW_DECISIONS,
    LONGEST_LINE,
    MOST_PLACES,
    Decisions,
    DecisionsFile,
    parse,
    read_decisions,
    to_bytes,
    to_plain,
)
from jmclean.text.decision import Decision

ONE = Decision(
    "captions", "change", False, "昨夜江边亮起", "图为灯", "", "市民赏灯", page="a/page.md", when="2021-03-05"
)
FIRST = b'{"jmclean-decisions": 1}\n'


def about(page: str, old: str = "图为灯", **other: Any) -> Decision:
    return ONE._replace(page=page, old=old, **other)


def line(**other: object) -> bytes:
    """Return the line of ONE with other members."""
    plain = {**to_plain(ONE), **other}
    return json.dumps({name: value for name, value in plain.items() if value is not ...}).encode()


# pages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a/page.md", "b/page.md", "c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("江边\n", "utf-8")
    return tmp_path


def find(folder: Path, path: Path | None, *decisions: Decision, text: str = "江边") -> list[str]:
    known = Decisions(str(folder / "jmclean.decisions.jsonl"), decisions)
    return [one.old for one in known.find(None if path is None else str(path), text)]


def test_a_page_is_known_by_its_path_from_the_folder_of_the_file(folder: Path) -> None:
    decisions = (about("a/page.md", "一"), about("b/page.md", "二"), about("c.md", "三"))
    assert find(folder, folder / "a" / "page.md", *decisions) == ["一"]
    assert find(folder, folder / "b" / ".." / "c.md", *decisions) == ["三"]
    assert find(folder, folder / "a" / "other.md", *decisions) == []
    assert Decisions(str(folder / "x"), ()).name_page(str(folder / "a" / "page.md")) == "a/page.md"


def test_a_page_elsewhere_is_known_by_the_longest_end_of_its_path(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a" / "page.md"
    decisions = (about("a/page.md", "一"), about("page.md", "二"))
    (folder / "page.md").touch()
    assert find(folder, elsewhere, *decisions) == ["一"]
    assert find(folder, elsewhere.with_name("c.md"), about("c.md", "三")) == ["三"]
    assert find(folder, elsewhere.parent.parent / "b.md", *decisions) == []
    assert find(folder, folder / "d" / "c.md", about("c.md", "三")) == []  # below the folder it is another page


def test_decisions_about_a_page_without_a_name_or_no_longer_there_hold_for_any(folder: Path) -> None:
    decisions = (about("", "一"), about("gone.md", "二"), about("a/page.md", "三"))
    assert find(folder, folder / "b" / "page.md", *decisions) == ["一", "二"]
    assert find(folder, folder / "a" / "page.md", *decisions) == ["三", "一", "二"]
    assert find(folder, None, *decisions) == ["一", "二", "三"]
    assert [one.old for one in Decisions(str(folder / "x"), decisions).find_own(str(folder / "a" / "page.md"))] == [
        "三"
    ]


def test_an_own_page_that_is_gone_is_named_once(folder: Path) -> None:
    assert find(folder, folder / "gone.md", about("gone.md", "二")) == ["二"]


def test_of_many_decisions_those_are_tried_that_begin_as_the_text_does_somewhere(folder: Path) -> None:
    many = [about("", f"第{number}盏灯", before=f"甲乙丙丁戊{number:04}己") for number in range(FEW_DECISIONS)]
    text = "前面的字甲乙丙丁戊0003己后面的字"
    assert len(find(folder, None, *many, text=text)) == FEW_DECISIONS  # few are tried one by one
    many.append(about("", "第三盏", before="庚辛壬癸子丑寅"))
    assert find(folder, None, *many, text=text) == [one.old for one in many[:-1]]
    keyed = [one._replace(before=f"甲乙{number:04}己") for number, one in enumerate(many)]
    assert find(folder, None, *keyed, text="前面甲乙0003己") == ["第3盏灯"]
    assert find(folder, None, *keyed, text="前面甲乙0003") == ["第3盏灯"]
    assert find(folder, None, *keyed, text="前面甲乙000") == []
    short = about("", "灯", before="", after="很亮")
    assert find(folder, None, short, *keyed, text="前面甲乙0003己") == ["灯", "第3盏灯"]
    assert find(folder, None, *keyed, short, text="") == ["灯"]
    join = about("", "", kind="join", before="庚辛壬癸子丑", after="甲乙")
    assert find(folder, None, *keyed, join, text="庚辛壬癸子丑") == [""]
    join = join._replace(before="子丑", after="庚辛壬癸寅卯")
    assert find(folder, None, *keyed, join, text="") == [""]  # too short to be looked up, whatever follows it


def test_the_hash_for_a_page_is_that_of_all_that_may_hold_for_it(folder: Path) -> None:
    def hash_for(name: str, *decisions: Decision) -> str:
        return Decisions(str(folder / "x"), decisions).hash_for(str(folder / name))

    own, free = about("a/page.md", "一"), about("", "二")
    assert hash_for("c.md", own) == ""
    assert hash_for("a/page.md", own) == hash_for("a/page.md", own, about("c.md", "三")) != ""
    assert hash_for("c.md", free) == Decisions("x", [free]).digest
    assert (
        len({hash_for("a/page.md", *some) for some in ((own,), (free,), (own, free), (own._replace(accepted=True),))})
        == 4
    )
    assert hash_for("a/page.md", own) == hash_for("a/page.md", own._replace(when="later", new="x"))
    assert len(Decisions("x", [own, free])) == 2


# lines


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (line(rule=...), "it has no 'rule'"),
        (line(rule=7), "'rule' must be a string"),
        (line(kind="other"), "there is no kind 'other'"),
        (line(answer="maybe"), "the answer must be yes or no, not 'maybe'"),
        *((line(place=place), "'place' must be two numbers") for place in (
            [0, 1], [2, 1], [1, MOST_PLACES + 1], [1], [1, 2, 3], [True, 1], [1.0, 1], 1, "12",
        )),
        (b"[1]", "it is not an object"),
        (b"{", "it is not valid JSON"),
        (b'{"a": "\xff"}', "it is not UTF-8"),
        (b"[" * 100_000, "it is nested too deep"),
        (line(new="x" * LONGEST_LINE), f"it is longer than {LONGEST_LINE:,} bytes"),
    ],
    ids=range(18),
)  # fmt: skip
def test_a_broken_line_is_named_with_what_is_wrong(broken: bytes, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse("file", FIRST + b"\n" + broken + b"\n")
    assert str(raised.value).startswith(f"file:3: This line is not a decision: {told}")
    assert "\n" not in str(raised.value)


def test_what_is_wrong_is_told_in_few_words() -> None:
    with pytest.raises(UsageError) as raised:
        parse("file", FIRST + line(kind="x" * 1000))
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (b"", "its first line is empty"),
        (b"\n" + FIRST, "its first line is empty"),
        (b"{}", "This is not a file of decisions"),
        (line(), "This is not a file of decisions"),
        (b'{"jmclean-decisions": 2}', "of form 2, and this jmclean reads form 1"),
        (b'{"jmclean-decisions": true}', "of form True"),
    ],
)
def test_a_file_says_first_that_it_holds_decisions(first: bytes, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        parse("file", first)


def test_a_sound_file_is_read_with_and_without_a_mark_of_its_encoding() -> None:
    longest = line(new="") + b" " * (LONGEST_LINE - len(line(new="")))
    whole = FIRST + line(place=[1, MOST_PLACES]) + b"\r\n \n" + longest
    assert parse("file", whole) == parse("file", b"\xef\xbb\xbf" + whole) == [ONE._replace(of=MOST_PLACES), ONE]
    assert parse("file", FIRST) == []
    with pytest.raises(UsageError, match="file:2: "):
        parse("file", FIRST + b"\xef\xbb\xbf" + line())


def test_of_two_answers_to_one_question_the_later_counts_and_stands_later() -> None:
    other = ONE._replace(old="其他")
    written = to_bytes([ONE, other]) + line(answer="yes", when="2021-03-06")
    assert parse("file", written) == [other, ONE._replace(accepted=True, when="2021-03-06")]


def test_pages_stand_in_order_and_their_characters_as_they_are() -> None:
    written = to_bytes([about("b.md", "一"), about("a.md", "二"), about("b.md", "三")])
    assert [one.old for one in parse("file", written)] == ["二", "一", "三"]
    assert "图为" not in written.decode()
    assert "市民赏灯" in written.decode()
    assert parse("file", to_bytes([about("\udcff.md")])) == [about("\udcff.md")]  # a name that is not text


# the file itself


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_what_is_not_a_regular_file_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="not a regular file"):
        read_decisions(str(tmp_path / "pipe"))
    with pytest.raises(UsageError, match="cannot be read"):
        read_decisions(str(tmp_path / "missing"))
    (tmp_path / "file").write_bytes(FIRST)
    assert len(read_decisions(str(tmp_path / "file"))) == 0
    monkeypatch.setattr(module, "LARGEST_BYTES", len(FIRST))
    assert len(read_decisions(str(tmp_path / "file"))) == 0
    monkeypatch.setattr(module, "LARGEST_BYTES", len(FIRST) - 1)
    with pytest.raises(UsageError, match="larger than"):
        read_decisions(str(tmp_path / "file"))


def test_answers_are_added_replaced_and_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "decisions"
    file = DecisionsFile(str(path))
    file.put([], [])
    assert not path.exists()
    other = ONE._replace(old="其他")
    file.put([ONE, other])
    file.put([ONE._replace(accepted=True)])
    assert parse("", path.read_bytes()) == [other, ONE._replace(accepted=True)]
    assert [one.old for one in file.known().all] == ["其他", "图为灯"]
    file.put([], [other, ONE._replace(old="never")])
    assert DecisionsFile(str(path)).known().all == (ONE._replace(accepted=True),)


def test_what_somebody_else_has_written_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "decisions"
    mine, theirs = DecisionsFile(str(path)), DecisionsFile(str(path))
    theirs.put([ONE])
    mine.put([ONE._replace(old="其他")])
    assert [one.old for one in parse("", path.read_bytes())] == ["图为灯", "其他"]
    theirs.put([ONE._replace(accepted=True)], [ONE._replace(old="其他")])
    assert parse("", path.read_bytes()) == [ONE._replace(accepted=True)]


@pytest.mark.parametrize(("busy", "is_written"), [(7, True), (8, False)])
def test_a_file_that_is_always_being_written_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: int, is_written: bool
) -> None:
    path = tmp_path / "decisions"
    file = DecisionsFile(str(path))
    file.put([ONE])
    from jmclean.io import files

    write, times = files.write, iter(range(busy))

    def write_late(target: str, data: bytes, before: bytes | None = None) -> None:
        if (number := next(times, None)) is not None:
            path.write_bytes(to_bytes([ONE, ONE._replace(old=f"{number}")]))
        write(target, data, before=before)

    monkeypatch.setattr(files, "write", write_late)
    if is_written:
        file.put([ONE._replace(old="其他")])
        assert len(file.known()) == 3
    else:
        with pytest.raises(FileError):
            file.put([ONE._replace(old="其他")])
