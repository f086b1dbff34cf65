"""What the tables' characters are called, and where they are from."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from jmclean import Options, clean
from jmclean.chinese import lexicon, lookalikes, names, script
from jmclean.chinese.lexicon import fold_script
from jmclean.rules import fullwidth_letters


def test_kangxi_radicals_are_folded_to_ideographs_of_their_name() -> None:
    assert len(lookalikes.KANGXI_RADICALS) == 214
    for radical, ideograph in lookalikes.KANGXI_RADICALS.items():
        assert unicodedata.name(radical).startswith("KANGXI RADICAL ")
        assert unicodedata.name(ideograph).startswith("CJK UNIFIED IDEOGRAPH-")


def test_the_radicals_of_the_supplement() -> None:
    table = lookalikes.RADICALS_SUPPLEMENT
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
    for vertical, mark in lookalikes.VERTICAL_MARKS.items():
        assert unicodedata.name(vertical).startswith("PRESENTATION FORM FOR VERTICAL ")
        if vertical != "︰":
            assert unicodedata.normalize("NFKC", vertical) == unicodedata.normalize("NFKC", mark)
    assert unicodedata.name("︰") == "PRESENTATION FORM FOR VERTICAL TWO DOT LEADER"


def test_compatibility_ideographs_are_canonically_the_same_letter() -> None:
    for letter, plain in lookalikes.COMPATIBILITY_IDEOGRAPHS.items():
        assert unicodedata.name(letter).startswith("CJK COMPATIBILITY IDEOGRAPH-")
        assert unicodedata.normalize("NFD", letter) == plain


def test_no_look_alike_is_made_of_another_and_nothing_leaves_the_basic_plane() -> None:
    assert not set(lookalikes.PLAIN) & set(lookalikes.PLAIN.values())
    assert max(lookalikes.PLAIN.values()) <= "\uffff"


def test_fullwidth_letters_are_named_after_the_ascii_ones() -> None:
    letters = [chr(code) for code in range(0xFF00, 0xFFF0) if fullwidth_letters.WIDE_RUN.fullmatch(chr(code))]
    assert len(letters) == 62
    for letter in letters:
        ascii_letter = chr(ord(letter) - fullwidth_letters.WIDTH_SHIFT)
        assert unicodedata.name(letter) == f"FULLWIDTH {unicodedata.name(ascii_letter)}"
        assert ascii_letter.isascii()
        assert ascii_letter.isalnum()


def encodes(letter: str, encoding: str) -> bool:
    return letter.encode(encoding, "ignore") != b""


def test_no_letter_that_makes_way_in_a_simplified_page_is_legal_there_and_its_counterpart_is() -> None:
    for letter in (chr(code) for code in range(0x3400, 0xA000)):
        if encodes(letter, "gb2312"):
            assert script.is_simplified(letter)
    for new, _ in script.IN_SIMPLIFIED.values():
        assert encodes(new, "gb2312")
    legal = {letter for letter in script.IN_SIMPLIFIED if encodes(letter, "gb2312")}
    assert legal == set("於後徵麽夥乾摺") | {"菸"}


def test_a_letter_that_is_made_in_a_traditional_page_is_in_big5() -> None:
    for simplified, parents in script.map_to_traditional().items():
        assert parents
        assert all(encodes(parent, "big5") for parent in parents)
        assert all(script.convert(parent, "t2s") == simplified for parent in parents)
    for new, _ in script.IN_TRADITIONAL.values():
        assert encodes(new, "big5")


def test_forms_that_type_shares_are_those_that_big5_lacks_and_gb2312_has() -> None:
    for letter in script.PRINT_FORMS:
        assert encodes(letter, "gb2312")
        assert not encodes(letter, "big5")
    for letter in script.TRADITIONAL_ONLY | script.SHINJITAI:
        assert not encodes(letter, "gb2312")
    for letter in script.SHINJITAI:
        assert encodes(letter, "shift_jis")
    for letter in script.RARELY_TRADITIONAL:
        assert encodes(letter, "gb2312")
        assert encodes(letter, "big5")


def test_letters_allowed_in_names_would_be_converted() -> None:
    for letter in script.LEGAL_IN_NAMES:
        assert not encodes(letter, "gb2312")
    assert {letter for letter in script.LEGAL_IN_NAMES if script.convert(letter, "t2s") == letter} == set()


def test_names_come_through_a_conversion_of_the_page_either_way() -> None:
    listed = [name for file in names.NAME_LISTS for name in names.read(file)]
    assert len({name.simplified for name in listed}) == len(listed)
    assert len({fold_script(name.simplified) for name in listed}) == len(listed)
    for simplified, traditional in listed:
        assert len(simplified) == len(traditional)
        assert fold_script(simplified) == fold_script(traditional)
    for form, before, after in (
        (
            "traditional",
            [f"镇上说起{name.simplified}。" for name in listed],
            [f"鎮上說起{name.traditional}。" for name in listed],
        ),
        (
            "simplified",
            [f"鎮上說起{name.traditional}。" for name in listed],
            [f"镇上说起{name.simplified}。" for name in listed],
        ),
    ):
        options = Options(only=("mixed-script",), script=form)
        assert clean("\n\n".join(before), options).text.split("\n\n") == after
        assert clean("\n\n".join(after), options).text.split("\n\n") == after


def test_misread_letters_are_simplified_ones_and_stand_for_others_of_big5() -> None:
    for letter, meant in script.MISREAD_LETTERS.items():
        assert encodes(letter, "gb2312")
        assert encodes(meant, "big5")
        assert script.convert(meant, "t2s") != letter


def test_regional_pairs_are_one_letter_in_simplified_script() -> None:
    for usual, regional in script.REGIONAL:
        assert encodes(usual, "big5")
        assert not encodes(regional, "big5")
        assert regional == "衞" or script.convert(usual, "t2s") == script.convert(regional, "t2s")


def test_opencc_agrees_with_the_letters_alone_but_for_those_of_phrases() -> None:
    lines = (Path(script.__file__).parent.parent / "data" / "lexicon.txt").read_text("utf-8").split("\n")
    words = [line[0] + rest for line in lines[4:] if line for rest in re.findall("[^a-z]+", line[7:].split("\t")[0])]
    traditional = script.load_converter("s2t")("\n".join(words))
    converted = script.load_converter("t2s")(traditional)
    assert len(words) > 40_000
    assert len(traditional) == len(converted)
    differ = {old for old, new in zip(traditional, converted, strict=True) if fold_script(old) != new}
    assert {letter for letter in differ if not script.is_simplified(letter)} <= script.BY_PHRASE


def test_every_line_of_the_lexicon_is_found_where_its_letter_says() -> None:
    _, _, letters, places, *lines = Path(lexicon.LEXICON_PATH).read_text("utf-8").split("\n")
    assert len(letters) == len(set(letters)) == len(lines) - 1 == len(places) // lexicon.PLACE
    for char, line in zip(letters, lines, strict=False):
        assert line[0] == char
        assert lexicon.look_up(char).often == ord(line[1]) - 97
        assert lexicon.look_up(char).words == line[7:].split("\t")[0]
    assert lexicon.look_up("é") == lexicon.look_up("") == lexicon.UNKNOWN_LETTER
