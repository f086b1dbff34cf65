"""Many texts at once: pure, the same in threads and in processes, line ends and all."""

from __future__ import annotations

import pickle
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jmclean.engine.batch
from jmclean import CleanWarning, Options, Result, clean, clean_batch, replay, undo
from jmclean.engine.batch import clean_text
from tests.corpora import PAGES, cleaned, page

TEXTS = [page(number) for number in range(24)]


def test_it_is_clean_on_each_text_and_leaves_the_list_alone() -> None:
    before = list(TEXTS)
    options = Options(captions="quote", skip=("headings",))
    assert clean_batch(TEXTS, options) == [cleaned(text, options) for text in TEXTS]
    assert before == TEXTS
    assert clean_batch([]) == []


def test_none_stays_none_and_anything_else_is_refused() -> None:
    assert clean_batch([None, "一,二\n"]) == [None, "一，二\n"]
    with pytest.raises(TypeError, match="text 1 is bytes"):
        clean_batch(["一", b"\xe4"])  # type: ignore[type-var]


def test_threads_agree() -> None:
    wanted = clean_batch(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(clean_batch, [TEXTS] * 16)) == [wanted] * 16


def test_it_and_its_options_and_results_go_to_another_process() -> None:
    options = Options(join="full", protect=("青澜",))
    work = partial(clean_batch, options=options)
    assert pickle.loads(pickle.dumps(options)) == options
    result = clean(PAGES[0], options)
    assert pickle.loads(pickle.dumps(result)) == result
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(work, TEXTS).result() == work(TEXTS)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_come_out_as_they_went_in(newline: str) -> None:
    for text in PAGES:
        assert clean_batch([text.replace("\n", newline)]) == [clean(text).text.replace("\n", newline)]


@pytest.mark.parametrize("text", ["市民看书", "市民看书。", "# 好", "市民。\n\n看书。", "市民看书\n", ""])
def test_a_clean_text_gets_no_line_feed(text: str) -> None:
    assert clean_batch([text]) == [text]
    assert clean_text(text).journal == ()


@pytest.mark.parametrize("text", ["一\r二\n", "\r\n", "\r", "\0\r\n", "# 好\r\n\r\n他说：好。\n"])
def test_a_text_in_which_nothing_is_to_do_stays_to_the_letter(text: str) -> None:
    assert clean_batch([text], Options(only=("halfwidth-punctuation",))) == [text]


@given(
    st.lists(st.sampled_from(["一", "他说", ",", "。", "\n", "\n", "\r\n", "\r\n", "\r", "\0", "\ud800", " "])).map(
        "".join
    )
)
def test_a_journal_undoes_and_replays_whatever_the_line_ends(text: str) -> None:
    result = clean_text(text)
    assert undo(result.text, result.journal) == text
    assert replay(text, result.journal) == result.text
    assert all(0 <= note.start <= len(text) for note in result.notes)
    if "\r" not in text:
        assert result.text == cleaned(text)


def test_a_text_that_fails_stays_and_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(text: str, options: Options) -> Result:
        if "坏" in text:
            raise IndexError("of a rule")
        return clean(text, options)

    monkeypatch.setattr(jmclean.engine.batch, "clean", failing)
    with pytest.warns(CleanWarning, match=r"Text 1 was left as it is: a rule failed \(IndexError: of a rule\)"):
        assert clean_batch(["一,二\n", "坏,的\n", "三,四\n"]) == ["一，二\n", "坏,的\n", "三，四\n"]
    with warnings.catch_warnings():
        warnings.simplefilter("error", CleanWarning)
        with pytest.raises(CleanWarning):
            clean_batch(["坏"])
