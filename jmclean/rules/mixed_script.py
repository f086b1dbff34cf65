"""Mixed script: stray traditional letters in a simplified page, stray simplified ones in a traditional page.

An engine knows both scripts and answers with either: a simplified page comes back with 國 or 關 here and there,
and a traditional one with dozens of 来, 学 and 领, because most of what the engine was trained on is simplified.
The page itself tells which script it is in. A stray letter follows it where the letter is no part of that
script and its counterpart is; of several counterparts (发 is 發 or 髮) the words around it choose, and a letter
that engines confuse with one of another meaning (门 with 鬥) follows only within a word.

What is legal in the page's script stays, whatever a converter would make of it: 乾 in 乾隆 and 萧乾, 昇 in names, 后
in 皇后, 里 in 里弄. Forms that some type shares with the other script (内 for 內, 没 for 沒, 温 for 溫) change only in
a page that leaks letters which no type has; 裏 or 裡, 爲 or 為 stay, and a repaired letter takes the page's form. A
quotation, a sentence or a paragraph wholly in the other script stays, and so do Japanese and Korean. Where neither
script has a clear majority all is left and reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from jmclean import lexicon, script
from jmclean.document import Block, Document, Spans
from jmclean.edits import Edit
from jmclean.lazy import Lazy
from jmclean.marks import is_han
from jmclean.options import Options

Script = Literal["simplified", "traditional"]

KANA = Lazy("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
FOREIGN = Lazy("[\u3041-\u3078\u307a-\u3096]|[\u30a1-\u30fa]{2}|[\uac00-\ud7a3]")
"""Kana and Hangul. へ and a single katakana may be a misread Han letter (ロ for 口, ニ for 二)."""
SHINJITAI = Lazy(f"[{''.join(sorted(script.SHINJITAI))}]")
CLAUSE = Lazy("[^，。、；：！？,.;:!?（）()「」『』“”‘’\"'《》\\s]+")
SENTENCE = Lazy("[^。！？；!?;\n]+")
QUOTATION = Lazy("[「『“‘《〈][^「『“‘《〈」』”’》〉\n]{2,2000}[」』”’》〉]")

MAJORITY = 1.5
"""How many letters that only one script has stand against one of the other where a text is taken to be in it.

It is twice that for simplified: engines put far more simplified letters into a traditional page than the reverse."""
MANY = 3
"""How many times as many letters set a sentence apart in a traditional page that leaks: it leaks dozens."""
FEW = 3
"""Up to so many strays a heading or name that shows no script of its own follows a page that is known to leak."""


class Count(NamedTuple):
    """How many letters of a text only one of the scripts has."""

    simplified: int
    traditional: int

    def script(self) -> Script | None:
        """The script that has a clear majority."""
        many = self.traditional > FEW + 2
        if self.simplified and self.simplified >= MAJORITY * self.traditional * (2 if many else 1):
            return "simplified"
        if self.traditional and self.traditional >= MAJORITY * self.simplified:
            return "traditional"
        return None

    def of(self, name: Script) -> int:
        """The letters of that script."""
        return self.simplified if name == "simplified" else self.traditional


class Page(NamedTuple):
    """What the repairs of one page have in common; `print` is the text that tells which type the page is printed in."""

    script: Script
    other: Script
    leaks: bool
    foreign: Spans
    print: str = ""


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Stray letters put into the page's script, or the whole page into the one that was asked for."""
    if options.script == "keep" or doc.text.isascii():
        return
    letters = set(filter(is_han, set(doc.text)))
    if options.script != "auto":
        yield from _whole_page(doc, options.script)
    elif all(map(script.is_traditional, letters)):
        return
    elif not all(map(script.is_simplified, letters)) or not letters.isdisjoint(script.IN_SIMPLIFIED.letters):
        yield from _stray_letters(doc, letters)


def _stray_letters(doc: Document, letters: set[str]) -> Iterator[Edit]:
    total = count(doc.text)
    name = total.script()
    if name is None:
        if total.simplified:
            start = min(at for at in map(doc.text.find, letters) if at >= 0)
            doc.report(start, "as many simplified letters as traditional ones: neither was changed")
        return
    suspects = _suspects(letters, name)
    texts = {block: doc.text[block.start : block.end] for block in _readable(doc)}
    blocks = {block: count(text) for block, text in texts.items() if not suspects.isdisjoint(text)}
    other: Script = "traditional" if name == "simplified" else "simplified"
    page = Page(name, other, False, _foreign(doc.text), doc.text)
    page = page._replace(leaks=_leaks(doc, page, [block for block, found in blocks.items() if found.script() == name]))
    for block, found in blocks.items():
        weak = found.script() != name
        mixed = name == "traditional" and page.leaks and found.script() is None
        if weak and found.of(other) and not mixed and not (page.leaks and found.of(other) <= FEW):
            doc.report(block.start, f"a paragraph not in the page's {name} script: not changed")
        elif not weak or page.leaks:
            yield from _repairs(doc, page, block)


