"""The tables of marks, by the names of their characters; what the rules of marks do together; what they cost."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest

from jmclean import Options, clean
from jmclean.chinese.characters import CHINESE, CLAUSE_END, FULL_WIDTH, HAN, KANA, LETTER, WIDE
from jmclean.chinese.dashes import FOREIGN_NAMES
from jmclean.rules.misread_dashes import STROKES_LIKE_ONE, UNIT_RANKS

MARKS = ("straight-quotes", "misread-dashes", "misread-marks", "halfwidth-punctuation", "stray-spaces")
JOINER = ("wrapped-lines", "captions", "page-furniture", "split-paragraphs")
"""Rules whose cost is told elsewhere."""

PIECES = [
    *"，。、；：！？（）“”‘’「」《》…—,;:!?()\"'.·°-一丶 \n*_[]`省市县区村12’",
    *("\n\n", "江边", "灯火", "The plan ", "GDP", "5%", "8:00", "1,234", "——", "--", "...", "···", "……", "一—"),
    *("经济", "发展", "近日", "(a)", "“一", "年", "\n- ", "## ", "](x)", "![", ":smile:", "&amp;", "don't", "\u3000"),
]


@pytest.mark.parametrize(("half", "full"), FULL_WIDTH.items())
def test_a_full_width_mark_is_the_half_width_one_by_name(half: str, full: str) -> None:
    assert unicodedata.name(full) == f"FULLWIDTH {unicodedata.name(half)}"
    assert unicodedata.normalize("NFKC", full) == half


def test_no_table_of_marks_holds_a_digit_or_letter() -> None:
    assert not [mark for mark in [*FULL_WIDTH, *FULL_WIDTH.values(), *WIDE, *CLAUSE_END] if mark.isalnum()]


def test_classes_are_what_their_names_say() -> None:
    for char in "〇一丶中𠀀":
        assert LETTER.match(char), unicodedata.name(char)
    for char in "\u2f00\u2ea0a1１，":
        assert not LETTER.match(char), unicodedata.name(char)
    assert CHINESE.match("，")
    assert not CHINESE.match(",")
    assert not set(HAN) & set(KANA) - {"-"}


def test_other_tables_hold_han_alone_and_none_twice() -> None:
    for table in (UNIT_RANKS, FOREIGN_NAMES):
        assert all(unicodedata.name(char).startswith("CJK UNIFIED IDEOGRAPH") for char in table)
    names = [unicodedata.name(char) for char in "-－–−—"]
    assert names == ["HYPHEN-MINUS", "FULLWIDTH HYPHEN-MINUS", "EN DASH", "MINUS SIGN", "EM DASH"]
    assert set("-－–−—一") == STROKES_LIKE_ONE


@pytest.mark.parametrize("seed", range(8))
def test_a_second_run_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(3, 30)))
        for rules in (*((rule,) for rule in MARKS), MARKS):
            options = Options(only=rules)
            cleaned = clean(text, options).text
            assert clean(cleaned, options).text == cleaned, (rules, text)
            assert [c for c in cleaned if c.isascii() and c.isalnum()] == [
                c for c in text if c.isascii() and c.isalnum()
            ]
            if "misread-dashes" not in rules:
                assert sorted(filter(str.isalnum, cleaned)) == sorted(filter(str.isalnum, text))


@pytest.mark.parametrize(
    "unit",
    [
        *("(", "汉(", "一", "汉·", '汉"', "汉'", "汉 ", "a, ", "汉--", "汉,", "汉’", "—“", "...", "![", "省一市一"),
        *(
            "[",
            "<",
            "<!--",
            "`",
            "``a`",
            "https://",
            "a@",
            "\u200b",
            "\xa0a",
            "\n 汉",
            "# 一:\n",
            "汉一学—",
            "“國學學學”",
        ),
        *(
            "发国，汉學\n\n",
            "国学学。國學學。",
            "(汉)\n\n",
            "カ国",
            "「]",
            "一是：二是",
            ":汉:",
            "１，２００",
            "．１",
            "於是",
        ),
    ],
)
def test_a_page_of_one_mark_costs_little(unit: str) -> None:
    text = unit * (80_000 // len(unit))
    started = time.process_time()
    clean(text, Options(skip=JOINER))
    assert time.process_time() - started < 5


def test_a_line_of_five_megabytes_and_many_blocks_cost_as_their_letters_do() -> None:
    piece = "他说,“江边的灯亮了(共3盏),國家队1:0胜”;" + "江边的灯火亮了" * 12
    for text in (piece * (5_000_000 // 3 // len(piece)), f"{piece[:8]}\n\n" * 50_000):
        started = time.process_time()
        clean(text, Options(skip=JOINER))
        assert time.process_time() - started < 20
