"""A folder of compressed logs; one is cut short, and one is no log."""

import gzip
from collections.abc import Iterator
from pathlib import Path


def stage() -> Iterator[None]:
    for day in range(1, 31):
        month = f"2026-{day % 3 + 1:02}"
        path = Path("logs", month, f"{day:02}.log.gz")
        path.parent.mkdir(parents=True, exist_ok=True)
        kinds = ["INFO" if n % 9 else "ERROR" for n in range(99)]
        path.write_bytes(gzip.compress("\n".join(kinds).encode()))
    path.write_bytes(path.read_bytes()[:20])
    Path("logs", "notes.gz").write_text("ask Ada about March\n")
    yield
