"""`jmclean corpus` as a user runs it: every row comes out once, in order, and nothing but its text has changed."""

from __future__ import annotations

import datetime
import decimal
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

import pyarrow.parquet as pq  # noqa: E402

from jmclean import Options, undo  # noqa: E402
from jmclean.commands.corpus import command  # noqa: E402
from jmclean.engine.batch import clean_text  # noqa: E402
from jmclean.errors import CleanError  # noqa: E402
from jmclean.history.records import from_plain  # noqa: E402
from jmclean.readers.dump import read_dump  # noqa: E402
from jmclean.rules import RULES  # noqa: E402
from jmclean.runs.processes import TaskPool  # noqa: E402
from tests.corpora import Row, cleaned, odd_rows, page, read_lines, rows, write_lines  # noqa: E402
from tests.faults.breaking import obey_permissions  # noqa: E402
from tests.layouts import ppstructure  # noqa: E402

ADDED = ("jmclean_source", "jmclean_changes", "jmclean_journal", "jmclean_error")


def corpus(*arguments: str | Path, **how: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "jmclean", "corpus", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        **how,
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.stdout == ""
    return done


def here(*arguments: str | Path) -> int:
    """The command in this process, which takes less time."""
    return int(command.main(list(map(str, arguments)), standalone_mode=False))


def written(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and ".jmclean" not in path.parts
    )


def left_over(folder: Path) -> list[Path]:
    return [path for path in (folder / ".jmclean").rglob("*") if path.is_file() and path.suffix != ".record"]


def wanted(row: Row) -> Row:
    text = row["text"]
    return {**row, "text": None if text is None else clean_text(text).text, "jmclean_error": None}


def table(count: int) -> Any:
    """A table with a column of every kind that data sets have."""
    moment = datetime.datetime(2021, 3, 4, 5, 6, 7, 8, tzinfo=datetime.timezone.utc)
    texts = [page(number) if number % 7 else None for number in range(count)]
    columns = {
        "id": pa.array(range(count), pa.uint64()),
        "text": pa.array(texts, pa.large_string()),
        "when": pa.array([moment] * count, pa.timestamp("ns", "Asia/Shanghai")),
        "day": pa.array([moment.date()] * count),
        "price": pa.array([decimal.Decimal("1.10")] * count, pa.decimal128(9, 2)),
        "paper": pa.array(["晚报", "日报", None, "晨报"] * (count // 4)).dictionary_encode(),
        "nested": pa.array([{"a": [1, None], "b": {"c": "x"}}, None] * (count // 2)),
        "pairs": pa.array([[("k", 1)]] * count, pa.map_(pa.string(), pa.int32())),
        "bytes": pa.array([b"\xff\x00"] * count, pa.binary()),
        "fixed": pa.array([[1.5, float("nan")]] * count, pa.list_(pa.float32(), 2)),
        "nothing": pa.nulls(count),
    }
    schema = pa.schema(
        [pa.field(name, column.type, metadata={"of": name}) for name, column in columns.items()],
        metadata={"made by": "测试"},
    )
    return pa.table(list(columns.values()), schema=schema)


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".jsonl.gz", ".jsonl.zst"])
def test_lines_come_out_in_order_once_and_cleaned(tmp_path: Path, suffix: str) -> None:
    source = [*rows(60), *odd_rows()[:-1]]
    write_lines(tmp_path / "a.jsonl", source)
    data = (tmp_path / "a.jsonl").read_bytes()
    (tmp_path / "a.jsonl").unlink()
    compression = {".gz": "gzip", ".zst": "zstd"}.get(Path(suffix).suffix)
    with pa.output_stream(str(tmp_path / f"a{suffix}"), compression) as stream:
        stream.write(data)
    assert here(tmp_path / f"a{suffix}", tmp_path / "out", "-j1", "--batch-rows", "7") == 0
    assert written(tmp_path / "out") == [f"a{suffix}"]
    with pa.input_stream(str(tmp_path / "out" / f"a{suffix}"), compression) as stream:
        found = [json.loads(line) for line in stream.read().split(b"\n") if line]
    assert found == [wanted(row) for row in source]


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_parquet_keeps_every_other_column_and_what_is_said_of_them(tmp_path: Path, jobs: str) -> None:
    source = table(64)
    pq.write_table(source, tmp_path / "a.parquet", row_group_size=20, compression={"id": "gzip", "text": "zstd"})
    done = corpus(tmp_path / "a.parquet", tmp_path / "out", jobs, "--batch-rows=9")
    assert done.returncode == 0, done.stderr
    file = pq.ParquetFile(tmp_path / "out" / "a.parquet")
    result = file.read()
    kept = [name for name in source.column_names if name != "text"]
    before, after = pq.read_table(tmp_path / "a.parquet").select(kept), result.select(kept)
    assert after.schema.equals(before.schema, check_metadata=True)
    assert after.drop(["fixed"]).equals(before.drop(["fixed"]))
    assert repr(after["fixed"].to_pylist()) == repr(before["fixed"].to_pylist())  # NaN is not equal to itself
    assert result.schema.field("text").equals(source.schema.field("text"), check_metadata=True)
    assert result["text"].to_pylist() == [text and cleaned(text) for text in source["text"].to_pylist()]
    assert result.column_names == [*source.column_names, "jmclean_error"]
    assert result["jmclean_error"].null_count == 64
    assert [file.metadata.row_group(0).column(number).compression for number in (0, 1)] == ["GZIP", "ZSTD"]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_a_text_column_keeps_its_type(tmp_path: Path, kind: Any) -> None:
    column = pa.array(["一,二", None, "一,二", ""]).cast(kind)
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet")
    assert here(tmp_path / "a.parquet", tmp_path / "out", "-j1", "--keep-source") == 0
    result = pq.read_table(tmp_path / "out" / "a.parquet")
    assert result.schema.field("text").type == kind
    assert result["text"].to_pylist() == ["一，二", None, "一，二", ""]
    assert result["jmclean_source"].to_pylist() == ["一,二", None, "一,二", ""]


def test_parquet_rows_that_are_no_utf_8_stay_and_are_told_of(tmp_path: Path) -> None:
    bad = pa.array([b"\xe4\xb8\x80,\xe4\xba\x8c", b"\xff\xfe", None], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": ["甲", "乙", "丙"], "text": bad}), tmp_path / "a.parquet")
    done = corpus(tmp_path / "a.parquet", tmp_path / "out", "-j1", "--id-column", "id")
    assert done.returncode == 3
    assert "a.parquet:2 (乙): Its text is not UTF-8 at byte 1." in done.stderr
    result = pq.read_table(tmp_path / "out" / "a.parquet")
    assert result["text"].cast(pa.binary()).to_pylist() == ["一，二".encode(), b"\xff\xfe", None]
    assert [error is not None for error in result["jmclean_error"].to_pylist()] == [False, True, False]


@pytest.mark.parametrize("wanted_format", ["jsonl", "parquet"])
def test_what_was_changed_can_be_counted_and_undone(tmp_path: Path, wanted_format: str) -> None:
    source = [*rows(12), {"id": "x", "text": page(1).replace("\n", "\r\n"), "score": 0.5, "tags": []}]
    write_lines(tmp_path / "a.jsonl", source)
    flags = ("--changes", "--keep-source", "--keep-journal", "--format", wanted_format, "--skip", "headings")
    assert here(tmp_path / "a.jsonl", tmp_path / "out", "-j1", *flags) == 0
    path = tmp_path / "out" / f"a.{wanted_format}"
    found = read_lines(path) if wanted_format == "jsonl" else pq.read_table(path).to_pylist()
    assert len(found) == len(source)
    for before, after in zip(source, found, strict=True):
        result = clean_text(before["text"], Options(skip=("headings",)))
        assert after["text"] == result.text
        assert after["jmclean_source"] == before["text"]
        assert undo(after["text"], from_plain(json.loads(after["jmclean_journal"]))) == before["text"]
        counts = {change.rule: len(change.edits) for change in result.journal}
        assert after["jmclean_changes"] == {rule: counts.get(rule, 0) for rule in RULES if rule != "headings"}
        assert {key: after[key] for key in before if key != "text"} == {k: before[k] for k in before if k != "text"}


def test_parquet_as_lines_loses_no_digit(tmp_path: Path) -> None:
    pq.write_table(table(8), tmp_path / "a.parquet")
    assert here(tmp_path / "a.parquet", tmp_path / "out", "-j1", "--format", "jsonl") == 0
    row = read_lines(tmp_path / "out" / "a.jsonl")[0]
    assert row["when"] == "2021-03-04 13:06:07.000008000+0800"
    assert (row["day"], row["price"], row["paper"], row["bytes"]) == ("2021-03-04", "1.10", "晚报", "/wA=")
    assert (row["nested"], row["pairs"], row["fixed"]) == ({"a": [1, None], "b": {"c": "x"}}, [["k", 1]], [1.5, None])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, "a"], "The member x is int in one row and string in another"),
        ([10**30], "too large for Parquet"),
        ([2**60, 0.5], "fractions"),
        ([[{"a": 1}, {"a": "b"}]], "The member x[].a is int"),
        ([{}], "empty object"),
        (["\ud800"], "half a surrogate pair"),
    ],
)
def test_lines_that_parquet_cannot_hold_are_refused(tmp_path: Path, values: list[Any], said: str) -> None:
    lines = [json.dumps({"text": "一", "x": value}) for value in values]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    done = corpus(tmp_path / "a.jsonl", tmp_path / "out", "-j1", "--format", "parquet")
    assert done.returncode == 3
    assert said in done.stderr
    assert written(tmp_path / "out") == []
    assert left_over(tmp_path / "out") == []


