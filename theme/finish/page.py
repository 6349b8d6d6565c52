"""Finishes one page: its own description, its policy; less between its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

from theme.faults import PageErrors

#: Nothing comes from elsewhere, and no script or style stands in the page itself.
POLICY = (
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';"
    "connect-src 'self';base-uri 'none';form-action 'none'"
)
POLICY_TAG = f'<meta http-equiv=Content-Security-Policy content="{POLICY}">'
REFUSED = re.compile(
    r"<(?:style\b|script\b(?![^>]*\ssrc=)|[a-z][\w-]*\s(?:[^<>]*\s)?(?:style|on[a-z]+)=)[^>]*>"
)
HEAD = re.compile(r'<meta charset="?utf-8"?>\n?')
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
#: Ends that HTML does not ask for, where nothing follows.
LAST = re.compile(r"</body>\s*</html>\s*\Z")
#: An element without an end, as XML has it.
CLOSED = re.compile(r"<((?:input|br|wbr|hr|img|meta|link)\b[^<>]*?)\s*/>")
#: Text between tags, where no sign needs to be escaped that ends none.
BESIDE_TAGS = re.compile(r"(?<=>)[^<>]*&gt;[^<]*(?=<)")
#: A listing of the generator's own, its parts, and what becomes of those: the elements that
#: programs have, what keeps its class, and of the others, which have no colour, only the text.
LISTING = re.compile(r'(?<=<div class="highlight">).*?(?=</div>)', re.DOTALL)
PART = re.compile(r'<span(?: class="(?P<kind>\w+)")?>(?P<text>[^<]*)</span>')
ELEMENTS = {"k": "b", "ow": "b", "s": "i", "nf": "u", "nc": "u", "nd": "u"}
KEPT = {"c", "gp", "go"}
#: Parts of one kind that follow each other in a program are marked as one.
NEIGHBOURS = re.compile(r"</(?P<tag>[biu])>(?P<between>\s+)<(?P=tag)>")
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


def finished(text: str) -> str:
    """A page as it is published."""
    head, end, body = text.partition("</head>")
    if POLICY_TAG not in head:
        head = HEAD.sub(lambda match: match[0] + POLICY_TAG, head, count=1)
    if lead := LEAD.search(body):
        head = DESCRIPTION.sub(lambda _: _short(lead["words"]), head)
    body = LISTING.sub(lambda listing: PART.sub(_plainest, listing[0]), body)
    body = NEIGHBOURS.sub(r"\g<between>", body)
    body = BESIDE_TAGS.sub(lambda between: between[0].replace("&gt;", ">"), body)
    whole = CLOSED.sub(r"<\1>", BETWEEN.sub("", head + end + LAST.sub("\n", body)))
    return TAG.sub(lambda tag: QUOTED.sub(_bare, tag[0]), whole)


def _bare(value: re.Match[str]) -> str:
    return f"={value[1]}" if value[1] else ""


def _plainest(part: re.Match[str]) -> str:
    """A part of a listing, marked only where it has a colour."""
    kind, text = part["kind"] or "", part["text"]
    kind = kind if kind in ELEMENTS or kind in KEPT else kind[:1]  # of strings, of comments
    if tag := ELEMENTS.get(kind):
        return f"<{tag}>{text}</{tag}>"
    return f'<span class="{kind}">{text}</span>' if kind in KEPT else text


def _short(html: str) -> str:
    """The words of a paragraph, as many whole ones as a search engine shows."""
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
    if len(words) > LONGEST:
        words = words[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:.") + " …"
    return escape(words)
