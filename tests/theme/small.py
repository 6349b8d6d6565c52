"""A small checkout with a program of each kind, and its pages converted as a generator does it."""

from __future__ import annotations

import re
from pathlib import Path

import markdown

GREET = '"""A greeting is printed."""\n\nprint("a < b & c")\n'
LOSE_BROKEN = '"""Two deposits `read` first, so one is lost."""\n\nprint(10)\n'
HANG = (
    '# /// script\n# [tool.sample]\n# expect = "hang"\n# limit = 3\n# ///\n'
    '"""It waits."""\n\nwait()\n'
)
FAIL = (
    '# /// script\n# requires-python = ">=3.14"\n# [tool.sample]\n# expect = "error"\n'
    '# error = "concurrent.futures.Broken: no"\n# ///\n"""It fails."""\n\nfail()\n'
)
NEWER = (
    '# /// script\n# [tool.sample.variants.older]\n# python = "<3.14"\n# expect = "killed"\n'
    '# signal = "SIGABRT"\n# ///\n"""It depends."""\n\nprint(1)\n'
)
CHOOSE = '''"""Two questions lead to a mechanism."""


def choose(yes):
    if yes("Does it wait?"):
        return "threads"
    if yes("Is it < 1 ms?"):
        return "nothing (yet)"
    return "processes"
'''
PROGRAMS = {
    "threads/greet": (GREET, {"": "$ python greet.py\na < b &amp; c\n"}),
    "threads/lose": (GREET, {"": "$ python lose.py\n"}),
    "threads/lose_broken": (LOSE_BROKEN, {"": "$ python lose_broken.py\n10\n"}),
    "threads/stop": (GREET, {"": "$ python stop.py\n"}),
    "threads/stop_broken": (HANG, {"": "$ python stop_broken.py\n"}),
    "threads/fail": (FAIL, {"": "$ python fail.py\nTraceback\n"}),
    "threads/newer": (NEWER, {"": "$ python newer.py\n1\n", ".older": "$ python newer.py\nold\n"}),
    "threads/fresh": (GREET, {}),
    "threads/odd": ("def odd(:\n", {"": "$ python odd.py\n"}),
    "choosing/which": (CHOOSE, {"": "$ python which.py\n"}),
}
#: Shows every program that a test does not show itself.
OTHERS = ("lose", "lose_broken", "stop", "stop_broken", "fail", "newer")
TREE = """
    ```tree
    choosing/which
    threads: other.md
    nothing (yet): ../index.md
    processes: other.md#cure
    ```
"""


def converted(root: Path, text: str, drafts: bool = False) -> str:
    """A page's text as HTML, as every generator converts it: without its front matter."""
    usual = ["admonition", "attr_list", "def_list", "tables", "toc"]
    parts = [*usual, "pymdownx.superfences"]
    options = {"theme.convert": {"root": str(root), "drafts": drafts}}
    body = re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.DOTALL)
    return str(
        markdown.markdown(
            body, extensions=[*parts, "theme.convert"], extension_configs=options, tab_length=4
        )
    )


def show(stem: str, options: str = "") -> str:
    """A sample fence."""
    return f"```sample{options}\n{stem}\n```\n"
