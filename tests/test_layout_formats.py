"""Layout formats by their documentation: what their schemas and engines have beyond the plain page."""

from __future__ import annotations

import json

import pytest

from jmclean.readers.dump import read_dump
from jmclean.readers.text_of_layout import Reading


def read(text: str) -> Reading:
    found = read_dump(text)
    assert found is not None
    return found


def alto(layout: str, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">'
        f"<Description><MeasurementUnit>mm10</MeasurementUnit></Description>{head}"
        f'<Layout><Page ID="p" WIDTH="900" HEIGHT="900"><PrintSpace>{layout}</PrintSpace></Page></Layout></alto>'
    )


def alto_block(name: str, *lines: str, more: str = "", top: int = 0) -> str:
    rows = "".join(
        f'<TextLine ID="{name}{at}" HPOS="0" VPOS="{top + 40 * at}" WIDTH="300" HEIGHT="30">{line}</TextLine>'
        for at, line in enumerate(lines)
    )
    return f'<TextBlock ID="{name}" {more}>{rows}</TextBlock>'


def strings(*contents: str) -> str:
    return "<SP/>".join(f'<String CONTENT="{content}"/>' for content in contents)


def test_alto_words_that_a_line_end_broke_are_whole() -> None:
    first = (
        '<String CONTENT="新桥由"/><String CONTENT="inter" SUBS_TYPE="HypPart1" SUBS_CONTENT="international"/>'
        '<HYP CONTENT="-"/>'
    )
    second = '<String CONTENT="national" SUBS_TYPE="HypPart2" SUBS_CONTENT="international"/><String CONTENT="公司建"/>'
    assert read(alto(alto_block("a", first, second))).text == "新桥由international公司建\n"


def test_alto_abbreviations_and_alternatives_are_not_the_text() -> None:
    string = (
        '<String CONTENT="Dr." SUBS_TYPE="Abbreviation" SUBS_CONTENT="Doctor"><ALTERNATIVE>Br.</ALTERNATIVE>'
        '<Glyph CONTENT="D"><Variant CONTENT="O"/></Glyph></String>'
    )
    assert read(alto(alto_block("a", string))).text == "Dr.\n"


ORDERS = {
    "references to blocks": (
        '<ReadingOrder><OrderedGroup ID="o"><ElementRef ID="1" REF="b"/><ElementRef ID="2" REF="a"/></OrderedGroup>'
        "</ReadingOrder>",
        "",
    ),
    "references to lines": (
        '<ReadingOrder><UnorderedGroup ID="o"><OrderedGroup ID="i"><ElementRef ID="1" REF="b0"/>'
        '<ElementRef ID="2" REF="a0"/></OrderedGroup></UnorderedGroup></ReadingOrder>',
        "",
    ),
    "the next block": ("", 'IDNEXT="a"'),
    "the next block in a circle": ("", 'IDNEXT="b"'),
}


@pytest.mark.parametrize("name", ORDERS)
def test_alto_order(name: str) -> None:
    head, more = ORDERS[name]
    blocks = alto_block("a", strings("后面")) + alto_block("b", strings("前面"), more=more, top=400)
    found = read(alto(blocks, head)).text.split()
    assert found == (["后面", "前面"] if "circle" in name else ["前面", "后面"])


def test_alto_composed_blocks_are_named_in_the_order_as_a_whole() -> None:
    head = '<ReadingOrder><OrderedGroup ID="o"><ElementRef ID="1" REF="c2 c1"/></OrderedGroup></ReadingOrder>'
    one, two = (
        f'<ComposedBlock ID="c{n}">{alto_block(f"a{n}", strings(t))}</ComposedBlock>' for n, t in ((1, "二"), (2, "一"))
    )
    assert read(alto(one + two, head)).text.split() == ["一", "二"]


def test_alto_outlines_stand_for_boxes() -> None:
    shape = '<Shape><Polygon POINTS="10,20 310,20 310,50 10,50"/></Shape>'
    text = alto(f'<TextBlock ID="a"><TextLine ID="l">{shape}<String CONTENT="新桥昨天通车。"/></TextLine></TextBlock>')
    assert [block.box for block in read(text).evidence.blocks] == [(10, 20, 310, 50)]
    assert read(text.replace("10,20 310,20", "10 20 310 20")).evidence.blocks[0].box == (10, 20, 310, 50)


