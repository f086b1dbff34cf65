"""Recognise by content the files that are not a page of text: data, markup, code, archives and pictures.

A rule that puts lines together or widens a comma ruins such a file. So it is refused where it was named, and passed
over in a folder. Every test asks for a structure that holds in the whole of the file, or for a signature: a page that
quotes JSON, holds a table or begins with a list of names is a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jmclean.chinese.fast import Lazy
from jmclean.errors import NotAPageError


class FileKind(NamedTuple):
    """What a file is, as a noun phrase, and what its owner can do with it, as a sentence."""

    name: str
    advice: str

    def make_refusal(self) -> NotAPageError:
        """Return the error that says so."""
        noun = self.name.removeprefix("a ").removeprefix("an ")
        return NotAPageError(f"This is {self.name}, not a page. {self.advice}", noun)


CONVERT_ADVICE: Final = "Convert it to Markdown or text first, for example with pandoc."
UNPACK_ADVICE: Final = "Unpack it, and name the pages that it holds."
READ_ADVICE: Final = "Let an OCR engine read it, and clean the text that it writes."
CORPUS_COMMAND: Final = "`jmclean corpus`, which needs `pip install 'jmclean[corpus]'`."
CORPUS_ADVICE: Final = f"Clean its column of texts with {CORPUS_COMMAND}"
EXPORT_ADVICE: Final = f"Take the text out of it, or turn it into JSON Lines and clean that with {CORPUS_COMMAND}"
LEAVE_ADVICE: Final = "Leave it out, or take only pages with --include."

PDF: Final = FileKind("a PDF file", "Take its text out with pdftotext or an OCR engine, and clean that.")
JSON: Final = FileKind("JSON", EXPORT_ADVICE)
JSON_LINES: Final = FileKind("JSON Lines", CORPUS_ADVICE)
CSV: Final = FileKind("a CSV table", EXPORT_ADVICE)
TSV: Final = FileKind("a TSV table", EXPORT_ADVICE)
HTML: Final = FileKind("an HTML page", CONVERT_ADVICE)
XML: Final = FileKind("XML", "Take the text out of it first.")
RTF: Final = FileKind("an RTF document", CONVERT_ADVICE)
TEX: Final = FileKind("TeX source", CONVERT_ADVICE)
BIBTEX: Final = FileKind("a BibTeX database", LEAVE_ADVICE)
SUBTITLES: Final = FileKind("a subtitle file", "Take its text out first, or leave it out.")
LYRICS: Final = FileKind("a timed lyrics file", SUBTITLES.advice)
SETTINGS_FILE: Final = FileKind("a configuration file", LEAVE_ADVICE)
YAML: Final = FileKind("YAML", LEAVE_ADVICE)
LOG: Final = FileKind("a log file", LEAVE_ADVICE)
CODE: Final = FileKind("source code", LEAVE_ADVICE)
PATCH: Final = FileKind("a patch", LEAVE_ADVICE)
ZIP: Final = FileKind("a ZIP archive", UNPACK_ADVICE)

SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", FileKind("a PNG picture", READ_ADVICE)),
    (b"\xff\xd8\xff", FileKind("a JPEG picture", READ_ADVICE)),
    (b"GIF8", FileKind("a GIF picture", READ_ADVICE)),
    (b"II*\0", FileKind("a TIFF picture", READ_ADVICE)),
    (b"MM\0*", FileKind("a TIFF picture", READ_ADVICE)),
    (b"BM", FileKind("a BMP picture", READ_ADVICE)),
    (b"\0\0\0\x0cjP  ", FileKind("a JPEG 2000 picture", READ_ADVICE)),
    (b"AT&TFORM", FileKind("a DjVu document", READ_ADVICE)),
    (b"%!PS", FileKind("a PostScript file", READ_ADVICE)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind("an old Office document", CONVERT_ADVICE)),
    (b"\x1f\x8b", FileKind("a gzip archive", UNPACK_ADVICE)),
    (b"BZh", FileKind("a bzip2 archive", UNPACK_ADVICE)),
    (b"\xfd7zXZ\0", FileKind("an xz archive", UNPACK_ADVICE)),
    (b"\x28\xb5\x2f\xfd", FileKind("a Zstandard archive", UNPACK_ADVICE)),
    (b"7z\xbc\xaf\x27\x1c", FileKind("a 7z archive", UNPACK_ADVICE)),
    (b"Rar!\x1a\x07", FileKind("a RAR archive", UNPACK_ADVICE)),
    (b"SQLite format 3\0", FileKind("an SQLite database", EXPORT_ADVICE)),
    (b"PAR1", FileKind("a Parquet file", CORPUS_ADVICE)),
    (b"\x7fELF", FileKind("a program", LEAVE_ADVICE)),
    (b"MZ", FileKind("a program", LEAVE_ADVICE)),
    (b"ID3", FileKind("a sound file", LEAVE_ADVICE)),
    (b"OggS", FileKind("a sound file", LEAVE_ADVICE)),
)
"""What files begin with. The shortest are believed only where a NUL shows that the file is no text."""

SHORT_SIGNATURE: Final = 3
NUL_WITHIN: Final = 4096
"""How many of the first bytes are searched for the NUL."""

ZIPPED: Final = (
    (b"word/", FileKind("a Word document (docx)", CONVERT_ADVICE)),
    (b"xl/", FileKind("an Excel workbook (xlsx)", EXPORT_ADVICE)),
    (b"ppt/", FileKind("a PowerPoint file (pptx)", CONVERT_ADVICE)),
    (b"mimetypeapplication/epub+zip", FileKind("an EPUB book", CONVERT_ADVICE)),
    (b"mimetypeapplication/vnd.oasis.opendocument", FileKind("an OpenDocument file", CONVERT_ADVICE)),
)
"""What tells the kinds of ZIP files apart: the beginning of a name or the first entry, without compression."""

UNCOUNTED_NOUNS: Final = frozenset(("JSON", "JSON Lines", "XML", "TeX source", "YAML", "source code"))
"""The nouns of kinds that have no plural."""


def format_kind_count(number: int, noun: str) -> str:
    """Return how many files there are of a kind: 1 patch, 2 patches, 2 Word documents (docx), 2 JSON."""
    head, bracket, format_name = noun.partition(" (")
    if number != 1 and noun not in UNCOUNTED_NOUNS:
        head += "es" if head.endswith("ch") else "s"
    return f"{number:,} {head}{bracket}{format_name}"


PDF_WITHIN: Final = 1024
"""Readers of PDF look for its signature in so many bytes."""


def find_kind_of_bytes(data: bytes) -> FileKind | None:
    """Return what a file is by its signature; None for whatever may be text."""
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return next((kind for mark, kind in ZIPPED if _holds_entry(data, mark)), ZIP)
    if b"%PDF-" in data[:PDF_WITHIN] and data.lstrip()[:5] == b"%PDF-":
        return PDF
    if data.startswith(b"{\\rtf"):
        return RTF
    for signature, kind in SIGNATURES:
        if data.startswith(signature) and (len(signature) > SHORT_SIGNATURE or b"\0" in data[:NUL_WITHIN]):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind("a WebP picture", READ_ADVICE)
    if data[4:8] == b"ftyp" and b"\0" in data[:4]:
        picture = data[8:12] in (b"heic", b"heix", b"mif1", b"avif")
        return FileKind("a HEIF picture", READ_ADVICE) if picture else FileKind("a video or sound file", LEAVE_ADVICE)
    return None


def _holds_entry(data: bytes, mark: bytes) -> bool:
    """Return whether a ZIP file has an entry whose name, and content if the mark goes on, begin so."""
    at = data.find(b"PK\x03\x04")
    while at >= 0:
        if data.startswith(mark, at + 30):
            return True
        at = data.find(b"PK\x03\x04", at + 4)
    return False


SAMPLE_LINES, SAMPLE_SIZE = 400, 40_000
"""How many lines, and characters, of a text are looked at where one form must hold for every line."""

HEAD_SIZE: Final = 600
"""How many of the first characters tell whether a closer look is worth its time."""

HTML_START: Final = Lazy(r"(?is)(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b")
XML_FORM: Final = Lazy(r"<\?xml\s|<!DOCTYPE\s|<(?:svg|rss|feed|TEI|kml|plist|project|alto|PcGts)\b[^>]*>")
XML_ROOT: Final = Lazy(r"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>")
XML_TAG: Final = Lazy(r"</?[A-Za-z_][\w.:-]*(?:\s[^<>]*)?/?>")
HTML_PARTS: Final = frozenset(
    ("a", "b", "br", "center", "details", "div", "em", "figure", "font", "h1", "h2", "h3", "i", "img", "p", "pre")
) | frozenset(("section", "small", "span", "strong", "sub", "sup", "table", "ul", "ol"))
"""Elements that Markdown pages begin with."""

LEAST_TAGS: Final = 6

TEX_START: Final = Lazy(
    r"(?:[ \t]*%[^\n]*\n|\s)*\\(?:documentclass|documentstyle|usepackage|RequirePackage|ProvidesPackage|ProvidesClass"
    r"|input|include|newcommand|renewcommand|tikzset|usetikzlibrary|chapter|section|begin\{document\})\b"
)
BIBTEX_ENTRY: Final = Lazy(r"@[A-Za-z]+[ \t]*[{(][ \t]*[\w:.+/-]*[ \t]*,")
SUBTITLE_CUE: Final = Lazy(r"(?:^|\n)(?:\d{1,2}:)?\d{2}:\d{2}[,.]\d{3}[ \t]+-->[ \t]+(?:\d{1,2}:)?\d{2}:\d{2}[,.]\d{3}")
ASS_START: Final = Lazy(r"\s*\[Script Info\]|\s*\[V4\+? Styles\]")
TIMED_LINE: Final = Lazy(r"\[(?:\d{1,3}:\d{2}(?:[.:]\d{1,3})?|(?:ti|ar|al|by|offset|length|re|ve):[^\]\n]*)\]")
JSON_FORM: Final = Lazy(r"\s*(?:\{\s*(?:\"(?:[^\"\\\n]|\\.){0,200}\"\s*:|\})|\[\s*(?:[\[{\"\]]|-?\d|true|false|null))")
PATCH_START: Final = Lazy(r"(?:diff --git |Index: )[^\n]*\n|--- [^\n]+\n\+\+\+ [^\n]+\n@@ ")
STAMP: Final = Lazy(r"\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ")
SETTINGS_SECTION: Final = Lazy(r"\[\[?[\w .:\"'@/-]+\]\]?[ \t]*(?:[#;].*)?")
SETTING: Final = Lazy(r"[\w.\"'/-]+(?: [\w.-]+)?[ \t]*=.*")
ASSIGNMENT: Final = Lazy(r"(?:export )?[A-Za-z_][\w.-]*[ \t]*=")
YAML_KEY: Final = Lazy(r"(?:[A-Za-z_][\w./-]*|\"[^\"]+\"|'[^']+'):(?:[ \t]|$)")
FLAT_KEY: Final = Lazy(r"[a-z_][a-z0-9_-]*:(?:[ \t]|$)")
QUOTED_CELL: Final = Lazy(r"(?:^|[,;])[ \t]*\"[^\"]*\"?[ \t]*(?:[,;]|$)")
FIGURE_CELL: Final = Lazy(r"[-+$¥￥]?\d[\d.,:/ %TZ+-]*(?:年(?:\d{1,2}月)?(?:\d{1,2}日)?)?")
SENTENCE_END_OF_ANY: Final = frozenset("。！？!?")
CODE_SURE: Final = Lazy(
    r"#!/|(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+[\w.*{\"(]|def[ \t]+\w+[?!]?[ \t]*(?:\(|$)|class[ \t]+\w+.*[:{][ \t]*$"
    r"|class[ \t]+[A-Z]\w*(?:[ \t]*<[ \t]*\w+)?$|(?:require|puts|attr_\w+|module)[ \t]+[\"':\w]"
    r"|#[ \t]*(?:include|define|ifndef|pragma)\b|(?:public|private|protected|static|export|async)[ \t]+\w"
    r"|(?:const|let|var|val)[ \t]+[\w{\[].*=|(?:function|func|fn|sub)[ \t]+\w+[ \t]*[(<]"
    r"|package[ \t]+[\w.]+;?[ \t]*$|module\.exports\b|(?:msgid|msgstr)[ \t]+\""
    r"|using[ \t]+[\w.]+;|namespace[ \t]+\w|(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE)\b.*|if __name__\b"
    r"|(?:FROM|RUN|CMD|COPY|ENV|WORKDIR|ENTRYPOINT|ADD|EXPOSE|ARG|LABEL)[ \t]+\S|(?:library|require|source)\(|<\?php"
)
"""A line that can hardly be anything but a statement of a programming language."""

CODE_LINE: Final = Lazy(
    r".*[;{}][ \t]*(?://.*|#.*)?$|[\])},;]+[ \t]*$|[\w'\"-]+:[ \t]+.*,[ \t]*$|\"[^\"]*\"[ \t]*$"
    r"|(?:if|elif|for|while|with|try|except|else|finally|case|match)\b.*:[ \t]*$"
    r"|(?:return|yield|raise|pass|break|continue|await|end|fi|done|esac|then|do|else)\b|@\w"
    r"|[\w.\[\]\"']+[ \t]*(?:[-+*/|&]?=|:=|<-|\+=)[ \t]*\S"
    r"|[\w.]+\(.*\)?[ \t]*\\?$|[.|&>]{1,2}[ \t]*\w.*\(|\"\"\"|'''|\$?[a-z][\w-]*[ \t]+-{1,2}\w"
)
"""A line that may be one."""

CODE_CLOSED: Final = Lazy(r".*[;{}][ \t]*$")
LEAST_CLOSED: Final = 3
"""How many lines end in a brace or a semicolon in a program without any sure line, at least."""

LITERAL: Final = Lazy(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`|(?://|#|--).*$|/\*.*?(?:\*/|$)")
"""What may hold Chinese in a line of code: strings and comments."""

LONGEST_CELL: Final = 12
WIDE_MARKS: Final = frozenset("。，、；：！？“”《》（）")
CODE_COMMENT: Final = Lazy(r"#(?!!)(?![ \t]*(?:include|define|ifndef|pragma))|//|/?\*|--[ \t]|;;|%|\"\"\"|'''|REM ")


def find_kind_of_text(text: str) -> FileKind | None:
    """Return what a text is if it is data, markup or code from its beginning to its end; None for a page."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    first = text[start : start + 1]
    line = _read_line(text, start)
    found = _judge_first(text, start, first)
    if found:
        return found
    if "-->" in text[start : start + HEAD_SIZE] and _is_subtitles(text, start, line):
        return SUBTITLES
    if "\t" in line and _is_table(text, "\t"):
        return TSV
    if "," in line and _is_table(text, ","):
        return CSV
    if ";" in line and _is_table(text, ";"):
        return CSV
    return _judge_lines(text, text[start : start + HEAD_SIZE])