def test_a_folder_a_glob_and_a_uri_are_the_same_corpus(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b/c.jsonl", "b/d e/f[1].jsonl", ".hidden.jsonl", "_tmp/x.jsonl", "b/note.txt"):
        write_lines(tmp_path / "语料" / name, rows(2))
    visible = ["a.jsonl", "b/c.jsonl", "b/d e/f[1].jsonl"]
    uri = (tmp_path / "语料").as_uri()
    assert here(tmp_path / "语料", tmp_path / "1", "-j1") == 0
    assert here(uri, tmp_path / "2", "-j1") == 0
    assert here(str(tmp_path / "语料" / "**" / "*.jsonl"), tmp_path / "3", "-j1", "--only", "blank-lines") == 0
    assert written(tmp_path / "1") == written(tmp_path / "2") == visible
    assert written(tmp_path / "3") == ["_tmp/x.jsonl", *visible]
    assert here(tmp_path / "语料" / "b" / "d e" / "f[1].jsonl", (tmp_path / "5").as_uri(), "-j1") == 0
    assert written(tmp_path / "5") == ["f[1].jsonl"]


def test_the_output_may_be_inside_the_input_and_is_no_part_of_it(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", rows(3))
    for _ in range(2):
        assert here(tmp_path, tmp_path / "out", "-j1") == 0
    assert written(tmp_path / "out") == ["a.jsonl"]


def test_a_file_system_of_fsspec(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/in/a.jsonl", b'{"text": "\xe4\xb8\x80,\xe4\xba\x8c"}\n')
    assert here("memory://in", "memory://out", "-j1") == 0
    assert json.loads(memory.cat("/out/a.jsonl"))["text"] == "一，二"


def test_broken_files_are_named_and_all_others_done(tmp_path: Path) -> None:
    source = tmp_path / "in"
    write_lines(source / "good.jsonl", rows(5))
    zipped = gzip.compress((source / "good.jsonl").read_bytes())
    (source / "cut.jsonl.gz").write_bytes(zipped[:-20])
    (source / "empty.jsonl").write_bytes(b"")
    (source / "blank.jsonl").write_bytes(b"\n\n")
    (source / "array.json").write_text('[{"text": "一"}]')
    (source / "pretty.json").write_text('{\n  "text": "一"\n}\n')
    (source / "other.jsonl").write_text('{"content": "一"}\n')
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), source / "none.parquet")
    pq.write_table(pa.table({"text": ["一,二"] * 5000}), source / "whole.parquet")
    whole = (source / "whole.parquet").read_bytes()
    (source / "short.parquet").write_bytes(whole[:-30])
    (source / "garbled.parquet").write_bytes(whole[:4] + b"\xff" * 40 + whole[44:])
    pq.write_table(pa.table({"text": [1, 2]}), source / "number.parquet")
    (source / "line.jsonl").write_bytes(b'{"text": "\xe4\xb8\x80,"}\n{"text": \n\n{"text": ""}\n')
    done = corpus(source, tmp_path / "out", "-j2")
    assert done.returncode == 3
    good = ["blank.jsonl", "empty.jsonl", "good.jsonl", "line.jsonl", "none.parquet", "whole.parquet"]
    assert written(tmp_path / "out") == good
    assert left_over(tmp_path / "out") == []
    for name, said in {
        "cut.jsonl.gz": "Truncated",
        "array.json": "JSON array",
        "pretty.json": "No line of it is a JSON object",
        "other.jsonl": "There is no column 'text'. There are content.",
        "short.parquet": "could not be read as Parquet",
        "garbled.parquet": "could not be read as Parquet",
        "number.parquet": "The column 'text' is int64, not a string.",
        "line.jsonl:2": "It is no JSON: Expecting value at character 10.",
    }.items():
        line = next(line for line in done.stderr.splitlines() if f"{name}: " in line)
        assert said in line
    assert "6 files written, 0 done before, 7 failed" in done.stderr
    assert [row["text"] for row in read_lines(tmp_path / "out" / "line.jsonl")] == ["一，", '{"text": ', ""]
    assert pq.read_table(tmp_path / "out" / "none.parquet").column_names == ["text", "jmclean_error"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.jsonl", "out", "--column", "txt"], "There is no column 'txt'. Did you mean 'text'? There are id, text"),
        (["a.parquet", "out", "--column", "id"], "The column 'id' is uint64, not a string. Choose one of 'text'"),
        (["a.parquet", "out", "--id-column", "idd"], "Did you mean 'id'?"),
        (["nowhere", "out"], "There is no file or folder nowhere."),
        (["nothing", "out"], "no file there is JSON Lines or Parquet"),
        (["*.csv", "out"], "no file there is JSON Lines or Parquet"),
        (["nosuch://bucket/a", "out"], "names no place that can be reached"),
        (["a.jsonl", "a.parquet"], "is a file"),
        (["nothing/..", "."], "is both IN and OUT"),
        (["a.jsonl", "."], "Choose another folder; nothing was written."),
        (["a.jsonl", "out", "--address", "auto"], "--engine ray"),
        (["a.jsonl", "out", "--only", "nosuch"], "There is no rule 'nosuch'"),
        (["a.jsonl"], "Missing argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(tmp_path / "a.jsonl", rows(2))
    pq.write_table(table(4), tmp_path / "a.parquet")
    (tmp_path / "nothing").mkdir()
    done = corpus(*arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "a.parquet", "nothing"]


@pytest.mark.parametrize(("missing", "flags"), [("pyarrow", []), ("ray", ["--engine", "ray"])])
def test_without_the_extra_its_command_is_told(tmp_path: Path, missing: str, flags: list[str]) -> None:
    write_lines(tmp_path / "a.jsonl", rows(1))
    blocked = f"import sys; sys.modules[{missing!r}] = None; from jmclean.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", blocked, "corpus", str(tmp_path / "a.jsonl"), str(tmp_path / "out"), *flags],
        capture_output=True,
        text=True,
        check=False,
    )
    extra = "ray" if flags else "corpus"
    assert done.returncode == 2
    assert done.stderr == f"jmclean: {missing} is not installed. Install it with: pip install 'jmclean[{extra}]'\n"


def test_a_second_run_does_only_what_is_not_done(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    for name in "abcdef":
        write_lines(source / f"{name}.jsonl", rows(3))
    assert here(source, out, "-j1") == 0
    first = {name: (out / name).stat().st_mtime_ns for name in written(out)}
    write_lines(source / "a.jsonl", rows(4))  # the source is another one
    (out / "b.jsonl").write_bytes((out / "b.jsonl").read_bytes()[:-10])  # not what the run wrote
    (out / "c.jsonl").unlink()
    (out / ".jmclean" / "d.jsonl.record").write_text("{}")
    done = corpus(source, out, "-j1")
    assert "4 files written, 2 done before" in done.stderr
    second = {name: (out / name).stat().st_mtime_ns for name in written(out)}
    assert [name for name in first if first[name] == second[name]] == ["e.jsonl", "f.jsonl"]
    assert len(read_lines(out / "a.jsonl")) == 4
    assert len(read_lines(out / "b.jsonl")) == 3
    assert "6 files written, 0 done before" in corpus(source, out, "-j1", "--skip", "headings").stderr


def test_a_file_of_someone_else_is_not_overwritten(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", rows(2))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.jsonl").write_text("mine")
    done = corpus(tmp_path / "a.jsonl", tmp_path / "out", "-j1")
    assert done.returncode == 3
    assert "is there already" in done.stderr
    assert (tmp_path / "out" / "a.jsonl").read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="root gives up its rights in a way of Linux")
def test_an_output_that_is_out_of_reach_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    for name in ("a.jsonl", "sub/b.jsonl"):
        write_lines(tmp_path / "in" / name, rows(2))
    (tmp_path / "out" / "sub").mkdir(parents=True)
    (tmp_path / "out" / "sub").chmod(0)
    done = corpus(tmp_path / "in", tmp_path / "out", "-j1", preexec_fn=obey_permissions)
    (tmp_path / "out" / "sub").chmod(0o755)
    assert done.returncode == 3
    assert re.search(
        r"out/sub/b\.jsonl is out of reach: .*Permission denied. Check its permissions\.$", done.stderr, re.M
    )
    assert written(tmp_path / "out") == ["a.jsonl"]


def test_two_sources_of_one_name_do_not_meet(tmp_path: Path) -> None:
    write_lines(tmp_path / "1" / "a.jsonl", rows(2))
    write_lines(tmp_path / "2" / "a.jsonl", rows(3))
    done = corpus(tmp_path / "1", tmp_path / "2", tmp_path / "out", "-j1")
    assert done.returncode == 3
    assert "goes to" in done.stderr
    assert len(read_lines(tmp_path / "out" / "a.jsonl")) == 2


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_an_interrupted_run_leaves_no_half_file_and_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    for number in range(3):
        write_lines(source / f"{number}.jsonl", rows(20 if number == 0 else 400))
    run = subprocess.Popen(
        [sys.executable, "-m", "jmclean", "corpus", str(source), str(out), "-j2"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    record = out / ".jmclean" / "0.jsonl.record"
    while not (record.exists() and "written" in record.read_text() and left_over(out)):
        assert run.poll() is None
        time.sleep(0.02)
    os.killpg(run.pid, how) if how == signal.SIGINT else run.send_signal(how)
    _, told = run.communicate(timeout=30)
    assert written(out) in (["0.jsonl"], ["0.jsonl", "1.jsonl"])
    if how == signal.SIGINT:
        assert run.returncode == 130
        assert b"Traceback" not in told
        assert left_over(out) == []
    done = corpus(source, out, "-j2")
    assert done.returncode == 0
    assert "0 done before" not in done.stderr
    assert left_over(out) == []
    for number in range(3):
        before, after = read_lines(source / f"{number}.jsonl"), read_lines(out / f"{number}.jsonl")
        assert [row["id"] for row in after] == [row["id"] for row in before]


def test_a_process_that_dies_costs_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lines(tmp_path / "a.jsonl", rows(600))
    killed: list[int] = []
    submit = TaskPool.submit

    def killing(pool: TaskPool, work: Any, *given: Any) -> Any:
        if not killed:
            process = next(iter(pool.processes))
            killed.append(process.pid)
            process.kill()
        return submit(pool, work, *given)

    monkeypatch.setattr(TaskPool, "submit", killing)
    assert here(tmp_path / "a.jsonl", tmp_path / "out", "-j2", "--batch-rows", "20") == 0
    assert killed
    assert read_lines(tmp_path / "out" / "a.jsonl") == [wanted(row) for row in rows(600)]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_is_not_for_a_process_that_has_hardly_begun() -> None:
    with TaskPool(2) as pool:
        for process in pool.processes:
            os.kill(process.pid, signal.SIGINT)
        assert [pool.submit(len, "一二")() for _ in range(4)] == [2] * 4
        assert len(pool.processes) == 2


def _die(_: object) -> None:
    os._exit(1)


def test_work_that_processes_die_of_is_given_up_and_other_work_goes_on() -> None:
    with TaskPool(2) as pool:
        first, *others = [pool.submit(_die, None), *(pool.submit(len, "一二") for _ in range(8))]
        assert [answer() for answer in others] == [2] * 8
        with pytest.raises(CleanError, match="died, several times"):
            first()


def test_what_is_told_at_the_end(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [*rows(4), {"id": "x", "text": 5}])
    done = corpus(tmp_path / "a.jsonl", tmp_path / "out", "-j1", "--id-column", "id")
    lines = done.stderr.splitlines()
    assert lines[0].endswith("a.jsonl:5 (\"x\"): Its 'text' is a number, not a string. The row is as it was.")
    assert lines[1:3] == ["1 file written, 0 done before, 0 failed", "5 rows: 3 changed, 1 failed"]
    assert lines[3].startswith("changes by rule: ")
    assert "MB/s" in lines[4]
    again = corpus(tmp_path / "a.jsonl", tmp_path / "out", "-j1", "-q")
    assert again.returncode == 3
    assert again.stderr.endswith("a.jsonl: 1 row failed when it was done before; jmclean_error says why in each.\n")
    write_lines(tmp_path / "a.jsonl", rows(2))
    assert corpus(tmp_path / "a.jsonl", tmp_path / "out", "-j1", "-q").stderr == ""


def test_a_row_of_five_megabytes(tmp_path: Path) -> None:
    source = odd_rows()
    assert len(source[-1]["text"].encode()) > 5_000_000
    write_lines(tmp_path / "a.jsonl", source)
    pq.write_table(pa.Table.from_pylist(source), tmp_path / "a.parquet")
    assert here(tmp_path / "a.jsonl", tmp_path / "a.parquet", tmp_path / "out", "-j2", "--only", "blank-lines") == 0
    for found in (read_lines(tmp_path / "out" / "a.jsonl"), pq.read_table(tmp_path / "out" / "a.parquet").to_pylist()):
        assert [row["text"] for row in found] == [
            row["text"] and clean_text(row["text"], Options(only=("blank-lines",))).text for row in source
        ]


@pytest.mark.parametrize("wanted_format", ["jsonl", "parquet"])
def test_layout_dumps_become_their_text(tmp_path: Path, wanted_format: str) -> None:
    """Beside them a page, a JSON that is no dump, a broken dump and a null."""
    dump = ppstructure()
    texts = [dump, page(1), dump.replace("\n", "\r\n"), '{"a": "市民,好"}', dump[:-20], None]
    write_lines(tmp_path / "a.jsonl", [{"id": number, "text": text} for number, text in enumerate(texts)])
    assert here(tmp_path / "a.jsonl", tmp_path / "out", "-j1", "--format", wanted_format, "--keep-journal") == 3
    out = tmp_path / "out" / f"a.{wanted_format}"
    if wanted_format == "parquet":
        found = pq.read_table(out).to_pylist()
    else:
        found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    text = found[0]["text"]
    assert text == found[2]["text"]
    assert text.startswith("# 两座新桥同日通车\n")
    assert "夜景" not in text
    reading = read_dump(dump)
    assert reading is not None
    assert undo(text, from_plain(json.loads(found[0]["jmclean_journal"]))) == reading.text
    assert found[1]["text"] == cleaned(page(1))
    assert found[4]["text"] == texts[4]
    assert "broken" in found[4]["jmclean_error"]
    assert [row["jmclean_error"] is None for row in found] == [True, True, True, True, False, True]
    assert found[5]["text"] is None
