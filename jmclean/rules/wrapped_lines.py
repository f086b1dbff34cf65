"""(not written yet)"""

from __future__ import annotations

from collections.abc import Iterator

from jmclean.document import Document
from jmclean.edits import Edit
from jmclean.options import Options


def edits(doc: Document, options: Options) -> Iterator[Edit]:
    """Nothing yet."""
    yield from ()
