"""What is never joined, whatever else speaks for it, and what is joined only if a word is cut or a bracket asks.

Each is a predicate of a candidate. Its name says what stands there; `find_reason_against` returns the name of the first
that holds, for the notes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from jmclean.chinese.characters import BEYOND_LATIN, BLOCK_END, is_han
from jmclean.chinese.fast import Lazy
from jmclean.structure.blocks import LayoutBlock
from jmclean.structure.candidates import JoinCandidate
from jmclean.structure.context import CELLS
from jmclean.structure.evidence import WORD, is_witness
from jmclean.structure.features import waits
from jmclean.structure.openings import NUMERALS, SPEECH, begins_item, begins_story, begins_with_name
from jmclean.structure.page_headers import begins_as_page_header
from jmclean.structure.roles import FREE

LONGEST_HEADLINE: Final = 30
"""The most characters of a headline, a deck, a cross-head or a kicker that stands as a plain block."""

LONGEST_FIRST: Final = 60
"""The most characters of the headline that a page begins with: it may have a kicker and a deck in one block."""

SPREAD: Final = 20
"""How many characters without one of Han make text of another language."""

FOREIGN_WORDS, LONGEST_FOREIGN_LINE = 4, 200
"""How many Latin words make a line of them, at least, and its characters at most."""

MARKUP: Final = ("![", "$$", "\\[", "<!--", "```")
LONGEST_NUMBER: Final = 6
LONGEST_LABEL: Final = 6

ENTRY: Final = Lazy(f"{BEYOND_LATIN}{{1,5}}[ \u3000]{BEYOND_LATIN}")
"""How an entry of a list begins that has a name in a column of its own."""

NO_BEGINNING: Final = 0.25
"""The value of this feature from which on a head is no paragraph's beginning, so that no headline stands before it."""

CLOSING_OF_LETTER: Final = ("此致", "敬礼", "敬启", "谨启", "谨上", "敬上", "顺颂", "顺祝", "即颂", "祝好", "祝安")
DATE: Final = Lazy(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?!电|讯|报道|至|到|起|[上下]午|[晚凌清])")
FEW_DATED: Final = 3
"""How many blocks that begin with a date make a chronicle of a page."""

MOST_IN_FIGURE: Final = 3
"""How many characters of Han a figure alone has at most, what it counts or whose it is: 13.98万元, 电话88888888."""

NAMES: Final = Lazy(r"(?:[^\x00-\xff\W]{2,4}[ 、　]+){3,}[^\x00-\xff\W]{2,4}")
ADDRESS: Final = Lazy(r"(?:https?:|www\.|@)[!-~]+$")
MARKS: Final = BLOCK_END | frozenset("，")


def resumes_another_story(candidate: JoinCandidate) -> bool:
    """Return whether the head says 上接, so it goes on from a story that turned to another page."""
    return candidate.head.resumes


def is_in_another_language(candidate: JoinCandidate) -> bool:
    """Return whether one side has no Chinese, the other has."""
    left, right = candidate.left, candidate.right
    if is_han(left[-1]) and is_han(right[0]):
        return False
    if is_foreign_line(candidate.tail) or is_foreign_line(candidate.head):
        return is_foreign_line(candidate.tail) != is_foreign_line(candidate.head)
    if len(left) < SPREAD or len(right) < SPREAD:
        return False
    return any(map(is_han, left)) != any(map(is_han, right))


def is_foreign_line(block: LayoutBlock) -> bool:
    """Return whether a short block is a line of Latin words, as where two languages stand in turn."""
    text = block.text if len(block.text) <= LONGEST_FOREIGN_LINE else ""
    return text.count(" ") + 1 >= FOREIGN_WORDS and text.isascii() and sum(map(str.isalpha, text)) * 4 >= 3 * len(text)


def is_markup(candidate: JoinCandidate) -> bool:
    """Return whether one side is a picture, a formula or a tag, no text."""
    return candidate.tail.text.startswith(MARKUP) or candidate.head.text.startswith(MARKUP)


