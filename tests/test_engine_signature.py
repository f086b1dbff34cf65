"""The note on an engine that cannot write common traditional characters."""

from __future__ import annotations

from jmclean import Options, clean
from jmclean.chinese.engine_signature import LEAST_CHARACTERS, read_missing_characters

WRITTEN = "國學會來時對發開經長東車業實際點進處電樂過島嶼動機關種類歷層團員區無體報導後續調節"
"""Traditional characters that the engine can write, 說 and the like not among them."""


def notes(text: str) -> list[str]:
    return [
        note.message for note in clean(text, Options(only=("mixed-script",))).notes if "cannot write" in note.message
    ]


def page(sentence: str, times: int) -> str:
    return f"领导{sentence}。\n\n" * times


def test_an_engine_that_writes_none_of_what_it_lacks_is_named_once() -> None:
    written = "".join(char for char in WRITTEN if char not in read_missing_characters())
    assert len(notes(page(written, LEAST_CHARACTERS))) == 1


def test_a_page_that_shows_them_is_another_engine_s() -> None:
    assert notes(page(WRITTEN + "說黨議", LEAST_CHARACTERS)) == []


def test_a_short_page_says_nothing_of_its_engine() -> None:
    written = "".join(char for char in WRITTEN if char not in read_missing_characters())
    assert notes(page(written[:10], 2)) == []


def test_simplified_pages_say_nothing() -> None:
    assert notes("昨日，市民在江边散步。\n\n" * 100) == []
