"""setuptools; with JMCLEAN_COMPILED=1 it compiles the modules that every page runs through, by mypyc.

The modules are the same without: plain Python, for where there is no C compiler. With JMCLEAN_SOURCE, the address of
the tree that is built, as https://github.com/OWNER/NAME/tree/COMMIT, the metadata names it, and the pictures and links
of the README lead there from the page of a package index.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setuptools import setup
from setuptools.build_meta import _BuildMetaBackend
from setuptools.command.sdist import sdist

README_LINK = re.compile(r"(!?)(\[[^\]\n]*\])\((?![a-z]+:|#)([^)\s]+)\)")
"""A picture or a link to a file beside the README."""

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


def metadata(source: str) -> dict[str, Any]:
    """What is known only when a package is built: the README, and addresses in the tree `source`, if there is one."""
    readme = Path("README.md").read_text("utf-8")
    urls = {}
    if source:
        home, _, commit = source.rstrip("/").partition("/tree/")
        if not commit or not home.startswith("https://"):
            raise SystemExit(f"JMCLEAN_SOURCE is {source!r}. Give it as https://HOST/OWNER/NAME/tree/COMMIT.")
        kinds = {"!": "raw", "": "blob"}
        readme = README_LINK.sub(lambda link: f"{link[1]}{link[2]}({home}/{kinds[link[1]]}/{commit}/{link[3]})", readme)
        urls = {
            "Homepage": home,
            "Documentation": f"{home}/tree/{commit}/jmclean/manual",
            "Changelog": f"{home}/blob/{commit}/CHANGELOG.md",
            "Issues": f"{home}/issues",
        }
    return {"long_description": readme, "long_description_content_type": "text/markdown", "project_urls": urls}


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
        known = metadata(os.environ.get("JMCLEAN_SOURCE", ""))
        with tempfile.TemporaryDirectory(prefix="jmclean-") as scratch:
            if {"bdist_wheel", "editable_wheel"}.isdisjoint(sys.argv):
                setup(cmdclass={"sdist": Source}, **known)
                return
            if "editable_wheel" in sys.argv:
                for path in leftovers():
                    path.unlink()
            try:
                extensions = compiled(Path(scratch)) if COMPILED else []
                setup(ext_modules=extensions, options={"build": {"build_base": scratch}}, **known)
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
build_editable = _backend.build_editable
build_sdist = _backend.build_sdist
build_wheel = _backend.build_wheel
get_requires_for_build_editable = _backend.get_requires_for_build_editable
get_requires_for_build_sdist = _backend.get_requires_for_build_sdist
get_requires_for_build_wheel = _backend.get_requires_for_build_wheel
prepare_metadata_for_build_editable = _backend.prepare_metadata_for_build_editable
prepare_metadata_for_build_wheel = _backend.prepare_metadata_for_build_wheel
