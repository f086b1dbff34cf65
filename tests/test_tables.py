"""What the tables' characters are called, and where they are from."""

from __future__ import annotations

import re
import unicodedata

from jmclean import glyphs
from jmclean.rules import fullwidth_letters


def test_kangxi_radicals_are_folded_to_ideographs_of_their_name() -> None:
    assert len(glyphs.KANGXI_RADICALS) == 214
    for radical, ideograph in glyphs.KANGXI_RADICALS.items():
        assert unicodedata.name(radical).startswith("KANGXI RADICAL ")
        assert unicodedata.name(ideograph).startswith("CJK UNIFIED IDEOGRAPH-")


def test_the_radicals_of_the_supplement() -> None:
    table = glyphs.RADICALS_SUPPLEMENT
    assert len(table) == 101
    for radical, ideograph in table.items():
        assert unicodedata.name(radical).startswith("CJK RADICAL ")
        assert unicodedata.name(ideograph).startswith("CJK UNIFIED IDEOGRAPH-")
        assert unicodedata.normalize("NFKC", radical) in (radical, ideograph)
    assert {radical for radical in table if unicodedata.normalize("NFKC", radical) != radical} == set("⺟⻳")
    named = {unicodedata.name(radical).removeprefix("CJK RADICAL "): table[radical] for radical in table}
    simplified = {
        "C-SIMPLIFIED SEE": "见",
        "C-SIMPLIFIED SHELL": "贝",
        "C-SIMPLIFIED CART": "车",
        "C-SIMPLIFIED GOLD": "钅",
        "C-SIMPLIFIED LONG": "长",
        "C-SIMPLIFIED GATE": "门",
        "C-SIMPLIFIED TANNED LEATHER": "韦",
        "C-SIMPLIFIED LEAF": "页",
        "C-SIMPLIFIED WIND": "风",
        "C-SIMPLIFIED FLY": "飞",
        "C-SIMPLIFIED HORSE": "马",
        "C-SIMPLIFIED FISH": "鱼",
        "C-SIMPLIFIED BIRD": "鸟",
        "C-SIMPLIFIED TOOTH": "齿",
        "C-SIMPLIFIED DRAGON": "龙",
        "C-SIMPLIFIED TURTLE": "龟",
    }
    assert simplified.items() <= named.items()


def test_vertical_marks_are_what_nfkc_makes_of_both() -> None:
    for vertical, mark in glyphs.VERTICAL_MARKS.items():
        assert unicodedata.name(vertical).startswith("PRESENTATION FORM FOR VERTICAL ")
        if vertical != "︰":
            assert unicodedata.normalize("NFKC", vertical) == unicodedata.normalize("NFKC", mark)
    assert unicodedata.name("︰") == "PRESENTATION FORM FOR VERTICAL TWO DOT LEADER"


def test_compatibility_ideographs_are_canonically_the_same_letter() -> None:
    for letter, plain in glyphs.COMPATIBILITY_IDEOGRAPHS.items():
        assert unicodedata.name(letter).startswith("CJK COMPATIBILITY IDEOGRAPH-")
        assert unicodedata.normalize("NFD", letter) == plain


def test_no_look_alike_is_made_of_another_and_nothing_leaves_the_basic_plane() -> None:
    assert not set(glyphs.PLAIN) & set(glyphs.PLAIN.values())
    assert max(glyphs.PLAIN.values()) <= "\uffff"


def test_fullwidth_letters_are_named_after_the_ascii_ones() -> None:
    letters = [chr(code) for code in range(0xFF00, 0xFFF0) if re.fullmatch(fullwidth_letters.LETTERS, chr(code))]
    assert len(letters) == 62
    for letter in letters:
        ascii_letter = chr(ord(letter) - fullwidth_letters.SHIFT)
        assert unicodedata.name(letter) == f"FULLWIDTH {unicodedata.name(ascii_letter)}"
        assert ascii_letter.isascii()
        assert ascii_letter.isalnum()
