"""Every input that ever broke something, and some that nobody has thought of, go through each target of the fuzzer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

FOUND = Path(__file__).parent / "fuzz" / "found"
INPUTS = sorted(path for path in FOUND.glob("*/*") if path.is_file())

targets = pytest.mark.parametrize("target", list(TARGETS))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name[:14]}")
def test_what_once_broke_it_does_no_more(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@targets
def test_what_the_fuzzer_starts_from_is_sound(target: str) -> None:
    assert seeds(target)
    for data in seeds(target):
        TARGETS[target](data)


@targets
@settings(max_examples=60)
@given(st.binary(max_size=60))
def test_no_bytes_break_it(target: str, data: bytes) -> None:
    TARGETS[target](data)
