"""Tests of the shape of a text in words."""

from __future__ import annotations

import pytest

from jmclean.text.shape_words import describe_shape

LINES = """\
市水务局昨日通报，全市二十座水
库水位均在汛限以下，蓄水总量比
去年同期多两成，能够满足秋种用
水需要，水务局提醒市民，汛期还
没有过去，不要到水库里游泳，也
不要在泄洪道附近停留，各镇已经
派人在堤上值守，遇到险情立即报
告，附近的村民要听从安排转移。
"""
PARAGRAPH = LINES.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{PARAGRAPH}\n\n{PARAGRAPH}\n", "blocks"),
        (LINES, "lines, columns of 15 characters"),
        (" ".join(LINES).replace(" \n ", "\n"), "lines, columns of 15 characters, spaced"),
        ("\f".join([LINES] * 3), "lines, columns of 15 characters, 3 pages"),
        ("".join(f"{line}  \n" for line in LINES.splitlines()), "lines, columns of 15 characters, padded"),
        ("".join(f"    {line}\n" for line in LINES.splitlines()), "lines, columns of 15 characters, indented"),
        ("".join(f"{line}\n\n" for line in LINES.splitlines()), "lines, columns of 15 characters, double-spaced"),
        ("".join(f"{PARAGRAPH[: 60 + 7 * number]}\n\n" for number in range(8)), "blocks"),
        (
            "".join(f"{place}街的居民都来了，河边的白鹭也飞回来了。\n\n" for place in "东西南北中前后左右上下新"),
            "blocks",
        ),
        ("", "blocks"),
    ],
)
def test_a_shape_in_words(text: str, words: str) -> None:
    assert describe_shape(text) == words
