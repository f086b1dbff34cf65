"""What speaks for or against two blocks belonging together: functions that say how much, 0 for nothing.

TAIL_FEATURES look at the tail alone, HEAD_FEATURES at the head, PAIR_FEATURES at both, OVER_FEATURES at what lies
between; so each side is evaluated once, however many it may meet, and the two once, however often they are tried.
COSTLY_FEATURES are evaluated where the others leave doubt. What each weighs is in `weights.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, TypeVar

from jmclean.chinese.characters import (
    CANNOT_BEGIN,
    OCR_CLOSING,
    OCR_FULL_STOP,
    QUOTES_AND_TITLES,
    is_letter,
)
from jmclean.chinese.fast import Lazy
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.openings import SPEECH, begins_paragraph, begins_story, begins_with_name
from jmclean.structure.roles import FREE

QUOTED_TERM: Final = Lazy("[“‘《][^“”‘’《》，。！？；：]{1,12}[”’》]$")
YEAR: Final = Lazy(r"\d{4}年")
DECIMALS: Final = Lazy(r"\d{1,3}(?:[％%‰]|[^\W\d年月日时点分、.．）)])")
"""The rest of a number behind its point, with a measure; no date and no item of a list."""

LONGEST_NAME: Final = 8
NO_LABEL: Final = frozenset("，。；：！？")
PREPOSITIONS: Final = frozenset("由被把将从对向与在及和给以使令让")
NO_LABEL_ENDS: Final = frozenset("的地得和与及或在把被向对从将就也都还而且又并其这该各")
"""What words that wait for another end in, as no sub-head does."""

WAITING_WORDS: Final = NO_LABEL_ENDS | frozenset("是称")
WAITING_ENDS: Final = WAITING_WORDS | frozenset("，、")
VERB_WANTED: Final = frozenset("由被把从")
WANTS_VERB: Final = frozenset("由把")
OF_AGENT: Final = 9
"""How many of a tail's last letters hold 由 or 把 with who or what and no verb."""

SELDOM_ENDS: Final = -3.5
"""Less likely than this, as a logarithm, a sentence ends in two characters that are no verb's."""

BRACKETS: Final = frozenset("》）】〉")
MEASURES: Final = frozenset(
    "年月日时分秒个名人位项件家次亿万千百元吨米岁届多余％%辆艘架座所条种类例批组起套台部支只场天周号点度层期章篇亩株头级"
)
OF_BODY: Final = 10
"""How many letters behind a preposition are looked at for what it wants."""


MISREAD_AT_SEAM: Final = -3.0
"""How often a character at a seam is misread, as a natural logarithm: what follows a tail says no more against it."""

FAR: Final = 8_000
"""How many letters before and behind are searched for what stands at a candidate: as much as a full page has."""


# Of the tail


def leads_on(text: str, words: frozenset[str]) -> bool:
    """Return whether one of `words` is among the last letters, only letters and quotation marks behind it."""
    for char in reversed(text[-OF_BODY:]):
        if char in words:
            return True
        if not is_letter(char) and char not in QUOTES_AND_TITLES:
            return False
    return False


def waits_for_verb(tail: LayoutBlock) -> float:
    """Return 1 if 由 or 把 is among the tail's last letters and the verb that it wants is still to come."""
    last = tail.tail[-OF_AGENT:]
    if "由" not in last and "把" not in last:
        return 0.0
    last = last.replace("理由", "").replace("自由", "")
    return float(leads_on(last, WANTS_VERB) and tail.sentence_ends < SELDOM_ENDS)


def shi_de(tail: LayoutBlock) -> float:
    """Return 1 if the tail ends in 是 … 的, where one sentence in ten ends; behind another 的 one in 150 does."""
    return float(tail.tail[-1:] == "的" and "是" in tail.last_clause)


def unfinished(tail: LayoutBlock) -> float:
    """Return how seldom a sentence ends with the tail's last characters: a natural logarithm, divided by 4."""
    return 0.0 if tail.ends_in_stop else min(8.0, -tail.sentence_ends) / 4


