"""Which blocks of a page are captions: by their own cue, by a picture's number, or by what stands around them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import chain, takewhile
from typing import Final

from jmclean.chinese.characters import BLOCK_END, OCR_CLOSING, OCR_FULL_STOP_BEHIND_HAN, SENTENCE_END
from jmclean.chinese.fast import Lazy
from jmclean.structure.blocks import CELL, LONGEST_CAPTION, LayoutBlock
from jmclean.structure.cue_words import ARROWS, NUMBERED_PICTURE, ROLL_LINE, SCAN_FIRST
from jmclean.structure.openings import begins_item
from jmclean.structure.removal import is_headline
from jmclean.structure.roles import FURNITURE, Role, asks_to_scan, ends_in_credit

SHORTEST_ROLL: Final = 3
"""How many lines of people make a list of them."""

STORY: Final = 8
"""How many blocks before and behind a numbered one are looked at for its like."""

REPEATED: Final = 15
"""How many characters a block must have in common with the start of a caption to be the same caption printed again."""

CAPTIONS: Final[frozenset[Role]] = frozenset({"caption", "credit", "scan"})
NUMBER: Final = Lazy(r"(\d{1,2})、")
DEFINITION: Final = Lazy(r"[^\W\d]：")
"""A headword of one character, as 图 may be."""

SIDE: Final = Lazy("（(?:[左右上下]图|小图|大图|题图)）。?$")

NUMBER_STARTS: Final = frozenset("图0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


def find_captions(blocks: Sequence[LayoutBlock], removes: bool) -> tuple[list[LayoutBlock], frozenset[int]]:
    """Return the blocks of a page and the numbers of those that are captions; what only begins like one is a list.

    Those with a cue are captions and, if captions are to be marked or taken out (`removes`), those set apart. Lines in
    smaller type than the columns' tell a caption, whatever its words.
    """
    result = list(blocks)
    for at, block in enumerate(blocks):
        if block.role in CAPTIONS and any(applies(result, at) for applies in LISTED):
            result[at] = block.give_context("list")
    captions = {block.number: block for block in result if block.role in CAPTIONS}
    if removes:
        captions.update({block.number: block for block in result if is_numbered_caption(block, result)})
        arrows = Counter([block.text[0] for block in result if block.text[0] in ARROWS])
        apart = [block for block in result if block.is_apart]
        captions.update({block.number: block for block in apart if is_set_apart_caption(block, result, arrows)})
        captions.update({block.number: block for block in apart if block.small and stands_alone(block)})
        captions.update({block.number: block for block in apart if stands_alone(block) and names_side(block)})
        captions.update({block.number: block for block in apart if could_be_labelled(block)})
        printed = {cut_beginning(block) for block in captions.values() if len(block.text) > REPEATED}
        if printed:
            alone = [block for block in result if stands_alone(block)]
            captions.update({block.number: block for block in alone if cut_beginning(block) in printed})
    return result, frozenset(captions)


def is_in_numbered_story(blocks: Sequence[LayoutBlock], at: int) -> bool:
    """Return whether a caption has its number in a row of numbers: a story told in numbered pictures is a story."""
    block = blocks[at]
    number = NUMBER.match(block.head)
    if not number or ends_in_credit(block.short_text):
        return False
    beside = tuple([f"{int(number[1]) + step}、" for step in (-1, 1)])
    return any(
        other.head.startswith(beside) and not ends_in_credit(other.short_text)
        for other in list_blocks_around(blocks, block)
    )


def is_headword(blocks: Sequence[LayoutBlock], at: int) -> bool:
    """Return whether a caption is 图 as a headword among others: the block before or behind it defines one too."""
    beside = [blocks[place] for place in (at - 1, at + 1) if 0 <= place < len(blocks)]
    return DEFINITION.match(blocks[at].head) is not None and any(
        other.role not in CAPTIONS and DEFINITION.match(other.head) for other in beside
    )


def is_in_roll(blocks: Sequence[LayoutBlock], at: int) -> bool:
    """Return whether a credit is a line among others of its form, as who did what in a film or at a party."""
    if not ROLL_LINE.fullmatch(blocks[at].folded):
        return False
    reach = SHORTEST_ROLL - 1  # enough for a roll, whichever of its lines this is
    before = takewhile(is_roll_line, reversed(blocks[max(0, at - reach) : at]))
    behind = takewhile(is_roll_line, blocks[at + 1 : at + 1 + reach])
    return sum(1 for _ in chain(before, behind)) >= reach


def is_roll_line(block: LayoutBlock) -> bool:
    """Return whether a block says who did what or is another row of facts, and no line besides a page's articles."""
    if block.role in FURNITURE or block.role == "caption":
        return False
    return block.is_named or ROLL_LINE.fullmatch(block.folded) is not None


LISTED: Final = (is_in_numbered_story, is_headword, is_in_roll)
"""What shows that a block which reads as a caption is one of a list."""


def cut_beginning(block: LayoutBlock) -> str:
    """Return the characters that a block begins with, without punctuation, which engines misread."""
    return "".join(filter(str.isalnum, block.head))[:REPEATED]


def list_blocks_around(
    blocks: Sequence[LayoutBlock], block: LayoutBlock, before: int = STORY, behind: int = STORY
) -> Sequence[LayoutBlock]:
    """Return the blocks of the same story: some before and behind one of those that are left of a page."""
    at = bisect_left(blocks, block.number, key=lambda other: other.number)
    return blocks[max(0, at - before) : at + behind + 1]


