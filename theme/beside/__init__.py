"""Writes what stands beside the pages of a built site, whichever generator built it.

    python -m theme.beside site https://example.org/

That is the search index, the titles of the pages, each page as Markdown with
their list, and the feed.
"""

from pathlib import Path

from theme.beside import feed, plain, search, titles
from theme.book import addresses


def write(folder: Path, root: Path, address: str) -> None:
    """Write the files that belong to the site in `folder`, which stands at `address`."""
    index = search.index(folder, root)
    files = {search.INDEX: index, titles.LIST: titles.titles(index)}
    files[addresses.FEED] = feed.feed(root, address)
    for path, text in {**files, **plain.pages(root)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
