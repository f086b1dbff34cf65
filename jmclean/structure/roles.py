"""What part of a newspaper a block is, told from its own words: a table of roles, each with what it must have.

The words are folded: one width, one script. `cue_words.py` holds the words and patterns.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

from jmclean.chinese.characters import CLAUSE_MARKS, OCR_CLOSING, is_letter
from jmclean.chinese.folding import HALF_WIDTH_LETTERS
from jmclean.chinese.lexicon import is_word
from jmclean.structure.cue_words import (
    ARROWS,
    BARE_NAME,
    BEHIND_CREDIT,
    BODIES,
    BRACKETED_CREDIT,
    BYLINE,
    BYLINE_CHARACTERS,
    BYLINE_OCCUPATIONS,
    BYLINE_WORDS,
    CAPTION_CHARACTERS,
    CREDIT,
    CREDIT_ENDS,
    CREDIT_STARTS,
    CREDIT_WORDS,
    CUE,
    DOUBLE_SURNAMES,
    EDITORS,
    EDITORS_CHARACTERS,
    EDITORS_WORDS,
    FOLIO,
    FOLIO_CHARACTERS,
    INNER_CUE,
    JUMP_CHARACTERS,
    JUMP_LINE,
    LONE_POST,
    LONG_CAPTION_ENDS,
    LONG_CAPTION_WORDS,
    LONG_CREDIT_WORDS,
    LONGEST_BRACKET,
    LONGEST_CREDIT,
    LONGEST_CUE,
    MOST_PEOPLE,
    NO_NAME_CHARACTERS,
    NO_NAME_WORDS,
    NOISE,
    NUMBERED_CUE,
    ORNAMENTS,
    PAGE_CHARACTERS,
    PAGE_FIRST,
    PAGE_NUMBER,
    PHONE,
    POST_NAME,
    QUESTION,
    SCAN,
    SCAN_CHARACTERS,
    SCAN_ENDS,
    SCAN_FIRST,
    SCAN_OBJECTS,
    SCAN_REMAINS,
    SIDE_PICTURE,
    TASK,
    TRAILING_CREDIT,
    WEEKDAY_OF_FOLIO,
)
from jmclean.structure.openings import begins_item
from jmclean.structure.page_headers import HEADER_CHARACTERS, is_page_header
from jmclean.structure.verse import is_bilingual, is_stanza

Role = Literal[
    "body",
    "heading",
    "label",
    "byline",
    "credit",
    "caption",
    "scan",
    "folio",
    "editors",
    "jump",
    "list",
    "figures",
    "verse",
    "aside",
    "formula",
    "other",
    "unordered",
]

FREE: Final[frozenset[Role]] = frozenset(
    {"byline", "credit", "caption", "scan", "folio", "editors", "jump", "label", "figures", "aside"}
)
"""What a sentence may jump over at no cost."""

FURNITURE: Final[frozenset[Role]] = frozenset({"folio", "editors", "jump"})
"""What a page carries besides its articles."""

LONGEST_LINE: Final = 90
"""The most characters of a folio, an editors' line, a byline, a credit or a line that asks to scan a code."""

LONGEST_SHORT: Final = 260
"""The most characters of a block that may be anything but body text, verse or an item of a list."""


@lru_cache(maxsize=1024)
def find_role(text: str) -> Role:
    """Return what a block that Markdown calls a paragraph is, by its folded text without spaces around."""
    size = len(text)
    if size > LONGEST_SHORT:
        return "list" if begins_item(text) else "body"
    flat = text.replace("\n", " ")
    if size <= LONGEST_LINE and ("\n" in text or "。" not in flat.rstrip(BEHIND_CREDIT)):
        letters = frozenset(flat)
        for role, longest, characters, applies in LINE_TESTS:
            if size <= longest and not characters.isdisjoint(letters) and applies(text if role in BY_LINES else flat):
                return role
    for role, longest, applies in BLOCK_TESTS:
        if size <= longest and applies(text if role in BY_LINES else flat):
            return role
    return "body"


BY_LINES: Final[frozenset[Role]] = frozenset({"scan", "verse"})
"""The roles whose tests are asked about the text with its line ends; the others see it as one line."""

NO_BYLINE: Final = frozenset("。！？；“”《》（）").union(HALF_WIDTH_LETTERS)


def has_any(text: str, characters: frozenset[str]) -> bool:
    """Return whether the text holds one of the characters, without which a costlier look finds nothing."""
    return not characters.isdisjoint(text)


def is_editors(text: str) -> bool:
    """Return whether a line only names who made the page.

    A lone post with nothing between it and the name begins headlines as well: 编辑方法, 校对高手.
    """
    posts = len(POST_NAME.findall(text))
    if posts > MOST_PEOPLE or not EDITORS.fullmatch(text):
        return False
    return posts > 1 or is_lone_editor(text)


