"""Both builds: what `.ci/backend.py` compiles, what it leaves behind, and that the compiled modules give the same."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from jmclean import clean
from jmclean.commands.rules import read_manual
from jmclean.engine import is_compiled
from jmclean.engine.chain import load
from jmclean.io.codec import decode
from jmclean.rules import RULES

ROOT = Path(__file__).parent.parent
BACKEND = ROOT / ".ci" / "backend.py"
HOOKS = """
import sys
sys.path.insert(0, ".ci")
import backend
print(getattr(backend, sys.argv[1])(*sys.argv[2:]))
"""
LIBRARIES = (".so", ".pyd")
NO_LIBRARIES = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__")

only_compiled = pytest.mark.skipif(not is_compiled(), reason="the modules are not compiled here; .ci/run compiles them")


def listed(name: str) -> tuple[str, ...]:
    """A tuple that the backend is written with."""
    for statement in ast.parse(BACKEND.read_bytes()).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            return tuple(ast.literal_eval(statement.value))
    raise LookupError(name)


def to_compile() -> list[Path]:
    rooms = [path for room in listed("ROOMS") for path in sorted((ROOT / "jmclean" / room).glob("[a-z]*.py"))]
    compiled = [path for path in rooms if path.stem not in listed("PLAIN")]
    return [*(ROOT / "jmclean" / f"{name}.py" for name in listed("MODULES")), *compiled]


# what is compiled


def test_what_is_compiled_is_there_and_the_rules_and_structure_are_among_it() -> None:
    paths = to_compile()
    assert [path for path in paths if not path.is_file()] == []
    assert {path.parent.name for path in paths} == {"chinese", "engine", "io", "rules", "structure", "text"}
    assert len(paths) == len(set(paths))


def test_all_of_it_is_compiled_or_none() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in to_compile()]
    files = [Path(str(import_module(name).__file__)) for name in names]
    assert {file.suffix in LIBRARIES for file in files} == {is_compiled()}


@only_compiled
def test_what_is_compiled_is_not_older_than_its_source() -> None:
    for path in to_compile():
        for library in path.parent.glob(f"{path.stem}.*"):
            if library.suffix in LIBRARIES:
                assert library.stat().st_mtime >= path.stat().st_mtime, f"{path} has changed: compile it anew"


@only_compiled
def test_the_same_comes_of_it_as_of_plain_python(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "jmclean", tmp_path / "jmclean", ignore=shutil.ignore_patterns("*.so", "*.pyd", "__pycache__")
    )
    code = """
