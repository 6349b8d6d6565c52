"""``python -m theme.beside site https://example.org/``."""

import sys
from pathlib import Path

from shelf import ROOT
from theme.beside import write

write(Path(sys.argv[1]), ROOT, sys.argv[2])
