"""Bytes to text and back without losing any: which encoding a page is in, its line ends, its byte order mark.

What does not fit an encoding is never replaced or left out. A page that is no UTF-8 is read in each of the Chinese
encodings, and the one in which its letters are everyday letters is right; where two come near each other, chardet
decides.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from jmclean.chinese.fast import Lazy
from jmclean.errors import DecodeError, EncodeError, UsageError

BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
CANDIDATES: Final = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
ENCODING_NAMES = (
    "utf-8",
    "gb18030",
    "gbk",
    "gb2312",
    "big5",
    "big5-hkscs",
    "cp950",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "hz",
)
NO_CHARSETS: Final = frozenset(("charmap", "idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"))
"""What Python decodes too, but in which no page is written."""

SUPERSETS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "utf-8-sig": "utf-8"}
"""Files that claim the smaller set use letters of the larger; what both hold has the same bytes."""

HKSCS_MARKS: Final = "•､∼¥‾♁☉¢£"
BIG5_MARKS: Final = "‧﹑～￥¯⊕⊙￠￡"
"""What Python's big5hkscs makes of nine marks, and what newspapers mean by them and browsers show."""

RARE_NUL: Final = 40
"""One byte of so many may be a NUL, as PDF tools write for a glyph without a name; a file with more is not text."""

LEAST_EVERYDAY: Final = 0.6
"""The least share of everyday letters for a page to be taken for text; of 60 bytes or more, real ones have .86."""

CLOSE_SHARES: Final = 0.05
"""How near the second-best share of everyday letters may come before chardet is asked as well."""

