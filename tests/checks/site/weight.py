"""What a page costs a reader: requests and bytes, as a server sends them (gzip -9).

Each limit leaves room for one more sentence or rule: who adds it is not the one who pays
for all that came before.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from shelf.fault import Fault
from shelf.shelf import TOPICS
from tests.checks.site.site import ADDRESS, Site
from theme.finish.style import FEW

#: What one page of a thousand words may weigh with its style sheet and its script: what
#: a server sends before it waits for the first answer.
COLD = 14_600
#: What such a page may weigh alone, and each further thousand words.
NEXT = 6_000
FURTHER = 2.5 * 1024
#: What an article may weigh with its figures, and what all but a tenth of them weigh at most.
HEAVIEST = 9 * 1024
USUAL = 6 * 1024
#: The style sheet that every page asks for.
SHEET = 4_350
#: A figure, which counts for itself.
FIGURE = 5 * 1024
#: The article over its text; what stands around it is held apart.
RATIO = 1.7
#: Does not count: where a number's record stands is no text, and a page of many
#: measured numbers would else be told to leave out its proofs.
PROOF = re.compile(r'(?<=<a) class="?measured"? [^>]*(?=>)')
#: Of fewer words what each figure has around it is too great a part of the article.
SHORT = 1000
#: What stands around the text, and each page and each heading that it lists.
FRAME = 720
ENTRY = 22
#: The page that says that there is none loads what looks for the one that was meant.
SEARCHING = ("404.html", "script")
ICON = "assets/icon.svg"
DRAWN = "figure.timeline, figure.chart"
FIGURES = re.compile(r'<figure class="?(?:timeline|chart)\b.*?</figure>', re.DOTALL)
WHY = "on a slow line, each further one is a wait before the first word can be read"


def packed(text: str | bytes) -> int:
    """How many bytes a server sends."""
    return len(gzip.compress(text.encode() if isinstance(text, str) else text, 9, mtime=0))


def _article(site: Site, path: str) -> Tag:
    article = site.html[path].find("article")
    assert isinstance(article, Tag), f"{path} has no article"
    return article


def _words(site: Site, path: str) -> int:
    return len(_prose(site, path).split())


def _text(site: Site, path: str) -> tuple[str, list[str]]:
    """A page as it was built, less its figures, and the figures."""
    whole = (site.folder / path).read_text(encoding="utf-8")
    return FIGURES.sub("", whole), FIGURES.findall(whole)


def _prose(site: Site, path: str) -> str:
    """The text of an article, less that of its figures."""
    text = _article(site, path).get_text()
    for figure in _article(site, path).select(DRAWN):
        text = text.replace(figure.get_text(), "", 1)
    return text


def _more(site: Site, path: str) -> int:
    """What a page may weigh more, since it has more to say."""
    return int(max(0, _words(site, path) - 1000) / 1000 * FURTHER)


def three_requests(site: Site) -> list[Fault]:
    """A page asks for itself, one style sheet, one script, and the pictures in its text.

    One that draws what few pages do asks for their sheet too, and once, after the first
    page, a browser asks for the site's icon.
    """
    faults = []
    for path, soup in site.html.items():
        kinds = {
            "style sheet": soup.select(f"link[rel=stylesheet]:not([href$='{FEW}'])"),
            "script": soup.select("script"),
        }
        for kind, tags in kinds.items():
            if len(tags) != (2 if (path, kind) == SEARCHING else 1):
                what = f"expected one {kind}, seen {len(tags)}: {[str(t) for t in tags]}"
                cure = "join them: theme/site/main.html names them, theme/finish joins them"
                faults.append(Fault(what, site.at(path), WHY, cure))
        others = soup.select(
            "link:not([rel=stylesheet], [rel=canonical], [rel=alternate], [rel=icon])"
        )
        others += soup.select("iframe, object, embed, video, audio")
        icons = [
            tag for tag in soup.select("link[rel=icon]") if not str(tag["href"]).endswith(ICON)
        ]
        for tag in others + icons:
            cure = "leave it out, or put it into the page"
            faults.append(Fault(f"asks for more: {tag}", site.at(path), WHY, cure))
    return faults


def weight_cold(site: Site) -> list[Fault]:
    """A first visit fits into what a server sends at once."""
    faults = []
    for path, soup in site.html.items():
        parts = {path: packed(_text(site, path)[0])}
        for tag in soup.select("link[rel=stylesheet], script[src]"):
            file = str(tag.get("href", tag.get("src"))).rpartition("assets/")[2]
            parts[file] = packed((site.folder / "assets" / file).read_bytes())
        if (sheet := parts.get("site.css", 0)) > SHEET:
            faults.append(_heavy(site, path, f"the style sheet sends {sheet:,}", SHEET, {}))
        most = COLD + _more(site, path)
        if (total := sum(parts.values())) > most:
            faults.append(_heavy(site, path, f"a first visit sends {total:,}", most, parts))
    return faults


def weight_next(site: Site) -> list[Fault]:
    """The next page is one small answer."""
    faults = []
    for path in site.html:
        size, most = packed(_text(site, path)[0]), NEXT + _more(site, path)
        if size > most:
            faults.append(_heavy(site, path, f"the page alone sends {size:,}", most, {}))
    return faults


def weight_of_articles(site: Site) -> list[Fault]:
    """No article is heavy with its figures, and nine of ten are light."""
    sizes = {
        path: packed((site.folder / path).read_bytes())
        for path in site.html
        if path.partition("/")[0] in TOPICS
    }
    over = sorted((path for path in sizes if sizes[path] > USUAL), key=sizes.__getitem__)
    # the lightest of those that are too many lack the least
    many = over[: max(0, len(over) - len(sizes) // 10)]
    return [
        _heavy(site, path, f"the article sends {sizes[path]:,}", most, {})
        for path in over
        if (most := USUAL if path in many else HEAVIEST) < sizes[path]
    ]


def weight_figures(site: Site) -> list[Fault]:
    """No figure weighs more than a page of its own would."""
    faults = []
    for path, soup in site.html.items():
        sizes = [packed(svg) for svg in _text(site, path)[1]]
        for tag in soup.select("img[src]"):
            file = site.folder / unquote(urlsplit(str(tag["src"])).path).replace("../", "")
            sizes.append(packed(file.read_bytes()) if file.is_file() else FIGURE + 1)
        for size in sizes:
            if size > FIGURE:
                faults.append(_heavy(site, path, f"a figure sends {size:,}", FIGURE, {}))
    return faults


def weight_of_markup(site: Site) -> list[Fault]:
    """Most of an article is its text, and what stands around it is small."""
    faults = []
    for path in site.html:
        text, words = _prose(site, path), _words(site, path)
        whole = packed(_text(site, path)[0])
        inner = FIGURES.sub("", str(_article(site, path)))
        article = packed(inner)
        most = FRAME + ENTRY * len(site.html[path].select(":is(.pages, .contents, .groups) li"))
        if whole - article > most:
            what = f"what stands around the text sends {whole - article:,}"
            faults.append(_heavy(site, path, what, most, {}))
        ratio = packed(PROOF.sub("", inner)) / packed(text) if words >= SHORT else 0
        # a generated list is links and ticks, which pack to nothing where words do not
        if ratio > RATIO and path in site.sources:
            what = f"the article weighs {ratio:.2f} times its text, at most {RATIO}"
            cure = "say it in fewer elements: theme/parts/sample.py, theme/site/main.html"
            faults.append(Fault(what, site.at(path), WHY, cure))
    return faults


def ways_are_pruned(site: Site) -> list[Fault]:
    """The navigation unfolds the part of the page and its group, and no other, so it does not grow.

    A page lists at most as many pages as a group may have: tests/checks/pages/nav.py.
    """
    faults = []
    for path, soup in site.html.items():
        for kind, ways in (("parts", "> ul > li > ul"), ("groups", "li li > ul")):
            if len(open_ := soup.select(f".pages {ways}")) > 1:
                what = f"unfolds {len(open_)} {kind} of the navigation, at most 1"
                why = "every page would grow with every other"
                cure = "let theme/site/main.html unfold the active one alone"
                faults.append(Fault(what, site.at(path), why, cure))
    return faults


def nothing_from_elsewhere(site: Site) -> list[Fault]:
    """No page takes anything from another host, and its policy would refuse it."""
    faults = []
    for path, soup in site.html.items():
        policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")
        said = str(policy["content"]) if policy else "none"
        if not said.startswith("default-src 'none'") or "unsafe" in said:
            cure = "theme/finish/page.py says it"
            faults.append(
                Fault(f"has the policy {said}", site.at(path), "what it lets in may run", cure)
            )
        for tag in soup.select(
            "[src], link[rel=stylesheet], link[rel=icon], image[href], use[href]"
        ):
            address = str(tag.get("src", tag.get("href")))
            if urlsplit(address).netloc and not address.startswith(ADDRESS):
                what = f"takes {address} from another host"
                why = "that host learns who reads here, and may send something else tomorrow"
                faults.append(Fault(what, site.at(path, address), why, "put the file into docs/"))
    return faults


def _heavy(site: Site, path: str, what: str, most: int, parts: dict[str, int]) -> Fault:
    each = "".join(f"\n    {size:6,} {name}" for name, size in parts.items())
    return Fault(
        f"{what} bytes, at most {most:,}{each}",
        site.at(path),
        "on a slow line a reader waits for each further flight of bytes",
        "make two pages of it, or take away what no reader misses",
    )


CHECKS: tuple[Callable[[Site], list[Fault]], ...] = (
    three_requests,
    weight_cold,
    weight_next,
    weight_of_articles,
    weight_figures,
    weight_of_markup,
    ways_are_pruned,
    nothing_from_elsewhere,
)
