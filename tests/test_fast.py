"""What is written for speed does the same as the plain way."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean.chinese.fast import Lazy, find_lost, find_lost_in_gb2312, holds_any
from jmclean.chinese.folding import fold, fold_by_table
from jmclean.text.fast import make_named, measure_width

TEXTS = st.text(st.sampled_from("他國说說関よヨ龘〇？?aＡ１ \n，,😀") | st.characters(codec="utf-8"))


def find_lost_plainly(text: str, charset: str) -> list[int]:
    return [at for at, char in enumerate(text) if char != "?" and char.encode(charset, "replace") == b"?"]


@pytest.mark.parametrize("charset", ["gb2312", "big5"])
@given(text=TEXTS)
def test_characters_that_a_character_set_lacks(charset: str, text: str) -> None:
    assert list(find_lost(text, charset)) == find_lost_plainly(text, charset)


@given(text=TEXTS)
def test_characters_that_gb2312_lacks(text: str) -> None:
    found = find_lost_in_gb2312(text)
    assert [at for at in found if text[at] != "?"] == find_lost_plainly(text, "gb2312")


@given(text=TEXTS, times=st.integers(1, 400))
def test_a_long_text_is_folded_as_a_short_one(text: str, times: int) -> None:
    assert fold(text * times) == fold_by_table(text * times)


@given(text=TEXTS, signs=st.lists(TEXTS.filter(len)))
def test_strings_of_which_a_text_may_hold_one(text: str, signs: list[str]) -> None:
    assert holds_any(text, signs) == any(sign in text for sign in signs)
    assert holds_any(text, [*signs, text[1:3] or "他"]) == any(sign in text for sign in [*signs, text[1:3] or "他"])


def measure_plainly(char: str) -> float:
    if char.isascii() and (char.isalnum() or char in ".%"):
        return 0.56
    return 0.3 if char in " \t" else 1.0


@given(text=TEXTS)
def test_the_width_of_a_text_is_that_of_its_characters(text: str) -> None:
    assert measure_width(text) == pytest.approx(sum(map(measure_plainly, text)))


class Pair(NamedTuple):
    one: int
    other: str


@given(rows=st.lists(st.tuples(st.integers(), st.text())))
def test_named_tuples_are_made_at_once(rows: list[tuple[int, str]]) -> None:
    made = make_named(Pair, rows)
    assert made == [Pair(*row) for row in rows]
    assert all(type(pair) is Pair for pair in made)


def test_a_pattern_is_compiled_when_it_is_first_asked() -> None:
    pattern = Lazy("[一二]+")
    assert pattern._found is None
    found = pattern.search("三二一", 1)
    assert found is not None
    assert found[0] == "二一"
    assert pattern._found is not None