def _suspects(letters: set[str], name: Script) -> set[str]:
    """The letters of a page that may have to change."""
    if name == "simplified":
        return {
            letter for letter in letters if not script.is_simplified(letter) or letter in script.IN_SIMPLIFIED.letters
        }
    words = script.IN_TRADITIONAL.letters
    return {letter for letter in letters if _is_stray_in_traditional(letter, True) or letter in words}


def _whole_page(doc: Document, name: Script) -> Iterator[Edit]:
    other: Script = "traditional" if name == "simplified" else "simplified"
    page = Page(name, other, True, _foreign(doc.text))
    for block in _readable(doc):
        text = doc.text[block.start : block.end]
        if count(text).script() == name:
            yield from _repairs(doc, page, block, quotations=True)
            continue
        for at, (old, new) in enumerate(zip(text, _converted(text, name), strict=True)):
            if old != new and not _is_kept(doc, page, block.start + at):
                yield Edit(block.start + at, block.start + at + 1, new)


def _converted(text: str, name: Script) -> str:
    """The text in the other script, with names as they are written there."""
    plain = script.convert(text, "t2s")
    if name == "simplified":
        converted = list(plain)
        left = _in_simplified(plain)
    else:
        converted = [
            old if script.is_traditional(old) and not script.is_simplified(old) else new
            for old, new in zip(text, script.convert(plain, "s2t"), strict=True)
        ]
        left = _in_traditional("".join(converted), "", True)
    for at, new in left:
        converted[at] = new
    for match in script.name_pattern().finditer(lexicon.fold(text)):
        converted[match.start() : match.end()] = script.names()[match[0]][name == "traditional"]
    return "".join(converted)


def _repairs(doc: Document, page: Page, block: Block, quotations: bool = False) -> Iterator[Edit]:
    """The stray letters of one block, and those in its quotations of the other script if `quotations` says so."""
    text = doc.text[block.start : block.end]
    found = dict(_in_simplified(text) if page.script == "simplified" else _in_traditional(text, page.print, page.leaks))
    if not found:
        return
    apart = Spans([] if quotations else list(_set_apart(text, page)))
    for at, new in found.items():
        if not apart.touch(at, at + 1) and not _is_kept(doc, page, block.start + at):
            yield Edit(block.start + at, block.start + at + 1, new)
    if apart:
        doc.report(block.start + apart.starts[0], f"a quotation not in the page's {page.script} script: not changed")


def _in_simplified(text: str) -> Iterator[tuple[int, str]]:
    """Where a simplified text has a traditional letter, and the simplified one."""
    strays = [at for at, letter in enumerate(text) if is_han(letter) and not script.is_simplified(letter)]
    shadow = script.convert_letters(text) if strays else text
    letters = "".join(text[at] for at in strays)
    converted = script.simplified(text, letters) if shadow != text else text
    for at in strays:
        if converted[at] != text[at] and script.is_simplified(converted[at]) and text[at] not in script.LEGAL_IN_NAMES:
            yield at, converted[at]
    if script.IN_SIMPLIFIED.letters.keys().isdisjoint(shadow):
        return
    yield from _in_words(shadow, script.IN_SIMPLIFIED)


def _in_words(text: str, words: script.Words) -> Iterator[tuple[int, str]]:
    """Where a letter is betrayed by the word that it stands in, but for names, and the letter that belongs there."""
    found = list(words.pattern.finditer(text))
    if found:
        names = Spans([match.span() for match in script.name_pattern().finditer(lexicon.fold(text))])
        yield from ((match.start(), words.letters[match[0]]) for match in found if not names.touch(*match.span()))


