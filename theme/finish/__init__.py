"""Makes a built site light and closed, whichever generator built it.

    python -m theme.finish site

What stands in the folder afterwards is the same for a reader, in fewer bytes
and fewer requests: one style sheet of only what some page uses, another of
what few draw, scripts without their comments, and no file that none of them
leads to.  Each page says in a policy that it takes nothing from elsewhere and
runs nothing that stands in itself; what that policy would refuse is a fault
here.  What differs from one build of the same commit to the next is taken
out.  Doing it twice changes nothing.

Why there is no HTML minifier: none has wheels for every Python that the tools
run on, and on these pages the best of them saves three bytes of a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import rjsmin

from theme.finish import page, style


def finish(folder: Path) -> None:
    """Finish the site in `folder`; raises `PageErrors` where a page breaks its policy."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    page.check(folder, texts)
    _forget_unread(folder, texts.values())
    scripts = {path: _script(path) for path in sorted((folder / "assets").rglob("*.js"))}
    done = {path: page.finished(text) for path, text in texts.items()}
    whole = style.join(folder, done, scripts.values())
    for path, text in {**scripts, **whole}.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    _forget_unread(folder, whole.values())
    _forget_dates(folder)


def _forget_unread(folder: Path, texts: Iterable[str]) -> None:
    """Take away what came with the theme and what no page leads to, at however many removes."""
    unread = [path for path in (folder / "assets").rglob("*") if path.is_file()]
    waiting = list(texts)
    while waiting:
        text = waiting.pop()
        named = [path for path in unread if path.name in text]
        unread = [path for path in unread if path not in named]
        waiting += [p.read_text(encoding="utf-8") for p in named if p.suffix in (".css", ".js")]
    for path in unread:
        path.unlink()
    for path in sorted((folder / "assets").rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _script(path: Path) -> str:
    return str(rjsmin.jsmin(path.read_text(encoding="utf-8"))).strip() + "\n"


def _forget_dates(folder: Path) -> None:
    """Take the day of the build out of the site map, and its packed twin away."""
    site_map = folder / "sitemap.xml"
    if site_map.is_file():
        text = re.sub(r"\s*<lastmod>[^<]*</lastmod>", "", site_map.read_text(encoding="utf-8"))
        site_map.write_text(text, encoding="utf-8", newline="\n")
    (folder / "sitemap.xml.gz").unlink(missing_ok=True)
