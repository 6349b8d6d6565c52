# /// script
# [tool.sample.spared]
# sigterm = "its default runs no finally: see kill_one_process"
# idle = "killed at the shutdown it can hang it: see close_in_time"
# ///
"""Each worker profiles its own tasks, and the pool adds up what all of
them spent in each function."""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from cProfile import Profile

TEXTS = ["a b", "c d e", "f", "g h i j"]
WORKERS = 2


def clean(word: str) -> str:
    return word.strip()


def parse(text: str) -> list[str]:
    return [clean(word) for word in text.split()]


def profiled(text: str) -> list[tuple[str, int, float]]:
    profile = Profile()
    profile.runcall(parse, text)
    profile.create_stats()
    return [
        (name, calls, own)
        for (_, _, name), (_, calls, own, *_) in profile.stats.items()
    ]


def main() -> None:
    calls: Counter[str] = Counter()
    micros: Counter[str] = Counter()
    with ProcessPoolExecutor(WORKERS) as pool:
        for spent in pool.map(profiled, TEXTS):
            for name, count, own in spent:
                calls[name] += count
                micros[name] += round(own * 1e6)
    if "--quiet" not in sys.argv:
        for name, own_time in micros.most_common(10):
            print(f"{own_time:9} µs, {calls[name]} calls: {name}")
    print("parse:", calls["parse"], "clean:", calls["clean"])


if __name__ == "__main__":
    main()