def _read_line(text: str, start: int) -> str:
    """Return the line that begins at `start`."""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _judge_first(text: str, start: int, first: str) -> FileKind | None:
    """Return what a text is whose first character that is not blank gives it away."""
    if first in "{[" and first:
        if ASS_START.match(text, start):
            return SUBTITLES
        if first == "[" and _measure_share(text, TIMED_LINE) > 0.8:
            return LYRICS
        return _judge_json(text, start)
    if first == "<":
        if HTML_START.match(text, start):
            return HTML
        return XML if XML_FORM.match(text, start) or _is_tree(text, start) else None
    if first in "\\%" and TEX_START.match(text, start):
        return TEX
    if first == "@" and BIBTEX_ENTRY.match(text, start):
        return BIBTEX
    if first in "dI-" and PATCH_START.match(text, start):
        return PATCH
    return None


def _judge_json(text: str, start: int) -> FileKind | None:
    """Return JSON or JSON Lines if the text is so from its beginning, though its end may be cut off."""
    if not JSON_FORM.match(text, start):
        return None
    import json  # a page seldom begins with a bracket

    decoder = json.JSONDecoder(strict=False)
    try:
        value, end = decoder.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        # a file that is cut off reads well up to its end; a page that begins with a bracket does not
        place = getattr(error, "pos", len(text))
        return JSON if text.startswith("{", start) and place - start > len(text.strip()) // 2 else None
    if not isinstance(value, dict | list):
        return None
    rest = text[end:].lstrip()
    if not rest:
        return JSON
    if rest[0] in "{[" and "\n" in text[end : len(text) - len(rest)]:
        try:
            decoder.raw_decode(rest)
        except (ValueError, RecursionError):
            return None
        return JSON_LINES
    return None


