"""Lists the pages of a built site by their titles, for the page that says that there is none.

It is a hundredth of the search index, and all that is read to guess what an
address meant: theme/site/assets/missing.js.
"""

from __future__ import annotations

import json

#: Where the list stands, beside the script that reads it.
LIST = "assets/pages.json"


def titles(index: str) -> str:
    """Address and title of each page that the search index has."""
    pages = [entry[:2] for entry in json.loads(index) if "#" not in entry[0]]
    return json.dumps(pages, ensure_ascii=False, separators=(",", ":")) + "\n"