def test_alto_rules_between_columns_are_no_pictures() -> None:
    """Under a picture a short line in small type is a caption; under a rule it is text."""

    def page(above: str) -> str:
        body = alto_block("a", *[strings("新桥昨天通车两岸居民都来")] * 6, top=400)
        line = '<TextLine ID="c0" HPOS="0" VPOS="110" WIDTH="90" HEIGHT="15"><String CONTENT="新桥的夜景"/></TextLine>'
        return alto(
            f'<{above} ID="g" HPOS="0" VPOS="0" WIDTH="300" HEIGHT="100"/><TextBlock ID="c">{line}</TextBlock>{body}'
        )

    assert [block.kind for block in read(page("Illustration")).evidence.blocks] == ["caption", "text"]
    assert [block.kind for block in read(page("GraphicalElement")).evidence.blocks] == ["text", "text"]


def page_xml(inside: str) -> str:
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page imageWidth="900" imageHeight="900">{inside}</Page></PcGts>'
    )


def region(name: str, text: str) -> str:
    line = f'<TextLine id="{name}l"><TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>'
    return f'<TextRegion id="{name}">{line}</TextRegion>'


def test_page_order_is_that_of_the_indexes_at_every_level() -> None:
    order = (
        '<ReadingOrder><OrderedGroup id="o"><RegionRefIndexed index="2" regionRef="d"/>'
        '<UnorderedGroupIndexed id="u" index="1"><RegionRef regionRef="b"/><RegionRef regionRef="c"/>'
        "</UnorderedGroupIndexed>"
        '<RegionRefIndexed index="0" regionRef="a"/></OrderedGroup></ReadingOrder>'
    )
    regions = "".join(region(name, text) for name, text in (("d", "丁"), ("c", "丙"), ("b", "乙"), ("a", "甲")))
    assert read(page_xml(order + regions)).text.split() == ["甲", "乙", "丙", "丁"]


def test_page_regions_that_the_order_does_not_name_stay_behind_the_one_before_them() -> None:
    order = (
        '<ReadingOrder><OrderedGroup id="o"><RegionRefIndexed index="0" regionRef="c"/>'
        '<RegionRefIndexed index="1" regionRef="a"/></OrderedGroup></ReadingOrder>'
    )
    regions = "".join(region(name, text) for name, text in (("a", "丙"), ("b", "丁"), ("c", "甲"), ("d", "乙")))
    assert read(page_xml(order + regions)).text.split() == ["甲", "乙", "丙", "丁"]


def test_page_text_is_that_of_the_lowest_index_and_unicode() -> None:
    texts = (
        '<TextEquiv index="1"><Unicode>别的</Unicode></TextEquiv>'
        '<TextEquiv index="0"><PlainText>plain</PlainText><Unicode>新桥</Unicode></TextEquiv>'
        '<TextEquiv index="0"><Unicode>一</Unicode></TextEquiv>'
    )
    line = f'<TextLine id="l"><Word id="w"><TextEquiv><Unicode>词</Unicode></TextEquiv></Word>{texts}</TextLine>'
    assert read(page_xml(f'<TextRegion id="r">{line}</TextRegion>')).text == "新桥\n"


def test_page_lines_are_in_the_order_of_their_indexes() -> None:
    """The attribute of 2018, and the one of Transkribus."""
    line = "<TextLine id='l' {}><TextEquiv><Unicode>{}</Unicode></TextEquiv></TextLine>"
    for mark in ("index='{}'", "custom='readingOrder {{index:{};}}'"):
        lines = line.format(mark.format(1), "通车。") + line.format(mark.format(0), "新桥昨天")
        assert read(page_xml(f'<TextRegion id="r">{lines}</TextRegion>')).text == "新桥昨天通车。\n"


def test_page_lines_without_a_text_have_that_of_their_words() -> None:
    def word(text: str) -> str:
        glyph = "<Glyph id='g'><TextEquiv><Unicode>错</Unicode></TextEquiv></Glyph>"
        other = '<TextEquiv index="1"><Unicode>错</Unicode></TextEquiv>'
        return f'<Word id="w">{glyph}{other}<TextEquiv index="0"><Unicode>{text}</Unicode></TextEquiv></Word>'

    line = f'<TextLine id="l">{word("新桥")}{word("昨天")}{word("Bridge")}{word("One")}</TextLine>'
    assert read(page_xml(f'<TextRegion id="r">{line}</TextRegion>')).text == "新桥昨天Bridge One\n"


