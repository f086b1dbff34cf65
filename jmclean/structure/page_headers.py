"""Lines at the head or the foot of a page that name its edition, its date and its editors in one: A05 文化 责任编辑：….

A line is read word by word: each must be an edition, a date, a weekday, a post, the name of who holds it, a section, or
where to reach the paper. The text is folded.
"""

from __future__ import annotations

from typing import Final

from jmclean.chinese.characters import BEYOND_LATIN
from jmclean.chinese.fast import Lazy
from jmclean.structure.cue_words import DATE, NAME, NUMBER, POST, REPORTER, WEB, WEEKDAY, alternate

LONGEST_HEADER: Final = 90
"""The most characters of such a line."""

PICTURE_POST: Final = "本版(?:制图|摄影|绘图|插图|图片|供图)"
"""Who made all pictures of a page, which belongs to the page as its editors do."""

HEADER_POST: Final = f"(?:{PICTURE_POST}|{POST})"
SIGN: Final = "[：:/／]"
HOLDER: Final = f"(?:{REPORTER})?{NAME}"
EDITION_WORD: Final = Lazy(rf"[A-Z]{{1,2}}\d{{2,3}}版?|[A-Z]\d版?|第?{NUMBER}版")
DATE_WORD: Final = Lazy(rf"{DATE}(?:{WEEKDAY})?")
DAY_WORD: Final = Lazy(rf"\d{{1,2}}月\d{{1,2}}日(?:{WEEKDAY})?|{WEEKDAY}|农历{BEYOND_LATIN}{{4,12}}")
WEEKDAY_WORD: Final = Lazy(WEEKDAY)
POST_WORD: Final = Lazy(f"{HEADER_POST}{SIGN}?")
HELD_POST_WORD: Final = Lazy(f"(?:{HEADER_POST}{SIGN}|(?:责编|责任编辑|美编)){HOLDER}(?:[、，/／]{NAME}){{0,4}}")
HOLDER_WORD: Final = Lazy(f"{HOLDER}(?:[、，/／]{NAME}){{0,4}}|{REPORTER}|{BEYOND_LATIN}")
SECTION_WORD: Final = Lazy(rf"(?:{BEYOND_LATIN}|[·/／、A-Za-z]){{1,10}}|{WEB}")
CONTACT_WORD: Final = Lazy(r"(?:新闻|读者|投稿|电子)?(?:热线|电话|邮箱|微信|传真|E-?mail)[：:]?[!-~]{5,40}")

EDITING_WORDS: Final = ["责编", "责任编", "编辑", "美编", "版式", "校对", "检校", "编委", "排版", "组版", "本版"]
HEADER_CHARACTERS: Final = frozenset("编版校")
MOST_SECTIONS, MOST_HOLDERS = 3, 4
"""How many words name sections of the paper, and how many the holders of one post, at most."""

PROSE_SIGNS: Final = frozenset("。，；！？")
DATED: Final = f"(?:{DATE}|\\d{{1,2}}月\\d{{1,2}}日)"
EDITING_POST: Final = rf"(?:责任|本版|执行|值班|图片|美术|今日)?{alternate(EDITING_WORDS[:-1])}辑?(?:设计)?"
HEADER_START: Final = Lazy(
    rf"(?:[A-Z]{{1,2}}\d{{2,3}}(?: ?版)?|第?{NUMBER}版)(?: |$)"
    rf"|{DATED} ?{WEEKDAY}(?: |$)|{WEEKDAY} ?{DATED}(?: |$)"
    rf"|(?:{EDITING_POST}|{PICTURE_POST})(?: ?{SIGN} ?| ){NAME}"
)


def is_page_header(text: str) -> bool:
    """Return whether a line only gives the edition or the date of a page and who made it, or who made its pictures."""
    if not PROSE_SIGNS.isdisjoint(text.replace("，", "")) or not any(word in text for word in EDITING_WORDS):
        return False
    editions = dates = days = posts = sections = 0
    holders = MOST_HOLDERS  # of the post in hand
    waits = False  # for the first holder of a post
    for word in text.replace("\u3000", " ").replace("|", " ").replace("｜", " ").split():
        if HELD_POST_WORD.fullmatch(word):
            posts, holders, waits = posts + 1, 1, False
        elif POST_WORD.fullmatch(word):
            if waits:
                return False
            posts, holders, waits = posts + 1, 0, True
        elif holders < MOST_HOLDERS and HOLDER_WORD.fullmatch(word):
            holders, waits = holders + 1, False
        elif waits:
            return False
        elif EDITION_WORD.fullmatch(word):
            editions += 1
        elif DATE_WORD.fullmatch(word):
            dates, days = dates + 1, days + (word[-1] not in "日0123456789")
        elif DAY_WORD.fullmatch(word):
            days += WEEKDAY_WORD.search(word) is not None
        elif SECTION_WORD.fullmatch(word):
            sections += 1
        elif not CONTACT_WORD.fullmatch(word):
            return False
    if not posts or waits or sections > MOST_SECTIONS:
        return False
    if editions or (dates and (days or posts > 1 or "责" in text)):
        return True
    return (sections == dates == 0) and "本版" in text


def begins_as_page_header(text: str) -> bool:
    """Return whether a line without a mark of a sentence begins with an edition, a date and weekday, or an editor."""
    return len(text) <= LONGEST_HEADER and PROSE_SIGNS.isdisjoint(text) and HEADER_START.match(text) is not None
