"""The web page of a diff, in a browser: rules switch on and off, keys walk, and no text can make anything run."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from jmclean.rules import RULES
from tests.tools.chromium import Chromium, found

DUMPS = Path(__file__).parent.parent / "samples" / "dumps"
HOSTILE = """\
他说,<script>window.hacked = 1</script>来了.
他说,<img src=x onerror="window.hacked = 2">来了.
他说,</style><style>*{display:none}</style></td></table></script><script>window.hacked = 3</script>来了.
他说,[点](javascript:window.hacked=4)来了,<a href="javascript:window.hacked=5" id=trap>点我</a>.
他说,"onmouseover="window.hacked=6" class='rule-1',来了.
他说,{{rules}}{{policy}}<meta http-equiv="refresh" content="0;url=https://example.com/">来了.
他说,\u202e来了,\x1b[31m来了.
"""


ATTACKS = {
    "a script": "<script>hacked=1</script>",
    "a script in capitals": "<SCRIPT SRC='data:text/javascript,hacked=1'></SCRIPT >",
    "a script behind the end of a script": "</script><script>hacked=1</script>",
    "a script behind the end of a style": "</style><script>hacked=1</script>",
    "a script behind the ends of a comment and a title": "--></title></textarea></noscript><script>hacked=1</script>",
    "a picture that fails": "<img src=x onerror=hacked=1>",
    "a drawing": "<svg onload=hacked=1><script>hacked=1</script><animate onbegin=hacked=1 attributeName=x dur=1s>",
    "a frame": "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe><iframe src=javascript:parent.hacked=1>",
    "a link": "<a href=javascript:hacked=1 id=trap autofocus onfocus=hacked=1>",
    "a form": "<form action=javascript:hacked=1 id=trap><input autofocus onfocus=hacked=1><button>",
    "another base": "<base href=https://example.com/><link rel=stylesheet href=x.css><object data=x>",
    "another page": "<meta http-equiv=refresh content='0;url=data:text/html,hacked'>",
    "the end of an attribute": "\"onmouseover=hacked=1 onfocus='hacked=1' autofocus tabindex=0 x=\"",
    "the end of a class": "' class=here onclick=hacked=1 style=position:fixed;inset:0 '",
    "letters by their number": "&lt;script&gt;hacked=1&lt;/script&gt;&#60;script&#62;hacked=1&#60;/script&#62;",
    "what the template fills in": "{{policy}}{{files}}{{title}}${hacked=1}`+hacked=1+`",
    "Markdown": "[点](javascript:hacked=1) ![图](x onerror=hacked=1) <javascript:hacked=1>",
    "what ends a string": "\\u003cscript\\u003ehacked=1\u2028hacked=1//'\";hacked=1//",
}
"""What would run if any of it came into the page as more than text. Each sets `hacked`, or leads elsewhere."""


def write(target: Path, *paths: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "jmclean", "diff", "--html", target, *paths], capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    return target.read_text("utf-8")


def test_the_page_needs_nothing_but_itself_and_names_its_script(tmp_path: Path) -> None:
    for name, language in (("city-page.txt", "zh-Hans"), ("harbour-page.txt", "zh-Hant")):
        text = write(tmp_path / "diff.html", DUMPS / name)
        assert "default-src 'none'" in text
        assert "://" not in text
        assert f'lang="{language}"' in text


def test_a_page_without_changes_says_so(tmp_path: Path) -> None:
    target = tmp_path / "diff.html"
    command = [sys.executable, "-m", "jmclean", "diff", "--html", str(target), str(DUMPS / "already-clean.txt")]
    assert subprocess.run(command, timeout=60).returncode == 0
    assert "Nothing would change." in target.read_text("utf-8")


SEAM = "经过三年的建设，这条铁路终于在上个月\n\n通车典礼上，各地的代表都来了。\n"
DOUBTFUL = SEAM + "".join(f"\n{place}街的居民都来了，河边的白鹭也飞回来了。\n" for place in "东西南北中前后左右上下新")


def site(folder: Path, *paths: Path) -> str:
    """Write the pages of several files, and give their index."""
    command = [sys.executable, "-m", "jmclean", "diff", "--html", str(folder), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
    return (folder / "index.html").read_text("utf-8")


def tree(folder: Path) -> Path:
    (folder / "b").mkdir(parents=True)
    (folder / "a.md").write_text("他说,明天再来.\n", "utf-8")
    (folder / "b" / "二 #?.md").write_text(DOUBTFUL, "utf-8")
    (folder / "clean.md").write_text("他说，明天再来。\n", "utf-8")
    return folder


def test_a_folder_becomes_an_index_and_a_page_a_file_the_doubtful_first(tmp_path: Path) -> None:
    index = site(tmp_path / "out", tree(tmp_path / "in"))
    assert re.findall('<a href="([^"]*)">', index) == ["pages/b/%E4%BA%8C%20%23%3F.md.html", "pages/a.md.html"]
    assert "3 files, 2 with changes or doubtful places" in index
    page = (tmp_path / "out" / "pages" / "b" / "二 #?.md.html").read_text("utf-8")
    assert 'href="../../index.html"' in page
    assert '<mark data-doubt="1"' in page
    assert not (tmp_path / "out" / "pages" / "clean.md.html").exists()


def test_the_legend_counts_as_explain_does(tmp_path: Path) -> None:
    text = write(tmp_path / "diff.html", DUMPS / "city-page.txt")
    command = [sys.executable, "-m", "jmclean", "explain", "--stat", str(DUMPS / "city-page.txt")]
    table = subprocess.run(command, capture_output=True, timeout=60, encoding="utf-8").stdout
    counted = dict(re.findall(r'value="([a-z-]+)">.*?</span> (\d+)<', text))
    assert counted == dict(re.findall(r"^([a-z-]+) +(\d+)", table, re.MULTILINE)[:-1])


def test_what_is_not_ours_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("mine", "utf-8")
    command = [sys.executable, "-m", "jmclean", "diff", "--html"]
    source = tree(tmp_path / "in")
    for target, message in (
        (tmp_path / "out", b"was not written by jmclean"),
        (source / "a.md", b"This is not a folder"),
        ("changes.html", b"need a folder. Name one with --html DIR."),
        ("-", b"need a folder"),
    ):
        done = subprocess.run([*command, target, source], capture_output=True, timeout=60)
        assert done.returncode == 2
        assert message in done.stderr
    assert (tmp_path / "out" / "index.html").read_text("utf-8") == "mine"


browser_only = pytest.mark.skipif(found() is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as chromium:
        yield chromium


def status(browser: Chromium) -> str:
    return str(browser.ask("document.querySelector('output').textContent"))


@browser_only
def test_keys_walk_through_the_changes_and_the_legend_leaves_rules_out(browser: Chromium, tmp_path: Path) -> None:
    write(tmp_path / "diff.html", DUMPS / "city-page.txt")
    browser.open(tmp_path / "diff.html")
    total = browser.ask("new Set([...document.querySelectorAll('[data-change]')].map(e => e.dataset.change)).size")
    assert total > 10
    assert status(browser) == f"{total} changes"
    browser.press("n")
    assert status(browser) == f"1 of {total} changes · page-furniture"
    browser.press("n")
    assert status(browser) == f"2 of {total} changes · halfwidth-punctuation"
    marked = "[...document.querySelectorAll('.here')].map(e => e.tagName + e.textContent).join()"
    assert browser.ask(marked) == "DEL,,INS，"
    browser.press("p")
    browser.press("p")
    assert status(browser).startswith(f"{total} of {total} ")

    rule = RULES.index("halfwidth-punctuation")
    own = browser.ask(f"document.querySelectorAll('del[data-rule=\"{rule}\"]').length")
    browser.click(f"input[data-rule='{rule}']")
    ground = f"getComputedStyle(document.querySelector('td .rule-{rule}')).backgroundColor"
    assert browser.ask(ground) == "rgba(0, 0, 0, 0)"
    browser.press("n")
    assert status(browser) == f"1 of {total - own} changes · page-furniture"
    browser.press("n")
    assert "halfwidth-punctuation" not in status(browser)
    browser.click(f"input[data-rule='{rule}']")
    assert browser.ask(ground) != "rgba(0, 0, 0, 0)"
    browser.click("#previous")
    assert f"of {total} changes" in status(browser)
    browser.click("#brief")
    assert browser.ask("getComputedStyle(document.querySelector('tr.same')).display") == "none"


@browser_only
def test_the_index_is_searched_and_sorted_and_its_links_open(browser: Chromium, tmp_path: Path) -> None:
    site(tmp_path / "out", tree(tmp_path / "in"))
    browser.open(tmp_path / "out" / "index.html")
    shown = "[...document.querySelectorAll('tbody tr:not([hidden]) a')].map(a => a.textContent).join()"
    assert browser.ask(shown) == "b/二 #?.md,a.md"
    browser.click("th button[data-key=name]")
    assert browser.ask(shown) == "a.md,b/二 #?.md"
    browser.click("#doubtful")
    assert browser.ask(shown) == "b/二 #?.md"
    browser.click("#doubtful")
    browser.ask("document.getElementById('find').value = 'A.'")
    browser.ask("document.getElementById('find').dispatchEvent(new Event('input'))")
    assert browser.ask(shown) == "a.md"
    assert status(browser) == "1 of 2 files"
    browser.open(tmp_path / "out" / "pages" / "b" / "二 #?.md.html")
    browser.press("d")
    assert status(browser).startswith("1 of 1 doubtful place · ")
    assert browser.ask("document.querySelector('.here').textContent") == "月"


@browser_only
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_fits_a_phone_and_is_legible(browser: Chromium, tmp_path: Path, dark: bool) -> None:
    write(tmp_path / "diff.html", DUMPS / "city-page.txt")
    browser.open(tmp_path / "diff.html", 360, 740, phone=True, dark=dark)
    assert browser.ask("document.documentElement.scrollWidth") <= 360
    browser.press("n")
    assert browser.ask("(r => r.top > 0 && r.bottom < 740)(document.querySelector('.here').getBoundingClientRect())")
    # WCAG 2.2, 1.4.3: 4.5 to 1 for text of this size
    contrast = browser.ask(
        """(() => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d");
          const light = (colour) => {
            canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
              .map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const style = getComputedStyle;
          const marked = [...document.querySelectorAll("td del, td ins, .swatch")].map((e) =>
            ratio(light(style(e).color), light(style(e).backgroundColor)));
          const ground = light(style(document.body).backgroundColor);
          const faint = ratio(light(style(document.querySelector(".key")).color), ground);
          return Math.min(faint, ...marked);
        })()"""
    )
    assert contrast >= 4.5


@browser_only
def test_nothing_of_a_hostile_text_runs(browser: Chromium, tmp_path: Path) -> None:
    source = tmp_path / '"><script>hacked=7<'
    source.mkdir()
    source = source / "page.md"
    source.write_text(HOSTILE, "utf-8")
    text = write(tmp_path / "diff.html", source)
    assert "\x1b" not in text
    assert "\u202e" not in text
    browser.open(tmp_path / "diff.html")
    browser.press("n")
    assert status(browser).startswith("1 of ")
    assert browser.ask("typeof hacked") == "undefined"
    assert browser.ask("document.scripts.length") == 1
    assert browser.ask("document.querySelectorAll('td *:not(del):not(ins):not(mark), main a, img').length") == 0
    assert browser.ask("location.protocol") == "file:"
    assert "onmouseover" in browser.ask("document.querySelector('table').textContent")

    # even an element that came through could not run: the policy refuses what is not the page's own
    browser.ask(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"hacked=8\"><p style=\"color:red\">')"
    )
    browser.ask("document.body.append(Object.assign(document.createElement('script'), {textContent: 'hacked=9'}))")
    assert browser.ask("typeof hacked") == "undefined"
    assert browser.ask("getComputedStyle(document.querySelector('p[style]')).color") != "rgb(255, 0, 0)"


FOREIGN = """document.querySelectorAll(`iframe, object, embed, svg, img, form, base, link, #trap, [onerror], [onload],
[onfocus], [onclick], [style]`).length"""
"""How many elements of a page are none that our own pages have."""


def attacked(folder: Path, attack: str) -> Path:
    """A page of which the name, what stays, what goes and what comes hold an attack."""
    path = folder / f"1{attack}.md"  # its slashes make folders
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = "他们走了,明天再来,大家都同意.\n"
    path.write_text(
        f"{plain}\n# {attack}\n\n他说,{attack}來了.\n\n{attack}\n\n\n\n图为{attack}。（张三 摄）\n", "utf-8"
    )
    return path


@browser_only
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_nothing_of_a_name_or_a_text_is_more_than_text(browser: Chromium, tmp_path: Path, attack: str) -> None:
    write(tmp_path / "diff.html", attacked(tmp_path / "pages", attack))
    browser.open(tmp_path / "diff.html")
    browser.ask(
        "document.querySelectorAll('main *').forEach(e => { for (const kind of "
        "['mouseover', 'focus', 'click']) if (!e.matches('a, input, button, label')) "
        "e.dispatchEvent(new Event(kind, {bubbles: true})) })"
    )
    browser.press("n")
    assert re.match(r"\d+ of \d+ changes?", status(browser))
    assert browser.ask("typeof hacked") == "undefined"
    assert str(browser.ask("document.title")).endswith("· jmclean")
    assert browser.ask("location.href") == (tmp_path / "diff.html").as_uri()
    assert browser.ask(FOREIGN) == 0
    assert browser.ask("[document.scripts.length, document.querySelectorAll('style').length]") == [1, 1]
    assert browser.ask("document.links.length") == 0
    shown = browser.ask("document.querySelector('h1').textContent + document.querySelector('table').textContent")
    assert re.split(r"[/\u2028]", attack)[0] in shown


@browser_only
def test_a_page_that_let_all_through_would_be_seen_and_its_policy_lets_none_of_it_run(
    browser: Chromium, tmp_path: Path
) -> None:
    page = tmp_path / "diff.html"
    staying = [attack for name, attack in ATTACKS.items() if name != "another page"]
    head, main, rest = re.split(r"(?s)(<main.*</main>)", write(page, attacked(tmp_path / "pages", ATTACKS["a frame"])))
    page.write_text(head + "".join(staying) + unescape(main) + rest, "utf-8")
    browser.open(page)
    assert browser.ask(FOREIGN) > 10
    browser.ask(
        "document.querySelectorAll('#trap, [onclick], [onfocus]').forEach("
        "e => e.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true})))"
    )
    assert browser.ask("typeof hacked") == "undefined"
    assert browser.ask("location.href") == page.as_uri()


@browser_only
def test_the_policy_refuses_all_that_is_not_the_page_s_own(browser: Chromium, tmp_path: Path) -> None:
    write(tmp_path / "diff.html", DUMPS / "city-page.txt")
    browser.open(tmp_path / "diff.html")
    browser.ask(
        "window.refused = []; document.addEventListener('securitypolicyviolation', "
        "event => refused.push(event.effectiveDirective))"
    )
    for element in (
        "Object.assign(document.createElement('script'), {textContent: 'hacked = 1'})",
        "Object.assign(document.createElement('script'), {src: 'data:text/javascript,hacked=1'})",
        "Object.assign(document.createElement('style'), {textContent: '* { display: none }'})",
        "Object.assign(document.createElement('img'), {src: 'https://example.com/x.png'})",
        "Object.assign(document.createElement('iframe'), {src: 'data:text/html,x'})",
    ):
        browser.ask(f"void document.body.append({element})")
    browser.ask("document.body.setAttribute('onclick', 'hacked = 1'), document.body.click()")
    browser.ask("fetch('https://example.com/').catch(() => 0), 0")
    end = time.monotonic() + 30
    while len(found := set(browser.ask("refused"))) < 6 and time.monotonic() < end:
        time.sleep(0.05)
    assert found >= {"script-src-elem", "script-src-attr", "style-src-elem", "img-src", "frame-src", "connect-src"}
    assert browser.ask("typeof hacked") == "undefined"
    assert browser.ask("getComputedStyle(document.body).display") == "block"
