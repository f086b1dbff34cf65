"""What a test says that cannot hold where the modules are compiled."""

import pytest

from jmclean.engine import is_compiled

PLAIN_ONLY = "compiled modules call each other without a look at what a test has put in the place of a name"


def needs_plain_modules() -> None:
    """Skip a test that replaces a part of modules, or hands in what only looks like one, where they are compiled."""
    if is_compiled():
        pytest.skip(PLAIN_ONLY)
