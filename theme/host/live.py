"""Draws again what a change concerns while the site is served, and the rest when it is asked for.

A full build takes longer with every page, and whoever writes looks at one.  So
the pages that name what was saved are drawn at once, and any other as soon as
a browser asks for it: what it takes from others, such as their titles, is then
as new as after a full build.  What changes the site itself is built whole: a
page or a program that comes or goes, the settings, the theme.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote

from click import ClickException
from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from theme.book.library import book
from theme.faults import log
from theme.registers import generated

FAULT = """\
<!doctype html>
<html lang="en">
<title>Not drawn</title>
<style>body {{ margin: 2rem; font: 1rem/1.5 monospace; white-space: pre-wrap }}</style>
<body>{words}

Mend it and save; this page waits for that.</body>
</html>
"""
Stamps = dict[Path, tuple[int, int]]


@dataclass(frozen=True)
class Built:
    """What a full build leaves behind: enough to draw any of its files again."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment

    @property
    def root(self) -> Path:
        """The checkout."""
        return Path(self.config.config_file_path).parent

    @property
    def changing(self) -> dict[str, File]:
        """The files that an edit can change, by where they stand on the site."""
        return {f.dest_uri: f for f in self.files if f.page or getattr(f, "generated_by", None)}

    def stamps(self) -> Stamps:
        """The state of every file that is watched."""
        found: Stamps = {}
        for place in (self.config.docs_dir, self.config.config_file_path, *self.config.watch):
            for path in (Path(place), *Path(place).rglob("*")):
                if path.is_file() and path.parent.name != "__pycache__":
                    status = path.stat()
                    found[path] = status.st_mtime_ns, status.st_size
        return found

    def draw(self, file: File) -> None:
        """Write the site's copy of `file` as a full build would; raises what stops a build."""
        if getattr(file, "generated_by", None):
            file.content_bytes = generated(self.root)[file.src_uri]
        if file.page is None:
            file.copy_file()
            return
        pages = self.files.documentation_pages()
        _populate_page(file.page, self.config, self.files)
        _build_page(file.page, self.config, pages, self.nav, self.env)
        level = self.config.validation.links.anchors
        file.page.validate_anchor_links(files=self.files, log_level=level)


class Live:
    """The site while it is served: `build` makes it whole, `built` is what that left behind."""

    def __init__(self, build: Callable[[], None], built: Callable[[], Built]) -> None:
        self._build = build
        self._built = built
        self._lock = threading.Lock()  # browsers ask in threads of their own
        self._seen = built().stamps()
        self._stale: set[str] = set()
        self._whole = True

    def change(self) -> None:
        """Draw what is concerned by the files that changed since the last call."""
        with self._lock:
            before, self._seen = self._seen, self._built().stamps()
            changed = {path for path, _ in before.items() ^ self._seen.items()}
            other = before.keys() ^ self._seen.keys()
            names = {self._name(path): path in other for path in sorted(changed)}
            if self._whole and all(_text_of_a_page(*one) for one in names.items()):
                self._stale = set(self._built().changing)
                for place in dict.fromkeys(self._concerned(names)):
                    self._draw(place)
            else:
                self._make_whole()

    def ask(self, place: str) -> None:
        """Have the file that stands at `place` of the site as new as what it shows."""
        with self._lock:
            if place in self._stale:
                self._draw(place)

    def _name(self, path: Path) -> str:
        root = self._built().root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

    def _concerned(self, names: dict[str, bool]) -> Iterator[str]:
        """Where the pages stand that were changed, or that name a program that was."""
        files = self._built().changing
        library = book(self._built().root)
        library.refresh()
        for name in names:
            room, _, rest = name.partition("/")
            stem = re.escape(rest.partition(".")[0])
            for place, file in files.items():
                source = library.sources.get(file.src_uri)
                if source and (
                    file.src_uri == rest
                    if room == "docs"
                    else re.search(rf"(?<![\w/]){stem}(?!\w)", source.text)
                ):
                    yield place

    def _draw(self, place: str) -> None:
        file = self._built().changing[place]
        try:
            self._built().draw(file)
        except ClickException as fault:
            self._say(fault, [file])
        else:
            self._stale.discard(place)
            log.info("Drawn again: %s", file.src_uri)

    def _make_whole(self) -> None:
        try:
            self._build()
        except ClickException as fault:
            self._whole = False
            log.error(fault.format_message())
            self._say(fault, self._built().files.documentation_pages())
        else:
            self._whole = True
            self._stale.clear()

    def _say(self, fault: ClickException, files: Iterable[File]) -> None:
        """Show what is wrong in place of `files`, so that whoever looks there sees it."""
        for file in files:
            path = Path(file.abs_dest_path)
            path.parent.mkdir(parents=True, exist_ok=True)
            words = escape(fault.format_message())
            path.write_text(FAULT.format(words=words), encoding="utf-8")


def _text_of_a_page(name: str, other: bool) -> bool:
    """Whether a file is text that pages show; `other` is one that has come or gone."""
    if name.startswith("docs/"):
        return name.endswith(".md") and not other
    return name.startswith("snippets/") and (name.endswith(".txt") or not other)


def place_of(address: str) -> str:
    """Where the file stands on the site that an address asks for, less the site's own path."""
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
