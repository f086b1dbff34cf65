"""The recipes of the manual for other engines run as they stand there, each where its package is installed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jmclean import clean_batch
from tests.corpora import rows, write_lines

ROOT = Path(__file__).parent.parent
MANUAL = (ROOT / "jmclean" / "manual" / "corpora.md").read_text("utf-8")
RECIPES = {
    package: next(code for code in re.findall(r"^```python\n(.*?)^```$", MANUAL, re.M | re.S) if f" {package}" in code)
    for package in ("datasets", "datatrove", "dask", "pyspark")
}


@pytest.mark.parametrize("package", RECIPES)
def test_a_recipe_runs_and_cleans_every_row(package: str, tmp_path: Path) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    source = [{"id": row["id"], "text": row["text"]} for row in rows(20)]
    if package != "datatrove":  # which drops what has no text
        source.append({"id": "null", "text": None})
    write_lines(tmp_path / "pages" / "a.jsonl", source[:12])
    write_lines(tmp_path / "pages" / "b.jsonl", source[12:])
    (tmp_path / "recipe.py").write_text(RECIPES[package], "utf-8")
    done = subprocess.run(
        [sys.executable, "recipe.py"],
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "HF_HOME": str(tmp_path / "hf"),
            "HF_HUB_OFFLINE": "1",
        },
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    files = [tmp_path / "clean.jsonl"] if package == "datasets" else sorted((tmp_path / "clean").glob("[!.]*.json*"))
    found = [json.loads(line) for path in files for line in path.read_text("utf-8").split("\n") if line]
    texts = clean_batch([row["text"] for row in source])
    wanted = [(row["id"], text) for row, text in zip(source, texts, strict=True)]
    assert sorted((row["id"], row.get("text")) for row in found) == sorted(wanted)
