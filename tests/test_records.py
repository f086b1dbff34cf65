"""A journal goes through JSON and comes back as it was; anything else is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jmclean import clean, undo
from jmclean.history.records import from_plain, to_plain
from jmclean.io.codec import decode

DUMPS = sorted((Path(__file__).parent.parent / "samples" / "dumps").iterdir())


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.name)
def test_a_journal_comes_back_from_json_and_undoes(path: Path) -> None:
    page = decode(path.read_bytes()).text
    result = clean(page)
    again = from_plain(json.loads(json.dumps(to_plain(result.journal), ensure_ascii=False)))
    assert again == result.journal
    assert undo(result.text, again) == page


@pytest.mark.parametrize("plain", [[{}], [{"rule": "captions"}], [{"rule": "captions", "edits": [[1]]}], [[]], [1]])
def test_what_is_no_journal_is_refused(plain: list[Any]) -> None:
    with pytest.raises(ValueError):
        from_plain(plain)
