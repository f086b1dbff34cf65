"""The floors of the package: which module may import which, drawn from the imports themselves."""

from __future__ import annotations

from pathlib import Path

import grimp

FLOORS = (
    ("jmclean.__main__",),
    ("jmclean.cli",),
    ("jmclean.commands",),
    ("jmclean.manual", "jmclean.views"),
    ("jmclean.corpus",),
    ("jmclean.runs",),
    ("jmclean.settings",),
    ("jmclean.history",),
    ("jmclean.io",),
    ("jmclean.readers",),
    ("jmclean.engine",),
    ("jmclean.rules",),
    ("jmclean.structure",),
    ("jmclean.options",),
    ("jmclean.text",),
    ("jmclean.chinese",),
    ("jmclean.version", "jmclean.errors"),
)
"""From the top down. A module imports from its own floor's package and from floors below."""

UPWARDS = {("jmclean.options", "jmclean.rules")}
"""The names of the rules are choices of the user's."""


def floor(module: str) -> int:
    return next(
        number for number, floors in enumerate(FLOORS) for name in floors if f"{module}.".startswith(f"{name}.")
    )


def graph() -> dict[str, set[str]]:
    """What every module imports, type-only and late imports included."""
    found = grimp.build_graph("jmclean", exclude_type_checking_imports=False, cache_dir=None)
    return {
        module: {
            other for other in found.find_modules_directly_imported_by(module) if other.partition(".")[0] == "jmclean"
        }
        for module in found.modules
        if module != "jmclean"
    }


def test_no_module_imports_from_a_floor_above() -> None:
    upwards = {
        (one, other)
        for one, imported in graph().items()
        for other in imported
        if other != "jmclean" and floor(other) < floor(one)
    }
    assert upwards <= UPWARDS


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = graph()
    while bottom := [module for module, imported in left.items() if not imported & left.keys()]:
        for module in bottom:
            del left[module]
    assert sorted(left) == []


def test_every_module_has_a_floor() -> None:
    package = Path(__file__).parent.parent / "jmclean"
    modules = [path.relative_to(package.parent).with_suffix("") for path in package.rglob("*.py")]
    for path in modules:
        name = ".".join(path.parts).removesuffix(".__init__")
        assert name == "jmclean" or floor(name) >= 0
