"""One page from bytes to bytes: what a pipe, a file and a worker process all do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from jmclean.engine.clean import Note, Result, clean
from jmclean.errors import CleanError, JmcleanError, LayoutError
from jmclean.io.codec import Decoded, decode, encode
from jmclean.io.kinds_of_file import find_kind_of_bytes, find_kind_of_text
from jmclean.options import Options
from jmclean.rules import RULES_OF_ORDER

if TYPE_CHECKING:
    from jmclean.readers.text_of_layout import Reading
    from jmclean.text.decision import Decision

OutputEncoding = Literal["utf-8", "same"]


class CleanedPage(NamedTuple):
    """The bytes to write, whether they are worth writing, and how they came about.

    A page is `changed` where its words or its encoding are not what they were; a byte order mark that UTF-8 does
    without is no reason to touch a file.
    """

    data: bytes
    changed: bool
    source: Decoded
    result: Result
    layout: Reading | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def used(self) -> tuple[Decision, ...]:
        """The decisions whose place the page has."""
        return tuple([self.decisions[number] for number in self.result.found])

    def read(self, data: bytes) -> bytes:
        """Return the bytes that were cleaned: those of the file, or the text that was read out of a layout dump."""
        return data if self.layout is None else self.layout.text.encode()


LAYOUT_STARTS: Final = ("{", "[", "<", "level\t")
"""What a layout dump begins with, behind spaces. Hardly a page does, and only then is more looked at."""

LAYOUT: Final = "layout"
"""What stands for a rule in notes on a layout dump."""


def clean_page(
    data: bytes,
    options: Options,
    encoding: str | None,
    output_encoding: OutputEncoding,
    decide: Callable[[str], tuple[Decision, ...]] | None = None,
) -> CleanedPage:
    """Decode, clean and encode one page. A page without a change keeps its bytes, line ends and all.

    `decide` gives the decisions that may hold for a text.

    Raises NotAPageError where the file is data, code, a picture or such, DecodeError, EncodeError, UsageError as the
    codec does, PatternError where a pattern of the user's runs away, and CleanError where a rule fails.
    """
    if kind := find_kind_of_bytes(data):
        raise kind.make_refusal()
    source = decode(data, encoding)
    layout = read_layout(source.text, options)
    if layout is not None:
        source = Decoded(layout.text)
    elif kind := find_kind_of_text(source.text):
        raise kind.make_refusal()
    if decide is not None:
        options = options._replace(decisions=decide(source.text))
    try:
        result = clean(source.text, options) if layout is None else clean_reading(layout, options)
    except JmcleanError:
        raise
    except Exception as error:  # one page must not take the others with it
        raise CleanError(
            f"A rule failed ({type(error).__name__}: {error}). Report it with the file; --skip RULE leaves a rule out."
        ) from error
    if layout is not None:
        notes = tuple([Note(LAYOUT, 0, note) for note in layout.notes])
        result = result._replace(notes=(*notes, *result.notes))
        return CleanedPage(encode(result.text), result.text != source.text, source, result, layout, options.decisions)
    same = output_encoding == "same"
    target = source.encoding if same else "utf-8"
    rewritten = result.text != source.text
    if not rewritten and target == source.encoding and (same or not source.bom):
        return CleanedPage(data, False, source, result, None, options.decisions)
    output = encode(result.text, target, source.newline, source.bom and same)
    changed = rewritten or (target != source.encoding and output != data)
    return CleanedPage(output, changed, source, result, None, options.decisions)


def read_layout(text: str, options: Options) -> Reading | None:
    """Return what a text holds if it is a layout dump, else None.

    Raises LayoutError for a dump that is broken, and CleanError where a reader fails.
    """
    if not text[:SNIFF].lstrip().startswith(LAYOUT_STARTS):
        return None
    from jmclean.readers.dump import read_dump

    try:
        return read_dump(text, options.order)
    except JmcleanError:
        raise
    except Exception as error:
        raise CleanError(
            f"Its layout could not be read ({type(error).__name__}: {error}). Report it with the file."
        ) from error


def clean_reading(layout: Reading, options: Options) -> Result:
    """Clean the text that was read out of a layout dump."""
    if not layout.has_order:
        options = options._replace(skip=(*options.skip, *RULES_OF_ORDER))
    return clean(layout.text, options, layout.evidence)


def is_dump(path: str, encoding: str | None) -> bool:
    """Return whether a file can be read and is a layout dump, or would be one if it were not broken."""
    try:
        with open(path, "rb") as file:
            data = file.read(SNIFF)
            if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(LAYOUT_BYTES):
                return False
            data += file.read()
        return read_layout(decode(data, encoding).text, Options()) is not None
    except LayoutError:
        return True
    except (OSError, JmcleanError):
        return False


SNIFF: Final = 200
LAYOUT_BYTES: Final = tuple([start.encode() for start in LAYOUT_STARTS])