def comma(tail: LayoutBlock) -> float:
    """Return 1 if the tail ends in a mark after which a sentence must go on."""
    return float(tail.tail[-1:] in ("，", "、") or ends_in_misread_comma(tail.tail))


def ends_in_misread_comma(text: str) -> bool:
    """Return whether a text ends in ’ with no ‘ before it, which is how engines read a comma on traditional pages."""
    return text[-1:] == "’" and "‘" not in text


def is_quoted_term(text: str) -> bool:
    """Return whether a text ends in a few letters in quotation marks or a title."""
    return text[-1:] in QUOTES_AND_TITLES and QUOTED_TERM.search(text) is not None


def closed_quote(tail: LayoutBlock) -> float:
    """Return 1 if the tail ends in a closing mark, other than of a quoted term."""
    text = tail.tail
    return float(text[-1:] in OCR_CLOSING and not is_quoted_term(text) and not ends_in_misread_comma(text))


def sentence_tail(tail: LayoutBlock) -> float:
    """Return 1 if the tail holds a whole sentence or a comma, as body text does."""
    text = tail.short_text[:-1]
    return float(not text or "，" in text or "。" in text or "；" in text)


# Of the head


def speaker(head: LayoutBlock) -> float:
    """Return 1 if the head begins with a name or a label and a colon, as dialogue and facts do; not with 某某报道：."""
    text = head.head
    return float(begins_with_name(text, LONGEST_NAME) and not text[: text.find("：")].endswith(SPEECH))


def cannot_start(head: LayoutBlock) -> float:
    """Return 1 if the head begins with a mark that no paragraph begins with."""
    return float(head.head[:1] in CANNOT_BEGIN)


def dateline(head: LayoutBlock) -> float:
    """Return 1 if the head begins as a story does."""
    return float(begins_story(head.head))


def opener(head: LayoutBlock) -> float:
    """Return 1 if the head begins as paragraphs like to."""
    return float(begins_paragraph(head.head))


def item(head: LayoutBlock) -> float:
    """Return 1 if the head is an item of a list."""
    return float(head.role == "list")


def set_apart(head: LayoutBlock) -> float:
    """Return 1 if blank lines or smaller type set the head apart, as they hardly ever do what goes on."""
    return float(head.is_apart or head.small)


def no_beginning(head: LayoutBlock) -> float:
    """Return how much seldomer paragraphs begin with the head's first characters than these stand elsewhere.

    In units of 4, as a natural logarithm.
    """
    return clip(head.stands - head.paragraph_starts) / 4


def clip(odds: float) -> float:
    """Return natural logarithms of odds of which more than 8 count as 8."""
    return max(-8.0, min(8.0, odds))


def long_head(head: LayoutBlock) -> float:
    """Return how long the head is: the natural logarithm of its letters over 40."""
    return max(-2.0, min(2.0, math.log(len(head.text) / 40)))


# Of both


def drawn(candidate: JoinCandidate) -> float:
    """Return how much likelier newspapers go on with the head's first characters behind the tail's last than elsewhere.

    In units of 4, as a natural logarithm. It says nothing of a number or a Latin word that may run across, nor behind a
    stop, where only a quotation tells.
    """
    across = candidate.left[-1:] + candidate.right[:1]
    if candidate.tail.ends_in_stop or across.isdigit() or (across.isascii() and across.isalnum()):
        return 0.0
    return max(MISREAD_AT_SEAM, clip(candidate.follows - candidate.head.stands)) / 4


def word_across(candidate: JoinCandidate) -> float:
    """Return how many bits a dictionary word across the seam saves, divided by 4."""
    return candidate.word


def phrase_alone(candidate: JoinCandidate) -> float:
    """Return 1 if the tail reads as a sub-head, and neither a word nor a mark runs on into the head."""
    label = as_label(candidate.tail)
    return 0.0 if not label or candidate.word or is_closed(candidate) or is_latin(candidate) else label


