"""Stray characters of the other script (國 for 国).

An engine knows both scripts and answers with either. A simplified page comes back with 國 or 關 here and there, and a
traditional one with dozens of 来, 学 and 领, because most of what the engine was trained on is simplified.

The page itself shows which script it is in. A stray character follows the page if it is not part of that script and
its counterpart is. If there are several counterparts (发 is 發 or 髮), the words around it decide. A character that
engines confuse with one of another meaning (门 with 鬥) follows only within a word.

Left alone:

- what is legal in the page's script, whatever a converter would do: 乾 in 乾隆 and 萧乾, 昇 in names, 后 in 皇后, 里 in
  里弄
- forms that some typefaces share with the other script (内 for 內, 没 for 沒, 温 for 溫), unless the page has stray
  characters that no typeface has; 裏 or 裡, 爲 or 為 stay, and a repaired character takes the page's form
- a quotation, a sentence or a paragraph wholly in the other script, and a single character in quotation marks
- Japanese and Korean
- a page without a clear majority of either script; this is reported
- what an engine cannot write at all (說 黨 議): a page that shows such an engine is reported once, since only a newer
  engine can repair it.

Before:

    我國的經济增长很快，中国的学校和农村的关系也变了。这里的领导说，发展没有终点。

After:

    我国的经济增长很快，中国的学校和农村的关系也变了。这里的领导说，发展没有终点。

Unchanged:

    乾隆年间的皇后，萧乾写过。里弄里的人都说，这是中国的学问。
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from jmclean.chinese import lexicon, names, script
from jmclean.chinese.characters import find_places, is_han
from jmclean.chinese.engine_signature import lacks_traditional
from jmclean.chinese.fast import Lazy
from jmclean.chinese.script import GlyphForms
from jmclean.options import Options
from jmclean.text.declaration import Declaration
from jmclean.text.document import Document, Spans
from jmclean.text.doubt import QUOTATION_DOUBT, SCRIPT_DOUBT, Doubt
from jmclean.text.edits import Edit, Span
from jmclean.text.engine_facts import PhysicalPages
from jmclean.text.markdown import Block

UNLIKELY_SCRIPT: Final = -1.5
"""The logarithm of the odds that a whole paragraph or quotation in the other script should be in that of the page."""

DECLARATION: Final = Declaration(
    looks_at=frozenset({"neighbours"}), changes=frozenset({"script"}), changes_characters=True
)

Script = Literal["simplified", "traditional"]
OTHER_SCRIPT: Final[dict[Script, Script]] = {"simplified": "traditional", "traditional": "simplified"}

KANA_OR_HANGUL: Final = Lazy("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
FOREIGN_LETTER: Final = Lazy("[\u3041-\u3078\u307a-\u3096]|[\u30a1-\u30fa]{2}|[\uac00-\ud7a3]")
"""Kana and Hangul. へ and a single katakana may be a misread Han character (ロ for 口, ニ for 二)."""
TITLE_FORM: Final = Lazy("《[^《》\n]{1,40}》")
CLAUSE_FORM: Final = Lazy(r"[^，。、；：！？,.;:!?…（）()「」『』“”‘’\"'＂＇《》·・•‥．°丶\[\]［］【】\s]+")
"""What stands between two characters of punctuation, including those that engines read for others, so that no repair
joins or parts two clauses."""

SENTENCE_FORM: Final = Lazy("[^。！？；!?;\n]+")
QUOTATION_FORM: Final = Lazy("[「『“‘《〈][^「『“‘《〈」』”’》〉\n]{2,2000}[」』”’》〉]")

MENTION: Final = Lazy("[「『“‘][^\\W\\d_][」』”’]")
"""A single character in quotation marks, which a text on writing speaks of: 「发」 is 發 or 髮."""

MAJORITY: Final = 1.5
"""How many characters of one script to one of the other make a text count as in that script.

