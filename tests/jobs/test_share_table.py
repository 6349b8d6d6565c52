"""One table, many readers: `jobs/share_table`, and what its page says of NumPy."""

from __future__ import annotations

import os
import signal
import textwrap
from pathlib import Path

import pytest

from shelf import find
from tests.jobs.conftest import Job

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

WAYS = ("file", "block", "fork", "argument")
#: Where the work begins.
WORK = "    return [float(total)"
#: Asks for the pages of an array on four of them, and tells what is read.
PAGES = """\
class Array:
    __array_interface__ = {"data": (4 * PAGESIZE - 1, False)}
    nbytes = 2 * PAGESIZE + 2


def pread(_: int, size: int, at: int) -> bytes:
    print(f"{size} bytes from {at}")
    return b"".join(bytes([7] * 7 + [top]) for top in (0x81, 0x80, 0xA1, 0x01))


os.pread = pread
print(private(Array()))
"""
#: Names the block, so that this test knows it among those of others.
NAMED = {"SharedMemory(create=True, size=": "SharedMemory(BLOCK, create=True, size="}


def table(job: Job, rows: int) -> None:
    """A table of whole numbers, whose sums are exact."""
    made = job.start_text(
        "share_table",
        f"import numpy as np\nnp.save('table.npy', np.arange({rows} * 4.0).reshape(-1, 4) % 1000)",
    )
    assert made.finish().code == 0


def named(job: Job) -> tuple[dict[str, str], Path]:
    """An edit that gives the block a name of its own, and where it then lies."""
    block = f"job-{os.getpid()}-{job.folder.parent.name[-20:]}"
    return {old: new.replace("BLOCK", repr(block)) for old, new in NAMED.items()}, Path(
        "/dev/shm", block
    )


@pytest.mark.parametrize("workers", [1, 3])
def test_every_way_gives_the_same_sums(job: Job, workers: int) -> None:
    """Whatever the number of workers; a copy is made only of an argument, and no worker stays."""
    table(job, 350_000)
    edits, block = named(job)
    close = "                ours.close()\n"
    there = 'os.path.exists(f"/proc/{process.pid}")'
    edits[close] = f"{close}                os.write(2, b'there ' if {there} else b'gone ')\n"

    done = job.run("share_table", "table.npy", "--workers", workers, "--ways", *WAYS, edits=edits)

    sums = [float(sum(n % 1000 for n in range(i, 1_400_000, 4))) for i in range(4)]
    assert done.err == "gone " * (len(WAYS) * workers)
    assert done.out.splitlines() == [
        f"{way}: {'no copy' if way != 'argument' else f'a copy in {workers} of {workers} workers'};"
        f" sums {sums}"
        for way in WAYS
    ]
    assert not block.exists()


@pytest.mark.parametrize("rows", [0, 1])
def test_no_row_and_one_row(job: Job, rows: int) -> None:
    """Neither needs a special case, not even where its memory is counted."""
    table(job, rows)

    # a table of one row shares its page with what is written beside it
    ways = ["file", "block", *(["fork"] if rows == 0 else [])]

    done = job.run("share_table", "table.npy", "--ways", *ways)

    told = f"no copy; sums {'[]' if rows == 0 else [0.0, 1.0, 2.0, 3.0]}"
    assert [line.partition(": ")[2] for line in done.out.splitlines()] == [told] * len(ways)
    assert done.code == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("deed", ["raise MemoryError('full')", "os.abort()"])
def test_a_worker_that_fails_ends_it(job: Job, way: str, deed: str) -> None:
    """The error is the last line, and no block and no worker stays."""
    table(job, 350_000)
    edits, block = named(job)
    edits |= {WORK: f"    if part[0, 0] == 0 and part[-1, -1]:\n        {deed}\n{WORK}"}

    done = job.run("share_table", "table.npy", "--ways", way, edits=edits)

    last = done.err.splitlines()[-1]
    assert last == (
        "RuntimeError: MemoryError: full" if "raise" in deed else "RuntimeError: a worker has died"
    )
    assert done.code == 1
    assert not block.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_leaves_no_block(job: Job, number: int) -> None:
    """Not even SIGKILL of the program: its workers notice, and the tracker clears up."""
    table(job, 350_000)
    edits, block = named(job)
    edits |= {WORK: f"    os.write(2, b'busy')\n    signal.pause()\n{WORK}"}
    run = job.start("share_table", "table.npy", "--ways", "block", edits=edits)
    run.said("busy" * 4)  # every worker, none is still starting
    assert block.exists()

    (run.send if number == signal.SIGKILL else run.send_all)(number)
    done = run.finish(60)

    assert done.code == (-number if number == signal.SIGKILL else 128 + number)
    assert "Traceback" not in done.err.partition("resource_tracker")[0]
    assert not block.exists()