def test_page_regions_with_a_text_and_no_lines_are_one_paragraph() -> None:
    text = "<TextEquiv><Unicode>新桥昨天\n通车。</Unicode></TextEquiv>"
    assert read(page_xml(f'<TextRegion id="r">{text}</TextRegion>')).text == "新桥昨天通车。\n"


def hocr(inside: str) -> str:
    page = f'<div class="ocr_page" title="bbox 0 0 900 900">{inside}</div>'
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{page}</body></html>'


def test_hocr_choices_are_not_the_text() -> None:
    """What Tesseract writes with hocr_char_boxes and lstm_choice_mode."""
    choices = (
        "<span class='ocr_symbol' id='s'><span class='ocrx_cinfo' id='t'><span class='ocrx_cinfo' title='x_confs 98'>析"
        "</span><span class='ocrx_cinfo' title='x_confs 2'>折</span></span></span>"
        "<span class='ocrx_cinfo' id='lstm_choices_1'><span class='ocrx_cinfo' title='x_confs 9'>所</span></span>"
    )
    plain = f"<span class='ocrx_word' title='bbox 0 0 30 30'>新{choices}</span>"
    boxes = "".join(
        f"\n <span class='ocrx_cinfo' title='x_bboxes 0 0 9 30; x_conf 9'>{c}</span>{choices}" for c in "AB桥"
    )
    boxed = f"<span class='ocrx_word' title='bbox 30 0 60 30'>{boxes}\n </span>"
    line = f"<p class='ocr_par'><span class='ocr_line' title='bbox 0 0 300 30'>{plain}\n{boxed}\n</span></p>"
    assert read(hocr(line)).text == "新AB桥\n"


def test_hocr_paragraphs_without_lines_are_text() -> None:
    assert read(
        hocr("<p class='ocr_par' title='bbox 0 0 300 90'>新桥昨天\n  通车，<b>两岸</b>居民高兴。</p>")
    ).text == ("新桥昨天通车，两岸居民高兴。\n")


def test_hocr_lines_inside_a_logical_line_are_one() -> None:
    inner = "".join(f"<span class='ocr_line'>{text}</span>" for text in ("两座新桥", "同日通车"))
    assert read(hocr(f"<p class='ocr_par'><span class='ocrx_line'>{inner}</span></p>")).text == "两座新桥同日通车\n"


TSV_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def test_tsv_files_that_were_put_together_are_pages() -> None:
    first, second = (f"{TSV_HEAD}5\t1\t1\t1\t1\t1\t0\t0\t60\t30\t90\t{text}\n" for text in ("新桥", "公园"))
    found = read(first + second)
    assert found.text.split() == ["新桥", "公园"]
    assert [block.page for block in found.evidence.blocks] == [0, 1]


def test_a_line_without_a_box_has_that_of_all_its_words() -> None:
    rows = "".join(f"5\t1\t1\t1\t1\t{n}\t{60 * n}\t0\t60\t30\t90\t新桥\n" for n in range(3))
    assert read(TSV_HEAD + rows).evidence.blocks[0].box == (0, 0, 180, 30)


def test_json_with_a_mark_of_its_encoding_or_blank_lines_is_read() -> None:
    page = {"parsing_res_list": [{"block_label": "text", "block_content": "新桥"}]}
    assert read("\n\n " + json.dumps(page, indent=2)).text == "新桥\n"


def test_furniture_that_deepseek_calls_text_stands_apart_at_the_foot() -> None:
    """A misread line of editors is furniture below all others and apart from them, and text among or near them."""

    def page(foot: str, top: int, height: int = 10) -> str:
        blocks = [("text", 100 + 100 * at, 80, "新桥昨天通车，两岸居民都来参观。") for at in range(6)]
        rows = [*blocks, ("text", top, height, foot)]
        return "\n\n".join(
            f"<|ref|>{label}<|/ref|><|det|>[[30, {y}, 400, {y + high}]]<|/det|>\n{text}"
            for label, y, high, text in rows
        )

    def kind(text: str) -> str:
        return read(text).evidence.blocks[-1].kind

    assert kind(page("本版贵张三美编李四", 960)) == "furniture"
    assert kind(page("本版贵张三美编李四", 685)) == "text"
    assert kind(page("本版贵张三美编李四", 940, 40)) == "text"
    assert kind(page("新桥的夜景十分好看", 960)) == "text"
    assert kind(page("本版的文章都是读者写来的。", 960)) == "text"
