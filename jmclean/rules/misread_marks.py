"""Punctuation misread as a similar shape (· for 。).

In traditional type 。 and ， stand in the middle of their square, small and round, where ° · ’ have their ink. Engines
that learned from simplified print, which has them in the corner, write these on traditional pages, dozens a page.

- ’ becomes a comma if it closes nothing and the page has no curly quotes.
- ° becomes a full stop behind Han or a percent sign.
- · between Han becomes a full stop if a sentence probably ends there and the page has more such dots; at the end of a
  paragraph it becomes one on such a page.
- ] or 】 that closes no bracket closes the open corner quote; [ or 【 that 」 closes becomes 「.
- A comma within a number before 万, 亿 or a percent sign becomes a decimal point (1,8万), but not between neighbours
  (5,6万 is 5、6万); so does a colon before a percent sign.
- A colon before 二是 becomes the ； of a list that began with 一是.
- 〈 and 《 that a round bracket closes become （: 〈记者林清).
- A full stop of Latin text (.) behind Han at the end of a paragraph becomes 。 where most of the page's commas are
  half-width and it has fewer 。 than such stops.

Left alone: names (卡尔·马克思), titles, items, decimals (6·5%), years (’97) and 30°C, and every · that may as well be a
comma or part of a name. On a page whose dots stand for both commas and full stops all of them are left; this is
reported.

Before:

    產量增加1,8万噸，出口占6:5%。

After:

    產量增加1.8万噸，出口占6.5%。

Unchanged:

    卡尔·马克思在’97年的文集里写道，水温是30°C。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

from jmclean.chinese.characters import BEYOND_LATIN, CLOSING, DIGITS, HAN, find_places
from jmclean.chinese.dashes import FOREIGN_NAMES
from jmclean.chinese.fast import Lazy
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document
from jmclean.text.doubt import DOTS_DOUBT, Doubt
from jmclean.text.edits import Edit

DECLARATION: Final = Declaration(looks_at=frozenset({"neighbours", "stops", "spaces"}), changes=frozenset({"stops"}))

APOSTROPHE_FOR_COMMA: Final = Lazy(
    f"’(?:(?<=[{HAN}{CLOSING})%％]’)(?=[{HAN}「『《（(]|[0-9](?![0-9](?![0-9,.])))|(?<=[0-9A-Za-z]’)(?=[{HAN}「『《]))"
)
DEGREE_FOR_STOP: Final = Lazy(f"°(?<=[{HAN}{CLOSING})%％]°)(?=[{HAN}{CLOSING})「『《（(0-9\n]|$)")
DOT_FOR_STOP: Final = Lazy(f"·(?<={BEYOND_LATIN}·)(?={BEYOND_LATIN})")
LAST_DOT_FOR_STOP: Final = Lazy(f"·(?<=[{HAN}」』）)%％]·)(?=[」』\n]|$)")
SURE_DOT: Final = Lazy(f"·(?:(?<=[」』%％]·)(?=[{HAN}])|(?<=[{HAN}]·)(?=[0-9「『]))")

STOP_MARKS: Final = "。！？!?·°"
PAUSE_MARKS: Final = "，,、丶;；:：’"
CLAUSE_BEFORE: Final = Lazy(f"(?s:.*)[{STOP_MARKS}{PAUSE_MARKS}「」“”（）()\n]")
SENTENCE_BEFORE: Final = Lazy(f"(?s:.*)[{STOP_MARKS}\n]")
"""What stands before a clause and before a sentence, up to the last punctuation."""
SENTENCE_REST: Final = Lazy(f"[^{STOP_MARKS}\n]{{0,100}}")
PAUSE_MARK: Final = Lazy(f"[{PAUSE_MARKS}]")

ENDS, LONG, PAUSED, NAME, REST, BIAS = 0.57, 0.063, 1.17, -0.69, 0.014, -1.48
"""Evidence for a full stop, by logistic regression on 48 traditional pages that an engine read: how often sentences
end and begin so, the length of the clause before, a pause in the sentences on both sides, characters of foreign names
beside the dot, the characters of the sentence behind. Of dots above SURE 96 of 100 are full stops."""

SPEECH_VERB: Final = Lazy("(?:指出|表示|直言|坦言|强调|认为|透露|解释|补充|[说称慨曰])$")
"""What no sentence ends in, simplified: behind it a comma or a colon was read as a dot, and nothing shows which."""

UNLIKELY_STOP: Final = -1.0
"""The logarithm of the odds that dots are full stops on a page where others are commas."""

SURE, LIKELY, ENOUGH = 1.2, 2.0, 3
"""From which score a dot is taken for a full stop, and proves that the page has such; how many proofs it takes."""


CORNER_PAIRS: Final = dict(zip("「『[【［", "」』]】］", strict=True))
CORNER_QUOTE: Final = Lazy(r"[「」『』【】［］\[\]]")
NUMBER_MEASURES: Final = "万萬亿億%％"
MISREAD_POINTS: Final = frozenset(",，:：")
"""What is read for a decimal point."""

WHOLE_PART: Final = Lazy("(?<![0-9,，.．])[0-9]{1,4}$")
ANGLE_FOR_ROUND: Final = Lazy(r"[〈《](?=([^〈《〉》()（）\n]{1,40})[)）](?![〉》]|[^〈《()（）\n]{0,40}[〉》]))")
"""An angle bracket whose partner is a round one."""

LATIN_STOP: Final = Lazy(rf"\.(?:(?<=[{HAN}]\.)|(?<=[{HAN}][”’」』）)]\.))(?=[”’」』]?[ \t]*(?:\n|$))")
HALF_COMMA: Final = Lazy(rf"(?<=[{HAN}]),(?=[{HAN}“「])")

ITEM_ORDINALS: Final = "一二三四五六七八九十"
ITEM_COLON: Final = Lazy(f"[:：](?=([{ITEM_ORDINALS[1:]}])([是要]))")


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Yield commas for apostrophes, full stops for degree signs and dots that end sentences, and the other repairs."""
    text = doc.text
    if "「" in text and any(bracket in text for bracket in "[]【】［］"):
        yield from mend_corners(doc)
    yield from mend_points(doc)
    if "〈" in text or "《" in text:
        for match in doc.matches(ANGLE_FOR_ROUND):
            yield Edit(match.start(), match.start() + 1, "（")
            if text[match.end(1)] == ")":
                yield Edit(match.end(1), match.end(1) + 1, "）")
    if "." in text and "," in text:
        yield from mend_latin_stops(doc)
    if "一是" in text or "一要" in text:
        yield from mend_items(doc)
    if "°" in text:
        yield from (Edit(*match.span(), "。") for match in doc.matches(DEGREE_FOR_STOP))
    if "’" in text and "‘" not in text and "“" not in text:
        yield from (Edit(*match.span(), "，") for match in doc.matches(APOSTROPHE_FOR_COMMA))
    if "·" in text:
        yield from mend_dots(doc)


