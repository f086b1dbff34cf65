"""setuptools; with JMCLEAN_COMPILED=1 it compiles the modules that every page runs through, by mypyc.

The modules are the same without: plain Python, for where there is no C compiler.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setuptools import setup
from setuptools.build_meta import *  # noqa: F403
from setuptools.build_meta import _BuildMetaBackend
from setuptools.command.sdist import sdist

COMPILED = os.environ.get("JMCLEAN_COMPILED", "") not in ("", "0")
REQUIRES = ["mypy[mypyc]>=1.17,<3"]
MODULES = ("io/codec", "io/page")
ROOMS = ("chinese", "engine", "rules", "structure", "text")
PLAIN = ("batch", "commonmark", "lookalikes", "ngrams", "timed_regex")
"""Modules of those rooms that no page runs through, or that mypyc cannot compile (a named tuple of memory views)."""

GROUP = "jmclean"
"""What the library of all compiled modules is named for."""

SOURCE = (
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".tools",
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "samples",
    "tests",
)
"""What belongs to the sources beside the package: whoever has them can build, test and read on."""


def modules() -> list[str]:
    """The files to compile, by their paths in the tree."""
    rooms = [path for room in ROOMS for path in sorted(Path("jmclean", room).glob("[a-z]*.py"))]
    return [*(f"jmclean/{name}.py" for name in MODULES), *(path.as_posix() for path in rooms if path.stem not in PLAIN)]


def leftovers() -> Iterator[Path]:
    """What earlier compiled installs put beside the sources, where Python would take it for them."""
    for ending in ("so", "pyd"):
        yield from Path().glob(f"{GROUP}__mypyc.*.{ending}")
        for module in Path("jmclean").rglob(f"*.{ending}"):
            if module.with_name(f"{module.name.partition('.')[0]}.py").exists():
                yield module


class Source(sdist):  # type: ignore[misc]
    """The sources whole."""

    def make_distribution(self) -> None:
        """Add what setuptools does not know of."""
        for name in SOURCE:
            found = Path(name).rglob("*") if Path(name).is_dir() else (Path(name),)
            self.filelist.extend(str(path) for path in found if path.is_file() and "__pycache__" not in path.parts)
        super().make_distribution()


class Backend(_BuildMetaBackend):  # type: ignore[misc]
    """setuptools, which is told all that a setup.py would tell it."""

    def get_requires_for_build_wheel(self, config_settings: Any = None) -> list[str]:
        """What must be there before a wheel is built; an editable install asks for the same."""
        return [*super().get_requires_for_build_wheel(config_settings), *(REQUIRES if COMPILED else ())]

    def run_setup(self, setup_script: str = "setup.py") -> None:
        """Run the command in `sys.argv`, with nothing in reach that an earlier build has left."""
        sys.argv[0] = setup_script
        with tempfile.TemporaryDirectory(prefix="jmclean-") as scratch:
            if {"bdist_wheel", "editable_wheel"}.isdisjoint(sys.argv):
                setup(cmdclass={"sdist": Source})
                return
            if "editable_wheel" in sys.argv:
                for path in leftovers():
                    path.unlink()
            try:
                extensions = compiled(Path(scratch)) if COMPILED else []
                setup(ext_modules=extensions, options={"build": {"build_base": scratch}})
            except SystemExit as end:
                if not COMPILED:
                    raise
                raise SystemExit(
                    f"{end.code}\n\nThe modules of jmclean could not be compiled. Install a C compiler and Python's "
                    "headers, or leave JMCLEAN_COMPILED out: plain Python needs neither."
                ) from None


def compiled(scratch: Path) -> list[Any]:
    """The modules in C, as setuptools is to compile them. mypyc exits where it does not understand one."""
    from mypyc.build import mypycify

    settings = ["--config-file=", f"--cache-dir={scratch / 'cache'}"]
    settings.append("--ignore-missing-imports")  # what jmclean needs is not installed here
    target = str(scratch / "c")
    return mypycify(
        [*settings, *modules()], group_name=GROUP, multi_file=True, opt_level="2", debug_level="0", target_dir=target
    )


_backend = Backend()
build_wheel = _backend.build_wheel
build_editable = _backend.build_editable
build_sdist = _backend.build_sdist
get_requires_for_build_wheel = _backend.get_requires_for_build_wheel
get_requires_for_build_editable = _backend.get_requires_for_build_editable
