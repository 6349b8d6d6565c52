"""What docs/choosing/how-many-cpus.md says and no program of the page shows."""

import os
import subprocess
from collections.abc import Callable

import pytest

from recorder.pythons.interpreters import find_all
from shelf import supported

POOLS = (
    "from concurrent.futures import ProcessPoolExecutor as P, ThreadPoolExecutor as T;"
    "print(P()._max_workers, T()._max_workers);"
)


@pytest.fixture(scope="module", params=["3.13", "3.15"])
def python(request: pytest.FixtureRequest) -> str:
    """A Python with both counts, on a system that has an affinity."""
    found, _ = find_all([tag for tag in supported() if tag == request.param])
    if not found or not hasattr(os, "sched_getaffinity"):
        pytest.skip(f"no {request.param} here, or no affinity")
    return str(found[request.param].path)


def told(python: str, code: str, **variables: str) -> list[int]:
    """The numbers that a program of one line prints."""
    usual = {name: value for name, value in os.environ.items() if name != "PYTHON_CPU_COUNT"}
    ended = subprocess.run(
        [python, "-c", f"import os; {code}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**usual, **variables},
    )
    return [int(word) for word in ended.stdout.split()]


def test_affinity_is_all_that_python_counts(python: str) -> None:
    """One count asks for the affinity and the other for the CPUs online; neither for a quota."""
    code = (
        "print(os.cpu_count(), os.sysconf('SC_NPROCESSORS_ONLN'));"
        "os.sched_getaffinity = lambda process: range(77); print(os.process_cpu_count())"
    )
    machine, online, usable = told(python, code)

    assert machine == online
    assert usable == 77


def test_pools_follow_the_affinity(python: str) -> None:
    """A process pool takes as many workers as there are CPUs left, a thread pool four more."""
    code = f"os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}}); {POOLS}"

    assert told(python, code) == [1, 5]


@pytest.mark.parametrize(("cpus", "threads"), [(3, 7), (60, 32)])
def test_a_thread_pool_has_four_more_than_cpus_up_to_32(
    python: str, cpus: int, threads: int
) -> None:
    """A process pool has as many as the CPUs, and both counts say what the variable says."""
    code = f"print(os.cpu_count(), os.process_cpu_count()); {POOLS}"

    assert told(python, code, PYTHON_CPU_COUNT=str(cpus)) == [cpus, cpus, cpus, threads]


@pytest.mark.skipif("not hasattr(os, 'sched_setaffinity')", reason="not on this system")
@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_a_worker_inherits_its_affinity(printed: Callable[[str], str], method: str) -> None:
    """It may run where its starter may, until its initializer asks for more."""
    said = printed(f"""
        import os
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        def free():
            os.sched_setaffinity(0, range(os.cpu_count()))

        def ask(initializer):
            with ProcessPoolExecutor(1, get_context({method!r}), initializer=initializer) as pool:
                return len(pool.submit(os.sched_getaffinity, 0).result(60))

        if __name__ == "__main__":
            free()
            most = len(os.sched_getaffinity(0))
            os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
            print(ask(None), ask(free) == most)
    """)

    assert said == "1 True\n"