def mend_latin_stops(doc: Document) -> Iterator[Edit]:
    """Yield full stops for those of Latin text at the ends of paragraphs, on a page of half-width punctuation."""
    text = doc.text
    found = [match.start() for match in doc.matches(LATIN_STOP) if not doc.is_foreign(match.start())]
    if found and text.count("。") < len(found) and text.count("，") < len(HALF_COMMA.findall(text)):
        yield from (Edit(at, at + 1, "。") for at in found)


def mend_points(doc: Document) -> Iterator[Edit]:
    """Yield decimal points for the commas and colons within a number before its measure word."""
    text = doc.text
    for end in find_places(text, NUMBER_MEASURES):
        if end < 3 or text[end - 1] not in DIGITS:
            continue
        at = end - 3 if text[end - 2] in DIGITS else end - 2
        if at < 1 or text[at] not in MISREAD_POINTS or text[at - 1] not in DIGITS:
            continue
        whole = WHOLE_PART.search(text, max(0, at - 4), at)
        if whole is None or doc.guards.touch(whole.start(), at + 1):
            continue
        if text[end] in "%％" if text[at] in ":：" else int(text[at + 1 : end]) != int(whole[0]) + 1:
            yield Edit(at, at + 1, ".")


def mend_corners(doc: Document) -> Iterator[Edit]:
    """Yield corner quotes for the square brackets that pair with one, with no other open around them."""
    for _, group in groupby(doc.matches(CORNER_QUOTE), lambda match: doc.find_block(match.start()).start):
        marks = list(group)
        opens = [False, *(mark[0] in CORNER_PAIRS for mark in marks), True]
        for number, (one, two) in enumerate(pairwise(marks), 1):
            if opens[number - 1 : number + 3] != [False, True, False, True] or CORNER_PAIRS[one[0]] == two[0]:
                continue
            if one[0] in "「『" and two[0] in "]】］":
                yield Edit(*two.span(), CORNER_PAIRS[one[0]])
            elif one[0] in "[【［" and two[0] in "」』":
                yield Edit(*one.span(), "「" if two[0] == "」" else "『")