@pytest.mark.parametrize("free", [319, 320])
def test_a_block_that_does_not_fit_is_refused_first(job: Job, free: int) -> None:
    """Otherwise the first page too many would end the program by SIGBUS; room for all is enough."""
    table(job, 10)
    edits = {"room.f_bavail * room.f_frsize": str(free)}

    done = job.run("share_table", "table.npy", "--ways", "block", edits=edits)

    if free < 320:
        assert done.err.splitlines()[-1] == "OSError: no 320 bytes free in /dev/shm"
    assert done.code == (free < 320)


def test_a_worker_that_is_dead_before_it_is_told_ends_it(job: Job) -> None:
    """A table that is larger than a pipe holds is not written to one that nobody reads."""
    table(job, 50_000)
    start = "                    team[ours].start()\n"
    first = (
        "    signal.signal(signal.SIGINT, signal.SIG_IGN)\n    signal.signal(signal.SIGTERM, signal"
    )
    edits = {
        start: f"{start}                    team[ours].join()\n",
        first: f"    os.abort()\n{first}",
    }

    done = job.run("share_table", "table.npy", "--ways", "argument", edits=edits)

    assert (done.err.splitlines()[-1], done.code) == ("RuntimeError: a worker has died", 1)


def test_the_answer_counts_and_not_the_end(job: Job) -> None:
    """A worker that does not end after it is killed."""
    table(job, 10)

    done = job.run("share_table", "table.npy", edits={"    os._exit(0)": "    signal.pause()"})

    assert (done.err, done.code) == ("", 0)


def test_work_may_not_start_processes_of_multiprocessing(job: Job) -> None:
    """They would be left behind by a worker that is killed."""
    table(job, 10)
    starts = "    get_context().Process().start()\n"

    done = job.run("share_table", "table.npy", edits={WORK: f"{starts}{WORK}"})

    assert done.err.splitlines()[-1].startswith("RuntimeError: AssertionError: daemonic processes")


def test_what_a_worker_has_alone_is_counted_page_by_page(job: Job) -> None:
    """From the page of the first byte to that of the last, files and others' left out."""
    text = find("jobs/share_table").source.partition("if __name__")[0]

    lines = job.lines("share_table", f"{text}\n{PAGES}")

    assert lines == ["32 bytes from 24", "0.25"]


def said(job: Job, text: str) -> tuple[int, str]:
    """How a text with NumPy ends, and what it prints."""
    done = job.start_text("share_table", textwrap.dedent(text)).finish()
    return done.code, done.out


def test_an_array_that_outlives_its_block_ends_the_process(job: Job) -> None:
    """Closing raises nothing, and the next look is a segmentation fault."""
    code, out = said(
        job,
        """
        import numpy as np
        from multiprocessing.shared_memory import SharedMemory

        block = SharedMemory(create=True, size=8 << 20)
        block.unlink()
        numbers = np.ndarray((1 << 20,), np.float64, block.buf)
        block.close()
        print("closed", flush=True)
        numbers.sum()
        """,
    )

    assert (code, out) == (-signal.SIGSEGV, "closed\n")


def test_a_mapped_file_is_pickled_whole(job: Job) -> None:
    """So hand over its name, and never the array."""
    code, out = said(
        job,
        """
        import pickle
        import numpy as np

        np.save("big.npy", np.zeros(1_000_000))
        print(len(pickle.dumps(np.load("big.npy", mmap_mode="r"))) > 8_000_000)
        """,
    )

    assert (code, out) == (0, "True\n")


def test_wrong_calls(job: Job) -> None:
    """A way that there is not, and no worker."""
    calls = [("--ways", "magic"), ("--workers", 0)]

    assert [job.run("share_table", "table.npy", *call).code for call in calls] == [2, 2]
