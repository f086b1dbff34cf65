"""Find what must not be taken out of a page though it reads as a caption: the only paragraph of an article.

A picture with a headline and a line of credit is an article of its own; what reads as its caption is its text.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise
from typing import Final

from jmclean.chinese.characters import BLOCK_END, CLAUSE_MARKS
from jmclean.chinese.fast import Lazy
from jmclean.chinese.lexicon import find_word_gain
from jmclean.structure.blocks import CELL, LayoutBlock, begins_page
from jmclean.structure.roles import Role
from jmclean.text.reading_order import weigh_sequel

TEXT_ROLES: Final[frozenset[Role]] = frozenset({"body", "list", "verse", "figures", "label"})
"""What an article has besides its captions, if it has anything."""

LEAST_CONTENTS, CONTENTS_STEP, LONGEST_PAGE_NUMBER = 3, 3, 8
"""How many page numbers make a table of contents, how many blocks lie from one to the next, and how long they are."""

NAMING_ENDS: Final = (
    *("关注", "请看", "详见", "参见", "请见", "另见", "查看", "阅读", "翻到", "翻至", "翻开", "翻阅"),
    *("刊登在", "刊登于", "登在", "刊在", "刊于", "刊载于", "刊载在", "载于"),
)
"""What a sentence ends in that goes on with the page of a newspaper."""

SHORTEST_ARTICLE: Final = 30
"""The characters of a caption that may be an article, at least."""


def find_only_paragraphs(blocks: Sequence[LayoutBlock], captions: Container[int]) -> frozenset[int]:
    """Return the numbers of the captions that are the only paragraph between one heading and the next."""
    kept: set[int] = set()
    article: list[LayoutBlock] = []
    headed = False
    for block in [*blocks, None]:
        if block is not None and block.role != "heading":
            article.append(block)
            continue
        held = [one for one in article if one.number in captions]
        others = [one for one in article if one.number not in captions and one.role in TEXT_ROLES]
        if headed and len(held) == 1 and not others and is_article(held[0]):
            kept.add(held[0].number)
        headed, article = True, []
    return frozenset(kept)


def find_contents(blocks: Sequence[LayoutBlock]) -> frozenset[int]:
    """Return the numbers of the page numbers of a table of contents: three or more, each behind an entry."""
    numbered = [
        block for block in blocks if block.role == block.own_role == "folio" and len(block.text) <= LONGEST_PAGE_NUMBER
    ]
    found: set[int] = set()
    run: list[LayoutBlock] = []
    for block in numbered:
        if run and not 1 < block.number - run[-1].number <= CONTENTS_STEP:
            run = []
        run.append(block)
        if len(run) >= LEAST_CONTENTS and len({one.text for one in run}) == len(run):
            found.update(one.number for one in run)
    return frozenset(found)


NUMERAL: Final = "〇零○一二三四五六七八九十廿正冬腊臘元"
ENTRY_DATE: Final = Lazy(
    rf"(?:(?:[0-9]{{2,4}}|[{NUMERAL}]{{2,4}})年)?(?:[0-9]{{1,2}}|[{NUMERAL}]{{1,3}})月初?(?:[0-9]{{1,2}}|[{NUMERAL}]{{1,3}})[日号號]?"
    r"(?:[ \u3000，,]*(?:星期|周|週|礼拜|禮拜)[一二三四五六日天])?(?:[ \u3000，,]*[晴阴陰雨雪多云雲小大中转轉到]{1,5})?"
)
"""A date alone, with its weekday and the weather, as an entry of a diary or a chronicle is headed."""

LEAST_ENTRIES: Final = 2


def find_entries(blocks: Sequence[LayoutBlock]) -> frozenset[int]:
    """Return the numbers of the dates that head entries: two or more that differ, as those of one issue do not."""
    dated = [
        block
        for block, after in pairwise(blocks)
        if after.role in TEXT_ROLES and ENTRY_DATE.fullmatch(block.text.strip())
    ]
    if len({"".join(block.text.split()) for block in dated}) < LEAST_ENTRIES:
        return frozenset()
    return frozenset([block.number for block in dated])


def find_lone_folios(
    blocks: Sequence[LayoutBlock], captions: Container[int], page_starts: Sequence[int]
) -> frozenset[int]:
    """Return the number of a bare date or edition (第3版) that only its words call a folio, if a file has just the one.

    It stands amid a page, between two whole paragraphs: a letter or an entry is dated so, and an edition is named.
    Neither may be one of the `captions`, without which it would stand at the page's edge.
    """
    folios = [at for at, block in enumerate(blocks) if block.role == "folio"]
    at = folios[0] if len(folios) == 1 else 0
    if not 0 < at < len(blocks) - 1 or is_over_border(blocks[at - 1], blocks[at + 1], page_starts):
        return frozenset()
    before, block, after = blocks[at - 1 : at + 2]
    text, is_led_to = block.text.strip(), before.tail[-1:] == "："
    is_edition = len(text) <= LONGEST_PAGE_NUMBER and (text[0] == "第" or is_led_to)
    is_bare = is_edition or ENTRY_DATE.fullmatch(text) is not None
    is_between = before.tail[-1:] in BLOCK_END and all(
        other.role in TEXT_ROLES and not other.is_apart and other.number not in captions for other in (before, after)
    )
    return frozenset([block.number] if block.own_role == "folio" and is_bare and is_between else ())


def find_named_folios(blocks: Sequence[LayoutBlock], page_starts: Sequence[int]) -> frozenset[int]:
    """Return the numbers of the bare pages that an open sentence before them names: 请关注, A05版, 的报道.

    At the edge of a physical page such a block is its folio, whatever the sentence before it asks for.
    """
    return frozenset(
        [
            block.number
            for before, block in pairwise(blocks)
            if block.role == block.own_role == "folio"
            and len(block.text) <= LONGEST_PAGE_NUMBER
            and before.role in TEXT_ROLES
            and before.folded.endswith(NAMING_ENDS)
            and not is_over_border(before, block, page_starts)
        ]
    )


def is_over_border(before: LayoutBlock, block: LayoutBlock, page_starts: Sequence[int]) -> bool:
    """Return whether a physical page begins between two blocks."""
    return begins_page(page_starts, before.spans[0][1] - 1, block.spans[0][0])


def leaves_nothing(blocks: Sequence[LayoutBlock], gone: Container[int]) -> bool:
    """Return whether nothing would be left of a page, or headlines only of one that tells something in its captions."""
    left = [block for block in blocks if block.number not in gone]
    if not left:
        return len(blocks) > 0
    if not all(block.role == "heading" or is_headline(block) for block in left):
        return False
    return any(block.number in gone and block.role == "caption" and is_article(block) for block in blocks)


def is_headline(block: LayoutBlock) -> bool:
    """Return whether a block is as short as a headline and ends in no stop."""
    return len(block.text) <= CELL and block.tail[-1:] not in BLOCK_END


def is_article(block: LayoutBlock) -> bool:
    """Return whether a caption is long enough to be the text of an article and tells more than who took a picture."""
    return block.own_role not in ("credit", "scan") and len(block.text) >= SHORTEST_ARTICLE


LONGEST_PAGE_HEAD: Final = 12
"""The most characters of what stands at the top of a page that no rule knows: a section's name, a headline."""

CUT_WORD: Final = 6.0
"""The bits that a word across a page's border must save, for it to be cut there."""


def find_page_heads(blocks: Sequence[LayoutBlock], page_starts: Sequence[int]) -> frozenset[int]:
    """Return the numbers of the first blocks of pages that stand amid a sentence and are none of it.

    Such a block is a few characters without a mark, as a section's name is, no word is cut before it, and what stands
    behind it goes on from the page before rather than from the block.
    """
    return frozenset(
        [
            block.number
            for before, block, after in zip(blocks, blocks[1:], blocks[2:], strict=False)
            if before.is_open
            and block.role in ("body", "label")
            and len(block.text) <= LONGEST_PAGE_HEAD
            and CLAUSE_MARKS.isdisjoint(block.folded)
            and set(before.unclosed).isdisjoint(block.unopened)
            and is_over_border(before, block, page_starts)
            and find_word_gain(before.last_letters, block.first_letters) < CUT_WORD
            and goes_on_over(before.text, block.text, after.text)
        ]
    )


def goes_on_over(before: str, text: str, after: str) -> bool:
    """Return whether what stands behind a text goes on from what stands before it rather than from the text."""
    own, over = weigh_sequel(text, after), weigh_sequel(before, after)
    return over > max(0.0, own)