def label_follows(candidate: JoinCandidate) -> float:
    """Return 1 if the head is short and without a mark, as a sub-head is, and the tail does not wait for more."""
    head = candidate.head
    return float(len(head.text) <= 26 and NO_LABEL.isdisjoint(head.short_text) and not waits(candidate.tail))


def waits(tail: LayoutBlock) -> bool:
    """Return whether a tail ends in a word or a mark that another must follow, so that no headline ends there."""
    return tail.tail[-1:] in WAITING_ENDS or waits_for_verb(tail) > 0


def as_label(tail: LayoutBlock) -> float:
    """Return how much a block reads as a sub-head: short, without a mark of a sentence, 1 up to 12 letters, 0 from 26.

    A phrase that ends in 由 and who or what without a verb is no sub-head, and sub-heads do without 了.
    """
    size = len(tail.text)
    if size >= 26 or not NO_LABEL.isdisjoint(tail.short_text) or leads_on(tail.tail, VERB_WANTED):
        return 0.0
    if tail.tail[-1:] in NO_LABEL_ENDS or (is_quoted_term(tail.tail) and leads_on(tail.tail, PREPOSITIONS)):
        return 0.0
    if "了" in tail.short_text and "了" in tail.short_text.replace("为了", " ").replace("了解", " "):
        return 0.0
    return min(1.0, (26 - size) / 14)


def is_latin(candidate: JoinCandidate) -> bool:
    """Return whether two Latin words meet, or the halves of one."""
    across = candidate.left[-1:] + candidate.right[:1]
    return len(across) == 2 and across.isascii() and across.isalpha()


def short_clause(candidate: JoinCandidate) -> float:
    """Return 1 if the tail's last clause or the head's first has three letters at most: paragraphs have more."""
    return float(0 < len(candidate.tail.last_clause) <= 3) + float(0 < len(candidate.head.first_clause) <= 3)


def long_clause(candidate: JoinCandidate) -> float:
    """Return how much longer than twenty letters the clause is that a join makes.

    A logarithm, 0.7 at thirty letters.
    """
    size = len(candidate.tail.last_clause) + len(candidate.head.first_clause)
    return math.log(size / 10 - 1) if size > 20 else 0.0


def is_closed(candidate: JoinCandidate) -> bool:
    """Return whether the head closes a mark that the tail has open."""
    opened = candidate.tail.unclosed
    return bool(opened) and not set(opened).isdisjoint(candidate.head.unopened)


def quote_met(candidate: JoinCandidate) -> float:
    """Return 1 if a quotation open in the tail is closed by the head."""
    return float(is_closed(candidate) and not bracket_met(candidate))


def bracket_met(candidate: JoinCandidate) -> float:
    """Return 1 if a title or a bracket other than a quotation that is open in the tail is closed by the head."""
    opened = set(candidate.tail.unclosed) & BRACKETS
    return float(bool(opened) and not opened.isdisjoint(candidate.head.unopened))


def mark_unmet(candidate: JoinCandidate) -> float:
    """Return 1 if a bracket is open in the tail and the head opens another before it closes one, or never does."""
    return float(bool(candidate.tail.unclosed) and not is_closed(candidate))


def number_across(candidate: JoinCandidate) -> float:
    """Return 1 if a number runs across the seam, or its measure word stands behind it."""
    one, two = candidate.left[-1:], candidate.right[:1]
    if one.isdigit():
        return float((two.isdigit() and not YEAR.match(candidate.right)) or two in MEASURES)
    return float(one == "." and candidate.left[-2:-1].isdigit() and DECIMALS.match(candidate.right) is not None)


def misread_stop(candidate: JoinCandidate) -> float:
    """Return 1 if the tail ends in a mark that engines read for a full stop, and not in the point of a number."""
    return float(candidate.left[-1:] in OCR_FULL_STOP and not number_across(candidate))


