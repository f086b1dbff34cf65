"""Clean a text: as one page, or in sections where it is too long for one."""

from __future__ import annotations

from typing import Final

from jmclean.chinese.characters import has_chinese
from jmclean.engine.chain import Note, Result, clean_document
from jmclean.options import Options
from jmclean.rules import JOINING_RULE, RULES
from jmclean.structure.layout_facts import Evidence
from jmclean.text.decided import DIRECTIVE_SIGN, Decided, decide
from jmclean.text.document import Document

__all__ = ["DEFAULT_OPTIONS", "Note", "Result", "clean"]

DEFAULT_OPTIONS: Final = Options()

LONGEST_SECTION: Final = 1_000_000
"""The characters of a text, some 3 MB, from which on it is cleaned in sections: more than any page or issue has."""


def clean(text: str, options: Options = DEFAULT_OPTIONS, layout: Evidence | None = None) -> Result:
    """Clean one page. `text` may be any string with line feeds for line ends; it is pure and safe in threads.

    `replay(text, result.journal)` gives `result.text`, `undo(result.text, result.journal)` gives `text`, and to clean
    `result.text` changes nothing, but for what the README names under Limits. A text of more characters than
    LONGEST_SECTION is many pages; it is cut between them, as `jmclean.engine.sections` says. One without Chinese stays
    to the letter.
    `layout` is what is known of its blocks from the layout dump that it was read out of.
    """
    if not isinstance(text, str):
        raise TypeError(f"a text is a string, not {type(text).__name__}")
    if not has_chinese(text):
        return Result(text, (), ())
    decided = decide(text, options.decisions, JOINING_RULE) if options.decisions or DIRECTIVE_SIGN in text else None
    if len(text) > LONGEST_SECTION:
        from jmclean.engine.sections import clean_in_sections

        result = clean_in_sections(text, options, LONGEST_SECTION, decided, layout)
    else:
        doc = Document(text, options.protect)
        if layout is not None:
            doc.give(layout)
        if decided is not None:
            doc.carry(decided)
        result = clean_document(doc, options)
    if decided is None:
        return result
    return result._replace(found=decided.numbers, notes=(*list_unknown_rules(decided), *result.notes))


def list_unknown_rules(decided: Decided) -> list[Note]:
    """Return a note for every rule that a comment in the text turns off though there is none of that name."""
    return [
        Note(name, verdict.span[0], f"there is no rule {name!r}, so the comment that turns it off does nothing")
        for verdict in decided.regions
        for name in verdict.rules
        if name not in RULES
    ]
