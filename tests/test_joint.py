"""Latin words keep their space where lines and pieces are joined; nothing else gets one."""

from __future__ import annotations

import pytest

from jmclean.text.joint import choose_joint


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("see the", "page", " "),
        ("see,", "then", " "),
        ("the end.", "Then", " "),
        ('he said "yes"', "and left", " "),
        ("he said", '"yes"', " "),
        ("(as before)", "the line", " "),
        ("page", "2019", " "),
        ("in 2019", "the line", " "),
        ("19", "97年", ""),
        ("1,", "234", ""),
        ("9.", "21", ""),
        ("well-", "known", ""),
        ("(", "as before", ""),
        ("as before", ")", ""),
        ("5", "G网络", ""),
        ("20", "km", ""),
        ("新馆", "开放", ""),
        ("新馆", "APP", ""),
        ("APP", "新馆", ""),
        ("。", "Then", ""),
        ("", "page", ""),
        ("page", "", ""),
    ],
)
def test_a_space_stands_between_latin_words_alone(left: str, right: str, between: str) -> None:
    assert choose_joint(left, right) == between
