"""Bytes: every encoding that Chinese pages come in, what is damaged, and what is no text at all."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean.errors import DecodeError, EncodeError, UsageError
from jmclean.io import codec
from jmclean.io.codec import BIG5_MARKS, HKSCS_MARKS, Decoded, decode, encode, restore

SIMPLIFIED = """昨日上午，新建的市图书馆正式向市民开放。
馆内设有儿童阅览区、古籍室和一间可容纳两百人的报告厅（需提前预约）。
“以后周末有地方去了。”家住附近的陈女士说，她带着孩子排了半小时的队。
据介绍，图书馆每天8:00开馆，首批藏书三十万册，明年还将增加五万册。"""
TRADITIONAL = """昨日上午，新建的市立圖書館正式向市民開放。
館內設有兒童閱覽區、古籍室和一間可容納兩百人的演講廳（需提前預約）。
「以後週末有地方去了。」住在附近的陳女士說，她帶著孩子排了半小時的隊伍。
據介紹，圖書館每天8:00開館，首批藏書三十萬冊，明年還將增加五萬冊。"""
CANTONESE = TRADITIONAL + "\n佢哋話：「呢度好靚，聽日再嚟，唔使客氣喎。」"

ENCODINGS = [
    (SIMPLIFIED, "utf-8", "utf-8"),
    (SIMPLIFIED, "gb2312", "gb18030"),
    (SIMPLIFIED, "gbk", "gb18030"),
    (SIMPLIFIED + "𠮷", "gb18030", "gb18030"),
    (TRADITIONAL, "gbk", "gb18030"),
    (TRADITIONAL, "big5", "big5hkscs"),
    (CANTONESE, "big5hkscs", "big5hkscs"),
    (TRADITIONAL + "€", "cp950", "cp950"),
    (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    (TRADITIONAL, "utf-16-be", "utf-16-be"),
    (SIMPLIFIED.replace("\n", ""), "utf-16-le", "utf-16-le"),
]


def about(text: str, encoding: str, size: int) -> str:
    """The beginning of a text that takes `size` bytes, or the next fewer."""
    while len(text.encode(encoding)) > size:
        text = text[:-1]
    return text


@pytest.mark.parametrize(("text", "encoding", "found"), ENCODINGS, ids=lambda value: value[:9])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_an_encoding_is_found_and_given_back(text: str, encoding: str, found: str, newline: str) -> None:
    data = text.replace("\n", newline).encode(encoding)
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.bom) == (text, found, False)
    assert encode(decoded.text, decoded.encoding, decoded.newline, decoded.bom) == data
    assert restore(decoded) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_byte_order_mark_is_taken_off_and_given_back(encoding: str) -> None:
    data = ("\ufeff" + SIMPLIFIED).encode(encoding)
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.bom) == (SIMPLIFIED, encoding, True)
    assert restore(decoded) == data
    assert decode(data, encoding) == decoded


@pytest.mark.parametrize(("text", "encoding", "found"), ENCODINGS, ids=lambda value: value[:9])
@pytest.mark.parametrize("size", [60, 100, 200])
def test_a_few_words_are_enough(text: str, encoding: str, found: str, size: int) -> None:
    start = text[-30:] + text if encoding in ("big5hkscs", "cp950") or "𠮷" in text else text
    decoded = decode(about(start, encoding, size).encode(encoding))
    assert (decoded.encoding, decoded.text) == (found, about(start, encoding, size))


@pytest.mark.parametrize("name", ["GB2312", "gbk", "cp936", "Big5", "big5-hkscs", "UTF8", "utf_8_sig", "UTF-16"])
def test_an_encoding_may_be_named(name: str) -> None:
    text = TRADITIONAL if "big" in name.lower() else SIMPLIFIED
    assert decode(text.encode(name), name).text == text


def test_utf16_by_name_needs_no_byte_order_mark() -> None:
    assert decode(SIMPLIFIED.encode("utf-16-be"), "utf-16").encoding == "utf-16-be"


def test_marks_of_big5_are_those_that_newspapers_print() -> None:
    assert decode(b"\xa1\x45\xa1\xe3\xa1\x4e" + TRADITIONAL.encode("big5")).text.startswith("‧～﹑")


def test_the_tables_of_big5_marks_say_the_same() -> None:
    for hkscs, mark in zip(HKSCS_MARKS, BIG5_MARKS, strict=True):
        assert encode(mark, "big5hkscs") == hkscs.encode("big5hkscs")
    assert unicodedata.name(BIG5_MARKS[0]) == "HYPHENATION POINT"
    assert unicodedata.name(BIG5_MARKS[2]) == "FULLWIDTH TILDE"


def test_nothing_is_nothing() -> None:
    assert decode(b"").text == ""
    assert encode("") == b""


def test_mixed_line_ends_become_line_feeds_and_come_back() -> None:
    data = "一\r\n二\n三\r\n四\r\r\n五".encode()
    decoded = decode(data)
    assert decoded.text == "一\n二\n三\n四\n\n五"
    assert decoded.newline == "\r\n"
    assert restore(decoded) == data


@pytest.mark.parametrize("offset", [0, 99, 100, 101, len(SIMPLIFIED.encode())])
def test_a_single_bad_byte_in_utf8_is_named(offset: int) -> None:
    data = SIMPLIFIED.encode()
    with pytest.raises(DecodeError, match=rf"(?i)byte {offset}\b.* is not utf-8, though the rest is"):
        decode(data[:offset] + b"\xff" + data[offset:])


def test_utf8_that_is_cut_off_is_named() -> None:
    with pytest.raises(DecodeError, match=r"Byte 72 \(line 1\) is not utf-8"):
        decode("市".encode() * 24 + "市".encode()[:2])


@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")])
@pytest.mark.parametrize("letters", [1, 10, 50])
def test_a_bad_byte_in_another_encoding_is_named(text: str, encoding: str, letters: int) -> None:
    before = text[:letters].encode(encoding)
    with pytest.raises(DecodeError, match=rf"UTF-8, GB18030, Big5 or UTF-16: .* stops at byte {len(before)} \(line"):
        decode(before + b"\xff" + text[letters:].encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x00\x00",
        SIMPLIFIED[:20].encode() + b"\0\0",
        bytes(range(256)) * 8,
        "\ufeff一\0二".encode("utf-16-le"),
    ],
    ids=["PNG", "ZIP", "UTF-8 with many NULs", "every byte", "UTF-16 with a NUL"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError, match="NUL, so this is no text"):
        decode(data)


@pytest.mark.parametrize("encoding", ["latin-1", "shift_jis", "cp1251"])
def test_text_of_another_language_is_refused(encoding: str) -> None:
    text = {"latin-1": "Été à la plage, déjà vu. ", "shift_jis": "これはテストです。", "cp1251": "Это проверка. "}[
        encoding
    ]
    with pytest.raises(DecodeError, match="no Chinese text"):
        decode(text.encode(encoding) * 4)
    assert decode(text.encode(encoding) * 4, encoding).text == text * 4


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "gb18030", "utf-8"),
        (SIMPLIFIED, "gb18030", "big5"),
        (TRADITIONAL, "big5", "gb18030"),
        (SIMPLIFIED, "utf-8", "gbk"),
        (TRADITIONAL, "utf-8", "big5"),
        (SIMPLIFIED, "utf-8", "latin-1"),
        (SIMPLIFIED, "utf-16-le", "utf-16-be"),
        (SIMPLIFIED, "utf-8", "ascii"),
    ],
)
@pytest.mark.parametrize("size", [120, 600])
def test_a_wrong_name_is_refused(text: str, encoding: str, named: str, size: int) -> None:
    with pytest.raises(DecodeError, match=re.compile("utf-8|gb18030|big5hkscs|utf-16-le")):
        decode(about(text, encoding, size).encode(encoding), named)


@pytest.mark.parametrize(
    ("name", "nearest"), [("utf9", "utf-8"), ("gb18300", "gb18030"), ("bigfive", "big5"), ("hex", "")]
)
def test_a_name_of_no_encoding_is_refused_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UsageError, match=f"Did you mean '{nearest}"):
        decode(b"", name)


def test_a_letter_that_the_encoding_has_no_place_for_is_named() -> None:
    with pytest.raises(EncodeError, match=r"big5hkscs has no '馆' \(U\+9986\), which line 2 .*--output-encoding utf-8"):
        encode("圖書館\n書馆", "big5hkscs", "\r\n")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_loss_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except DecodeError:
        return
    assert decode(restore(decoded)).text == decoded.text
    if decoded.encoding not in ("big5hkscs", "cp950"):
        assert restore(decoded) == data


@given(st.text(st.characters(exclude_characters="\0\ufeff", codec="utf-8"), max_size=80), st.booleans())
def test_any_utf8_comes_back_to_the_byte(text: str, bom: bool) -> None:
    data = ("\ufeff" * bom + text).encode()
    assert restore(decode(data)) == data


# how an encoding is found


def of_rows(encoding: str, firsts: range, seconds: range) -> set[str]:
    """The letters of a part of a double-byte set."""
    codes = (bytes((first, second)) for first in firsts for second in seconds)
    return {letter for letter in (code.decode(encoding, "ignore") for code in codes) if "一" <= letter <= "鿿"}


def test_everyday_letters_are_the_first_halves_of_both_sets() -> None:
    units = of_rows("big5", range(0xA1, 0xA4), range(0x40, 0xFF))
    letters = {letter for letter in codec._list_everyday() if "一" <= letter <= "鿿"}
    frequent = of_rows("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
    common = of_rows("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    assert (len(frequent), len(common)) == (3755, 5401)
    assert letters - units == (frequent | common) - units


def test_everyday_marks_are_those_that_newspapers_print() -> None:
    every = codec._list_everyday()
    assert every >= set("，。、；：？！“”‘’《》（）【】「」『』…—·％０９ＡＺａｚ①⑩※→")
    assert every.isdisjoint("ぁんァンАя\ue000éüab ")


def test_shares_are_of_what_is_no_ascii() -> None:
    assert codec._measure_everyday("abc 123") == 1.0
    assert codec._measure_everyday("市民ab龘ぁ") == 0.5
    assert codec._measure_utf8(b"abc") == 0.0
    assert codec._measure_utf8("ab市民，".encode()) == 1.0
    assert codec._measure_utf8("市民".encode() + b"\x80\xff") == 0.75


NEAR = "兒童"
"""A word whose bytes in Big5 are everyday letters in GB 18030 as well."""


@pytest.mark.parametrize(
    ("answer", "found"),
    [("GB18030", "gb18030"), ("BIG5HKSCS", "big5hkscs"), ("big5hkscs", "big5hkscs"), (None, "gb18030")],
)
def test_where_two_come_near_each_other_chardet_decides(
    answer: str | None, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], str]] = []

    def detect(_: bytes, include_encodings: list[str], no_match_encoding: str) -> dict[str, str | None]:
        asked.append((include_encodings, no_match_encoding))
        return {"encoding": answer}

    monkeypatch.setattr("chardet.detect", detect)
    assert decode(NEAR.encode("big5hkscs")).encoding == found
    assert asked == [(["gb18030", "big5hkscs"], "gb18030")]


@pytest.mark.parametrize(("text", "encoding", "found"), ENCODINGS[1:], ids=lambda value: value[:9])
def test_chardet_is_not_asked_where_one_is_clear(
    text: str, encoding: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chardet.detect", None)
    assert decode(text.encode(encoding)).encoding == found


def test_an_encoding_that_fails_at_once_does_not_come_nearest() -> None:
    with pytest.raises(DecodeError, match=r"comes nearest and stops at byte [1-9]"):
        decode(b"\xff" + SIMPLIFIED.encode("gbk") + b"\xff" * 200)


def test_an_encoding_of_another_kind_is_taken_at_the_user_s_word() -> None:
    data = SIMPLIFIED.encode("gbk")
    assert decode(data, "latin-1").text == data.decode("latin-1")


def test_the_line_of_a_letter_without_a_place_is_counted_from_the_first() -> None:
    with pytest.raises(EncodeError, match="which line 3 of the output needs"):
        encode("\n\n图", "big5hkscs")


def test_a_text_by_itself_is_utf8_without_a_mark() -> None:
    assert restore(Decoded("一\n")) == "一\n".encode()


@pytest.mark.parametrize(
    ("letter", "parts"),
    [
        *(("a", "."), ("\x7f", "."), ("\x80", ".-"), ("é", ".-"), ("\u07ff", ".-"), ("\u1fff", ".--")),
        *(("\u2000", "^--"), ("一", "^--"), ("，", "^--"), ("\uffff", "^--"), ("\U00010000", ".---"), ("😀", ".---")),
    ],
)
def test_utf8_is_told_by_the_bytes_of_han_letters_and_marks(letter: str, parts: str) -> None:
    assert letter.encode().translate(codec.UTF8_PARTS).decode() == parts


def test_bytes_that_begin_nothing_in_utf8_are_none_of_its_parts() -> None:
    assert b"\xc0\xc1\xf0\xff".translate(codec.UTF8_PARTS) == b"...."
    assert b"\x80\xbf".translate(codec.UTF8_PARTS) == b"--"


def test_a_few_nuls_are_no_reason_to_refuse_utf_8() -> None:
    assert decode(SIMPLIFIED.encode() + b"\0").text == SIMPLIFIED + "\0"