def names_side(block: LayoutBlock) -> bool:
    """Return whether a block ends in the side on which its picture stands; a paragraph may refer to one so as well."""
    return SIDE.search(block.tail) is not None


def is_numbered_caption(block: LayoutBlock, blocks: Sequence[LayoutBlock]) -> bool:
    """Return whether a block begins with the number of a picture: one that no other block of its story goes on from.

    1：… is one by itself; ① and 2、 begin lists as well and count where extra blank lines set the block apart.
    """
    if len(block.text) > LONGEST_CAPTION or block.folded[0] not in NUMBER_STARTS or block.role not in ("body", "list"):
        return False
    mark = NUMBERED_PICTURE.match(block.folded)
    if (
        not mark
        or block.tail[-1:] not in BLOCK_END | OCR_FULL_STOP_BEHIND_HAN
        or not (block.is_apart or (mark[0][-1] == "：" and len(block.text) <= CELL))
    ):
        return False
    return not any(
        begins_item(other.head) or NUMBERED_PICTURE.match(other.head)
        for other in list_blocks_around(blocks, block)
        if other.number != block.number and other.role not in CAPTIONS
    )


def is_set_apart_caption(block: LayoutBlock, blocks: Sequence[LayoutBlock], arrows: Mapping[str, int]) -> bool:
    """Return whether a block that extra blank lines set apart is a caption by what it begins with or what follows it.

    ▲ and the like mark a caption unless other blocks of the page begin with the same mark, as `arrows` counts them;
    扫码 begins a line that asks to scan a code; a credit in the next block makes this one its caption.
    """
    if len(block.text) > LONGEST_CAPTION or block.role not in ("body", "list"):
        return False
    if block.text[0] in ARROWS:
        return arrows[block.text[0]] == 1
    if SCAN_FIRST.match(block.folded) and asks_to_scan(block.folded):
        return True
    after = next(iter(list_blocks_around(blocks, block, 0, 1)[1:]), None)
    return after is not None and after.role == "credit" and not after.gap and len(block.text) <= LONGEST_CAPTION // 2


def could_be_labelled(block: LayoutBlock) -> bool:
    """Return whether an engine set a block as the caption of the picture over it, and it is no headline or list."""
    return block.under == "picture of its own" and block.role in ("body", "label", "aside")


def find_set_apart(
    blocks: Sequence[LayoutBlock],
    own: Sequence[LayoutBlock],
    captions: Container[int],
    joined: Container[int],
    tails: Container[int],
) -> frozenset[int]:
    """Return the whole sentences without a cue that are captions by how they are set, once cut paragraphs are joined.

    Extra blank lines alone prove nothing. A page proves what they stand for where a caption with its own cue, or one
    that a join jumped over, stands behind them, and nothing does that could not be a caption; one in smaller type
    proves nothing, since its lines told by themselves. `joined` are the numbers of the blocks that were joined: such a
    block is none. `tails` are those of them that go on elsewhere: behind any other that is open this one may go on. The
    first paragraph of an article is none either. `own` are those of the blocks that stand on the page.
    """
    apart = [block for block in own if block.gap]
    proved = any(block.number in captions and not block.small for block in apart)
    unproved = [block for block in apart if block.number not in captions]
    if not proved or not all(could_be_caption(block, blocks[block.number - 1], joined, tails) for block in unproved):
        return frozenset()
    return frozenset([block.number for block in unproved if not begins_article(blocks, block.number)])


def begins_article(blocks: Sequence[LayoutBlock], number: int) -> bool:
    """Return whether only a byline or a line that asks to scan a code stands between a headline and a block."""
    at = number - 1
    while at >= 0 and (blocks[at].role == "byline" or blocks[at].own_role == "scan"):
        at -= 1
    before = blocks[at] if at >= 0 else None
    headed = before is None or before.role == "heading" or is_headline(before)
    return headed and at < number - 1


def find_doubtful(
    source: Sequence[LayoutBlock], blocks: Sequence[LayoutBlock], known: Container[int]
) -> list[LayoutBlock]:
    """Return the blocks that extra blank lines set apart and that could be captions, if such lines are rare on a page.

    `source` are all blocks of the page, `blocks` what is left of them with their latest roles, `known` the numbers of
    those that need no doubt.
    """
    apart = [block.number for block in source if block.gap]
    if 4 * len(apart) > len(source):
        return []
    wanted = {number for number in apart if number not in known}
    return [block for block in blocks if block.number in wanted and reads_as_sentence(block)]


def could_be_caption(block: LayoutBlock, before: LayoutBlock, joined: Container[int], tails: Container[int]) -> bool:
    """Return whether a block that is set apart could be a caption: a whole sentence that continues nothing."""
    goes_on = before.role in ("body", "list") and before.number not in tails and not ends_whole(before)
    return block.number not in joined and not goes_on and reads_as_sentence(block)


def reads_as_sentence(block: LayoutBlock) -> bool:
    """Return whether a block is short and whole and ends in a stop, as no headline does."""
    return stands_alone(block) and ends_whole(block)


def ends_whole(block: LayoutBlock) -> bool:
    """Return whether a block ends in a full stop, with or without closing marks behind it."""
    return block.tail.rstrip(OCR_CLOSING)[-1:] in SENTENCE_END


def stands_alone(block: LayoutBlock) -> bool:
    """Return whether a block without a cue word may be the caption that a join jumps over: short and whole."""
    return (
        len(block.text) <= LONGEST_CAPTION
        and block.role in ("body", "label", "list")
        and "\n" not in block.text
        and not block.unclosed
    )
