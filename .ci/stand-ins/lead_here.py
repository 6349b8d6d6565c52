"""Leads every link out of site/ to a server on this machine, which reads the anchor in the path.

`python3 .ci/stand-ins/lead_here.py PORT`: where workflows.py is run, nothing else is in reach.
"""

import re
import sys
from pathlib import Path

AWAY = re.compile(r"""https://([^\s"'<>#]+)(?:#([^\s"'<>]+))?""")

for page in Path("site").rglob("*.html"):
    text = page.read_text(encoding="utf-8")
    here = rf"http://127.0.0.1:{sys.argv[1]}/\2/\1#\2"
    page.write_text(AWAY.sub(here, text), encoding="utf-8")
