"""Layout dumps: every format says the same of one page, and what is broken or hostile is refused in two sentences."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jmclean import undo
from jmclean.engine.chain import clean_document
from jmclean.engine.sections import clean_in_sections, find_cuts
from jmclean.errors import LayoutError
from jmclean.io.page import clean_page, is_dump
from jmclean.options import Options
from jmclean.readers.dump import read_dump
from jmclean.readers.text_of_layout import Reading
from jmclean.structure.layout_facts import BlockFacts, Evidence
from jmclean.text.document import Document
from tests.layouts import CLEAN, LABELS, LINES, REGIONS, lines_of_paddleocr, ppstructure, tsv
from tests.test_sections import headline, story


def reading(text: str) -> Reading:
    found = read_dump(text)
    assert found is not None
    return found


def cleaned(text: str) -> str:
    return clean_page(text.encode(), Options(), None, "utf-8").data.decode()


def with_levels(text: str) -> str:
    """The text with headlines of the second level, though the dump calls the first one the title of the page."""
    return "#" * text.startswith("# ") + text


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "jmclean", *arguments], input=text.encode(), capture_output=True)


@pytest.mark.parametrize("name", REGIONS)
def test_regions_and_lines_show_every_cut_caption_and_heading(name: str) -> None:
    assert with_levels(cleaned(REGIONS[name]())) == CLEAN


@pytest.mark.parametrize("name", LABELS)
def test_labels_show_captions_furniture_and_headings(name: str) -> None:
    text = cleaned(LABELS[name]())
    assert "夜景" not in text
    assert "星期四" not in text
    assert [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")] == [
        "两座新桥同日通车",
        "公园下月开放",
    ]
    assert "届时市民可以沿河散步。\n\n停车场" in text


@pytest.mark.parametrize("name", LINES)
def test_bare_lines_without_places_stay_and_it_is_said(name: str, tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    file.write_text(LINES[name](), "utf-8")
    done = run(str(file))
    assert done.stdout.decode().splitlines() == lines_of_paddleocr()["rec_texts"]
    assert b"no order across columns" in done.stderr


def test_tesseract_tsv_has_no_pictures_but_paragraphs() -> None:
    text = cleaned(tsv())
    assert "有一条人行道和路灯。桥下留出的航道可以通过三百吨级的货船。" in text
    assert text.startswith("## 两座新桥同日通车\n")


def test_the_text_that_was_read_is_printed_and_cleaned_as_it_is() -> None:
    dump = ppstructure()
    done = run("layout", "-", text=dump)
    text = done.stdout.decode()
    assert text == reading(dump).text
    assert "有一条人行道和路灯。\n\n桥下留出的航道" in text  # the pieces as they are printed
    assert "新桥的夜景十分好看。" in text


def test_blocks_tell_their_page_box_and_role() -> None:
    done = run("layout", "--format", "json", "-", text=ppstructure())
    entries = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [entry["role"] for entry in entries][:3] == ["furniture", "heading", "text"]
    assert entries[1]["box"] == [100, 100, 580, 160]
    assert {entry["page"] for entry in entries} == {1}


def test_what_is_no_dump_is_no_dump() -> None:
    for text in (
        "",
        "{",
        "[1]",
        '{"a": 1}',
        "[[1, 2], [3, 4]]",
        "<p>新桥</p>",
        "[摄影]新桥",
        "{3}----\n新桥",
        "<html></html>",
    ):
        assert read_dump(text) is None, text
    done = run("layout", "-", text="新桥昨天通车。\n")
    assert done.returncode == 3
    assert b"not a layout dump" in done.stderr


def test_several_pages_in_one_file() -> None:
    page = json.loads(ppstructure())
    found = reading(json.dumps([page, page]))
    assert {block.page for block in found.evidence.blocks} == {0, 1}
    assert found.text.count("停车场明年建成。") == 2


def test_a_tilted_page_is_read_as_a_level_one() -> None:
    def tilted(point: list[float]) -> list[float]:
        return [point[0] - 0.01 * point[1], point[1] + 0.01 * point[0]]

    page = json.loads(ppstructure())
    overall = page["overall_ocr_res"]
    overall["rec_polys"] = [[tilted(point) for point in polygon] for polygon in overall["rec_polys"]]
    for block in page["parsing_res_list"]:
        left, top, right, bottom = block["block_bbox"]
        block["block_bbox"] = [*tilted([left, top]), *tilted([right, bottom])]
    assert cleaned(json.dumps(page)) == cleaned(ppstructure())


def test_a_dump_is_never_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    file.write_text(ppstructure(), "utf-8")
    done = run("-i", str(file))
    assert done.returncode == 2
    assert b"is a layout dump" in done.stderr
    assert file.read_text("utf-8") == ppstructure()
    assert is_dump(str(file), None)
    assert run("--layout", "-i", str(tmp_path)).returncode == 2


def test_dumps_of_a_folder_are_passed_over_in_place(tmp_path: Path) -> None:
    """One that DeepSeek-OCR wrote has the suffix of a page."""
    dump, page = LABELS["DeepSeek-OCR"](), tmp_path / "page.txt"
    (tmp_path / "dump.mmd").write_text(dump, "utf-8")
    page.write_text("新桥昨天通车,很好。\n", "utf-8")
    done = run("-v", "-i", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert b"dump.mmd: passed over" in done.stderr
    assert b"1 layout dump" in done.stderr
    assert page.read_text("utf-8") == "新桥昨天通车，很好。\n"
    assert (tmp_path / "dump.mmd").read_text("utf-8") == dump
    assert run("-i", str(tmp_path / "dump.mmd")).returncode == 2


def test_a_folder_of_dumps(tmp_path: Path) -> None:
    for name, make in REGIONS.items():
        suffix = ".hocr" if "hOCR" in name else ".xml" if name[:4] in ("ALTO", "PAGE") else ".json"
        (tmp_path / f"{name.replace(' ', '-')}{suffix}").write_text(make(), "utf-8")
    assert b"0 files" in run(str(tmp_path), "-o", str(tmp_path / "out")).stderr
    done = run("--layout", str(tmp_path), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    pages = [with_levels(path.read_text("utf-8")) for path in (tmp_path / "out").glob("*.md")]
    assert pages == [CLEAN] * len(REGIONS)


def test_a_journal_leads_back_to_the_text_that_was_read(tmp_path: Path) -> None:
    file, out, journal = tmp_path / "page.json", tmp_path / "out", tmp_path / "journal.jsonl"
    file.write_text(ppstructure(), "utf-8")
    assert run(str(file), "-o", str(out), "--journal", str(journal)).returncode == 0
    undone = run("undo", "--journal", str(journal), str(out / "page.md"))
    assert undone.stdout.decode() == reading(ppstructure()).text


def test_check_and_diff_look_at_the_text(tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    file.write_text(ppstructure(), "utf-8")
    assert run("--check", str(file)).returncode == 1
    assert "路灯。".encode() in run("diff", str(file)).stdout
    entries = [json.loads(line) for line in run("explain", "--format", "json", str(file)).stdout.splitlines()]
    (caption,) = (entry for entry in entries if entry["rule"] == "captions")
    assert caption["page"] == 1
    assert caption["box"] == [900, 490, 1140, 514]


def test_nothing_of_the_readers_is_loaded_for_plain_text() -> None:
    program = (
        "import sys; from jmclean import cli; sys.argv = ['jmclean', '-q']\n"
        "try: cli.main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('jmclean.readers')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], input="新桥昨天通车。\n".encode(), capture_output=True)
    assert done.stderr.strip() == b"[]"


BOMB = '<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "新桥"><!ENTITY b "&a;&a;">]><alto><Layout>&b;</Layout></alto>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/passwd">]><alto>&a;</alto>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        OUTSIDE,
        BOMB.replace("alto", "PcGts"),
        "<alto>" + "<a>" * 1000,
        "<alto><Layout></alto>",
        '{"parsing_res_list": [',
        '{"parsing_res_list": ' + "[" * 100_000,
        '{"pdf_info": [' + '{"a": ' * 100_000,
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\n1\t2\n",
        "<alto><String CONTENT='" + "新" * 3_000_000,
        "<html><div class='ocr_page'>" + "<div>" * 1000,
    ],
)
def test_hostile_and_broken_dumps_are_refused_in_two_sentences(text: str) -> None:
    with pytest.raises(LayoutError) as caught:
        read_dump(text)
    assert str(caught.value).count(". ") == 1


def test_odd_numbers_and_values_do_no_harm() -> None:
    page = json.loads(ppstructure())
    odd: list[object] = [None, float("nan"), float("inf"), 1e300, -1e9, "1", [], {}, True]
    for number, block in enumerate(page["parsing_res_list"]):
        block["block_bbox"] = [odd[number % len(odd)], 0, 10, 10]
    page["overall_ocr_res"]["rec_polys"] = [[[value, value]] * 4 for value in odd] * 3
    page["overall_ocr_res"]["rec_boxes"] = "none"
    text = reading(json.dumps(page)).text
    assert "清溪上的两座新桥" in text
    for value in odd:
        read_dump(json.dumps({"parsing_res_list": value}))
        read_dump(json.dumps({"parsing_res_list": [value]}))
        read_dump(json.dumps([{"box": value, "txt": value}]))
        read_dump(json.dumps({"pdf_info": [{"preproc_blocks": [value], "page_size": value}]}))
        read_dump(json.dumps({"schema_name": "DoclingDocument", "body": value, "texts": [value], "pages": value}))


def test_controls_and_half_characters_do_not_reach_the_text() -> None:
    text = cleaned('{"parsing_res_list": [{"block_label": "text", "block_content": "新\\u0000桥\\ud83d通车。"}]}')
    assert text == "新桥通车。\n"


def seconds(text: str) -> float:
    start = time.process_time()
    read_dump(text)
    return time.process_time() - start


def many_lines(count: int) -> str:
    box = [[0, 0], [300, 0], [300, 30], [0, 30]]
    return json.dumps([[[[[x, y + 40 * at] for x, y in box], ["新桥昨天通车。", 0.9]] for at in range(count)]])


def many_regions(count: int) -> str:
    labels = ("text", "text", "image", "figure_title")
    blocks = [
        {
            "block_label": labels[at % 4],
            "block_content": "新桥昨天通车。",
            "block_bbox": [0, 40 * at, 300, 40 * at + 30],
        }
        for at in range(count)
    ]
    return json.dumps({"parsing_res_list": blocks})


@pytest.mark.parametrize("make", [many_lines, many_regions])
def test_many_boxes_take_linear_time(make: Callable[[int], str]) -> None:
    seconds(make(100))
    assert seconds(make(16_000)) < 40 * max(0.02, seconds(make(2_000)))


HOSTILE_HTML = {
    "comments without an end": "<!--",
    "tags without an end": "<p ",
    "attributes without an end": "<p title='",
    "signs": "<",
    "attributes": "a ",
    "ends": "</p>",
    "scripts": "<script>",
}


@pytest.mark.parametrize("part", HOSTILE_HTML.values(), ids=HOSTILE_HTML)
def test_hostile_html_takes_linear_time(part: str) -> None:
    start = "<html><body><div class='ocr_page'><span class='ocr_line' title='bbox 0 0 9 9'>新桥</span><p "

    def taken(size: int) -> float:
        begun = time.process_time()
        found = read_dump(start + part * (size // len(part)))
        assert found is not None
        assert found.text == "新桥\n"
        return time.process_time() - begun

    taken(1_000)
    assert taken(800_000) < 40 * max(0.01, taken(100_000))


def test_html_is_read_as_browsers_read_it() -> None:
    """A sign in a value, a value without quotes, capitals, an entity, a comment, a style, an element left open."""
    text = (
        "<!DOCTYPE html><html><style>p > span {}</STYLE><BODY><!-- <p> --><DIV CLASS=ocr_page TITLE='image \"a>b\"'>"
        "<P class='x ocr_par' title=\"bbox 0 0 300 80\"><SPAN class=ocr_line title='bbox 0 0 300 30'>新桥&amp;<br>"
        "<p class='ocr_par'><span class='ocr_line' title='bbox 0 100 300 130'>公园</span></DIV></HTML>"
    )
    found = reading(text)
    assert found.text == "新桥&\n\n公园\n"
    assert [block.box for block in found.evidence.blocks] == [(0, 0, 300, 30), (0, 100, 300, 130)]


@pytest.mark.parametrize("largest", [2_000, 8_000])
def test_many_pages_are_cleaned_in_sections_as_they_are_as_one(largest: int) -> None:
    def page(number: int) -> dict[str, object]:
        texts = [headline(number).lstrip("# "), *story(number).split("\n\n")]
        kinds = ("doc_title", *("figure_title" if text.startswith("图为") else "text" for text in texts[1:]))
        boxes = [[100, 100 + 100 * at, 700, 180 + 100 * at] for at in range(len(texts))]
        keys = ("block_label", "block_content", "block_bbox")
        blocks = [dict(zip(keys, block, strict=True)) for block in zip(kinds, texts, boxes, strict=True)]
        return {"parsing_res_list": [block for block in blocks if block["block_content"]]}

    found = reading(json.dumps([page(number) for number in range(60)]))
    whole = Document(found.text)
    whole.give(found.evidence)
    assert len(find_cuts(found.text, Options(), largest, found.evidence)) > 2
    result = clean_in_sections(found.text, Options(), largest, None, found.evidence)
    assert result.text == clean_document(whole, Options()).text
    assert "图为" not in result.text
    assert result.text.count("无障碍通道") == 60
    assert undo(result.text, result.journal) == found.text


def test_no_section_begins_where_a_block_may_go_on_from_another() -> None:
    paragraph = "清溪上的两座新桥昨天同时建成通车，两岸的居民都来参观，从此不必再绕行十多里的山路了。"
    text = "\n\n".join([f"{place}{paragraph}" for place in ("东街的人说", "西桥的人说", "南门的人说") * 40])
    spans = [(at, at + len(paragraph) + 5) for at in range(0, len(text), len(paragraph) + 7)]
    facts = [BlockFacts(start, end, is_flush=number % 3 == 0) for number, (start, end) in enumerate(spans)]
    places = find_cuts(text, Options(), 400, Evidence(tuple(facts)))
    assert len(places) > 5
    assert not {start for number, (start, _) in enumerate(spans) if number % 3 == 0} & set(places)


def test_bare_lines_are_put_in_order_by_the_places_of_their_characters() -> None:
    """Two columns of twelve lines, each line and its neighbour read as one."""
    left = [
        "清溪上的两座新桥昨天",
        "同时建成通车，两岸居",
        "民都来参观，从此不必",
        "再绕行十多里的山路。",
        "新桥全长六百多米，桥",
        "面宽二十多米，两侧各",
        "有一条人行道，道旁安",
        "装了路灯。桥下留出的",
        "航道可以通过三百吨级",
        "的货船，对清溪沿岸的",
        "运输大有好处。市交通",
        "局的负责人介绍说，工",
    ]
    right = [
        "程从去年春天开始，历",
        "时一年零两个月，比计",
        "划提前了一百多天。参",
        "加建设的工人有八百多",
        "名，他们战胜了夏天的",
        "洪水和冬天的严寒。桥",
        "头的公园正在栽种樱花",
        "和柳树，明年春天市民",
        "可以来这里散步。公园",
        "旁边还要修建停车场和",
        "公共汽车站，方便附近",
        "的居民和游客。",
    ]
    words, boxes, texts, polygons = [], [], [], []
    for row, (one, two) in enumerate(zip(left, right, strict=True)):
        top = 100 + 40 * row
        texts.append(one + two)
        words.append([*one, *two])
        starts = [100 + 30 * at for at in range(len(one))] + [440 + 30 * at for at in range(len(two))]
        boxes.append([[x, top, x + 30, top + 30] for x in starts])
        polygons.append([[100, top], [starts[-1] + 30, top], [starts[-1] + 30, top + 30], [100, top + 30]])
    page = {"rec_texts": texts, "rec_polys": polygons, "rec_scores": [0.99] * 12, "text_word": words}
    found = reading(json.dumps(page | {"text_word_boxes": boxes}))
    assert found.has_order
    assert "".join(found.text.split()) == "".join([*left, *right])
    unsure = reading(json.dumps(page | {"text_word_boxes": boxes, "rec_scores": [0.8] * 12}))
    assert not unsure.has_order
    assert unsure.text.splitlines() == texts


def test_vertical_print_is_read_in_its_direction() -> None:
    """Columns from right to left; the second paragraph begins with an indent at its top."""
    columns = [
        "清溪上的两座新桥",
        "昨天同时建成通车",
        "两岸居民很高兴。",
        "新桥全长六百米",
        "桥面宽二十多米，",
        "两侧各有人行道。",
    ]
    lines = []
    for at, text in enumerate(columns):
        top, left = (160 if at in (0, 3) else 100), 900 - 40 * at
        box = [left, top, left + 30, top + 30 * len(text)]
        spans = [{"bbox": box, "type": "text", "content": text}]
        lines.append({"bbox": box, "spans": spans})
    block = {"type": "text", "bbox": [700, 100, 930, 340], "lines": lines + lines[3:] + lines[3:]}
    page = {"preproc_blocks": [block], "page_idx": 0, "page_size": [1000, 1000]}
    first, second, *_ = reading(json.dumps({"pdf_info": [page]})).text.split("\n\n")
    assert first == "清溪上的两座新桥昨天同时建成通车两岸居民很高兴。"
    assert second.startswith("新桥全长六百米桥面宽二十多米，两侧各有人行道。")


def in_order_of_boxes(*columns: tuple[int, int, list[str]], wide: tuple[str, ...] = ()) -> list[str]:
    """The paragraphs of a page of columns, each its left and upper edge and its lines 40 apart; some are boxed wide."""
    found = []
    for left, top, texts in columns:
        for at, text in enumerate(texts):
            start = left + 30 * (len(text) - len(text.lstrip("　")))
            letters = text.lstrip("　")
            right = start + 30 * len(letters) + 50 * (text in wide)
            found.append((top + 40 * at, start, right, letters))
    found.sort()
    steps = [(right - left) / len(text) for _, left, right, text in found]
    page = {
        "rec_texts": [text for *_, text in found],
        "rec_polys": [[[left, y], [right, y], [right, y + 30], [left, y + 30]] for y, left, right, _ in found],
        "text_word": [list(text) for *_, text in found],
        "text_word_boxes": [
            [[left + step * at, y, left + step * (at + 1), y + 30] for at in range(len(text))]
            for (y, left, _, text), step in zip(found, steps, strict=True)
        ],
    }
    reading = read_dump(json.dumps(page), "boxes")
    assert reading is not None
    return reading.text.split()


ONE = [
    "清溪上的两座新桥昨天",
    "同时建成通车两岸居民",
    "都来参观从此不必再绕",
    "行十多里的山路新桥全",
    "长六百多米桥面宽二十",
]
TWO = [
    "多米两侧各有人行道道",
    "旁安装了路灯桥下留出",
    "的航道可以通过三百吨",
    "级的货船对清溪沿岸的",
    "运输大有好处桥头公园",
]
SIX = [*ONE, "市交通局的人介绍说这"]


def test_a_line_that_is_boxed_too_wide_hides_no_gutter() -> None:
    assert in_order_of_boxes((100, 100, SIX), (410, 100, TWO), wide=(SIX[2],)) == ["".join(SIX), "".join(TWO)]


def test_a_column_under_a_picture_follows_the_column_at_its_left() -> None:
    """A picture stands over the first of two columns, so that white runs over both between it and the other column."""
    assert in_order_of_boxes((100, 500, ONE), (430, 100, TWO)) == ["".join(ONE), "".join(TWO)]


def test_an_indented_line_at_the_foot_of_a_column_belongs_to_it() -> None:
    """The line between was lost; the white over both columns is wider than the gutter."""
    texts = in_order_of_boxes((100, 100, ONE), (130 + 30, 380, ["工程从去年春天开始"]), (430, 100, TWO))
    assert "".join(texts) == "".join([*ONE, "工程从去年春天开始", *TWO])