def is_lone_editor(text: str) -> bool:
    """Return whether the one post of a line stands apart from the name behind it, or a person's name follows it."""
    if text.endswith(BODIES) or not (post := LONE_POST.match(text)):
        return False
    name = post["name"]
    return not name or name.startswith(DOUBLE_SURNAMES) or not any(map(is_word, (name, name[:2], name[1:])))


def is_byline(text: str) -> bool:
    """Return whether a line only says who wrote the story."""
    if not any(word in text for word in BYLINE_WORDS) or sum(map(text.count, BYLINE_OCCUPATIONS)) > MOST_PEOPLE:
        return False
    if not NO_NAME_CHARACTERS.isdisjoint(text) or any(word in text for word in NO_NAME_WORDS):
        return False
    return BYLINE.fullmatch(text) is not None


def is_folio(text: str) -> bool:
    """Return whether a line only gives the page's number, section and date; a date alone may sign a document."""
    if len(text) <= 20 and has_any(text, PAGE_CHARACTERS) and PAGE_NUMBER.fullmatch(text):
        return True
    if "，" in text or "。" in text:
        return False
    dated = ("月" in text and "年" in text) or ("." in text or "/" in text or "-" in text)
    return dated and FOLIO.fullmatch(text) is not None and bool(WEEKDAY_OF_FOLIO.search(text) or PAGE_FIRST.match(text))


def is_credit(text: str) -> bool:
    """Return whether a line only says who made or gave a picture; in brackets it may say so in fewer words."""
    if text[0] == "（" and has_any(text, CREDIT_ENDS) and BRACKETED_CREDIT.match(text):
        return True
    text = text.strip("（）()[]【】 ")
    return (text[-1:] in CREDIT_ENDS or text[:1] in CREDIT_STARTS) and CREDIT.fullmatch(text) is not None


def ends_in_credit(text: str) -> bool:
    """Return whether the last words say who made or gave a picture."""
    last = text[-LONGEST_CREDIT:].rstrip(BEHIND_CREDIT)
    if last[-1:] not in CREDIT_ENDS and last[-1:] not in "）觉":
        worded = "图" in last or "摄影" in last or "资料照" in last
        if not worded or not any(word in last for word in CREDIT_WORDS):
            return False
    if last[-1:] == "）" and not has_any(last, CREDIT_ENDS) and "觉" not in last:
        return False
    start = max(0, len(text.rstrip(BEHIND_CREDIT)) - LONGEST_BRACKET)
    return BRACKETED_CREDIT.search(text, start) is not None or TRAILING_CREDIT.search(text) is not None


def is_scan(text: str) -> bool:
    """Return whether a line asks to scan a code, and is not a sentence or a sub-head about codes."""
    if not asks_to_scan(text):
        return False
    lower = text.lower()
    return lower.endswith(SCAN_ENDS) or any(word in lower for word in SCAN_OBJECTS)


def asks_to_scan(text: str) -> bool:
    """Return whether a short line could ask to scan a code, by its words."""
    if (
        len(text) > 36
        or not has_any(text, SCAN_CHARACTERS)
        or not frozenset("。；").isdisjoint(text[:-1])
        or text.count("，") > 1
    ):
        return False
    if text[-1] == "。" and not SCAN_FIRST.match(text):
        return False
    return bool(SCAN.search(text) or (len(text) <= 14 and SCAN_REMAINS.search(text)))


def may_be_caption(text: str) -> bool:
    """Return whether a long block, as it was read, has what a caption has: a picture's words, or a credit's end."""
    for word in LONG_CAPTION_WORDS:
        if word in text:
            return True
    last = text[-LONGEST_CREDIT:].rstrip(BEHIND_CREDIT)
    return last[-1:] in LONG_CAPTION_ENDS or any(word in last for word in LONG_CREDIT_WORDS)


def is_caption(text: str) -> bool:
    """Return whether a text is a caption by its own cue: a credit at its end, or words of a caption."""
    size, credited = len(text), ends_in_credit(text)
    if not credited and "图" not in text and "这是" not in text and "照片" not in text:
        return False
    sentences = text.count("。") + text.count("！") + text.count("？")
    if size <= 220 and credited:
        return sentences <= 6
    asks = sentences == 1 and text.rstrip(OCR_CLOSING)[-1:] == "？"
    if size > 160 or asks or (text[0] == "图" and QUESTION.match(text)) or TASK.search(text):
        return False
    head = text[:LONGEST_CUE]
    if sentences <= 2 and ("图" in head or "照片" in head) and CUE.match(text):
        return True
    if text[0] == "图" and sentences <= 3 and size <= 130 and NUMBERED_CUE.match(text):
        return True
    if sentences <= 4 and size <= 130 and ("图为" in text or "图中" in text) and INNER_CUE.search(text):
        return True
    return sentences <= 2 and size <= 120 and (text[0] == "（" or text[0] in ARROWS) and bool(SIDE_PICTURE.search(head))


