"""Has `mkdocs serve` show a change within a second (an MkDocs hook): `theme.host.live` draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from watchdog.observers.polling import PollingObserver

from theme.host.live import Built, Live, place_of

#: Seconds between two looks at the files, and from a change to its being taken as whole.
LOOK = 0.15
SETTLE = 0.05

_nav: list[Navigation] = []
_built: list[Built] = []


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    """Keep the navigation of this build."""
    _nav[:] = [nav]


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Keep what it takes to draw a page of this build again."""
    _built[:] = [Built(config, files, _nav[0], env)]


def on_serve(
    server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
) -> None:
    """Have the server look more often, draw less, and bring a page up to date when it is asked."""
    live = Live(builder, lambda: _built[0])
    server.builder = live.change
    server.build_delay = SETTLE
    places = [config.docs_dir, config.config_file_path]
    for place in places:
        server.unwatch(place)
    server.observer = PollingObserver(timeout=LOOK)
    for place in places:
        server.watch(place)
    within = len(server.mount_path)

    def answer(request: dict[str, Any], begin: Callable[..., Any]) -> Iterable[bytes]:
        live.ask(place_of(request["PATH_INFO"][within:]))
        return server.serve_request(request, begin)

    server.set_app(answer)
