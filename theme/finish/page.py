"""Finishes one page: its icon inside, its own description, its policy; less between its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from theme.faults import PageErrors

#: Nothing comes from elsewhere, and no script or style stands in the page itself.
POLICY = (
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;"
    "connect-src 'self';base-uri 'none';form-action 'none'"
)
POLICY_TAG = f'<meta http-equiv=Content-Security-Policy content="{POLICY}">'
REFUSED = re.compile(
    r"<(?:style\b|script\b(?![^>]*\ssrc=)|[a-z][\w-]*\s(?:[^<>]*\s)?(?:style|on[a-z]+)=)[^>]*>"
)
HEAD = re.compile(r'<meta charset="?utf-8"?>\n?')
ICON = re.compile(r'(?<=<link rel="icon" href=")[^":]*?(?P<name>assets/[^"]+\.svg)(?=")')
DESCRIPTION = re.compile(r'(?<=<meta name="description" content=")[^"]*(?=")')
LEAD = re.compile(r"</h1>\s*<p>(?P<words>.*?)</p>", re.DOTALL)
TAG = re.compile(r"<[a-z][^<>]*>")
#: A value that needs no quotes.
QUOTED = re.compile(r'="([^\s"\'=<>`]*)"(?=[\s>])')
#: Line ends between blocks, where nobody sees them; in a program none stands before a block.
BETWEEN = re.compile(
    r"\n+(?=</?(?:p|div|h[1-6]|[uod]l|li|d[td]|table|thead|tbody|tr|t[hd]|figure|figcaption|nav|main"
    r"|article|footer|header|head|body|meta|link|script|title|details|summary|search|button)\b)"
)
#: What may stand as it is in an address that holds a picture.
SAFE = "'/:=()"
#: As much of a description as a search engine shows.
LONGEST = 160


def check(folder: Path, pages: Mapping[Path, str]) -> None:
    """Raise `PageErrors` for every element that a page's policy would refuse."""
    faults = [
        f"{path.relative_to(folder).as_posix()}: {match[0]!r} stands in the page itself, and the"
        " page's policy refuses that; put the style into theme/site/assets/*.css by a class, the"
        " script into theme/site/assets/theme.js"
        for path, text in pages.items()
        for match in REFUSED.finditer(text)
    ]
    if faults:
        raise PageErrors(faults)


def finished(folder: Path, text: str) -> str:
    """A page as it is published."""
    head, end, body = text.partition("</head>")
    if POLICY_TAG not in head:
        head = HEAD.sub(lambda match: match[0] + POLICY_TAG, head, count=1)
    head = ICON.sub(lambda match: _inside(folder / match["name"]), head)
    if lead := LEAD.search(body):
        head = DESCRIPTION.sub(lambda _: _short(lead["words"]), head)
    whole = BETWEEN.sub("", head + end + body)
    return TAG.sub(lambda tag: QUOTED.sub(_bare, tag[0]), whole)


def _bare(value: re.Match[str]) -> str:
    return f"={value[1]}" if value[1] else ""


def _inside(icon: Path) -> str:
    """A picture as an address that holds it."""
    text = icon.read_text(encoding="utf-8").strip().replace('"', "'")
    return f"data:image/svg+xml,{quote(text, safe=SAFE)}"


def _short(html: str) -> str:
    """The words of a paragraph, as many whole ones as a search engine shows."""
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
    if len(words) > LONGEST:
        words = words[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:.") + " …"
    return escape(words)