It is twice that for simplified: engines put far more simplified characters into a traditional page than the reverse."""
MANY_LETTERS: Final = 3
"""How many times as many characters set a sentence apart in a traditional page that leaks: it leaks dozens."""
FEW_LETTERS: Final = 3
"""Up to so many strays a heading or name that shows no script of its own follows a page that is known to leak."""
MOST_QUOTED, LEAST_TIMES = 3, 3
"""How many characters of the other script one word has at most that a writer quotes, and how often at least."""
NO_NAMES: Final = names.Names(())
SAMPLE, MOST_LETTERS = 32, 8192
"""How many characters are looked at first to be sure of a script, and at most at a time: a page seldom takes many."""


ENGINE_LACKS: Final = (
    "the OCR engine of this page cannot write 說, 黨, 議 and 800 more traditional characters: "
    "read the page again with a newer one, such as PP-OCRv5 or later"
)


class ScriptCount(NamedTuple):
    """How many characters of a text only one of the scripts has, and how many are kana or Hangul."""

    simplified: int
    traditional: int
    foreign: int = 0

    def find_script(self) -> Script | None:
        """Return the script that has a clear majority."""
        many = self.traditional > FEW_LETTERS + 2
        if self.simplified and self.simplified >= MAJORITY * self.traditional * (2 if many else 1):
            return "simplified"
        if self.traditional and self.traditional >= MAJORITY * self.simplified:
            return "traditional"
        return None

    def count_script(self, name: Script) -> int:
        """Return the number of characters of that script."""
        return self.simplified if name == "simplified" else self.traditional


class ScriptPage(NamedTuple):
    """What the repairs of one page have in common; `outside` is where it has characters that its script lacks."""

    script: Script
    other: Script
    leaks: bool
    outside: list[int]
    foreign: Spans
    print: GlyphForms
    people: names.Names


class Passage:
    """A block of Chinese text as the repairs see it, and its stray characters once they were looked for."""

    def __init__(self, start: int, text: str, found: ScriptCount) -> None:
        self.start = start
        self.text = text
        self.count = found
        self.stray: dict[int, str] | None = None


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Return the edits that put stray characters into the page's script, or the whole page into the one asked for."""
    text = doc.text
    if options.script == "keep" or text.isascii():
        return
    if options.script == "auto" and is_traditional(text):
        return
    strays = script.find_not_simplified(text)
    if lacks_traditional(text, strays):
        doc.report(strays[0], ENGINE_LACKS)
    if options.script != "auto":
        yield from _convert_page(doc, strays, options.script)
    elif strays or any(letter in text for letter in script.IN_SIMPLIFIED):
        pages = _find_pages_apart(doc)
        if not pages:
            yield from _mend_stray_letters(doc, strays)
        for start, end in pages:
            yield from _mend_page(doc, start, end)


def _find_pages_apart(doc: Document) -> list[Span]:
    """Return the physical pages of a text, from where one begins to where the next does, if they are in two scripts."""
    known = doc.recall(PhysicalPages)
    if known is None or len(known.pages) < 2:
        return []
    text = doc.text
    spans = list(pairwise([0, *[page.start for page in known.pages[1:]], len(text)]))
    parts = [text[start:end] for start, end in spans]
    found = {find_majority(part, script.find_not_simplified(part)) for part in parts}
    return spans if found.issuperset(OTHER_SCRIPT) else []


def _mend_page(doc: Document, start: int, end: int) -> Iterator[Edit]:
    """Return the edits of one physical page, which is judged by itself."""
    page = Document(doc.text[start:end], doc.protect)
    for first, last, new in _mend_stray_letters(page, script.find_not_simplified(page.text)):
        yield Edit(start + first, start + last, new)
    for at, message, doubt in page.take_notes():
        if doubt is not None:
            edits = tuple([Edit(start + first, start + last, new) for first, last, new in doubt.edits])
            doubt = doubt._replace(end=start + doubt.end, edits=edits)
        doc.report(start + at, message, doubt)


