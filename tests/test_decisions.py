"""What a person decided about places of a page, and that no other place feels it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jmclean import Options, clean
from jmclean.engine.batch import clean_text
from jmclean.engine.chain import Note, Result
from jmclean.errors import FileError, UsageError
from jmclean.history.decisions import LARGEST_BYTES, DecisionsFile, parse, read_decisions, to_bytes
from jmclean.rules import JOINING_RULE
from jmclean.text.decided import make_decision
from jmclean.text.decision import Decision
from jmclean.text.edits import replay, undo
from jmclean.text.tracing import trace

TAIL, HEAD = "全市去年新建了三座污水处", "理厂，日处理能力大幅提高。"
NEXT = "居民楼旁的河水重新变清，岸边又见白鹭。"
COMMAS = "市民王女士说,这里的路灯很亮,晚上散步很安心。"
BODIES = [f"{place}街的居民都来了，河边的白鹭也飞回来了。" for place in "东西南北中前后左右上下新"]
CAPTION = "图为新建成的污水处理厂。（周明 摄）"
PAGE = f"{TAIL}\n\n{CAPTION}\n\n{HEAD}\n\n{COMMAS}\n\n{NEXT}\n"
SET_APART = f"{NEXT}\n\n\n\n孩子们在公园的草地上放风筝。\n\n\n\n{COMMAS}\n\n" + "\n\n".join(BODIES) + "\n"


def change(text: str, old: str, at: int = 0, accepted: bool = False, **options: object) -> Decision:
    """The decision about the change that takes away `old`, the first behind the offset `at`."""
    step = next(step for step in trace(clean(text, Options(**options)).journal) if step.start >= at and step.old == old)
    decision = make_decision(text, step.rule, "change", (step.start, step.end), accepted, new=step.new)
    assert decision is not None
    return decision


def about(text: str, note: Note, accepted: bool) -> Decision:
    assert note.doubt is not None
    kind = "join" if note.doubt.head >= 0 else "doubt"
    decision = make_decision(text, note.rule, kind, (note.start, note.doubt.end), accepted, note.doubt.head)  # type: ignore[arg-type]
    assert decision is not None
    return decision


def heeding(text: str, *decisions: Decision, **options: object) -> Result:
    result = clean(text, Options(decisions=decisions, **options))
    assert replay(text, result.journal) == result.text
    assert undo(result.text, result.journal) == text
    return result


# changes


def test_a_refused_change_is_not_made_and_the_others_are() -> None:
    assert COMMAS.replace(",", "，", 1) in heeding(PAGE, change(PAGE, ",", PAGE.index("很亮"))).text
    assert COMMAS.replace(",", "，").replace("，", ",", 1) in heeding(PAGE, change(PAGE, ",")).text


def test_a_change_that_is_accepted_is_made_as_before() -> None:
    result = heeding(PAGE, change(PAGE, ",", accepted=True))
    assert (result.text, result.found) == (clean(PAGE).text, (0,))


def test_a_caption_that_is_kept_stays_where_the_join_puts_it() -> None:
    note = "\n\n" + CAPTION
    assert heeding(PAGE, change(PAGE, note)).text.startswith(f"{TAIL}{HEAD}\n\n{CAPTION}\n\n")


def test_a_refused_change_is_found_again_in_a_page_that_has_shifted() -> None:
    refused = change(PAGE, ",", PAGE.index("很亮"))
    for shifted in (
        "新的一段在前面。\n\n" + PAGE,
        PAGE.replace(NEXT, "后面不同。"),
        PAGE.replace("。\n\n", "。\n\n\n"),
    ):
        assert "很亮,晚上" in heeding(shifted, refused).text
        assert "说，这里" in heeding(shifted, refused).text


def test_a_refused_change_is_found_again_in_lines_that_are_broken_elsewhere() -> None:
    text = PAGE.replace("晚上散步", "晚上\n散步")
    assert "很亮,晚上" in heeding(text, change(PAGE, ",", PAGE.index("很亮"))).text


def test_a_refused_change_is_found_again_in_the_output() -> None:
    refused = change(PAGE, ",", PAGE.index("很亮"))
    once = heeding(PAGE, refused)
    twice = heeding(once.text, refused)
    assert (twice.text, twice.found) == (once.text, (0,))


def test_a_page_whose_place_was_edited_is_not_touched() -> None:
    edited = PAGE.replace("路灯很亮", "路灯不亮")
    result = heeding(edited, change(PAGE, ",", PAGE.index("很亮")))
    assert (result.text, result.found) == (clean(edited).text, ())


def test_of_two_equal_places_the_one_that_was_meant_is_left() -> None:
    text = f"{COMMAS}\n\n{NEXT}\n\n{COMMAS}\n"
    first, second = change(text, ","), change(text, ",", text.rindex("说"))
    assert (first.number, first.of, second.number, second.of) == (1, 2, 2, 2)
    assert heeding(text, second).text == clean(text).text[::-1].replace("，说", ",说", 1)[::-1]
    assert heeding(text, first).text == clean(text).text.replace("说，", "说,", 1)


def test_where_equal_places_became_more_nobody_knows_which_was_meant() -> None:
    text = f"{COMMAS}\n\n{NEXT}\n\n{COMMAS}\n"
    more = f"{COMMAS}\n\n{text}"
    result = heeding(more, change(text, ","))
    assert (result.text, result.found) == (clean(more).text, ())


def test_a_decision_about_another_rule_changes_nothing() -> None:
    refused = change(PAGE, ",")._replace(rule="captions")
    assert heeding(PAGE, refused).text == clean(PAGE).text


def test_what_stands_beside_a_place_may_be_another_if_there_is_enough_of_the_other_side() -> None:
    sentence = "昨天傍晚记者在江边新修的步道上看到市民,大家都说喜欢."
    refused = change(sentence + "\n", ",")
    assert "看到市民,他们" in heeding(sentence.replace("大家都说喜欢", "他们都不走") + "\n", refused).text
    twice = sentence.replace("大家", "他们") + "\n\n" + sentence.replace("大家", "我们") + "\n"
    assert heeding(twice, refused).found == ()


def test_a_kept_caption_over_which_a_sentence_was_joined_is_kept_by_a_second_run() -> None:
    for caption in (CAPTION, "（张三 摄）"):
        text = f"{TAIL}\n\n\n\n{caption}\n\n{HEAD}\n\n{NEXT}\n"
        refused = change(text, text[text.index("\n") : text.index(caption)] + caption)
        once = heeding(text, refused)
        assert caption in once.text
        assert (heeding(once.text, refused).text, heeding(once.text, refused).found) == (once.text, (0,))


def test_a_refused_mark_that_another_rule_widened_is_left_by_a_second_run() -> None:
    text = "他们很快就能攒出来:二是国家有补贴。\n"
    refused = change(text, ":")._replace(rule="misread-marks")
    once = heeding(text, refused).text
    assert heeding(once, refused).found == (0,)


@pytest.mark.parametrize("mark", ["(", ")"])
def test_a_pair_is_left_as_a_whole_where_one_mark_of_it_is_refused(mark: str) -> None:
    text = "昨天(周三)他来了（很早),今天(周四)没来,（也）说好(周五(下午)再)来。\n"
    kept = change(text, mark, text.index("昨天"))
    assert "昨天(周三)他来了（很早）" in heeding(text, kept).text
    inner = change(text, mark, text.index("周五"))
    assert "今天（周四）没来，" in heeding(text, inner).text
    assert re.search(r"说好（周五\(下午\)再）来|说好\(周五（下午）再\)来", heeding(text, inner).text)


def test_the_other_quote_of_a_pair_is_left_too() -> None:
    text = '他说"明天再来"，她说"好的"。\n'
    refused = change(text, '"')
    assert heeding(text, refused).text == '他说"明天再来"，她说“好的”。\n'


# joins


def test_a_refused_join_is_not_made() -> None:
    result = clean(PAGE)
    refused = about(PAGE, result.joins[0], False)
    assert (refused.before, refused.after) == (TAIL, HEAD)
    assert heeding(PAGE, refused).text == result.text.replace(TAIL, f"{TAIL}\n\n")


def test_a_refused_join_is_not_reported_either() -> None:
    refused = about(PAGE, clean(PAGE).joins[0], False)
    assert not [note for note in heeding(PAGE, refused).notes if note.rule == "split-paragraphs"]


LEFT_APART = "经过三年的建设，这条铁路终于在上个月\n\n通车典礼上，各地的代表都来了。\n\n" + "\n\n".join(BODIES) + "\n"


def test_a_doubtful_join_is_made_once_it_is_accepted_and_not_reported_once_it_is_refused() -> None:
    note = next(note for note in clean(LEFT_APART).notes if note.doubt and note.doubt.kind == "seam")
    assert heeding(LEFT_APART, about(LEFT_APART, note, True)).text.startswith(
        "经过三年的建设，这条铁路终于在上个月通车典礼"
    )
    refused = heeding(LEFT_APART, about(LEFT_APART, note, False))
    assert refused.text == clean(LEFT_APART).text
    assert not refused.notes


def test_a_second_run_over_what_was_accepted_changes_nothing_more() -> None:
    note = next(note for note in clean(LEFT_APART).notes if note.doubt and note.doubt.kind == "seam")
    accepted = about(LEFT_APART, note, True)
    once = heeding(LEFT_APART, accepted).text
    assert heeding(once, accepted).text == once


# doubts


def test_a_doubtful_caption_goes_once_it_is_accepted() -> None:
    note = next(note for note in clean(SET_APART).notes if note.rule == "captions")
    assert "放风筝" not in heeding(SET_APART, about(SET_APART, note, True)).text
    assert "> 孩子们" in heeding(SET_APART, about(SET_APART, note, True), captions="quote").text
    refused = heeding(SET_APART, about(SET_APART, note, False))
    assert (refused.text, refused.notes) == (clean(SET_APART).text, clean(SET_APART).notes[1:])


def test_a_bracket_without_a_partner_becomes_full_width_once_it_is_accepted() -> None:
    text = f"a (他们b, 三人{NEXT}\n"
    notes = [note for note in clean(text).notes if note.doubt and note.doubt.kind == "bracket"]
    for note in notes:
        assert "（" in heeding(text, about(text, note, True)).text


# texts in other forms


def test_a_text_with_other_line_ends_and_one_in_sections_heed_them(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = change(PAGE, ",", PAGE.index("很亮"))
    assert "很亮,晚上" in clean_text(PAGE.replace("\n", "\r\n"), Options(decisions=(refused,))).text
    from jmclean.engine.sections import clean_in_sections
    from jmclean.text.decided import decide

    long = "".join(f"## 第{number}个标题在这里\n\n{NEXT}{number}\n\n" for number in range(300)) + PAGE
    result = clean_in_sections(long, Options(), 4000, decide(long, (refused,), JOINING_RULE))
    assert "很亮,晚上" in result.text
    assert "说，这里" in result.text


@given(st.integers(0, len(PAGE)), st.text("，。,（）王女士说\n 一", max_size=6))
def test_whatever_is_typed_into_a_page_no_other_place_is_refused(at: int, typed: str) -> None:
    refused = change(PAGE, ",", PAGE.index("很亮"))
    text = PAGE[:at] + typed + PAGE[at:]
    plain, heeded = clean(text), heeding(text, refused)
    apart = [pair for pair in zip(plain.text, heeded.text, strict=True) if pair[0] != pair[1]]
    assert apart in ([], [("，", ",")] * len(heeded.found))


# comments


def test_between_comments_the_rules_named_there_do_nothing() -> None:
    off, on = "<!-- jmclean-disable halfwidth-punctuation -->", "<!-- jmclean-enable -->"
    repaired = COMMAS.replace(",", "，")
    assert clean(f"{COMMAS}\n\n{off}\n\n{COMMAS}\n\n{on}\n\n{COMMAS}\n").text == (
        f"{repaired}\n\n{off}\n\n{COMMAS}\n\n{on}\n\n{repaired}\n"
    )


def test_a_comment_without_rules_turns_all_off_to_the_end_of_the_page() -> None:
    head, tail = f"{COMMAS}\n\n", f"<!-- jmclean-disable -->\n\n\n\n{COMMAS}\n\n{TAIL}\n\n{CAPTION}\n\n{HEAD}"
    assert clean(head + tail).text == head.replace(",", "，") + tail


def test_a_comment_turns_off_the_rules_it_names_and_others_go_on() -> None:
    text = f"<!-- jmclean-disable captions, split-paragraphs -->\n\n{PAGE}"
    cleaned = clean(text).text
    assert CAPTION in cleaned
    assert f"{TAIL}\n\n" in cleaned
    assert COMMAS.replace(",", "，") in cleaned


def test_enabling_one_rule_leaves_the_others_off() -> None:
    text = (
        "<!-- jmclean-disable captions,halfwidth-punctuation -->\n\n"
        f"<!-- jmclean-enable captions -->\n\n{CAPTION}\n\n{COMMAS}\n"
    )
    assert CAPTION not in clean(text).text
    assert COMMAS in clean(text).text


# the file


def some(page: str = "a.md", answer: bool = False, **values: object) -> Decision:
    decision = Decision("captions", "change", answer, "前面的字", "旧", "", "后面的字", 1, 1, page, "2026-01-02")
    return decision._replace(**values)  # type: ignore[arg-type]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    decisions = [some(), some("b/二.md", True, old='"\n\u2028\x00'), some(before="\ud800")]
    path = tmp_path / "d.jsonl"
    path.write_bytes(to_bytes(decisions))
    assert sorted(read_decisions(str(path)).all) == sorted(decisions)


def test_the_file_is_one_line_a_decision_and_its_pages_are_in_order() -> None:
    first, *lines = to_bytes([some("b.md"), some("a.md")]).decode().splitlines()
    assert json.loads(first) == {"jmclean-decisions": 1}
    assert [json.loads(line)["page"] for line in lines] == ["a.md", "b.md"]


def test_a_later_answer_to_the_same_question_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    file = DecisionsFile(str(tmp_path / "d.jsonl"))
    file.put([some(), some("b.md")])
    file.put([some(answer=True)])
    assert [decision.accepted for decision in read_decisions(file.path).all] == [True, False]
    file.put([], [some()])
    assert [decision.page for decision in read_decisions(file.path).all] == ["b.md"]


def test_what_somebody_else_writes_meanwhile_is_kept(tmp_path: Path) -> None:
    mine, theirs = DecisionsFile(str(tmp_path / "d.jsonl")), DecisionsFile(str(tmp_path / "d.jsonl"))
    mine.put([some("a.md")])
    theirs.put([some("b.md")])
    mine.put([some("c.md")])
    assert [decision.page for decision in read_decisions(mine.path).all] == ["a.md", "b.md", "c.md"]


GOOD = to_bytes([some()])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "its first line is empty"),
        (b"# notes\n", "is not valid JSON"),
        (b'{"jmclean": "1"}\n', "is not a file of decisions"),
        (b'{"jmclean-decisions": 2}\n', "form 2, and this jmclean reads form 1"),
        (b'{"jmclean-decisions": true}\n', "form True"),
        (GOOD + b"<<<<<<< HEAD\n", ":3: This line is not a decision: it is not valid JSON"),
        (GOOD + b"{}\n", "it has no 'rule'"),
        (GOOD + b"[]\n", "it is not an object"),
        (GOOD + b"\xff\n", "it is not UTF-8"),
        (GOOD + b"[" * 100_000 + b"\n", "nested too deep"),
        (GOOD + GOOD.splitlines()[1].replace(b"[1, 1]", b"[2, 1]") + b"\n", "'place' must be two numbers"),
        (GOOD + GOOD.splitlines()[1].replace(b"[1, 1]", b"[1e400, 1]") + b"\n", "'place' must be two numbers"),
        (GOOD + GOOD.splitlines()[1].replace(b'"no"', b'"perhaps"') + b"\n", "the answer must be yes or no"),
        (GOOD + GOOD.splitlines()[1].replace(b'"change"', b'{"a": 1}') + b"\n", "there is no kind"),
        (GOOD + GOOD.splitlines()[1].replace(b'"captions"', b"7") + b"\n", "'rule' must be a string"),
        (GOOD + b'"' + b"x" * 300_000 + b'"\n', "longer than"),
    ],
)  # fmt: skip
def test_a_broken_file_is_an_error_of_two_sentences_and_stays(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(data)
    with pytest.raises(UsageError) as caught:
        DecisionsFile(str(path))
    assert message in str(caught.value)
    assert len(str(caught.value)) < 500
    assert path.read_bytes() == data


def test_a_folder_and_a_missing_file_are_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a regular file"):
        read_decisions(str(tmp_path))
    with pytest.raises(UsageError, match="cannot be read"):
        read_decisions(str(tmp_path / "none"))


def test_a_link_is_written_through_and_a_full_or_forbidden_place_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared").mkdir()
    there = tmp_path / "shared" / "d.jsonl"
    there.write_bytes(GOOD)
    link = tmp_path / "d.jsonl"
    link.symlink_to(there)
    file = DecisionsFile(str(link))
    file.put([some("b.md")])
    assert link.is_symlink()
    assert [decision.page for decision in read_decisions(str(there)).all] == [some().page, "b.md"]
    before = there.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as context:
        context.setattr("os.write", fail)
        context.setattr("os.fsync", fail)
        with pytest.raises(FileError) as caught:
            file.put([some("c.md")])
    assert str(caught.value).count(". ") >= 1
    assert (there.read_bytes(), list(there.parent.iterdir())) == (before, [there])


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(UsageError, match="is larger than"):
        read_decisions(str(path))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for whole in (data, GOOD + data):
        with suppress(UsageError):
            parse("d", whole)


# which page a decision is about


def test_decisions_hold_for_their_page_alone(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(PAGE)
    file = DecisionsFile(str(tmp_path / "d.jsonl"))
    file.put([change(PAGE, ",")._replace(page="a.md")])
    decisions = read_decisions(file.path)
    assert len(decisions.find(str(tmp_path / "a.md"), PAGE)) == 1
    assert decisions.find(str(tmp_path / "b.md"), PAGE) == ()


def test_decisions_follow_a_page_that_was_renamed_or_copied_and_a_text_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(PAGE)
    file = DecisionsFile(str(tmp_path / "d.jsonl"))
    file.put([change(PAGE, ",")._replace(page="a.md")])
    decisions = read_decisions(file.path)
    assert len(decisions.find(str(tmp_path / "b.md"), PAGE)) == 1
    assert len(decisions.find(None, PAGE)) == 1
    other = tmp_path.parent / "copy" / "a.md"
    assert len(decisions.find(str(other), PAGE)) == 1


def test_of_many_decisions_those_are_picked_that_a_text_can_have_the_place_of(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    many = [some(f"{number}.md", before=f"{chr(0x4E8C + number)}甲乙丙丁戊己", old="旧") for number in range(500)]
    path.write_bytes(to_bytes([*many, change(PAGE, ",")._replace(page="x.md")]))
    assert [decision.page for decision in read_decisions(str(path)).find(None, PAGE)] == ["x.md"]


def test_a_comment_that_turns_off_no_rule_is_named() -> None:
    notes = clean("<!-- jmclean-disable straight-quote,captions -->\n\n他说好,走了。\n").notes
    assert [(note.start, "'straight-quote'" in note.message) for note in notes] == [(0, True)]


def test_an_answer_leaves_the_doubts_about_other_places() -> None:
    text = (Path(__file__).parent.parent / "samples" / "dumps" / "lost-stops.txt").read_text("utf-8")
    doubts = [note for note in clean(text).notes if note.doubt is not None and note.doubt.head >= 0]
    assert len(doubts) > 2
    for number, accepted in enumerate([True, False, True]):
        left = heeding(text, about(text, doubts[number], accepted)).notes
        assert [note.start for note in left if note.doubt is not None and note.doubt.head >= 0] == [
            note.start for note in doubts if note is not doubts[number]
        ]


def test_no_sentence_crosses_a_mark_that_turns_rules_off_or_on() -> None:
    off, on = "<!-- jmclean-disable halfwidth-punctuation -->", "<!-- jmclean-enable -->"
    inside = "在花市里走了一遍,又走一遍,看到了江边的花"
    text = f"孩子们今天都去看新开的花市，并且\n\n{off}\n\n{inside}\n\n{on}\n\n农。他卖了三十年花。\n"
    assert clean(text).text == text
