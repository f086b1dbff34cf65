"""Why two blocks were or were not joined, and what becomes of the text between them."""

from __future__ import annotations

import pytest

from jmclean import Options, clean, undo
from jmclean.document import Document
from jmclean.joins import plan
from jmclean.seams import SIGNALS
from jmclean.weights import WEIGHTS

ACROSS = "全市新建了三座污水处\n\n图为污水厂。（周明 摄）\n\n理厂，日处理能力大幅提高。\n"


def test_every_signal_has_a_weight_and_says_what_it_is() -> None:
    assert {signal.__name__ for signal in SIGNALS} == WEIGHTS.keys()
    assert all(signal.__doc__ for signal in SIGNALS)


def test_a_decision_keeps_its_signals() -> None:
    decisions = plan(Document(ACROSS), Options()).decisions
    seam = decisions[0].seam
    assert decisions[0].joined
    assert seam.signals["word_across"] > 0
    assert "word across" in seam.reasons


def test_what_is_left_apart_is_named_with_its_score_and_reasons() -> None:
    page = "改号软件屡禁不止\n\n功能强大的改号软件在网上随处可见，售价不过几十元。\n"
    result = clean(page)
    assert result.text == page
    assert [note.rule for note in result.notes] == ["split-paragraphs"]
    assert result.notes[0].start == page.index("\n")
    assert "改号软件屡禁不止” | “功能强大的改号软…" in result.notes[0].message
    assert "label tail" in result.notes[0].message


def test_full_takes_the_likely_joins_and_off_takes_none() -> None:
    page = "市里今年新修的水渠已经全部通\n\n农户们再不用为浇地发愁了。\n"
    joined = {mode: clean(page, Options(join=mode)).text.count("\n\n") == 0 for mode in ("safe", "full", "off")}
    assert not joined["off"]
    assert joined["full"] >= joined["safe"]


@pytest.mark.parametrize(
    ("captions", "after"),
    [
        ("drop", "全市新建了三座污水处理厂，日处理能力大幅提高。\n"),
        ("keep", "全市新建了三座污水处理厂，日处理能力大幅提高。\n\n图为污水厂。（周明 摄）\n"),
        ("quote", "全市新建了三座污水处理厂，日处理能力大幅提高。\n\n> 图为污水厂。（周明 摄）\n"),
        ("comment", "全市新建了三座污水处理厂，日处理能力大幅提高。\n\n<!-- caption: 图为污水厂。（周明 摄） -->\n"),
    ],
)
def test_a_caption_between_two_pieces_goes_or_moves_behind_them(captions: str, after: str) -> None:
    options = Options(captions=captions)
    result = clean(ACROSS, options)
    assert result.text == after
    assert clean(after, options).text == after
    assert undo(after, result.journal) == ACROSS


def test_text_that_moved_is_in_the_journal_and_comes_back() -> None:
    page = (
        "展出的青铜器吸引了大批观众，不少文物是首次与公\n\n医院新院区昨日启用，大厅设立了志\n\n"
        "众见面，其中一件铜鼎最受关注。\n\n愿服务台，为患者提供陪同服务。\n"
    )
    result = clean(page)
    first, second = result.text.split("\n\n")
    assert "与公众见面" in first
    assert "志愿服务台" in second
    assert undo(result.text, result.journal) == page
