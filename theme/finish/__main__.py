"""``python -m theme.finish site``."""

import sys
from pathlib import Path

from theme.faults import PageErrors
from theme.finish import finish

try:
    finish(Path(sys.argv[1]))
except PageErrors as errors:
    sys.exit(f"Error: {errors}")