def _is_tree(text: str, start: int) -> bool:
    """Return whether one element that HTML does not have holds the whole text, all of it in further elements."""
    root = XML_ROOT.match(text, start)
    if root is None or root[1].lower() in HTML_PARTS or not text.rstrip().endswith(f"</{root[1]}>"):
        return False
    tags = XML_TAG.findall(text)
    lines = [line.strip() for line in _take_sample(text)]
    return len(tags) >= LEAST_TAGS and all(line.startswith("<") for line in lines if line)


def _is_subtitles(text: str, start: int, line: str) -> bool:
    """Return whether the text is SRT or WebVTT: cues with their times from its beginning."""
    if line.startswith("WEBVTT"):
        return True
    cue = SUBTITLE_CUE.search(text, start)
    return cue is not None and (line.strip().isdecimal() or "-->" in line) and cue.start() - start < len(line) + 2


def _take_sample(text: str) -> list[str]:
    """Return the first lines of a text, each whole."""
    lines = text[:SAMPLE_SIZE].split("\n")
    if len(text) > SAMPLE_SIZE and len(lines) > 1:
        lines.pop()
    return lines[:SAMPLE_LINES]


def _measure_share(text: str, pattern: Lazy) -> float:
    """Return how many of the lines with text begin as the pattern says, 0 to 1; 0 for less than three lines."""
    lines = [line for line in _take_sample(text) if line.strip()]
    return sum(pattern.match(line) is not None for line in lines) / len(lines) if len(lines) > 2 else 0.0