def mend_items(doc: Document) -> Iterator[Edit]:
    """Yield semicolons for the colons between the items of a list that counts 一是, 二是."""
    for match in doc.matches(ITEM_COLON):
        at, (number, verb) = match.start(), match.groups()
        before = ITEM_ORDINALS[ITEM_ORDINALS.index(number) - 1] + verb
        if doc.text.find(before, doc.find_block(at).start, at - 2) >= 0:
            yield Edit(at, at + 1, "；")


def mend_dots(doc: Document) -> Iterator[Edit]:
    """Yield full stops for the dots that end sentences, if the page has enough of them."""
    text = doc.text
    commas = sum(map(text.count, "，,’"))
    number = text.count("·")
    if number * 20 > len(text) or not commas:
        return
    scores = {}
    for match in doc.matches(DOT_FOR_STOP):
        if doc.find_block(match.start()).kind == "paragraph" and not is_in_title(text, match.start()):
            scores[match.start()] = score(text, match.start())
    found = [at for at, value in scores.items() if value > SURE]
    proofs = sum(value > LIKELY for value in scores.values())
    if proofs < ENOUGH or 2 * proofs < len(scores) - len(found):
        return
    if len(scores) + text.count("。") > commas:
        proposed = tuple([Edit(at, at + 1, "。") for at in sorted(found)])
        doubt = Doubt(DOTS_DOUBT, max(found) + 1, proposed, UNLIKELY_STOP)
        doc.report(found[0], "dots that stand for commas and full stops alike", doubt)
        return
    for pattern in (LAST_DOT_FOR_STOP, SURE_DOT):
        found += [match.start() for match in doc.matches(pattern) if doc.find_block(match.start()).kind == "paragraph"]
    for at in sorted(set(found)):
        yield Edit(at, at + 1, "。")


def score(text: str, at: int) -> float:
    """Return the log odds that a sentence ends at the dot; edits of this rule do not change it."""
    from jmclean.chinese.lexicon import fold_script, look_up

    before, after = fold_script(text[max(0, at - 2) : at]), fold_script(text[at + 1 : at + 3])
    if SPEECH_VERB.search(before):
        return -SURE
    one, two = look_up(before[-1:]), look_up(after[:1])
    behind = SENTENCE_REST.match(text, at + 1)
    assert behind is not None
    least = max(0, at - 40)
    mark = CLAUSE_BEFORE.match(text, least, at)
    clause = text[mark.end() if mark else least : at]
    least = max(0, at - 100)
    mark = SENTENCE_BEFORE.match(text, least, at)
    paused = PAUSE_MARK.search(text, mark.end() if mark else least, at) is not None
    return (
        ENDS * (one.ending + two.opening + two.starting)
        + LONG * len(clause.replace(" ", ""))
        + PAUSED * ((PAUSE_MARK.search(behind[0]) is not None) + paused)
        + NAME * sum([char in FOREIGN_NAMES for char in before + after])
        + REST * len(behind[0].replace(" ", ""))
        + BIAS
    )


def is_in_title(text: str, at: int) -> bool:
    """Return whether the dot stands in the title of a book."""
    opened = text.rfind("《", max(0, at - 40), at)
    return opened >= 0 and "》" not in text[opened:at]
