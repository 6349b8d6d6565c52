"""What the tests of threads share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def windows_end_here() -> Iterator[None]:
    """Collect what holds a window in a circle: in another thread, Tcl would end all tests."""
    yield
    gc.collect()
