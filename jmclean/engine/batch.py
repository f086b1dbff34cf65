"""Texts out of a data set rather than pages out of files: any line ends, many at once, each on its own."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from typing import TypeVar

from jmclean.engine.clean import DEFAULT_OPTIONS, Result, clean
from jmclean.options import Options
from jmclean.text.edits import Change, Edit, apply, replay
from jmclean.text.tracing import Offsets

Text = TypeVar("Text", bound="str | None")

LINE_ENDS = "line-ends"
"""What a journal calls the change of a text's line ends to line feeds and back; it is no rule and cannot be skipped."""

CARRIAGE_RETURN = re.compile(r"\r\n?")


class CleanWarning(RuntimeWarning):
    """A text was left as it is because a rule failed on it: a defect of the rule."""


def clean_batch(texts: Sequence[Text], options: Options = DEFAULT_OPTIONS) -> list[Text]:
    """Clean many texts: as many come out as go in, in the same order, and `texts` itself is not touched.

    It is pure, picklable by name and safe in threads and processes, as `clean` is. Line ends come out as they went in;
    None stays None. A text on which a rule fails is given back as it was, with a CleanWarning that tells its place in
    `texts`; `warnings.simplefilter("error", CleanWarning)` makes that an exception. Raises TypeError for anything but
    a string or None.
    """
    cleaned: list[Text] = []
    for number, text in enumerate(texts):
        try:
            cleaned.append(text if text is None else clean_text(text, options).text)  # type: ignore[arg-type]
        except Exception as error:  # one text must not take the others with it
            if not isinstance(text, str):
                raise TypeError(f"text {number} is {type(text).__name__}, not str") from None
            warnings.warn(
                f"Text {number} was left as it is: a rule failed ({type(error).__name__}: {error}).",
                CleanWarning,
                stacklevel=2,
            )
            cleaned.append(text)
    return cleaned


def clean_text(text: str, options: Options = DEFAULT_OPTIONS) -> Result:
    """Clean a text with any line ends, as `clean` does one with line feeds.

    A text in which no rule changes anything comes out as it was, to the letter, and one that ends without a line feed
    gets none. In one that is changed every line ends
    as most of its lines did; the journal has that too, as the first and the last change, so that it replays and undoes.
    """
    if "\r" not in text:
        return _drop_last_line_feed(text, clean(text, options))
    ends = [match[0] for match in CARRIAGE_RETURN.finditer(text)]
    newline = max(("\n", "\r\n", "\r"), key=[*ends, *["\n"] * (text.count("\n") - ends.count("\r\n"))].count)
    page, before = apply(text, LINE_ENDS, (Edit(*match.span(), "\n") for match in CARRIAGE_RETURN.finditer(text)))
    result = _drop_last_line_feed(page, clean(page, options))
    if before:
        lines = Offsets(before)
        notes, joins = (
            tuple([note.trace_back(lines.before) for note in part]) for part in (result.notes, result.joins)
        )
        result = result._replace(notes=notes, joins=joins)
    if not result.journal:
        return result._replace(text=text)
    output, after = result.text, None
    if newline != "\n":
        output, after = apply(output, LINE_ENDS, (Edit(at, at + 1, newline) for at in _find_line_feeds(output)))
    changes: list[Change | None] = [before, *result.journal, after]
    return result._replace(text=output, journal=tuple([change for change in changes if change]))


def _drop_last_line_feed(text: str, result: Result) -> Result:
    """Return the result without the line feed that ends a file, if the text did not end with one.

    A text of a data set is no file, and a clean one comes back as it was.
    """
    if not text or text.endswith("\n") or not result.text.endswith("\n"):
        return result
    output = result.text[:-1]
    for number, change in enumerate(result.journal):
        start, end, new = change.edits[-1]
        if new[-1:] == "\n":
            kept = Change(change.rule, (*change.edits[:-1], Edit(start, end, new[:-1])), change.removed)
            if new == "\n" and start == end:
                kept = Change(change.rule, change.edits[:-1], change.removed[:-1])
            journal = (*result.journal[:number], *([kept] if kept.edits else []), *result.journal[number + 1 :])
            if replay(text, journal) == output:
                return result._replace(text=output, journal=journal)
    output, last = apply(result.text, LINE_ENDS, [Edit(len(output), len(result.text), "")])
    return result._replace(text=output, journal=(*result.journal, last) if last else result.journal)


def _find_line_feeds(text: str) -> list[int]:
    return [match.start() for match in re.finditer("\n", text)]
