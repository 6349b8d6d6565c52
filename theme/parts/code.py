"""Programs and transcripts as HTML whose text is exactly theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape

import pygments
from pygments import highlight
from pygments.filter import simplefilter
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import (
    Comment,
    Keyword,
    Name,
    Operator,
    String,
    Token,
    _TokenType,
    is_token_subtype,
)

from theme.derived import derived, source

#: What is coloured in a program, and as what.
COLOURED = {
    Name.Function: Name.Function,
    Name.Class: Name.Function,
    Name.Decorator: Name.Function,
    Keyword: Keyword,
    Operator.Word: Keyword,
    String: String,
    Comment: Comment,
}
#: The kinds that there are most of have an element each: key words, strings, what is defined.
ELEMENTS = {"k": "b", "s": "i", "nf": "u"}
COMMONEST = re.compile(r'<span class="(k|s|nf)">([^<]*)</span>')


#: The comment that ends a line which only arranges what is to be seen.
ARRANGED = re.compile(r'<span class="c">(#\s*arranged)</span>(?=\n|$)')


def coloured(code: str, lit: Sequence[int] = (), arranged: Sequence[int] = ()) -> str:
    """A program as HTML whose text is exactly `code`; only what has a colour is marked.

    Lines that are lit, and those that only `arranged` something, have a mark.
    """
    made_by = source(__file__), pygments.__version__
    return derived.text(
        lambda: _coloured(code, lit, arranged), *made_by, code, list(lit), list(arranged)
    )


def _coloured(code: str, lit: Sequence[int], arranged: Sequence[int]) -> str:
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    lexer.add_filter(_plain())
    html = str(highlight(code, lexer, HtmlFormatter(nowrap=True, hl_lines=list(lit))))
    html = COMMONEST.sub(_element, html)
    if arranged:
        html = ARRANGED.sub(r"<em>\1</em>", html)
    return html.replace('\n</span><span class="hll">', "\n")  # lines that follow are lit as one


def _element(part: re.Match[str]) -> str:
    tag = ELEMENTS[part[1]]
    return f"<{tag}>{part[2]}</{tag}>"


@simplefilter
def _plain(
    _self: object, _lexer: object, tokens: Iterable[tuple[_TokenType, str]], _options: object
) -> Iterator[tuple[_TokenType, str]]:
    """Leaves the kinds that text.css colours, and makes each the plainest of its kind."""
    for kind, text in tokens:
        yield _plainest(kind), text


@cache
def _plainest(kind: _TokenType) -> _TokenType:
    shown = (kin for known, kin in COLOURED.items() if is_token_subtype(kind, known))
    return next(shown, Token)


def terminal(transcript: str) -> str:
    """A transcript as HTML whose text is exactly `transcript`."""
    command, newline, text = escape(transcript, quote=False).partition("\n")
    return f"{command[:2]}<b>{command[2:]}</b>{newline}{text}"