import sys
from jmclean import clean
from jmclean.io.codec import decode
from jmclean.engine import is_compiled
assert not is_compiled()
sys.stdout.reconfigure(encoding="utf-8")
print([tuple(clean(decode(open(path, "rb").read()).text)) for path in sys.argv[1:]])
"""
    pages = sorted((ROOT / "samples" / "dumps").iterdir())
    assert pages
    plain = subprocess.run([sys.executable, "-c", code, *pages], cwd=tmp_path, capture_output=True, check=True)
    assert plain.stdout.decode().strip() == str([tuple(clean(decode(page.read_bytes()).text)) for page in pages])


# what differs between compiled and plain modules must not show


@pytest.mark.parametrize("rule", RULES)
def test_a_manual_is_there_in_both_builds(rule: str) -> None:
    assert read_manual(rule)
    if not is_compiled():
        assert read_manual(rule) == (load(rule).__doc__ or "").strip()


def test_a_text_may_be_of_a_kind_of_string() -> None:
    class Text(str):
        __slots__ = ()

    source = "他说:好。\n\n\n\n活动由市图\n\n书馆主办。\n"
    assert clean(Text(source)) == clean(source)


@pytest.mark.parametrize("wrong", [None, b"page", 3, ["page"]])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises((TypeError, AttributeError)):
        clean(wrong)  # type: ignore[arg-type]


# the backend


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what git knows of this folder that packaging looks at."""
    pytest.importorskip("setuptools", "77")
    tree = tmp_path / "tree"
    for name in ("jmclean", ".ci", "samples", "tests"):
        shutil.copytree(ROOT / name, tree / name, ignore=NO_LIBRARIES)
    for name in (*listed("SOURCE"), "pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, tree)
    return tree


def hook(tree: Path, *call: str, asked: str = "", shadow: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call the backend as pip does: in a process of its own, in the tree; `asked` is JMCLEAN_COMPILED."""
    environment = {**os.environ, "JMCLEAN_COMPILED": asked, "PYTHONPATH": str(shadow or "")}
    return subprocess.run(
        [sys.executable, "-c", HOOKS, *call], cwd=tree, env=environment, capture_output=True, text=True, timeout=120
    )


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The last line that a hook printed: what it gives back."""
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(("asked", "mypyc"), [("", False), ("0", False), ("1", True)])
@pytest.mark.parametrize("build", ["wheel", "editable"])
def test_only_what_is_to_be_compiled_needs_mypyc(tree: Path, asked: str, mypyc: bool, build: str) -> None:
    assert ("mypy[mypyc]" in told(hook(tree, f"get_requires_for_build_{build}", asked=asked))) == mypyc


def put_leftovers(tree: Path) -> set[Path]:
    """Put what compiled builds of other days leave: beside the sources, and in build."""
    names = [
        "jmclean__mypyc.x.so",
        "jmclean/engine/clean.x.so",
        "jmclean/rules/captions.x.pyd",
        "build/lib/jmclean/gone.py",
    ]
    names += [f"build/lib.{os.name}/jmclean/clean.x.so"]
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(b"not a library")
    return {tree / name for name in names}


def test_a_plain_wheel_holds_the_sources_alone(tree: Path, tmp_path: Path) -> None:
    left = put_leftovers(tree)
    with zipfile.ZipFile(tmp_path / told(hook(tree, "build_wheel", str(tmp_path), asked="0"))) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
        assert "py3-none-any" in str(wheel.filename)
    sources = (tree / "jmclean").rglob("*")
    assert names == {str(path.relative_to(tree).as_posix()) for path in sources if path.is_file() and path not in left}
    assert [path for path in left if not path.exists()] == []


ADDRESS = "https://host.example/owner/name"


def test_metadata_names_the_tree_and_the_readme_s_pictures_lead_there(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: str) -> str:
        monkeypatch.setenv("JMCLEAN_SOURCE", source)
        name = told(hook(tree, "prepare_metadata_for_build_wheel", str(tmp_path)))
        return (tmp_path / name / "METADATA").read_text("utf-8")

    assert "](samples/diff-terminal.png)" in read("")
    text = read(f"{ADDRESS}/tree/1a2b")
    assert f"Project-URL: Homepage, {ADDRESS}\n" in text
    assert f"]({ADDRESS}/raw/1a2b/samples/diff-terminal.png)" in text
    assert f"]({ADDRESS}/blob/1a2b/CONTRIBUTING.md)" in text
    assert not re.search(r"\]\((?!https:)", text)


def test_an_address_that_is_no_tree_is_refused(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JMCLEAN_SOURCE", ADDRESS)
    done = hook(tree, "prepare_metadata_for_build_wheel", str(tmp_path))
    assert done.returncode == 1
    assert "Give it as https://HOST/OWNER/NAME/tree/COMMIT." in done.stderr


def test_an_editable_install_takes_away_what_a_compiled_one_left(tree: Path, tmp_path: Path) -> None:
    left = put_leftovers(tree)
    other = tree / "jmclean" / "data" / "other.so"
    other.write_bytes(b"of somebody else")
    told(hook(tree, "build_editable", str(tmp_path)))
    assert {path.relative_to(tree).parts[0] for path in left if path.exists()} == {"build"}
    assert other.exists()


def test_the_sources_are_whole(tree: Path, tmp_path: Path) -> None:
    left = put_leftovers(tree)
    with tarfile.open(tmp_path / told(hook(tree, "build_sdist", str(tmp_path)))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    files = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file() and path not in left}
    assert {name for name in files if ".egg-info/" not in name and "__pycache__" not in name} <= names
    assert not any(name.endswith(LIBRARIES) or name.startswith("build/") for name in names)


def test_where_nothing_can_compile_the_error_says_what_to_do(tree: Path, tmp_path: Path) -> None:
    module = tmp_path / "shadow" / "mypyc" / "build.py"
    module.parent.mkdir(parents=True)
    module.with_name("__init__.py").touch()
    module.write_text("def mypycify(*_, **__):\n    raise SystemExit('error: there is no cc')\n", "utf-8")
    done = hook(tree, "build_wheel", str(tmp_path), asked="1", shadow=tmp_path / "shadow")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "error: there is no cc" in done.stderr
    assert "Install a C compiler and Python's headers, or leave JMCLEAN_COMPILED out" in done.stderr
    assert not list(tmp_path.glob("*.whl"))
