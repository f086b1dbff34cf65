"""Build `jmclean/data/lexicon.txt`: words, letter pairs and how letters begin and end sentences.

    python .tools/build_lexicon.py JIEBA_DICT ARTICLES_DIR jmclean/data/lexicon.txt [--without PAGES_DIR]

JIEBA_DICT is `dict.txt` of the jieba package (MIT); ARTICLES_DIR holds newspaper articles, one a file, one paragraph
a line; articles that share a paragraph with a page of PAGES_DIR are left out, so that figures quoted for those pages
are fair.

The file is UTF-8. Line 1: traditional letters; line 2: their simplified forms, letter for letter. Line 3: the letters
that the rest has a line for; line 4: where each line begins, in bytes from the first one, six digits each. Then these
lines: the letter, six levels (how often; at the start of a paragraph, of a sentence, of a clause; before a full stop,
before any mark), the words that begin with it less their first letter, each closed by its level, a tab, and the
letters that follow it, each closed by three levels: how often the pair; at the start of a clause; before any mark. A
level is one of a-z: for counts the logarithm to the base 2, for the rest the logarithm of the ratio to what the
frequency would give, times 2, with `m` for 0.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path

from opencc import OpenCC

WORDS = 50_000
LEAST_PAIR = 3
HAN = re.compile(r"[\u4e00-\u9fff]+")


def is_simplified(char: str) -> bool:
    """Whether a letter is legal in simplified text (乾 of 乾隆), whatever OpenCC would make of it."""
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def encode_level(value: float) -> str:
    return chr(97 + max(0, min(25, round(value))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jieba_dict", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--without", type=Path)
    args = parser.parse_args()

    rows = (line.split() for line in args.jieba_dict.read_text("utf-8").splitlines())
    ranked = sorted(((int(row[1]), row[0]) for row in rows if HAN.fullmatch(row[0])), reverse=True)
    words = [(word, count) for count, word in ranked if 2 <= len(word) <= 5][:WORDS]

    narrow = {code + 0xFEE0: chr(code) for code in range(33, 127) if chr(code).isalnum()}
    seen = ""
    if args.without:
        seen = "".join(path.read_text("utf-8").translate(narrow) for path in sorted(args.without.glob("*.gold.md")))
    letters: Counter[str] = Counter()
    opens: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    clause_starts: Counter[str] = Counter()
    clause_ends: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    used = 0
    for path in sorted(args.articles.glob("*.txt")):
        lines = [line.strip().translate(narrow) for line in path.read_text("utf-8").splitlines()]
        if any(len(line) > 40 and line[5:30] in seen for line in lines):
            continue
        used += 1
        for line in lines[1:]:
            letters.update(HAN.findall(line) and "".join(HAN.findall(line)))
            opens.update(line[:1])
            starts.update(re.findall(r"[。！？]([\u4e00-\u9fff])", line))
            ends.update(re.findall(r"([\u4e00-\u9fff])[。！？]", line))
            for clause in re.split(r"[，。！？；：、“”（）《》…—]+", line):
                for size in (1, 2):
                    clause_starts.update([clause[:size]])
                    clause_ends.update([clause[-size:]])
            for run in HAN.findall(line):
                pairs.update(run[at : at + 2] for at in range(len(run) - 1))

    convert = OpenCC("t2s", False).convert
    everything = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    folded = [
        (old, new)
        for old, new in zip(everything, convert("".join(everything)), strict=True)
        if old != new and not is_simplified(old)
    ]

    by_first: dict[str, list[str]] = defaultdict(list)
    for word, count in words:
        by_first[word[0]].append(word[1:] + encode_level(math.log2(count + 1)))
    followers: dict[str, list[str]] = defaultdict(list)
    total, all_pairs = sum(letters.values()), sum(pairs.values())
    clauses = sum(count for key, count in clause_starts.items() if len(key) == 2)

    def share(counts: Counter[str], pair: str) -> str:
        expected = pairs[pair] / all_pairs * clauses
        return encode_level(12 + 2 * math.log((counts[pair] + 1) / (expected + 1)))

    for pair, count in pairs.most_common():
        if count >= LEAST_PAIR:
            followers[pair[0]].append(
                pair[1] + encode_level(math.log2(count)) + share(clause_starts, pair) + share(clause_ends, pair)
            )

    def ratio(counts: Counter[str], letter: str) -> str:
        expected = letters[letter] / total * sum(counts[c] for c in counts if c in letters)
        return encode_level(12 + 2 * math.log((counts[letter] + 2) / (expected + 2)))

    single = {word: count for count, word in ranked if len(word) == 1}
    with args.out.open("w", encoding="utf-8", newline="\n") as out:
        out.write("".join(old for old, _ in folded) + "\n" + "".join(new for _, new in folded) + "\n")
        known = sorted(set(letters) | set(by_first) | set(single))
        lines = []
        for letter in known:
            often = encode_level(math.log2(letters[letter] + single.get(letter, 0) / 100 + 1))
            marks = often + ratio(opens, letter) + ratio(starts, letter) + ratio(clause_starts, letter)
            marks += ratio(ends, letter) + ratio(clause_ends, letter)
            lines.append(f"{letter}{marks}{''.join(by_first[letter])}\t{''.join(followers[letter])}\n")
        places = accumulate((len(line.encode()) for line in lines[:-1]), initial=0)
        out.write("".join(known) + "\n" + "".join(f"{place:06}" for place in places) + "\n")
        out.writelines(lines)
    count = sum(map(len, followers.values())) // 4
    print(f"{used} articles, {total} letters, {len(words)} words, {count} pairs, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
