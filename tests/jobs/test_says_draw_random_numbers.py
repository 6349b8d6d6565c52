"""What the page on random numbers says besides, held to NumPy and to the program."""

from __future__ import annotations

import pytest

from shelf import find
from tests.jobs.conftest import Job

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


FOUR = """
import random
import sys
from multiprocessing import get_context
import numpy.random

OWN = numpy.random.default_rng()

def draw():
    return numpy.random.random(), random.random(), OWN.random()

def four(method):
    drawn = []
    for _ in range(4):
        with get_context(method).Pool(1) as pool:
            drawn.append(pool.apply(draw))
    return [len(set(numbers)) for numbers in zip(*drawn)]

if __name__ == "__main__":
    random.seed(1)
    numpy.random.seed(1)
    print(*four(sys.argv[1]))
"""


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_what_four_workers_draw(job: Job, method: str) -> None:
    """A copy of NumPy's one generator each, or of the file's; the module `random` begins anew."""
    job.method = ""  # the text chooses
    done = job.start_text("simulate", FOUR, method).finish()

    old = job.interpreter.tag in ("3.11", "3.12")
    copied = method == "fork" or (method == "forkserver" and not old)
    assert done.out.splitlines()[0] == f"{1 if copied else 4} 4 {1 if copied else 4}"


def test_random_is_seeded_anew_after_a_fork(job: Job) -> None:
    """Whatever the seed of the parent: no child draws the number that it stands for."""
    words = job.lines(
        "simulate",
        """
        import random
        from multiprocessing import get_context

        def draw():
            return random.random()

        random.seed(1)
        with get_context("fork").Pool(1) as pool:
            print(pool.apply(draw) != draw())
        """,
    )

    assert words == ["True"]


def test_a_seed_from_the_clock_is_one_for_a_second(job: Job) -> None:
    """Two workers begin in the first and in the last tenth of it; by their numbers they differ."""
    words = job.lines(
        "simulate",
        """
        import os
        from multiprocessing import get_context
        from numpy.random import default_rng

        def by_clock(moment):
            return default_rng(int(moment)).random()

        def by_number():
            return default_rng(os.getpid()).random()

        if __name__ == "__main__":
            spawn = get_context("spawn")
            with spawn.Pool(1) as one, spawn.Pool(1) as other:
                print(one.apply(by_clock, [7.1]) == other.apply(by_clock, [7.9]))
                print(one.apply(by_clock, [8.1]) == other.apply(by_clock, [7.9]))
                print(one.apply(by_number) == other.apply(by_number))
        """,
    )

    assert words == ["True", "False", "False"]


def test_a_generator_as_an_argument_is_a_copy(job: Job) -> None:
    """Eight tasks, one number."""
    words = job.lines(
        "simulate",
        """
        from concurrent.futures import ProcessPoolExecutor
        import numpy as np

        def draw(chance):
            return float(chance.random())

        if __name__ == "__main__":
            with ProcessPoolExecutor(2) as pool:
                print(len(set(pool.map(draw, [np.random.default_rng(1)] * 8))))
        """,
    )

    assert words == ["1"]


def test_a_generator_for_each_worker_hangs_on_who_does_what(job: Job) -> None:
    """Eight tasks by one worker, by two in turn, and by two otherwise: three sums."""
    words = job.lines(
        "simulate",
        """
        from math import fsum
        import numpy as np

        def total(turns):
            workers = [np.random.default_rng(one) for one in np.random.SeedSequence(1).spawn(2)]
            return fsum(workers[turn].random() for turn in turns)

        print(len({total([0] * 8), total([0, 1] * 4), total([0] * 5 + [1] * 3)}))
        """,
    )

    assert words == ["3"]


def test_sums_of_seed_and_number_overlap_and_spawn_counts(job: Job) -> None:
    """And `spawn_key` does neither."""
    words = job.lines(
        "simulate",
        """
        from numpy.random import SeedSequence, default_rng

        def first(sequence):
            return default_rng(sequence).random()

        print(first(1 + 1) == first(2 + 0))
        print(first(SeedSequence(1, spawn_key=(1,))) == first(SeedSequence(2, spawn_key=(0,))))
        sequence = SeedSequence(1)
        children = sequence.spawn(2) + sequence.spawn(2)
        print([child.spawn_key[0] for child in children])
        keys = [SeedSequence(1, spawn_key=(n,)) for n in range(4)]
        print([*map(first, keys)] == [*map(first, children)])
        """,
    )

    assert words == ["True", "False", "[0, 1, 2, 3]", "True"]


def test_a_pool_of_threads_or_processes_gives_the_same_sum(job: Job) -> None:
    """As the loop does, and the program."""
    (job.folder / "simulate_it.py").write_text(find("jobs/simulate").source)
    words = job.lines(
        "simulate",
        """
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
        from math import fsum
        import numpy as np
        from simulate_it import work

        def task(number):
            own = np.random.SeedSequence(7, spawn_key=(number,))
            return work(np.random.default_rng(own))

        if __name__ == "__main__":
            print(fsum(map(task, range(200))))
            for kind in (ThreadPoolExecutor, ProcessPoolExecutor):
                with kind(3) as pool:
                    print(fsum(pool.map(task, range(200), chunksize=20)))
        """,
    )

    done = job.run("simulate", "results.txt", "--seed", 7)

    assert len(words) == 3
    assert {f"sum {total}" for total in words} == {done.out.splitlines()[1].partition(",")[0]}


def test_a_result_is_exact_to_the_last_bit(job: Job) -> None:
    """What stands in the file is the very number that `work` returned."""
    edits = {"    x, y = chance": "    return float(chance.random() ** 9)\n    x, y = chance"}
    source = """
    from numpy.random import SeedSequence, default_rng

    for n in range(50):
        print(n, float(default_rng(SeedSequence(1, spawn_key=(n,))).random() ** 9).hex())
    """

    done = job.run("simulate", "results.txt", "--tasks", 50, "--workers", 1, edits=edits)

    lines = (job.folder / "results.txt").read_text().splitlines()
    assert done.code == 0
    assert lines[1:] == job.lines("simulate", source)
    assert lines[0].startswith("seed 1, numpy ")
