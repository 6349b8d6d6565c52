"""A table of a million rows and four columns in a file."""

from collections.abc import Iterator

import numpy as np


def stage() -> Iterator[None]:
    numbers = np.arange(4_000_000, dtype=np.float64) % 1000
    np.save("table.npy", numbers.reshape(-1, 4))
    yield
