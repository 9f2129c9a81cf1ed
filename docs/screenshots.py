"""Takes the pictures of docs/report.md anew and writes the numbers in it, from the sample lore.

python docs/screenshots.py         # `make pictures`; needs a Chromium on PATH

The second text of the comparison is written here, by a chain over the corpus: anyone gets the same one.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from soulsgen.page.browser import BROWSERS, FLAGS, find_browser

DOCS = Path(__file__).parent
LORE = DOCS.parent / "dataset" / "lore"
PAGE = DOCS / "report.md"
PICTURES = DOCS / "pictures"
SOULSGEN = Path(sys.executable).with_name("soulsgen")
DARK = "--blink-settings=preferredColorScheme=0"
# Chromium's windows are never narrower than 500 pixels; a frame in one is as narrow as a phone.
PHONE = '<body style="margin:0"><iframe src="{}" style="border:0;width:390px;height:844px"></iframe>'
PHONE_WIDTH = 390
# Chromium may leave the last lines of a picture blank: more is taken than is kept, in CSS pixels.
SPARE = 200
COLOURS = 128
START, END = "<!-- numbers: written by docs/screenshots.py -->", "<!-- end of numbers -->"
LINES, SEED, LONGEST_WORDS = 1500, 3, 40


def main() -> None:
    browser = find_browser()
    if browser is None:
        sys.exit(f"screenshots.py: no {' or '.join(BROWSERS)} on PATH; install one and run this again")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        soulsgen("create", "corpus", "--src-dir", LORE, "--out-dir", folder / "lore")
        write_chain(folder / "lore" / "corpus.train.txt", folder / "chain")
        alone = inspect(folder, "lore.html")
        both = inspect(folder, "both.html", "--compare", folder / "chain")
        (folder / "phone.html").write_text(PHONE.format("lore.html"), "utf-8")
        shoot(browser, folder / "lore.html", PICTURES / "report-light.png", (1280, 1560))
        shoot(browser, folder / "lore.html", PICTURES / "report-dark.png", (1280, 1560), DARK)
        shoot(browser, folder / "both.html", PICTURES / "report-compare.png", (1280, 1560))
        shoot(browser, folder / "phone.html", PICTURES / "report-phone.png", (500, 844), scale=2)
    write_numbers(table(alone), table_of_comparison(both))


def soulsgen(*arguments: str | Path) -> str:
    """What `soulsgen` prints on standard output."""
    command = [SOULSGEN, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def inspect(folder: Path, page: str, *more: str | Path) -> dict:
    return json.loads(
        soulsgen("inspect", "--source", folder / "lore", "--output", folder / page, "--json", *more)
    )


def write_chain(corpus: Path, target: Path) -> None:
    """Sentences whose every three words in a row stand in `corpus`."""
    chance = random.Random(SEED)
    following: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for sentence in corpus.read_text("utf-8").splitlines():
        words = ["", "", *sentence.split(), ""]
        for one, two, three in zip(words, words[1:], words[2:], strict=False):
            following[one, two].append(three)
    lines = []
    while len(lines) < LINES:
        words = ["", ""]
        while len(words) == 2 or (words[-1] and len(words) < LONGEST_WORDS):
            words.append(chance.choice(following[words[-2], words[-1]]))
        lines.append(" ".join(words).strip())
    target.write_text("\n".join(lines) + "\n", "utf-8")


def shoot(browser: str, page: Path, target: Path, size: tuple[int, int], *more: str, scale: int = 1) -> None:
    """The top of `page` as a PNG of few colours; `size` in CSS pixels."""
    with tempfile.TemporaryDirectory() as profile:
        window = f"--window-size={size[0]},{size[1] + SPARE}"
        options = [f"--user-data-dir={profile}", window, f"--force-device-scale-factor={scale}", *more]
        command = [browser, *FLAGS, *options, f"--screenshot={target}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    width = PHONE_WIDTH if page.name == "phone.html" else size[0]
    with Image.open(target) as picture:
        cut = picture.convert("RGB").crop((0, 0, width * scale, size[1] * scale))
    cut.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def table(figures: dict) -> str:
    """The sample lore in numbers."""
    lore = figures["source"]
    counts, words, reading = lore["counts"], lore["words"], lore["readability"]
    repeats, drops = lore["duplicates"], figures["dropped"]["entries"]
    return rows(
        ("The sample lore", ""),
        ("sentences", f"{counts['sentences']:,}"),
        ("words", f"{counts['words']:,}"),
        ("unique words, used once", f"{counts['unique_words']:,}, {counts['hapax']:,}"),
        ("words a sentence: least, median, average, most", spread(words)),
        ("characters a sentence", spread(lore["characters"])),
        ("commonest content words", listed(lore["tops"][0]["items"])),
        ("commonest pairs of content words", listed(lore["tops"][5]["items"])),
        *(names(group) for group in lore["entities"]["groups"]),
        ("nouns, verbs, adjectives of 100 words", parts(lore["parts_of_speech"])),
        (
            "Flesch reading ease, Flesch-Kincaid grade",
            f"{reading['reading_ease']:.1f}, {reading['grade']:.1f}",
        ),
        ("Heaps’ β", f"{lore['vocabulary']['heaps_beta']:.2f}"),
        ("surprisal under its own bigrams", f"{lore['surprisal']:.2f} bits a word"),
        ("repeated, nearly repeated sentences", f"{repeats['repeats']}, {repeats['near']}"),
        ("entries dropped, reasons", f"{sum(drops.values()):,}, {len(drops)}"),
    )


def names(group: dict) -> tuple[str, str]:
    """The row of one kind of names: the same string may be of several kinds."""
    items = ({"text": text, "count": count} for text, count in group["strings"])
    return f"commonest names labelled {group['label']}", listed(items)


def table_of_comparison(figures: dict) -> str:
    """The lore beside the chain."""
    found = figures["comparison"]
    distances = [
        (f"distance of {each['of']} (the lore from itself)", f"{each['value']:.3f} ({each['itself']:.3f})")
        for each in found["distances"]
    ]
    novelty = ", ".join(f"{100 * each['share']:.1f} %" for each in found["novelty"])
    return rows(
        ("The lore and a chain over it", ""),
        *distances,
        ("sentences copied exactly", f"{100 * found['copied']['exact']:.1f} %"),
        ("nearly copied", f"{100 * found['copied']['near']:.1f} %"),
        ("n-grams the lore never says, n = 1 … 5", novelty),
        ("surprisal under the lore’s bigrams", f"{found['surprisal']:.2f} bits a word"),
    )


def rows(*lines: tuple[str, str]) -> str:
    (head, value), *body = lines
    return "\n".join(
        [f"| {head} | {value} |", "|---|---|", *(f"| {left} | {right} |" for left, right in body)]
    )


def listed(items: Iterable[dict]) -> str:
    return ", ".join(f"{item['text']} ({item['count']})" for item in list(items)[:5])


def spread(found: dict) -> str:
    return f"{found['least']}, {found['median']:g}, {found['average']:.1f}, {found['most']}"


def parts(groups: dict) -> str:
    counts = dict(groups["labels"])
    return ", ".join(f"{100 * counts[label] / groups['total']:.0f}" for label in ("NOUN", "VERB", "ADJ"))


def write_numbers(*tables: str) -> None:
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        sys.exit(f"{PAGE}: needs the lines {START} and {END}, with the numbers between them")
    PAGE.write_text(f"{before}{START}\n" + "\n\n".join(tables) + f"\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
