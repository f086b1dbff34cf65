"""setuptools; with JMCLEAN_COMPILED=1 it compiles the modules that every page runs through, by mypyc.

The modules are the same without: plain Python, for where there is no C compiler.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from setuptools.build_meta import *  # noqa: F403
from setuptools.build_meta import build_wheel as _build_wheel

COMPILED = os.environ.get("JMCLEAN_COMPILED", "") not in ("", "0")
REQUIRES = ["mypy[mypyc]>=1.14"] if COMPILED else []
MODULES = (
    "clean", "codec", "dashes", "document", "edits", "lazy", "lexicon", "marks", "moves", "names", "page", "script",
    "sections", "settling",
)  # fmt: skip
ROOMS = ("joiner", "rules")


def modules() -> list[str]:
    """The files to compile."""
    rooms = [str(path) for room in ROOMS for path in sorted(Path("jmclean", room).glob("[a-z]*.py"))]
    return [*(f"jmclean/{name}.py" for name in MODULES), *rooms]


class _Backend(type(_build_wheel.__self__)):  # type: ignore[misc] # as setuptools has it: private, of no other name
    def run_setup(self, setup_script: str = "setup.py") -> None:
        """Run setuptools without a setup.py, with the modules to compile."""
        import setuptools
        from mypyc.build import mypycify

        arguments = ["--config-file=", "--ignore-missing-imports"]  # what jmclean needs is not installed here
        arguments += modules()
        compiled = mypycify(arguments, group_name="jmclean", multi_file=True, opt_level="2", debug_level="0")
        sys.argv[0] = setup_script
        setuptools.setup(ext_modules=compiled)


def _with_mypyc(requires: Any) -> Any:
    return lambda config_settings=None: [*requires(config_settings), *REQUIRES]


if COMPILED:
    _backend = _Backend()
    build_wheel = _backend.build_wheel
    build_editable = _backend.build_editable
    get_requires_for_build_wheel = _with_mypyc(get_requires_for_build_wheel)  # noqa: F405
    get_requires_for_build_editable = _with_mypyc(get_requires_for_build_editable)  # noqa: F405