def _is_table(text: str, separator: str) -> bool:
    """Return whether the lines are rows of as many cells each, and something shows that they are cells of a table.

    What shows it: quotation marks around cells, or a column of figures or dates.
    """
    import csv

    lines = _take_sample(text.strip("\n"))
    if len(lines) < 3 and separator != "\t":
        return len(lines) == 2 and _are_head_and_row(lines[0], lines[1], separator)
    if len(lines) < 3 or (not all(map(str.strip, lines)) and separator != ","):
        return False
    try:
        rows = list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return False
    width = len(rows[0])
    if len(text) > SAMPLE_SIZE or len(lines) == SAMPLE_LINES:
        rows.pop()  # its last cell may go on
    if width < 2 or len(rows) < 3 or any(len(row) != width for row in rows):
        return False
    quoted = 2 * sum(QUOTED_CELL.search(line) is not None for line in lines) >= len(lines)
    figures = [column for column in range(width) if _are_figures([row[column] for row in rows[1:]])]
    counted = figures == [0] and _are_numbers_in_order([row[0] for row in rows])
    if separator == "\t":
        cells = sum(len(cell) for row in rows for cell in row) / (width * len(rows))
        latin = any(all(row[column].isascii() and row[column] for row in rows) for column in range(width))
        return cells <= 60 and not counted and (width > 2 or bool(figures) or latin)
    if any(row[-1][-1:] in SENTENCE_END_OF_ANY and not quoted for row in rows):
        return False
    return quoted or (width > 2 and bool(figures) and not counted)