def _mend_stray_letters(doc: Document, strays: list[int]) -> Iterator[Edit]:
    """Return the edits of a page that has characters of both scripts, at `strays` those that GB2312 lacks."""
    text = doc.text
    name = find_majority(text, strays)
    if name is None:
        if count(text).simplified:
            start = next(at for at, char in enumerate(text) if is_han(char))
            doc.report(start, "as many simplified letters as traditional ones: neither was changed")
        return
    if name == "simplified":
        outside = strays
        suspects = [*strays, *find_places(text, script.IN_SIMPLIFIED)]
    else:
        outside = list(script.find_not_traditional(text))
        suspects = [*outside, *find_places(text, script.RARELY_TRADITIONAL.union(script.IN_TRADITIONAL))]
    passages = _find_readable(text, _find_blocks(doc, suspects), strays if name == "simplified" else None)
    quoted = [(at, at + 1) for at in suspects if MENTION.match(text, max(0, at - 1))]
    quoted += [] if name == "simplified" else _find_one_word(text, outside)
    foreign = _find_foreign(text, strays, passages, quoted)
    page = ScriptPage(name, OTHER_SCRIPT[name], False, outside, foreign, GlyphForms(text), NO_NAMES)
    if _leaks(doc, page, [passage for passage in passages if passage.count.find_script() == name]):
        page = page._replace(leaks=True, outside=_find_all_outside(page, text, outside))
    for passage in passages:
        found = passage.count
        weak = found.find_script() != name
        mixed = name == "traditional" and page.leaks and found.find_script() is None
        strays_found = found.count_script(page.other)
        if weak and strays_found and not mixed and not (page.leaks and strays_found <= FEW_LETTERS):
            proposed = tuple(_convert_block(doc, page, passage))
            doubt = Doubt(SCRIPT_DOUBT, passage.start + len(passage.text), proposed, UNLIKELY_SCRIPT)
            doc.report(passage.start, f"a paragraph not in the page's {name} script: not changed", doubt)
        elif not weak or page.leaks:
            yield from _mend_block(doc, page, passage)


def _find_blocks(doc: Document, places: list[int]) -> Iterator[Block]:
    """Return the blocks in which one of the characters at `places` stands."""
    end = 0
    for at in sorted(places):
        if at >= end:
            block = doc.find_block(at)
            end = block.end
            yield block


def _find_all_outside(page: ScriptPage, text: str, outside: Iterable[int]) -> list[int]:
    """Return where a text has characters that the page's script lacks; on a traditional page that leaks, rare too."""
    if page.script == "simplified":
        return list(outside)
    return sorted({*outside, *find_places(text, script.RARELY_TRADITIONAL)})


def _convert_page(doc: Document, strays: list[int], name: Script) -> Iterator[Edit]:
    text = doc.text
    passages = _find_readable(text, doc.blocks)
    people = names.Names(names.find_people(text)) if name == "traditional" else NO_NAMES
    page = ScriptPage(
        name, OTHER_SCRIPT[name], True, strays, _find_foreign(text, strays, passages), GlyphForms(""), people
    )
    if name == "traditional":
        page = page._replace(outside=_find_all_outside(page, text, script.find_not_traditional(text)))
    for passage in passages:
        if passage.count.find_script() == name:
            yield from _mend_block(doc, page, passage, quotations=True)
            continue
        yield from _convert_block(doc, page, passage)


def _convert_block(doc: Document, page: ScriptPage, passage: Passage) -> Iterator[Edit]:
    """Yield the edits that put a block into the page's script."""
    for at, (old, new) in enumerate(zip(passage.text, _convert(passage.text, page), strict=True), passage.start):
        if old != new and not _is_kept(doc, page, at):
            yield Edit(at, at + 1, new)


def _convert(text: str, page: ScriptPage) -> str:
    """Return the text in the other script, with names as they are written there."""
    plain = script.convert(text, "t2s")
    if page.script == "simplified":
        converted = list(plain)
    else:
        converted = [
            old if script.is_traditional(old) and not script.is_simplified(old) else new
            for old, new in zip(text, script.convert(plain, "s2t"), strict=True)
        ]
    plain = "".join(converted)
    outside = script.find_not_simplified if page.script == "simplified" else script.find_not_traditional
    for at, new in _find_strays(page, plain, _find_all_outside(page, plain, outside(plain))):
        converted[at] = new
    for listed in (page.people, names.load_names()):
        for start, end, name in listed.find(text):
            converted[start:end] = name.simplified if page.script == "simplified" else name.traditional
    return "".join(converted)


