"""The bars of tqdm over many threads, held to what the program without it is held to."""

from __future__ import annotations

import re
import signal

import pytest

from tests.jobs import test_show_progress as others
from tests.jobs.conftest import Job
from tests.jobs.test_show_progress import READ, files, on_a_terminal

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="looks into /proc")

PROGRAM = "show_progress_tqdm"
SLEEP = "                sleep(0.05)  # between two looks\n"
#: Bars that say where they stand, and how far each of them was at most.
NOTED = {
    "stop = Event()\n": """\
class Noted(tqdm):
    def __init__(self, **how):
        self.most = 0
        os.write(2, f"line {how['position']}\\n".encode())
        super().__init__(**how | {"disable": False, "file": open(os.devnull, "w")})

    def update(self, more=1):
        super().update(more)
        self.most = max(self.most, self.n)


looks, stop = [], Event()
""",
    SLEEP: f"{SLEEP}                looks.append(bar.most)\n",
    "        with tqdm(": "        with Noted(",
}


def file_in_hand(deed: str) -> dict[str, str]:
    """Have the file named busy say that it is in hand, and then do something first."""
    return {READ: f'    if name == "busy":\n        os.write(2, b"busy")\n        {deed}\n{READ}'}


@pytest.mark.parametrize("workers", [1, 4])
def test_the_same_report_whatever_the_number_of_workers(job: Job, workers: int) -> None:
    others.test_the_same_report_whatever_the_number_of_workers(job, PROGRAM, workers)


def test_whatever_a_task_raises_costs_its_file(job: Job) -> None:
    others.test_whatever_a_task_raises_costs_its_file(job, PROGRAM)


def test_no_file_and_wrong_calls(job: Job) -> None:
    others.test_no_file_and_wrong_calls(job, PROGRAM)


def test_names_are_printed_safely(job: Job) -> None:
    others.test_names_are_printed_safely(job, PROGRAM)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 2])
def test_a_signal_ends_it(job: Job, number: int, times: int) -> None:
    """The first lets what is in hand end, the second does not wait for it."""
    others.test_a_signal_ends_it(job, PROGRAM, number, times)


def test_tqdm_writes_no_bar_into_a_pipe(job: Job) -> None:
    """Only what failed is told there."""
    files(job, "a", "lost")

    done = job.run(PROGRAM, "names.txt")

    assert done.err.splitlines() == [
        "lost: FileNotFoundError: [Errno 2] No such file or directory: 'lost'"
    ]


def test_tqdm_draws_a_bar_for_all_and_one_for_each_thread(job: Job) -> None:
    """What failed stands above them, on a line of its own."""
    files(job, *(f"{n:03}" for n in range(50)), "lost")

    drew, printed, code = on_a_terminal(job, PROGRAM)

    assert printed.splitlines()[:2] == ["50 done, 1 failed, 0 left", "150 words"]
    assert "51/51" in drew
    assert re.search(r"lost: FileNotFoundError: [^\r\n]*\r\n", drew)
    assert code == 1


def test_the_bar_of_all_is_the_first_and_goes_no_farther_than_they_are(job: Job) -> None:
    """Those of the threads are below it, one line each."""
    files(job, "a", "busy", "c")
    edits = NOTED | file_in_hand("while len(looks) < 8: sleep(0.001)")
    edits["    sys.exit("] = '    os.write(2, f"most {max(looks)}\\n".encode())\n    sys.exit('

    done = job.run(PROGRAM, "names.txt", "--workers", 1, edits=edits)

    lines = done.err.replace("busy", "").splitlines()
    assert lines == ["line 0", "line 1", "most 1"]


def test_the_report_begins_a_line_below_the_bar_of_all(job: Job) -> None:
    """Those of the threads are gone then; they count in thousands of bytes."""
    files(job, "a", "b", text="a b c\n" * 250)
    first = "    wrong = {n: ends[n][1]"

    drew, _, code = on_a_terminal(job, PROGRAM, {first: f'    os.write(2, b"report")\n{first}'})
    _, size, last = drew.rpartition("/1.50k")
    assert size and re.search(r"\r {9,}\x1b\[A", last)
    assert drew.endswith("\r\nreport")
    assert code == 0


def test_what_is_done_when_all_stop_counts(job: Job) -> None:
    """As what was done before."""
    files(job, "a", "busy", "c")
    words = "    return words\n"
    waits = '    if name == "busy":\n        os.write(2, b"busy")\n        stop.wait(600)\n'
    run = job.start(PROGRAM, "names.txt", "--workers", 1, edits={words: waits + words})
    run.said("busy")

    run.send(signal.SIGINT)

    assert run.finish(60).out.splitlines() == ["2 done, 0 failed, 1 left", "6 words"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_waits_for_nobody(job: Job, number: int) -> None:
    """A thread that hangs would hold the exit."""
    files(job, "busy")
    sets = "                    stop.set()\n"
    edits = file_in_hand("Event().wait(600)")
    edits[sets] = f'{sets}                    os.write(2, b"asked")\n'
    run = job.start(PROGRAM, "names.txt", edits=edits)
    run.said("busy")

    run.send(number)
    run.said("asked")
    run.send(number)
    done = run.finish(60)

    assert (done.out, done.code) == ("", 128 + number)


def test_an_error_in_main_ends_it(job: Job) -> None:
    """The exception is printed, and each thread ends by itself: none is cut off."""
    files(job, "busy")
    edits = file_in_hand("taken.set(); stop.wait(600); Event().wait(0.3)")  # main has ended by then
    edits["stop = Event()\n"] = "taken, stop = Event(), Event()\n"
    edits[SLEEP] = '                taken.wait()\n                raise ValueError("of main")\n'

    done = job.run(PROGRAM, "names.txt", edits=edits)

    assert (done.out, done.code) == ("", 1)
    assert {"ValueError: of main", "busy: InterruptedError: stopped"} < {*done.err.splitlines()}


def test_a_thread_that_dies_ends_all(job: Job) -> None:
    """Its error is shown, the others are told, and what they had in hand is left."""
    files(job, "busy", "dies", "c")
    taken = "                result, wrong = attempt(name, bar)\n"
    edits = file_in_hand("stop.wait(600)")
    edits[taken] = (
        f'                if name == "dies":\n                    raise MemoryError\n{taken}'
    )

    done = job.run(PROGRAM, "names.txt", "--workers", 2, edits=edits)

    assert done.out.splitlines() == ["0 done, 0 failed, 3 left", "0 words"]
    assert "MemoryError" in done.err
    assert done.code == 1