def _are_head_and_row(head: str, row: str, separator: str) -> bool:
    """Return whether two lines are the names of columns and one row: short cells, of which the second has figures."""
    names, cells = head.strip().split(separator), row.strip().split(separator)
    if len(names) != len(cells) or not all(0 < len(cell) <= LONGEST_CELL for cell in (*names, *cells)):
        return False
    if any(cell[0].isspace() or not WIDE_MARKS.isdisjoint(cell) for cell in (*names, *cells)):
        return False
    is_figure = [FIGURE_CELL.fullmatch(cell) is not None for cell in (*names, *cells)]
    return any(is_figure[len(names) :]) and not any(is_figure[: len(names)])


def _are_figures(cells: Sequence[str]) -> bool:
    """Return whether nearly all cells are figures or dates."""
    return sum(FIGURE_CELL.fullmatch(cell.strip()) is not None for cell in cells) >= 0.8 * len(cells)


def _are_numbers_in_order(cells: Sequence[str]) -> bool:
    """Return whether cells count 1, 2, 3, as the items of a list and the lines of a page do."""
    numbers = [int(cell) for cell in map(str.strip, cells) if cell.isdecimal()]
    return len(numbers) == len(cells) and all(two == one + 1 for one, two in pairwise(numbers))


def _judge_lines(text: str, head: str) -> FileKind | None:
    """Return what a text is by the form of all its lines, which begins with `head`."""
    if 2 * len(head.encode("ascii", "ignore")) < len(head):
        return None  # mostly Chinese
    lines = [line.rstrip() for line in _take_sample(text) if line.strip()]
    flush = [line for line in lines if not line[0].isspace()]
    bare = [line for line in flush if line[0] not in "#;" or line.startswith("#!")]
    if len(bare) > 2 and sum(STAMP.match(line) is not None for line in bare) >= 0.9 * len(bare):
        return LOG
    if any(line.startswith(("```", "~~~")) for line in flush):
        return None
    if _is_settings(bare):
        return SETTINGS_FILE
    if _is_yaml(lines, bare):
        return YAML
    return CODE if _is_code(lines) else None


