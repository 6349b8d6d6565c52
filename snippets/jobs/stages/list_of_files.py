"""A list of files, one of which is not there."""

from collections.abc import Iterator
from pathlib import Path


def stage() -> Iterator[None]:
    names = [f"letter-{n:02}.txt" for n in range(40)]
    for name in names:
        Path(name).write_text(f"This is {name}.\n")
    Path("names.txt").write_text("\n".join([*names, "lost.txt"]))
    yield
