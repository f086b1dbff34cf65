"""The process that fuzzes one target, `python -m tests.fuzz.process TARGET FOLDER -runs=N …`, called by __main__."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(include=["jmclean"]):
    from jmclean.engine.chain import load
    from jmclean.rules import RULES
    from tests.fuzz.targets import TARGETS

    for name in RULES:
        load(name)

if __name__ == "__main__":
    chosen = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[chosen])
    atheris.Fuzz()