def is_a_number(candidate: JoinCandidate) -> bool:
    """Return whether the tail or the head is nothing but a number, as sections have."""
    return is_number(candidate.tail.text) or is_number(candidate.head.text)


def is_number(text: str) -> bool:
    """Return whether a text is a short number, in figures or Chinese."""
    if len(text) > LONGEST_NUMBER:
        return False
    bare = text.strip("（）().、．第章节篇 ")
    return bare.isdecimal() or NUMERALS.issuperset(bare)


def closes_a_letter(candidate: JoinCandidate) -> bool:
    """Return whether the tail or the head is the closing of a letter, such as 此致 and 敬礼."""
    return candidate.right.startswith(CLOSING_OF_LETTER) or candidate.tail.short_text.rstrip(" ：，！").endswith(
        CLOSING_OF_LETTER
    )


def moves_text_without_a_word(candidate: JoinCandidate) -> bool:
    """Return whether body text stands between, and no word is cut across the candidate."""
    moves = any(block.role not in FREE and not block.is_apart for block in candidate.between)
    return moves and candidate.word < WORD


def jumps_over_a_number(candidate: JoinCandidate) -> bool:
    """Return whether a number or a price alone stands between, which the sentence may go on with, or a few of them."""
    numbers = sum([block.role == "figures" and is_figure_alone(block) for block in candidate.between])
    return 0 < numbers < CELLS


def is_figure_alone(block: LayoutBlock) -> bool:
    """Return whether a block is one figure, with what it counts: 1318, 13.98万元; a line of a table says more."""
    return "\n" not in block.text and sum(map(is_han, block.text)) <= MOST_IN_FIGURE


def is_a_listed_credit(candidate: JoinCandidate) -> bool:
    """Return whether the tail or the head is a credit that stands in a list, a row that nothing goes on from."""
    return any(side.role == "list" and side.own_role == "credit" for side in (candidate.tail, candidate.head))


def are_single_characters(candidate: JoinCandidate) -> bool:
    """Return whether the tail and the head have one character each, as entries of a list have: 春, 夏."""
    return len(candidate.tail.text) == len(candidate.head.text) == 1


def begins_an_item(candidate: JoinCandidate) -> bool:
    """Return whether the head is an item of a list."""
    return candidate.head.role == "list" or begins_item(candidate.right)


def begins_another_story(candidate: JoinCandidate) -> bool:
    """Return whether the head begins with a dateline."""
    return begins_story(candidate.right)


def is_a_date_of_a_chronicle(candidate: JoinCandidate) -> bool:
    """Return whether the head begins with a date as several blocks of the page do."""
    return candidate.is_dated and DATE.match(candidate.right) is not None


def is_a_headline(candidate: JoinCandidate) -> bool:
    """Return whether the tail stands as a headline does, and the head begins as a paragraph may."""
    return candidate.is_headline and candidate.features.get("no_beginning", 0.0) < NO_BEGINNING


def leads_to_a_cross_head(candidate: JoinCandidate) -> bool:
    """Return whether the head is short and has no mark of a sentence, as a cross-head has none."""
    return (
        len(candidate.head.text) <= LONGEST_HEADLINE
        and MARKS.isdisjoint(candidate.head.short_text)
        and not waits(candidate.tail)
    )


def is_a_short_line(candidate: JoinCandidate) -> bool:
    """Return whether the tail is one of a row of short lines, as in verse, an oath or an address."""
    return candidate.is_line


def are_entries(candidate: JoinCandidate) -> bool:
    """Return whether every line of both begins with a short word and a space, as in a list of people."""
    return all(ENTRY.match(line) for side in (candidate.tail, candidate.head) for line in side.short_text.split("\n"))


def stands_twice(candidate: JoinCandidate) -> bool:
    """Return whether the page has the tail twice, letter for letter, as it has buttons and labels."""
    return candidate.is_repeated


