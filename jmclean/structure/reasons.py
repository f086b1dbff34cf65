"""What speaks for and against a join, in words for the user."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "waits_for_verb": ("the verb is still to come", ""),
    "shi_de": ("", "ends in 是 … 的, as sentences do"),
    "unfinished": ("hardly a sentence ends so", ""),
    "comma": ("ends in a comma", ""),
    "closed_quote": ("", "ends in a closing mark"),
    "sentence_tail": ("body text", ""),
    "speaker": ("", "the next begins with a name and a colon"),
    "cannot_start": ("no paragraph begins so", ""),
    "dateline": ("", "the next begins with a dateline"),
    "opener": ("", "the next begins as paragraphs do"),
    "item": ("", "the next is an item of a list"),
    "set_apart": ("", "the next is set apart as a caption is"),
    "long_head": ("the next is short", "the next is long"),
    "drawn": ("the characters follow each other in newspapers", "the characters seldom follow each other"),
    "no_beginning": ("hardly a paragraph begins so", "the next begins as paragraphs do"),
    "word_across": ("a word is cut", ""),
    "phrase_alone": ("", "reads as a headline"),
    "label_follows": ("", "the next reads as a cross-head"),
    "short_clause": ("a clause of a few characters is left", ""),
    "long_clause": ("", "the clause would be long"),
    "quote_met": ("a quotation is closed by the next", ""),
    "bracket_met": ("a bracket is closed by the next", ""),
    "mark_unmet": ("", "an open mark is not closed by the next"),
    "number_across": ("a number is cut", ""),
    "misread_stop": ("", "ends in a misread full stop"),
    "figure_end": ("", "ends in a figure or a Latin letter"),
    "over_picture": ("a caption is between", ""),
    "over_text": ("", "other text is between"),
    "over_set_apart": ("what is between is set apart", ""),
    "seen_elsewhere": ("the same characters stand together elsewhere", ""),
    "fills_column": ("the last line is full", ""),
    "cut_page": ("the page is cut", "the page is not cut or has lost its full stops"),
    "layout": ("the boxes of the lines", "the boxes of the lines"),
}
"""For every feature the words where it speaks for a join, and where it speaks against one."""


FORBIDDING: Final[dict[str, str]] = {
    "resumes_another_story": "the next resumes from another page",
    "is_in_another_language": "the two are in different languages",
    "closes_a_letter": "a letter closes here",
    "is_markup": "one of them is a picture, a formula or a tag",
    "is_a_number": "one of them is a number alone",
    "is_a_page_header": "one of them begins as a page's header",
    "moves_text_without_a_word": "other text would move and no word is cut",
    "jumps_over_a_number": "a number alone is between",
    "is_a_listed_credit": "one of them is a credit in a list",
    "are_single_characters": "both are one character",
    "begins_an_item": "the next is an item of a list",
    "begins_another_story": "the next begins with a dateline",
    "is_a_date_of_a_chronicle": "the next begins with a date as others do",
    "is_a_short_line": "it is one of a row of short lines",
    "are_entries": "both are entries of a list",
    "stands_twice": "the page has it twice, as a label",
    "is_a_quotation": "it is one short quotation",
    "are_facts": "both begin with a word and a colon",
    "leads_to_a_fact": "the next begins with a word and a colon, as lines of a notice do",
    "ends_in_an_address": "it ends in an address",
    "lists_names": "one of them is a list of names",
    "is_a_headline": "it stands as a headline",
    "leads_to_a_cross_head": "the next stands as a cross-head",
}
"""For what forbids a join, or asks for a higher score, the words."""

FORBIDDEN: Final = -10.0
"""The share of the score that stands for what forbids a join: more than any feature has."""


def find_words(feature: str, share: float) -> str:
    """Return what a feature says in words, where it has such a share of the score."""
    return FORBIDDING.get(feature) or WORDS.get(feature, ("", ""))[share < 0] or feature.replace("_", " ")


def word_reason(feature: str, share: float) -> str:
    """Return what a feature says in words, with its share of the score."""
    words = find_words(feature, share)
    return words if feature in FORBIDDING else f"{words} {share:+.1f}"