def _mend_block(doc: Document, page: ScriptPage, passage: Passage, quotations: bool = False) -> Iterator[Edit]:
    """Return the stray characters of a block; those in quotations of the other script only if `quotations` is true."""
    found = _find_strays_in(page, passage)
    if not found:
        return
    apart = Spans([] if quotations else list(_set_apart(passage, page)))
    for at, new in found.items():
        here = passage.start + at
        if not apart.touch(at, at + 1) and not _is_kept(doc, page, here):
            yield Edit(here, here + 1, new)
    if apart:
        kept = [passage.start + at for at in found if apart.touch(at, at + 1)]
        proposed = tuple([Edit(at, at + 1, found[at - passage.start]) for at in kept])
        message = f"a quotation not in the page's {page.script} script: not changed"
        doubt = Doubt(QUOTATION_DOUBT, passage.start + apart.ends[0], proposed, UNLIKELY_SCRIPT)
        doc.report(passage.start + apart.starts[0], message, doubt)


def _find_strays_in(page: ScriptPage, passage: Passage) -> dict[int, str]:
    """Return the stray characters of a block, which differ once a traditional page was found to leak."""
    if passage.stray is None or (page.leaks and page.script == "traditional"):
        text, start = passage.text, passage.start
        first, last = bisect_left(page.outside, start), bisect_left(page.outside, start + len(text))
        passage.stray = dict(_find_strays(page, text, [at - start for at in page.outside[first:last]]))
    return passage.stray


def _find_strays(page: ScriptPage, text: str, outside: list[int]) -> Iterator[tuple[int, str]]:
    """Return where a text has characters of the other script than the page's, and the page's characters for them.

    `outside` is where it has characters that the page's script lacks.
    """
    return _mend_simplified(text, outside) if page.script == "simplified" else _mend_traditional(text, outside, page)


def _mend_simplified(text: str, strays: list[int]) -> Iterator[tuple[int, str]]:
    """Yield where a simplified text has a traditional character, and the simplified one."""
    shadow = script.convert_letters(text, strays) if strays else text
    if shadow != text:
        for at, new in zip(strays, script.simplify(text, strays), strict=True):
            if new != text[at] and script.is_simplified(new) and text[at] not in script.LEGAL_IN_NAMES:
                yield at, new
    yield from _mend_words(shadow, script.IN_SIMPLIFIED)


def _mend_words(text: str, words: script.Words) -> Iterator[tuple[int, str]]:
    """Yield where the word around it shows that a character is wrong, except in names, and the right character."""
    for letter, (other, pattern) in words.items():
        found = [match.start() for match in pattern.finditer(text)] if letter in text else []
        if found:
            named = Spans([(start, end) for start, end, _ in names.select_names(letter).find(text)])
            yield from ((at, other) for at in found if not named.touch(at, at + 1))


def _mend_traditional(text: str, strays: list[int], page: ScriptPage) -> Iterator[tuple[int, str]]:
    """Yield where a traditional text has a simplified character, and the traditional one in the page's form."""
    converted = ""
    for at in strays:
        old = text[at]
        if not page.leaks and (old in script.PRINT_FORMS or old in script.RARELY_TRADITIONAL):
            continue
        if old in script.MISREAD_LETTERS and not _is_in_word(text, at):
            continue
        if old in script.OF_TWO_PRINTS and not page.print.is_of_taiwan():
            continue
        parents = [letter for letter in script.map_to_traditional().get(old, ()) if letter != old]
        if len(parents) > 1:
            converted = converted or script.convert(script.convert(text, "t2s"), "s2t")
            parents = [letter for letter in parents if letter == converted[at]]
        if parents:
            yield at, page.print.choose_form(parents[0])
    if page.leaks:
        yield from _mend_words(text, script.IN_TRADITIONAL)
        for usual, regional in script.REGIONAL:
            if usual in text and page.print.has_regional(usual, regional):
                yield from ((at, regional) for at in find_places(text, usual))


