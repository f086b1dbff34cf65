"""Every choice that changes what comes out, in one immutable record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from jmclean.errors import UsageError
from jmclean.rules import RULES

if TYPE_CHECKING:
    from jmclean.text.decision import Decision

Captions = Literal["drop", "comment", "quote", "keep"]
Join = Literal["safe", "full", "off"]
Pictures = Literal["keep", "drop", "comment"]
Pages = Literal["drop", "comment", "keep"]
Script = Literal["auto", "simplified", "traditional", "keep"]
Order = Literal["auto", "given", "boxes"]


class Choices(NamedTuple):
    """The choices and their defaults."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    captions: Captions = "drop"
    join: Join = "safe"
    script: Script = "auto"
    order: Order = "auto"
    protect: tuple[str, ...] = ()
    caption_patterns: tuple[str, ...] = ()
    furniture_patterns: tuple[str, ...] = ()
    pictures: Pictures = "keep"
    pages: Pages = "drop"
    decisions: tuple[Decision, ...] = ()


CHOSEN: Final = {
    "captions": Captions,
    "join": Join,
    "script": Script,
    "pictures": Pictures,
    "pages": Pages,
    "order": Order,
}
"""What may be chosen for the options that are no lists."""


class Options(Choices):
    """How to clean. The command line's options of the same names say what each value means.

    `only` and `skip` name rules; `protect` holds words in which nothing changes; `caption_patterns` and
    `furniture_patterns` are regular expressions that a whole block or line must match to count as one. These may come
    as lists; they become tuples. `decisions` are what a person decided about places of the page. Raises UsageError for
    a value that is not one of these, naming the nearest.
    """

    __slots__ = ()

    def __new__(cls, *args: Any, **choices: Any) -> Options:
        """Check every choice."""
        self = super().__new__(cls, *args, **choices)
        given: dict[str, Any] = self._asdict()
        lists = {name for name, default in self._field_defaults.items() if isinstance(default, tuple)} - {"decisions"}
        if wrong := {name: given[name] for name in lists if not _holds_texts(given[name])}:
            return cls(**given | {name: _check_texts(name, value) for name, value in wrong.items()})
        for name, allowed in CHOSEN.items():
            check(name, getattr(self, name), get_args(allowed))
        for rule in (*self.only, *self.skip):
            check("rule", rule, RULES)
        if self.caption_patterns or self.furniture_patterns:
            from jmclean.text.timed_regex import compile_pattern

            for pattern in (*self.caption_patterns, *self.furniture_patterns):
                compile_pattern(pattern)
        return self

    def chain(self) -> tuple[str, ...]:
        """Return the names of the rules to run, in order."""
        chosen = self.only or RULES
        return tuple(name for name in RULES if name in chosen and name not in self.skip)


def _holds_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(text, str) for text in value)


def _check_texts(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, Iterable) and not isinstance(value, str) and _holds_texts(texts := tuple(value)):
        return texts
    raise UsageError(f"There is no {name} {value!r}. Give a list of strings, of one too.")


def check(what: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise UsageError if `value` is not one of `choices`, with the nearest of them."""
    if value in choices:
        return
    from difflib import get_close_matches  # only an error needs it

    near = get_close_matches(value, choices, 1, NEAR_WORDS)
    hint = f"Did you mean {near[0]!r}? There are" if near else "Choose one of"
    raise UsageError(f"There is no {what} {value!r}. {hint} {', '.join(choices)}.")


NEAR_WORDS: Final = 0.5
"""How like each other two words are of which one may be a slip for the other."""
