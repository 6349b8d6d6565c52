"""Hands the generated files to mkdocs-gen-files."""

import mkdocs_gen_files

from shelf import ROOT
from theme.registers import generated

for path, content in generated(ROOT).items():
    with mkdocs_gen_files.open(path, "wb") as file:
        file.write(content)
