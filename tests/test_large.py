"""Inputs that are large and of an awkward kind end as documented; `python -m tests.fuzz.large` measures them larger."""

from __future__ import annotations

import pytest

from tests.fuzz.large import CONFIGURATIONS, ENDINGS, EVERY, FIXED, JOURNALS, PER_BYTE, given_as, take

SIZE = 150_000
AWKWARD = ("combining marks", "blank lines", "nested brackets", "open comments", "headings", "right-to-left marks")


@pytest.mark.parametrize("name", [*AWKWARD, *JOURNALS, *CONFIGURATIONS])
def test_a_large_input_ends_as_documented(name: str) -> None:
    kind = given_as(name)
    taken = take(EVERY[name](SIZE), kind)
    assert taken.code in ENDINGS[kind]
    assert kind != "page.txt" or taken.code == 0
    assert taken.memory < FIXED + PER_BYTE * SIZE


def test_every_kind_of_input_is_of_the_size_that_was_asked_for() -> None:
    for name, make in EVERY.items():
        assert 0.5 * SIZE <= len(make(SIZE)) <= 2.5 * SIZE, name
