"""Facts that a page carries from rule to rule."""

from __future__ import annotations

from typing import NamedTuple

from jmclean.text.document import Document
from jmclean.text.edits import Change, Edit, Span, apply
from jmclean.text.tracing import Offsets


class Place(NamedTuple):
    """A span that is known of a page."""

    span: Span

    def after(self, change: Change) -> Place:
        """The same span after a change."""
        return Place(Offsets(change).after(self.span))


def test_a_fact_moves_past_every_change_since_it_was_carried() -> None:
    doc = Document("甲乙丙丁")
    doc.carry(Place((2, 3)))
    for edit in (Edit(0, 0, "子"), Edit(1, 2, "")):
        text, change = apply(doc.text, "a-rule", [edit])
        assert change is not None
        doc = doc.after(text, change)
    found = doc.recall(Place)
    assert found is not None
    assert doc.text[slice(*found.span)] == "丙"
    assert doc.recall(Place) is found


def test_a_fact_takes_the_place_of_an_earlier_one_of_its_type() -> None:
    doc = Document("甲乙")
    assert doc.recall(Place) is None
    doc.carry(Place((0, 1)))
    doc.carry(Place((1, 2)))
    assert doc.recall(Place) == Place((1, 2))


def test_from_the_beginning_only_what_came_with_the_page_is_known() -> None:
    doc = Document("甲乙", goes_on=True)
    doc.carry(Place((0, 1)))
    other = doc.renew()
    assert other.recall(Place) is None
    assert other.goes_on
    doc.give(Place((0, 1)))
    assert doc.renew().recall(Place) == Place((0, 1))
