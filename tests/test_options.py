"""Options: what is accepted, what is refused, and the chain that they make."""

from __future__ import annotations

from typing import Any

import pytest

from jmclean import Options, clean
from jmclean.errors import UsageError
from jmclean.rules import RULES


def test_without_options_the_whole_chain_runs() -> None:
    assert Options().chain() == RULES


def test_the_chain_keeps_its_order_whatever_order_rules_are_named_in() -> None:
    assert Options(only=("blank-lines", "captions")).chain() == ("captions", "blank-lines")


def test_skip_wins_over_only() -> None:
    assert Options(only=("captions", "headings"), skip=("captions",)).chain() == ("headings",)
    assert "captions" not in Options(skip=("captions",)).chain()


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ({"captions": "kep"}, "keep"),
        ({"join": "fulll"}, "full"),
        ({"script": "tradtional"}, "traditional"),
        ({"only": ("blanklines",)}, "blank-lines"),
        ({"skip": ("heading",)}, "headings"),
    ],
)
def test_an_unknown_value_is_refused_with_the_nearest(wrong: dict[str, Any], nearest: str) -> None:
    with pytest.raises(UsageError, match=f"Did you mean '{nearest}'"):
        Options(**wrong)


def test_a_list_is_as_good_as_a_tuple() -> None:
    lists: dict[str, Any] = {"only": ["captions"], "protect": ["青澜"], "caption_patterns": ["图.*"]}
    assert Options(**lists) == Options(**{name: tuple(value) for name, value in lists.items()})
    assert clean("青澜:好。\n", Options(protect=["青澜:"])).text == "青澜:好。\n"


@pytest.mark.parametrize("name", ["only", "skip", "protect", "caption_patterns", "furniture_patterns"])
@pytest.mark.parametrize("value", ["captions", None, 3, (3,), ["captions", None]])
def test_what_is_no_list_of_texts_is_refused(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"There is no {name} .*list of strings"):
        Options(**{name: value})


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="no regular expression"):
        Options(caption_patterns=("（摄",), furniture_patterns=("[",))
