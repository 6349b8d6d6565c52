"""What the page on progress says of pools and of tqdm alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing import get_context
from threading import Event
from time import monotonic
from typing import Any

import pytest

from tests.jobs.conftest import Job
from tests.jobs.test_show_progress import READ, files

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")


def test_map_gives_nothing_while_the_first_is_slow() -> None:
    """The other 39 are done; `as_completed` gives them."""
    slow, got = Event(), Event()

    def task(number: int) -> int:
        assert number or slow.wait(60)
        return number

    def read() -> None:
        next(results)
        got.set()

    with ThreadPoolExecutor(4) as pool, ThreadPoolExecutor(1) as reader:
        results = pool.map(task, range(40))
        reader.submit(read)
        asked = [pool.submit(task, number) for number in range(1, 40)]
        asked.append(pool.submit(slow.wait, 60))
        came = []
        for future in as_completed(asked, timeout=60):
            came.append(future)
            if len(came) == 39:
                assert not got.is_set()
                slow.set()
        assert got.wait(60)

    assert len(came) == 40
    assert came[-1] is asked[-1]


def test_without_disable_tqdm_draws_into_a_log(job: Job) -> None:
    """Each redrawing stands there; with `disable=None` there is nothing."""
    text = "from time import sleep\nfrom tqdm import tqdm\n"
    text += "for _ in tqdm(range(100), {}): sleep(0.01)\n"

    loud = job.start_text("show_progress_tqdm", text.format("mininterval=0.1")).finish()
    still = job.start_text("show_progress_tqdm", text.format("disable=None")).finish()

    assert loud.err.count("it/s]") > 2
    assert still.err == ""


def test_process_map_warns_and_ends_at_the_first_exception(job: Job) -> None:
    """Above a thousand items it asks for a chunk size."""
    text = (
        "import sys\nfrom tqdm.contrib.concurrent import process_map\n"
        "if __name__ == '__main__':\n"
        "    some = range(int(sys.argv[1]))\n"
        "    print(len(process_map(abs, some, max_workers=2, disable=True)))\n"
        "    process_map(int, ['1', 'two', '3'], max_workers=1, disable=True)\n"
    )

    few, many = (
        job.start_text("show_progress_tqdm", text, number).finish() for number in (1000, 1001)
    )

    assert (few.out, many.out) == ("1000\n", "1001\n")
    assert "is not set" not in few.err
    assert "Iterable length 1001 > 1000 but `chunksize` is not set" in many.err
    assert few.err.splitlines()[-1].startswith("ValueError: invalid literal")
    assert few.code == 1


def test_its_own_lock_is_one_for_processes_too(job: Job) -> None:
    """Unless it was given one before the first bar."""
    text = (
        "from threading import RLock\nfrom tqdm import tqdm\n{}"
        "tqdm(range(3), disable=True)\n"
        "print(type(tqdm.get_lock()).__name__)\n"
    )

    own, given = (
        job.start_text("show_progress_tqdm", text.format(line)).finish()
        for line in ("", "tqdm.set_lock(RLock())\n")
    )

    assert (own.out, given.out) == ("TqdmDefaultWriteLock\n", "RLock\n")


def test_a_call_of_tell_is_not_a_message(job: Job) -> None:
    """However often it is called, there are no more messages than looks."""
    files(job, "one")
    edits = {
        READ: f"    for _ in range(100_000):\n        tell(0)\n{READ}",
        "            pipe.send((far, 0, None))\n": "            pipe.send((far, 0, None))\n"
        '            os.write(2, b"sent")\n',
    }
    begun = monotonic()

    done = job.run("show_progress", "names.txt", edits=edits)

    assert done.out == "1 done, 0 failed, 0 left\n3 words\n"
    assert 1 <= done.err.count("sent") <= 10 * (monotonic() - begun) + 1


def test_sizes_of_one_count_names(job: Job) -> None:
    """Where work tells nothing on its way."""
    files(job, *(f"{n}" for n in range(10)))
    edits = {
        "getsize(n) if isfile(n) else 0": "1",
        "            tell(sum(map(len, lines)))  # so much more is done\n": "",
        "LOOK = 0.1": "LOOK = 0",
    }

    done = job.run("show_progress", "names.txt", "--workers", 1, edits=edits)

    shares = [line.split()[-2] for line in done.err.splitlines()]
    assert shares == [f"{ten}%" for ten in range(10, 101, 10)]


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_number_for_each_worker_needs_no_lock(method: str) -> None:
    """Each raises its own, and the sum is whole."""
    context: Any = get_context(method)
    numbers = [context.Value("Q", lock=False) for _ in range(3)]
    team = [context.Process(target=count, args=(number, 10_000)) for number in numbers]
    for process in team:
        process.start()
    for process in team:
        process.join(120)

    assert sum(number.value for number in numbers) == 30_000


def count(number: Any, times: int) -> None:
    """Raise a number so many times."""
    for _ in range(times):
        number.value += 1
