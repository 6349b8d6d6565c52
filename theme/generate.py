"""Hands the generated pages to mkdocs-gen-files."""

import mkdocs_gen_files

from recorder import ROOT
from theme.bundle import ZIP, bundle
from theme.pages import pages

for path, text in pages(ROOT).items():
    with mkdocs_gen_files.open(path, "w", newline="\n") as file:
        file.write(text)
with mkdocs_gen_files.open(ZIP, "wb") as file:
    file.write(bundle(ROOT))
