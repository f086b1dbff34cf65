"""Which blocks of a page are captions: by their own cue, by a picture's number, or by what stands around them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Mapping
from typing import Final

from jmclean.chinese.fast import Lazy
from jmclean.structure.blocks import CELL, FULL_STOPS, LayoutBlock
from jmclean.structure.openings import begins_item
from jmclean.structure.roles import ARROWS, CLOSERS, NUMBERED_PICTURE, SCAN_FIRST, STOPS, asks_to_scan, ends_in_credit

LONGEST: Final = 120
"""The most letters of a block without a cue word that is taken for a caption where a join jumps over it."""

STORY: Final = 8
"""How many blocks before and behind a numbered one are looked at for its like."""

REPEATED: Final = 15
"""How many letters a block must have in common with the start of a caption to be the same caption printed again."""

CAPTIONS: Final = frozenset({"caption", "credit", "scan"})
NUMBER: Final = Lazy(r"(\d{1,2})、")
DEFINITION: Final = Lazy(r"[^\W\d]：")
"""A headword of one letter, as 图 may be."""

MISREAD_STOPS: Final = frozenset("°·")
"""Full stops as engines read them on traditional pages."""

SIDE: Final = Lazy("（(?:[左右上下]图|小图|大图|题图)）。?$")

NUMBER_STARTS: Final = frozenset("图0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


def find_captions(found: list[LayoutBlock], marks: bool) -> dict[int, LayoutBlock]:
    """The captions by their number: those with a cue and, if they are to be marked or taken out, those set apart.

    Lines in smaller type than the columns' tell a caption, whatever its words.
    """
    captions = {piece.number: piece for piece in found if piece.role in CAPTIONS}
    for piece in list(captions.values()):
        number = NUMBER.match(piece.head)
        if number and not ends_in_credit(piece.whole):
            next_to = tuple(f"{int(number[1]) + step}、" for step in (-1, 1))
            if any(other.head.startswith(next_to) and not ends_in_credit(other.whole) for other in story(found, piece)):
                piece.context = "list"  # a story told in numbered pictures is a story
                del captions[piece.number]
        if DEFINITION.match(piece.head) and any(
            DEFINITION.match(other.head) for other in beside(found, piece) if other.role not in CAPTIONS
        ):
            piece.context = "list"  # 图 is a headword among others
            del captions[piece.number]
    if marks:
        captions.update((piece.number, piece) for piece in found if is_numbered_caption(piece, found))
        arrows = Counter([piece.text[0] for piece in found if piece.text[0] in ARROWS])
        apart = [piece for piece in found if piece.gap]
        captions.update((piece.number, piece) for piece in apart if is_set_apart_caption(piece, found, arrows))
        captions.update((piece.number, piece) for piece in apart if piece.small and stands_alone(piece))
        captions.update((piece.number, piece) for piece in apart if stands_alone(piece) and names_side(piece))
        printed = {letters(piece)[:REPEATED] for piece in captions.values() if len(piece.text) > REPEATED}
        if printed:
            captions.update((p.number, p) for p in found if stands_alone(p) and letters(p)[:REPEATED] in printed)
    return captions


def story(found: list[LayoutBlock], piece: LayoutBlock) -> list[LayoutBlock]:
    """The blocks around one."""
    at = place(found, piece)
    return found[max(0, at - STORY) : at + STORY + 1]


def beside(found: list[LayoutBlock], piece: LayoutBlock) -> list[LayoutBlock]:
    """The block before one and the block behind it."""
    at = place(found, piece)
    return found[max(0, at - 1) : at] + found[at + 1 : at + 2]


def place(found: list[LayoutBlock], piece: LayoutBlock) -> int:
    """Where a block stands among those that are left of a page."""
    return bisect_left(found, piece.number, key=lambda other: other.number)


def letters(piece: LayoutBlock) -> str:
    """The letters that a block begins with, without marks, of which engines read one for another."""
    return "".join(filter(str.isalnum, piece.head))


def names_side(piece: LayoutBlock) -> bool:
    """Return whether a block ends in the side on which its picture stands; a paragraph may refer to one so as well."""
    return SIDE.search(piece.tail) is not None


def is_numbered_caption(piece: LayoutBlock, found: list[LayoutBlock]) -> bool:
    """Whether a block begins with the number of a picture: one that no other block of its story goes on from.

    1：… is one by itself; ① and 2、 begin lists as well and count where extra blank lines set the block apart.
    """
    if len(piece.text) > LONGEST or piece.folded[0] not in NUMBER_STARTS or piece.role not in ("body", "list"):
        return False
    mark = NUMBERED_PICTURE.match(piece.folded)
    if (
        not mark
        or piece.tail[-1:] not in STOPS | MISREAD_STOPS
        or not (piece.gap or (mark[0][-1] == "：" and len(piece.text) <= CELL))
    ):
        return False
    return not any(
        begins_item(other.head) or NUMBERED_PICTURE.match(other.head)
        for other in story(found, piece)
        if other is not piece and other.role not in CAPTIONS
    )


def is_set_apart_caption(piece: LayoutBlock, found: list[LayoutBlock], arrows: Mapping[str, int]) -> bool:
    """Whether a block that extra blank lines set apart is a caption by what it begins with or what follows it.

    ▲ and the like mark a caption unless other blocks of the page begin with the same mark, as `arrows` counts them;
    扫码 begins a line that asks to scan a code; a credit in the next block makes this one its caption.
    """
    if len(piece.text) > LONGEST or piece.role not in ("body", "list"):
        return False
    if piece.text[0] in ARROWS:
        return arrows[piece.text[0]] == 1
    if SCAN_FIRST.match(piece.folded) and asks_to_scan(piece.folded):
        return True
    after = found[piece.number + 1] if piece.number + 1 < len(found) else None
    return after is not None and after.role == "credit" and not after.gap and len(piece.text) <= LONGEST // 2


def set_apart(
    found: list[LayoutBlock], captions: dict[int, LayoutBlock], joined: Container[int]
) -> dict[int, LayoutBlock]:
    """The whole sentences without a cue that are captions by how they are set, once the cut paragraphs are joined.

    Extra blank lines alone prove nothing. A page proves what they stand for where a caption with its own cue, or one
    that a join jumped over, stands behind them, and nothing does that could not be a caption; one in smaller type
    proves nothing, since its lines told by themselves. `joined` are the numbers of the blocks that were joined: such a
    block is none, and behind one that is still open this one may go on.
    """
    apart = [piece for piece in found if piece.gap]
    proved = any(piece.number in captions and not piece.small for piece in apart)
    unproved = [piece for piece in apart if piece.number not in captions]
    likely = {piece.number: piece for piece in unproved if could_be_caption(piece, found[piece.number - 1], joined)}
    return likely if proved and len(likely) == len(unproved) else {}


def doubtful(apart: list[LayoutBlock], found: list[LayoutBlock]) -> list[LayoutBlock]:
    """Those of the blocks set apart by extra blank lines that could be captions, if such lines are rare on a page."""
    return [piece for piece in apart if reads_as_sentence(piece)] if 4 * len(apart) <= len(found) else []


def could_be_caption(piece: LayoutBlock, before: LayoutBlock, joined: Container[int]) -> bool:
    """Whether a block that is set apart could be a caption: a whole sentence that goes on from nothing before it."""
    goes_on = before.role in ("body", "list") and before.number not in joined and not ends_whole(before)
    return piece.number not in joined and not goes_on and reads_as_sentence(piece)


def reads_as_sentence(piece: LayoutBlock) -> bool:
    """Whether a block is short and whole and ends in a stop, as no headline does."""
    return stands_alone(piece) and ends_whole(piece)


def ends_whole(piece: LayoutBlock) -> bool:
    """Whether a block ends in a full stop, with or without closing marks behind it."""
    return piece.tail.rstrip(CLOSERS)[-1:] in FULL_STOPS


def stands_alone(piece: LayoutBlock) -> bool:
    """Whether a block without a cue word may be the caption that a join jumps over: short and whole."""
    return (
        len(piece.text) <= LONGEST
        and piece.role in ("body", "label", "list")
        and "\n" not in piece.text
        and not piece.opened
    )