def _is_in_word(text: str, at: int) -> bool:
    """Return whether the character and up to three neighbours on either side hold a word that it is part of."""
    near = lexicon.fold_script(text[max(0, at - 3) : at + 4])
    here = min(at, 3)
    return any(
        near[first + 1 : end] in lexicon.look_up(near[first]).words
        for first in range(here + 1)
        for end in range(max(here + 1, first + 2), min(len(near), first + 4) + 1)
    )


def count(text: str) -> ScriptCount:
    """Return how many characters of the text only one of the scripts has, and how many are of others."""
    found = sum(map(NO_SIDES.__getitem__, text))
    return ScriptCount(found & MOST_OF_SIDE, found >> SIDE_BITS & MOST_OF_SIDE, found >> 2 * SIDE_BITS)


def find_majority(text: str, strays: list[int]) -> Script | None:
    """Return what `count(text).find_script()` does, given where the text has characters that GB2312 lacks."""
    return (count_least(text, text, strays) if len(strays) * 20 < len(text) else count(text)).find_script()


def count_least(part: str, text: str, strays: list[int]) -> ScriptCount:
    """Return `count(part)` without foreign characters, and with no more simplified ones than prove the script.

    `strays` is where in the whole `text` the part has characters that GB2312 lacks.
    """
    traditional = count("".join([text[at] for at in strays])).traditional
    simplified = 0
    for sample in cut_samples(part):
        simplified += count(sample).simplified
        if ScriptCount(simplified, traditional).find_script() == "simplified":
            break
    return ScriptCount(simplified, traditional)


SIDE_BITS: Final = 32
"""The bits of a sum that count one kind of characters."""

MOST_OF_SIDE: Final = (1 << SIDE_BITS) - 1


class Sides(dict[str, int]):
    """What characters add to a sum that counts three kinds: only in simplified script, only in traditional, foreign.

    Characters that both scripts have or neither, and forms that typefaces share, add nothing.
    """

    def __missing__(self, letter: str) -> int:
        """Return what a character adds that is met for the first time."""
        found = 0
        if "\u3400" <= letter <= "\u9fff" and letter not in script.PRINT_FORMS:
            sides = script.is_simplified(letter) - script.is_traditional(letter)
            found = sides if sides >= 0 else 1 << SIDE_BITS
        elif KANA_OR_HANGUL.match(letter):
            found = 1 << 2 * SIDE_BITS
        return self.setdefault(letter, found)


NO_SIDES: Final = Sides()


def is_traditional(text: str) -> bool:
    """Return whether traditional text has every Han character of the text."""
    for sample in cut_samples(text):
        for _ in script.find_not_traditional(sample):
            return False
    return True


def cut_samples(text: str) -> Iterator[str]:
    """Yield the text in parts, each twice as long as all before it."""
    start, end = 0, SAMPLE
    while start < len(text):
        yield text[start:end]
        start, end = end, end + min(2 * end, MOST_LETTERS)


def _find_readable(text: str, blocks: Iterable[Block], strays: list[int] | None = None) -> list[Passage]:
    """Yield those of the blocks that are Chinese text.

    For a page known to be simplified `strays` is where it has characters that GB2312 lacks.
    """
    found: list[Passage] = []
    foreign = frozenset(KANA_OR_HANGUL.findall(text))
    for kind, start, end in blocks:
        if kind not in ("code", "table", "html", "rule"):
            letters = text[start:end]
            if strays is None or (foreign and not foreign.isdisjoint(letters)):
                counted = count(letters)
            else:
                counted = count_least(letters, text, strays[bisect_left(strays, start) : bisect_left(strays, end)])
            if 10 * counted.foreign < len(letters):
                found.append(Passage(start, letters, counted))
    return found


def _find_one_word(text: str, outside: list[int]) -> list[tuple[int, int]]:
    """Return where the characters of one word stand that a traditional text has in simplified form every time.

    An engine that leaks answers with dozens of characters, in one word and another. A writer who quotes a name or a
    slogan in its own form has few, and always beside the same neighbours.
    """
    letters = {text[at] for at in outside}
    if not 0 < len(letters) <= MOST_QUOTED or len(outside) < LEAST_TIMES:
        return []
    found: list[tuple[int, int]] = []
    for letter in letters:
        held = [at for at in outside if text[at] == letter]
        before = {text[max(0, at - 2) : at] for at in held}
        after = {text[at + 1 : at + 3] for at in held}
        if len(held) >= LEAST_TIMES and (len(before) == 1 or len(after) == 1):
            found += [(at, at + 1) for at in held]
    return found


