"""The process that fuzzes one target: `python -m tests.fuzz.process TARGET FOLDER -runs=N …`, options as libFuzzer's."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["jmclean"]):
    from tests.fuzz.targets import TARGETS

    from jmclean.rules import RULES, load

    for name in RULES:
        load(name)

if __name__ == "__main__":
    chosen = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[chosen])
    atheris.Fuzz()
