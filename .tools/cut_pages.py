"""Cut articles into columns, as blocks of a page with its gold: material for `fit_joins.py`, in any amount.

    python .tools/cut_pages.py ARTICLES_DIR OUT_DIR COUNT [--seed 1] [--traditional]

ARTICLES_DIR holds one article a file: the headline first, one paragraph a line. A page has three to seven of them. No
engine reads the page; what engines do to it is drawn at random, page by page:

- Two of three pages are cut: columns of 9 to 30 characters, a paragraph becomes two blocks wherever a column ends; an
  article that the page has no room for ends anywhere. The others are printed whole.
- Half of the pages have columns of one width, on the others every article has its own.
- Half-width marks (two of three); headlines without `#` (one of three); captions between blocks; below a headline, one
  time in five, who wrote the article, and one time in ten a deck: the first clause of a paragraph of another article.
- Final stops lost (half the pages: a tenth to a half of them), quotation marks lost (a third: a tenth to a third).
- Characters misread (half the pages: up to 4 %) and marks misread or lost.

Each page is written twice, `NAME.dirty.md` and `NAME.gold.md`. Needs opencc with `--traditional`.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from jmclean.text.fast import measure_width

CAPTION = ("图为活动现场。", "图为施工现场。 新华社发", "图为展出的车模。（王平 摄）", "（资料图片）", "记者 王平 摄")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
POSTS = (
    "本报记者 {}",
    "记者 {} 通讯员 {}",
    "{}",
    "□{}",
    "文/{}",
    "市作家协会副主席 {}",
    "省社会科学院研究员 {}",
    "某集团公司董事长兼总经理{}",
    "大学经济学院教授{}",
)
FOLD = str.maketrans("，：；！？（）％", ",:;!?()%")
STOPS = "。！？"
QUOTES = "“”「」"
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子"
FORBIDDEN = "，。、；：？！）》」』”’】…—％"


def break_lines(text: str, width: int) -> list[str]:
    """Break a paragraph into the lines of a column; no line begins with a closing mark."""
    found, line, room = [], "", width - 2.0
    for char in text:
        size = measure_width(char)
        if room < size and char not in FORBIDDEN:
            found.append(line)
            line, room = "", float(width)
        line += char
        room -= size
    return [*found, line]


def read_article(path: Path) -> list[str]:
    """Return the headline and the paragraphs."""
    return [line.strip() for line in path.read_text("utf-8").split("\n") if line.strip()]


def cut(paragraphs: list[str], width: int, rnd: random.Random) -> list[list[str]]:
    """Cut paragraphs where columns end; return the parts of each, the last cut off if the page has no room."""
    broken = [break_lines(text, width) for text in paragraphs]
    total = sum(map(len, broken))
    columns = rnd.randint(2, 6)
    height = max(3, -(-total // columns) - (rnd.random() < 0.2))
    found, done = [], 0
    for lines in broken:
        parts = [""]
        for line in lines:
            if done == height * columns:
                break
            if done and done % height == 0 and parts[-1]:
                parts.append("")
            parts[-1] += line
            done += 1
        if parts[0]:
            found.append(parts)
    return found


def spoil(text: str, rnd: random.Random, misread: float, stops: float, quotes: float, is_end: bool) -> str:
    """Misread a block's characters, lose its marks."""
    out = []
    for char in text:
        if char in QUOTES and rnd.random() < quotes:
            continue
        if misread and rnd.random() < misread:
            char = rnd.choice(COMMON) if "\u4e00" <= char <= "\u9fff" else rnd.choice(["", ".", char])
        out.append(char)
    done = "".join(out)
    return done[:-1] if is_end and len(done) > 1 and done[-1] in STOPS and rnd.random() < stops else done


def draw_signature(rnd: random.Random) -> str:
    """Draw who wrote an article, with a post, with a newspaper's words or bare."""
    post = rnd.choice(POSTS)
    return post.format(*["".join((rnd.choice(SURNAMES), *rnd.sample(COMMON, 2))) for _ in range(post.count("{}"))])


def draw_deck(articles: list[list[str]], rnd: random.Random) -> str:
    """Draw a deck: the first clause of a paragraph."""
    return re.split("[，。；：！？,.]", rnd.choice(rnd.choice(articles)[1:]))[0][:26]


def make_page(articles: list[list[str]], rnd: random.Random) -> tuple[str, str]:
    """Return a page and its gold."""
    whole = rnd.random() < 0.33
    marked = rnd.random() < 0.67
    fold = rnd.random() < 0.67
    misread = rnd.uniform(0.002, 0.04) if rnd.random() < 0.5 else 0.0
    stops = rnd.uniform(0.1, 0.5) if rnd.random() < 0.5 else 0.0
    quotes = rnd.uniform(0.1, 0.33) if rnd.random() < 0.33 else 0.0
    width = rnd.randint(9, 30) if rnd.random() < 0.5 else 0
    dirty, gold = [], []
    for title, *paragraphs in articles:
        head = f"## {title}" if marked else title
        dirty.append(("\n\n", head))
        gold.append(f"## {title}")
        below = [draw_signature(rnd)] if rnd.random() < 0.2 else []
        below += [draw_deck(articles, rnd)] if rnd.random() < 0.1 else []
        dirty += [("\n\n", line) for line in below if line]
        gold += filter(None, below)
        rows = [[text] for text in paragraphs] if whole else cut(paragraphs, width or rnd.randint(9, 30), rnd)
        for parts in rows:
            gold.append("".join(parts))
            for at, part in enumerate(parts):
                done = spoil(part, rnd, misread, stops, quotes, at + 1 == len(parts))
                if done.strip():
                    dirty.append(("\n\n", done))
                if rnd.random() < (0.25 if at + 1 < len(parts) else 0.02):
                    dirty.append(("\n\n\n\n" if rnd.random() < 0.6 else "\n\n", rnd.choice(CAPTION)))
    text = "".join(gap + block for gap, block in dirty).strip() + "\n"
    return (text.translate(FOLD) if fold else text), "\n\n".join(gold) + "\n"


def main() -> None:
    """Make the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--traditional", action="store_true")
    args = parser.parse_args()
    convert = None
    if args.traditional:
        from opencc import OpenCC

        convert = OpenCC("s2t", False).convert
    pool = [found for path in sorted(args.articles.glob("*.txt")) if len(found := read_article(path)) > 3]
    args.out.mkdir(parents=True, exist_ok=True)
    for number in range(args.count):
        rnd = random.Random(args.seed + number)
        chosen = [
            [convert(line).translate(str.maketrans("“”", "「」")) if convert else line for line in one[:30]]
            for one in rnd.sample(pool, rnd.randint(3, 7))
        ]
        dirty, gold = make_page(chosen, rnd)
        name = f"{'hant' if convert else 'hans'}_cut_{args.seed + number}"
        (args.out / f"{name}.dirty.md").write_text(dirty, "utf-8")
        (args.out / f"{name}.gold.md").write_text(gold, "utf-8")


if __name__ == "__main__":
    main()
