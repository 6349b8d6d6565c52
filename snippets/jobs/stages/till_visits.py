"""A table of 50,000 visits to twelve tills, in the order of time; one
till is much used, one has a time missing, and three visits no till."""

from collections.abc import Iterator
from pathlib import Path
from random import Random


def stage() -> Iterator[None]:
    chance = Random(1)
    lines = ["till,gap,served"]
    for _ in range(50_000):
        till = min(int(chance.paretovariate(0.8)), 12)
        gap, served = chance.randrange(90), chance.randrange(80)
        lines.append(f"till {till:02},{gap},{served}")
    lines[100:103] = [",10,20"] * 3
    lines[-1] = "till 07,30,"
    Path("visits.csv").write_text("\n".join(lines))
    yield
