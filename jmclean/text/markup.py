"""Tell whether a page is more than headings, paragraphs and simple lists, so that Markdown has to be read as such."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jmclean.chinese.fast import Lazy

FENCED: Final = Lazy(r"(?m)^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:`{3,}[^`\n]*|~{3,}[^\n]*)$")
DELIMITER_ROW: Final = Lazy(
    r"(?m)^[ \t>]*(?:\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?|:?-+:?[ \t]*\|[-:| \t]*)$"
)
DISPLAYED_MATH: Final = Lazy(r"(?m)^[ \t>]*(?:\$\$|\\\[|\\begin\{)")
DEFINITION_LINE: Final = Lazy(
    r"(?m)^ {0,3}\[(?:\^[^\]\n]{1,90}\]:[ \t]*\S"
    r"|[^\]\n]{1,90}\]:[ \t]*(?:<|#|\.{0,2}/|(?:https?|mailto):|[\w.-]+[./]\w))"
)
"""A footnote or the target of a reference. What an interview prints as [问]: is neither."""

ADMONITION: Final = Lazy(r"(?m)^[ \t]*(?:!!!\+?|\?\?\?\+?|===[!+]?)[ \t]+[A-Za-z\"]")
CONTAINER: Final = Lazy(r"(?m)^[ \t]*:{3,}[ \t]*(?:[\w{\[]|$)")
TEMPLATE_LINE: Final = Lazy(r"(?m)^[ \t]*\{[%{][-<% \t]*[/\w].*[%}]\}[ \t]*$")
HELD_HTML: Final = Lazy(r"(?mi)^[ \t]*<(?:pre|script|style|textarea|svg|table|details)\b")
UNDERLINED: Final = Lazy(r"(?m)^(?![ \t>#|<`~-])[^\n]{1,60}\n {0,3}(?:={3,}|-{3,})[ \t]*$")
EXPLAINED: Final = Lazy(r"(?m)^(?![ \t>#|<-])[^\n。，；：]{1,30}\n\n?[:~][ \t]+\S")
HOLDING_ITEM: Final = Lazy(r"(?m)^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+[^\n]*\n(?:[ \t]*\n)*(?: {2,}|\t)[ \t]*[^\s]")
PROGRAM: Final = Lazy(r"(?m)^[ \t>]*```[ \t]*(?!(?:markdown|md|te?xt|html|plaintext)\b)[A-Za-z][\w+#-]*")
"""A fence that names a language; one around a page, as models put it, names none or Markdown."""

INDENTED_CODE: Final = Lazy(r"(?:\A|\n[ \t]*\n|\A[ \t]*\n)(?: {4}|\t)[ \t]*[!-~]")

STRUCTURE_SIGNS: Final = (
    *((b"`", FENCED), (b"~~~", FENCED), (b"|", DELIMITER_ROW), (b"$$", DISPLAYED_MATH), (b"\\[", DISPLAYED_MATH)),
    *(
        (b"\\begin{", DISPLAYED_MATH),
        (b"]:", DEFINITION_LINE),
        (b"!!!", ADMONITION),
        (b"???", ADMONITION),
        (b"===", ADMONITION),
    ),
    *((b":::", CONTAINER), (b"{%", TEMPLATE_LINE), (b"{{", TEMPLATE_LINE), (b"<", HELD_HTML)),
    *((b"\n===", UNDERLINED), (b"\n---", UNDERLINED), (b"\n:", EXPLAINED), (b"\n~", EXPLAINED)),
    *((b"\n  ", HOLDING_ITEM), (b"\n\t", HOLDING_ITEM), (b"    ", INDENTED_CODE), (b"\t", INDENTED_CODE)),
)
"""What no page with a structure of its own is without, each behind characters that are faster found."""

STRUCTURE_MARKS: Final = frozenset("$|:[]{}\\=!?\"'")
"""What a change must not touch if a page with a structure is to keep its blocks without being read again."""

KEY_LINE: Final = Lazy(r"[\w\"'][\w .\"'/-]{0,60}[ \t]*[:=](?:[ \t]|$)")
VALUE_LINE: Final = Lazy(r"[ \t]|-(?:[ \t]|$)|#|[\[\]{}]|[^:]{1,60}:(?:[ \t]|$)")
LONGEST_FRONT: Final = 20_000


def has_structure(text: str) -> bool:
    """Return whether the text has code, tables, formulas, notes, nested items or front matter."""
    if text.startswith(("---", "+++")) and find_front_matter_end(text):
        return True
    return _has_any(text, STRUCTURE_SIGNS)


def _has_any(text: str, signs: tuple[tuple[bytes, Lazy], ...]) -> bool:
    """Return whether the text has one of the signs, asked for first in what of it is ASCII, which is soon searched.

    There two characters may stand together that Chinese parts in the text: that is asked before a pattern is compiled.
    """
    latin = text.encode("ascii", "ignore")
    return any(sign in latin and sign.decode() in text and pattern.search(text) is not None for sign, pattern in signs)


def keeps_structure(parts: Iterable[str]) -> bool:
    """Return whether none of the characters that were put or taken out has a meaning to Markdown."""
    return all(STRUCTURE_MARKS.isdisjoint(part) and not part.isspace() for part in parts)


def find_front_matter_end(text: str) -> int:
    """Return where the front matter of a text ends, past its last line; 0 where it has none.

    A page may begin with a rule as well. So every line up to the second one must be a key, an item, a comment or
    indented, and the first a key.
    """
    mark = text[:3]
    first = text.find("\n")
    if mark not in ("---", "+++") or first < 0 or text[3:first].strip():
        return 0
    end = text.find(f"\n{mark}", first)
    while end >= 0 and end < LONGEST_FRONT:
        stop = text.find("\n", end + 1)
        if not text[end + 4 : stop if stop >= 0 else len(text)].strip():
            lines = [line for line in text[first + 1 : end + 1].split("\n") if line.strip()]
            if (
                lines
                and KEY_LINE.match(lines[0])
                and all(VALUE_LINE.match(line) or KEY_LINE.match(line) for line in lines)
            ):
                return stop + 1 if stop >= 0 else len(text)
            return 0
        end = text.find(f"\n{mark}", end + 1)
    return 0


CODE_SPAN: Final = Lazy(r"(?<![`\\])`(?=[^`\n]*[A-Za-z])[^`\n。，、；：！？]{1,120}`(?!`)")
LINK: Final = Lazy(
    r"(?<!!)\[(?![^\]\n]*(?:www\.|https?:|@|\.(?:com|cn|net|org)\b))[^\[\]\n]{1,200}\]"
    r"\((?:https?:|mailto:|\.{0,2}/|#|[\w./-]+\.(?:md|html?)\b)"
)
"""A link whose text is no address, as it is where a model makes one of an address that it reads."""

AUTHORED_SIGNS: Final = (
    *((b"`", CODE_SPAN), (b"](", LINK), (b"]:", DEFINITION_LINE), (b"!!!", ADMONITION), (b"???", ADMONITION)),
    *((b"===", ADMONITION), (b":::", CONTAINER), (b"{%", TEMPLATE_LINE), (b"{{", TEMPLATE_LINE), (b"```", PROGRAM)),
)
"""What people write in Markdown, and engines that read print do not."""


def is_authored(text: str) -> bool:
    """Return whether somebody wrote the text as Markdown: it has links, code, notes or front matter.

    In such a text a line end within a paragraph means nothing, and no column has cut a paragraph.
    """
    if text.startswith(("---", "+++")) and find_front_matter_end(text):
        return True
    return _has_any(text, AUTHORED_SIGNS)
