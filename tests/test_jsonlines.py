"""JSON Lines: of a line nothing but the text is touched, and no line is lost, whatever it holds."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jmclean import clean
from jmclean.corpus.formats import Span, _Span
from jmclean.corpus.jsonlines import LONGEST_JSON_LINE, clean_lines, cut, parse
from jmclean.corpus.rows import ERROR, SOURCE, Job
from jmclean.engine.batch import clean_text
from jmclean.errors import FileError
from tests.corpora import PAGES

WITHOUT_A_TRACE = re.compile(rb',\s?"jmclean_error":\s?null')

STAYS = [
    '{"text":"一，二\\n","n":1.10,"big":12345678901234567890123456789,"e":1E400}',
    '{ "n" : [1.0, {"a": null}] , "text" : "\\u4e00\\uFF0C\\/\\n" }',
    '{"text": null, "text2": NaN, "s": "\\ud83d\\ude00 \\ud800"}',
    '{"a": 1, "a": 2, "text": ""}',
    '{"text": "控制\t符\\n"}',
    '\ufeff{"text": "一\\n"}\r',
]


@pytest.mark.parametrize("line", STAYS)
def test_a_line_with_nothing_to_clean_stays_to_the_letter(line: str) -> None:
    data, tally = clean_lines(line.encode(), Job())
    assert WITHOUT_A_TRACE.sub(b"", data, count=1) == line.encode()
    assert (tally.rows, tally.changed, tally.failed) == (1, 0, 0)


def test_of_a_line_only_the_text_changes() -> None:
    line = '{"id":10000000000000000000001, "text":"一,二", "x":1.50,"y":{"text":"三,四"}}'
    data, _ = clean_lines(line.encode(), Job())
    assert data.decode() == line.replace('"一,二"', '"一，二"').replace("}}", '},"jmclean_error":null}')


def test_text_that_was_written_in_ascii_comes_out_in_ascii() -> None:
    data, _ = clean_lines(b'{"text": "\\u4e00,\\u4e8c"}', Job())
    assert data == b'{"text": "\\u4e00\\uff0c\\u4e8c", "jmclean_error": null}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "no JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b'{"text": "a" "b"}', "Expecting ',' at character 14"),
        (b'{"text": tru}', "Expecting value at character 10"),
        (b'{"text": "a"} {"text": "b"}', "Extra data"),
        (b'{"text": "a",}', "no JSON"),
        (b'{text: "a"}', "no JSON"),
        (b'{"text": "\xff\xfe"}', "not UTF-8 at byte 11"),
        (b'{"text": ' + b"[" * 200_000, "nested too deeply"),
        (b"\x00\x01\x80", "not UTF-8"),
    ],
    ids=lambda value: str(value[:20]),
)
def test_a_line_that_is_no_row_becomes_one_that_says_so_and_holds_every_byte(line: bytes, reason: str) -> None:
    data, tally = clean_lines(b'{"text": "\xe4\xb8\x80"}\n' + line + b'\n\n{"text": "\xe4\xba\x8c"}\n', Job())
    lines = data.split(b"\n")
    assert len(lines) == 5
    row = json.loads(lines[1])
    assert reason in row[ERROR]
    assert row["text"].encode("utf-8", "surrogateescape") == line
    assert [failure.row for failure in tally.failures] == [2]
    assert (tally.rows, tally.lines, tally.failed) == (3, 4, 1)


@pytest.mark.parametrize("value", ["1", "1.5", "true", "[]", '{"a": "一,二"}'])
def test_a_text_of_another_kind_stays_and_is_told_of(value: str) -> None:
    data, tally = clean_lines(f'{{"text": {value}}}'.encode(), Job())
    assert data.startswith(f'{{"text": {value}, "jmclean_error": "Its '.encode())
    assert tally.failed == 1


def test_the_id_names_a_row_that_failed() -> None:
    _, tally = clean_lines(b'{"id": "\xe9\xa1\xb5", "text": 1}', Job(id_column="id"))
    assert tally.failures[0].name == '"页"'


def test_columns_of_an_earlier_run_are_renewed_or_refused_but_never_lost() -> None:
    data, _ = clean_lines(b'{"jmclean_error": "old", "text": ""}', Job())
    assert data == b'{"jmclean_error": null, "text": ""}'
    with pytest.raises(FileError, match="jmclean_source"):
        clean_lines(b'{"text": "", "jmclean_source": "old"}', Job(keep_source=True))
    data, _ = clean_lines(b'{"text": "", "jmclean_source": "old"}', Job())
    assert json.loads(data)[SOURCE] == "old"


def test_another_encoding_is_read_and_utf_8_written() -> None:
    line = '{"text": "一,二", "题": "三"}'
    data, _ = clean_lines(line.encode("gb18030"), Job(encoding="gb18030"))
    assert json.loads(data) == {"text": "一，二", "题": "三", ERROR: None}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=50)
@given(st.dictionaries(st.text(), json_values), st.none() | st.text(), st.booleans())
def test_what_json_reads_afterwards_is_what_it_read_before(
    row: dict[str, Any], text: str | None, ascii_only: bool
) -> None:
    row["text"] = text
    line = json.dumps(row, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    try:
        line.decode()
    except UnicodeDecodeError:
        return
    data, _ = clean_lines(line, Job())
    cleaned = None if text is None else clean_text(text).text
    wanted = {**row, "text": cleaned, ERROR: None}
    assert json.dumps(json.loads(data)) == json.dumps(wanted)
    assert list(json.loads(data)) == list(wanted)


@given(st.text(alphabet='{}[]",:\\ truefalsnu0123.e\n\t一'))
def test_what_python_takes_for_an_object_is_one_and_nothing_else(text: str) -> None:
    try:
        value = json.loads(text, strict=False)
    except (json.JSONDecodeError, RecursionError):
        value = None
    if isinstance(value, dict):
        assert list(parse(text).members) == list(value)
    else:
        assert parse(text).wrong


@given(
    st.lists(st.sampled_from([b"a", b"bb\n", b"\n", b"ccc\r\n", b"\xe4\xb8\x80"])).map(b"".join),
    st.integers(1, 9),
    st.integers(1, 20),
)
def test_pieces_are_whole_lines_and_together_the_whole(data: bytes, rows: int, size: int) -> None:
    pieces = list(cut(io.BytesIO(data), rows, size))
    assert b"".join(pieces) == data
    assert all(piece.endswith(b"\n") for piece in pieces[:-1])
    assert all(piece.rstrip(b"\n").count(b"\n") < rows + 1 and piece for piece in pieces)


@given(
    st.lists(st.sampled_from([b"a", b"bb\n", b"\n", b"c" * 20])).map(b"".join), st.lists(st.integers(1, 60), max_size=5)
)
def test_spans_hold_every_line_once(data: bytes, cuts: list[int]) -> None:
    places = [0, *sorted({place for place in cuts if place < len(data)})]
    ends: list[int | None] = [*places[1:], None]
    spans = [_Span(io.BytesIO(data), Span(start, end)) for start, end in zip(places, ends, strict=True)]
    assert b"".join(b"".join(cut(span, 3, 4)) for span in spans) == data


def test_what_is_no_json_lines_at_all_is_refused_early() -> None:
    with pytest.raises(FileError, match="JSON array"):
        list(cut(io.BytesIO(b' [{"text": "a"}]'), 10, 100))
    with pytest.raises(FileError, match="longer than 128 MiB"):
        list(cut(io.BytesIO(b"{" * (LONGEST_JSON_LINE + (1 << 22))), 10, 1 << 21))


def test_the_sample_pages_through_a_line_are_the_sample_pages() -> None:
    lines = "".join(json.dumps({"text": page}, ensure_ascii=False) + "\n" for page in PAGES)
    data, tally = clean_lines(lines.encode(), Job())
    assert [json.loads(line)["text"] for line in data.splitlines()] == [clean(page).text for page in PAGES]
    assert tally.size == sum(len(page.encode()) for page in PAGES)