def figure_end(candidate: JoinCandidate) -> float:
    """Return 1 if the tail ends in a digit, a per cent sign or a Latin letter that nothing of the head completes."""
    one = candidate.left[-1:]
    if one != "％" and not (one.isascii() and one.isalnum()):
        return 0.0
    if is_latin(candidate) or candidate.right[:1] in CANNOT_BEGIN:
        return 0.0
    return 1.0 - number_across(candidate)


def cut_page(candidate: JoinCandidate) -> float:
    """Return how many of the page's open ends are cuts, as far as all of them tell: a natural logarithm of odds.

    An engine that loses stops puts no comma in their place, so nothing is held against a tail that ends in one.
    """
    return max(0.0, candidate.share) if comma(candidate.tail) else candidate.share


def fills_column(candidate: JoinCandidate) -> float:
    """Return 1 if the tail's last line is full, as far as the page's other tails tell how wide its columns are.

    Only what speaks for a cut counts: once the others are joined nothing tells the width any more, and a second
    run must not find what the first refused.
    """
    return max(0.0, candidate.fill)


def seen_elsewhere(candidate: JoinCandidate) -> float:
    """Return 1 if the characters at the seam stand together elsewhere on the page, with one before or behind."""
    left, right = candidate.left[-2:], candidate.right[:2]
    page, place = candidate.tail.page.folded, candidate.tail.spans[-1][1]
    if len(left + right) < 4:
        return 0.0
    first, last = max(0, place - FAR), place + FAR
    at = page.find(left[1] + right[0], first, last)
    if at < 0:
        return 0.0
    before = page.find(left + right[0], max(first, at - 1), last) >= 0
    return float(before + (page.find(left[1] + right, at, last) >= 0))


def over_picture(candidate: JoinCandidate) -> float:
    """Return 1 if a caption or another thing that a sentence jumps over stands between."""
    return float(bool(candidate.between) and any(block.role in FREE for block in candidate.between))


BELOW_PICTURE: Final = 0.4
"""How much of a block of text one is that may be a caption by where it stands."""


def over_text(candidate: JoinCandidate) -> float:
    """Return how many blocks of text stand between that nothing sets apart; a short one under a picture counts less."""
    found = [block for block in candidate.between if block.role not in FREE and not block.gap]
    return sum([BELOW_PICTURE if block.is_apart else 1.0 for block in found])


def over_set_apart(candidate: JoinCandidate) -> float:
    """Return how many blocks of text stand between that an extra blank line sets apart, as it does a caption."""
    return float(sum([block.role not in FREE and block.gap for block in candidate.between]))


Side = TypeVar("Side")
Features = tuple[tuple[str, Callable[[Side], float]], ...]
"""The names of some features, each with the function that says how much."""


def feature_table(*features: Callable[[Side], float]) -> Features[Side]:
    """Return features by their names."""
    return tuple([(feature.__name__, feature) for feature in features])


TAIL_FEATURES: Final[Features[LayoutBlock]] = feature_table(
    waits_for_verb,
    shi_de,
    unfinished,
    comma,
    closed_quote,
    sentence_tail,
)
HEAD_FEATURES: Final[Features[LayoutBlock]] = feature_table(
    speaker,
    cannot_start,
    dateline,
    opener,
    item,
    set_apart,
    no_beginning,
    long_head,
)
PAIR_FEATURES: Final[Features[JoinCandidate]] = feature_table(
    drawn,
    label_follows,
    quote_met,
    bracket_met,
    word_across,
    phrase_alone,
    short_clause,
    long_clause,
    mark_unmet,
    number_across,
    misread_stop,
    figure_end,
)
OVER_FEATURES: Final[Features[JoinCandidate]] = feature_table(over_picture, over_text, over_set_apart)
COSTLY_FEATURES: Final[Features[JoinCandidate]] = feature_table(seen_elsewhere, fills_column, cut_page)
"""What is asked only of a candidate that the others leave in doubt."""


def evaluate(of: Side, features: Features[Side]) -> dict[str, float]:
    """Return the value of every feature by its name; those that are 0 are left out."""
    found: dict[str, float] = {}
    for name, feature in features:
        value = feature(of)
        if value:
            found[name] = value
    return found