def _find_foreign(
    text: str, strays: list[int], passages: list[Passage], quoted: Sequence[tuple[int, int]] = ()
) -> Spans:
    """Yield clauses with kana or Hangul in them, and what stands around a character that only Japanese has."""
    found = [*quoted, *((at - 3, at + 4) for at in strays if text[at] in script.SHINJITAI)]
    if strays and "《" in text:
        found += _find_japanese_titles(text, strays)
    for passage in passages:
        if passage.count.foreign:
            start, end = passage.start, passage.start + len(passage.text)
            found += [
                match.span() for match in CLAUSE_FORM.finditer(text, start, end) if FOREIGN_LETTER.search(match[0])
            ]
    return Spans(found)


def _find_japanese_titles(text: str, strays: list[int]) -> list[tuple[int, int]]:
    """Return where the titles of Japanese books stand, if the text has one that can be nothing else.

    Where most strays of the text stand in such titles, that is all of the text.

    A title is Japanese by its kana, by a character that only Japanese has, or by two Japanese forms and no simplified
    one. On a page with such a title every other whose characters Japanese print has may be one.
    """
    found: list[tuple[int, int]] = []
    sure = False
    for match in TITLE_FORM.finditer(text):
        start, end = match.span()
        first, last = bisect_left(strays, start), bisect_left(strays, end)
        letters = [text[at] for at in strays[first:last]]
        if not letters or not script.NOT_JAPANESE.isdisjoint(letters):
            continue
        own = [letter for letter in match[0] if script.is_simplified(letter) and not script.is_traditional(letter)]
        own = [letter for letter in own if is_han(letter)]
        if not script.JAPANESE_AS_SIMPLIFIED.issuperset(own):
            continue
        found.append((start, end))
        sure = sure or len(letters) + len(own) > 1 or not script.SHINJITAI.isdisjoint(letters)
    if not sure:
        sure = any(FOREIGN_LETTER.search(match[0]) for match in TITLE_FORM.finditer(text))
    if not sure:
        return []
    held = sum(bisect_left(strays, end) - bisect_left(strays, start) for start, end in found)
    return [(0, len(text))] if 2 * held >= len(strays) else found  # then the others are the writer's own as well


def _set_apart(passage: Passage, page: ScriptPage) -> Iterator[tuple[int, int]]:
    """Yield quotations and sentences that are wholly in the other script."""
    many = MANY_LETTERS if page.leaks and page.script == "traditional" else 1
    quotation, sentence = (FEW_LETTERS if page.leaks else FEW_LETTERS - 1) * many, (FEW_LETTERS + 1) * many
    most = passage.count.count_script(page.other)
    for pattern, enough in ((QUOTATION_FORM, quotation), (SENTENCE_FORM, sentence)):
        for match in pattern.finditer(passage.text) if most >= enough else ():
            found = count(match[0])
            if found.count_script(page.other) >= enough and not found.count_script(page.script):
                yield match.span()


def _leaks(doc: Document, page: ScriptPage, passages: list[Passage]) -> bool:
    """Return whether at least two different characters that no typeface of the page's script has stand in it."""
    found: set[str] = set()
    for passage in passages:
        if not passage.count.count_script(page.other):
            continue
        apart = Spans(list(_set_apart(passage, page)))
        for at in _find_strays_in(page, passage):
            letter = passage.text[at]
            if (
                count(letter).count_script(page.other)
                and not apart.touch(at, at + 1)
                and not _is_kept(doc, page, passage.start + at)
            ):
                found.add(letter)
        if len(found) > 1:
            return True
    return False


def _is_kept(doc: Document, page: ScriptPage, at: int) -> bool:
    return doc.guards.touch(at, at + 1) or page.foreign.touch(at, at + 1)
