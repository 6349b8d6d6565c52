"""One page on its way through Python-Markdown."""

from theme.convert.extension import makeExtension

__all__ = ["makeExtension"]