CHARDET: Final = {"gb18030": "gb18030", "big5hkscs": "big5hkscs", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
"""The candidates by the names that chardet gives them, in lower case."""

UTF8_PARTS: Final = bytes([45 if 0x80 <= byte < 0xC0 else 94 if 0xE2 <= byte < 0xF0 else 46 for byte in range(256)])
"""Every byte as what it is in UTF-8: ^ the first of a Han letter or mark, - one that follows, . any other."""

SAMPLE_BYTES: Final = 50_000
ANY_LINE_END: Final = re.compile(r"\r\n?|\n")
KANA_LEAD_BYTES: Final = (0xC6, 0xA1)
"""The code with which the signs begin that stand between the two halves of Big5's letters."""

NOT_ASCII: Final = Lazy(r"[^\x20-\x7e\n\r\t\ufeff]")


class Decoded(NamedTuple):
    """A page as text with line feeds for line ends, and what it takes to write it as it was.

    `odd` holds the line ends that are not `newline`: (number of the line feed in `text`, what stood there).
    """

    text: str
    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bool = False
    odd: tuple[tuple[int, str], ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a page, read in `encoding` or else in the one that it is found to be in.

    Raises DecodeError, with the offset of the byte, where the page is in no encoding that was tried or is plainly not
    in `encoding`, and UsageError where there is no encoding of that name.
    """
    if encoding is None:
        name = _find_mark(data)
        if not name and (utf8 := _decode_utf8(data)) is not None:
            return _replace_line_ends(utf8, "utf-8", False)
        name = name or _detect(data)
        text = _read(data, name)
    else:
        name = find_codec(encoding)
        if name == "utf-16":
            name = next(n for n in (_find_mark(data), _find_likeliest(data)[0], "utf-16-le") if n.startswith("utf-16-"))
        text = _read(data, name)
        _refuse_wrong(data, text, name)
    if text.count("\0") * RARE_NUL > len(text):
        try:
            place = len(text[: text.index("\0")].encode(name))
        except UnicodeEncodeError:  # an encoding that cannot write what it reads
            place = data.index(b"\0")
        raise _make_error(place)
    bom = text.startswith("\ufeff")
    return _replace_line_ends(text[bom:], name, bom)


def encode(text: str, encoding: str = "utf-8", newline: str = "\n", bom: bool = False) -> bytes:
    """Return the bytes of a text in an encoding, with its line ends and byte order mark.

    Raises EncodeError, naming the character, where the encoding has no place for one.
    """
    if newline != "\n":
        text = text.replace("\n", newline)
    if bom:
        text = "\ufeff" + text
    if encoding == "big5hkscs":
        text = text.translate(str.maketrans(BIG5_MARKS, HKSCS_MARKS))
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        letter, line = text[error.start], text.count(newline, 0, error.start) + 1
        raise EncodeError(
            f"{encoding} has no {letter!r} (U+{ord(letter):04X}), which line {line} of the output needs. "
            "Write UTF-8 with --output-encoding utf-8."
        ) from None


def decode_as(data: bytes, encoding: str, newline: str, bom: bool) -> str:
    """Return the text that `encode` made these bytes of. Raises ValueError where they are not in that encoding."""
    text = _decode_text(data, encoding)
    if bom:
        text = text.removeprefix("\ufeff")
    return text if newline == "\n" else text.replace(newline, "\n")


def restore(decoded: Decoded) -> bytes:
    """Return the bytes that `decoded` was read from.

    Big5 alone has two codes for each of twelve characters (十, 卅, ／, ＼, box drawing); the usual one is written.
    """
    text, _, newline, _, odd = decoded
    if odd:
        lines = text.split("\n")
        ends = [newline] * (len(lines) - 1) + [""]
        for number, end in odd:
            ends[number] = end
        text, newline = "".join([part for pair in zip(lines, ends, strict=True) for part in pair]), "\n"
    return encode(text, decoded.encoding, newline, decoded.bom)


def find_codec(name: str) -> str:
    """Return Python's name of the encoding that a user means; the superset where there is one.

    Raises UsageError where there is none, naming the nearest.
    """
    try:
        "".encode(name)
        found = codecs.lookup(name).name
        if found.replace("_", "-") not in NO_CHARSETS:
            return SUPERSETS.get(found, found)
    except (LookupError, ValueError):
        pass
    from difflib import get_close_matches  # only an error needs it

    near = get_close_matches(name.lower().replace("_", "-"), ENCODING_NAMES, 1, 0)[0]
    raise UsageError(f"There is no encoding {name!r}. Did you mean {near!r}? Without --encoding it is found by itself.")


def _find_mark(data: bytes) -> str:
    return next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), "")


def _decode_utf8(data: bytes) -> str | None:
    """Return the text of a page in UTF-8 without a byte order mark; None for any other."""
    if data.count(b"\0") * RARE_NUL > len(data):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _detect(data: bytes) -> str:
    if _decode_utf8(data) is not None:
        return "utf-8"
    name, share = _find_likeliest(data)
    if share >= LEAST_EVERYDAY:
        return name
    if b"\0" in data:
        raise _make_error(data.index(b"\0"))
    name, stop = _find_furthest(data)
    raise DecodeError(
        f"This is no Chinese text in UTF-8, GB18030, Big5 or UTF-16: {name} comes nearest and stops at "
        f"{_describe_place(data, stop)}. Name the encoding with --encoding NAME, or repair the file there."
    )


def _read(data: bytes, encoding: str) -> str:
    try:
        return _decode_text(data, encoding)
    except UnicodeDecodeError as error:
        likely = _find_likeliest(data)[0]
        if error.reason == "invalid continuation byte":
            place = f"Byte {error.end}, in the character that begins at {_describe_place(data, error.start)},"
        else:
            place = _describe_place(data, error.start).capitalize()
        but = "though the rest is" if likely == encoding else f"and the whole looks more like {likely}"
        raise DecodeError(
            f"{place} is not {encoding}, {but}. Repair the file there, or name another encoding with --encoding NAME."
        ) from None


def _decode_text(data: bytes, encoding: str) -> str:
    text = data.decode(encoding)
    return text.translate(str.maketrans(HKSCS_MARKS, BIG5_MARKS)) if encoding == "big5hkscs" else text


def _refuse_wrong(data: bytes, text: str, encoding: str) -> None:
    """Raise DecodeError where a legacy encoding reads nonsense without an error and another one reads text."""
    if encoding in ("utf-8", "ascii") or _measure_everyday(text) >= LEAST_EVERYDAY:
        return
    try:
        likely = _detect(data)
    except DecodeError:
        return
    if likely == "utf-8" or (encoding in CANDIDATES and likely != encoding):
        raise DecodeError(
            f"This is {likely}, which in {encoding} would read {text.strip()[:10]!r}. "
            f"Leave --encoding out, or name {likely}."
        )


def _find_likeliest(data: bytes) -> tuple[str, float]:
    """Return the encoding that the bytes look most like, and how much so, 0 to 1."""
    shares: dict[str, float] = {}
    for name in CANDIDATES:
        with suppress(UnicodeDecodeError):
            shares[name] = _measure_everyday(_decode_text(data, name))
    shares["utf-8"] = _measure_utf8(data)
    best, *others = sorted(shares, key=lambda name: -shares[name])
    second = others[0] if others else best
    if data and second != best and shares[second] > shares[best] - CLOSE_SHARES and {best, second} <= CHARDET.keys():
        import chardet  # 40 ms, and few pages are so short that two encodings come near each other

        names = [CHARDET[best], CHARDET[second]]
        found = chardet.detect(data, include_encodings=names, no_match_encoding=names[0])["encoding"] or ""
        best = second if found.lower() == CHARDET[second] else best
    return best, shares[best]


def _find_furthest(data: bytes) -> tuple[str, int]:
    """Return the encoding in which the bytes look most like text up to one that does not fit, and where that is."""
    stops: dict[str, tuple[float, int]] = {}
    for name in CANDIDATES:
        try:
            stops[name] = _measure_everyday(_decode_text(data, name)), len(data)
        except UnicodeDecodeError as error:
            stops[name] = (
                _measure_everyday(_decode_text(data[: error.start], name)) if error.start else 0.0,
                error.start,
            )
    best = max(stops, key=lambda name: stops[name])
    return best, stops[best][1]


def _measure_utf8(data: bytes) -> float:
    """Return how many of the bytes that are not ASCII belong to Han characters and marks in UTF-8, 0 to 1."""
    every = len(data.translate(None, bytes(range(128))))
    parts = data.translate(UTF8_PARTS)
    return 3 * parts.count(b"^--") / every if every else 0.0


def _measure_everyday(text: str) -> float:
    """Return how many of the characters that are not printable ASCII are everyday Chinese letters and marks, 0 to 1."""
    foreign = NOT_ASCII.findall(text[:SAMPLE_BYTES])
    return sum(map(_list_everyday().__contains__, foreign)) / len(foreign) if foreign else 1.0


@lru_cache(maxsize=1)
def _list_everyday() -> frozenset[str]:
    """Return the marks and letters that GB 2312 and Big5 each keep in their more frequent half.

    3,755 and 5,401 letters.
    """
    simplified = product((*range(0xA1, 0xA4), *range(0xB0, 0xD8)), range(0xA1, 0xFF))
    traditional = product(range(0xA1, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    # a line feed behind each, or a code without a letter would take half of the next
    letters = b"\n".join(map(bytes, simplified)).decode("gbk", "ignore")
    letters += b"\n".join(bytes(code) for code in traditional if code < KANA_LEAD_BYTES).decode("cp950", "ignore")
    return frozenset(letter for letter in letters if not letter.isascii())


def _replace_line_ends(text: str, encoding: str, bom: bool) -> Decoded:
    if "\r" not in text:
        return Decoded(text, encoding, "\n", bom)
    pairs = text.count("\r\n")
    ends = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    newline = max(ends, key=ends.__getitem__)
    odd: tuple[tuple[int, str], ...] = ()
    if ends[newline] < sum(ends.values()):
        found = enumerate(match[0] for match in ANY_LINE_END.finditer(text))
        odd = tuple([(number, end) for number, end in found if end != newline])
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, newline, bom, odd)


def _make_error(offset: int) -> DecodeError:
    return DecodeError(f"Byte {offset} is a NUL, so this is no text. If it is, name its encoding with --encoding NAME.")


def _describe_place(data: bytes, offset: int) -> str:
    return f"byte {offset} (line {data.count(10, 0, offset) + 1})"