def _is_settings(lines: list[str]) -> bool:
    """Return whether lines are keys with values, in sections or not, as in INI, TOML and the environment."""
    sections = sum(SETTINGS_SECTION.fullmatch(line) is not None for line in lines)
    keys = sum(SETTING.fullmatch(line) is not None for line in lines)
    if not sections:
        return keys > 1 and all(ASSIGNMENT.match(line) for line in lines)
    return keys > 0 and sections + keys >= 0.9 * len(lines)


def _is_yaml(lines: list[str], bare: list[str]) -> bool:
    """Return whether every line that is not indented is a key or an item, and some lines are nested in them."""
    if "---" in bare[1:]:
        return False  # the front matter of a page ends
    held = [line for line in bare if line not in ("---", "...")]
    keys = sum(YAML_KEY.match(line) is not None for line in held)
    items = sum(line.startswith("- ") or line == "-" for line in held)
    if not keys or keys + items < len(held):
        return False
    nested = items > 0 or any(line[0] == " " for line in lines)
    return (nested and len(lines) > 2) or (keys > 2 and all(FLAT_KEY.match(line) for line in held))


def _is_code(lines: list[str]) -> bool:
    """Return whether most lines are statements of a programming language, and some can be nothing else."""
    held = [line.strip() for line in lines]
    held = [line for line in held if not CODE_COMMENT.match(line)]
    if not held:
        return False
    if held[0].startswith("#!/"):
        return True
    sure = like = closed = 0
    for line in held:
        if not WIDE_MARKS.isdisjoint("".join(LITERAL.split(line))):
            continue  # a sentence that begins with a word of a language
        closed += CODE_CLOSED.match(line) is not None
        if CODE_SURE.match(line):
            sure += 1
        elif CODE_LINE.match(line):
            like += 1
    if sure < 2:
        return closed >= LEAST_CLOSED and sure + like >= 0.8 * len(held)
    return sure + like >= 0.6 * len(held)
