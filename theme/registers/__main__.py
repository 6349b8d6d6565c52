"""``python -m theme.registers programs.zip``."""

import sys
from pathlib import Path

from shelf import ROOT
from theme.registers.bundle import bundle

Path(sys.argv[1]).write_bytes(bundle(ROOT))