def is_verse(text: str) -> bool:
    """Return whether a text has short lines, most of which end in punctuation, none as wide as a column."""
    lines = [line.strip() for line in text.split("\n")]
    sizes = {len(line) for line in lines}
    marked = sum(line[-1:] in "，。！？；、…—”" for line in lines)
    return max(sizes) <= 24 and (marked >= 0.75 * len(lines) or (len(sizes) == 1 and marked == 0))


def is_figures(text: str) -> bool:
    """Return whether a text is figures: a line of a table or a telephone list, without a sentence."""
    digits = sum(map(str.isdigit, text))
    if digits < 4:
        return False
    if PHONE.search(text) and "。" not in text and "，" not in text:
        return True
    return digits * 3 >= len(text) and CLAUSE_MARKS.isdisjoint(text)


def is_editors_line(text: str) -> bool:
    """Return whether a line has a post and only names who made the page."""
    return any(word in text for word in EDITORS_WORDS) and is_editors(text)


def is_jump_line(text: str) -> bool:
    """Return whether a line only sends the reader to another page."""
    return "版" in text and JUMP_LINE.fullmatch(text) is not None


def is_byline_line(text: str) -> bool:
    """Return whether a line without digits, Latin letters and brackets is a byline."""
    return not has_any(text, NO_BYLINE) and is_byline(text)


def are_scan_lines(text: str) -> bool:
    """Return whether all lines ask to scan a code."""
    return all(map(is_scan, text.split("\n")))


def is_caption_by_cue(text: str) -> bool:
    """Return whether a block is a caption, and has a character that captions have besides their cue."""
    return is_caption(text) and (has_any(text, CAPTION_CHARACTERS) or text.endswith(("片）", "片）。")))


def is_verse_by_lines(text: str) -> bool:
    """Return whether lines are a stanza, or a song in two languages."""
    if "\n" not in text:
        return False
    lines = text.split("\n")
    return is_bilingual(lines) or (len(lines) > 2 and (is_verse(text) or is_stanza(lines)))


def is_figures_line(text: str) -> bool:
    """Return whether a block is figures without a sentence."""
    return "。" not in text and is_figures(text)


def is_ornament(text: str) -> bool:
    """Return whether a line is made of ornaments."""
    return text[0] in ORNAMENTS and all(char in ORNAMENTS or char == " " for char in text)


def is_bare_name(text: str) -> bool:
    """Return whether a line is nothing but names."""
    return is_letter(text[-1]) and BARE_NAME.fullmatch(text) is not None


def is_noise(text: str) -> bool:
    """Return whether a line is what an engine read in a photograph: a Chinese stop amid figures and Latin letters."""
    return 3 * sum("\u3400" <= char <= "\u9fff" for char in text) < len(text) and NOISE.search(text) is not None


LINE_TESTS: Final[tuple[tuple[Role, int, frozenset[str], Callable[[str], bool]], ...]] = (
    ("folio", LONGEST_LINE, FOLIO_CHARACTERS, is_folio),
    ("editors", LONGEST_LINE, EDITORS_CHARACTERS, is_editors_line),
    ("folio", LONGEST_LINE, HEADER_CHARACTERS, is_page_header),
    ("jump", LONGEST_LINE, JUMP_CHARACTERS, is_jump_line),
    ("credit", 40, CREDIT_ENDS | CREDIT_STARTS, is_credit),
    ("byline", 60, BYLINE_CHARACTERS, is_byline_line),
    ("scan", LONGEST_LINE, SCAN_CHARACTERS, are_scan_lines),
)
"""The roles of a line: its most characters, those of which it must have one, and what must be true of it.

Tried in order, where the text has no full stop before its end or is several lines.
"""

BLOCK_TESTS: Final[tuple[tuple[Role, int, Callable[[str], bool]], ...]] = (
    ("caption", LONGEST_SHORT, is_caption_by_cue),
    ("verse", LONGEST_SHORT, is_verse_by_lines),
    ("figures", 60, is_figures_line),
    ("other", LONGEST_SHORT, is_ornament),
    ("list", LONGEST_SHORT, begins_item),
    ("label", 9, is_bare_name),
    ("aside", 16, is_noise),
)
"""The roles of any block that is none of those: its most characters and what must be true of it, tried in order."""
