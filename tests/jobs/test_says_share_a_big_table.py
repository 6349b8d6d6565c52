"""What the page on a big table says besides, held to the program."""

from __future__ import annotations

import os

import pytest

from tests.jobs.conftest import Job
from tests.jobs.test_share_table import said, table

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

WORK = "    return [float(total)"


def test_the_sums_are_the_same_to_the_last_digit(job: Job) -> None:
    """One worker or three: numbers whose sum depends on its order give the same sum."""
    code, _ = said(
        job,
        """
        import numpy as np

        np.save("table.npy", np.random.default_rng(1).random((350_000, 4)) ** 9)
        """,
    )
    assert code == 0

    outs = [job.run("share_table", "table.npy", "--workers", n).out for n in (1, 3)]

    assert outs[0] == outs[1] != ""


def test_the_array_refuses_to_be_changed(job: Job) -> None:
    """Also where the memory could be written to."""
    table(job, 10)

    ends = [
        job.run(
            "share_table", "table.npy", "--ways", way, edits={WORK: f"    part[0] = 1\n{WORK}"}
        ).err.splitlines()[-1]
        for way in ("block", "argument")
    ]

    assert ends == ["RuntimeError: ValueError: assignment destination is read-only"] * 2


def test_a_dead_worker_is_noticed_while_others_work(job: Job) -> None:
    """The second one dies, and the first one would work for ever: the error comes all the same."""
    table(job, 150_000)
    edits = {
        WORK: "    if len(part) < ROWS:\n        os.abort()\n"
        f"    os.read(os.open('never', os.O_RDWR), 1)\n{WORK}"
    }
    os.mkfifo(job.folder / "never")

    done = job.run("share_table", "table.npy", "--workers", 2, edits=edits)

    assert (done.err.splitlines()[-1], done.code) == ("RuntimeError: a worker has died", 1)


def test_one_limit_is_for_all(job: Job) -> None:
    """The first answer does not start it anew: at the next look the clock is past it."""
    table(job, 150_000)
    edits = {
        WORK: f"    if len(part) < ROWS:\n        os.read(os.open('never', os.O_RDWR), 1)\n{WORK}",
        "import monotonic\n": "import sleep\n\nmonotonic = iter([0, 0, 3601]).__next__\n",
    }
    os.mkfifo(job.folder / "never")

    done = job.run("share_table", "table.npy", "--workers", 2, edits=edits)

    assert (done.err.splitlines()[-1], done.code) == ("TimeoutError: not done after 3600 s", 1)


def test_rss_counts_a_shared_page_in_each_that_looks(job: Job) -> None:
    """Two processes look at one mapped file: the RSS of each grows by all of it."""
    code, out = said(
        job,
        """
        from multiprocessing import get_context
        import numpy as np

        def rss():
            words = open("/proc/self/status").read().partition("VmRSS:")[2].split()
            return int(words[0]) * 1024

        def look():
            before = rss()
            table = np.load("big.npy", mmap_mode="r")
            table.sum()
            print(rss() - before > 0.9 * table.nbytes, flush=True)
            return table

        np.save("big.npy", np.zeros(4_000_000))
        kept = look()
        child = get_context("fork").Process(target=look)
        child.start()
        child.join()
        """,
    )

    assert (code, out) == (0, "True\nTrue\n")


def test_a_mapped_file_may_be_larger_than_the_memory(job: Job) -> None:
    """Four times the memory of this machine is mapped, and both its ends are read."""
    code, out = said(
        job,
        """
        import os
        import numpy as np

        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        with open("big", "wb") as file:
            file.truncate(4 * memory)
        table = np.memmap("big", mode="r")
        print(table.nbytes == 4 * memory, table[0], table[-1])
        """,
    )

    assert (code, out) == (0, "True 0 0\n")


def test_without_proc_the_cost_is_not_known(job: Job) -> None:
    """As on another system: it says so, and not that there is no copy."""
    table(job, 350_000)

    done = job.run("share_table", "table.npy", "--ways", "argument", edits={"/pagemap": "/none"})

    assert done.out.startswith("argument: cost not known;")
