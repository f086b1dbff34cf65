"""The journal gives back every source byte for byte, whatever its encoding, and stands what happens to files."""

from __future__ import annotations

import json
import multiprocessing
import os
from functools import lru_cache
from pathlib import Path

import pytest

from jmclean.engine.clean import clean
from jmclean.errors import FileError, UsageError
from jmclean.history.journal import Record, append, check, from_line, read_record, read_records, record, to_line
from jmclean.io import page as page_module
from jmclean.io.codec import decode
from jmclean.io.page import OutputEncoding, clean_page
from jmclean.options import Options

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path for path in (ROOT / "samples").rglob("*") if path.suffix in (".txt", ".md"))
EVALUATION = ROOT.parent / "shared" / "eval"
EVAL = sorted(
    path for path in EVALUATION.rglob("*") if path.suffix in (".txt", ".md") and path.parent.name != "no_pages"
)
DIRTY = "# 市立圖書館\n\n\n\n市民在館內看書,孩子們排隊借書。   \n"


def through_a_journal(data: bytes, encoding: str | None, output_encoding: OutputEncoding = "utf-8") -> Record:
    """The record of a page as it is read from a journal again; it must lead back to the page."""
    page = clean_page(data, Options(), encoding, output_encoding)
    again = from_line(to_line(record("a.txt", "b.md", data, page, output_encoding)))
    assert again.undo(page.data) == data
    return again


@pytest.mark.parametrize("path", [*SAMPLES, *EVAL], ids=lambda path: "/".join(path.parts[-2:]))
def test_a_page_comes_back_byte_for_byte(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "clean", lru_cache(1)(clean))
    text = decode(path.read_bytes()).text
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        for newline in ("\n", "\r\n"):
            data = text.replace("\n", newline).encode(encoding)
            assert through_a_journal(data, encoding, "utf-8").original is None
            assert through_a_journal(data, encoding, "same").original is None


@pytest.mark.parametrize("output_encoding", ["utf-8", "same"])
@pytest.mark.parametrize("encoding", ["big5", "big5-hkscs", "utf-16-be", "gbk", "hz", "utf-7"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_other_encodings_and_line_ends(encoding: str, newline: str, output_encoding: OutputEncoding) -> None:
    text = DIRTY if encoding not in ("gbk", "hz") else "# 新馆\n\n\n\n市民看书,孩子们借书。   \n"
    through_a_journal(text.replace("\n", newline).encode(encoding), encoding, output_encoding)


def test_mixed_line_ends_come_back() -> None:
    data = "他说:好。\r\n\r\n她说:不。\n他又说:好。\r\n".encode()
    assert through_a_journal(data, None).odd == ((2, "\n"),)


@pytest.mark.parametrize("double", [b"\xa2\xcc", b"\xa2\xce", b"\xa1\xfe"])
def test_a_character_with_two_codes_comes_back_with_its_own(double: bytes) -> None:
    data = DIRTY.encode("big5") + double + "二〇〇三年,完。\n".encode("big5hkscs")
    assert data.decode("big5hkscs").encode("big5hkscs") != data
    assert through_a_journal(data, "big5").original == data
    assert through_a_journal(data, "big5", "same").original == data


def test_a_line_is_one_line_and_names_both_sides() -> None:
    data = DIRTY.encode()
    page = clean_page(data, Options(), None, "utf-8")
    line = to_line(record("旧/a.txt", None, data, page, "utf-8"))
    assert line.count(b"\n") == 1
    plain = json.loads(line)
    assert (plain["source"], plain["output"], plain["newline"]) == ("旧/a.txt", None, "\n")
    assert ["halfwidth-punctuation", [[18, ",", "，"]]] in [[c["rule"], c["edits"]] for c in plain["changes"]]


def test_a_line_is_the_same_however_many_edits_are_written_together(monkeypatch: pytest.MonkeyPatch) -> None:
    data = DIRTY.replace("\n", "\n\n").encode() * 3
    made = record("旧/a.txt", None, data, clean_page(data, Options(), None, "utf-8"), "utf-8")._replace(original=data)
    assert max(len(change.edits) for change in made.changes) > 2
    whole = to_line(made)
    for part in (1, 2):
        monkeypatch.setattr("jmclean.history.journal.EDITS_OF_PART", part)
        assert to_line(made) == whole
    assert from_line(whole) == made


def test_a_name_that_is_no_text_goes_through() -> None:
    data = DIRTY.encode()
    name = os.fsdecode(b"\xff.txt")
    again = from_line(to_line(record(name, None, data, clean_page(data, Options(), None, "utf-8"), "utf-8")))
    assert again.source == name


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b"1", b'{"jmclean": "0', b"\xff", b'{"changes": 1}'])
def test_what_is_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        from_line(line)


def test_a_record_that_leads_elsewhere_is_told_of() -> None:
    page = clean_page(DIRTY.encode(), Options(), None, "utf-8")
    made = record("a", "b", DIRTY.encode(), page, "utf-8")
    for damaged in (made._replace(source_sha256="0"), made._replace(changes=made.changes[1:])):
        with pytest.raises(FileError, match="line is damaged"):
            damaged.undo(page.data)


# the file


def made(number: int) -> Record:
    data = f"{DIRTY}{'字' * 3000}{number}\n".encode()
    return record(str(number), None, data, clean_page(data, Options(only=("blank-lines",)), None, "utf-8"), "utf-8")


def append_many(path: str, first: int) -> None:
    for number in range(first, first + 40):
        append(path, made(number), durable=False)


def test_several_processes_write_whole_lines(tmp_path: Path) -> None:
    path = str(tmp_path / "j.jsonl")
    writers = [multiprocessing.Process(target=append_many, args=(path, 100 * n)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (tmp_path / "j.jsonl").read_bytes().count(b"\n") == 120
    assert {entry.source for _, entry in read_records(path)} == {str(100 * n + i) for n in range(3) for i in range(40)}


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    append(str(path), made(1), durable=True)
    path.write_bytes(path.read_bytes() + to_line(made(2))[:-30])
    append(str(path), made(3), durable=False)
    found = list(read_records(str(path)))
    assert [entry.source for _, entry in found] == ["1", "3"]
    assert read_record(str(path), found[1][0]) == made(3)


def test_a_file_of_another_kind_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DIRTY, "utf-8")
    for path in (tmp_path / "page.txt", tmp_path, tmp_path / "none/j.jsonl"):
        with pytest.raises(UsageError):
            check(str(path))
    with pytest.raises(FileError, match="no journal"):
        list(read_records(str(tmp_path / "page.txt")))
    check(str(tmp_path / "new.jsonl"))
