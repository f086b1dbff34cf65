"""The marks of Chinese print: which characters are Han, which marks are full-width, and what a mark stands beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jmclean.chinese.fast import Lazy

HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""The inside of a character class: Han with 〇, without the radicals that only look like Han."""

KANA: Final = "\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff"

OPENING: Final = "（《〈「『【〔〖“‘﹁﹃［｛"
CLOSING: Final = "）》〉」』】〕〗”’﹂﹄］｝"
CLAUSE_END: Final = "，、；：。！？"
WIDE: Final = OPENING + CLOSING + CLAUSE_END + "…—～·％℃°‰"
"""Marks that stand in Chinese as a letter does: what touches one of them stands in Chinese."""

SENTENCE_END: Final = frozenset("。！？")
BLOCK_END: Final = frozenset("。！？…⋯；：")
"""What a block ends in that no column has cut, with or without closing punctuation behind it."""

OCR_CLOSING: Final = '”’」』）》】〉)]"＂'
"""Closing punctuation of folded text, in the forms that engines give it."""

OCR_FULL_STOP: Final = frozenset("·.°•")
OCR_FULL_STOP_BEHIND_HAN: Final = frozenset("°·")
"""What engines read for a full stop; the second set in a caption, which may end in an abbreviation's point."""

CLAUSE_MARKS: Final = frozenset("。！？；，、")
PROSE_MARKS: Final = frozenset("，。；！？…")
"""What no label, cell or telephone list has."""

CLAUSE_LIMITS: Final = frozenset("，。、；：！？（）“”《》…—·°")
VERSE_LINE_END: Final = frozenset("，。；！？、…")
CANNOT_BEGIN: Final = frozenset("，。、；：！？”’）》】％")
"""What no paragraph begins with."""

QUOTES_AND_TITLES: Final = frozenset("“”‘’《》")
NAME_LIMITS: Final = frozenset("，。；：！？“”")
"""What a name or a label before a colon does not hold."""

DIGITS: Final = frozenset("0123456789")
FULL_WIDTH: Final = {mark: chr(ord(mark) + 0xFEE0) for mark in ",;:?!()"}
"""Half-width marks that Chinese prints full-width. For full stops, quotes and hyphens the code does not tell which."""

BEYOND_LATIN: Final = r"(?:[^\x00-\xff\W])"
"""A letter beyond Latin-1: Han and kana but for foreign script, at a tenth of the time to compile. Good enough only
where what is matched is looked at again."""

CONTROLS: Final = "\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
INVISIBLE: Final = f"{CONTROLS}\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffc"
BLANK: Final = "\u00a0\u1680\u2000-\u2009\u202f\u205f"
LINE_END: Final = "\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
STRAY: Final = f"{INVISIBLE}{BLANK}{LINE_END}\u2e80-\u2fd5\uf900-\ufaff\ufe10-\ufe48"
"""Stray characters, and the ranges of Unicode that look-alikes stand in."""

WIDE_LETTERS: Final = "０-９Ａ-Ｚａ-ｚ"
RARE: Final = Lazy(f"[{STRAY}{WIDE_LETTERS}]")
"""What few pages have, so that one look tells of all of it."""

COMMON_HAN: Final = Lazy("[\u3400-\u9fff]")
"""Han but for rare ones of the last planes: enough to tell Chinese from what is not."""

LATIN: Final = Lazy("[A-Za-z0-9]")
LATIN_WORD: Final = Lazy("[A-Za-z]{2,}")
LINK_TITLE: Final = Lazy(r"\]\([^()\s]{0,999}[ \t]+(\"[^\"\n]{0,500}\"|'[^'\n]{0,500}')\)")


class Characters:
    """The Han letters, the kana and some marks, asked as a regular expression is, which takes longer to compile."""

    def __init__(self, marks: str = "") -> None:
        self.marks = frozenset(marks)

    def match(self, text: str, at: int = 0) -> bool:
        """Return whether the character at `at` is one of them."""
        return at < len(text) and self._has(text[at])

    def search(self, text: str, start: int, end: int) -> bool:
        """Return whether one of them stands from `start` up to `end`."""
        return any(self._has(text[at]) for at in range(start, min(end, len(text))))

    def find_all(self, text: str, start: int, end: int) -> list[str]:
        """Return those from `start` up to `end`."""
        return list(filter(self._has, text[start:end]))

    def _has(self, char: str) -> bool:
        return (
            "\u4e00" <= char <= "\u9fff"  # most of all that is asked about
            or is_han(char)
            or ("\u3041" <= char <= "\u30ff" and char not in "\u3097\u3098\u3099\u309a\u309b\u309c\u30a0\u30fb")
            or char in self.marks
        )


def is_han(char: str) -> bool:
    """Return whether a character is a Han letter or 〇."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or char == "\u3007"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U000323af"
    )


def is_letter(char: str) -> bool:
    """Return whether `char` is one letter beyond Latin-1, as BEYOND_LATIN has it."""
    return char > "\xff" and char.isalnum()


def find_places(text: str, characters: Iterable[str]) -> list[int]:
    """Return where the characters stand in the text, one character after another."""
    found: list[int] = []
    for char in characters:
        at = text.find(char)
        while at >= 0:
            found.append(at)
            at = text.find(char, at + 1)
    return found


LETTER: Final = Characters()
CHINESE: Final = Characters(WIDE + "%")


CHINESE_SHARE: Final = 0.02
"""The least share of Chinese characters in a text that is cleaned; a page of tables and names has ten times as many."""


def has_chinese(text: str) -> bool:
    """Return whether a text has more than a few Chinese characters or full-width marks among its Latin words."""
    if text.isascii():
        return not text.strip()  # a text of spaces alone is an empty page
    least = int(CHINESE_SHARE * len(text))
    found = 0
    for char in text:
        if "\u2e80" <= char <= "\uffef" or char >= "\U00020000":
            found += 1
            if found > least:
                return True
    return False
