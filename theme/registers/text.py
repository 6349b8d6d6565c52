"""Text and tables of the generated pages."""

from __future__ import annotations

import re
from html import escape


def plain(text: str) -> str:
    """Text as Markdown that means just that text; `code` between backticks stays code."""
    parts = re.split(r"(`[^`]+`)", text)
    parts[::2] = [
        re.sub(r"([\\*_\[\]{}#`])", r"\\\1", escape(part, quote=False)) for part in parts[::2]
    ]
    return "".join(parts)
