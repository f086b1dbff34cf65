"""The table of characters that follow each other: what it says of plain phrases, and how it is packed."""

from __future__ import annotations

import lzma
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from jmclean.chinese import ngrams
from tests.builds import needs_plain_modules

ROOT = Path(__file__).parent.parent


def gain(left: str, right: str) -> float:
    return ngrams.rate_sequel(left, right) - ngrams.rate_anywhere(right)


def sequel(left: str, right: str) -> float:
    return ngrams.rate_sequel(left, right) - ngrams.rate_end(left) - ngrams.rate_beginning(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("工程今天开工建", "设，明年完工"),
        ("他在会上发", "表了讲话"),
        ("市民可以到社区卫", "生服务中心"),
        ("为了进一", "步推动"),
    ],
)
def test_a_cut_sentence_goes_on(left: str, right: str) -> None:
    assert gain(left, right) > 2
    assert sequel(left, right) > 8


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("这次活动取得了圆满成功", "近日，记者来到"),
        ("群众心底的信任", "据介绍，该市"),
        ("困难得到了解决", "与此同时，"),
    ],
)
def test_a_sentence_without_its_stop_ends(left: str, right: str) -> None:
    assert sequel(left, right) < 0


def test_ends_where_sentences_end() -> None:
    assert ngrams.rate_end("困难得到了解决") > ngrams.rate_end("为了进一") + 3


def test_starts_where_paragraphs_start() -> None:
    assert ngrams.rate_beginning("近日，") - ngrams.rate_anywhere("近日，") > ngrams.rate_beginning(
        "设，明"
    ) - ngrams.rate_anywhere("设，明")


def test_runs_of_digits_and_latin_are_one_token_each() -> None:
    assert ngrams.find_tokens("2026年 NASA 说") == ngrams.find_tokens("1年a说")


def test_short_and_unknown_text_says_nothing_wild() -> None:
    for left in ("", "人", "\u4db5\u4db5", "𠮷𠮷"):
        for right in ("", "人", "\u4db5\u4db5", "𠮷𠮷"):
            assert all(math.isfinite(value) for value in (gain(left, right), sequel(left, right)))


def test_probabilities_are_no_more_than_one() -> None:
    text = "市民可以到社区卫生服务中心接种疫苗，也可以预约上门服务。"
    for at in range(2, len(text) - 2):
        assert ngrams.rate_sequel(text[:at], text[at:]) <= 0 >= ngrams.rate_beginning(text[at:])


def forget() -> None:
    """Have the table read again."""
    for kept in (
        ngrams.map_table,
        ngrams.find_first_two,
        ngrams.find_last_two,
        ngrams.rate_end,
        ngrams.rate_beginning,
        ngrams.rate_anywhere,
        ngrams.rate_third,
    ):
        kept.cache_clear()


def test_packing_keeps_the_counts_and_no_rare_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numpy")
    needs_plain_modules()
    lines = ["今天天气很好，明天也很好。", "今天没有下雨。", "今天天气不好。"] * 4 + ["昨日大雪封山。"] * 2
    with lzma.open(tmp_path / "text.xz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    out = tmp_path / "ngrams.bin"
    program = [sys.executable, *map(str, (ROOT / ".tools/build_ngrams.py", tmp_path / "text.xz", "--out", out))]
    subprocess.run(program, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True)
    assert "雪" not in out.read_bytes().split(b"\n")[1].decode()
    monkeypatch.setattr(ngrams, "NGRAMS_PATH", str(out))
    forget()
    try:
        text = "\n" + "\n".join(lines) + "\n"
        counts = Counter(text[at : at + 3] for at in range(len(text)))
        pairs = Counter(text[at : at + 2] for at in range(len(text)))
        number = ngrams.map_table().number
        for run in ("今天天", "天气很", "很好，", "天没有"):
            expected = math.log(counts[run] / pairs[run[:2]])
            found = ngrams.rate_third(*[number[char] for char in run])
            assert found == pytest.approx(expected, abs=0.5 * sum(ngrams.STEPS[1:]))
    finally:
        forget()
