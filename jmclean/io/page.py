"""One page from bytes to bytes: what a pipe, a file and a worker process all do."""

from __future__ import annotations

from typing import Literal, NamedTuple

from jmclean.engine.clean import Result, clean
from jmclean.errors import CleanError, JmcleanError
from jmclean.io.codec import Decoded, decode, encode
from jmclean.options import Options

OutputEncoding = Literal["utf-8", "same"]


class Page(NamedTuple):
    """The bytes to write, whether they are worth writing, and how they came about.

    A page is `changed` where its words or its encoding are not what they were; a byte order mark that UTF-8 does
    without is no reason to touch a file.
    """

    data: bytes
    changed: bool
    source: Decoded
    result: Result


def clean_page(data: bytes, options: Options, encoding: str | None, output_encoding: OutputEncoding) -> Page:
    """Decode, clean and encode one page. A page without a change keeps its bytes, line ends and all.

    Raises DecodeError, EncodeError, UsageError as the codec does, PatternError where a pattern of the user's runs away,
    and CleanError where a rule fails.
    """
    source = decode(data, encoding)
    try:
        result = clean(source.text, options)
    except JmcleanError:
        raise
    except Exception as error:  # one page must not take the others with it
        raise CleanError(
            f"A rule failed ({type(error).__name__}: {error}). Report it with the file; --skip RULE leaves a rule out."
        ) from error
    same = output_encoding == "same"
    target = source.encoding if same else "utf-8"
    rewritten = result.text != source.text
    if not rewritten and target == source.encoding and (same or not source.bom):
        return Page(data, False, source, result)
    output = encode(result.text, target, source.newline, source.bom and same)
    return Page(output, rewritten or (target != source.encoding and output != data), source, result)
