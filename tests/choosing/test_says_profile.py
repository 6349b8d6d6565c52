"""What docs/choosing/profile.md says of cProfile, on every Python that is here."""

import io
import pstats
import subprocess
from cProfile import Profile
from pathlib import Path

import pytest

from recorder.pythons.interpreters import find_all
from shelf import supported

SOURCE = """
from cProfile import Profile
from threading import Thread


def inner():
    pass


def seen(profile):
    profile.create_stats()
    return any(name == "inner" for _, _, name in profile.stats)


def main():
    first = Profile()
    first.enable()
    other = Thread(target=inner)
    other.start()
    other.join()
    first.disable()
    print("another thread is seen:", seen(first))
    first = Profile()
    first.enable()
    inner()
    other = Thread(target=inner)
    other.start()
    other.join()
    first.disable()
    first.create_stats()
    print("calls:", *(row[1] for name, row in first.stats.items() if name[2] == "inner"))
    first, second = Profile(), Profile()
    first.enable()
    try:
        second.enable()
        inner()
        second.disable()
    except ValueError as error:
        print("the second:", type(error).__name__)
    else:
        first.disable()
        print("the first misses calls:", not seen(first))


main()
"""


@pytest.mark.parametrize("tag", supported())
def test_who_sees_other_threads(tag: str) -> None:
    """The oldest sees one thread, and lets a second profiler take the calls of the first."""
    found, _ = find_all([tag])
    if not found:
        pytest.skip(f"no {tag} here")
    words = [str(found[tag].path), "-c", SOURCE]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)

    oldest = tag.startswith("3.11")
    assert ended.stdout.splitlines() == [
        f"another thread is seen: {not oldest}",
        f"calls: {1 if oldest else 2}",
        "the first misses calls: True" if oldest else "the second: ValueError",
    ]


def test_files_of_profiles_are_added_up(tmp_path: Path) -> None:
    """One of each worker; a second profile under the same name replaces the first."""
    names = [str(tmp_path / name) for name in ("1.prof", "2.prof", "2.prof")]
    for name in names:
        profile = Profile()
        profile.runcall(sorted, [2, 1])
        profile.dump_stats(name)
    said = io.StringIO()
    stats = pstats.Stats(*sorted(set(names)), stream=said)
    stats.sort_stats("cumulative").print_stats(10)

    (line,) = (line for line in said.getvalue().splitlines() if "sorted" in line)
    assert line.split()[0] == "2"