def _in_traditional(text: str, page: str, leaks: bool) -> Iterator[tuple[int, str]]:
    """Where a traditional text has a simplified letter, and the traditional one in the page's form."""
    converted = ""
    for at, old in enumerate(text):
        if not _is_stray_in_traditional(old, leaks) or (old in script.MISREAD and not _is_in_word(text, at)):
            continue
        if old in script.OF_TWO_PRINTS and not script.is_taiwan_print(page):
            continue
        parents = [letter for letter in script.traditional_letters().get(old, ()) if letter != old]
        if len(parents) > 1:
            converted = converted or script.convert(script.convert(text, "t2s"), "s2t")
            parents = [letter for letter in parents if letter == converted[at]]
        if parents:
            yield at, script.as_on_page(parents[0], page)
    if leaks:
        yield from _in_words(text, script.IN_TRADITIONAL)
        for usual, regional in script.REGIONAL:
            if usual in text and regional in page and script.has_regional(usual, regional, page):
                yield from ((at, regional) for at, letter in enumerate(text) if letter == usual)


def _is_stray_in_traditional(letter: str, leaks: bool) -> bool:
    if letter in script.PRINT_FORMS or letter in script.RARELY_TRADITIONAL:
        return leaks
    return is_han(letter) and not script.is_traditional(letter)


def _is_in_word(text: str, at: int) -> bool:
    """Whether the letter and its neighbours, up to three on either side, hold a word that it is part of."""
    near = lexicon.fold(text[max(0, at - 3) : at + 4])
    here = min(at, 3)
    return any(
        near[first + 1 : end] in lexicon.letter(near[first]).words
        for first in range(here + 1)
        for end in range(max(here + 1, first + 2), min(len(near), first + 4) + 1)
    )


def count(text: str) -> Count:
    """How many letters of the text only one of the scripts has."""
    found: dict[Script | None, int] = {"simplified": 0, "traditional": 0, None: 0}
    for letter, times in Counter(text).items():
        found[_side(letter)] += times
    return Count(found["simplified"], found["traditional"])


@cache
def _side(letter: str) -> Script | None:
    """The only script that has the letter; None for what both have or neither, and for forms that type shares."""
    if not "\u3400" <= letter <= "\u9fff" or letter in script.PRINT_FORMS:
        return None
    simplified, traditional = script.is_simplified(letter), script.is_traditional(letter)
    if simplified == traditional:
        return None
    return "simplified" if simplified else "traditional"


def _readable(doc: Document) -> Iterator[Block]:
    """The blocks of text that are Chinese."""
    foreign = has_kana(doc.text)
    for block in doc.blocks:
        if block.kind in ("code", "table", "html", "rule"):
            continue
        if not foreign or 10 * len(KANA.findall(doc.text[block.start : block.end])) < block.end - block.start:
            yield block


def has_kana(text: str) -> bool:
    """Whether kana or Hangul stand in the text."""
    return any("\u3041" <= char <= "\u30fa" or "\uac00" <= char <= "\ud7a3" for char in set(text))


def _foreign(text: str) -> Spans:
    """Clauses with kana or Hangul in them, and what stands around a letter that only Japanese has."""
    found = [(match.start() - 3, match.start() + 4) for match in SHINJITAI.finditer(text)]
    if has_kana(text) and FOREIGN.search(text):
        found += [match.span() for match in CLAUSE.finditer(text) if FOREIGN.search(match[0])]
    return Spans(found)


def _set_apart(text: str, page: Page) -> Iterator[tuple[int, int]]:
    """Quotations and sentences that are wholly in the other script."""
    many = MANY if page.leaks and page.script == "traditional" else 1
    for pattern, enough in ((QUOTATION, FEW if page.leaks else FEW - 1), (SENTENCE, FEW + 1)):
        for match in pattern.finditer(text):
            found = count(match[0])
            if found.of(page.other) >= enough * many and not found.of(page.script):
                yield match.span()


def _leaks(doc: Document, page: Page, blocks: list[Block]) -> bool:
    """Whether letters that no type of the page's script has stand among its own, two different ones at least."""
    found: set[str] = set()
    for block in blocks:
        text = doc.text[block.start : block.end]
        if not count(text).of(page.other):
            continue
        apart = Spans(list(_set_apart(text, page)))
        strays = _in_simplified(text) if page.script == "simplified" else _in_traditional(text, page.print, False)
        for at, _ in strays:
            if (
                count(text[at]).of(page.other)
                and not apart.touch(at, at + 1)
                and not _is_kept(doc, page, block.start + at)
            ):
                found.add(text[at])
        if len(found) > 1:
            return True
    return False


def _is_kept(doc: Document, page: Page, at: int) -> bool:
    return doc.guards.touch(at, at + 1) or page.foreign.touch(at, at + 1)