def is_a_quotation(candidate: JoinCandidate) -> bool:
    """Return whether the tail is one short quotation, as cross-heads are."""
    tail = candidate.tail.short_text
    return len(tail) <= LONGEST_HEADLINE and tail[:1] == "“" and tail.find("”") == len(tail) - 1


def are_facts(candidate: JoinCandidate) -> bool:
    """Return whether both begin with a word and a colon, as lines of an imprint or a list of facts do."""
    return all(begins_with_name(side, LONGEST_LABEL) for side in (candidate.tail.short_text, candidate.right))


def leads_to_a_fact(candidate: JoinCandidate) -> bool:
    """Return whether the head begins with a word and a colon on a page that hardly has a stop, as a notice has none."""
    right = candidate.right
    if not begins_with_name(right, LONGEST_LABEL) or right[: right.find("：")].endswith(SPEECH):
        return False
    return candidate.tail.page.hardly_stops


def ends_in_an_address(candidate: JoinCandidate) -> bool:
    """Return whether the tail ends in the address of a page or a mailbox, and no letter of another word follows."""
    right = candidate.right
    return not (right[:1].isascii() and right[:1].isalnum()) and ADDRESS.search(candidate.left) is not None


def lists_names(candidate: JoinCandidate) -> bool:
    """Return whether the tail or the head is a list of names."""
    return any(
        0 < len(side) <= 200 and NAMES.fullmatch(side)
        for side in (candidate.tail.short_text, candidate.head.short_text)
    )


def is_a_page_header(candidate: JoinCandidate) -> bool:
    """Return whether the tail or the head begins as a line at the head or the foot of a page does."""
    return begins_as_page_header(candidate.tail.short_text) or begins_as_page_header(candidate.head.short_text)


Predicates = tuple[Callable[[JoinCandidate], bool], ...]
NEVER: Final[Predicates] = (
    is_in_another_language,
    closes_a_letter,
    is_markup,
    is_a_number,
    are_single_characters,
    is_a_page_header,
)
NEVER_THERE: Final[Predicates] = (
    resumes_another_story,
    moves_text_without_a_word,
    jumps_over_a_number,
    is_a_listed_credit,
)
UNLESS_CUT: Final[Predicates] = (
    begins_another_story,
    is_a_quotation,
    are_facts,
    leads_to_a_fact,
    ends_in_an_address,
    lists_names,
)
UNLESS_CUT_THERE: Final[Predicates] = (
    begins_an_item,
    is_a_date_of_a_chronicle,
    is_a_short_line,
    are_entries,
    stands_twice,
)
"""What looks at the words alone, which is asked once, and what looks at the places and the roles of the two there."""

UNLESS_LIKELY: Final[Predicates] = (is_a_headline, leads_to_a_cross_head)


def find_reason_against(candidate: JoinCandidate) -> str:
    """Return the name of what forbids a join, empty if nothing does; it is looked for once."""
    if candidate.forbidden is None:
        candidate.forbidden = find_against(candidate)
    return candidate.forbidden


def find_against(candidate: JoinCandidate) -> str:
    """Look for what forbids a join."""
    ends = candidate.ends
    if ends.never is None:
        ends.never = find_first(NEVER, candidate)
    never = ends.never or find_first(NEVER_THERE, candidate)
    if never:
        return never
    if ends.unless_cut is None:
        ends.unless_cut = find_first(UNLESS_CUT, candidate)
    unless_cut = ends.unless_cut or find_first(UNLESS_CUT_THERE, candidate)
    return "" if unless_cut and is_witness(candidate) else unless_cut


def find_first(predicates: Predicates, candidate: JoinCandidate) -> str:
    """Return the name of the first predicate that holds, empty if none does."""
    for forbids in predicates:
        if forbids(candidate):
            return forbids.__name__
    return ""


def find_reason_for_care(candidate: JoinCandidate) -> str:
    """Return the name of what asks for a higher score, empty if nothing does."""
    if is_witness(candidate):
        return ""
    return find_first(UNLESS_LIKELY, candidate)
