"""A folder of notes; one of them is a link that leads nowhere."""

from collections.abc import Iterator
from pathlib import Path


def stage() -> Iterator[None]:
    Path("notes").mkdir()
    for number in range(1, 7):
        Path("notes", f"{number}.txt").write_text(f"note {number}\n")
    Path("notes", "lost.txt").symlink_to("nowhere.txt")
    yield
